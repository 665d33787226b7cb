import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// Announces changes that somebody has to review.
private struct Forge: ProviderPlugin {
    static let provider = Provider(
        "forge", title: "forge", summary: "Announces changes.", verifier: .github, secret: "The secret.",
        events: EventTable(
            ["change": { EventNotification(about: $0.project.asText, "\($0.author) asks for a review") }],
            facts: { payload, facts in
                facts.actor = payload.author.asText
                for account in payload.reviewers.asList { facts.addConcerned(account.asText, because: .review) }
            }))

    let receiver: EventReceiver

    init(_ receiver: EventReceiver) { self.receiver = receiver }
}

final class MentionTests: XCTestCase {
    private static let people = "ada = forge:ada-l recorded:1815\ngrace = forge:gh recorded:1906\nbob = forge:bob"

    private func bot(_ environment: [String: String] = [:]) async throws -> TestBot {
        try await TestBot(
            Forge.self, environment: ["HARK_PEOPLE": Self.people].merging(environment) { $1 })
    }

    @discardableResult
    private func change(_ reviewers: String, by author: String = "eve", to bot: TestBot) async throws -> TestResponse {
        let json = #"{"project":"shop","author":"\#(author)","reviewers":[\#(reviewers)]}"#
        return try await bot.deliver(Fixture(name: "change.json", payload: Array(json.utf8)), to: Forge.self)
    }

    /// The identifiers of the people whom each message mentions.
    private func mentioned(by bot: TestBot) -> [[String]] {
        bot.chat.messages.map { message in
            message.text.spans.compactMap { if case .person(let person) = $0 { person.id } else { nil } }
        }
    }

    func testPeople_areMentionedOnce_whenANotificationConcernsThem() async throws {
        let bot = try await bot()

        try await change(#""ada-l","GH","ADA-L","nobody""#, to: bot)

        XCTAssertEqual(bot.chat.sent, ["[#general] ada, grace: [shop] eve asks for a review"])
        XCTAssertEqual(mentioned(by: bot), [["1815", "1906"]])
    }

    func testNobody_isMentioned_withoutAnAccountOnTheNetwork_orByTheirOwnDoing() async throws {
        let bot = try await bot()

        try await change(#""bob""#, to: bot)
        try await change(#""ada-l""#, by: "ada-l", to: bot)
        try await change("", to: bot)

        XCTAssertEqual(
            bot.chat.sent,
            [
                "[#general] [shop] eve asks for a review", "[#general] [shop] ada-l asks for a review",
                "[#general] [shop] eve asks for a review",
            ])
    }

    func testMentions_areOnlyInTheRoomsOfTheSetting() async throws {
        let bot = try await bot(["HARK_ROOMS": "#dev,#all", "HARK_MENTIONS": "#dev"])

        try await change(#""ada-l""#, to: bot)

        XCTAssertEqual(
            bot.chat.sent.map(\.description).sorted(),
            ["[#all] [shop] eve asks for a review", "[#dev] ada: [shop] eve asks for a review"])
    }

    func testRoom_getsANotificationOnce_whenThePeopleChangeBetweenTwoAttempts() async throws {
        let folder = try TemporaryFolder(of: self)
        let path = try folder.write("ada = forge:ada-l recorded:1815\n", to: "people")
        let bot = try await TestBot(
            Forge.self,
            environment: ["HARK_PEOPLE_FILE": path, "HARK_ROOMS": "#a,#b", "HARK_STORE": "off"])
        let delivery = try bot.host.delivery(
            to: "forge", event: "change",
            payload: Array(#"{"project":"shop","author":"eve","reviewers":["ada-l"]}"#.utf8))
        let request = try bot.host.signed(delivery.with("X-GitHub-Delivery", "1"))

        bot.chat.fail(in: ["#b"])
        _ = try await bot.send(request)
        bot.chat.fail(in: [])
        try folder.write("countess = forge:ada-l recorded:1815\n", to: "people")
        _ = try bot.host.reloadPeople()
        _ = try await bot.send(request)

        XCTAssertEqual(
            bot.chat.sent,
            ["[#a] ada: [shop] eve asks for a review", "[#b] countess: [shop] eve asks for a review"])
    }

    func testText_ofAStrangerMentionsNobody() async throws {
        let bot = try await bot()

        try await change("", by: "@ada <@1815>", to: bot)

        XCTAssertEqual(mentioned(by: bot), [[]])
    }

    func testStart_isRefused_withFileLineAndColumn() async throws {
        let folder = try TemporaryFolder(of: self)
        let path = try folder.write("ada = forge:ada-l\nbob = forje:bob\n", to: "people")

        do {
            _ = try await TestBot(Forge.self, environment: ["HARK_PEOPLE_FILE": path])
            XCTFail("The bot starts.")
        } catch {
            XCTAssertEqual(error.list.map(\.subject), ["\(path), line 2, column 7"], "\(error)")
        }
    }

    func testPeople_areReadAgain_andStayOnAFault() async throws {
        let folder = try TemporaryFolder(of: self)
        let path = try folder.write("ada = forge:ada-l recorded:1815\n", to: "people")
        let bot = try await TestBot(Forge.self, environment: ["HARK_PEOPLE_FILE": path])

        try folder.write("grace = forge:ada-l recorded:1906\n", to: "people")
        let count = try bot.host.reloadPeople()
        try await change(#""ada-l""#, to: bot)
        try folder.write("ada\n", to: "people")

        XCTAssertThrowsError(try bot.host.reloadPeople())
        try await change(#""ada-l""#, to: bot)
        XCTAssertEqual(count, 1)
        XCTAssertEqual(mentioned(by: bot), [["1906"], ["1906"]])
    }

    func testWhoAmI_saysWhatIsKnown() async throws {
        let bot = try await bot(["HARK_MENTIONS": "#dev"])

        let known = await bot.send("!whoami", from: Person(id: "1815"), in: "#dev")
        let elsewhere = await bot.send("!whoami", from: Person(id: "1815"), in: "#ops")
        let unknown = await bot.send("!whoami", from: Person(id: "7"), in: "#dev")

        let accounts = "In HARK_PEOPLE you are ada: forge:ada-l, recorded:1815."
        XCTAssertEqual(
            known, ["You are 1815, a guest in #dev. \(accounts) Notifications that concern you mention you here."])
        XCTAssertEqual(
            elsewhere,
            [
                """
                You are 1815, a guest in #ops. \(accounts) Notifications do not mention you here; HARK_MENTIONS names \
                the rooms.
                """
            ])
        XCTAssertEqual(
            unknown,
            [
                """
                You are 7, a guest in #dev. HARK_PEOPLE does not name you; with a line such as “ada = github:ada-l \
                recorded:7” there, notifications that concern you mention you.
                """
            ])
    }

    func testWhoAmI_namesTheAsker_withoutPeople() async throws {
        let bot = try await TestBot(Forge.self)

        let answer = await bot.send("!whoami")

        XCTAssertEqual(answer, ["You are admin, an admin in #general."])
    }
}
