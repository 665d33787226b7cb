import HarkXML
import XCTest

final class XMLStreamParserTests: XCTestCase {
    private static let header = "<?xml version='1.0'?><s:stream xmlns='a' xmlns:s='b' id='x'>"

    /// What comes of a text that arrives in pieces of so many bytes.
    private func events(
        _ text: String, by size: Int = .max, limits: XMLStreamParser.Limits = .init()
    ) throws -> [XMLStreamParser.Event] {
        let parser = try XMLStreamParser(limits: limits)
        var (rest, events) = (Array(text.utf8)[...], [XMLStreamParser.Event]())
        while !rest.isEmpty {
            events += try parser.parse(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return events
    }

    private func error(_ text: String, limits: XMLStreamParser.Limits = .init()) -> XMLStreamError? {
        do {
            _ = try events(text, limits: limits)
            return nil
        } catch {
            return error as? XMLStreamError
        }
    }

    func testChildrenOfTheRoot_comeAsTrees_howeverTheyArrive() throws {
        let text = "\(Self.header)<m to='é'>a<b xmlns='c' k='1'>&lt;&amp;é</b>z</m> \n<s:f/></s:stream>"
        let expected: [XMLStreamParser.Event] = [
            .opened(XMLElement("stream", in: "b", ["id": "x"])),
            .element(
                XMLElement(
                    "m", in: "a", ["to": "é"], text: "az",
                    children: [XMLElement("b", in: "c", ["k": "1"], text: "<&é")])),
            .element(XMLElement("f", in: "b")),
            .closed,
        ]

        for size in [1, 2, 3, 7, .max] { XCTAssertEqual(try events(text, by: size), expected, "by \(size)") }
    }

    func testForbiddenThings_endTheStream() {
        XCTAssertEqual(
            error("<!DOCTYPE s [<!ENTITY a 'b'>]><s/>"), .forbidden(what: "document type"))
        XCTAssertEqual(error("\(Self.header)<m><!-- --></m>"), .forbidden(what: "comment"))
        XCTAssertEqual(error("\(Self.header)<?php ?>"), .forbidden(what: "processing instruction"))
        for text in ["<m>&nbsp;</m>", "<m>&#0;</m>", "<m></n>", "<m a='1' a='2'/>", "<u:m/>"] {
            guard case .malformed? = error(Self.header + text) else {
                XCTFail("\(text) is taken")
                continue
            }
        }
    }

    func testMarksInARow_areBounded_thoughChildrenStandBetweenThem() throws {
        let marks = String(repeating: "\u{301}\u{323}", count: 15)
        let pieces = String(repeating: "\(marks)<x/>", count: 20)

        let read = try events("\(Self.header)<m>e\(pieces)z</m>")

        guard case .element(let element)? = read.last else { return XCTFail("\(read.count) events") }
        XCTAssertEqual(element.children.count, 20)
        XCTAssertEqual(element.text.unicodeScalars.count, 32)
    }

    func testBytesThatAreNoUTF8_endTheStream() throws {
        let parser = try XMLStreamParser()
        _ = try parser.parse(Array(Self.header.utf8))

        XCTAssertThrowsError(try parser.parse([0x3c, 0x6d, 0x3e, 0xff, 0xfe]))
        XCTAssertThrowsError(try parser.parse(Array("<m/>".utf8)))
    }

    func testLimits_hold() {
        var limits = XMLStreamParser.Limits()
        limits.bytes = 1000
        limits.depth = 5
        limits.elements = 20
        limits.names = 2000

        let isTooLarge = { (text: String) in
            if case .tooLarge? = self.error(Self.header + text, limits: limits) { true } else { false }
        }

        XCTAssertTrue(isTooLarge("<m>\(String(repeating: "x", count: 1100))"))
        XCTAssertTrue(isTooLarge(String(repeating: "<m>", count: 6)))
        XCTAssertTrue(isTooLarge("<m>\(String(repeating: "<n/>", count: 30))"))
        XCTAssertTrue(
            isTooLarge("<m xmlns='\(String(repeating: "n", count: 400))'>\(String(repeating: "<n/>", count: 8))</m>"))
        XCTAssertFalse(isTooLarge(String(repeating: "<m>\(String(repeating: "x", count: 50))</m>", count: 15)))
    }

    func testLimits_areThoseOfOneChild() throws {
        var limits = XMLStreamParser.Limits()
        limits.bytes = 100
        let text = Self.header + String(repeating: "<m>hello</m>   ", count: 500)

        XCTAssertEqual(try events(text, by: 64, limits: limits).count, 501)
    }

    func testTrailingBytes_areThoseBehindTheLastElement() throws {
        let parser = try XMLStreamParser()
        _ = try parser.parse(Array("\(Self.header)<proceed/>".utf8))
        XCTAssertEqual(parser.trailingBytes, 0)

        _ = try parser.parse(Array("<m></m><n".utf8))
        XCTAssertEqual(parser.trailingBytes, 2)
    }

    func testSerializing_leavesNothingThatCouldBeMarkup() throws {
        let element = XMLElement(
            "m", in: "a", ["to": "'\"<&>", "none": nil], text: "]]>\u{0}\u{b}\u{fffe}a\r\n\tb",
            children: [XMLElement("b", in: "c'")])

        XCTAssertEqual(
            element.serialized(in: "a"),
            "<m to='&apos;&quot;&lt;&amp;&gt;'>]]&gt;a&#13;\n\tb<b xmlns='c&apos;'/></m>")
        let read = try events("<r xmlns='a'>\(element.serialized(in: "a"))")
        guard case .element(let again)? = read.last else { return XCTFail("\(read)") }
        XCTAssertEqual(again.text, "]]>a\r\n\tb")
        XCTAssertEqual(again["to"], "'\"<&>")
    }
}
