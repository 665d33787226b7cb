/// What the name of a field says about a credential in it.
enum CredentialName {
    /// Nothing: `author`, `keyword`, `status_code`.
    case harmless
    /// Its value is a credential, whatever it is: `password`.
    case certain
    /// Its value is one unless it is a small number: `pass`, `pin`, `key`.
    case likely
    /// Its value is one unless it is a number: `tokens`, `keys`.
    case several
    /// Its value may be a credential or the code of an error: `code`.
    case code
    /// Its value is one if it is a URL: `webhook`.
    case address

    /// Judges a name.
    init(_ name: String) {
        let name = FieldName(name)
        let words = name.words
        if words.isEmpty || Self.isAboutCredential(words) {
            self = .harmless
        } else if Self.hasStem(name.joined) || words.contains(where: Self.certainWords.contains)
            || words.contains(where: Self.endsAsCredential)
        {
            self = .certain
        } else if words == ["code"] {
            self = .code
        } else if Self.isCapability(words) || Self.isCode(words) || Self.isPair(words) {
            self = .certain
        } else if words.contains(where: Self.likelyWords.contains) || Self.isKey(words, "key") {
            self = .likely
        } else if words.contains(where: Self.plurals.contains) || Self.isKey(words, "keys") {
            self = .several
        } else {
            self = words.last.map(Self.capabilities.contains) == true ? .address : .harmless
        }
    }

    /// Judges the name of a command's flag: `--password`, `--pass`; harmless if its argument says where a credential
    /// is, as that of `--password-file` does.
    init(ofFlag flag: String) {
        let words = FieldName(flag).words
        if let last = words.last, Self.sources.contains(last) {
            self = .harmless
        } else {
            self = words.last == "pass" ? .certain : Self(flag)
        }
    }

    private static let sources: Set<String> = [
        "file", "path", "stdin", "env", "fd", "command", "cmd", "helper", "prompt", "store",
    ]

    /// Parts of a name that leave no doubt, however its words are separated.
    private static let stems = [
        "password", "passwd", "passphrase", "passcode", "passwort", "kennwort", "secret", "credential", "apikey",
        "accesskey", "privatekey", "signingkey", "connectionstring",
    ]

    private static let certainWords: Set<String> = [
        "token", "pwd", "pw", "authorization", "signature", "sig", "cookie", "creds", "bearer", "jwt", "otp", "totp",
        "csrf", "xsrf", "hmac", "sas", "dsn", "psk", "phpsessid", "jsessionid", "sessionid", "cvc", "cvv",
    ]

    /// Words that may be counts or places as well: tests that pass, the pin of a sensor.
    private static let likelyWords: Set<String> = ["pass", "pin", "salt", "nonce"]

    /// Words of which there may be many: tokens of a language model.
    private static let plurals: Set<String> = ["tokens", "cookies", "signatures", "passes"]

    /// Words that say that the rest of a name is not the credential, but something about it.
    private static let aspects: Set<String> = [
        "age", "alg", "algorithm", "at", "attempts", "by", "changed", "count", "created", "days", "disabled", "domain",
        "enabled", "errors", "exists", "expired", "expires", "expiry", "expiration", "failed", "failures", "format",
        "length", "limit", "matches", "method", "missing", "name", "percent", "policy", "present", "rate", "ratio",
        "required", "rotated", "scope", "scopes", "state", "status", "strength", "total", "ttl", "type", "updated",
        "usage", "used", "valid", "verified", "version",
    ]

    /// What precedes `key` where it only names a thing: an issue, a row, a group of alerts.
    private static let things: Set<String> = [
        "alert", "arrow", "board", "build", "cache", "component", "correlation", "dedup", "deduplication", "dictionary",
        "entity", "epic", "event", "feature", "field", "flag", "foreign", "group", "hot", "idempotency", "incident",
        "index", "issue", "jira", "label", "lookup", "map", "message", "metric", "object", "parent", "partition",
        "plan",
        "primary", "project", "public", "repo", "repository", "row", "s3", "sort", "space", "tag", "topic",
        "translation", "unique",
    ]

    /// What is written as one word with `key`, besides the stems.
    private static let keys: Set<String> = [
        "account", "app", "auth", "consumer", "deploy", "encryption", "integration", "license", "master", "pass",
        "priv",
        "routing", "rsa", "secret", "server", "service", "shared", "ssh", "storage",
    ]

    /// What precedes `code` where whoever knows it may do something.
    private static let codes: Set<String> = [
        "access", "activation", "auth", "authorization", "backup", "confirm", "confirmation", "device", "door", "fa",
        "invitation", "invite", "login", "magic", "mfa", "oauth", "pairing", "pin", "recovery", "redemption", "reset",
        "security", "sms", "unlock", "user", "validation", "verification", "verify",
    ]

    /// What a URL is for that does something for whoever calls it.
    private static let capabilities: Set<String> = [
        "activate", "activation", "approval", "approve", "callback", "confirm", "confirmation", "delete", "hook",
        "invitation", "invite", "login", "magic", "presigned", "reject", "reset", "response", "resume", "revoke",
        "signed", "signin", "sso", "subscribe", "subscription", "unsubscribe", "upload", "validation", "verification",
        "verify", "webhook",
    ]

    private static let addresses = ["url", "urls", "uri", "link", "endpoint", "href"]

    /// Two words that name a credential together.
    private static let pairs: Set<String> = ["session id", "auth header"]

    /// Words that end like a credential and are none.
    private static let lookalikes: Set<String> = [
        "bypass", "compass", "encompass", "overpass", "surpass", "trespass", "underpass",
    ]

    private static func hasStem(_ name: String) -> Bool {
        let name = name.replacing("secretar", with: "")
        return stems.contains { name.contains($0) }
    }

    /// Whether a name is that of a property of something, not of the thing itself: `token_type`.
    private static func isAboutCredential(_ words: [String]) -> Bool {
        words.count > 1 && words.last.map(aspects.contains) == true
    }

    /// A word that is written as one with what it is for: `authtoken`, `smtppass`, `sshkey`.
    private static func endsAsCredential(_ word: String) -> Bool {
        if word.hasSuffix("key") { return keys.contains(String(word.dropLast("key".count))) }
        return !lookalikes.contains(word)
            && ["token", "pwd", "cookie", "signature", "pass"].contains { word.count > $0.count && word.hasSuffix($0) }
    }

    private static func isPair(_ words: [String]) -> Bool {
        words.last == "auth" || words.last == "oauth"
            || zip(words, words.dropFirst()).contains { pairs.contains("\($0) \($1)") }
    }

    private static func isKey(_ words: [String], _ key: String) -> Bool {
        guard let position = words.firstIndex(of: key) else { return false }
        return position == 0 || !things.contains(words[position - 1])
    }

    private static func isCode(_ words: [String]) -> Bool {
        guard let last = words.last else { return false }
        if last == "code" || last == "codes" { return words.dropLast().last.map(codes.contains) == true }
        return last.hasSuffix("code") && codes.contains(String(last.dropLast("code".count)))
    }

    private static func isCapability(_ words: [String]) -> Bool {
        guard let last = words.last, let address = addresses.first(where: last.hasSuffix) else { return false }
        let rest = String(last.dropLast(address.count))
        return words.dropLast().contains(where: capabilities.contains) || capabilities.contains(rest)
    }
}
