import Hark
import XCTest

/// Remembers what made it, to tell its instances apart.
private struct Counter: Plugin {
    static let manifest = Manifest<Self>(name: "counter", summary: "Counts.", routes: [])
    static let add = Route<Self>.post("/<int:first>/<second>", .json, sum)

    let start: Int

    init(_ context: PluginContext) { start = 0 }
    init(start: Int) { self.start = start }

    func sum(_ delivery: Delivery<[Int]>, first: Int, second: String) -> String {
        "\(start + delivery.body.reduce(0, +) + first) \(second)"
    }
}

final class HandlerCallTests: XCTestCase {
    private let prepare = Counter.add.preparation(placeholders: ["first", "second"])

    private func request(_ body: String, type: String = "application/json") -> Request {
        Request(method: .post, target: "/", headers: [.contentType: type], body: Array(body.utf8))
    }

    func testCall_runsOnAnyInstance_asOftenAsWanted() async throws {
        let call = try prepare(request("[1,2]"), ["3", "x"])

        var answers: [String] = []
        for start in [0, 100] {
            guard case .handled(let response, _) = try await call.run(Counter(start: start)) else {
                return XCTFail("it was not handled")
            }
            answers.append(response.text)
        }

        XCTAssertEqual(answers, ["6 x", "106 x"])
    }

    func testPreparing_throws_beforeAnyInstanceIsNeeded() {
        XCTAssertThrowsError(try prepare(request("[1"), ["3", "x"])) { error in
            XCTAssertEqual((error as? Rejection)?.status, .badRequest)
        }
        XCTAssertThrowsError(try prepare(request("[1]", type: "text/plain"), ["3", "x"])) { error in
            XCTAssertEqual((error as? Rejection)?.status, .unsupportedMediaType)
        }
        XCTAssertThrowsError(try prepare(request("[1]"), ["three", "x"])) { error in
            XCTAssertEqual((error as? ParameterMismatch)?.position, 0)
        }
    }
}

extension Response {
    /// The text of its body.
    fileprivate var text: String { String(decoding: body, as: UTF8.self) }
}
