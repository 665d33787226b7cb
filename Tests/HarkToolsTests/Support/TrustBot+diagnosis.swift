import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost
@testable import HarkTools

extension TrustBot {
    /// What a new bot finds of a captured request, without the line that names the route.
    static func diagnosis(
        of request: Request,
        _ plugin: any Plugin.Type = SecretProbe.self,
        _ changes: [String: String] = [:],
        secretStore: any SecretStore = MemorySecretStore(),
        at now: Date = TestBot.newYear2026
    ) async throws -> Diagnosis {
        let environment = [
            "HARK_SECRETPROBE_TOKEN": "the token", "HARK_SECRETPROBE_HUB": "new,old,older",
            "HARK_SECRETPROBE_SLACK": SignedSample.slack.secret,
            "HARK_SECRETPROBE_DISCORD": SignedSample.discord.secret,
        ].merging(changes) { $1 }
        let bot = try await TrustBot(plugin, environment: environment, secretStore: secretStore)
        let found = try bot.host.diagnose(try CapturedRequest(request.captured), routedBy: nil, at: now)
        return Diagnosis(isAccepted: found.isAccepted, lines: Array(found.lines.dropFirst()))
    }
}

extension Request {
    /// A delivery to `/hub` that its sender signed.
    static func hub(
        _ secret: String = "new",
        _ body: String = #"{"a": 1}"#,
        by verifier: Verifier = .github
    ) throws -> Request {
        let request = Request.delivery("/hub", body: body)
        return try XCTUnwrap(Signer(verifier, secret: secret).sign(request, at: TestBot.newYear2026))
    }

    /// The request as someone captured it.
    var captured: [UInt8] {
        let fields = headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        return Array("\(method.rawValue) \(target) HTTP/1.1\r\n\(fields)\r\n".utf8) + body
    }
}
