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

    /// A delivery of a plugin's provider: the payload, sent to the plugin's route for events, with the event's name where
    /// the provider puts it. It is not signed yet.
    /// - Parameters:
    ///   - event: the name, written in any case and with `_` or nothing for other characters: `push_hook`; one that the
    ///     plugin does not tell is sent as it is. Nil for a payload that needs no name beside it.
    /// - Throws: `Rejection` when there is no such plugin, or it has no route for events.
    public func delivery(
        to plugin: String,
        event: String?,
        payload: [UInt8],
        contentType: String = "application/json"
    ) throws(Rejection) -> Request {
        let plugin = try self.plugin(plugin)
        guard let events = plugin.events,
            let endpoint = plugin.endpoints.first(where: { $0.bodyKind?.type == Happening.self })
        else { throw Rejection(.notFound, "Plugin \(plugin.name) has no route for events.") }
        var headers: HTTPFields = [.contentType: contentType]
        if let event, case .header(let field) = events.source { headers[field] = events.spelling(of: event) ?? event }
        return Request(
            method: .post, target: RequestTarget(endpoint.rule.description), headers: headers, body: payload)
    }
}

extension EventTable {
    /// The name of the event that is written in another case, or with `_` or nothing for other characters.
    fileprivate func spelling(of name: String) -> String? {
        let letters = { (text: String) in text.lowercased().filter { $0.isLetter || $0.isNumber } }
        return names.contains(name) ? name : names.first { letters($0) == letters(name) }
    }
}
