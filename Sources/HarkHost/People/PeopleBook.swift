/// The people whom the operator knows, with their accounts at providers and in the chat (`HARK_PEOPLE`).
struct PeopleBook: Sendable {
    /// An account: `github:ada-l`.
    struct Account: Sendable, Hashable, CustomStringConvertible {
        /// The plugin, provider or network, in lower case.
        let service: String
        /// The account, as the service names it.
        let id: UntrustedText

        var description: String { "\(service):\(id.sanitized(to: PeopleParser.longestAccount))" }

        /// The account as accounts of providers are compared: they are names in any case.
        var folded: Account { Account(service: service, id: id.lowercased) }
    }

    /// A person.
    struct Entry: Sendable {
        /// How the chat calls them where it cannot mention anybody by their account.
        let name: String
        let accounts: [Account]
    }

    /// Nobody.
    static let empty = PeopleBook([])

    let entries: [Entry]
    /// The indexes of the entries by their accounts, as written and in lower case.
    private let exact: [Account: Int]
    private let folded: [Account: Int]

    /// People, none of whom has an account of another.
    init(_ entries: [Entry]) {
        self.entries = entries
        let pairs = entries.enumerated().flatMap { index, entry in entry.accounts.map { ($0, index) } }
        exact = Dictionary(pairs) { first, _ in first }
        folded = Dictionary(pairs.map { ($0.folded, $1) }) { first, _ in first }
    }

    /// The person with an account at a provider, in any case.
    func entry(withAccount id: UntrustedText, at plugin: String) -> Entry? {
        folded[Account(service: plugin, id: id).folded].map { entries[$0] }
    }

    /// The person with an account in the chat. Compared by bytes: two identifiers that look alike are two people.
    func entry(withAccount id: String, on network: NetworkName) -> Entry? {
        exact[Account(service: network.text, id: UntrustedText(id))].map { entries[$0] }
    }
}

extension PeopleBook.Entry {
    /// The person on a network; nil if they have no account there.
    func person(on network: NetworkName) -> Person? {
        accounts.first { $0.service == network.text }.map {
            Person(id: $0.id.verbatim, on: network, displayName: name)
        }
    }
}
