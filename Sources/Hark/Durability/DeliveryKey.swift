private import HarkTLS

/// Reads the key of a route's deliveries.
struct DeliveryKey: Sendable {
    /// Longest key, in bytes of UTF-8. Longer ones are replaced with a digest.
    static let longest = 200

    /// What a digest begins with, so that no sender can send the key that stands for another's long one.
    private static let digestMark = "sha256:"

    private let fields: [KeyFieldPlace]
    private let format: BodyFormat?
    private let placeholders: [String]

    /// The key of these options; nil if they have none.
    /// - Parameters:
    ///   - format: the format of the route's bodies; nil if it takes none.
    ///   - placeholders: the names of the rule's placeholders, in order.
    init?(_ options: DurableOptions?, format: BodyFormat?, placeholders: [String]) {
        guard let options, !options.key.isEmpty else { return nil }
        fields = options.key.map(\.recordedPlace)
        self.format = format
        self.placeholders = placeholders
    }

    /// The key of a delivery, at most `longest` bytes, or nil if it lacks one of the fields.
    func text(of request: Request, path texts: [String]) -> String? {
        var parts: [String] = []
        for field in fields {
            guard let text = text(of: field, request, texts) else { return nil }
            parts.append(text)
        }
        let key = parts.count == 1 ? parts[0] : Self.joined(parts)
        guard key.utf8.count > Self.longest || key.utf8.starts(with: Self.digestMark.utf8) else { return key }
        return Self.digestMark + HashAlgorithm.sha256.digest(of: Array(key.utf8)).hexadecimal
    }

    private func text(of field: KeyFieldPlace, _ request: Request, _ texts: [String]) -> String? {
        guard let name = field.names.first else { return nil }
        switch field.part {
        case .body: return format?.text(of: field.names, in: request)
        case .path: return placeholders.firstIndex(of: name).flatMap { texts.indices.contains($0) ? texts[$0] : nil }
        case .query: return request.query[name]
        case .header: return request.headers[name].map { UntrustedText($0).verbatim }
        }
    }

    /// Joins texts so that different ones never give the same result: `a,b` and `c` give `a\,b,c`.
    private static func joined(_ parts: [String]) -> String {
        var bytes: [UInt8] = []
        for (position, part) in parts.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            for byte in part.utf8 {
                if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension BodyFormat {
    /// The text of a field of a body that has been decoded already, by the names from the outside to the inside; nil if
    /// the body has no such field, or it is null, an object or a list.
    fileprivate func text(of names: [String], in request: Request) -> String? {
        switch self {
        case .json: (try? request.json())?.root.text(of: names)
        case .text: nil
        case .form: formText(of: names, in: request)
        case .formField(let field): jsonText(of: names, inField: field, request)
        case .event:
            request.mediaType?.isForm == true
                ? jsonText(of: names, inField: "payload", request) : (try? request.json())?.root.text(of: names)
        case .any: formText(of: names, in: request) ?? (try? request.json())?.root.text(of: names)
        }
    }

    private func formText(of names: [String], in request: Request) -> String? {
        guard names.count == 1, request.mediaType?.isForm == true else { return nil }
        return (try? request.form())?.text(of: names[0])
    }

    private func jsonText(of names: [String], inField field: String, _ request: Request) -> String? {
        guard let text = (try? request.form())?.text(of: field) else { return nil }
        return (try? JSONDocument(parsing: Array(text.utf8)))?.root.text(of: names)
    }
}

extension JSONView {
    /// The text of the string, number or Boolean that these names lead to.
    fileprivate func text(of names: [String]) -> String? {
        var view = self
        for name in names {
            guard let member = view[name] else { return nil }
            view = member
        }
        return view.stringValue ?? view.scalarText
    }
}
