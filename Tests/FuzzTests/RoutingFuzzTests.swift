import HTTPTypes
import HarkHTTP
import XCTest

final class RoutingFuzzTests: FuzzTestCase {
    private let rules = [
        "/", "/test/", "/example/<name>/<action>", "/a b/<int:n>", "/<branch>-<int:build>.json", "/files/<path:file>",
        "/<int(min=1, max=9, fixed_digits=3, signed=True):n>", "/<float(min=0, max=1.5, signed=True):x>", "/v<uuid:id>",
        "/<any(open, \"a, b\", c):action>/<string(length=2):code>",
        "/<string(minlength=1, maxlength=9):code>/x/<path:rest>/y",
    ]

    func testURLRule_isReadOrRefused_whenMutated() {
        fuzz(rules, upTo: 4096) { text in
            guard let rule = try? URLRule(text) else { return true }
            var router = Router<Int>()
            router.add(rule, methods: [.get], value: 1)
            for path in ["/", "/example/a%2Fb/c", "/12-3.json", "/files/a/b", text] {
                _ = router.match(path: path, method: .get)
            }
            return rule.text == text
        }
    }

    func testRouter_leadsNobodyAway_whenPathsAreMutated() throws {
        var router = Router<String>()
        for rule in rules { router.add(try URLRule(rule), methods: [.post], value: rule) }
        let paths = [
            "/test", "//example//a%2Fb///c/", "/a%20b/17", "/main-12.json", "/files/a/b%2Fc", "/-12", "/0.5", "/c/ab",
            "/v123e4567-e89b-12d3-a456-426614174000", "/abc/x/1/2/3/y",
        ]
        fuzz(paths, upTo: 8192) { path in
            guard case .redirect(let location) = router.match(path: path, method: .post) else { return true }
            // A browser reads `//host` and `/\host` as another server (WHATWG URL, "relative slash state").
            return location.hasPrefix("/") && !["/", "\\"].contains(location.dropFirst().first)
        }
    }
}
