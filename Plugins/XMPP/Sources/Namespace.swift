/// The XML namespaces that the bot uses.
enum Namespace {
    static let client = "jabber:client"
    static let stream = "http://etherx.jabber.org/streams"
    static let streamErrors = "urn:ietf:params:xml:ns:xmpp-streams"
    static let stanzaErrors = "urn:ietf:params:xml:ns:xmpp-stanzas"
    static let tls = "urn:ietf:params:xml:ns:xmpp-tls"
    static let sasl = "urn:ietf:params:xml:ns:xmpp-sasl"
    static let bind = "urn:ietf:params:xml:ns:xmpp-bind"
    /// Stream management (XEP-0198).
    static let management = "urn:xmpp:sm:3"
    static let ping = "urn:xmpp:ping"
    static let discovery = "http://jabber.org/protocol/disco#info"
    static let version = "jabber:iq:version"
    static let muc = "http://jabber.org/protocol/muc"
    static let mucUser = "http://jabber.org/protocol/muc#user"
    static let mucOwner = "http://jabber.org/protocol/muc#owner"
    static let form = "jabber:x:data"
    static let delay = "urn:xmpp:delay"
    /// Identifiers of messages (XEP-0359).
    static let identifiers = "urn:xmpp:sid:0"
    static let occupant = "urn:xmpp:occupant-id:0"
    static let correction = "urn:xmpp:message-correct:0"
    static let reply = "urn:xmpp:reply:0"
    static let fallback = "urn:xmpp:fallback:0"
    static let reactions = "urn:xmpp:reactions:0"
    static let styling = "urn:xmpp:styling:0"
    static let hints = "urn:xmpp:hints"
}
