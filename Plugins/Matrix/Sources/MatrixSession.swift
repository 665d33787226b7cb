import HarkClient
import HarkEvents

/// Keeps the bot logged in: with a token, or with a password, for which the server issues a token.
actor MatrixSession {
    /// How the bot is authenticated.
    enum Credentials: Sendable {
        case token(Secret)
        case password(user: String, Secret)
    }

    /// A login accepted by the server.
    struct Login: Sendable {
        let server: MatrixServer
        let token: Secret
        /// The bot's identifier, such as `@hark:example.org`.
        let user: String
        fileprivate let number: Int
    }

    /// The bot's device: always the same, because a new one would lengthen the account's list of devices, and the
    /// server would not recognise messages that were sent before.
    static let device = "HARK"

    /// The device of a bot that only sends or checks something: a login invalidates the token of its device, which
    /// another bot may be using (spec.matrix.org, Client-Server API, “Relationship between access tokens and devices”).
    static let secondDevice = "HARK-BESIDE"

    private let address: HomeserverAddress
    private let credentials: Credentials
    private let http: HTTPClient
    private var current: Login?
    private var opening: Task<Result<Login, MatrixFailure>, Never>?
    private var refusal: MatrixFailure?
    private var loginCount = 0
    private var device = MatrixSession.device

    init(_ address: HomeserverAddress, _ credentials: Credentials, _ http: HTTPClient) {
        self.address = address
        self.credentials = credentials
        self.http = http
    }

    /// Leaves the bot's device to another bot that may be running.
    func useSecondDevice() { device = Self.secondDevice }

    /// The login, created if there is none. Concurrent callers wait for the same one.
    func login() async throws(MatrixFailure) -> Login {
        if let current { return current }
        // A server counts wrong passwords, and may lock the account.
        if let refusal { throw refusal }
        let task = opening ?? Task { await open() }
        opening = task
        return try await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }.get()
    }

    /// A new login that replaces one whose token the server has refused.
    func login(insteadOf old: Login, _ failure: MatrixFailure) async throws(MatrixFailure) -> Login {
        guard case .password = credentials else { throw failure }
        if current?.number == old.number { current = nil }
        return try await login()
    }

    private func open() async -> Result<Login, MatrixFailure> {
        defer { opening = nil }
        do throws(MatrixFailure) {
            let server = try await address.server(http)
            loginCount += 1
            let login: Login
            switch credentials {
            case .token(let token):
                let answer = try await server.call(.get, MatrixPath("account", "whoami"), token: token)
                login = Login(server: server, token: token, user: try Self.user(in: answer), number: loginCount)
            case .password(let user, let password):
                let answer = try await logIn(user, password, server)
                login = Login(
                    server: server, token: Secret(answer.access_token.asText?.verbatim ?? ""),
                    user: try Self.user(in: answer), number: loginCount)
            }
            current = login
            return .success(login)
        } catch {
            if error.error.kind == .unauthorized { refusal = error }
            return .failure(error)
        }
    }

    private func logIn(
        _ user: String, _ password: Secret, _ server: MatrixServer
    ) async throws(MatrixFailure) -> PayloadView {
        let request: JSONValue = [
            "type": "m.login.password", "identifier": ["type": "m.id.user", "user": .string(user)],
            "password": .string(password.reveal()), "device_id": .string(device),
            "initial_device_display_name": "Hark",
        ]
        do throws(MatrixFailure) { return try await server.call(.post, MatrixPath("login"), request) } catch {
            switch error.error.kind {
            case .transient, .rateLimited: throw error
            default:
                let reason =
                    "The Matrix server does not log the bot in (\(error.code ?? "status \(error.status)")). Check "
                    + "HARK_MATRIX_USER and HARK_MATRIX_PASSWORD; where the server takes no passwords, set "
                    + "HARK_MATRIX_TOKEN in their place."
                // Without its status, which would be mistaken for that of a room.
                throw MatrixFailure(error: ChatError(.unauthorized, reason))
            }
        }
    }

    private static func user(in answer: PayloadView) throws(MatrixFailure) -> String {
        guard let user = answer.user_id.asText?.verbatim, MatrixID.isUser(user) else {
            throw MatrixFailure(error: ChatError(.transient, "The Matrix server does not say who the bot is."))
        }
        return user
    }
}
