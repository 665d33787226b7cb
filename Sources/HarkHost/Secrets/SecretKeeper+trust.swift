extension SecretKeeper {
    /// How the deliveries of a route of an active plugin are verified at present.
    package func trust(in endpoint: Endpoint) -> TrustState {
        guard let requestGuard = endpoint.requestGuard else { return .open }
        guard let verifier = requestGuard.verifier else { return requestGuard.isVerifiedByHandler ? .verified : .open }
        let instance = requestGuard.instance
        if let variable = requestGuard.awaitedVariable(instance) { return .waiting(variable: variable) }
        guard verifier.needsSecret, let ring = instance.secret?.ring else { return .verified }
        let variable = ring.variable ?? "its secret"
        switch ring.content {
        case .unsigned: return .unsigned(variable: variable)
        case .values, .unset:
            return generated[variable].map { .generated(variable: variable, place: $0) } ?? .verified
        }
    }

    /// Notices for the operator about the secrets of plugins, with log levels: one for each secret.
    /// - Parameters:
    ///   - program: the command that starts the bot in a shell.
    ///   - isShared: whether several machines may share the store, so that each would generate secrets of its own.
    func notices(of plugins: [LoadedPlugin], program: String, isShared: Bool = false) -> [TrustNotice] {
        var seen: Set<String> = []
        return plugins.flatMap { plugin in
            plugin.endpoints.flatMap { endpoint in
                states(of: endpoint).map { (endpoint, $0) }
            }.compactMap { endpoint, state in
                guard let variable = state.variable, seen.insert(variable).inserted else { return nil }
                switch state {
                case .open, .verified: return nil
                case .generated(_, let place):
                    if isShared {
                        let what = "\(variable) is not set, and this machine has generated one in “\(place)”"
                        let text = "\(what): set it on all machines that share the store"
                        return TrustNotice(variable: variable, level: .warning, text: text)
                    }
                    let how = "`\(program) secret \(plugin.name)` shows it"
                    let text = "\(variable) is not set: the bot stores a generated one in “\(place)”; \(how)"
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

    /// How a route's deliveries are verified, and the state of its handshake's secret if the bot generated it.
    private func states(of endpoint: Endpoint) -> [TrustState] {
        let variable = endpoint.requestGuard?.instance.handshakeSecret?.ring.variable
        let generatedState = variable.flatMap { name in
            generated[name].map { TrustState.generated(variable: name, place: $0) }
        }
        return [trust(in: endpoint), generatedState].compactMap(\.self)
    }

    /// The secrets that the bot generated for a plugin.
    func generatedSecrets(of plugin: LoadedPlugin) -> [GeneratedSecret] {
        plugin.settings.compactMap { setting in
            guard generated[setting.variable] != nil,
                let text = secrets.first(where: { $0.variable == setting.variable })?.ring.values.first
            else { return nil }
            let isKept = (try? store.secret(for: setting.variable)) == text
            return GeneratedSecret(
                variable: setting.variable, text: Secret(text), place: store.place(of: setting.variable),
                isKept: isKept
            )
        }
    }

    /// Reads the secrets that came from files again. If a file cannot be used, its secret stays as it was.
    /// - Returns: the variables whose secrets changed, and the faults.
    func reload() -> (changed: [String], faults: [Fault]) {
        var changed: [String] = []
        var faults: [Fault] = []
        for secret in secrets {
            do throws(Fault) {
                let isNew = try secret.reload(isStrict: isStrict) { text in
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
