import HarkEvents

/// How the relay announces what a known sender posts: recognised by its shape, or chosen by name in the URL.
protocol ReadyTemplate: SendableMetatype {
    /// The name for `?template=`.
    static var name: String { get }

    /// Whether a payload can only be that sender's.
    static func recognizes(_ payload: PayloadView) -> Bool

    /// Formats a payload without credentials, and fills in what the operator's rules may ask for; nil if there is
    /// nothing to announce.
    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification?
}

extension ReadyTemplate {
    /// The event of a payload; nil if it lacks something, and is not of the sender's shape either.
    ///
    /// Credentials are taken out of every text beforehand, so that no template can show one.
    static func webhookEvent(of content: Content) -> WebhookEvent? {
        let payload = PayloadView(JSONValue.object(content.summarized).withoutCredentials)
        var facts = NotificationFacts()
        let notification = notification(of: payload, &facts)
        if let notification, notification.missingFieldCount > 0 {
            guard recognizes(PayloadView(.object(content.summarized))) else { return nil }
        }
        return WebhookEvent(event: facts.event ?? content.event, notification: notification, facts: facts)
    }
}

/// The ready templates.
enum ReadyTemplates {
    /// All of them.
    static let all: [any ReadyTemplate.Type] = [
        UptimeKuma.self, ArgoCD.self, Flux.self, Harbor.self, DockerHub.self, Sonarr.self, Radarr.self, Jellyfin.self,
        Proxmox.self, HomeAssistant.self, Healthchecks.self, Watchtower.self, Zabbix.self, Statuspage.self,
    ]

    /// The one with that name; nil if there is none.
    static func named(_ name: String) -> (any ReadyTemplate.Type)? { all.first { $0.name == name } }

    /// The one whose sender posts such payloads; nil if it is not known.
    static func recognizing(_ content: Content) -> (any ReadyTemplate.Type)? {
        guard content.elements == nil else { return nil }
        let payload = PayloadView(.object(content.summarized))
        return all.first { $0.recognizes(payload) }
    }
}

extension JSONValue {
    /// The value with each credential in its texts replaced by `…`.
    fileprivate var withoutCredentials: JSONValue {
        switch self {
        case .string(let text): .string(UntrustedText(text).withoutMarkedCredentials.verbatim)
        case .array(let elements): .array(elements.map(\.withoutCredentials))
        case .object(let object): .object(JSONObject(object.map { .init($0.name, $0.value.withoutCredentials) }))
        case .null, .bool, .integer, .number, .longNumber: self
        }
    }
}
