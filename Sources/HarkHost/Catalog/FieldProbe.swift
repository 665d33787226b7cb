/// Finds out which fields a `Decodable` type decodes, by decoding it with a decoder that records what is asked for and
/// returns zeros and empty texts. A type that rejects these values, such as one of a few texts, ends the probe; what
/// was decoded before is known.
package struct FieldProbe {
    /// A field that the type decodes.
    package struct Field {
        /// The name, as senders write it.
        package let name: String
        /// The type that is decoded, without `Optional` if the field may be missing; nil for an object that is decoded
        /// without a type.
        package let type: (any Decodable.Type)?
        /// Whether the field must be there.
        package let isRequired: Bool
    }

    /// What a decoder was asked for.
    final class Record {
        var fields: [Field] = []
        var single: (any Decodable.Type)?
        var isList = false
        /// For each object that was asked for: whether its type of keys has a name.
        var keyTests: [(String) -> Bool] = []
    }

    private let record = Record()

    /// Whether the probe ended before the type was decoded.
    private let isCut: Bool

    /// Probes a type.
    /// - Parameter path: the types that are being probed, this one included.
    package init(_ type: any Decodable.Type, path: ProbePath) {
        let decoder = ProbeDecoder(record: record, path: path)
        do {
            _ = try type.init(from: decoder)
            isCut = false
        } catch {
            isCut = true
        }
    }

    /// The fields in the order in which they are decoded.
    package var fields: [Field] { record.fields }

    /// The type of the one value that is decoded in place of an object.
    package var single: (any Decodable.Type)? { record.single }

    /// Whether a list is decoded.
    package var isList: Bool { record.isList }

    /// Whether an object is decoded.
    package var isObject: Bool { !record.keyTests.isEmpty }

    /// Whether the type certainly decodes no field with this name. A type's keys are known even if the probe ended
    /// early; but of a type that decodes several objects in one, a later one may be missing then.
    func certainlyLacks(_ name: String) -> Bool {
        guard isObject, !isList, single == nil, !(isCut && record.keyTests.count > 1) else { return false }
        return !record.keyTests.contains { $0(name) }
    }
}

/// The types that are being probed, each inside the previous one.
package struct ProbePath {
    private var types: [ObjectIdentifier] = []

    /// No type yet.
    package init() {}

    /// The path including a type, or nil if it contains the type already or is too deep.
    package func entering(_ type: any Decodable.Type) -> ProbePath? {
        let type = ObjectIdentifier(type)
        guard types.count < 8, !types.contains(type) else { return nil }
        var path = self
        path.types.append(type)
        return path
    }
}
