import TestSupport
import XCTest

@testable import MatrixPlugin

final class BackgroundTasksTests: XCTestCase {
    func testTasks_waitForTheirTurn_andAreLeftOutWhenTooManyWait() {
        let backgroundTasks = BackgroundTasks()
        defer { backgroundTasks.end() }

        let begun = (1...BackgroundTasks.most + BackgroundTasks.mostWaiting).map { _ in
            backgroundTasks.take { while !Task.isCancelled { await Task.yield() } }
        }
        let late = (1...2).map { _ in backgroundTasks.take {} }

        XCTAssertEqual(begun, Array(repeating: .taken, count: BackgroundTasks.most + BackgroundTasks.mostWaiting))
        XCTAssertEqual(late, [.refused(isFirst: true), .refused(isFirst: false)])
    }

    func testTask_isDone_whenAnotherOneIsOver() async {
        let backgroundTasks = BackgroundTasks()
        let done = Recording<Int>()

        for number in 0..<BackgroundTasks.most * 3 {
            _ = backgroundTasks.take {
                await Task.yield()
                done.append(number)
            }
        }
        while done.all.count < BackgroundTasks.most * 3 { await Task.yield() }

        XCTAssertEqual(done.all.sorted(), Array(0..<BackgroundTasks.most * 3))
    }
}
