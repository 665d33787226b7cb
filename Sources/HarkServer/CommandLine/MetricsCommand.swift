internal import ArgumentParser
private import Glibc

/// `hark metrics`: what a running bot counts.
struct MetricsCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics",
        abstract: "Prints the metrics of the running bot, in the text format of Prometheus.",
        discussion: """
            Asks the bot in HARK_DATA over its control socket; with HARK_METRICS_LISTEN it shows them to Prometheus itself. \
            Exits with 75 when no bot runs.
            """
    )

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let place = try bot.storePlace()
        do throws(Rejection) {
            guard let running = try await StoreAccess.ofRunningBot(place) else { throw place.silence }
            let answer = try await running.use { access throws(Rejection) in
                try await access.target.perform(.metrics)
            }
            guard case .bytes(let text) = answer else { throw ControlClient.misunderstanding }
            bot.output.write(String(decoding: text, as: UTF8.self))
            return EXIT_SUCCESS
        } catch {
            return try bot.status(of: error)
        }
    }
}

extension StoreAccess.Place {
    /// What to say if there is no control socket that someone answers on.
    fileprivate var silence: Rejection {
        switch kind {
        case .off:
            Rejection(
                .notImplemented, "A bot with HARK_STORE=off has no control socket. Set HARK_METRICS_LISTEN for it.")
        case .memory, .sqlite: Rejection(.serviceUnavailable, "No bot listens at “\(socket)”. \(advice)")
        }
    }
}
