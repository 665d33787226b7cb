private import SystemPackage

private import class FoundationEssentials.FileManager

/// A file that is about to be made.
package struct NewFile: Equatable {
    package let path: String
    package let text: String

    /// The folders that it is in, the outermost first.
    fileprivate var folders: [String] {
        path.indices.filter { path[$0] == "/" && $0 != path.startIndex }.map { String(path[..<$0]) }
    }
}

/// Files that are made all together or not at all.
package struct NewFiles {
    private let files: [NewFile]

    package init(_ files: [NewFile]) { self.files = files }

    /// Makes them, and the folders that they need.
    /// - Throws: `Fault` when one is there already or cannot be written; then everything is as it was before.
    package func write() throws(Fault) {
        try check()
        var made: [String] = []
        for file in files {
            if let first = (file.folders + [file.path]).first(where: { !isThere($0) }) { made.append(first) }
            do {
                if let folder = file.folders.last {
                    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                }
                try file.text.write(toFile: file.path, atomically: false, encoding: .utf8)
            } catch {
                for path in made { try? FileManager.default.removeItem(atPath: path) }
                throw Fault(file.path, "it cannot be written (\(SystemErrorDescription(error).reason)).")
            }
        }
    }

    /// Looks for what would be in the way, before anything is made.
    private func check() throws(Fault) {
        for file in files {
            for folder in file.folders where isThere(folder) && !isFolder(folder) {
                throw Fault(folder, "it is not a folder, and one is needed here; move it away first.")
            }
            if isThere(file.path) { throw Fault(file.path, "it is there already; nothing is overwritten.") }
        }
    }

    /// Whether there is anything at a path, be it a link that leads nowhere.
    private func isThere(_ path: String) -> Bool {
        (try? FilePath(path).stat(followTargetSymlink: false)) != nil
    }

    private func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }
}
