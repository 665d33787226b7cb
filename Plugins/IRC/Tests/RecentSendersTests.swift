import HarkEvents
import HarkTesting
import XCTest

@testable import IRCPlugin

final class RecentSendersTests: XCTestCase {
    private let ada = Person(id: "Ada", displayName: "ada")

    func testNick_isThatOfTheLastMessage_whileItIsFresh() {
        var script = IRCSessionScript.labelled()
        script.enter("#ops")

        script.receive("@account=Ada :ada!~a@h PRIVMSG #ops :x", "@account=Ada :ada_!~a@h PRIVMSG #ops :x")

        let senders = script.session.senders
        XCTAssertEqual(senders.nick(of: ada, at: script.now), "ada_")
        XCTAssertNil(senders.nick(of: Person(id: "eve", displayName: "ada_"), at: script.now))
        XCTAssertNil(senders.nick(of: ada, at: script.now + RecentSenders.validity))
    }

    func testNick_isThatOfTheLastPersonWhoSpokeWithIt() {
        var script = IRCSessionScript.labelled()
        script.enter("#ops")

        script.receive("@account=Ada :ada!~a@h PRIVMSG #ops :x", "@account=Eve :Ada!~e@h PRIVMSG #ops :x")

        XCTAssertNil(script.session.senders.nick(of: ada, at: script.now))
        XCTAssertEqual(script.session.senders.nick(of: Person(id: "Eve", displayName: "Ada"), at: script.now), "Ada")
    }

    func testNick_isFollowed_whenItsOwnerChangesIt() {
        var script = IRCSessionScript.labelled()
        script.enter("#ops")
        script.receive("@account=Ada :ada!~a@h PRIVMSG #ops :x", "@account=Eve :eve!~e@h PRIVMSG #ops :x")

        script.receive(":ADA!~a@h NICK eve", ":eve!~a@h NICK Eve", ":mallory!~m@h NICK ada")

        XCTAssertEqual(script.session.senders.nick(of: ada, at: script.now), "Eve")
        XCTAssertNil(script.session.senders.nick(of: Person(id: "Eve"), at: script.now))
    }

    func testNick_isForgotten_whenItsOwnerIsOutOfSight() {
        for line in [
            ":ada!~a@h QUIT :bye", ":ada!~a@h PART #ops", ":op!~o@h KICK #ops ADA :out", ":op!~o@h KICK #ops hark :out",
        ] {
            var script = IRCSessionScript.labelled()
            script.enter("#ops")
            script.receive("@account=Ada :ada!~a@h PRIVMSG #ops :x")

            script.receive(line)

            XCTAssertNil(script.session.senders.nick(of: ada, at: script.now), line)
        }
    }
}
