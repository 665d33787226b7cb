import XCTest

@testable import HarkHost

final class PreviewTests: XCTestCase {
    func testPreview_isTheText_whenItFits() {
        let text = Response.text("aé").preview(limit: 3)

        XCTAssertEqual(text, "aé")
    }

    func testPreview_isCutBeforeACharacterThatDoesNotFit() {
        let responses = ["aaé", "aa€", "aa😀", "aaab"].map { Response.text($0) }

        let previews = responses.map { $0.preview(limit: 3) }

        XCTAssertEqual(previews, ["aa… (cut)", "aa… (cut)", "aa… (cut)", "aaa… (cut)"])
    }

    func testPreview_countsBytes_thatAreNoText() {
        let bodies: [[UInt8]] = [[0xff], [0xff, 0xff, 0xff, 0xff]]

        let previews = bodies.map { Response.bytes($0).preview(limit: 3) }

        XCTAssertEqual(previews, ["(1 bytes that are not text)", "(more than 3 bytes that are not text)"])
    }
}
