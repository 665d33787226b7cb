import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

private struct Faulty: Plugin {
    static let manifest = Manifest<Self>(
        name: "faulty", summary: "Has faults.",
        schedules: [
            .every(.minutes(5), run), .every(.seconds(300), run), .every(.milliseconds(10), run),
            .cron("61 9 * * *", run), .cron("0 0 31 2 *", in: "Europe/Berlin", named: "never", run),
            .cron("@daily", in: "../etc/passwd", run), .every(.hours(1), named: "", run),
            .every(.hours(1), named: "Umläufe", run), .every(.hours(1), named: "slow", within: .hours(25), run),
            .every(.hours(1), named: "fast", within: .zero, run),
        ])

    init(_ context: PluginContext) {}

    func run() {}
}

private struct Lost: Plugin {
    static let manifest = Manifest<Self>(
        name: "lost", summary: "Is nowhere.",
        schedules: [.cron("0 9 * * *", in: "Europe/Nowhere", run), .cron("0 9 * * *", in: "Europe", run)])

    init(_ context: PluginContext) {}

    func run() {}
}

final class ScheduleFaultTests: XCTestCase {
    func testManifest_hasAFaultForEachInvalidSchedule() {
        let faults = Catalog.Entry(Faulty.self).faults.map(\.description)

        let name = "a name is 1 to 100 visible ASCII characters; give it one with named:."
        XCTAssertEqual(
            faults,
            [
                "“every 5m”: another schedule of the plugin has this name; give one of them its own with named:.",
                "“every 10ms”: its interval is not a number of whole seconds from 1 s to 24 h.",
                "“61 9 * * *”: the minute “61” is not a number from 0 to 59.",
                "“never”: the month “2” has no day of month “31”, so it never runs.",
                "“@daily ../etc/passwd”: “../etc/passwd” is not the name of a time zone, such as Europe/Berlin.",
                "“”: \(name)", "“Umläufe”: \(name)",
                "“slow”: its time limit is not above 0 and at most 24 h.",
                "“fast”: its time limit is not above 0 and at most 24 h.",
            ].map { "plugin faulty, schedule \($0)" })
    }

    func testStart_isRefused_whenAZoneIsUnknown() async {
        var faults: [String] = []
        do throws(Faults) { _ = try await TestBot(Lost.self) } catch { faults = error.list.map(\.description) }

        XCTAssertEqual(faults.count, 2, "\(faults)")
        XCTAssertTrue(
            faults.allSatisfy { $0.hasPrefix("plugin lost, schedule “0 9 * * * Europe") }, "\(faults)")
        XCTAssertTrue(faults.first?.contains("Europe/Nowhere") == true, "\(faults)")
    }

    func testZone_isUnknownWithTheReason() throws {
        let folder = try TemporaryFolder(of: self)
        try folder.write("no zone", to: "Broken")

        let reasons = ["Broken", "Missing"].map { zone in reason(zone, in: folder.path) }
        let withoutFolder = reason("Europe/Berlin", in: "\(folder.path)/nothing")

        XCTAssertEqual(
            reasons,
            [
                "the time zone Broken cannot be read from \(folder.path)/Broken: it is not in the format TZif.",
                "there is no time zone “Missing” in \(folder.path); names are written as there, such as Europe/Berlin.",
            ])
        XCTAssertEqual(
            withoutFolder,
            "the time zone Europe/Berlin needs the folder \(folder.path)/nothing; install the Debian package tzdata.")
    }

    func testUTC_needsNoFile() throws {
        let rules = try ZoneDatabase(folder: "/nowhere").rules(of: "UTC")

        XCTAssertEqual(rules, .utc)
    }

    private func reason(_ zone: String, in folder: String) -> String {
        do throws(ZoneError) { _ = try ZoneDatabase(folder: folder).rules(of: zone) } catch { return error.description }
        return ""
    }
}
