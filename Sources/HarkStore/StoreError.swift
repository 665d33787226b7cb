/// Why a store could not do what it was asked to do.
public enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The store has been closed.
    case closed
    /// There is no space left. The caller may try again later.
    case full(String)
    /// Another program holds the store for too long, or a server cannot be reached. The caller may try again later.
    case unavailable(String)
    /// Whether it was done cannot be found out: what was to be written may be there. Whoever repeats it may do it
    /// twice.
    case unresolved(String)
    /// Writing failed in a way after which nothing is certain: the process must end and start anew.
    case failed(String)
    /// The value or the key is longer than `StoreLimits` allow, or there are too many.
    case tooLarge(String)

    /// Whether the store cannot be used any more by this process.
    public var isFatal: Bool { if case .failed = self { true } else { false } }

    /// Whether what was to be written is certainly not there.
    public var isDefinite: Bool {
        switch self {
        case .closed, .full, .unavailable, .tooLarge: true
        case .unresolved, .failed: false
        }
    }

    public var description: String {
        switch self {
        case .closed: "The store is closed."
        case .full(let reason), .unavailable(let reason), .unresolved(let reason), .failed(let reason),
            .tooLarge(let reason):
            reason
        }
    }
}
