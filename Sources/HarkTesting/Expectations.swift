internal import Foundation

/// The announcements that a folder of fixtures is expected to cause: `expected.txt` beside them, a line each.
struct Expectations {
    /// There is nothing to compare with.
    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "There is no \(path): run the test with HARK_RECORD=1 once, and review the file." }
    }

    private let file: URL

    init(in folder: URL) { file = folder.appendingPathComponent("expected.txt") }

    /// Takes what was said as expected from now on.
    func record(_ said: [String]) throws {
        try Data(said.map { "\($0)\n" }.joined().utf8).write(to: file)
    }

    /// What was said and not expected, and what was expected and not said, in words; empty when all is as expected.
    /// - Throws: `Missing` before anything was recorded.
    func differences(from said: [String]) throws -> [String] {
        guard let recorded = try? String(contentsOf: file, encoding: .utf8) else { throw Missing(path: file.path) }
        let expected = recorded.split(separator: "\n").map(String.init)
        return said.difference(from: expected).map { change in
            switch change {
            case .insert(_, let line, _): "said, not expected:\n  \(line)"
            case .remove(_, let line, _): "expected, not said:\n  \(line)"
            }
        }
    }
}
