import Foundation
import XCTest

/// What curl is given, and what arrives.
final class SentBytesTests: XCTestCase {
    /// Stands in for curl: writes down its arguments, its input, the body and the mode of the body's file, and answers.
    private static let recorder = """
        #!/bin/sh
        cd "$(dirname "$0")"
        printf '%s\\n' "$@" > arguments
        cat > input
        body=$(sed -n 's/^data-binary = "@\\(.*\\)"$/\\1/p' input)
        cp "$body" body
        stat -c %a "$body" > mode
        printf '%s' "$body" > path
        printf 'HTTP/1.1 200 OK\\r\\n\\r\\nOK'
        """

    /// The recorder's folder, and the environment in which it is found.
    private func recorder() throws -> (folder: String, environment: [String: String]) {
        let folder = try temporaryFolder()
        let curl = "\(folder)/curl"
        try Self.recorder.write(toFile: curl, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: curl)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return (folder, ["HARK_GITHUB_SECRET": "hunter2", "PATH": "\(folder):\(path)"])
    }

    func testSend_postsToThePathAtTheBaseURL_withTheQueriesOfBoth() throws {
        let (folder, environment) = try recorder()
        let file = try temporaryFile("push.json", Array("{}".utf8))
        let urls = [
            ["--to", "https://bot.example.org:8443/hooks/?b=2", "--path", "/github?a=1"]:
                "https://bot.example.org:8443/hooks/github?a=1&b=2",
            ["--to", "127.0.0.1:1?b=2"]: "http://127.0.0.1:1/github?b=2",
            ["--to", "http://[::1]:1/", "--path", "/github/"]: "http://[::1]:1/github/",
        ]

        for (arguments, url) in urls {
            let outcome = try hark(["send", "github", file] + arguments, environment: environment)

            XCTAssertEqual(outcome.status, 0, "\(outcome)")
            let input = try String(contentsOfFile: "\(folder)/input", encoding: .utf8)
            XCTAssertTrue(input.contains("\nurl = \"\(url)\"\n"), input)
        }
    }

    func testSend_tellsNoSecretAndNoSignatureInItsArguments() throws {
        let (folder, environment) = try recorder()
        let payload = Array(#"@/etc/passwd {"a": "\u0000"} "#.utf8) + [0, 0xff, 0x0d, 0x0a, 0x22, 0x5c]
        let file = try temporaryFile("push.json", payload)

        let outcome = try hark("send", "github", file, "--to", "http://127.0.0.1:1", environment: environment)

        let text = { (name: String) in try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }
        XCTAssertEqual(outcome.status, 0, "\(outcome)")
        XCTAssertEqual(try text("arguments"), "--config\n-\n")
        XCTAssertTrue(try text("input").contains("X-Hub-Signature-256: sha256="))
        XCTAssertFalse(try text("input").contains("hunter2"))
        XCTAssertEqual(try text("mode"), "600\n")
        XCTAssertEqual(Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/body"))), payload)
        XCTAssertFalse(FileManager.default.fileExists(atPath: try text("path")))
    }

    func testSend_keepsEveryByte_soThatTheSignatureHolds() throws {
        let secret = ["HARK_GITHUB_SECRET": "hunter2"]
        let bot = try BotProcess(secret)
        addTeardownBlock { bot.stop() }
        let url = try bot.addresses()[0]
        let payloads: [(bytes: [UInt8], status: String)] = [
            (Array("{\"zen\": \"“é” \\\"q\\\" \\\\ 🎉\",\r\n\t\"a\": 1}\n".utf8), "200"),
            (Array("@/etc/hostname".utf8), "400"),
            (Array("{\"a\": \"".utf8) + [0, 0xff, 0xfe] + Array("\"}".utf8), "400"),
            (Array("[{}]{}".utf8), "400"),
        ]

        let outcomes = try payloads.map { payload in
            let file = try temporaryFile("ping.json", payload.bytes)
            return try hark("send", "github", file, "--to", url, environment: secret)
        }

        for (outcome, payload) in zip(outcomes, payloads) {
            XCTAssertTrue(outcome.output.first?.hasPrefix("HTTP/1.1 \(payload.status) ") == true, "\(outcome)")
        }
    }
}
