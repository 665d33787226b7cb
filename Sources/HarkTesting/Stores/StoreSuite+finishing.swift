internal import HarkStore

/// Checks of the ends of runs.
extension StoreSuite {
    func checkEnds() async throws {
        let ends: [(RunEnd, DeliveryState, String)] = [
            (.done(outcome: "said so"), .done, "said so"), (.dead(error: "refused"), .dead, "refused"),
            (.cancelled(reason: "newer"), .cancelled, "newer"),
        ]
        for (end, state, outcome) in ends {
            try await check("A run that ends as \(end) finishes its delivery") { tested in
                let run = try await tested.start(tested.delivery())
                tested.clock.advance(by: .seconds(3))
                try await tested.finish(run, end)
                let record = try await tested.record(run.id)
                tested.expect("the state", record.state, is: state)
                tested.expect("the outcome", record.outcome, is: outcome)
                tested.expect("when it finished", record.finished, is: tested.now)
                tested.expect("the attempt", record.attempt, is: 1)
                tested.clock.advance(by: .seconds(3600))
                tested.expect("what is due", try await tested.claim(), is: ClaimedDeliveries())
            }
        }
        try await checkRetries()
    }

    private func checkRetries() async throws {
        try await check("A retry counts as an attempt and runs when it is due") { tested in
            let run = try await tested.start(tested.delivery())
            try await tested.finish(run, .retry(due: tested.later(5), error: "no answer"))
            let record = try await tested.record(run.id)
            tested.expect("the state", record.state, is: .ready)
            tested.expect("the due time", record.due, is: tested.later(5))
            tested.expect("the outcome", record.outcome, is: "no answer")
            tested.expect("when it finished", record.finished, is: nil)
            tested.clock.advance(by: .seconds(5))
            tested.expect("the next attempt", try await tested.claimOnly(run.id).attempt, is: 2)
        }
        try await check("A postponed run does not count as an attempt") { tested in
            let run = try await tested.start(tested.delivery())
            try await tested.finish(run, .postponed(due: tested.later(5), reason: "busy"))
            let record = try await tested.record(run.id)
            tested.expect("the attempt", record.attempt, is: 0)
            tested.expect("the outcome", record.outcome, is: "busy")
            tested.expect("what is due", try await tested.claim().deliveries.count, is: 0)
            tested.clock.advance(by: .seconds(5))
            tested.expect("the next attempt", try await tested.claimOnly(run.id).attempt, is: 1)
        }
        try await check("A released run does not count as an attempt, and its delivery is due at once") { tested in
            let run = try await tested.start(tested.delivery())
            tested.clock.advance(by: .seconds(-60))
            try await tested.finish(run, .released)
            tested.expect("the crashes", try await tested.record(run.id).crashes, is: 0)
            tested.expect("the next attempt", try await tested.claimOnly(run.id).attempt, is: 1)
        }
        try await check("A run that does not own its delivery any more changes nothing") { tested in
            let first = try await tested.start(tested.delivery())
            try await tested.finish(first, .retry(due: tested.now, error: "no"))
            let second = try await tested.claimOnly(first.id)
            let record = try await tested.record(first.id)
            var unknown = first
            unknown.id = StoredDeliveryID(rawValue: first.id.rawValue + 1)
            for run in [first, unknown] {
                let isOwner = try await tested.store.finish(run, .done(outcome: "late"))
                tested.expect("whether it owns it", isOwner, is: false)
            }
            tested.expect("the record", try await tested.record(first.id), is: record)
            try await tested.finish(second)
            let isOwner = try await tested.store.finish(second, .dead(error: "late"))
            tested.expect("whether a run that ended owns it", isOwner, is: false)
            try await tested.expectState("it", first.id, is: .done)
        }
    }

    func checkAttempts() async throws {
        try await check("Failed attempts and notes are listed, the oldest first") { tested in
            let run = try await tested.start(tested.delivery())
            try await tested.finish(run, .retry(due: tested.now, error: "first"))
            tested.clock.advance(by: .seconds(1))
            try await tested.finish(tested.claimOnly(run.id), .postponed(due: tested.now, reason: "not listed"))
            try await tested.finish(tested.claimOnly(run.id), .dead(error: "second"))
            _ = try await tested.store.replay(run.id, due: nil, note: "replayed by ada")
            try await tested.finish(tested.claimOnly(run.id))
            let start = tested.later(-1)
            let expected = [
                DeliveryAttempt(generation: 0, number: 1, ended: start, text: "first"),
                DeliveryAttempt(generation: 0, number: 2, ended: tested.now, text: "second"),
                DeliveryAttempt(generation: 1, number: 0, ended: tested.now, text: "replayed by ada"),
            ]
            tested.expect("the list", try await tested.store.attempts(of: run.id), is: expected)
        }
        try await check("At most the last \(StoreLimits.attempts) attempts are kept") { tested in
            let other = try await tested.addEnded(tested.delivery(), .dead(error: "other"))
            let run = try await tested.start(tested.delivery())
            try await tested.finish(run, .retry(due: tested.now, error: "1"))
            for number in 2...StoreLimits.attempts + 5 {
                let next = try await tested.claimOnly(run.id)
                try await tested.finish(next, .retry(due: tested.now, error: "\(number)"))
            }
            let numbers = try await tested.store.attempts(of: run.id).map(\.number)
            tested.expect("the numbers", numbers, is: Array(6...StoreLimits.attempts + 5))
            tested.expect("those of another", try await tested.store.attempts(of: other).count, is: 1)
        }
        try await check("A long outcome is cut without half a character") { tested in
            let run = try await tested.start(tested.delivery())
            let text = "ab" + String(repeating: "\u{20ac}", count: StoreLimits.reason)
            try await tested.finish(run, .dead(error: text))
            let longest = String(text.prefix(2 + (StoreLimits.reason - 2) / 3))
            tested.expect("the outcome", try await tested.record(run.id).outcome, is: longest)
            tested.expect("the attempt", try await tested.store.attempts(of: run.id).map(\.text), is: [longest])
        }
    }
}
