import HarkEvents
import HarkTesting
import XCTest

@testable import IRCPlugin

final class IRCSettingsTests: XCTestCase {
    func testServer_isAHostOrAURL() throws {
        let table: [(String, String)] = [
            ("irc.example.org", "ircs://irc.example.org:6697"), ("irc.example.org:7000", "ircs://irc.example.org:7000"),
            ("ircs://irc.example.org/", "ircs://irc.example.org:6697"), ("IRC://localhost", "irc://localhost:6667"),
            ("irc://127.0.0.1:16667", "irc://127.0.0.1:16667"), ("ircs://[::1]:6697", "ircs://[::1]:6697"),
            ("[::1]", "ircs://[::1]:6697"),
        ]
        for (text, shown) in table { XCTAssertEqual(try IRCServer(settingText: text).settingText, shown) }
        for text in ["", "https://x", "x:0", "x:70000", "x:y", "irc://", "a b", "ircs://u@h", "[::1]x", "x/#ops"] {
            XCTAssertThrowsError(try IRCServer(settingText: text), text)
        }
    }

    func testChannels_mayHaveKeys_whichAreNotShown() throws {
        let channels = try [IRCChannel](settingText: "#ops, #dev secret")

        XCTAssertEqual(channels, [IRCChannel("#ops"), IRCChannel("#dev", key: "secret")])
        XCTAssertEqual(channels.settingText, "#ops,#dev")
        for text in ["ops", "#", "#a b c", "#a\u{7}b"] { XCTAssertThrowsError(try IRCChannel(settingText: text), text) }
    }

    func testNick_hasNoDigitInFront() {
        for text in ["", "1bot", "a b", "-x", "bät", "x:y", "#x"] {
            XCTAssertThrowsError(try IRCNick(settingText: text), text)
        }
        XCTAssertNoThrow(try IRCNick(settingText: "Hark-[bot]_1"))
    }

    func testFingerprint_isOfSHA256() throws {
        let digits = String(repeating: "aB", count: 32)

        XCTAssertEqual(try CertificateFingerprint(settingText: digits).bytes, .init(repeating: 0xAB, count: 32))
        XCTAssertEqual(
            try CertificateFingerprint(settingText: String(repeating: "AB:", count: 31) + "AB").bytes.count, 32)
        for text in ["", "ab", String(repeating: "g", count: 64), String(repeating: "a", count: 40)] {
            XCTAssertThrowsError(try CertificateFingerprint(settingText: text), text)
        }
    }

    func testCertificate_mustBeOne() {
        XCTAssertThrowsError(try ClientCertificate(settingText: "hunter2"))
        XCTAssertTrue(IRC.manifest.settings.first { $0.variable == "HARK_IRC_CERTIFICATE" }?.isSecret ?? false)
    }
}
