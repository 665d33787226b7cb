extension TerminalChat {
    /// Handles lines typed at the prompt. They are queued while the keyboard stays responsive. When the person leaves,
    /// the entered lines are still handled.
    func runPrompt(_ input: TerminalInput, _ onLine: @escaping @Sendable (String) async -> Void) async {
        let (lines, queue) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingOldest(Self.backlog))
        await withTaskGroup { group in
            group.addTask { for await line in lines { await onLine(line) } }
            let hasLeft = await edit(input, queue)
            queue.finish()
            if !hasLeft { await waitForCancellation() }
        }
    }

    /// Edits lines at the prompt. Returns whether the person left; false if the terminal did, or the task was
    /// cancelled.
    private func edit(_ input: TerminalInput, _ queue: AsyncStream<String>.Continuation) async -> Bool {
        var editor = LineEditor()
        input.beginRaw()
        console.show(promptLine(editor))
        defer {
            console.show(nil)
            input.endRaw()
        }
        while !Task.isCancelled {
            switch await input.next() {
            case .bytes(let bytes):
                for event in editor.feed(bytes) {
                    switch event {
                    case .leave: return true
                    case .line(let line): enter(line, queue)
                    case .clearScreen: console.clearScreen()
                    case .suspend: await suspend(input)
                    }
                }
            case .woken: input.beginRaw()
            case .end, .failed: return false
            }
            console.show(promptLine(editor))
        }
        return false
    }

    private func enter(_ line: String, _ queue: AsyncStream<String>.Continuation) {
        console.leave(PromptLine(prompt: prompt, characters: Array(line)))
        guard !line.isEmpty else { return }
        if case .dropped = queue.yield(line) {
            notice("The bot is still busy with the \(Self.backlog) lines before; this one was not taken.")
        }
    }

    private func suspend(_ input: TerminalInput) async {
        console.show(nil)
        await console.flush()
        input.suspend()
    }

    private func promptLine(_ editor: LineEditor) -> PromptLine {
        PromptLine(prompt: prompt, characters: editor.characters, cursor: editor.cursor)
    }
}
