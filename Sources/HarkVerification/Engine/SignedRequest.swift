private import HTTPTypes
package import HarkHTTP
package import HarkTLS

/// A request for verification. Its body is parsed at most once, and only when one of its fields is needed.
package final class SignedRequest {
    package let request: Request

    /// The claims that the plugin expects of a proof with a published key.
    package var expected: [ExpectedClaim] = []

    /// The published key that the request is said to be signed with, once the host has it.
    package var publishedKey: PublicKey?

    /// What the request claims, if its proof is with a published key and was read already.
    package var publishedKeyProof: PublishedKeyProof?

    // No signature covers the Content-Type: a JSON body is read as JSON, whatever its label.
    private lazy var json = wholeForm == nil ? (try? request.json())?.root : nil
    private lazy var wholeForm = try? request.parsedForm()
    private var form: FormFields? { wholeForm?.fields }

    package init(_ request: Request) { self.request = request }

    /// Whether the body is a form or JSON, which can have fields.
    package var isReadable: Bool { form != nil || json != nil }

    /// Every value at a place, in the order sent.
    package func values(of source: ValueSource) -> [String] {
        switch source {
        case .header(let name): HTTPField.Name(name).map { request.headers[values: $0] } ?? []
        case .query(let name): request.query.all(name)
        case .field(let path): formValues(path) ?? json.map { JSONPath(path).values(in: $0) } ?? []
        }
    }

    /// The value at a place; several elements of a JSON array are joined with commas.
    package func value(of source: ValueSource) -> String? {
        let values = values(of: source)
        if case .field = source, values.count > 1, form == nil { return values.joined(separator: ",") }
        return values.first
    }

    /// The fields of a form body; nil if the body is not a form, is malformed, or contains files, which signatures over
    /// the fields do not cover.
    package var signedFields: FormFields? { wholeForm?.files.isEmpty == true ? form : nil }

    /// A form's fields as Twilio signs them: sorted by name, each name followed by its value, repeated pairs once
    /// (twilio.com/docs/usage/security). Both form encodings give the same result; nil if there is no form.
    package var sortedFields: [UInt8]? {
        guard let fields = signedBytes else { return nil }
        let pairs = fields.sorted { one, other in
            one.0 == other.0 ? one.1.lexicographicallyPrecedes(other.1) : one.0.lexicographicallyPrecedes(other.0)
        }
        var bytes: [UInt8] = []
        for (index, pair) in pairs.enumerated() where index == 0 || pair != pairs[index - 1] {
            bytes += pair.0 + pair.1
        }
        return bytes
    }

    /// The field `payload` of a form without other fields.
    package var signedPayload: [UInt8]? {
        guard let fields = signedBytes, fields.count == 1, fields[0].name.elementsEqual("payload".utf8) else {
            return nil
        }
        return fields[0].value
    }

    /// The fields of a form as raw bytes, as their sender signed them; `signedFields` are as a handler reads them.
    private var signedBytes: [(name: [UInt8], value: [UInt8])]? {
        guard let fields = signedFields else { return nil }
        if request.mediaType?.essence == MediaType.form.essence {
            return FormFields.bytes(urlEncoded: request.body)
        }
        return fields.map { (Array($0.name.utf8), Array($0.value.utf8)) }
    }

    private func formValues(_ name: String) -> [String]? { form?.all(name) }
}

/// A path into a JSON value: names separated by dots, `*` for every element of an array.
package struct JSONPath {
    private let steps: [Substring]

    package init(_ text: String) { steps = text.split(separator: ".", omittingEmptySubsequences: false) }

    /// The texts at the path's end: strings unchanged, numbers and Booleans as in JSON.
    package func values(in value: JSONView) -> [String] {
        var found = [value]
        for step in steps {
            found = found.flatMap { value -> [JSONView] in
                if step == "*" { return value.arrayValue ?? [] }
                return value[String(step)].map { [$0] } ?? []
            }
        }
        return found.compactMap { value in
            value.stringValue ?? value.scalarText
        }
    }
}
