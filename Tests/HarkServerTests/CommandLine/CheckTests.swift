import XCTest

@testable import HarkServer

final class CheckTests: XCTestCase {
    func testCheck_namesAndCountsWhatIsOdd_andEndsWith0() throws {
        let outcome = try hark("check", environment: ["HARK_HTTP_HOTS": "127.0.0.1", "HARK_GITHUB_SECRET": "unsigned"])

        XCTAssertEqual(outcome.status, 0, "\(outcome)")
        XCTAssertTrue(outcome.output.first?.hasPrefix("The bot can start, but: ") == true, "\(outcome)")
        XCTAssertTrue(
            outcome.output.contains("  HARK_HTTP_HOTS is not a setting of this bot. Did you mean HARK_HTTP_HOST?"),
            "\(outcome)")
        XCTAssertTrue(outcome.output.contains { $0.hasPrefix("  HARK_GITHUB_SECRET is “unsigned”: ") }, "\(outcome)")
    }

    func testCheck_endsWith78_whenStrict() throws {
        let outcome = try hark("check", "--strict", environment: ["HARK_HTTP_HOTS": "127.0.0.1"])

        XCTAssertEqual(outcome.status, 78)
        XCTAssertEqual(outcome.output, [])
        XCTAssertTrue(outcome.errors.contains { $0.contains("Did you mean HARK_HTTP_HOST?") }, "\(outcome)")
    }

    func testVerdict_countsWhatIsOdd() {
        XCTAssertEqual(CheckCommand.verdict([]), "The bot can start.")
        XCTAssertEqual(CheckCommand.verdict(["A is B"]), "The bot can start, but: 1 warning.\n  A is B.")
        XCTAssertEqual(
            CheckCommand.verdict(["A is B.", "Is it C?"]),
            "The bot can start, but: 2 warnings.\n  A is B.\n  Is it C?")
    }

    func testTakenPort_isAFault_thatSaysHowToFindItAndHowToChooseAnother() throws {
        let first = try BotProcess()
        addTeardownBlock { first.stop() }
        let address = try XCTUnwrap(first.addresses().first).dropFirst("http://".count)
        let port = try XCTUnwrap(address.split(separator: ":").last.flatMap { Int($0) })

        for arguments in [[], ["check"]] {
            let outcome = try hark(arguments, environment: ["HARK_HTTP_PORT": "\(port)"])

            let fault = outcome.errors.first ?? ""
            XCTAssertEqual(outcome.status, 78)
            XCTAssertTrue(fault.contains("listens on \(address)"), fault)
            XCTAssertTrue(fault.contains("It may be another bot; `ss -ltnp 'sport = :\(port)'` shows"), fault)
            XCTAssertNotNil(fault.range(of: "`HARK_HTTP_PORT=[0-9]+ .*hark`", options: .regularExpression), fault)
        }
    }
}
