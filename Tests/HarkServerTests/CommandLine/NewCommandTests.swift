import Foundation
import XCTest

@testable import HarkServer
@testable import HarkTools

final class NewCommandTests: XCTestCase {
    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    func testNew_makesAPackage_withTheChosenPlugins() throws {
        let folder = try temporaryFolder()

        let outcome = try hark("new", "mybot", "--with", "github, Relay,github", "--hark", "../../hark", in: folder)

        let package = try text("\(folder)/mybot/Package.swift")
        XCTAssertEqual(outcome.status, 0, "\(outcome.errors)")
        XCTAssertEqual(
            outcome.output.filter { $0.hasPrefix("mybot/") }.sorted(),
            [
                "mybot/.containerignore", "mybot/.dockerignore", "mybot/.env.example", "mybot/.gitignore",
                "mybot/Containerfile", "mybot/Package.swift",
                "mybot/README.md", "mybot/Sources/mybot/Notes.swift", "mybot/Sources/mybot/main.swift",
                "mybot/Tests/mybotTests/Fixtures/notes.json", "mybot/Tests/mybotTests/NotesTests.swift",
                "mybot/mybot.service",
            ])
        XCTAssertTrue(package.hasPrefix("// swift-tools-version: 6.2\n"), package)
        XCTAssertTrue(package.contains(#".package(path: "../../hark", traits: [])"#), package)
        for product in ["GitHubPlugin", "HarkClient", "HarkServer", "HarkTesting", "RelayPlugin"] {
            let parts = package.components(separatedBy: #".product(name: "\#(product)", package: "hark")"#)
            XCTAssertEqual(parts.count, 2, product)
        }
        XCTAssertEqual(package.filter { $0 == "(" }.count, package.filter { $0 == ")" }.count)
        XCTAssertEqual(
            try text("\(folder)/mybot/Sources/mybot/main.swift"),
            """
            import GitHubPlugin
            import HarkServer
            import RelayPlugin

            await Bot.run(GitHub.self, Notes.self, Relay.self)

            """)
    }

    func testNew_namesAURLByItsLastPart() throws {
        let bot = try NewBot(name: "mybot", hark: "https://example.org/x/hark.git", plugins: [])

        let package = try XCTUnwrap(bot.files().first { $0.path == "mybot/Package.swift" }).text

        XCTAssertTrue(
            package.contains(#".package(url: "https://example.org/x/hark.git", branch: "main", traits: [])"#), package)
        XCTAssertTrue(package.contains(#".product(name: "HarkServer", package: "hark")"#), package)
    }

    func testNew_makesAnEnvFile_thatIsReadWithoutAFault() throws {
        let bot = try NewBot(name: "mybot", hark: "../hark", plugins: [])
        let example = try XCTUnwrap(bot.files().first { $0.path == "mybot/.env.example" }).text

        let values = try EnvironmentFile(example, path: ".env").values

        // Not HARK_DATA, which would take the place of the one that the unit and the image set.
        XCTAssertEqual(values, ["HARK_ROOMS": "#general"])
    }

    func testNew_refusesNamesThatAreNone() throws {
        let folder = try temporaryFolder()
        let names = ["", "1bot", "my-bot", "my bot", "../up", "böt", "plugin", "Hark"]

        let outcomes = try names.map { try hark("new", $0, in: folder) }

        XCTAssertEqual(outcomes.map(\.status), names.map { _ in 78 })
        for outcome in outcomes { XCTAssertTrue(outcome.errors.joined().hasPrefix("hark: new: "), "\(outcome)") }
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), [])
    }

    func testNew_refusesNamesOfModulesAndOfTheLanguage() throws {
        let names = [
            "class", "self", "Any", "Swift", "XCTest", "Foundation", "harkserver", "HarkTesting", "githubplugin",
            "Logging", "DequeModule",
        ]

        for name in names {
            XCTAssertThrowsError(try NewBot(name: name, hark: "../hark", plugins: []), name) { error in
                XCTAssertTrue("\(error)".contains("such as \(name)_bot"), "\(error)")
            }
        }
        XCTAssertNoThrow(try NewBot(name: "class_bot", hark: "../hark", plugins: []))
    }

    func testNew_refusesTheNameOfHarksOwnFolder() throws {
        XCTAssertThrowsError(try NewBot(name: "Mine", hark: "https://example.org/mine.git", plugins: []))
        XCTAssertThrowsError(try NewBot(name: "clone", hark: "../clone", plugins: []))
    }

    func testNew_refusesAPlaceOfHark_thatAManifestCannotName() throws {
        let folder = try temporaryFolder()
        let places = [
            #"https://e.org/a"b"#, "https://e.org/a b", #"..\hark"#, "../ha\nrk", "../ha\u{2028}rk", "", "..", "/",
            "../hark/.", "https://",
        ]

        for place in places {
            let outcome = try hark("new", "mybot", "--hark", place, in: folder)

            XCTAssertEqual(outcome.status, 78, place)
            XCTAssertTrue(outcome.errors.first?.hasPrefix("hark: --hark: ") == true, "\(place): \(outcome)")
        }
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), [])
        XCTAssertNoThrow(try NewBot(name: "mybot", hark: "/home/ada/My clones/hark", plugins: []))
    }

    func testNew_suggestsThePlugin_whenThereIsNoneOfThatName() throws {
        let folder = try temporaryFolder()

        let near = try hark("new", "mybot", "--with", "githup", in: folder)
        let far = try hark("new", "mybot", "--with", "fax", in: folder)

        XCTAssertEqual([near.status, far.status], [78, 78])
        XCTAssertEqual(
            near.errors, ["hark: --with: there is no plugin “githup”. Did you mean github?"])
        XCTAssertTrue(far.errors.joined().contains("The plugins are: alertmanager, "), "\(far)")
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), [])
    }

    func testNew_writesNothing_whenOneOfTheFilesIsThere() throws {
        let folder = try temporaryFolder()
        try FileManager.default.createDirectory(atPath: "\(folder)/mybot", withIntermediateDirectories: true)
        try "mine".write(toFile: "\(folder)/mybot/README.md", atomically: true, encoding: .utf8)

        let outcome = try hark("new", "mybot", in: folder)

        XCTAssertEqual(outcome.status, 78)
        XCTAssertEqual(outcome.errors, ["hark: mybot/README.md: it is there already; nothing is overwritten."])
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/mybot"), ["README.md"])
        XCTAssertEqual(try text("\(folder)/mybot/README.md"), "mine")
    }

    func testNew_writesNothing_whenAFileIsWhereAFolderBelongs() throws {
        let folder = try temporaryFolder()
        for name in ["mybot", "p2/Sources"] {
            let path = "\(folder)/\(name)"
            let above = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: above, withIntermediateDirectories: true)
            try "mine".write(toFile: path, atomically: true, encoding: .utf8)
        }

        let outcomes = try ["mybot", "p2"].map { try hark("new", $0, in: folder) }

        XCTAssertEqual(outcomes.map(\.status), [78, 78])
        XCTAssertEqual(
            outcomes.flatMap(\.errors),
            ["mybot", "p2/Sources"].map {
                "hark: \($0): it is not a folder, and one is needed here; move it away first."
            })
        XCTAssertEqual(try text("\(folder)/mybot"), "mine")
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/p2"), ["Sources"])
    }

    func testNewFiles_leaveNothingBehind_whenOneCannotBeWritten() throws {
        let folder = try temporaryFolder()
        try FileManager.default.createDirectory(atPath: "\(folder)/kept", withIntermediateDirectories: true)
        let long = String(repeating: "x", count: 300)
        let files = ["kept/one", "kept/new/two", "other/deep/three", "other/\(long)"].map {
            NewFile(path: "\(folder)/\($0)", text: "text")
        }

        XCTAssertThrowsError(try NewFiles(files).write()) { error in
            XCTAssertEqual((error as? Fault)?.reason, "it cannot be written (File name too long).")
        }
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), ["kept"])
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/kept"), [])
    }

    func testNewPlugin_standsInThePackageOfTheFolder_onceOnly() throws {
        let folder = try temporaryFolder()
        _ = try hark("new", "mybot", in: folder)

        let made = try hark("new", "plugin", "Deploys", in: "\(folder)/mybot")
        let again = try hark("new", "plugin", "Deploys", in: "\(folder)/mybot")

        XCTAssertEqual(
            made.output,
            [
                "Sources/mybot/Deploys.swift", "Tests/mybotTests/DeploysTests.swift",
                "Tests/mybotTests/Fixtures/deploys.json",
                "Name it in Sources/mybot/main.swift:", "    await Bot.run(Deploys.self, Notes.self)",
                "Then test it, and run the bot:", "    swift test --filter DeploysTests", "    swift run mybot",
            ])
        XCTAssertEqual([made.status, again.status], [0, 78])
        let source = try text("\(folder)/mybot/Sources/mybot/Deploys.swift")
        XCTAssertTrue(source.contains("struct Deploys: Plugin {"), source)
        XCTAssertTrue(source.contains(#"name: "deploys","#), source)
        let test = try text("\(folder)/mybot/Tests/mybotTests/DeploysTests.swift")
        XCTAssertTrue(test.contains("@testable import mybot"), test)
        XCTAssertTrue(test.contains("checkManifest(Deploys.self)"), test)
    }

    func testNewPlugin_saysWhatToAddToMain_whateverStandsThere() throws {
        let plugin = try NewPlugin(name: "Deploys")
        let calls = [
            "await Bot.run(Notes.self, GitHub.self)": "await Bot.run(Deploys.self, GitHub.self, Notes.self)",
            "import X\n\nawait Bot.run(\n    Notes.self,\n)\n": "await Bot.run(Deploys.self, Notes.self)",
            "": "await Bot.run(Deploys.self)",
            "await Bot.run(plugins)": "await Bot.run(…, Deploys.self)",
        ]

        for (text, line) in calls {
            let steps = plugin.steps(main: "Sources/mybot/main.swift", text: text, package: "mybot")

            XCTAssertTrue(steps.hasPrefix("Name it in Sources/mybot/main.swift:\n\n    \(line)\n\n"), steps)
        }
    }

    func testNew_saysWhatToDoNext() throws {
        let outcome = try hark("new", "mybot", in: temporaryFolder())

        XCTAssertEqual(
            outcome.output.suffix(4), ["Test it, and run it:", "    cd mybot", "    swift test", "    swift run mybot"])
    }

    func testPackagesOfTheSystem_areInstalledForPluginsThatNeedThem() throws {
        let plugins = NewBot.Choice.all.filter { ["github", "feeds", "postgresql", "xmpp"].contains($0.name) }
        let bot = try NewBot(name: "mybot", hark: "../hark", plugins: plugins)

        let text = try XCTUnwrap(bot.files().first { $0.path == "mybot/Containerfile" }).text

        XCTAssertTrue(text.contains(" libsqlite3-dev libexpat1-dev libpq-dev\n"), text)
        XCTAssertTrue(text.contains(" ca-certificates libexpat1 libpq5 \\\n"), text)
        XCTAssertTrue(
            bot.steps.hasPrefix("It needs these packages of Debian: libexpat1-dev libpq-dev.\n\n"), bot.steps)
    }

    func testContainer_isBuiltFromSourcesAlone_andKeepsItsDataOnAVolume() throws {
        let files = try NewBot(name: "mybot", hark: "../hark", plugins: []).files()
        let file = { (name: String) in try XCTUnwrap(files.first { $0.path == "mybot/\(name)" }).text }
        let lines = try file("Containerfile").split(separator: "\n").map(String.init)

        let ignored = try file(".containerignore")

        XCTAssertEqual(ignored, try file(".dockerignore"))
        XCTAssertEqual(
            ignored.split(separator: "\n").filter { !$0.hasPrefix("#") },
            ["*", "!Package.swift", "!Package.resolved", "!Sources", "!Tests"])
        XCTAssertTrue(lines.contains("#     podman build --build-context hark=../hark -t mybot ."), "\(lines)")
        XCTAssertFalse(lines.contains { $0.hasPrefix("COPY . ") }, "\(lines)")
        XCTAssertTrue(lines.contains(#"COPY --from=hark ["Sources", "/source/hark/Sources"]"#), "\(lines)")
        let owner = "install -d -o mybot -g mybot -m 0700 /var/lib/mybot"
        let owned = try XCTUnwrap(lines.firstIndex { $0.contains(owner) })
        let volume = try XCTUnwrap(lines.firstIndex(of: #"VOLUME ["/var/lib/mybot"]"#))
        XCTAssertLessThan(owned, volume)
        XCTAssertTrue(lines.contains { $0.hasPrefix("ENV ") && $0.hasSuffix(" HARK_DATA=/var/lib/mybot") }, "\(lines)")
    }

    func testContainer_needsNoSecondContext_whereHarkIsAURL() throws {
        let bot = try NewBot(name: "mybot", hark: "https://example.org/hark.git", plugins: [])
        let text = try XCTUnwrap(bot.files().first { $0.path == "mybot/Containerfile" }).text

        XCTAssertTrue(text.contains("#     podman build -t mybot .\n"), text)
        XCTAssertFalse(text.contains("--from=hark"), text)
    }

    func testNewPlugin_readsTheNameOfAPackageOnOneLine() throws {
        let folder = try temporaryFolder()
        try "let package = Package(name: \"other\", targets: [])".write(
            toFile: "\(folder)/Package.swift", atomically: true, encoding: .utf8)

        let outcome = try hark("new", "plugin", "Deploys", in: folder)

        XCTAssertEqual(outcome.output.first, "Sources/other/Deploys.swift", "\(outcome)")
    }

    func testNewPlugin_isRefused_withoutAPackageOrAName() throws {
        let folder = try temporaryFolder()

        let outcomes = [try hark("new", "plugin", "Deploys", in: folder), try hark("new", "a", "b", in: folder)]

        XCTAssertEqual(outcomes.map(\.status), [78, 78])
        XCTAssertTrue(outcomes[0].errors.joined().contains("there is no Package.swift here"), "\(outcomes[0])")
        let names = [
            "deploys", "", "My-Deploys", "Dé", "../Up", "Plugin", "Type", "Fixture", "Status", "GitHub", "Github",
            "Bot",

        ]
        for name in names {
            XCTAssertThrowsError(try NewPlugin(name: name), name)
        }
    }
}
