import HarkEvents

/// When each kind of request may be sent next, from the headers of Discord's responses
/// (docs.discord.com/developers/topics/rate-limits). It only keeps the state: callers wait themselves.
struct RateLimits: Sendable {
    /// A kind of request, and the channel or server that Discord counts it for.
    struct Route: Sendable, Hashable {
        /// The method and the path without identifiers.
        let template: String
        /// The channel or server; empty for none.
        let major: String

        /// The route of a request; `path` begins with a slash.
        init(_ method: HTTPRequest.Method, _ path: String) {
            let parts = path.prefix { $0 != "?" }.split(separator: "/").map(String.init)
            let hasMajor = ["channels", "guilds"].contains(parts.first) && parts.count > 1
            major = hasMajor ? parts[1] : ""
            template =
                method.rawValue
                + parts.indices.map { index in
                    let isVariable = parts[index].isSnowflake || index > 0 && parts[index - 1] == "reactions"
                    return isVariable ? "/*" : "/\(parts[index])"
                }.joined()
        }
    }

    /// Most routes that are blocked at the same time.
    private static let limit = 1000

    /// Discord's name for the bucket of each template; several templates may share one.
    private var buckets: [String: String] = [:]
    private var closed: [Route: ContinuousClock.Instant] = [:]
    private var allClosed: ContinuousClock.Instant?

    /// How long a request has to wait; nil if it may be sent now.
    func wait(for route: Route, at now: ContinuousClock.Instant) -> Duration? {
        let until = [allClosed, closed[counted(route)]].compactMap(\.self).max()
        return until.flatMap { $0 > now ? $0 - now : nil }
    }

    /// Reads the rate limit headers of a response.
    mutating func note(_ headers: HTTPFields, of route: Route, at now: ContinuousClock.Instant) {
        if let bucket = headers.text("x-ratelimit-bucket"), bucket.utf8.count <= 100, buckets.count < Self.limit {
            buckets[route.template] = bucket
        }
        guard headers.text("x-ratelimit-remaining") == "0",
            let seconds = headers.text("x-ratelimit-reset-after").flatMap(Double.init), (0...86_400).contains(seconds)
        else { return }
        close(route, for: .milliseconds(Int((seconds * 1000).rounded(.up))), at: now)
    }

    /// Blocks a route, or all of them, for some time.
    mutating func close(_ route: Route?, for duration: Duration, at now: ContinuousClock.Instant) {
        guard let route else {
            allClosed = max(allClosed ?? now, now + duration)
            return
        }
        if closed.count >= Self.limit { closed = closed.filter { $0.value > now } }
        guard closed.count < Self.limit else { return }
        let counted = counted(route)
        closed[counted] = max(closed[counted] ?? now, now + duration)
    }

    private func counted(_ route: Route) -> Route {
        guard let bucket = buckets[route.template] else { return route }
        return Route(bucket: bucket, major: route.major)
    }
}

extension RateLimits.Route {
    fileprivate init(bucket: String, major: String) {
        template = bucket
        self.major = major
    }
}
