/// What `hark send` and tests send to plugins, as their senders would.
extension PluginRegistry {
    /// The events that a plugin announces, sorted; empty if it announces none.
    /// - Throws: `Rejection` with the nearest name when there is no such plugin.
    package func events(of plugin: String) throws(Rejection) -> [String] {
        try self.plugin(plugin).events?.names ?? []
    }

    /// The name of a plugin of this bot; nil if it is not among its plugins.
    package func name(of plugin: any Plugin.Type) -> String? {
        plugins.first { $0.type == plugin }?.name
    }

    /// The event of a payload by its file name: `issues` for `issues.opened.json`. Nil if payloads name their event
    /// themselves, or the route takes no events.
    /// - Parameter target: where the payload is sent, if not to the plugin's event route.
    /// - Throws: `Rejection` with the nearest name if there is no such plugin, or it announces no such event.
    package func event(
        ofFile name: String,
        for plugin: String,
        at target: RequestTarget? = nil
    ) throws(Rejection) -> String? {
        let plugin = try self.plugin(plugin)
        guard let events = plugin.events, case .header = events.source else { return nil }
        if let target, try !plugin.endpoint(at: target).endpoint.takesEvents { return nil }
        let word = String(name.prefix { $0 != "." })
        if let event = events.spelling(of: word) { return event }
        let hint = Suggestion(for: word, among: events.names).nearest.map { " Did you mean \($0)?" } ?? ""
        throw Rejection(.notFound, "\(plugin.name) announces no event “\(word)”.\(hint) Name it with --event.")
    }

    /// A remark for whoever names an event that a plugin does not announce; nil for one that it does, or where
    /// deliveries do not carry the name.
    /// - Throws: `Rejection` with the nearest name if there is no such plugin.
    package func remark(onEvent event: String, of plugin: String) throws(Rejection) -> String? {
        let plugin = try self.plugin(plugin)
        guard let events = plugin.events, case .header = events.source, events.spelling(of: event) == nil else {
            return nil
        }
        let hint = Suggestion(for: event, among: events.names).nearest.map { " Did you mean \($0)?" } ?? ""
        return "\(plugin.name) announces no event “\(event)”.\(hint) It is sent as it is."
    }

    /// A delivery to a plugin, as `Host.delivery` describes it.
    package func delivery(
        to plugin: String,
        event: String?,
        payload: [UInt8],
        contentType: String? = nil,
        at target: RequestTarget? = nil
    ) throws(Rejection) -> Request {
        let plugin = try self.plugin(plugin)
        let (endpoint, method) = if let target { try plugin.endpoint(at: target) } else { try plugin.payloadEndpoint() }
        var type = MediaType.json.essence
        if !endpoint.takesEvents {
            type = endpoint.givenMediaType?.essence ?? contentType ?? "\(MediaType(guessedOfFile: payload))"
        }
        var headers: HTTPFields = [.contentType: type]
        if let event, endpoint.takesEvents, let events = plugin.events, case .header(let field) = events.source {
            headers[field] = events.spelling(of: event) ?? event
        }
        return Request(
            method: method, target: target ?? RequestTarget(endpoint.rule.description), headers: headers, body: payload)
    }

    /// The path of the row of a plugin that takes a body and has exactly these placeholders, filled with these values.
    /// - Parameters:
    ///   - values: the texts of the placeholders by name, decoded.
    ///   - rule: the row's rule, where several have the same placeholders.
    /// - Throws: `Rejection` if there is no such plugin, if no row or several rows fit, or if a placeholder does not
    ///   accept its value.
    package func path(of plugin: String, filledWith values: [String: String], rule: String?) throws(Rejection) -> String
    {
        try self.plugin(plugin).path(filledWith: values, rule: rule)
    }

    /// Whether a plugin has a row at this path that takes a body.
    package func takesPayload(at path: String, of plugin: String) -> Bool {
        (try? self.plugin(plugin).endpoint(at: RequestTarget(path))) != nil
    }
}

extension Endpoint {
    /// Whether the row takes a provider's events.
    var takesEvents: Bool { route.bodyKind?.format == .event }

    /// The media type that the row's body kind requires; nil if it accepts several.
    fileprivate var givenMediaType: MediaType? {
        switch route.bodyKind?.format {
        case .json: .json
        case .text: .text
        case .form, .formField: .form
        case .event, .any, nil: nil
        }
    }
}

extension EventDeclaration {
    /// The name of the event that is written in another case, or with `_` or nothing instead of other characters.
    func spelling(of name: String) -> String? {
        let letters = { (text: String) in text.lowercased().filter { $0.isLetter || $0.isNumber } }
        return names.contains(name) ? name : names.first { letters($0) == letters(name) }
    }
}
