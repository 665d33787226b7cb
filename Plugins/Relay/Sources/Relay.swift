public import HarkEvents

/// Announces in a chat room what any script, device or service posts, through a template: no plugin has to be written
/// for it.
public struct Relay: Plugin {
    static let notifierSettings = Notifier.Settings(plugin: "relay", title: "the relay")
    static let secret = Setting<Secret>(
        "HARK_RELAY_SECRET",
        help: "The token of those who post, or user:password; an old one may follow after a comma."
    )
    static let template = Setting<String>(
        "HARK_RELAY_TEMPLATE",
        default: "{{summary}}",
        help: "The message for a payload, in Mustache: {{title}}: {{message}}. {{summary}} is the relay's own summary.",
        check: Template.check
    )
    static let templates = Setting<TemplateList>(
        "HARK_RELAY_TEMPLATES",
        default: TemplateList(),
        help: "Other templates, a line each, for URLs to choose with ?template=name: name: {{title}}."
    )

    public static let manifest = Manifest<Self>(
        name: "relay",
        summary: "Says what anything posts, through a template.",
        settings: notifierSettings.all + [secret, template, templates],
        routes: [
            .post("/relay", .payload, relayDelivery).verified(by: .sharedSecret, with: \.secret),
            .post("/relay/<room>", .payload, relayToRoom).verified(by: .sharedSecret, with: \.secret),
        ]
    )

    private let secret: Secret
    private let template: Template
    private let templates: TemplateList
    private let notifier: Notifier

    public init(_ context: PluginContext) throws {
        secret = try context.settings[Self.secret]
        template = try Template(context.settings[Self.template])
        templates = try context.settings[Self.templates]
        notifier = try Notifier(Self.notifierSettings, context)
    }

    func relayDelivery(_ delivery: Delivery<Payload>) async throws -> HandlerOutcome {
        try await relay(delivery, to: nil)
    }

    func relayToRoom(_ delivery: Delivery<Payload>, room: String) async throws -> HandlerOutcome {
        try await relay(delivery, to: Room(pathSegment: room))
    }

    private func relay(_ delivery: Delivery<Payload>, to room: Room?) async throws -> HandlerOutcome {
        let content = try Content(delivery.body, type: delivery.request.mediaType)
        let webhookEvent = WebhookEvent(
            event: content.event, notification: try template(for: delivery.query).notification(of: content))
        return try await notifier.announce(Delivery(body: webhookEvent, request: delivery.request), in: room)
    }

    /// The template that the URL chooses, or the default one.
    private func template(for query: FormFields) throws(Rejection) -> Template {
        guard let name = query["template"] else { return template }
        guard let chosen = templates[name] else {
            throw Rejection(.badRequest, "There is no template “\(name.sanitized(to: 64))” in HARK_RELAY_TEMPLATES.")
        }
        return chosen
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
