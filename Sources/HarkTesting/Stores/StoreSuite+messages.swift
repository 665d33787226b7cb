internal import HarkStore

/// Checks of messages.
extension StoreSuite {
    func checkMessages() async throws {
        try await check("A message is kept as it was stored, pending") { tested in
            let delivery = try await tested.add(tested.delivery())
            let content: [UInt8] = [0, 255, 13, 10]
            let id = try await tested.addMessage(
                NewStoredMessage(delivery: delivery, network: "slack", room: "#ops", content: content, repetitionKey: 1)
            )
            let expected = StoredMessage(
                id: id, delivery: delivery, network: "slack", room: "#ops", content: content, state: .pending,
                attempts: 0, created: tested.now, finished: nil, remoteID: nil, error: nil)
            tested.expect("it", try await tested.store.messages(MessageQuery()), is: [expected])
        }
        try await check("A message that is said again is not stored again, in whatever state it is") { tested in
            let message = NewStoredMessage(network: "slack", room: "#ops", content: [1], repetitionKey: .max)
            let id = try await tested.addMessage(message)
            for state in [StoredMessageState.sending, .sent] {
                try await tested.store.updateMessage(id, MessageChange(state))
                let stored = try await tested.require("message", tested.store.messages(MessageQuery()).first)
                tested.expect("it", try await tested.store.addMessage(message), is: .repetition(stored))
            }
            var other = message
            other.repetitionKey = 2
            _ = try await tested.addMessage(other)
            other.repetitionKey = nil
            _ = try await tested.addMessage(other)
            _ = try await tested.addMessage(other)
            tested.expect("what is stored", try await tested.store.messages(MessageQuery()).count, is: 4)
        }
        try await check("A message keeps what became of it") { tested in
            let id = try await tested.addMessage(NewStoredMessage(network: "slack", room: "#ops", content: [1]))
            func found() async throws -> StoredMessage {
                try await tested.require("message", tested.store.messages(MessageQuery()).first)
            }
            try await tested.store.updateMessage(id, MessageChange(.sending))
            try await tested.store.updateMessage(id, MessageChange(.uncertain, error: "no answer"))
            tested.expect("the attempts", try await found().attempts, is: 1)
            tested.expect("the error", try await found().error, is: "no answer")
            tested.expect("whether it is finished", try await found().finished, is: nil)
            try await tested.store.updateMessage(id, MessageChange(.sending, content: [2]))
            tested.clock.advance(by: .seconds(2))
            try await tested.store.updateMessage(id, MessageChange(.sent, remoteID: "123.45"))
            let sent = try await found()
            tested.expect("the state", sent.state, is: .sent)
            tested.expect("the attempts", sent.attempts, is: 2)
            tested.expect("when it finished", sent.finished, is: tested.now)
            tested.expect("the network's identifier", sent.remoteID, is: "123.45")
            tested.expect("the error", sent.error, is: nil)
            tested.expect("the content", sent.content, is: [2])
            try await tested.store.updateMessage(id, MessageChange(.sending, error: "late", content: [3]))
            tested.expect("what a late change leads to", try await found(), is: sent)
            try await tested.store.updateMessage(id, MessageChange(.dropped, error: "An admin dropped it."))
            tested.expect("what another end leads to", try await found(), is: sent)
        }
        try await check("A message that was given up may turn out to be sent") { tested in
            let id = try await tested.addMessage(NewStoredMessage(network: "slack", room: "#ops", content: [1]))
            try await tested.store.updateMessage(id, MessageChange(.givenUp, error: "no answer"))
            try await tested.store.updateMessage(id, MessageChange(.sent, remoteID: "123.45"))
            let found = try await tested.require("message", tested.store.messages(MessageQuery()).first)
            tested.expect("the state", found.state, is: .sent)
            tested.expect("the network's identifier", found.remoteID, is: "123.45")
        }
        try await checkStatesOfMessages()
        try await checkListingOfMessages()
        try await checkAgeOfMessages()
    }

    private func checkStatesOfMessages() async throws {
        for state in StoredMessageState.allCases {
            try await check("A message that is \(state.rawValue) is found so") { tested in
                let id = try await tested.addMessage(NewStoredMessage(network: "slack", room: "#ops", content: [1]))
                let error = String(repeating: "\u{20ac}", count: StoreLimits.reason)
                try await tested.store.updateMessage(id, MessageChange(state, error: error))
                let found = try await tested.store.messages(MessageQuery(states: [state]))
                tested.expect("what is found", found.map(\.id), is: [id])
                tested.expect("the error", found.first?.error, is: String(error.prefix(StoreLimits.reason / 3)))
                tested.expect("whether it is unfinished", found.first?.finished == nil, is: state.isUnsent)
            }
        }
        try await check("A change of a message that there is not changes nothing") { tested in
            try await tested.store.updateMessage(StoredMessageID(rawValue: 4711), MessageChange(.sent))
            tested.expect("what is stored", try await tested.store.messages(MessageQuery()), is: [])
        }
    }

    private func checkAgeOfMessages() async throws {
        try await check("Messages are deleted some time after they were sent, unsent ones never") { tested in
            let sent = try await tested.addMessage(NewStoredMessage(network: "slack", room: "#ops", content: [1]))
            try await tested.store.updateMessage(sent, MessageChange(.sent))
            let unsent = try await tested.addMessage(NewStoredMessage(network: "slack", room: "#ops", content: [1]))
            let retention = Retention(messages: .seconds(100))
            tested.clock.advance(by: .seconds(99))
            tested.expect("what is deleted too early", try await tested.store.prune(retention).messages, is: 0)
            tested.clock.advance(by: .seconds(1))
            tested.expect("what is deleted", try await tested.store.prune(retention).messages, is: 1)
            tested.expect("what is left", try await tested.store.messages(MessageQuery()).map(\.id), is: [unsent])
        }
    }

    private func checkListingOfMessages() async throws {
        try await check("Messages are listed by network, room and state, in order and in pages") { tested in
            var ids: [StoredMessageID] = []
            for (network, room) in [("slack", "#ops"), ("irc", "#ops"), ("slack", "#dev"), ("slack", "#ops")] {
                ids.append(try await tested.addMessage(NewStoredMessage(network: network, room: room, content: [1])))
            }
            try await tested.store.updateMessage(ids[3], MessageChange(.sent))
            let unsent: Set<StoredMessageState> = [.pending, .sending, .uncertain]
            let expected: [(MessageQuery, [Int])] = [
                (MessageQuery(), [0, 1, 2, 3]), (MessageQuery(isNewestFirst: true), [3, 2, 1, 0]),
                (MessageQuery(limit: 2), [0, 1]), (MessageQuery(isNewestFirst: true, limit: 1), [3]),
                (MessageQuery(after: ids[1]), [2, 3]), (MessageQuery(isNewestFirst: true, after: ids[1]), [0]),
                (MessageQuery(network: "slack"), [0, 2, 3]), (MessageQuery(room: "#ops"), [0, 1, 3]),
                (MessageQuery(network: "slack", room: "#ops"), [0, 3]),
                (MessageQuery(network: "slack", room: "#ops", states: unsent), [0]),
                (MessageQuery(states: unsent), [0, 1, 2]), (MessageQuery(states: [.sent, .pending]), [0, 1, 2, 3]),
                (MessageQuery(states: [.sent]), [3]), (MessageQuery(limit: 0), []),
            ]
            for (query, places) in expected {
                let found = try await tested.store.messages(query).map(\.id)
                tested.expect("what \(query) finds", found, is: places.map { ids[$0] })
            }
        }
    }
}

extension StoreCase {
    /// Stores a message that is no repetition.
    func addMessage(_ message: NewStoredMessage) async throws -> StoredMessageID {
        switch try await store.addMessage(message) {
        case .stored(let id): return id
        case .repetition(let other):
            fail("a message is a repetition of \(other.id.rawValue)")
            throw Ended()
        }
    }
}
