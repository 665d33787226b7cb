import HarkEvents
import HarkTesting
import XCTest

@testable import TelegramPlugin

final class TelegramResolveTests: XCTestCase {
    private let group: ScriptedHTTP.Answer = .done(["id": -1_001, "type": "supergroup", "title": "ops"])
    private let receivesAll: ScriptedHTTP.Answer = .done(["can_read_all_group_messages": true])
    private let isPrivate: ScriptedHTTP.Answer = .done(["can_read_all_group_messages": false])

    private func resolved(_ room: Room, _ answers: [ScriptedHTTP.Answer]) async throws -> String {
        let probe = try await TelegramProbe(answers)
        do { return try await probe.network.resolve(room) } catch {
            let error = try XCTUnwrap(error as? ChatError)
            return "\(error.kind): \(error.reason)"
        }
    }

    func testResolve_saysWhatTheRoomIs() async throws {
        let table: [(Room, [ScriptedHTTP.Answer], String)] = [
            ("-1001", [group, .done(["status": "member"]), receivesAll], "supergroup “ops”, -1001"),
            ("-1001/9", [group, .done(["status": "administrator"])], "supergroup “ops”, -1001, topic 9"),
            (
                "@lab_ops", [group, .done(["status": "member"]), isPrivate],
                "supergroup “ops”, -1001, privacy mode is on, so it receives only /commands and replies to it there"
            ),
            ("42", [.done(["id": 42, "type": "private", "first_name": "Ada"])], "direct messages with “Ada”, 42"),
            (
                "-5",
                [
                    .refused(400, "Bad Request: group chat was upgraded", ["migrate_to_chat_id": -1_001]), group,
                    .done(["status": "creator"]),
                ], "supergroup “ops”, -1001, it has become a supergroup: write -1001 in the place of -5"
            ),
        ]
        for (room, answers, expected) in table {
            let text = try await resolved(room, answers)
            XCTAssertEqual(text, expected)
        }
    }

    func testResolve_saysWhatIsMissing() async throws {
        let channel: ScriptedHTTP.Answer = .done(["id": -1_002, "type": "channel", "title": "news"])
        let closed: ScriptedHTTP.Answer = .done([
            "id": -1_001, "type": "supergroup", "title": "ops", "permissions": ["can_send_messages": false],
        ])
        let table: [(Room, [ScriptedHTTP.Answer], String)] = [
            (
                "-1001", [group, .done(["status": "left"])],
                "notAMember: The bot is not in the supergroup. Add it there."
            ),
            (
                "-1001", [group, .done(["status": "restricted", "can_send_messages": false])],
                "notAMember: The bot may not send in the supergroup. Lift its restriction there."
            ),
            (
                "-1001", [closed, .done(["status": "member"])],
                "notAMember: Members may not write in the supergroup. Make the bot an administrator there."
            ),
            (
                "-1002", [channel, .done(["status": "administrator", "can_post_messages": false])],
                "notAMember: The bot may not post in the channel. Make it an administrator with the right to post messages."
            ),
        ]
        for (room, answers, expected) in table {
            let text = try await resolved(room, answers)
            XCTAssertEqual(text, expected)
        }
    }

    func testResolve_namesTheNearestChatThatTheBotKnows() async throws {
        let probe = try await TelegramProbe([.refused(400, "Bad Request: chat not found")])
        let network = try probe.network
        network.chats.learn(title: "operations", of: -1_001_234)

        do {
            _ = try await network.resolve("-1001235")
            XCTFail("it was resolved")
        } catch {
            XCTAssertTrue(error.reason.hasSuffix("Did you mean -1001234?"), error.reason)
        }
    }
}
