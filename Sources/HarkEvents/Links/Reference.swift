/// What people write for an issue or a pull request: `acme/rocket#12`, `acme/rocket!55`, `TEA-7`. It consists of ASCII
/// characters, so that it may be compared and hashed as it is.
public struct Reference: Sendable, Hashable, CustomStringConvertible {
    /// How a reference is written.
    public enum Form: Sendable, Hashable {
        /// `#12`: an issue, on many hosts also a pull request.
        case issue
        /// `!55`: a merge request of GitLab.
        case mergeRequest
        /// `TEA-7`: a key with capital letters.
        case key
    }

    /// How it is written.
    public let form: Form

    /// The path of the repository or project, such as `acme/rocket`, or the letters of a key.
    public let project: String

    /// The number: 1 to 999,999,999.
    public let number: Int

    /// The reference as people write it.
    public var description: String {
        switch form {
        case .issue: "\(project)#\(number)"
        case .mergeRequest: "\(project)!\(number)"
        case .key: "\(project)-\(number)"
        }
    }
}
