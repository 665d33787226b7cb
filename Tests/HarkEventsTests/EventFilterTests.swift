import XCTest

@testable import HarkEvents

final class EventFilterTests: XCTestCase {
    private let table = EventTable(
        ["push": { _ in EventNotification("p") }, "issues": { _ in EventNotification("i") }],
        knownActions: ["issues": ["opened", "labeled"]], quiet: ["issues.labeled", "star"])

    private func wants(_ event: UntrustedText, _ action: UntrustedText? = nil, _ filters: [String]...) -> Bool {
        let webhookEvent = WebhookEvent(event: event, action: action, notification: nil)
        return EventFilter.wants(webhookEvent, filters.map(EventFilter.init), quiet: Set(table.quiet))
    }

    func testQuietEvent_isUnwanted_unlessItIsNamed() {
        XCTAssertFalse(wants("star", "created", []))
        XCTAssertFalse(wants("issues", "labeled", []))
        XCTAssertTrue(wants("issues", "opened", []))

        XCTAssertTrue(wants("star", "created", ["+star"]))
        XCTAssertTrue(wants("star", "created", ["+Star.created"]))
        XCTAssertFalse(wants("star", "created", ["+star.deleted"]))
        XCTAssertTrue(wants("issues", "labeled", ["issues.labeled"]))
        XCTAssertTrue(wants("issues", "labeled", [], ["issues.labeled"]))
        XCTAssertFalse(wants("issues", "labeled", ["issues"]))
    }

    func testAddedEvent_leavesTheUsualOnes() {
        XCTAssertTrue(wants("push", nil, ["+star"]))
        XCTAssertFalse(wants("push", nil, ["star"]))
        XCTAssertFalse(wants("push", nil, ["star", "+issues"]))
    }

    func testRemovedEvent_isUnwanted_exceptForWhatIsNamedMoreExactly() {
        XCTAssertFalse(wants("push", nil, ["-push"]))
        XCTAssertTrue(wants("issues", "opened", ["-push"]))
        XCTAssertFalse(wants("issues", "opened", ["-issues.opened"]))
        XCTAssertTrue(wants("issues", "closed", ["-issues.opened"]))
        XCTAssertTrue(wants("issues", "labeled", ["-issues", "+issues.labeled"]))
        XCTAssertFalse(wants("issues", "opened", ["-issues", "+issues.labeled"]))
        XCTAssertFalse(wants("push", nil, [], ["-push"]))
    }

    func testSetting_refusesActionsThatAnEventDoesNotDeclare() {
        let setting = Notifier.Settings(plugin: "forge", title: "Forge", events: table).events

        XCTAssertNoThrow(try setting.validate("+Issues.Labeled,-push.any,issues"))
        XCTAssertThrowsError(try setting.validate("+issues.labelled")) { error in
            XCTAssertTrue("\(error)".contains("no “issues.labelled” but “issues.labeled”"), "\(error)")
        }
    }
}
