import HarkEvents

/// The text of a document in Atlassian's format (developer.atlassian.com/cloud/jira/platform/apis/document/structure),
/// as its page shows it in one line. Version 3 of Jira's API and automation rules have one where there was text.
struct RichText {
    /// Longest text, in bytes: more than a line has room for.
    private static let limit = 4000

    /// The text so far.
    private(set) var text = ""

    /// The text of the document in a field; nil if the field has none.
    static func read(_ field: PayloadView) -> UntrustedText? {
        let document = field.asText == nil ? field : parsed(field)
        guard document.content.exists else { return nil }
        var text = RichText()
        text.append(document)
        return UntrustedText(text.text)
    }

    /// The document that a text holds as JSON, as automation rules send it.
    private static func parsed(_ field: PayloadView) -> PayloadView {
        guard let text = field.asText, text.hasPrefix("{"),
            let value = try? JSONValue(parsing: Array(text.verbatim.utf8)), value["type"] == "doc"
        else { return PayloadView(nil) }
        return PayloadView(value)
    }

    private mutating func append(_ node: PayloadView) {
        guard text.utf8.count < Self.limit else { return }
        let attributes = node.attrs
        switch node.type.asText {
        case "text": add(node.text)
        case "hardBreak": text += " "
        case "mention": mention(attributes.text)
        case "emoji": add(attributes.text.or(attributes.shortName))
        case "status", "placeholder": add(attributes.text)
        case "date": date(attributes.timestamp)
        case "inlineCard", "blockCard", "embedCard": separated { $0.add(attributes.url) }
        case "media", "mediaInline": separated { $0.add(attributes.alt) }
        case "bulletList", "decisionList": items(of: node) { _, _ in "•" }
        case "orderedList": items(of: node) { number, _ in "\((attributes.order.asInt ?? 1) &+ number)." }
        case "taskList": items(of: node) { _, item in item.attrs.state.asText == "DONE" ? "☑" : "☐" }
        case "expand", "nestedExpand":
            separated { $0.add(attributes.title) }
            appendAll(node.content)
        case "tableRow": cells(of: node)
        case "paragraph", "heading", "codeBlock": separated { $0.appendAll(node.content) }
        default: appendAll(node.content)
        }
    }

    private mutating func appendAll(_ nodes: PayloadView) { for node in nodes.asList { append(node) } }

    private mutating func add(_ words: PayloadView) { text += words.asText?.verbatim ?? "" }

    /// Appends a block, with a space before it.
    private mutating func separated(_ append: (inout RichText) -> Void) {
        if !text.isEmpty { text += " " }
        append(&self)
    }

    /// A person, whose account's identifier nobody knows.
    private mutating func mention(_ name: PayloadView) {
        guard let name = name.asText else {
            text += "@somebody"
            return
        }
        text += name.hasPrefix("@") ? name.verbatim : "@\(name.verbatim)"
    }

    /// A day, in milliseconds since 1970.
    private mutating func date(_ milliseconds: PayloadView) {
        guard let milliseconds = milliseconds.asInt else { return }
        text += String(HTTPDate(secondsSince1970: milliseconds / 1000).description.dropFirst(5).prefix(11))
    }

    private mutating func items(of list: PayloadView, _ mark: (Int, PayloadView) -> String) {
        for (number, item) in list.content.asList.enumerated() where text.utf8.count < Self.limit {
            // A list within a list is a node beside the items.
            let isItem = item.type.asText?.hasSuffix("Item") ?? false
            separated { $0.text += isItem ? mark(number, item) : "" }
            separated { $0.append(item) }
        }
    }

    private mutating func cells(of row: PayloadView) {
        for (number, cell) in row.content.asList.enumerated() where text.utf8.count < Self.limit {
            separated { $0.text += number > 0 ? "|" : "" }
            append(cell)
        }
    }
}
