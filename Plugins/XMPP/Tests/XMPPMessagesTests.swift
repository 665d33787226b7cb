import HarkEvents
import XCTest

@testable import XMPPPlugin

final class XMPPMessagesTests: XCTestCase {
    private let room = XMPPSessionScript.room

    func testMessage_isSaid_whenTheRoomSendsItBack() throws {
        var script = try XMPPSessionScript.inside()

        try script.send("hi")

        XCTAssertEqual(
            script.written().last,
            "<message id='key1' to='\(room)' type='groupchat'><body>hi</body><unstyled xmlns='urn:xmpp:styling:0'/>"
                + "<origin-id xmlns='urn:xmpp:sid:0' id='key1'/><store xmlns='urn:xmpp:hints'/></message>")
        try script.receive(XMPPSessionScript.reflection("key1", nick: "ada"), XMPPSessionScript.reflection("other"))
        XCTAssertTrue(script.results.isEmpty)
        try script.receive(XMPPSessionScript.reflection("key1"))
        XCTAssertEqual(script.success(), MessageID("key1"))
        XCTAssertEqual(script.received.count, 1)
    }

    func testMessage_waitsForTheRoom() throws {
        var script = try XMPPSessionScript.ready()
        try script.send("hi")
        try script.tellDomain()
        XCTAssertTrue(script.written().last?.contains("<presence") ?? false)

        try script.enter()

        XCTAssertTrue(script.written().contains { $0.contains("<body>hi</body>") })
    }

    func testMessage_mayHaveArrived_whenNobodySaysSo() throws {
        var script = try XMPPSessionScript.inside()
        try script.send("hi")

        script.pass(21)

        XCTAssertEqual(script.error()?.kind, .transient)
        XCTAssertTrue(script.error()?.mayHaveArrived ?? false)
    }

    func testSilenceBehindAMessage_endsTheConnection() throws {
        for comesAnything in [false, true] {
            var script = try XMPPSessionScript.inside(management: true)
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
        var script = try XMPPSessionScript.inside()
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
            var script = try XMPPSessionScript.inside()
            try script.send("hi")

            try script.receive(script.refusal("message", from: room, id: "key1", type: type, condition))

            XCTAssertEqual(script.error()?.kind, kind, condition)
            XCTAssertEqual(script.error()?.mayHaveArrived, false, condition)
        }
    }

    func testRefusal_ofAStranger_isNone() throws {
        var script = try XMPPSessionScript.inside()
        try script.send("hi")

        try script.receive(script.refusal("message", from: "eve@evil.test", id: "key1", "forbidden"))

        XCTAssertTrue(script.results.isEmpty)
    }

    func testRoomThatForgotTheBot_getsTheMessage_onceItIsBack() throws {
        var script = try XMPPSessionScript.inside()
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
        var script = try XMPPSessionScript.ready()
        try script.send("hi", to: "ada@lab.test")
        let id = try XCTUnwrap(script.id(of: "urn:xmpp:ping"))
        XCTAssertTrue(script.written().contains { $0.contains("to='ada@lab.test' type='chat'") })

        try script.receive("<iq type='result' from='eve@evil.test' id='\(id)'/>")
        XCTAssertTrue(script.results.isEmpty)
        try script.receive("<iq type='result' from='hark@lab.test' id='\(id)'/>")

        XCTAssertEqual(script.success(), MessageID("key1"))
    }

    func testPerson_whoDoesNotExist_isSaid() throws {
        var script = try XMPPSessionScript.ready()
        try script.send("hi", to: "ada@lab.test")

        try script.receive(script.refusal("message", from: "ada@lab.test", id: "key1", "service-unavailable"))

        XCTAssertEqual(script.error()?.kind, .noSuchRoom)
    }

    func testCorrection_andReaction_nameTheirMessage() throws {
        var script = try XMPPSessionScript.inside()

        try script.begin(1, .correction("first", OutgoingMessage("done", key: "key1")))
        try script.begin(2, .reaction(.done, "s7"))

        let written = script.written()
        XCTAssertTrue(written.first?.contains("<replace xmlns='\(Namespace.correction)' id='first'/>") ?? false)
        let reactions = "<reactions xmlns='\(Namespace.reactions)' id='s7'><reaction>✅</reaction></reactions>"
        XCTAssertTrue(written.last?.contains(reactions) ?? false)
        XCTAssertFalse(written.last?.contains("<body") ?? true)
    }

    func testReply_namesMessageAndAuthor() throws {
        var script = try XMPPSessionScript.inside()
        try script.receive(
            "<message from='\(room)/ada' type='groupchat' id='m1'><body>!status</body>"
                + "<stanza-id xmlns='\(Namespace.identifiers)' by='\(room)' id='s9'/></message>")

        try script.send("fine", replyTo: script.received.first?.id)

        XCTAssertTrue(
            script.written().last?.contains("<reply xmlns='\(Namespace.reply)' id='s9' to='\(room)/ada'/>") ?? false)
    }
}
