import Foundation
import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class ListenerTests: XCTestCase {
    private func temporaryPath() -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).sock").path
        addTeardownBlock { try? FileManager.default.removeItem(atPath: path) }
        return path
    }

    private func error(binding address: ListenAddress) -> DaemonError? {
        do throws(DaemonError) {
            _ = try Listener(binding: address)
            return nil
        } catch {
            return error
        }
    }

    private func get(_ address: ListenAddress) throws -> String {
        let client = try RawClient(address)
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        return try client.response().text
    }

    func testPort_isChosenBySystem_whenItIsZero() throws {
        let listener = try Listener(binding: .tcp(host: "localhost", port: 0))

        guard case .tcp("localhost", let port) = listener.address else { return XCTFail("\(listener.address)") }
        XCTAssertGreaterThan(port, 0)
    }

    func testTakenPort_isAnErrorThatNamesIt() throws {
        let first = try Listener(binding: .tcp(host: "127.0.0.1", port: 0))

        let error = error(binding: first.address)

        XCTAssertEqual(error, .addressInUse(first.address))
        XCTAssertEqual(error?.description.contains("\(first.address)"), true)
    }

    func testPort_isFree_whenItsListenerIsReleased() throws {
        var first: Listener? = try Listener(binding: .tcp(host: "127.0.0.1", port: 0))
        let address = try XCTUnwrap(first?.address)

        first = nil

        XCTAssertNil(error(binding: address))
    }

    func testBadAddresses_areErrors() {
        let far = ListenAddress.tcp(host: "192.0.2.1", port: 0)
        let name = ListenAddress.tcp(host: "example.org", port: 1)

        XCTAssertEqual(error(binding: name), .invalidAddress(name))
        XCTAssertEqual(error(binding: far), .addressNotAvailable(far))
        XCTAssertEqual(error(binding: .unix(path: "")), .invalidSocketPath(path: ""))
        XCTAssertEqual(error(binding: .unix(path: "/nowhere/x")), .directoryMissing(path: "/nowhere/x"))
        XCTAssertEqual(error(binding: .unix(path: "/etc/passwd")), .notASocket(path: "/etc/passwd"))
    }

    func testUnixSocket_isServedToOwnerAndGroup() async throws {
        let path = temporaryPath()
        let server = try TestServer(on: .unix(path: path)) { _ in
            Admission { .text("\($0.peer)") }
        }

        let text = try get(server.daemon.address)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        await server.daemon.drain(within: .seconds(1))

        XCTAssertEqual(text, "local")
        XCTAssertEqual(mode.map { $0 & 0o777 }, 0o660)
        XCTAssertFalse(FileManager.default.fileExists(atPath: path))
    }

    func testUnixSocket_isForItsOwnerAlone_whenItIsPrivate() throws {
        let path = temporaryPath()
        let before = umask(0)
        defer { umask(before) }

        let listener = try Listener(binding: .unix(path: path), isPrivate: true)

        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        XCTAssertEqual(mode.map { $0 & 0o777 }, 0o600)
        _ = listener
    }

    func testUnixSocket_isInUse_whileSomebodyListens() throws {
        let path = temporaryPath()
        let first = try Listener(binding: .unix(path: path))

        XCTAssertEqual(error(binding: .unix(path: path)), .addressInUse(.unix(path: path)))
        _ = first
    }

    func testUnixSocket_isReplaced_whenNobodyListensAnyMore() throws {
        let path = temporaryPath()
        let first = try Listener(binding: .unix(path: path))
        let socket = try XCTUnwrap(first.take())
        close(socket)

        XCTAssertNil(error(binding: .unix(path: path)))
    }

    func testDualStack_servesBothFamilies() throws {
        guard let listener = try? Listener(binding: .tcp(host: "::", port: 0)),
            case .tcp(_, let port) = listener.address
        else { throw XCTSkip("This machine has no IPv6.") }
        let responder = ClosureResponder { _ in Admission { .text("\($0.peer)") } }
        let daemon = try Daemon(listener, responder: responder)

        let six = try get(.tcp(host: "::1", port: port))
        let four = try get(.tcp(host: "127.0.0.1", port: port))

        XCTAssertEqual(six, "::1")
        XCTAssertEqual(four, "127.0.0.1")
        _ = daemon
    }

    func testListener_servesOneDaemonOnly() throws {
        let listener = try Listener(binding: .tcp(host: "127.0.0.1", port: 0))
        let responder = ClosureResponder { _ in .refused(Response(status: .notFound)) }
        let first = try Daemon(listener, responder: responder)

        XCTAssertThrowsError(try Daemon(listener, responder: responder)) { error in
            XCTAssertEqual(error as? DaemonError, .listenerAlreadyUsed(listener.address))
        }
        _ = first
    }

    func testConfiguration_isAnError_outOfItsBounds() throws {
        let faults: [(WritableKeyPath<DaemonConfiguration, Int>, reason: String)] = [
            (\.connectionLimit, "connectionLimit is 0 and must be 1 to 1000000"),
            (\.headerLimit, "headerLimit is 0 and must be 1024 to 1048576"),
        ]

        for (limit, reason) in faults {
            var configuration = DaemonConfiguration()
            configuration[keyPath: limit] = 0
            let listener = try Listener(binding: .tcp(host: "127.0.0.1", port: 0))
            let responder = ClosureResponder { _ in .refused(Response(status: .notFound)) }
            XCTAssertThrowsError(try Daemon(listener, configuration: configuration, responder: responder)) { error in
                XCTAssertEqual(error as? DaemonError, .invalidConfiguration(reason: reason))
            }
        }
    }
}
