import HarkEvents
import HarkXML

/// Queries of the bot and of others (`iq`, RFC 6120, 8.2.3).
extension XMPPSession {
    private static let queryLimit = 500
    /// The part of them that is reserved for the bot's own connection, rooms and messages: whoever makes the bot write
    /// to an address chooses the domain that is queried.
    private static let ownShare = 100
    /// Longest identifier of a query that an answer repeats, in bytes: services of rooms lengthen those of clients, and
    /// a server closes a stream for a much longer stanza.
    private static let identifierLimit = 4096

    /// Sends a query.
    mutating func ask(_ subject: PendingQuery.Subject, _ target: JID?, message: Int? = nil) {
        guard queries.count < (subject.isOwn ? Self.queryLimit : Self.queryLimit - Self.ownShare) else { return }
        let content =
            switch subject {
            case .domain, .features, .existence: XMLElement("query", in: Namespace.discovery)
            case .ping, .barrier, .presence: XMLElement("ping", in: Namespace.ping)
            }
        let id = nextID()
        queries[id] = PendingQuery(subject: subject, target: target, time: now)
        send(
            XMLElement(
                "iq", in: Namespace.client, ["type": "get", "id": id, "to": target?.text], children: [content]),
            message: message)
    }

    mutating func receiveQuery(_ stanza: XMLElement) {
        switch stanza["type"] {
        case "get", "set": answer(stanza)
        case "result", "error": receiveAnswer(stanza)
        default: break
        }
    }

    // MARK: Questions of others

    /// Answers a query; each one gets an answer, unless its identifier is too long to be repeated.
    private mutating func answer(_ stanza: XMLElement) {
        guard let id = stanza["id"], id.utf8.count <= Self.identifierLimit else { return }
        let question = stanza.children.first
        let isGet = stanza["type"] == "get"
        var attributes: [String: String?] = ["id": id, "to": stanza["from"], "type": "result"]
        let content: [XMLElement]
        switch (question?.name, question?.namespace) {
        case ("ping", Namespace.ping) where isGet: content = []
        case ("query", Namespace.version) where isGet:
            content = [
                XMLElement(
                    "query", in: Namespace.version, children: [XMLElement("name", in: Namespace.version, text: "Hark")])
            ]
        case ("query", Namespace.discovery) where isGet && question?["node"] == nil:
            let features = [
                Namespace.discovery, Namespace.ping, Namespace.version, Namespace.correction, Namespace.muc,
            ]
            content = [
                XMLElement(
                    "query", in: Namespace.discovery,
                    children: [
                        XMLElement(
                            "identity", in: Namespace.discovery,
                            ["category": "client", "type": "bot", "name": "Hark"])
                    ] + features.map { XMLElement("feature", in: Namespace.discovery, ["var": $0]) })
            ]
        default:
            attributes["type"] = "error"
            content = [
                XMLElement(
                    "error", in: Namespace.client, ["type": "cancel"],
                    children: [XMLElement("service-unavailable", in: Namespace.stanzaErrors)])
            ]
        }
        send(XMLElement("iq", in: Namespace.client, attributes, children: content))
    }

    // MARK: Answers

    private mutating func receiveAnswer(_ stanza: XMLElement) {
        guard let id = stanza["id"], let query = queries[id], isAnswered(query, by: stanza["from"]) else { return }
        queries[id] = nil
        let error = stanza["type"] == "error" ? StanzaError(stanza) : nil
        switch query.subject {
        case .ping: break
        case .barrier(let message):
            if let text = pending[message]?.stanza { settle(message, .success(MessageID(text))) }
        case .domain(let domain): receiveDomain(domain, stanza, error)
        case .features(let room):
            let features = Self.features(in: stanza)
            rooms[room]?.vouchesForMessages = features.contains(Namespace.identifiers)
            rooms[room]?.vouchesForOccupants = features.contains(Namespace.occupant)
        case .existence(let visit): receiveExistence(of: visit, error)
        case .presence(let room): receivePresenceCheck(room, error)
        }
    }

    /// Whether an answer comes from the queried entity: anyone can send an answer.
    private func isAnswered(_ query: PendingQuery, by sender: String?) -> Bool {
        guard let target = query.target else {
            guard let sender, let jid = JID(sender) else { return sender == nil }
            return jid.folded == address.folded || (jid.local == nil && jid.domain == address.domain)
        }
        guard let jid = sender.flatMap({ JID($0) }) else { return false }
        return jid.folded == target.folded && jid.resource == target.resource
    }

    private static func features(in stanza: XMLElement) -> Set<String> {
        let query = stanza.child("query", in: Namespace.discovery)
        return Set(query?.children("feature", in: Namespace.discovery).compactMap { $0["var"] } ?? [])
    }

    // MARK: Domains

    /// Whether a domain is a service for rooms; nil if it is not known yet.
    func isOfRooms(_ domain: String) -> Bool? { domain == address.domain ? false : domains[domain] }

    /// Queries a domain, unless a query is pending.
    mutating func askForDomain(_ domain: String) {
        guard isReady, isOfRooms(domain) == nil, !queries.values.contains(where: { $0.subject == .domain(domain) }),
            let jid = JID(domain)
        else { return }
        ask(.domain(domain), jid)
    }

    /// Queries the unknown domains of wanted rooms.
    mutating func askForDomains() {
        for room in wanted {
            switch isOfRooms(room.jid.domain) {
            case true?: rooms.add(room.jid, named: room.name, nick: configuration.nick, isWanted: true, at: now)
            case false?: continue
            case nil: askForDomain(room.jid.domain)
            }
        }
    }

    private mutating func receiveDomain(_ domain: String, _ stanza: XMLElement, _ error: StanzaError?) {
        let isWanted = hasWantedRooms(domain)
        let isPassing = error.map { $0.isRemoteFailure || $0.type == "wait" } ?? false
        // The service of wanted rooms may still be starting: its errors are not final.
        let isFinal = error == nil || !(isPassing || isWanted)
        if isFinal {
            domainComplaints[domain] = ""
            let identities =
                stanza.child("query", in: Namespace.discovery)?
                .children("identity", in: Namespace.discovery) ?? []
            domains[domain] = identities.contains { $0["category"] == "conference" }
            askForDomains()
        }
        for (id, message) in pending.sorted(by: { $0.key < $1.key }) where message.jid.domain == domain {
            guard case .asking = message.stage else { continue }
            if let error, !isFinal {
                let name = message.name.sanitized(to: 100)
                let refusal = isPassing ? error.refusal(of: name, isRoom: true) : nil
                settle(id, .failure(refusal ?? ChatError(.transient, "\(domain) does not answer.")))
            } else {
                route(id)
            }
        }
        if let error, !isFinal { retry(domain, error.condition.sanitized(to: 60)) }
    }

    private func hasWantedRooms(_ domain: String) -> Bool { wanted.contains { $0.jid.domain == domain } }

    /// Schedules another query of a domain of wanted rooms. Each new reason is logged.
    private mutating func retry(_ domain: String, _ reason: String) {
        guard hasWantedRooms(domain) else { return }
        if domainRetryTime == nil {
            domainRetryTime = now + domainRetryWait
            domainRetryWait = min(domainRetryWait * 2, Self.longestDomainRetry)
        }
        guard domainComplaints[domain] != reason else { return }
        domainComplaints[domain] = reason
        let name = domain.sanitized(to: 100)
        actions.append(
            .log(.warning, "\(name) does not say what it is (\(reason)): the bot enters no room there, and asks again"))
    }

    // MARK: Time

    /// Drops unanswered queries.
    mutating func tickQueries() {
        for (id, query) in queries where now >= query.time + Self.answerTime {
            queries[id] = nil
            switch query.subject {
            // Undecided: it is queried again later.
            case .presence(let room): rooms[room]?.lastActivity = now
            case .domain(let domain): retry(domain, "no answer")
            case .ping, .barrier, .features, .existence: break
            }
        }
        if let time = domainRetryTime, now >= time {
            domainRetryTime = nil
            askForDomains()
        }
    }

    var queryTime: Instant? { queries.values.map { $0.time + Self.answerTime }.min() }
}
