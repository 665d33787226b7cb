extension MattermostDirectory {
    /// Whether a text is a Mattermost identifier: 26 letters and digits.
    static func isIdentifier(_ text: String) -> Bool {
        text.utf8.count == 26
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
    }

    /// Whether a text is valid as the name of a team, a channel or a person: lower-case letters, digits and `._-`,
    /// starting with a letter or a digit. It needs no escaping in a path.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, first != 0x2E, first != 0x2D, text.utf8.count <= 64 else { return false }
        return text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || [0x2D, 0x2E, 0x5F].contains($0)
        }
    }
}
