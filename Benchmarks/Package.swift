// swift-tools-version: 6.2
import PackageDescription

/// The house rules of the parent package.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let harkServer = Target.Dependency.product(name: "HarkServer", package: "hark")

// A package of its own, so that no one who builds Hark builds its peers.
let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "hark", path: ".."),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    ],
    targets: [
        // What the Swift servers have in common.
        .target(name: "Workloads", swiftSettings: house),

        // Hark, with 12 routes and with 10,012, and its stores.
        .target(name: "BenchPlugins", dependencies: ["Workloads", harkServer], swiftSettings: house),
        .executableTarget(name: "bench-hark", dependencies: ["BenchPlugins", harkServer], swiftSettings: house),
        .executableTarget(name: "bench-hark-routes", dependencies: ["BenchPlugins", harkServer], swiftSettings: house),

        .executableTarget(
            name: "bench-store",
            dependencies: [
                harkServer,
                .product(name: "HarkStore", package: "hark"),
                .product(name: "PostgreSQLPlugin", package: "hark"),
            ],
            swiftSettings: house
        ),

        // Its peers.
        .executableTarget(name: "bench-c", linkerSettings: [.linkedLibrary("microhttpd"), .linkedLibrary("sqlite3")]),
        .executableTarget(
            name: "bench-hummingbird",
            dependencies: [
                "Workloads",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: house
        ),
    ],
    swiftLanguageModes: [.v6]
)
