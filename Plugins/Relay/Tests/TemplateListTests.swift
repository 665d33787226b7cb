import Hark
import XCTest

@testable import RelayPlugin

final class TemplateListTests: XCTestCase {
    func testInit_saysWhichLineHasAFault() {
        let form = "a list of templates, a line each (name: {{title}})"
        let faults = [
            "a: x\r\n\r\ndeploy: {{service}": "line 3, column 9, in “deploy”: a tag is not closed",
            "a: x\nb: y\n a : z": "line 3 gives “a” a second time",
            "a: x\nhello": "line 2 has no name",
        ]

        for (text, fault) in faults {
            XCTAssertThrowsError(try TemplateList(settingText: text), text) { error in
                XCTAssertEqual(error as? SettingMismatch, SettingMismatch(expected: "\(form): \(fault)"))
            }
        }
    }
}
