/// Something that keeps the bot from starting and that its operator or a plugin's author can mend.
public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where it is: `plugin example, route POST /x/<name>`, or a variable.
    public let subject: String

    /// One sentence that says what is wrong and what to do.
    public let reason: String

    /// A fault in `subject`.
    public init(_ subject: String, _ reason: String) {
        self.subject = subject
        self.reason = reason
    }

    /// A fault whose sentence names its subject already.
    public init(_ setting: SettingFault) { self.init("", setting.description) }

    public var description: String { subject.isEmpty ? reason : "\(subject): \(reason)" }
}

/// All faults that were found, reported at once.
public struct Faults: Error, Sendable, Equatable, CustomStringConvertible {
    /// The faults, one or more, in the order of the plugins and their rows.
    public let list: [Fault]

    /// Several faults.
    public init(_ list: [Fault]) { self.list = list }

    public var description: String { list.map(\.description).joined(separator: "\n") }
}
