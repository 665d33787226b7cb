/// What tells a delivery from every other one of its route.
public struct DeliveryID: Sendable, Hashable {
    /// Three days, for which GitHub lets people redeliver by hand.
    public static let defaultRetention = Duration.seconds(259_200)

    /// Where it stands: the first place that has a value counts, or all together when it is a combination.
    public var sources: [ValueSource]

    /// Whether the values of all places together are the identifier.
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

    /// The values of all these fields of the body together, and the whole body when one of them is not there.
    public static func fields(_ paths: String..., rememberedFor retention: Duration = defaultRetention) -> DeliveryID {
        DeliveryID(sources: paths.map(ValueSource.field), isCombination: true, retention: retention)
    }
}

/// A place in a request where a value stands.
public enum ValueSource: Sendable, Hashable {
    /// A header field.
    case header(String)
    /// A field of the query string.
    case query(String)
    /// A field of the body: of a form, or of JSON by its path, such as `event.id`; `*` stands for every element of a
    /// list, whose values are joined: `alerts.*.fingerprint`.
    case field(String)
}

extension ValueSource: CustomStringConvertible {
    /// The place as a log names it: `header X-GitHub-Delivery`.
    public var description: String {
        switch self {
        case .header(let name): "header \(name)"
        case .query(let name): "query field \(name)"
        case .field(let path): "body field \(path)"
        }
    }
}
