/// Determines where the secret of each route comes from. It plans first: for a secret that the operator may choose and
/// has not set, it takes the kept one or generates a new one. Only `keep`, at a start, writes new ones.
package struct SecretKeeper: Sendable {
    /// The variables whose secrets the bot generated, with the place of each.
    package private(set) var generated: [String: String] = [:]

    /// The verifiers that use the secret of a variable.
    private(set) var verifiers: [String: [Verifier]] = [:]

    /// The faults that keep the bot from starting.
    private(set) var faults: [Fault] = []

    /// All secrets among the settings.
    package let secrets: [SecretSetting]

    package let store: any SecretStore

    /// Whether a secret that is read again must be a real one, not “unsigned”.
    let isStrict: Bool

    /// The new secrets, with the variable of each.
    private var unwritten: [(variable: String, ring: SecretRing)] = []

    /// Plans the secrets of the routes of prepared plugins.
    /// - Parameters:
    ///   - missing: the faults of secrets that are not set, reported if no route uses them.
    ///   - isStrict: whether every secret that the operator did not set is a fault.
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

    /// Writes the new secrets, unless the store has them by now.
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

    /// Gives a secret that the operator may choose, and has not set, the kept value or a new one.
    private mutating func fill(_ ring: SecretRing, _ verifier: Verifier, writes: Bool) {
        guard ring.content == .unset, verifier.canGenerateSecret, let variable = ring.variable else { return }
        // Several routes may share it; one fault is enough.
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
            faults.append(Fault(variable, "it is not set; strict mode does not accept a generated secret."))
        case .values: break
        }
    }
}
