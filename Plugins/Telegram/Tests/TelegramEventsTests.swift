import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import TelegramPlugin

final class TelegramEventsTests: XCTestCase {
    private let received = Recording<IncomingMessage>()
    private let ada = Person(id: "42", displayName: "Ada Lovelace")

    private func events(_ chats: TelegramChats? = nil) -> TelegramEvents {
        let received = received
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return TelegramEvents(
            bot: TelegramBot(username: "Hark_Lab_Bot", displayName: "Hark"),
            chats: chats ?? TelegramChats(logger: logger), inbox: ChatInbox(onMessage: { received.append($0) }),
            clock: TestClock(at: TestBot.newYear2026).reading, logger: logger)
    }

    private func update(_ more: JSONObject = [:], without missing: [String] = []) -> JSONValue {
        var message: JSONObject = [
            "message_id": 7, "date": 1_767_225_600, "text": "!status",
            "from": ["id": 42, "is_bot": false, "first_name": "Ada", "last_name": "Lovelace"],
            "chat": ["id": -1_001, "type": "supergroup", "title": "ops"],
        ]
        message = message.merging(more)
        for name in missing { message[name] = nil }
        return ["update_id": 1, "message": .object(message)]
    }

    private func command(_ text: JSONValue, length: Int, offset: Int = 0) -> JSONValue {
        update([
            "text": text,
            "entities": [["type": "bot_command", "offset": .integer(offset), "length": .integer(length)]],
        ])
    }

    func testMessage_isReceivedWithItsPlaceAndSender() async {
        let isTaken = await events().take(update())

        XCTAssertTrue(isTaken)
        XCTAssertEqual(received.all, [IncomingMessage("!status", from: ada, in: "-1001", id: "7")])
    }

    func testReply_isInTheThreadOfWhatItAnswers() async {
        _ = await events().take(update(["reply_to_message": ["message_id": 5], "message_thread_id": 5]))

        XCTAssertEqual(received.all.map(\.thread), ["5"])
        XCTAssertEqual(received.all.map(\.room), ["-1001"])
    }

    func testTopic_isARoom() async {
        let topic: JSONObject = ["message_thread_id": 9, "is_topic_message": true]
        var first = topic
        first["reply_to_message"] = ["message_id": 9]
        var reply = topic
        reply["reply_to_message"] = ["message_id": 12]

        for more in [topic, first, reply] { _ = await events().take(update(more)) }

        XCTAssertEqual(received.all.map(\.room), ["-1001/9", "-1001/9", "-1001/9"])
        XCTAssertEqual(received.all.map(\.thread), [nil, nil, "12"])
    }

    func testRoom_hasTheNameThatSettingsGiveIt() async {
        let chats = TelegramChats(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        chats.learn(.name("@lab_ops"), is: -1_001)

        _ = await events(chats).take(update())

        XCTAssertEqual(received.all.map(\.room), ["@lab_ops"])
    }

    func testCommand_isAddressed_withoutItsSlash() async {
        let table: [(JSONValue, Int, String)] = [
            ("/status", 7, "status"), ("/status now", 7, "status now"), ("/status@hark_lab_bot now", 20, "status now"),
            ("/say 🚀", 4, "say 🚀"), ("/start", 6, "whereami"), ("/start deep-link", 6, "whereami"),
            ("/START@Hark_Lab_Bot", 19, "whereami"), ("/dead-letters", 5, "dead-letters"),
        ]
        for (text, length, _) in table { _ = await events().take(command(text, length: length)) }

        XCTAssertEqual(received.all.map(\.text), table.map(\.2))
        XCTAssertTrue(received.all.allSatisfy(\.isAddressed))
    }

    func testCommand_ofAnotherBot_isNotReceived() async {
        _ = await events().take(command("/status@other_bot", length: 17))

        XCTAssertEqual(received.all, [])
    }

    func testCommand_isPlainText_whenItsEntityIsNonsense() async {
        for (length, offset) in [(0, 0), (1, 0), (-1, 0), (900, 0), (.max, 0), (7, 3), (3, -1)] {
            _ = await events().take(command("/status", length: length, offset: offset))
        }
        // In the middle of a pair of surrogates.
        _ = await events().take(command("/🚀x", length: 2))

        XCTAssertEqual(Set(received.all.map(\.text)), ["/status", "/🚀x"])
        XCTAssertFalse(received.all.contains(where: \.isAddressed))
    }

    func testName_isNoPartOfWhatIsSaidToTheBot() async {
        let table: [(JSONValue, String, Bool)] = [
            ("@hark_lab_bot status", "status", true), ("  @Hark_Lab_Bot: status", "status", true),
            ("hark: status", "status", true), ("Hark, status", "status", true), ("@hark_lab_bot", "", true),
            ("@hark_lab_bots status", "@hark_lab_bots status", false), ("hark status", "hark status", false),
            ("ask @hark_lab_bot", "ask @hark_lab_bot", false),
        ]
        for (text, _, _) in table { _ = await events().take(update(["text": text])) }

        XCTAssertEqual(received.all.map(\.text), table.map(\.1))
        XCTAssertEqual(received.all.map(\.isAddressed), table.map(\.2))
    }

    func testDirectMessage_isAddressed() async {
        _ = await events().take(
            update(["text": "status", "chat": ["id": 42, "type": "private", "first_name": "Ada"]]))

        XCTAssertEqual(received.all.map(\.room), ["42"])
        XCTAssertEqual(received.all.map(\.isAddressed), [true])
    }

    func testCaption_isSaid() async {
        let photo: JSONObject = [
            "caption": "/status", "caption_entities": [["type": "bot_command", "offset": 0, "length": 7]],
        ]

        _ = await events().take(update(photo, without: ["text"]))

        XCTAssertEqual(received.all.map(\.text), ["status"])
    }

    func testNothingIsReceived_ofOthersThanPeople() async {
        let others: [JSONValue] = [
            update(["from": ["id": 1, "is_bot": true, "first_name": "Bot"]]),
            update([
                "from": ["id": 1_087_968_824, "is_bot": true, "username": "GroupAnonymousBot"],
                "sender_chat": ["id": -1_001],
            ]),
            // Whatever “from” says then.
            update(["sender_chat": ["id": -1_002, "type": "channel"]]), update(["via_bot": ["id": 3]]),
            update(["forward_origin": ["type": "user"]]), update(["forward_date": 1]),
            update(["date": 1_767_225_000]), update(["date": "now"]), update([:], without: ["date"]),
            update([:], without: ["from"]), update([:], without: ["text"]), update([:], without: ["chat"]),
            update(["text": ["a"]]), update(["chat": ["id": "ops"]]),
            update(["new_chat_title": "x"], without: ["text"]),
            ["update_id": 1, "edited_message": update()["message"] ?? nil],
            ["update_id": 1, "channel_post": update()["message"] ?? nil], ["update_id": 1], [], "x", nil,
        ]
        for other in others {
            let isTaken = await events().take(other)
            XCTAssertFalse(isTaken, "\(other)")
        }

        XCTAssertEqual(received.all, [])
    }

    func testMigration_isLearned_fromEitherSide() async {
        let chats = TelegramChats(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

        _ = await events(chats).take(update(["chat": ["id": -5], "migrate_to_chat_id": -1_005], without: ["text"]))
        _ = await events(chats).take(update(["chat": ["id": -1_006], "migrate_from_chat_id": -6], without: ["text"]))

        XCTAssertEqual(chats.address(of: .id(-5)), -1_005)
        XCTAssertEqual(chats.address(of: .id(-6)), -1_006)
        XCTAssertEqual(received.all, [])
    }
}
