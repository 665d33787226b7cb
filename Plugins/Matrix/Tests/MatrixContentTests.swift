import HarkEvents
import XCTest

@testable import MatrixPlugin

final class MatrixContentTests: XCTestCase {
    func testMessage_isANoticeThatMentionsNobody() {
        XCTAssertEqual(
            MatrixContent.message(OutgoingMessage("hi @room", severity: .error)),
            ["msgtype": "m.notice", "body": "❌ hi @room", "m.mentions": [:]])
    }

    func testMessage_isAnOrdinaryOne_whenItMentionsSomebody() {
        let content = MatrixContent.message(OutgoingMessage("\(Person(id: "@ada:example.org", displayName: "Ada"))!"))

        XCTAssertEqual(content["msgtype"], "m.text")
        XCTAssertEqual(content["m.mentions"], ["user_ids": ["@ada:example.org"]])
        XCTAssertEqual(content["format"], "org.matrix.custom.html")
        XCTAssertEqual(content["body"], "Ada!")
    }

    func testThread_answersTheLatestMessage_forClientsWithoutThreads() {
        XCTAssertEqual(
            MatrixContent.thread(root: "$1", latest: "$3", replyTo: nil),
            [
                "rel_type": "m.thread", "event_id": "$1", "is_falling_back": true,
                "m.in_reply_to": ["event_id": "$3"],
            ])
        XCTAssertEqual(
            MatrixContent.thread(root: "$1", latest: nil, replyTo: nil)["m.in_reply_to"], ["event_id": "$1"])
        XCTAssertEqual(
            MatrixContent.thread(root: "$1", latest: "$3", replyTo: "$2"),
            [
                "rel_type": "m.thread", "event_id": "$1", "is_falling_back": false,
                "m.in_reply_to": ["event_id": "$2"],
            ])
    }

    func testEdit_hasTheNewContent_andAFallback() {
        XCTAssertEqual(
            MatrixContent.edit(of: "$1", to: OutgoingMessage("\(strong: "done")")),
            [
                "msgtype": "m.notice", "body": "* done", "m.mentions": [:],
                "m.new_content": [
                    "msgtype": "m.notice", "body": "done", "m.mentions": [:], "format": "org.matrix.custom.html",
                    "formatted_body": "<strong>done</strong>",
                ],
                "m.relates_to": ["rel_type": "m.replace", "event_id": "$1"],
            ])
    }

    func testMessage_isWhole_whenItIsAsLongAsTheHostAllows() {
        let text = String(repeating: "a", count: Message.limit)

        XCTAssertEqual(MatrixContent.message(OutgoingMessage(ChatText(text)))["body"], .string(text))
    }

    func testMessage_isCut_whenItsEscapesTakeTooMuchRoom() {
        let bold: ChatText = "\(strong: "b")"
        for scalar in ["a", "\"", "\\", "\n", "<", "'", "é", "漢", "🚀", "\u{1}"] {
            var text = bold
            text += ChatText(String(repeating: scalar, count: Message.limit / scalar.utf8.count - 10))
            let message = OutgoingMessage(text)

            for content in [MatrixContent.message(message), MatrixContent.edit(of: "$1", to: message)] {
                let count = content.serialized().utf8.count
                XCTAssertLessThanOrEqual(count, MatrixContent.limit, scalar)
                let body = (content["m.new_content"] ?? content)["body"]?.stringValue ?? ""
                XCTAssertTrue(body.hasSuffix("…") || body.utf8.count >= Message.limit - 60 || scalar == "\u{1}", scalar)
            }
        }
    }

    func testMessage_isNeverEmpty() {
        XCTAssertEqual(MatrixContent.message(OutgoingMessage(""))["body"], " ")
    }
}
