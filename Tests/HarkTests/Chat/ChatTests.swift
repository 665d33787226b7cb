import Hark
import Synchronization
import XCTest

final class ChatTests: XCTestCase {
    private final class Network: ChatBackend {
        struct Down: Error, Equatable { let room: Room }

        let said = Mutex<[Room]>([])
        let unreachable: Set<Room>

        init(unreachable: Set<Room> = []) { self.unreachable = unreachable }

        func send(_ message: Message, to room: Room) async throws {
            if unreachable.contains(room) { throw Down(room: room) }
            said.withLock { $0.append(room) }
        }
        func run(hear: @escaping Hear) async throws {}
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
