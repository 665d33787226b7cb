import HarkEvents
import XCTest

final class UntrustedTextPathTests: XCTestCase {
    func testEncodedPath_keepsSlashesAndEscapesTheRest() {
        XCTAssertEqual(UntrustedText("fix/#12").percentEncodedPath, "fix/%2312")
        XCTAssertEqual(UntrustedText("grün?").percentEncodedPath, "gr%C3%BCn%3F")
        XCTAssertEqual(UntrustedText("a%2Fb c").percentEncodedPath, "a%252Fb%20c")
        XCTAssertEqual(UntrustedText("release-1.0_x~y").percentEncodedPath, "release-1.0_x~y")
    }

    func testDecoded_isTheText() {
        XCTAssertEqual(UntrustedText("feature%2Fx").percentDecoded, "feature/x")
        XCTAssertEqual(UntrustedText("my%20folder").percentDecoded, "my folder")
        XCTAssertEqual(UntrustedText("plain").percentDecoded, "plain")
    }

    func testDecoded_isTheTextItself_whenItsEscapesAreNone() {
        for text in ["100%", "%zz", "%ff", "%00"] { XCTAssertEqual(UntrustedText(text).percentDecoded.verbatim, text) }
    }
}
