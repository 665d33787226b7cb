import GitHubPlugin
import HarkTesting
import XCTest

@testable import HarkServer

final class DeliveryServiceTests: XCTestCase {
    private struct Failure: Error {}

    /// Fails at once.
    private struct FailingService: Service {
        func run(until stop: StopSignal) async throws { throw Failure() }
    }

    func testDeliveries_areStored_afterAnotherServiceHasFailed() async throws {
        let bot = try await TestBot(GitHub.self, environment: ["HARK_GITHUB_SECRET": "unsigned"])
        let failures = AsyncStream.makeStream(of: StoreError.self)
        let signals = AsyncStream.makeStream(of: Void.self)
        let service = DeliveryService(host: bot.host, failures: failures.stream, drainTimeout: .seconds(10))

        do {
            try await ServiceGroup(services: [FailingService(), service], shutdownLimit: .seconds(60))
                .run(until: signals.stream)
            XCTFail("it did not fail")
        } catch { XCTAssertTrue(error is Failure) }
        let response = try await bot.post(
            "/github", json: #"{"ref":"refs/heads/main"}"#,
            headers: ["X-GitHub-Event": "push", "X-GitHub-Delivery": "one"])

        XCTAssertEqual(response.status, .accepted)
        XCTAssertNotNil(response.delivery)
        failures.continuation.finish()
        signals.continuation.finish()
    }
}
