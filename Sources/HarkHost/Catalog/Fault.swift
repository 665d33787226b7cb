/// Something that keeps the bot from starting and that its operator or a plugin's author can fix.
public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where the fault is: `plugin example, route POST /x/<name>`, or a variable.
    public let subject: String

    /// One sentence that says what is wrong and how to fix it.
    public let reason: String

    /// A fault in `subject`.
    public init(_ subject: String, _ reason: String) {
        self.subject = subject
        self.reason = reason
    }

    /// A fault whose sentence already names its subject.
    public init(_ setting: SettingFault) { self.init("", setting.description) }

    public var description: String { subject.isEmpty ? reason : "\(subject): \(reason)" }
}

/// All faults that were found, reported at once.
public struct Faults: Error, Sendable, Equatable, CustomStringConvertible {
    /// The faults, one or more, in the order of the plugins and their rows.
    public let list: [Fault]

    /// Several faults.
    public init(_ list: [Fault]) { self.list = list }

    /// The fault of a setting.
    package init(_ setting: SettingFault) { self.init([Fault(setting)]) }

    public var description: String { list.map(\.description).joined(separator: "\n") }
}
