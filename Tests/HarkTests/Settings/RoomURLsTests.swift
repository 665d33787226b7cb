import Hark
import XCTest

final class RoomURLsTests: XCTestCase {
    private let rooms =
        "ops=https://hooks.example.org/a?sig=s%3D=, #dev = http://localhost:80/b\nnight=https://x.example/%2C"

    private func kind(_ room: Room, in urls: RoomURLs) -> ChatError.Kind? {
        do { _ = try urls.url(of: room) } catch { return error.kind }
        return nil
    }

    func testURL_isThatOfTheRoom_withOrWithoutItsSign() throws {
        let urls = try RoomURLs(settingText: rooms)

        XCTAssertEqual(urls.names, ["ops", "dev", "night"])
        XCTAssertEqual(try urls.url(of: "#ops").reveal(), "https://hooks.example.org/a?sig=s%3D=")
        XCTAssertEqual(try urls.url(of: "dev").reveal(), "http://localhost:80/b")
        XCTAssertEqual(try urls.url(of: "pager:#night").reveal(), "https://x.example/%2C")
        XCTAssertEqual(kind("#day", in: urls), .noSuchRoom)
        XCTAssertEqual(kind("#OPS", in: urls), .noSuchRoom)
    }

    func testRooms_areTwo_whenTheirNamesLookAlike() throws {
        let urls = try RoomURLs(settingText: "caf\u{e9}=https://a.example,cafe\u{301}=https://b.example")

        XCTAssertEqual(try urls.url(of: "#caf\u{e9}").reveal(), "https://a.example")
        XCTAssertEqual(try urls.url(of: "#cafe\u{301}").reveal(), "https://b.example")
    }

    func testURL_namesTheNearestRoom_whenThereIsNone() throws {
        let urls = try RoomURLs(settingText: rooms)

        XCTAssertThrowsError(try urls.url(of: "#opps")) { error in
            XCTAssertEqual(
                "\(error)", "No URL is set for the room “opps”; add opps=https://… to the setting. Did you mean #ops?")
        }
    }

    func testURLs_areShownNowhere() throws {
        let urls = try RoomURLs(settingText: rooms)
        var dumped = ""
        dump(urls, to: &dumped)

        XCTAssertFalse("\(urls) \(String(reflecting: urls)) \(dumped) \(urls.settingText)".contains("sig"))
        XCTAssertTrue(RoomURLs.isSecret)
        XCTAssertEqual(try urls.server(of: "#ops"), "https://hooks.example.org")
    }

    func testMalformedLists_areRefused() {
        let texts = [
            "", ",", "ops", "ops=", "=https://a.example", "ops=ftp://a.example", "ops=https://", "ops=https://a b",
            "o ps=https://a.example", "slack:ops=https://a.example", "ops=https://a.example,#ops=https://b.example",
            "ops=https://a.example/x,y",
        ]
        for text in texts { XCTAssertThrowsError(try RoomURLs(settingText: text), text) }
    }
}
