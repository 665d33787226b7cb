import Hark
import XCTest

final class RoomTests: XCTestCase {
    func testRoom_hasTheNetworkInFrontOfItsName() {
        let cases: [(String, NetworkName?, String)] = [
            ("#ops", nil, "#ops"), ("slack:#ops", "slack", "#ops"), ("irc-2:#ops", "irc-2", "#ops"),
            ("matrix:!abc:example.org", "matrix", "!abc:example.org"), ("#ops:example.org", nil, "#ops:example.org"),
            ("!abc:example.org", nil, "!abc:example.org"),
            ("https://example.org/hook", nil, "https://example.org/hook"),
            ("Slack:#ops", nil, "Slack:#ops"), (":#ops", nil, ":#ops"), ("slack:", nil, "slack:"),
            ("2:#ops", nil, "2:#ops"), ("zulip:ops:deploys", "zulip", "ops:deploys"),
        ]
        for (text, network, name) in cases {
            let room = Room(text)

            XCTAssertEqual(room.network, network, text)
            XCTAssertEqual(room.name, name, text)
            XCTAssertEqual(room.description, text)
        }
    }

    func testRooms_areComparedByteByByte() {
        let (composed, decomposed): (Room, Room) = ("#k\u{fc}che", "#ku\u{308}che")

        XCTAssertNotEqual(composed, decomposed)
        XCTAssertEqual(Set([composed, decomposed, "#k\u{fc}che"]).count, 2)
    }

    func testPerson_isReadFromASetting_withTheirNetwork() throws {
        let people = try [Person](settingText: "ada, slack:U024BE7LH, matrix:@ada:example.org, @eve:example.org")

        XCTAssertEqual(people.map(\.network), [nil, "slack", "matrix", nil])
        XCTAssertEqual(people.map(\.id), ["ada", "U024BE7LH", "@ada:example.org", "@eve:example.org"])
        XCTAssertEqual(people.settingText, "ada,slack:U024BE7LH,matrix:@ada:example.org,@eve:example.org")
    }
}
