import HarkClient
import HarkEvents
import HarkTesting
import Synchronization
import TestSupport
import XCTest

@testable import IRCPlugin

/// The client over connections that a test holds the other end of.
final class IRCClientTests: XCTestCase {
    /// The other end of one connection.
    private final class ServerEnd: Sendable {
        private let input: AsyncStream<[UInt8]>
        private let inputEnd: AsyncStream<[UInt8]>.Continuation
        private let lines: AsyncStream<String>
        private let linesEnd: AsyncStream<String>.Continuation

        init() {
            (input, inputEnd) = AsyncStream.makeStream()
            (lines, linesEnd) = AsyncStream.makeStream()
        }

        var link: IRCClient.Link {
            IRCClient.Link(
                read: { [input] in
                    for await bytes in input { return bytes }
                    try Task.checkCancellation()
                    return nil
                },
                write: { [linesEnd] bytes in
                    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\r\n") {
                        linesEnd.yield(String(line))
                    }
                },
                close: { [inputEnd, linesEnd] in
                    inputEnd.finish()
                    linesEnd.finish()
                })
        }

        func send(_ lines: String...) { for line in lines { inputEnd.yield(Array("\(line)\r\n".utf8)) } }

        func yield(_ bytes: [UInt8]) { inputEnd.yield(bytes) }

        func hangUp() { inputEnd.finish() }

        /// The next line that begins so; nil when the connection ends before.
        func line(_ start: String) async -> String? {
            for await line in lines where line.hasPrefix(start) { return line }
            return nil
        }

        func welcome() async {
            _ = await line("USER")
            send(":irc.test CAP * LS :", ":irc.test 001 hark :Welcome", ":irc.test 376 hark :End")
        }
    }

    private let clock = TestClock(at: TestBot.newYear2026)
    private let states = Recording<NetworkState>()
    private let received = Recording<IncomingMessage>()

    /// A client whose connections are these, in turn.
    private func client(
        _ ends: [ServerEnd], servers: Recording<IRCServer> = Recording(), server: String = "irc.test",
        _ configuration: IRCSession.Configuration = .init(nick: "hark", random: { 0.5 })
    ) throws -> IRCClient {
        let rest = Mutex(ends)
        return IRCClient(
            try IRCServer(settingText: server), configuration, clock: clock.reading,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { server in
            servers.append(server)
            let next = rest.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            guard let next else { throw StreamError.closed(reason: "none is left") }
            return next.link
        }
    }

    private func inbox(_ rooms: [Room] = []) -> (ChatInbox, AsyncStream<NetworkState>) {
        let (changes, end) = AsyncStream.makeStream(of: NetworkState.self)
        let received = received
        return (ChatInbox(rooms: rooms, onMessage: { received.append($0) }, onState: { end.yield($0) }), changes)
    }

    private func isConnected(_ changes: AsyncStream<NetworkState>) async {
        for await state in changes where state == .connected { return }
    }

    func testMessage_isSent_onceTheServerHasTakenIt() async throws {
        let end = ServerEnd()
        let client = try client([end])
        let (inbox, changes) = inbox()
        let run = Task { try await client.run(inbox) }
        await end.welcome()
        await isConnected(changes)

        async let id = client.send(OutgoingMessage("hi"), to: "#ops")
        _ = await end.line("JOIN #ops")
        end.send(":hark!h@h JOIN #ops")
        let line = await end.line("PRIVMSG")
        let question = await end.line("PING")
        end.send(":irc.test PONG irc.test :\(question?.split(separator: " ").last ?? "")")
        _ = try await id
        run.cancel()

        XCTAssertEqual(line, "PRIVMSG #ops :hi")
        let farewell = await end.line("QUIT")
        XCTAssertNotNil(farewell)
    }

    func testClient_entersTheChannelsThatSettingsName_howeverTheyBegin() async throws {
        let end = ServerEnd()
        let client = try client([end])
        let (inbox, _) = inbox(["#ops", "+quiet", "!far", "@#status", "ada", "@ben"])
        let run = Task { try await client.run(inbox) }
        await end.welcome()

        let join = await end.line("JOIN")
        run.cancel()

        XCTAssertEqual(join, "JOIN !far,#ops,#status,+quiet")
    }

    func testClient_comesBack_toItsChannels_andSaysWhatMayHaveArrived() async throws {
        let (first, second) = (ServerEnd(), ServerEnd())
        let client = try client([first, second])
        let (inbox, changes) = inbox()
        let run = Task { try await client.run(inbox) }
        await first.welcome()
        await isConnected(changes)
        let message = OutgoingMessage("hi")
        async let attempt: MessageID? = client.send(message, to: "#ops")
        _ = await first.line("JOIN #ops")
        first.send(":hark!h@h JOIN #ops")
        _ = await first.line("PRIVMSG")
        first.hangUp()
        do {
            _ = try await attempt
            XCTFail("it was sent")
        } catch {
            XCTAssertEqual((error as? ChatError)?.kind, .transient)
            XCTAssertEqual((error as? ChatError)?.mayHaveArrived, true)
        }

        while !clock.sleeps.contains(.seconds(7.5)) { await Task.yield() }
        clock.advance(by: .seconds(7.5))
        await second.welcome()
        await isConnected(changes)
        let join = await second.line("JOIN")
        XCTAssertEqual(join, "JOIN #ops")
        second.send(":hark!h@h JOIN #ops")
        async let again: MessageID? = client.send(message, to: "#ops")
        let line = await second.line("PRIVMSG")
        XCTAssertEqual(line, "PRIVMSG #ops :hi")
        run.cancel()
        _ = try? await again
    }

    func testEndlessLine_endsTheConnection() async throws {
        let end = ServerEnd()
        let client = try client([end])
        let (inbox, changes) = inbox()
        let run = Task { try await client.run(inbox) }
        _ = await end.line("USER")

        for _ in 0..<3 { end.yield([UInt8](repeating: 0x78, count: 10_000)) }

        for await state in changes {
            guard case .disconnected(let reason) = state else { continue }
            XCTAssertEqual(reason, "The server sent a line of more than 16384 bytes.")
            break
        }
        run.cancel()
    }

    func testConnection_thatEndsInItsHandshake_isExplained() async throws {
        let client = try client([])
        let (inbox, changes) = inbox()
        let run = Task { try await client.run(inbox) }

        for await state in changes {
            guard case .disconnected(let reason) = state else { continue }
            XCTAssertTrue(
                reason.hasSuffix("If that port does not use TLS, write irc:// in front of the server."), reason)
            break
        }
        run.cancel()
    }

    func testRefusedLogin_endsTheNetwork() async throws {
        let end = ServerEnd()
        let client = try client([end])
        let (inbox, _) = inbox()
        let run = Task { try await client.run(inbox) }
        _ = await end.line("USER")

        end.send("ERROR :Access denied: Bad password?")

        do {
            try await run.value
            XCTFail("it goes on")
        } catch {
            XCTAssertEqual((error as? ChatError)?.kind, .unauthorized)
        }
        do {
            _ = try await client.send(OutgoingMessage("hi"), to: "#ops")
            XCTFail("it was sent")
        } catch {
            XCTAssertEqual(error.kind, .unauthorized)
        }
    }

    func testStrictTransport_isFollowed_atOnce_andNeverGivenUp() async throws {
        let ends = [ServerEnd(), ServerEnd(), ServerEnd()]
        let servers = Recording<IRCServer>()
        let client = try client(ends, servers: servers, server: "irc://irc.test")
        let (inbox, changes) = inbox()
        let run = Task { try await client.run(inbox) }
        _ = await ends[0].line("USER")
        ends[0].send(":irc.test CAP * LS :sts=port=7000")
        _ = await ends[1].line("USER")
        ends[1].send(
            ":irc.test CAP * LS :sts=duration=3600", ":irc.test 001 hark :Hi", ":irc.test 376 hark :End")
        await isConnected(changes)
        ends[1].hangUp()
        while !clock.sleeps.contains(.seconds(7.5)) { await Task.yield() }
        clock.advance(by: .seconds(7.5))
        _ = await ends[2].line("USER")
        run.cancel()

        XCTAssertEqual(
            servers.all.map(\.settingText), ["irc://irc.test:6667", "ircs://irc.test:7000", "ircs://irc.test:7000"])
    }
}
