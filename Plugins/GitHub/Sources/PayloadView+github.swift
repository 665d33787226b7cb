import HarkEvents

extension PayloadView {
    /// What was done to something: the words that stand for the payload's action, or nil where none do. An action that
    /// the payload lacks is announced as one, since it may have mattered.
    func describeAction(to subject: ChatText, _ actions: [UntrustedText: ChatText]) -> ChatText? {
        guard let action = self.action.asText else { return "did \(self.action) to \(subject)" }
        return actions[action]
    }

    /// Whether the payload is about the end of something; one without an action may.
    var isEnd: Bool { self.action.asText.unless("completed") == nil }

    /// A repository's name with its owner, if the payload has it.
    var fullName: UntrustedText? { self.full_name.asText ?? self.name.asText }

    /// A branch or tag, or the beginning of a commit's hash: git's have 40 hexadecimal digits, or 64 with SHA-256.
    var shortRef: UntrustedText? {
        asText.map { text in
            let isHash = [40, 64].contains(text.byteCount) && text.isHexadecimal
            return isHash ? text.prefix(7) : text
        }
    }

    /// One of GitHub's constants as words: `tolerable_risk` is a tolerable risk.
    var spelledOut: UntrustedText? { asText?.replacing("_", with: " ") }
}
