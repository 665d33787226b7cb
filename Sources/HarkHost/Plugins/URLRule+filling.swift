extension URLRule {
    /// The rule with its placeholders replaced by these texts, from left to right, and its literal parts transformed.
    package func replacingPlaceholders(with texts: [String], literals change: (String) -> String) -> String {
        var path = ""
        var literal = ""
        var texts = texts[...]
        var isInside = false
        var quote: Character?
        for character in text {
            switch (isInside, quote, character) {
            case (true, let mark?, _): if character == mark { quote = nil }
            case (true, nil, "\""), (true, nil, "'"): quote = character
            case (true, nil, ">"): isInside = false
            case (true, nil, _): break
            case (false, _, "<"):
                isInside = true
                path += change(literal) + (texts.popFirst() ?? "")
                literal = ""
            case (false, _, _): literal.append(character)
            }
        }
        return path + change(literal)
    }
}
