import HarkClient
import HarkEvents
import HarkTesting
import Synchronization
import XCTest

@testable import XMPPPlugin

/// The client over connections that a test holds the other end of.
final class XMPPClientTests: XCTestCase {
    /// The other end of one connection.
    private final class ServerEnd: Sendable {
        private let input: AsyncStream<[UInt8]>
        private let inputEnd: AsyncStream<[UInt8]>.Continuation
        private let output: AsyncStream<String>
        private let outputEnd: AsyncStream<String>.Continuation

        init() {
            (input, inputEnd) = AsyncStream.makeStream()
            (output, outputEnd) = AsyncStream.makeStream()
        }

        var link: XMPPClient.Link {
            XMPPClient.Link(
                read: { [input] in
                    for await bytes in input { return bytes }
                    try Task.checkCancellation()
                    return nil
                },
                write: { [outputEnd] bytes in outputEnd.yield(String(decoding: bytes, as: UTF8.self)) },
                startTLS: { [outputEnd] in outputEnd.yield("TLS") },
                close: { [inputEnd, outputEnd] in
                    inputEnd.finish()
                    outputEnd.finish()
                })
        }

        func send(_ text: String) { inputEnd.yield(Array(text.utf8)) }

        func hangUp() { inputEnd.finish() }

        /// The next thing that begins so; nil when the connection ends before.
        func next(_ start: String) async -> String? {
            for await text in output where text.hasPrefix(start) { return text }
            return nil
        }

        static let header =
            "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='\(Namespace.stream)' id='x'>"

        /// Lets the bot in over STARTTLS.
        func letIn() async {
            _ = await next("<?xml")
            send(Self.header + "<stream:features><starttls xmlns='\(Namespace.tls)'/></stream:features>")
            _ = await next("<starttls")
            send("<proceed xmlns='\(Namespace.tls)'/>")
            _ = await next("TLS")
            _ = await next("<?xml")
            send(Self.header + XMPPSessionScript.plain)
            _ = await next("<auth")
            send("<success xmlns='\(Namespace.sasl)'/>")
            _ = await next("<?xml")
            send(Self.header + "<stream:features><bind xmlns='\(Namespace.bind)'/></stream:features>")
            _ = await next("<iq")
            send("<iq type='result' id='bind'><bind xmlns='\(Namespace.bind)'><jid>hark@lab.test/x</jid></bind></iq>")
        }
    }

    private let clock = TestClock(at: TestBot.newYear2026)

    private func client(_ ends: [ServerEnd]) throws -> XMPPClient {
        let rest = Mutex(ends)
        return XMPPClient(
            .init(
                account: try XMPPAccount(settingText: "hark@lab.test"), password: Secret("pencil"), random: { 0.5 }),
            startsWithTLS: false, clock: clock.reading, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) {
            let next = rest.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            guard let next else { throw StreamError.closed(reason: "none is left") }
            return next.link
        }
    }

    private func inbox() -> (ChatInbox, AsyncStream<NetworkState>) {
        let (changes, end) = AsyncStream.makeStream(of: NetworkState.self)
        return (ChatInbox(onMessage: { _ in }, onState: { end.yield($0) }), changes)
    }

    private func isConnected(_ changes: AsyncStream<NetworkState>) async {
        for await state in changes where state == .connected { return }
    }

    func testMessage_isSent_overTLS() async throws {
        let end = ServerEnd()
        let client = try client([end])
        let (inbox, changes) = inbox()
        let run = Task { try await client.run(inbox) }
        await end.letIn()
        await isConnected(changes)

        let ada = try XCTUnwrap(JID("ada@lab.test"))
        async let id = client.send(.text(OutgoingMessage("hi", key: "key1")), to: ada, named: "ada@lab.test")
        let message = await end.next("<message")
        let question = await end.next("<iq")
        let start = question?.firstRange(of: "id='")?.upperBound
        let number = start.map { String((question ?? "")[$0...].prefix { $0 != "'" }) } ?? ""
        end.send("<iq type='result' id='\(number)'/>")

        let sent = try await id
        XCTAssertEqual(sent, "key1")
        XCTAssertTrue(message?.contains("<body>hi</body>") ?? false)
        run.cancel()
        let farewell = await end.next("</stream:stream>")
        XCTAssertNotNil(farewell)
    }

    func testBytesBehindTheConsent_endTheConnection() async throws {
        let end = ServerEnd()
        let client = try client([end])
        let (inbox, changes) = inbox()
        let run = Task { try await client.run(inbox) }
        _ = await end.next("<?xml")
        end.send(ServerEnd.header + "<stream:features><starttls xmlns='\(Namespace.tls)'/></stream:features>")
        _ = await end.next("<starttls")

        end.send("<proceed xmlns='\(Namespace.tls)'/><stream:f")

        for await state in changes {
            guard case .disconnected(let reason) = state else { continue }
            XCTAssertEqual(reason, "The server goes on talking where a new stream has to begin.")
            break
        }
        run.cancel()
    }

    func testMalformedXML_endsTheConnection() async throws {
        let end = ServerEnd()
        let client = try client([end])
        let (inbox, changes) = inbox()
        let run = Task { try await client.run(inbox) }
        _ = await end.next("<?xml")

        end.send("HTTP/1.1 400 Bad Request\r\n\r\n")

        for await state in changes {
            guard case .disconnected(let reason) = state else { continue }
            XCTAssertTrue(reason.contains("well-formed"), reason)
            break
        }
        run.cancel()
    }

    func testLongElement_beforeTheLogin_endsTheConnection() async throws {
        let end = ServerEnd()
        let client = try client([end])
        let (inbox, changes) = inbox()
        let run = Task { try await client.run(inbox) }
        _ = await end.next("<?xml")

        end.send(ServerEnd.header + "<stream:features a='" + String(repeating: "x", count: 12_000))
        end.hangUp()

        for await state in changes {
            guard case .disconnected(let reason) = state else { continue }
            XCTAssertTrue(reason.contains("too much in one element"), reason)
            break
        }
        run.cancel()
    }

    func testRefusedLogin_endsTheNetwork() async throws {
        let end = ServerEnd()
        let client = try client([end])
        let (inbox, _) = inbox()
        let run = Task { try await client.run(inbox) }
        _ = await end.next("<?xml")
        end.send(ServerEnd.header + "<stream:features><starttls xmlns='\(Namespace.tls)'/></stream:features>")
        _ = await end.next("<starttls")
        end.send("<proceed xmlns='\(Namespace.tls)'/>")
        _ = await end.next("TLS")
        end.send(ServerEnd.header + XMPPSessionScript.plain)
        _ = await end.next("<auth")

        end.send("<failure xmlns='\(Namespace.sasl)'><not-authorized/></failure>")

        do {
            try await run.value
            XCTFail("it goes on")
        } catch {
            XCTAssertEqual((error as? ChatError)?.kind, .unauthorized)
        }
        do {
            _ = try await client.send(
                .text(OutgoingMessage("hi")), to: try XCTUnwrap(JID("ada@lab.test")), named: "ada@lab.test")
            XCTFail("it was sent")
        } catch {
            XCTAssertEqual((error as? ChatError)?.kind, .unauthorized)
        }
    }
}
