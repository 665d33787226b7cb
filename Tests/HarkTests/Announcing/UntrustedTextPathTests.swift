import Hark
import XCTest

final class StringPathTests: XCTestCase {
    func testEncodedPath_keepsSlashesAndEscapesTheRest() {
        XCTAssertEqual("fix/#12".percentEncodedPath, "fix/%2312")
        XCTAssertEqual("grün?".percentEncodedPath, "gr%C3%BCn%3F")
        XCTAssertEqual("a%2Fb c".percentEncodedPath, "a%252Fb%20c")
        XCTAssertEqual("release-1.0_x~y".percentEncodedPath, "release-1.0_x~y")
    }

    func testDecoded_isTheText() {
        XCTAssertEqual("feature%2Fx".percentDecoded, "feature/x")
        XCTAssertEqual("my%20folder".percentDecoded, "my folder")
        XCTAssertEqual("plain".percentDecoded, "plain")
    }

    func testDecoded_isTheTextItself_whenItsEscapesAreNone() {
        for text in ["100%", "%zz", "%ff", "%00"] { XCTAssertEqual(text.percentDecoded, text) }
    }
}
