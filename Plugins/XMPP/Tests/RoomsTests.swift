import HarkEvents
import XCTest

@testable import XMPPPlugin

final class RoomsTests: XCTestCase {
    private let room = XMPPSessionScript.room

    func testWantedRoom_isEntered_withoutItsHistory() throws {
        var script = try XMPPSessionScript.ready(rooms: ["ops@muc.test"])

        try script.tellDomain()

        let join = script.written().last
        XCTAssertTrue(join?.contains("to='ops@muc.test/hark'") ?? false, "\(join ?? "")")
        XCTAssertTrue(
            join?.contains("<x xmlns='\(Namespace.muc)'><history maxstanzas='0'/></x>") ?? false, "\(join ?? "")")
    }

    func testDomain_thatIsNoneOfRooms_isNotEntered() throws {
        var script = try XMPPSessionScript.ready(rooms: ["ada@muc.test"])

        try script.tellDomain(category: "server")

        XCTAssertFalse(script.written().contains { $0.contains(Namespace.muc) })
    }

    func testDomain_thatDoesNotAnswer_isAskedAgain() throws {
        for condition in [nil, "remote-server-not-found", "service-unavailable", "forbidden"] {
            var script = try XMPPSessionScript.ready(rooms: [room])
            let id = try XCTUnwrap(script.id(of: "to='muc.test'"))
            if let condition { try script.receive(script.refusal("iq", from: "muc.test", id: id, condition)) }
            _ = script.written()

            script.pass(31)
            // A silent domain is given up first.
            if condition == nil { script.pass(31) }
            try script.tellDomain()

            XCTAssertEqual(script.log.filter { $0.contains("does not say what it is") }.count, 1, "\(script.log)")
            XCTAssertTrue(script.written().contains { $0.contains("to='\(room)/hark'") }, condition ?? "no answer")
        }
    }

    func testAnswerOfAStranger_isNone() throws {
        var script = try XMPPSessionScript.ready(rooms: ["ops@muc.test"])
        let id = try XCTUnwrap(script.id(of: "to='muc.test'"))

        try script.receive(
            "<iq type='result' from='eve@evil.test' id='\(id)'><query xmlns='\(Namespace.discovery)'>"
                + "<identity category='conference'/></query></iq>")

        XCTAssertNil(script.session.isOfRooms("muc.test"))
    }

    func testRefusals_sayWhatToDo_andAreTriedAgainLater() throws {
        for (condition, type, kind) in [
            ("registration-required", "auth", ChatError.Kind.notAMember), ("forbidden", "auth", .refused),
            ("not-authorized", "auth", .notAMember), ("item-not-found", "cancel", .noSuchRoom),
            ("not-allowed", "cancel", .noSuchRoom),
            ("service-unavailable", "wait", .rateLimited(retryAfter: .seconds(60))),
        ] {
            var script = try XMPPSessionScript.ready(rooms: [room])
            try script.tellDomain()
            try script.send("hi")

            try script.receive(script.refusal("presence", from: "\(room)/hark", type: type, condition))

            XCTAssertEqual(script.error()?.kind, kind, condition)
            _ = script.written()
            script.pass(599)
            XCTAssertFalse(script.written().contains { $0.contains("<presence") }, condition)
            script.pass(2)
            XCTAssertTrue(script.written().contains { $0.contains("<presence") }, condition)
        }
    }

    func testTakenNick_leadsToAnother_andTheServersChoiceIsTaken() throws {
        var script = try XMPPSessionScript.ready(rooms: [room])
        try script.tellDomain()

        try script.receive(script.refusal("presence", from: "\(room)/hark", "conflict"))
        XCTAssertTrue(script.written().last?.contains("to='\(room)/hark_'") ?? false)
        try script.receive(script.presence(room, "hark-2", codes: [110, 210]))

        XCTAssertEqual(script.session.rooms[room]?.nick, "hark-2")
        XCTAssertTrue(script.session.rooms[room]?.presence.isInside ?? false)
    }

    func testNewRoom_isAWarning_andIsOpened() throws {
        var script = try XMPPSessionScript.ready(rooms: [room])
        try script.tellDomain()

        try script.enter(codes: [201])

        XCTAssertTrue(script.log.contains { $0.contains("check its name") }, "\(script.log)")
        XCTAssertTrue(script.written().contains { $0.contains(Namespace.mucOwner) && $0.contains("type='submit'") })
    }

    func testKick_isForgivenOnce() throws {
        var script = try XMPPSessionScript.inside()

        try script.receive(script.presence(room, "hark", type: "unavailable", codes: [110, 307]))
        script.pass(6)
        XCTAssertTrue(script.written().contains { $0.contains("to='\(room)/hark'") })
        try script.enter()
        _ = script.written()
        try script.receive(script.presence(room, "hark", type: "unavailable", codes: [110, 307]))
        script.pass(60)

        XCTAssertFalse(script.written().contains { $0.contains("<presence") })
        try script.send("hi")
        XCTAssertEqual(script.error()?.kind, .notAMember)
    }

    func testWaysOut_differ() throws {
        for (codes, more, kind) in [
            ([301], "", ChatError.Kind.refused), ([321], "", .notAMember), ([322], "", .notAMember),
            ([], "<destroy jid='new@muc.test'/>", .noSuchRoom),
        ] {
            var script = try XMPPSessionScript.inside()

            try script.receive(script.presence(room, "hark", type: "unavailable", codes: [110] + codes, more: more))
            try script.send("hi")

            XCTAssertEqual(script.error()?.kind, kind, "\(codes)\(more)")
        }
        for codes in [[333], [332], [333, 307], []] {
            var script = try XMPPSessionScript.inside()

            try script.receive(script.presence(room, "hark", type: "unavailable", codes: [110] + codes))
            script.pass(61)

            XCTAssertTrue(script.written().contains { $0.contains("<presence") }, "\(codes)")
        }
    }

    func testOccupant_whoClaimsToBeTheBot_isNot() throws {
        var script = try XMPPSessionScript.inside()

        try script.receive(
            "<presence from='\(room)/eve' type='unavailable'><x xmlns='\(Namespace.mucUser)'><status code='110'/>"
                + "<status code='301'/></x><x xmlns='\(Namespace.mucUser)'><item role='none'/></x></presence>")

        XCTAssertTrue(script.session.rooms[room]?.presence.isInside ?? false)
    }

    func testRoomThatForgotTheBot_isEnteredAgain() throws {
        for (condition, comesBack) in [
            ("not-acceptable", true), ("not-allowed", true), ("bad-request", true), ("service-unavailable", false),
            ("feature-not-implemented", false), ("item-not-found", false), ("remote-server-timeout", false),
        ] {
            var script = try XMPPSessionScript.inside()
            script.pass(601)
            let id = try XCTUnwrap(script.id(of: "to='\(room)/hark'"))
            _ = script.written()

            try script.receive(script.refusal("iq", from: "\(room)/hark", id: id, condition))

            XCTAssertEqual(script.written().contains { $0.contains("<presence") }, comesBack, condition)
        }
    }

    func testInvitation_endsTheWait() throws {
        var script = try XMPPSessionScript.ready(rooms: [room])
        try script.tellDomain()
        try script.receive(script.refusal("presence", from: "\(room)/hark", type: "auth", "registration-required"))
        _ = script.written()

        try script.receive(
            "<message from='\(room)'><x xmlns='\(Namespace.mucUser)'><invite from='ada@lab.test'/></x></message>")

        XCTAssertTrue(script.written().contains { $0.contains("to='\(room)/hark'") })
    }

    func testQuestions_areAnswered() throws {
        var script = try XMPPSessionScript.ready()
        for (question, answer) in [
            ("<ping xmlns='urn:xmpp:ping'/>", "type='result'"),
            ("<query xmlns='\(Namespace.discovery)'/>", "category='client'"),
            ("<query xmlns='\(Namespace.version)'/>", "<name>Hark</name>"),
            ("<query xmlns='jabber:iq:roster'/>", "<service-unavailable"), ("", "<service-unavailable"),
        ] {
            _ = script.written()
            try script.receive("<iq type='get' from='eve@evil.test/x' id='q&apos;1'>\(question)</iq>")

            let written = script.written()
            XCTAssertEqual(written.count, 1)
            XCTAssertTrue(written.first?.contains(answer) ?? false, "\(written)")
            XCTAssertTrue(written.first?.contains("id='q&apos;1' to='eve@evil.test/x'") ?? false, "\(written)")
        }
    }

    func testQuestion_isNotAnswered_whenItsIdentifierIsTooLong() throws {
        var script = try XMPPSessionScript.ready()
        _ = script.written()

        for count in [4096, 4097] {
            let id = String(repeating: "A", count: count)
            try script.receive("<iq type='get' from='eve@evil.test/x' id='\(id)'><ping xmlns='urn:xmpp:ping'/></iq>")
        }

        XCTAssertEqual(script.written().count, 1)
    }

    func testVisit_makesNoRoom() throws {
        for isThere in [false, true] {
            var script = try XMPPSessionScript.ready()
            try script.begin(1, .visit)
            try script.tellDomain()
            let id = try XCTUnwrap(script.id(of: "to='\(room)' type='get'"))
            let answer =
                isThere
                ? "<iq type='result' from='\(room)' id='\(id)'/>"
                : script.refusal("iq", from: room, id: id, "item-not-found")

            try script.receive(answer)

            XCTAssertEqual(script.written().contains { $0.contains("to='\(room)/hark'") }, isThere)
            XCTAssertEqual(script.error()?.kind, isThere ? nil : ChatError.Kind.noSuchRoom)
        }
    }

    func testRefusal_isLoggedOnce_andTriedEverMoreSeldom() throws {
        var script = try XMPPSessionScript.ready(rooms: [room])
        try script.tellDomain()
        for _ in 0..<2 {
            try script.receive(script.refusal("presence", from: "\(room)/hark", type: "auth", "forbidden"))
            _ = script.written()
            script.pass(601)
        }

        XCTAssertEqual(script.log.filter { $0.contains("the bot is not in") }.count, 1, "\(script.log)")
        XCTAssertFalse(script.written().contains { $0.contains("<presence") })
        try script.receive("<message from='eve@evil.test'/>")
        script.pass(600)
        XCTAssertTrue(script.written().contains { $0.contains("<presence") })
    }

    func testRefusal_ofARoomThatNoSettingNames_isForgotten() throws {
        var script = try XMPPSessionScript.ready()
        try script.send("hi")
        try script.tellDomain()

        try script.receive(script.refusal("presence", from: "\(room)/hark", type: "auth", "forbidden"))
        XCTAssertEqual(script.error()?.kind, .refused)
        script.pass(601)

        XCTAssertNil(script.session.rooms[room])
    }

    func testRoomThatDropsTheBotAgain_isEnteredLater() throws {
        var script = try XMPPSessionScript.inside()
        try script.receive(script.presence(room, "hark", type: "unavailable", codes: [110]))
        script.pass(6)
        try script.enter()
        _ = script.written()

        try script.receive(script.presence(room, "hark", type: "unavailable", codes: [110]))
        script.pass(6)
        XCTAssertFalse(script.written().contains { $0.contains("<presence") })
        script.pass(5)

        XCTAssertTrue(script.written().contains { $0.contains("<presence") })
    }

    func testWantedRoom_hasAPlace_thoughOthersFillTheBook() throws {
        var rooms = RoomStates()
        for number in 0...RoomStates.limit {
            let other = try XCTUnwrap(JID("r\(number)@evil.test"))
            rooms.add(other, named: other.text, nick: "hark", isWanted: false, at: .now)
        }
        XCTAssertEqual(rooms.entries.count, RoomStates.limit)

        rooms.add(try XCTUnwrap(JID(room)), named: room, nick: "hark", isWanted: true, at: .now)

        XCTAssertNotNil(rooms[room])
    }
}
