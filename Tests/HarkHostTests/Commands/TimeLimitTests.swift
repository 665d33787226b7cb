import HarkTesting
import Synchronization
import XCTest

@testable import HarkHost

private struct Sleeper: Plugin {
    static let manifest = Manifest<Self>(
        name: "sleeper",
        summary: "Never answers.",
        commands: [
            .command("hang", help: "Does not even heed its cancellation.", hang),
            .command("wait", help: "Waits until it is cancelled.", wait),
            .command("hello", help: "Answers.", hello),
        ]
    )

    /// Outside of the plugin: a task that is held by what it holds would never be freed.
    static let held = Held()

    init(_ context: PluginContext) {}

    func hang() async { await withCheckedContinuation { Self.held.keep($0) } }
    func wait() async throws { try await Task.sleep(for: .seconds(3600)) }
    func hello() -> String { "Hello" }
}

/// Keeps what waits until the test is over: a continuation must not be lost.
private final class Held: Sendable {
    private let waiting = Mutex<[CheckedContinuation<Void, Never>]>([])

    func keep(_ continuation: CheckedContinuation<Void, Never>) { waiting.withLock { $0.append(continuation) } }

    func release() {
        waiting.withLock { waiting in
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
    }
}

final class TimeLimitTests: XCTestCase {
    private func message(_ text: String) -> IncomingMessage {
        IncomingMessage(text, from: Person(id: "u1"), in: "#general")
    }

    func testCommand_isGivenUp_whenItTakesTooLong_andTheNextOnesGoOn() async throws {
        let bot = try await TestBot(Sleeper.self)
        defer { Sleeper.held.release() }
        var router = bot.host.receiver.commands
        router.limit = .milliseconds(20)

        var outcomes: [CommandRouter.Outcome] = []
        for line in ["!hang", "!wait", "!hello"] { outcomes.append(await router.outcome(of: message(line))) }

        XCTAssertEqual(
            outcomes,
            [
                .failed("!hang took too long: it was given up after 1 s."),
                .failed("!wait took too long: it was given up after 1 s."), .answered("Hello"),
            ])
    }

    func testRun_isTheValueOrTheErrorOfTheOperation() async throws {
        struct Failure: Error {}

        let value = try await TimeLimit.run(within: .seconds(3600)) { 42 }

        XCTAssertEqual(value, 42)
        do {
            _ = try await TimeLimit.run(within: .seconds(3600)) { throw Failure() }
            XCTFail("it did not throw")
        } catch is Failure {}
    }

    func testRun_ends_whenTheTaskThatWaitsIsCancelled() async {
        let task = Task {
            try await TimeLimit.run(within: .seconds(3600)) { try await Task.sleep(for: .seconds(3600)) }
        }

        task.cancel()

        let result = await task.result
        XCTAssertThrowsError(try result.get()) { XCTAssertTrue($0 is CancellationError, "\($0)") }
    }
}
