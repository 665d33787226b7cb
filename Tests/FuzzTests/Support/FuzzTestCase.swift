import Foundation
import Glibc
import XCTest

/// Feeds parsers inputs that are nearly right, the same ones in every run.
///
/// `HARK_FUZZ_INPUTS` says how many in all; each campaign, which is one call of `fuzz`, takes an equal share of them.
/// `HARK_FUZZ_SEED` makes other ones. What a parser does that it must not ends the process (a trap, an endless loop) or
/// fails the test: an invariant that does not hold, an input that takes too long, memory that is not given back.
class FuzzTestCase: XCTestCase {
    /// How many campaigns there are.
    private static let campaigns = 20

    /// Longest time for one input, and most bytes that the process may grow by after the first tenth of a campaign.
    /// Builds for debugging are slow, and sanitizers hold back what was given back.
    #if DEBUG
        private static let deadline = Duration.seconds(1)
        private static let growthLimit = Int.max
    #else
        private static let deadline = Duration.milliseconds(100)
        private static let growthLimit = 16 << 20
    #endif

    /// After so many seconds with one input the process is ended by SIGALRM (alarm(2)).
    private static let patience: UInt32 = 30

    /// Runs a campaign.
    /// - Parameters:
    ///   - corpus: good inputs.
    ///   - longest: how long an input may get, in bytes.
    ///   - holds: parses an input, and says whether what must hold for every input does for this one.
    func fuzz(
        _ corpus: [[UInt8]], upTo longest: Int, file: StaticString = #filePath, line: UInt = #line,
        _ holds: ([UInt8]) -> Bool
    ) {
        let count = (Self.number("HARK_FUZZ_INPUTS") ?? 60_000) / Self.campaigns
        var mutator = Mutator(corpus, longest: longest, seed: UInt64(Self.number("HARK_FUZZ_SEED") ?? 1))
        var slowest = Duration.zero
        var resident = 0
        let start = ContinuousClock.now
        defer { alarm(0) }
        for number in 0..<count {
            if number == count / 10 { resident = Self.residentBytes }
            let input = mutator.input()
            alarm(Self.patience)
            var isFine = true
            let time = ContinuousClock().measure { isFine = holds(input) }
            guard isFine else { return XCTFail("input \(number): \(Self.shown(input))", file: file, line: line) }
            slowest = max(slowest, time)
            guard time <= Self.deadline || !Self.isSlow(input, holds) else {
                return XCTFail("input \(number) took \(time): \(Self.shown(input))", file: file, line: line)
            }
        }
        let growth = Self.residentBytes - resident
        XCTAssertLessThan(growth, Self.growthLimit, "memory is not given back", file: file, line: line)
        let elapsed = ContinuousClock.now - start
        print("\(name): \(count) inputs in \(elapsed), the slowest in \(slowest), \(growth) bytes more")
    }

    /// Runs a campaign over texts.
    func fuzz(
        _ corpus: [String], upTo longest: Int, file: StaticString = #filePath, line: UInt = #line,
        _ holds: (String) -> Bool
    ) {
        fuzz(corpus.map { Array($0.utf8) }, upTo: longest, file: file, line: line) { input in
            holds(String(decoding: input, as: UTF8.self))
        }
    }

    /// Whether an input takes too long every time: other processes may have had the processor the first time.
    private static func isSlow(_ input: [UInt8], _ holds: ([UInt8]) -> Bool) -> Bool {
        (0..<3).allSatisfy { _ in ContinuousClock().measure { _ = holds(input) } > deadline }
    }

    private static func number(_ variable: String) -> Int? {
        ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
    }

    private static func shown(_ input: [UInt8]) -> String {
        let text = String(decoding: input.prefix(1000), as: UTF8.self).debugDescription
        return input.count > 1000 ? "\(text)… (\(input.count) bytes)" : text
    }

    /// What the process has in memory: the second number of statm, in pages (proc(5)).
    private static var residentBytes: Int {
        let numbers = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return (numbers.dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }
}
