import HarkTesting
import XCTest

@testable import HarkHost

final class RepetitionKeyTests: XCTestCase {
    private func key(
        _ message: Message = "live", in room: String = "#ops", on network: NetworkName = "slack",
        _ record: AnnouncementRecord? = AnnouncementRecord(of: .init(id: 1, generation: 0))
    ) -> UInt128? {
        AnnouncementRecord.$current.withValue(record) { RepetitionKey.next(for: message, in: room, on: network) }
    }

    func testKey_isTheSame_whenAnotherAttemptSaysTheSame() {
        XCTAssertNotNil(key())
        XCTAssertEqual(key(), key())
    }

    func testKey_differs_withEverythingThatTellsMessagesApart() {
        let keys = [
            key(), key("dead"), key(in: "#dev"), key(on: "irc"), key(Message("live", severity: .error)),
            key(Message("live", thread: .message("1"))), key(Message("live", thread: .subject("1"))),
            key(Message("live", replaces: MessageKey("1"))),
            key("live", AnnouncementRecord(of: .init(id: 2, generation: 0))),
            key("live", AnnouncementRecord(of: .init(id: 1, generation: 1))),
        ]

        XCTAssertEqual(Set(keys).count, keys.count)
    }

    func testKey_differs_eachTimeThatAnAttemptSaysTheSame() {
        let record = AnnouncementRecord(of: .init(id: 1, generation: 0))

        let first = (1...3).map { _ in key("live", record) }
        _ = record.keep()
        let second = (1...3).map { _ in key("live", record) }

        XCTAssertEqual(Set(first).count, 3)
        XCTAssertEqual(first, second, "the next attempt begins to count anew")
    }

    func testKey_isNil_whereTheDeliveryIsNotStored() {
        XCTAssertNil(key("live", AnnouncementRecord()))
        XCTAssertNil(key("live", nil))
    }
}
