import HarkEvents
import XCTest

@testable import IRCPlugin

/// What becomes of messages whose connection, channel or answer is lost.
final class LostMessagesTests: XCTestCase {
    func testLostConnection_leavesWhatIsTaken_andTheNextAttemptGoesOnThere() {
        var script = IRCSessionScript.labelled()
        script.send(ChatText("a\nb\nc"), to: "ada")
        script.receive("@label=h1 :hark!hark@h PRIVMSG ada :a")
        script.session.finish(ChatError(.transient, "lost"))
        script.collect()
        guard case .settle(1, .failure(let error), MessageProgress(lines: 1, characters: 1))? = script.actions.last
        else {
            return XCTFail("\(script.actions)")
        }
        XCTAssertEqual(error, ChatError(.transient, "lost", mayHaveArrived: true))

        var next = IRCSessionScript.labelled()
        _ = next.written()
        next.session.send(
            1, OutgoingMessage(ChatText("a\nb\nc")), to: "ada", after: MessageProgress(lines: 1, characters: 1),
            at: next.now)
        next.collect()

        XCTAssertEqual(next.written(), ["PRIVMSG ada :b", "PRIVMSG ada :c"])
    }

    func testNextAttempt_goesOnAtTheWord_whateverRoomItsLinesHave() throws {
        let words = (1...120).map { "word\($0)" }
        let message = OutgoingMessage(ChatText(words.joined(separator: " ")))
        for host in ["h", "a.very.long.name.of.a.host.which.leaves.little.room.for.the.words.test"] {
            var script = IRCSessionScript.labelled()
            script.receive(":hark!hark@middle.host.test CHGHOST hark middle.host.test")
            _ = script.written()
            script.session.send(1, message, to: "ada", at: script.now)
            script.collect()
            var said = [try XCTUnwrap(script.written().first)]
            script.receive("@label=h1 :hark!hark@middle.host.test PRIVMSG ada :x")
            script.session.finish(ChatError(.transient, "lost"))
            script.collect()
            guard case .settle(1, .failure, let progress)? = script.actions.last else {
                return XCTFail("\(script.actions)")
            }

            var next = IRCSessionScript.labelled()
            next.receive(":hark!hark@middle.host.test CHGHOST hark \(host)")
            _ = next.written()
            next.session.send(1, message, to: "ada", after: progress, at: next.now)
            next.collect()
            next.pass(5)
            said += next.written()

            let received = said.flatMap { $0.dropFirst("PRIVMSG ada :".count).split(separator: " ").map(String.init) }
            XCTAssertEqual(received, words, host)
        }
    }

    func testSentMessage_isSettledByTheServer_whenTheBotIsPutOutMeanwhile() {
        var script = IRCSessionScript.labelled()
        script.enter()
        script.receive(":eve!e@h KICK #ops hark :out")
        script.pass(6)
        script.receive(":hark!hark@host.test JOIN #ops")
        _ = script.written()

        script.send("hi")
        XCTAssertEqual(script.writtenWithTags(), ["@label=h1 PRIVMSG #ops :hi"])
        script.receive(":eve!e@h KICK #ops hark :out")
        XCTAssertNil(script.results[1])
        script.receive("@label=h1;msgid=m1 :hark!hark@host.test PRIVMSG #ops :hi")

        XCTAssertEqual(try script.results[1]?.get(), "m1")
    }

    func testMessage_hasNotArrived_thatWasNotSent() {
        var script = IRCSessionScript.labelled()
        script.send("hi")

        script.session.finish(ChatError(.transient, "lost"))
        script.collect()

        XCTAssertEqual(script.error(), ChatError(.transient, "lost"))
    }

    func testUnansweredMessage_isGivenUp() {
        var script = IRCSessionScript.labelled()
        script.send("hi", to: "ada")

        for _ in 0..<7 {
            script.pass(10)
            script.receive("PING :x")
        }

        XCTAssertEqual(script.error()?.kind, .transient)
    }
}
