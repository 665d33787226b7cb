/// A provider of webhooks: how its deliveries are authenticated, and how each of its events is announced. It defines a
/// `ProviderPlugin`.
public struct Provider: Sendable {
    /// The plugin's name: its settings begin with `HARK_<NAME>_`, and deliveries go to `/<name>`.
    public let name: String

    /// The name as people write it.
    public let title: String

    /// One line that says what the plugin is for.
    public let summary: String

    /// How deliveries are authenticated.
    public let verifier: Verifier

    /// The events that are announced.
    public let events: EventTable

    /// Longest payload, in bytes; nil for the server's own limit (`HARK_HTTP_BODY_LIMIT`).
    public let payloadLimit: Int?

    /// The settings of its rooms and events.
    public let notifierSettings: Notifier.Settings

    /// `HARK_<NAME>_SECRET`.
    public let secret: Setting<Secret>

    /// `HARK_<NAME>_ALLOW_FROM`, for a provider that publishes the addresses that it calls from.
    public let sources: Setting<[AddressRange]>?

    /// How references in people's messages are looked up; nil if they are not.
    public let links: LinkLookup?

    /// The settings of those links.
    let linkSettings: LinkSettings?

    /// A provider.
    /// - Parameters:
    ///   - name: the plugin's name: lower-case letters, digits and `-`.
    ///   - title: the name as people write it.
    ///   - summary: one line that says what the plugin is for.
    ///   - verifier: how deliveries are authenticated. It also says where a delivery names its event, unless `events`
    ///     does.
    ///   - secret: the help of the secret's setting: which of the provider's secrets it is.
    ///   - sources: the help of the setting with the addresses that may call; nil for a provider that publishes none.
    ///   - events: the events, with their formatters.
    ///   - links: how references in people's messages, such as `#123`, are looked up.
    ///   - payloadLimit: longest payload, in bytes; nil for the server's own limit.
    public init(
        _ name: String,
        title: String,
        summary: String,
        verifier: Verifier,
        secret: String,
        allowingFrom sources: String? = nil,
        events: EventTable,
        links: LinkLookup? = nil,
        payloadLimit: Int? = nil
    ) {
        var (verifier, events) = (verifier, events)
        events.ownSource = events.ownSource ?? verifier.event
        verifier.event = events.ownSource
        self.name = name
        self.title = title
        self.summary = summary
        self.verifier = verifier
        self.events = events
        self.payloadLimit = payloadLimit
        notifierSettings = Notifier.Settings(plugin: name, title: title, events: events)
        self.links = links
        linkSettings = links.map { LinkSettings($0, plugin: name, title: title) }
        let prefix = settingPrefix(ofPlugin: name)
        self.secret = Setting("\(prefix)SECRET", help: secret)
        self.sources = sources.map { help in
            Setting("\(prefix)ALLOW_FROM", default: [], help: help) { ranges throws(SettingMismatch) in
                if ranges.isEmpty { throw SettingMismatch(expected: "one or more addresses or CIDR ranges") }
            }
        }
    }

    /// All settings of its plugin.
    public var settings: [any SettingDeclaration] {
        notifierSettings.all + [secret] + [sources].compactMap(\.self) + (linkSettings?.all ?? [])
    }
}

/// A plugin that announces what a provider sends. It is defined by one `Provider` value, which gives it manifest,
/// settings, route and handler.
///
/// ```swift
/// public struct Forge: ProviderPlugin {
///     public static let provider = Provider(
///         "forge", title: "Forge", summary: "Announces what happens on Forge.",
///         verifier: .github, secret: "The webhook's secret, as Forge has it.",
///         events: EventTable(["push": { EventNotification(about: $0.project.asText, "\($0.user) pushed") }]))
///
///     public let receiver: EventReceiver
///     public init(_ receiver: EventReceiver) { self.receiver = receiver }
/// }
/// ```
public protocol ProviderPlugin: Plugin {
    /// The provider.
    static var provider: Provider { get }

    /// Its routes: one `POST /<name>` by default.
    static var routes: [Route<Self>] { get }

    /// Receives its deliveries.
    var receiver: EventReceiver { get }

    /// A plugin with this receiver.
    init(_ receiver: EventReceiver)
}

extension ProviderPlugin {
    public static var manifest: Manifest<Self> {
        Manifest(
            name: provider.name, summary: provider.summary, settings: provider.settings, routes: routes,
            listeners: listeners, events: provider.events.declaration(filteredBy: provider.notifierSettings.events))
    }

    /// Answers references in people's messages, for a provider that has `links`.
    public static var listeners: [MessageListener<Self>] {
        provider.links == nil ? [] : [MessageListener { $0.receiver.links?.scan($1) }]
    }

    public static var routes: [Route<Self>] {
        [.post("/\(provider.name)", .event(of: provider.events), announce).fromProvider()]
    }

    public init(_ context: PluginContext) throws {
        self.init(try EventReceiver(Self.provider, context))
    }

    /// Announces a delivery, and returns the outcome for its sender.
    /// - Throws: an error if a room could not be reached; a stored delivery is attempted again then.
    public func announce(_ delivery: Delivery<WebhookEvent>) async throws -> HandlerOutcome {
        try await receiver.notifier.announce(delivery)
    }
}

extension Route where Owner: ProviderPlugin {
    /// The same row with the properties that all deliveries of the provider share: verifier, allowed addresses, payload
    /// limit and query identity.
    public func fromProvider() -> Route {
        let provider = Owner.provider
        // Closures, because a key path of a generic type would be looked up again for each delivery.
        var row = verified(by: provider.verifier, with: { $0.receiver.secret })
            .identified(withQuery: { $0.receiver.notifier.queryFields })
        if provider.sources != nil { row = row.allowing(from: { $0.receiver.sources }) }
        if let limit = provider.payloadLimit { row = row.accepting(atMost: limit) }
        return row
    }
}

/// The values that a provider's deliveries need at run time: the secret, the addresses that may call, and the rooms.
public struct EventReceiver: Sendable {
    /// The shared secret.
    public let secret: Secret

    /// The addresses that may call; empty for any.
    public let sources: [AddressRange]

    /// Announces the events.
    public let notifier: Notifier

    /// Answers references; nil for a provider without links, and while no token is set.
    let links: LinkResponder?

    /// A receiver with the operator's settings.
    /// - Throws: `SettingFault`.
    public init(_ provider: Provider, _ context: PluginContext) throws(SettingFault) {
        secret = try context.settings[provider.secret]
        if let sources = provider.sources {
            self.sources = try context.settings[sources]
        } else {
            sources = []
        }
        notifier = try Notifier(provider.notifierSettings, context)
        if let lookup = provider.links, let settings = provider.linkSettings {
            links = try LinkResponder(lookup, settings, rooms: notifier.rooms, context)
        } else {
            links = nil
        }
    }
}
