import XCTest

@testable import HarkHost

final class PeopleParserTests: XCTestCase {
    private func parse(_ text: String) -> (people: PeopleBook, faults: [String]) {
        var parser = PeopleParser(services: ["github", "irc", "jira", "slack"])
        let people = parser.parse(text)
        return (people, parser.faults.map(\.description))
    }

    func testAccounts_areFoundAtProvidersInAnyCase_andOnNetworksAsWritten() {
        let (people, faults) = parse(
            "# ours\nada = github:Ada-L slack:U024BE7LH irc:ada # me\ngrace = jira:\"Grace Hopper\"; bob = irc:bob")

        XCTAssertEqual(faults, [])
        XCTAssertEqual(people.entries.map(\.name), ["ada", "grace", "bob"])
        XCTAssertEqual(people.entry(withAccount: "ada-l", at: "github")?.name, "ada")
        XCTAssertEqual(people.entry(withAccount: "Grace Hopper", at: "jira")?.name, "grace")
        XCTAssertEqual(people.entry(withAccount: "U024BE7LH", on: "slack")?.name, "ada")
        XCTAssertNil(people.entry(withAccount: "u024be7lh", on: "slack"))
        XCTAssertNil(people.entry(withAccount: "ada", at: "github"))
    }

    func testIdentifier_mayContainColons() {
        let (people, faults) = parse("ada = jira:712020:5f2c")

        XCTAssertEqual(faults, [])
        XCTAssertEqual(people.entry(withAccount: "712020:5f2c", at: "jira")?.name, "ada")
    }

    func testFaults_haveLineAndColumn_andSayWhatToWrite() {
        let cases: [(text: String, fault: String)] = [
            ("ada github:ada", "line 1, column 1: a person is a name, “=” and accounts"),
            ("= github:ada", "line 1, column 1: a person is a name"),
            ("\"\" = github:ada", "line 1, column 1: a person is a name"),
            ("ada=github:ada", "line 1, column 1: a person is a name"),
            ("\nada =", "line 2, column 5: an account is missing"),
            ("ada = ada-l", "line 1, column 7: “ada-l” is not an account"),
            ("ada = github:", "line 1, column 7: “github:” is not an account"),
            ("ada = irc:ada slakc:U1", "line 1, column 15: this bot has no plugin or network “slakc”"),
            ("ada = irc:ada\nbob = IRC:Ada", "line 2, column 7: “IRC:Ada” belongs to ada already"),
            ("ada = github:\"ada", "line 1, column 14: this quotation mark is not closed"),
            (
                "ada = irc:\(String(repeating: "a", count: 257))",
                "line 1, column 7: the account has more than 256 bytes"
            ),
        ]

        for (text, fault) in cases {
            let (people, faults) = parse(text)

            XCTAssertTrue(faults.contains { $0.hasPrefix(fault) }, "\(text): \(faults)")
            XCTAssertLessThan(people.entries.count, 2, text)
        }
    }

    func testAllFaults_areReportedAtOnce() {
        let faults = parse("ada = githup:a slak:b\nbob").faults

        XCTAssertEqual(faults.count, 3, "\(faults)")
        XCTAssertTrue(faults[0].contains("Did you mean github?"), faults[0])
        XCTAssertTrue(faults[1].contains("Did you mean slack?"), faults[1])
    }

    func testAccounts_ofServicesThatTheBotLacks_areNoFaults() {
        let (people, faults) = parse("ada = github:ada-l gitlab:ada matrix:@ada:example.org")

        XCTAssertEqual(faults, [])
        XCTAssertEqual(people.entry(withAccount: "ada", at: "gitlab")?.name, "ada")
    }
}
