import HarkHTTP
import XCTest

final class URLRuleTests: XCTestCase {
    func testInit_readsEveryConverter_withItsArguments() throws {
        let expectations: [(String, URLRule.Converter)] = [
            ("<x>", .string(minLength: 1, maxLength: nil)),
            ("<string:x>", .string(minLength: 1, maxLength: nil)),
            ("<default:x>", .string(minLength: 1, maxLength: nil)),
            ("<default(maxlength=9):x>", .string(minLength: 1, maxLength: 9)),
            ("<string(length=2):x>", .string(minLength: 2, maxLength: 2)),
            ("<string(minlength=0, maxlength=9):x>", .string(minLength: 0, maxLength: 9)),
            ("<int:x>", .int(min: nil, max: nil, fixedDigits: nil, signed: false)),
            (
                "<int(min=-1,max=9,fixed_digits=3,signed=True):x>",
                .int(min: -1, max: 9, fixedDigits: 3, signed: true)
            ),
            ("<float( min = 0 , max = 1.5 ):x>", .float(min: 0, max: 1.5, signed: false)),
            ("<float(signed=True):x>", .float(min: nil, max: nil, signed: true)),
            ("<path:x>", .path),
            ("<uuid:x>", .uuid),
            ("<any(open,close):x>", .any(["open", "close"])),
            ("<any(\"a,b\",c,'d>'):x>", .any(["a,b", "c", "d>"])),
            ("<any(1, a.2, b-3):x>", .any(["1", "a.2", "b-3"])),
        ]
        for (text, converter) in expectations {
            let rule = try URLRule("/" + text)

            XCTAssertEqual(rule.placeholders.map(\.converter), [converter], text)
            XCTAssertEqual(rule.placeholders.map(\.name), ["x"], text)
        }
    }

    func testInit_keepsPlaceholdersInOrder_whenSeveralShareASegment() throws {
        let rule = try URLRule("/<branch>-<int:build>.json/<_b2>")

        XCTAssertEqual(rule.placeholders.map(\.name), ["branch", "build", "_b2"])
        XCTAssertEqual(rule.description, "/<branch>-<int:build>.json/<_b2>")
    }

    func testInit_throwsTheFault_whenARuleIsWrong() {
        let expectations: [(String, URLRuleError)] = [
            ("", .noLeadingSlash),
            ("deploys", .noLeadingSlash),
            ("<a>/b", .noLeadingSlash),
            ("/<a", .unclosedPlaceholder("<a")),
            ("/<a/<b>", .unclosedPlaceholder("<a/")),
            ("/<a<b>", .unclosedPlaceholder("<a")),
            ("/<int(min=1)", .unclosedPlaceholder("<int(min=1)")),
            ("/a>", .strayBracket),
            ("/a?b=1", .notAPath("?")),
            ("/a#b", .notAPath("#")),
            ("/a%20b", .encodedText("%20")),
            ("/a\u{0}", .controlCharacter),
            ("/a\n", .controlCharacter),
            ("/<any(\"\u{0}\"):a>", .controlCharacter),
            ("/<>", .badName("")),
            ("/<1a>", .badName("1a")),
            ("/<a-b>", .badName("a-b")),
            ("/<é>", .badName("é")),
            ("/<int:a:b>", .badName("a:b")),
            ("/<a>/<int:a>", .repeatedName("a")),
            ("/<number:a>", .unknownConverter("number")),
            ("/<:a>", .unknownConverter("")),
            ("/<int(:a>", .malformedArguments("int")),
            ("/<int(min=1;max=2):a>", .malformedArguments("int")),
            ("/<int(3):a>", .malformedArguments("int")),
            ("/<any(\"a):a>", .malformedArguments("any")),
            ("/<int(min=1)a>", .malformedArguments("<int(min=1)")),
            ("/<int(minimum=1):a>", .unknownArgument("minimum", converter: "int")),
            ("/<path(length=1):a>", .unknownArgument("length", converter: "path")),
            ("/<any(a=b):a>", .unknownArgument("a", converter: "any")),
            ("/<int(min=1,min=2):a>", .repeatedArgument("min")),
            ("/<int(min=a):a>", .badArgument("min", value: "a", expected: "a whole number")),
            (
                "/<int(max=9223372036854775808):a>",
                .badArgument("max", value: "9223372036854775808", expected: "a whole number")
            ),
            (
                "/<int(fixed_digits=0):a>",
                .badArgument("fixed_digits", value: "0", expected: "a whole number of at least 1")
            ),
            ("/<int(signed=yes):a>", .badArgument("signed", value: "yes", expected: "True or False")),
            ("/<float(max=nan):a>", .badArgument("max", value: "nan", expected: "a number")),
            ("/<string(length=0):a>", .badArgument("length", value: "0", expected: "a whole number of at least 1")),
            ("/<string(length=1,maxlength=2):a>", .contradictoryArguments("maxlength", "length")),
            ("/<string(minlength=3,maxlength=2):a>", .contradictoryArguments("minlength", "maxlength")),
            ("/<int(min=3,max=2):a>", .contradictoryArguments("min", "max")),
            ("/<any():a>", .emptyAny),
            ("/<any:a>", .emptyAny),
            ("/<any(\"\",a):a>", .emptyAny),
        ]
        for (text, fault) in expectations {
            XCTAssertThrowsError(try URLRule(text), text) { XCTAssertEqual($0 as? URLRuleError, fault, text) }
        }
    }

    func testDescription_saysWhatToChange_forAFault() {
        XCTAssertEqual(
            URLRuleError.badArgument("min", value: "a", expected: "a whole number").description,
            "The argument min is a whole number: write it in place of \"a\"."
        )
    }
}
