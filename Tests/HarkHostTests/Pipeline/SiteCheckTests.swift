import HarkTesting
import TestSupport
import XCTest

/// What a page in a browser cannot do.
final class SiteCheckTests: XCTestCase {
    private let loopback = PeerAddress.ipv4(0x7F00_0001, port: 1)
    private let open = Request.delivery("/open", body: "")
    private let environment = ["HARK_SECRETPROBE_TOKEN": "tok"]

    private func bot(_ changes: [String: String] = [:]) async throws -> TrustBot {
        try await TrustBot(SecretProbe.self, environment: environment.merging(changes) { $1 })
    }

    func testHost_isTheMachines_whereTheMachineCalls() async throws {
        let bot = try await bot()
        let hosts = ["localhost:3141", "127.0.0.1:3141", "[::1]", "evil.example:3141", "0.0.0.0:3141", "a b", nil, ""]
        let peers = [loopback, .ipv6(0, 1, port: 1), .ipv6(0, 0xffff_7f00_0001, port: 1)]

        for peer in peers {
            let statuses = try await bot.statuses(hosts.map { open.from(peer).with("Host", $0) })

            XCTAssertEqual(statuses, [200, 200, 200, 421, 421, 421, 200, 200], "\(peer)")
        }
    }

    func testHost_isNotLookedAt_whereSomebodyElseCalls() async throws {
        let bot = try await bot()
        let call = open.with("Host", "bot.example.org")

        let statuses = try await bot.statuses([.stranger(), .local].map(call.from))

        XCTAssertEqual(statuses, [200, 200])
    }

    func testRefusal_saysWhatToSet_whenAProxyMayHaveSentIt() async throws {
        let bot = try await bot()

        let answer = try await bot.send(
            .delivery("/token", ["X-Token": "tok", "Host": "bot.example.org"], body: "").from(loopback))

        XCTAssertEqual(answer.status, .misdirectedRequest)
        XCTAssertEqual(
            bot.records.all.last?.refusal,
            "Host “bot.example.org” is not a name of this machine; set HARK_BASE_URL to the URL that senders use, or "
                + "HARK_TRUSTED_PROXIES to 127.0.0.1 if a proxy there sets X-Forwarded-For itself")
    }

    func testHost_isThatOfTheBaseURL_orATrustedProxys() async throws {
        let based = try await bot(["HARK_BASE_URL": "https://bot.example.org/hooks"])
        let behind = try await bot(["HARK_TRUSTED_PROXIES": "127.0.0.1"])
        let elsewhere = try await bot(["HARK_TRUSTED_PROXIES": "10.0.0.1"])
        let calls = ["BOT.example.org:3141", "evil.example"].map { open.from(loopback).with("Host", $0) }

        let statuses = [
            try await based.statuses(calls), try await behind.statuses(calls), try await elsewhere.statuses(calls),
        ]

        XCTAssertEqual(statuses, [[200, 421], [200, 200], [421, 421]])
    }

    func testBody_isNotRead_whenTheHostIsAnothers() async throws {
        let bot = try await bot()

        let admission = bot.host.pipeline.admit(open.from(loopback).with("Host", "evil.example").with(body: []))

        XCTAssertEqual(admission.body, .leave)
    }

    func testPageOfAnotherSite_is403_whereNothingIsProven() async throws {
        let bot = try await bot()
        let own = open.from(loopback).with("Host", "localhost:3141")
        let origins = [
            "http://localhost:3141", "http://localhost:8000", "https://evil.example", "null", "http://127.0.0.1:3141",
            nil,
        ]
        let relations = ["same-origin", "none", "same-site", "cross-site", nil]

        let byOrigin = try await bot.statuses(origins.map { own.with("Origin", $0) })
        let byRelation = try await bot.statuses(relations.map { own.with("Sec-Fetch-Site", $0) })

        XCTAssertEqual(byOrigin, [200, 403, 403, 403, 403, 200])
        XCTAssertEqual(byRelation, [200, 200, 403, 403, 200])
        XCTAssertEqual(
            bot.records.all[2].refusal, "a page of another site sent it: Origin is “https://evil.example”")
    }

    func testPage_isTheBotsOwn_whereTheProxyOrTheBaseURLSaysSo() async throws {
        let based = try await bot(["HARK_BASE_URL": "https://bot.example.org"])
        let behind = try await bot(["HARK_TRUSTED_PROXIES": "127.0.0.1"])
        let page = open.from(loopback).with("Origin", "https://bot.example.org")
        let forwarded = page.with("Host", "127.0.0.1:3141").with("X-Forwarded-Host", "bot.example.org")

        let statuses = [
            try await based.statuses([page]), try await behind.statuses([forwarded, page.with("Host", "127.0.0.1")]),
        ]

        XCTAssertEqual(statuses, [[200], [200, 403]])
    }

    func testPage_mayCall_whatAsksForProof_unlessItTakesUnsignedDeliveries() async throws {
        let bot = try await bot(["HARK_SECRETPROBE_HUB": "unsigned"])
        let fields: KeyValuePairs = [
            "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site", "X-Token": "tok",
        ]

        let statuses = try await bot.statuses(["/token", "/hub"].map { .delivery($0, fields, body: "") })

        XCTAssertEqual(statuses, [200, 403])
    }

    func testLink_canBeFollowed_fromAnotherSite() async throws {
        let bot = try await TrustBot(AccessProbe.self)
        var link = Request.delivery("/cached", ["Sec-Fetch-Site": "cross-site"], body: "")
        link.method = .get
        let followed = link.with("Sec-Fetch-Mode", "navigate").with("Sec-Fetch-Dest", "document")

        let statuses = try await bot.statuses([
            followed, link, followed.with("Sec-Fetch-Dest", "iframe"), followed.with("Origin", "https://evil.example"),
        ])

        XCTAssertEqual(statuses, [200, 403, 403, 403])
    }
}
