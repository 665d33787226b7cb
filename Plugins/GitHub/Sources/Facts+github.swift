import Hark

extension Facts {
    /// What was done to something: the words that stand for the payload's action, or nil where none do. An action that the
    /// payload lacks is told as one, for nobody knows whether it mattered.
    func deed(to subject: Words, _ deeds: [String: Words]) -> Words? {
        guard let action = self.action.text else { return "did \(self.action) to \(subject)" }
        return deeds[action]
    }

    /// Whether the payload tells of the end of something; one without an action may.
    var isEnd: Bool { self.action.text.unless("completed") == nil }

    /// A repository's name with its owner, if the payload has it.
    var fullName: String? { self.full_name.text ?? self.name.text }

    /// One of GitHub's constants as words: `tolerable_risk` is a tolerable risk.
    var spelledOut: String? { text?.replacing("_", with: " ") }
}
