import Hark
import HarkTesting
import JenkinsPlugin
import TestSupport
import XCTest

final class JenkinsTests: XCTestCase {
    /// Everything that is quiet too.
    private let loud = everyEvent(of: Jenkins.self)

    func testManifest_hasNoFaults() {
        checkManifest(Jenkins.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(Jenkins.self, environment: loud)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(Jenkins.self, environment: loud)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Jenkins.self, environment: loud)
    }

    func testQuietEvent_isIgnored_unlessItIsAskedFor() async throws {
        let bot = try await TestBot(Jenkins.self)

        let response = try await bot.deliver(Fixture.named("STARTED.json"), to: Jenkins.self)

        XCTAssertEqual(response.outcome, "ignored: event STARTED")
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testRealPayloads_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Jenkins.self, of: Fixture.shared("jenkins"), atMost: 60, environment: loud)
    }

    func testBuild_isToldOnce_whenItIsCompletedAndThenFinalized() async throws {
        let bot = try await TestBot(Jenkins.self)

        let completed = try await bot.deliver(Fixture.named("COMPLETED.json"), to: Jenkins.self)
        _ = try await bot.deliver(Fixture.named("FINALIZED.success.json"), to: Jenkins.self)

        XCTAssertEqual(completed.outcome, "ignored: event COMPLETED.SUCCESS")
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
        let payload = try Fixture.named("FINALIZED.success.json").payload

        let response = try await bot.send(
            Request(method: .post, target: target, headers: [.contentType: "application/json"], body: payload))

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testDelivery_isRefused_whenItProvesNothing() async throws {
        let bot = try await TestBot(Jenkins.self)
        let fixture = try Fixture.named("FINALIZED.success.json")
        let request = try bot.host.delivery(to: "jenkins", event: fixture.event, payload: fixture.payload)

        let response = try await bot.send(request)

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }
}
