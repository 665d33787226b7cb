import Foundation
import HarkHost

/// A small push of GitHub's as curl sends it.
struct SignedPush {
    let body: String
    /// The signature's field, as curl's `-H` takes it.
    let header: String

    /// A push to a repository, signed with `secret`.
    init(secret: String, repository: String = "test") {
        body = #"payload={"repository":{"name":"\#(repository)"}}"#
        let request = Request(method: .post, target: "/github", body: Array(body.utf8))
        let signed = Signer(.github, secret: secret).sign(request, at: Date())
        header = "X-Hub-Signature-256: \(signed?.headers["X-Hub-Signature-256"] ?? "")"
    }
}
