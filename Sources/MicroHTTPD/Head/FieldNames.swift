internal import HTTPTypes

/// The names of most header fields, created once: creating one from its bytes takes two strings and a check.
struct FieldNames: Sendable {
    private struct Entry {
        let bytes: [UInt8]
        let name: HTTPField.Name
    }

    private static let general = [
        "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Connection",
        "Content-Encoding", "Content-Length", "Content-Type", "Cookie", "Date", "Expect", "Forwarded", "Host",
        "Idempotency-Key", "Origin", "Referer", "Request-ID", "Transfer-Encoding", "User-Agent", "X-Forwarded-For",
        "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Forwarded-Proto", "X-Real-IP", "X-Request-ID", "X-Request-Id",
    ]

    /// By length, as spelled and in lower case.
    private let byLength: [[Entry]]

    /// HTTP's own names, and these.
    init(_ others: Set<String> = []) {
        var table: [[Entry]] = []
        let spelled = Self.general + others
        for text in Set(spelled + spelled.map { $0.lowercased() }) {
            guard let name = HTTPField.Name(text) else { continue }
            let bytes = Array(text.utf8)
            while table.count <= bytes.count { table.append([]) }
            table[bytes.count].append(Entry(bytes: bytes, name: name))
        }
        byLength = table
    }

    /// The name with these bytes, or nil if they are not a token.
    func name(_ bytes: ArraySlice<UInt8>) -> HTTPField.Name? {
        if bytes.count < byLength.count {
            for entry in byLength[bytes.count] where entry.bytes.elementsEqual(bytes) { return entry.name }
        }
        return HTTPField.Name(String(decoding: bytes, as: UTF8.self))
    }
}
