import HTTPTypes
import XCTest

@testable import MicroHTTPD

final class FieldNamesTests: XCTestCase {
    private let names = FieldNames(["X-GitHub-Event", "not a token"])

    private func name(_ text: String) -> String? { names.name(Array(text.utf8)[...])?.rawName }

    func testName_keepsTheSpelling_whetherItIsKnownOrNot() {
        let texts = ["Host", "host", "hOst", "X-GitHub-Event", "x-github-event", "X-Github-Event", "X-Other"]

        XCTAssertEqual(texts.map(name), texts)
    }

    func testName_isNil_forWhatIsNoToken() {
        XCTAssertEqual(["", "not a token", "é", "a:b"].map(name), [nil, nil, nil, nil])
    }
}
