internal import MicroHTTPD
internal import ServiceLifecycle

/// Listens to the chat until it ends or the bot stops.
struct ChatService: Service {
    let chat: any ChatBackend
    let host: Host

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do { try await chat.run { await host.hear($0) } } catch is CancellationError {}
        }
    }
}

/// Keeps the servers open until the bot stops, then lets them finish the requests in flight.
struct DaemonService: Service {
    let daemons: [Daemon]
    let drainTimeout: Duration

    func run() async throws {
        try? await gracefulShutdown()
        await withTaskGroup(of: Void.self) { group in
            for daemon in daemons { group.addTask { await daemon.drain(within: drainTimeout) } }
        }
    }
}
