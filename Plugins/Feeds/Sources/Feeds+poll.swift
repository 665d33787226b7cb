import HarkEvents

private import struct FoundationEssentials.Date

extension Feeds {
    /// How many feeds are read at the same time.
    private static let concurrency = 8

    /// Reads the feeds that are due.
    /// - Throws: the first failure of the chat or the store, after every feed has been tried. What failed is tried
    ///   again then, and rooms that have an entry already do not get it twice.
    func poll(_ run: ScheduledRun) async throws {
        let failure = await withTaskGroup(of: (any Error)?.self) { group in
            var rest = urls[...]
            var failure: (any Error)?
            var running = 0
            while true {
                if running < Self.concurrency, let url = rest.popFirst() {
                    group.addTask { await read(url, at: run.slot) }
                    running += 1
                } else if let ended = await group.next() {
                    failure = failure ?? ended
                    running -= 1
                } else {
                    return failure
                }
            }
        }
        if let failure { throw failure }
    }

    /// Reads a feed if it is due, and returns what went wrong with the chat or the store.
    private func read(_ url: String, at slot: Date) async -> (any Error)? {
        do {
            var state = try await state(of: url)
            guard state.isDue(at: slot) else { return nil }
            let answer = await answer(to: url, state)
            // A run that takes too long says nothing about the feed.
            try Task.checkCancellation()
            switch answer {
            case .success(let answer):
                if case .changed(let feed, _) = answer {
                    try await announce(state.newEntries(in: feed), of: feed, from: url)
                }
                if state.fault != nil {
                    logger.notice("a feed can be read again", metadata: ["feed": "\(name(of: url, state))"])
                }
                state.note(answer, at: clock.now, next: slot.addingTimeInterval(interval / .seconds(1)))
            case .failure(let error):
                if state.fault != error.description {
                    logger.warning(
                        "a feed cannot be read",
                        metadata: ["feed": "\(name(of: url, state))", "error": "\(error)"])
                }
                state.note(error, at: slot, interval: interval)
            }
            try await store.set(state, for: Self.key(of: url), expiringIn: .days(90))
            return nil
        } catch {
            return error
        }
    }

    private func answer(to url: String, _ state: FeedState) async -> Result<FeedReader.Answer, FeedError> {
        do throws(FeedError) { return .success(try await reader.read(url, unless: state.validators)) } catch {
            return .failure(error)
        }
    }

    /// Announces the newest entries, the oldest of them first, and says how many others there are.
    private func announce(_ entries: [Feed.Entry], of feed: Feed, from url: String) async throws {
        var facts = NotificationFacts(plugin: Self.manifest.name, event: "entry")
        facts.place = feed.title
        let shown = entries.prefix(entryCount).reversed().map { entry in
            EventNotification(about: feed.title, "\(entry.title ?? "An entry without a title")", link: entry.link)
        }
        let others = entries.count - shown.count
        let rest = others > 0 ? [EventNotification(about: feed.title, "and \(others) more")] : []
        for notification in shown + rest {
            do {
                try await chat.announce(Message(notification.content), about: facts, in: roomsOfFeeds[url])
            } catch {
                guard error.kind == .noSuchRoom || error.kind == .notAMember else { throw error }
                // The other rooms have it. Trying again would say it to them again.
                logger.warning("a room does not get an entry", metadata: ["error": "\(error)"])
            }
        }
    }
}
