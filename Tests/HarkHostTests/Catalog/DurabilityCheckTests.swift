import Foundation
import HarkEvents
import HarkHost
import XCTest

/// A build, whose state no probe can make up.
private struct Build: Decodable {
    enum State: String, Decodable { case passed, failed }
    struct Repository: Decodable {
        enum CodingKeys: String, CodingKey {
            case name = "full_name"
            case stars
        }
        let name: String
        let stars: Int?
    }

    let number: Int
    let repository: Repository
    let fork: Repository?
    let labels: [String]
    let counts: [String: Int]
    let time: Date
    let state: State
}

/// The same, with a field whose type is unknown because the probe ends before it.
private struct Early: Decodable {
    let state: Build.State
    let repository: Build.Repository
}

/// A body that decodes whatever is there.
private struct Anything: Decodable {
    struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    let names: [String]

    init(from decoder: any Decoder) throws {
        names = try decoder.container(keyedBy: Key.self).allKeys.map(\.stringValue)
    }
}

/// A body that decodes two types from one object, the first of which no probe can make.
private struct Joined: Decodable {
    private struct Times: Decodable { let time: Int }

    let state: Build.State
    let time: Int

    init(from decoder: any Decoder) throws {
        time = try Times(from: decoder).time
        state = try decoder.container(keyedBy: Keys.self).decode(Build.State.self, forKey: .state)
    }

    private enum Keys: CodingKey { case state }
}

/// A body of a plain form.
private struct SignUp: Decodable { let room: String }

private let events = EventTable(["push": { _ in nil }], namedBy: .header("X-Event"))

/// A plugin whose every row has one fault.
private struct Faulty: Plugin {
    static let manifest = Manifest<Self>(
        name: "faulty",
        summary: "Has a fault in the durability of every row.",
        routes: [
            .on(.post, .get)("/get", .json, build).durable(),
            .on(.head)("/head/<a>", text).durable(),
            .post("/nothing", nothing).durable(),
            .post("/never", .json, build).durable(within: .zero, attempts: 0),
            .post("/policy", .json, build).durable(key: [], .latest),
            .post("/quick", .json, build)
                .durable(key: \.body.number, .debounced(for: .zero, atMost: .seconds(90_000))),
            .post("/slow", .json, build)
                .durable(key: \.body.number, .debounced(for: .seconds(9), atMost: .seconds(8))),
            .post("/a", .json, build).durable(key: \.body.nummer),
            .post("/b", .json, build).durable(key: \.body.repository.name),
            .post("/early", .json, early).durable(key: \.body.sate),
            .post("/c", .json, build).durable(key: \.body.fork.id),
            .post("/d", .json, build).durable(key: \.body.repository),
            .post("/e", .json, build).durable(key: \.body.labels),
            .post("/f", .json, build).durable(key: \.body.labels.first),
            .post("/g", .json, build).durable(key: \.body.number.text),
            .post("/h", .json, build).durable(key: \.body.counts),
            .post("/i", .json, build).durable(key: \.body),
            .post("/j", .text, note).durable(key: \.body.x),
            .post("/k/<service>", text).durable(key: \.body.x),
            .post("/l/<service>", text).durable(key: \.path.servce),
            .post("/m/<service>", text).durable(key: \.query.a.b),
            .post("/n/<service>", text).durable(key: \.headers["X Room"]),
            .post("/o", .form, signUp).durable(key: [\.body.room, \.body["rooms and more"]]),
            .post("/p", .form("payload"), signUp).durable(key: \.body.roam),
            .post("/q/<service>/<service>", .json, both).durable(key: \.path.other),
        ]
    )

    init(_ context: PluginContext) {}

    func nothing() {}
    func text(a: String) {}
    func note(_ delivery: Delivery<String>) {}
    func build(_ delivery: Delivery<Build>) {}
    func early(_ delivery: Delivery<Early>) {}
    func signUp(_ delivery: Delivery<SignUp>) {}
    func both(_ delivery: Delivery<Build>, a: String, b: String) {}
}

/// A plugin with durable rows of every kind, and none with a fault.
private struct Faultless: Plugin {
    static let manifest = Manifest<Self>(
        name: "faultless",
        summary: "Has durable rows.",
        routes: [
            .post("/ci", .json, build)
                .durable(key: \.body.repository.full_name, .latest, within: .seconds(600), attempts: 5),
            .post("/a", .json, build).durable(key: \.body.fork.stars, .latest(cancelling: true)),
            .post("/b", .json, build).durable(key: [\.body.state, \.body.time], .first),
            .post("/c", .json, build).durable(key: \.body.counts.anything, .serial),
            .post("/d", .json, anything).durable(key: \.body.whatever.there["is"]),
            .post("/early", .json, early).durable(key: \.body.repository.unknown),
            .post("/e", .json, joined).durable(key: \.body.state),
            .post("/f", .payload, payload).durable(key: \.body.anything),
            .post("/g", .event(of: events), event).durable(key: \.body.repository.full_name),
            .post("/h", .form, signUp)
                .durable(key: \.body.room, .debounced(for: .seconds(30), atMost: .seconds(86_400))),
            .on(.post, .delete)("/i/<service>", text).durable(key: [\.path.service, \.query.x, \.headers["X-Room"]]),
            .on(.post, .get)("/j", .event(of: events), event),
        ]
    )

    init(_ context: PluginContext) {}

    func text(a: String) {}
    func build(_ delivery: Delivery<Build>) {}
    func early(_ delivery: Delivery<Early>) {}
    func anything(_ delivery: Delivery<Anything>) {}
    func joined(_ delivery: Delivery<Joined>) {}
    func payload(_ delivery: Delivery<Payload>) {}
    func event(_ delivery: Delivery<WebhookEvent>) {}
    func signUp(_ delivery: Delivery<SignUp>) {}
}

final class DurabilityCheckTests: XCTestCase {
    func testFaults_nameEveryRowAndReason() {
        let faults = Catalog.Entry(Faulty.self).faults.map(\.description)

        let expected = [
            #"POST,GET /get: a durable row cannot answer GET or HEAD; make it two rows, or leave .durable() out."#,
            #"HEAD /head/<a>: a durable row cannot answer GET or HEAD; make it two rows, or leave .durable() out."#,
            #"POST /nothing: a durable row has to store something; take a body or a placeholder."#,
            #"POST /never: the time limit of its attempts is not positive."#,
            #"POST /never: it is never attempted; write attempts: 1 or more."#,
            #"POST /policy: its policy needs a key; write .durable(key: \.body.name, …)."#,
            #"POST /quick: the time for which it is debounced is not positive."#,
            #"POST /quick: it is debounced for more than 24 h."#,
            #"POST /slow: it is debounced for longer than the limit after atMost."#,
            #"POST /a: its key \.body.nummer names a field that Build does not have; did you mean “number”?"#,
            #"POST /b: its key \.body.repository.name names a field that Repository does not have"#
                + "; it has full_name, stars.",
            #"POST /early: its key \.body.sate names a field that Early does not have; did you mean “state”?"#,
            #"POST /c: its key \.body.fork.id names a field that Repository does not have; it has full_name, stars."#,
            #"POST /d: its key \.body.repository names an object, Repository; name one of its fields."#,
            #"POST /e: its key \.body.labels names a list, Array<String>; a key is a text, a number or a Boolean."#,
            #"POST /f: its key \.body.labels.first names a field inside a list, Array<String>."#,
            #"POST /g: its key \.body.number.text names “text” inside a value without fields, Int."#,
            #"POST /h: its key \.body.counts names an object, Dictionary<String, Int>; name one of its fields."#,
            #"POST /i: its key \.body names no field; write \.body.name."#,
            #"POST /j: its key \.body.x names a field, and the body is a text."#,
            #"POST /k/<service>: its key \.body.x names a field of the body, and the row takes no body."#,
            #"POST /l/<service>: its key \.path.servce names a placeholder that the rule does not have"#
                + "; did you mean “service”?",
            #"POST /m/<service>: its key \.query.a.b names a field inside a text; write one name."#,
            #"POST /n/<service>: its key \.headers["X Room"] is not a valid name of a header field."#,
            #"POST /o: its key \.body["rooms and more"] names a field that SignUp does not have; it has room."#,
            #"POST /p: its key \.body.roam names a field that SignUp does not have; did you mean “room”?"#,
        ].map { "plugin faulty, route \($0)" }
        XCTAssertEqual(faults.filter { !$0.contains("/q/") }, expected)
    }

    func testFaults_leaveOutWhatDependsOnTheRule_whenThatHasAFault() {
        let faults = Catalog.Entry(Faulty.self).faults.map(\.description).filter { $0.contains("/q/") }

        XCTAssertEqual(faults.count, 1, "\(faults)")
        XCTAssertFalse(faults[0].contains("its key"), "\(faults)")
    }

    func testFaults_areNone_forRowsThatAreRight() {
        XCTAssertEqual(Catalog.Entry(Faultless.self).faults, [])
    }

    func testRows_ofEvents_areDurableByThemselves() throws {
        let table = try Catalog([Faultless.self]).entries[0].routes

        XCTAssertEqual(table.filter { $0.durable == nil }.map(\.label), ["POST,GET /j"])
    }
}
