import HarkEvents

/// An XMPP address, `local@domain/resource` (RFC 7622). The domain is in lower case; the other parts are compared as
/// the server sends them, never as somebody typed them.
struct JID: Sendable, Hashable {
    let local: String?
    let domain: String
    let resource: String?

    /// Longest part, in bytes (RFC 7622, 3.1).
    private static let partLimit = 1023

    private init(local: String?, domain: String, resource: String?) {
        self.local = local
        self.domain = domain
        self.resource = resource
    }

    /// Parses an address; nil if it is invalid.
    init?(_ text: String) {
        guard text.utf8.count <= 3 * Self.partLimit + 2,
            text.unicodeScalars.allSatisfy({ $0.value > 0x1f && $0.value != 0x7f })
        else { return nil }
        // The first slash ends the domain; a resource may contain anything, including @.
        let slash = text.utf8.firstIndex(of: UInt8(ascii: "/"))
        let bare = slash.map { text[..<$0] } ?? text[...]
        resource = slash.map { String(text[text.utf8.index(after: $0)...]) }
        let at = bare.utf8.firstIndex(of: UInt8(ascii: "@"))
        local = at.map { String(bare[..<$0]) }
        domain = String(at.map { bare[bare.utf8.index(after: $0)...] } ?? bare).lowercased()
        guard !domain.isEmpty, local != "", resource != "",
            domain.unicodeScalars.allSatisfy({ !" \"&'/:<>@".unicodeScalars.contains($0) }) || domain.hasPrefix("["),
            local?.unicodeScalars.allSatisfy({ !" \"&'/:<>@".unicodeScalars.contains($0) }) ?? true,
            [local, domain, resource].allSatisfy({ ($0?.utf8.count ?? 0) <= Self.partLimit })
        else { return nil }
    }

    /// The address without its resource.
    var bare: JID { JID(local: local, domain: domain, resource: nil) }

    /// The address with this resource.
    func with(resource: String) -> JID { JID(local: local, domain: domain, resource: resource) }

    var text: String { (local.map { "\($0)@" } ?? "") + domain + (resource.map { "/\($0)" } ?? "") }

    /// The folded address of the account or room (RFC 7622, 3.3: the local part is mapped to lower case).
    var folded: String { ((local.map { "\($0)@" } ?? "") + domain).lowercased() }
}
