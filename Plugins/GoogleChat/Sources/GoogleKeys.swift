import HarkClient
import HarkEvents
import HarkTLS

/// The keys with which Google signs its tokens, which change every few days. They are requested when a token names an
/// unknown one, at a limited rate because of forged tokens.
actor GoogleKeys {
    /// How long keys are trusted without requesting them again.
    private static let age = Duration.seconds(21_600)

    /// How long keys are trusted while Google does not respond.
    private static let longestAge = Duration.seconds(86_400)

    /// Shortest time from a successful request to the next one.
    private static let pause = Duration.seconds(30)
    /// Shortest time from a failed request to the next one.
    private static let shortPause = Duration.seconds(2)

    private let url: String
    private let http: HTTPClient
    private let clock: BotClock
    private var keys: [String: PublicKey] = [:]
    private var fetched: ContinuousClock.Instant?
    /// Until when the keys are not requested again.
    private var pauseEnd: ContinuousClock.Instant?
    /// Why the last request failed; nil if it succeeded.
    private var failure: ChatError?
    private var request: Task<Void, Never>?

    init(url: String, http: HTTPClient, clock: BotClock) {
        self.url = url
        self.http = http
        self.clock = clock
    }

    /// The key with an identifier; nil if Google has none.
    /// - Throws: if Google's keys cannot be read.
    func key(_ id: String) async throws(ChatError) -> PublicKey? {
        if let key = known(id, for: Self.age) { return key }
        if request == nil, pauseEnd.map({ $0 <= clock.steady }) ?? true { request = Task { await self.fetch() } }
        // Concurrent callers wait for the same response.
        await request?.value
        guard let failure else { return known(id, for: Self.age) }
        if let key = known(id, for: Self.longestAge) { return key }
        throw failure
    }

    private func known(_ id: String, for age: Duration) -> PublicKey? {
        fetched.flatMap { clock.steady - $0 <= age ? keys[id] : nil }
    }

    private func fetch() async {
        do throws(ChatError) {
            let response: ClientResponse
            do throws(HTTPClientError) { response = try await http.send(.get(url)) } catch {
                throw ChatError(error, from: "Google's list of keys")
            }
            let found = PublicKey.keys(in: try response.chatAnswer(from: "Google's list of keys"))
            guard !found.isEmpty else { throw ChatError(.transient, "Google's list of keys holds none.") }
            (keys, fetched, failure) = (found, clock.steady, nil)
        } catch {
            failure = error
        }
        pauseEnd = clock.steady + (failure == nil ? Self.pause : Self.shortPause)
        request = nil
    }
}
