import HarkHTTP
import XCTest

final class ContentTypeTests: XCTestCase {
    func testContentType_isThatOfTheExtension() {
        let table = [
            ("a.txt", "text/plain; charset=utf-8"), ("a.PNG", "image/png"), ("a.tar.gz", "application/gzip"),
            ("a", "application/octet-stream"), ("a.", "application/octet-stream"),
            ("a.txt/b", "application/octet-stream"),
        ]

        for (path, type) in table { XCTAssertEqual(MediaType.contentType(ofFile: path), type, path) }
    }
}
