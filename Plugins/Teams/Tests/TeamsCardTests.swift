import HarkEvents
import XCTest

@testable import TeamsPlugin

final class TeamsCardTests: XCTestCase {
    private func card(_ message: OutgoingMessage) -> JSONValue? {
        TeamsCard.activity(of: message)["attachments"]?[0]?["content"]
    }

    func testActivity_isAMessageWithOneCard() {
        let activity = TeamsCard.activity(of: OutgoingMessage("hi"))

        XCTAssertEqual(activity["type"], "message")
        XCTAssertEqual(activity["attachments"]?.arrayValue?.count, 1)
        XCTAssertEqual(activity["attachments"]?[0]?["contentType"], "application/vnd.microsoft.card.adaptive")
        XCTAssertEqual(activity["attachments"]?[0]?["contentUrl"], JSONValue.null)
        let card = card(OutgoingMessage("hi"))
        XCTAssertEqual(card?["type"], "AdaptiveCard")
        XCTAssertEqual(card?["version"], "1.4")
        XCTAssertEqual(card?["body"], [["type": "TextBlock", "text": "hi", "wrap": true]])
    }

    func testSeverity_isTheColourOfAContainer() {
        let styles: [(Severity, JSONValue?)] = [
            (.success, "good"), (.info, nil), (.warning, "warning"), (.error, "attention"), (.critical, "attention"),
        ]
        for (severity, style) in styles {
            let element = card(OutgoingMessage("hi", severity: severity))?["body"]?[0]

            XCTAssertEqual(element?["style"], style, "\(severity)")
            XCTAssertEqual((element?["items"]?[0] ?? element)?["text"], "hi", "\(severity)")
        }
    }

    func testPerson_isMentioned_whenTeamsKnowsThem() {
        let ada = Person(id: "5c5d2b9e-0c1a-4d52-9d8f-3b8a6f1d2e77", displayName: "Ada *L*")
        let others = [
            Person(id: "U024BE7LH", displayName: "Ben"), Person(id: ada.id, on: "slack", displayName: "Cyd"),
        ]

        let card = card(OutgoingMessage("\(ada) and \(ada) and \(others[0]) and \(others[1])"))

        XCTAssertEqual(card?["body"]?[0]?["text"], "<at>Ada L</at> and <at>Ada L</at> and Ben and Cyd")
        XCTAssertEqual(
            card?["msteams"]?["entities"],
            [["type": "mention", "text": "<at>Ada L</at>", "mentioned": ["id": .string(ada.id), "name": "Ada L"]]])
    }

    func testMentions_areThoseThatAreLeft_whenATextIsCut() {
        let ada = Person(id: "5c5d2b9e-0c1a-4d52-9d8f-3b8a6f1d2e77", displayName: "Ada")
        var text = ChatText(String(repeating: "*", count: 14_000))
        text += "\(ada)"

        XCTAssertNil(card(OutgoingMessage(text))?["msteams"]?["entities"])
    }

    func testActivity_isAtMostAsLongAsTeamsTakes() {
        for scalar in ["a", "é", "漢", "\"", "*", "\\", "\n", "🚀"] {
            let text = ChatText(String(repeating: scalar, count: 16_000 / scalar.utf8.count))
            let count = TeamsCard.activity(of: OutgoingMessage(text, severity: .error)).serialized().utf8.count

            XCTAssertLessThanOrEqual(count, TeamsCard.limit, scalar)
            XCTAssertGreaterThan(count, 16_000, scalar)
        }
    }

    func testActivity_isNeverEmpty() {
        XCTAssertEqual(card(OutgoingMessage(""))?["body"]?[0]?["text"], " ")
    }
}
