// swift-tools-version: 6.2
import PackageDescription

/// House rules for every target of ours: Swift 6, narrow imports, memory safety spelled out, no warning left standing.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

/// The chat networks among the plugins.
let networks = [
    "Discord", "GoogleChat", "IRC", "Matrix", "Mattermost", "RocketChat", "Slack", "Teams", "Telegram", "Webhook",
    "XMPP", "Zulip",
]

/// The plugins, each a trait that compiles it into the stock bot: folder `Plugins/<Name>`, target `<Name>Plugin`.
let plugins =
    networks + [
        "AWS", "Alertmanager", "AzureDevOps", "Bitbucket", "Buildkite", "CircleCI", "Example", "Feeds", "GitHub",
        "GitLab", "Gitea", "Grafana", "Jenkins", "Jira", "Linear", "PagerDuty", "PostgreSQL", "Relay", "Sentry",
        "Shopify", "Stripe",
    ]

/// Those of them that a stock bot has unless someone chooses. XMPP and Feeds need another package of the system:
/// libexpat1-dev.
let defaultPlugins = networks.filter { $0 != "XMPP" } + ["Alertmanager", "Example", "GitHub", "GitLab"]

/// What a plugin needs besides Hark. It is built for the stock bot only with the plugin that needs it.
func pluginDependencies(_ name: String) -> [Target.Dependency] {
    // Needs another package of the system: libpq-dev.
    if name == "PostgreSQL" { return ["HarkPostgreSQL", "HarkStore"] }
    if name == "AWS" { return ["HarkClient"] }
    if name == "Feeds" { return ["HarkClient", "HarkXML"] }
    if name == "XMPP" { return ["HarkClient", "HarkTLS", "HarkXML"] }
    if networks.contains(name) {
        return ["HarkClient"] + (["GoogleChat", "IRC"].contains(name) ? ["HarkTLS"] : [])
    }
    return name == "Relay" ? [.product(name: "Mustache", package: "swift-mustache")] : []
}

/// A plugin and its tests.
func pluginTargets(_ name: String) -> [Target] {
    [
        .target(
            name: "\(name)Plugin",
            dependencies: [name == "Example" ? "Hark" : "HarkEvents"] + pluginDependencies(name),
            path: "Plugins/\(name)/Sources",
            swiftSettings: house
        ),
        .testTarget(
            name: "\(name)PluginTests",
            dependencies: [.target(name: "\(name)Plugin"), "HarkEvents", "HarkTesting", "TestSupport"]
                + (name == "PostgreSQL" ? pluginDependencies(name) : []),
            path: "Plugins/\(name)/Tests",
            exclude: networks.contains(name) || ["Example", "Feeds", "PostgreSQL"].contains(name) ? [] : ["Fixtures"],
            swiftSettings: house
        ),
    ]
}

let package = Package(
    name: "hark",
    products: [
        .executable(name: "hark", targets: ["StockBot"]),
        .library(name: "Hark", targets: ["Hark"]),
        .library(name: "HarkEvents", targets: ["HarkEvents"]),
        .library(name: "HarkVerification", targets: ["HarkVerification"]),
        .library(name: "HarkClient", targets: ["HarkClient"]),
        .library(name: "HarkStore", targets: ["HarkStore"]),
        .library(name: "HarkServer", targets: ["HarkServer"]),
        .library(name: "HarkTesting", targets: ["HarkTesting"]),
        .library(name: "HarkLoopback", targets: ["HarkLoopback"]),
    ] + plugins.map { .library(name: "\($0)Plugin", targets: ["\($0)Plugin"]) },
    traits: Set(plugins.map { Trait.trait(name: $0, description: "The plugin \($0), for the stock bot.") })
        .union([Trait.default(enabledTraits: Set(defaultPlugins))]),
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The web server.
        .systemLibrary(
            name: "CMicroHTTPD",
            pkgConfig: "libmicrohttpd",
            providers: [.apt(["libmicrohttpd-dev"])]
        ),
        .target(
            name: "MicroHTTPD",
            dependencies: ["CMicroHTTPD", "HarkHTTP", "HarkTLS", httpTypes],
            swiftSettings: house
        ),
        .target(name: "HarkHTTP", dependencies: [httpTypes, system], swiftSettings: house),

        // Digests, signatures, certificates and TLS.
        .systemLibrary(name: "CGnuTLS", pkgConfig: "gnutls", providers: [.apt(["libmicrohttpd-dev"])]),
        .target(name: "HarkTLS", dependencies: ["CGnuTLS"], swiftSettings: house),

        .target(name: "HarkVerification", dependencies: ["HarkHTTP", "HarkTLS", httpTypes], swiftSettings: house),

        // System threads, for what would block those of the tasks.
        .target(name: "HarkThreads", swiftSettings: house),

        // What the bot calls: HTTP, byte streams and WebSockets.
        // libcurl's header alone: the library is loaded when the first request needs it.
        .systemLibrary(name: "CCurl"),
        .target(
            name: "HarkClient",
            dependencies: ["CCurl", "HarkHTTP", "HarkThreads", "HarkTLS", httpTypes],
            swiftSettings: house
        ),

        // XML as XMPP and feeds have it. Without pkgConfig: the package is needed by whoever chooses XMPP or Feeds
        // alone.
        .systemLibrary(name: "CExpat"),
        .target(name: "HarkXML", dependencies: ["CExpat", "HarkHTTP"], swiftSettings: house),

        // What the bot must not lose.
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "HarkStore", dependencies: ["CSQLite", "HarkThreads", system], swiftSettings: house),

        // The same on a server. Without pkgConfig: the package is needed by whoever chooses PostgreSQL alone.
        .systemLibrary(name: "CPostgreSQL"),
        .target(name: "HarkPostgreSQL", dependencies: ["CPostgreSQL", "HarkThreads"], swiftSettings: house),

        // The bot.
        .target(
            name: "Hark",
            dependencies: ["HarkClient", "HarkHTTP", "HarkStore", "HarkTLS", "HarkVerification", httpTypes, logging],
            swiftSettings: house
        ),
        .target(
            name: "HarkEvents",
            dependencies: ["Hark", "HarkClient", "HarkHTTP", "HarkVerification"],
            swiftSettings: house
        ),
        .target(
            name: "HarkHost",
            dependencies: [
                "Hark", "HarkClient", "HarkHTTP", "HarkStore", "HarkTLS", "HarkVerification", httpTypes, logging,
                system,
            ],
            swiftSettings: house
        ),
        .target(
            name: "HarkTools",
            dependencies: ["HarkHost", "HarkHTTP", "HarkVerification", httpTypes, system],
            swiftSettings: house
        ),
        .target(name: "CTerminal"),
        .target(
            name: "TerminalPlugin",
            dependencies: ["CTerminal", "Hark", system],
            path: "Plugins/Terminal/Sources",
            // Lets C functions with annotated bounds take spans.
            swiftSettings: house + [.enableExperimentalFeature("SafeInteropWrappers")]
        ),
        .target(
            name: "HarkServer",
            dependencies: [
                "HarkClient", "HarkStore", "HarkTLS", "HarkTools", "MicroHTTPD", "TerminalPlugin", argumentParser,
                logging, system, unixSignals,
            ],
            swiftSettings: house
        ),
        .executableTarget(
            name: "StockBot",
            dependencies: ["HarkServer"]
                + plugins.map { .target(name: "\($0)Plugin", condition: .when(traits: [$0])) },
            swiftSettings: house
        ),

        // For tests of plugins.
        .target(
            name: "HarkTesting",
            dependencies: ["Hark", "HarkClient", "HarkEvents", "HarkHost", "HarkStore"],
            swiftSettings: house
        ),
        .target(name: "HarkLoopback", dependencies: ["HarkTesting", "MicroHTTPD"], swiftSettings: house),

        // The tests, and what they share.
        .target(
            name: "TestSupport",
            dependencies: ["HarkClient", "HarkHost", "HarkStore", "HarkTesting", "HarkTLS", "MicroHTTPD"],
            path: "Tests/TestSupport",
            swiftSettings: house
        ),
        .testTarget(
            name: "AcceptanceTests",
            dependencies: [
                "AlertmanagerPlugin", "ExamplePlugin", "GitHubPlugin", "GitLabPlugin", "HarkClient", "HarkEvents",
                "HarkLoopback", "HarkTesting",
            ],
            exclude: ["PluginsPage/Fixtures"],
            swiftSettings: house
        ),
        .testTarget(
            name: "FuzzTests",
            dependencies: ["Hark", "HarkHost", "HarkHTTP", "HarkTools", "SendersBot", "TestSupport", httpTypes],
            swiftSettings: house
        ),
        .testTarget(
            name: "HarkClientTests",
            dependencies: ["HarkClient", "HarkHTTP", "HarkTLS", "MicroHTTPD", "TestSupport", httpTypes],
            swiftSettings: house
        ),
        .testTarget(
            name: "HarkHTTPTests",
            dependencies: ["HarkHTTP", "TestSupport", httpTypes],
            swiftSettings: house
        ),
        .testTarget(
            name: "HarkHostTests",
            dependencies: ["HarkEvents", "HarkHost", "HarkTesting", "HarkTools", "SendersBot", "TestSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "HarkServerTests",
            dependencies: [
                "ExamplePlugin", "GitHubPlugin", "HarkHTTP", "HarkServer", "HarkStore", "HarkTesting", "HarkTLS",
                "HarkTools", "MicroHTTPD", "SendersBot", "StockBot", "TestSupport", httpTypes,
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "TerminalTests",
            dependencies: ["TerminalPlugin", "Hark", "TestSupport", system],
            path: "Plugins/Terminal/Tests",
            swiftSettings: house
        ),
        .testTarget(
            name: "HarkToolsTests",
            dependencies: ["HarkHost", "HarkTesting", "HarkTools", "TestSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "HarkStoreTests",
            dependencies: ["HarkStore", "HarkTesting", "TestSupport", system],
            swiftSettings: house
        ),
        .testTarget(name: "HarkPostgreSQLTests", dependencies: ["HarkPostgreSQL"], swiftSettings: house),
        .testTarget(
            name: "HarkTestingTests", dependencies: ["Hark", "HarkTesting", "TestSupport"], swiftSettings: house),
        .testTarget(name: "HarkTLSTests", dependencies: ["HarkTLS", "TestSupport"], swiftSettings: house),
        .testTarget(name: "HarkTests", dependencies: ["Hark", "HarkClient", "TestSupport"], swiftSettings: house),
        .testTarget(
            name: "HarkEventsTests", dependencies: ["HarkClient", "HarkEvents", "TestSupport"], swiftSettings: house),
        .testTarget(
            name: "HarkVerificationTests",
            dependencies: ["Hark", "HarkHTTP", "HarkVerification", "TestSupport", httpTypes],
            swiftSettings: house
        ),
        .testTarget(name: "HarkXMLTests", dependencies: ["HarkXML"], swiftSettings: house),
        .testTarget(
            name: "MicroHTTPDTests",
            dependencies: ["MicroHTTPD", "HarkHTTP", "HarkTLS", httpTypes],
            swiftSettings: house
        ),
        .testTarget(
            name: "RenderingTests",
            dependencies: ["HarkEvents", "HarkHost", "HarkTesting", "TerminalPlugin"]
                + plugins.filter { !["Example", "Feeds", "PostgreSQL"].contains($0) }.map {
                    .init(stringLiteral: "\($0)Plugin")
                },
            swiftSettings: house
        ),
        // Not a test by itself: `.ci/senders/run` starts it.
        .executableTarget(
            name: "SendersBot",
            dependencies: ["Hark", "HarkServer"],
            path: "Tests/SendersBot",
            swiftSettings: house
        ),
        // Nor this one: `.ci/postgresql/run` starts three of it.
        .executableTarget(
            name: "MachinesBot",
            dependencies: ["Hark", "HarkServer", "PostgreSQLPlugin", system],
            path: "Tests/MachinesBot",
            swiftSettings: house
        ),
        // Nor is this one: `.ci/faults/run` starts it.
        .executableTarget(
            name: "FaultsBot",
            dependencies: ["GitHubPlugin", "Hark", "HarkClient", "HarkServer", "WebhookPlugin", system],
            path: "Tests/FaultsBot",
            swiftSettings: house
        ),
    ] + plugins.flatMap(pluginTargets),
    swiftLanguageModes: [.v6]
)

// `HARK_TESTS="FuzzTests HarkTLSTests"` leaves those tests and what they need: `.ci/run` builds them again, optimized
// or under a sanitizer, where the whole package would take many times as long.
if let tests = Context.environment["HARK_TESTS"] {
    func name(_ dependency: Target.Dependency) -> String? {
        switch dependency {
        case .targetItem(let name, _), .byNameItem(let name, _): name
        default: nil
        }
    }
    var kept: Set<String> = []
    var next = Set(tests.split(whereSeparator: \.isWhitespace).map(String.init))
    precondition(next.isSubset(of: package.targets.map(\.name)), "HARK_TESTS names a target that does not exist")
    while !next.isSubset(of: kept) {
        kept.formUnion(next)
        next = Set(package.targets.filter { kept.contains($0.name) }.flatMap { $0.dependencies.compactMap(name) })
    }
    package.targets.removeAll { !kept.contains($0.name) }
    package.products.removeAll { product in
        let targets = (product as? Product.Executable)?.targets ?? (product as? Product.Library)?.targets ?? []
        return !kept.isSuperset(of: targets)
    }
}
