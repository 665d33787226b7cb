import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

/// A daemon on a free port of the loopback interface, and what it reported.
final class TestServer: Sendable {
    let daemon: Daemon
    let events: Recorder<DaemonEvent>

    /// Serves what `admit` decides.
    init(
        on address: ListenAddress = .tcp(host: "127.0.0.1", port: 0),
        _ configure: (inout DaemonConfiguration) -> Void = { _ in },
        admit: @escaping @Sendable (Request) -> Admission
    ) throws {
        var configuration = DaemonConfiguration()
        configuration.threads = 2
        configure(&configuration)
        let events = Recorder<DaemonEvent>()
        self.events = events
        daemon = try Daemon(
            Listener(binding: address), configuration: configuration, responder: ClosureResponder(decide: admit)
        ) { events.record($0) }
    }

    /// Answers each request with the given handler.
    static func handling(
        _ configure: (inout DaemonConfiguration) -> Void = { _ in },
        _ respond: @escaping @Sendable (Request) async -> Response
    ) throws -> TestServer {
        try TestServer(configure) { _ in Admission(respond: respond) }
    }

    /// Answers with the method, the target and the body.
    static func echo(_ configure: (inout DaemonConfiguration) -> Void = { _ in }) throws -> TestServer {
        try handling(configure) { request in
            .text("\(request.method.rawValue) \(request.target) \(String(decoding: request.body, as: UTF8.self))")
        }
    }

    func client() throws -> RawClient { try RawClient(daemon.address) }
}

/// A responder made of a closure.
struct ClosureResponder: Responder {
    let decide: @Sendable (Request) -> Admission

    func admit(_ request: Request) -> Admission { decide(request) }
}

/// Keeps what it is given, for any thread to look at.
final class Recorder<Element: Sendable>: Sendable {
    private let elements = ThreadLock<[Element]>([])

    func record(_ element: Element) { elements.withLock { $0.append(element) } }

    var all: [Element] { elements.withLock { $0 } }

    /// Returns once there are so many elements; fails after twenty seconds.
    func wait(for count: Int, file: StaticString = #filePath, line: UInt = #line) async throws {
        let end = ContinuousClock.now + .seconds(20)
        while all.count < count {
            guard ContinuousClock.now < end else {
                return XCTFail("\(all.count) instead of \(count) elements", file: file, line: line)
            }
            await Task.yield()
        }
    }

    /// The first element that fits, waiting up to twenty seconds for it.
    func first<Result>(_ fits: (Element) -> Result?) async throws -> Result? {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            if let result = all.lazy.compactMap(fits).first { return result }
            await Task.yield()
        }
        return nil
    }
}

/// Lets tasks wait until a test says so.
actor Latch {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        guard !isOpen else { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
