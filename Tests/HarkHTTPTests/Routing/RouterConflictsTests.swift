import HTTPTypes
import HarkHTTP
import XCTest

final class RouterConflictsTests: XCTestCase {
    func testConflicts_pairRulesOfOneShape() throws {
        let pairs = [
            ("/a/<x>/<int(min=1):n>", "/a/<y>/<int(min=1):m>"), ("/<int(min=1):a>", "/<int(max=0):b>"),
            ("/a<x>-<uuid:y>", "/a<b>-<uuid:c>"), ("/<path:a>/", "/<path:b>/"),
        ]
        for (first, second) in pairs {
            let conflicts = try Router(first, "/a/<x>", second).conflicts

            XCTAssertEqual(conflicts.map(\.first), [first], second)
            XCTAssertEqual(conflicts.map(\.second), [second], first)
        }
    }

    func testConflicts_areNone_whenShapesDiffer() throws {
        let pairs = [
            ("/a", "/<x>"), ("/a", "/a/"), ("/<int:a>", "/<float:a>"), ("/<int:a>", "/<b>"), ("/<x>", "/<path:x>"),
            ("/a<x>", "/b<x>"), ("/<x>a", "/<x>b"), ("/<any(a, b):a>", "/<any(c, d):b>"),
            ("/<string(length=1):a>", "/<string(length=2):b>"), ("/<uuid:a>/x", "/<b>/y"), ("/<uuid:a>", "/<b>"),
        ]
        for (first, second) in pairs {
            XCTAssertEqual(try Router(first, second).conflicts.map(\.second), [], "\(first) \(second)")
        }
    }

    func testConflicts_areNone_whenNoMethodIsShared() throws {
        let router = try Router([("/a", [.get]), ("/a", [.post])])

        XCTAssertEqual(router.conflicts.count, 0)
    }

    func testConflicts_countARuleForAnyMethod_withEveryOther() throws {
        let router = try Router([("/a", []), ("/a", [.post]), ("/a", [.get])])

        XCTAssertEqual(router.conflicts.count, 2)
    }
}
