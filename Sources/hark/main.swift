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

var plugins: [any Plugin.Type] = []
#if Alertmanager
    plugins.append(Alertmanager.self)
#endif
#if Bitbucket
    plugins.append(Bitbucket.self)
#endif
#if Example
    plugins.append(Example.self)
#endif
#if GitHub
    plugins.append(GitHub.self)
#endif
#if GitLab
    plugins.append(GitLab.self)
#endif
#if Gitea
    plugins.append(Gitea.self)
#endif

await Bot.run(plugins)
