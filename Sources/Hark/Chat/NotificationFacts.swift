/// What is known about a notification, for the operator's rules: they choose its rooms by these facts.
///
/// A plugin fills in what it knows; a rule that asks for anything else does not match.
///
/// ```swift
/// var facts = NotificationFacts(plugin: "deploys", event: "finished")
/// facts.place = UntrustedText(service)
/// facts.outcome = .failure
/// try await chat.announce("\(service) could not be deployed.", about: facts)
/// ```
public struct NotificationFacts: Sendable, Hashable {
    /// Most labels; further ones are left out.
    public static let mostLabels = 100

    /// Most accounts that it concerns; further ones are left out.
    public static let mostConcerned = 10

    /// The name of the plugin.
    public var plugin: String

    /// The event, as the provider names it.
    public var event: UntrustedText?

    /// The action, for events with several kinds: `opened`.
    public var action: UntrustedText?

    /// Where it happened: a repository, a project, a service.
    public var place: UntrustedText?

    /// The branch or tag, without `refs/heads/`; for a pull request, the branch that it is to be merged into. A fork's
    /// branch, as of a build, has its owner in front: `ada:main`.
    public var branch: UntrustedText?

    /// The account that did it.
    public var actor: UntrustedText?

    /// Whether that account belongs to a program.
    public var isBot = false

    /// The labels of the issue, pull request or alert; those of alerts as `name=value`.
    public private(set) var labels: [UntrustedText] = []

    /// How it ended, if something ended.
    public var outcome: NotificationOutcome?

    /// How bad it is, for the rules; at the end of a problem how bad that was, so that a rule which asks for it sends
    /// both to the same rooms. People see it of a failure alone, and of anything else the severity of the message.
    public var severity: Severity?

    /// Who may read it.
    public var audience = NotificationAudience.public

    /// What it is about, such as `acme/rocket#8`.
    public var subject: UntrustedText?

    /// The accounts that it concerns personally.
    public private(set) var concerned: [ConcernedAccount] = []

    /// Facts of which only these are known.
    public init(plugin: String = "", event: UntrustedText? = nil, action: UntrustedText? = nil) {
        self.plugin = plugin
        self.event = event
        self.action = action
    }

    /// The severity that people see: the message's own, or that of what ended well or badly. They see that a problem is
    /// over where a rule asks how bad it was.
    package func shownSeverity(ofMessage own: Severity?) -> Severity? {
        if let own { return own }
        return switch outcome {
        case .success: .success
        case .failure: severity ?? .error
        case .cancelled, .neutral, nil: nil
        }
    }

    /// Adds an account that it concerns personally, each once for a reason, up to `mostConcerned`. Whoever gives
    /// themselves work is not added: they know.
    /// - Parameters:
    ///   - account: the account, as the provider names it; nil adds nothing.
    ///   - reason: why it is concerned.
    public mutating func addConcerned(_ account: UntrustedText?, because reason: ConcernedAccount.Reason) {
        guard let account, reason == .failedBuild || account != actor else { return }
        let concerned = ConcernedAccount(account: account, reason: reason)
        guard self.concerned.count < Self.mostConcerned, !self.concerned.contains(concerned) else { return }
        self.concerned.append(concerned)
    }

    /// Adds an account that has several names, such as an identifier, a user name and an e-mail address: the operator
    /// may know it by any of them. Each name counts as one of `mostConcerned`.
    /// - Parameters:
    ///   - names: its names; those that are nil are left out.
    ///   - own: the names of whoever did it. An account with one of them is not added, unless its build failed.
    ///   - reason: why it is concerned.
    public mutating func addConcerned(
        knownAs names: [UntrustedText?], unless own: [UntrustedText?] = [], because reason: ConcernedAccount.Reason
    ) {
        let names = names.compactMap(\.self)
        guard reason == .failedBuild || !names.contains(where: { $0 == actor || own.contains($0) }) else { return }
        for name in names { addConcerned(name, because: reason) }
    }

    /// Adds labels, each once, up to `mostLabels`.
    public mutating func addLabels(_ more: some Sequence<UntrustedText>) {
        for label in more {
            guard labels.count < Self.mostLabels else { return }
            addLabel(label)
        }
    }

    /// Adds a label, unless there is the same one or there are `mostLabels`.
    public mutating func addLabel(_ label: UntrustedText) {
        guard labels.count < Self.mostLabels, !labels.contains(label) else { return }
        labels.append(label)
    }
}

/// An account that a notification concerns personally. Where the operator knows whose it is (`HARK_PEOPLE`), that
/// person is mentioned.
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

/// How something ended: a build, a check, a deployment, an alert, a payment.
public enum NotificationOutcome: String, Sendable, Hashable, CaseIterable {
    /// Well. An alert is resolved.
    case success
    /// Badly. An alert is firing.
    case failure
    /// Before its end, because somebody stopped it.
    case cancelled
    /// Neither well nor badly.
    case neutral
}

/// Who may read a notification.
public enum NotificationAudience: String, Sendable, Hashable, CaseIterable {
    /// Everybody who may see the place where it happened.
    case `public`
    /// Fewer people: the provider marks the issue or comment as confidential.
    case confidential
    /// Those who care for security: events of this kind reveal weaknesses.
    case restricted
}
