import HarkTesting
import XCTest

@testable import HarkHost

final class StoredFormTests: XCTestCase {
    private func restored(_ message: QueuedMessage) throws -> QueuedMessage {
        try QueuedMessage(stored: message.bytes)
    }

    func testMessage_isTheSame_withEveryKindOfSpan() throws {
        let person = Person(id: "U1", on: "slack", displayName: "Ada \"the\" Countess")
        let stranger = Person(id: "ada")
        var text: ChatText = "plain \n\u{7}“quoted” "
        text += "[\(strong: "bold")] \(emphasis: "it") \(code: "a < b") \(person) \(stranger)"
        text += ChatText(link: "the build", to: "https://ci.example.org/1?a=b&c=d")
        text += .link("https://example.org/")

        let restored = try restored(QueuedMessage(Message(text)))

        XCTAssertEqual(restored.message.text.spans, text.spans)
        XCTAssertEqual(restored.message, Message(text))
    }

    func testMessage_isTheSame_withEverythingElse() throws {
        for severity in Severity.allCases + [nil] as [Severity?] {
            for thread in [.message("1.2"), .subject("acme/rocket#8 é"), nil] as [ThreadKey?] {
                let message = Message(
                    "text", severity: severity, thread: thread, isAlsoInRoom: thread != nil,
                    replaces: MessageKey("pipeline \u{301} 7"), replyTo: "42")

                XCTAssertEqual(try restored(QueuedMessage(message)).message, message)
            }
        }
    }

    func testMessage_isTheSame_withoutAnything() throws {
        XCTAssertEqual(try restored(QueuedMessage(Message(""))).message, Message(""))
    }

    func testMissingFields_areKept() throws {
        var text: ChatText = "? pushed"
        text.missingFieldCount = 2

        XCTAssertEqual(try restored(QueuedMessage(Message(text))).message.text.missingFieldCount, 2)
    }

    func testProgress_isKept() throws {
        let new = QueuedMessage("text", key: "0123")
        let posted = new.posted(in: "7").marked
        let sent = new.sent(in: "8")

        XCTAssertEqual(try restored(new), new)
        XCTAssertEqual(try restored(posted), posted)
        XCTAssertEqual(try restored(sent), sent)
        XCTAssertEqual(try restored(posted).next, "text (again?)")
        XCTAssertNotEqual(posted.key, new.key, "the copy for the room is a message of its own")
    }

    func testInit_saysWhatItCannotRead() {
        let unreadable = [
            "": "it is not valid JSON", "{}": "it is incomplete", #"{"key":"1","message":{}}"#: "it has no text",
            #"{"key":"1","message":{"text":[["blink","x"]]}}"#: "a part of its text is of an unknown kind",
            #"{"key":"1","message":{"text":[["link","x"]]}}"#: "a part of its text is of an unknown kind",
            #"{"key":"1","message":{"text":[],"severity":"awful"}}"#: "its severity is unknown",
            #"{"key":"1","message":{"text":[],"thread":{}}}"#: "its thread is unknown",
        ]

        for (text, reason) in unreadable {
            XCTAssertThrowsError(try QueuedMessage(stored: Array(text.utf8)), text) { error in
                XCTAssertEqual("\(error)", "The stored message cannot be read: \(reason).")
            }
        }
    }
}
