import HarkTesting
import XCTest

@testable import SlackPlugin

final class RevocationCheckTests: XCTestCase {
    func testDoubt_endsALaterRun_whenAnEarlierOneWasCancelled() async {
        let clock = TestClock(at: TestBot.newYear2026)
        let revocationCheck = RevocationCheck(clock.reading) {
            throw ChatError(.unauthorized, "The token was revoked.")
        }
        let earlier = Task { try await revocationCheck.whileAccepted { try await Task.sleep(for: .seconds(20)) } }
        earlier.cancel()
        _ = await earlier.result

        revocationCheck.request()

        do {
            // Longer than the check of the token takes.
            try await revocationCheck.whileAccepted { try await Task.sleep(for: .seconds(20)) }
            XCTFail("it goes on")
        } catch { XCTAssertEqual((error as? ChatError)?.kind, .unauthorized) }
    }
}
