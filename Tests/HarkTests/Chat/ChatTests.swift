import Hark
import Synchronization
import XCTest

final class ChatTests: XCTestCase {
    private final class Network: ChatBackend {
        struct Down: Error, Equatable { let room: Room }

        let said = Mutex<[Room]>([])
        let texts = Mutex<[String]>([])
        let unreachable: Set<Room>

        init(unreachable: Set<Room> = []) { self.unreachable = unreachable }

        func send(_ message: Message, to room: Room) async throws {
            if unreachable.contains(room) { throw Down(room: room) }
            said.withLock { $0.append(room) }
            texts.withLock { $0.append(message.text) }
        }
        func run(onMessage: @escaping OnMessage) async throws {}
    }

    func testSend_takesATextThatIsNoLiteral() async throws {
        let network = Network()
        let text = ["api", "is", "live"].joined(separator: " ")

        try await Chat(network, rooms: []).send(text, to: "#ops")

        XCTAssertEqual(network.texts.withLock { $0 }, ["api is live"])
    }

    func testSend_cutsAMessage_beforeANetworkSeesIt() async throws {
        let network = Network()
        let long = String(repeating: "é", count: Message.limit)
        let marks = "a" + String(repeating: "\u{301}", count: 100_000)

        try await Chat(network, rooms: []).send(long, to: "#ops")
        try await Chat(network, rooms: []).send(marks, to: "#ops")

        let texts = network.texts.withLock { $0 }
        XCTAssertEqual(texts.map(\.utf8.count).max(), Message.limit - 1)
        XCTAssertTrue(texts[0].hasSuffix("é…"))
        XCTAssertLessThan(texts[1].unicodeScalars.count, 40)
    }

    func testAnnounce_reachesEveryRoom() async throws {
        let network = Network()

        try await Chat(network, rooms: ["#a", "#b"]).announce("hi")

        XCTAssertEqual(network.said.withLock { $0 }, ["#a", "#b"])
    }

    func testAnnounce_triesEveryRoom_beforeItThrowsTheFirstFailure() async {
        let network = Network(unreachable: ["#a", "#c"])

        do {
            try await Chat(network, rooms: ["#general"]).announce("hi", in: ["#a", "#b", "#c"])
            XCTFail("it reached everyone")
        } catch {
            XCTAssertEqual(error as? Network.Down, Network.Down(room: "#a"))
        }
        XCTAssertEqual(network.said.withLock { $0 }, ["#b"])
    }
}
