import HarkEvents
import XCTest

@testable import ZulipPlugin

final class ZulipPlaceTests: XCTestCase {
    private func place(_ room: String, thread: MessageID? = nil) -> ZulipPlace? {
        try? ZulipPlace(room, thread: thread, topic: "hark")
    }

    func testRoom_isAChannelAndATopic() {
        XCTAssertEqual(place("#ops"), .channel("ops", topic: "hark"))
        XCTAssertEqual(place("ops"), .channel("ops", topic: "hark"))
        XCTAssertEqual(place("#dev ops>new deploys > all"), .channel("dev ops", topic: "new deploys > all"))
        XCTAssertEqual(place("#ops>"), .channel("ops", topic: "hark"))
    }

    func testThread_isATopic_whichCountsBeforeThatOfTheRoom() {
        XCTAssertEqual(place("#ops", thread: ">deploys"), .channel("ops", topic: "deploys"))
        XCTAssertEqual(place("#ops>alerts", thread: "1042>a>b"), .channel("ops", topic: "a>b"))
        XCTAssertEqual(place("#ops>alerts", thread: "1042"), .channel("ops", topic: "alerts"))
    }

    func testRoom_isTheChannelOfTheMessage_whateverItsName() throws {
        for name in ["dev > ops", "a>", #"a\b"#, #"a\>b"#, #"a\\b"#, #"a\\>b"#, #"a\"#, "ops"] {
            let message: JSONValue = [
                "id": 8, "sender_id": 101, "timestamp": 1, "type": "stream", "display_recipient": .string(name),
                "subject": "chat", "content": "hi",
            ]
            let room = try XCTUnwrap(ZulipMessage(PayloadView(message), bot: 99)).room

            XCTAssertEqual(place(room, thread: ">chat"), .channel(name, topic: "chat"), room)
        }
        XCTAssertEqual(place(#"#dev \> ops>deploys"#), .channel("dev > ops", topic: "deploys"))
    }

    func testThread_mayBeTheTopicWithoutAName() {
        XCTAssertEqual(place("#ops", thread: ">"), .channel("ops", topic: ""))
    }

    func testRoom_isDirectMessages() {
        XCTAssertEqual(place("@101"), .direct([.number(101)]))
        XCTAssertEqual(place("@101+102"), .direct([.number(101), .number(102)]))
        XCTAssertEqual(place("@ada+x@example.org"), .direct([.address("ada+x@example.org")]))
    }

    func testRoom_isNone_whenNothingHasSuchAName() {
        for room in ["", "#", "#>x", "@", "@ada", "@-1", "@1+", "@a b@c", "@a/../me@c", "@a@b@c"] {
            XCTAssertNil(place(room), room)
        }
    }

    func testTopic_isCut_asLongAsZulipTakesIt() {
        for character in ["a", "漢", "👨‍👩‍👧"] {
            guard case .channel(_, let topic) = place("#ops>" + String(repeating: character, count: 100)) else {
                return XCTFail("it is no channel")
            }
            XCTAssertLessThanOrEqual(topic.unicodeScalars.count, 60)
            XCTAssertGreaterThan(topic.unicodeScalars.count, 54)
            XCTAssertTrue(topic.hasSuffix("…"))
        }
    }

    func testIdentifier_hasNumberAndTopic() throws {
        XCTAssertEqual(try XCTUnwrap(place("#ops")).message(7), "7>hark")
        XCTAssertEqual(try XCTUnwrap(place("@101")).message(7), "7")
        XCTAssertEqual(try ZulipPlace.number(of: "7>hark"), 7)
        XCTAssertEqual(try ZulipPlace.number(of: "7"), 7)
        for id in [MessageID(">hark"), "x", "", "-7", "7/reactions"] {
            XCTAssertThrowsError(try ZulipPlace.number(of: id), id.text)
        }
    }
}
