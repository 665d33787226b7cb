import HarkEvents

/// The text of a document in Atlassian's format (developer.atlassian.com/cloud/jira/platform/apis/document/structure),
/// as its page shows it in one line. Version 3 of Jira's API and automation rules have one where there was text.
struct RichText {
    /// Longest text, in bytes: more than a line has room for.
    private static let limit = 4000

    /// The text so far.
    private(set) var text = ""

    /// Whether the text ends with something that a page shows as a thing of its own: a person, a day, a link's card.
    private var endsWithChip = false

    /// Longest document that is read from a text, in bytes, as of other markup.
    private static let documentLimit = 65_536

    /// The text of the document in a field; nil if the field has none, or a longer one than is read.
    static func read(_ field: PayloadView) -> UntrustedText? {
        let document = field.asText(atMost: 1) == nil ? field : parsed(field)
        guard document.content.exists else { return nil }
        var text = RichText()
        text.append(document)
        return UntrustedText(text.text)
    }

    /// The document that a text holds as JSON, as automation rules send it.
    private static func parsed(_ field: PayloadView) -> PayloadView {
        guard let text = beginning(of: field), text.hasPrefix("{"), text.byteCount <= documentLimit,
            let value = try? JSONValue(parsing: Array(text.verbatim.utf8)), value["type"] == "doc"
        else { return PayloadView(nil) }
        return PayloadView(value)
    }

    /// Whether a text seems to hold a document as JSON that is longer than one that is read.
    static func isTooLong(_ field: PayloadView) -> Bool {
        guard let text = beginning(of: field) else { return false }
        return text.hasPrefix("{\"") && text.byteCount > documentLimit
    }

    /// A text, or enough of it to see that it is too long. It ends before a character that would not be whole.
    private static func beginning(of field: PayloadView) -> UntrustedText? { field.asText(atMost: documentLimit + 4) }

    /// The text of a node that a macro holds as JSON; nil if it holds something else.
    static func read(macro json: some Collection<UInt8>) -> UntrustedText? {
        guard let value = try? JSONValue(parsing: Array(json)), case .string? = value["type"] else { return nil }
        var text = RichText()
        text.append(PayloadView(value))
        return UntrustedText(text.text)
    }

    private mutating func append(_ node: PayloadView) {
        guard text.utf8.count < Self.limit else { return }
        let attributes = node.attrs
        switch node.type.asText {
        case "text": add(node.text)
        case "hardBreak": text += " "
        case "mention": addChip(Self.mention(attributes.text))
        case "emoji": add(attributes.text.or(attributes.shortName))
        case "placeholder": add(attributes.text)
        case "status": addChip(attributes.text.asText?.verbatim ?? "")
        case "date": addChip(Self.date(attributes.timestamp))
        case "inlineCard": addChip(attributes.url.asText?.verbatim ?? "")
        case "blockCard", "embedCard": separated { $0.add(attributes.url) }
        case "media", "mediaInline": separated { $0.add(attributes.alt) }
        case "bulletList", "decisionList": items(of: node) { _, _ in "•" }
        case "orderedList": items(of: node) { number, _ in "\((attributes.order.asInt ?? 1) &+ number)." }
        case "taskList": items(of: node) { _, item in item.attrs.state.asText == "DONE" ? "☑" : "☐" }
        // What it contains is shown once it is opened.
        case "expand", "nestedExpand": separated { $0.add(attributes.title) }
        case "table": rows(of: node)
        case "paragraph", "heading", "codeBlock": separated { $0.appendAll(node.content) }
        default: appendAll(node.content)
        }
    }

    private mutating func appendAll(_ nodes: PayloadView) { for node in nodes.asList { append(node) } }

    private mutating func add(_ words: PayloadView) {
        guard let words = words.asText?.verbatim, let first = words.first else { return }
        if endsWithChip, first.isLetter || first.isNumber { text += " " }
        text += words
        endsWithChip = false
    }

    /// Appends what is shown as a thing of its own, apart from the words and other such things around it.
    private mutating func addChip(_ words: String) {
        guard !words.isEmpty else { return }
        if endsWithChip || text.last.map({ $0.isLetter || $0.isNumber }) == true { text += " " }
        text += words
        endsWithChip = true
    }

    /// Appends a block, with a space before it.
    private mutating func separated(_ append: (inout RichText) -> Void) {
        if !text.isEmpty { text += " " }
        append(&self)
    }

    /// A person, whose account has no known identifier.
    private static func mention(_ name: PayloadView) -> String {
        guard let name = name.asText?.dropping(prefix: "@").personName, !name.isEmpty else { return "@somebody" }
        return "@\(name.verbatim)"
    }

    /// A day, in milliseconds since 1970.
    private static func date(_ milliseconds: PayloadView) -> String {
        guard let milliseconds = milliseconds.asInt else { return "" }
        return String(HTTPDate(secondsSince1970: milliseconds / 1000).description.dropFirst(5).prefix(11))
    }

    private mutating func items(of list: PayloadView, _ mark: (Int, PayloadView) -> String) {
        for (number, item) in list.content.asList.enumerated() where text.utf8.count < Self.limit {
            // A list within a list is a node beside the items.
            let isItem = item.type.asText?.hasSuffix("Item") ?? false
            separated { $0.text += isItem ? mark(number, item) : "" }
            separated { $0.append(item) }
        }
    }

    /// A table: the cells are separated by commas, the rows by semicolons.
    private mutating func rows(of table: PayloadView) {
        var (rows, size) = ([String](), text.utf8.count)
        for row in table.content.asList where size < Self.limit {
            var cells: [String] = []
            for cell in row.content.asList where size < Self.limit {
                var shown = RichText()
                shown.append(cell)
                size += shown.text.utf8.count + 1
                if shown.text.contains(where: { !$0.isWhitespace }) { cells.append(shown.text) }
            }
            if !cells.isEmpty { rows.append(cells.joined(separator: ", ")) }
        }
        separated { $0.text += rows.joined(separator: "; ") }
    }
}
