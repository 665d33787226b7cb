public import HTTPTypes

/// Finds the rule that a path and a method belong to, in time that depends on the path and not on the number of rules.
///
/// The raw path is split at its slashes and then each segment is decoded, so `%2F` never separates. Where several rules
/// fit, literal text goes before placeholders, the more particular placeholder before the more general (see
/// `URLRule.Converter`), and the first added before later ones; a rule whose beginning fits better and whose end does
/// not fit is given up for the next one. A slash at the end of the path is optional both ways, the rule that has it as
/// sent being preferred. These are the rules of Werkzeug 3.1 with `strict_slashes` off and `merge_slashes` on.
public struct Router<Value: Sendable>: Sendable {
    /// What a router finds.
    public enum Match: Sendable {
        /// A rule, with the decoded texts of its placeholders from left to right.
        case found(Value, [String])
        /// The path fits a rule once its repeated slashes are merged: the merged path, percent-encoded, to be answered
        /// with 308 (RFC 9110, 15.4.9).
        case redirect(String)
        /// Rules fit the path but not the method: all of their methods, sorted, to be answered with 405 (RFC 9110,
        /// 15.5.6).
        case methodNotAllowed([HTTPRequest.Method])
        /// No rule fits: 404.
        case notFound
        /// The path has an invalid percent escape or a `%00`, or decodes to something that is not UTF-8: 400.
        case malformed
    }

    private(set) var tree = RouteTree()
    /// By the numbers of the tree's rules.
    private(set) var values: [Value] = []

    /// A router without rules, which finds nothing.
    public init() {}

    /// Adds a rule for some methods, or for any when the set is empty.
    public mutating func add(_ rule: URLRule, methods: Set<HTTPRequest.Method>, value: Value) {
        tree.add(rule, methods: methods)
        values.append(value)
    }

    /// Finds the rule for a path, still percent-encoded and without its query, and a method. Slashes at the beginning
    /// of the path count as one; a path that does not begin with a slash is not found.
    ///
    /// A text that a placeholder takes may hold `/` from `%2F`. Where a redirect leads, it is `%2F` again.
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
    /// All pairs of rules of the same shape that share a method, in the order in which the second ones were added: they
    /// differ at most in the names of their placeholders and in the bounds of numbers, so the second one never gets a
    /// request. Rules of another shape that some path fits as well are told apart by their order.
    public var conflicts: [(first: Value, second: Value)] {
        tree.conflicts.map { (first: values[$0.first], second: values[$0.second]) }
    }
}
