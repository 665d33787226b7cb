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

let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "hark",
    products: [
        .library(name: "HarkHTTP", targets: ["HarkHTTP"]),
        .library(name: "MicroHTTPD", targets: ["MicroHTTPD"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        .systemLibrary(
            name: "CMicroHTTPD",
            pkgConfig: "libmicrohttpd",
            providers: [.apt(["libmicrohttpd-dev"])]
        ),
        .target(name: "HarkHTTP", dependencies: [httpTypes, system], swiftSettings: house),
        .target(name: "MicroHTTPD", dependencies: ["CMicroHTTPD", "HarkHTTP", httpTypes], swiftSettings: house),
        .target(name: "Hark", dependencies: ["HarkHTTP", httpTypes, logging], swiftSettings: house),
        .target(
            name: "GitHubPlugin",
            dependencies: ["Hark"],
            path: "Plugins/GitHub/Sources",
            swiftSettings: house
        ),
        .testTarget(
            name: "GitHubPluginTests",
            dependencies: ["GitHubPlugin", "Hark"],
            path: "Plugins/GitHub/Tests",
            exclude: ["Pipeline"],
            swiftSettings: house
        ),
        .target(
            name: "ExamplePlugin",
            dependencies: ["Hark"],
            path: "Plugins/Example/Sources",
            swiftSettings: house
        ),
        .testTarget(
            name: "ExamplePluginTests",
            dependencies: ["ExamplePlugin", "Hark"],
            path: "Plugins/Example/Tests",
            exclude: ["Pipeline"],
            swiftSettings: house
        ),
        .testTarget(name: "HarkHTTPTests", dependencies: ["HarkHTTP", httpTypes], swiftSettings: house),
        .testTarget(
            name: "MicroHTTPDTests",
            dependencies: ["MicroHTTPD", "HarkHTTP", httpTypes],
            swiftSettings: house
        ),
    ],
    swiftLanguageModes: [.v6]
)
