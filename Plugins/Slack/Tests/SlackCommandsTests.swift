import HarkEvents
import HarkTesting
import XCTest

@testable import SlackPlugin

final class SlackCommandsTests: XCTestCase {
    func testSlashCommand_isAnsweredFiveTimes_within30Minutes() {
        let clock = TestClock(at: TestBot.newYear2026)
        let commands = SlackCommands(clock: clock.reading)
        let (first, second) = (
            commands.insert("1", answeredAt: "https://a"), commands.insert("2", answeredAt: "https://b")
        )

        let urls = (1...6).map { _ in commands.url(toAnswer: first) }
        clock.advance(by: .seconds(1800))

        XCTAssertEqual(urls, Array(repeating: "https://a", count: 5) + [nil])
        XCTAssertNil(commands.url(toAnswer: second))
        XCTAssertNil(commands.url(toAnswer: "1767225600.000100"))
    }
}
