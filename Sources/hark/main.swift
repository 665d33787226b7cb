import ExamplePlugin
import GitHubPlugin
import HarkServer

await Bot.run(Example.self, GitHub.self)
