import HarkEvents

/// Watchtower: what a session updated, in the template `json.v1` (containrrr.dev/watchtower/notifications,
/// `pkg/notifications/json.go`). A session that changed nothing is not announced.
enum Watchtower: ReadyTemplate {
    static let name = "watchtower"

    static func recognizes(_ payload: PayloadView) -> Bool {
        let names = Set(payload.asMembers.map(\.name))
        return names == ["report", "title", "host", "entries"] && payload.host.isText && payload.title.isText
            && (payload.report.scanned.isList || payload.entries.isList)
    }

    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification? {
        facts.place = payload.host.asText
        guard payload.report.exists else {
            facts.event = "entries"
            return EventNotification(about: payload.host.asText, "\(payload.entries[0].message)")
                .marked(Severity(named: payload.entries[0].level.asText))
        }
        facts.event = "report"
        let (updated, failed) = (payload.report.updated.asList, payload.report.failed.asList)
        // With `--monitor-only` nothing is updated, and what could be is stale.
        let stale = updated.isEmpty ? payload.report.stale.asList : []
        // A container whose image could not be looked up is skipped.
        let unchecked = payload.report.skipped.asList.filter { $0["error"].exists }
        guard !updated.isEmpty || !failed.isEmpty || !stale.isEmpty || !unchecked.isEmpty else { return nil }
        facts.outcome = failed.isEmpty && unchecked.isEmpty ? .success : .failure
        let parts: [ChatText] = [
            updated.isEmpty ? "" : "updated \(list: names(of: updated), atMost: 5)",
            stale.isEmpty ? "" : "newer images for \(list: names(of: stale), atMost: 5)",
            failed.isEmpty
                ? "" : "failed to update \(list: names(of: failed))\(failed[0]["error"].firstLine, after: ": ")",
            unchecked.isEmpty
                ? ""
                : "failed to check \(list: names(of: unchecked))\(unchecked[0]["error"].firstLine, after: ": ")",
        ]
        let severity: Severity =
            !failed.isEmpty ? .error : !unchecked.isEmpty ? .warning : stale.isEmpty ? .success : .info
        return EventNotification(about: payload.host.asText, ChatText(parts)).marked(severity)
    }

    private static func names(of containers: [PayloadView]) -> [UntrustedText] {
        containers.map { $0.name.or($0.imageName).asText?.dropping(prefix: "/") ?? "?" }
    }
}
