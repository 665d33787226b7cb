private import SystemPackage

/// Why something could not be printed.
public enum ConsoleError: Error, Sendable, Equatable {
    /// No one has read the output for a while, and no more is kept for them.
    case stalled
    /// The output is closed or broken; the `errno` of the write.
    case broken(Int32)
}

extension ConsoleError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .stalled: "The terminal chat's output is stalled: nothing reads it."
        case .broken(let number): "The terminal chat's output is broken: \(Errno(rawValue: number))."
        }
    }
}
