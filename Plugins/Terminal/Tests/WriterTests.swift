import Synchronization
import SystemPackage
import XCTest

@testable import TerminalPlugin

final class WriterTests: XCTestCase {
    func testWrite_keepsTheOrder() async throws {
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        let reader = try PipeReader(pipe.readEnd)
        let writer = Writer(pipe.writeEnd)

        for number in 0..<1000 { writer.write("\(number)\n") }

        let text = await reader.read(through: "\n999\n")
        XCTAssertEqual(text, (0..<1000).map { "\($0)\n" }.joined())
    }

    func testWrite_isOverWhenItReturns_whereThePipeHasRoom() throws {
        let pipe = try FileDescriptor.pipe()
        defer { for end in [pipe.readEnd, pipe.writeEnd] { try? end.close() } }
        let isDone = Atomic(false)

        Writer(pipe.writeEnd).write("line\n") { _ in isDone.store(true, ordering: .relaxed) }

        XCTAssertTrue(isDone.load(ordering: .relaxed))
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = try unsafe bytes.withUnsafeMutableBytes { try unsafe pipe.readEnd.read(into: $0) }
        XCTAssertEqual(String(decoding: bytes.prefix(count), as: UTF8.self), "line\n")
    }

    func testWrite_keepsTheOrder_whenThePipeWasFull() async throws {
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        let writer = Writer(pipe.writeEnd)
        let filling = String(repeating: "x", count: 70_000) + "\n"

        writer.write(filling)
        for number in 0..<100 { writer.write("\(number)\n") }

        let reader = try PipeReader(pipe.readEnd)
        let text = await reader.read(through: "\n99\n")
        XCTAssertEqual(text, filling + (0..<100).map { "\($0)\n" }.joined())
    }

    func testWrite_writesWhole_whenAPieceIsLongerThanThePipe() async throws {
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        let reader = try PipeReader(pipe.readEnd)
        let writer = Writer(pipe.writeEnd, capacity: 10)
        let text = String(repeating: "é", count: 500_000) + "\n"

        writer.write(text)

        let read = await reader.read(through: "\n")
        XCTAssertEqual(read, text)
    }

    func testWrite_fails_whenNobodyReads() async throws {
        let pipe = try FileDescriptor.pipe()
        defer { for end in [pipe.readEnd, pipe.writeEnd] { try? end.close() } }
        let writer = Writer(pipe.writeEnd, patience: 20)
        let results = Results()

        writer.write(String(repeating: "x", count: 1_000_000), completion: results.take)
        writer.write("y", completion: results.take)

        let taken = await results.next(2)
        XCTAssertEqual(taken, [.failure(.stalled), .failure(.stalled)])
    }

    func testWrite_startsANewLine_afterATornOne() async throws {
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        let writer = Writer(pipe.writeEnd, patience: 20)
        let results = Results()
        writer.write(String(repeating: "x", count: 1_000_000), completion: results.take)
        _ = await results.next(1)
        let reader = try PipeReader(pipe.readEnd)
        _ = await reader.read(through: "x")

        writer.write("y\n")

        let text = await reader.read(through: "y\n")
        XCTAssertTrue(text.hasSuffix("\ny\n"))
    }

    func testWrite_isRefused_whenTooMuchWaits() async throws {
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        let writer = Writer(pipe.writeEnd, capacity: 100_000)
        let (first, second) = (Results(), Results())
        writer.write(String(repeating: "x", count: 100_000), completion: first.take)

        writer.write("y", completion: second.take)

        let taken = await second.next(1)
        XCTAssertEqual(taken, [.failure(.stalled)])
        // The descriptor's number may be another's once it is closed: no one may write to it any more.
        try pipe.readEnd.close()
        _ = await first.next(1)
    }

    func testWrite_givesUpTheLogFirst_whenTooMuchWaits() async throws {
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        let writer = Writer(pipe.writeEnd, capacity: 200_000)
        let (logged, said) = (Results(), Results())
        writer.write(String(repeating: "x", count: 80_000), importance: .log)
        for length in [10_000, 20_000] {
            writer.write(String(repeating: "l", count: length), importance: .log, completion: logged.take)
        }

        for _ in 0..<2 { writer.write(String(repeating: "c", count: 55_000) + "\n", completion: said.take) }

        let taken = await logged.next(2)
        XCTAssertEqual(taken, [.failure(.stalled), .failure(.stalled)])
        let reader = try PipeReader(pipe.readEnd)
        let text = await reader.read(through: "c\n")
        XCTAssertFalse(text.contains("l"))
        let outcomes = await said.next(2)
        XCTAssertEqual(outcomes, [.success, .success])
        try pipe.readEnd.close()
    }

    func testWrite_fails_whenThePipeIsClosed() async throws {
        let results = Results()
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        try pipe.readEnd.close()

        Writer(pipe.writeEnd).write("x", completion: results.take)

        let taken = await results.next(1)
        XCTAssertEqual(taken, [.failure(.broken(Errno.brokenPipe.rawValue))])
    }
}

/// What a writer reported.
private final class Results: Sendable {
    private let stream = AsyncStream.makeStream(of: Result<Void, ConsoleError>.self)

    func take(_ result: Result<Void, ConsoleError>) { stream.continuation.yield(result) }

    func next(_ count: Int) async -> [Outcome] {
        var outcomes: [Outcome] = []
        for await result in stream.stream.prefix(count) { outcomes.append(Outcome(result)) }
        return outcomes
    }
}

/// A result that can be compared.
private enum Outcome: Equatable {
    case success
    case failure(ConsoleError)

    init(_ result: Result<Void, ConsoleError>) {
        switch result {
        case .success: self = .success
        case .failure(let error): self = .failure(error)
        }
    }
}
