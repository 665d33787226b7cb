extension Host {
    /// The events that a plugin announces, sorted; none when it announces nothing.
    /// - Throws: `Rejection` with the nearest name when there is no such plugin.
    public func events(of plugin: String) throws(Rejection) -> [String] {
        try registry.plugin(plugin).events?.names ?? []
    }

    /// The event that a payload is of by the name of its file, `issues` of `issues.opened.json`; nil where payloads say
    /// it themselves, and where no event is taken.
    /// - Parameter target: where the payload goes, if not where the plugin's payloads go.
    /// - Throws: `Rejection` with the nearest name when there is no such plugin, or it announces no such event.
    public func event(
        ofFile name: String,
        for plugin: String,
        at target: RequestTarget? = nil
    ) throws(Rejection) -> String? {
        let plugin = try registry.plugin(plugin)
        guard let events = plugin.events, case .header = events.source else { return nil }
        if let target, try !plugin.endpoint(at: target).endpoint.takesEvents { return nil }
        let word = String(name.prefix { $0 != "." })
        if let event = events.spelling(of: word) { return event }
        let hint = Suggestion(for: word, among: events.names).nearest.map { " Did you mean \($0)?" } ?? ""
        throw Rejection(.notFound, "\(plugin.name) announces no event “\(word)”.\(hint) Name it with --event.")
    }

    /// A delivery to a plugin as its provider would make it, not signed yet: the payload of an event, with the event's
    /// name where the provider puts it; or, for a plugin without events, any body to the only row that takes one.
    /// - Parameters:
    ///   - event: the name, written in any case and with `_` or nothing for other characters: `push_hook`; one that the
    ///     plugin does not announce is sent as it is. Nil for a payload that needs no name beside it.
    ///   - contentType: of a payload that is no event's, where it is known; events are sent as JSON.
    ///   - target: the path of one of the plugin's rows, and perhaps a query, for a body to another row.
    /// - Throws: `Rejection` when there is no such plugin, it is not clear which of its routes takes payloads, or none
    ///   does at `target`.
    public func delivery(
        to plugin: String,
        event: String?,
        payload: [UInt8],
        contentType: String? = nil,
        at target: RequestTarget? = nil
    ) throws(Rejection) -> Request {
        let plugin = try registry.plugin(plugin)
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

    /// The path of the row of a plugin that takes a body and has just these placeholders, filled with these values.
    /// - Parameters:
    ///   - values: the texts of the placeholders by name, decoded.
    ///   - rule: the row's rule, where several have the same placeholders.
    /// - Throws: `Rejection` when there is no such plugin, no row fits, several do, or a placeholder does not take its
    ///   value.
    public func path(of plugin: String, filledWith values: [String: String], rule: String?) throws(Rejection) -> String
    {
        try registry.plugin(plugin).path(filledWith: values, rule: rule)
    }

    /// Whether a path is one of a plugin's rows that take a body.
    public func takesPayload(at path: String, of plugin: String) -> Bool {
        (try? registry.plugin(plugin).endpoint(at: RequestTarget(path))) != nil
    }
}

extension Endpoint {
    /// Whether the row is for a provider's events.
    var takesEvents: Bool { route.bodyKind?.format == .event }

    /// The media type that the row's body kind asks for; nil where it leaves that open.
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
    /// The name of the event that is written in another case, or with `_` or nothing for other characters.
    fileprivate func spelling(of name: String) -> String? {
        let letters = { (text: String) in text.lowercased().filter { $0.isLetter || $0.isNumber } }
        return names.contains(name) ? name : names.first { letters($0) == letters(name) }
    }
}
