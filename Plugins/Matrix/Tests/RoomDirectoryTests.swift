import HarkClient
import HarkEvents
import HarkTesting
import XCTest

@testable import MatrixPlugin

final class RoomDirectoryTests: XCTestCase {
    private let server = FakeHomeserver()
    private let cache = RoomCache()
    private let clock = TestClock(at: TestBot.newYear2026)

    private func directory() throws -> RoomDirectory {
        let address = try HomeserverAddress(settingText: "https://matrix.example/")
        let session = MatrixSession(address, .token(Secret("syt_1")), HTTPClient(server.http))
        return RoomDirectory(api: MatrixAPI(session: session), cache: cache, clock: clock.reading)
    }

    func testAlias_isLookedUpAgain_someTimeAfterItFailed() async throws {
        server.on("GET directory", .failure(.timedOut), .json(["room_id": "!far"]))
        cache.update("!far") { $0.claimedAlias = "#x:blackhole.example" }
        let directory = try directory()

        var names: [String] = []
        for alias in ["#x:blackhole.example", "#y:blackhole.example"] {
            cache.update("!far") { $0.claimedAlias = alias }
            names.append(await directory.name(of: "!far"))
        }
        clock.advance(by: .seconds(601))
        names.append(await directory.name(of: "!far"))

        XCTAssertEqual(names, ["!far", "!far", "#y:blackhole.example"])
        XCTAssertEqual(server.requests.count, 2)
    }

    func testRoom_losesItsName_whenTheAliasLeadsElsewhere() async throws {
        server.on("GET directory", .json(["room_id": "!old"]), .json(["room_id": "!new"]))
        let directory = try directory()
        _ = try await directory.identifier(of: "#ops:example.org")
        cache.update("!new") { $0.claimedAlias = "#ops:example.org" }

        let names = [await directory.name(of: "!new"), await directory.name(of: "!old")]

        XCTAssertEqual(names, ["#ops:example.org", "!old"])
    }
}
