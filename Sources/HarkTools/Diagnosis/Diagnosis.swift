/// The result of `hark verify` for a captured request.
package struct Diagnosis: Sendable, Equatable {
    /// Whether the route would accept it.
    package let isAccepted: Bool

    /// The explanation, one sentence each.
    package let lines: [String]
}
