import HTTPTypes
import HarkHTTP
import XCTest

/// Who made a request. Proxies are 10.0.0.0/8 and 2001:db8:aa::/48, and the last one is 10.0.0.1 unless it is said
/// otherwise.
final class OriginClientTests: XCTestCase {
    private func origin(_ fields: KeyValuePairs<String, String>, peer: String = "10.0.0.1") -> Origin {
        Origin(fields, peer: peer, trusting: ["10.0.0.0/8", "2001:db8:aa::/48"])
    }

    private func client(_ fields: KeyValuePairs<String, String>, peer: String = "10.0.0.1") -> String {
        origin(fields, peer: peer).client.description
    }

    func testClient_isThePeer_whenThePeerIsNotTrusted() {
        let fields: KeyValuePairs = ["X-Forwarded-For": "192.0.2.1", "Forwarded": "for=192.0.2.1"]

        XCTAssertEqual(client(fields, peer: "203.0.113.9"), "203.0.113.9")
        XCTAssertEqual(Origin(fields, peer: "10.0.0.1", trusting: []).client.description, "10.0.0.1")
        XCTAssertEqual(Origin(fields, peer: "unix", trusting: ["10.0.0.0/8"]).client, .local)
    }

    func testClient_isThePeer_whenThereIsNoField() {
        XCTAssertEqual(client([:]), "10.0.0.1")
        XCTAssertEqual(client(["X-Forwarded-Proto": "https"]), "10.0.0.1")
    }

    func testClient_isTheFirstUntrustedHopFromTheRight_ofXForwardedFor() {
        let table = [
            ("192.0.2.1", "192.0.2.1"),
            ("198.51.100.7, 192.0.2.1", "192.0.2.1"),
            ("198.51.100.7, 192.0.2.1, 10.0.0.2, 10.0.0.3", "192.0.2.1"),
            ("10.9.9.9, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
            ("10.0.0.4, 10.0.0.3, 10.0.0.2", "10.0.0.4"),
            ("192.0.2.1,10.0.0.2", "192.0.2.1"), (" 192.0.2.1\t,\t10.0.0.2 ", "192.0.2.1"),
            ("192.0.2.1:4711", "192.0.2.1"), ("2001:db8::1", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"), ("192.0.2.1, 2001:db8:aa::5, ::ffff:10.0.0.2", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"), ("\"192.0.2.9, 192.0.2.1", "192.0.2.1"),
        ]

        for (field, expected) in table { XCTAssertEqual(client(["X-Forwarded-For": field]), expected, field) }
    }

    func testClient_isTheHopThatReportedIt_whenAHopIsNotKnown() {
        let table = [
            ("192.0.2.1, unknown", "10.0.0.1"), ("192.0.2.1, unknown, 10.0.0.2", "10.0.0.2"),
            ("192.0.2.1, _hidden, 10.0.0.2", "10.0.0.2"), ("192.0.2.1, , 10.0.0.2", "10.0.0.2"),
            ("192.0.2.1,", "10.0.0.1"), ("", "10.0.0.1"), ("192.0.2.1, unix:, 10.0.0.2", "10.0.0.2"),
            ("192.0.2.1, 10.0.0.300", "10.0.0.1"), ("192.0.2.1, 10.0.0.2:port", "10.0.0.1"),
            ("192.0.2.1, 10.0.0.2:99999", "10.0.0.1"), ("192.0.2.1, fe80::1%eth0", "10.0.0.1"),
            ("192.0.2.1, [10.0.0.2]", "10.0.0.1"), ("192.0.2.1, [2001:db8::1", "10.0.0.1"),
            ("192.0.2.1, proxy.example.org", "10.0.0.1"), ("192.0.2.1 10.0.0.2", "10.0.0.1"),
            ("192.0.2.1, \"10.0.0.2\"", "10.0.0.1"),
        ]

        for (field, expected) in table { XCTAssertEqual(client(["X-Forwarded-For": field]), expected, field) }
    }

    func testClient_isReadFromAllFieldsInOrder() {
        XCTAssertEqual(
            client(["X-Forwarded-For": "198.51.100.7, 192.0.2.1", "X-Forwarded-For": "10.0.0.3, 10.0.0.2"]),
            "192.0.2.1"
        )
        XCTAssertEqual(client(["X-Forwarded-For": "198.51.100.7", "x-forwarded-for": "192.0.2.1"]), "192.0.2.1")
    }

    func testClient_hasThePortThatWasNamed() {
        XCTAssertEqual(origin(["X-Forwarded-For": "192.0.2.1:4711"]).client, .ipv4(0xC000_0201, port: 4711))
        XCTAssertEqual(origin(["X-Forwarded-For": "192.0.2.1"]).client, .ipv4(0xC000_0201, port: 0))
        XCTAssertEqual(
            origin(["Forwarded": "for=\"[2001:db8::1]:4711\""]).client, .ipv6(0x2001_0db8_0000_0000, 1, port: 4711))
    }

    func testClient_isTheFirstUntrustedHopFromTheRight_ofForwarded() {
        let table = [
            ("for=192.0.2.1", "192.0.2.1"), ("For=192.0.2.1;By=10.0.0.1;Proto=https", "192.0.2.1"),
            ("for=198.51.100.7, for=192.0.2.1, for=10.0.0.2", "192.0.2.1"),
            ("for=\"192.0.2.1:4711\";by=10.0.0.2,for=10.0.0.2", "192.0.2.1"),
            ("for=\"[2001:db8::1]:4711\"", "2001:db8::1"), ("for=10.0.0.3,for=10.0.0.2", "10.0.0.3"),
            ("for=192.0.2.1, for=unknown, for=10.0.0.2", "10.0.0.2"), ("for=192.0.2.1, for=_hidden", "10.0.0.1"),
            ("for=192.0.2.1, for=\"_a:_b\"", "10.0.0.1"), ("for=192.0.2.1, proto=https", "10.0.0.1"),
            ("for=192.0.2.1, for=2001:db8::1", "10.0.0.1"), ("for=192.0.2.1, for=10.0.0.2;for=10.0.0.3", "10.0.0.1"),
            ("for=192.0.2.1, for = 10.0.0.2", "10.0.0.1"), ("for=192.0.2.1, for=\"10.0.0.2", "10.0.0.1"),
            ("for=192.0.2.1;by=\"a, for=10.0.0.2\"", "192.0.2.1"), ("", "10.0.0.1"), (",", "10.0.0.1"),
        ]

        for (field, expected) in table { XCTAssertEqual(client(["Forwarded": field]), expected, field) }
    }

    func testClient_isNotChangedByQuotationMarks_thatTheClientSent() {
        let added = [", for=192.0.2.1", ", for=\"[2001:db8::1]\"", ", for=192.0.2.1;by=\"a\\\"b,c\\\\\""]
        let sent = ["for=\"", "\"", "for=\"\\", "for=\"198.51.100.7", "\\\"", "for=10.0.0.2;by=\"\\\\\\\"", "\",\""]

        for addition in added {
            let expected = client(["Forwarded": String(addition.dropFirst(2))])
            for start in sent { XCTAssertEqual(client(["Forwarded": start + addition]), expected, start + addition) }
        }
    }

    func testClient_isFoundWithinTheLimits_howeverMuchStandsLeftOfIt() {
        let padding = String(repeating: "10.0.0.9, ", count: 10_000)

        XCTAssertEqual(client(["X-Forwarded-For": padding + "192.0.2.1"]), "192.0.2.1")
        XCTAssertEqual(
            client(["X-Forwarded-For": String(repeating: "x", count: 9000), "X-Forwarded-For": "192.0.2.1"]),
            "192.0.2.1"
        )
        XCTAssertEqual(
            client(["Forwarded": String(repeating: "\"", count: 9001) + ", for=192.0.2.1, for=10.0.0.2"]),
            "192.0.2.1"
        )
    }

    func testClient_isTheLastHopWithinTheLimits_whenAllOfThemAreTrusted() {
        let hops = (1...65).map { "10.0.1.\($0)" }.joined(separator: ", ")
        let wide = (1...10).map { String(repeating: " ", count: 1000) + "10.0.1.\($0)" }.joined(separator: ",")

        XCTAssertEqual(client(["X-Forwarded-For": "192.0.2.1, " + hops]), "10.0.1.2")
        XCTAssertEqual(client(["X-Forwarded-For": wide]), "10.0.1.3")
    }

    func testClient_isThePeer_whenTheFieldsNameDifferentOnes() {
        let disputed = origin(["X-Forwarded-For": "192.0.2.1", "Forwarded": "for=198.51.100.7;host=evil.example.com"])
        let unread = origin(["X-Forwarded-For": "192.0.2.1", "Forwarded": "for=unknown"])

        XCTAssertEqual([disputed, unread].map(\.client.description), ["10.0.0.1", "10.0.0.1"])
        XCTAssertEqual([disputed, unread].map(\.host), [nil, nil])
    }

    func testClaimedClients_areWhomTheFieldsName_whenTheyNameDifferentOnes() {
        let table: [(KeyValuePairs<String, String>, [String])] = [
            (["X-Forwarded-For": "192.0.2.1", "Forwarded": "for=198.51.100.7"], ["192.0.2.1", "198.51.100.7"]),
            (["X-Forwarded-For": "192.0.2.1", "Forwarded": "for=unknown"], ["192.0.2.1"]),
            (["X-Forwarded-For": "unknown", "Forwarded": "for=198.51.100.7"], ["198.51.100.7"]),
            (["X-Forwarded-For": "192.0.2.1, 10.0.0.2", "Forwarded": "for=10.0.0.3"], ["192.0.2.1"]),
            (["X-Forwarded-For": "10.0.0.2", "Forwarded": "for=10.0.0.3"], ["10.0.0.1"]),
            (["X-Forwarded-For": "192.0.2.1", "Forwarded": "for=192.0.2.1"], []),
            (["X-Forwarded-For": "192.0.2.1"], []),
        ]

        for (fields, clients) in table {
            let origin = origin(fields)

            XCTAssertEqual(origin.claimedClients.map(\.description), clients, "\(fields)")
        }
    }

    func testClient_isBelieved_whenBothFieldsNameIt() {
        let agreed = origin(["X-Forwarded-For": "192.0.2.1, 10.0.0.2", "Forwarded": "for=\"192.0.2.1:4711\""])

        XCTAssertEqual(agreed.client.description, "192.0.2.1")
        XCTAssertEqual(agreed.claimedClients, [])
    }

    func testClient_isBelieved_fromATrustedSocket() {
        let fields: KeyValuePairs = ["X-Forwarded-For": "192.0.2.1"]

        XCTAssertEqual(Origin(fields, peer: "unix", trusting: ["unix"]).client.description, "192.0.2.1")
    }
}
