import HarkEvents
import XCTest

@testable import IRCPlugin

/// Where the bot is, by what name, and whether the connection stands.
final class PresenceTests: XCTestCase {
    func testChannels_areEnteredTogether_thoseWithKeysFirst() {
        let configuration = IRCSession.Configuration(
            nick: "hark", channels: [IRCChannel("#a"), IRCChannel("#b", key: "k"), IRCChannel("#C")], random: { 0 })
        var script = IRCSessionScript.welcomed(configuration, features: "BOT=B CHANTYPES=#")

        let lines = script.written()

        XCTAssertEqual(lines.suffix(2), ["MODE hark +B", "JOIN #b,#C,#a k"])
    }

    func testChannels_areEntered_whenTheServerHasNoGreeting() {
        var script = IRCSessionScript(.init(nick: "hark", channels: [IRCChannel("#ops")], random: { 0 }))
        script.receive(":irc.test 001 hark :Welcome")
        _ = script.written()

        script.pass(11)

        XCTAssertEqual(script.written(), ["JOIN #ops"])
    }

    func testKickedBot_comesBackOnce() {
        var script = IRCSessionScript.labelled()
        script.enter()

        script.receive(":eve!e@h KICK #OPS hark :out")
        script.send("hi")
        XCTAssertEqual(script.written(), [])
        script.pass(6)
        XCTAssertEqual(script.written(), ["JOIN #ops"])
        script.receive(":hark!hark@host.test JOIN #ops")
        XCTAssertEqual(script.written(), ["PRIVMSG #ops :hi"])

        script.receive(":eve!e@h KICK #ops hark :out")
        script.pass(60)
        script.send("again", id: 2)
        XCTAssertEqual(script.error(of: 2)?.kind, .notAMember)
        XCTAssertEqual(script.written(), [])
    }

    func testInvitation_isFollowed_toAChannelOfTheBotAlone() {
        var script = IRCSessionScript.labelled()
        script.send("hi")
        script.receive(":irc.test 473 hark #ops :Cannot join channel (+i)")
        _ = script.written()

        script.receive(":eve!e@h INVITE hark #evil")
        XCTAssertEqual(script.written(), [])
        script.receive(":ada!a@h INVITE hark #ops")

        XCTAssertEqual(script.written(), ["JOIN #ops"])
    }

    func testSilentJoin_isGivenUp() {
        var script = IRCSessionScript.labelled()
        script.send("hi")

        script.pass(21)

        XCTAssertEqual(script.error()?.kind, .transient)
    }

    func testNick_isLeft_toAConnectionThatRuns() {
        var script = IRCSessionScript(
            .init(nick: "hark", login: .password(account: "hark", Secret("x")), leavesNick: true, random: { 0 }))

        script.receive(
            ":irc.test CAP * LS :sasl", ":irc.test CAP * ACK :sasl", "AUTHENTICATE +", ":irc.test 903 * :ok",
            ":irc.test 433 * hark :in use", ":irc.test 001 hark_ :Welcome", ":irc.test 376 hark_ :End")
        let opening = script.written()
        script.pass(70)

        XCTAssertFalse(opening.contains { $0.contains("GHOST") }, "\(opening)")
        XCTAssertFalse(script.written().contains("NICK hark"))
    }

    func testNick_isTakenBack_fromAnEarlierConnection() {
        var script = IRCSessionScript(
            .init(nick: "hark", login: .password(account: "hark", Secret("x")), random: { 0 }))
        script.receive(
            ":irc.test CAP * LS :sasl", ":irc.test CAP * ACK :sasl", "AUTHENTICATE +", ":irc.test 903 * :ok",
            ":irc.test 433 * hark :in use", ":irc.test 001 hark_ :Welcome", ":irc.test 376 hark_ :End")
        XCTAssertEqual(script.written().last, "PRIVMSG NickServ :GHOST hark")

        script.receive(":hark!h@h QUIT :GHOST command used by hark_")
        XCTAssertEqual(script.written(), ["NICK hark"])
        script.receive(":hark_!hark@h NICK :hark")

        script.pass(70)
        XCTAssertEqual(script.written().filter { $0.hasPrefix("NICK") }, [])
        XCTAssertEqual(script.session.nick, "hark")
    }

    func testNick_isAskedForAgain_lessAndLessOften() {
        var script = IRCSessionScript()
        script.receive(":irc.test 433 * hark :in use", ":irc.test 001 hark_ :Welcome", ":irc.test 376 hark_ :End")
        _ = script.written()

        var count = 0
        for _ in 0..<60 {
            script.pass(60)
            script.receive("PING :x")
            count += script.written().filter { $0 == "NICK hark" }.count
        }

        XCTAssertTrue((6...12).contains(count), "\(count)")
    }

    func testNick_isAskedForWithPauses_whateverIsSaidAboutIt() {
        var script = IRCSessionScript()
        script.receive(":irc.test 433 * hark :in use", ":irc.test 001 hark_ :Welcome", ":irc.test 376 hark_ :End")
        _ = script.written()

        var written: [String] = []
        for _ in 0..<60 {
            script.receive(
                ":NickServ!x@y NOTICE hark_ :hi", ":hark!h@h NICK other", ":other!h@h NICK hark", ":hark!h@h QUIT :x")
            written += script.written()
            script.pass(1)
        }

        XCTAssertEqual(written.filter { $0 == "NICK hark" }.count, 6)
    }

    func testChannels_thatLetNobodyIn_makeRoomForOthers() {
        var script = IRCSessionScript.welcomed(.init(nick: "hark", lineInterval: .milliseconds(1), random: { 0 }))
        for number in 0..<ChannelStates.limit {
            script.send("hi", id: number, to: "#no\(number)")
            script.receive(":irc.test 473 hark #no\(number) :Cannot join channel (+i)")
            script.pass(0.01)
        }
        _ = script.written()

        script.send("hi", id: 1000, to: "#ops")
        XCTAssertNil(script.results[1000])
        XCTAssertEqual(script.session.channels.entries.count, ChannelStates.limit)
        script.pass(5)
        XCTAssertTrue(script.written().contains { $0.hasPrefix("JOIN") && $0.contains("#ops") })
        script.receive(":hark!hark@host.test JOIN #ops")
        script.pass(601)

        XCTAssertEqual(script.session.channels.entries.keys.sorted(), ["#ops"])
    }

    func testRename_byServices_isFollowed() {
        var script = IRCSessionScript.labelled()
        script.receive(
            ":hark!h@h NICK Guest42", ":ada!a@h PRIVMSG Guest42 :status", ":ada!a@h PRIVMSG #ops :Guest42: status")

        XCTAssertEqual(script.received.map(\.text), ["status", "status"])
        XCTAssertEqual(script.received.map(\.isAddressed), [true, true])
        script.pass(61)
        XCTAssertTrue(script.written().contains("NICK hark"))
    }

    func testQuietServer_isAsked_andGivenUp() {
        var script = IRCSessionScript.labelled()
        _ = script.written()

        script.pass(76)
        XCTAssertEqual(script.written(), ["PING hark"])
        script.receive(":irc.test PONG irc.test hark")
        script.pass(50)
        XCTAssertNil(script.ending)
        script.pass(30)
        script.pass(46)

        XCTAssertEqual(script.ending?.kind, .transient)
    }

    func testNextTime_isNeverPast_afterATick() {
        var script = IRCSessionScript(.init(nick: "hark", channels: [IRCChannel("#a")], random: { 0.5 }))
        for line in [
            nil, ":irc.test 001 hark_ :Hi", ":irc.test 376 hark_ :End", ":hark_!h@h JOIN #a", ":e!e@h KICK #a hark_ :x",
            ":irc.test 473 hark_ #a :no", ":hark_!h@h NICK hark", ":hark!h@h NICK other",
        ] {
            if let line { script.receive(line) }
            for _ in 0..<(line == nil ? 1 : 30) {
                script.pass(max(0, (script.session.nextTime - script.now) / .seconds(1)))
                XCTAssertGreaterThan(script.session.nextTime, script.now, line ?? "start")
                script.receive("PING :x")
                if script.session.isOver { return }
            }
        }
    }

    func testHostileServer_disturbsNothing() {
        var script = IRCSessionScript.labelled()
        script.enter()

        script.receive(
            ":x 005",
            ":x 005 hark LINELEN=-5 NICKLEN=99999999999999999999 CHANTYPES= CASEMAPPING=x BOT=\u{301}\u{301} :x",
            ":x 353", "JOIN", "KICK", "NICK", "NICK :", "BATCH", "BATCH +", "CAP", "CAP * ACK", "900", "396", "CHGHOST",
            "999 what :ever", "PRIVMSG", ":a!b@c PRIVMSG", "FAIL", "FAIL PRIVMSG X", "PONG", "ERR", ":hark!h@h CHGHOST",
            "433", "404", "404 hark", "INVITE", "@label=h1 BATCH -x", "CAP * LS :=", "CAP * NEW := =x sts",
            "CAP * DEL :=")
        script.receive(bytes: [0xFF, 0xFE, 0x20, 0xC3])
        script.receive(":x 005 hark CHANTYPES=# :x")

        script.send("hi")
        XCTAssertTrue(script.written().contains("PRIVMSG #ops :hi"))
    }
}
