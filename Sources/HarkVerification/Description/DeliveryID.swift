/// How a delivery is identified among all others of its route.
public struct DeliveryID: Sendable, Hashable {
    /// Three days, during which GitHub lets people redeliver by hand.
    public static let defaultRetention = Duration.seconds(259_200)

    /// The places of the identifier: the first one with a value counts, or all together if it is a combination.
    public var sources: [ValueSource]

    /// Whether the identifier is the combination of all places.
    public var isCombination: Bool

    /// How long a finished delivery is remembered, at most.
    public var retention: Duration

    /// The value in the first of these places that has one.
    public static func first(of sources: ValueSource...) -> DeliveryID {
        DeliveryID(sources: sources, isCombination: false, retention: defaultRetention)
    }

    /// The value of a header field.
    public static func header(_ name: String) -> DeliveryID { .first(of: .header(name)) }

    /// The value of a field of the body.
    public static func field(_ path: String) -> DeliveryID { .first(of: .field(path)) }

    /// The combination of these fields of the body, with a digest of the whole body added if one of them is missing.
    public static func fields(_ paths: String..., rememberedFor retention: Duration = defaultRetention) -> DeliveryID {
        DeliveryID(sources: paths.map(ValueSource.field), isCombination: true, retention: retention)
    }
}

/// A place of a value in a request.
public enum ValueSource: Sendable, Hashable {
    /// A header field.
    case header(String)
    /// A field of the query string.
    case query(String)
    /// A field of the body: of a form, or of JSON by its path, such as `event.id`; `*` selects every element of an
    /// array, and their values are joined: `alerts.*.fingerprint`.
    case field(String)
}

extension ValueSource: CustomStringConvertible {
    /// The place in words for the log: `header X-GitHub-Delivery`.
    public var description: String {
        switch self {
        case .header(let name): "header \(name)"
        case .query(let name): "query field \(name)"
        case .field(let path): "body field \(path)"
        }
    }
}
