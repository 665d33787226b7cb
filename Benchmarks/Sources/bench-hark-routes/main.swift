import BenchPlugins
import HarkServer

await Bot.run(Bench.self, ManyRoutes.self)
