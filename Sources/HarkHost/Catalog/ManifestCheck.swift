/// Parses the rows of a plugin's manifest, and finds the faults that are visible without running the plugin.
struct ManifestCheck<Owner: Plugin>: Sendable {
    /// The faults, in the order of the manifest's rows.
    private(set) var faults: [Fault] = []

    /// The rows without a fault in their rule or pattern, each parsed, with the row that has the plugin's method.
    private(set) var routes: [(parsed: CatalogRoute, row: Route<Owner>)] = []
    private(set) var commands: [(parsed: CatalogCommand, row: Command<Owner>)] = []
    private(set) var schedules: [(parsed: CatalogSchedule, row: Schedule<Owner>)] = []

    /// The listeners with their patterns; nil for one that searches messages itself.
    private(set) var listeners: [(pattern: ListenerPattern?, row: MessageListener<Owner>)] = []

    private let manifest: Manifest<Owner>
    private let plugin: String

    /// Checks the name, settings, routes, commands, listeners and schedules.
    init(_ manifest: Manifest<Owner>) {
        self.manifest = manifest
        plugin = "plugin \(manifest.name)"
        checkName()
        checkSettings()
        for route in manifest.routes { checkRoute(route) }
        for command in manifest.commands { checkCommand(command) }
        for listener in manifest.listeners { checkListener(listener) }
        faults += CatalogSchedule.faults(of: manifest.schedules, plugin)
        schedules = manifest.schedules.compactMap { row in
            CatalogSchedule(row, of: manifest.name).map { ($0, row) }
        }
    }

    private mutating func checkName() {
        let allowed = manifest.name.utf8.allSatisfy { byte in
            (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
        }
        if manifest.name.isEmpty || !allowed {
            faults.append(Fault(plugin, "the name of \(Owner.self) must be lower-case letters, digits and “-”."))
        }
        if manifest.name == Builtins.name {
            let what = "the name “\(manifest.name)” is reserved for the commands of every bot"
            faults.append(Fault(plugin, "\(what); choose another."))
        }
        if manifest.summary.isEmpty { faults.append(Fault(plugin, "the summary is empty; say what it is for.")) }
    }

    private mutating func checkSettings() {
        let prefix = settingPrefix(ofPlugin: manifest.name)
        var seen: Set<String> = []
        for setting in manifest.settings {
            let subject = "\(plugin), setting \(setting.variable)"
            // The name of the plugin alone is for what it is all about: `HARK_FEEDS`.
            let isNamed = setting.variable.hasPrefix(prefix) || "\(setting.variable)_" == prefix
            if !isNamed || setting.variable == prefix {
                faults.append(Fault(subject, "its name must start with \(prefix)."))
            }
            if setting.variable.hasSuffix("_FILE") {
                faults.append(Fault(subject, "names that end in _FILE are kept for values read from files."))
            }
            for prefix in Catalog.serverPrefixes where setting.variable.hasPrefix(prefix) {
                faults.append(Fault(subject, "names that start with \(prefix) are kept for the server."))
            }
            if !seen.insert(setting.variable).inserted { faults.append(Fault(subject, "it is declared twice.")) }
        }
    }

    private mutating func checkRoute(_ route: Route<Owner>) {
        let subject = "\(plugin), route \(route.label(in: manifest))"
        if route.methods.isEmpty { faults.append(Fault(subject, "it names no method.")) }
        for method in route.methods where !HTTPRequest.Method.routable.contains(method) {
            let choice = HTTPRequest.Method.routable.map(\.rawValue).joined(separator: ", ")
            faults.append(Fault(subject, "no request with \(method.rawValue) reaches it; choose among \(choice)."))
        }
        if let limit = route.bodyLimit, limit < 0 { faults.append(Fault(subject, "its body limit is negative.")) }
        if let deadline = route.deadline, deadline <= .zero {
            faults.append(Fault(subject, "its deadline is not positive."))
        }
        checkTrust(route.trust, subject)
        var names: [String]?
        do {
            let parsed = try CatalogRoute(route, of: manifest)
            routes.append((parsed, route))
            let placeholders = parsed.rule.placeholders
            names = placeholders.map(\.name)
            if placeholders.count != route.parameters.count {
                let has = "\(placeholders.count) \(placeholders.count == 1 ? "placeholder" : "placeholders")"
                faults.append(Fault(subject, "the rule has \(has), its handler takes \(route.parameters.count)."))
            }
            for (placeholder, type) in zip(placeholders, route.parameters) where type.isOptionalParameter {
                faults.append(Fault(subject, "<\(placeholder.name)> is required; its parameter must not be optional."))
            }
        } catch {
            faults.append(Fault(subject, "\(error)"))
        }
        faults += DurabilityCheck(route, placeholders: names).reasons.map { Fault(subject, $0) }
    }

    private mutating func checkTrust(_ trust: RouteTrust<Owner>, _ subject: String) {
        faults += (trust.verifier?.faults ?? []).map { Fault(subject, $0) }
        if trust.verifier?.needsSecret == true, trust.secret == nil {
            faults.append(Fault(subject, "its verifier needs a secret; write .verified(by: …, with: \\.secret)."))
        }
        if trust.verifier?.publishedKeySchemes.isEmpty == false, trust.expected == nil {
            let claims = trust.verifier?.publishedKeySchemes.flatMap(\.claims).joined(separator: ", ") ?? ""
            let call = ".verified(by: …, expecting: \\.claims)"
            faults.append(Fault(subject, "its verifier needs expected values of \(claims); write \(call)."))
        }
        if let handshake = trust.handshake, handshake.isSigned, trust.verifier == nil {
            faults.append(Fault(subject, "its handshake is signed; write .verified(by: …, with: \\.secret) too."))
        }
        if let handshake = trust.handshake, handshake.needsOwnSecret, trust.handshakeSecret == nil {
            let call = ".handshake(.\(handshake.name), with: \\.verifyToken)"
            faults.append(Fault(subject, "its handshake needs a secret of its own; write \(call)."))
        }
        for limit in trust.limits where !limit.rate.isSound {
            faults.append(Fault(subject, "its limit is not 1 to 1,000,000 requests in 100 ms to 24 h."))
        }
        for source in trust.sources where AddressRange(source) == nil {
            faults.append(Fault(subject, "“\(source)” is not a valid address or CIDR range."))
        }
    }

    private mutating func checkCommand(_ command: Command<Owner>) {
        let subject = "\(plugin), command “\(command.pattern)”"
        if command.help.isEmpty { faults.append(Fault(subject, "its help is empty.")) }
        do {
            let parsed = try CatalogCommand(command, of: manifest.name)
            commands.append((parsed, command))
            let pattern = parsed.pattern
            if pattern.placeholders.count != command.parameters.count {
                let count = pattern.placeholders.count
                let has = "\(count) \(count == 1 ? "placeholder" : "placeholders")"
                faults.append(Fault(subject, "the pattern has \(has), its method takes \(command.parameters.count)."))
            }
            for (placeholder, type) in zip(pattern.placeholders, command.parameters)
            where placeholder.isOptional != type.isOptionalParameter {
                let need =
                    placeholder.isOptional
                    ? "may be left out; take it as an optional"
                    : "must be typed; take it as a plain value, or write [<\(placeholder.name)>]"
                faults.append(Fault(subject, "<\(placeholder.name)> \(need)."))
            }
        } catch {
            faults.append(Fault(subject, error.description))
        }
    }
}

extension ManifestCheck {
    private mutating func checkListener(_ listener: MessageListener<Owner>) {
        guard let source = listener.pattern else { return listeners.append((nil, listener)) }
        let subject = "\(plugin), listener “\(source)”"
        do {
            let pattern = try ListenerPattern(source)
            listeners.append((pattern, listener))
            if let slow = PatternTrial(pattern, source: source).firstSlowText() {
                let text = "\(slow.length) bytes of repeated “\(slow.part)”"
                faults.append(
                    Fault(
                        subject,
                        "\(text) take it too long; let no two repeated parts of the pattern match the same text, and "
                            + "limit their repetitions."))
            }
            let (groups, values) = (pattern.groupCount, listener.parameters.count)
            // Without groups, the method takes the whole match or nothing.
            guard groups != values, groups > 0 || values > 1 else { return }
            let has = groups == 1 ? "1 group" : "\(groups) groups"
            faults.append(Fault(subject, "the pattern has \(has), its method takes \(values)."))
        } catch {
            faults.append(Fault(subject, "it is not a valid regular expression: \(error)"))
        }
    }
}

extension Route {
    /// The rule, or the default rule of a row without one.
    func rule(in manifest: Manifest<Owner>) -> String { rule ?? "/\(manifest.name)" }

    /// Methods and rule, as lists and faults show a route.
    func label(in manifest: Manifest<Owner>) -> String {
        "\(methods.map(\.rawValue).joined(separator: ",")) \(rule(in: manifest))"
    }
}
