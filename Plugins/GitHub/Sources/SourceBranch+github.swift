import HarkEvents

extension PayloadView {
    /// What a run, a check or a job ran for. A branch with the name of one of the repository's own may be a fork's.
    /// - Parameters:
    ///   - ref: its branch.
    ///   - subjects: the run, or the suite and the check: where the payload may say what repository the branch belongs
    ///     to.
    func sourceBranch(_ ref: PayloadView, of subjects: PayloadView...) -> SourceBranch {
        let home = self.repository
        for subject in subjects {
            let fork = subject.head_repository
            let requests = subject.pull_requests.asList.filter { $0.base.repo.id == home.id || !home.id.exists }
            // The repository of a run for a pull request is null once its fork is gone.
            let isOfLostFork = requests.isEmpty && subject.event.asText?.hasPrefix("pull_request") == true
            guard fork.exists ? fork.isOther(than: home) : requests.contains(where: \.isFromFork) || isOfLostFork else {
                continue
            }
            let request = requests.first(where: \.isFromFork) ?? requests.first
            let name = fork.fullNameWithOwner ?? request?.head.repo.fullNameWithOwner
            let branch = name.map { SourceBranch(ref, of: $0, in: home.full_name.asText) }
            if let number = request?.number.asText {
                return SourceBranch(of: "pull request #", number, branch: branch?.branch)
            }
            return branch ?? SourceBranch(ofUnknownFork: ref)
        }
        return SourceBranch(ref)
    }

    /// The branch, tag or commit of a deployment: ` of main`, or ` of ada:main` if a workflow's run for a fork made it.
    var deployedRef: ChatText {
        let (ref, run) = (self.deployment.ref, self.workflow_run)
        guard let shown = ref.shortRef.map({ PayloadView($0) }) else { return "" }
        let isOfRun = run.head_branch.asText == GitRef(ref).name.asText
        let name = isOfRun ? sourceBranch(shown, of: run).name : SourceBranch(shown).name
        return " of \(name)"
    }

    /// Whether this pull request comes from another repository than it is to be merged in.
    private var isFromFork: Bool { self.head.repo.exists && self.head.repo.isOther(than: self.base.repo) }

    /// Whether this repository is known to be another one than `home`.
    private func isOther(than home: PayloadView) -> Bool {
        if let name = fullNameWithOwner, let other = home.fullNameWithOwner {
            return name.lowercased != other.lowercased
        }
        return self.id.exists && home.id.exists ? self.id != home.id : self.fork.isTrue && !home.fork.isTrue
    }

    /// `owner/name`, which the short form of a repository has in its URL alone:
    /// `https://api.github.com/repos/octo/repo`.
    private var fullNameWithOwner: UntrustedText? {
        if let name = self.full_name.asText { return name }
        if let owner = self.owner.login.asText, let name = self.name.asText { return "\(owner)/\(name)" }
        guard let parts = self.url.asText?.split(separator: "/"), parts.count > 3, parts[parts.count - 3] == "repos"
        else {
            return nil
        }
        return "\(parts[parts.count - 2])/\(parts[parts.count - 1])"
    }
}
