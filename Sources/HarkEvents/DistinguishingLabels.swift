/// The labels that distinguish alerts: those with different texts in at least two of them.
struct DistinguishingLabels {
    /// The labels that name what is broken, the best first, as used by Prometheus's exporters and kube-state-metrics;
    /// others come after them, in the order sent.
    private static let known = [
        "instance", "service", "pod", "deployment", "statefulset", "daemonset", "node", "persistentvolumeclaim",
        "mountpoint", "job",
    ]

    /// The labels that do not name what is broken, but how and how badly.
    private static let others = ["alertname", "severity"]

    private let names: Set<UntrustedText>

    /// The labels that distinguish these alerts.
    init(_ alerts: [PayloadView]) {
        var texts: [UntrustedText: UntrustedText] = [:]
        var names: Set<UntrustedText> = []
        for label in alerts.lazy.flatMap(\.labels.asMembers) where Self.mayDistinguish(label.name) {
            guard let text = label.value.asText else { continue }
            let name = UntrustedText(label.name)
            if text != texts[name, default: text] { names.insert(name) }
            texts[name] = text
        }
        self.names = names
    }

    /// The text of an alert's best label; nil if it has none of them.
    func text(of alert: PayloadView) -> UntrustedText? {
        let candidates = Self.known + alert.labels.asMembers.map(\.name).filter(Self.mayDistinguish)
        return candidates.lazy.filter { names.contains(UntrustedText($0)) }.compactMap { alert.labels[$0].asText }.first
    }

    /// Whether a label may name what is broken; one with a long name, or the name of a credential, is not shown.
    static func mayDistinguish(_ name: String) -> Bool {
        name.utf8.count <= 64 && !others.contains(name) && CredentialName(name) != .certain
    }
}
