import HarkEvents
import HarkTesting
import XCTest

@testable import TelegramPlugin

final class TelegramTests: XCTestCase {
    func testManifest_isSound() { checkManifest(Telegram.self) }

    func testSettings_refuseWhatIsNoToken() async throws {
        for token in [
            "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "1:short", "bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
        ] {
            do {
                _ = try await TelegramProbe([], ["HARK_TELEGRAM_TOKEN": token])
                XCTFail(token)
            } catch {
                XCTAssertFalse("\(error)".contains(token), "\(error)")
                XCTAssertTrue("\(error)".contains("@BotFather"), "\(error)")
            }
        }
    }

    func testSend_postsHTMLWithoutAPreview() async throws {
        let probe = try await TelegramProbe([.sent])

        let id = try await probe.network.send(OutgoingMessage("a < b", severity: .error), to: "-1001234567890")

        XCTAssertEqual(id, "7")
        XCTAssertEqual(
            probe.bot.http.requests.map(\.url), ["https://telegram.example/bot\(TelegramProbe.token)/sendMessage"])
        XCTAssertEqual(
            try probe.arguments(0),
            [
                "text": "❌ a &lt; b", "parse_mode": "HTML", "link_preview_options": ["is_disabled": true],
                "chat_id": -1_001_234_567_890,
            ])
    }

    func testSend_namesTopicAndReply() async throws {
        let probe = try await TelegramProbe([.sent, .sent, .sent])

        _ = try await probe.network.send(OutgoingMessage("hi", thread: "5"), to: "-100/42")
        _ = try await probe.network.send(OutgoingMessage("hi", thread: "5", replyTo: "6"), to: "@lab_ops")
        _ = try await probe.network.send(OutgoingMessage("hi", thread: "$elsewhere"), to: "-100/1")

        let calls = try (0..<3).map { try probe.arguments($0) }
        XCTAssertEqual(calls.map { $0["message_thread_id"] }, [42, nil, nil])
        XCTAssertEqual(calls.map { $0["chat_id"] }, [-100, "@lab_ops", -100])
        XCTAssertEqual(
            calls.map { $0["reply_parameters"] },
            [
                ["message_id": 5, "allow_sending_without_reply": true],
                ["message_id": 6, "allow_sending_without_reply": true], nil,
            ])
    }

    func testSend_saysWhatToWrite_whenTheRoomIsNone() async throws {
        let probe = try await TelegramProbe([])

        for room: Room in ["#general", "ops", "@abc", "0", "-100/", "-100/x", "-100/1/2", ""] {
            let error = try await probe.failure(room)
            XCTAssertEqual(error?.kind, .noSuchRoom, "\(room)")
            XCTAssertTrue(error?.reason.contains("/whereami") == true, "\(room)")
        }

        XCTAssertEqual(probe.methods, [])
    }

    func testSend_usesTheNewNumber_whenAGroupBecameASupergroup() async throws {
        let moved = ScriptedHTTP.Answer.refused(
            400, "Bad Request: group chat was upgraded to a supergroup chat", ["migrate_to_chat_id": -1_001])
        let probe = try await TelegramProbe([moved, .sent, .sent])

        let id = try await probe.network.send(OutgoingMessage("one"), to: "-5")
        _ = try await probe.network.send(OutgoingMessage("two"), to: "-5")

        XCTAssertEqual(id, "7")
        XCTAssertEqual(try (0..<3).map { try probe.arguments($0)["chat_id"] }, [-5, -1_001, -1_001])
    }

    func testSend_isSaidOnce_whenTheAnswerIsCutOff() async throws {
        for answer in [#"{"ok":true,"result":{"mess"#, #" { "ok" : true, "re"#] {
            let probe = try await TelegramProbe([.text(answer)])

            let id = try await probe.network.send(OutgoingMessage("hi"), to: "-100")

            XCTAssertNil(id)
        }
    }

    func testEdit_isDone_whenNothingIsToBeChanged() async throws {
        let probe = try await TelegramProbe([
            .sent, .refused(400, "Bad Request: message is not modified: specified new message content …"),
        ])

        try await probe.network.edit("7", in: "-100/3", to: OutgoingMessage("new"))
        try await probe.network.edit("7", in: "-100", to: OutgoingMessage("new"))

        XCTAssertEqual(probe.methods, ["editMessageText", "editMessageText"])
        XCTAssertEqual(
            try probe.arguments(0),
            [
                "text": "new", "parse_mode": "HTML", "link_preview_options": ["is_disabled": true], "message_id": 7,
                "chat_id": -100,
            ])
    }

    func testReact_choosesFromTelegramsList() async throws {
        let probe = try await TelegramProbe([.done(true), .done(true), .done(true)])

        for reaction in [Reaction.seen, .done, .failed] {
            try await probe.network.react(reaction, to: "7", in: "-100")
        }

        XCTAssertEqual(
            try (0..<3).map { try probe.arguments($0)["reaction"]?[0]?["emoji"] }, ["👀", "👍", "👎"])
        XCTAssertEqual(try probe.arguments(0)["message_id"], 7)
    }

    func testDirectRoom_isThatOfAPersonsNumber() async throws {
        let network = try await TelegramProbe([]).network

        XCTAssertEqual(network.directRoom(of: Person(id: "42")), Room(named: "42", on: "telegram"))
        XCTAssertNil(network.directRoom(of: Person(id: "U024")))
    }

    func testCanonicalName_isOne_ofANumberAndAPublicName() async throws {
        let network = try await TelegramProbe([]).network
        network.chats.learn(.name("@acme"), is: -1001)

        let names = ["-1001", "@acme", "@acme/1", "-1001/7", "nonsense!"].map { network.canonicalName(of: Room($0)) }

        XCTAssertEqual(names, ["@acme", "@acme", "@acme", "@acme/7", "nonsense!"])
    }

    func testTopics_shareThePaceOfTheirGroup() async throws {
        let network = try await TelegramProbe([]).network

        let groups = ["-1001", "-1001/7", "@acme/2", "nonsense!"].map { network.paceGroup(of: Room($0)) }

        XCTAssertEqual(groups, ["-1001", "-1001", "@acme", "nonsense!"])
    }
}
