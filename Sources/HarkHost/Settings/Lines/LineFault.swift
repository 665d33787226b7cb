/// Something that is wrong in a text of the operator's that consists of lines (`HARK_RULES`, `HARK_PEOPLE`), and where.
struct LineFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, counted from 1.
    let line: Int

    /// The column of the first character that is wrong, in Unicode scalars, counted from 1.
    let column: Int

    /// One sentence that says what is wrong and what to write.
    let reason: String

    var description: String { "line \(line), column \(column): \(reason)" }
}
