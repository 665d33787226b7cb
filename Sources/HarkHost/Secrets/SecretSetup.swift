/// Finds out, before anything is served, where the secret of each route comes from, and makes those that may be made.
struct SecretSetup {
    /// The variables whose secrets the bot generated itself, by where each is kept.
    private(set) var made: [String: String] = [:]

    /// The verifiers that use the secret of a variable.
    private(set) var verifiers: [String: [Verifier]] = [:]

    /// What keeps the bot from starting.
    private(set) var faults: [Fault] = []

    private let secretStore: any SecretStore

    /// Goes through the routes of plugins whose instances are prepared.
    /// - Parameters:
    ///   - missing: what is wrong with the secrets that are not set, for those that no route uses.
    ///   - isStrict: whether every secret that is not a real one is a fault.
    init(_ plugins: [LoadedPlugin], missing: [SettingFault], secretStore: any SecretStore, isStrict: Bool) {
        self.secretStore = secretStore
        var used: Set<String> = []
        for endpoint in plugins.flatMap(\.endpoints) {
            guard let requestGuard = endpoint.requestGuard else { continue }
            if isStrict, requestGuard.verifier?.needsSecret == false, let variable = requestGuard.awaitedVariable {
                faults.append(Fault(variable, "it is not set, and route \(endpoint.label) waits for it."))
            }
            if let verifier = requestGuard.verifier, verifier.needsSecret, let ring = requestGuard.secret()?.ring {
                used.insert(ring.variable ?? "")
                if let variable = ring.variable { verifiers[variable, default: []].append(verifier) }
                fill(ring, verifier, of: endpoint)
                check(ring, verifier, of: endpoint)
                if isStrict { checkStrictly(ring, of: endpoint) }
            }
            if let ring = requestGuard.handshakeSecret()?.ring, ring !== requestGuard.secret()?.ring {
                used.insert(ring.variable ?? "")
                fill(ring, .bearer, of: endpoint)
                if isStrict { checkStrictly(ring, of: endpoint) }
            }
        }
        faults += missing.filter { !used.contains($0.variable) }.map { Fault($0) }
        var seen: Set<Fault> = []
        faults = faults.filter { seen.insert($0).inserted }
    }

    /// Gives a secret that the operator might choose, and has not, the value that is kept or a new one.
    private mutating func fill(_ ring: SecretRing, _ verifier: Verifier, of endpoint: Endpoint) {
        guard ring.content == .unset, verifier.canBeGivenASecret, let variable = ring.variable else { return }
        // Several routes may share it; it cannot be kept for any of them, and saying so once is enough.
        guard !faults.contains(where: { $0.subject == variable }) else { return }
        do {
            let secret = try secretStore.secret(for: variable) ?? secretStore.keep(verifier.newSecret(), for: variable)
            ring.content = .values([secret])
            made[variable] = secretStore.place(of: variable)
        } catch {
            let place = secretStore.place(of: variable)
            let what = "it is not set, and a secret cannot be kept in “\(place)” (\(SystemErrorDescription(error)))"
            faults.append(Fault(variable, "\(what); set \(variable), or HARK_DATA to a folder that can be written to."))
        }
    }

    private mutating func check(_ ring: SecretRing, _ verifier: Verifier, of endpoint: Endpoint) {
        guard ring.values.contains(where: { !verifier.accepts(secret: $0) }) else { return }
        faults.append(
            Fault(
                ring.variable ?? "plugin \(endpoint.plugin), route \(endpoint.label)",
                "its value is not what the verifier “\(verifier.name)” needs: \(verifier.secretDescription)."
            )
        )
    }

    private mutating func checkStrictly(_ ring: SecretRing, of endpoint: Endpoint) {
        guard let variable = ring.variable else { return }
        switch ring.content {
        case .unset: faults.append(Fault(variable, "it is not set, and route \(endpoint.label) waits for it."))
        case .unsigned: faults.append(Fault(variable, "route \(endpoint.label) takes unsigned deliveries."))
        case .values where made[variable] != nil:
            faults.append(Fault(variable, "it is not set; the secret that was generated for it does not count as one."))
        case .values: break
        }
    }
}
