import AlertmanagerPlugin
import HarkTesting
import XCTest

final class AlertmanagerTests: XCTestCase {
    func testManifest_hasNoFaults() {
        checkManifest(Alertmanager.self)
    }

    func testEveryEvent_hasAFixtureThatIsTold() async throws {
        try await checkEvents(Alertmanager.self)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(Alertmanager.self)
    }

    func testFixtures_areAccepted_whateverFieldIsMissingOrNull() async throws {
        try await checkTolerance(Alertmanager.self)
    }
}
