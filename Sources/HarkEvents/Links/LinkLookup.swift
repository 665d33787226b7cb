/// How the references in people's messages are looked up at a provider, and answered with title, state and link. A
/// `Provider` that has one answers them where the operator sets `HARK_<NAME>_TOKEN`.
///
/// ```swift
/// links: LinkLookup(
///     [.issue], depth: 2...2, defaultIn: "REPOSITORY",
///     server: "The server's address, such as https://forge.example.org.",
///     token: "An API token that may read issues.",
///     headers: { ["Authorization": "Bearer \($0.token.reveal())"] },
///     request: { reference in .get(reference.project, "issues", "\(reference.number)") },
///     answer: { issue, reference, _ in
///         EventNotification(reference, title: issue.title, state: "\(issue.state)", link: issue.url.asText)
///     })
/// ```
public struct LinkLookup: Sendable {
    /// Formats the JSON of an answer with status 200; nil if it is nothing to show.
    public typealias Formatter = @Sendable (PayloadView, Reference, LinkAccess) -> EventNotification?

    let scanner: ReferenceScanner
    let defaultName: String?
    let defaultServer: BaseURL?
    let serverHelp: String
    let tokenHelp: String
    let userHelp: String?
    let headers: @Sendable (LinkAccess) -> [String: String]
    let request: @Sendable (Reference) -> LinkRequest
    let isRateLimited: @Sendable (PayloadView) -> Bool
    let answer: Formatter

    /// A lookup.
    /// - Parameters:
    ///   - forms: the references that it knows.
    ///   - depth: how many names the path of a project has: two for `acme/rocket`.
    ///   - defaultName: the end of the name of the setting with the project of `#12`, such as `REPOSITORY`; nil for
    ///     keys, which need none.
    ///   - server: the help of the setting with the address of the API.
    ///   - defaultServer: the address unless that is set; nil if it has to be set.
    ///   - token: the help of the token's setting: what it must be allowed to do.
    ///   - user: the help of the setting with the name of the account; nil for a provider that needs none.
    ///   - headers: makes the header section of a request: the proof of who asks.
    ///   - request: makes the request for a reference.
    ///   - isRateLimited: whether the JSON of an answer with status 400 says that there were too many requests.
    ///   - answer: formats what was found.
    public init(
        _ forms: Set<Reference.Form>,
        depth: ClosedRange<Int> = 2...2,
        defaultIn defaultName: String? = nil,
        server: String,
        defaultServer: BaseURL? = nil,
        token: String,
        user: String? = nil,
        headers: @escaping @Sendable (LinkAccess) -> [String: String],
        request: @escaping @Sendable (Reference) -> LinkRequest,
        isRateLimited: @escaping @Sendable (PayloadView) -> Bool = { _ in false },
        answer: @escaping Formatter
    ) {
        scanner = ReferenceScanner(forms: forms, depth: depth)
        self.defaultName = defaultName
        self.defaultServer = defaultServer
        serverHelp = server
        tokenHelp = token
        userHelp = user
        self.headers = headers
        self.request = request
        self.isRateLimited = isRateLimited
        self.answer = answer
    }
}

/// Where and as whom references are looked up.
public struct LinkAccess: Sendable {
    /// The server's address, without a slash at its end.
    public let server: BaseURL

    /// The name of the account; nil if none is set.
    public let user: String?

    /// The API token.
    public let token: Secret
}

extension EventNotification {
    /// The answer to a reference: `[acme/rocket#12] The pump hums (open)` and a link; nil for one without a title.
    /// - Parameters:
    ///   - reference: the reference.
    ///   - title: the title, a stranger's text.
    ///   - state: the state, such as `open` or `merged pull request`.
    ///   - link: the page; left out unless it is a valid link.
    public init?(_ reference: Reference, title: PayloadView, state: ChatText, link: UntrustedText?) {
        guard let title = title.asText else { return nil }
        let shown: ChatText = state.isEmpty ? "" : " (\(state))"
        self.init(about: UntrustedText(reference.description), "\(title)\(shown)", link: link)
    }
}
