import Foundation
import HarkStore
import XCTest

@testable import HarkServer

final class DeliveryListingTests: XCTestCase {
    private let now = StoredDeliveries.now

    private func record(_ id: String, _ change: (inout DeliveryRecord) -> Void = { _ in }) -> DeliveryRecord {
        var record = DeliveryRecord(
            id: StoredDeliveryID(rawValue: 7), requestID: id, origin: .webhook,
            route: StoredRoute(plugin: "github", label: "POST /github"), event: "push", key: nil, state: .done,
            received: now - 7380, due: now - 7380, started: now - 7379, finished: now - 7378, expiry: now + 60,
            attempt: 1, crashes: 0, generation: 0, outcome: "OK", size: 2)
        change(&record)
        return record
    }

    private func details(
        _ record: DeliveryRecord, attempts: [DeliveryDetails.Attempt] = [], request: DeliveryDetails.Head? = nil,
        bodyStart: String? = nil
    ) -> DeliveryDetails {
        DeliveryDetails(
            delivery: DeliveryEntry(record), attempts: attempts, request: request, bodyStart: bodyStart)
    }

    func testTable_hasARowForEach() {
        let entries = [
            record("8388ce30"),
            record("91") {
                $0.state = .ready
                $0.event = nil
                $0.due = now + 80
                $0.attempt = 3
                $0.outcome = "503 busy"
            },
        ].map(DeliveryEntry.init)

        let table = DeliveryListing(entries, now: now).table(width: nil)

        XCTAssertEqual(
            table,
            """
            ID        AGE        PLUGIN  EVENT  STATE  TRIES  OUTCOME
            8388ce30  2 h 3 min  github  push   done   1      OK
            91        2 h 3 min  github  -      ready  3      in 1 min: 503 busy
            """)
    }

    func testTable_staysWithinTheWidth() {
        let entry = DeliveryEntry(record("8388ce30") { $0.outcome = String(repeating: "word ", count: 30) })

        let lines = DeliveryListing([entry], now: now).table(width: 80).split(separator: "\n")

        XCTAssertGreaterThan(lines.count, 2)
        XCTAssertLessThanOrEqual(lines.map(\.count).max() ?? 0, 80)
    }

    func testText_ofSenders_cannotControlATerminal() {
        let hostile = record("a\u{1b}[2J") {
            $0.event = "push\n\u{202e}"
            $0.key = "\u{9b}2J"
            $0.outcome = "\u{7}beep"
        }
        let shown = details(
            hostile,
            attempts: [DeliveryDetails.Attempt(DeliveryAttempt(generation: 0, number: 1, ended: now, text: "\r"))],
            request: DeliveryDetails.Head(Request(target: "/\u{1b}", headers: [.userAgent: "\u{1b}c"])),
            bodyStart: "{\n\u{1b}]0;x\u{7}}")

        let texts = [
            DeliveryListing([DeliveryEntry(hostile)], now: now).table(width: nil),
            DeliveryListing.description(of: shown, now: now),
        ]

        for text in texts {
            let controls = text.unicodeScalars.filter { $0 != "\n" && $0.isUnsafeInLogs }
            XCTAssertEqual(controls.count, 0, text)
        }
    }

    func testDescription_saysWhatApplies() {
        let request = Request(method: .post, target: "/github?x=1", headers: [.contentType: "application/json"])
        let attempts = [(1, "503 busy"), (0, "replayed by ada")].map {
            DeliveryDetails.Attempt(DeliveryAttempt(generation: 0, number: $0, ended: now - 60, text: $1))
        }
        let unfinished = record("8388ce30") {
            $0.state = .ready
            $0.key = "a/b"
            $0.due = now + 80
            $0.finished = nil
            $0.attempt = 2
            $0.crashes = 1
            $0.generation = 1
            $0.outcome = "503 busy"
        }

        let text = DeliveryListing.description(
            of: details(
                unfinished, attempts: attempts, request: DeliveryDetails.Head(request), bodyStart: "{}"), now: now)

        XCTAssertEqual(
            text,
            """
            id          8388ce30
            state       ready in 1 min
            outcome     503 busy
            plugin      github
            route       POST /github
            event       push
            key         a/b
            origin      webhook
            received    2027-01-15T05:57:00.250Z, 2 h 3 min ago
            due         2027-01-15T08:01:20.250Z
            started     2027-01-15T05:57:01.250Z
            expires     2027-01-15T08:01:00.250Z
            attempts    2
            replays     1
            crashes     1
            size        2 bytes
            request     POST /github?x=1
            client      local
            header      Content-Type: application/json
            attempt 1   2027-01-15T07:59:00.250Z 503 busy
            note        2027-01-15T07:59:00.250Z replayed by ada
            body        {}
            """)
    }

    func testDescription_saysThatTheRequestIsGone() {
        let text = DeliveryListing.description(of: details(record("8388ce30")), now: now)

        XCTAssertTrue(text.hasSuffix("request     not stored any more"), text)
        XCTAssertTrue(text.contains("\nfinished    2027-01-15T05:57:02.250Z\n"), text)
    }

    func testJSON_hasEveryMember_alsoThoseThatDoNotApply() throws {
        let entry = DeliveryEntry(
            record("8388ce30") {
                $0.event = nil
                $0.started = nil
                $0.finished = nil
                $0.outcome = nil
            })

        let json = entry.json.serialized()

        XCTAssertEqual(
            json,
            #"{"id":"8388ce30","number":7,"plugin":"github","route":"POST /github","event":null,"origin":"webhook","#
                + #""key":null,"state":"done","received":"2027-01-15T05:57:00.250Z","due":"2027-01-15T05:57:00.250Z","#
                + #""started":null,"finished":null,"expires":"2027-01-15T08:01:00.250Z","attempt":1,"crashes":0,"#
                + #""replays":0,"outcome":null,"size":2}"#)
    }

    func testSizes_areReadable() throws {
        let sizes = StoreSizes(database: 12_897_485, log: 512, free: 5 << 30)
        let summary = StoreSummary(deliveries: [.ready: 2, .dead: 1], unsentMessages: ["slack": 3])

        let text = SizeReport(sizes, summary).text

        XCTAssertEqual(
            text,
            """
            WHAT               SIZE OR NUMBER
            database           12.3 MiB
            write-ahead log    512 B
            free on the disk   5.0 GiB
            ready deliveries   2
            dead deliveries    1
            messages to slack  3
            """)
    }

    func testConfirmation_isGivenByYesAlone() {
        let answers = ["y", " YES ", "Y", "n", "", "yeah", nil].map(Confirmation.init(answer:))

        XCTAssertEqual(answers, [.given, .given, .given, .refused, .refused, .refused, .refused])
    }
}
