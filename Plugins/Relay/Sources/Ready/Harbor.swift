import HarkEvents

/// Harbor: what happens to images of a project (goharbor.io/docs, "Configure Webhook Notifications"), in its own format
/// or in that of CloudEvents, which has other names for the same events.
enum Harbor: ReadyTemplate {
    static let name = "harbor"

    static func recognizes(_ payload: PayloadView) -> Bool {
        let data = eventData(in: payload)
        let isNamed = payload.type.isText && (events.contains { $0.isName(payload.type.asText) })
        return isNamed && (payload.event_data.isObject ? payload.occur_at.isNumber : data.isObject)
            && (data.repository.isObject || data.replication.isObject || data.retention.isObject)
    }

    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification? {
        let data = eventData(in: payload)
        let repository = data.repository.repo_full_name.or(data.repository.name)
        facts.event = payload.type.asText
        facts.place = repository.asText ?? data.replication.src_resource.namespace.asText
        facts.actor = payload.operator.asText
        let resource = data.resources[0]
        let artifact = Self.artifactName(of: resource).map { PayloadView($0) } ?? PayloadView(nil)
        let names = data.resources.asList.prefix(100).compactMap(Self.artifactName)
        let artifacts: ChatText = names.isEmpty ? "\(artifact)" : "\(list: names)"
        let user = payload.operator.asText
        var severity: Severity?
        let words: ChatText
        switch events.first(where: { $0.isName(payload.type.asText) }) {
        case .pushed: words = "\(user, after: "", before: " ")pushed \(artifacts)"
        case .pulled: words = "\(user, after: "", before: " ")pulled \(artifacts)"
        case .deleted: words = "\(user, after: "", before: " ")deleted \(artifacts)"
        case .scanned:
            let report = resource.scan_overview.asMembers.first?.value ?? PayloadView(nil)
            severity = Severity(named: report.severity.asText)
            words = "the scan of \(artifact) found \(findings(in: report))"
        case .scanFailed:
            (words, severity, facts.outcome) = ("the scan of \(artifact) failed", .error, .failure)
        case .scanStopped: (words, facts.outcome) = ("the scan of \(artifact) was stopped", .cancelled)
        case .quotaExceeded:
            (words, severity) = (
                "the quota is exceeded\(data.custom_attributes.Details.firstLine, after: ": ")", .error
            )
        case .quotaNear:
            (words, severity) = (
                "the quota is nearly used up\(data.custom_attributes.Details.firstLine, after: ": ")", .warning
            )
        case .replicated:
            let replication = data.replication
            facts.outcome = NotificationOutcome(named: replication.job_status.asText)
            let target = replication.dest_resource.endpoint.or(replication.dest_resource.namespace).asText
            words = "replication\(target, after: " to "): \(replication.job_status)"
        case .retained:
            let retention = data.retention
            facts.place = retention.project_name.asText
            facts.outcome = NotificationOutcome(named: retention.status.asText)
            words = "tag retention: \(retention.status), \(retention.retained) of \(retention.total) kept"
        case nil: words = "\(payload.type)\(artifact, after: " ")"
        }
        return EventNotification(about: facts.place, words).marked(severity)
    }

    /// An artifact by its tag, or by the beginning of its digest.
    private static func artifactName(of resource: PayloadView) -> UntrustedText? {
        resource.tag.or(resource.digest).shortRevision
    }

    private static func eventData(in payload: PayloadView) -> PayloadView {
        payload.event_data.isObject ? payload.event_data : payload
    }

    /// How many vulnerabilities of which severity a scan found: `2 Critical, 5 High`.
    private static func findings(in report: PayloadView) -> ChatText {
        let counts: [UntrustedText] = report.summary.summary.asMembers.compactMap { count in
            count.value.asInt.flatMap { $0 > 0 ? "\($0) \(UntrustedText(count.name))" : nil }
        }
        if !counts.isEmpty { return "\(list: counts, atMost: 6)" }
        return report.severity.isOne(of: "None") ? "no vulnerabilities" : "vulnerabilities: \(report.severity)"
    }

    /// The events, by their names in both formats.
    private enum HarborEvent: CaseIterable {
        case pushed, pulled, deleted, scanned, scanFailed, scanStopped, quotaExceeded, quotaNear, replicated, retained

        func isName(_ name: UntrustedText?) -> Bool { name.map(names.contains) == true }

        private var names: [UntrustedText] {
            switch self {
            case .pushed: ["PUSH_ARTIFACT", "harbor.artifact.pushed"]
            case .pulled: ["PULL_ARTIFACT", "harbor.artifact.pulled"]
            case .deleted: ["DELETE_ARTIFACT", "harbor.artifact.deleted"]
            case .scanned: ["SCANNING_COMPLETED", "harbor.scan.completed"]
            case .scanFailed: ["SCANNING_FAILED", "harbor.scan.failed"]
            case .scanStopped: ["SCANNING_STOPPED", "harbor.scan.stopped"]
            case .quotaExceeded: ["QUOTA_EXCEED", "harbor.quota.exceeded"]
            case .quotaNear: ["QUOTA_WARNING", "harbor.quota.warned"]
            case .replicated: ["REPLICATION", "harbor.replication.status.changed"]
            case .retained: ["TAG_RETENTION", "harbor.tag_retention.finished"]
            }
        }
    }

    private static let events = HarborEvent.allCases
}
