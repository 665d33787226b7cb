import XCTest

@testable import HarkHost

final class PreviewTests: XCTestCase {
    func testPreview_isTheText_whenItFits() async {
        let text = await Response.text("aé").body.preview(limit: 3)

        XCTAssertEqual(text, "aé")
    }

    func testPreview_isCutBeforeACharacterThatDoesNotFit() async {
        let bodies = ["aaé", "aa€", "aa😀", "aaab"].map { Response.text($0).body }

        var previews: [String] = []
        for body in bodies { previews.append(await body.preview(limit: 3)) }

        XCTAssertEqual(previews, ["aa… (cut)", "aa… (cut)", "aa… (cut)", "aaa… (cut)"])
    }

    func testPreview_countsBytes_thatAreNoText() async {
        let bodies: [[UInt8]] = [[0xff], [0xff, 0xff, 0xff, 0xff]]

        var previews: [String] = []
        for bytes in bodies {
            previews.append(await Response.Body.bytes(bytes).preview(limit: 3))
        }

        XCTAssertEqual(previews, ["(1 bytes that are not text)", "(more than 3 bytes that are not text)"])
    }
}
