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
