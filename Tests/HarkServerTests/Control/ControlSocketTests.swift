import Foundation
import HarkHTTP
import HarkStore
import MicroHTTPD
import TestSupport
import XCTest

@testable import HarkServer

final class ControlSocketTests: XCTestCase {
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// A socket that is served until the end of the test, and a client for it.
    private func serve(
        _ folder: TemporaryFolder, _ operations: DeliveryOperations?
    ) throws -> (daemon: Daemon, client: ControlClient) {
        let daemon = try ControlSocket(in: folder.path).serve({ operations }, logger: quiet)
        let client = ControlClient(socket: folder.path(of: "control.sock"))
        addTeardownBlock {
            await client.shutDown()
            await daemon.drain(within: .zero)
        }
        return (daemon, client)
    }

    func testSocket_isForItsOwnerAlone_andIsRemovedAtTheEnd() async throws {
        let folder = try TemporaryFolder(of: self)
        let (daemon, _) = try serve(folder, nil)

        let mode = try folder.mode(of: "control.sock")
        await daemon.drain(within: .zero)

        XCTAssertEqual(mode & 0o777, 0o600)
        XCTAssertFalse(FileManager.default.fileExists(atPath: folder.path(of: "control.sock")))
    }

    func testSocket_makesItsFolder_forItsOwnerAlone() throws {
        let folder = try TemporaryFolder(of: self)

        let socket = try ControlSocket(in: folder.path(of: "data"))

        XCTAssertEqual(try folder.mode(of: "data") & 0o777, 0o700)
        _ = socket
    }

    func testSocket_replacesOneThatNobodyListensOn_andNoOther() async throws {
        let folder = try TemporaryFolder(of: self)
        let path = folder.path(of: "control.sock")
        try StaleSocketFile.make(at: path)
        let stored = try await StoredDeliveries.inMemory()
        let before = try await ControlClient(socket: path).identity()

        let (_, client) = try serve(folder, stored.control.operations)
        let identity = try await client.identity()

        XCTAssertNil(before)
        XCTAssertEqual(identity?.process, Int(ProcessInfo.processInfo.processIdentifier))
        XCTAssertEqual(identity?.release, Release.version)
        XCTAssertThrowsError(try ControlSocket(in: folder.path)) { error in
            XCTAssertEqual(error as? DaemonError, .addressInUse(.unix(path: path)))
        }
        await stored.store.close()
    }

    func testClient_getsWhatTheStoreAnswers() async throws {
        let stored = try await StoredDeliveries.inMemory()
        let body = [UInt8](repeating: 7, count: 3_000_000)
        try await stored.add("a\u{1b}", event: "püsh", body: body)
        let (_, client) = try serve(try TemporaryFolder(of: self), stored.control.operations)
        let list = ControlRequest.deliveries(DeliveryFilter(limit: 9))

        let entries = try await client.perform(list, as: [DeliveryEntry].self)
        let bytes = try await client.body(of: "a")
        let refusal = await client.refusal(of: .delivery(id: "x"))

        let local = try await stored.control.perform(list, as: [DeliveryEntry].self)
        XCTAssertEqual(entries, local)
        XCTAssertEqual(entries.map(\.event), ["püsh"])
        XCTAssertEqual(bytes, body)
        XCTAssertEqual(refusal, Rejection(.notFound, "There is no stored delivery “x”."))
        await stored.store.close()
    }

    func testClient_getsTheMetrics() async throws {
        let stored = try await StoredDeliveries.inMemory()
        let folder = try TemporaryFolder(of: self)
        let daemon = try ControlSocket(in: folder.path).serve(
            { stored.control.operations }, metrics: { "up 1\n" }, logger: quiet)
        let client = ControlClient(socket: folder.path(of: "control.sock"))

        let answer = try await client.perform(.metrics)
        let withoutABot = await stored.control.refusal(of: .metrics)

        XCTAssertEqual(answer, .bytes(Array("up 1\n".utf8)))
        XCTAssertEqual(withoutABot, Rejection(.notImplemented, "Only a bot that runs has metrics."))
        await client.shutDown()
        await daemon.drain(within: .zero)
        await stored.store.close()
    }

    func testClient_isToldToTryLater_whenTheBotStops() async throws {
        let folder = try TemporaryFolder(of: self)
        let (daemon, client) = try serve(folder, nil)

        let stopping = await client.refusal(of: .sizes)
        await daemon.drain(within: .zero)
        let stopped = await client.refusal(of: .sizes)

        XCTAssertEqual(
            [stopping, stopped],
            [
                Rejection(.serviceUnavailable, "The bot is stopping. Try again in a moment."),
                Rejection(
                    .serviceUnavailable,
                    "The bot ended or stops, or could not answer in time. Give the command again."),
            ])
    }

    func testClient_isToldToGiveTheCommandAgain_whenTheServerEndsTheRequest() async throws {
        let folder = try TemporaryFolder(of: self)
        let path = folder.path(of: "control.sock")
        let started = AsyncStream.makeStream(of: Void.self)
        let daemon = try Daemon(
            Listener(binding: .unix(path: path)), responder: Endless { started.continuation.yield() })
        let client = ControlClient(socket: path)

        async let refusal = client.refusal(of: .sizes)
        for await _ in started.stream { break }
        await daemon.drain(within: .zero)

        let reason = await refusal
        XCTAssertEqual(
            reason,
            Rejection(
                .serviceUnavailable, "The bot ended or stops, or could not answer in time. Give the command again."))
        await client.shutDown()
    }

    func testClient_isToldToRestart_whenSomethingElseAnswers() async throws {
        let folder = try TemporaryFolder(of: self)
        let path = folder.path(of: "control.sock")
        let daemon = try Daemon(Listener(binding: .unix(path: path)), responder: Hello())
        let client = ControlClient(socket: path)

        let refusal = await client.refusal(of: .sizes)
        await client.shutDown()
        await daemon.drain(within: .zero)

        XCTAssertEqual(refusal?.status, .badGateway)
        XCTAssertTrue(refusal?.reason.contains("is of another version") == true, "\(refusal as Any)")
    }

    func testResponder_refusesWhatIsNoRequest() async throws {
        let responder = ControlResponder { nil }
        let requests = [
            Request(method: .get, target: "/"), Request(method: .post, target: "/x"),
            Request(method: .post, target: "/", body: Array("{".utf8)),
            Request(method: .post, target: "/", body: Array(#"{"version":2}"#.utf8)),
        ]

        var statuses: [Int] = []
        for request in requests { statuses.append(await responder.admit(request).respond(request).status.code) }

        XCTAssertEqual(statuses, [404, 404, 400, 400])
    }

    /// Answers only when it is cancelled.
    private struct Endless: Responder {
        let onRequest: @Sendable () -> Void

        func admit(_ request: Request) -> Admission {
            Admission { _ in
                onRequest()
                try? await Task.sleep(for: .seconds(3600))
                return .text("too late")
            }
        }
    }

    private struct Hello: Responder {
        func admit(_ request: Request) -> Admission { Admission { _ in .text("hello") } }
    }
}
