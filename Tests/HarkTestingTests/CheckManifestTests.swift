import HarkTesting
import XCTest

private struct Twofold: Plugin {
    static let manifest = Manifest<Self>(
        name: "twofold",
        summary: "Says everything twice.",
        routes: [.post("/x/<id>", one), .post("/x/<name>", one)],
        commands: [
            .command("deploy", help: "Deploys.", none), .command("deploy <id>", help: "Deploys one.", one),
            .command("status", help: "Says how it is.", none),
        ]
    )

    init(_ context: PluginContext) {}

    func none() {}
    func one(id: String) {}
}

final class CheckManifestTests: XCTestCase {
    /// The failures of a check that is meant to fail; nil while failures are this test's own.
    private var failures: [String]?

    override func recordFailure(
        withDescription description: String, inFile filePath: String, atLine lineNumber: Int, expected: Bool
    ) {
        guard failures == nil else {
            failures?.append(description)
            return
        }
        super.recordFailure(withDescription: description, inFile: filePath, atLine: lineNumber, expected: expected)
    }

    func testCheckManifest_findsWhatLiesBetweenRows_asAStartDoes() async {
        var faults: [String] = []
        do throws(Faults) { _ = try await TestBot(Twofold.self) } catch { faults = error.list.map(\.description) }

        failures = []
        checkManifest(Twofold.self)
        let found = failures ?? []
        failures = nil

        XCTAssertEqual(faults.count, 3)
        XCTAssertEqual(found.count, faults.count, "\(found)")
        for (failure, fault) in zip(found, faults) { XCTAssertTrue(failure.hasSuffix(fault), failure) }
    }
}
