import HarkVerification
import XCTest

final class SecretRingTests: XCTestCase {
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
