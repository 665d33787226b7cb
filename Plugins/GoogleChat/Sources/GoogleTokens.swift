import HarkClient
import HarkEvents

private import struct FoundationEssentials.Date

/// The bot's access token, obtained with a signed assertion (RFC 7523;
/// developers.google.com/identity/protocols/oauth2/service-account).
actor GoogleTokens {
    private static let scope = "https://www.googleapis.com/auth/chat.bot"

    /// How long before its expiry a token is not used any more, in seconds.
    private static let margin = 120

    private let account: ServiceAccount
    private let http: HTTPClient
    private let clock: BotClock
    private var token: (text: Secret, end: ContinuousClock.Instant)?

    init(account: ServiceAccount, http: HTTPClient, clock: BotClock) {
        self.account = account
        self.http = http
        self.clock = clock
    }

    /// A valid token.
    /// - Parameter refused: a token that Google does not accept any more.
    /// - Throws: why Google issues no token. Errors never contain one.
    func token(besides refused: Secret? = nil) async throws(ChatError) -> Secret {
        if let token, token.end > clock.steady, token.text != refused { return token.text }
        let now = Int(clock.now.timeIntervalSince1970)
        let claims: JSONObject = [
            "iss": .string(account.email), "scope": .string(Self.scope), "aud": .string(account.tokenURL),
            "iat": .integer(now), "exp": .integer(now + 3600),
        ]
        guard let assertion = try? JSONWebToken.signed(claims, by: account.key, keyID: account.keyID) else {
            throw ChatError(.unauthorized, "The key of HARK_GOOGLECHAT_ACCOUNT cannot sign.")
        }
        var request = ClientRequest(.post, account.tokenURL)
        request.headers[.contentType] = "application/x-www-form-urlencoded"
        let form = FormFields([
            FormFields.Field("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            FormFields.Field("assertion", assertion),
        ])
        request.body = Array(form.urlEncoded.utf8)
        let answer: PayloadView
        // No message was sent yet, whatever happened to the token.
        do throws(ChatError) {
            let response = try await http.send(request, to: "Google")
            answer = PayloadView(try response.chatAnswer(from: "Google", refusal: Self.refusal))
        } catch {
            throw ChatError(error.kind, error.reason)
        }
        guard let text = answer.access_token.asText?.verbatim else {
            throw ChatError(.transient, "Google's response contains no token. Is a proxy in between?")
        }
        let seconds = min(max((answer.expires_in.asInt ?? 3600) - Self.margin, 1), 86_400)
        token = (Secret(text), clock.steady + .seconds(seconds))
        return Secret(text)
    }

    /// Errors that last until the operator corrects something (RFC 6749, 5.2). Google also answers `invalid_grant`
    /// while the machine's clock is wrong, which is temporary.
    private static let lasting: Set = ["invalid_client", "unauthorized_client", "invalid_grant", "account_not_found"]

    private static func refusal(_ answer: JSONValue?, _ status: Int) -> ChatError? {
        let error = (answer?["error"]?.stringValue ?? "").sanitized(to: 80)
        guard !error.isEmpty else { return status == 401 ? .loginPage(before: "Google") : nil }
        let more = (answer?["error_description"]?.stringValue ?? "").sanitized(to: 200)
        let isOfTime = ["timeframe", "iat", "expired"].contains { more.contains($0) }
        return ChatError(
            lasting.contains(error) && !isOfTime ? .unauthorized : .transient,
            "Google does not accept the service account (\(error)\(more.isEmpty ? "" : ": \(more)")). Is its key still "
                + "there, and is the machine's clock right?")
    }
}
