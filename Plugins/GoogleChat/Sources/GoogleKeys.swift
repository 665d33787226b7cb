import HarkClient
import HarkEvents
import HarkTLS

/// The keys with which Google signs its tokens, which change every few days. They are requested when a token names an
/// unknown one, at a limited rate because of forged tokens.
actor GoogleKeys {
    /// Most keys that are kept; Google publishes only a few.
    private static let most = 32

    /// How long keys are trusted without requesting them again.
    private static let age = Duration.seconds(21_600)

    /// Shortest time between two requests.
    private static let pause = Duration.seconds(30)

    private let url: String
    private let http: HTTPClient
    private let clock: BotClock
    private var keys: [String: PublicKey] = [:]
    private var fetched: ContinuousClock.Instant?
    private var asked: ContinuousClock.Instant?
    private var request: Task<Result<Void, ChatError>, Never>?

    init(url: String, http: HTTPClient, clock: BotClock) {
        self.url = url
        self.http = http
        self.clock = clock
    }

    /// The key with an identifier; nil if Google has none.
    /// - Throws: if Google's keys cannot be read.
    func key(_ id: String) async throws(ChatError) -> PublicKey? {
        let isOld = fetched.map { clock.steady - $0 > Self.age } ?? true
        if !isOld, let known = keys[id] { return known }
        if request == nil {
            if let asked, clock.steady - asked < Self.pause {
                guard isOld else { return nil }
                throw ChatError(.transient, "Google's keys could not be read.")
            }
            asked = clock.steady
            request = Task { await self.fetch() }
        }
        // Concurrent callers wait for the same response.
        let result = await request?.value
        request = nil
        if case .failure(let error)? = result { throw error }
        return keys[id]
    }

    private func fetch() async -> Result<Void, ChatError> {
        do throws(ChatError) {
            let response: ClientResponse
            do throws(HTTPClientError) { response = try await http.send(.get(url)) } catch {
                throw ChatError(error, from: "Google's list of keys")
            }
            let found = Self.keys(in: PayloadView(try response.chatAnswer(from: "Google's list of keys")))
            guard !found.isEmpty else { throw ChatError(.transient, "Google's list of keys holds none.") }
            keys = found
            fetched = clock.steady
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    /// The keys of a JSON Web Key Set (RFC 7517), or of certificates by identifier.
    static func keys(in list: PayloadView) -> [String: PublicKey] {
        var keys: [String: PublicKey] = [:]
        for key in list.keys.asList.prefix(most) where key.kty.asText?.verbatim == "RSA" {
            guard let id = key.kid.asText?.verbatim, let modulus = JSONWebToken.decoded(key.n.asText?.verbatim ?? ""),
                let exponent = JSONWebToken.decoded(key.e.asText?.verbatim ?? "")
            else { continue }
            let key = PublicKey.rsa(modulus: modulus, exponent: exponent)
            if key.isUsable { keys[id] = key }
        }
        if list.keys.exists { return keys }
        for (id, certificate) in list.asMembers.prefix(most) {
            keys[id] = (certificate.asText?.verbatim).flatMap { PublicKey(rsaCertificatePEM: $0) }
        }
        return keys
    }
}
