import Foundation

/// A payload with one field removed or set to null.
struct Mutilated: CustomStringConvertible {
    /// What events cannot be told without; these fields stay.
    private static let required: Set = [
        "check_run", "comment", "deployment_status", "discussion", "discussion.number", "issue", "issue.number",
        "pull_request", "pull_request.number", "ref", "release", "release.tag_name", "review", "workflow_run",
    ]

    private let whole: Any
    private let path: [String]
    private let isNull: Bool

    /// The payload mutilated in every possible way, at every depth, always in the same order.
    static func all(of json: [UInt8]) throws -> [Mutilated] {
        let whole = try JSONSerialization.jsonObject(with: Data(json))
        return fieldPaths(in: whole)
            .filter { !required.contains($0.joined(separator: ".")) }
            .flatMap { path in [false, true].map { Mutilated(whole: whole, path: path, isNull: $0) } }
    }

    /// The mutilated payload.
    func json() throws -> [UInt8] {
        let value = replacing(path[...], in: whole, with: isNull ? NSNull() : nil)
        return Array(try JSONSerialization.data(withJSONObject: value))
    }

    var description: String { "\(path.joined(separator: ".")) \(isNull ? "null" : "missing")" }
}

/// The path of every field of every object, elements of arrays by their index.
private func fieldPaths(in value: Any, below path: [String] = []) -> [[String]] {
    switch value {
    case let object as [String: Any]:
        object.sorted { $0.key < $1.key }
            .flatMap { key, value in [path + [key]] + fieldPaths(in: value, below: path + [key]) }
    case let array as [Any]:
        array.enumerated().flatMap { index, value in fieldPaths(in: value, below: path + ["\(index)"]) }
    default: []
    }
}

/// The value with the field at `path` replaced, or removed.
private func replacing(_ path: ArraySlice<String>, in value: Any, with replacement: Any?) -> Any {
    guard let key = path.first else { return value }
    if var object = value as? [String: Any], let child = object[key] {
        object[key] = path.count == 1 ? replacement : replacing(path.dropFirst(), in: child, with: replacement)
        return object
    }
    if var array = value as? [Any], let index = Int(key), array.indices.contains(index) {
        array[index] = replacing(path.dropFirst(), in: array[index], with: replacement)
        return array
    }
    return value
}
