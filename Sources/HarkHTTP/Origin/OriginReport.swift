/// What trusted proxies say of a request in one family of fields. Values that are not valid are left out.
struct OriginReport {
    /// Who made the request; nil when the family's list of hops is missing.
    var client: PeerAddress?

    /// The scheme of the request as the client made it.
    var scheme: Scheme?

    /// The host that the client asked for.
    var host: String?

    /// The start of the path that a proxy took away.
    var prefix: String?
}

extension OriginReport {
    /// What to believe when `Forwarded` says this; nil when the two families contradict each other.
    ///
    /// A proxy that writes one of the families passes on what its client sent of the other, unread. Which one that is
    /// cannot be told from the request, so nothing is believed that only one of them says. A family without a list of hops
    /// is not a second opinion; only the prefix, which `Forwarded` has no parameter for, is taken from it.
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
