extension UntrustedText {
    /// The text as the path of a URL, such as the name of a branch in a link: slashes stand, and whatever else may not
    /// stand in a segment is percent-encoded (RFC 3986, 3.3).
    public var percentEncodedPath: UntrustedText { UntrustedText(PercentCoding.encodedPath(verbatim)) }

    /// The text with its percent-encoded bytes decoded (RFC 3986, 2.1), or as it is where they make no UTF-8.
    public var percentDecoded: UntrustedText {
        PercentCoding.decodedPath(verbatim).map { UntrustedText(PercentCoding.text(of: $0)) } ?? self
    }
}
