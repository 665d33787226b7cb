public import HTTPTypes

/// Finds the rule for a path and a method, in time that depends on the path and not on the number of rules.
///
/// The raw path is split at its slashes and then each segment is decoded, so `%2F` never separates. If several rules
/// match, literal text comes before placeholders, a more specific placeholder before a more general one (see
/// `URLRule.Converter`), and an earlier rule before a later one; a rule whose start matches better but whose end does
/// not match is abandoned for the next one. A trailing slash is optional both ways, but the rule that matches the path
/// as sent is preferred. These are the rules of Werkzeug 3.1 with `strict_slashes` off and `merge_slashes` on.
public struct Router<Value: Sendable>: Sendable {
    /// The result of a search.
    public enum Match: Sendable {
        /// A rule, with the decoded values of its placeholders from left to right.
        case found(Value, [String])
        /// The path matches a rule once its repeated slashes are merged: the merged path, percent-encoded, to be
        /// answered with 308 (RFC 9110, 15.4.9).
        case redirect(String)
        /// Rules match the path but not the method: all of their methods, sorted, to be answered with 405 (RFC 9110,
        /// 15.5.6).
        case methodNotAllowed([HTTPRequest.Method])
        /// No rule fits: 404.
        case notFound
        /// The path has an invalid percent escape or a `%00`, or decodes to something that is not UTF-8: 400.
        case malformed
    }

    private(set) var tree = RouteTree()
    /// Indexed by the numbers of the tree's rules.
    private(set) var values: [Value] = []

    /// A router without rules, which finds nothing.
    public init() {}

    /// Adds a rule for some methods, or for any when the set is empty.
    public mutating func add(_ rule: URLRule, methods: Set<HTTPRequest.Method>, value: Value) {
        tree.add(rule, methods: methods)
        values.append(value)
    }

    /// Finds the rule for a percent-encoded path without its query, and a method. Leading slashes count as one; a path
    /// that does not begin with a slash is not found.
    ///
    /// The value of a placeholder may contain `/` from `%2F`. In a redirect, it is `%2F` again.
    public func match(path: String, method: HTTPRequest.Method) -> Match {
        switch tree.match(path: path, method: method) {
        case .found(let row, let texts): .found(values[row], texts)
        case .redirect(let path): .redirect(path)
        case .methodNotAllowed(let methods): .methodNotAllowed(methods)
        case .notFound: .notFound
        case .malformed: .malformed
        }
    }
}

extension Router {
    /// All pairs of rules with the same shape that share a method, ordered by the second rule: they differ at most in
    /// the names of their placeholders and in the bounds of numbers, so the second one never gets a request. If rules
    /// with different shapes match the same path, their order decides.
    public var conflicts: [(first: Value, second: Value)] {
        tree.conflicts.map { (first: values[$0.first], second: values[$0.second]) }
    }
}
