private import Foundation
package import XCTest

/// A folder of a test's own, removed when the test ends.
package struct TemporaryFolder {
    package let path: String

    package init(of test: XCTestCase) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "hark-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        test.addTeardownBlock { try FileManager.default.removeItem(atPath: path) }
        self.path = path
    }

    /// The path of something in it.
    package func path(of name: String) -> String { "\(path)/\(name)" }

    /// Writes a text file that its owner alone may read into it.
    /// - Returns: its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        let path = path(of: name)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return path
    }

    /// Removes something in it.
    package func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(of: name)) }

    /// The permissions of something in it.
    package func mode(of name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(of: name))
        return try XCTUnwrap(attributes[.posixPermissions] as? Int)
    }
}
