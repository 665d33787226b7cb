import Hark
import XCTest

@testable import RelayPlugin

final class XMLReaderTests: XCTestCase {
    func testFields_areLeavesAndAttributes_byTheirLocalNames() throws {
        let text = """
            <?xml version="1.0"?>
            <!-- a device --><s:alarm xmlns:s="urn:x" host='web-1' level = "&lt;3&#33;">
              <s:name> disk &#233;&#xE9;<!-- not said --><![CDATA[ <full>]]> </s:name>
              <empty/><name>the second</name>p <b>bold</b> q
            </s:alarm>

            """

        let fields = try XMLReader.fields(of: text)

        let expected: JSONObject = [
            "host": "web-1", "level": "<3!", "name": "disk éé <full>", "empty": "", "b": "bold",
        ]
        XCTAssertEqual(fields.filter { $0.name != "alarm" }, Array(expected))
        XCTAssertTrue(fields["alarm"]?.stringValue?.hasPrefix("p ") == true)
    }

    func testFields_areRefused_whereTheTextIsNoSimpleXML() {
        let texts = [
            "", "hello", "<3 this", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a/>b", "<a b=c/>", "<a b='c'd='e'/>",
            "<a b='<'/>", "<a>&e;</a>", "<a>&;</a>", "<a>&#;</a>", "<a>&#xD800;</a>", "<a>AT&T</a>", "<a>&#+5;</a>",
            "<a><!-- </a>", "<a><![CDATA[</a>", "<!DOCTYPE x [<!ENTITY e 'boom'>]><a>&e;</a>",
            String(repeating: "<a>", count: 65) + String(repeating: "</a>", count: 65),
        ]

        for text in texts { XCTAssertThrowsError(try XMLReader.fields(of: text), text) }
    }
}
