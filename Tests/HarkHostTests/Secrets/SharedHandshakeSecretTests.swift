import HarkHost
import HarkTesting
import XCTest

private struct SharedSecretProbe: Plugin {
    static let secret = Setting<Secret>("HARK_SHAREDSECRETPROBE_SECRET", help: "The app's secret token at Zoom.")

    static let manifest = Manifest<Self>(
        name: "sharedsecretprobe",
        summary: "Verifies deliveries and answers the handshake with one secret.",
        settings: [secret],
        routes: [.post("/calls", receive).verified(by: .zoom, with: \.secret).handshake(.zoom, with: \.secret)]
    )

    private let secret: Secret

    init(_ context: PluginContext) throws { secret = try context.settings[Self.secret] }

    func receive() {}
}

final class SharedHandshakeSecretTests: XCTestCase {
    func testProvidersSecret_isAwaited_whenTheHandshakeUsesItToo() async throws {
        let bot = try await TestBot(SharedSecretProbe.self)

        let response = try await bot.send(Request(method: .post, target: "/calls"))

        XCTAssertEqual(response.status, .serviceUnavailable)
    }
}
