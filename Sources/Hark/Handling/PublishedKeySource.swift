package import HarkTLS

/// Has the keys that providers publish.
package protocol PublishedKeySource: Sendable {
    /// The key with that name; nil if its document has none.
    /// - Throws: if the document cannot be had.
    func key(_ name: PublishedKeyName) async throws(PublishedKeyFailure) -> PublicKey?
}

/// Why there is no published key.
package struct PublishedKeyFailure: Error, Equatable {
    /// A sentence without its full stop, for the log.
    package let reason: String

    package init(reason: String) { self.reason = reason }
}

/// What a plugin has that is used without a bot.
struct NoPublishedKeys: PublishedKeySource {
    func key(_ name: PublishedKeyName) async throws(PublishedKeyFailure) -> PublicKey? {
        throw PublishedKeyFailure(reason: "this plugin was made without a bot")
    }
}
