import Hark
import HarkTesting
import JenkinsPlugin
import TestSupport
import XCTest

final class JenkinsTests: XCTestCase {
    func testManifest_hasNoFaults() {
        checkManifest(Jenkins.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(Jenkins.self)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(Jenkins.self)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Jenkins.self)
    }

    func testRealPayloads_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Jenkins.self, of: Fixture.shared("jenkins"), atMost: 60)
    }

    func testBuild_isToldOnce_whenItIsCompletedAndThenFinalized() async throws {
        let bot = try await TestBot(Jenkins.self)

        let completed = try await bot.deliver(Fixture.named("COMPLETED.json"), to: Jenkins.self)
        _ = try await bot.deliver(Fixture.named("FINALIZED.success.json"), to: Jenkins.self)

        XCTAssertEqual(completed.outcome, "ignored: event COMPLETED")
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testBuild_isToldWithQuestionMarks_whenThePayloadLacksWhatItIsAbout() async throws {
        let bot = try await TestBot(Jenkins.self)

        let response = try await bot.post("/jenkins", json: #"{"build": {"phase": "FINALIZED"}}"#)

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(bot.chat.sent, ["[#general] ? #? ended with ?"])
    }

    func testNotes_haveNoEscapeSequences() async throws {
        let bot = try await TestBot(Jenkins.self)
        let notes = #"\u001b[31mFAILED\u001b[0m\b\u0007\nstep 2 \u001b]8;;https://x\u001b\\log\u009b1"#

        _ = try await bot.post(
            "/jenkins",
            json:
                #"{"name": "kettle", "build": {"number": 18, "phase": "FINALIZED", "status": "FAILURE", "notes": "\#(notes)"}}"#
        )

        XCTAssertEqual(bot.chat.sent, ["[#general] kettle #18 failed: FAILED step 2 log"])
    }

    func testDelivery_isAccepted_whenTheURLHasTheToken() async throws {
        let bot = try await TestBot(Jenkins.self, environment: ["HARK_JENKINS_SECRET": "lab"])
        let target = RequestTarget("/jenkins?token=lab")
        let payload = try Fixture.named("STARTED.json").payload

        let response = try await bot.send(
            Request(method: .post, target: target, headers: [.contentType: "application/json"], body: payload))

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testDelivery_isRefused_whenItProvesNothing() async throws {
        let bot = try await TestBot(Jenkins.self)
        let fixture = try Fixture.named("STARTED.json")
        let request = try bot.host.delivery(to: "jenkins", event: fixture.event, payload: fixture.payload)

        let response = try await bot.send(request)

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }
}
