import HarkEvents
import HarkStore
import HarkTesting
import XCTest

@testable import PostgreSQLPlugin

final class PostgreSQLTests: XCTestCase {
    func testManifest_isSound() { checkManifest(PostgreSQL.self) }

    func testBot_starts_withoutAServer() async throws {
        let bot = try await TestBot(PostgreSQL.self, environment: [:])

        XCTAssertNil(bot.host.storePlugin)
    }

    func testStore_isNamedWithoutThePassword() async throws {
        let bot = try await TestBot(
            PostgreSQL.self, environment: ["HARK_POSTGRESQL_URL": "postgresql://hark:sesame@127.0.0.1:5433/bots"])

        XCTAssertEqual(bot.host.storePlugin?.storeName, "PostgreSQL at 127.0.0.1:5433/bots")
    }

    func testOpening_isNotWorthAnotherTry_whenTheServerDoesNotKnowTheRole() async throws {
        let settings = try TestServer.settings(application: "hark/stranger", parameters: "user=hark_stranger")
        let configuration = StoreConfiguration(
            server: settings, name: "stranger", clock: .system,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

        do throws(StoreError) {
            _ = try await PostgreSQLStore.open(configuration)
            XCTFail("it was opened")
        } catch {
            guard case .failed(let reason) = error else { return XCTFail("it failed with \(error)") }
            XCTAssertTrue(reason.contains("hark_stranger"), reason)
        }
    }

    func testURL_isRefused_ifTheServerWouldNotBeVerified() async {
        let url = "postgresql://hark:sesame@db.example.org/hark?sslmode=require"

        do {
            _ = try await TestBot(PostgreSQL.self, environment: ["HARK_POSTGRESQL_URL": url])
            XCTFail("the bot started")
        } catch {
            XCTAssertTrue("\(error)".contains("verify-full"), "\(error)")
            XCTAssertFalse("\(error)".contains("sesame"), "\(error)")
        }
    }
}
