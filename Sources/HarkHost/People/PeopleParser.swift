/// Reads the operator's list of people, and finds all of its faults.
///
/// ```
/// # One person a line: a name, “=” and accounts at providers and in the chat.
/// ada   = github:ada-l gitlab:ada slack:U024BE7LH irc:ada
/// grace = github:ghopper gitlab:grace matrix:@grace:example.org
/// ```
struct PeopleParser {
    /// Most people.
    static let mostPeople = 10_000

    /// Longest account and longest name, in bytes.
    static let longestAccount = 256

    private static let example = "ada = github:ada-l slack:U024BE7LH"

    /// The plugins and networks of the bot, in lower case.
    private let services: [String]
    private(set) var faults: [LineFault] = []
    /// Whose each account is, as accounts are compared.
    private var owners: [PeopleBook.Account: String] = [:]

    /// A parser.
    /// - Parameter services: the names of the bot's plugins and networks.
    init(services: [String]) { self.services = Set(services).sorted() }

    /// Reads people. Lines with faults are left out.
    mutating func parse(_ text: String) -> PeopleBook {
        var scanner = LineScanner(text)
        let lines = scanner.lines()
        faults = scanner.faults
        if let line = lines.dropFirst(Self.mostPeople).first {
            report(line.number, line.words[0].column, "there are more than \(Self.mostPeople) people.")
        }
        let entries = lines.prefix(Self.mostPeople).compactMap { entry($0) }
        faults.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        return PeopleBook(entries)
    }

    private mutating func report(_ line: Int, _ column: Int, _ reason: String) {
        faults.append(LineFault(line: line, column: column, reason: reason))
    }

    private mutating func entry(_ line: LineScanner.Line) -> PeopleBook.Entry? {
        let known = faults.count
        let name = line.words[0].unquoted
        guard line.words.count > 1, line.words[1].text == "=", !name.isEmpty else {
            report(
                line.number, line.words[0].column,
                "a person is a name, “=” and accounts, with spaces between: \(Self.example).")
            return nil
        }
        if name.utf8.count > Self.longestAccount {
            report(line.number, line.words[0].column, "the name has more than \(Self.longestAccount) bytes.")
        }
        if line.words.count == 2 {
            report(line.number, line.words[1].column, "an account is missing after “=”: \(Self.example).")
        }
        let accounts = line.words.dropFirst(2).compactMap { account($0, of: name, line.number) }
        guard faults.count == known else { return nil }
        return PeopleBook.Entry(name: name, accounts: accounts)
    }

    /// The plugin or network of which a name is a typing error: one letter is wrong, missing, too many or swapped. Any
    /// other name may be that of a service which another bot with the same list has.
    private func meant(by service: String) -> String? {
        guard !services.contains(service), service.utf8.count <= Self.longestAccount else { return nil }
        return services.first { Suggestion.distance(Array(service), Array($0)) == 1 }
    }

    private mutating func account(_ word: LineScanner.Word, of name: String, _ line: Int) -> PeopleBook.Account? {
        let text = word.unquoted
        guard let colon = text.firstIndex(of: ":"), text.index(after: colon) < text.endIndex else {
            report(
                line, word.column,
                "“\(text)” is not an account; write where it is and what it is called there: github:ada-l.")
            return nil
        }
        let service = text[..<colon].lowercased()
        let id = String(text[text.index(after: colon)...])
        if let meant = meant(by: service) {
            report(line, word.column, "this bot has no plugin or network “\(service)”. Did you mean \(meant)?")
            return nil
        }
        guard id.utf8.count <= Self.longestAccount else {
            report(line, word.column, "the account has more than \(Self.longestAccount) bytes.")
            return nil
        }
        let account = PeopleBook.Account(service: service, id: UntrustedText(id))
        if let owner = owners[account.folded] {
            report(line, word.column, "“\(text)” belongs to \(owner) already; an account has one person.")
            return nil
        }
        owners[account.folded] = name
        return account
    }
}

extension LineScanner.Word {
    /// The word without its quotation marks.
    fileprivate var unquoted: String { String(String.UnicodeScalarView(scalars.filter { $0 != "\"" })) }
}
