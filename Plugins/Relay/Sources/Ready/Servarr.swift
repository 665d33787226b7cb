import HarkEvents

/// Sonarr: what happens to series (github.com/Sonarr/Sonarr, `Notifications/Webhook`).
enum Sonarr: ReadyTemplate {
    static let name = "sonarr"

    static func recognizes(_ payload: PayloadView) -> Bool {
        Servarr.isFrom("Sonarr", payload) && (payload.series.title.isText || Servarr.isSystem(payload))
    }

    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification? {
        Servarr.notification(payload, of: "Sonarr", Servarr.episode(in: payload), payload.episodeFile, &facts)
    }
}

/// Radarr: what happens to movies (github.com/Radarr/Radarr, `Notifications/Webhook`).
enum Radarr: ReadyTemplate {
    static let name = "radarr"

    static func recognizes(_ payload: PayloadView) -> Bool {
        Servarr.isFrom("Radarr", payload) && (payload.movie.title.isText || Servarr.isSystem(payload))
    }

    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification? {
        let movie = payload.movie
        let title: UntrustedText? = movie.title.asText.map { title in
            movie.year.asInt.map { $0 > 0 ? "\(title) (\($0))" : title } ?? title
        }
        return Servarr.notification(payload, of: "Radarr", title, payload.movieFile, &facts)
    }
}

/// What Sonarr and Radarr, which have one origin, send alike.
private enum Servarr {
    /// Whether an instance of the program sends this: it checks that the name of an instance has its own in it.
    static func isFrom(_ program: String, _ payload: PayloadView) -> Bool {
        payload.eventType.isText && payload.instanceName.isText
            && payload.instanceName.asText?.lowercased.verbatim.contains(program.lowercased()) == true
    }

    /// Whether an event is about the program itself.
    static func isSystem(_ payload: PayloadView) -> Bool {
        let isHealth = payload.eventType.isOne(of: "Health", "HealthRestored") && payload.message.isText
        return isHealth || payload.eventType.isOne(of: "ApplicationUpdate") && payload.newVersion.isText
    }

    /// A series with its episodes: `Kettles S01E02 Steam`.
    static func episode(in payload: PayloadView) -> UntrustedText? {
        guard let series = payload.series.title.asText else { return nil }
        let episodes = payload.episodes.asList
        guard let first = episodes.first, let season = first.seasonNumber.asInt, let number = first.episodeNumber.asInt
        else { return series }
        let code = "S\(twoDigits(season))E\(twoDigits(number))"
        if episodes.count > 1 { return "\(series) \(code) and \(episodes.count - 1) more" }
        return "\(series) \(code)\(first.title.asText.map { " \($0)" } ?? "")"
    }

    private static func twoDigits(_ number: Int) -> String { 0..<10 ~= number ? "0\(number)" : "\(number)" }

    static func notification(
        _ payload: PayloadView, of program: UntrustedText, _ title: UntrustedText?, _ file: PayloadView,
        _ facts: inout NotificationFacts
    ) -> EventNotification {
        let event = payload.eventType.asText
        facts.event = event
        facts.place = payload.series.title.or(payload.movie.title).or(payload.instanceName).asText
        let quality = payload.release.quality.or(file.quality).asText
        let subject: ChatText = "\(PayloadView(title.map { .string($0.verbatim) }))\(quality, after: " (", before: ")")"
        var severity: Severity?
        var link: UntrustedText?
        let words: ChatText
        switch event {
        case "Grab": words = "grabbed \(subject)\(payload.release.indexer, after: " from ")"
        case "Download": words = payload.isUpgrade.isTrue ? "upgraded \(subject)" : "imported \(subject)"
        case "Rename": words = "renamed the files of \(subject)"
        case "SeriesAdd", "MovieAdded": words = "added \(subject)"
        case "SeriesDelete", "MovieDelete": words = "removed \(subject)"
        case "EpisodeFileDelete", "MovieFileDelete": words = "deleted a file of \(subject)"
        case "ManualInteractionRequired": (words, severity) = ("cannot import \(subject) without help", .warning)
        case "Health":
            severity = Severity(named: payload.level.asText)
            (words, link) = ("\(payload.message.firstLine ?? "?")", payload.wikiUrl.asText)
            facts.outcome = .failure
        case "HealthRestored":
            words = "solved: \(payload.message.firstLine ?? "?")"
            facts.outcome = .success
            facts.severity = Severity(named: payload.level.asText) ?? .error
        case "ApplicationUpdate":
            words = "was updated\(payload.previousVersion, after: " from ") to \(payload.newVersion)"
        case "Test": words = "says hello"
        default: words = "\(payload.eventType): \(subject)"
        }
        return EventNotification(about: payload.instanceName.asText ?? program, words, link: link).marked(severity)
    }
}
