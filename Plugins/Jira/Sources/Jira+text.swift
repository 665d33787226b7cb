import HarkEvents

extension Jira {
    /// A comment or a description as Jira shows it: a document in Atlassian's format, or wiki markup, with the names of
    /// people whom the payload names.
    static func shown(_ text: PayloadView, _ payload: PayloadView) -> UntrustedText? {
        if let document = RichText.read(text) { return document }
        if RichText.isTooLong(text) { return nil }
        return text.asText(atMost: 65_536).map { text in
            let parts = DocumentMacro.parts(of: text).map { part in
                switch part {
                case .markup(let text): text.shownJiraMarkup { name(of: $0, payload) }
                case .document(let shown): shown
                }
            }
            return parts.dropFirst().reduce(parts.first ?? text) { "\($0) \($1)" }
        }
    }

    /// The name of an account that a payload names; nil if it does not.
    private static func name(of id: UntrustedText, _ payload: PayloadView) -> UntrustedText? {
        let (note, fields) = (payload.comment.exists ? payload.comment : payload.worklog, payload.issue.fields)
        let people = [payload.user, note.author, note.updateAuthor, fields.assignee, fields.reporter, fields.creator]
        return people.first { [$0.accountId.asText, $0.name.asText, $0.key.asText].contains(id) }.flatMap(person)
    }
}

/// What wiki markup cannot express, Jira writes as a node of a document between two macros:
/// `{adf:display=block}{"type": …}{adf}`.
private enum DocumentMacro {
    /// A part of a text.
    enum Part {
        case markup(UntrustedText)
        case document(UntrustedText)
    }

    /// The parts of a text: its macros' nodes as a page shows them, and the wiki markup around them. Only the first
    /// 65,536 bytes are searched, for at most 20 macros.
    static func parts(of text: UntrustedText) -> [Part] {
        guard text.prefix(upTo: "{adf") != nil else { return [.markup(text)] }
        var rest = Array(text.verbatim.utf8.prefix(65_536))[...]
        var parts: [Part] = []
        while parts.count < 40, let start = rest.firstRange(of: "{adf".utf8),
            let open = rest[start.upperBound...].prefix(100).firstIndex(of: UInt8(ascii: "}")),
            let end = rest[open...].firstRange(of: "{adf}".utf8)
        {
            let json = rest[(open + 1)..<end.lowerBound]
            parts.append(.markup(decoded(rest[..<start.lowerBound])))
            parts.append(RichText.read(macro: json).map(Part.document) ?? .markup(decoded(json)))
            rest = rest[end.upperBound...]
        }
        return parts + [.markup(decoded(rest))]
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> UntrustedText {
        UntrustedText(String(decoding: bytes, as: UTF8.self))
    }
}
