import HarkEvents
import HarkTesting
import Synchronization
import XCTest

@testable import MatrixPlugin

/// A server of Matrix that answers what a test tells it to, and the usual where it does not.
final class FakeHomeserver: Sendable {
    private struct State {
        var answers: [(request: String, answers: ArraySlice<ScriptedHTTP.Answer>)] = []
        var syncs: ArraySlice<JSONValue> = []
        var eventCount = 0
        var handled: [(request: String, body: JSONValue?)] = []
    }

    static let base = "https://matrix.example/_matrix/client"
    static let environment = ["HARK_MATRIX_SERVER": "https://matrix.example/", "HARK_MATRIX_TOKEN": "syt_1"]

    static let missing = refusal("M_NOT_FOUND", .notFound)
    static let forbidden = refusal("M_FORBIDDEN", .forbidden)

    static func refusal(_ code: String, _ status: HTTPResponse.Status) -> ScriptedHTTP.Answer {
        .json(["errcode": .string(code), "error": "No."], status: status)
    }

    private let state = Mutex(State())

    /// - Parameter syncs: what `/sync` answers, one after the other, without `next_batch`; then the server is gone.
    init(syncs: [JSONValue] = []) { state.withLock { $0.syncs = syncs[...] } }

    /// Sets the answers to requests that begin with a method and a path below `/v3/`: `PUT rooms/%21ops/send`. The last
    /// one is given again and again.
    func on(_ request: String, _ answers: ScriptedHTTP.Answer...) {
        state.withLock { $0.answers.insert((request, answers[...]), at: 0) }
    }

    var http: ScriptedHTTP { ScriptedHTTP { self.answer(to: $0) } }

    /// All requests but those to log in, without their arguments: `PUT rooms/%21ops/send/m.room.message/…`.
    var requests: [String] {
        state.withLock { $0.handled.map(\.request) }.filter { !$0.hasSuffix("versions") && !$0.hasSuffix("whoami") }
    }

    /// The bodies of requests that begin so.
    func bodies(_ request: String) -> [JSONValue] {
        state.withLock { $0.handled.filter { $0.request.hasPrefix(request) }.compactMap(\.body) }
    }

    /// A bot on this server.
    func bot(_ more: [String: String] = [:]) async throws -> TestBot {
        try await TestBot(Matrix.self, environment: Self.environment.merging(more) { $1 }, http: http)
    }

    private func answer(to request: ClientRequest) -> ScriptedHTTP.Answer {
        let whole = request.url.replacing("\(Self.base)/v3/", with: "").replacing("\(Self.base)/", with: "")
        let path = "\(request.method.rawValue) \(whole.prefix { $0 != "?" })"
        return state.withLock { state in
            state.handled.append((path, try? JSONValue(parsing: request.body)))
            if let index = state.answers.firstIndex(where: { path.hasPrefix($0.request) }) {
                if state.answers[index].answers.count > 1, let first = state.answers[index].answers.popFirst() {
                    return first
                }
                if let last = state.answers[index].answers.last { return last }
            }
            return Self.usual(path, &state)
        }
    }

    private static func usual(_ path: String, _ state: inout State) -> ScriptedHTTP.Answer {
        switch path {
        case "GET versions": return .json(["versions": ["v1.11"]])
        case "GET account/whoami": return .json(["user_id": "@hark:example.org", "device_id": "HARK"])
        case "GET sync":
            guard let sync = state.syncs.popFirst(), case .object(var members) = sync else {
                return .failure(.cannotConnect)
            }
            members["next_batch"] = .string("s\(state.syncs.count)")
            return .json(.object(members))
        case _ where path.hasPrefix("PUT ") && path.contains("/send/"):
            state.eventCount += 1
            return .json(["event_id": "$\(state.eventCount)"])
        case _ where path.hasPrefix("GET directory/room/"): return .json(["room_id": "!ops", "servers": []])
        case _ where path.hasPrefix("GET profile/"): return .json(["displayname": "Hark Bot"])
        case _ where path.hasPrefix("GET "): return missing
        default: return .json([:])
        }
    }
}

extension XCTestCase {
    /// The error that something throws.
    func chatError(_ act: () async throws -> Void) async -> ChatError? {
        do { try await act() } catch { return error as? ChatError }
        return nil
    }
}
