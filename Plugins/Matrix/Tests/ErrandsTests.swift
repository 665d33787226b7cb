import TestSupport
import XCTest

@testable import MatrixPlugin

final class ErrandsTests: XCTestCase {
    func testErrands_waitForTheirTurn_andAreLeftOutWhenTooManyWait() {
        let errands = Errands()
        defer { errands.end() }

        let begun = (1...Errands.most + Errands.mostWaiting).map { _ in
            errands.take { while !Task.isCancelled { await Task.yield() } }
        }
        let late = (1...2).map { _ in errands.take {} }

        XCTAssertEqual(begun, Array(repeating: .taken, count: Errands.most + Errands.mostWaiting))
        XCTAssertEqual(late, [.refused(isFirst: true), .refused(isFirst: false)])
    }

    func testErrand_isDone_whenAnotherOneIsOver() async {
        let errands = Errands()
        let done = Recording<Int>()

        for number in 0..<Errands.most * 3 {
            _ = errands.take {
                await Task.yield()
                done.append(number)
            }
        }
        while done.all.count < Errands.most * 3 { await Task.yield() }

        XCTAssertEqual(done.all.sorted(), Array(0..<Errands.most * 3))
    }
}
