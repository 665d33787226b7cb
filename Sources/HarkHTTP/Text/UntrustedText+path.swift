extension UntrustedText {
    /// The text as the path of a URL, for example the name of a branch in a link: slashes are kept, and everything else
    /// that is not allowed in a segment is percent-encoded (RFC 3986, 3.3).
    public var percentEncodedPath: UntrustedText { UntrustedText(PercentCoding.encodedPath(verbatim)) }

    /// The text with its percent-encoding decoded (RFC 3986, 2.1), or unchanged if the result would not be UTF-8.
    public var percentDecoded: UntrustedText {
        PercentCoding.decodedPath(verbatim).map { UntrustedText(PercentCoding.text(of: $0)) } ?? self
    }
}
