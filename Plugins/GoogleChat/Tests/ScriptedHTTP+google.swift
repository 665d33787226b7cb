import HarkEvents
import HarkTLS
import HarkTesting
import TestSupport

private import struct Foundation.Data

/// Answers as Google's servers give them, with a space `ops` and one for direct messages, unless a test answers first.
func google(
    _ first: @escaping @Sendable (ClientRequest) -> ScriptedHTTP.Answer? = { _ in nil }
) -> ScriptedHTTP {
    ScriptedHTTP { request in
        if let answer = first(request) { return answer }
        let path = request.url.split(separator: "?").first.map(String.init) ?? ""
        return switch (request.method, path) {
        case (.post, "https://oauth2.example/token"):
            .json(["access_token": "ya29.hush", "expires_in": 3599, "token_type": "Bearer"])
        case (.get, "https://chat.example/v1/spaces"):
            .json([
                "spaces": [["name": "spaces/OPS", "displayName": "ops"], ["name": "spaces/DM", "displayName": ""]]
            ])
        case (.get, "https://chat.example/v1/spaces:findDirectMessage"): .json(["name": "spaces/DM"])
        case (.get, "https://chat.example/v1/spaces/OPS/messages/T.0"):
            .json(["name": "spaces/OPS/messages/T.0", "thread": ["name": "spaces/OPS/threads/T"]])
        case (.post, "https://chat.example/v1/spaces/OPS/messages"),
            (.patch, "https://chat.example/v1/spaces/OPS/messages/A.1"):
            .json(["name": "spaces/OPS/messages/A.1", "thread": ["name": "spaces/OPS/threads/A"]])
        case (.get, _) where request.url.contains("/metadata/x509/"): .json(["g1": .string(RSATestKey.certificate)])
        default: .error(.notFound, "NOT_FOUND")
        }
    }
}

extension ScriptedHTTP.Answer {
    /// An error as Google writes it.
    static func error(_ status: HTTPResponse.Status, _ code: String, _ text: String = "No.") -> Self {
        .json(
            ["error": ["code": .integer(status.code), "message": .string(text), "status": .string(code)]],
            status: status)
    }
}

extension ClientRequest {
    /// What follows `/v1/`.
    var path: String { url.split(separator: "/v1/", maxSplits: 1).last.map(String.init) ?? "" }
}

/// The modulus of the key that tokens of the tests are checked with, as a JSON Web Key has it.
var modulusOfTestKey: String {
    guard case .rsa(let modulus, _)? = PublicKey(rsaCertificatePEM: RSATestKey.certificate) else { return "" }
    return Data(modulus).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        .replacing("=", with: "")
}
