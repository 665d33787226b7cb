internal import HarkEvents
internal import HarkPostgreSQL
internal import HarkStore

/// What a machine does by itself.
extension PostgreSQLStore {
    /// Says that this machine is alive, and renews the leases of what it runs.
    func renew() async {
        let runs = machine.runs
        let name = configuration.name
        do {
            let (wasAbsent, lost, running) = try await renewer.transaction(.writing(numbers: 0), machine) {
                transaction throws(PostgreSQLError) in
                let wasAbsent = try transaction.renewPresence(name: name)
                let found = (wasAbsent, try transaction.renew(runs), try transaction.running())
                // Last, so that other machines wait for no more than the commit.
                try transaction.noteTime()
                return found
            }
            for id in lost where runs[id].map({ machine.forget(id, token: $0.token) }) == true {
                configuration.logger.warning(
                    "another machine took over a delivery that still runs here", metadata: ["delivery": "\(id)"])
            }
            if wasAbsent, machine.adopted != nil {
                try await reader.transaction(.upkeep, machine) { transaction throws(PostgreSQLError) in
                    try transaction.lock("routes")
                    try transaction.updatePresence()
                }
                try await promoteAll()
            }
            let unknownRuns = machine.unknownRuns(among: running)
            if unknownRuns.isEmpty { return }
            try await renewer.transaction(.writing(numbers: 0), machine) { transaction throws(PostgreSQLError) in
                try transaction.release(unknownRuns)
            }
        } catch {
            configuration.logger.warning(
                "the leases of running deliveries were not renewed", metadata: ["reason": "\(error)"])
        }
    }

    /// Makes the oldest waiting delivery of each key ready that has no active one, in as many transactions as that
    /// takes.
    func promoteAll() async throws(PostgreSQLError) {
        var isDone = false
        while !isDone {
            isDone = try await reader.transaction(.upkeep, machine) { transaction throws(PostgreSQLError) in
                try transaction.promoteAll()
            }
        }
    }

    /// Takes over what ran on machines that are gone.
    func recover() async {
        do {
            let (recovered, isPresenceNew) = try await reader.transaction(.upkeep, machine) {
                transaction throws(PostgreSQLError) in
                (try transaction.recoverExpired(), try transaction.removeAbsent())
            }
            if isPresenceNew { try await promoteAll() }
            for record in recovered {
                configuration.logger.warning(
                    "the machine that ran a delivery is gone",
                    metadata: ["id": "\(record.requestID)", "state": "\(record.state.rawValue)"])
            }
            guard !recovered.isEmpty else { return }
            machine.observer?.onRecovery(
                RecoveryReport(
                    crashed: recovered.filter { $0.state != .quarantined },
                    quarantined: recovered.filter { $0.state == .quarantined }))
            notifications.wake()
        } catch {
            configuration.logger.warning("expired leases were not looked for", metadata: ["reason": "\(error)"])
        }
    }

    /// Sends this machine a notification past the connection that listens.
    func testNotifications() async {
        notifications.expect()
        let (channel, text) = (machine.channel, notifications.test)
        _ = try? await reader.run { connection throws(PostgreSQLError) in
            try connection.row("SELECT pg_notify($1, $2)", [.text(channel), .text(text)]) { _ in }
        }
    }
}
