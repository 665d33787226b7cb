import Foundation
import TestSupport
import XCTest

extension XCTestCase {
    /// A new folder that is removed after the test.
    func temporaryFolder() throws -> String {
        try TemporaryFolder(of: self).path
    }

    /// A new file with that content, in a folder that is removed after the test.
    func temporaryFile(_ name: String, _ content: some Sequence<UInt8>) throws -> String {
        let path = "\(try temporaryFolder())/\(name)"
        try Data(content).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Runs a subcommand of the stock bot, or of the bot at another path, to its end.
    func hark(
        _ arguments: String..., environment: [String: String] = [:], in folder: String? = nil, program: String? = nil
    ) throws -> (status: Int32, output: [String], errors: [String]) {
        try hark(arguments, environment: environment, in: folder, program: program)
    }

    /// The same with a list.
    func hark(
        _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil, program: String? = nil
    ) throws -> (status: Int32, output: [String], errors: [String]) {
        let command = try BotProcess(environment, arguments: arguments, folder: folder, program: program)
        addTeardownBlock { command.stop() }
        let (output, errors) = (command.output.allLines(), command.errors.allLines())
        return (command.status(), output, errors)
    }
}
