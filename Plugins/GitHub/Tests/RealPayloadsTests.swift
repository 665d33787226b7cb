import Foundation
import Hark
import XCTest

@testable import GitHubPlugin

/// Payloads that GitHub really sent; the tests are skipped where there are none.
final class RealPayloadsTests: XCTestCase {
    /// Payloads of told events whose action is not worth a line.
    private let quiet: Set = [
        "check_run.created", "issue_comment.deleted", "issues.labeled", "pull_request.labeled",
        "pull_request.synchronize",
        "release.prereleased",
    ]

    func testLine_isOneTameLine_forEveryEventThatIsTold() throws {
        for payload in try realPayloads() where eventTypes[payload.event] != nil && !quiet.contains(payload.name) {
            let line = try Occurrence(name: payload.event, json: payload.json).event.line?.text

            let text = try XCTUnwrap(line, payload.name)
            XCTAssertLessThanOrEqual(text.utf8.count, Line.limit, payload.name)
            XCTAssertFalse(text.unicodeScalars.contains { $0.properties.generalCategory == .control }, payload.name)
            XCTAssertTrue(text.contains("Hello-World") || text.contains("octo-repo"), text)
        }
    }

    func testLine_isNil_forEveryOtherEvent() throws {
        for payload in try realPayloads() where eventTypes[payload.event] == nil || quiet.contains(payload.name) {
            let line = try Occurrence(name: payload.event, json: payload.json).event.line

            XCTAssertNil(line, payload.name)
        }
    }

    func testEveryEventThatIsTold_decodes_whateverFieldIsMissingOrNull() throws {
        var random = SplitMix(seed: 1)
        for payload in try realPayloads() where eventTypes[payload.event] != nil {
            for mutilated in try Mutilated.all(of: payload.json).shuffled(using: &random).prefix(40) {
                XCTAssertNoThrow(try Occurrence(name: payload.event, json: mutilated.json()), mutilated.description)
            }
        }
    }
}

private struct RealPayload {
    /// The file's name without its ending: the event, and what it is an example of.
    let name: String
    let json: [UInt8]

    var event: String { name.split(separator: ".").first.map(String.init) ?? "" }
}

/// The payloads in `shared/fixtures/github` beside the checkout, or beside a folder that holds it.
private func realPayloads() throws -> [RealPayload] {
    var folder = URL(filePath: #filePath).deletingLastPathComponent()
    while folder.path().count > 1 {
        folder.deleteLastPathComponent()
        let fixtures = folder.appending(path: "shared/fixtures/github")
        guard let files = try? FileManager.default.contentsOfDirectory(at: fixtures, includingPropertiesForKeys: nil)
        else { continue }
        return try files.filter { $0.pathExtension == "json" }
            .map {
                RealPayload(name: $0.deletingPathExtension().lastPathComponent, json: Array(try Data(contentsOf: $0)))
            }
    }
    throw XCTSkip("There is no folder of real payloads.")
}
