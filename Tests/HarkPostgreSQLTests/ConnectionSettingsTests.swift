import XCTest

@testable import HarkPostgreSQL

final class ConnectionSettingsTests: XCTestCase {
    private func settings(_ url: String) throws -> [String: String] {
        let settings = try ConnectionSettings(url: url, applicationName: "hark/test", certificateAuthorities: "/ca.pem")
        return Dictionary(uniqueKeysWithValues: settings.parameters.map { ($0.name, $0.value) })
    }

    func testURL_isReadInParts() throws {
        let settings = try settings("postgresql://hark:p%40ss@127.0.0.1:6543/bot?connect_timeout=7")

        XCTAssertEqual(settings["user"], "hark")
        XCTAssertEqual(settings["password"], "p@ss")
        XCTAssertEqual(settings["host"], "127.0.0.1")
        XCTAssertEqual(settings["port"], "6543")
        XCTAssertEqual(settings["dbname"], "bot")
        XCTAssertEqual(settings["connect_timeout"], "7")
        XCTAssertEqual(settings["application_name"], "hark/test")
    }

    func testServer_isVerified_ifItIsOnAnotherMachine() throws {
        for host in ["db.example.org", "192.0.2.1", "127.0.0.1,db.example.org", "127.example.org", "localhost.example"]
        {
            let settings = try settings("postgresql://hark@\(host)/hark")

            XCTAssertEqual(settings["sslmode"], "verify-full", host)
            XCTAssertEqual(settings["sslrootcert"], "/ca.pem", host)
        }
    }

    func testAuthorities_ofTheURL_areKept() throws {
        let settings = try settings("postgresql://hark@db.example.org/hark?sslrootcert=/own.pem&sslmode=verify-full")

        XCTAssertEqual(settings["sslrootcert"], "/own.pem")
    }

    func testWeakerModes_areRefused_forAnotherMachine() {
        for mode in ["disable", "allow", "prefer", "require", "verify-ca"] {
            for place in ["db.example.org/hark?", "localhost/hark?hostaddr=192.0.2.1&"] {
                XCTAssertThrowsError(try settings("postgresql://hark@\(place)sslmode=\(mode)"), "\(place) \(mode)") {
                    XCTAssertEqual($0 as? ConnectionSettingsError, .unverified)
                }
            }
        }
    }

    func testModes_areTheOperators_forThisMachine() throws {
        let urls = [
            "postgresql://hark@localhost/hark", "postgresql://hark@127.0.0.1/hark", "postgresql://hark@[::1]/hark",
            "postgresql:///hark?host=/run/postgresql", "postgresql://hark@db.example.org/hark?hostaddr=127.0.0.1",
            "dbname=hark",
        ]
        for url in urls { XCTAssertNil(try settings(url)["sslmode"], url) }
        XCTAssertEqual(try settings("postgresql://localhost/hark?sslmode=disable")["sslmode"], "disable")
    }

    func testHost_isTheFolderOfSockets_ifTheURLNamesNone() throws {
        XCTAssertEqual(try settings("postgresql:///hark")["host"], "/var/run/postgresql")
    }

    func testMalformedURLs_areRefused_withoutTheirText() {
        for url in ["mysql://hark:sesame@localhost", "postgresql://hark:se%ZZsame@localhost", "sesame"] {
            XCTAssertThrowsError(try settings(url), url) {
                XCTAssertEqual($0 as? ConnectionSettingsError, .malformed)
                XCTAssertFalse("\($0)".contains("same"))
            }
        }
    }
}
