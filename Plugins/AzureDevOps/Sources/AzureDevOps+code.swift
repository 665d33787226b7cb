import HarkEvents

// Repositories and pull requests.

extension AzureDevOps {
    /// A push names each branch and tag that it changed; the first is announced, with the number of the others. The
    /// payload does not say which commits are on which of them.
    static func pushed(_ payload: PayloadView) -> EventNotification? {
        let push = payload.resource
        let updates = push.refUpdates.asList.filter { pushEffect(of: $0) != nil }
        let update = updates.first ?? push.refUpdates[0]
        guard let effect = pushEffect(of: update) else {
            return .hello(from: "Azure DevOps", to: push.repository.repositoryName)
        }
        let count = push.commits.asList.count
        let amount: Push.Amount =
            updates.count > 1 ? .exactly(0) : count < 100 ? .exactly(count) : .atLeast(100)
        let words = Push(
            GitRef(update.name), effect, amount: amount, message: push.commits[0].comment, head: update.newObjectId
        ).words
        let more: ChatText = updates.count > 1 ? "; and \(updates.count - 1) more\(commits(of: push, count))" : ""
        return EventNotification(
            about: push.repository.repositoryName, "\(push.pushedBy.somebody) \(words)\(more)",
            link: push.repository.repositoryPage)
    }

    /// `, with 2 commits in all: Fix the parser`: what a push to several branches consists of.
    private static func commits(of push: PayloadView, _ count: Int) -> ChatText {
        guard count > 0 else { return "" }
        let most: ChatText = count < 100 ? "" : "at least "
        return ", with \(most)\(min(count, 100), "commit") in all\(push.commits[0].comment.firstLine, after: ": ")"
    }

    private static func pushEffect(of update: PayloadView) -> Push.Effect? {
        Push.Effect(before: update.oldObjectId, after: update.newObjectId)
    }

    static func pullRequestCreated(_ payload: PayloadView) -> EventNotification? {
        let request = payload.resource
        let kind: ChatText = request.isDraft.isTrue ? "draft pull request" : "pull request"
        let branches: ChatText = " (\(sourceBranch(request)) → \(GitRef(request.targetRefName).name))"
        let words: ChatText =
            "\(request.createdBy.somebody) opened \(kind) #\(request.pullRequestId): \(request.title)\(branches)"
        return about(request, words, isAlsoInRoom: true)
    }

    /// The branch that a pull request wants to merge, which may be a fork's.
    private static func sourceBranch(_ request: PayloadView) -> ChatText {
        let (ref, fork) = (request.sourceRefName, request.forkSource)
        let branch =
            if fork.exists, let name = fork.repository.repositoryName {
                SourceBranch(fork.name.or(ref), of: name, in: request.repository.repositoryName)
            } else if fork.exists {
                SourceBranch(ofUnknownFork: fork.name.or(ref))
            } else {
                SourceBranch(ref)
            }
        return branch.name.isEmpty ? "\(ref)" : branch.name
    }

    /// A change of a pull request. Only the sentence that comes with it says what was changed.
    static func pullRequestUpdated(_ payload: PayloadView) -> EventNotification? {
        let request = payload.resource
        let name: ChatText = "pull request #\(request.pullRequestId): \(request.title)"
        switch request.status.asText {
        case "completed":
            return about(request, "\(request.closedBy.somebody) completed \(name)", isAlsoInRoom: true)
                .marked(.success)
        case "abandoned": return about(request, "\(request.closedBy.somebody) abandoned \(name)", isAlsoInRoom: true)
        default:
            guard let sentence = payload.message.text.firstLine else { return about(request, "\(name) was updated") }
            return about(request, "\(sentence) (#\(request.pullRequestId): \(request.title))")
        }
    }

    /// The server tried to merge, as it does after each push: `succeeded`, `conflicts`, `rejectedByPolicy`, `failure`.
    static func mergeAttempted(_ payload: PayloadView) -> EventNotification? {
        let request = payload.resource
        let name: ChatText = "pull request #\(request.pullRequestId)"
        let words: ChatText =
            switch request.mergeStatus.asText {
            case "succeeded": "\(name) can be merged"
            case "conflicts": "\(name) has conflicts"
            case "rejectedByPolicy": "\(name) is rejected by a policy"
            default: "a trial merge of \(name) ended with \(request.mergeStatus)"
            }
        let isGood = request.mergeStatus.asText == "succeeded"
        return about(request, "\(words): \(request.title)").marked(isGood ? nil : .warning)
    }

    static func pullRequestCommented(_ payload: PayloadView) -> EventNotification? {
        let (comment, request) = (payload.resource.comment, payload.resource.pullRequest)
        if comment.isDeleted.isTrue { return nil }
        let name: ChatText = "pull request #\(request.pullRequestId)\(request.title, after: " (", before: ")")"
        let people = [comment.author, request.createdBy] + request.reviewers.asList.prefix(1000)
        let names = Dictionary(people.compactMap { person in person.id.asText.map { ($0.lowercased, person.person) } })
        {
            first, _ in first
        }
        let text = comment.content.asText?.prefix(65_536).namingAccounts(mentionedAs: .identifier) { id in
            names[id.lowercased] ?? nil
        }
        // Azure DevOps writes comments of its own in the name of a person, such as that Ada joined as a reviewer.
        if comment.commentType.asText == "system" {
            return about(request, "\(name)\(text?.markdownExcerpt, after: ": ")")
        }
        return about(
            request, "\(comment.author.somebody) commented on \(name)\(text?.markdownExcerpt, after: ": ")")
    }

    static func checkedIn(_ payload: PayloadView) -> EventNotification? {
        let changeset = payload.resource
        let person = changeset.checkedInBy.exists ? changeset.checkedInBy : changeset.author
        return EventNotification(
            "\(person.somebody) checked in changeset \(changeset.changesetId)\(changeset.comment.firstLine, after: ": ")"
        )
    }

    /// A formatter for what was done to a repository as a whole.
    static func repository(_ verb: ChatText) -> EventTable.Formatter {
        { payload in
            let repository = payload.resource.repository
            let words: ChatText = "\(payload.resource.initiatedBy.somebody) \(verb) the repository \(repository.name)"
            return EventNotification(about: repository.project.name.asText, words, link: repository.repositoryPage)
        }
    }

    static func repositoryRenamed(_ payload: PayloadView) -> EventNotification? {
        let (change, repository) = (payload.resource, payload.resource.repository)
        let old: ChatText = "\(change.oldName, after: " ")"
        let new: ChatText = change.newName.asText.map { "\($0)" } ?? "\(repository.name)"
        return EventNotification(
            about: repository.project.name.asText,
            "\(change.initiatedBy.somebody) renamed the repository\(old) to \(new)",
            link: repository.repositoryPage)
    }

    static func repositoryStatus(_ payload: PayloadView) -> EventNotification? {
        let (change, repository) = (payload.resource, payload.resource.repository)
        let isDisabled = change.disabled.isTrue || repository.isDisabled.isTrue
        let verb: ChatText = isDisabled ? "disabled" : "enabled"
        return EventNotification(
            about: repository.project.name.asText,
            "\(change.initiatedBy.somebody) \(verb) the repository \(repository.name)", link: repository.repositoryPage)
    }

    private static func about(
        _ request: PayloadView, _ words: ChatText, isAlsoInRoom: Bool = false
    ) -> EventNotification {
        let repository = request.repository
        let page = repository.repositoryPage.flatMap { page in
            request.pullRequestId.asInt.map { "\(page)/pullrequest/\($0)" as UntrustedText }
        }
        let thread = repository.id.asText.flatMap { id in
            request.pullRequestId.asText.map { "azuredevops \(id) \($0)" as UntrustedText }
        }
        let link = EventNotification.link(request._links.web.href) ?? page
        return EventNotification(about: repository.repositoryName, words, link: link)
            .inThread(of: thread, isAlsoInRoom: isAlsoInRoom)
    }
}
