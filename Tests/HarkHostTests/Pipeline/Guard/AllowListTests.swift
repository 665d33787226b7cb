import HarkTesting
import TestSupport
import XCTest

final class AllowListTests: XCTestCase {
    private let proxy = PeerAddress.ipv4(0x0A00_0001, port: 1)
    private let call = Request.delivery("/listed", body: "")

    func testCall_is403_fromAnAddressThatIsNotListed() async throws {
        let bot = try await TrustBot(AccessProbe.self)

        let statuses = try await bot.statuses([
            call.from(.friend(0)), call.from(.friend(255)), call.from(.stranger()), call.from(.local),
        ])

        XCTAssertEqual(statuses, [200, 200, 403, 403])
        XCTAssertEqual(bot.records.all[2].refusal, "198.51.100.7 is not among the addresses that may call it")
    }

    func testSingleIPv6Address_isNoRange() async throws {
        let bot = try await TrustBot(AccessProbe.self)
        let peers: [PeerAddress] = [
            .ipv6(0x2001_0db8_0000_0000, 1, port: 1), .ipv6(0x2001_0db8_0000_0000, 2, port: 1),
            .ipv6(0x2001_0db8_0000_0001, 1, port: 1), .ipv6(0, 0xffff_c000_0207, port: 1),
        ]

        let statuses = try await bot.statuses(peers.map(call.from))

        XCTAssertEqual(statuses, [200, 403, 403, 200])
    }

    func testForwardedAddress_counts_behindATrustedProxyAlone() async throws {
        let bot = try await TrustBot(AccessProbe.self, environment: ["HARK_TRUSTED_PROXIES": "10.0.0.1"])
        let forwarded = { self.call.from($0).with("X-Forwarded-For", $1) }

        let statuses = try await bot.statuses([
            forwarded(proxy, "192.0.2.7"), forwarded(proxy, "198.51.100.7"),
            forwarded(proxy, "192.0.2.7, 198.51.100.7"),
            forwarded(proxy, "198.51.100.7, 192.0.2.7"), forwarded(proxy, "unknown"), forwarded(proxy, nil),
            forwarded(.stranger(), "192.0.2.7"), forwarded(.friend(), "198.51.100.7"),
        ])

        XCTAssertEqual(statuses, [200, 403, 403, 200, 403, 403, 403, 200])
    }

    func testCall_is403_whenTheProxysFieldsNameDifferentClients() async throws {
        let bot = try await TrustBot(
            AccessProbe.self,
            environment: ["HARK_TRUSTED_PROXIES": "10.0.0.1", "HARK_ACCESSPROBE_RANGES": "10.0.0.1,192.0.2.0/24"])
        let own = Request.delivery("/own", body: "").from(proxy).with("X-Forwarded-For", "192.0.2.7")

        let statuses = try await bot.statuses([
            own, own.with("Forwarded", "for=192.0.2.7"), own.with("Forwarded", "for=198.51.100.7"),
            own.with("Forwarded", "for=192.0.2.8"),
        ])

        XCTAssertEqual(statuses, [200, 200, 403, 403])
        XCTAssertEqual(bot.records.all[2].refusal, "Forwarded and X-Forwarded-For name different clients")
    }

    func testOwnList_letsAnybodyIn_whenItIsEmpty() async throws {
        let bot = try await TrustBot(AccessProbe.self)

        let answer = try await bot.send(.delivery("/own", body: "").from(.stranger()))

        XCTAssertEqual(answer.status, .ok)
    }

    func testAdmin_callsFromAnywhere() async throws {
        let bot = try await TrustBot(AccessProbe.self)

        let lines = await bot.send("!webhook test /listed")

        XCTAssertTrue(lines.first?.contains("200") == true, "\(lines)")
    }
}
