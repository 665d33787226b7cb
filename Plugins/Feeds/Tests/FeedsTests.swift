import HarkTesting
import XCTest

@testable import FeedsPlugin

final class FeedsTests: XCTestCase {
    private static let url = "https://news.example.org/feed.xml"

    /// A feed with entries of these numbers, the newest first.
    private static func rss(_ numbers: some Sequence<Int>) -> ScriptedHTTP.Answer {
        let items = numbers.map { number in
            "<item><title>Tea &amp;amp; &lt;b&gt;cup&lt;/b&gt; \(number)</title><link>/n/\(number)</link></item>"
        }
        let text = "<rss version='2.0'><channel><title>News</title>\(items.joined())</channel></rss>"
        return .response(ClientResponse(headers: [.eTag: "\"v1\"", .lastModified: "then"], body: Array(text.utf8)))
    }

    private func bot(
        _ feeds: String = FeedsTests.url, _ environment: [String: String] = [:], http: ScriptedHTTP
    ) async throws -> TestBot {
        try await TestBot(Feeds.self, environment: environment.merging(["HARK_FEEDS": feeds]) { $1 }, http: http)
    }

    func testManifest_hasNoFault() {
        checkManifest(Feeds.self)
    }

    func testEntries_areAnnouncedOnce_exceptThoseThatWereThereAtFirst() async throws {
        let bot = try await bot(http: [Self.rss([2, 1]), Self.rss([4, 3, 2, 1]), Self.rss([5, 4, 3])])

        await bot.advance(by: .minutes(5))
        XCTAssertEqual(bot.chat.sent, [])
        await bot.advance(by: .minutes(15))
        let restarted = try await bot.crash()
        await restarted.advance(by: .minutes(15))

        XCTAssertEqual(
            bot.chat.sent.map(\.description),
            [3, 4, 5].map { "[#general] [News] Tea & cup \($0) https://news.example.org/n/\($0)" })
    }

    func testEntries_areCounted_whenThereAreTooMany() async throws {
        let bot = try await bot(
            "\(Self.url)=#news", ["HARK_FEEDS_ENTRIES": "2"], http: [Self.rss([1]), Self.rss((1...15).reversed())])

        await bot.advance(by: .minutes(20))

        XCTAssertEqual(
            bot.chat.sent.map(\.description),
            [
                "[#news] [News] Tea & cup 14 https://news.example.org/n/14",
                "[#news] [News] Tea & cup 15 https://news.example.org/n/15", "[#news] [News] and 12 more",
            ])
    }

    func testFeed_isAskedAtItsInterval_whetherItHasChanged() async throws {
        let bot = try await bot(
            "\(Self.url)", ["HARK_FEEDS_INTERVAL": "30m"],
            http: [Self.rss([1]), .status(.notModified), Self.rss([2, 1])])

        await bot.advance(by: .minutes(65))

        let conditions = bot.http.requests.map { [$0.headers[.ifNoneMatch], $0.headers[.ifModifiedSince]] }
        XCTAssertEqual(conditions, [[nil, nil], ["\"v1\"", "then"], ["\"v1\"", "then"]])
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testFeed_isLeftAlone_asLongAsItsServerWants() async throws {
        let busy = ClientResponse(status: .tooManyRequests, headers: [.retryAfter: "7200"])
        let bot = try await bot(http: [.response(busy), Self.rss([1])])

        await bot.advance(by: .minutes(120))
        let early = bot.http.requests.count
        await bot.advance(by: .minutes(10))

        XCTAssertEqual(early, 1)
        XCTAssertEqual(bot.http.requests.count, 2)
    }

    func testFeed_isAskedLessOften_theMoreItFails() async throws {
        let http = ScriptedHTTP { _ in .status(.internalServerError) }
        let bot = try await bot(http: http)

        // At 5, 20, 50 and 110 minutes.
        await bot.advance(by: .minutes(120))

        XCTAssertEqual(http.requests.count, 4)
    }

    func testEntries_areAnnouncedAgain_onlyWhereTheyAreMissing() async throws {
        let bot = try await bot(
            "\(Self.url)=#a,\(Self.url)=#b", http: [Self.rss([1]), Self.rss([2, 1]), Self.rss([2, 1])])
        await bot.advance(by: .minutes(5))

        bot.chat.fail(in: ["#b"])
        await bot.advance(by: .minutes(15))
        let first = bot.chat.sent.map(\.room)
        bot.chat.fail(in: [])
        await bot.advance(by: .minutes(5))

        XCTAssertEqual(first, ["#a"])
        XCTAssertEqual(bot.chat.sent.map(\.room), ["#a", "#b"])
    }

    func testEntries_areAnnouncedOnce_whenOneRoomIsGoneAndNothingIsStored() async throws {
        let bot = try await bot(
            "\(Self.url)=#a,\(Self.url)=#gone", ["HARK_STORE": "off"],
            http: [Self.rss([1]), Self.rss([2, 1]), Self.rss([2, 1]), Self.rss([3, 2, 1])])
        bot.chat.fail(in: ["#gone"], with: ChatError(.noSuchRoom, "There is no #gone."))

        await bot.advance(by: .minutes(50))

        XCTAssertEqual(
            bot.chat.sent.map(\.description),
            [2, 3].map { "[#a] [News] Tea & cup \($0) https://news.example.org/n/\($0)" })
    }

    func testStore_hasNoCredential_ofAURL() async throws {
        let feeds = [
            "https://ada:hunter2@one.example.org/feed", "https://two.example.org/feed?token=hunter2",
            "https://three.example.org/hunter2", "https://four.example.org/hunter2",
        ]
        let moved = ClientResponse(status: .found, headers: [.location: "https://other.example.org/hunter2"])
        let http = ScriptedHTTP { request in
            if request.url.contains("three") { return .failure(.timedOut) }
            return request.url.contains("four") ? .response(moved) : Self.rss([1])
        }
        let bot = try await bot(feeds.joined(separator: ","), http: http)

        await bot.advance(by: .minutes(5))

        let keys = try await bot.store.keys(of: "feeds", prefix: "", limit: 100)
        XCTAssertEqual(keys.count, feeds.count)
        for key in keys {
            let value = try await bot.store.value(key, of: "feeds")?.bytes ?? []
            XCTAssertFalse("\(key) \(String(decoding: value, as: UTF8.self))".contains("hunter2"), key)
        }
    }

    func testStart_fails_whenARoomIsOnAnotherNetwork() async {
        do {
            _ = try await bot("\(Self.url)=irc:#news", http: [])
            XCTFail("The bot has no IRC.")
        } catch {
            XCTAssertTrue("\(error)".contains("HARK_FEEDS: “irc:#news” is on"), "\(error)")
        }
    }

    func testFeeds_areListedWithTheirState() async throws {
        let other = "https://old.example.org/feed?token=hunter2"
        let moved = ClientResponse(status: .movedPermanently, headers: [.location: "https://new.example.org/feed"])
        let http = ScriptedHTTP { $0.url == other ? .response(moved) : Self.rss([2, 1]) }
        let bot = try await bot("\(Self.url),\(other),https://third.example.org/", http: http)

        let before = await bot.send("!feeds")
        await bot.advance(by: .minutes(5))
        bot.clock.advance(by: .minutes(4))
        let after = await bot.send("!feeds")

        XCTAssertEqual(before.first?.split(separator: "\n").count, 3)
        XCTAssertEqual(
            after.first?.split(separator: "\n").prefix(2).map(String.init),
            [
                "News (https://news.example.org): read 4 min 0 s ago, 2 entries known",
                "https://old.example.org: It has moved to https://new.example.org: write its new URL in HARK_FEEDS. "
                    + "It was not read yet, and is tried again in 11 min 0 s.",
            ])
    }

    func testRedirect_isFollowed_onTheSameHost() async throws {
        let moved = ClientResponse(status: .found, headers: [.location: "https://www.news.example.org/new.xml"])
        let bot = try await bot(http: [.response(moved), Self.rss([1])])

        await bot.advance(by: .minutes(5))

        XCTAssertEqual(bot.http.requests.map(\.url), [Self.url, "https://www.news.example.org/new.xml"])
    }

    func testRedirect_isNotFollowed_toAnotherServerOrWithoutTLS() async throws {
        for target in [
            "http://news.example.org/feed.xml", "https://169.254.169.254/", "https://news.example.org:8443/",
        ] {
            let moved = ClientResponse(status: .found, headers: [.location: target])
            let bot = try await bot(http: [.response(moved)])

            await bot.advance(by: .minutes(5))

            XCTAssertEqual(bot.http.requests.map(\.url), [Self.url], target)
        }
    }

    func testStart_fails_whenASettingIsNotValid() async {
        let urls =
            "a list of http or https URLs of at most 240 bytes, with rooms where they have their own, such as "
            + "https://example.org/feed.xml=#news; a comma in a URL is written %2C"
        let faulty = [
            ("HARK_FEEDS", "feed.xml=#news", "its value is not \(urls)"),
            ("HARK_FEEDS", "ftp://example.org/", "its value is not \(urls)"),
            ("HARK_FEEDS", "https://e.org/\(String(repeating: "a", count: 300))", "its value is not \(urls)"),
            ("HARK_FEEDS_INTERVAL", "1m", "“1m” is not a duration from 5m to 24h"),
            ("HARK_FEEDS_ENTRIES", "0", "“0” is not a whole number from 1 to 50"),
        ]

        for (variable, value, fault) in faulty {
            do throws(Faults) {
                _ = try await TestBot(Feeds.self, environment: [variable: value])
                XCTFail("It started with \(variable)=\(value).")
            } catch {
                XCTAssertEqual(error.list.map(\.description), ["\(variable): \(fault)."])
            }
        }
    }
}
