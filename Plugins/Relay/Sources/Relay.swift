public import HarkEvents

/// Announces in a chat room what any script, device or service posts, through a template: no plugin has to be written
/// for it.
public struct Relay: Plugin {
    static let notifierSettings = Notifier.Settings(plugin: "relay", title: "the relay")
    static let secret = Setting<Secret>(
        "HARK_RELAY_SECRET",
        help: "The token of those who post, or user:password; an old one may follow after a comma."
    )
    static let template = Setting<String?>(
        "HARK_RELAY_TEMPLATE",
        help: """
            The message for every payload, in Mustache: {{title}}: {{message}}. {{summary}} is the relay's own summary. \
            Unless set, known senders have templates of their own, and all others {{summary}}.
            """
    ) { text throws(SettingMismatch) in
        if let text { try Template.check(text) }
    }
    static let templates = Setting<TemplateList>(
        "HARK_RELAY_TEMPLATES",
        default: TemplateList(),
        help: "Other templates, a line each, for URLs to choose with ?template=name: name: {{title}}."
    )

    static let origins = Setting<[String]>(
        "HARK_RELAY_ORIGINS",
        default: ["eventgrid.azure.net"],
        help:
            "The senders of CloudEvents that may deliver, as they name themselves before they do; each needs the secret too."
    )

    public static let manifest = Manifest<Self>(
        name: "relay",
        summary: "Says what anything posts, through a template.",
        settings: notifierSettings.all + [secret, template, templates, origins],
        routes: [
            .post("/relay", .payload, relayDelivery).verified(by: .sharedSecret, with: \.secret)
                .handshake(cloudEventsFrom: \.origins),
            .post("/relay/<room>", .payload, relayToRoom).verified(by: .sharedSecret, with: \.secret)
                .handshake(cloudEventsFrom: \.origins),
            hookRoute,
        ],
        commands: hookCommands
    )

    private let secret: Secret
    let origins: [String]
    private let template: Template?
    private let summary: Template
    private let templates: TemplateList
    private let notifier: Notifier
    let hooks: HookStore
    let chat: Chat
    let clock: BotClock
    /// The bot's URL as senders know it, if the operator says so.
    let baseURL: BaseURL?

    public init(_ context: PluginContext) throws {
        secret = try context.settings[Self.secret]
        origins = try context.settings[Self.origins]
        template = try context.settings[Self.template].map { text throws(TemplateFault) in try Template(text) }
        summary = try Template("{{summary}}")
        templates = try context.settings[Self.templates]
        notifier = try Notifier(Self.notifierSettings, context)
        hooks = HookStore(store: context.store, clock: context.clock)
        (chat, clock, baseURL) = (context.chat, context.clock, context.baseURL)
    }

    func relayDelivery(_ delivery: Delivery<Payload>) async throws -> HandlerOutcome {
        try await relay(delivery, to: nil)
    }

    func relayToRoom(_ delivery: Delivery<Payload>, room: String) async throws -> HandlerOutcome {
        try await relay(delivery, to: Room(pathSegment: room))
    }

    /// - Parameter isAlone: whether no other room may get it.
    func relay(
        _ delivery: Delivery<Payload>, to room: Room?, alone isAlone: Bool = false
    ) async throws -> HandlerOutcome {
        let content = try Content(delivery.body, type: delivery.request.mediaType)
            .adding(eventAttributes: delivery.request.headers)
        let webhookEvent = try webhookEvent(of: content, query: delivery.query)
        return try await notifier.announce(
            Delivery(body: webhookEvent, request: delivery.request), in: room, alone: isAlone)
    }

    /// What is announced by the template that the URL chooses, by the operator's own one, by that of a sender whose
    /// payloads are known, or else by the summary.
    private func webhookEvent(of content: Content, query: FormFields) throws(Rejection) -> WebhookEvent {
        guard let name = query["template"] else {
            if let template { return content.event(template) }
            return ReadyTemplates.recognizing(content)?.webhookEvent(of: content) ?? content.event(summary)
        }
        if let template = templates[name] { return content.event(template) }
        guard let ready = ReadyTemplates.named(name) else {
            throw Rejection(
                .badRequest,
                "There is no template “\(name.sanitized(to: 64))” in HARK_RELAY_TEMPLATES or among the relay's own.")
        }
        return ready.webhookEvent(of: content) ?? content.event(summary)
    }
}

extension Content {
    /// The event of a payload with the message that a template makes of it.
    fileprivate func event(_ template: Template) -> WebhookEvent {
        var facts = NotificationFacts()
        facts.outcome = condition.outcome
        facts.severity = kind.flatMap { Severity(named: $0) ?? Severity(ofOutcome: $0) }
        let notification = template.notification(of: self)
            .marked(facts.outcome == .success ? nil : facts.severity)
        return WebhookEvent(event: event, notification: notification, facts: facts)
    }
}

extension Room {
    /// The room that a URL names, with or without its `#`: `/relay/ops`, `/relay/%23ops` and `/relay/irc:%23ops`.
    /// - Throws: `Rejection` 404 if it is not a valid room name.
    init(pathSegment name: String) throws(Rejection) {
        let written = Room(parameter: name)
        // A network can only precede a name with a sign: `ops:example.org` is `#ops:example.org`.
        let isWhole = written.map { !Self.isBare($0.name) } ?? false
        guard let room = isWhole ? written : Room(parameter: "#\(name)") else { throw Rejection(.notFound) }
        self = room
    }

    /// Whether it is a name without its `#`. An XMPP name, which contains `@`, never has one.
    private static func isBare(_ name: String) -> Bool {
        !name.utf8.contains(UInt8(ascii: "@"))
            && name.unicodeScalars.first.map { $0.properties.isAlphabetic || $0.properties.numericType != nil } != false
    }
}
