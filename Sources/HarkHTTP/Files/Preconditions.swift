private import HTTPTypes

/// What a request asks of a resource's version before it wants an answer (RFC 9110, 13).
struct Preconditions {
    enum Outcome: Equatable {
        /// Answer as if nothing had been asked.
        case proceed
        /// 304: the client has this version.
        case notModified
        /// 412: the client thought of another version.
        case failed
    }

    private let request: Request
    private let entityTag: EntityTag
    private let lastModified: HTTPDate

    /// The conditions of a request on a resource that exists in this version.
    init(of request: Request, entityTag: EntityTag, lastModified: HTTPDate) {
        self.request = request
        self.entityTag = entityTag
        self.lastModified = lastModified
    }

    /// Evaluates them in the order of RFC 9110, 13.2.2. A date that cannot be read counts as not sent.
    var outcome: Outcome {
        if let tags = tags(.ifMatch) {
            guard tags.contains(where: entityTag.stronglyMatches) else { return .failed }
        } else if let date = date(.ifUnmodifiedSince), lastModified > date {
            return .failed
        }
        let onlyReads = request.method == .get || request.method == .head
        if let tags = tags(.ifNoneMatch) {
            guard tags.contains(where: entityTag.weaklyMatches) else { return .proceed }
            return onlyReads ? .notModified : .failed
        }
        guard onlyReads, let date = date(.ifModifiedSince), lastModified <= date else { return .proceed }
        return .notModified
    }

    /// Whether a range may be answered with a part (RFC 9110, 13.1.5). Only an entity tag can say so: a client that has
    /// one must not send a date instead, and this server always sends one.
    var allowRange: Bool {
        guard request.method == .get else { return false }
        guard let value = request.headers[.ifRange] else { return true }
        var scanner = FieldScanner(value)
        guard let tag = EntityTag(&scanner), scanner.isAtEnd else { return false }
        return entityTag.stronglyMatches(tag)
    }

    private func tags(_ name: HTTPField.Name) -> EntityTag.List? { request.headers[name].map(EntityTag.List.init) }

    private func date(_ name: HTTPField.Name) -> HTTPDate? { request.headers[name].flatMap { HTTPDate(parsing: $0) } }
}
