import GitHubPlugin
import HarkTesting
import XCTest

final class GitHubTests: XCTestCase {
    func testManifest_hasNoFaults() {
        checkManifest(GitHub.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(GitHub.self)
    }

    func testPush_isToldInTheRoomsOfItsSetting() async throws {
        let push = "ada pushed 2 commits to main: Check the valves twice (+1 more)"
        let line = "[acme/rocket] \(push) https://github.com/acme/rocket/compare/0000000...5f2c81d"

        try await assertAnnounces(
            GitHub.self, "push.json", "[#code] \(line)", "[#ops] \(line)",
            environment: ["HARK_GITHUB_ROOM": "#code, #ops"])
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(GitHub.self)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(GitHub.self)
    }
}
