import Foundation
import XCTest

@testable import HarkServer

final class ProgramNameTests: XCTestCase {
    /// A program at `.build/x86/debug/mybot` of a new folder, with SwiftPM's link to its folder.
    private func folderWithProgram() throws -> (folder: String, program: String) {
        let folder = try temporaryFolder()
        let files = FileManager.default
        try files.createDirectory(atPath: "\(folder)/.build/x86/debug", withIntermediateDirectories: true)
        try files.createSymbolicLink(atPath: "\(folder)/.build/debug", withDestinationPath: "x86/debug")
        let program = "\(folder)/.build/x86/debug/mybot"
        XCTAssertTrue(files.createFile(atPath: program, contents: Data()))
        return (folder, program)
    }

    func testCommand_isWhatWasWritten_whenItIsRelativeOrAWord() {
        for path in ["mybot", "./mybot", ".build/debug/mybot", "../hark/.build/debug/mybot"] {
            let program = ProgramName(calledAs: path, in: "/home/ada", searchPath: "/usr/bin")

            XCTAssertEqual(program.command, path)
            XCTAssertEqual(program.name, "mybot")
        }
    }

    func testCommand_isShort_asSwiftRunStartsIt() throws {
        let (folder, path) = try folderWithProgram()

        let here = ProgramName(calledAs: path, in: folder, searchPath: "/usr/bin")
        let elsewhere = ProgramName(calledAs: path, in: "/", searchPath: "/usr/bin")
        let beside = ProgramName(calledAs: path, in: "\(folder)/.build/x86/debug", searchPath: "")

        XCTAssertEqual(here.command, ".build/debug/mybot")
        XCTAssertEqual(elsewhere.command, path)
        XCTAssertEqual(beside.command, "./mybot")
    }

    func testCommand_isTheNameAlone_whenTheShellFindsThatVeryFile() throws {
        let (folder, path) = try folderWithProgram()

        let found = ProgramName(calledAs: path, in: "/", searchPath: "/nowhere:\(folder)/.build/debug")
        let other = ProgramName(calledAs: "/usr/bin/env", in: "/", searchPath: "\(folder):/usr/bin")
        let hidden = ProgramName(calledAs: path, in: "/", searchPath: "\(folder):/usr/bin")

        XCTAssertEqual([found.command, other.command, hidden.command], ["mybot", "env", path])
    }

    func testCommand_isQuoted_whenAShellNeedsIt() {
        let program = ProgramName(calledAs: "/My bots/ada's", in: "/", searchPath: "")

        XCTAssertEqual(program.command, "'/My bots/ada'\\''s'")
        XCTAssertEqual(program.name, "ada's")
    }

    func testName_isHark_withoutAnArgument() {
        XCTAssertEqual(ProgramName(calledAs: "", in: "/", searchPath: "").command, "hark")
    }

    func testBotOfOnesOwn_isNamedInUsageFaultsAndHints() throws {
        let products = Bundle(for: BotProcess.self).bundleURL
        let program = products.appendingPathComponent("SendersBot").path
        let folder = products.path
        let data = try temporaryFolder()

        let help = try hark("send", "--help", in: folder, program: program)
        let usage = try hark("--prot", in: folder, program: program)
        let fault = try hark("check", environment: ["HARK_TLS_PORT": "x"], in: folder, program: program)
        let unknown = try hark("secret", "sender", in: folder, program: program)
        let bot = try BotProcess(["HARK_DATA": data], folder: folder, program: program)
        addTeardownBlock { bot.stop() }
        let notice = try bot.errors.line { $0.contains("is not set: the bot stores a generated one") }
        try bot.type("!plugin config senders")
        let hint = try bot.output.line { $0.contains("On its machine") }

        XCTAssertTrue(help.output.contains { $0.hasPrefix("USAGE: ./SendersBot send") }, "\(help)")
        XCTAssertTrue(usage.errors.contains { $0.hasPrefix("Usage: ./SendersBot") }, "\(usage)")
        XCTAssertTrue(usage.errors.contains { $0.contains("See './SendersBot run --help'") }, "\(usage)")
        XCTAssertEqual(fault.errors, ["SendersBot: HARK_TLS_PORT: “x” is not a port from 0 to 65535, or off."])
        XCTAssertTrue(unknown.errors.first?.hasPrefix("SendersBot: There is no plugin") == true, "\(unknown)")
        XCTAssertTrue(notice.contains("`./SendersBot secret senders` shows it"), notice)
        XCTAssertTrue(hint.contains("`./SendersBot secret senders` shows it"), hint)
        for outcome in [help, usage, fault, unknown] {
            let text = (outcome.output + outcome.errors).joined(separator: "\n")
            XCTAssertNil(text.range(of: "\\bhark\\b", options: .regularExpression), text)
        }
    }

    func testHint_namesTheEnvFile_thatTheBotWasStartedWith() throws {
        let data = try temporaryFolder()
        let file = try temporaryFile("my bot.env", Array("HARK_DATA=\(data)\n".utf8))
        let bot = try BotProcess(["HARK_DATA": ""], arguments: ["--env-file", file])
        addTeardownBlock { bot.stop() }

        let notice = try bot.errors.line { $0.contains("HARK_GITHUB_SECRET is not set") }

        XCTAssertTrue(notice.contains("hark --env-file '\(file)' secret github` shows it"), notice)
    }

    func testCompletionScript_isForTheNameAlone() throws {
        let script = try hark("--generate-completion-script", "bash")

        XCTAssertEqual(script.status, 0)
        XCTAssertTrue(script.output.contains { $0.hasPrefix("complete ") && $0.hasSuffix(" hark") }, "\(script.output)")
    }
}
