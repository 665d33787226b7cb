import Foundation
import HarkTLS
import XCTest

@testable import HarkServer

final class BotTests: XCTestCase {
    private func start(_ environment: [String: String] = [:], arguments: [String] = []) throws -> BotProcess {
        let bot = try BotProcess(environment, arguments: arguments)
        addTeardownBlock { bot.stop() }
        return bot
    }

    func testWebhook_standsInTheChat() throws {
        let bot = try start(["HARK_GITHUB_SECRET": "It's a Secret to Everybody"])
        let url = try bot.addresses()[0]
        let push = SignedPush(secret: "It's a Secret to Everybody")

        let answer = try curl("\(url)/github/", "-d", push.body, "-H", push.header)

        XCTAssertTrue(answer.hasPrefix("stored "), answer)
        XCTAssertEqual(try bot.output.line { $0.contains("Commit") }, "[#general] Commit on test!")
    }

    func testCommand_isAnsweredOnStandardOutput_andTheEndOfInputDoesNotStopTheBot() throws {
        let bot = try start()
        let url = try bot.addresses()[0]
        try bot.type("!webhook test /test/")
        _ = try bot.output.line { $0 == "           200 OK" }

        try bot.endInput()
        let answer = try curl("-d", #"{"hello":"world"}"#, "-H", "Content-Type: application/json", "\(url)/echo")

        XCTAssertEqual(answer, #"{"hello":"world"}"#)
    }

    func testHostileLines_harmNothing() throws {
        let bot = try start()
        let url = try bot.addresses()[0]

        try bot.type(String(repeating: "x", count: 1_000_000))
        try bot.type("\u{1b}[2J!help\u{0}\u{7}")
        try bot.type("!about")

        _ = try bot.output.line { $0.hasPrefix("[#general] Hark ") }
        XCTAssertEqual(try curl("-X", "POST", "\(url)/test"), "OK")
        XCTAssertFalse(bot.output.lines.joined().contains("\u{1b}"))
    }

    func testSIGTERM_endsItWith0() throws {
        let bot = try start()
        _ = try bot.addresses()

        bot.terminate()

        XCTAssertEqual(bot.status(), 0)
    }

    func testFaults_areReportedAllAtOnce_with78() throws {
        let first = try start()
        let taken = try XCTUnwrap(try first.addresses()[0].split(separator: ":").last)
        let bot = try start([
            "HARK_HTTP_PORT": String(taken), "HARK_TLS_PORT": "99999", "HARK_LOG_LEVEL": "loud",
            "HARK_HTTP_BODY_LIMT": "1MiB", "HARK_PREFIX": " ",
            "HARK_ROOMS": ",", "HARK_BASE_URL": "https://ada:hunter2@bot.example.org",
        ])

        let lines = bot.errors.allLines()

        XCTAssertEqual(bot.status(), 78)
        XCTAssertFalse(lines.joined().contains("hunter2"), "\(lines)")
        for part in [
            "HARK_TLS_PORT: ", "HARK_LOG_LEVEL: ", "HARK_PREFIX: ", "HARK_HTTP_BODY_LIMIT?", ":\(taken).",
            "HARK_ROOMS: ", "HARK_BASE_URL: ",
        ] {
            XCTAssertTrue(lines.contains { $0.hasPrefix("hark: ") && $0.contains(part) }, "\(lines) lacks \(part)")
        }
    }

    func testDataFolder_isAFaultInOneSentence_whenItCannotBeWrittenTo() throws {
        let file = try temporaryFile("data", [])

        for (data, reason) in [
            ("/proc/nowhere", "/proc/nowhere: No such file or directory"), (file, "“\(file)” cannot be written to"),
        ] {
            let bot = try start(["HARK_DATA": data])
            let lines = bot.errors.allLines()

            XCTAssertEqual(bot.status(), 78)
            let fault = try XCTUnwrap(lines.first { $0.hasPrefix("hark: HARK_GITHUB_SECRET: ") }, "\(lines)")
            XCTAssertEqual(
                fault,
                "hark: HARK_GITHUB_SECRET: it is not set, and a secret cannot be kept in "
                    + "“\(data)/secrets/HARK_GITHUB_SECRET” (\(reason)); set HARK_GITHUB_SECRET, "
                    + "or HARK_DATA to a folder that can be written to.")
            XCTAssertFalse(lines.joined().contains("Error"), "\(lines)")
        }
    }

    func testGeneratedCertificate_isRefusedInOneSentence_whenItCannotBeWritten() throws {
        let file = try temporaryFile("data", [])
        let secrets = [
            "HARK_ALERTMANAGER_SECRET", "HARK_EXAMPLE_TOKEN", "HARK_GITHUB_SECRET", "HARK_GITLAB_SECRET",
        ]
        let bot = try start(secrets.reduce(into: ["HARK_DATA": file, "HARK_STORE": "off"]) { $0[$1] = "hunter2" })
        _ = try bot.addresses()

        try bot.type("!generate certificate")

        let line = try bot.output.line { $0.contains("cannot be written to") }
        XCTAssertEqual(line, "[#general] “\(file)” cannot be written to (File exists); see HARK_DATA.")
    }

    func testUnknownVariable_isAWarning() throws {
        let bot = try start(["HARK_HTTP_HOTS": "127.0.0.1"])

        _ = try bot.addresses()

        let warning = try bot.errors.line { $0.contains("HARK_HTTP_HOTS") }
        XCTAssertTrue(warning.contains("warning") && warning.contains("Did you mean HARK_HTTP_HOST?"), warning)
    }

    func testUnknownVariable_isAFault_whenStrict() throws {
        let bot = try start(["HARK_HTTP_HOTS": "127.0.0.1", "HARK_STRICT": "1"])

        let lines = bot.errors.allLines()

        XCTAssertEqual(bot.status(), 78)
        XCTAssertTrue(
            lines.contains("hark: HARK_HTTP_HOTS is not a setting of this bot. Did you mean HARK_HTTP_HOST?"),
            "\(lines)")
    }

    func testUnknownArgument_isRefusedWith64() throws {
        let bot = try start(arguments: ["--port", "80"])

        XCTAssertEqual(bot.status(), 64)
    }

    func testGeneratedCertificate_servesHTTPSThatCurlAccepts() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        addTeardownBlock { try FileManager.default.removeItem(atPath: folder) }
        let maker = try start(["HARK_DATA": folder])
        _ = try maker.addresses()
        try maker.type("!generate certificate")
        let settings = try ["HARK_TLS_CERTIFICATE", "HARK_TLS_KEY"].map { name in
            let line = try maker.output.line { $0.contains(" \(name)=") }
            return (name, String(line.drop { $0 != "=" }.dropFirst()))
        }
        let mode = try FileManager.default.attributesOfItem(atPath: settings[1].1)[.posixPermissions] as? Int

        let ports = [("HARK_TLS_PORT", "0"), ("HARK_HTTP_PORT", "off")]
        let bot = try start(Dictionary(uniqueKeysWithValues: settings + ports))
        let url = try bot.addresses()[0]
        let answer = try curl("--cacert", settings[0].1, "-X", "POST", "\(url)/test")

        XCTAssertTrue(url.hasPrefix("https://"), url)
        XCTAssertEqual(answer, "OK")
        XCTAssertEqual(mode, 0o600)
    }

    func testCertificateWithoutItsKey_isAFault() throws {
        let bot = try start(["HARK_TLS_CERTIFICATE": "/nowhere/certificate.pem"])

        let lines = bot.errors.allLines()

        XCTAssertEqual(bot.status(), 78)
        XCTAssertEqual(
            lines,
            ["hark: HARK_TLS_KEY: it is not set, but HARK_TLS_CERTIFICATE is; set both or neither."]
        )
    }

    func testKeyOfAnotherCertificate_isAFault() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        addTeardownBlock { try FileManager.default.removeItem(at: folder) }
        let files = ["certificate", "key"].map { folder.appendingPathComponent("\($0).pem") }
        let names = [SubjectName.dns("localhost")]
        try SelfSignedCertificate(names: names, now: Date()).certificate
            .write(to: files[0], atomically: true, encoding: .utf8)
        try SelfSignedCertificate(names: names, now: Date()).privateKey
            .write(to: files[1], atomically: true, encoding: .utf8)

        let bot = try start(["HARK_TLS_CERTIFICATE": files[0].path, "HARK_TLS_KEY": files[1].path])
        let lines = bot.errors.allLines()

        XCTAssertEqual(bot.status(), 78)
        XCTAssertEqual(
            lines,
            ["hark: HARK_TLS_KEY: “\(files[1].path)” is not the key of the certificate in “\(files[0].path)”."]
        )
    }

    func testTLSFiles_areFaults_whenALaterCertificateInThemIsNone() throws {
        let made = try SelfSignedCertificate(names: [.dns("localhost")], now: Date())
        let broken = made.certificate + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
        let chain = try temporaryFile("chain.pem", broken.utf8)
        let sound = try temporaryFile("certificate.pem", made.certificate.utf8)
        let key = try temporaryFile("key.pem", made.privateKey.utf8)
        let settings = [
            "HARK_TLS_CERTIFICATE": ["HARK_TLS_CERTIFICATE": chain, "HARK_TLS_KEY": key],
            "HARK_TLS_CLIENT_CA": [
                "HARK_TLS_CERTIFICATE": sound, "HARK_TLS_KEY": key, "HARK_TLS_CLIENT_CA": chain,
            ],
        ]

        for (variable, environment) in settings {
            // GnuTLS does not free the certificate that it could not read.
            let environment = environment.merging(["ASAN_OPTIONS": "detect_leaks=0"]) { own, _ in own }
            let check = try hark("check", "--no-ports", environment: environment)
            XCTAssertEqual(check.status, 78, variable)
            XCTAssertEqual(check.errors.count, 1)
            XCTAssertEqual(check.errors.first?.hasPrefix("hark: \(variable): "), true, "\(check.errors)")
        }
    }

    func testTLSFiles_areFaultsAllAtOnce() throws {
        let paths = [
            "HARK_TLS_CERTIFICATE": "/nope.pem", "HARK_TLS_KEY": "/nokey.pem", "HARK_TLS_CLIENT_CA": "/noca",
        ]
        let halves = ["HARK_TLS_KEY": "/nokey.pem", "HARK_TLS_CLIENT_CA": "/noca"]

        for arguments in [["check", "--no-ports"], ["check"]] {
            let whole = try start(paths, arguments: arguments)
            let half = try start(halves, arguments: arguments)
            let (lines, halfLines) = (whole.errors.allLines(), half.errors.allLines())

            XCTAssertEqual([whole.status(), half.status()], [78, 78])
            XCTAssertEqual(
                lines,
                ["HARK_TLS_CERTIFICATE", "HARK_TLS_KEY", "HARK_TLS_CLIENT_CA"].map { name in
                    let path = paths[name] ?? ""
                    return "hark: \(name): the file “\(path)” cannot be read (There is no file \(path).)."
                })
            XCTAssertEqual(halfLines.count, 2, "\(halfLines)")
        }
    }

    func testAuthoritiesOfOthers_areAFault_whenTheirFileIsMissingOrBroken() throws {
        let broken = try temporaryFile("ca.pem", "none".utf8)
        let missing = "/nowhere/ca.pem"

        let outcomes = try [missing, broken].map {
            try hark("check", "--no-ports", environment: ["HARK_CA_FILE": $0])
        }

        XCTAssertEqual(outcomes.map(\.status), [78, 78])
        XCTAssertEqual(
            outcomes[0].errors,
            ["hark: HARK_CA_FILE: the file “\(missing)” cannot be read (There is no file \(missing).)."])
        XCTAssertEqual(
            outcomes[1].errors.map { $0.hasPrefix("hark: HARK_CA_FILE: “\(broken)” cannot be used. ") }, [true])
    }

    func testLimits_canBeServedWith_atTheirBounds() throws {
        let extremes = [
            ["HARK_HTTP_HEADER_LIMIT": "1KiB", "HARK_HTTP_BODY_LIMIT": "0", "HARK_HTTP_THREADS": "1"],
            ["HARK_HTTP_HEADER_LIMIT": "1MiB", "HARK_HTTP_BODY_LIMIT": "1GiB", "HARK_HTTP_THREADS": "256"],
        ]

        for environment in extremes {
            let bot = try start(environment)
            XCTAssertNoThrow(try bot.addresses())
            bot.terminate()
            XCTAssertEqual(bot.status(), 0)
        }
    }

    func testClientAuthorities_areAFault_withoutHTTPS() throws {
        let bot = try start(["HARK_TLS_CLIENT_CA": "/nowhere/authorities.pem"])

        let lines = bot.errors.allLines()

        XCTAssertEqual(bot.status(), 78)
        XCTAssertEqual(
            lines,
            [
                "hark: HARK_TLS_CLIENT_CA: it is set, but there is no HTTPS; set HARK_TLS_CERTIFICATE and "
                    + "HARK_TLS_KEY too."
            ]
        )
    }

    func testUnixSocket_isServed() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).sock").path
        let bot = try start(["HARK_HTTP_PORT": "off", "HARK_HTTP_SOCKET": path])
        _ = try bot.addresses()

        let answer = try curl("--unix-socket", path, "-X", "POST", "http://localhost/test")

        XCTAssertEqual(answer, "OK")
    }

    func testAccessLog_isOneJSONObjectARequest_whenAsked() throws {
        let bot = try start(["HARK_LOG_FORMAT": "json"])
        let line = try bot.errors.line { $0.contains("\"ready\"") }
        let ready = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        let url = try XCTUnwrap(ready["listening"])

        _ = try curl("-X", "POST", "-H", "X-Request-Id: r-1", "\(url)/test?token=secret")
        let entry = try bot.errors.line { $0.contains("\"request\"") }

        struct Entry: Decodable {
            let id, path: String
            let status, bytes: Int
            let duration: Double
        }
        let object = try JSONDecoder().decode(Entry.self, from: Data(entry.utf8))
        XCTAssertEqual(object.id, "r-1")
        XCTAssertEqual(object.path, "/test")
        XCTAssertEqual(object.status, 200)
        XCTAssertFalse(entry.contains("secret"))
    }
}
