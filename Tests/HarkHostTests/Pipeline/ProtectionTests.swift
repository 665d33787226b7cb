import HarkTesting
import TestSupport
import XCTest

/// What every answer has, so that no browser or cache makes something of it.
final class ProtectionTests: XCTestCase {
    func testEveryAnswer_isNosniffAndNotStored() async throws {
        let bot = try await TrustBot(AccessProbe.self, environment: ["HARK_ACCESSPROBE_TOKEN": "hooktoken"])
        let bearer = SignedSample.bearer.request(to: "/bearer")
        let requests: [(Request, Int)] = [
            (bearer, 200), (.delivery("/limited", body: ""), 200), (.delivery("/limited", body: ""), 200),
            (.delivery("/limited", body: ""), 429), (.delivery("/bearer", body: ""), 401),
            (.delivery("/listed", body: "").from(.stranger()), 403), (.delivery("/nowhere", body: ""), 404),
            (Request(target: "/listed"), 405), (Request(method: .options, target: "/listed"), 204),
            (.delivery("/%zz", body: ""), 400), (.delivery("/fail", body: ""), 500),
            (.delivery("/slack", body: ""), 503),
            (bearer.with(body: Array(repeating: 0, count: HarkHost.RequestPipeline.inProcessBodyLimit + 1)), 413),
        ]

        for (request, status) in requests {
            let answer = try await bot.send(request)

            XCTAssertEqual(answer.status.code, status, "\(request.target)")
            XCTAssertEqual(answer.headers["X-Content-Type-Options"], "nosniff", "\(request.target) \(status)")
            XCTAssertEqual(answer.headers["Cache-Control"], "no-store", "\(request.target) \(status)")
        }
    }

    func testHandlersOwnWord_isKept() async throws {
        let bot = try await TrustBot(AccessProbe.self)

        let answer = try await bot.get("/cached")

        XCTAssertEqual(answer.headers[.cacheControl], "max-age=60")
    }
}
