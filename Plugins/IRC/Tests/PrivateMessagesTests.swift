import HarkEvents
import HarkTesting
import XCTest

@testable import IRCPlugin

/// Messages for one person alone.
final class PrivateMessagesTests: XCTestCase {
    private let ada = Person(id: "Ada", displayName: "ada")

    /// A session that received a message of a person, whose other lines use up the burst.
    private func busyScript() -> IRCSessionScript {
        var script = IRCSessionScript.labelled()
        script.enter("#ops")
        script.receive("@account=Ada :ada!~a@h PRIVMSG #ops :x")
        for id in 10..<16 { script.send("busy", id: id, to: "ada") }
        _ = script.written()
        return script
    }

    func testMessage_isSent_whileTheNickIsThatOfThePerson() {
        var script = busyScript()

        script.send("https://secret", to: "ada", onlyFor: ada)
        script.receive("@account=Ada :ada!~a@h PRIVMSG #ops :more", ":eve!~e@h NICK mallory")
        script.pass(20)

        XCTAssertEqual(script.written().filter { $0.contains("secret") }, ["PRIVMSG ada :https://secret"])
    }

    func testMessage_isRefused_whenSomebodyElseMayHaveTheNick() {
        for line in [
            ":ada!~a@h NICK lovelace", ":ada!~a@h QUIT :bye", ":ada!~a@h PART #ops", ":op!~o@h KICK #ops ada :out",
            "@account=Eve :ada!~e@h PRIVMSG #ops :x", ":op!~o@h KICK #ops hark :out",
        ] {
            var script = busyScript()
            script.send("https://secret", to: "ada", onlyFor: ada)
            XCTAssertNil(script.error(), line)

            script.receive(line, ":eve!~e@h NICK ada")
            script.pass(20)

            XCTAssertEqual(script.error()?.kind, .refused, line)
            XCTAssertFalse(script.written().contains { $0.contains("secret") }, line)
        }
    }

    func testMessage_isRefusedAtOnce_whenNobodyIsKnownByTheNick() {
        var script = IRCSessionScript.labelled()
        script.enter("#ops")

        script.send("https://secret", to: "ada", onlyFor: ada)

        XCTAssertEqual(
            script.error()?.reason,
            "The message was not sent: it is for one person alone, and the bot does not know any more that ada is them."
        )
        XCTAssertEqual(script.written(), [])
    }
}
