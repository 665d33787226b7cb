import HarkServer

#if Alertmanager
    import AlertmanagerPlugin
#endif
#if Bitbucket
    import BitbucketPlugin
#endif
#if Example
    import ExamplePlugin
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

/// The chosen plugins, by the traits that choose them.
var plugins: [(trait: String, plugin: any Plugin.Type)] = []
#if Alertmanager
    plugins.append(("Alertmanager", Alertmanager.self))
#endif
#if Bitbucket
    plugins.append(Bitbucket.self)
#endif
#if Example
    plugins.append(("Example", Example.self))
#endif
#if GitHub
    plugins.append(("GitHub", GitHub.self))
#endif
#if GitLab
    plugins.append(GitLab.self)
#endif
#if Gitea
    plugins.append(Gitea.self)
#endif

await Bot.run(plugins.map(\.plugin), traits: plugins.map(\.trait))
