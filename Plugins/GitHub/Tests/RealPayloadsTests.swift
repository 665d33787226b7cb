import Foundation
import Hark
import HarkEvents
import HarkTesting
import XCTest

@testable import GitHubPlugin

/// Payloads that GitHub really sent, in `shared/fixtures` (`Fixture.shared`); the tests are skipped without that
/// folder.
final class RealPayloadsTests: XCTestCase {
    /// Payloads that say the same as another one.
    private let quiet: Set = ["release.prereleased.json"]

    func testNotification_isOneCleanLineThatLacksNothing_forEveryPayload() throws {
        for payload in try Fixture.all(in: folder()) where !quiet.contains(payload.name) {
            let line = try XCTUnwrap(try webhookEvent(payload.event, payload.payload).notification, payload.name)

            XCTAssertEqual(line.missingFieldCount, 0, line.text)
            XCTAssertLessThanOrEqual(line.text.utf8.count, EventNotification.limit, payload.name)
            XCTAssertFalse(line.text.unicodeScalars.contains { $0.properties.generalCategory == .control }, line.text)
            XCTAssertTrue(["Hello-World", "octo-repo", "pika-pack"].contains { line.text.contains($0) }, line.text)
        }
    }

    func testLine_isNil_forEveryQuietPayload() throws {
        for payload in try Fixture.all(in: folder()) where quiet.contains(payload.name) {
            XCTAssertTrue(GitHub.provider.events.names.contains(payload.event), payload.event)
            XCTAssertNil(try webhookEvent(payload.event, payload.payload).notification, payload.name)
        }
    }

    func testEveryPayload_isAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(GitHub.self, in: folder(), atMost: 60)
    }

    /// The folder `shared/fixtures/github` beside the checkout, or beside a folder that holds it.
    private func folder() throws -> String {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path().count > 1 {
            folder.deleteLastPathComponent()
            let fixtures = folder.appending(path: "shared/fixtures/github")
            if FileManager.default.fileExists(atPath: fixtures.path()) { return fixtures.path() }
        }
        throw XCTSkip("There is no folder of real payloads.")
    }
}
