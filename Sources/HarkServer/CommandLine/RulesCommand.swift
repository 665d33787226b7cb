internal import ArgumentParser
private import Glibc
private import HarkTools

/// `hark rules`: the rules that choose the rooms of notifications.
struct RulesCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Lists and checks the rules that choose the rooms of notifications.",
        discussion: """
            The rules are read from the file that HARK_RULES_FILE names, or from HARK_RULES. Each fault is a line on \
            standard error with file, line and column; the status is then 78. --explain says what the rules decide about \
            a payload, and why, and which subscriptions apply, if the store can be read; nothing is announced. \
            docs/Rules.md describes the rules.
            """
    )

    @Option(help: "A file with a payload: say which rooms would get it now, and what each rule did.")
    var explain: String?

    @Option(help: "The event, where neither the payload nor the file's name says it.")
    var event: String?

    @Option(help: "The plugin that gets the payload; by default the one that declares its event.")
    var plugin: String?

    @OptionGroup var options: EnvironmentOptions

    func validate() throws {
        guard explain != nil || event == nil && plugin == nil else {
            throw ValidationError("--event and --plugin need --explain FILE.")
        }
    }

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let host = try bot.readOnlyHost()
        guard let explain else {
            let rows = host.listedRules.map { ["\($0.line)", $0.text] }
            bot.print(
                rows.isEmpty
                    ? "There are no rules; every notification goes to the rooms of its plugin."
                    : TextTable(["LINE", "RULE"], rows, width: bot.columns).text)
            return EXIT_SUCCESS
        }
        let subscriptions = try await subscriptions(of: bot)
        do {
            let payload = try SmallFile(explain, atMost: SendCommand.longest).bytes()
            let name = explain.split(separator: "/").last.map(String.init) ?? explain
            let explained = try host.ruleExplainer.explain(
                payload, ofFile: name, event: event, for: plugin, subscriptions: subscriptions)
            for doubt in explained.doubts { bot.report(doubt) }
            if let reason = explained.reasonLeftOut {
                bot.print("Plugin \(explained.plugin) does not announce this payload: \(reason)")
                return EXIT_SUCCESS
            }
            bot.print("Plugin \(explained.plugin) would announce: \(explained.text)")
            for line in explained.explanation.lines { bot.print(line) }
            return EXIT_SUCCESS
        } catch let error as Rejection {
            bot.report("\(error.reason)")
        } catch {
            bot.report("\(error)")
        }
        return EX_USAGE
    }

    /// The subscriptions of all rooms; none, and a message that says so, if the store cannot be read.
    private func subscriptions(of bot: CommandContext) async throws(Faults) -> [RoomSubscription] {
        let place = try bot.storePlace()
        do throws(Rejection) {
            return try await bot.store(in: place).use { store throws(Rejection) in
                try await store.target.perform(.subscriptions, as: [RoomSubscription].self)
            }
        } catch {
            bot.report("Subscriptions are left out: \(error.reason)")
            return []
        }
    }
}
