/// Why a request does not prove what its route's verifier wants, in the order of how near it came. For logs and
/// `hark verify`; the sender is sent 401 alone.
public enum VerificationError: Error, Sendable, Equatable {
    /// Nothing is in the places where a proof should stand.
    case missing([String])
    /// What stands there has another form.
    case malformed(String)
    /// The proof is there, and something that belongs to it is not.
    case incomplete(String)
    /// The signature's timestamp is this many seconds in the past, or ahead when negative, and that is too far.
    case stale(seconds: Int)
    /// None of the secret's values is a key of the kind that the signature needs.
    case unusableSecret
    /// The proof is well-formed, and not made with the secret over what was received.
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

    /// Whichever of two ways to prove it came nearer, the other one when neither did. Of two that are not there at all,
    /// both are named.
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
