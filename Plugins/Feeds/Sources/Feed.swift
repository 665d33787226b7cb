import HarkEvents
import HarkXML

private import struct FoundationEssentials.URL

/// A feed: RSS 2.0 (rssboard.org/rss-specification), RSS 1.0 (web.resource.org/rss/1.0) or Atom (RFC 4287).
struct Feed: Equatable {
    /// One entry.
    struct Entry: Equatable {
        /// A digest of what identifies it: its identifier, else its link, else its title.
        let id: UInt64

        /// The title without markup; nil if it is missing.
        let title: UntrustedText?

        /// The address of its page; nil if it is missing.
        let link: UntrustedText?
    }

    /// Most entries that are read.
    static let entryLimit = 500

    /// Longest document, in bytes.
    static let sizeLimit = 2 << 20

    /// The feed's own title.
    let title: UntrustedText?

    /// The entries in the document's order, which is that of time, the newest one first; each once.
    let entries: [Entry]

    /// Reads a document.
    /// - Parameter url: the address that relative links are relative to.
    /// - Throws: `FeedError.unreadable`.
    init(_ document: [UInt8], from url: String) throws(FeedError) {
        let root: XMLElement
        do throws(XMLStreamError) { root = try XMLElement(document: document, limits: Self.limits) } catch {
            throw FeedError(error)
        }
        let base = root.base(relativeTo: url)
        let read: [Entry]
        switch root.name {
        case "rss", "RDF":
            guard let channel = root.children.first(where: { $0.name == "channel" }) else {
                throw .unreadable("It has no channel.")
            }
            title = channel.own("title").flatMap { UntrustedText($0.text).shownHTML.visible }
            let items = (channel.children + root.children).filter { $0.name == "item" }
            read = items.prefix(Self.entryLimit).map { Entry(item: $0, base: base) }
        case "feed":
            title = root.own("title")?.atomText
            read = root.children.filter { $0.name == "entry" }.prefix(Self.entryLimit)
                .map { Entry(atom: $0, base: base) }
        default: throw .unreadable("It is neither RSS nor Atom.")
        }
        var seen: Set<UInt64> = []
        entries = read.filter { seen.insert($0.id).inserted }
    }

    private static let limits: XMLStreamParser.Limits = {
        var limits = XMLStreamParser.Limits()
        limits.bytes = sizeLimit
        limits.elements = 50_000
        limits.names = 2 * sizeLimit
        return limits
    }()
}

extension Feed.Entry {
    private init(_ id: String?, title: UntrustedText?, link: String?) {
        self.title = title
        self.link = link.map { UntrustedText($0) }
        self.id = (id ?? link ?? title?.verbatim ?? "").digest
    }

    /// An item of RSS, whose texts may have HTML in them.
    fileprivate init(item: XMLElement, base: String) {
        let guid = item.own("guid")
        let isPage = guid.map { $0["isPermaLink"] != "false" && $0.text.isWebAddress } ?? false
        let link = item.own("link")?.text.trimmed ?? (isPage ? guid?.text.trimmed : nil)
        let title = [item.own("title"), item.own("description")].lazy
            .compactMap { $0.flatMap { UntrustedText($0.text).shownHTML.visible } }.first
        // RSS 1.0 identifies an item by an attribute.
        let about = item["http://www.w3.org/1999/02/22-rdf-syntax-ns# about"]
        self.init(guid?.text.trimmed ?? about, title: title, link: link?.resolved(against: item.base(relativeTo: base)))
    }

    /// An entry of Atom.
    fileprivate init(atom entry: XMLElement, base: String) {
        let base = entry.base(relativeTo: base)
        let links = entry.children("link", in: entry.namespace).filter { link in
            (link["rel"] ?? "alternate") == "alternate"
        }
        let page = links.first { $0["type"] == "text/html" } ?? links.first
        let link = page.flatMap { page in page["href"]?.resolved(against: page.base(relativeTo: base)) }
        let title = entry.own("title")?.atomText ?? entry.own("summary")?.atomText
        self.init(entry.own("id")?.text.trimmed, title: title, link: link)
    }
}

extension XMLElement {
    /// The first child with this name in the element's own namespace, not one of an extension.
    fileprivate func own(_ name: String) -> XMLElement? { child(name, in: namespace) }

    /// The address that links within the element are relative to (www.w3.org/TR/xmlbase).
    fileprivate func base(relativeTo outer: String) -> String {
        self["http://www.w3.org/XML/1998/namespace base"].flatMap { $0.resolved(against: outer) } ?? outer
    }

    /// A text of Atom without markup (RFC 4287, 3.1); nil if nothing of it is visible.
    fileprivate var atomText: UntrustedText? {
        let type = self["type"]
        return (type == "html" ? UntrustedText(text).shownHTML : UntrustedText(type == "xhtml" ? wholeText : text))
            .visible
    }
}

extension UntrustedText {
    /// The text, or nil if nothing of it is visible.
    fileprivate var visible: UntrustedText? { isVisible ? self : nil }
}

extension String {
    /// The text without white space at its ends; nil if nothing is left.
    fileprivate var trimmed: String? {
        let text = UntrustedText(self).firstLine.map { String($0.verbatim.drop(while: \.isWhitespace)) }
        guard let text, let last = text.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(text[...last])
    }

    fileprivate var isWebAddress: Bool { trimmed.map { $0.hasPrefix("https://") || $0.hasPrefix("http://") } ?? false }

    /// The whole address for a reference (RFC 3986, 5); nil if it is not one.
    func resolved(against base: String) -> String? {
        URL(string: self, relativeTo: URL(string: base))?.absoluteString
    }

    /// A digest of 64 bits (FNV-1a). Whoever makes two entries with the same one hides the second: their own.
    fileprivate var digest: UInt64 {
        utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
