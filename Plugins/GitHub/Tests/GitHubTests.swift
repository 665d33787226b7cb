import GitHubPlugin
import HarkTesting
import XCTest

final class GitHubTests: XCTestCase {
    func testManifest_hasNoFaults() {
        checkManifest(GitHub.self)
    }

    func testEveryEvent_hasAFixtureThatIsTold() async throws {
        try await checkEvents(GitHub.self)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(GitHub.self)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(GitHub.self)
    }
}
