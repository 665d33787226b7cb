import ExamplePlugin
import Hark
import HarkTesting
import XCTest

final class ExampleCommandTests: XCTestCase {
    func testGreet_greets() async throws {
        let bot = try await TestBot(Example.self)

        let answer = await bot.send(#"!greet "Ada Lovelace""#)

        XCTAssertEqual(answer, ["Hello Ada Lovelace"])
    }

    func testHello_namesTheRoom() async throws {
        let bot = try await TestBot(Example.self)

        let answer = await bot.send("!hello")

        XCTAssertEqual(answer, ["Hello admin, here in #general"])
    }
}
