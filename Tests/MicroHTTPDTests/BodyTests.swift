import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class BodyTests: XCTestCase {
    func testChunkedBody_isRead_inAnyLegalForm() throws {
        let server = try TestServer.echo()
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        client.send("5;a=b\r\nhello\r\n00A\r\n0123456789\r\n0\r\nTrailer: dropped\r\n\r\n")
        let response = try client.response()

        XCTAssertEqual(response.text, "POST / hello0123456789")
        XCTAssertEqual(response["connection"]?.lowercased(), "close")
    }

    func testBody_isExact_whenLarge() throws {
        let server = try TestServer.handling { request in .bytes(request.body) }
        let client = try server.client()
        let body = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\n\r\n")
        client.send(body)
        let response = try client.response()

        XCTAssertEqual(response.body, body)
    }

    func testAnnouncedBody_isRefusedBeforeItComes_overTheLimit() throws {
        let server = try TestServer.echo { $0.bodyLimit = 10 }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n")
        let head = try client.readHead()

        XCTAssertEqual(head.status, 413)
    }

    func testChunkedBody_isRefused_overTheLimit() throws {
        let server = try TestServer.echo { $0.bodyLimit = 10 }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n01234567890123456789\r\n")
        let response = try client.response()

        XCTAssertEqual(response.status, 413)
        XCTAssertEqual(response.text, "The body is too large.\n")
    }

    func testRouteLimit_winsOverTheServersOwn() throws {
        let server = try TestServer {
            $0.bodyLimit = 10
        } admit: { _ in
            Admission(body: .read(limit: 20)) { request in .text("\(request.body.count)") }
        }
        let (allowed, refused) = (try server.client(), try server.client())

        allowed.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n01234567890123456789")
        refused.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 21\r\n\r\n")

        XCTAssertEqual(try allowed.response().text, "20")
        XCTAssertEqual(try refused.response().status, 413)
    }

    /// Holds all of a budget with a body that gives way to none.
    private func holdAll(of budget: BodyBudget, on server: TestServer) async throws -> RawClient {
        let holder = try server.client()
        holder.send("POST /proven HTTP/1.1\r\nHost: x\r\nContent-Length: \(BodyBudget.allowance + 90_001)\r\n\r\n")
        holder.send([UInt8](repeating: 1, count: BodyBudget.allowance + 90_000))
        try await budget.wait(untilThereAreLessThan: 10_001)
        return holder
    }

    /// Takes the memory of a budget; the bodies of one path have a head that proves their sender.
    private func server(_ budget: BodyBudget) throws -> TestServer {
        try TestServer {
            $0.bodyBudget = budget
        } admit: { request in
            var admission = Admission { request in .text("\(request.body.count)") }
            admission.headIsProven = request.target.path == "/proven"
            return admission
        }
    }

    func testLongBody_isPutOff_whileProvenOnesTakeTheMemory_andShortOnesAreNot() async throws {
        let budget = BodyBudget(100_000)
        let server = try server(budget)
        let long = [UInt8](repeating: 1, count: BodyBudget.allowance + 90_000)
        let head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: "
        let holder = try await holdAll(of: budget, on: server)

        let other = try server.client()
        other.send("\(head)\(long.count)\r\n\r\n")
        other.send(long)
        let short = try server.client()
        short.send("\(head)2\r\n\r\nhi")
        let refusal = try other.response()

        XCTAssertEqual(refusal.status, 503)
        XCTAssertEqual(refusal["retry-after"], "5")
        XCTAssertEqual(refusal["cache-control"], "no-store")
        XCTAssertEqual(try short.response().status, 200)
        holder.send([1])
        XCTAssertEqual(try holder.response().status, 200)
        let later = try server.client()
        later.send("\(head)\(long.count)\r\n\r\n")
        later.send(long)
        XCTAssertEqual(try later.response().status, 200)
    }

    func testBudget_isShared_byDaemonsOfOneConfiguration() async throws {
        let budget = BodyBudget(100_000)
        let servers = [try server(budget), try server(budget)]
        let long = [UInt8](repeating: 1, count: BodyBudget.allowance + 90_000)
        let holder = try await holdAll(of: budget, on: servers[0])

        let client = try servers[1].client()
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(long.count)\r\n\r\n")
        client.send(long)

        XCTAssertEqual(try client.response().status, 503)
        holder.resetWhenReleased()
    }

    func testIgnoredBody_isRefused_overTheLimit() throws {
        let server = try TestServer {
            $0.bodyLimit = 10
        } admit: { _ in
            Admission(body: .discard) { _ in .text("ok") }
        }
        let lengths = ["10", "11", "9223372036854775808", "18446744073709551615"]

        let statuses = try lengths.map { length in
            let client = try server.client()
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\n0123456789")
            return try client.response().status
        }

        XCTAssertEqual(statuses, [200, 413, 413, 413])
    }

    func testContinue_isSent_whenTheBodyIsWanted() throws {
        let server = try TestServer.echo()
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        let interim = try client.readHead()
        client.send("hi")
        let response = try client.response()

        XCTAssertEqual(interim.status, 100)
        XCTAssertEqual(response.text, "POST / hi")
    }

    func testContinue_isNotSent_whenNobodyWantsTheBody() throws {
        let server = try TestServer { _ in .refused(.text("no such path", status: .notFound)) }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        let head = try client.readHead()

        XCTAssertEqual(head.status, 404)
        XCTAssertEqual(head["connection"]?.lowercased(), "close")
    }

    func testContinue_isNotSent_whenTheRefusalHasToWait() throws {
        let server = try TestServer { _ in
            Admission(body: .discard) { _ in
                try? await Task.sleep(for: .milliseconds(10))
                return Response(status: .unauthorized)
            }
        }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        let head = try client.readHead()

        XCTAssertEqual(head.status, 401)
    }

    func testUnwantedBody_isDropped_andTheConnectionKept() throws {
        let server = try TestServer { _ in .refused(.text("no such path", status: .notFound)) }
        let client = try server.client()

        let statuses = try (0..<2).map { _ in
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
            return try client.response().status
        }

        XCTAssertEqual(statuses, [404, 404])
    }

    func testUnwantedBody_isNotRead_overTheLimit() throws {
        let server = try TestServer {
            $0.bodyLimit = 10
        } admit: { _ in
            .refused(Response(status: .notFound))
        }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n")
        let head = try client.readHead()

        XCTAssertEqual(head.status, 404)
        XCTAssertEqual(head["connection"]?.lowercased(), "close")
    }

    func testBody_isEmpty_whileTheRequestIsAdmitted() throws {
        let admitted = Recorder<Int>()
        let server = try TestServer { request in
            admitted.record(request.body.count)
            return Admission { request in .text("\(request.body.count)") }
        }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")
        let response = try client.response()

        XCTAssertEqual(admitted.all, [0])
        XCTAssertEqual(response.text, "2")
    }
}

extension BodyBudget {
    /// Returns once so many bytes are not to be had any more; fails after ten seconds.
    fileprivate func wait(untilThereAreLessThan count: Int) async throws {
        let end = ContinuousClock.now + .seconds(10)
        while take(count) {
            give(back: count)
            guard ContinuousClock.now < end else { return XCTFail("Nobody took the memory.") }
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}
