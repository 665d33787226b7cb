import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

final class NetworkLinkTests: XCTestCase {
    /// A network that gives each message a number, and refuses what it is told to.
    private struct Threads: ChatNetwork {
        static let networkName: NetworkName = "threads"
        static let capabilities = NetworkCapabilities([.threads, .edits])

        let log = Recording<String>()
        var refusedThread: MessageID?
        var refusedEdit: MessageID?
        var neverConfirmsEdits = false

        func run(_ inbox: ChatInbox) async throws {}

        func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
            if let thread = message.thread, thread == refusedThread { throw ChatError(.refused, "It is gone.") }
            log.append("\(message.thread.map { "in \($0): " } ?? "")\(message.text)")
            return MessageID("\(log.all.count)")
        }

        func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError) {
            if id == refusedEdit { throw ChatError(.refused, "It is gone.") }
            log.append("\(id) becomes \(message.text)")
            if neverConfirmsEdits { throw ChatError(.transient, "No answer.", mayHaveArrived: true) }
        }
    }

    /// A network that takes nothing.
    private struct Broken: ChatNetwork {
        static let networkName: NetworkName = "broken"

        func run(_ inbox: ChatInbox) async throws {}

        func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
            throw ChatError(.transient, "It is down.")
        }
    }

    /// A network whose rooms are topics of groups, with reactions.
    private struct Topics: ChatNetwork {
        static let networkName: NetworkName = "topics"
        static let capabilities = NetworkCapabilities([.reactions], pace: Pace(burst: 2, interval: .seconds(4)))

        let log = Recording<String>()

        func run(_ inbox: ChatInbox) async throws {}

        func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
            log.append("\(room.name) \(message.text)")
            return nil
        }

        func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError) {
            log.append("\(room.name) \(reaction.emoji) \(id)")
        }

        func paceGroup(of room: Room) -> String { String(room.name.prefix { $0 != "/" }) }
    }

    private func link(
        _ network: any ChatNetwork, _ clock: TestClock = TestClock(at: TestBot.newYear2026)
    ) -> NetworkLink {
        let logger = Logger(label: "test")
        let outbox = Outbox(longestAge: .seconds(86_400), logger: logger)
        return NetworkLink(network, outbox: outbox, clock: clock.reading, logger: logger)
    }

    private func message(_ text: String, _ subject: String, isAlsoInRoom: Bool = false) -> Message {
        Message(ChatText(text), thread: .subject(UntrustedText(subject)), isAlsoInRoom: isAlsoInRoom)
    }

    func testEdit_countsAsMade_whenItIsNeverConfirmed() async throws {
        let network = Threads(neverConfirmsEdits: true)
        let clock = TestClock(at: TestBot.newYear2026)
        let link = link(network, clock)
        for text in ["running", "failed"] {
            let message = Message(ChatText(text), replaces: MessageKey("build"))
            _ = try await link.enqueue(message, to: "#ops", patience: .zero)
        }
        _ = try await link.enqueue("next", to: "#ops", patience: .zero)

        for count in 1...2 {
            await clock.sleepsBegun(count)
            clock.advance(by: .seconds(60))
        }
        while link.waitingCount > 0 { await Task.yield() }

        XCTAssertEqual(network.log.all, ["running"] + Array(repeating: "1 becomes failed", count: 3) + ["next"])
    }

    func testTopics_haveThePaceOfTheirGroup() async throws {
        let network = Topics()
        let clock = TestClock(at: TestBot.newYear2026)
        let link = link(network, clock)

        for room: Room in ["-1/1", "-1/2", "-1", "-2"] { _ = try await link.enqueue("hi", to: room, patience: .zero) }
        while network.log.all.count < 3 { await Task.yield() }
        await clock.sleepsBegun(1)
        let early = network.log.all.filter { $0.hasPrefix("-1") }.count
        clock.advance(by: .seconds(4))
        while network.log.all.count < 4 { await Task.yield() }

        XCTAssertEqual(early, 2)
    }

    func testReactions_areLeftOut_whenTheRoomHasReceivedEnough() async throws {
        let network = Topics()
        let clock = TestClock(at: TestBot.newYear2026)
        let link = link(network, clock)

        _ = try await link.send("hi", to: "-1")
        for id: MessageID in ["1", "2", "3"] { try? await link.react(.done, to: id, in: "-1") }
        clock.advance(by: .seconds(4))
        try await link.react(.done, to: "4", in: "-1")

        XCTAssertEqual(network.log.all, ["-1 hi", "-1 ✅ 1", "-1 ✅ 4"])
    }

    func testAnswers_leaveRoomForAnnouncements_whereNothingIsTaken() async throws {
        let link = link(Broken())
        link.note(.disconnected(reason: "It is down."))

        var refusedCount = 0
        for number in 1...1_010 {
            do { _ = try await link.enqueue("hi", to: Room("@\(number)"), isAnswer: true) } catch { refusedCount += 1 }
        }
        let receipt = try await link.send("deployed", to: "#ops")

        XCTAssertEqual(refusedCount, 10)
        XCTAssertEqual(receipt, .queued)
        XCTAssertEqual(link.waitingCount, 1_001)
        // Their queues would wait for their clock for ever, which the leak sanitizer reports.
        link.close(ChatError(.refused, "The test is over."))
    }

    func testSend_answersInTheThreadOfItsSubject() async throws {
        let network = Threads()
        let link = link(network)

        _ = try await link.send(message("opened", "acme/rocket#8"), to: "#ops")
        _ = try await link.send(message("reviewed", "acme/rocket#8"), to: "#ops")
        _ = try await link.send(message("opened", "acme/rocket#9"), to: "#ops")
        _ = try await link.send(message("reviewed", "acme/rocket#8"), to: "#dev")

        XCTAssertEqual(network.log.all, ["opened", "in 1: reviewed", "opened", "reviewed"])
    }

    func testSend_saysWhatIsImportantInTheRoomToo() async throws {
        let network = Threads()
        let link = link(network)

        _ = try await link.send(message("opened", "8", isAlsoInRoom: true), to: "#ops")
        _ = try await link.send(message("merged", "8", isAlsoInRoom: true), to: "#ops")
        _ = try await link.send("next", to: "#ops")

        XCTAssertEqual(network.log.all, ["opened", "in 1: merged", "merged", "next"])
    }

    func testSend_goesToTheRoomOnce_whenTheThreadIsGone() async throws {
        let network = Threads(refusedThread: "1")
        let link = link(network)

        _ = try await link.send(message("opened", "8"), to: "#ops")
        _ = try await link.send(message("merged", "8", isAlsoInRoom: true), to: "#ops")
        _ = try await link.send(message("discussed", "8"), to: "#ops")

        XCTAssertEqual(network.log.all, ["opened", "merged", "in 2: discussed"])
    }

    func testSend_replacesTheMessageOfItsKey() async throws {
        let network = Threads()
        let link = link(network)
        let key = MessageKey(UntrustedText("pipeline 7"))

        _ = try await link.send(Message("running", replaces: key), to: "#ops")
        let receipt = try await link.send(Message("failed", replaces: key), to: "#ops")
        _ = try await link.send(Message("running", replaces: key), to: "#dev")

        XCTAssertEqual(network.log.all, ["running", "1 becomes failed", "running"])
        XCTAssertEqual(receipt, .sent("1"))
    }

    func testSend_saysAnew_whatCannotBeReplaced() async throws {
        let network = Threads(refusedEdit: "1")
        let link = link(network)
        let key = MessageKey(UntrustedText("pipeline 7"))

        for text in ["running", "failed", "fixed"] {
            _ = try await link.send(Message(ChatText(text), replaces: key), to: "#ops")
        }

        XCTAssertEqual(network.log.all, ["running", "failed", "2 becomes fixed"])
    }

    func testSend_isQueued_whileTheNetworkIsNotConnected() async throws {
        let network = Threads()
        let link = link(network)

        link.note(.disconnected(reason: "for a while"))
        let receipt = try await link.send("hi", to: "#ops")

        XCTAssertEqual(receipt, .queued)
    }
}
