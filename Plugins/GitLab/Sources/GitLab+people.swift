import Hark

extension GitLab {
    /// That somebody more is assigned now, when the payload of an update says so.
    static func assignment(of subject: Words, _ payload: Facts) -> Words? {
        let people = PeopleChange(payload.changes.assignees).added
        return people.isEmpty ? nil : "assigned \(subject) to \(list: people)"
    }

    /// `Member Hook`: somebody is a member of a group, or is one no more. The payload does not say who did it.
    static func member(_ payload: Facts) -> Line? {
        let access: Words = "\(payload.group_access, after: " with ", before: " access")"
        let state: Words
        switch payload.event_name.text {
        case "user_add_to_group": state = "is a member now\(access)"
        case "user_update_for_group": state = "is a member\(access) now"
        case "user_remove_from_group": state = "is no member any more"
        case nil: state = "is \(payload.event_name)"
        default: return nil
        }
        let name = payload.user_name.or(payload.user_username)
        return Line(in: payload.group_path.or(payload.group_name).text, "\(name) \(state)")
    }
}

/// A list of people before and after a change, such as those who review a merge request
/// (docs.gitlab.com/user/project/integrations/webhook_events, "Merge request events").
struct PeopleChange {
    private let before: [Facts]
    private let after: [Facts]

    /// A change as `{"previous": […], "current": […]}`, or as a list of both.
    init(_ change: Facts) {
        before = change.list.isEmpty ? change.previous.list : change[0].list
        after = change.list.isEmpty ? change.current.list : change[1].list
    }

    /// The names of those who are new.
    var added: [UntrustedText] { after.filter { former($0) == nil }.compactMap(\.fullName) }

    /// The names of those whose review somebody wants once more.
    var askedAgain: [UntrustedText] {
        after.filter { $0.re_requested.isTrue && former($0)?.re_requested.isTrue == false }.compactMap(\.fullName)
    }

    /// Whether somebody wants changes now.
    var requestsChanges: Bool {
        after.contains { $0.state.text == "requested_changes" && former($0)?.state.text != "requested_changes" }
    }

    private func former(_ person: Facts) -> Facts? { before.first { $0.fullName == person.fullName } }
}

extension Facts {
    fileprivate var fullName: UntrustedText? { self.name.or(self.username).text }
}
