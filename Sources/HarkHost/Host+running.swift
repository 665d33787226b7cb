package import HarkStore

/// The start, the end and what the server does in between.
extension Host {
    /// Writes the secrets that were generated, queues the stored messages, activates every plugin, and begins to handle
    /// the stored deliveries.
    /// - Parameter openStore: opens the store that keeps the deliveries of durable routes, and messages until their
    ///   networks have them; `stop` closes it. Without a store, deliveries are handled before they are answered, as
    ///   those of all other routes are.
    /// - Throws: `Faults` with all secrets that could not be written and those of the store, or all errors of plugins.
    package func start(_ openStore: () async throws(Faults) -> (any DeliveryStore)? = { nil }) async throws(Faults) {
        var faults: [Fault] = []
        do throws(Faults) { try secrets.keep() } catch { faults += error.list }
        var store: (any DeliveryStore)?
        do throws(Faults) { store = try await openStore() } catch { faults += error.list }
        guard faults.isEmpty else {
            await store?.close()
            throw Faults(faults)
        }
        do throws(Faults) {
            try await stored.open(store)
            try await registry.activateAll()
        } catch {
            await stored.close()
            throw error
        }
        do throws(Faults) { try await stored.begin(with: store) } catch {
            await stop()
            throw error
        }
    }

    /// Runs the chat networks and answers commands, until the task is cancelled or the person who owns one of the
    /// networks leaves it.
    /// - Throws: why the last network was lost, if none was ever connected.
    package func runNetworks() async throws {
        defer { receiver.close() }
        try await networks.run(
            onMessage: { await self.receiver.enqueue($0) },
            onLoss: { await self.bot.chat.admins.reportLoss(of: $0, because: $1) })
    }

    /// Ends the handling of stored deliveries, the schedules, and the sending of messages. The store stays open until
    /// `stop`.
    /// - Parameter limit: longest wait for handlers.
    package func endDeliveries(within limit: Duration) async { await stored.end(within: limit) }

    /// Waits until nothing runs and no message is being sent.
    /// - Parameter limit: longest wait for notices to admins, and then for networks.
    package func settle(within limit: Duration) async {
        await deliveries.settle()
        await scheduler.settle()
        try? await TimeLimit.run(within: limit) { await self.bot.chat.admins.settle() }
        await networks.rest(within: limit)
    }

    /// Ends the handling of stored deliveries, then deactivates every plugin. Call it once no more requests arrive.
    /// - Parameter limit: longest wait for the handlers of stored deliveries. Those that take longer are cancelled, and
    ///   run again after the next start.
    package func stop(within limit: Duration = .zero) async {
        await stored.end(within: limit)
        await registry.deactivateAll()
        // Plugins may store values until they are deactivated.
        await stored.close()
    }

    /// Deletes from the store what has been kept long enough, and gives up what has become too old.
    package func prune() async { await stored.prune() }

    /// Logs in to every network, and looks up every room that a setting names. Nothing is sent or received.
    package func checkNetworks() async -> [NetworkCheck] { await networks.check(bot.namedRooms) }

    /// Sends one message, beside a bot that may be running, and returns once its network has it.
    /// - Throws: why it was not sent.
    package func say(_ message: Message, in room: Room) async throws(ChatError) {
        try await networks.say(message, in: room)
    }

    /// What the operator should know before the first delivery, with log levels: one notice for each secret, and one
    /// for a plugin's rows that anyone may call without authentication.
    package var trustNotices: [TrustNotice] {
        secrets.notices(of: registry.plugins, program: bot.dependencies.program, isShared: storePlugin != nil)
            + OpenRoute.notices(of: OpenRoute.all(of: registry.plugins, except: options.openPlugins))
    }

    /// The secrets that the bot generated for a plugin.
    /// - Throws: `Rejection` with the nearest name when there is no such plugin.
    package func generatedSecrets(of plugin: String) throws(Rejection) -> [GeneratedSecret] {
        secrets.generatedSecrets(of: try registry.plugin(plugin))
    }

    /// Reads the secrets that came from files again. If a file cannot be used, its secret stays as it was.
    /// - Returns: the variables whose secrets changed, and the faults.
    package func reloadSecrets() -> (changed: [String], faults: [Fault]) { secrets.reload() }

    /// Reads the rules from their file again. On a fault the old ones stay in use.
    /// - Returns: how many rules there are now; nil if they do not come from a file.
    /// - Throws: `Faults` if the file cannot be read or has faults, with line and column.
    package func reloadRules() throws(Faults) -> Int? { try bot.chat.rules.reload() }

    /// Reads the people from their file again, as `reloadRules` does the rules.
    package func reloadPeople() throws(Faults) -> Int? { try bot.chat.people.reload() }

    /// The operator's rules, in their order.
    package var listedRules: [ListedRule] {
        bot.chat.rules.current.rules.map { ListedRule(line: $0.line, text: $0.text) }
    }
}
