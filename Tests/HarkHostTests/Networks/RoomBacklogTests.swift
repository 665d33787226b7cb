import HarkTesting
import XCTest

@testable import HarkHost

final class RoomBacklogTests: XCTestCase {
    private let clock = TestClock(at: TestBot.newYear2026)

    private func entry(_ text: String) -> WaitingMessage {
        WaitingMessage(
            content: QueuedMessage(Message(ChatText(text))), stored: nil, isAnswer: false,
            since: clock.reading.steady, time: BotTime(clock.now))
    }

    private func texts(_ backlog: RoomBacklog) -> [String] { backlog.entries.map(\.content.message.text.plain) }

    func testAppend_leavesTheOldestOut_whenTooManyWaitInAllRooms() {
        let total = MessageTotal()
        var backlog = RoomBacklog("#ops", longestAge: .seconds(60), total: total)
        for text in ["1", "2", "3"] { backlog.append(entry(text)) }

        total.add(RoomBacklog.mostInAll)
        backlog.append(entry("4"))

        XCTAssertEqual(texts(backlog), ["1", "3", "4"], "the first one may be on its way")
        XCTAssertEqual(backlog.leftOut?.count, 1)
    }

    func testTotal_countsWhatWaits() {
        let total = MessageTotal()
        var backlog = RoomBacklog("#ops", longestAge: .seconds(60), total: total)
        for text in ["1", "2", "3", "4", "5"] { backlog.append(entry(text)) }
        let all = total.count

        backlog.remove(backlog.entries[0], followedBy: nil)
        let afterRemoval = total.count
        backlog.remove(backlog.entries[0], followedBy: entry("copy"))
        let afterCopy = total.count
        _ = backlog.removeAll(keepsFirst: true)
        let afterDrop = total.count
        clock.advance(by: .seconds(61))
        backlog.trim(at: clock.reading.steady, heldSince: nil)

        XCTAssertEqual([all, afterRemoval, afterCopy, afterDrop, total.count], [5, 4, 4, 1, 0])
    }

    func testUpdate_changesOnlyTheFirstMessage() {
        var backlog = RoomBacklog("#ops", longestAge: .seconds(60), total: MessageTotal())
        for text in ["1", "2"] { backlog.append(entry(text)) }
        let (first, second) = (backlog.entries[0], backlog.entries[1])

        let changes = [
            backlog.update(first) { $0.content = $0.content.marked }, backlog.update(second) { _ in },
        ]

        XCTAssertEqual(changes.map { $0 != nil }, [true, false])
        XCTAssertEqual(backlog.entries.map(\.content.isMarked), [true, false])
    }
}
