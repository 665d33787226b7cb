import Synchronization
import TestSupport
import XCTest

@testable import HarkHost

final class NetworkRouterTests: XCTestCase {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func router(_ networks: any ChatNetwork...) -> NetworkRouter {
        let router = NetworkRouter(logger: logger)
        router.connect(networks)
        return router
    }

    func testSend_goesToTheNetworkOfTheRoom_orToTheFirst() async throws {
        let (first, second) = (ScriptedNetwork<FirstName>(), ScriptedNetwork<SecondName>())
        let router = router(first, second)

        let receipt = try await router.send("a", to: "#ops")
        _ = try await router.send("b", to: "second:#ops")
        _ = try await router.send("c", to: "first:#ops")

        XCTAssertEqual(receipt, .sent("1"))
        XCTAssertEqual(first.sent.all, ["#ops a", "#ops c"])
        XCTAssertEqual(second.sent.all, ["#ops b"])
    }

    func testSend_namesTheNetworkOfAPerson_whoHasNone() async throws {
        let (first, second) = (ScriptedNetwork<FirstName>(), ScriptedNetwork<SecondName>())
        let router = router(first, second)

        _ = try await router.send("see \(Person(id: "ada")) and \(Person(id: "ben", on: "second"))", to: "second:#ops")

        XCTAssertEqual(second.people.all, ["first", "second"])
    }

    func testAnnounce_speaksOnce_inARoomOfSeveralNames() async throws {
        let first = ScriptedNetwork<FirstName>()
        let router = router(first)
        let chat = Chat(
            rooms: ["#Ops", "first:#ops", "#dev"], canonical: { router.canonical($0) },
            enqueue: { message, room throws(ChatError) in try await router.enqueue(message, to: room) })

        try await chat.announce("hi")

        XCTAssertEqual(first.sent.all.sorted(), ["#dev hi", "#ops hi"])
    }

    func testSend_saysWhatIsConnected_whenTheNetworkIsNot() async {
        let router = router(ScriptedNetwork<FirstName>(), ScriptedNetwork<SecondName>())

        do {
            _ = try await router.send("a", to: "third:#ops")
            XCTFail("it was sent")
        } catch {
            XCTAssertEqual(
                error,
                ChatError(.noSuchRoom, "third:#ops cannot be reached: this bot is connected to first, second."))
        }
    }

    func testRun_namesTheNetwork_unlessItIsTheDefaultOne() async throws {
        let say: @Sendable (ChatInbox) async -> Void = { inbox in
            await inbox.receive(IncomingMessage("hi", from: Person(id: "ada"), in: "#ops", thread: "t", id: "1"))
        }
        var (first, second) = (ScriptedNetwork<FirstName>(), ScriptedNetwork<SecondName>())
        let turn = AsyncStream.makeStream(of: Void.self)
        first.script = { inbox in
            await say(inbox)
            turn.continuation.finish()
            while !Task.isCancelled { try await Task.sleep(for: .seconds(3600)) }
        }
        second.script = { inbox in
            for await _ in turn.stream {}
            await say(inbox)
        }
        let received = Recording<IncomingMessage>()

        try await router(first, second).run(onMessage: { received.append($0) })

        XCTAssertEqual(received.all.map(\.room), ["#ops", "second:#ops"])
        XCTAssertEqual(received.all.map(\.sender), [Person(id: "ada"), Person(id: "ada", on: "second")])
        XCTAssertEqual(received.all.map(\.thread), ["t", "t"])
        XCTAssertEqual(received.all.map(\.id), ["1", "1"])
    }

    func testInbox_hasTheRoomsOfItsNetwork_eachOnce() async throws {
        var (first, second) = (ScriptedNetwork<FirstName>(), ScriptedNetwork<SecondName>())
        let rooms = Recording<[Room]>()
        let turn = AsyncStream.makeStream(of: Void.self)
        first.script = { inbox in
            rooms.append(inbox.rooms)
            turn.continuation.finish()
            while !Task.isCancelled { try await Task.sleep(for: .seconds(3600)) }
        }
        second.script = { inbox in
            for await _ in turn.stream {}
            rooms.append(inbox.rooms)
        }
        let router = NetworkRouter(logger: logger)
        router.connect([first, second], rooms: ["#ops", "second:#ops", "first:#ops", "#dev", "second:#a"])

        try await router.run(onMessage: { _ in })

        XCTAssertEqual(rooms.all, [["#ops", "#dev"], ["second:#ops", "second:#a"]])
    }

    private struct Revoked: Error, Equatable { let name: String }

    func testRun_goesOn_whenOneNetworkIsLost() async throws {
        var (first, second) = (ScriptedNetwork<FirstName>(), ScriptedNetwork<SecondName>())
        let isLost = AsyncStream.makeStream(of: Void.self)
        let router = router(first, second)
        first.script = { inbox in
            inbox.report(.connected)
            throw Revoked(name: "first")
        }
        second.script = { inbox in
            inbox.report(.connected)
            for await _ in isLost.stream {}
            throw Revoked(name: "second")
        }
        router.connect([first, second])

        let lost = Recording<NetworkName>()
        let run = Task { try await router.run(onMessage: { _ in }, onLoss: { name, _ in lost.append(name) }) }
        while router.states.first?.state != .disconnected(reason: "given up: Revoked(name: \"first\")") {
            await Task.yield()
        }
        let whileOneIsLeft = router.states.last?.state
        isLost.continuation.finish()
        while lost.all.count < 2 { await Task.yield() }
        run.cancel()
        _ = await run.result

        XCTAssertEqual(whileOneIsLeft, .connected)
        XCTAssertEqual(lost.all, ["first", "second"])
    }

    func testRun_ends_whenNoNetworkWasEverConnected() async {
        var first = ScriptedNetwork<FirstName>()
        first.script = { _ in throw Revoked(name: "first") }

        do {
            try await router(first).run(onMessage: { _ in })
            XCTFail("it went on")
        } catch {
            XCTAssertEqual(error as? Revoked, Revoked(name: "first"))
        }
    }

    func testSend_isRefused_onceItsNetworkIsLost() async throws {
        var (first, second) = (ScriptedNetwork<FirstName>(), ScriptedNetwork<SecondName>())
        first.script = { _ in throw ChatError(.unauthorized, "The token was revoked.") }
        let isLost = AsyncStream.makeStream(of: Void.self)
        second.script = { inbox in
            inbox.report(.connected)
            for await _ in isLost.stream {}
        }
        let router = router(first, second)

        let run = Task {
            try await router.run(onMessage: { _ in }, onLoss: { _, _ in isLost.continuation.finish() })
        }
        _ = await run.result

        do {
            _ = try await router.send("a", to: "#ops")
            XCTFail("it was sent")
        } catch {
            XCTAssertEqual(error.kind, .unauthorized, "the reason why it was lost")
        }
    }

    func testRun_endsAll_whenAnOwnerLeaves() async throws {
        var first = ScriptedNetwork<FirstName>()
        let isCancelled = Mutex(false)
        var second = ScriptedNetwork<SecondName>()
        first.script = { inbox in inbox.report(.connected) }
        second.script = { _ in
            do { while true { try await Task.sleep(for: .seconds(3600)) } } catch { isCancelled.withLock { $0 = true } }
        }

        try await router(first, second).run(onMessage: { _ in })

        XCTAssertTrue(isCancelled.withLock { $0 })
    }
}
