import HarkEvents
import XCTest

@testable import IRCPlugin

final class RegistrationTests: XCTestCase {
    private static let loggedIn = IRCSession.Configuration(
        nick: "hark", login: .password(account: "harkbot", Secret("hunter2")), random: { 0 })

    func testOpening_asksForCapabilities_beforeItNamesItself() {
        var script = IRCSessionScript(.init(nick: "hark", password: Secret("open")))

        XCTAssertEqual(
            script.written(), ["CAP LS 302", "PASS :open", "NICK hark", "USER hark 0 * :Hark"])
    }

    func testPassword_isNotSent_beforeAPlainServerHasSaidWhatItCan() {
        var script = IRCSessionScript(.init(nick: "hark", password: Secret("open")), isSecure: false)
        XCTAssertEqual(script.written(), ["CAP LS 302"])

        script.receive(":irc.test CAP * LS :multi-prefix")

        XCTAssertEqual(script.written(), ["PASS :open", "NICK hark", "USER hark 0 * :Hark", "CAP END"])
    }

    func testPassword_isSent_whenAPlainServerDoesNotKnowCapabilities() {
        for line in [":irc.test 421 * CAP :Unknown command", nil] {
            var script = IRCSessionScript(.init(nick: "hark", password: Secret("open")), isSecure: false)
            _ = script.written()

            if let line { script.receive(line) } else { script.pass(6) }

            XCTAssertEqual(script.written(), ["PASS :open", "NICK hark", "USER hark 0 * :Hark"])
        }
    }

    func testStrictTransport_isFollowed_withoutAPassword() {
        var script = IRCSessionScript(.init(nick: "hark", password: Secret("open")), isSecure: false)

        script.receive(":irc.test CAP * LS :sts=port=6697,duration=300 sasl")

        XCTAssertFalse(script.written().contains { $0.contains("open") || $0.contains("REQ") })
        guard case .secure(6697)? = script.actions.first else { return XCTFail("\(script.actions)") }
    }

    func testCapabilities_areReadToTheLastLine_andOnlyThoseOfUseAreAskedFor() {
        var script = IRCSessionScript()
        _ = script.written()

        script.receive(
            ":irc.test CAP * LS * :sasl=PLAIN server-time", ":irc.test CAP * LS :batch echo-message sts=duration=9 x/y")

        // Without labels echoes prove nothing.
        XCTAssertEqual(script.written(), ["CAP REQ :batch server-time"])
        XCTAssertEqual(script.session.registration.strictDuration, .seconds(9))

        script.receive("@time=2026-01-01T00:00:00.000Z :irc.test CAP * ACK :batch server-time")

        XCTAssertEqual(script.written(), ["CAP END"])
    }

    func testRefusedCapabilities_areAskedForOneByOne() {
        var script = IRCSessionScript()
        script.receive(":irc.test CAP * LS :batch server-time")
        _ = script.written()

        script.receive(":irc.test CAP * NAK :batch server-time")
        XCTAssertEqual(
            script.written(), ["CAP REQ batch", "CAP REQ server-time"].map { $0.replacing("REQ ", with: "REQ :") })
        script.receive(":irc.test CAP * NAK :batch", ":irc.test CAP * ACK :server-time")

        XCTAssertEqual(script.written(), ["CAP END"])
    }

    func testLogin_goesByPlain_beforeTheWelcome() {
        var script = IRCSessionScript(Self.loggedIn)
        _ = script.written()

        script.receive(":irc.test CAP * LS :sasl=PLAIN,EXTERNAL", ":irc.test CAP * ACK :sasl")
        script.receive("@time=2026-01-01T00:00:00.000Z AUTHENTICATE :+")
        XCTAssertEqual(
            script.written(), ["CAP REQ :sasl", "AUTHENTICATE PLAIN", "AUTHENTICATE AGhhcmtib3QAaHVudGVyMg=="])
        script.receive(
            ":irc.test 900 hark hark!hark@user.test harkbot :You are now logged in", ":irc.test 903 hark :ok")

        XCTAssertEqual(script.written(), ["CAP END"])
        XCTAssertTrue(script.session.registration.isLoggedIn)
        XCTAssertEqual(script.session.host, "user.test")
    }

    func testLogin_cutsCredentials_afterEach400Bytes() {
        // Base64 of 2 + 7 + 291 bytes has 400.
        let password = String(repeating: "x", count: 291)
        var script = IRCSessionScript(
            .init(nick: "hark", login: .password(account: "harkbot", Secret(password))))
        script.receive(":irc.test CAP * LS :sasl", ":irc.test CAP * ACK :sasl")
        _ = script.written()

        script.receive("AUTHENTICATE +")

        let lines = script.written()
        XCTAssertEqual(lines.count, 2)
        XCTAssertEqual(lines[0].utf8.count, "AUTHENTICATE ".utf8.count + 400)
        XCTAssertEqual(lines[1], "AUTHENTICATE +")
    }

    func testLogin_goesByCertificate() {
        var script = IRCSessionScript(.init(nick: "hark", login: .certificate(account: nil)))
        script.receive(":irc.test CAP * LS :sasl=EXTERNAL", ":irc.test CAP * ACK :sasl", "AUTHENTICATE +")

        XCTAssertEqual(script.written().suffix(2), ["AUTHENTICATE EXTERNAL", "AUTHENTICATE +"])
    }

    func testRefusedLogin_isFatal_andShowsNoPassword() {
        for numeric in ["902", "904", "905"] {
            var script = IRCSessionScript(Self.loggedIn)
            script.receive(
                ":irc.test CAP * LS :sasl=PLAIN", ":irc.test CAP * ACK :sasl", "AUTHENTICATE +",
                ":irc.test 908 hark EXTERNAL :are available", ":irc.test \(numeric) hark :SASL authentication failed")

            XCTAssertEqual(script.ending?.kind, .unauthorized, numeric)
            XCTAssertFalse(script.ending?.reason.contains("hunter2") ?? true)
            XCTAssertEqual(script.written().last, "QUIT :Until soon")
        }
    }

    func testLogin_isTriedLater_whenServicesAreAway() {
        var absent = IRCSessionScript(Self.loggedIn)
        absent.receive(":irc.test CAP * LS :server-time")
        var silent = IRCSessionScript(Self.loggedIn)
        silent.receive(":irc.test CAP * LS :sasl", ":irc.test CAP * ACK :sasl")
        silent.pass(21)
        var ignored = IRCSessionScript(Self.loggedIn)
        ignored.receive(":irc.test 001 hark :Welcome")

        for script in [absent, silent, ignored] {
            XCTAssertEqual(script.ending?.kind, .rateLimited(retryAfter: .seconds(60)))
        }
        XCTAssertTrue(silent.session.isOver)
    }

    func testLogin_isNeverSentWithoutTLS() {
        var script = IRCSessionScript(Self.loggedIn, isSecure: false)

        script.receive(":irc.test CAP * LS :sasl=PLAIN")

        XCTAssertEqual(script.ending?.kind, .unauthorized)
        XCTAssertFalse(script.written().contains { $0.contains("AUTH") })
    }

    func testNick_isAnotherOne_whenItIsInUse() {
        var script = IRCSessionScript()
        _ = script.written()

        for _ in 0..<4 { script.receive(":irc.test 433 * hark :Nickname is already in use") }

        XCTAssertEqual(script.written(), ["NICK hark_", "NICK hark__", "NICK hark___", "NICK hark1000"])
    }

    func testNick_thatIsInvalid_isFatal() {
        var script = IRCSessionScript()

        script.receive(":irc.test 432 * hark :Erroneous nickname")

        XCTAssertEqual(script.ending?.kind, .refused)
        XCTAssertTrue(script.ending?.reason.contains("HARK_IRC_NICK") ?? false)
    }

    func testWhatAServerSaysWhenItCloses_saysWhenToComeBack() {
        let table: [(String, ChatError.Kind)] = [
            ("ERROR :Access denied: Bad password?", .unauthorized),
            ("ERROR :Closing link: (hark@127.0.0.1) [Access denied by configuration]", .unauthorized),
            (":irc.test 464 * :Password incorrect", .unauthorized),
            ("ERROR :Closing link: K-Lined (spam)", .rateLimited(retryAfter: .seconds(3600))),
            (":irc.test 465 * :You are banned from this server", .rateLimited(retryAfter: .seconds(3600))),
            ("ERROR :Trying to reconnect too fast.", .rateLimited(retryAfter: .seconds(300))),
            ("ERROR :Closing link: Throttled", .rateLimited(retryAfter: .seconds(300))),
            ("ERROR :Server shutting down", .transient),
        ]
        for (line, kind) in table {
            var script = IRCSessionScript()
            script.receive(line)
            XCTAssertEqual(script.ending?.kind, kind, line)
        }
    }

    func testServer_isGivenUp_whenItDoesNotWelcome() {
        var script = IRCSessionScript()
        script.receive("PING :cookie")
        XCTAssertEqual(script.written().last, "PONG :cookie")

        script.pass(61)

        XCTAssertEqual(script.ending?.kind, .transient)
    }
}
