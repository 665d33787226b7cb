/// How a plugin would read a payload, so that the plugin is found that the payload is for.
struct PayloadReading {
    /// How sure it is that the payload is for the plugin, the surest first.
    enum Certainty: Int {
        /// The plugin declares the event that the operator or the file's name gives.
        case given
        /// The plugin declares the event that the payload names.
        case named
        /// The plugin reads payloads without an event that it declares, and may do so with any.
        case guessed
    }

    let plugin: String
    var event: ReadEvent
    let text: ChatText
    /// The setting that filters the plugin's events.
    let filter: Setting<[String]>?
    let certainty: Certainty

    /// A reading.
    /// - Parameters:
    ///   - given: the event that the operator or the file's name gives.
    ///   - text: what would be announced.
    init(_ event: ReadEvent, by plugin: String, declaring events: EventDeclaration, given: String?, text: ChatText) {
        self.plugin = plugin
        self.event = event
        self.text = text
        filter = events.filter
        let name = event.facts.event?.verbatim
        certainty =
            switch name {
            case let name? where given.flatMap(events.spelling) == name: .given
            case let name? where events.hasEvent(name.lowercased()): .named
            default: .guessed
            }
    }

    /// Whether the payload is rather for this plugin than for that of another reading.
    func precedes(_ other: PayloadReading) -> Bool {
        (certainty.rawValue, text.missingFieldCount) < (other.certainty.rawValue, other.text.missingFieldCount)
    }
}

extension [PayloadReading] {
    /// The readings that no other one precedes.
    var best: [PayloadReading] { filter { reading in !contains { $0.precedes(reading) } } }
}
