import HarkServer

#if Alertmanager
    import AlertmanagerPlugin
#endif
#if Example
    import ExamplePlugin
#endif
#if GitHub
    import GitHubPlugin
#endif
#if Grafana
    import GrafanaPlugin
#endif
#if Jira
    import JiraPlugin
#endif
#if Sentry
    import SentryPlugin
#endif
#if Stripe
    import StripePlugin
#endif

var plugins: [any Plugin.Type] = []
#if Alertmanager
    plugins.append(Alertmanager.self)
#endif
#if Example
    plugins.append(Example.self)
#endif
#if GitHub
    plugins.append(GitHub.self)
#endif
#if Grafana
    plugins.append(Grafana.self)
#endif
#if Jira
    plugins.append(Jira.self)
#endif
#if Sentry
    plugins.append(Sentry.self)
#endif
#if Stripe
    plugins.append(Stripe.self)
#endif

await Bot.run(plugins)
