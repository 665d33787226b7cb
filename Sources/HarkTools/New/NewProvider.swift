/// A new provider plugin that `hark new plugin --provider` writes from recorded payloads.
package struct NewProvider {
    /// Most fixtures for an event.
    package static let mostFixtures = 5

    /// An event with its formatter.
    private struct Event {
        let name: String
        let function: String
        let samples: [ProviderSample]
    }

    private let plugin: NewPlugin
    private let survey: SampleSurvey
    private let events: [Event]
    /// Samples that name no event.
    private let nameless: [ProviderSample]

    private var name: String { plugin.name }

    /// - Parameters:
    ///   - name: the type's name, such as `Forge`.
    ///   - samples: what the provider sent, one or more.
    /// - Throws: `Fault` if the name is not valid for a plugin, or there are no samples.
    package init(name: String, samples: [ProviderSample]) throws(Fault) {
        plugin = try NewPlugin(name: name)
        guard !samples.isEmpty else {
            throw Fault(
                "--from", "there is no payload: put requests (.http, as capture writes them) or payloads (.json) in it."
            )
        }
        survey = SampleSurvey(samples, provider: name)
        var groups: [String: [ProviderSample]] = [:]
        var others: [ProviderSample] = []
        for sample in samples {
            if let event = survey.event(of: sample) {
                groups[event, default: []].append(sample)
            } else {
                others.append(sample)
            }
        }
        var taken = Self.members
        events = groups.sorted { $0.key < $1.key }.map { name, samples in
            Event(name: name, function: Self.function(named: name, &taken), samples: samples)
        }
        nameless = others
    }

    /// Names of members that every provider plugin has.
    private static let members: Set = [
        "announce", "announceOther", "events", "manifest", "provider", "receiver", "routes", "verifier",
    ]

    /// A name for an event's formatter: `orderCreated` for `order.created`.
    private static func function(named event: String, _ taken: inout Set<String>) -> String {
        let words = event.split { !$0.isLetter && !$0.isNumber }
        let first = words.first.map { $0.lowercased() == $0 || $0.uppercased() == $0 ? $0.lowercased() : lowered($0) }
        var name = (first ?? "") + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        if name.first?.isLetter != true { name = "event\(name)" }
        if ReservedNames.contains(name) || taken.contains(name) { name += "Event" }
        var (unique, number) = (name, 2)
        while taken.contains(unique) { (unique, number) = ("\(name)\(number)", number + 1) }
        taken.insert(unique)
        return unique
    }

    private static func lowered(_ word: Substring) -> String { word.prefix(1).lowercased() + word.dropFirst() }

    /// Its files in the target with that name.
    package func files(in target: String) -> [NewFile] {
        let tests = "Tests/\(target)Tests/\(name)"
        return [
            NewFile(path: "Sources/\(target)/\(name).swift", text: source),
            NewFile(path: "\(tests)/\(name)Tests.swift", text: test(target)),
        ] + fixtures.map { NewFile(path: "\(tests)/Fixtures/\($0.name)", text: $0.text) }
    }

    /// The next steps, for a person.
    /// - Parameters:
    ///   - main: the path of `main.swift`.
    ///   - text: the current text of that file.
    ///   - manifest: the text of `Package.swift`.
    package func steps(main: String, text: String, package: String, manifest: String) -> String {
        let product = ".product(name: \"HarkEvents\", package: …)"
        let dependency =
            manifest.contains("\"HarkEvents\"")
            ? "" : "Add \(product) to the dependencies of \(package) in Package.swift, and "
        let exclusion = "\"\(name)/Fixtures\" to what its test target excludes."
        return """
            \(findings.joined(separator: "\n"))
            Remove names, addresses and secrets from the fixtures.

            \(dependency.isEmpty ? "Add" : "\(dependency)add") \(exclusion)
            \(plugin.steps(main: main, text: text, package: package))
            """
    }

    /// What was recognised, one sentence a line.
    private var findings: [String] {
        let count = events.count == 1 ? "1 event" : "\(events.count) events"
        let place =
            survey.eventSource.map { "\(count), named by \($0)." }
            ?? "No event is named: all payloads have one formatter."
        var all = ["Compare with \(name)'s documentation what the samples seem to say:", "- \(place)"]
        switch survey.proof {
        case .standardWebhooks: all.append("- Deliveries are signed as Standard Webhooks says.")
        case .signature: all.append("- Deliveries are signed with an HMAC of \(timestampNote).")
        case .token(let header): all.append("- Deliveries bring a token in header \(header).")
        case .basic: all.append("- Deliveries bring a user and a password.")
        case .bearer(isSeen: true): all.append("- Deliveries bring a bearer token.")
        case .bearer(isSeen: false):
            all.append(
                "- No sample shows a proof of its origin: a bearer token is demanded. Payloads without headers show none."
            )
        }
        all.append(
            survey.deliverySource.map { "- A delivery is identified by \($0)." }
                ?? "- Nothing identifies a delivery: a repeated one is announced again.")
        let left = (events.map(\.samples) + [nameless]).reduce(0) { $0 + max(0, $1.count - Self.mostFixtures) }
        if left > 0 { all.append("- \(left) further samples of the same events are left out of the fixtures.") }
        return all
    }

    private var timestampNote: String {
        guard case .signature(let source) = survey.proof, !source.contains("{timestamp}"),
            let header = survey.timestampHeader
        else { return "the body" }
        return "the body; if it covers the time in header \(header) too, add "
            + "of: \"{timestamp}.{body}\", timestamp: .header(\"\(header)\") to the signature"
    }

    /// The fixtures: the payloads under the names of their events.
    private var fixtures: [(name: String, text: String)] {
        var all: [(name: String, text: String)] = []
        for (event, samples) in events.map({ ($0.name, $0.samples) }) + [("nameless", nameless)] {
            let word = String(event.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
            for (index, sample) in samples.prefix(Self.mostFixtures).enumerated() {
                all.append((index == 0 ? "\(word).json" : "\(word).\(index + 1).json", sample.text))
            }
        }
        return all
    }

    private var source: String {
        let table =
            events.isEmpty
            ? "[:]"
            : "[\n" + events.map { "                \"\($0.name)\": \($0.function),\n" }.joined() + "            ]"
        let isStandard = survey.proof == .standardWebhooks
        let naming = isStandard ? survey.eventSource.map { ", namedBy: .\(code($0))" } ?? "" : ""
        let other = nameless.isEmpty ? "" : ", nameless: announceOther"
        let formatters =
            events.map { formatter($0.function, of: $0.name, like: $0.samples) }
            + (nameless.isEmpty ? [] : [formatter("announceOther", of: nil, like: nameless)])
        return """
            import HarkEvents

            /// Announces what happens on \(name). Name it in `main.swift`: `await Bot.run(\(name).self)`.
            struct \(name): ProviderPlugin {
                static let provider = Provider(
                    "\(name.lowercased())", title: "\(name)", summary: "Announces what happens on \(name).",
                    verifier: verifier,
                    secret: "The webhook's secret, as \(name) has it.",
                    events: EventTable(
                        \(table)\(naming)\(other))
                )

                /// How deliveries are authenticated, and where they name themselves and their event.
                static let verifier = \(verifier)

                let receiver: EventReceiver

                init(_ receiver: EventReceiver) { self.receiver = receiver }
            }

            // What each event says. Return nil for what is not to be announced.
            extension \(name) {
            \(formatters.joined(separator: "\n\n"))
            }

            """
    }

    private var verifier: String {
        let sources = (
            delivery: survey.deliverySource.map { ".\(code($0))" }, event: survey.eventSource.map { ".\(code($0))" }
        )
        if case .standardWebhooks = survey.proof { return "Verifier.standardWebhooks" }
        let proof =
            switch survey.proof {
            case .signature(let source): ".signature(\(source))"
            case .token(let header): ".token(.header(\"\(header)\"), prefix: \"\")"
            case .basic: ".basic"
            case .bearer, .standardWebhooks: ".bearer"
            }
        let arguments =
            ["\"\(name.lowercased())\"", proof]
            + [sources.delivery.map { "deliveryID: \($0)" }, sources.event.map { "event: \($0)" }].compactMap(\.self)
        return "Verifier(\n" + arguments.map { "        \($0)" }.joined(separator: ",\n") + "\n    )"
    }

    private func code(_ source: ValueSource) -> String {
        switch source {
        case .header(let name): "header(\"\(name)\")"
        case .query(let name): "query(\"\(name)\")"
        case .field(let path): "field(\"\(path)\")"
        }
    }

    /// A formatter that says the event's name, and what the samples tell about it.
    private func formatter(_ function: String, of event: String?, like samples: [ProviderSample]) -> String {
        let path = { (names: [String]) in samples.lazy.compactMap { $0.path(ofFirst: names) }.first }
        let words = event?.split { !$0.isLetter && !$0.isNumber }.joined(separator: " ") ?? "news"
        var text = words
        if let title = path(Self.titles) { text += "\\(payload[path: \"\(title)\"], after: \": \")" }
        let place =
            Self.places.first { place in samples.contains { $0.value(at: place) != nil } }.map {
                "payload[path: \"\($0)\"].asText"
            } ?? "nil"
        let link = path(Self.links).map { ", link: payload[path: \"\($0)\"].asText" } ?? ""
        let comment = event.map { "`\($0)`" } ?? "A payload that names no event"
        return """
                /// \(comment).
                static func \(function)(_ payload: PayloadView) -> EventNotification? {
                    EventNotification(about: \(place), "\(text)"\(link))
                }
            """
    }

    private static let titles = [
        "title", "name", "subject", "summary", "message", "description", "text", "state", "status",
    ]
    private static let places = [
        "repository.full_name", "repository.name", "repository", "project.name", "project", "service.name", "service",
        "organization.name", "workspace.name", "app.name",
    ]
    private static let links = ["html_url", "web_url", "permalink", "url", "link"]

    private func test(_ target: String) -> String {
        // A secret of the kind that Standard Webhooks has: 24 bytes in base64.
        let secret = survey.proof == .standardWebhooks ? "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1u" : "lab"
        return """
            import HarkTesting
            import XCTest

            @testable import \(target)

            final class \(name)Tests: XCTestCase {
                private let environment = ["HARK_\(name.uppercased())_SECRET": "\(secret)"]

                func testManifest_hasNoFault() {
                    checkManifest(\(name).self)
                }

                func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
                    \(events.isEmpty ? "let bot = try await TestBot(\(name).self, environment: environment)\n\n        let response = try await bot.deliver(Fixture.named(\"nameless.json\"), to: \(name).self)\n\n        XCTAssertEqual(response.status.code / 100, 2)\n        XCTAssertEqual(bot.chat.sent.count, 1)" : "try await checkEvents(\(name).self, environment: environment)")
                }

                func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
                    try await checkTolerance(\(name).self, atMost: 60, environment: environment)
                }

                func testDelivery_isRefused_whenItIsNotAuthentic() async throws {
                    let bot = try await TestBot(\(name).self, environment: environment)
                    let fixture = try Fixture.named("\(fixtures[0].name)")
                    let request = try bot.host.delivery(
                        to: "\(name.lowercased())", event: fixture.event, payload: fixture.payload)

                    let response = try await bot.send(request)

                    XCTAssertEqual(response.status, .unauthorized)
                    XCTAssertEqual(bot.chat.sent, [])
                }
            }

            """
    }
}
