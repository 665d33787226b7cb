/// Why a request fails its route's verifier, ordered by how close it came. For logs and `hark verify`; the sender only
/// gets 401.
public enum VerificationError: Error, Sendable, Equatable {
    /// There is nothing in the places where a proof is expected.
    case missing([String])
    /// The content of such a place is malformed.
    case malformed(String)
    /// There is a proof, but something that it needs is missing.
    case incomplete(String)
    /// The signature's timestamp is this many seconds old, or in the future if negative, which is too far.
    case stale(seconds: Int)
    /// None of the secret's values is a key of the required kind.
    case unusableSecret
    /// The proof is well-formed, but was not made with the secret over what was received.
    case mismatch(String)

    private var rank: Int {
        switch self {
        case .missing: 0
        case .malformed: 1
        case .incomplete: 2
        case .unusableSecret: 3
        case .stale: 4
        case .mismatch: 5
        }
    }

    /// The error of the proof that came closer, the other one if both are equal. If both proofs are missing, both are
    /// named.
    package func nearer(_ other: VerificationError?) -> VerificationError {
        guard let other, other.rank >= rank else { return self }
        guard case .missing(let places) = self, case .missing(let others) = other else { return other }
        return .missing(others + places.filter { !others.contains($0) })
    }
}

extension VerificationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let places): "there is no \(places.joined(separator: ", no "))"
        case .incomplete(let place): "there is no \(place)"
        case .malformed(let place): "\(place) is malformed"
        case .stale(let seconds) where seconds >= 0: "its timestamp is \(seconds) s old"
        case .stale(let seconds): "its timestamp is \(-seconds) s in the future"
        case .unusableSecret: "the secret is not a key of the kind that the verifier needs"
        case .mismatch(let what): "\(what) does not match"
        }
    }
}
