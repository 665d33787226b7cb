import SystemPackage
import XCTest

@testable import HarkTerminal

final class WriterTests: XCTestCase {
    func testWrite_keepsTheOrder() async throws {
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        let outlet = try Outlet(pipe.readEnd)
        let writer = Writer()

        for number in 0..<1000 { writer.write("\(number)\n", to: pipe.writeEnd) }

        let text = await outlet.read(through: "\n999\n")
        XCTAssertEqual(text, (0..<1000).map { "\($0)\n" }.joined())
    }

    func testWrite_writesWhole_whenAPieceIsLongerThanThePipe() async throws {
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        let outlet = try Outlet(pipe.readEnd)
        let writer = Writer(capacity: 10)
        let text = String(repeating: "é", count: 500_000) + "\n"

        writer.write(text, to: pipe.writeEnd)

        let read = await outlet.read(through: "\n")
        XCTAssertEqual(read, text)
    }

    func testWrite_fails_whenNobodyReads() async throws {
        let pipe = try FileDescriptor.pipe()
        defer { for end in [pipe.readEnd, pipe.writeEnd] { try? end.close() } }
        let writer = Writer(patience: 20)
        let results = Results()

        writer.write(String(repeating: "x", count: 1_000_000), to: pipe.writeEnd, completion: results.take)
        writer.write("y", to: pipe.writeEnd, completion: results.take)

        let taken = await results.next(2)
        XCTAssertEqual(taken, [.failure(.stalled), .failure(.stalled)])
    }

    func testWrite_startsANewLine_afterATornOne() async throws {
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        let writer = Writer(patience: 20)
        let results = Results()
        writer.write(String(repeating: "x", count: 1_000_000), to: pipe.writeEnd, completion: results.take)
        _ = await results.next(1)
        let outlet = try Outlet(pipe.readEnd)
        _ = await outlet.read(through: "x")

        writer.write("y\n", to: pipe.writeEnd)

        let text = await outlet.read(through: "y\n")
        XCTAssertTrue(text.hasSuffix("\ny\n"))
    }

    func testWrite_isRefused_whenTooMuchWaits() async throws {
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        let writer = Writer(capacity: 100_000)
        let (first, second) = (Results(), Results())
        writer.write(String(repeating: "x", count: 100_000), to: pipe.writeEnd, completion: first.take)

        writer.write("y", to: pipe.writeEnd, completion: second.take)

        let taken = await second.next(1)
        XCTAssertEqual(taken, [.failure(.stalled)])
        // The descriptor's number may be another's once it is closed: nobody may write to it any more.
        try pipe.readEnd.close()
        _ = await first.next(1)
    }

    func testWrite_fails_whenThePipeIsClosed() async throws {
        let results = Results()
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        try pipe.readEnd.close()

        Writer().write("x", to: pipe.writeEnd, completion: results.take)

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
