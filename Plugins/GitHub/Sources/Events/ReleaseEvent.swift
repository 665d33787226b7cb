import Hark

/// `release`: a release was published.
///
/// GitHub sends several events for one publication. `published` is the one told, for it alone comes with each of them:
/// `prereleased` is not sent for drafts
/// (https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#release).
struct ReleaseEvent: Event {
    struct Release: Decodable {
        let tag: String
        let name: String?
        let page: String?
        let prerelease: Bool?

        private enum CodingKeys: String, CodingKey {
            case tag = "tag_name"
            case name
            case page = "html_url"
            case prerelease
        }
    }

    let action: String?
    let release: Release
    let repository: Repository?
    let sender: User?

    var line: Line? {
        guard action == "published" else { return nil }
        let kind: Words = release.prerelease == true ? "pre-release" : "release"
        let name = release.name == release.tag ? nil : release.name
        let words: Words = "\(sender) published \(kind) \(release.tag)\(name, after: ": ")"
        return Line(in: repository, words, link: release.page)
    }
}
