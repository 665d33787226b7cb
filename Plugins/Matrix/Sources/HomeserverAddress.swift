import HarkClient
import HarkEvents

/// The address of the bot's server in its setting: a base URL, or the server name in user identifiers, for which the
/// base URL is looked up.
enum HomeserverAddress: Sendable, Hashable {
    /// Without a slash at the end.
    case url(String)
    case name(String)
}

extension HomeserverAddress: SettingValue {
    init(settingText: String) throws(SettingMismatch) {
        if let url = BaseURL(settingText) {
            self = .url(url.description)
        } else if MatrixID.isServer(settingText), BaseURL("https://\(settingText)") != nil {
            self = .name(settingText)
        } else {
            throw SettingMismatch(expected: "a URL such as https://matrix.example.org, or a server's name")
        }
    }

    var settingText: String {
        switch self {
        case .url(let text), .name(let text): text
        }
    }

    static var settingTypeName: String { "URL|server name" }
}

extension HomeserverAddress {
    /// The server, after checking that it is one (spec.matrix.org, Client-Server API, “Server Discovery”).
    func server(_ http: HTTPClient) async throws(MatrixFailure) -> MatrixServer {
        let server = MatrixServer(base: try await base(http), http: http)
        do throws(MatrixFailure) {
            guard try await server.call(.get, .versions).versions.exists else {
                throw MatrixFailure(error: Self.noServer("What it answers is no list of versions."), status: 200)
            }
        } catch {
            guard error.status == 404 else { throw error }
            throw MatrixFailure(error: Self.noServer("It answers with status 404."), status: 404)
        }
        return server
    }

    private func base(_ http: HTTPClient) async throws(MatrixFailure) -> String {
        guard case .name(let name) = self else { return settingText }
        let request = ClientRequest(
            .get, "https://\(name)/.well-known/matrix/client", responseLimit: 64 << 10)
        let response: ClientResponse
        do throws(ChatError) { response = try await http.send(request, to: "The Matrix server") } catch {
            throw MatrixFailure(error: error)
        }
        switch response.status.code {
        case 404: return "https://\(name)"
        case 429, 500...: _ = try response.matrixAnswer()
        default: break
        }
        let answer = (try? JSONDocument(parsing: response.body)).map { PayloadView($0.root) }
        guard response.status == .ok, let text = answer?["m.homeserver"].base_url.asText?.verbatim,
            let url = BaseURL(text), url.scheme == .https
        else {
            let reason = Self.noServer("https://\(name)/.well-known/matrix/client names no base URL of https.")
            throw MatrixFailure(error: reason, status: response.status.code)
        }
        return url.description
    }

    private static func noServer(_ reason: String) -> ChatError {
        ChatError(
            .refused,
            "There is no Matrix server. \(reason) Set HARK_MATRIX_SERVER to its base URL, such as https://matrix.example.org."
        )
    }
}
