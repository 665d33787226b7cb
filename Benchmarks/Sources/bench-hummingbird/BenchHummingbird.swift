import Hummingbird
import Logging
import NIOPosix
import Workloads

/// The same three workloads on Hummingbird: `bench-hummingbird PORT`.
@main
enum BenchHummingbird {
    static func main() async throws {
        guard CommandLine.arguments.count == 2, let port = Int(CommandLine.arguments[1]) else {
            print("usage: bench-hummingbird PORT")
            return
        }
        var logger = Logger(label: "bench-hummingbird")
        logger.logLevel = .error
        let application = Application(
            router: routes(),
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup(numberOfThreads: 1)),
            logger: logger
        )
        try await application.runService()
    }

    private static func routes() -> Router<BasicRequestContext> {
        let tally = Tally()
        let router = Router()
        router.post("sync") { request, context in
            let body = try await request.body.collect(upTo: context.maxUploadSize)
            return received(body.readableBytes)
        }
        router.post("suspend") { request, context in
            let body = try await request.body.collect(upTo: context.maxUploadSize)
            _ = await tally.count()
            return received(body.readableBytes)
        }
        router.post("push") { request, context in
            try await request.decode(as: Push.self, context: context).summary
        }
        return router
    }
}
