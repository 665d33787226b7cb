import HarkEvents
import XCTest

@testable import XMPPPlugin

final class MessagesTests: XCTestCase {
    private let room = SessionScript.room

    private func reflection(_ id: String, nick: String = "hark") -> String {
        "<message from='\(room)/\(nick)' to='hark@lab.test/x1' type='groupchat' id='\(id)'><body>hi</body>"
            + "<stanza-id xmlns='\(Namespace.identifiers)' by='\(room)' id='s1'/></message>"
    }

    func testMessage_isSaid_whenTheRoomSendsItBack() throws {
        var script = try SessionScript.inside()

        try script.send("hi")

        XCTAssertEqual(
            script.written().last,
            "<message id='key1' to='\(room)' type='groupchat'><body>hi</body><unstyled xmlns='urn:xmpp:styling:0'/>"
                + "<origin-id xmlns='urn:xmpp:sid:0' id='key1'/><store xmlns='urn:xmpp:hints'/></message>")
        try script.receive(reflection("key1", nick: "ada"), reflection("other"))
        XCTAssertTrue(script.results.isEmpty)
        try script.receive(reflection("key1"))
        XCTAssertEqual(script.success(), MessageID("key1"))
        XCTAssertEqual(script.received.count, 1)
    }

    func testMessage_waitsForTheRoom() throws {
        var script = try SessionScript.ready()
        try script.send("hi")
        try script.tellDomain()
        XCTAssertTrue(script.written().last?.contains("<presence") ?? false)

        try script.enter()

        XCTAssertTrue(script.written().contains { $0.contains("<body>hi</body>") })
    }

    func testMessage_mayHaveArrived_whenNobodySaysSo() throws {
        var script = try SessionScript.inside()
        try script.send("hi")

        script.pass(21)

        XCTAssertEqual(script.error()?.kind, .transient)
        XCTAssertTrue(script.error()?.mayHaveArrived ?? false)
    }

    func testSilenceBehindAMessage_endsTheConnection() throws {
        for comesAnything in [false, true] {
            var script = try SessionScript.inside(management: true)
            try script.send("hi")
            script.pass(1)
            if comesAnything { try script.receive("<message from='eve@evil.test'/>") }

            script.pass(20)

            XCTAssertEqual(script.ending?.kind, comesAnything ? nil : ChatError.Kind.transient)
            XCTAssertEqual(script.error()?.mayHaveArrived, true)
            // The server keeps the session a while.
            XCTAssertFalse(script.written().contains("</stream:stream>"))
        }
    }

    func testLostConnection_isADoubt_forWhatWasSentAlone() throws {
        var script = try SessionScript.inside()
        try script.send("hi")
        try script.send("hi", id: 2, to: "dev@other.test")

        script.lose()

        XCTAssertEqual(script.error()?.mayHaveArrived, true)
        XCTAssertEqual(script.error(of: 2)?.mayHaveArrived, false)
        try script.send("hi", id: 3)
        XCTAssertEqual(script.error(of: 3)?.kind, .transient)
        XCTAssertEqual(script.error(of: 3)?.mayHaveArrived, false)
    }

    func testRefusals_haveTheirKinds() throws {
        for (condition, type, kind) in [
            ("forbidden", "auth", ChatError.Kind.refused), ("policy-violation", "modify", .refused),
            ("policy-violation", "wait", .rateLimited(retryAfter: .seconds(30))),
            ("resource-constraint", "wait", .rateLimited(retryAfter: .seconds(30))),
            ("remote-server-timeout", "cancel", .rateLimited(retryAfter: .seconds(60))),
            ("bad-request", "modify", .refused), ("undefined-condition", "wait", .transient),
        ] {
            var script = try SessionScript.inside()
            try script.send("hi")

            try script.receive(script.refusal("message", from: room, id: "key1", type: type, condition))

            XCTAssertEqual(script.error()?.kind, kind, condition)
            XCTAssertEqual(script.error()?.mayHaveArrived, false, condition)
        }
    }

    func testRefusal_ofAStranger_isNone() throws {
        var script = try SessionScript.inside()
        try script.send("hi")

        try script.receive(script.refusal("message", from: "eve@evil.test", id: "key1", "forbidden"))

        XCTAssertTrue(script.results.isEmpty)
    }

    func testRoomThatForgotTheBot_getsTheMessage_onceItIsBack() throws {
        var script = try SessionScript.inside()
        try script.send("hi")
        _ = script.written()

        try script.receive(script.refusal("message", from: room, id: "key1", type: "modify", "not-acceptable"))
        XCTAssertTrue(script.written().last?.contains("<presence") ?? false)
        try script.enter()
        XCTAssertTrue(script.written().contains { $0.contains("<body>hi</body>") })
        try script.receive(script.refusal("message", from: room, id: "key1", type: "modify", "not-acceptable"))

        XCTAssertEqual(script.error()?.kind, .notAMember)
    }

    func testPerson_hasTheMessage_whenTheServerAnswersBehindIt() throws {
        var script = try SessionScript.ready()
        try script.send("hi", to: "ada@lab.test")
        let id = try XCTUnwrap(script.id(of: "urn:xmpp:ping"))
        XCTAssertTrue(script.written().contains { $0.contains("to='ada@lab.test' type='chat'") })

        try script.receive("<iq type='result' from='eve@evil.test' id='\(id)'/>")
        XCTAssertTrue(script.results.isEmpty)
        try script.receive("<iq type='result' from='hark@lab.test' id='\(id)'/>")

        XCTAssertEqual(script.success(), MessageID("key1"))
    }

    func testPerson_whoDoesNotExist_isSaid() throws {
        var script = try SessionScript.ready()
        try script.send("hi", to: "ada@lab.test")

        try script.receive(script.refusal("message", from: "ada@lab.test", id: "key1", "service-unavailable"))

        XCTAssertEqual(script.error()?.kind, .noSuchRoom)
    }

    func testCorrection_andReaction_nameTheirMessage() throws {
        var script = try SessionScript.inside()

        try script.begin(1, .correction("first", OutgoingMessage("done", key: "key1")))
        try script.begin(2, .reaction(.done, "s7"))

        let written = script.written()
        XCTAssertTrue(written.first?.contains("<replace xmlns='\(Namespace.correction)' id='first'/>") ?? false)
        let reactions = "<reactions xmlns='\(Namespace.reactions)' id='s7'><reaction>✅</reaction></reactions>"
        XCTAssertTrue(written.last?.contains(reactions) ?? false)
        XCTAssertFalse(written.last?.contains("<body") ?? true)
    }

    func testReply_namesMessageAndAuthor() throws {
        var script = try SessionScript.inside()
        try script.receive(
            "<message from='\(room)/ada' type='groupchat' id='m1'><body>!status</body>"
                + "<stanza-id xmlns='\(Namespace.identifiers)' by='\(room)' id='s9'/></message>")

        try script.send("fine", replyTo: script.received.first?.id)

        XCTAssertTrue(
            script.written().last?.contains("<reply xmlns='\(Namespace.reply)' id='s9' to='\(room)/ada'/>") ?? false)
    }

    // MARK: Lost connections (XEP-0198)

    private func resume(_ script: inout SessionScript) throws {
        script.connect()
        try script.receive(script.open, SessionScript.plain)
        try script.receive("<success xmlns='\(Namespace.sasl)'/>", script.open, script.features(management: true))
    }

    func testStanzas_areCounted() throws {
        var script = try SessionScript.inside(management: true)
        let before = script.session.management.receivedCount

        try script.receive("<message from='eve@evil.test'/>", "<r xmlns='\(Namespace.management)'/>")

        XCTAssertEqual(script.session.management.receivedCount, before + 1)
        XCTAssertEqual(script.written().last, "<a xmlns='\(Namespace.management)' h='\(before + 1)'/>")
    }

    func testLostConnection_isTakenUpAgain_withWhatTheServerHasNotCounted() throws {
        var script = try SessionScript.inside(management: true)
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
        try script.receive(reflection("key1"))
        XCTAssertEqual(script.success(), MessageID("key1"))
    }

    func testMessage_thatItsSenderGaveUp_isNotSentAgain() throws {
        var script = try SessionScript.inside(management: true)
        try script.send("hi")
        _ = script.written()
        script.lose()

        script.pass(30)
        XCTAssertEqual(script.error()?.mayHaveArrived, true)
        try resume(&script)
        try script.receive("<resumed xmlns='\(Namespace.management)' previd='sm1' h='0'/>")

        XCTAssertFalse(script.written().contains { $0.contains("<body>hi</body>") })
    }

    func testCommand_ofAShortCut_isHeard() throws {
        for (cut, sender, isReceived) in [
            (5.0, "hark@lab.test", true), (5.0, "lab.test", true), (5.0, room, false), (5.0, "eve@evil.test", false),
            (700.0, "hark@lab.test", false),
        ] {
            var script = try SessionScript.inside(management: true)
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
        var script = try SessionScript.inside(management: true)
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
        var script = try SessionScript.inside(management: true)

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
        var script = try SessionScript.ready()
        for number in 1...500 { try script.send("hi", id: number, to: "a@d\(number).test") }
        let asked = script.written().filter { $0.contains(Namespace.discovery) }.count

        script.pass(80)

        XCTAssertEqual(asked, 400)
        XCTAssertTrue(script.written().contains { $0.contains("<ping") })
    }
}
