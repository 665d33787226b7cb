import TestSupport
import XCTest

@testable import HarkEvents

final class ShownJiraMarkupTests: XCTestCase {
    func testText_hasNoMacrosLinksAndImages() {
        check([
            "can you look at {{kettle.c}}? {color:red}urgent{color} [log|https://tea.example.org/log] !shot.png|thumbnail!":
                "can you look at kettle.c? urgent log",
            "{color:#ff0000}*red*{color}{anchor:x}": "red",
            "{panel:title=Note|bgColor=#fff}Text{panel} {quote}said{quote} {unknown} {a b}":
                "Note: Text said {unknown} {a b}",
            "{code:java|title=A.java}int *a* = [b|c];{code} after": "int *a* = [b|c]; after",
            "{noformat}\n||a||\n{color}x{color}\n{noformat}": "||a|| {color}x{color}",
            "{code}never closed": "never closed",
            "[https://x/y] [mailto:ada@x.org] [^log.txt] [a|#top] [a|https://x|smart-link] [|https://x]":
                "https://x/y ada@x.org log.txt a a https://x",
            "[not a link] a[0] [x|y] [*bold*|https://x]": "[not a link] a[0] [x|y] bold",
            "Hello! Yes! wow!that.is! !a.png! !https://x/y.png|width=3!end": "Hello! Yes! wow!that.is! end",
        ])
    }

    func testText_hasNoSignsOfBlocksAndEmphasis() {
        check([
            "h1. Title\nbq. said\n* one\n** two\n# three\n- four\n----\nend":
                "Title said • one • two • three • four end",
            "||Name||Status||\n|kettle|*ready*|": "Name, Status; kettle, ready;",
            "https://x/k/-/issues/1 and https://x/k/-/issues/2, *https://x/_a_/b*":
                "https://x/k/-/issues/1 and https://x/k/-/issues/2, https://x/_a_/b",
            "*bold* _it_ -gone- +new+ ??cited?? ^up^ ~down~ {*}in{*}word": "bold it gone new cited up down inword",
            "a - b - c, snake_case_name, -1 and -2, 2*3*4, C++, ~5":
                "a - b - c, snake_case_name, -1 and -2, 2*3*4, C++, ~5",
            "\\*not\\* \\{code\\} one\\\\two &amp; &#169;": "*not* {code} one two & ©",
        ])
    }

    func testText_hasIcons() {
        check([
            "(/) Done (x) not (!)": "✅ Done ❌ not ⚠️",
            "f(x) (xy) ((/)) \\(/)": "f(x) (xy) (✅) (/)",
        ])
    }

    func testText_namesPeopleOfAzureDevOps_andKeepsWhatAtlassianWritesOtherwise() {
        let ids = "@<11111111-2222-3333-4444-5555555555AB>, @<22222222-2222-3333-4444-5555555555ab>"
        let text = UntrustedText("\(ids) @<1> `HEAD@{1}` [~x] @{Name='x'}")

        let named = text.namingAccounts(mentionedAs: .identifier) { $0.hasPrefix("1") ? "Ada" : nil }

        XCTAssertEqual(named, "@Ada, @somebody @<1> `HEAD@{1}` [~x] @{Name='x'}")
    }

    func testText_namesPeople() {
        check([
            "[~accountid:5f1abc2def34560012345678] look": "@somebody look",
            "[~accountid:557058:aa] and [~accountId:557058:AA]": "@Ada Lovelace and @somebody",
            "[~mira], [~JIRAUSER10100], [~557058:bb], [~5f1abc2def34560012345678]":
                "@mira, @somebody, @somebody, @somebody",
            "@{557058:aa} @{557058:cc} [~a b] @{} [x]": "@Ada Lovelace @somebody [~a b] @{} [x]",
        ])
    }

    func testText_takesLittleTime_whenMarkupBeginsWithoutEnd() {
        for beginning in ["{", "{{", "[", "[a|", "!", "!a.", "*a ", "{code", "[~", "@{", "|", "??", "\\", "-a"] {
            let text = UntrustedText(String(repeating: beginning, count: 70_000))

            let timer = ProcessorTimer()
            XCTAssertFalse(text.shownJiraMarkup { _ in nil }.byteCount > 200_000)

            XCTAssertLessThan(timer.elapsed, .seconds(2), beginning)
        }
    }

    private func check(_ texts: [String: String], line: UInt = #line) {
        for (text, shown) in texts {
            let result = UntrustedText(text).shownJiraMarkup { $0 == "557058:aa" ? "Ada Lovelace" : nil }
            XCTAssertEqual(result.sanitized(to: 500), shown, text, line: line)
        }
    }
}
