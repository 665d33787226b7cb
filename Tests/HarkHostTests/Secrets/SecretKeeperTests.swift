import HarkHost
import HarkTesting
import XCTest

private struct Locked: Plugin {
    static let token = Setting<Secret>("HARK_LOCKED_TOKEN", help: "A bearer token.")

    static let manifest = Manifest<Self>(
        name: "locked",
        summary: "Has one secret.",
        settings: [token],
        routes: [.post("/locked", answer).verified(by: .bearer, with: \.token)]
    )

    let token: Secret

    init(_ context: PluginContext) throws { token = try context.settings[Self.token] }

    func answer() {}
}

final class SecretKeeperTests: XCTestCase {
    private let store = MemorySecretStore()

    private func host(_ environment: [String: String] = [:]) throws -> HarkHost.Host {
        var dependencies = HostDependencies()
        dependencies.secretStore = store
        return try HarkHost.Host(BotConfiguration([Locked.self], environment), dependencies)
    }

    func testNewSecret_isWrittenByTheStart_andNotBefore() async throws {
        let host = try host()
        let planned = store.secret(for: "HARK_LOCKED_TOKEN")

        try await host.start()

        let shown = try XCTUnwrap(try host.generatedSecrets(of: "locked").first)
        XCTAssertNil(planned)
        XCTAssertEqual(store.secret(for: "HARK_LOCKED_TOKEN"), shown.text.reveal())
        XCTAssertTrue(shown.isKept)
    }

    func testKeptSecret_winsOverAPlannedOne() async throws {
        let (first, second) = (try host(), try host())

        try await first.start()
        try await second.start()

        let kept = try XCTUnwrap(store.secret(for: "HARK_LOCKED_TOKEN"))
        let call = Request(method: .post, target: "/locked", headers: [.authorization: "Bearer \(kept)"])
        let statuses = [await first.pipeline.respond(to: call).status, await second.pipeline.respond(to: call).status]
        XCTAssertEqual(statuses, [.ok, .ok])
    }

    func testSecretOfTheOperator_isNeverWritten() async throws {
        let host = try host(["HARK_LOCKED_TOKEN": "chosen"])

        try await host.start()

        XCTAssertNil(store.secret(for: "HARK_LOCKED_TOKEN"))
    }
}
