private import Glibc
internal import MicroHTTPD

private import struct FoundationEssentials.FileAttributeKey
private import class FoundationEssentials.FileManager

/// The socket over which the command line uses the store of a running bot: `HARK_DATA/control.sock`. Only the bot's
/// user may connect to it.
struct ControlSocket: Sendable {
    /// Longest time for one request: a copy or a check of a large store takes minutes.
    static let longestOperation = Duration.seconds(1800)

    /// Longest request, in bytes.
    private static let longestRequest = 1 << 20

    private let listener: Listener

    /// The path of the socket in a data folder.
    static func path(in folder: String) -> String { "\(folder)/control.sock" }

    /// Opens the socket in a data folder, which is made if it does not exist. A socket that a bot left which was killed
    /// is replaced.
    /// - Throws: `DaemonError` if it cannot be opened.
    init(in folder: String) throws(DaemonError) {
        let isPrivate = [FileAttributeKey.posixPermissions: 0o700]
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: isPrivate)
        listener = try Listener(binding: .unix(path: Self.path(in: folder)), isPrivate: true)
    }

    /// Serves the store of a running bot. The socket is removed when that ends.
    /// - Parameters:
    ///   - operations: the operations on the store; nil when it is closed.
    ///   - metrics: the metrics of the bot.
    func serve(
        _ operations: @escaping @Sendable () -> DeliveryOperations?,
        metrics: (@Sendable () async -> String)? = nil, logger: Logger
    ) throws(DaemonError) -> Daemon {
        var configuration = DaemonConfiguration()
        configuration.threads = 1
        configuration.connectionLimit = 16
        configuration.bodyLimit = Self.longestRequest
        configuration.handlerTimeout = Self.longestOperation
        let responder = ControlResponder(operations: operations, metrics: metrics)
        return try Daemon(listener, configuration: configuration, responder: responder) { event in logger.log(event) }
    }
}

/// Answers the requests on a control socket: JSON that is posted to `/`.
struct ControlResponder: Responder {
    /// The operations on the store; nil when it is closed.
    let operations: @Sendable () -> DeliveryOperations?
    /// The metrics of the bot.
    var metrics: (@Sendable () async -> String)?

    func admit(_ request: Request) -> Admission {
        guard request.target.path == "/", request.method == .post else {
            return .refused(.rejection(Rejection(.notFound, "There is nothing but POST /.")))
        }
        return Admission { request in
            do throws(Rejection) { return .answer(try await answer(to: request)) } catch { return .rejection(error) }
        }
    }

    private func answer(to request: Request) async throws(Rejection) -> ControlAnswer {
        guard let json = try? JSONValue(parsing: request.body) else {
            throw Rejection(.badRequest, "The request is not JSON.")
        }
        let wanted = try ControlRequest(json)
        guard let operations = operations() else {
            throw Rejection(.serviceUnavailable, "The bot is stopping. Try again in a moment.")
        }
        return try await StoreControl(operations: operations, metrics: metrics).perform(wanted)
    }
}

extension Response {
    /// An answer as `ControlClient` reads it.
    fileprivate static func answer(_ answer: ControlAnswer) -> Response {
        switch answer {
        case .json(let value):
            .json(["version": .integer(ControlRequest.version), "answer": value])
        case .bytes(let bytes): .bytes(bytes)
        }
    }

    fileprivate static func rejection(_ rejection: Rejection) -> Response {
        .json(
            ["version": .integer(ControlRequest.version), "error": .string(rejection.reason)],
            status: rejection.status)
    }
}
