import HarkEvents

extension PayloadView {
    /// A person's name. Work items have `Ada <ada@example.org>` as a text, other resources an object; an address is
    /// never part of the result.
    var person: UntrustedText? {
        guard let name = self.displayName.asText ?? asText else { return nil }
        let shown = name.verbatim.utf8.prefix { $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: "@") }
        let text = String(Substring(shown)).trimmingSpaces
        return text.isEmpty ? nil : UntrustedText(String(text))
    }

    /// The person, or somebody.
    var somebody: ChatText { person.map { "\($0)" } ?? "somebody" }

    /// `project/repository`, or the one of both that is known.
    var repositoryName: UntrustedText? {
        let names = [self.project.name, self.name].compactMap(\.asText)
        return names.isEmpty ? nil : Array(Set(names)).count == 1 ? names[0] : names.joined(separator: "/")
    }

    /// The page of a repository; addresses for git that name a user are none.
    var repositoryPage: UntrustedText? {
        let page = EventNotification.link(self.webUrl, self.remoteUrl)
        return page?.verbatim.utf8.contains(UInt8(ascii: "@")) == true ? nil : page
    }

    /// The text of a comment that is written as HTML, without its tags.
    var htmlExcerpt: UntrustedText? {
        guard let text = asText else { return nil }
        var shown: [UInt8] = []
        var isTag = false
        for byte in text.verbatim.utf8.prefix(4096) {
            switch byte {
            case UInt8(ascii: "<"): isTag = true
            case UInt8(ascii: ">") where isTag:
                isTag = false
                shown.append(UInt8(ascii: " "))
            default: if !isTag { shown.append(byte) }
            }
        }
        return UntrustedText(String(decoding: shown, as: UTF8.self))
    }

    /// The severity of a result such as `partiallySucceeded`.
    var outcomeSeverity: Severity? {
        switch asText?.lowercased {
        case "partiallysucceeded", "succeededwithissues": .warning
        case "rejected": .error
        default: Severity(ofOutcome: asText)
        }
    }

    /// How something ended, as the end of a sentence.
    var outcomeWords: ChatText {
        switch asText?.lowercased {
        case "succeeded": "succeeded"
        case "partiallysucceeded", "succeededwithissues": "partially succeeded"
        case "failed": "failed"
        case "canceled", "cancelled", "stopped": "was canceled"
        case "rejected": "was rejected"
        case "skipped": "was skipped"
        case "abandoned": "was abandoned"
        default: "ended with \(self)"
        }
    }
}
