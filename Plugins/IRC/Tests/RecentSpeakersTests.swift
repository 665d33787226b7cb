import HarkEvents
import HarkTesting
import XCTest

@testable import IRCPlugin

final class RecentSpeakersTests: XCTestCase {
    private let ada = Person(id: "Ada", displayName: "ada")

    func testNick_isThatOfTheLastMessage_whileItIsFresh() {
        var script = SessionScript.labelled()
        script.enter("#ops")

        script.receive("@account=Ada :ada!~a@h PRIVMSG #ops :x", "@account=Ada :ada_!~a@h PRIVMSG #ops :x")

        let speakers = script.session.speakers
        XCTAssertEqual(speakers.nick(of: ada, at: script.now), "ada_")
        XCTAssertNil(speakers.nick(of: Person(id: "eve", displayName: "ada_"), at: script.now))
        XCTAssertNil(speakers.nick(of: ada, at: script.now + RecentSpeakers.validity))
    }

    func testNick_isForgotten_whenItsOwnerLeavesItOrTheNetwork() {
        for line in [":ADA!~a@h NICK lovelace", ":ada!~a@h QUIT :bye"] {
            var script = SessionScript.labelled()
            script.enter("#ops")
            script.receive("@account=Ada :ada!~a@h PRIVMSG #ops :x")

            script.receive(line)

            XCTAssertNil(script.session.speakers.nick(of: ada, at: script.now), line)
        }
    }

    func testSpeakers_areBounded_andTheOldestAreForgotten() {
        let now = ContinuousClock.Instant.now
        var speakers = RecentSpeakers()

        for number in 0...RecentSpeakers.limit {
            speakers.add(
                Person(id: "\(number)!a@h", displayName: "\(number)"), at: now + .milliseconds(number))
        }

        let end = now + .seconds(1)
        XCTAssertNil(speakers.nick(of: Person(id: "0!a@h", displayName: "0"), at: end))
        XCTAssertEqual(speakers.nick(of: Person(id: "1!a@h", displayName: "1"), at: end), "1")
        XCTAssertEqual(speakers.nick(of: Person(id: "500!a@h", displayName: "500"), at: end), "500")
    }
}
