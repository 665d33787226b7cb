package import Hark

extension Verifier {
    /// Every verifier that has a name; that of Alertmanager once more for each of two receivers, and that of Standard
    /// Webhooks for Svix's header names.
    package static let allNamed: [Verifier] = [
        // Code hosts and builds.
        .github, .githubSHA1, .gitlab, .gitea, .bitbucket, .jira, .linear, .trello, .circleCI, .buildkite,
        // Alerts.
        .alertmanager, .alertmanager.named("alertmanager/basic"), .alertmanager.named("alertmanager/bearer"),
        .grafana, .pagerDuty, .sentry,
        // Chat, calls, money and mail.
        .slack, .discord, .telegram, .mattermost, .teams, .twilio, .zoom, .stripe, .shopify, .sendGrid, .meta, .okta,
        // Clouds, files, books and streams.
        .microsoftGraph, .eventGrid, .cloudEvents(from: "eventgrid.azure.net"), .dropbox, .twitch, .xero, .docuSign,
        // Standards, and senders that sign nothing.
        .standardWebhooks, .standardWebhooks.named("svix"), .basic, .bearer, .clientCertificate, .sharedSecret,
    ]
}
