import XCTest

final class LeavingTests: XCTestCase {
    func testLine_saysThatSomebodyLeft_whenTheyDidItThemselves() throws {
        let ada = #"{"login": "ada"}"#
        let team = #""team": {"name": "Pumps"}"#

        let lines = [
            try formatted("organization", #""action": "member_removed", "membership": {"user": \#(ada)}"#),
            try formatted("membership", #""action": "removed", "member": \#(ada), \#(team)"#),
            try formatted("membership", #""action": "added", "member": \#(ada), \#(team)"#),
            try formatted("member", #""action": "removed", "member": \#(ada)"#),
        ]

        let page = " https://github.com/octo/repo"
        XCTAssertEqual(
            lines,
            [
                "[octo/repo] ada left the organization\(page)", "[octo/repo] ada left team Pumps\(page)",
                "[octo/repo] ada joined team Pumps\(page)", "[octo/repo] ada is no longer a collaborator",
            ])
    }
}
