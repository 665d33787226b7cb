/// `release`: a release was published.
///
/// GitHub tells of one publication twice, as `published` and as `released` or `prereleased`; a draft's publication comes
/// as `published` without fail, so that is the one told.
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
