import HarkEvents

/// Text in Matrix's formats: plain, and the same in HTML (spec.matrix.org, Client-Server API, “m.room.message
/// msgtypes”, org.matrix.custom.html).
enum MatrixText {
    /// The text without structure and control characters.
    static func plain(_ text: ChatText) -> String { text.withoutControls.plain }

    /// The text in HTML; nil if it has no structure, because the plain text is enough.
    static func html(_ text: ChatText) -> String? {
        let isPlain = text.spans.allSatisfy { span in
            if case .plain = span { true } else { false }
        }
        return isPlain ? nil : text.withoutControls.spans.map(html).joined()
    }

    /// The identifiers of the mentioned people, without repetitions.
    static func mentioned(in text: ChatText) -> [String] {
        var users: [String] = []
        for case .person(let person) in text.spans {
            if let user = user(person), !users.contains(user) { users.append(user) }
        }
        return users
    }

    private static func html(_ span: ChatText.Span) -> String {
        switch span {
        case .plain(let text): escaped(text)
        case .strong(let text): "<strong>\(escaped(text))</strong>"
        case .emphasis(let text): "<em>\(escaped(text))</em>"
        case .code(let text): "<code>\(escaped(text))</code>"
        case .link(let text, let url): link(text, url)
        case .person(let person):
            user(person).map {
                #"<a href="https://matrix.to/#/\#($0.percentEncoded)">\#(escaped(person.displayName))</a>"#
            }
                ?? escaped(person.displayName)
        }
    }

    /// A link; one whose text looks like another URL shows both.
    private static func link(_ text: String, _ url: String) -> String {
        guard ["http://", "https://"].contains(where: { url.lowercased().hasPrefix($0) }) else {
            return escaped(text.isEmpty || text == url ? url : "\(text) (\(url))")
        }
        let address = escaped(url)
        if text.isEmpty || text == url { return #"<a href="\#(address)">\#(address)</a>"# }
        if text.contains("://") { return #"\#(escaped(text)) (<a href="\#(address)">\#(address)</a>)"# }
        return #"<a href="\#(address)">\#(escaped(text))</a>"#
    }

    /// The identifier of a person who can be mentioned, because they are on this network.
    private static func user(_ person: Person) -> String? {
        Matrix.isOwn(person) && MatrixID.isUser(person.id) ? person.id : nil
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n": escaped += "<br>"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
