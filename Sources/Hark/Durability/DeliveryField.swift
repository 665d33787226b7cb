/// The places of a delivery in which a key's fields are, to be written as a key path: `\.body.repository.full_name`,
/// `\.path.service`, `\.query.room`, `\.headers["X-Repository"]`.
public struct DeliveryFields: Sendable {
    /// The fields of the body, as its sender names them: members of JSON, at any depth, or the fields of a form.
    public var body: DeliveryField { DeliveryField(.body) }

    /// The placeholders of the route's rule.
    public var path: DeliveryField { DeliveryField(.path) }

    /// The fields of the query string.
    public var query: DeliveryField { DeliveryField(.query) }

    /// The header fields, in any case.
    public var headers: DeliveryField { DeliveryField(.header) }

    init() {}
}

/// A field of a delivery, by the name that its sender gives it. The delivery's type is unknown where a row is written;
/// `checkManifest` reports a field that the type of the row's body does not decode.
@dynamicMemberLookup
public struct DeliveryField: Sendable {
    /// What the field is called and where it is. In one property, because a property would hide a field of its name.
    package let recordedPlace: KeyFieldPlace

    fileprivate init(_ part: KeyFieldPlace.Part, _ names: [String] = []) {
        recordedPlace = KeyFieldPlace(part: part, names: names)
    }

    /// The field with this name inside this one.
    public subscript(dynamicMember name: String) -> DeliveryField { self[name] }

    /// The field with this name inside this one, for names that Swift cannot write as a member: `\.body["full-name"]`.
    public subscript(_ name: String) -> DeliveryField {
        DeliveryField(recordedPlace.part, recordedPlace.names + [name])
    }
}

/// Where a field of a key is.
package struct KeyFieldPlace: Sendable, Hashable {
    /// A part of a delivery.
    package enum Part: String, Sendable {
        case body, path, query
        case header = "headers"
    }

    package let part: Part

    /// The names from the outside to the inside. Only a body has fields inside fields.
    package let names: [String]

    /// The field as a row writes it: `\.body.repository`.
    package var description: String {
        names.reduce("\\.\(part.rawValue)") { text, name in
            name.isIdentifier ? "\(text).\(name)" : "\(text)[\"\(name)\"]"
        }
    }
}

extension String {
    /// Whether the text can be written as a member's name: ASCII letters, digits and `_`.
    fileprivate var isIdentifier: Bool {
        guard let first = utf8.first, !(0x30...0x39).contains(first) else { return false }
        return utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x5f, 0x61...0x7a: true
            default: false
            }
        }
    }
}
