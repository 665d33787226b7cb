import HarkEvents
import HarkTesting
import XCTest

@testable import IRCPlugin

final class IRCReceivingTests: XCTestCase {
    func testMessage_hasItsRoomSenderAndIdentifier() {
        var script = IRCSessionScript.labelled()
        script.enter("#Ops")

        script.receive(
            "@account=Ada;msgid=m1;time=2026-01-01T00:00:00.000Z :ada!~a@h.test PRIVMSG #oPS :!status \u{2}now\u{2}")

        XCTAssertEqual(
            script.received,
            [
                IncomingMessage(
                    "!status now", from: Person(id: "Ada", displayName: "ada"), in: "#Ops", id: "m1", isAddressed: false
                )
            ])
    }

    func testPerson_isTheAccount_andNeverANick() {
        var script = IRCSessionScript.labelled()
        let lines = [
            ":ada!~a@h PRIVMSG #ops :x", "@account=* :ada!~a@h PRIVMSG #ops :x", "@account= :ada!~a@h PRIVMSG #ops :x",
            "@+account=root :ada!~a@h PRIVMSG #ops :x", "@account=a!b@c :ada!~a@h PRIVMSG #ops :x",
        ]

        for line in lines { script.receive(line) }

        XCTAssertEqual(script.received.map(\.sender.id), lines.map { _ in "ada!~a@h" })
    }

    func testAccountTag_meansNothing_whereTheServerWasNotAskedForIt() {
        var script = IRCSessionScript.welcomed(capabilities: "message-tags")

        script.receive("@account=root :eve!e@h PRIVMSG #ops :x")

        XCTAssertEqual(script.received.map(\.sender.id), ["eve!e@h"])
    }

    func testDirectMessage_isAddressed_inARoomOfThePersonsNick() {
        var script = IRCSessionScript.labelled()

        script.receive(":ada!a@h PRIVMSG HARK :status")

        XCTAssertEqual(script.received.map(\.room), ["ada"])
        XCTAssertEqual(script.received.map(\.isAddressed), [true])
    }

    func testName_inFront_addressesTheBot() {
        let table = [
            ("hark: status", "status", true), ("HARK, status", "status", true), ("@hark status", "status", true),
            (" hark:status", "status", true), ("hark status", "hark status", false), ("harky: x", "harky: x", false),
            ("\u{3}04hark\u{3}: x", "x", true), ("a hark: x", "a hark: x", false),
        ]
        for (said, text, isAddressed) in table {
            var script = IRCSessionScript.labelled()
            script.receive(":ada!a@h PRIVMSG #ops :\(said)")
            XCTAssertEqual(script.received.map(\.text), [text], said)
            XCTAssertEqual(script.received.map(\.isAddressed), [isAddressed], said)
        }
    }

    func testStatusMessage_isReceivedInItsChannel() {
        var script = IRCSessionScript.welcomed(features: "CHANTYPES=# STATUSMSG=@+")

        script.receive(":ada!a@h PRIVMSG @#ops :x")

        XCTAssertEqual(script.received.map(\.room), ["#ops"])
    }

    func testNothingIsReceived_ofBotsNoticesTheBotItselfAndHistory() {
        var script = IRCSessionScript.labelled()
        script.receive(
            ":ada!a@h NOTICE #ops :!x", ":hark!h@h PRIVMSG #ops :!x", ":HARK!h@h PRIVMSG hark :!x",
            "@bot :rob!r@h PRIVMSG #ops :!x", ":irc.test PRIVMSG #ops :!x", ":ada!a@h PRIVMSG $* :!x",
            ":ada!a@h PRIVMSG other :!x", ":ada!a@h PRIVMSG #ops : ", ":ada!a@h PRIVMSG #ops :hark:",
            "@+draft/react=x :ada!a@h TAGMSG #ops", "@time=2025-12-31T23:58:00.000Z :ada!a@h PRIVMSG #ops :!x",
            ":irc.test BATCH +1 chathistory #ops", "@batch=1 :ada!a@h PRIVMSG #ops :!x",
            "@batch=1 :irc.test BATCH +2 draft/x", "@batch=2 :ada!a@h PRIVMSG #ops :!x",
            ":irc.test BATCH +3 znc.in/playback #ops", "@batch=3 :ada!a@h PRIVMSG #ops :!x")

        XCTAssertEqual(script.received, [])

        script.receive(":irc.test BATCH -1", "@batch=4 :ada!a@h PRIVMSG #ops :!y")
        XCTAssertEqual(script.received.map(\.text), ["!y"])
    }

    func testAge_isCountedByTheServersClock() {
        var script = IRCSessionScript(.init(nick: "hark", random: { 0 }))
        // Ten minutes behind the bot's.
        script.receive("@time=2025-12-31T23:50:00.000Z :irc.test 001 hark :Welcome", ":irc.test 376 hark :End")

        script.receive("@time=2025-12-31T23:49:50.000Z :ada!a@h PRIVMSG #ops :new")
        script.receive("@time=2025-12-31T23:48:00.000Z :ada!a@h PRIVMSG #ops :old")

        XCTAssertEqual(script.received.map(\.text), ["new"])
    }

    func testClientsQuestions_areAnsweredSeldom_byNotice() {
        var script = IRCSessionScript.labelled()
        _ = script.written()

        script.receive(":ada!a@h PRIVMSG hark :\u{1}VERSION\u{1}", ":ada!a@h PRIVMSG hark :\u{1}PING 12\u{1}")
        XCTAssertEqual(script.written(), ["NOTICE ada :\u{1}VERSION Hark\u{1}"])
        script.pass(3)
        script.receive(":ada!a@h PRIVMSG hark :\u{1}PING 12")
        XCTAssertEqual(script.written(), ["NOTICE ada :\u{1}PING 12\u{1}"])
        script.pass(3)
        script.receive(
            ":ada!a@h PRIVMSG hark :\u{1}DCC SEND x 1 2\u{1}", ":ada!a@h PRIVMSG #ops :\u{1}VERSION\u{1}",
            ":ada!a@h NOTICE hark :\u{1}VERSION x\u{1}")
        XCTAssertEqual(script.written(), [])
        XCTAssertEqual(script.received, [])
    }

    func testAction_isText() {
        var script = IRCSessionScript.labelled()

        script.receive(":ada!a@h PRIVMSG #ops :\u{1}ACTION waves\u{1}")

        XCTAssertEqual(script.received.map(\.text), ["waves"])
    }
}
