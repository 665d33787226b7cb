import HarkEvents

/// Jellyfin: the webhook plugin with all properties, or a template that has these
/// (github.com/jellyfin/jellyfin-plugin-webhook, "Variables"). How far something is played is not announced.
enum Jellyfin: ReadyTemplate {
    static let name = "jellyfin"

    static func recognizes(_ payload: PayloadView) -> Bool {
        payload.NotificationType.isText && payload.ServerId.isText && payload.ServerName.isText
    }

    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification? {
        let event = payload.NotificationType.asText
        facts.event = event
        facts.place = payload.ServerName.asText
        let user = payload.NotificationUsername.or(payload.Username)
        facts.actor = user.asText
        let item: ChatText = "\(title(of: payload))"
        let device: ChatText = "\(payload.DeviceName.asText ?? payload.ClientName.asText, after: " on ")"
        var severity: Severity?
        let words: ChatText
        switch event {
        case "PlaybackProgress", "UserDataSaved": return nil
        case "ItemAdded": words = "added \(item)"
        case "ItemDeleted": words = "deleted \(item)"
        case "PlaybackStart": words = "\(user) plays \(item)\(device)"
        case "PlaybackStop":
            words = "\(user) \(payload.PlayedToCompletion.isTrue ? "finished" : "stopped") \(item)\(device)"
        case "AuthenticationSuccess": words = "\(user) logged in\(device)"
        case "AuthenticationFailure": (words, severity) = ("a login of \(user) failed\(device)", .warning)
        case "UserLockedOut": (words, severity) = ("\(user) is locked out", .warning)
        case "SessionStart": words = "\(user, or: "somebody") started a session\(device)"
        case "TaskCompleted": (words, severity) = task(payload, &facts)
        case "UserUpdated": words = "the account \(user) was changed"
        case "UserPasswordChanged": words = "the password of \(user) was changed"
        case "UserCreated": words = "the account \(user) was created"
        case "UserDeleted": words = "the account \(user) was deleted"
        case "PendingRestart": (words, severity) = ("has to be restarted", .warning)
        case "SubtitleDownloadFailure": (words, severity) = ("found no subtitles for \(item)", .warning)
        case "PluginInstalled", "PluginUpdated":
            let verb: ChatText = event == "PluginUpdated" ? "updated" : "installed"
            words = "\(verb) the plugin \(payload.PluginName)\(payload.PluginVersion, after: " ")"
        default:
            let name = payload.Name.asText ?? payload.PluginName.asText
            words = "\(payload.NotificationType)\(name, after: ": ")"
        }
        return EventNotification(about: payload.ServerName, words, link: page(of: payload)).marked(severity)
    }

    /// How a task of the server ended.
    private static func task(
        _ payload: PayloadView,
        _ facts: inout NotificationFacts
    ) -> (words: ChatText, severity: Severity?) {
        let name = payload.TaskName.or(payload.Name).or(payload.ResultName)
        switch payload.ResultStatus.asText {
        case "Failed":
            facts.outcome = .failure
            return ("the task \(name) failed\(payload.ResultErrorMessage.firstLine, after: ": ")", .error)
        case "Cancelled", "Aborted":
            facts.outcome = .cancelled
            return ("the task \(name) was cancelled", nil)
        default: return ("finished the task \(name)", nil)
        }
    }

    /// A movie with its year, an episode or a season with its series: `Kettles S01E02 Steam`.
    private static func title(of payload: PayloadView) -> PayloadView {
        guard var name = payload.Name.asText else { return payload.Name }
        if let series = payload.SeriesName.asText, let season = payload.SeasonNumber00.asText,
            let episode = payload.EpisodeNumber00.asText
        {
            return PayloadView("\(series) S\(season)E\(episode) \(name)")
        }
        if payload.ItemType.asText == "Season", let series = payload.SeriesName.asText { name = "\(series) \(name)" }
        guard let artist = payload.Artist.asText else {
            return PayloadView(payload.Year.asInt.map { "\(name) (\($0))" } ?? name)
        }
        return PayloadView("\(artist): \(name)")
    }

    /// The page of what was added.
    private static func page(of payload: PayloadView) -> PayloadView {
        guard payload.NotificationType.asText == "ItemAdded", let url = payload.ServerUrl.asText,
            let id = payload.ItemId.asText, id.isHexadecimal, url.hasPrefix("http")
        else { return PayloadView(nil) }
        return PayloadView("\(url.dropping(suffix: "/"))/web/#/details?id=\(id)")
    }
}
