import Foundation
import HTTPTypes
import HarkHTTP
import XCTest

/// Runs the expectations that Werkzeug 3.1.8 produced, when they lie beside the checkout.
final class RoutingCasesTests: XCTestCase {
    private struct File: Decodable {
        let groups: [Group]
    }

    private struct Group: Decodable {
        let id: String
        let rules: [Rule]
        let cases: [Case]
    }

    private struct Rule: Decodable {
        let rule: String
        let methods: [String]?
    }

    private struct Case: Decodable {
        let method: String
        let path: String
        let expect: Expectation
    }

    private struct Expectation: Decodable {
        let status: Int
        let rule: String?
        let location: String?
        let allow: [String]?
    }

    func testMatch_agreesWithWerkzeug_inAllGroups() throws {
        let file = try JSONDecoder().decode(File.self, from: try Data(contentsOf: try Self.url()))
        XCTAssertFalse(file.groups.isEmpty)

        for group in file.groups {
            let router = try Router(group.rules.map { ($0.rule, Set(($0.methods ?? []).compactMap { .init($0) })) })
            for item in group.cases {
                let path = try XCTUnwrap(item.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed))

                let outcome = router.outcome(path, HTTPRequest.Method(item.method) ?? .trace)

                Self.check(outcome, item.expect, "\(group.id) \(item.path)")
            }
        }
    }

    private static func check(_ outcome: RouterOutcome, _ expected: Expectation, _ label: String) {
        switch outcome {
        case .found(let rule, _):
            XCTAssertEqual(200, expected.status, label)
            XCTAssertEqual(rule, expected.rule, label)
        case .redirect(let path):
            XCTAssertEqual(308, expected.status, label)
            XCTAssertEqual(path, expected.location, label)
        case .methodNotAllowed(let methods):
            XCTAssertEqual(405, expected.status, label)
            XCTAssertEqual(methods.map(\.rawValue), expected.allow, label)
        case .notFound:
            XCTAssertEqual(404, expected.status, label)
        case .malformed:
            XCTFail("malformed: \(label)")
        }
    }

    /// The file in the folder `shared/reference` beside this checkout or beside a folder that holds it.
    private static func url() throws -> URL {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let url = folder.appendingPathComponent("shared/reference/routing-cases.json")
            if FileManager.default.fileExists(atPath: url.path) { return url }
        }
        throw XCTSkip("routing-cases.json is not beside this checkout")
    }
}
