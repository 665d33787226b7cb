import HarkEvents

private import struct FoundationEssentials.Data

extension Jira {
    /// Issues: `TEA-7` (developer.atlassian.com/cloud/jira/platform/rest/v2, "Get issue"; Data Center has the same
    /// path).
    static let links = LinkLookup(
        [.key],
        server: "The server's address, such as https://acme.atlassian.net; HARK_JIRA_TOKEN needs it.",
        token: "An API token, or a personal access token of Data Center; with it, TEA-7 in a message is answered.",
        user: "The e-mail address of the API token's account; not set for a personal access token.",
        headers: { ["Authorization": authorization($0), "Accept": "application/json"] },
        request: { reference in
            .get("rest", "api", "2", "issue", reference.description, query: "fields=summary,status,security")
        },
        answer: { issue, reference, access in
            // An issue with a security level is not for everyone in a room.
            guard !issue.fields.security.exists else { return nil }
            let page = UntrustedText("\(access.server)/browse/\(reference)")
            let status: ChatText = issue.fields.status.name.asText.map { "\($0)" } ?? ""
            return EventNotification(reference, title: issue.fields.summary, state: status, link: page)
        })

    /// The proof of who asks: of an account with its API token (RFC 7617), or of a token alone (RFC 6750).
    private static func authorization(_ access: LinkAccess) -> String {
        let token = access.token.reveal()
        guard let user = access.user else { return "Bearer \(token)" }
        return "Basic \(Data("\(user):\(token)".utf8).base64EncodedString())"
    }
}
