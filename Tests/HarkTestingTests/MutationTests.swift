import HarkHost
import XCTest

@testable import HarkTesting

final class MutationTests: XCTestCase {
    func testAll_changesEachFieldAtEveryDepth() throws {
        let payload = try JSONValue(parsing: Array(#"{"a":{"b":[{"c":1}]}}"#.utf8))

        let names = Mutation.all(of: payload).map(\.name)

        XCTAssertEqual(
            names,
            [
                "a missing", "a null", "a of another type",
                "a.b missing", "a.b null", "a.b of another type",
                "a.b.0.c missing", "a.b.0.c null", "a.b.0.c of another type",
                "a.b.0.of_a_later_version too many", "a.of_a_later_version too many", "of_a_later_version too many",
            ])
    }

    func testAll_leavesTheRestAsItWas() throws {
        let payload = try JSONValue(parsing: Array(#"{"a":[{"b":1,"c":"x"}],"d":true}"#.utf8))

        let payloads = Mutation.all(of: payload).filter { $0.name.hasPrefix("a.0.b ") }.map { $0.value.serialized() }

        XCTAssertEqual(
            payloads,
            [
                #"{"a":[{"c":"x"}],"d":true}"#,
                #"{"a":[{"b":null,"c":"x"}],"d":true}"#,
                #"{"a":[{"b":[1],"c":"x"}],"d":true}"#,
            ])
    }

    func testAll_isEmpty_whenThereAreNoFields() {
        XCTAssertEqual(Mutation.all(of: .array([.integer(1), .null])).count, 0)
    }
}
