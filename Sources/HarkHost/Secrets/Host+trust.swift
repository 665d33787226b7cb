/// How far a route's deliveries can be trusted.
enum TrustState: Equatable {
    /// Anyone may call it: its row names no verifier.
    case open
    /// Its verifier has a secret that the operator set, or needs none.
    case verified
    /// Its secret was made by the bot and is kept at this place.
    case made(variable: String, place: String)
    /// It answers 503 until this variable is set.
    case waiting(variable: String)
    /// The operator chose to take deliveries without proof.
    case unsigned(variable: String)
}

extension Host {
    /// How far the deliveries of a route of an active plugin can be trusted, now.
    func trust(in endpoint: Endpoint) -> TrustState {
        guard let requestGuard = endpoint.requestGuard, let verifier = requestGuard.verifier else { return .open }
        if let variable = requestGuard.awaitedVariable { return .waiting(variable: variable) }
        guard verifier.needsSecret, let ring = requestGuard.secret()?.ring else { return .verified }
        let variable = ring.variable ?? "its secret"
        switch ring.content {
        case .unsigned: return .unsigned(variable: variable)
        case .values, .unset:
            return generatedSecrets[variable].map { .made(variable: variable, place: $0) } ?? .verified
        }
    }

    /// What the operator should know before the first delivery, and how loud to say it: a line for each secret, and one
    /// for the rows of a plugin that people may call who have proved nothing.
    public var trustNotices: [TrustNotice] {
        secretNotices + OpenRow.notices(of: OpenRow.all(of: plugins, except: options.openPlugins))
    }

    private var secretNotices: [TrustNotice] {
        var seen: Set<String> = []
        return plugins.flatMap { plugin in
            plugin.endpoints.flatMap { endpoint in
                states(of: endpoint).map { (endpoint, $0) }
            }.compactMap { endpoint, state in
                guard let variable = state.variable, seen.insert(variable).inserted else { return nil }
                switch state {
                case .open, .verified: return nil
                case .made(_, let place):
                    let how = "`\(program) secret \(plugin.name)` shows it"
                    let text = "\(variable) is not set: the bot keeps one of its own in “\(place)”; \(how)"
                    return TrustNotice(variable: variable, level: .notice, text: text)
                case .waiting:
                    let what = "\(variable) is not set: plugin \(plugin.name) waits for it"
                    let text = "\(what) and answers 503 at \(endpoint.label)"
                    return TrustNotice(variable: variable, level: .warning, text: text)
                case .unsigned:
                    let text = "\(variable) is “unsigned”: anyone can speak through \(endpoint.label)"
                    return TrustNotice(variable: variable, level: .warning, text: text)
                }
            }
        }
    }

    /// How far a route's deliveries can be trusted, and that its handshake has a secret which the bot generated.
    private func states(of endpoint: Endpoint) -> [TrustState] {
        let variable = endpoint.requestGuard?.handshakeSecret()?.ring.variable
        let made = variable.flatMap { name in
            generatedSecrets[name].map { TrustState.made(variable: name, place: $0) }
        }
        return [trust(in: endpoint), made].compactMap(\.self)
    }

    /// The secrets that the bot generated for a plugin.
    /// - Throws: `Rejection` with the nearest name when there is no such plugin.
    public func generatedSecrets(of plugin: String) throws(Rejection) -> [GeneratedSecret] {
        let plugin = try self.plugin(plugin)
        return plugin.settings.compactMap { setting in
            guard generatedSecrets[setting.variable] != nil,
                let text = secrets.first(where: { $0.variable == setting.variable })?.ring.values.first
            else { return nil }
            let isKept = (try? secretStore.secret(for: setting.variable)) == text
            return GeneratedSecret(
                variable: setting.variable, text: Secret(text), place: secretStore.place(of: setting.variable),
                isKept: isKept
            )
        }
    }

    /// Reads the secrets that came from files again. A file that cannot be used leaves its secret as it was.
    /// - Returns: the variables whose secrets are others now, and what was wrong.
    public func reloadSecrets() -> (changed: [String], faults: [Fault]) {
        var changed: [String] = []
        var faults: [Fault] = []
        for secret in secrets {
            do throws(Fault) {
                let isNew = try secret.reload(isStrict: options.isStrict) { text in
                    (verifiers[secret.variable] ?? []).allSatisfy { $0.accepts(secret: text) }
                }
                if isNew { changed.append(secret.variable) }
            } catch {
                faults.append(error)
            }
        }
        return (changed, faults)
    }
}

/// What the operator should know about a secret, or about a row that needs none.
public struct TrustNotice: Sendable {
    /// The variable that it is about; empty where it is about a row.
    public let variable: String
    /// How loud to say it.
    public let level: Logger.Level
    /// A sentence without its full stop.
    public let text: String
}

/// A secret that the bot generated itself.
public struct GeneratedSecret: Sendable {
    /// The variable that would set another one.
    public let variable: String
    /// The secret.
    public let text: Secret
    /// Where it is kept, or would be.
    public let place: String
    /// Whether it is kept there: a bot that only looks around makes secrets and forgets them.
    public let isKept: Bool
}

extension TrustState {
    /// The variable that it is about.
    var variable: String? {
        switch self {
        case .open, .verified: nil
        case .made(let variable, _), .waiting(let variable), .unsigned(let variable): variable
        }
    }

    /// The state behind a verifier's name, as `!webstatus` shows it; empty when all is well.
    var remark: String {
        switch self {
        case .open, .verified: ""
        case .made: " (secret generated by the bot)"
        case .waiting(let variable): " (waits for \(variable))"
        case .unsigned: " UNSIGNED"
        }
    }
}
