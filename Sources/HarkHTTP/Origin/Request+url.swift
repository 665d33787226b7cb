private import HTTPTypes

extension Request {
    /// The full URL as the sender has it: the base URL and the target as sent. Some providers sign it (Twilio, Trello).
    /// Without a base URL and a valid `Host` field it is the target alone.
    public var url: String {
        let base = baseURL ?? host.map { BaseURL(scheme: scheme, host: $0, prefix: "").description } ?? ""
        return "\(base)\(target)"
    }

    /// The `Host` field (RFC 9110, 7.2), nil when it is missing or malformed.
    var host: String? { headers[Self.hostField].flatMap(Authority.checked) }

    private static let hostField = HTTPField.Name(constant: "Host")
}
