/// What somebody writes after `!subscribe`: a plugin, a place, events and conditions, in this order, of which those at
/// the end may be left out: `github acme/rocket pull_request,push branch=main`.
struct SubscriptionWords {
    /// Longest text, in bytes.
    static let longest = 1_000

    /// How it is written.
    static let usage = "Write a plugin, a place, events and conditions: github acme/rocket pull_request branch=main."

    /// The conditions, as rules write them.
    let conditions: [String]

    /// Reads the words.
    /// - Throws: `Rejection` that says what to write.
    init(_ text: String) throws(Rejection) {
        guard text.utf8.count <= Self.longest else {
            throw Rejection(.badRequest, "A subscription has at most \(Self.longest) bytes. \(Self.usage)")
        }
        var scanner = LineScanner(text)
        let lines = scanner.lines()
        if let fault = scanner.faults.first { throw Rejection(.badRequest, "\(fault.column): \(fault.reason)") }
        guard let words = lines.first?.words.map(\.text), lines.count == 1 else {
            throw Rejection(.badRequest, "A subscription is one line without “;”. \(Self.usage)")
        }
        let names = words.prefix { !$0.isCondition }
        guard (1...3).contains(names.count) else { throw Rejection(.badRequest, Self.usage) }
        if let stray = words.dropFirst(names.count).first(where: { !$0.isCondition }) {
            throw Rejection(.badRequest, "“\(stray.scalars(upTo: 64))” is not a condition. \(Self.usage)")
        }
        conditions =
            zip(["plugin", "place", "event"], names).map { "\($0)=\($1)" } + words.dropFirst(names.count)
    }
}

extension String {
    /// Whether it compares a field: `branch=main`, `severity>=error`.
    fileprivate var isCondition: Bool {
        let field = prefix { $0.isLetter }
        return !field.isEmpty && dropFirst(field.count).first.map { "=!<>".contains($0) } ?? false
    }
}
