import HarkEvents

extension GitHub {
    /// `package` and `registry_package`: a version of a package was published. GitHub sends both.
    static func packageVersion(in field: String) -> EventTable.Formatter {
        { payload in
            let package = payload[field]
            let version = package.package_version
            let kind: ChatText =
                "\(package.package_type.or(package.ecosystem).asText?.lowercased, after: "", before: " ")"
            let tag = version.container_metadata.tag.name.or(version.version).shortDigest
            let subject: ChatText = "\(kind)package \(package.name)\(tag, after: " ")"
            let page = EventNotification.link(version.html_url, package.html_url)
            return sentence(
                payload, to: subject, ["published": "published \(subject)", "updated": "updated \(subject)"],
                link: page.map { PayloadView($0) } ?? PayloadView(nil))
        }
    }

    /// `page_build`: a site of GitHub Pages was built.
    static func pageBuild(_ payload: PayloadView) -> EventNotification? {
        let build = payload.build
        let (words, severity): (ChatText, Severity?) =
            switch build.status.asText {
            case "built": ("was built", nil)
            case "building": ("is being built", nil)
            case "errored": ("could not be built\(build.error.message, after: ": ")", .error)
            default: ("is \(build.status)", nil)
            }
        let pusher: ChatText = "\(build.pusher.login, after: " of ")"
        return EventNotification(
            of: payload, "the site\(build.commit.shortHash, after: " at ")\(pusher) \(words)",
            link: payload.repository.html_url.asText
        )
        .marked(severity)
    }

    /// `repository_import`: an import from another host ended.
    static func repositoryImport(_ payload: PayloadView) -> EventNotification? {
        let (words, severity): (ChatText, Severity?) =
            switch payload.status.asText {
            case "success": ("succeeded", .success)
            case "failure": ("failed", .error)
            case "cancelled": ("was cancelled", nil)
            default: ("is \(payload.status)", nil)
            }
        return EventNotification(
            of: payload, "the import of the repository \(words)", link: payload.repository.html_url.asText
        )
        .marked(severity)
    }

    /// `public`: a private repository can be read by everybody now.
    static func madePublic(_ payload: PayloadView) -> EventNotification? {
        EventNotification(
            of: payload, "\(account: payload.sender) made the repository public",
            link: payload.repository.html_url.asText
        )
        .marked(.warning)
    }
}

extension PayloadView {
    /// A version; of a digest, as images have it, the first twelve digits.
    fileprivate var shortDigest: UntrustedText? {
        asText.map { $0.hasPrefix("sha256:") ? $0.dropping(prefix: "sha256:").prefix(12) : $0 }
    }
}
