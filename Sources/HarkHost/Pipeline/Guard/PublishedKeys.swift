internal import HarkClient
internal import HarkTLS

private import struct FoundationEssentials.Date

/// The keys that providers publish. They are requested when a delivery names one that is not known, and kept: a
/// certificate until it expires, a set of keys as long as its server says.
///
/// Strangers can name certificates too, though only those of a host that the verifier allows. So requests of
/// certificates have a limit for all of them together, and one document is not requested again at once.
actor PublishedKeys: PublishedKeySource {
    /// Most documents that are kept; the one that was used longest ago gives way.
    private static let mostDocuments = 32

    /// Longest document, in bytes.
    private static let longestDocument = 64 << 10

    /// How many certificates may be requested in a minute, all together. Nobody but an operator names sets of keys.
    private static let requestsPerMinute = 20

    /// Shortest time from a successful request of a document to the next one, and from a failed one.
    private static let pauses = (success: Duration.seconds(30), failure: Duration.seconds(5))

    /// How long a set of keys is trusted without requesting it again: what its server says, within these bounds.
    private static let freshness = Duration.seconds(300)...Duration.seconds(86_400)

    /// How long a set of keys is trusted while its server does not respond.
    private static let longestAge = Duration.seconds(86_400)

    private struct Entry {
        var keys: [String: PublicKey] = [:]
        /// Until when the keys are used without requesting them again, and while the server does not respond.
        var freshUntil: ContinuousClock.Instant?
        var usableUntil: ContinuousClock.Instant?
        var pauseEnd: ContinuousClock.Instant?
        var failure: String?
        var request: Task<Void, Never>?
    }

    private let http: HTTPClient
    private let clock: BotClock
    private let limiter = RateLimiter(RateLimit(requestsPerMinute, per: .seconds(60)))
    private var entries = LeastRecentlyUsed<PublishedKeyName.Document, Entry>(capacity: mostDocuments)

    init(http: HTTPClient, clock: BotClock) {
        self.http = http
        self.clock = clock
    }

    /// The key with that name; nil if its document has none.
    /// - Throws: if the document cannot be had.
    func key(_ name: PublishedKeyName) async throws(PublishedKeyFailure) -> PublicKey? {
        let now = clock.steady
        let entry = entries[name.document] ?? Entry()
        if let end = entry.freshUntil, now < end, let key = entry.keys[name.id] {
            // A use: what strangers name must not displace it.
            change(name.document) { _ in }
            return key
        }
        if entry.request == nil, entry.pauseEnd.map({ $0 <= now }) ?? true {
            if case .certificate = name.document, limiter.admit(.local, at: now) != nil {
                throw PublishedKeyFailure(reason: "too many certificates were requested in the last minute")
            }
            let task = Task { await self.request(name.document) }
            change(name.document) { $0.request = task }
        }
        // Concurrent deliveries wait for the same response.
        await entries[name.document]?.request?.value
        guard let known = entries[name.document] else {
            throw PublishedKeyFailure(reason: "it was displaced by others")
        }
        if let key = known.keys[name.id], let end = known.usableUntil, clock.steady < end { return key }
        if let failure = known.failure { throw PublishedKeyFailure(reason: failure) }
        return nil
    }

    private func change(_ document: PublishedKeyName.Document, _ change: (inout Entry) -> Void) {
        entries.update(document, default: Entry(), change)
    }

    private func request(_ document: PublishedKeyName.Document) async {
        do throws(PublishedKeyFailure) {
            let answer = try await response(to: document.url)
            let found = try keys(in: answer, of: document)
            change(document) { entry in
                (entry.keys, entry.failure) = (found.keys, nil)
                entry.freshUntil = clock.steady + found.lifetime
                entry.usableUntil = clock.steady + max(found.lifetime, found.longestLifetime)
                entry.pauseEnd = clock.steady + Self.pauses.success
            }
        } catch {
            change(document) { entry in
                entry.failure = error.reason
                entry.pauseEnd = clock.steady + Self.pauses.failure
            }
        }
        change(document) { $0.request = nil }
    }

    private func response(to url: String) async throws(PublishedKeyFailure) -> ClientResponse {
        var request = ClientRequest.get(url)
        request.timeout = .seconds(8)
        request.responseLimit = Self.longestDocument
        let response: ClientResponse
        do throws(HTTPClientError) { response = try await http.send(request) } catch {
            throw PublishedKeyFailure(reason: "\(error)")
        }
        // Redirects are not followed.
        guard response.status == .ok else {
            throw PublishedKeyFailure(reason: "\(request.server ?? "its server") answered \(response.status.code)")
        }
        return response
    }

    private func keys(
        in response: ClientResponse, of document: PublishedKeyName.Document
    ) throws(PublishedKeyFailure) -> (keys: [String: PublicKey], lifetime: Duration, longestLifetime: Duration) {
        switch document {
        case .keySet:
            let keys = (try? JSONValue(parsing: response.body)).map { PublicKey.keys(in: $0) } ?? [:]
            guard !keys.isEmpty else { throw PublishedKeyFailure(reason: "the list of keys has none") }
            let said = response.headers[.cacheControl].flatMap(Self.maxAge) ?? Self.freshness.lowerBound
            let lifetime = min(max(said, Self.freshness.lowerBound), Self.freshness.upperBound)
            return (keys, lifetime, Self.longestAge)
        case .certificate:
            guard let certificate = try? Certificate(pem: response.text), AmazonSNS.isOwner(certificate),
                let key = PublicKey(rsaCertificatePEM: response.text)
            else { throw PublishedKeyFailure(reason: "its certificate is not one of Amazon SNS") }
            let now = Int(clock.now.timeIntervalSince1970)
            guard certificate.validity.contains(now) else {
                throw PublishedKeyFailure(reason: "its certificate is not valid at this time")
            }
            let lifetime = Duration.seconds(certificate.validity.upperBound - now)
            return (["": key], lifetime, lifetime)
        }
    }

    /// The seconds of `max-age` (RFC 9111, 5.2.2.1).
    private static func maxAge(_ field: String) -> Duration? {
        let directives = field.utf8.split(separator: UInt8(ascii: ",")).map { Substring($0.trimmingBlanks) }
        let seconds = directives.lazy.compactMap { directive in
            directive.hasPrefix("max-age=") ? Int(directive.dropFirst("max-age=".utf8.count)) : nil
        }.first
        return seconds.map { .seconds(min(max($0, 0), 1_000_000_000)) }
    }
}

extension PublishedKeyName.Document {
    /// Where it is published.
    fileprivate var url: String {
        switch self {
        case .keySet(let url), .certificate(let url): url
        }
    }
}
