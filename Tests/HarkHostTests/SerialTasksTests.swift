import Synchronization
import XCTest

@testable import HarkHost

final class SerialTasksTests: XCTestCase {
    /// Tasks of which the first ends when the gate opens, and what has been done.
    private final class Work: Sendable {
        let tasks = SerialTasks()
        let gate = OneShot<Void>()
        private let events = Mutex<[String]>([])

        var done: [String] { events.withLock { $0 } }

        func note(_ event: String) { events.withLock { $0.append(event) } }

        func block() -> Task<Void, Never> {
            Task.immediate {
                await tasks.run {
                    try? await self.gate.value
                    self.note("first")
                }
            }
        }
    }

    func testRun_waits_untilEarlierWorkHasEnded() async {
        let work = Work()
        let first = work.block()
        let second = Task.immediate { await work.tasks.run { work.note("second") } }
        let third = Task.immediate { await work.tasks.run { work.note("third") } }

        work.gate.set(.success(()))
        for task in [first, second, third] { await task.value }

        XCTAssertEqual(work.done, ["first", "second", "third"])
    }

    func testMergedWork_isDoneOnce_forAllWhoAskBeforeItBegins() async {
        let work = Work()
        let first = work.block()
        let merged = (1...3).map { number in
            Task.immediate { await work.tasks.runMerged { work.note("merged \(number)") } }
        }

        work.gate.set(.success(()))
        for task in [first] + merged { await task.value }
        await work.tasks.runMerged { work.note("later") }

        XCTAssertEqual(work.done, ["first", "merged 1", "later"])
    }

    func testFinish_waitsForAllThatWasAskedFor() async {
        let work = Work()
        let first = work.block()
        let merged = Task.immediate { await work.tasks.runMerged { work.note("merged") } }
        let end = Task.immediate {
            await work.tasks.finish()
            work.note("end")
        }

        work.gate.set(.success(()))
        for task in [first, merged, end] { await task.value }

        XCTAssertEqual(work.done, ["first", "merged", "end"])
    }
}
