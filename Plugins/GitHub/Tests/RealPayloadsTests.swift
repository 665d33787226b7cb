import Foundation
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
            let value = try JSONSerialization.jsonObject(with: Data(payload.json))
            let paths = fieldPaths(in: value).filter { !requiredFields.contains($0.joined(separator: ".")) }
            for path in paths.shuffled(using: &random).prefix(150) {
                for replacement in [nil, NSNull()] {
                    let mutilated = replacing(path[...], in: value, with: replacement)
                    let json = Array(try JSONSerialization.data(withJSONObject: mutilated))

                    XCTAssertNoThrow(
                        try Occurrence(name: payload.event, json: json),
                        "\(payload.name) without \(path.joined(separator: "."))"
                    )
                }
            }
        }
    }
}

/// What the events cannot be told without.
private let requiredFields: Set = [
    "check_run", "comment", "deployment_status", "discussion", "discussion.number", "issue", "issue.number",
    "pull_request", "pull_request.number", "ref", "release", "release.tag_name", "review", "workflow_run",
]

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

/// The path of every field of every object, elements of arrays by their index.
private func fieldPaths(in value: Any, below path: [String] = []) -> [[String]] {
    switch value {
    case let object as [String: Any]:
        object.sorted { $0.key < $1.key }
            .flatMap { key, value in [path + [key]] + fieldPaths(in: value, below: path + [key]) }
    case let array as [Any]:
        array.enumerated().flatMap { index, value in fieldPaths(in: value, below: path + ["\(index)"]) }
    default: []
    }
}

/// The value with the field at `path` replaced, or removed.
private func replacing(_ path: ArraySlice<String>, in value: Any, with replacement: Any?) -> Any {
    guard let key = path.first else { return value }
    if var object = value as? [String: Any], let child = object[key] {
        object[key] = path.count == 1 ? replacement : replacing(path.dropFirst(), in: child, with: replacement)
        return object
    }
    if var array = value as? [Any], let index = Int(key), array.indices.contains(index) {
        array[index] = replacing(path.dropFirst(), in: array[index], with: replacement)
        return array
    }
    return value
}

/// A generator that gives the same numbers each time (Steele, Lea, Flood: Fast splittable pseudorandom number generators).
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }
}
