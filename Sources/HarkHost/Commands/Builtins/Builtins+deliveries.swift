internal import HarkStore

internal import struct FoundationEssentials.Date

/// The commands about stored deliveries.
extension Builtins {
    /// Most deliveries in one list.
    private static let longestList = 20

    /// Longest outcome in a list, in Unicode scalars.
    private static let longestOutcome = 120

    /// Longest part of a body that is shown, in bytes.
    private static let longestBody = 4096

    func listDeliveries(filter: String?) async throws -> ChatText {
        let store = try operations().store
        var query = DeliveryQuery(limit: Self.longestList)
        for word in (filter ?? "").split(separator: " ").prefix(4) {
            if let state = DeliveryState(rawValue: word.lowercased()) {
                query.states.insert(state)
            } else if let plugin = registry.plugins.first(where: { $0.name.hasSameBytesIgnoringCase(as: String(word)) })
            {
                query.plugin = plugin.name
            } else {
                let states = DeliveryState.allCases.map(\.rawValue).joined(separator: ", ")
                throw Rejection(
                    .badRequest,
                    "“\(String(word).scalars(upTo: 64))” is neither a plugin nor a state. The states are: \(states).")
            }
        }
        let records = try await store.deliveries(query)
        guard !records.isEmpty else { return "There are no such deliveries." }
        var text: ChatText = ""
        for (index, record) in records.enumerated() {
            if index > 0 { text += "\n" }
            text += line(for: record)
        }
        if records.count == query.limit { text += "\nOlder ones are not listed." }
        return text
    }

    func showDelivery(_ invocation: Invocation, id: String) async throws -> ChatText {
        let store = try operations().store
        let record = try await find(id)
        var text = line(for: record)
        text += "\nRequest \(record.requestID) to \(record.route.label), \("\(record.size)") bytes"
        if let key = record.key { text += ", key \(key)" }
        text += ". Received \(age(of: record.received)) ago"
        if record.generation > 0 { text += ", replayed \("\(record.generation)") times" }
        if record.crashes > 0 { text += ", running in \("\(record.crashes)") processes that died" }
        text += "."
        for attempt in try await store.attempts(of: record.id) {
            let what = attempt.number > 0 ? "attempt \(attempt.number)" : "note"
            text += "\n  \(age(of: attempt.ended)) ago, \(what): \(attempt.text.scalars(upTo: Self.longestOutcome))"
        }
        guard let payload = try await store.payload(of: record.id) else {
            text += "\nIts request is not kept any more."
            return text
        }
        // What a sender sent may be confidential: it is shown to the admin alone.
        guard invocation.message.isDirect || networks.capabilities(of: invocation.room).has(.immediateSending) else {
            text += "\nAsk in a direct message to see its body."
            return text
        }
        text += "\n\(String(decoding: payload.body.prefix(Self.longestBody), as: UTF8.self))"
        if payload.body.count > Self.longestBody { text += " …" }
        return text
    }

    func replay(_ invocation: Invocation, what: String) async throws -> ChatText {
        var words = CommandWords(what)
        guard let first = words.nextWord() else { throw Rejection(.badRequest, "Say which delivery to replay.") }
        let note = "replayed by \(invocation.sender.settingText)"
        guard first == "--all-dead" else {
            return "\(try await operations().replay(try await find(first), note: note).sentence)"
        }
        return try await replayDead(DeadSelection(&words, among: registry.names), note: note)
    }

    private func replayDead(_ selection: DeadSelection, note: String) async throws -> ChatText {
        let operations = try operations()
        let since = selection.age?.start(from: pipeline.clock.now)
        let found = try await operations.dead(plugin: selection.plugin, since: since)
        guard !found.isEmpty else { return "There are no such dead deliveries." }
        guard selection.isConfirmed else {
            let count = found.count == 1 ? "1 dead delivery" : "\(found.count) dead deliveries"
            return "\(count) would be handled again. Give the command once more with --yes to do that."
        }
        let count = try await operations.replay(found, note: note)
        if count == 1 { return "1 delivery is handled again." }
        return "\("\(count)") deliveries are handled again, ten a second."
    }

    func cancel(_ invocation: Invocation, id: String) async throws -> ChatText {
        let record = try await find(id)
        let note = "cancelled by \(invocation.sender.settingText)"
        return "\(try await operations().cancel(record, note: note).sentence)"
    }

    private func operations() throws(Rejection) -> DeliveryOperations {
        guard let operations = deliveries.operations else {
            throw Rejection(.notFound, "This bot stores no deliveries (HARK_STORE=off).")
        }
        return operations
    }

    /// The newest delivery whose identifier is or begins with a text.
    private func find(_ id: String) async throws -> DeliveryRecord {
        let operations = try operations()
        do { return try await operations.find(id) } catch let error as Rejection where error.status == .notFound {
            throw Rejection(.notFound, "\(error.reason) \(prefix)deliveries lists them.")
        }
    }

    private func line(for record: DeliveryRecord) -> ChatText {
        var text: ChatText = "\(record.requestID)  \(record.route.plugin)"
        if let event = record.event { text += " \(event)" }
        if record.origin != .webhook { text += " (\(record.origin.rawValue))" }
        text += "  \(record.state.rawValue), \(age(of: record.received)) old"
        if record.state.isUnfinished, record.attempt > 0 { text += ", attempt \("\(record.attempt)")" }
        let wait = record.due.timeIntervalSince(pipeline.clock.now)
        if record.state == .ready, wait > 0 {
            text += ", again in \(Self.readable(seconds: Int(wait.rounded(.up))))"
        }
        if let outcome = record.outcome { text += ": \(outcome.scalars(upTo: Self.longestOutcome))" }
        return text
    }

    private func age(of date: Date) -> String {
        Self.readable(seconds: max(0, Int(pipeline.clock.now.timeIntervalSince(date))))
    }
}

/// Which dead deliveries to replay: `[plugin] [--since 2h] [--yes]`.
struct DeadSelection: Sendable, Equatable {
    let plugin: String?
    /// How long ago they arrived at most.
    let age: DeliveryAge?
    let isConfirmed: Bool

    /// Parses the rest of a line.
    /// - Throws: `Rejection` with what is wrong.
    init(_ words: inout CommandWords, among plugins: [String]) throws(Rejection) {
        var (plugin, age, isConfirmed): (String?, DeliveryAge?, Bool) = (nil, nil, false)
        while let word = words.nextWord() {
            switch word {
            case "--yes": isConfirmed = true
            case "--since":
                guard let text = words.nextWord(), let given = DeliveryAge(text) else {
                    throw Rejection(.badRequest, "--since needs a duration such as 2h or 7d.")
                }
                age = given
            default:
                guard let name = plugins.first(where: { $0.hasSameBytesIgnoringCase(as: word) }) else {
                    throw Rejection(.notFound, "There is no plugin “\(word.scalars(upTo: 64))”.")
                }
                plugin = name
            }
        }
        self.plugin = plugin
        self.age = age
        self.isConfirmed = isConfirmed
    }
}
