import FoundationEssentials
import HarkTesting

/// A plugin with schedules that announce their slots.
struct ReminderProbe: Plugin {
    static let manifest = Manifest<Self>(
        name: "reminders", summary: "Reminds people.",
        commands: [.command("break <reminder>", help: "Makes a reminder fail.", fail)],
        schedules: [
            .every(.minutes(5), poll), .cron("0 9 * * 1-5", in: "Europe/Berlin", named: "standup", remind),
        ])

    struct Failure: Error, CustomStringConvertible { let description = "nobody is there" }

    private actor Failures {
        var names: Set<String> = []
        func insert(_ name: String) { names.insert(name) }
    }

    private let chat: Chat
    private let failures = Failures()

    init(_ context: PluginContext) { chat = context.chat }

    func fail(_ name: String) async { await failures.insert(name) }

    func poll(_ run: ScheduledRun) async throws {
        let previous = run.previous?.formatted(.iso8601) ?? "nothing"
        try await chat.announce("poll \(run.slot.formatted(.iso8601)) after \(previous)")
        if await failures.names.contains("poll") { throw Failure() }
        if await failures.names.contains("hang") { while true { try await Task.sleep(for: .seconds(3600)) } }
    }

    func remind() async throws {
        try await chat.announce("standup")
        if await failures.names.contains("standup") { throw Rejection(.forbidden, "Not on Sundays.") }
    }
}
