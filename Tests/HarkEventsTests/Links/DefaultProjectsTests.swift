import XCTest

@testable import HarkEvents

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
