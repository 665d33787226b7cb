import HarkHost
import HarkTesting
import XCTest

/// A plugin whose every row has a fault.
private struct Faulty: Plugin {
    static let manifest = Manifest<Self>(
        name: "Faulty One",
        summary: "",
        settings: [
            Setting("DEMO", default: 1, help: "Without the prefix."),
            Setting("HARK_FAULTY ONE_X_FILE", default: 1, help: "Looks like a file."),
        ],
        routes: [
            .post("no-slash", nothing),
            .post("/<unclosed", nothing),
            .post("/<unknown:x>", one),
            .post("/<a>/<a>", two),
            .post("/two/<a>/<b>", one),
            .post("/none/<a>", nothing),
            .post("/absent/<a>", optional),
            .on()("/methodless", nothing),
            .on(.get, .trace)("/traced", nothing),
        ],
        commands: [
            .command("", help: "No word.", nothing),
            .command("lonely <a>", help: "Too many.", nothing),
            .command("maybe [<a>]", help: "Not optional.", one),
            .command("silent", help: "", nothing),
        ]
    )

    init(_ context: PluginContext) {}

    func nothing() {}
    func one(a: String) {}
    func two(a: String, b: String) {}
    func optional(a: String?) {}
}

private struct Reserved: Plugin {
    static let manifest = Manifest<Self>(name: "hark", summary: "Has the bot's own name.")
    init(_ context: PluginContext) {}
}

private struct HTTPBody: Plugin {
    static let limit = Setting("HARK_HTTP_BODY_LIMIT", default: 1, help: "What the server declares too.")
    static let manifest = Manifest<Self>(name: "http-body", summary: "Has a limit.", settings: [limit])
    init(_ context: PluginContext) {}
}

final class ManifestCheckTests: XCTestCase {
    func testFaults_nameEveryRowAndReason() {
        let faults = Catalog.Entry(Faulty.self).faults.map(\.description)

        let expected = [
            "the name of Faulty must be lower-case letters, digits and “-”.",
            "the summary is empty",
            "setting DEMO: its name must start with HARK_FAULTY ONE_.",
            "setting HARK_FAULTY ONE_X_FILE: names that end in _FILE",
            "route POST no-slash:",
            "route POST /<unclosed:",
            "route POST /<unknown:x>:",
            "route POST /<a>/<a>:",
            "route POST /two/<a>/<b>: the rule has 2 placeholders, its handler takes 1.",
            "route POST /none/<a>: the rule has 1 placeholder, its handler takes 0.",
            "route POST /absent/<a>: <a> is required; its parameter must not be optional.",
            "route  /methodless: it names no method.",
            "route GET,TRACE /traced: no request with TRACE reaches it; choose among GET, HEAD, POST,",
            "command “”: it has no word; start with one to type.",
            "command “lonely <a>”: the pattern has 1 placeholder, its method takes 0.",
            "command “maybe [<a>]”: <a> may be left out; take it as an optional.",
            "command “silent”: its help is empty.",
        ]
        XCTAssertEqual(faults.count, expected.count, faults.joined(separator: "\n"))
        for (fault, part) in zip(faults, expected) {
            XCTAssertTrue(fault.hasPrefix("plugin Faulty One"), fault)
            XCTAssertTrue(fault.contains(part), "\(fault) lacks \(part)")
        }
    }

    func testFaults_nameWhatIsReservedForTheBot() {
        let faults = Catalog.Entry(Reserved.self).faults.map(\.description)

        XCTAssertEqual(
            faults, ["plugin hark: the name “hark” is reserved for the commands of every bot; choose another."])
        XCTAssertEqual(
            Catalog.Entry(HTTPBody.self).faults.map(\.description),
            [
                "plugin http-body, setting HARK_HTTP_BODY_LIMIT: names that start with HARK_HTTP_ are kept for the server."
            ])
    }

    func testTestBot_throwsEveryFaultOfEveryPlugin() async {
        do {
            _ = try await TestBot(Faulty.self, Faulty.self)
            XCTFail("it started")
        } catch {
            XCTAssertEqual(error.list.filter { $0.reason.contains("chosen twice") }.count, 1)
            XCTAssertGreaterThan(error.list.count, 30)
        }
    }
}
