extension UntrustedText {
    /// The text, each credential in it replaced by `…`: the password in a URL, the value of a parameter such as `sig=`,
    /// a token after `Bearer`, and tokens in the form of known providers. Only its first 8,000 scalars are read, twice as
    /// many as a line can be made of; of a longer text in which there is a credential, the rest is left out.
    public var withoutCredentials: UntrustedText { replacingCredentials() ?? self }

    /// Whether there is a credential in the text.
    var holdsCredential: Bool { replacingCredentials() != nil }

    /// The beginning of the text without its credentials; nil if it has none.
    fileprivate func replacingCredentials() -> UntrustedText? {
        guard CredentialScanner.mayFind(in: verbatim.utf8.span) else { return nil }
        let beginning = byteCount <= 8000 ? verbatim : String(verbatim.unicodeScalars.prefix(8000))
        var scanner = CredentialScanner(Array(beginning.utf8))
        scanner.scan()
        return scanner.foundCount == 0 ? nil : UntrustedText(String(decoding: scanner.shown, as: UTF8.self))
    }
}

extension ChatText {
    /// The text, each credential in it replaced by `…`: what is said unasked holds none.
    var withoutCredentials: ChatText {
        guard spans.contains(where: \.mayHoldCredential) else { return self }
        var isChanged = false
        let shown = spans.map { span in
            let shown = span.withoutCredentials
            if shown != nil { isChanged = true }
            return shown ?? span
        }
        guard isChanged else { return self }
        var text = ChatText(spans: shown)
        text.missingFieldCount = missingFieldCount
        return text
    }
}

extension ChatText.Span {
    fileprivate var mayHoldCredential: Bool {
        switch self {
        case .plain(let text), .strong(let text), .emphasis(let text), .code(let text), .link(let text, _):
            CredentialScanner.mayFind(in: text.utf8.span)
        case .person: false
        }
    }

    /// The span without the credentials in its text; nil if it has none.
    fileprivate var withoutCredentials: ChatText.Span? {
        let (text, style): (String, (String) -> ChatText.Span)
        switch self {
        case .plain(let plain): (text, style) = (plain, ChatText.Span.plain)
        case .strong(let strong): (text, style) = (strong, ChatText.Span.strong)
        case .emphasis(let emphasis): (text, style) = (emphasis, ChatText.Span.emphasis)
        case .code(let code): (text, style) = (code, ChatText.Span.code)
        case .link(let shown, let url): (text, style) = (shown, { ChatText.Span.link($0, url: url) })
        case .person: return nil
        }
        return UntrustedText(text).replacingCredentials().map { style($0.verbatim) }
    }
}
