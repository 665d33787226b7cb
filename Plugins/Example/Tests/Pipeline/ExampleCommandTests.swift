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

    func testWhoAmI_namesTheRoom() async throws {
        let bot = try await TestBot(Example.self)

        let answer = await bot.send("!whoami")

        XCTAssertEqual(answer, ["You are admin, an admin in #general."])
    }
}
