import HarkEvents

extension PayloadView {
    /// A person's name. Work items have `Ada <ada@example.org>` as a text, other resources an object; an address is
    /// never part of the result.
    var person: UntrustedText? {
        guard let name = self.displayName.asText ?? asText else { return nil }
        let shown = (name.prefix(upTo: "<") ?? name).personName.dropping(suffix: " ")
        return shown.isVisible ? shown : nil
    }

    /// What the operator may know a person by: the name with which they log in, which may be an address, and the name
    /// that is shown. Work items have both in one text.
    var accounts: [UntrustedText?] {
        let parts = asText?.split(separator: "<") ?? []
        let login = parts.count == 2 ? parts[1].dropping(suffix: ">") : nil
        return [self.uniqueName.asText, login, person]
    }

    /// The person, or somebody.
    var somebody: ChatText { person.map { "\($0)" } ?? "somebody" }

    /// `project/repository`, or the one of both that is known.
    var repositoryName: UntrustedText? {
        let names = [self.project.name, self.name].compactMap(\.asText)
        return names.isEmpty ? nil : Array(Set(names)).count == 1 ? names[0] : names.joined(separator: "/")
    }

    /// The page of a repository; nil for an address for git, which names a user.
    var repositoryPage: UntrustedText? {
        let page = EventNotification.link(self.webUrl, self.remoteUrl)
        return page?.verbatim.utf8.contains(UInt8(ascii: "@")) == true ? nil : page
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
