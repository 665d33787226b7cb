/// The result of `hark verify` for a captured request.
package struct Diagnosis: Sendable, Equatable {
    /// Whether the route would accept it.
    package let isAccepted: Bool

    /// The explanation, one sentence each.
    package internal(set) var lines: [String]

    static func accepted(_ lines: String...) -> Self { Diagnosis(isAccepted: true, lines: lines) }

    static func refused(_ lines: String...) -> Self { Diagnosis(isAccepted: false, lines: lines) }
}
