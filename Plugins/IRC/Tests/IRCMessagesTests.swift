import HarkEvents
import XCTest

@testable import IRCPlugin

/// What becomes of messages, by labels and without.
final class IRCMessagesTests: XCTestCase {
    func testMessage_waitsUntilTheBotIsInTheChannel() {
        var script = IRCSessionScript.labelled()
        _ = script.written()

        script.send("hi")
        XCTAssertEqual(script.written(), ["JOIN #ops"])
        script.receive(":hark!~hark@h.test JOIN #ops * :Hark")

        XCTAssertEqual(script.writtenWithTags(), ["@label=h1 PRIVMSG #ops :hi"])
        script.receive("@label=h1;msgid=m1 :hark!~hark@h.test PRIVMSG #ops :hi")
        XCTAssertEqual(try script.results[1]?.get(), "m1")
    }

    func testLabelledLines_areProvedOneByOne() {
        var script = IRCSessionScript.labelled()
        script.enter()

        script.send(ChatText("a\nb"), replyTo: "q1")
        XCTAssertEqual(
            script.writtenWithTags(),
            ["@+draft/reply=q1;label=h1 PRIVMSG #ops :a", "@+draft/reply=q1;label=h2 PRIVMSG #ops :b"])
        script.receive("@label=h1;msgid=m1 :hark!hark@host.test PRIVMSG #ops :a")
        XCTAssertNil(script.results[1])
        script.receive(":irc.test BATCH +7 labeled-response")
        script.receive("@label=h2 :irc.test ACK")

        XCTAssertEqual(try script.results[1]?.get(), "m1")
    }

    func testLabelledBatch_isOneAnswer() {
        var script = IRCSessionScript.labelled()

        script.send("hi", to: "ada")
        script.receive("@label=h1 :irc.test BATCH +7 labeled-response", "@batch=7 :irc.test 301 hark ada :away")
        XCTAssertNil(script.results[1])
        script.receive("@batch=7 :hark!hark@h PRIVMSG ada :hi", "BATCH -7")

        XCTAssertNotNil(script.results[1])
        XCTAssertNil(script.error())
    }

    func testLabelledRefusal_isTheMessagesOwn() {
        var script = IRCSessionScript.labelled()
        script.send("hi", id: 1, to: "nobody")
        script.send("hi", id: 2, to: "ada")

        script.receive("@label=h1 :irc.test 401 hark nobody :No such nick", "@label=h2 :hark!hark@h PRIVMSG ada :hi")
        script.receive(":irc.test PONG irc.test :hark-3")

        XCTAssertEqual(script.error(of: 1)?.kind, .noSuchRoom)
        XCTAssertNil(script.error(of: 2))
        XCTAssertNotNil(script.results[2])
    }

    func testQuestionBehindAMessage_provesIt_withoutLabels() {
        var script = IRCSessionScript.welcomed()
        script.enter()

        script.send("hi")
        XCTAssertEqual(script.written(), ["PRIVMSG #ops :hi", "PING hark-1"])
        XCTAssertNil(script.results[1])
        script.receive(":irc.test PONG irc.test :hark-1")

        XCTAssertEqual(script.results.count, 1)
        XCTAssertNil(script.error())
    }

    func testOneQuestion_provesSeveralMessages() {
        var script = IRCSessionScript.welcomed()

        for id in 1...3 { script.send("hi", id: id, to: "ada\(id)") }
        XCTAssertEqual(script.written().filter { $0.hasPrefix("PING") }, ["PING hark-1"])
        script.receive(":irc.test PONG irc.test :hark-1")
        XCTAssertEqual(Set(script.results.keys), [1])
        script.pass(3)
        script.receive(":irc.test PONG irc.test :hark-2")

        XCTAssertEqual(Set(script.results.keys), [1, 2, 3])
    }

    func testRefusalBeforeTheAnswer_isTheMessages_andNotTheNextOnes() {
        var script = IRCSessionScript.welcomed()
        script.enter()
        script.send(ChatText("a\nb"), id: 1)
        _ = script.written()

        script.receive(":irc.test 404 hark #ops :Cannot send to channel (+m)")
        XCTAssertNil(script.results[1])
        script.receive(":irc.test 404 hark #ops :Cannot send to channel (+m)", ":irc.test PONG x :hark-1")
        XCTAssertEqual(script.error(of: 1)?.kind, .refused)
        script.pass(5)
        script.send("c", id: 2)
        script.receive(":irc.test PONG x :hark-2")

        XCTAssertNotNil(script.results[2])
        XCTAssertNil(script.error(of: 2))
    }

    func testRefusals_haveTheKindThatSaysWhatToDo() {
        let table: [(String, ChatError.Kind)] = [
            ("401 hark ada :No such nick", .noSuchRoom), ("403 hark ada :No such channel", .noSuchRoom),
            ("404 hark ada :Cannot send", .refused), ("407 hark ada :Too many targets", .refused),
            ("412 hark :No text to send", .refused),
            ("439 hark ada :Target change too fast", .rateLimited(retryAfter: .seconds(10))),
            ("263 hark PRIVMSG :Try again", .rateLimited(retryAfter: .seconds(10))), ("716 hark ada :is +g", .refused),
            ("477 hark ada :account needed", .refused), ("531 hark ada :no", .refused),
        ]
        for (line, kind) in table {
            var script = IRCSessionScript.welcomed()
            script.send("hi", to: "ada")
            script.receive(":irc.test \(line)", ":irc.test PONG x :hark-1", ":irc.test PONG x :hark-2")
            XCTAssertEqual(script.error()?.kind, kind, line)
        }
    }

    func testJoinRefusals_endTheMessage_andAreNotTriedAgainForMinutes() {
        let table: [(String, ChatError.Kind)] = [
            ("403", .noSuchRoom), ("405", .refused), ("471", .notAMember), ("473", .notAMember), ("474", .notAMember),
            ("475", .notAMember), ("476", .noSuchRoom), ("477", .notAMember), ("489", .notAMember),
            ("520", .notAMember),
            ("437", .transient), ("470", .notAMember),
        ]
        for (numeric, kind) in table {
            var script = IRCSessionScript.welcomed()
            script.send("hi", id: 1)
            _ = script.written()

            script.receive(":irc.test \(numeric) hark #ops :Cannot join channel")
            XCTAssertEqual(script.error(of: 1)?.kind, kind, numeric)
            script.send("hi", id: 2)
            XCTAssertEqual(script.error(of: 2)?.kind, kind, numeric)
            XCTAssertEqual(script.written(), [])

            script.pass(601)
            XCTAssertEqual(script.written().filter { $0.hasPrefix("JOIN") }, [], numeric)
            script.send("hi", id: 3)
            XCTAssertEqual(script.written().first { $0.hasPrefix("JOIN") }, "JOIN #ops", numeric)
        }
    }

    func testMessage_isSaidWithoutCodes_whereTheChannelTakesNone() {
        var script = IRCSessionScript.labelled()
        script.enter()
        script.send("\(strong: UntrustedText("hi"))")
        _ = script.written()

        script.receive("@label=h1 :irc.test 404 hark #ops :Can't send colors to channel (+c set)")
        script.receive(":irc.test PONG x :hark-2")

        XCTAssertEqual(script.writtenWithTags().last, "@label=h3 PRIVMSG #ops :hi")
        script.receive("@label=h3 :hark!hark@host.test PRIVMSG #ops :hi")
        XCTAssertNotNil(script.results[1])
        XCTAssertNil(script.error())
    }

    func testMessage_isSaidByPRIVMSG_whereTheChannelTakesNoNotices() {
        var script = IRCSessionScript.labelled(.init(nick: "hark", sendsNotices: true, random: { 0 }))
        script.enter()
        script.send("hi")
        XCTAssertEqual(script.written(), ["NOTICE #ops :hi"])

        script.receive("@label=h1 :irc.test 404 hark #ops :Can't send NOTICE to channel (+T set)")
        script.receive(":irc.test PONG x :hark-2")

        XCTAssertEqual(script.written().last, "PRIVMSG #ops :hi")
    }

    func testMessage_isSaidOnceMore_whenTheBotWasNotInTheChannel() {
        var script = IRCSessionScript.labelled()
        script.enter()
        script.send("hi")
        _ = script.written()

        script.receive("@label=h1 :irc.test 442 hark #ops :You're not on that channel", ":irc.test PONG x :hark-2")
        XCTAssertEqual(script.written(), ["PING hark-2", "JOIN #ops"])
        script.receive(":hark!hark@host.test JOIN #ops")
        script.pass(1)
        XCTAssertEqual(script.written(), ["PRIVMSG #ops :hi"])
        script.receive("@label=h3 :irc.test 442 hark #ops :You're not on that channel", ":irc.test PONG x :hark-4")

        XCTAssertEqual(script.error()?.kind, .notAMember)
    }

    func testPieces_areAsLongAsReceiversGetThemWhole() {
        var script = IRCSessionScript.labelled()
        script.enter()

        script.send(ChatText(String(repeating: "x", count: 600)))

        let lines = script.written()
        // The server puts `:hark!hark@host.test ` in front, and CR LF behind.
        XCTAssertEqual(":hark!hark@host.test \(lines[0])\r\n".utf8.count, 512)
        script.receive(":hark!hark@host.test CHGHOST hark cloak.example.test")
        script.pass(30)
        script.send(ChatText(String(repeating: "x", count: 600)), id: 2)
        XCTAssertEqual(":hark!hark@cloak.example.test \(script.written()[0])\r\n".utf8.count, 512)
    }

    func testPieces_areShortEnough_whileTheServersNameForTheBotIsUnknown() {
        var script = IRCSessionScript.welcomed(features: "NICKLEN=30 USERLEN=10 HOSTLEN=64")

        script.send(ChatText(String(repeating: "x", count: 600)), to: "ada")

        let prefix = "hark!~\(String(repeating: "u", count: 10))@\(String(repeating: "h", count: 64))"
        XCTAssertLessThanOrEqual(":\(prefix) \(script.written()[0])\r\n".utf8.count, 512)
    }

    func testLines_goAtThePaceOfTheNetwork_targetsInTurn() {
        var script = IRCSessionScript.labelled()

        _ = script.written()
        for id in 1...3 { script.send(ChatText("a\nb\nc"), id: id, to: "ada\(id)") }
        var sent = script.written()
        XCTAssertEqual(sent.count, 4)
        for _ in 0..<5 {
            script.pass(1)
            let more = script.written()
            XCTAssertEqual(more.count, 1)
            sent += more
        }
        // The first message was sent at once; the others share what follows.
        XCTAssertEqual(
            sent.map { String($0.split(separator: " ")[1]) },
            ["ada1", "ada1", "ada1", "ada2", "ada2", "ada3", "ada2", "ada3", "ada3"])
    }

    func testPong_doesNotWait() {
        var script = IRCSessionScript.labelled()
        script.send(ChatText("a\nb\nc\nd\ne"), to: "ada")
        _ = script.written()

        script.receive("PING :x y")

        XCTAssertEqual(script.written(), ["PONG :x y"])
    }

    func testTooManyLines_areRefused() {
        var script = IRCSessionScript.labelled()

        for id in 1...30 { script.send(ChatText("a\nb\nc\nd\ne"), id: id, to: "ada") }

        XCTAssertEqual(script.error(of: 30)?.kind, .rateLimited(retryAfter: nil))
    }
}
