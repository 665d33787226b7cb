import TestSupport
import XCTest

@testable import HarkEvents

final class PayloadViewTests: XCTestCase {
    private let payload = PayloadView([
        "name": "ada", "empty": "", "total": 3, "written": "42", "ratio": 1.5, "isOn": true, "null": nil,
        "items": ["a", nil, 2], "user": ["login": "octo", "full-name": "Octo Cat"],
    ])

    func testText_isOfTextsNumbersAndTruthValues() {
        XCTAssertEqual(payload.name.asText, "ada")
        XCTAssertEqual(payload.total.asText, "3")
        XCTAssertEqual(payload.ratio.asText, "1.5")
        XCTAssertEqual(payload.isOn.asText, "true")
        XCTAssertEqual(payload["user"]["full-name"].asText, "Octo Cat")
    }

    func testText_isNil_ofAnythingElse() {
        let others: [PayloadView] = [
            payload.empty, payload.null, payload.missing, payload.items, payload.user, payload.name.deeper, payload,
        ]

        XCTAssertEqual(others.map(\.asText), others.map { _ in nil })
    }

    func testText_isItsBeginning_whenNoMoreIsAskedFor() throws {
        let json = #"{"escaped": "ab\u00e9\n\u0041cd", "plain": "kettle", "letters": "größe", "number": 123}"#
        let payload = PayloadView(try JSONDocument(parsing: Array(json.utf8)).root)

        XCTAssertEqual(payload.escaped.asText(atMost: 4), "abé")
        XCTAssertEqual(payload.escaped.asText(atMost: 6), "abé\nA")
        XCTAssertEqual(payload.escaped.asText(atMost: 99), "abé\nAcd")
        XCTAssertEqual(payload.plain.asText(atMost: 3), "ket")
        XCTAssertEqual(payload.letters.asText(atMost: 2), "gr")
        XCTAssertEqual(payload.number.asText(atMost: 1), "123")
        XCTAssertEqual(PayloadView("kettle" as UntrustedText).asText(atMost: 3), "ket")
    }

    func testComment_takesLittleTime_whenMostOfItIsEscaped() throws {
        let marks = String(repeating: #"\u0301"#, count: 500_000)
        let payload = PayloadView(try JSONDocument(parsing: Array(#"{"body": "It boils. \#(marks)"}"#.utf8)).root)

        let timer = ProcessorTimer()
        XCTAssertEqual(payload.body.commentExcerpt?.prefix(9), "It boils.")

        XCTAssertLessThan(timer.elapsed, .seconds(1))
    }

    func testNumber_isOfWholeNumbers_alsoWrittenAsText() {
        XCTAssertEqual(payload.total.asInt, 3)
        XCTAssertEqual(payload.written.asInt, 42)
        XCTAssertNil(payload.name.asInt)
        XCTAssertNil(payload.ratio.asInt)
        XCTAssertNil(payload.isOn.asInt)
        XCTAssertNil(payload.missing.asInt)
    }

    func testExists_isFalse_forNullAndWhatIsMissing() {
        XCTAssertTrue(payload.empty.exists)
        XCTAssertFalse(payload.null.exists)
        XCTAssertFalse(payload.missing.exists)
        XCTAssertFalse(payload.missing.deeper[7]["x"].exists)
    }

    func testIsTrue_isOfTheTruthValueAlone() {
        XCTAssertTrue(payload.isOn.isTrue)
        XCTAssertFalse(payload.total.isTrue)
        XCTAssertFalse(payload.missing.isTrue)
    }

    func testList_hasTheElements() {
        XCTAssertEqual(payload.items.asList.map(\.asText), ["a", nil, "2"])
        XCTAssertEqual(payload.items[0].asText, "a")
        XCTAssertFalse(payload.items[9].exists)
        XCTAssertFalse(payload.items[-1].exists)
        XCTAssertEqual(payload.user.asList, [])
        XCTAssertEqual(payload.missing.asList, [])
    }

    func testMembers_areInTheOrderSent() {
        XCTAssertEqual(payload.user.asMembers.map(\.name), ["login", "full-name"])
        XCTAssertEqual(payload.user.asMembers.map(\.value.asText), ["octo", "Octo Cat"])
        XCTAssertTrue(payload.items.asMembers.isEmpty)
        XCTAssertTrue(payload.missing.asMembers.isEmpty)
    }

    func testPath_leadsThroughMembers() {
        XCTAssertEqual(payload[path: "user.login"].asText, "octo")
        XCTAssertFalse(payload[path: "user.login.x"].exists)
        XCTAssertFalse(payload[path: "user.nobody"].exists)
    }

    func testOr_isTheOther_whenThereIsNoText() {
        XCTAssertEqual(payload.name.or(payload.user.login).asText, "ada")
        XCTAssertEqual(payload.empty.or(payload.user.login).asText, "octo")
        XCTAssertEqual(payload.missing.or(payload.null).asText, nil)
    }

    func testUnless_isNil_forOneOfTheOthers() {
        XCTAssertNil(payload.name.asText.unless("bob", "ada"))
        XCTAssertEqual(payload.name.asText.unless("bob", nil), "ada")
        XCTAssertNil(payload.missing.asText.unless("bob"))
    }
}
