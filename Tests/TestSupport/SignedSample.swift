package import HarkHost

package import struct FoundationEssentials.Date

/// A delivery as its sender proves it, and what the receiver knows of the sender. The proofs are published ones, or
/// were computed with Python's `hmac` and `cryptography`: nothing here rests on the code under test.
package struct SignedSample: Sendable {
    /// Something in the request that no bit of may change.
    package enum Place: Sendable {
        /// The whole body.
        case body
        /// This text in the body.
        case bodyText(String)
        /// This text in a header field.
        case header(String, String)
        /// This text in a header field, as the bytes that it stands for.
        case encoded(String, String, SignatureText)
        /// This text in path and query.
        case target(String)
    }

    /// How the bytes of a signature or a key are written.
    package enum SignatureText: Sendable { case hex, base64, plain }

    package let name: String
    package let verifier: Verifier
    package let secret: String
    /// How the key is written in the secret, and what stands before it.
    package var key: (text: SignatureText, prefix: String) = (.plain, "")
    /// Seconds since 1970 at which the request is fresh.
    package var time = 1_767_225_600
    package var request: Request
    package let places: [Place]

    package var now: Date { Date(timeIntervalSince1970: Double(time)) }
}

extension SignedSample: CustomStringConvertible {
    package var description: String { name }
}

extension Request {
    /// A `POST` as a sender makes it.
    package static func delivery(
        _ target: String,
        _ headers: KeyValuePairs<String, String> = [:],
        body: String,
        type: String = "application/json",
        baseURL: String? = nil
    ) -> Request {
        var fields = HTTPFields()
        fields[.contentType] = type
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is not a valid field name") }
            fields.append(HTTPField(name: name, value: value))
        }
        var request = Request(method: .post, target: RequestTarget(target), headers: fields, body: Array(body.utf8))
        request.baseURL = baseURL
        return request
    }

    /// The same request with another value of a header field, or without the field.
    package func with(_ header: String, _ value: String?) -> Request {
        var request = self
        request.headers[header] = value
        return request
    }

    /// The same request with another body.
    package func with(body: [UInt8]) -> Request {
        var request = self
        request.body = body
        return request
    }
}

extension String {
    /// The type of an urlencoded form.
    package static let urlEncodedForm = "application/x-www-form-urlencoded"
}

extension SignedSample {
    /// The sample's request to another path.
    package func request(to target: String) -> Request {
        var request = request
        request.target = RequestTarget(target)
        return request
    }
}
