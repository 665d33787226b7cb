extension UntrustedText {
    /// The text, each credential in it replaced by `…`: the password in a URL, the value of a parameter such as `sig=`,
    /// a token after `Bearer`, and tokens in the form of known providers. Only its first 8,000 scalars are read, twice
    /// as many as a line can be made of; of a longer text in which there is a credential, the rest is left out.
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
        map { span in
            if case .person = span { return span }
            return span.mapText { UntrustedText(bounded: $0).replacingCredentials()?.verbatim ?? $0 }
        }
    }
}
