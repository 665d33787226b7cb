import GitHubPlugin
import HarkServer
import WebhookPlugin

private import class FoundationEssentials.ProcessInfo

// The same bot before and after an update of its rows, and without their plugin.
let update: [any Plugin.Type] =
    switch ProcessInfo.processInfo.environment["FAULTS_BOT"] {
    case "older": [Older.self]
    case "newer": [Newer.self]
    default: []
    }

await Bot.run([GitHub.self, Keyed.self, Steps.self, Webhook.self] + update)
