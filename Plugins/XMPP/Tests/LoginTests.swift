import HarkEvents
import HarkXML
import XCTest

private import struct Foundation.Data

@testable import XMPPPlugin

final class LoginTests: XCTestCase {
    private let tls = "<stream:features><starttls xmlns='\(Namespace.tls)'><required/></starttls></stream:features>"

    private func mechanisms(_ names: String...) -> String {
        "<stream:features><mechanisms xmlns='\(Namespace.sasl)'>"
            + names.map { "<mechanism>\($0)</mechanism>" }.joined() + "</mechanisms></stream:features>"
    }

    func testSecret_isSaidOverTLSAlone() throws {
        var script = try XMPPSessionScript(isSecure: false)
        try script.receive(script.open, tls)
        XCTAssertEqual(script.written().last, "<starttls xmlns='\(Namespace.tls)'/>")

        try script.receive("<proceed xmlns='\(Namespace.tls)'/>")

        XCTAssertTrue(script.has { if case .startTLS = $0 { true } else { false } })
        XCTAssertEqual(script.written(), [])
        script.session.secured(at: script.now)
        script.collect()
        XCTAssertTrue(script.written().first?.hasPrefix("<?xml") ?? false)
        try script.receive(script.open, mechanisms("PLAIN"))
        XCTAssertTrue(script.written().first?.hasPrefix("<auth") ?? false)
    }

    func testServer_thatHidesTLS_getsNoPassword() throws {
        var script = try XMPPSessionScript(isSecure: false)

        try script.receive(script.open, mechanisms("PLAIN", "SCRAM-SHA-1"))

        XCTAssertEqual(script.ending?.kind, .transient)
        XCTAssertFalse(script.written().contains { $0.contains("<auth") })
    }

    func testElementsBehindTheConsent_endTheConnection() throws {
        var script = try XMPPSessionScript(isSecure: false)
        try script.receive(script.open, tls, "<proceed xmlns='\(Namespace.tls)'/>")

        try script.receive(mechanisms("PLAIN"))

        XCTAssertNotNil(script.ending)
    }

    func testLogin_prefersSCRAM() throws {
        for (offered, chosen) in [
            (["PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256"], "SCRAM-SHA-256"), (["PLAIN", "SCRAM-SHA-1"], "SCRAM-SHA-1"),
            (["EXTERNAL", "PLAIN"], "PLAIN"),
        ] {
            let login = try Authentication(
                offered: offered, user: "hark", password: Secret("x"), isSecure: true, nonce: "n")
            XCTAssertEqual(login.beginning["mechanism"], chosen)
        }
        for (offered, isSecure) in [(["PLAIN"], false), (["DIGEST-MD5"], true), ([], true)] {
            XCTAssertThrowsError(
                try Authentication(
                    offered: offered, user: "hark", password: Secret("x"), isSecure: isSecure, nonce: "n"))
        }
    }

    func testFailures_arePermanent_butForTemporaryOnes() throws {
        for (condition, kind) in [
            ("not-authorized", ChatError.Kind.unauthorized), ("account-disabled", .unauthorized),
            ("credentials-expired", .unauthorized), ("invalid-mechanism", .unauthorized),
            ("temporary-auth-failure", .transient),
        ] {
            var script = try XMPPSessionScript()
            try script.receive(script.open, mechanisms("PLAIN"))
            try script.receive("<failure xmlns='\(Namespace.sasl)'><\(condition)/><text>No.</text></failure>")

            XCTAssertEqual(script.ending?.kind, kind, condition)
            XCTAssertFalse(script.ending?.reason.contains("pencil") ?? true)
        }
    }

    func testServer_thatDoesNotProveItself_isNotBelieved() throws {
        var script = try XMPPSessionScript()
        try script.receive(script.open, mechanisms("SCRAM-SHA-1"))

        try script.receive("<success xmlns='\(Namespace.sasl)'/>")

        XCTAssertEqual(script.ending?.kind, .refused)
    }

    func testPassword_isHashedByTheClient_andNotUnderItsLock() throws {
        var script = try XMPPSessionScript()
        try script.receive(script.open, mechanisms("SCRAM-SHA-1"))
        _ = script.written()
        let challenge = Data("r=nonceX,s=QSXCR+Q6sek8bf92,i=4096".utf8).base64EncodedString()

        try script.receive("<challenge xmlns='\(Namespace.sasl)'>\(challenge)</challenge>")
        let early = script.written()
        for action in script.actions {
            guard case .hash(let hashing) = action else { continue }
            script.session.receive(salted: hashing.run(), at: script.now)
        }
        script.collect()

        XCTAssertEqual(early, [])
        XCTAssertEqual(script.written().map { $0.hasPrefix("<response") }, [true])
    }

    func testBot_isThere_onceItHasAnAddress() throws {
        var script = try XMPPSessionScript()

        try script.logIn()

        XCTAssertTrue(script.has { if case .connected = $0 { true } else { false } })
        XCTAssertEqual(script.session.address.text, "hark@lab.test/x1")
        let written = script.written()
        XCTAssertEqual(written.last, "<presence/>")
        // The server chooses the resource, so that two sessions do not fight for one.
        XCTAssertTrue(written.contains { $0.contains("<bind xmlns='\(Namespace.bind)'/>") })
    }

    func testResource_isLeft_toAConnectionThatRunsAlready() throws {
        for leaves in [false, true] {
            let account = try XMPPAccount(settingText: "hark@lab.test/home")
            var script = try XMPPSessionScript(.init(account: account, password: Secret("x")))
            script.session.leavesResource = leaves

            try script.logIn()

            XCTAssertEqual(script.written().contains { $0.contains("<resource>home</resource>") }, !leaves)
        }
    }

    func testLogin_thatTakesTooLong_isGivenUp() throws {
        var script = try XMPPSessionScript()

        script.pass(61)

        XCTAssertEqual(script.ending?.kind, .transient)
    }

    func testStreamErrors_sayWhatCanBeDone() throws {
        for (condition, kind) in [
            ("conflict", ChatError.Kind.rateLimited(retryAfter: .seconds(600))), ("host-unknown", .refused),
            ("not-authorized", .unauthorized), ("policy-violation", .rateLimited(retryAfter: .seconds(300))),
            ("system-shutdown", .transient), ("reset", .transient), ("see-other-host", .transient),
            ("unsupported-version", .refused),
        ] {
            var script = try XMPPSessionScript.ready()

            try script.receive("<stream:error><\(condition) xmlns='\(Namespace.streamErrors)'/></stream:error>")

            XCTAssertEqual(script.ending?.kind, kind, condition)
        }
    }

    func testSilence_isAskedAbout_andThenEndsTheConnection() throws {
        var script = try XMPPSessionScript.ready()
        _ = script.written()

        script.pass(76)
        XCTAssertTrue(script.written().last?.contains("<ping xmlns='urn:xmpp:ping'/>") ?? false)
        try script.receive(script.refusal("iq", from: "lab.test", id: "hark-1", "service-unavailable"))
        script.pass(40)
        XCTAssertNil(script.ending)

        script.pass(76)
        script.pass(31)

        XCTAssertEqual(script.ending?.kind, .transient)
        // The server keeps the session a while.
        XCTAssertFalse(script.written().contains("</stream:stream>"))
    }
}
