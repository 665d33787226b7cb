import XCTest

/// Bytes that no careful server takes for a request, and what it does about them.
struct HostileRequest: CustomStringConvertible {
    enum Outcome {
        /// The adapter answers this status, says that it closes, and does.
        case refused(Int)
        /// libmicrohttpd answers this status by itself, after some faults with two status lines, and closes.
        case refusedByLibrary(Int)
        /// The request is harmless itself and answered 200; the connection closes behind it.
        case answeredLast
        /// The connection closes without an answer.
        case cut
    }

    let text: String
    let outcome: Outcome

    init(_ text: String, _ outcome: Outcome) {
        self.text = text
        self.outcome = outcome
    }

    /// A POST with these header lines, after a Host.
    static func post(_ lines: String, body: String = "", _ outcome: Outcome) -> HostileRequest {
        HostileRequest("POST / HTTP/1.1\r\nHost: x\r\n\(lines)\r\n\r\n\(body)", outcome)
    }

    /// A POST with this chunked body.
    static func chunked(_ body: String, _ outcome: Outcome) -> HostileRequest {
        post("Transfer-Encoding: chunked", body: body, outcome)
    }

    /// A GET with these header lines, after a Host.
    static func get(_ lines: String, _ outcome: Outcome) -> HostileRequest {
        HostileRequest("GET / HTTP/1.1\r\nHost: x\r\n\(lines)\r\n\r\n", outcome)
    }

    /// A request line, with a Host.
    static func line(_ line: String, _ outcome: Outcome) -> HostileRequest {
        HostileRequest("\(line)\r\nHost: x\r\n\r\n", outcome)
    }

    var description: String { String(text.debugDescription.prefix(160)) }

    /// Sends it with another request behind it: the outcome is the expected one, the connection ends, and whatever
    /// happens the other request is not answered.
    func check(on server: TestServer, file: StaticString = #filePath, line: UInt = #line) throws {
        let client = try server.client()

        client.send("\(text)GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
        let answer = String(decoding: try client.readToEnd(), as: UTF8.self)

        let statusLine = answer.prefix { $0 != "\r\n" }
        let head = answer.components(separatedBy: "\r\n\r\n")[0]
        XCTAssertFalse(answer.contains("GET /smuggled"), "\(self) let through: \(answer)", file: file, line: line)
        switch outcome {
        case .refused(let status):
            XCTAssertTrue(statusLine.hasPrefix("HTTP/1.1 \(status) "), "\(self): \(answer)", file: file, line: line)
            XCTAssertEqual(Self.statusLines(in: answer), 1, "\(self): \(answer)", file: file, line: line)
            for field in ["Connection: close", "X-Content-Type-Options: nosniff"] {
                XCTAssertTrue(head.contains(field), "\(self): \(answer)", file: file, line: line)
            }
        case .refusedByLibrary(let status):
            XCTAssertTrue(statusLine.contains(" \(status) "), "\(self): \(answer)", file: file, line: line)
        case .answeredLast:
            XCTAssertTrue(statusLine.hasPrefix("HTTP/1.1 200 "), "\(self): \(answer)", file: file, line: line)
            XCTAssertEqual(Self.statusLines(in: answer), 1, "\(self): \(answer)", file: file, line: line)
            XCTAssertTrue(head.contains("Connection: close"), "\(self): \(answer)", file: file, line: line)
        case .cut:
            XCTAssertEqual(answer, "", "\(self)", file: file, line: line)
        }
        XCTAssertFalse(answer.lowercased().contains("\r\nserver:"), "\(self): \(answer)", file: file, line: line)
    }

    private static func statusLines(in answer: String) -> Int { answer.components(separatedBy: "HTTP/1.1 ").count - 1 }
}
