extension UntrustedText {
    /// The text with a name for each account that it mentions by its id, as Atlassian's products and Azure DevOps do:
    /// `@{557058:…}`, `[~accountid:…]` and `@<11111111-2222-…>` become `@Ada Lovelace`, or `@somebody` where the name
    /// is not known. A mention of a login name, `[~ada]`, becomes `@ada`.
    /// - Parameters:
    ///   - form: how the product writes mentions; what looks like those of others is a text.
    ///   - name: returns the name of the account with an id; nil if it is not known.
    public func namingAccounts(
        mentionedAs form: AccountMentionForm = .atlassian, _ name: (UntrustedText) -> UntrustedText?
    ) -> UntrustedText {
        guard form == .identifier ? contains("<") : contains("{") || contains("~") else { return self }
        let text = Array(verbatim.utf8)
        var named: [UInt8] = []
        var index = 0
        while index < text.count {
            if let mention = AccountMention(in: text, at: index, form) {
                named += "@\(mention.shown(name).verbatim)".utf8
                index = mention.end
            } else {
                named.append(text[index])
                index += 1
            }
        }
        return UntrustedText(String(decoding: named, as: UTF8.self))
    }
}

/// How a product writes mentions of accounts.
public enum AccountMentionForm: Sendable {
    /// As Jira and Bitbucket do: `@{557058:…}`, `[~accountid:…]`, `[~ada]`.
    case atlassian
    /// As Azure DevOps does: `@<11111111-2222-…>`.
    case identifier
}

/// A mention of an account in a text.
private struct AccountMention {
    private let account: UntrustedText
    private let isID: Bool

    /// The position behind it.
    let end: Int

    /// The mention that begins at a position; nil if none does.
    init?(in text: [UInt8], at start: Int, _ form: AccountMentionForm) {
        guard text[start] == UInt8(ascii: "@") || text[start] == UInt8(ascii: "[") else { return nil }
        let rest = text[start...].prefix(200)
        if form == .identifier {
            guard rest.starts(with: "@<".utf8) else { return nil }
            let id = UntrustedText(String(decoding: rest.dropFirst(2).prefix(36), as: UTF8.self))
            guard id.isUUID, rest.dropFirst(38).first == UInt8(ascii: ">") else { return nil }
            account = id
            isID = true
            self.end = start + 39
            return
        }
        let isCloud = rest.starts(with: "@{".utf8)
        guard isCloud || rest.starts(with: "[~".utf8) else { return nil }
        let content = rest.dropFirst(2)
        let end = content.firstIndex { $0 <= 0x20 || "{}[]".utf8.contains($0) }
        guard let end, end > content.startIndex, text[end] == UInt8(ascii: isCloud ? "}" : "]") else { return nil }
        let words = UntrustedText(String(decoding: content[..<end], as: UTF8.self))
        let prefix = "accountid:"
        let isMarked = words.prefix(prefix.utf8.count).lowercased.hasPrefix(prefix)
        account = isMarked ? UntrustedText(String(words.verbatim.dropFirst(prefix.utf8.count))) : words
        isID = isCloud || isMarked || account.isAccountID
        self.end = end + 1
    }

    func shown(_ name: (UntrustedText) -> UntrustedText?) -> UntrustedText {
        name(account) ?? (isID ? "somebody" : account)
    }
}

extension UntrustedText {
    /// Whether it has the form of a UUID: 8, 4, 4, 4 and 12 hexadecimal digits.
    fileprivate var isUUID: Bool {
        let parts = split(separator: "-")
        return byteCount == 36 && parts.map(\.byteCount) == [8, 4, 4, 4, 12] && parts.allSatisfy(\.isHexadecimal)
    }

    /// Whether it has the form of an id instead of a login name: `557058:…`, 24 hexadecimal digits, `JIRAUSER10100`.
    fileprivate var isAccountID: Bool {
        contains(":") || byteCount == 24 && isHexadecimal || hasPrefix("JIRAUSER")
    }
}
