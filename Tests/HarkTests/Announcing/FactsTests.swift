import XCTest

@testable import Hark

final class FactsTests: XCTestCase {
    private let payload = Facts([
        "name": "ada", "empty": "", "total": 3, "written": "42", "ratio": 1.5, "isOn": true, "null": nil,
        "items": ["a", nil, 2], "user": ["login": "octo", "full-name": "Octo Cat"],
    ])

    func testText_isOfTextsNumbersAndTruthValues() {
        XCTAssertEqual(payload.name.text, "ada")
        XCTAssertEqual(payload.total.text, "3")
        XCTAssertEqual(payload.ratio.text, "1.5")
        XCTAssertEqual(payload.isOn.text, "true")
        XCTAssertEqual(payload["user"]["full-name"].text, "Octo Cat")
    }

    func testText_isNil_ofAnythingElse() {
        let others: [Facts] = [
            payload.empty, payload.null, payload.missing, payload.items, payload.user, payload.name.deeper, payload,
        ]

        XCTAssertEqual(others.map(\.text), others.map { _ in nil })
    }

    func testNumber_isOfWholeNumbers_alsoWrittenAsText() {
        XCTAssertEqual(payload.total.number, 3)
        XCTAssertEqual(payload.written.number, 42)
        XCTAssertNil(payload.name.number)
        XCTAssertNil(payload.ratio.number)
        XCTAssertNil(payload.isOn.number)
        XCTAssertNil(payload.missing.number)
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
        XCTAssertEqual(payload.items.list.map(\.text), ["a", nil, "2"])
        XCTAssertEqual(payload.items[0].text, "a")
        XCTAssertFalse(payload.items[9].exists)
        XCTAssertFalse(payload.items[-1].exists)
        XCTAssertEqual(payload.user.list, [])
        XCTAssertEqual(payload.missing.list, [])
    }

    func testMembers_areInTheOrderSent() {
        XCTAssertEqual(payload.user.members.map(\.name), ["login", "full-name"])
        XCTAssertEqual(payload.user.members.map(\.facts.text), ["octo", "Octo Cat"])
        XCTAssertTrue(payload.items.members.isEmpty)
        XCTAssertTrue(payload.missing.members.isEmpty)
    }

    func testPath_leadsThroughMembers() {
        XCTAssertEqual(payload[path: "user.login"].text, "octo")
        XCTAssertFalse(payload[path: "user.login.x"].exists)
        XCTAssertFalse(payload[path: "user.nobody"].exists)
    }

    func testOr_isTheOther_whenThereIsNoText() {
        XCTAssertEqual(payload.name.or(payload.user.login).text, "ada")
        XCTAssertEqual(payload.empty.or(payload.user.login).text, "octo")
        XCTAssertEqual(payload.missing.or(payload.null).text, nil)
    }

    func testUnless_isNil_forOneOfTheOthers() {
        XCTAssertNil(payload.name.text.unless("bob", "ada"))
        XCTAssertEqual(payload.name.text.unless("bob", nil), "ada")
        XCTAssertNil(payload.missing.text.unless("bob"))
    }
}
