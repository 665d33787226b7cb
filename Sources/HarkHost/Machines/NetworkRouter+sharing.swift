internal import HarkStore

private import struct FoundationEssentials.Date

/// Machines that share a store: one of them is connected to the networks, and sends what the others have stored.
extension NetworkRouter {
    /// How many messages are read at once.
    private static let pageSize = 500

    /// The time between two attempts to read the store.
    private static let waitAfterError = Duration.seconds(2)

    /// The networks that one machine at a time is connected to: all that do not show messages where the bot runs.
    var remote: [NetworkLink] { all.filter { !$0.capabilities.has(.immediateSending) } }

    /// Leaves the networks to the machine that holds the lease.
    func share() {
        outbox.lease.share()
        outbox.intake.setSearch { [weak self] in await self?.queueForeignMessages() }
        for link in remote { link.close(Self.elsewhere(link.name)) }
    }

    /// Which machine is connected to the networks; nil if there is one machine.
    func chatHolder() async -> BotStatus.ChatHolder? {
        guard let store = outbox.store, outbox.lease.isShared else { return nil }
        return BotStatus.ChatHolder(
            machine: (try? await store.leaseHolder(ChatLease.name)) ?? nil, isThisMachine: outbox.lease.isHeld)
    }

    /// What another machine has done in the store may concern the chat.
    func wakeUp() async {
        outbox.lease.nudge()
        await outbox.intake.look()
    }

    /// Runs the remote networks while this machine holds the lease, and the others all the time.
    func runShared(
        _ store: any DeliveryStore, _ lease: Duration,
        onMessage: @escaping @Sendable (IncomingMessage) async -> Void,
        onLoss: @escaping @Sendable (NetworkName, any Error) async -> Void
    ) async throws {
        let (remote, local) = (remote, all.filter { $0.capabilities.has(.immediateSending) })
        // The lease ends, and another machine has noticed, within the store's own.
        let length = lease * 5 / 6
        try await withThrowingTaskGroup(of: Void.self) { group in
            if !local.isEmpty {
                group.addTask { try await self.run(local, onMessage: onMessage, onLoss: onLoss) }
            }
            group.addTask {
                try await self.outbox.lease.run(store, length) {
                    defer { for link in remote { link.leave(Self.elsewhere(link.name)) } }
                    try await self.takeOver(remote, store)
                    let closing = ChatError(.transient, "This machine has left the chat, or the bot is stopping.")
                    try await self.run(remote, onMessage: onMessage, onLoss: onLoss, closing: closing)
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Queues what is stored and not sent, as after a restart. Tries again while the store does not answer.
    private func takeOver(_ links: [NetworkLink], _ store: any DeliveryStore) async throws {
        while true {
            // The bot stops.
            guard outbox.store != nil else { throw CancellationError() }
            await outbox.intake.close()
            for link in links { link.reopen() }
            do throws(StoreError) {
                try await restore(links, from: store)
                outbox.intake.open()
                // What was stored meanwhile.
                return await outbox.intake.look()
            } catch {
                logger.error("stored messages not read", metadata: ["reason": "\(error)"])
                for link in links { link.leave(Self.elsewhere(link.name)) }
                try await clock.sleep(for: Self.waitAfterError)
            }
        }
    }

    /// Queues the messages that other machines have stored since.
    private func queueForeignMessages() async {
        guard let store = outbox.store, outbox.intake.isOpen else { return }
        let links = remote
        var query = MessageQuery(states: [.pending], after: outbox.intake.settled, limit: Self.pageSize)
        let start = clock.steady
        do throws(StoreError) {
            while true {
                let page = try await store.messages(query)
                for message in page {
                    guard let link = links.first(where: { $0.name.text == message.network }),
                        outbox.intake.take(message.id)
                    else { continue }
                    await queue(message, on: link)
                }
                guard page.count == query.limit, let last = page.last else { break }
                query.after = last.id
            }
            outbox.intake.settle(since: start)
        } catch {
            logger.error("messages of other machines not read", metadata: ["reason": "\(error)"])
        }
        for link in links { link.startRestored() }
    }

    private static func elsewhere(_ network: NetworkName) -> ChatError {
        ChatError(.transient, "Another machine is connected to \(network).")
    }
}
