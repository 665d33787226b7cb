import HarkEvents
import XCTest

@testable import XMPPPlugin

/// Lost connections (XEP-0198).
final class StreamManagementTests: XCTestCase {
    private let room = XMPPSessionScript.room

    private func resume(_ script: inout XMPPSessionScript) throws {
        script.connect()
        try script.receive(script.open, XMPPSessionScript.plain)
        try script.receive("<success xmlns='\(Namespace.sasl)'/>", script.open, script.features(management: true))
    }

    func testStanzas_areCounted() throws {
        var script = try XMPPSessionScript.inside(management: true)
        let before = script.session.management.receivedCount

        try script.receive("<message from='eve@evil.test'/>", "<r xmlns='\(Namespace.management)'/>")

        XCTAssertEqual(script.session.management.receivedCount, before + 1)
        XCTAssertEqual(script.written().last, "<a xmlns='\(Namespace.management)' h='\(before + 1)'/>")
    }

    func testLostConnection_isTakenUpAgain_withWhatTheServerHasNotCounted() throws {
        var script = try XMPPSessionScript.inside(management: true)
        let count = script.session.management.unacknowledged.count
        try script.send("hi")
        let received = script.session.management.receivedCount
        script.lose()
        XCTAssertTrue(script.results.isEmpty)

        try resume(&script)
        XCTAssertEqual(
            script.written().last, "<resume xmlns='\(Namespace.management)' h='\(received)' previd='sm1'/>")
        try script.receive("<resumed xmlns='\(Namespace.management)' previd='sm1' h='\(count)'/>")

        let written = script.written()
        XCTAssertEqual(written.filter { $0.contains("<body>hi</body>") }.count, 1)
        XCTAssertFalse(written.contains { $0.contains("<presence") })
        try script.receive(XMPPSessionScript.reflection("key1"))
        XCTAssertEqual(script.success(), MessageID("key1"))
    }

    func testMessage_thatItsSenderGaveUp_isNotSentAgain() throws {
        var script = try XMPPSessionScript.inside(management: true)
        try script.send("hi")
        _ = script.written()
        script.lose()

        script.pass(30)
        XCTAssertEqual(script.error()?.mayHaveArrived, true)
        try resume(&script)
        try script.receive("<resumed xmlns='\(Namespace.management)' previd='sm1' h='0'/>")

        XCTAssertFalse(script.written().contains { $0.contains("<body>hi</body>") })
    }

    func testCommand_ofAShortCut_isReceived() throws {
        for (cut, sender, isReceived) in [
            (5.0, "hark@lab.test", true), (5.0, "lab.test", true), (5.0, room, false), (5.0, "eve@evil.test", false),
            (700.0, "hark@lab.test", false),
        ] {
            var script = try XMPPSessionScript.inside(management: true)
            script.lose()
            script.pass(cut)
            try resume(&script)
            try script.receive("<resumed xmlns='\(Namespace.management)' previd='sm1' h='0'/>")

            try script.receive(
                "<message from='\(room)/ada' type='groupchat' id='m1'><body>!status</body>"
                    + "<delay xmlns='urn:xmpp:delay' from='\(sender)' stamp='2026-01-01T00:00:00Z'/></message>")

            XCTAssertEqual(script.received.count, isReceived ? 1 : 0, "\(cut) \(sender)")
        }
    }

    func testServer_thatForgotTheConnection_getsANewOne() throws {
        var script = try XMPPSessionScript.inside(management: true)
        try script.send("hi")
        _ = script.written()
        script.lose()
        try resume(&script)

        try script.receive(
            "<failed xmlns='\(Namespace.management)'><item-not-found xmlns='\(Namespace.stanzaErrors)'/></failed>")
        try script.bind(management: true)

        XCTAssertEqual(script.error()?.mayHaveArrived, true)
        let written = script.written()
        XCTAssertTrue(written.contains { $0 == "<presence/>" })
        XCTAssertTrue(written.contains { $0.contains("to='\(room)/hark'") })
        XCTAssertFalse(written.contains { $0.contains("<body>hi</body>") })
    }

    func testCounts_thatAreImpossible_endTheConnection() throws {
        var script = try XMPPSessionScript.inside(management: true)

        try script.receive("<a xmlns='\(Namespace.management)' h='4000'/>")

        XCTAssertNotNil(script.ending)
    }

    func testStanzasThatAreNotCounted_areBoundedByTheirBytes() {
        var management = StreamManagement()
        management.begin()
        let long = String(repeating: "x", count: 2_000_000)

        _ = management.noteSent(long, message: nil)
        _ = management.noteSent(long, message: nil)
        XCTAssertFalse(management.isFull)
        _ = management.noteSent(long, message: nil)

        XCTAssertTrue(management.isFull)
    }

    func testCounts_goOnBehindTheirLargest() {
        var management = StreamManagement()
        management.begin()
        for _ in 0..<3 { _ = management.noteSent("<m/>", message: nil) }

        XCTAssertTrue(management.acknowledge("2"))
        XCTAssertEqual(management.unacknowledged.count, 1)
        XCTAssertFalse(management.acknowledge("1"))
        XCTAssertFalse(management.acknowledge("x"))
        XCTAssertFalse(management.acknowledge(nil))
    }

    func testServer_isAskedWhetherItIsThere_howeverManyDomainsAreAsked() throws {
        var script = try XMPPSessionScript.ready()
        for number in 1...500 { try script.send("hi", id: number, to: "a@d\(number).test") }
        let asked = script.written().filter { $0.contains(Namespace.discovery) }.count

        script.pass(80)

        XCTAssertEqual(asked, 400)
        XCTAssertTrue(script.written().contains { $0.contains("<ping") })
    }
}
