import TestSupport
import XCTest

@testable import Hark

final class SecretTextTests: XCTestCase {
    func testContent_isTheValuesInTheirOrder_whateverSeparatesThem() throws {
        let texts = [
            "new,old", "new\nold", "new\r\nold", " new ,\told\t", "new,old,new", ",new,,old,", "new\n\n,\nold\n",
        ]

        for text in texts {
            XCTAssertEqual(try SecretRing.Content(settingText: text), .values(["new", "old"]), text.debugDescription)
        }
    }

    func testContent_keepsAnEscapedComma_andEveryOtherBackslash() throws {
        let texts = [
            #"a\,b"#: ["a,b"], #"a\,b,c"#: ["a,b", "c"], #"a\b"#: [#"a\b"#], #"a\"#: [#"a\"#], #"\,"#: [","],
            "a\\\nb": [#"a\"#, "b"], #"a\\"#: [#"a\\"#],
        ]

        for (text, values) in texts {
            XCTAssertEqual(try SecretRing.Content(settingText: text), .values(values), text)
        }
    }

    func testContent_isUnsigned_forThatWordAlone() throws {
        for text in ["unsigned", " unsigned\n", "unsigned,unsigned,"] {
            XCTAssertEqual(try SecretRing.Content(settingText: text), .unsigned, text)
        }
        for text in ["Unsigned", "unsigned!"] {
            XCTAssertEqual(try SecretRing.Content(settingText: text), .values([text]), text)
        }
    }

    func testContent_isRefused_whenItMixesUnsignedWithSecrets_orHasNoneOrALongOne() {
        let texts = [
            "unsigned,secret": "“unsigned” or a list of secrets",
            "secret\nunsigned": "“unsigned” or a list of secrets",
            "": "a secret of at least one character",
            " , \n,": "a secret of at least one character",
            String(repeating: "x", count: 16_385): "a secret of at most 16 KiB",
        ]

        for (text, expected) in texts {
            XCTAssertThrowsError(try SecretRing.Content(settingText: text)) {
                XCTAssertEqual($0 as? SettingMismatch, SettingMismatch(expected: expected))
            }
        }
    }

    func testContent_isRefused_whenItHasANUL() {
        XCTAssertThrowsError(try SecretRing.Content(settingText: "a\u{0}b")) {
            XCTAssertEqual($0 as? SettingMismatch, SettingMismatch(expected: "a secret without NUL characters"))
        }
    }

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

        let timer = ProcessorTimer()
        _ = try? SecretRing.Content(settingText: text)

        XCTAssertLessThan(timer.elapsed, .seconds(1))
    }
}
