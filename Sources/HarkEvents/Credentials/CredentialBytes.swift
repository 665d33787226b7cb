// The words and signs by which `CredentialScanner` tells credentials from other bytes.

extension ArraySlice<UInt8> {
    func hasPrefix(_ prefix: String) -> Bool {
        let prefix = prefix.utf8.span
        guard count >= prefix.count else { return false }
        for index in prefix.indices where self[startIndex + index] != prefix[index] { return false }
        return true
    }

    /// Whether it ends with a text in lower case, in any case.
    func hasSuffix(_ suffix: String) -> Bool {
        let suffix = suffix.utf8.span
        guard count >= suffix.count else { return false }
        let start = endIndex - suffix.count
        for index in suffix.indices where self[start + index].lowercased != suffix[index] { return false }
        return true
    }

    /// Whether it is a host, or one below it.
    func isHost(_ name: String) -> Bool {
        guard hasSuffix(name) else { return false }
        return count == name.utf8.count || self[endIndex - name.utf8.count - 1] == UInt8(ascii: ".")
    }

    var isAuthenticationScheme: Bool { isEqual("bearer") || isEqual("basic") }

    /// Whether it is a word in lower case, in any case.
    func isEqual(_ word: String) -> Bool { count == word.utf8.count && hasSuffix(word) }

    /// Whether it may be a user and a password in base64 (RFC 7617, 2).
    var isPairInBase64: Bool {
        count >= 8 && contains { $0.isDigit || $0 == UInt8(ascii: "=") } && contains { (0x41...0x5a).contains($0) }
            && contains { (0x61...0x7a).contains($0) }
            && allSatisfy { $0.isLetter || $0.isDigit || "+/=".utf8.contains($0) }
    }

    /// Whether it is no word of a sentence, nor the key of an issue: 7 bytes or more with letters and digits.
    var looksGenerated: Bool {
        count >= 7 && contains(where: \.isDigit) && contains(where: \.isLetter) && !isIssueKey
    }

    private var isIssueKey: Bool {
        let parts = split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].allSatisfy(\.isLetter) && parts[1].allSatisfy(\.isDigit)
    }

    /// Whether it is a command's flag: `--password`, `-pw`.
    var isFlag: Bool { count >= CredentialScanner.shortestFlag && first == UInt8(ascii: "-") }

    /// Whether it may be the argument of a credential's flag, and not the next word of a sentence about that: “the
    /// --token option”, “make --password optional”.
    var isArgument: Bool {
        let hasDigit = contains(where: \.isDigit)
        if hasDigit, allSatisfy(\.isDigit) { return count >= 4 }
        if hasDigit, contains(where: \.isLetter) { return count >= 6 && !isIssueKey }
        return count >= 20 || dropFirst().dropLast().contains { "!@#%^*+=".utf8.contains($0) }
    }

    /// Whether it has the form of a token of a known provider, or of a JSON Web Token (RFC 7519).
    var isToken: Bool {
        guard count >= CredentialScanner.shortest, contains(where: \.isDigit) || count >= 32 else { return false }
        return Self.tokenPrefixes.contains(where: hasPrefix) || isAWSKey || isPackageToken
            || hasPrefix("eyJ") && count { $0 == UInt8(ascii: ".") } == 2
    }

    /// Whether it has the form of an access key of AWS: 20 capitals and digits.
    private var isAWSKey: Bool {
        guard hasPrefix("AKIA") || hasPrefix("ASIA"), count >= 20 else { return false }
        return prefix(20).allSatisfy { (0x41...0x5a).contains($0) || $0.isDigit }
    }

    /// Whether it has the form of a token of npm: 36 letters and digits.
    private var isPackageToken: Bool {
        hasPrefix("npm_") && count >= 40 && dropFirst(4).allSatisfy { $0.isLetter || $0.isDigit }
    }

    /// How tokens begin (docs.github.com/en/code-security/secret-scanning, "Supported secret scanning patterns").
    private static let tokenPrefixes = [
        "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "gldt-", "xoxb-", "xoxp-", "xoxa-", "xapp-",
        "sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_", "AIza", "pypi-", "dckr_pat_", "SG.", "hvs.",
        "shpat_", "lin_api_", "lin_wh_", "sntrys_", "sntryu_", "ATATT3", "ATCTT3", "ATBB", "sk-proj-", "sk-ant-",
        "xoxe.",
        "xoxe-", "glrt-", "glsa_", "hf_", "dop_v1_",
    ]
}

extension UInt8 {
    fileprivate var lowercased: UInt8 { (0x41...0x5a).contains(self) ? self | 0x20 : self }

    /// Whether this may be part of a name or a token.
    var isWordByte: Bool {
        switch self {
        case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "%"): true
        default: isLetter || isDigit
        }
    }

    /// Whether this may be part of a token in base64 (RFC 6750, 2.1).
    var isTokenByte: Bool { isLetter || isDigit || "-._~+/=".utf8.contains(self) }

    var endsLine: Bool { self == 0x0a || self == 0x0d }

    /// Whether the host of a URL, and what precedes it, ends here.
    var endsAuthority: Bool {
        switch self {
        case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "'"),
            UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: " "), UInt8(ascii: "\t"):
            true
        default: endsLine
        }
    }

    /// Whether this ends a value that is not quoted.
    var endsUnquotedValue: Bool {
        switch self {
        case 0...0x20, UInt8(ascii: "&"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "'"),
            UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "|"):
            true
        default: false
        }
    }
}
