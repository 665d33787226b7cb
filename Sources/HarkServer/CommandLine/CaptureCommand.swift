internal import ArgumentParser
private import Glibc
private import HarkTools
private import MicroHTTPD
private import UnixSignals

/// `hark capture`: writes requests to files for `hark verify`.
struct CaptureCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "capture",
        abstract: "Writes the requests that come in to files, for verify.",
        discussion: """
            Listens on 127.0.0.1, in the bot's place unless --port says otherwise, and answers 200 to everything. A \
            file holds the request line, the header fields in their order, an empty line, and the exact bytes of the \
            body; a chunked body stands in one piece. The owner alone may read the files, for they hold tokens and \
            signatures. A request has at most 25 MiB, all of them together 256 MiB. Ctrl-C ends it.
            """
    )

    /// Longest body, in bytes: GitHub sends up to 25 MB.
    static let longest = 25 << 20

    @Option(help: "The port to listen on; 0 takes a free one; unless given, the bot's own (HARK_HTTP_PORT).")
    var port: UInt16?

    @Option(help: "The folder for the files.")
    var folder = "captured"

    @Option(help: "How many requests are taken before it ends, from 1 to 10000.")
    var count = 100

    @OptionGroup var options: EnvironmentOptions

    func validate() throws {
        guard (1...10_000).contains(count) else { throw ValidationError("--count is a number from 1 to 10000.") }
    }

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        do {
            let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
            let listener = try Listener(binding: .tcp(host: "127.0.0.1", port: try port ?? bot.port()))
            let (ends, end) = AsyncStream.makeStream(of: Void.self)
            let responder = CaptureResponder(
                folder: try CaptureFolder.made(folder, count: count), report: bot.print,
                nextCommand: "\(bot.invocation) verify", end: { end.finish() })
            var configuration = DaemonConfiguration()
            configuration.bodyLimit = Self.longest
            let daemon = try Daemon(listener, configuration: configuration, responder: responder)
            let url = listener.address.url(scheme: .http)
            bot.print("Listening on \(url). Requests are written to “\(folder)”, at most \(count); Ctrl-C ends it.")
            await withTaskGroup { group in
                group.addTask { for await _ in signals { break } }
                group.addTask { for await _ in ends {} }
                await group.next()
                group.cancelAll()
            }
            await daemon.drain(within: .seconds(2))
            return EXIT_SUCCESS
        } catch let faults as Faults {
            throw faults
        } catch let fault as Fault {
            throw Faults([fault])
        } catch {
            throw Faults([Fault("--port", "\(error)")])
        }
    }
}

/// Answers 200 to every request, after writing it to a file.
private struct CaptureResponder: Responder {
    let folder: CaptureFolder
    let report: @Sendable (String) -> Void
    let nextCommand: String
    let end: @Sendable () -> Void

    func admit(_ request: Request) -> Admission { Admission { answer($0) } }

    private func answer(_ request: Request) -> Response {
        do {
            switch try folder.write(CapturedFile(request)) {
            case .full:
                end()
                return Response.text("No more requests are captured.", status: .serviceUnavailable)
            case .written(let path, let left):
                report("\(Self.shown(request)), a body of \(request.body.count) bytes: \(path)")
                report("  \(nextCommand) \(path.asShellWord)")
                if left == 0 { end() }
                return Response.text("OK")
            }
        } catch {
            report("\(error)")
            return Response.text("The request could not be written.", status: .internalServerError)
        }
    }

    /// Method and path, short and safe for a terminal, without the query because it may contain a token.
    private static func shown(_ request: Request) -> String {
        let bytes = "\(request.method.rawValue) \(request.target.path)".utf8
        let visible = bytes.prefix(160).map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: "?") }
        return String(decoding: visible, as: UTF8.self) + (bytes.count > 160 ? "…" : "")
    }
}
