import HTTPTypes
import HarkHTTP
import TestSupport
import XCTest

final class OriginHostileTests: XCTestCase {
    private let trusted = ["10.0.0.0/8"]

    func testClient_isNeverLeftOfAnUntrustedHop() {
        var generator = SeededGenerator(seed: 7)
        let proxies = ["10.0.0.2": "10.0.0.2", "10.0.0.3:80": "10.0.0.3", "::ffff:10.0.0.4": "10.0.0.4"]
        let clients = ["192.0.2.1", "2001:db8::1"]
        let hops = proxies.keys.sorted() + clients + ["unknown", "", "x\"y"]

        for _ in 0..<3000 {
            let count = Int.random(in: 1...6, using: &generator)
            let list = (0..<count).compactMap { _ in hops.randomElement(using: &generator) }
            let passed = list.reversed().prefix { proxies[$0] != nil }
            let reached = list.dropLast(passed.count).last.flatMap { clients.contains($0) ? $0 : nil }
            let expected = reached ?? passed.last.flatMap { proxies[$0] } ?? "10.0.0.1"

            let origin = Origin(["X-Forwarded-For": list.joined(separator: ", ")], peer: "10.0.0.1", trusting: trusted)

            XCTAssertEqual(origin.client.description, expected, "\(list)")
        }
    }

    func testClient_doesNotDependOnWhatTheClientSent() {
        var generator = SeededGenerator(seed: 8)
        let alphabet = Array("for=10.0.0.2,\";\\ \u{301}".utf8)

        for _ in 0..<5000 {
            let sent = String(decoding: generator.bytes(upTo: 40, from: alphabet), as: UTF8.self)
            let added = ", for=\"192.0.2.1:80\";by=\"\\\"\", for=10.0.0.2"

            let origin = Origin(["Forwarded": sent + added], peer: "10.0.0.1", trusting: trusted)

            XCTAssertEqual(origin.client, .ipv4(0xC000_0201, port: 80), sent)
        }
    }

    func testOrigin_survivesRandomFields() {
        var generator = SeededGenerator(seed: 9)
        let alphabet = Array("for=proto;host,\"\\[]:.12 /_\t%".utf8) + [0x80, 0xFF]
        let text = { (generator: inout SeededGenerator) in
            String(decoding: generator.bytes(upTo: 60, from: alphabet), as: UTF8.self)
        }

        for _ in 0..<5000 {
            let fields: KeyValuePairs = [
                "Forwarded": text(&generator),
                "X-Forwarded-Host": text(&generator),
                "X-Forwarded-Prefix": text(&generator),
            ]
            let origin = Origin(fields, peer: "10.0.0.1", trusting: trusted)

            if let url = origin.baseURL { XCTAssertEqual(BaseURL(url)?.description, url) }
        }
    }

    func testOrigin_takesLittleTime_whenProxiesFieldsAreEndlessRunsOfMarks() {
        let marks = String(repeating: "\u{301}\u{316}", count: 4_000)
        let fields: KeyValuePairs = [
            "X-Forwarded-For": marks, "X-Forwarded-Proto": marks, "X-Forwarded-Host": marks,
            "X-Forwarded-Prefix": "/\(marks)", "Forwarded": "for=\"\(marks)\"",
        ]

        let timer = ProcessorTimer()
        XCTAssertEqual(Origin(fields, peer: "10.0.0.1", trusting: trusted).client.description, "10.0.0.1")

        XCTAssertLessThan(timer.elapsed, .milliseconds(500))
    }

    func testURL_takesLittleTime_whenTheHostIsAnEndlessRunOfMarks() {
        for mark in ["\u{301}\u{316}", "\u{1F1E6}"] {
            let host = String(repeating: mark, count: 100_000)
            let request = Request(target: "/a", headers: [HTTPField.Name(constant: "Host"): host])

            let timer = ProcessorTimer()
            XCTAssertEqual(request.url, "/a")

            XCTAssertLessThan(timer.elapsed, .seconds(1))
        }
    }
}
