/// The settings of a provider's links. Without a token there are none.
struct LinkSettings: Sendable {
    /// `HARK_<NAME>_TOKEN`.
    let token: Setting<Secret?>
    /// `HARK_<NAME>_URL`.
    let server: Setting<BaseURL?>
    /// `HARK_<NAME>_USER`, for a provider that needs one.
    let user: Setting<String?>?
    /// `HARK_<NAME>_REPOSITORY`, or what else a provider calls it.
    let projects: Setting<DefaultProjects>?
    /// `HARK_<NAME>_LINKS_ROOMS`.
    let rooms: Setting<[Room]>

    /// The settings of the plugin with that name.
    init(_ lookup: LinkLookup, plugin: String, title: String) {
        let prefix = settingPrefix(ofPlugin: plugin)
        let scanner = lookup.scanner
        token = Setting("\(prefix)TOKEN", help: lookup.tokenHelp)
        server = Setting("\(prefix)URL", default: lookup.defaultServer, help: lookup.serverHelp)
        user = lookup.userHelp.map { Setting("\(prefix)USER", help: $0) }
        rooms = Setting(
            "\(prefix)LINKS_ROOMS", default: [],
            help: "Rooms in which references to \(title) are answered; those of \(prefix)ROOM unless set.")
        projects = lookup.defaultName.map { name in
            let help = "Where #12 belongs that names no project: acme/rocket, and for some rooms #tools=acme/tools."
            return Setting("\(prefix)\(name)", default: DefaultProjects(), help: help) {
                projects throws(SettingMismatch) in
                guard let wrong = projects.all.first(where: { !scanner.isPath($0.utf8) }) else { return }
                throw SettingMismatch(
                    expected: "a list of projects such as acme/rocket: “\(wrong.sanitized(to: 80))” is not one")
            }
        }
    }

    /// All of them.
    var all: [any SettingDeclaration] {
        let optional: [(any SettingDeclaration)?] = [user, projects]
        return [token, server] + optional.compactMap(\.self) + [rooms]
    }
}
