extension TerminalChat {
    /// Hears piped lines. The next one is read when the one before has been dealt with, so the writer of the pipe waits.
    func runLines(_ input: TerminalInput, _ say: @Sendable (String) async -> Void) async {
        var splitter = LineSplitter()
        while !Task.isCancelled {
            switch await input.next() {
            case .bytes(let bytes):
                await hear(splitter.feed(bytes), limit: splitter.limit, say)
            case .woken:
                continue
            case .end:
                await hear(splitter.finish(), limit: splitter.limit, say)
                if console.isInputTerminal { return }
                return await waitForCancellation()
            case .failed:
                return await waitForCancellation()
            }
        }
    }

    private func hear(
        _ lines: [LineSplitter.Line],
        limit: Int,
        _ say: @Sendable (String) async -> Void
    ) async {
        for line in lines where !Task.isCancelled {
            switch line {
            // Not by comparing with "", which would normalize the text.
            case .text(let text): if !text.isEmpty { await say(text) }
            case .tooLong: notice("A line of more than \(limit) bytes on standard input was ignored.")
            }
        }
    }
}
