import HarkEvents

extension PayloadView {
    /// A phrase for the payload's action, or nil if it is not announced. A missing action is announced, because it may
    /// have been important.
    func describeAction(to subject: ChatText, _ actions: [UntrustedText: ChatText]) -> ChatText? {
        guard let action = self.action.asText else { return "did \(self.action) to \(subject)" }
        return actions[action]
    }

    /// Whether the payload is about the end of something; a missing action counts as the end.
    var isEnd: Bool { self.action.asText.unless("completed") == nil }

    /// A repository's name with its owner, if the payload has it.
    var fullName: UntrustedText? { self.full_name.asText ?? self.name.asText }

    /// Whether the name of another repository is not for everyone who hears of this payload: it is private, and the
    /// payload's own is not.
    func hides(_ other: PayloadView) -> Bool { other["private"].isTrue && !self.repository["private"].isTrue }

    /// Whether an account is that of the sender, who did it to themselves.
    func isSender(_ account: PayloadView) -> Bool {
        account.login.asText.map { $0 == self.sender.login.asText } ?? false
    }

    /// Whether it is a team that only its members and the organization's owners see.
    var isSecretTeam: Bool { self.privacy.asText == "secret" }

    /// Whether a timetable started this workflow run. GitHub names a person for it nevertheless: whoever changed the
    /// timetable last (docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows,
    /// "schedule").
    var isScheduled: Bool { self.event.asText == "schedule" }

    /// A branch or tag, or an abbreviated commit hash: git's hashes have 40 hexadecimal digits, or 64 with SHA-256.
    var shortRef: UntrustedText? {
        asText.map { text in
            let isHash = [40, 64].contains(text.byteCount) && text.isHexadecimal
            return isHash ? text.prefix(7) : text
        }
    }

    /// One of GitHub's constants in words: `tolerable_risk` becomes `tolerable risk`.
    var spelledOut: UntrustedText? { asText?.replacing("_", with: " ") }
}
