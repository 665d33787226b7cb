import HarkEvents

extension Bitbucket {
    /// `repo:push`: what became of branches and tags. One push may change several of them.
    static func push(_ payload: PayloadView) -> EventNotification? {
        let listed = payload.push.changes.asList
        let changes = listed.filter(isChange)
        // A push that changed nothing has an empty list; a payload without one lacks it.
        if changes.isEmpty, !listed.isEmpty || payload.push.changes.exists { return nil }
        guard let change = changes.first, changes.count == 1 else { return several(payload, changes.map(effect)) }
        let (ref, effect) = effect(change)
        let (commits, target) = (change.commits.asList, change.new.target)
        let push = Push(
            ref, effect,
            amount: change.truncated.isTrue ? .atLeast(commits.count + 1) : .exactly(commits.count),
            // The newest commit comes first.
            message: commits.first?.message ?? target.message, head: target["hash"], isForced: change.forced.isTrue)
        let branch = effect == .deleted ? nil : page(of: ref, payload.repository)
        let page = change.links.html.href.asText ?? branch ?? change.new.page
        return EventNotification(
            of: payload, "\(payload.actor.person) \(push.words)", link: page ?? payload.repository.page)
    }

    /// The page of a branch; its address in the payload has the name as it is.
    private static func page(of ref: GitRef, _ repository: PayloadView) -> UntrustedText? {
        guard ref.kind == .branch, let name = ref.name.asText else { return nil }
        return repository.page.map { "\($0)/branch/\(name.percentEncodedPath)" }
    }

    /// Whether something was pushed: a branch or a tag is there before or after it, and points to another commit.
    /// Without both it is a test.
    private static func isChange(_ change: PayloadView) -> Bool {
        let (old, new) = (change.old.target["hash"], change.new.target["hash"])
        if old.exists, new.exists { return Push.Effect(before: old, after: new) != nil }
        return change.new.exists || change.old.exists
    }

    /// The branch or tag, by its state after the push, or before it where it was deleted.
    private static func effect(_ change: PayloadView) -> (GitRef, Push.Effect) {
        let state = change.new.exists ? change.new : change.old
        let effect: Push.Effect = change.new.exists ? (change.old.exists ? .updated : .created) : .deleted
        return (GitRef(kind: state.type, name: state.name), effect)
    }

    /// `repo:refs_changed`, Data Center's push.
    static func refsChanged(_ payload: PayloadView) -> EventNotification? {
        let listed = payload.changes.asList
        let changes = listed.filter { Push.Effect(before: $0.fromHash, after: $0.toHash) != nil }
        if changes.isEmpty, !listed.isEmpty || payload.changes.exists { return nil }
        guard let change = changes.first, changes.count == 1 else { return several(payload, changes.map(refEffect)) }
        let (ref, effect) = refEffect(change)
        let push = Push(
            ref, effect,
            // A new branch has all the commits that lead to it.
            amount: effect == .created ? .exactly(0) : amount(payload.commits.asList, since: change.fromHash),
            message: payload.toCommit.message, head: change.toHash)
        let head = effect == .deleted ? PayloadView(nil) : change.toHash
        let page = payload.repository.page(ofCommit: head)
        return EventNotification(of: payload, "\(payload.actor.person) \(push.words)", link: page)
    }

    private static func refEffect(_ change: PayloadView) -> (GitRef, Push.Effect) {
        let effect: Push.Effect =
            switch change.type.asText {
            case "ADD": .created
            case "DELETE": .deleted
            default: Push.Effect(before: change.fromHash, after: change.toHash) ?? .updated
            }
        return (GitRef(kind: change.ref.type, name: change.ref.displayId), effect)
    }

    /// How many commits were pushed. Data Center lists the five newest, the newest first, or as many as its
    /// administrator wants; old versions list none.
    private static func amount(_ commits: [PayloadView], since start: PayloadView) -> Push.Amount {
        let isComplete = commits.last?.parents.asList.contains { $0.id == start } ?? false
        return isComplete ? .exactly(commits.count) : .atLeast(commits.count)
    }

    /// A push to several branches and tags at once, or one that names none.
    private static func several(_ payload: PayloadView, _ effects: [(GitRef, Push.Effect)]) -> EventNotification {
        let nothing = PayloadView(nil)
        let actions = effects.map { ref, effect in
            UntrustedText(Push(ref, effect, amount: .exactly(0), message: nothing, head: nothing).words.plain)
        }
        let words: ChatText = actions.isEmpty ? "pushed \(nothing)" : "\(list: actions)"
        return EventNotification(of: payload, "\(payload.actor.person) \(words)", link: payload.repository.page)
    }
}
