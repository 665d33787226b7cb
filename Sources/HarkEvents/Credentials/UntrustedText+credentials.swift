extension UntrustedText {
    /// The beginning of the text, each credential in it replaced by `…`: the password in a URL, the value of a
    /// parameter such as `sig=`, a token after `Bearer`, and tokens in the form of known providers. Only its first
    /// 8,000 scalars are read, twice as many as a line can be made of.
    public var withoutCredentials: UntrustedText {
        // Most words are shorter than `sig=…`.
        guard byteCount >= 5 else { return self }
        let beginning = byteCount <= 8000 ? verbatim : String(verbatim.unicodeScalars.prefix(8000))
        var scanner = CredentialScanner(Array(beginning.utf8))
        scanner.scan()
        return scanner.foundCount == 0 ? self : UntrustedText(String(decoding: scanner.shown, as: UTF8.self))
    }

    /// Whether there is a credential in the text.
    var holdsCredential: Bool { withoutCredentials != self }
}
