/// Finds credentials in a text, and writes it without them.
struct CredentialScanner {
    /// Shortest token that is recognised by its form, in bytes.
    static let shortest = 16

    /// Shortest flag of a command that is one of a credential, in bytes: `-pw`.
    static let shortestFlag = 3

    /// The text without the credentials that were found.
    private(set) var shown: [UInt8] = []

    /// How many were found.
    private(set) var foundCount = 0

    private let text: [UInt8]
    private var position = 0

    init(_ text: [UInt8]) {
        self.text = text
        shown.reserveCapacity(text.count)
    }

    /// Whether there may be a credential in a text: most have neither a long word or a flag, nor a colon or `=` before
    /// what could be one. Whatever `scan` finds, this says true of it.
    static func mayFind(in text: Span<UInt8>) -> Bool {
        var wordLength = 0
        // Up to here no value has a digit.
        var searched = 0
        for index in text.indices {
            let byte = text[index]
            if byte.isWordByte {
                wordLength += 1
                if wordLength == shortest { return true }
                continue
            }
            switch byte {
            case UInt8(ascii: "="): return true
            case UInt8(ascii: ":") where mayBeginValue(in: text, after: index, &searched): return true
            // After `Basic` and `Bearer`, after a flag, and within the first line of a private key.
            case UInt8(ascii: " ") where wordLength >= shortestFlag:
                let first = text[index - wordLength]
                if first == UInt8(ascii: "-") { return true }
                if wordLength == 5 || wordLength == 6, first | 0x20 == UInt8(ascii: "b") { return true }
            default: break
            }
            wordLength = 0
        }
        return false
    }

    /// Whether what is before a colon in a text is quoted, or what follows it is quoted, has a digit, or belongs to a
    /// URL or a header.
    private static func mayBeginValue(in text: Span<UInt8>, after colon: Int, _ searched: inout Int) -> Bool {
        var index = colon + 1
        while index < text.count, text[index] == 0x20 { index += 1 }
        guard index < text.count else { return false }
        if "/\\\"'[".utf8.contains(text[index]) { return true }
        var nameEnd = colon
        while nameEnd > 0, text[nameEnd - 1] == 0x20 { nameEnd -= 1 }
        if nameEnd > 0, "\"'".utf8.contains(text[nameEnd - 1]) { return true }
        if nameEnd >= 3 {
            // As `Authorization` and `Cookie` end.
            let end = (text[nameEnd - 3] | 0x20, text[nameEnd - 2] | 0x20, text[nameEnd - 1] | 0x20)
            if end == (0x69, 0x6f, 0x6e) || end == (0x6b, 0x69, 0x65) { return true }
        }
        if index < searched { return false }
        while index < text.count, !text[index].endsUnquotedValue {
            if text[index].isDigit { return true }
            index += 1
        }
        searched = index
        return false
    }

    /// Reads the whole text.
    mutating func scan() {
        while position < text.count {
            let start = position
            while position < text.count, text[position].isWordByte { position += 1 }
            if position == start {
                shown.append(text[position])
                position += 1
                continue
            }
            let word = text[start..<position]
            if word.isToken {
                hide()
                continue
            }
            if beginsPrivateKey(word) {
                hide()
                position = text.count
                continue
            }
            shown += word
            if rest.hasPrefix("://") {
                skipSecretOfURL(scheme: word)
            } else if word.isAuthenticationScheme {
                skipToken(after: word)
            } else if word.isFlag, rest.first == UInt8(ascii: " ") {
                skipArgument(of: word)
            } else {
                skipValue(of: word)
            }
        }
    }

    private var rest: ArraySlice<UInt8> { text[position...] }

    /// Whether a private key begins here (RFC 7468, 10 and 11), which ends with the text.
    private func beginsPrivateKey(_ word: ArraySlice<UInt8>) -> Bool {
        word.count == 10 && word.hasPrefix("-----BEGIN") && rest.first == UInt8(ascii: " ")
            && rest.prefix(40).split(separator: UInt8(ascii: " ")).contains { $0.elementsEqual("PRIVATE".utf8) }
    }

    private mutating func hide() {
        foundCount += 1
        shown += "…".utf8
    }

    /// Writes the bytes up to an index.
    private mutating func show(upTo end: Int) {
        shown += text[position..<end]
        position = end
    }

    /// Hides the password of `scheme://user:password@host`, a user without one where it may be a token, and the path of
    /// a URL that lets anyone post.
    private mutating func skipSecretOfURL(scheme: ArraySlice<UInt8>) {
        show(upTo: position + 3)
        let authorityEnd = rest.firstIndex { $0.endsAuthority } ?? text.endIndex
        if let at = rest[..<authorityEnd].lastIndex(of: UInt8(ascii: "@")) ?? cut(before: authorityEnd) {
            let colon = rest[..<at].firstIndex(of: UInt8(ascii: ":"))
            if colon != nil || Self.webSchemes.contains(where: { scheme.hasSuffix($0) }) {
                show(upTo: colon.map { $0 + 1 } ?? position)
                if position < at { hide() }
                position = at
            }
        }
        if let start = CapabilityURL.secret(in: rest.drop { $0 == UInt8(ascii: "@") }) {
            show(upTo: start)
            let end = rest.firstIndex { $0.endsUnquotedValue } ?? text.endIndex
            if position < end { hide() }
            position = end
        }
    }

    /// The end of a URL that was cut within its password: a `…` ends what follows a colon and is not a port.
    private func cut(before end: Int) -> Int? {
        let authority = rest[..<end]
        guard authority.hasSuffix("…"), let colon = authority.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let mark = end - "…".utf8.count
        return authority[(colon + 1)..<mark].allSatisfy(\.isDigit) ? nil : end
    }

    private static let webSchemes = ["http", "https", "ws", "wss", "ftp"]

    /// Hides the token of `Bearer …` and `Basic …`, which are words of sentences too: “basic OAuth2 support”.
    private mutating func skipToken(after scheme: ArraySlice<UInt8>) {
        let start = rest.firstIndex { $0 != UInt8(ascii: " ") } ?? text.endIndex
        let end = text[start...].firstIndex { !$0.isTokenByte } ?? text.endIndex
        let token = text[start..<end]
        let isToken =
            scheme.count == 5
            ? token.isPairInBase64 : token.count >= 6 && token.contains(where: \.isDigit) || token.count >= 20
        guard start > position, isToken else { return }
        show(upTo: start)
        hide()
        position = end
    }

    /// Hides the argument of a command's flag: `--password hunter2`.
    private mutating func skipArgument(of flag: ArraySlice<UInt8>) {
        var start = text.firstIndex(from: position) { $0 != UInt8(ascii: " ") }
        // The name is looked up where it matters alone: titles have many flags.
        guard start < text.count, !"=:-$".utf8.contains(text[start]) else { return skipValue(of: flag) }
        let quote = pass(quoteAt: &start)
        let limit = min(text.count, start + 1000)
        var end = text[start..<limit].firstIndex { quote == nil ? $0.endsUnquotedValue : $0 == quote } ?? limit
        if quote == nil { while end > start, ".:!?".utf8.contains(text[end - 1]) { end -= 1 } }
        let value = text[start..<end]
        guard quote == nil ? value.isArgument : value.first.map({ $0 != UInt8(ascii: "$") }) == true,
            CredentialName(ofFlag: String(decoding: flag, as: UTF8.self)) == .certain
        else { return }
        show(upTo: start)
        hide()
        position = end
    }

    /// Hides the value of `name=value`, `"name": "value"` and `name: value`, if its name is that of a credential.
    private mutating func skipValue(of name: ArraySlice<UInt8>) {
        var start = position
        let isQuoted = pass(quoteAt: &start) != nil
        start = text.firstIndex(from: start) { $0 != UInt8(ascii: " ") }
        guard start < text.count, "=:".utf8.contains(text[start]) else { return }
        // A comparison: `token == nil`.
        if start + 1 < text.count, text[start + 1] == UInt8(ascii: "=") { return }
        let isHeader = text[start] == UInt8(ascii: ":") && beginsHeader(name, at: start + 1)
        let isProse = text[start] == UInt8(ascii: ":") && !isQuoted && !isHeader
        // Most colons are those of sentences. The name is not looked up for them.
        if isProse, !mayBeValue(at: start + 1) { return }
        let field = UntrustedText(String(decoding: name, as: UTF8.self)).percentDecoded.verbatim
        let kind = CredentialName(field)
        if kind == .harmless || isProse && kind != .certain { return }
        start = text.firstIndex(from: start + 1) { $0 != UInt8(ascii: " ") }
        // Only a URL is a secret address, and its scheme is short.
        if kind == .address, text[start...].prefix(40).firstRange(of: Array("://".utf8)) == nil { return }
        let end = valueEnd(from: &start, isHeader: isHeader, isProse: isProse)
        let value = String(decoding: text[start..<end], as: UTF8.self)
        guard start < end, CredentialFilter.isNamedCredential(field, .string(value)) else { return }
        if Self.noValues.contains(value.lowercased()) { return }
        show(upTo: start)
        hide()
        position = end
    }

    /// The end of the value at an index, which is moved behind a bracket or a quotation mark in front of the value.
    private func valueEnd(from start: inout Int, isHeader: Bool, isProse: Bool) -> Int {
        if start < text.count, text[start] == UInt8(ascii: "[") {
            start += 1
            return text.firstIndex(from: start) { $0 == UInt8(ascii: "]") }
        }
        if let quote = pass(quoteAt: &start) {
            // Within JSON in JSON, the quotation marks are escaped themselves.
            let isInner = start >= 2 && text[start - 2] == UInt8(ascii: "\\")
            var isEscaped = false
            return text.firstIndex(from: start) { byte in
                defer { isEscaped = byte == UInt8(ascii: "\\") && !isEscaped }
                return byte == quote && (isInner || !isEscaped)
            }
        }
        // In prose the same bytes may follow several names: `a:b:c`.
        let limit = isProse ? min(text.count, start + 1000) : text.count
        return text[start..<limit].firstIndex { isHeader ? $0.endsLine : $0.endsUnquotedValue } ?? limit
    }

    /// Moves an index behind a quotation mark, which may be escaped; returns the mark, or nil if there is none.
    private func pass(quoteAt index: inout Int) -> UInt8? {
        let mark = index < text.count && text[index] == UInt8(ascii: "\\") ? index + 1 : index
        guard mark < text.count, text[mark] == UInt8(ascii: "\"") || text[mark] == UInt8(ascii: "'") else { return nil }
        index = mark + 1
        return text[mark]
    }

    /// Values that programs write where there is none.
    private static let noValues: Set<String> = ["nil", "null", "none", "true", "false", "undefined"]

    /// Whether a header field begins here and not a sentence about one: an authentication scheme or a long token
    /// follows `Authorization:`, a pair `Cookie:` (RFC 9110, 11.6.2; RFC 6265, 4).
    private func beginsHeader(_ name: ArraySlice<UInt8>, at index: Int) -> Bool {
        guard Self.headers.contains(where: name.isEqual) else { return false }
        let value = text[index...].drop { $0 == UInt8(ascii: " ") }
        let word = value.prefix { $0 > 0x20 }
        if name.hasSuffix("cookie") { return word.contains(UInt8(ascii: "=")) }
        let hasMore = word.endIndex < text.count && !text[word.endIndex].endsLine
        return word.count >= Self.shortest || hasMore && Self.schemes.contains(where: word.isEqual)
    }

    /// Whether the value of a name in prose may begin here. There a colon follows a topic as well: “Password: see
    /// SHOP-12”, “reset-password: OAuth2 logins”.
    private func mayBeValue(at index: Int) -> Bool {
        let value = text[index...].drop { $0 == UInt8(ascii: " ") }
        guard let first = value.first else { return false }
        return "\\\"'[".utf8.contains(first) || value.prefix(1000).prefix { !$0.endsUnquotedValue }.looksGenerated
    }

    private static let headers = ["authorization", "proxy-authorization", "cookie", "set-cookie"]
    private static let schemes = ["basic", "bearer", "digest", "token", "negotiate", "apikey"]
}

extension [UInt8] {
    /// The first index from this one on whose byte satisfies a condition; the end if none does.
    fileprivate func firstIndex(from start: Int, where condition: (UInt8) -> Bool) -> Int {
        self[start...].firstIndex(where: condition) ?? endIndex
    }
}
