/// When a delivery was signed, and how far from now that may be.
public struct SignatureTimestamp: Sendable, Hashable {
    /// Where the time stands.
    public enum Source: Sendable, Hashable {
        /// In a place of the request.
        case value(ValueSource)
        /// In the signature's own field, as the pair of this name: `t=1492774577,v1=…`.
        case pair(String)
    }

    /// What the number counts, from 1970-01-01 UTC.
    public enum Unit: Sendable, Hashable {
        /// Seconds.
        case seconds
        /// Milliseconds.
        case milliseconds
    }

    /// 300 s, which most providers name.
    public static let usualTolerance = Duration.seconds(300)

    /// Where the time stands.
    public var source: Source
    /// What it counts.
    public var unit: Unit
    /// How long ago it may be; nil means any time.
    public var past: Duration?
    /// How far ahead it may be; nil means any time.
    public var future: Duration?

    /// A time in a header field.
    public static func header(
        _ name: String,
        past: Duration? = usualTolerance,
        future: Duration? = usualTolerance
    ) -> SignatureTimestamp {
        SignatureTimestamp(source: .value(.header(name)), unit: .seconds, past: past, future: future)
    }

    /// A time in the signature's own field.
    public static func pair(
        _ name: String,
        past: Duration? = usualTolerance,
        future: Duration? = usualTolerance
    ) -> SignatureTimestamp {
        SignatureTimestamp(source: .pair(name), unit: .seconds, past: past, future: future)
    }

    /// A time in the body.
    public static func field(_ path: String, _ unit: Unit, within tolerance: Duration?) -> SignatureTimestamp {
        SignatureTimestamp(source: .value(.field(path)), unit: unit, past: tolerance, future: tolerance)
    }
}
