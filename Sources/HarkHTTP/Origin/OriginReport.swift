private import HTTPTypes

/// What trusted proxies say about a request in one family of fields. Invalid values are left out.
struct OriginReport {
    /// Who made the request; nil if the family's list of hops is missing.
    var client: PeerAddress?

    /// The scheme that the client used.
    var scheme: Scheme?

    /// The host that the client asked for.
    var host: String?

    /// The path prefix that a proxy stripped.
    var prefix: String?
}

extension OriginReport {
    /// Combines this with the report in `Forwarded`; nil if the two families contradict each other.
    ///
    /// A proxy that writes one of the families forwards the client's fields of the other unread. The request does not
    /// show which one that is, so nothing that only one of them says is believed. A family without a list of hops is
    /// not a second opinion; only the prefix, which `Forwarded` has no parameter for, is taken from it.
    func reconciled(with other: OriginReport) -> OriginReport? {
        var report = self
        report.prefix = other.prefix
        guard let client, let otherClient = other.client else { return report }
        guard IPAddress(client) == IPAddress(otherClient) else { return nil }
        if other.scheme != scheme { report.scheme = nil }
        if other.host != host { report.host = nil }
        return report
    }
}

extension OriginReport {
    /// What `Forwarded` says (RFC 7239, 4), all from the element where the walk ends; nil without that field.
    init?(forwardedIn request: Request, trusting proxies: TrustedProxies) {
        let elements = FieldListTail(.forwarded, of: request.headers).elements.lazy.map(ForwardedElement.init)
        let walk = HopWalk(from: request.peer, over: elements.map(\.peer), trusting: proxies)
        guard let depth = walk.depth else { return nil }
        let element = elements[depth]
        self.init(client: walk.client, scheme: element.scheme, host: element.host)
    }

    /// What the fields whose names begin with `X-Forwarded-` say.
    ///
    /// Some proxies append a value to each of them, others replace the existing value. If there are as many values as
    /// hops, they were appended, and the value at the hop where the walk ends is used; otherwise the last one is.
    init(xForwardedIn request: Request, trusting proxies: TrustedProxies) {
        let hops = FieldListTail(.xForwardedFor, of: request.headers).elements
        let walk = HopWalk(from: request.peer, over: hops.lazy.map(PeerAddress.init(node:)), trusting: proxies)
        let value = { (name: HTTPField.Name) -> String? in
            let values = FieldListTail(name, of: request.headers).elements
            return values.count == hops.count ? walk.depth.map { values[$0] } : values.first
        }
        self.init(
            client: walk.depth.map { _ in walk.client },
            scheme: value(.xForwardedProto).flatMap(Scheme.init(name:)),
            host: value(.xForwardedHost).flatMap(Authority.checked),
            prefix: value(.xForwardedPrefix).flatMap(PathPrefix.init)?.text
        )
    }
}

extension HTTPField.Name {
    fileprivate static let forwarded = HTTPField.Name(constant: "Forwarded")
    fileprivate static let xForwardedFor = HTTPField.Name(constant: "X-Forwarded-For")
    fileprivate static let xForwardedProto = HTTPField.Name(constant: "X-Forwarded-Proto")
    fileprivate static let xForwardedHost = HTTPField.Name(constant: "X-Forwarded-Host")
    fileprivate static let xForwardedPrefix = HTTPField.Name(constant: "X-Forwarded-Prefix")
}
