internal import Hark
private import Synchronization

/// Checks of errors, reconnection and shutdown.
extension NetworkSuite {
    func checkErrors() async throws {
        try await checkRooms()
        try await checkFault(.trouble) { $0 == .transient }
        try await checkFault(.page) { $0 == .transient }
        try await checkFault(.tooMany(retryTime)) { kind in
            // Some networks report whole seconds.
            if case .rateLimited(let wait?) = kind {
                retryTime <= wait && wait < retryTime + .seconds(1)
            } else {
                false
            }
        }
        try await checkKey()
    }

    private func checkRooms() async throws {
        let missing = await failure(of: "a message to a room that there is not") { () throws(ChatError) in
            _ = try await network.send(OutgoingMessage("hi"), to: peer.missingRoom)
        }
        if let missing, missing != .noSuchRoom, missing != .notAMember { fail("a missing room is \(missing)") }
        guard let room = peer.closedRoom else { return findings.leaveOut("a closed room: the peer has none") }
        let closed = await failure(of: "a message to a closed room") { () throws(ChatError) in
            _ = try await network.send(OutgoingMessage("hi"), to: room)
        }
        if let closed, closed != .notAMember, closed != .noSuchRoom { fail("a closed room is \(closed)") }
    }

    private func checkFault(_ fault: PeerFault, _ isRight: (ChatError.Kind) -> Bool) async throws {
        guard can(fault) else { return }
        try await peer.forget()
        try await peer.cause(fault)
        let message = OutgoingMessage("once more")
        let kind = await failure(of: "\(fault)") { () throws(ChatError) in
            _ = try await network.send(message, to: peer.room)
        }
        guard let kind else { return }
        if !isRight(kind) { fail("\(fault) is \(kind)") }
        if case .rateLimited(let wait?) = kind { try await Task.sleep(for: wait) }
        await send(message)
        let count = try await seen(1).count
        if count != 1 { fail("a message is seen \(count) times after \(fault)") }
    }

    /// Checks that a message is seen once if it is sent again after the response was lost.
    private func checkKey() async throws {
        guard capabilities.keyLifetime > .zero else { return findings.leaveOut("keys: the network has none") }
        guard can(.lostAnswer) else { return }
        try await peer.forget()
        let message = OutgoingMessage("once")
        try await peer.cause(.lostAnswer)
        do throws(ChatError) {
            // The network may retry on its own.
            _ = try await network.send(message, to: peer.room)
        } catch {
            if error.kind != .transient { fail("a lost answer is \(error.kind): \(reason(of: error))") }
            if !error.mayHaveArrived { fail("after a lost answer the message has not arrived, as the network says") }
        }
        await expect("it is sent again") {
            do throws(ChatError) {
                _ = try await network.send(message, to: peer.room)
                return true
            } catch { return false }
        }
        let count = try await seen(1).count
        if count != 1 { fail("a message of one key is seen \(count) times") }
    }

    func checkComingBack() async throws {
        guard can(.lostConnection) else { return }
        let before = Set(received.messages.map { "\($0.text) \($0.id?.text ?? "")" })
        let receivedCount = received.messages.count
        try await peer.cause(.lostConnection)
        if peer.manners.contains(.plainly) {
            // Some platforms do not keep the messages that are sent during the outage.
            var saidCount = 0
            try await expect("it receives again after a lost connection", within: patience * 4) {
                saidCount += 1
                _ = try await peer.send("!after the break \(saidCount)", .plainly)
                try await Task.sleep(for: patience / 20)
                return !received.with("after the break").isEmpty
            }
        }
        let new = received.messages.dropFirst(receivedCount).filter { !$0.text.contains("after the break") }
        for message in new where !before.contains("\(message.text) \(message.id?.text ?? "")") || message.id == nil {
            fail("after a lost connection “\(message.text)” is received again")
        }
        try await peer.forget()
        try await expect("it sends again after a lost connection", within: patience * 4) {
            if (try? await network.send(OutgoingMessage("here again"), to: peer.room)) == nil {
                try await Task.sleep(for: patience / 20)
            }
            return try await peer.seen().contains { $0.text.contains("here again") }
        }
    }

    func checkRevocation() async throws {
        guard can(.revokedToken) else { return }
        try await peer.cause(.revokedToken)
        let kind = await failure(of: "a revoked token") { () throws(ChatError) in
            _ = try await network.send(OutgoingMessage("hi"), to: peer.room)
        }
        if let kind, kind != .unauthorized { fail("a revoked token is \(kind)") }
    }

    func checkStop(of run: Task<Void, any Error>) async throws {
        run.cancel()
        let isStopped = Mutex(false)
        Task {
            _ = await run.result
            isStopped.withLock { $0 = true }
        }
        let stops = await expect("it stops when it is cancelled", within: patience / 2) { isStopped.withLock { $0 } }
        guard stops else { return }
        guard peer.manners.contains(.plainly) else { return }
        _ = try? await peer.send("!after the end", .plainly)
        try await Task.sleep(for: patience / 20)
        if !received.with("after the end").isEmpty { fail("it receives after it has stopped") }
    }
}
