import HarkEvents

extension GitLab {
    /// A phrase for new assignees, if the payload of an update contains them.
    static func assignment(of subject: ChatText, _ payload: PayloadView) -> ChatText? {
        let people = PeopleChange(payload.changes.assignees).added
        return people.isEmpty ? nil : "assigned \(subject) to \(list: people)"
    }

    /// `Member Hook`: someone was added to a group or removed from it. The payload does not say who did it.
    static func member(_ payload: PayloadView) -> EventNotification? {
        let access: ChatText = "\(payload.group_access, after: " with ", before: " access")"
        let state: ChatText
        switch payload.event_name.asText {
        case "user_add_to_group": state = "is a member now\(access)"
        case "user_update_for_group": state = "is a member\(access) now"
        case "user_remove_from_group": state = "is no member any more"
        case "user_access_request_to_group": state = "asks to be a member"
        case "user_access_request_denied_for_group": state = "was refused as a member"
        case "user_access_request_revoked_for_group": state = "no longer asks to be a member"
        case nil: state = "is \(payload.event_name)"
        default: return nil
        }
        let name = payload.user_name.or(payload.user_username).asPersonName
        return EventNotification(
            about: payload.group_path.or(payload.group_name).asText, "\(name, or: "somebody") \(state)")
    }
}

/// A list of people before and after a change, such as those who review a merge request
/// (docs.gitlab.com/user/project/integrations/webhook_events, "Merge request events").
struct PeopleChange {
    private let before: [PayloadView]
    private let after: [PayloadView]

    /// A change as `{"previous": […], "current": […]}`, or as a list of both.
    init(_ change: PayloadView) {
        before = change.asList.isEmpty ? change.previous.asList : change[0].asList
        after = change.asList.isEmpty ? change.current.asList : change[1].asList
    }

    /// The names of added people.
    var added: [UntrustedText] { after.filter(isAdded).compactMap(\.fullName?.personName) }

    /// The names of people whose review was requested again.
    var askedAgain: [UntrustedText] { after.filter(isAskedAgain).compactMap(\.fullName?.personName) }

    /// The accounts of the people who were added, or whose review was requested again.
    var accountsAsked: [UntrustedText] {
        after.filter { isAdded($0) || isAskedAgain($0) }.compactMap(\.username.asText)
    }

    private func isAdded(_ person: PayloadView) -> Bool { former(person) == nil }

    private func isAskedAgain(_ person: PayloadView) -> Bool {
        person.re_requested.isTrue && former(person)?.re_requested.isTrue == false
    }

    /// Whether someone now requests changes.
    var requestsChanges: Bool {
        after.contains { $0.state.asText == "requested_changes" && former($0)?.state.asText != "requested_changes" }
    }

    private func former(_ person: PayloadView) -> PayloadView? { before.first { $0.fullName == person.fullName } }
}

extension PayloadView {
    fileprivate var fullName: UntrustedText? { self.name.or(self.username).asText }
}
