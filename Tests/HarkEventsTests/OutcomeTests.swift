import HarkEvents
import XCTest

final class OutcomeTests: XCTestCase {
    func testOutcome_isTheEndOfASentence() {
        let outcomes = ["success", "timed_out", "stale", "exploded"].map {
            ChatText(outcome: PayloadView(UntrustedText($0))).plain
        }

        XCTAssertEqual(outcomes, ["succeeded", "timed out", "went stale", "ended with exploded"])
    }

    func testOutcome_thatIsMissing_isCounted() {
        let text: ChatText = "the build \(ChatText(outcome: PayloadView(nil)))"

        XCTAssertEqual(text.plain, "the build ended with ?")
        XCTAssertEqual(text.missingFieldCount, 1)
    }
}
