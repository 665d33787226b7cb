internal import HTTPTypes

/// The names that most requests carry, made once: a name made from its bytes costs two strings and a check.
enum FieldNames {
    private struct Entry {
        let bytes: [UInt8]
        let name: HTTPField.Name
    }

    private static let common = [
        "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Connection",
        "Content-Length", "Content-Type", "Cookie", "Date", "Expect", "Forwarded", "Host", "Origin", "Referer",
        "Stripe-Signature", "Transfer-Encoding", "User-Agent", "X-Forwarded-For", "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-GitHub-Delivery", "X-GitHub-Event", "X-GitHub-Hook-ID", "X-GitHub-Hook-Installation-Target-ID",
        "X-GitHub-Hook-Installation-Target-Type", "X-Gitlab-Event", "X-Gitlab-Token", "X-Hub-Signature",
        "X-Hub-Signature-256", "X-Real-IP", "X-Request-ID", "X-Request-Id", "X-Slack-Request-Timestamp",
        "X-Slack-Signature",
    ]

    /// By length, in the spelling above and in lower case.
    private static let byLength: [[Entry]] = {
        var table: [[Entry]] = []
        for text in Set(common + common.map { $0.lowercased() }) {
            guard let name = HTTPField.Name(text) else { continue }
            let bytes = Array(text.utf8)
            while table.count <= bytes.count { table.append([]) }
            table[bytes.count].append(Entry(bytes: bytes, name: name))
        }
        return table
    }()

    /// The name that these bytes spell, or nil when they are not a token.
    static func name(_ bytes: ArraySlice<UInt8>) -> HTTPField.Name? {
        if bytes.count < byLength.count {
            for entry in byLength[bytes.count] where entry.bytes.elementsEqual(bytes) { return entry.name }
        }
        return HTTPField.Name(String(decoding: bytes, as: UTF8.self))
    }
}
