import HarkEvents
import HarkTLS
import HarkXML

private import struct FoundationEssentials.Data

/// One login (SASL, RFC 6120, 6): elements of the server go in, answers come out.
struct Authentication {
    enum Step {
        case send(XMLElement)
        /// Hash the password, and pass the result to `answer(with:)`.
        case hash(SCRAM.Hashing)
        /// The server has accepted the login.
        case done
    }

    private enum Exchange {
        case scram(SCRAM)
        case plain
    }

    private var exchange: Exchange
    /// The element that starts the exchange.
    let beginning: XMLElement

    /// Chooses the best mechanism that the server offers.
    /// - Throws: if there is none.
    init(
        offered: [String], user: String, password: Secret, isSecure: Bool, nonce: String
    ) throws(ChatError) {
        let scram: SCRAM?
        if offered.contains("SCRAM-SHA-256") {
            scram = SCRAM(.sha256, user: user, password: password, nonce: nonce)
        } else if offered.contains("SCRAM-SHA-1") {
            scram = SCRAM(.sha1, user: user, password: password, nonce: nonce)
        } else {
            scram = nil
        }
        if let scram {
            exchange = .scram(scram)
            beginning = Self.element(
                "auth", scram.first, ["mechanism": offered.contains("SCRAM-SHA-256") ? "SCRAM-SHA-256" : "SCRAM-SHA-1"])
        } else if offered.contains("PLAIN"), isSecure {
            exchange = .plain
            beginning = Self.element("auth", "\0\(user)\0\(password.reveal())", ["mechanism": "PLAIN"])
        } else {
            let list = offered.prefix(10).joined(separator: ", ").sanitized(to: 200)
            throw ChatError(
                .refused, "The server offers no way to log in that the bot knows (\(list)): SCRAM or, over TLS, PLAIN.")
        }
    }

    /// Handles an element of the server.
    /// - Throws: why the login failed.
    mutating func receive(_ element: XMLElement) throws(ChatError) -> Step? {
        guard element.namespace == Namespace.sasl else { return nil }
        switch element.name {
        case "challenge":
            guard case .scram(var scram) = exchange else { throw Self.violation("it asks for more than a password") }
            do throws(SCRAM.Failure) {
                let hashing = try scram.receive(Self.decoded(element.text))
                exchange = .scram(scram)
                return hashing.map { .hash($0) } ?? .send(Self.element("response", ""))
            } catch {
                throw Self.error(error)
            }
        case "success":
            guard case .scram(var scram) = exchange else { return .done }
            if !scram.isVerified {
                do throws(SCRAM.Failure) { try scram.verify(Self.decoded(element.text)) } catch {
                    throw Self.error(error)
                }
            }
            return .done
        case "failure": throw Self.refusal(element)
        default: return nil
        }
    }

    /// The response to the server's challenge, from the hashed password; nil if no challenge waits for one.
    mutating func answer(with salted: [UInt8]) -> XMLElement? {
        guard case .scram(var scram) = exchange, let answer = scram.answer(with: salted) else { return nil }
        exchange = .scram(scram)
        return Self.element("response", answer)
    }

    /// The meaning of a failure (RFC 6120, 6.5).
    static func refusal(_ failure: XMLElement) -> ChatError {
        let condition = failure.children.first { $0.name != "text" }?.name ?? "no reason"
        let text = failure.child("text", in: Namespace.sasl)?.text.sanitized(to: 200) ?? ""
        let detail = text.isEmpty ? condition.sanitized(to: 60) : "\(condition.sanitized(to: 60)): \(text)"
        switch condition {
        case "temporary-auth-failure", "aborted":
            return ChatError(.transient, "The server cannot log anybody in at the moment (\(detail)).")
        case "not-authorized":
            return ChatError(
                .unauthorized,
                "The server does not accept the bot's account (\(detail)). Check HARK_XMPP_JID and HARK_XMPP_PASSWORD.")
        default:
            return ChatError(.unauthorized, "The server does not let the bot log in (\(detail)).")
        }
    }

    private static func error(_ failure: SCRAM.Failure) -> ChatError {
        switch failure {
        case .violation(let text): violation(text)
        case .impostor:
            ChatError(
                .refused, "The server does not prove that it knows the bot's password: it may be somebody else's.")
        }
    }

    private static func violation(_ text: String) -> ChatError {
        ChatError(.refused, "The server does not keep to the rules of the login: \(text).")
    }

    private static func element(_ name: String, _ text: String, _ attributes: [String: String?] = [:]) -> XMLElement {
        XMLElement(name, in: Namespace.sasl, attributes, text: Data(text.utf8).base64EncodedString())
    }

    private static func decoded(_ text: String) -> String {
        String(decoding: Data(base64Encoded: text) ?? Data(), as: UTF8.self)
    }
}
