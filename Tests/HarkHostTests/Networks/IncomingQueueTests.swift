import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

final class IncomingQueueTests: XCTestCase {
    private func message(_ text: String, id: MessageID? = nil, from person: String = "ada") -> IncomingMessage {
        IncomingMessage(text, from: Person(id: person), in: "#ops", id: id)
    }

    func testTake_answersTheMessagesOfARoomInOrder() async {
        let queue = IncomingQueue(clock: TestClock(at: TestBot.newYear2026).reading)
        let received = Recording<String>()

        for number in 1...8 {
            _ = queue.take(message("\(number)")) { message in
                await Task.yield()
                received.append(message.text)
            }
        }
        while received.all.count < 8 { await Task.yield() }

        XCTAssertEqual(received.all, (1...8).map(String.init))
    }

    func testTake_answersEachMessageInItsOwnWay() async {
        let queue = IncomingQueue(clock: TestClock(at: TestBot.newYear2026).reading)
        let received = Recording<String>()

        for way in ["first", "second"] {
            _ = queue.take(message("hi")) { message in
                await Task.yield()
                received.append("\(message.text) in the \(way) way")
            }
        }
        while received.all.count < 2 { await Task.yield() }

        XCTAssertEqual(received.all, ["hi in the first way", "hi in the second way"])
    }

    func testIsNew_isSaidOnce_ofAnIdentifierInARoom() {
        let queue = IncomingQueue(clock: TestClock(at: TestBot.newYear2026).reading)

        let news = (1...2).map { _ in queue.isNew(message("!status", id: "7")) }
        let elsewhere = queue.isNew(IncomingMessage("!status", from: Person(id: "ada"), in: "#dev", id: "7"))
        let nameless = (1...2).map { _ in queue.isNew(message("!status")) }

        XCTAssertEqual(news, [true, false])
        XCTAssertTrue(elsewhere)
        XCTAssertEqual(nameless, [true, true])
    }

    func testTake_refusesAPersonWhoIsTooFast_andSaysSoOnce() {
        let clock = TestClock(at: TestBot.newYear2026)
        let queue = IncomingQueue(clock: clock.reading)

        let fast = (1...12).map { queue.take(message("\($0)")) { _ in } }
        let other = queue.take(message("hi", from: "ben")) { _ in }
        clock.advance(by: IncomingQueue.pace.interval)
        let later = queue.take(message("later")) { _ in }

        XCTAssertEqual(fast.prefix(10), .init(repeating: .taken, count: 10))
        XCTAssertEqual(fast.suffix(2), [.refused(isFirst: true), .refused(isFirst: false)])
        XCTAssertEqual([other, later], [.taken, .taken])
    }

    func testTake_keepsPlacesForAdmins() {
        let queue = IncomingQueue(clock: TestClock(at: TestBot.newYear2026).reading)
        defer { queue.close() }

        let crowd = (1...IncomingQueue.mostInRoom + 1).map { number in
            queue.take(message("hi", from: "\(number)")) { _ in try? await Task.sleep(for: .seconds(3600)) }
        }
        let admin = queue.take(message("stop", from: "ada"), isAdmin: true) { _ in }

        XCTAssertTrue(crowd.contains { $0 != .taken })
        XCTAssertEqual(admin, .taken)
    }
}
