private import HarkTools
private import SystemPackage

private import class FoundationEssentials.FileManager
private import class FoundationEssentials.ProcessInfo

/// The name of the program in its own messages and in a shell: it differs for every bot.
struct ProgramName: Sendable, Equatable {
    /// The file's name, such as `mybot`: the start of lines on standard error.
    let name: String

    /// The shell command that starts the program in the current folder, quoted if necessary: `mybot` if `PATH` finds
    /// it, else a path such as `.build/debug/mybot`.
    let command: String

    /// The name of this process.
    static let current = ProgramName(
        calledAs: CommandLine.arguments.first ?? "", in: FileManager.default.currentDirectoryPath,
        searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")

    /// - Parameters:
    ///   - path: the first argument of the process, or `hark` if there is none.
    ///   - folder: the absolute path of the current folder.
    ///   - searchPath: the folders that the shell searches for programs, separated by colons (environ(7), "PATH").
    init(calledAs path: String, in folder: String, searchPath: String) {
        let path = path.isEmpty ? "hark" : path
        let parts = path.split(separator: "/")
        name = parts.last.map(String.init) ?? path
        command = Self.shortest(path, name: name, in: folder, searchPath: searchPath).asShellWord
    }

    private static func shortest(_ path: String, name: String, in folder: String, searchPath: String) -> String {
        guard path.contains("/") else { return path }
        let found = searchPath.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
        if let first = found.first(where: { FilePath($0).isThere }), FilePath(first).isSameFile(as: FilePath(path)) {
            return name
        }
        guard path.hasPrefix("\(folder)/") else { return path }
        let relative = path.dropFirst(folder.utf8.count + 1).split(separator: "/")
        // SwiftPM builds into `.build/<platform>/debug`, and `.build/debug` is a link to it.
        if relative.count > 3 {
            let short = (relative.dropLast(3) + relative.suffix(2)).joined(separator: "/")
            if FilePath("\(folder)/\(short)").isSameFile(as: FilePath(path)) { return short }
        }
        let inside = relative.joined(separator: "/")
        return relative.count == 1 ? "./\(inside)" : inside
    }
}

extension FilePath {
    fileprivate var isThere: Bool { (try? stat()) != nil }

    fileprivate func isSameFile(as other: FilePath) -> Bool {
        guard let mine = try? stat(), let theirs = try? other.stat() else { return false }
        return mine.deviceID == theirs.deviceID && mine.inode == theirs.inode
    }
}
