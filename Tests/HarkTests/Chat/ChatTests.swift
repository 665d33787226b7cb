import Hark
import Synchronization
import XCTest

final class ChatTests: XCTestCase {
    private final class Network: Sendable {
        let said = Mutex<[Room]>([])
        let texts = Mutex<[String]>([])
        let unreachable: Set<Room>

        init(unreachable: Set<Room> = []) { self.unreachable = unreachable }

        /// A chat of this network with these rooms for announcements.
        func chat(_ rooms: [Room] = []) -> Chat {
            Chat(rooms: rooms) { message, room throws(ChatError) in try self.send(message, to: room) }
        }

        private func send(_ message: Message, to room: Room) throws(ChatError) -> Receipt {
            if unreachable.contains(room) { throw ChatError(.transient, "\(room) is down.") }
            said.withLock { $0.append(room) }
            texts.withLock { $0.append(message.text.plain) }
            return .sent(nil)
        }
    }

    func testSend_takesATextThatIsNoLiteral() async throws {
        let network = Network()
        let text = ["api", "is", "live"].joined(separator: " ")

        try await network.chat().send(text, to: "#ops")

        XCTAssertEqual(network.texts.withLock { $0 }, ["api is live"])
    }

    func testSend_cutsAMessage_beforeANetworkSeesIt() async throws {
        let network = Network()
        let long = String(repeating: "é", count: Message.limit)
        let marks = "a" + String(repeating: "\u{301}", count: 100_000)

        try await network.chat().send(long, to: "#ops")
        try await network.chat().send(marks, to: "#ops")

        let texts = network.texts.withLock { $0 }
        XCTAssertEqual(texts.map(\.utf8.count).max(), Message.limit - 1)
        XCTAssertTrue(texts[0].hasSuffix("é…"))
        XCTAssertLessThan(texts[1].unicodeScalars.count, 40)
    }

    func testAnnounce_showsTheSeverityOfTheMessage_orOfTheOutcome() async throws {
        let shown = Mutex<[Severity?]>([])
        let chat = Chat(rooms: ["#ops"]) { message, _ in
            shown.withLock { $0.append(message.severity) }
            return .sent(nil)
        }
        var facts = NotificationFacts()
        facts.severity = .critical

        for outcome in [nil, .cancelled, .failure, NotificationOutcome.success] {
            facts.outcome = outcome
            try await chat.announce("tea", about: facts)
        }
        facts.severity = nil
        facts.outcome = .failure
        try await chat.announce("tea", about: facts)
        try await chat.announce(Message("tea", severity: .warning), about: facts)

        XCTAssertEqual(shown.withLock { $0 }, [nil, nil, .critical, .success, .error, .warning])
    }

    func testAnnounce_reachesEveryRoom() async throws {
        let network = Network()

        try await network.chat(["#a", "#b"]).announce("hi")

        XCTAssertEqual(network.said.withLock { $0 }, ["#a", "#b"])
    }

    func testAnnounce_triesEveryRoom_beforeItThrowsTheFirstFailure() async {
        let network = Network(unreachable: ["#a", "#c"])

        do {
            try await network.chat(["#general"]).announce("hi", in: ["#a", "#b", "#c"])
            XCTFail("it reached everyone")
        } catch {
            XCTAssertEqual(error, ChatError(.transient, "#a is down."))
        }
        XCTAssertEqual(network.said.withLock { $0 }, ["#b"])
    }
}
