import HarkEvents
import XCTest

@testable import FeedsPlugin

final class FeedTests: XCTestCase {
    private func entries(_ text: String) throws -> [[String?]] {
        try Feed(Array(text.utf8), from: "https://example.org/a/feed.xml").entries.map {
            [$0.title?.verbatim, $0.link?.verbatim]
        }
    }

    func testRSS_hasItsItems() throws {
        let text = """
            <?xml version="1.0"?><!-- made by hand -->
            <rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
            <channel><title>News</title><atom:link href="https://example.org/self" rel="self"/>
            <item><media:title>not this</media:title><title><![CDATA[A <i>b</i> &amp; c]]></title><link> b/1 </link></item>
            <item><guid>https://example.org/g</guid><description>&lt;p&gt;Only words&lt;/p&gt;</description></item>
            <item><guid isPermaLink="false">urn:1</guid><title>a &lt; b</title></item>
            <item><guid isPermaLink="false">urn:1</guid><title>the same again</title></item>
            </channel></rss>
            """

        XCTAssertEqual(
            try entries(text),
            [
                ["A b & c", "https://example.org/a/b/1"], [" Only words ", "https://example.org/g"], ["a < b", nil],
            ])
    }

    func testRDF_hasItsItems() throws {
        let text = """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
            <channel rdf:about="https://example.org/"><title>News</title></channel>
            <item rdf:about="https://example.org/1"><title>One</title><link>https://example.org/1</link></item></rdf:RDF>
            """

        let feed = try Feed(Array(text.utf8), from: "https://example.org/")

        XCTAssertEqual(feed.title, "News")
        XCTAssertEqual(try entries(text), [["One", "https://example.org/1"]])
    }

    func testAtom_hasItsEntries() throws {
        let text = """
            <feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://cdn.example.org/x/">
            <title type="html">The &lt;b&gt;news&lt;/b&gt;</title>
            <entry><id>urn:1</id><title>1 &lt; 2</title><link rel="self" href="s"/><link href="../1"/></entry>
            <entry xml:base="y/"><id>urn:2</id><title type="html">a &amp;amp; b</title><link href="2"/></entry>
            <entry><id>urn:3</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">in <em>div</em></div></title>
            <link rel="alternate" type="application/pdf" href="p"/><link type="text/html" href="/h"/></entry></feed>
            """

        let feed = try Feed(Array(text.utf8), from: "https://example.org/")

        XCTAssertEqual(feed.title, "The news")
        XCTAssertEqual(
            try entries(text),
            [
                ["1 < 2", "https://cdn.example.org/1"], ["a & b", "https://cdn.example.org/x/y/2"],
                ["in div", "https://cdn.example.org/h"],
            ])
    }

    func testDocument_isRefused_whenItIsNoFeed() {
        for text in ["", "<html><body/></html>", "<rss/>", "{}", "<!DOCTYPE rss><rss><channel/></rss>", "<feed>"] {
            XCTAssertThrowsError(try Feed(Array(text.utf8), from: "https://example.org/"), text)
        }
    }

    func testDocument_isRefusedWithAReason_whenItHasADocumentType() {
        let bomb = "<!DOCTYPE rss [<!ENTITY a 'boom'>]><rss><channel><title>&a;</title></channel></rss>"

        XCTAssertThrowsError(try Feed(Array(bomb.utf8), from: "https://example.org/")) { error in
            XCTAssertEqual(error as? FeedError, .unreadable("It has a document type, which is not read."))
        }
    }

    func testEntries_areBounded() throws {
        let items = (1...600).map { "<item><title>\($0)</title></item>" }.joined()

        let feed = try Feed(Array("<rss><channel>\(items)</channel></rss>".utf8), from: "https://example.org/")

        XCTAssertEqual(feed.entries.count, Feed.entryLimit)
    }

    func testSource_hasARoom_whereItsTextEndsWithOne() throws {
        let sources = [
            "https://e.org/f=#news": ("https://e.org/f", "#news"), "https://e.org/f?a=b": ("https://e.org/f?a=b", nil),
            "https://e.org/f?a=b=irc:#news": ("https://e.org/f?a=b", "irc:#news"),
            "http://e.org": ("http://e.org", nil),
        ]

        for (text, (url, room)) in sources {
            let source = try FeedSource(settingText: text)
            XCTAssertEqual(source.url, url)
            XCTAssertEqual(source.room?.description, room)
        }
    }
}
