internal import HarkStore

internal import struct FoundationEssentials.Date

extension NetworkRouter {
    /// How many messages are read at once.
    private static let pageSize = 500

    /// Stores messages from now on, and queues those that earlier processes stored and did not send. Of the machines
    /// that share a store, the one that is connected to the networks does the latter.
    /// - Throws: why the store cannot be read.
    func openOutbox(_ store: any DeliveryStore) async throws(StoreError) {
        if store.leaseDuration != nil {
            share()
            return outbox.open(store)
        }
        for link in remote { try await link.restoreSent(from: store) }
        outbox.open(store)
        try await restoreUnsent(remote)
    }

    /// Queues what earlier processes and other machines stored and did not send, and finds the threads that they began.
    func restore(_ links: [NetworkLink], from store: any DeliveryStore) async throws(StoreError) {
        for link in links { try await link.restoreSent(from: store) }
        try await restoreUnsent(links)
    }

    private func restoreUnsent(_ links: [NetworkLink]) async throws(StoreError) {
        var restored = 0
        var foreign: [String: Int] = [:]
        try await unsentMessages { message in
            guard let link = links.first(where: { $0.name.text == message.network }) else {
                foreign[message.network, default: 0] += 1
                return
            }
            guard !outbox.lease.isShared || outbox.intake.take(message.id) else { return }
            if await queue(message, on: link) { restored += 1 }
        }
        for link in links { link.startRestored() }
        if restored > 0 { logger.notice("stored messages are sent now", metadata: ["count": "\(restored)"]) }
        for (network, count) in foreign {
            logger.warning(
                "stored messages wait for a network that the bot does not have",
                metadata: ["network": "\(network)", "count": "\(count)"])
        }
    }

    /// Queues a message of an earlier process or another machine.
    /// - Returns: false if it is not sent any more.
    @discardableResult
    func queue(_ message: StoredMessage, on link: NetworkLink) async -> Bool {
        guard let change = link.restore(message) else { return true }
        let metadata: Logger.Metadata = ["room": "\(message.room)", "error": "\(change.error ?? "")"]
        logger.error("stored message not delivered", metadata: metadata)
        link.counters.dropped.add()
        await outbox.note(message.id, change)
        return false
    }

    /// Sends what can be sent at once, and ends the use of the store. The other stored messages are sent after the next
    /// start.
    /// - Parameter limit: longest wait for messages that are being sent.
    func closeOutbox(within limit: Duration) async {
        guard let store = outbox.store else { return }
        let error = ChatError(.refused, "The bot is stopping.")
        await rest(within: limit)
        var closed = ClosedMessages()
        for link in all { closed += link.suspend(error) }
        await rest(within: limit)
        for link in all { closed += link.close(error) }
        if closed.dropped > 0 {
            logger.warning("queued messages dropped", metadata: ["count": "\(closed.dropped)"])
        }
        let waiting = (try? await store.summary())?.unsentMessages.values.reduce(0, +) ?? closed.stored
        if waiting > 0 { logger.notice("messages wait for the next start", metadata: ["count": "\(waiting)"]) }
        await outbox.close()
    }

    /// Waits until nothing is being sent.
    package func rest(within limit: Duration) async {
        let links = all
        try? await TimeLimit.run(within: limit) { for link in links { await link.rest() } }
    }

    /// Drops stored messages that have waited for too long for a network that the bot does not have, or has lost. The
    /// queues of rooms drop their own.
    package func dropExpired() async {
        guard outbox.lease.isHeld else { return }
        let oldest = clock.now.addingTimeInterval(-(outbox.longestAge / .seconds(1)))
        let used = Set(all.filter { !$0.isClosed }.map(\.name.text))
        var expired: [StoredMessageID] = []
        do throws(StoreError) {
            let networks = try await outbox.store?.summary().unsentMessages.keys.filter { !used.contains($0) } ?? []
            for network in networks {
                let before = expired.count
                try await unsentMessages(on: network) { if $0.created < oldest { expired.append($0.id) } }
                link(NetworkName(network))?.counters.dropped.add(expired.count - before)
            }
        } catch {
            return logger.error("stored messages not read", metadata: ["reason": "\(error)"])
        }
        guard !expired.isEmpty else { return }
        logger.warning("stored messages dropped: they are too old", metadata: ["count": "\(expired.count)"])
        for id in expired {
            await outbox.note(id, MessageChange(.dropped, error: "Its network was not connected for too long."))
        }
    }

    /// What the status says about stored messages; nil if none are stored, or the store does not answer.
    func outboxStatus() async -> BotStatus.Outbox? {
        guard let summary = try? await outbox.store?.summary() else { return nil }
        return BotStatus.Outbox(
            waiting: summary.unsentMessages.values.reduce(0, +),
            oldestSeconds: summary.oldestMessage.map { max(0, Int(clock.now.timeIntervalSince($0))) },
            missingRooms: all.flatMap { link in
                link.missingRooms.map { Room(named: $0, on: shortened(link.name)).description }
            })
    }

    /// Reads all unsent messages, the oldest first.
    /// - Parameters:
    ///   - network: only those of this network.
    ///   - room: only those of this room.
    func unsentMessages(
        on network: String? = nil, room: String? = nil, _ body: (StoredMessage) async -> Void
    ) async throws(StoreError) {
        guard let store = outbox.store else { return }
        var query = MessageQuery(
            network: network, room: room, states: Set(StoredMessageState.allCases.filter(\.isUnsent)),
            limit: Self.pageSize)
        while true {
            let page = try await store.messages(query)
            for message in page { await body(message) }
            guard page.count == query.limit, let last = page.last else { return }
            query.after = last.id
        }
    }
}
