/// The result of `hark verify` for a captured request.
public struct Diagnosis: Sendable, Equatable {
    /// Whether the route would accept it.
    public let isAccepted: Bool

    /// The explanation, one sentence each.
    public let lines: [String]
}
