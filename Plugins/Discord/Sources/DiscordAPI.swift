import HarkClient
import HarkEvents
import Synchronization

/// Calls Discord's REST API (docs.discord.com/developers/reference).
final class DiscordAPI: Sendable {
    /// The result of a request.
    enum Answer: Sendable {
        /// It succeeded; with its JSON.
        case done(PayloadView)
        /// It was refused, with one of Discord's error codes.
        case refused(code: Int, ChatError)
    }

    private struct State {
        var limits = RateLimits()
        /// Discord does not accept the token: each further request would count towards a ban.
        var isRevoked = false
        /// Why the bot may not do something in a channel, and until when it does not retry.
        var refusals = BoundedMap<RateLimits.Route, (answer: Answer, end: ContinuousClock.Instant)>(limit: mostRefusals)
    }

    /// How long a refusal is remembered: each one counts towards a ban too.
    private static let refusalPause = Duration.seconds(60)
    private static let mostRefusals = 1000

    /// How long nothing is sent after a response that this address is banned. Discord counts over 10 minutes.
    private static let banPause = Duration.seconds(600)

    let base: BaseURL
    let token: Secret
    let clock: BotClock
    private let http: HTTPClient
    private let state = Mutex(State())

    init(base: BaseURL, token: Secret, http: HTTPClient, clock: BotClock) {
        self.base = base
        self.token = token
        self.http = http
        self.clock = clock
    }

    /// Whether Discord refused the token.
    var isRevoked: Bool { state.withLock { $0.isRevoked } }

    /// Sends a request.
    /// - Returns: the response's JSON.
    /// - Throws: why the request failed. Errors never contain the token.
    @discardableResult
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONObject? = nil
    ) async throws(ChatError) -> PayloadView {
        switch try await answer(method, path, body) {
        case .done(let payload): return payload
        case .refused(_, let error): throw error
        }
    }

    /// Sends a request whose refusal the caller handles.
    /// - Throws: why there is no response. `.rateLimited` if the request would exceed Discord's rate limit; it is not
    ///   sent then.
    func answer(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONObject? = nil
    ) async throws(ChatError) -> Answer {
        let route = RateLimits.Route(method, path)
        let start = clock.steady
        let (isRevoked, wait, refusal) = state.withLock { state in
            let refusal = state.refusals[route].flatMap { start < $0.end ? $0.answer : nil }
            return (state.isRevoked, state.limits.wait(for: route, at: start), refusal)
        }
        if isRevoked { throw Self.unauthorized }
        if let refusal { return refusal }
        if let wait { throw .tooManyRequests(at: "Discord", retryAfter: wait / .seconds(1)) }
        let response = try await http.send(request(method, path, body), to: "Discord")
        let now = clock.steady
        state.withLock { $0.limits.note(response.headers, of: route, at: now) }
        switch response.status.code {
        case 401:
            guard let body = try? JSONValue(parsing: response.body), DiscordRefusal(body, status: 401) != nil else {
                throw ChatError.loginPage(before: "Discord")
            }
            state.withLock { $0.isRevoked = true }
            throw Self.unauthorized
        case 429: throw tooMany(response, of: route, at: now)
        default:
            let answer = try Self.judged(response)
            if case .refused(_, let error) = answer, error.kind == .notAMember { remember(answer, of: route, at: now) }
            return answer
        }
    }

    private func remember(_ refusal: Answer, of route: RateLimits.Route, at now: ContinuousClock.Instant) {
        guard !route.major.isEmpty else { return }
        state.withLock { $0.refusals[route] = (refusal, now + Self.refusalPause) }
    }

    /// The error for all requests after Discord has refused the token.
    static let unauthorized = ChatError(
        .unauthorized,
        "Discord does not accept the token. Reset it on the application's page under “Bot”, and set HARK_DISCORD_TOKEN."
    )

    private func request(_ method: HTTPRequest.Method, _ path: String, _ body: JSONObject?) -> ClientRequest {
        var request = ClientRequest(
            method, "\(base)\(path)", json: body.map(JSONValue.object), timeout: .seconds(15), responseLimit: 8 << 20)
        request.headers[.authorization] = "Bot \(token.reveal())"
        // Discord requires this format (docs.discord.com/developers/reference#user-agent).
        request.headers[.userAgent] = "DiscordBot (hark, 1)"
        return request
    }

    private static func judged(_ response: ClientResponse) throws(ChatError) -> Answer {
        var refusal: DiscordRefusal?
        do throws(ChatError) {
            let value = try response.chatAnswer(from: "Discord") { body, status in
                refusal = body.flatMap { DiscordRefusal($0, status: status) }
                return refusal?.error
            }
            return .done(PayloadView(value))
        } catch {
            guard let refusal else { throw error }
            return .refused(code: refusal.code, refusal.error)
        }
    }

    /// The error for status 429. A response that is not Discord's own, without `Via` or not in JSON, comes from the
    /// network in front of it: this address is banned.
    private func tooMany(_ response: ClientResponse, of route: RateLimits.Route, at now: ContinuousClock.Instant)
        -> ChatError
    {
        let body = try? JSONValue(parsing: response.body)
        guard response.headers.text("via") != nil, let seconds = body?["retry_after"]?.doubleValue, seconds.isFinite
        else {
            state.withLock { $0.limits.close(nil, for: Self.banPause, at: now) }
            return ChatError(
                .rateLimited(retryAfter: Self.banPause),
                "Discord refuses all requests of this machine's address for some time, after too many that it had to "
                    + "refuse. The bot waits 10 minutes.")
        }
        let wait = min(max(seconds, 0), 86_400)
        let isGlobal = body?["global"]?.boolValue == true
        state.withLock { $0.limits.close(isGlobal ? nil : route, for: .seconds(wait), at: now) }
        return .tooManyRequests(at: "Discord", retryAfter: wait)
    }
}

extension HTTPFields {
    /// The value of a field by its lower-case name.
    func text(_ name: String) -> String? { first { $0.name.canonicalName == name }?.value }
}
