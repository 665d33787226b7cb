import HarkEvents

extension Linear {
    /// Issues: `ENG-123` (linear.app/developers/graphql). An unknown issue is answered with 200 and errors.
    static let links = LinkLookup(
        [.key],
        server: "The address of the API.",
        defaultServer: BaseURL(constant: "https://api.linear.app"),
        token: "An API key that may read issues; with it, ENG-123 in a message is answered with its title.",
        headers: { ["Authorization": authorization($0.token.reveal())] },
        request: { reference in
            .post("graphql", json: ["query": .string(query), "variables": ["id": .string(reference.description)]])
        },
        // Linear answers 400 and not 429 (linear.app/developers/rate-limiting).
        isRateLimited: { answer in
            answer.errors.asList.contains { $0.extensions.code.asText?.uppercased == "RATELIMITED" }
        },
        answer: { answer, reference, _ in
            let issue = answer.data.issue
            let state: ChatText = issue.state.name.asText.map { "\($0)" } ?? ""
            return EventNotification(reference, title: issue.title, state: state, link: issue.url.asText)
        })

    private static let query = "query($id: String!) { issue(id: $id) { title url state { name } } }"

    /// A personal key stands alone, a token of OAuth after `Bearer` (linear.app/developers/graphql, "Authentication").
    private static func authorization(_ token: String) -> String {
        token.hasPrefix("lin_api_") ? token : "Bearer \(token)"
    }
}
