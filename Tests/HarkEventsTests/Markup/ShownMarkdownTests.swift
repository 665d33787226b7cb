import XCTest

@testable import HarkEvents

final class ShownMarkdownTests: XCTestCase {
    func testText_isTheTextOfLinksAndEmphasis() {
        check([
            "Oh! [a](b) and [the log](https://x/l \"a title\")": "Oh! a and the log",
            "**bold** __bold__ *it* _it_ ***both*** ~~gone~~ ~gone~": "bold bold it it both gone gone",
            "**The _very_ latest**. *a **b** c*": "The very latest. a b c",
            "[**kettle**](https://x) `is` [`cold`](y)": "kettle is cold",
            "snake_case_name and 2 * 3 * 4 and a*": "snake_case_name and 2 * 3 * 4 and a*",
            "<https://example.org/a?b=c> <ada@example.org>": "https://example.org/a?b=c ada@example.org",
            "[a](<b c> 'd') [e]() []()": "a e",
            "\\*not\\* \\[a](b) C:\\temp": "*not* [a](b) C:\\temp",
            "one\\\ntwo": "one two",
            "https://x/src/__tests__/a*b*c.ts **https://x/~a~/** and *b*":
                "https://x/src/__tests__/a*b*c.ts https://x/~a~/ and b",
            "std::x::y and :x:": "std::x::y and ❌",
            "a <script> tag, see *below*": "a <script> tag, see below",
            "<SCRIPT>x</SCRIPT> after": "after",
        ])
    }

    func testText_hasNoDefinitions() {
        check([
            "[vc]: #M3kq0a1b2c=:eyJpc01v\n**The latest** on your [projects][vc].": "The latest on your projects.",
            "[A b]: https://x\n[c]: <https://y> \"title\"\n[d]:\n  https://z\n'title'\n\n[a  B], [text][c], [d][]":
                "a B, text, d",
            "Text\n\n[1]: https://x (title)": "Text",
            "[note]: this is important": "[note]: this is important",
            "Text\n[a]: b": "Text [a]: b",
            "See[^1] and[^two]. [^3]\n\n[^1]: The first.\n[^two]: The second.": "See and. [^3]",
            "[a][b] [c]": "[a][b] [c]",
            "![shot][s]\n\n[s]: https://x/y.png": "",
            "> [a]: b": "> [a]: b",
        ])
    }

    func testText_hasNoRulesOfTables() {
        check([
            "| Name | Status |\n| :--- | ----: |\n| **kettle** | [Ready](x) |\n| pot | |\n\nDone":
                "Name, Status; kettle, Ready; pot Done",
            "a | b\n--|--\n1 | 2": "a, b; 1, 2",
            "Builds:\n\n|a|\n|-|\n|x\\|`y`|": "Builds: a; x|y",
            "a | b\nno table": "a | b no table",
        ])
    }

    func testText_hasNoSignsOfBlocks() {
        check([
            "# Title #\n\nText": "Title Text", "Title\n=====\nText\n\n---\n***\n_ _ _": "Title Text",
            "#5 is #hash\n####### seven": "#5 is #hash ####### seven", "## C# ##": "C#",
            "- one\n* two\n  + three\n1. four": "• one • two • three 1. four",
            "- [ ] open\n- [x] done": "☐ open ☑ done",
            "Run\n```sh\nmake *all* <b>\n# x\n```\nnow": "Run make *all* <b> # x now",
            "~~~\n[a](b)\n```\n~~~\n": "[a](b) ```", "```\nnever `closed`": "never `closed`",
            "- ```\n  a_b_c\n  ```": "a_b_c",
            "-1 and *": "-1 and *",
        ])
    }

    func testText_isWhatHTMLShows() {
        check([
            "<b>c</b><br/>d<p>e</p><kbd>Ctrl</kbd>+C": "c d e Ctrl+C",
            "<details><summary>Log</summary>\n\n```\n3 MB\n```\n<details>x</details>more</details>\nDone": "Log Done",
            "<details open><summary>Log</summary>It failed.</details>": "Log It failed.",
            "<DETAILS>\nhidden\n</DETAILS>Shown</details>": "Shown",
            "<script>alert(1)</script><style>b { }</style>Text": "Text",
            "<picture><source media=\"(x > 1)\" srcset=a><img alt='b>c' src=d></picture>Text": "Text",
            "<a href=\"https://x\" title='>'>log</a> <sub>x</sub>": "log x",
            "a < b, c > d, <3, <-, 1<2>3, a<b": "a < b, c > d, <3, <-, 1<2>3, a<b",
            "<!DOCTYPE html><?php x ?><![CDATA[y]]>Text": "Text",
            "`<b>` and ``a`b`` and `*x*` and ` unclosed": "<b> and a`b and *x* and ` unclosed",
            "List<String> <imagine>": "List",
        ])
    }

    func testText_hasNoAttributesOfLinksAndImages() {
        check([
            "![a](b){: data-layout='center' data-width=\"50%\" }\nSee": "See",
            "[TEA-1](x){: data-inline-card='' }, ok": "TEA-1, ok",
            "![a](b){width=894 height=600} See [c](d){height=60%}": "See c",
            "[a](b){c} {: x } {width=3} [a](b){: \n}": "a{c} {: x } {width=3} a{: }",
            "`[a](b){width=3}`": "[a](b){width=3}",
        ])
    }

    func testText_hasNoSignsOfChanges() {
        check(
            [
                "now {+ added +} and [-removed **x**-] {-a-}[+b+] done": "now added and removed x ab done",
                "`{+a+}` \\[-b-] {++} [-] {+c [-d": "{+a+} [-b-] {++} [-] {+c [-d",
                "[-a-](b) and [+a\nb+]": "-a- and [+a b+]",
                "{+a-} {-[b](c)-} {+d+": "{+a-} {-b-} {+d+",
            ], in: .gitLab)
    }

    func testText_hasNoTableOfContents() {
        check(["[[_TOC_]]\n# Plan": "Plan", "[TOC]\nText": "Text", "a [[TOC]]": "a [[TOC]]"], in: .gitLab)
    }

    func testText_hasTheTitlesOfCollapsedSections() {
        check(
            [
                "Summary\n\n+++ Details\n\nhidden\n\n+++\n\nafter": "Summary Details after",
                "+++ One\na\n+++ Two\nb\n+++\nc\n+++\nafter": "One after",
                "+++ b/kettle.c\nshown": "+++ b/kettle.c shown",
                "shown\n+++\nafter": "shown +++ after",
                "```\n+++ a\nb\n+++\n```": "+++ a b +++",
            ], in: .linear)
    }

    func testText_hasTheCharactersOfEntities() {
        check([
            "&lt;b&gt; &amp;amp; &quot;a&quot; &#39;b&#39; &#x1F600; &mdash;": "<b> &amp; \"a\" 'b' 😀 —",
            "AT&T &unknown; &; & `&lt;`": "AT&T &unknown; &; & &lt;",
            "&#42;not bold&#42; a&nbsp;b": "*not bold* a b",
            "&#27;[31mred &#x202e;x &#0;": "red x \u{fffd}",
        ])
    }

    func testText_hasTheEmojiOfNames() {
        check([
            ":white_check_mark: Done :tada::rocket:, :+1:": "✅ Done 🎉🚀, 👍",
            "10:100:5 a:x:b :unknown: `:x:` ::": "10:100:5 a:x:b :unknown: :x: ::",
        ])
    }

    func testEmoji_areThoseOfNames_inATextWithoutMarkup() {
        XCTAssertEqual(UntrustedText(":rocket: *Deploy* :swift: 10:100:5").withEmoji, "🚀 *Deploy* :swift: 10:100:5")
    }

    func testText_isItsBeginning_whenItIsLong() {
        let lines = String(repeating: "**Hello** [you][a], ", count: 400) + "\n"

        let text = UntrustedText("\(lines)\(lines)\n[a]: https://example.org").shownMarkdown

        XCTAssertTrue(text.hasPrefix("Hello you, Hello"))
        XCTAssertFalse(text.contains("["))
        XCTAssertLessThan(text.byteCount, 10_000)
    }

    func testText_isUnchanged_whenItHasNoMarkup() {
        let text = UntrustedText("Größe: 5 %, \"x\"? (a/b); it's 5 $ @ 10:00.")

        XCTAssertEqual(text.shownMarkdown, text)
    }

    func testSigns_areThoseOfTheirDialect_andShownInAllOthers() {
        let texts = [
            "use {{- .Values.image -}} here", "{-# LANGUAGE GADTs #-}", "a class [-+*/-] of signs", "see\n[TOC]\nbelow",
            "+++ b\na\n+++", "x\n>>>\ny\n>>>\nz",
        ]

        for text in texts {
            let line = text.replacing("\n", with: " ")
            XCTAssertEqual(UntrustedText(text).shownMarkdown.sanitized(to: 500), line.replacing(">>>", with: "> >>"))
        }
    }

    private func check(_ texts: [String: String], in dialect: MarkdownDialect = .usual, line: UInt = #line) {
        for (text, shown) in texts {
            let text = UntrustedText(text)
            let found = dialect == .usual ? text.shownMarkdown : text.markdownExcerpt(in: dialect)
            XCTAssertEqual(found.sanitized(to: 500), shown, text.verbatim, line: line)
        }
    }
}
