import HarkServer

#if AWS
    import AWSPlugin
#endif
#if Alertmanager
    import AlertmanagerPlugin
#endif
#if AzureDevOps
    import AzureDevOpsPlugin
#endif
#if Bitbucket
    import BitbucketPlugin
#endif
#if Buildkite
    import BuildkitePlugin
#endif
#if CircleCI
    import CircleCIPlugin
#endif
#if Discord
    import DiscordPlugin
#endif
#if Example
    import ExamplePlugin
#endif
#if Feeds
    import FeedsPlugin
#endif
#if GitHub
    import GitHubPlugin
#endif
#if GitLab
    import GitLabPlugin
#endif
#if Gitea
    import GiteaPlugin
#endif
#if GoogleChat
    import GoogleChatPlugin
#endif
#if Grafana
    import GrafanaPlugin
#endif
#if IRC
    import IRCPlugin
#endif
#if Jenkins
    import JenkinsPlugin
#endif
#if Jira
    import JiraPlugin
#endif
#if Linear
    import LinearPlugin
#endif
#if Matrix
    import MatrixPlugin
#endif
#if Mattermost
    import MattermostPlugin
#endif
#if PagerDuty
    import PagerDutyPlugin
#endif
#if PostgreSQL
    import PostgreSQLPlugin
#endif
#if Relay
    import RelayPlugin
#endif
#if RocketChat
    import RocketChatPlugin
#endif
#if Sentry
    import SentryPlugin
#endif
#if Shopify
    import ShopifyPlugin
#endif
#if Slack
    import SlackPlugin
#endif
#if Stripe
    import StripePlugin
#endif
#if Teams
    import TeamsPlugin
#endif
#if Telegram
    import TelegramPlugin
#endif
#if Webhook
    import WebhookPlugin
#endif
#if XMPP
    import XMPPPlugin
#endif
#if Zulip
    import ZulipPlugin
#endif

/// The chosen plugins, each with its trait.
var plugins: [(trait: String, plugin: any Plugin.Type)] = []
#if AWS
    plugins.append(("AWS", AWS.self))
#endif
#if Alertmanager
    plugins.append(("Alertmanager", Alertmanager.self))
#endif
#if AzureDevOps
    plugins.append(("AzureDevOps", AzureDevOps.self))
#endif
#if Bitbucket
    plugins.append(("Bitbucket", Bitbucket.self))
#endif
#if Buildkite
    plugins.append(("Buildkite", Buildkite.self))
#endif
#if CircleCI
    plugins.append(("CircleCI", CircleCI.self))
#endif
#if Discord
    plugins.append(("Discord", Discord.self))
#endif
#if Example
    plugins.append(("Example", Example.self))
#endif
#if Feeds
    plugins.append(("Feeds", Feeds.self))
#endif
#if GitHub
    plugins.append(("GitHub", GitHub.self))
#endif
#if GitLab
    plugins.append(("GitLab", GitLab.self))
#endif
#if Gitea
    plugins.append(("Gitea", Gitea.self))
#endif
#if GoogleChat
    plugins.append(("GoogleChat", GoogleChat.self))
#endif
#if Grafana
    plugins.append(("Grafana", Grafana.self))
#endif
#if IRC
    plugins.append(("IRC", IRC.self))
#endif
#if Jenkins
    plugins.append(("Jenkins", Jenkins.self))
#endif
#if Jira
    plugins.append(("Jira", Jira.self))
#endif
#if Linear
    plugins.append(("Linear", Linear.self))
#endif
#if Matrix
    plugins.append(("Matrix", Matrix.self))
#endif
#if Mattermost
    plugins.append(("Mattermost", Mattermost.self))
#endif
#if PagerDuty
    plugins.append(("PagerDuty", PagerDuty.self))
#endif
#if PostgreSQL
    plugins.append(("PostgreSQL", PostgreSQL.self))
#endif
#if Relay
    plugins.append(("Relay", Relay.self))
#endif
#if RocketChat
    plugins.append(("RocketChat", RocketChat.self))
#endif
#if Sentry
    plugins.append(("Sentry", Sentry.self))
#endif
#if Shopify
    plugins.append(("Shopify", Shopify.self))
#endif
#if Slack
    plugins.append(("Slack", Slack.self))
#endif
#if Stripe
    plugins.append(("Stripe", Stripe.self))
#endif
#if Teams
    plugins.append(("Teams", Teams.self))
#endif
#if Telegram
    plugins.append(("Telegram", Telegram.self))
#endif
#if Webhook
    plugins.append(("Webhook", Webhook.self))
#endif
#if XMPP
    plugins.append(("XMPP", XMPP.self))
#endif
#if Zulip
    plugins.append(("Zulip", Zulip.self))
#endif

await Bot.run(plugins.map(\.plugin), traits: plugins.map(\.trait), product: "hark")
