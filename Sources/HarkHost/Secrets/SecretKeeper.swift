/// Knows where the secret of each route comes from. It plans first: a secret that the operator might choose, and has
/// not, is the one that is kept, or a new one. A new one is written by `keep` alone, at a start.
package struct SecretKeeper: Sendable {
    /// The variables whose secrets the bot generates itself, by where each is kept.
    package private(set) var generated: [String: String] = [:]

    /// The verifiers that use the secret of a variable.
    private(set) var verifiers: [String: [Verifier]] = [:]

    /// What keeps the bot from starting.
    private(set) var faults: [Fault] = []

    /// Every secret that a setting declares.
    package let secrets: [SecretSetting]

    package let store: any SecretStore

    /// Whether a secret that is read again must be a real one.
    let isStrict: Bool

    /// The new secrets, with the variable of each.
    private var unwritten: [(variable: String, ring: SecretRing)] = []

    /// Goes through the routes of plugins whose instances are prepared.
    /// - Parameters:
    ///   - missing: what is wrong with the secrets that are not set, for those that no route uses.
    ///   - isStrict: whether every secret that is not a real one is a fault.
    ///   - writes: whether new secrets will be kept, so that a store that cannot keep any is a fault.
    init(
        _ plugins: [LoadedPlugin],
        secrets: [SecretSetting],
        missing: [SettingFault],
        store: any SecretStore,
        writes: Bool,
        isStrict: Bool
    ) {
        self.secrets = secrets
        self.store = store
        self.isStrict = isStrict
        var used: Set<String> = []
        for endpoint in plugins.flatMap(\.endpoints) {
            guard let requestGuard = endpoint.requestGuard else { continue }
            let instance = requestGuard.instance
            if isStrict, requestGuard.verifier?.needsSecret == false,
                let variable = requestGuard.awaitedVariable(instance)
            {
                faults.append(Fault(variable, "it is not set, and route \(endpoint.label) waits for it."))
            }
            if let verifier = requestGuard.verifier, verifier.needsSecret, let ring = instance.secret?.ring {
                used.insert(ring.variable ?? "")
                if let variable = ring.variable { verifiers[variable, default: []].append(verifier) }
                fill(ring, verifier, writes: writes)
                check(ring, verifier, of: endpoint)
                if isStrict { checkStrictly(ring, of: endpoint) }
            }
            if let ring = instance.handshakeSecret?.ring, ring !== instance.secret?.ring {
                used.insert(ring.variable ?? "")
                fill(ring, .bearer, writes: writes)
                if isStrict { checkStrictly(ring, of: endpoint) }
            }
        }
        faults += missing.filter { !used.contains($0.variable) }.map { Fault($0) }
        var seen: Set<Fault> = []
        faults = faults.filter { seen.insert($0).inserted }
    }

    /// Writes the new secrets, where the store has none yet by now.
    /// - Throws: `Faults` with every secret that cannot be kept.
    func keep() throws(Faults) {
        var faults: [Fault] = []
        for (variable, ring) in unwritten {
            guard case .values(let values) = ring.content, let secret = values.first else { continue }
            do { ring.content = .values([try store.keep(secret, for: variable)]) } catch {
                faults.append(unkept(variable, error))
            }
        }
        guard faults.isEmpty else { throw Faults(faults) }
    }

    /// Gives a secret that the operator might choose, and has not, the value that is kept or a new one.
    private mutating func fill(_ ring: SecretRing, _ verifier: Verifier, writes: Bool) {
        guard ring.content == .unset, verifier.canBeGivenASecret, let variable = ring.variable else { return }
        // Several routes may share it; it cannot be kept for any of them, and saying so once is enough.
        guard !faults.contains(where: { $0.subject == variable }) else { return }
        do {
            if let secret = try store.secret(for: variable) {
                ring.content = .values([secret])
            } else {
                if writes { try store.check() }
                ring.content = .values([verifier.newSecret()])
                unwritten.append((variable, ring))
            }
            generated[variable] = store.place(of: variable)
        } catch {
            faults.append(unkept(variable, error))
        }
    }

    private func unkept(_ variable: String, _ error: any Error) -> Fault {
        let place = store.place(of: variable)
        let what = "it is not set, and a secret cannot be kept in “\(place)” (\(SystemErrorDescription(error)))"
        return Fault(variable, "\(what); set \(variable), or HARK_DATA to a folder that can be written to.")
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
        case .values where generated[variable] != nil:
            faults.append(Fault(variable, "it is not set; the secret that was generated for it does not count as one."))
        case .values: break
        }
    }
}
