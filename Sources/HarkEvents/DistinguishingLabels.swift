/// The labels that tell alerts apart: those under which at least two of them have different texts.
struct DistinguishingLabels {
    /// The labels that say what breaks, the best first. Prometheus's exporters, and Kubernetes as kube-state-metrics
    /// shows it, have these; any other comes after them, in the order sent.
    private static let known = [
        "instance", "service", "pod", "deployment", "statefulset", "daemonset", "node", "persistentvolumeclaim",
        "mountpoint", "job",
    ]

    /// The labels that do not say what breaks, but how and how badly.
    private static let others = ["alertname", "severity"]

    private let names: Set<UntrustedText>

    /// The labels that tell these alerts apart.
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

    /// What an alert has under the best of these labels; nil where it has none of them.
    func text(of alert: PayloadView) -> UntrustedText? {
        let candidates = Self.known + alert.labels.asMembers.map(\.name).filter(Self.mayDistinguish)
        return candidates.lazy.filter { names.contains(UntrustedText($0)) }.compactMap { alert.labels[$0].asText }.first
    }

    /// Whether a label may say what breaks; one with a long name is not shown.
    static func mayDistinguish(_ name: String) -> Bool { name.utf8.count <= 64 && !others.contains(name) }
}
