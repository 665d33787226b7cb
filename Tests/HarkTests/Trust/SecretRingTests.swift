import Hark
import XCTest

final class SecretRingTests: XCTestCase {
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
            "unsigned,secret": "either secrets or “unsigned” alone",
            "secret\nunsigned": "either secrets or “unsigned” alone",
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

    func testSecret_matchesEveryValue_andNothingElse() {
        let secret = Secret(SecretRing(.values(["new", "old"])))

        XCTAssertEqual(["new", "old", "ne", "", "new,old"].map(secret.matches), [true, true, false, false, false])
        XCTAssertEqual(secret.reveal(), "new")
        XCTAssertFalse(Secret("").matches(""))
    }

    func testContents_areEqual_whenTheirBytesAre() {
        let composed = SecretRing.Content.values(["\u{e9}"])
        let decomposed = SecretRing.Content.values(["e\u{301}"])

        XCTAssertEqual(composed, composed)
        XCTAssertNotEqual(composed, decomposed)
        XCTAssertNotEqual(composed, .unset)
        XCTAssertNotEqual(SecretRing.Content.unset, .unsigned)
    }

    func testContent_isRefused_whenItHasANUL() {
        XCTAssertThrowsError(try SecretRing.Content(settingText: "a\u{0}b")) {
            XCTAssertEqual($0 as? SettingMismatch, SettingMismatch(expected: "a secret without NUL characters"))
        }
    }

    func testSecret_matchesNothing_whileThereIsNone() {
        for content in [SecretRing.Content.unset, .unsigned] {
            let secret = Secret(SecretRing(content))

            XCTAssertEqual(["", "unsigned"].map(secret.matches), [false, false])
            XCTAssertEqual(secret.reveal(), "")
        }
    }

    func testSecret_isNotSeen_howeverItIsPrinted() {
        let secret = Secret(SecretRing(.values(["hunter2", "hunter1"])))
        var dumped = ""
        dump([secret], to: &dumped)

        let texts = ["\(secret)", String(reflecting: secret), "\([secret])", dumped, "\(Optional(secret) as Any)"]

        XCTAssertEqual(texts.filter { $0.contains("hunter") }, [])
    }
}
