import HarkEvents

private import struct FoundationEssentials.Data

/// How the bot logs in to its account.
enum IRCLogin: Sendable {
    case none
    /// With a password (SASL PLAIN).
    case password(account: String, Secret)
    /// With the client certificate of the connection (SASL EXTERNAL).
    case certificate(account: String?)

    /// The name of the mechanism; nil for none.
    var mechanism: String? {
        switch self {
        case .none: nil
        case .password: "PLAIN"
        case .certificate: "EXTERNAL"
        }
    }
}

/// The registration: capabilities, names, login (ircv3.net/specs/extensions/capability-negotiation, sasl-3.2).
struct Registration {
    /// An action.
    enum Step {
        case send(IRCLine)
        /// The connection cannot be used.
        case fail(ChatError)
        /// The server requires TLS, on this port (ircv3.net/specs/extensions/sts).
        case secure(port: UInt16)
    }

    private static let wanted = [
        "account-tag", "batch", "cap-notify", "chghost", "message-tags", "server-time",
    ]
    /// Only useful together: they prove that a message was accepted.
    private static let proof = ["echo-message", "labeled-response"]

    let login: IRCLogin
    let password: Secret?
    let user: String
    let isSecure: Bool
    /// The enabled capabilities.
    private(set) var enabled: Set<String> = []
    /// How long the server requires TLS; nil if it does not.
    private(set) var strictDuration: Duration?
    /// Whether services have accepted the login.
    private(set) var isLoggedIn = false
    private var nick: String
    private var offered: [String: String] = [:]
    private var requested: [String] = []
    private var hasNamed = false
    private var hasEnded = false
    private var mechanisms: String?

    init(nick: String, password: Secret?, login: IRCLogin, isSecure: Bool) {
        self.nick = nick
        self.password = password
        self.login = login
        self.isSecure = isSecure
        user = "hark"
    }

    /// Whether the login was requested and is not answered.
    private(set) var isAuthenticating = false

    /// The first lines. A password is held back while the server may still require TLS.
    mutating func start() -> [Step] {
        [.send(IRCLine("CAP", "LS", "302"))] + (isSecure || password == nil ? nameItself() : [])
    }

    /// Sends the bot's names, unless that was done: also when the server does not answer about capabilities.
    mutating func nameItself() -> [Step] {
        guard !hasNamed else { return [] }
        hasNamed = true
        let pass = password.map { [IRCLine("PASS", text: $0.reveal())] } ?? []
        return (pass + [IRCLine("NICK", nick), IRCLine("USER", user, "0", "*", text: "Hark")]).map { .send($0) }
    }

    /// Handles a line that may belong to the registration.
    mutating func receive(_ message: IRCMessage) -> [Step] {
        switch message.command {
        case "CAP": return receiveCapabilities(message)
        case "AUTHENTICATE" where message[0] == "+" && isAuthenticating: return credentials()
        case "900": isLoggedIn = true
        case "903", "907":
            isLoggedIn = true
            return end()
        case "908": mechanisms = message[1]
        case "902", "904", "905", "906": return isAuthenticating ? [.fail(refusal(of: message))] : []
        case "421" where message[1] == "CAP", "451": return withoutCapabilities()
        case "001":
            hasEnded = true
            if login.mechanism != nil, !isLoggedIn { return [.fail(loginMissing)] }
        default: break
        }
        return []
    }

    private mutating func receiveCapabilities(_ message: IRCMessage) -> [Step] {
        let names = message.text.split(separator: " ").map(String.init)
        switch message[1] {
        case "LS":
            offer(names)
            return message.parameters.count > 3 && message[2] == "*" ? [] : request()
        case "ACK":
            for name in names {
                if name.hasPrefix("-") { enabled.remove(String(name.dropFirst())) } else { enabled.insert(name) }
            }
            requested.removeAll { names.contains($0) }
            return requested.isEmpty ? authenticate() : []
        case "NAK":
            if names.count > 1 {
                // One capability causes all to be refused, so each is requested separately.
                return requested.map { .send(IRCLine("CAP", "REQ", text: $0)) }
            }
            requested.removeAll { names.contains($0) }
            return requested.isEmpty ? authenticate() : []
        case "NEW":
            offer(names)
            guard hasEnded else { return [] }
            let more = wantedNow.filter { !enabled.contains($0) }
            return more.isEmpty ? [] : [.send(IRCLine("CAP", "REQ", text: more.joined(separator: " ")))]
        case "DEL":
            for name in names {
                enabled.remove(name)
                offered[name] = nil
            }
            return []
        default: return []
        }
    }

    private mutating func offer(_ names: [String]) {
        for name in names where offered.count < 200 {
            let parts = name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard !parts[0].isEmpty else { continue }
            offered[parts[0]] = parts.count == 2 ? parts[1] : ""
        }
        guard isSecure, let policy = offered["sts"] else { return }
        strictDuration = Self.value("duration", of: policy).flatMap { Int64($0) }.map { .seconds(min($0, 31_536_000)) }
    }

    private var wantedNow: [String] {
        let names = Self.wanted + (Self.proof.allSatisfy { offered[$0] != nil } ? Self.proof : [])
        return names.filter { offered[$0] != nil }
    }

    private mutating func request() -> [Step] {
        if !isSecure, let port = offered["sts"].flatMap({ Self.value("port", of: $0) }).flatMap({ UInt16($0) }) {
            return [.secure(port: port)]
        }
        let names = nameItself()
        var capabilities = wantedNow
        if let mechanism = login.mechanism {
            if let error = loginObstacle(mechanism) { return [.fail(error)] }
            capabilities.append("sasl")
        }
        requested = capabilities
        guard !capabilities.isEmpty else { return names + end() }
        return names + [.send(IRCLine("CAP", "REQ", text: capabilities.joined(separator: " ")))]
    }

    /// Why the bot cannot log in on this connection.
    private func loginObstacle(_ mechanism: String) -> ChatError? {
        guard isSecure else {
            return ChatError(
                .unauthorized,
                "HARK_IRC_ACCOUNT is set, and no login goes over a connection without TLS. Set HARK_IRC_SERVER to ircs://…."
            )
        }
        guard let offer = offered["sasl"] else { return loginMissing }
        let offers = offer.split(separator: ",").map(String.init)
        guard offers.isEmpty || offers.contains(mechanism) else {
            return ChatError(
                .unauthorized,
                "The server offers no login by SASL \(mechanism), but \(offer.sanitized(to: 100)).")
        }
        return nil
    }

    private mutating func authenticate() -> [Step] {
        guard !hasEnded, !isAuthenticating else { return [] }
        guard let mechanism = login.mechanism else { return end() }
        guard enabled.contains("sasl") else { return [.fail(loginMissing)] }
        isAuthenticating = true
        return [.send(IRCLine("AUTHENTICATE", mechanism))]
    }

    /// The credentials, in pieces of 400 bytes; a full piece is followed by another one.
    private func credentials() -> [Step] {
        let secret: String
        switch login {
        case .none: return []
        case .password(let account, let password): secret = "\0\(account)\0\(password.reveal())"
        case .certificate(let account): secret = account ?? ""
        }
        let text = Array(Data(secret.utf8).base64EncodedString().utf8)
        var pieces = stride(from: 0, to: text.count, by: 400).map { start in
            String(decoding: text[start..<min(start + 400, text.count)], as: UTF8.self)
        }
        if text.count.isMultiple(of: 400) { pieces.append("+") }
        return pieces.map { .send(IRCLine("AUTHENTICATE", $0)) }
    }

    private mutating func end() -> [Step] {
        isAuthenticating = false
        guard !hasEnded else { return [] }
        hasEnded = true
        return [.send(IRCLine("CAP", "END"))]
    }

    private mutating func withoutCapabilities() -> [Step] {
        guard !hasEnded, offered.isEmpty else { return [] }
        hasEnded = true
        return login.mechanism == nil ? nameItself() : [.fail(loginMissing)]
    }

    private func refusal(of message: IRCMessage) -> ChatError {
        if message.command == "906" { return Self.loginUnanswered }
        let reason = message.text.sanitized(to: 200)
        let hint = mechanisms.map { " It offers \($0.sanitized(to: 100))." } ?? ""
        return ChatError(
            .unauthorized,
            "The server does not accept the bot's account (\(message.command): \(reason)).\(hint) "
                + "Check HARK_IRC_ACCOUNT and its password or certificate.")
    }

    /// The services that manage accounts are away: without a login the bot could be taken for someone else meanwhile.
    private var loginMissing: ChatError {
        ChatError(
            .rateLimited(retryAfter: .seconds(60)),
            "The server offers no login at the moment; the bot comes back later, because HARK_IRC_ACCOUNT is set.")
    }

    /// The error that services did not answer.
    static let loginUnanswered = ChatError(
        .rateLimited(retryAfter: .seconds(60)), "The services of the network do not answer the login.")

    private static func value(_ name: String, of policy: String) -> String? {
        policy.split(separator: ",").first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }
}
