import HarkEvents

/// Calls the bot's server with the bot's login.
struct MatrixAPI: Sendable {
    let session: MatrixSession

    /// Sends a request; if the login has expired, once more with a new one.
    /// - Returns: the answer.
    /// - Throws: `MatrixFailure`, when there is no answer or the server refuses the request.
    func call(
        _ method: HTTPRequest.Method, _ path: MatrixPath, _ body: JSONValue? = nil, timeout: Duration = .seconds(30),
        responseLimit: Int = MatrixServer.usualLimit
    ) async throws(MatrixFailure) -> PayloadView {
        let login = try await session.login()
        do throws(MatrixFailure) {
            return try await login.server.call(
                method, path, body, token: login.token, timeout: timeout, responseLimit: responseLimit)
        } catch {
            guard error.isTokenRefused else { throw error }
            let login = try await session.login(insteadOf: login, error)
            do throws(MatrixFailure) {
                return try await login.server.call(
                    method, path, body, token: login.token, timeout: timeout, responseLimit: responseLimit)
            } catch {
                guard error.isTokenRefused else { throw error }
                // A new token is refused: something else is wrong, and may pass.
                throw MatrixFailure(error: ChatError(.transient, error.error.reason), status: error.status)
            }
        }
    }

    /// A state event of a room; nil if there is none of that type.
    func state(_ type: String, _ key: String? = nil, of room: String) async throws(MatrixFailure) -> PayloadView? {
        let path = key.map { MatrixPath("rooms", room, "state", type, $0) } ?? MatrixPath("rooms", room, "state", type)
        do throws(MatrixFailure) { return try await call(.get, path) } catch {
            guard error.code == "M_NOT_FOUND" else { throw error }
            return nil
        }
    }
}
