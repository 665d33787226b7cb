import HTTPTypes
import HarkHTTP

/// A match as one value that can be compared: the rule's own text stands for what belongs to it.
enum RouterOutcome: Equatable {
    case found(String, [String])
    case redirect(String)
    case methodNotAllowed([HTTPRequest.Method])
    case notFound
    case malformed

    init(_ match: Router<String>.Match) {
        self =
            switch match {
            case .found(let value, let texts): .found(value, texts)
            case .redirect(let path): .redirect(path)
            case .methodNotAllowed(let methods): .methodNotAllowed(methods)
            case .notFound: .notFound
            case .malformed: .malformed
            }
    }
}

extension Router<String> {
    /// A router whose rules answer some methods, or any, and stand for themselves.
    init(_ rules: String..., methods: Set<HTTPRequest.Method> = []) throws {
        try self.init(rules.map { ($0, methods) })
    }

    init(_ rows: [(String, Set<HTTPRequest.Method>)]) throws {
        self.init()
        for (rule, methods) in rows { add(try URLRule(rule), methods: methods, value: rule) }
    }

    func outcome(_ path: String, _ method: HTTPRequest.Method = .get) -> RouterOutcome {
        RouterOutcome(match(path: path, method: method))
    }
}
