/// Signs requests with the secrets of the bot's own routes, as their senders would.
struct DeliverySigner: Sendable {
    let registry: PluginRegistry
    let secrets: SecretKeeper
    /// The bot's URL as senders know it, if the operator set it.
    let baseURL: BaseURL?
    let clock: BotClock

    /// Signs a request with its route's own secret, as the sender would. Returns it unchanged if the route needs no
    /// proof, or if the request already contains one, valid or not.
    /// - Throws: `Rejection` when it cannot be signed: the secret is not set, or is a public key.
    func signed(_ request: Request) throws(Rejection) -> Request {
        guard
            case .found(let endpoint, _) = registry.allRoutes.match(path: request.target.path, method: request.method),
            let requestGuard = endpoint.requestGuard, let verifier = requestGuard.verifier,
            // A challenge with the method of deliveries may come signed too.
            !requestGuard.isChallenge(request) || endpoint.handles(request.method),
            !verifier.hasProof(in: SignedRequest(request))
        else { return request }
        switch secrets.trust(in: endpoint) {
        case .open, .unsigned: return request
        case .waiting(let variable):
            throw Rejection(.serviceUnavailable, "\(variable) is not set, so the request cannot be signed.")
        case .verified, .generated: break
        }
        guard
            let signed = Signer(verifier, secret: requestGuard.instance.secret?.reveal() ?? "").sign(
                based(request), at: clock.now)
        else {
            let what = "The bot cannot sign for “\(verifier.name)”: the sender alone has the key"
            throw Rejection(.notImplemented, "\(what). Use --no-sign to send the request without a signature.")
        }
        return signed
    }

    /// The request with its URL as seen from outside: below the URL that senders know, or else where it is sent.
    private func based(_ request: Request) -> Request {
        var request = request
        request.baseURL = baseURL?.description ?? request.baseURL
        return request
    }
}
