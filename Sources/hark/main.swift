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

/// The chosen plugins, by the traits that choose them.
var plugins: [(trait: String, plugin: any Plugin.Type)] = []
#if Alertmanager
    plugins.append(("Alertmanager", Alertmanager.self))
#endif
#if Example
    plugins.append(("Example", Example.self))
#endif
#if GitHub
    plugins.append(("GitHub", GitHub.self))
#endif

await Bot.run(plugins.map(\.plugin), traits: plugins.map(\.trait))
