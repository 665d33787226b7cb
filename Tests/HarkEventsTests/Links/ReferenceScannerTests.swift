import XCTest

@testable import HarkEvents

final class ReferenceScannerTests: XCTestCase {
    private func references(
        _ text: String, _ forms: Set<Reference.Form> = [.issue, .mergeRequest, .key], depth: ClosedRange<Int> = 2...2
    ) -> [String] {
        ReferenceScanner(forms: forms, depth: depth).references(in: text, project: "acme/rocket").map(\.description)
    }

    func testReference_isFound_inASentence() {
        XCTAssertEqual(references("see #12, acme/pump#7 and TEA-7."), ["acme/rocket#12", "acme/pump#7", "TEA-7"])
        XCTAssertEqual(references("(#12) “#13” *#14*"), ["acme/rocket#12", "acme/rocket#13", "acme/rocket#14"])
        XCTAssertEqual(
            references("is !55 merged? #8!!! a.b/c_d-e!9:"), ["acme/rocket!55", "acme/rocket#8", "a.b/c_d-e!9"])
        XCTAssertEqual(references("修正。#12、TEA-7’s"), ["acme/rocket#12", "TEA-7"])
    }

    func testReference_isFoundOnce_andThreeOfAMessage() {
        XCTAssertEqual(references("#1 #1 acme/rocket#1 #2"), ["acme/rocket#1", "acme/rocket#2"])
        XCTAssertEqual(references("#1 #2 #3 #4").count, 3)
    }

    func testReference_isNotFound_whereItIsPartOfSomethingElse() {
        let texts = [
            "#12abc", "a#12", "v1#12", "#", "#0", "#012", "#1234567890", "1.#12", "##12", "#12.5", "#ops", "tea-7",
            "T-7",
            "TEA-07", "TEA-7-fix", "feature/TEA-7", "ABCDEFGHIJK-1", "<#12>", "<#12|ops>", "x=#12", "&#39;", "a/b/c#1",
            "/b#1", "a/#1", "a//b#1", "../b#1", "a/..#1", "a/b c#x1", "ada@acme/rocket#1", "!", "a!1", "a/é#1",
        ]

        let found = texts.filter { !references($0).isEmpty }

        XCTAssertEqual(found, [])
    }

    func testReference_isNotFound_inCodeAndURLs() {
        let texts = [
            "`#12`", "``a ` #12``", "```\n#12\n```", "https://example.org/a/b#12", "[#12](https://example.org/)",
            "(see:https://example.org/#12)", "www.example.org/#12", "irc://irc.example.org/#12",
        ]

        let found = texts.filter { !references($0).isEmpty }

        XCTAssertEqual(found, [])
    }

    func testReference_isFound_besideCode() {
        XCTAssertEqual(references("`a` #12 `b`"), ["acme/rocket#12"])
        XCTAssertEqual(references("` #12"), ["acme/rocket#12"])
        XCTAssertEqual(references("`` #12 `"), ["acme/rocket#12"])
    }

    func testReference_isFound_onlyInItsForms() {
        XCTAssertEqual(references("#1 !2 TEA-3", [.issue]), ["acme/rocket#1"])
        XCTAssertEqual(references("#1 !2 TEA-3", [.key]), ["TEA-3"])
        XCTAssertEqual(references("a/b/c/d!2 a/b!3 a!4", [.mergeRequest], depth: 2...3), ["a/b!3"])
    }

    func testReference_isNotFound_withoutAProject() {
        let scanner = ReferenceScanner(forms: [.issue], depth: 2...2)

        XCTAssertEqual(scanner.references(in: "#1 a/b#2", project: nil).map(\.description), ["a/b#2"])
    }

    func testReference_isNotFound_whereTheTextIsCut() {
        let text = String(repeating: "a ", count: 510)

        XCTAssertEqual(references("\(text)#1"), ["acme/rocket#1"])
        XCTAssertEqual(references("\(text)#123456"), [])
        XCTAssertEqual(references(String(repeating: "é", count: 600) + "#1"), [])
        XCTAssertEqual(references("` #1 \(text)\(text)`"), [])
    }

    func testHostileText_givesAtMostThree_thatStandInIt() {
        let parts = ["#", "!", "-", "`", "``", "/", ".", "acme", "TEA", "0", "7", " ", "\n", "é", "“", "<", "://", "*"]
        let scanner = ReferenceScanner(forms: [.issue, .mergeRequest, .key], depth: 2...3)
        var state: UInt64 = 7

        for _ in 0..<2_000 {
            let text = (0..<60).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return parts[Int(state >> 33) % parts.count]
            }.joined()
            let found = scanner.references(in: text, project: nil)

            XCTAssertLessThanOrEqual(found.count, 3)
            XCTAssertTrue(found.allSatisfy { text.contains($0.description) }, text)
        }
    }
}
