import HarkEvents
import HarkXML

/// From the stream's features until the bot is online, with an address or a resumed session.
extension XMPPSession {
    mutating func receiveFeatures(_ features: XMLElement) {
        guard isSecure else {
            guard features.child("starttls", in: Namespace.tls) != nil else {
                return end(
                    ChatError(
                        .transient,
                        "The server offers no TLS, or somebody on the way hides it. The bot does not log in without."))
            }
            stage = .startingTLS
            return write(XMLElement("starttls", in: Namespace.tls))
        }
        guard isAuthenticated else {
            let offered =
                features.child("mechanisms", in: Namespace.sasl)?
                .children("mechanism", in: Namespace.sasl).map(\.text) ?? []
            do throws(ChatError) {
                let authentication = try Authentication(
                    offered: offered, user: configuration.account.local, password: configuration.password,
                    isSecure: isSecure, nonce: configuration.nonce())
                stage = .authenticating(authentication)
                write(authentication.beginning)
            } catch {
                end(error)
            }
            return
        }
        offersManagement = features.child("sm", in: Namespace.management) != nil
        if offersManagement, let identifier = management.identifier {
            stage = .resuming
            write(
                XMLElement(
                    "resume", in: Namespace.management,
                    ["previd": identifier, "h": "\(management.receivedCount)"]))
        } else {
            bind()
        }
    }

    mutating func proceed(_ authentication: Authentication, _ element: XMLElement) {
        var authentication = authentication
        do throws(ChatError) {
            guard let step = try authentication.receive(element) else { return }
            switch step {
            case .send(let answer):
                stage = .authenticating(authentication)
                write(answer)
            case .hash(let hashing):
                stage = .authenticating(authentication)
                actions.append(.hash(hashing))
            case .done:
                isAuthenticated = true
                actions.append(.restart)
                openStream()
            }
        } catch {
            end(error)
        }
    }

    /// Continues the login with the salted password.
    mutating func receive(salted: [UInt8], at now: Instant) {
        self.now = now
        guard case .authenticating(var authentication) = stage, let answer = authentication.answer(with: salted) else {
            return
        }
        stage = .authenticating(authentication)
        write(answer)
    }

    private mutating func bind() {
        stage = .binding
        // Messages that waited for the session to be resumed have waited in vain.
        let error = ChatError(.transient, "The connection was lost before the server said what became of the message.")
        for (id, message) in pending.sorted(by: { $0.key < $1.key }) where message.isSent { lose(id, error) }
        management.end()
        let resource = leavesResource ? nil : configuration.account.jid.resource
        let wish = resource.map { [XMLElement("resource", in: Namespace.bind, text: $0)] } ?? []
        write(
            XMLElement(
                "iq", in: Namespace.client, ["type": "set", "id": "bind"],
                children: [XMLElement("bind", in: Namespace.bind, children: wish)]))
    }

    mutating func receiveAddress(_ element: XMLElement) {
        guard element.isNamed("iq", in: Namespace.client), element["id"] == "bind" else { return }
        guard element["type"] == "result" else {
            let error = StanzaError(element)
            let kind: ChatError.Kind =
                ["conflict", "resource-constraint"].contains(error.condition)
                ? .rateLimited(retryAfter: .seconds(300)) : .refused
            return end(
                ChatError(kind, "The server gives the bot no place (\(error.condition.sanitized(to: 60)))."))
        }
        let given = element.child("bind", in: Namespace.bind)?.child("jid", in: Namespace.bind)?.text
        if let jid = given.flatMap({ JID($0) }) { address = jid }
        guard offersManagement else { return becomeReady() }
        stage = .enabling
        write(XMLElement("enable", in: Namespace.management, ["resume": "true"]))
        management.begin()
    }

    /// The server has resumed the session, or cannot.
    mutating func receiveResumption(_ element: XMLElement) {
        if let count = element["h"], !management.acknowledge(count) { return miscounted() }
        guard element.name == "resumed" else { return bind() }
        stage = .ready
        if now - lastStanza < Self.longestCut { catchUpEnd = now + Self.catchUpTime }
        actions.append(.connected)
        for xml in management.resume() { actions.append(.write(Array(xml.utf8))) }
        if !management.unacknowledged.isEmpty { write(XMLElement("r", in: Namespace.management)) }
        // The bot is still in its rooms; answers to queries may have been lost.
        for id in pending.keys.sorted() { routeIfAsking(id) }
        askForDomains()
        tickRooms()
    }

    mutating func receiveCount(_ element: XMLElement) {
        switch element.name {
        case "r": write(XMLElement("a", in: Namespace.management, ["h": "\(management.receivedCount)"]))
        case "a": if !management.acknowledge(element["h"]) { miscounted() }
        default: break
        }
    }

    private mutating func miscounted() {
        management.end()
        end(ChatError(.transient, "The server counts what it was never sent."))
    }

    /// The bot is online: it joins its rooms.
    mutating func becomeReady() {
        stage = .ready
        rooms.reset(nick: configuration.nick)
        send(XMLElement("presence", in: Namespace.client))
        actions.append(.connected)
        askForDomains()
        tickRooms()
    }
}
