import Foundation
import HarkTesting
import Synchronization
import XCTest

final class IntercomTests: XCTestCase {
    func testIntercom_isTheNetworkOfABot_whenItsURLIsSet() async throws {
        let host = try host(["HARK_INTERCOM_URL": "https://intercom.example.org"])

        let receipt = try await host.chat.send("The site is down.", to: "oncall")

        XCTAssertEqual(receipt, .sent("oncall: The site is down."))
    }

    func testIntercom_saysWhyAMessageIsNotTaken() async throws {
        let host = try host(["HARK_INTERCOM_URL": "https://down.example.org"])
        let intercom = try XCTUnwrap(host.network(Intercom.self))

        do {
            _ = try await intercom.send(OutgoingMessage("The site is down."), to: "oncall")
            XCTFail("it was taken")
        } catch {
            XCTAssertEqual(error, ChatError(.transient, "The intercom's gateway does not answer."))
        }
    }

    func testIntercom_connectsAgain_whenTheConnectionIsClosed() async throws {
        let states = States()
        // The second connection is the last one.
        let clock = BotClock(
            date: { Date(timeIntervalSince1970: 0) },
            sleep: { _ in if states.all.count > 2 { throw CancellationError() } })
        let host = try host(["HARK_INTERCOM_URL": "https://intercom.example.org"], clock: clock)
        let inbox = ChatInbox { _ in
        } onState: {
            states.append($0)
        }

        let intercom = try XCTUnwrap(host.network(Intercom.self))
        do {
            try await intercom.run(inbox)
            XCTFail("it ended")
        } catch { XCTAssertTrue(error is CancellationError, "\(error)") }

        let closed = NetworkState.disconnected(reason: "the connection was closed")
        XCTAssertEqual(states.all, [.connected, closed, .connected, closed])
    }

    private func host(_ environment: [String: String], clock: BotClock = .system) throws -> HarkHost.Host {
        return try HarkHost.Host(
            BotConfiguration([Intercom.self], environment), HostDependencies(clock: clock))
    }

    /// What the network has reported.
    private final class States: Sendable {
        private let list = Mutex<[NetworkState]>([])

        var all: [NetworkState] { list.withLock { $0 } }

        func append(_ state: NetworkState) { list.withLock { $0.append(state) } }
    }
}

/// What the snippet calls: a gateway that takes every call but on hosts named `down`.
struct Gateway {
    struct Call {
        let sender: String
        let room: String
        let text: String
    }

    let url: BaseURL

    init(_ url: BaseURL) { self.url = url }

    func connect() async throws -> AsyncStream<Call> { AsyncStream { $0.finish() } }

    func send(_ text: String, to room: String) async -> String? {
        url.description.contains("down") ? nil : "\(room): \(text)"
    }
}
