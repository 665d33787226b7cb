import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import MatrixPlugin

/// Lets a bot listen to a server that a test plays.
class MatrixListenerTestCase: XCTestCase {
    static let history: JSONValue = ["rooms": ["join": ["!ops": ["timeline": ["events": []]]]]]

    let received = Recording<IncomingMessage>()

    /// An event of the room by Ada, said just now unless it says otherwise.
    func event(_ id: String, _ text: String, _ more: JSONObject = [:], _ content: JSONObject = [:]) -> JSONValue {
        let body: JSONObject = ["msgtype": "m.text", "body": .string(text)]
        let event: JSONObject = [
            "type": "m.room.message", "event_id": .string(id), "sender": "@ada:example.org",
            "content": .object(body.merging(content)), "unsigned": ["age": 50],
        ]
        return .object(event.merging(more))
    }

    func state(_ type: String, _ content: JSONValue, _ key: String = "", by sender: String = "@ada:example.org")
        -> JSONValue
    {
        [
            "type": .string(type), "event_id": .string("$state-\(type)-\(key)"), "sender": .string(sender),
            "state_key": .string(key), "content": content,
        ]
    }

    func timeline(_ events: JSONValue..., room: String = "!ops") -> JSONValue {
        ["rooms": ["join": .object([.init(room, ["timeline": ["events": .array(events)]])].asObject)]]
    }

    /// Lets a bot receive the answers to `/sync`, the first of which is history, until the server is gone and `isDone`
    /// holds.
    @discardableResult
    func receive(
        _ syncs: [JSONValue], _ more: [String: String] = [:], _ setUp: (FakeHomeserver) -> Void = { _ in },
        until isDone: (FakeHomeserver) -> Bool = { _ in true }
    ) async throws -> FakeHomeserver {
        let server = FakeHomeserver(syncs: syncs)
        setUp(server)
        let bot = try await server.bot(more)
        let matrix = try XCTUnwrap(bot.host.network(Matrix.self))
        let received = received
        let listening = Task { try await matrix.run(ChatInbox { received.append($0) }) }
        await bot.clock.sleepsBegun(1)
        // What is done beside the listening.
        for _ in 0..<100_000 where !isDone(server) { await Task.yield() }
        listening.cancel()
        _ = try? await listening.value
        return server
    }

    func with(_ value: JSONValue, _ name: String, _ member: JSONValue) -> JSONValue {
        guard case .object(var members) = value else { return value }
        members[name] = member
        return .object(members)
    }
}

extension [JSONObject.Member] {
    fileprivate var asObject: JSONObject { JSONObject(self) }
}
