extension Builtins {
    func status() -> String {
        let active = host.plugins.filter { $0.isActive() }
        let counters = host.plugins.flatMap(\.endpoints).map(\.counters)
        let uptime = (ContinuousClock.now - host.started).components.seconds
        return """
            Up for \(Self.readable(seconds: uptime)). \
            Plugins: \(active.count) of \(host.plugins.count) active. \
            Deliveries: \(counters.map(\.served).reduce(0, +)) served, \
            \(counters.map(\.refused).reduce(0, +)) refused, \(counters.map(\.failed).reduce(0, +)) failed.\(waiting)
            """
    }

    /// What the plugins that cannot work yet are waiting for, a line each.
    private var waiting: String {
        let lines = host.plugins.filter { $0.isActive() }.flatMap { plugin in
            plugin.endpoints.compactMap { endpoint -> String? in
                guard case .waiting(let variable) = host.trust(in: endpoint) else { return nil }
                return "\n\(plugin.name) is waiting: \(variable) is not set."
            }
        }
        return Set(lines).sorted().joined()
    }

    func about() -> String {
        """
        Hark \(Release.version), a chat bot that listens for webhooks. \
        Plugins: \(host.plugins.map(\.name).joined(separator: ", ")).
        """
    }

    func webStatus() -> String {
        let listeners = host.listeners
        var lines = listeners.isEmpty ? ["Not listening."] : listeners.map { "Listening on \($0)" }
        if !listeners.contains(where: { $0.hasPrefix("https:") }) { lines.append("TLS is off.") }
        let endpoints = host.plugins.filter { $0.isActive() }.flatMap(\.endpoints)
        let width = endpoints.map(\.label.count).max() ?? 0
        for endpoint in endpoints {
            let counters = endpoint.counters
            let label = endpoint.label + String(repeating: " ", count: width - endpoint.label.count)
            let remarks = [(counters.ignored, "ignored"), (counters.incomplete, "incomplete")]
                .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
            let ignored = remarks.isEmpty ? "" : " (\(remarks))"
            lines.append(
                "  \(label)  \(endpoint.plugin)  \(verification(of: endpoint))  "
                    + "\(counters.served) served\(ignored), \(counters.refused) refused, \(counters.failed) failed"
            )
        }
        return lines.joined(separator: "\n")
    }

    /// How a route's deliveries are verified: `github`, `open`, `slack (waits for HARK_SLACK_SECRET)`.
    private func verification(of endpoint: Endpoint) -> String {
        (endpoint.requestGuard?.verifier?.name ?? "open") + host.trust(in: endpoint).remark
    }

    /// A span of time as people say it: `2 d 3 h`, `5 min`, `12 s`.
    static func readable(seconds: Int64) -> String {
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60)
        if days > 0 { return "\(days) d \(hours) h" }
        if hours > 0 { return "\(hours) h \(minutes) min" }
        return minutes > 0 ? "\(minutes) min" : "\(seconds) s"
    }
}
