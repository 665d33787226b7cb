private import SystemPackage

private import class FoundationEssentials.FileManager

/// A file to be written.
package struct NewFile: Equatable {
    package let path: String
    package let text: String

    /// The folders that contain it, the outermost first.
    fileprivate var folders: [String] {
        path.indices.filter { path[$0] == "/" && $0 != path.startIndex }.map { String(path[..<$0]) }
    }
}

/// Files that are written all together or not at all.
package struct NewFiles {
    private let files: [NewFile]

    package init(_ files: [NewFile]) { self.files = files }

    /// Writes them, and creates the folders that they need.
    /// - Throws: `Fault` if one exists already or cannot be written; then nothing is changed.
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

    /// Checks for existing files and folders before anything is written.
    private func check() throws(Fault) {
        for file in files {
            for folder in file.folders where isThere(folder) && !isFolder(folder) {
                throw Fault(folder, "it is not a folder, and one is needed here; move it away first.")
            }
            if isThere(file.path) { throw Fault(file.path, "it is there already; nothing is overwritten.") }
        }
    }

    /// Whether anything exists at a path, even a broken link.
    private func isThere(_ path: String) -> Bool {
        (try? FilePath(path).stat(followTargetSymlink: false)) != nil
    }

    private func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }
}
