/// Something that is wrong in the operator's rules, and where.
struct RuleFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, counted from 1.
    let line: Int

    /// The column of the first character that is wrong, in Unicode scalars, counted from 1.
    let column: Int

    /// One sentence that says what is wrong and what to write.
    let reason: String

    var description: String { "line \(line), column \(column): \(reason)" }
}
