extension Host {
    /// The events that a plugin tells, sorted; none when it announces nothing.
    /// - Throws: `Rejection` with the nearest name when there is no such plugin.
    public func events(of plugin: String) throws(Rejection) -> [String] { try self.plugin(plugin).events?.names ?? [] }

    /// The event that a payload is of by the name of its file, `issues` of `issues.opened.json`; nil where payloads say it
    /// themselves.
    /// - Throws: `Rejection` with the nearest name when there is no such plugin, or it tells no such event.
    public func event(ofFile name: String, for plugin: String) throws(Rejection) -> String? {
        guard let events = try self.plugin(plugin).events, case .header = events.source else { return nil }
        let word = String(name.prefix { $0 != "." })
        if let event = events.spelling(of: word) { return event }
        let hint = Suggestion(for: word, among: events.names).nearest.map { " Did you mean \($0)?" } ?? ""
        throw Rejection(.notFound, "\(plugin) tells no event “\(word)”.\(hint) Name it with --event.")
    }

    /// A delivery to a plugin as its provider would make it, not signed yet: the payload of an event, with the event's name
    /// where the provider puts it; or, for a plugin without events, any body to the only row that takes one.
    /// - Parameters:
    ///   - event: the name, written in any case and with `_` or nothing for other characters: `push_hook`; one that the
    ///     plugin does not tell is sent as it is. Nil for a payload that needs no name beside it.
    ///   - contentType: of a payload that is no event's, where it is known; events are sent as JSON.
    /// - Throws: `Rejection` when there is no such plugin, or it is not clear which of its routes takes payloads.
    public func delivery(
        to plugin: String,
        event: String?,
        payload: [UInt8],
        contentType: String? = nil
    ) throws(Rejection) -> Request {
        let plugin = try self.plugin(plugin)
        guard let endpoint = plugin.payloadEndpoint else {
            throw Rejection(.notFound, "Plugin \(plugin.name) has no route for events, nor just one for payloads.")
        }
        var type = MediaType.json.essence
        if plugin.events == nil {
            type = endpoint.givenMediaType?.essence ?? contentType ?? "\(MediaType(guessedOfFile: payload))"
        }
        var headers: HTTPFields = [.contentType: type]
        if let event, let events = plugin.events, case .header(let field) = events.source {
            headers[field] = events.spelling(of: event) ?? event
        }
        return Request(
            method: .post, target: RequestTarget(endpoint.rule.description), headers: headers, body: payload)
    }
}

extension LoadedPlugin {
    /// The row for events, or in a plugin without events the only one that takes a body by POST at a path without
    /// placeholders.
    fileprivate var payloadEndpoint: Endpoint? {
        guard events == nil else { return endpoints.first { $0.bodyKind?.type == Happening.self } }
        let takers = endpoints.filter { $0.bodyKind != nil && $0.handles(.post) && $0.rule.placeholders.isEmpty }
        return takers.count == 1 ? takers.first : nil
    }
}

extension Endpoint {
    /// The media type that the row's body kind asks for; nil where it leaves that open.
    fileprivate var givenMediaType: MediaType? {
        switch bodyKind?.name {
        case ".json": .json
        case ".text": .text
        case let name? where name.hasPrefix(".form"): .form
        default: nil
        }
    }
}

extension EventTable {
    /// The name of the event that is written in another case, or with `_` or nothing for other characters.
    fileprivate func spelling(of name: String) -> String? {
        let letters = { (text: String) in text.lowercased().filter { $0.isLetter || $0.isNumber } }
        return names.contains(name) ? name : names.first { letters($0) == letters(name) }
    }
}
