import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost
@testable import HarkTools

/// How much a diagnosis does, whatever it is given.
final class WorkBudgetTests: XCTestCase {
    private func findings(_ request: Request, budget: Int) throws -> [String] {
        guard case .signature(let scheme)? = Verifier.github.proofs.first else { return [] }
        let secrets = ["new", "old"].map { SignatureDiagnosis.NamedSecret(name: $0, text: $0) }
        return SignatureDiagnosis(
            scheme: scheme, request: request, now: TestBot.newYear2026, secrets: secrets, ownCount: 1,
            budget: WorkBudget(budget)
        ).findings
    }

    func testFindings_sayThatNotEverythingWasTried_whenTheEffortEnds() throws {
        let stopped = "The request is long: not every way to write its body was tried."
        var request = try Request.hub("new", #"{"a": 1}"#)
        request.body = Array("{\"a\":\t1}".utf8)

        let (short, long) = (try findings(request, budget: 10), try findings(request, budget: WorkBudget.usual))

        XCTAssertEqual(short.last, stopped)
        XCTAssertTrue(short.first?.hasPrefix("No secret that this bot knows") == true, "\(short)")
        XCTAssertTrue(long.first?.hasPrefix("The body was re-encoded on the way") == true, "\(long)")
        XCTAssertFalse(long.contains(stopped))
    }

    func testVariants_end_whenTheEffortDoes() {
        let body = Array("[\(Array(repeating: "1", count: 1000).joined(separator: ","))]".utf8)

        let all = BodyVariants(body).all.reduce(0) { count, _ in count + 1 }
        let few = BodyVariants(body, budget: WorkBudget(100_000)).all.reduce(0) { count, _ in count + 1 }

        XCTAssertGreaterThan(all, 100)
        XCTAssertLessThan(few, 20)
        XCTAssertGreaterThan(few, 0)
    }

    func testVariants_areBounded_whenListsAreDeepAndWide() {
        let depth = 120
        let inner = Array(repeating: "1", count: 20_000).joined(separator: ",")
        let text = String(repeating: "[", count: depth) + inner + String(repeating: "]", count: depth)

        let longest = BodyVariants(Array(text.utf8)).all.prefix(60).map(\.bytes.count).max() ?? 0

        XCTAssertLessThanOrEqual(longest, text.utf8.count * 8 + 65_538)
    }

    func testDiagnosis_takesLittleTime_whenNamesAndHeadersAreEndlessRunsOfMarks() async throws {
        let marks = { String(repeating: "\u{301}\u{316}", count: $0) }
        let members = (0..<20).map { "\"a\(marks(500 + $0 % 3))\":\"\(marks(200))\"" }.joined(separator: ",")
        var request = try Request.hub("strange", "{\(members)}")
        request.target.query = marks(5000)
        request.headers["Host"] = marks(5000)
        request.headers["X-Other-Signature"] = marks(5000)

        let timer = ProcessorTimer()
        let found = try await TrustBot.diagnosis(of: request)

        XCTAssertLessThan(timer.elapsed, .seconds(20))
        XCTAssertFalse(found.isAccepted)
    }
}
