/// A finished line of the log.
public struct LogLine: Sendable {
    let text: String
    let isForPeople: Bool
    let lossNotice: @Sendable (Int) -> String

    /// A line that is written as it is: whoever makes it has escaped what ends a line or drives a terminal.
    /// - Parameters:
    ///   - text: the line without its end.
    ///   - isForPeople: whether a terminal may show it in several rows; false: a program reads it, and it stays one line.
    ///   - lossNotice: the line, in the same format and without its end, that says how many before this one could not be
    ///     written.
    public init(
        _ text: String,
        isForPeople: Bool = true,
        lossNotice: @escaping @Sendable (Int) -> String = LogLine.lossNotice
    ) {
        self.text = text
        self.isForPeople = isForPeople
        self.lossNotice = lossNotice
    }

    /// How people are told that lines were lost.
    public static let lossNotice: @Sendable (Int) -> String = { count in
        "(\(count) log \(count == 1 ? "line was" : "lines were") lost: nothing read them.)"
    }
}
