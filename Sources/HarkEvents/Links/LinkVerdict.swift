import HarkClient

/// What a provider's response to a lookup means.
enum LinkVerdict: Sendable, Hashable {
    /// What to say about the reference; nil if there is nothing to say: it is unknown, or not for everyone.
    case found(EventNotification?)
    /// The provider wants no more requests for this many seconds; nil if it does not say.
    case limited(seconds: Int?)
    /// The provider does not accept the token.
    case refused
    /// The response cannot be used.
    case failed

    /// Why there is nothing to say, for the log.
    var reason: String {
        switch self {
        case .found: "it is unknown, or not for everyone"
        case .limited: "too many requests"
        case .refused: "the token is refused"
        case .failed: "no usable response"
        }
    }

    private static let remaining = ["X-RateLimit-Remaining", "RateLimit-Remaining"]
    private static let reset = ["X-RateLimit-Reset", "RateLimit-Reset"]

    /// Judges a response.
    /// - Parameters:
    ///   - response: the response.
    ///   - now: the time of day in seconds since 1970, which a limit's end is compared with.
    ///   - isRateLimited: whether the JSON of a status 400 says that there were too many requests.
    ///   - format: formats the JSON of a status 200.
    init(
        _ response: ClientResponse, now: Int, isRateLimited: (PayloadView) -> Bool,
        format: (PayloadView) -> EventNotification?
    ) {
        let headers = response.headers
        // GitHub says 403 when no request is left, and when there were too many at once
        // (docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api).
        let isSpent = Self.number(headers, Self.remaining) == 0
        let wait = Self.number(headers, ["Retry-After"]) ?? Self.number(headers, Self.reset).map { Self.wait($0, now) }
        switch response.status.code {
        case 200:
            guard let document = try? JSONDocument(parsing: response.body) else {
                self = .failed
                return
            }
            self = .found(format(PayloadView(document.root)))
        case 401: self = .refused
        case 429: self = .limited(seconds: wait)
        case 403 where isSpent || headers[.retryAfter] != nil: self = .limited(seconds: wait)
        case 400 where Self.says(isRateLimited, response): self = .limited(seconds: nil)
        case 500...: self = .failed
        // A redirect leads to another server, or to an issue that was moved; the rest is unknown or forbidden.
        default: self = .found(nil)
        }
    }

    private static func says(_ isRateLimited: (PayloadView) -> Bool, _ response: ClientResponse) -> Bool {
        (try? JSONDocument(parsing: response.body)).map { isRateLimited(PayloadView($0.root)) } ?? false
    }

    /// The wait until a limit ends. Most providers send a time, others a number of seconds
    /// (draft-ietf-httpapi-ratelimit-headers); one below a year is such a number.
    private static func wait(_ end: Int, _ now: Int) -> Int { end < 31_536_000 ? end : end - now }

    /// The first of these fields that is a whole number; larger ones than a time can be are ignored.
    private static func number(_ headers: HTTPFields, _ names: [String]) -> Int? {
        names.lazy.compactMap { HTTPField.Name($0).flatMap { headers[$0] } }.compactMap { Int($0) }
            .first { (0...999_999_999_999).contains($0) }
    }
}
