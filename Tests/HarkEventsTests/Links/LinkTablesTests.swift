import XCTest

@testable import HarkEvents

final class ExpiringTableTests: XCTestCase {
    private let start = ContinuousClock.now

    func testValue_isForgotten_afterItsTime() {
        var table = ExpiringTable<Int, String>(capacity: 2, lifetime: .seconds(10))

        table.set("a", for: 1, at: start)

        XCTAssertEqual(table.value(of: 1, at: start + .seconds(9)), "a")
        XCTAssertNil(table.value(of: 1, at: start + .seconds(10)))
    }

    func testOldestValue_isReplaced_whenTheTableIsFull() {
        var table = ExpiringTable<Int, String>(capacity: 2, lifetime: .seconds(10))

        table.set("a", for: 1, at: start)
        table.set("b", for: 2, at: start)
        table.set("A", for: 1, at: start)
        table.set("c", for: 3, at: start)

        XCTAssertEqual([1, 2, 3].map { table.value(of: $0, at: start) }, ["A", nil, "c"])
    }
}

final class DefaultProjectsTests: XCTestCase {
    func testProject_isThatOfTheRoom_orTheGeneralOne() throws {
        let projects = try DefaultProjects(settingText: "acme/rocket, #tools=acme/tools,irc:#Ops=acme/ops")

        let chosen = ["#general", "#tools", "irc:#ops"].map { name in
            projects.project(of: Room(name), canonical: { Room($0.description.lowercased()) })
        }

        XCTAssertEqual(chosen, ["acme/rocket", "acme/tools", "acme/ops"])
        XCTAssertEqual(projects.settingText, "acme/rocket,#tools=acme/tools,irc:#Ops=acme/ops")
    }

    func testProject_isMissing_whenNoneIsSet() throws {
        let projects = try DefaultProjects(settingText: "#tools=acme/tools")

        XCTAssertNil(projects.project(of: "#general", canonical: { $0 }))
    }

    func testProjects_areRefused_whenTwoAreForAllRooms_orARoomHasNoName() {
        XCTAssertThrowsError(try DefaultProjects(settingText: "acme/rocket,acme/tools"))
        XCTAssertThrowsError(try DefaultProjects(settingText: "=acme/tools"))
    }
}
