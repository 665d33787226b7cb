import XCTest

@testable import HarkServer

final class EnvironmentFileTests: XCTestCase {
    private func values(_ text: String) throws -> [String: String] {
        try EnvironmentFile(text, path: ".env").values
    }

    func testValues_skipCommentsAndBlankLines() throws {
        let values = try values("# A=1\n; B=2\n\n  \t\n  # C=3\nD=4")

        XCTAssertEqual(values, ["D": "4"])
    }

    func testValues_standAsTheyAre_withoutQuotes() throws {
        let values = try values("A=b=c==\nURL=http://x/?a=b#c\nSPACED =  one two  \nEMPTY=\nBACK=\\n$HOME")

        XCTAssertEqual(
            values, ["A": "b=c==", "URL": "http://x/?a=b#c", "SPACED": "one two", "EMPTY": "", "BACK": "\\n$HOME"])
    }

    func testValues_dropExport() throws {
        let values = try values("export A=1\n  export   B=2\nexport=3\nexporter=4")

        XCTAssertEqual(values, ["A": "1", "B": "2", "export": "3", "exporter": "4"])
    }

    func testValues_keepWhatStandsInSingleQuotes() throws {
        let values = try values(#"A='  $x \n "y" # z '"# + "\nB=''")

        XCTAssertEqual(values, ["A": #"  $x \n "y" # z "#, "B": ""])
    }

    func testValues_readEscapes_inDoubleQuotes() throws {
        let values = try values(#"A=" one\ntwo \"three\" \\ \$four \`five\` \t'six' ""# + "\nB=\"\"")

        XCTAssertEqual(values, ["A": " one\ntwo \"three\" \\ $four `five` \\t'six' ", "B": ""])
    }

    func testValues_areTheSame_whenLinesEndWithCRLF() throws {
        let values = try values("# one\r\nA=1\r\n\r\nB=\"two\"\r\nC='three'\r\n")

        XCTAssertEqual(values, ["A": "1", "B": "two", "C": "three"])
    }

    func testValues_areTheSame_afterAByteOrderMark() throws {
        XCTAssertEqual(try values("\u{feff}A=1\n"), ["A": "1"])
    }

    func testValues_areOfTheLastLine_whenANameComesTwice() throws {
        XCTAssertEqual(try values("A=1\nA=2"), ["A": "2"])
    }

    func testFaults_nameEveryLineThatIsNone() {
        let lines = [
            "A", "=1", "1A=1", "A-B=1", "A B=1", "É=1", "A=\"open", "A='open", "A=\"", "A='", "A=\"x\" y", "A='x'y'",
            "A=\"x\"y\"", "A=\"x\\\"", "export A", "export",
        ]

        XCTAssertThrowsError(try values(lines.joined(separator: "\n"))) { error in
            let faults = (error as? Faults)?.list.map(\.description)
            XCTAssertEqual(faults, (1...lines.count).map { ".env, line \($0): it is not NAME=value." })
        }
    }

    func testFaults_neverShowAValue() {
        XCTAssertThrowsError(try values("A=\"hunter2")) { error in
            XCTAssertFalse("\(error)".contains("hunter2"), "\(error)")
        }
    }
}
