import HarkStore
import HarkTesting
import Synchronization
import XCTest

@testable import HarkHost

/// Rows whose deliveries are stored before they are acknowledged.
final class DurableRowTests: XCTestCase {
    func testDelivery_isStoredAndHandled_andAnswered202() async throws {
        let bot = try await TestBot(DeployProbe.self)

        let response = try await bot.post("/deploys/api", json: #"{"version":"1.2"}"#, headers: ["X-Request-Id": "one"])

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(response.text, "stored one")
        XCTAssertEqual(response.delivery?.state, .done)
        XCTAssertEqual(response.outcome, "deployed")
        XCTAssertEqual(bot.chat.sent, ["[#general] api 1.2"])
    }

    func testBody_isAnswered400_andNotStored_whenItDoesNotDecode() async throws {
        let bot = try await TestBot(DeployProbe.self)

        let response = try await bot.post("/deploys/api", json: #"{"version":7}"#)

        XCTAssertEqual(response.status, .badRequest)
        let stored = try await bot.store.deliveries(DeliveryQuery())
        XCTAssertEqual(stored, [])
    }

    func testHandler_runsAgainAfterTheWait_whenItFails() async throws {
        let bot = try await TestBot(DeployProbe.self)

        let response = try await bot.post("/deploys/api", json: #"{"version":"1","then":"fail","times":1}"#)
        await bot.advance(by: .seconds(3))
        let tooEarly = try await bot.store.deliveries(DeliveryQuery()).map(\.state)
        await bot.advance(by: .seconds(4))
        let later = try await bot.store.deliveries(DeliveryQuery())

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(response.delivery?.state, .ready)
        XCTAssertEqual(response.outcome, "the machine is on fire")
        XCTAssertEqual(tooEarly, [.ready])
        XCTAssertEqual(later.map(\.state), [.done])
        XCTAssertEqual(later.map(\.attempt), [2])
        XCTAssertEqual(bot.chat.sent, ["[#general] api 1"], "what it said is not repeated")
    }

    func testDelivery_isDead_andAdminsAreTold_afterItsLastAttempt() async throws {
        let bot = try await TestBot(DeployProbe.self)

        let response = try await bot.post("/deploys/api", json: #"{"version":"1","then":"fail"}"#)
        await bot.advance(by: .seconds(6))
        await bot.advance(by: .seconds(24))
        let records = try await bot.store.deliveries(DeliveryQuery())
        let attempts = try await bot.store.attempts(of: try XCTUnwrap(response.delivery).id)

        XCTAssertEqual(records.map(\.state), [.dead])
        XCTAssertEqual(attempts.map(\.number), [1, 2, 3])
        let notice = bot.chat.sent.last?.text ?? ""
        XCTAssertTrue(notice.contains("A delivery to deploys failed for good: the machine is on fire"), notice)
    }

    func testDelivery_isDeadAtOnce_whenItsHandlerRefusesIt() async throws {
        let bot = try await TestBot(DeployProbe.self)

        let response = try await bot.post("/deploys/api", json: #"{"version":"1","then":"refuse"}"#)

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(response.delivery?.state, .dead)
        XCTAssertEqual(response.outcome, "403 Not on Sundays.")
    }

    func testPostponement_doesNotCountAsAnAttempt() async throws {
        let bot = try await TestBot(DeployProbe.self)

        _ = try await bot.post("/deploys/api", json: #"{"version":"1","then":"busy","times":1}"#)
        await bot.advance(by: .seconds(80))
        let early = try await bot.store.deliveries(DeliveryQuery()).map(\.state)
        await bot.advance(by: .seconds(11))
        let records = try await bot.store.deliveries(DeliveryQuery())

        XCTAssertEqual(early, [.ready])
        XCTAssertEqual(records.map(\.state), [.done])
        XCTAssertEqual(records.map(\.attempt), [1])
    }

    func testIgnoredDelivery_isDone_andCounted() async throws {
        let bot = try await TestBot(DeployProbe.self)

        let response = try await bot.post("/deploys/api", json: #"{"version":"1","then":"ignore"}"#)

        XCTAssertEqual(response.outcome, "ignored: it is only a test")
        let routes = await bot.host.status.routes
        XCTAssertEqual(routes.first?.counts.ignored, 1)
        XCTAssertEqual(routes.first?.counts.served, 1)
    }

    func testRepetition_isAnsweredDuplicate_andNotHandled() async throws {
        let bot = try await TestBot(DeployProbe.self)
        let headers = ["X-GitHub-Delivery": "abc"]

        let first = try await bot.post("/signed", json: #"{"version":"1"}"#, headers: headers)
        let second = try await bot.post("/signed", json: #"{"version":"1"}"#, headers: headers)

        XCTAssertEqual([first.status, second.status], [.accepted, .accepted])
        XCTAssertEqual(second.text, "duplicate")
        XCTAssertEqual(second.delivery?.id, first.delivery?.id)
        XCTAssertEqual(bot.chat.sent, ["[#general] nothing 1"])
    }

    func testRedelivery_isHandledAgain_whenTheFirstOneIsDead() async throws {
        let bot = try await TestBot(DeployProbe.self)
        let headers = ["X-GitHub-Delivery": "abc"]
        let json = #"{"version":"1","then":"refuse","times":1}"#

        let first = try await bot.post("/signed", json: json, headers: headers)
        let second = try await bot.post("/signed", json: json, headers: headers)

        XCTAssertEqual(first.delivery?.state, .dead)
        XCTAssertEqual(second.delivery?.state, .done)
        XCTAssertEqual(second.delivery?.generation, 1)
        XCTAssertTrue(second.text.hasPrefix("stored"), second.text)
    }

    func testCrash_runsTheDeliveryAgain() async throws {
        var bot = try await TestBot(DeployProbe.self)
        let request = Request(
            method: .post, target: "/deploys/api", headers: [.contentType: "application/json"],
            body: Array(#"{"version":"crashing","then":"hang","times":1}"#.utf8))
        _ = await bot.host.pipeline.respond(to: request)

        bot = try await bot.crash()
        let records = try await bot.store.deliveries(DeliveryQuery())

        XCTAssertEqual(records.map(\.state), [.done])
        XCTAssertEqual(records.map(\.crashes), [1])
        XCTAssertEqual(records.map(\.attempt), [2])
    }

    func testCancellingPolicy_cancelsTheRunningHandler() async throws {
        let bot = try await TestBot(DeployProbe.self)
        let request = Request(
            method: .post, target: "/cancelling", headers: [.contentType: "application/json"],
            body: Array(#"{"version":"cancelled","service":"api","then":"hang"}"#.utf8))
        _ = await bot.host.pipeline.respond(to: request)

        let second = try await bot.post("/cancelling", json: #"{"version":"2","service":"api"}"#)
        let records = try await bot.store.deliveries(DeliveryQuery())

        XCTAssertEqual(records.map(\.state), [.done, .cancelled])
        XCTAssertEqual(second.delivery?.state, .done)
    }

    func testStoreFailure_isAnswered503_whereTheSenderRepeats() async throws {
        let bot = try await TestBot(DeployProbe.self)
        bot.store.fail(next: .full("The disk is full."))

        let response = try await bot.post("/deploys/api", json: #"{"version":"1"}"#)

        XCTAssertEqual(response.status, .serviceUnavailable)
        XCTAssertEqual(response.headers[.retryAfter], "30")
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testStoreFailure_handlesAtOnce_whereTheSenderDoesNotRepeat() async throws {
        let bot = try await TestBot(DeployProbe.self)
        bot.store.fail(next: .full("The disk is full."))

        let response = try await bot.post("/signed", json: #"{"version":"1"}"#)

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(response.text, "deployed")
        XCTAssertNil(response.delivery)
        XCTAssertTrue(bot.chat.sent.contains("[#general] nothing 1"))
    }

    func testStoreFailure_isAnswered503_whenTheDeliveryMayBeStored() async throws {
        for error in [StoreError.unresolved("The connection was lost."), .failed("The disk is broken.")] {
            let bot = try await TestBot(DeployProbe.self)
            bot.store.fail(next: error)

            let response = try await bot.post("/signed", json: #"{"version":"1"}"#)

            XCTAssertEqual(response.status, .serviceUnavailable, "\(error)")
            XCTAssertEqual(bot.chat.sent, [], "\(error)")
        }
    }

    func testEnd_countsAsStored_whenTheStoreCouldNotSayWhetherItIs() async throws {
        let bot = try await TestBot(DeployProbe.self)
        let response = try await bot.post("/deploys/api", json: #"{"version":"1","then":"fail","times":1}"#)
        let delivery = try XCTUnwrap(response.delivery)

        bot.store.fail(next: .unresolved("The connection was lost."))
        let sleepCount = bot.clock.sleeps.count
        let hasEnded = Mutex(false)
        Task {
            await bot.host.deliveries.end(
                EndedRun(
                    run: DeliveryRun(id: delivery.id, token: 1, attempt: 1, generation: 0), route: delivery.route,
                    requestID: "one", end: .done(outcome: "deployed"), hasKey: false,
                    counters: bot.host.deliveries.counters(of: delivery.route)))
            hasEnded.withLock { $0 = true }
        }
        // Only when the store is to be asked again: the wait for the next attempt is longer.
        while !bot.clock.sleeps.dropFirst(sleepCount).contains(where: { $0 <= .seconds(1) }) { await Task.yield() }
        bot.clock.advance(by: .seconds(1))
        while !hasEnded.withLock({ $0 }) { await Task.yield() }

        XCTAssertEqual(bot.host.deliveries.storeCounters.leasesLost.value, 0)
    }

    func testStoreFailure_isAnswered503_whenTheStoreIsRequired() async throws {
        let bot = try await TestBot(DeployProbe.self, environment: ["HARK_STORE_REQUIRED": "true"])
        bot.store.fail(next: .full("The disk is full."))

        let response = try await bot.post("/signed", json: #"{"version":"1"}"#)

        XCTAssertEqual(response.status, .serviceUnavailable)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testRow_answersItself_withoutAStore() async throws {
        let bot = try await TestBot(DeployProbe.self, environment: ["HARK_STORE": "off"])

        let response = try await bot.post("/deploys/api", json: #"{"version":"1"}"#)

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(response.text, "deployed")
        XCTAssertNil(response.delivery)
    }

    func testInactivePlugin_postponesItsDeliveries() async throws {
        let bot = try await TestBot(DeployProbe.self)
        _ = try await bot.post("/deploys/api", json: #"{"version":"1","then":"fail","times":1}"#)
        _ = await bot.send("!plugin deactivate deploys")

        await bot.advance(by: .seconds(7))
        let postponed = try await bot.store.deliveries(DeliveryQuery())
        _ = await bot.send("!plugin activate deploys")
        await bot.advance(by: .seconds(61))
        let later = try await bot.store.deliveries(DeliveryQuery())

        XCTAssertEqual(postponed.map(\.outcome), ["its plugin is not active"])
        XCTAssertEqual(later.map(\.state), [.ready], "the new instance counts from the beginning, and fails")
        XCTAssertEqual(later.map(\.outcome), ["the machine is on fire"])
    }

    func testWebhookTest_saysWhatBecameOfTheDelivery() async throws {
        let bot = try await TestBot(DeployProbe.self)

        let answers = await bot.send(#"!webhook test /deploys/api {"version":"1","then":"refuse"}"#)

        let answer = answers.last ?? ""
        XCTAssertTrue(answer.contains("202 Accepted"), answer)
        XCTAssertTrue(answer.hasSuffix("dead: 403 Not on Sundays."), answer)
    }
}
