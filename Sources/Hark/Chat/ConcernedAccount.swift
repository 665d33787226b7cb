/// An account that a notification concerns personally. Where the operator knows whose it is (`HARK_PEOPLE`), that person
/// is mentioned.
public struct ConcernedAccount: Sendable, Hashable {
    /// Why it is concerned.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// Its review of a change is requested.
        case review
        /// An issue, a change or an incident is assigned to it.
        case assignment
        /// A build of what it has committed or started failed.
        case failedBuild = "failed-build"
    }

    /// The account, as the provider names it.
    public let account: UntrustedText

    /// Why it is concerned.
    public let reason: Reason
}
