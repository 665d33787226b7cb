import HarkClient
import HarkEvents

private import struct FoundationEssentials.URL

/// Asks servers for feeds.
struct FeedReader: Sendable {
    /// What a server answers.
    enum Answer: Equatable {
        /// The document, and what identifies its version.
        case changed(Feed, validators: Validators)
        /// It is the same as before.
        case unchanged
    }

    /// What identifies a version of a document (RFC 9110, 8.8).
    struct Validators: Codable, Equatable {
        /// Longest text of a server that is kept, in bytes.
        private static let limit = 1024

        var entityTag: String?
        var lastModified: String?

        /// Those that a response names.
        init(_ headers: HTTPFields = [:]) {
            entityTag = headers[.eTag].flatMap { $0.utf8.count <= Self.limit ? $0 : nil }
            lastModified = headers[.lastModified].flatMap { $0.utf8.count <= Self.limit ? $0 : nil }
        }

        /// The header fields that ask for the document only if it has changed.
        fileprivate var conditions: HTTPFields {
            var fields = HTTPFields()
            fields[.ifNoneMatch] = entityTag
            fields[.ifModifiedSince] = lastModified
            return fields
        }
    }

    private static let redirectLimit = 3

    let http: HTTPClient
    let clock: BotClock

    /// Asks for a feed.
    /// - Parameter validators: those of the version that is known.
    /// - Throws: `FeedError`.
    func read(_ url: String, unless validators: Validators) async throws(FeedError) -> Answer {
        var url = url
        for _ in 0...Self.redirectLimit {
            let response = try await response(from: url, validators)
            switch response.status.code {
            case 200: return .changed(try Feed(response.body, from: url), validators: Validators(response.headers))
            case 304: return .unchanged
            case 301, 302, 303, 307, 308:
                guard let target = response.headers[.location]?.resolved(against: url) else {
                    throw .status(response.status.code, retryAfter: nil)
                }
                guard Self.isSameSite(url, target) else {
                    throw .moved(to: ClientRequest.get(target).server ?? "an address that is invalid")
                }
                url = target
            case let code: throw .status(code, retryAfter: retryAfter(response.headers[.retryAfter]))
            }
        }
        throw .tooManyRedirects
    }

    private func response(from url: String, _ validators: Validators) async throws(FeedError) -> ClientResponse {
        var request = ClientRequest.get(url, headers: validators.conditions)
        request.headers[.accept] = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1"
        request.timeout = .seconds(20)
        request.responseLimit = Feed.sizeLimit
        do throws(HTTPClientError) { return try await http.send(request) } catch { throw .unreachable(error) }
    }

    /// Seconds, or a date (RFC 9110, 10.2.3); nil for neither.
    private func retryAfter(_ text: String?) -> Duration? {
        guard let text else { return nil }
        if let seconds = Int(text) { return seconds >= 0 ? .seconds(min(seconds, 86_400)) : nil }
        guard let date = HTTPDate(parsing: text, now: clock.now)?.date else { return nil }
        return .seconds(min(max(0, date.timeIntervalSince(clock.now)), 86_400))
    }

    /// Whether a redirect stays on the server that the operator named, with or without `www.`, and does not give up
    /// TLS. Any other one could lead to a server that only the bot can reach.
    private static func isSameSite(_ old: String, _ new: String) -> Bool {
        guard let old = URL(string: old), let new = URL(string: new), let oldHost = old.host(), let newHost = new.host()
        else { return false }
        let isSafe = new.scheme == "https" || new.scheme == old.scheme
        let bare = { (host: String) in host.lowercased().hasPrefix("www.") ? String(host.dropFirst(4)) : host }
        return isSafe && bare(oldHost).lowercased() == bare(newHost).lowercased()
            && (new.port == old.port || new.port == nil)
    }
}
