/// Signs requests with the secrets of the bot's own routes, as their senders would.
struct DeliverySigner: Sendable {
    let registry: PluginRegistry
    let secrets: SecretKeeper
    /// Where senders know the bot, if the operator says.
    let baseURL: BaseURL?
    let clock: BotClock

    /// A request as the sender of its route would sign it with the route's own secret; the request itself where there
    /// is nothing to prove, or something stands already where a proof would, right or wrong.
    /// - Throws: `Rejection` when it cannot be signed: the secret is not there, or is a public key.
    func signed(_ request: Request) throws(Rejection) -> Request {
        guard
            case .found(let endpoint, _) = registry.allRoutes.match(path: request.target.path, method: request.method),
            let requestGuard = endpoint.requestGuard, let verifier = requestGuard.verifier,
            !requestGuard.isChallenge(request),
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
            throw Rejection(.notImplemented, "\(what). Use --no-sign to send the request as it is.")
        }
        return signed
    }

    /// The request with the URL that it would have from outside: where senders know the bot, or else where it is sent.
    private func based(_ request: Request) -> Request {
        var request = request
        request.baseURL = baseURL?.description ?? request.baseURL
        return request
    }
}
