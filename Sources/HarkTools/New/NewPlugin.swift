/// A new plugin that `hark new plugin` writes.
package struct NewPlugin {
    /// The type's name, such as `Deploys`.
    package let name: String

    private var word: String { name.lowercased() }

    /// Names of types that the plugin itself, its test or `main.swift` uses, and Swift keywords.
    private static let taken: Set = [
        "Any", "Bot", "Chat", "Decodable", "Delivery", "Event", "EventNotification", "EventReceiver", "Fixture",
        "Manifest",
        "PayloadView", "Plugin", "PluginContext", "Protocol", "Provider", "ProviderPlugin", "Room", "Secret", "Self",
        "Setting", "String", "TestBot", "Type", "Verifier",
    ]

    /// - Throws: `Fault` if the name is not valid for a type, or its command or route exists already.
    package init(name: String) throws(Fault) {
        let isType =
            name.first?.isUppercase == true
            && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5a).contains($0 & 0xdf) }
        guard isType, !Self.taken.contains(name) else {
            throw Fault("new plugin", "“\(name)” is not a valid name for a plugin; write one such as Deploys.")
        }
        let word = name.lowercased()
        guard !Host.commandNames.contains(word) else {
            throw Fault("new plugin", "“\(word)” is a command of every bot; choose another name, such as Deploys.")
        }
        guard !NewBot.Choice.all.contains(where: { $0.name == word }) else {
            throw Fault("new plugin", "“\(name)” comes with Hark; choose another name, such as Deploys.")
        }
        self.name = name
    }

    /// Its files in the target with that name.
    package func files(in target: String) -> [NewFile] {
        [
            NewFile(path: "Sources/\(target)/\(name).swift", text: source),
            NewFile(path: "Tests/\(target)Tests/\(name)Tests.swift", text: test(target)),
            NewFile(path: "Tests/\(target)Tests/Fixtures/\(word).json", text: "{\"text\": \"1.2.0 is live\"}\n"),
        ]
    }

    /// The next steps, for a person: the line of `main.swift` that names the plugin, and the commands.
    /// - Parameters:
    ///   - main: the path of `main.swift`.
    ///   - text: the current text of that file.
    package func steps(main: String, text: String, package: String) -> String {
        """
        Name it in \(main):

            \(Self.line(in: text, naming: name))

        Then test it, and run the bot:

            swift test --filter \(name)Tests
            swift run \(package)
        """
    }

    /// The line that calls `Bot.run` with the additional plugin; the order has no meaning.
    private static func line(in text: String, naming name: String) -> String {
        let call = "await Bot.run("
        let plugins = text.firstRange(of: call).map { text[$0.upperBound...].prefix { $0 != ")" } } ?? ""
        let types = plugins.split { $0 == "," || $0.isWhitespace }.map(String.init)
        // Anything else there is left to its author.
        guard types.allSatisfy({ $0.hasSuffix(".self") }) else { return "\(call)…, \(name).self)" }
        return "\(call)\((types + ["\(name).self"]).sorted().joined(separator: ", ")))"
    }

    private var source: String {
        """
        import HarkServer

        /// Says what \(word) are about. Name it in `main.swift`: `await Bot.run(\(name).self)`.
        struct \(name): Plugin {
            static let room = Setting<Room>("HARK_\(word.uppercased())_ROOM", default: "#general", help: "Room for announcements.")
            static let secret = Setting<Secret>("HARK_\(word.uppercased())_SECRET", help: "Sent along as a bearer token.")

            static let manifest = Manifest<Self>(
                name: "\(word)",
                summary: "Says what \(word) are about.",
                settings: [room, secret],
                routes: [
                    .post("/\(word)/<service>", .json, announce).verified(by: .bearer, with: \\.secret)
                ],
                commands: [
                    .command("\(word)", help: "Says where \(word) are announced.", showRoom)
                ]
            )

            /// What `/\(word)/<service>` takes.
            struct Event: Decodable { let text: String }

            let room: Room
            let secret: Secret
            let chat: Chat

            init(_ context: PluginContext) throws {
                room = try context.settings[Self.room]
                secret = try context.settings[Self.secret]
                chat = context.chat
            }

            func announce(_ delivery: Delivery<Event>, service: String) async throws {
                try await chat.send("\\(service): \\(delivery.body.text)", to: room)
            }

            func showRoom() -> String { "They are announced in \\(room)." }
        }

        """
    }

    private func test(_ target: String) -> String {
        """
        import HarkTesting
        import XCTest

        @testable import \(target)

        final class \(name)Tests: XCTestCase {
            func testManifest_hasNoFault() {
                checkManifest(\(name).self)
            }

            func testEvent_isAnnounced() async throws {
                let bot = try await TestBot(\(name).self, environment: ["HARK_\(word.uppercased())_ROOM": "#ops"])
                let payload = try Fixture.named("\(word).json").payload

                let response = try await bot.post("/\(word)/api", bytes: payload, contentType: "application/json")

                XCTAssertEqual(response.status, .ok)
                XCTAssertEqual(bot.chat.sent, ["[#ops] api: 1.2.0 is live"])
            }
        }

        """
    }
}
