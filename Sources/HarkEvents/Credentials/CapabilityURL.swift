/// URLs that let whoever knows them do something: their path is a secret.
enum CapabilityURL {
    /// Longest part of a path that is searched, in bytes.
    private static let limit = 200

    /// Where the secret begins in a URL.
    /// - Parameter url: the URL from its host on, and what follows it in a text.
    /// - Returns: an index behind the host; nil if the path is no secret.
    static func secret(in url: ArraySlice<UInt8>) -> Int? {
        let authority = url.prefix { $0 != UInt8(ascii: "/") && !$0.endsUnquotedValue }
        let host = authority.prefix { $0 != UInt8(ascii: ":") }
        let path = url[authority.endIndex...].prefix(limit).prefix { $0 != UInt8(ascii: "?") && !$0.endsUnquotedValue }
        guard path.count > 1 else { return nil }
        let known = places.lazy.filter { host.isHost($0.host) }.compactMap { path.firstRange(of: Array($0.path.utf8)) }
        return known.first?.upperBound ?? token(in: path)
    }

    /// Where a generated part of a path begins, at most three parts behind one that says what it is:
    /// `/hooks/xk3jd9f8s7d6f5g4`. In a repository `webhook`, a commit is none.
    private static func token(in path: ArraySlice<UInt8>) -> Int? {
        var left = 0
        for part in path.split(separator: UInt8(ascii: "/")) {
            if left > 0, part.isPathToken { return part.startIndex }
            left = words.contains(where: part.isEqual) ? 3 : things.contains(where: part.isEqual) ? 0 : max(0, left - 1)
        }
        return nil
    }

    /// What precedes an identifier that is no secret.
    private static let things = [
        "actions", "blob", "build", "builds", "commit", "commits", "compare", "deploys", "issues", "pull", "runs",
        "tree",
        "workflows",
    ]

    /// What precedes a token in the paths of Mattermost, Rocket.Chat, n8n and others that people run themselves.
    private static let words = ["hook", "hooks", "webhook", "webhooks", "key", "token", "secret", "catch"]

    /// The hosts of providers, and the part of a path behind which it is a secret.
    private static let places: [(host: String, path: String)] = [
        ("hooks.slack.com", "/services/"), ("hooks.slack.com", "/workflows/"), ("hooks.slack.com", "/triggers/"),
        ("hooks.slack-gov.com", "/services/"), ("hooks.slack-gov.com", "/workflows/"),
        ("hooks.slack-gov.com", "/triggers/"), ("discord.com", "/webhooks/"), ("discordapp.com", "/webhooks/"),
        ("api.telegram.org", "/bot"), ("outlook.office.com", "/webhook/"), ("outlook.office365.com", "/webhook/"),
        ("webhook.office.com", "/webhookb2/"), ("hooks.zapier.com", "/hooks/catch/"), ("hooks.zapier.com", "/hooks/"),
        ("maker.ifttt.com", "/with/key/"), ("events.pagerduty.com", "/integration/"), ("hc-ping.com", "/"),
        ("hook.eu1.make.com", "/"), ("hook.eu2.make.com", "/"), ("hook.us1.make.com", "/"),
        ("hook.us2.make.com", "/"), ("hook.integromat.com", "/"), ("webhook.site", "/"),
    ]
}

extension ArraySlice<UInt8> {
    /// Whether this part of a path is generated: 16 bytes or more with letters and digits alone, or a UUID.
    fileprivate var isPathToken: Bool {
        // A sentence may end behind a URL.
        let part = self.last == UInt8(ascii: ".") ? dropLast() : self
        guard part.count >= CredentialScanner.shortest, part.contains(where: \.isDigit),
            part.contains(where: \.isLetter)
        else { return false }
        let isUUID = part.allSatisfy { $0.isDigit || (0x61...0x66).contains($0 | 0x20) || $0 == UInt8(ascii: "-") }
        return isUUID || part.allSatisfy { $0.isLetter || $0.isDigit }
    }
}
