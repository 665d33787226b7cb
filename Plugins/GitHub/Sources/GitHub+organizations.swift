import HarkEvents

extension GitHub {
    /// `organization`: someone joined or left the organization, or it was renamed or deleted.
    static func organization(_ payload: PayloadView) -> EventNotification? {
        let member = payload.membership.user.exists ? payload.membership.user : payload.user
        let role = payload.membership.role.asText.unless("member", "direct_member")
        let invited: ChatText = payload.invitation.login.or(member.login).asText.map { "\($0)" } ?? "somebody"
        let actions: [UntrustedText: ChatText] = [
            "member_added": "added \(account: member) to the organization\(role, after: " as ")",
            "member_removed": payload.isSender(member)
                ? "left the organization" : "removed \(account: member) from the organization",
            "member_invited": "invited \(invited) to the organization",
            "renamed": "renamed the organization\(payload.changes.login.from, after: " from ")",
            "deleted": "deleted the organization",
        ]
        return sentence(payload, to: "the organization", actions)
    }

    /// `membership`: someone joined or left a team.
    static func membership(_ payload: PayloadView) -> EventNotification? {
        let (member, team): (ChatText, ChatText) = ("\(account: payload.member)", "team \(payload.team.name)")
        let actions: [UntrustedText: ChatText] = [
            "added": payload.isSender(payload.member) ? "joined \(team)" : "added \(member) to \(team)",
            "removed": payload.isSender(payload.member) ? "left \(team)" : "removed \(member) from \(team)",
        ]
        return sentence(payload, to: team, actions, link: payload.team.html_url)
    }

    /// `team`: a team was created or deleted, or may or may not work on a repository any more.
    static func team(_ payload: PayloadView) -> EventNotification? {
        let team: ChatText = "team \(payload.team.name)"
        let permission = payload.repository.role_name.asText.map { $0.replacing("_", with: " ") }
        let access: ChatText = "\(permission, after: " with ", before: " access")"
        let actions: [UntrustedText: ChatText] = [
            "created": "created \(team)\(payload.team.description, after: ": ")",
            "deleted": "deleted \(team)",
            "edited": "changed \(team)",
            "added_to_repository": "gave \(team) the repository\(access)",
            "removed_from_repository": "took the repository from \(team)",
        ]
        return sentence(payload, to: team, actions, link: payload.team.html_url)
    }

    /// `team_add`: a team may work on the repository; `team` says it too.
    static func teamAdded(_ payload: PayloadView) -> EventNotification? {
        let team: ChatText = payload.team.isSecretTeam ? "a secret team" : "team \(payload.team.name)"
        let page = payload.team.isSecretTeam ? payload.repository.html_url : payload.team.html_url
        return EventNotification(
            of: payload, "\(account: payload.sender) gave \(team) the repository", link: page.asText)
    }

    /// Events about secret teams, which only their members and the organization's owners see
    /// (docs.github.com/en/rest/teams/teams, "privacy").
    static let secretTeams = EventTable.Restricted(["secret_membership": membership, "secret_team": team]) {
        event, payload in
        switch event {
        case "membership" where payload.team.isSecretTeam: "secret_membership"
        case "team" where payload.team.isSecretTeam: "secret_team"
        default: nil
        }
    }

    /// `org_block`: the organization blocked an account, or does so no longer.
    static func block(_ payload: PayloadView) -> EventNotification? {
        let account: ChatText = "\(account: payload.blocked_user)"
        return sentence(
            payload, to: account,
            [
                "blocked": "blocked \(account) from the organization",
                "unblocked": "no longer blocks \(account) from the organization",
            ])
    }

    /// `personal_access_token_request`: a member asks the organization to allow a token.
    static func tokenRequest(_ payload: PayloadView) -> EventNotification? {
        let request = payload.personal_access_token_request
        let token: ChatText = "a personal access token\(request.token_name, after: " “", before: "”")"
        let owner: ChatText = "\(account: request.owner)"
        return sentence(
            payload, to: token,
            [
                "created": "asks the organization to allow \(token)",
                "approved": "allowed \(token) of \(owner)",
                "denied": "refused \(token) of \(owner)",
                "cancelled": "no longer asks for \(token)",
            ])
    }

    /// `sponsorship`: someone sponsors an account, changed the amount, or no longer does. Private sponsors are sent
    /// too, and not named.
    static func sponsorship(_ payload: PayloadView) -> EventNotification? {
        let sponsorship = payload.sponsorship
        let isPrivate = sponsorship.privacy_level.asText.unless("public") != nil
        let sponsor: ChatText = isPrivate ? "somebody" : "\(account: sponsorship.sponsor)"
        let target: ChatText = "\(account: sponsorship.sponsorable)"
        let tier: ChatText = "\(sponsorship.tier.name, after: ": ")"
        let former: ChatText = "\(payload.changes.tier.from.name, after: ", formerly ")"
        let description = payload.describeAction(
            to: "the sponsorship of \(target)",
            [
                "created": "sponsors \(target) now\(tier)",
                "cancelled": "no longer sponsors \(target)",
                "edited": "changed the privacy of the sponsorship of \(target)",
                "tier_changed": "changed the sponsorship of \(target)\(tier)\(former)",
                "pending_cancellation": "is about to stop sponsoring \(target)",
                "pending_tier_change": "is about to change the sponsorship of \(target)\(tier)",
            ])
        return description.map { EventNotification("\(sponsor) \($0)") }
    }

    /// A line with the sender, what they did, and a link; nil for an action that is not announced.
    static func sentence(
        _ payload: PayloadView, to subject: ChatText, _ actions: [UntrustedText: ChatText],
        link: PayloadView = PayloadView(nil)
    ) -> EventNotification? {
        let page = EventNotification.link(link, payload.repository.html_url)
        return payload.describeAction(to: subject, actions).map {
            EventNotification(of: payload, "\(account: payload.sender) \($0)", link: page)
        }
    }
}
