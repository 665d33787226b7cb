import HarkHTTP
import XCTest

final class TrimmingTests: XCTestCase {
    func testTrimming_dropsWhatIsLoose_atBothEnds() {
        let texts = ["\u{a0} a b \n", "ab", " ", ""].map { String($0.trimming(while: \.isWhitespace)) }

        XCTAssertEqual(texts, ["a b", "ab", "", ""])
    }
}
