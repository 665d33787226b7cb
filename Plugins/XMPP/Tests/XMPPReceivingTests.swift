import HarkEvents
import XCTest

@testable import XMPPPlugin

final class XMPPReceivingTests: XCTestCase {
    private let room = XMPPSessionScript.room

    private func message(_ body: String, nick: String = "ada", more: String = "", id: String = "m1") -> String {
        "<message from='\(room)/\(nick)' type='groupchat' id='\(id)'><body>\(body)</body>\(more)</message>"
    }

    private func direct(_ body: String, from: String = "ada@lab.test/phone", more: String = "") -> String {
        "<message from='\(from)' type='chat' id='d1'><body>\(body)</body>\(more)</message>"
    }

    private func fallback(_ bodies: String) -> String {
        "<fallback xmlns='\(Namespace.fallback)' for='\(Namespace.reply)'>\(bodies)</fallback>"
    }

    func testMessage_isReceived_withItsIdentifierInTheRoom() throws {
        var script = try XMPPSessionScript.inside()

        try script.receive(
            message("!status", more: "<stanza-id xmlns='\(Namespace.identifiers)' by='\(room)' id='s1'/>"))

        XCTAssertEqual(script.received.count, 1)
        XCTAssertEqual(script.received.first?.text, "!status")
        XCTAssertEqual(script.received.first?.room, Room(named: room, on: nil))
        XCTAssertEqual(script.received.first?.id, "s1")
        XCTAssertEqual(script.received.first?.isAddressed, false)
        XCTAssertEqual(script.received.first?.sender.displayName, "ada")
    }

    func testForgedIdentifier_isNotTaken() throws {
        var script = try XMPPSessionScript.inside(features: [])

        try script.receive(
            message("!status", more: "<stanza-id xmlns='\(Namespace.identifiers)' by='\(room)' id='s1'/>"))

        XCTAssertEqual(script.received.first?.id, "nonce-1")
        try script.send("fine", replyTo: script.received.first?.id)
        XCTAssertTrue(script.written().contains { $0.contains("id='m1' to='\(room)/ada'") })
    }

    func testIdentifier_thatSendersChose_isNeverThatOfAnotherMessage() throws {
        var script = try XMPPSessionScript.inside(features: [])

        try script.receive(
            message("!deploy"), message("!deploy"), message("!rollback", nick: "eve"), direct("a"), direct("b"))

        XCTAssertEqual(Set(script.received.compactMap(\.id)).count, 5)
    }

    func testName_inFront_addressesTheBot() throws {
        for (body, text) in [
            ("hark: status", "status"), ("Hark, status", "status"), ("@hark status", "status"), ("@hark: x", "x"),
        ] {
            var script = try XMPPSessionScript.inside()
            try script.receive(message(body))
            XCTAssertEqual(script.received.first?.text, text)
            XCTAssertEqual(script.received.first?.isAddressed, true, body)
        }
        for body in ["hark status", "harken: x", "see hark: x"] {
            var script = try XMPPSessionScript.inside()
            try script.receive(message(body))
            XCTAssertEqual(script.received.first?.isAddressed, false, body)
        }
    }

    func testWhatIsNotNew_orNoText_isNotReceived() throws {
        let delay = "<delay xmlns='urn:xmpp:delay' from='\(room)' stamp='2026-01-01T00:00:00Z'/>"
        for stanza in [
            message("!status", nick: "hark"), message("!status", more: delay),
            message("!status", more: "<replace xmlns='\(Namespace.correction)' id='m0'/>"),
            message("!status", more: "<reactions xmlns='\(Namespace.reactions)' id='m0'/>"),
            message("!status", more: "<encryption xmlns='urn:xmpp:eme:0' namespace='x'/>"),
            "<message from='\(room)/ada' type='groupchat'><subject>!status</subject></message>",
            "<message from='\(room)/ada' type='groupchat'><active xmlns='urn:x:chatstates'/></message>",
            "<message from='\(room)' type='groupchat'><body>!status</body></message>",
            "<message from='other@muc.test/ada' type='groupchat'><body>!status</body></message>",
            "<message from='\(room)/ada' type='error'><body>!status</body></message>",
            "<message from='\(room)/ada' type='headline'><body>!status</body></message>",
            direct("status", from: "hark@lab.test/phone"), direct("status", more: delay),
            direct("status", more: "<replace xmlns='\(Namespace.correction)' id='m0'/>"),
            "<message from='hark@lab.test' type='chat'><received xmlns='urn:xmpp:carbons:2'>"
                + "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='ada@lab.test'>"
                + "<body>status</body></message></forwarded></received></message>",
        ] {
            var script = try XMPPSessionScript.inside()
            try script.receive(stanza)
            XCTAssertEqual(script.received, [], stanza)
        }
    }

    func testHistory_endsWithTheSubject() throws {
        var script = try XMPPSessionScript.ready(rooms: [room])
        try script.tellDomain()
        try script.receive(script.presence(room, "hark", codes: [110]))

        try script.receive(message("!old"))
        try script.receive("<message from='\(room)/ada' type='groupchat'><subject/></message>", message("!new"))

        XCTAssertEqual(script.received.map(\.text), ["!new"])
    }

    func testQuotation_isCutByCodePoints() throws {
        var script = try XMPPSessionScript.inside()
        // The flag is two code points and one character; the quotation has seven with the line feed.
        let body = "&gt;é🇩🇪xx\n!status"

        try script.receive(
            message(body, more: "<reply xmlns='\(Namespace.reply)' id='s0'/>" + fallback("<body start='0' end='7'/>")))

        XCTAssertEqual(script.received.first?.text, "!status")
    }

    func testQuotation_withImpossiblePlaces_doesNoHarm() throws {
        for places in ["start='5' end='2'", "start='-5' end='99'", "start='x'", "", "start='99999999999999999999'"] {
            var script = try XMPPSessionScript.inside()
            try script.receive(message("abc", more: fallback("<body \(places)/><body start='1' end='2'/>")))
            XCTAssertLessThanOrEqual(script.received.count, 1)
        }
    }

    func testNicksThatOnlyLookAlike_areTwoPeople() throws {
        var script = try XMPPSessionScript.inside()

        try script.receive(
            script.presence(room, "\u{e9}va", item: " jid='eva@lab.test/phone'"), script.presence(room, "e\u{301}va"))
        for nick in ["\u{e9}va", "e\u{301}va"] {
            try script.receive("<message from='\(room)/\(nick)' type='groupchat'><body>hi</body></message>")
        }

        XCTAssertEqual(script.received.map { $0.sender.id == "eva@lab.test" }, [true, false])
    }

    func testAccount_isKnown_whereTheRoomShowsIt() throws {
        var script = try XMPPSessionScript.inside()
        try script.receive(script.presence(room, "ada", item: " jid='ada@lab.test/phone'"))

        try script.receive(message("!status"))

        XCTAssertEqual(script.received.first?.sender.id, "ada@lab.test")
    }

    func testOwnAccount_isNotReceived_underAnotherNick() throws {
        var script = try XMPPSessionScript.inside()
        try script.receive(script.presence(room, "hark_", item: " jid='hark@lab.test/say'"))

        try script.receive(message("!status", nick: "hark_"))

        XCTAssertEqual(script.received, [])
    }

    func testAccount_thatAnOccupantClaims_isNotBelieved() throws {
        var script = try XMPPSessionScript.inside()
        try script.receive(
            "<presence from='\(room)/ada'><x xmlns='\(Namespace.mucUser)'><item jid='root@lab.test/x'/></x>"
                + "<x xmlns='\(Namespace.mucUser)'><item role='participant'/></x></presence>")

        try script.receive(message("!status"))

        XCTAssertNotEqual(script.received.first?.sender.id, "root@lab.test")
    }

    func testAnswerToAStranger_entersNoRoom_whateverTheDomainSaysOfItself() throws {
        var script = try XMPPSessionScript.ready()
        let fake = "x@evil.test"
        try script.receive(direct("x", from: fake))
        try script.send("There is no command “x”.", to: fake)

        try script.receive(
            script.presence(fake, "hark", codes: [110]), script.presence(fake, "a", item: " jid='ada@lab.test/p'"),
            "<message from='\(fake)' type='groupchat'><subject/></message>",
            "<message from='\(fake)/a' type='groupchat'><body>!config</body></message>")

        XCTAssertEqual(script.received.map(\.sender.id), [fake])
        let written = script.written()
        XCTAssertTrue(written.contains { $0.contains("to='\(fake)' type='chat'") }, "\(written)")
        XCTAssertFalse(written.contains { $0.contains("to='evil.test'") || $0.contains(Namespace.muc) }, "\(written)")
    }

    func testRoom_thatNoSettingNames_vouchesForNobody() throws {
        var script = try XMPPSessionScript.ready()
        try script.send("hi")
        try script.tellDomain()
        try script.enter()
        try script.receive(
            "<presence from='\(room)/ada'><x xmlns='\(Namespace.mucUser)'>"
                + "<item jid='ada@lab.test/p' affiliation='owner' role='moderator'/></x></presence>")

        try script.receive(message("!status"))

        XCTAssertEqual(script.received.first?.sender.id, "\(room), ada")
        XCTAssertEqual(script.received.first?.groups, [])
    }

    func testOccupant_isKnownByTheRoom_whereItVouches() throws {
        let occupant = "<occupant-id xmlns='\(Namespace.occupant)' id='o1'/>"
        var script = try XMPPSessionScript.inside()
        try script.receive(message("!status", more: occupant))
        XCTAssertEqual(script.received.first?.sender.id, "occupant:o1@\(room)")

        var other = try XMPPSessionScript.inside(features: [])
        try other.receive(message("!status", more: occupant))
        // No list of admins can have it, because a nick is anybody's.
        XCTAssertEqual(other.received.first?.sender.id, "\(room), ada")
    }

    func testGroups_areWhatTheRoomVouchesFor() throws {
        var script = try XMPPSessionScript.inside()
        try script.receive(
            "<presence from='\(room)/ada'><x xmlns='\(Namespace.mucUser)'>"
                + "<item affiliation='owner' role='moderator'/></x></presence>")

        try script.receive(message("!status"))

        XCTAssertEqual(script.received.first?.groups, ["owner", "moderator"])
    }

    func testDirectMessage_isOfTheAccount() throws {
        var script = try XMPPSessionScript.ready()

        try script.receive(direct("status"))

        XCTAssertEqual(script.received.first?.sender, Person(id: "ada@lab.test", displayName: "ada"))
        XCTAssertEqual(script.received.first?.room, Room(named: "ada@lab.test", on: nil))
        XCTAssertEqual(script.received.first?.isDirect, true)
    }

    func testPrivateWord_isAnsweredToTheOccupant() throws {
        var script = try XMPPSessionScript.inside()

        try script.receive(direct("status", from: "\(room)/ada", more: "<x xmlns='\(Namespace.mucUser)'/>"))

        XCTAssertEqual(script.received.first?.room, Room(named: "\(room)/ada", on: nil))
        XCTAssertEqual(script.received.first?.isDirect, true)
        try script.send("fine", to: "\(room)/ada")
        XCTAssertTrue(script.written().contains { $0.contains("to='\(room)/ada' type='chat'") })
    }
}
