import HarkServer

#if Alertmanager
    import AlertmanagerPlugin
#endif
#if CircleCI
    import CircleCIPlugin
#endif
#if Example
    import ExamplePlugin
#endif
#if GitHub
    import GitHubPlugin
#endif
#if Jenkins
    import JenkinsPlugin
#endif
#if PagerDuty
    import PagerDutyPlugin
#endif
#if Relay
    import RelayPlugin
#endif

var plugins: [any Plugin.Type] = []
#if Alertmanager
    plugins.append(Alertmanager.self)
#endif
#if CircleCI
    plugins.append(CircleCI.self)
#endif
#if Example
    plugins.append(Example.self)
#endif
#if GitHub
    plugins.append(GitHub.self)
#endif
#if Jenkins
    plugins.append(Jenkins.self)
#endif
#if PagerDuty
    plugins.append(PagerDuty.self)
#endif
#if Relay
    plugins.append(Relay.self)
#endif

await Bot.run(plugins)
