import HarkEvents
import XCTest

@testable import PostgreSQLPlugin

/// What a machine knows of its runs, without a server.
final class MachineTests: XCTestCase {
    private func machine(running id: Int64) -> Machine {
        let machine = Machine(schema: "hark", clock: MachineClock(.system), lease: .seconds(60))
        machine.began([(id: id, run: Machine.Run(token: 1, lane: nil))])
        return machine
    }

    func testLease_isRenewed_whileTheEndOfARunIsWritten() {
        let machine = machine(running: 7)

        let taken = machine.take(7, token: 1)
        let during = machine.runs
        machine.ended([7])

        XCTAssertEqual(taken, Machine.Run(token: 1, lane: nil))
        XCTAssertEqual(during, [7: Machine.Run(token: 1, lane: nil)])
        XCTAssertEqual(machine.runs, [:])
    }

    func testRun_isKnown_whileItsEndIsWritten() {
        let machine = machine(running: 7)
        _ = machine.take(7, token: 1)

        let during = (1...Machine.leastUnknownChecks).map { _ in machine.unknownRuns(among: [7: 1]) }
        machine.ended([7])
        let after = (1...Machine.leastUnknownChecks).map { _ in machine.unknownRuns(among: [7: 1]) }

        XCTAssertEqual(during.last, [:])
        XCTAssertEqual(after.last, [7: 1])
    }

    func testEnd_isTakenOnce_andForTheLatestRunAlone() {
        let machine = machine(running: 7)

        let taken = [machine.take(7, token: 2), machine.take(7, token: 1), machine.take(7, token: 1)]

        XCTAssertEqual(taken.map { $0?.token }, [nil, 1, nil])
    }
}
