import HTTPTypes
import HarkHTTP
import XCTest

final class RouterConflictsTests: XCTestCase {
    func testConflicts_areIdentical_whenOnlyNamesDiffer() throws {
        let router = try Router("/a/<x>/<int(min=1):n>", "/a/<y>/<int(min=1):m>", "/a/<x>")

        let conflicts = router.conflicts

        XCTAssertEqual(conflicts.map(\.first), ["/a/<x>/<int(min=1):n>"])
        XCTAssertEqual(conflicts.map(\.second), ["/a/<y>/<int(min=1):m>"])
        XCTAssertEqual(conflicts.map(\.kind), [.identical])
    }

    func testConflicts_areAmbiguous_whenOnlyTheOrderDecides() throws {
        let pairs = [
            ("/<uuid:a>", "/<string:b>"),
            ("/<any(a, b):a>", "/<string(length=1):b>"),
            ("/<any(a, b):a>", "/<any(b, c):b>"),
            ("/<int(min=1):a>", "/<int(max=0):b>"),
            ("/<int:a>", "/<int(signed=True):b>"),
            ("/<uuid:a>/x", "/<b>/<c>"),
            ("/<uuid:a>", "/<b>/"),
            ("/a<x>", "/<x>a"),
            ("/<string(maxlength=3):a>-<b>", "/<a>-<string(minlength=2):b>"),
            ("/<path:a>", "/<path:b>/"),
            ("/<path:a>ab/c", "/<path:a>/ab/c"),
            ("/<string(length=1):a>/<path:b>/c", "/<any(x):a>/b/c"),
        ]
        for (first, second) in pairs {
            let conflicts = try Router(first, second).conflicts

            XCTAssertEqual(conflicts.map(\.first), [first], second)
            XCTAssertEqual(conflicts.map(\.second), [second], first)
            XCTAssertEqual(conflicts.map(\.kind), [.ambiguous], "\(first) \(second)")
        }
    }

    func testConflicts_areNone_whenWeightsOrTextsTellRulesApart() throws {
        let pairs = [
            ("/a", "/<x>"), ("/a", "/a/"), ("/<int:a>", "/<float:a>"), ("/<int:a>", "/<b>"), ("/<x>", "/<path:x>"),
            ("/a<x>", "/b<x>"), ("/<x>a", "/<x>b"), ("/<any(a, b):a>", "/<any(c, d):b>"),
            ("/<string(length=1):a>", "/<string(length=2):b>"), ("/<uuid:a>/x", "/<b>/y"),
            ("/<uuid:a>/x", "/<b>/x/y"), ("/<uuid:a>", "/<any(a):b>"), ("/<path:a>/c", "/<path:b>/d/"),
        ]
        for (first, second) in pairs {
            let conflicts = try Router(first, second).conflicts

            XCTAssertEqual(conflicts.map(\.second), [], "\(first) \(second)")
        }
    }

    func testConflicts_areNone_whenNoMethodIsShared() throws {
        let router = try Router([("/a", [.get]), ("/a", [.post]), ("/<uuid:b>", [.get]), ("/<c>", [.post])])

        XCTAssertEqual(router.conflicts.count, 0)
    }

    func testConflicts_countARuleForAnyMethod_withEveryOther() throws {
        let router = try Router([("/a", []), ("/a", [.post]), ("/a", [.get])])

        XCTAssertEqual(router.conflicts.count, 2)
    }
}
