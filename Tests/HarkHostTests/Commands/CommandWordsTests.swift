import XCTest

@testable import HarkHost

final class CommandWordsTests: XCTestCase {
    private func words(_ text: String) -> [String] {
        var line = CommandWords(text)
        var words: [String] = []
        while let word = line.nextWord() { words.append(word) }
        return words
    }

    func testNextWord_splitsAtWhiteSpace() {
        XCTAssertEqual(words("  greet\tAda  Lovelace "), ["greet", "Ada", "Lovelace"])
    }

    func testNextWord_keepsWhatStandsInQuotes() {
        XCTAssertEqual(words(#"say "a b" "c \"d\" \\" e"#), ["say", "a b", #"c "d" \"#, "e"])
    }

    func testNextWord_takesAStrayQuoteAsItStands() {
        XCTAssertEqual(words(#"say "open end"#), ["say", #""open"#, "end"])
        XCTAssertEqual(words(#"{"a":1} "x"y"#), [#"{"a":1}"#, #""x"y"#])
    }

    func testNextWord_keepsMarks_thatFollowWhiteSpaceAndQuotes() {
        XCTAssertEqual(words("a \u{301}b \"c\u{301}\" d"), ["a", "\u{301}b", "c\u{301}", "d"])
    }

    func testRest_isWhatWasTyped() {
        var line = CommandWords(#"test  {"a": "b  c"} "#)

        _ = line.nextWord()

        XCTAssertEqual(line.rest(), #"{"a": "b  c"}"#)
        XCTAssertTrue(line.isAtEnd)
    }
}
