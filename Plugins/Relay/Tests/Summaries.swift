import HarkTesting
import RelayPlugin
import XCTest

/// Asserts that the relay's own summary of each payload in JSON is the expected line.
func assertSummaries(_ lines: KeyValuePairs<String, String>, file: StaticString = #filePath, line: UInt = #line)
    async throws
{
    for (payload, expected) in lines {
        let bot = try await TestBot(Relay.self, environment: ["HARK_RELAY_TEMPLATE": "{{summary}}"])
        let response = try await bot.post("/relay", json: payload)
        XCTAssertEqual(response.status, .ok, payload, file: file, line: line)
        XCTAssertEqual(bot.chat.sent.map(\.text), [expected], payload, file: file, line: line)
    }
}
