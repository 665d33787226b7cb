import XCTest

@testable import Hark

final class SecretTextTests: XCTestCase {
    func testSecrets_areKeptApart_whenOnlyTheirBytesDiffer() throws {
        let content = try SecretRing.Content(settingText: "caf\u{E9},cafe\u{301}")

        guard case .values(let values) = content else { return XCTFail("\(content)") }
        XCTAssertEqual(values.map { Array($0.utf8) }, ["caf\u{E9}", "cafe\u{301}"].map { Array($0.utf8) })
    }

    func testComma_separates_whenACombiningMarkFollowsIt() throws {
        XCTAssertEqual(try SecretRing.Content(settingText: "one,\u{301}two"), .values(["one", "\u{301}two"]))
    }

    func testLineBreaks_separate_whateverTheyAreMadeOf() throws {
        XCTAssertEqual(try SecretRing.Content(settingText: "a\r\nb\n c \\,\\d\\\r\n"), .values(["a", "b", "c ,\\d\\"]))
    }

    func testText_takesLittleTime_whenItIsAnEndlessRunOfMarks() {
        let text = String(repeating: "\u{301}\u{316}", count: 100_000)

        let elapsed = ContinuousClock().measure { _ = try? SecretRing.Content(settingText: text) }

        XCTAssertLessThan(elapsed, .seconds(1))
    }
}
