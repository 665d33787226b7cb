import HarkXML
import XCTest

final class XMLDocumentTests: XCTestCase {
    func testDocument_isATree_withoutCommentsAndInstructions() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet href="a.xsl"?>
            <!-- a feed --><rss version="2.0"><channel><title>Tea<!-- hot --> time</title></channel></rss>

            """

        let root = try XMLElement(document: Array(text.utf8))

        let title = XMLElement("title", in: "", text: "Tea time")
        XCTAssertEqual(
            root,
            XMLElement("rss", in: "", ["version": "2.0"], children: [XMLElement("channel", in: "", children: [title])]))
        XCTAssertEqual(root.wholeText, "Tea time")
    }

    func testWholeText_takesLinearTime() {
        let clock = ContinuousClock()
        let word = String(repeating: "tea ", count: 25)
        let children = [XMLElement](repeating: XMLElement("b", in: "", text: word), count: 300_000)
        let root = XMLElement("a", in: "", children: children)

        let start = clock.now
        let text = root.wholeText
        let duration = start.duration(to: clock.now)

        // In quadratic time, 4 TB would be copied.
        XCTAssertEqual(text.utf8.count, 30_000_000)
        XCTAssertLessThan(duration, .seconds(60))
    }

    func testDocument_isReadInTheEncodingThatItDeclares() throws {
        let text = Array("<?xml version='1.0' encoding='ISO-8859-1'?><a><b>".utf8) + [0xe9] + Array("</b></a>".utf8)

        let root = try XMLElement(document: text)

        XCTAssertEqual(root.children.first?.text, "é")
    }

    func testDocument_isRefused_whenItIsNotComplete() {
        for text in ["", "<a><b></b>", "<a", "hello"] {
            XCTAssertThrowsError(try XMLElement(document: Array(text.utf8)), text)
        }
    }

    func testDocument_isRefused_whenItDefinesEntities() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'boom'><!ENTITY c '&b;&b;&b;'>]><a><b>&c;</b></a>"

        XCTAssertThrowsError(try XMLElement(document: Array(bomb.utf8))) { error in
            XCTAssertEqual(error as? XMLStreamError, .forbidden(what: "document type"))
        }
    }

    func testDocument_isRefused_whenAChildOfItsRootIsTooLarge() {
        var limits = XMLStreamParser.Limits()
        limits.elements = 10
        let text = "<a><b>\(String(repeating: "<c/>", count: 20))</b></a>"

        XCTAssertThrowsError(try XMLElement(document: Array(text.utf8), limits: limits))
    }
}
