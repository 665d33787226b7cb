private import SystemPackage

/// A new bot that `hark new` writes.
package struct NewBot {
    /// A plugin that comes with Hark.
    package struct Choice: Equatable {
        /// All of them, whether or not this binary contains them.
        package static let all = [
            "AWS", "Alertmanager", "AzureDevOps", "Bitbucket", "Buildkite", "CircleCI", "Discord", "Example",
            "Feeds", "GitHub", "GitLab", "Gitea", "GoogleChat", "Grafana", "IRC", "Jenkins", "Jira", "Linear",
            "Matrix", "Mattermost", "PagerDuty", "PostgreSQL", "Relay", "RocketChat", "Sentry", "Shopify", "Slack",
            "Stripe", "Teams", "Telegram", "Webhook", "XMPP", "Zulip",
        ].map(Choice.init)

        /// The name of its type.
        package let type: String

        /// Its name in its manifest.
        package var name: String { type.lowercased() }

        package var product: String { "\(type)Plugin" }

        /// The packages of Debian that it needs besides those of every bot: to be built, and to run.
        fileprivate var systemPackages: (build: String, run: String)? {
            switch type {
            case "Feeds", "XMPP": ("libexpat1-dev", "libexpat1")
            case "PostgreSQL": ("libpq-dev", "libpq5")
            default: nil
            }
        }
    }

    private let name: String
    private let hark: PackageLocation
    private let plugins: [Choice]
    private let example: NewPlugin

    /// - Parameters:
    ///   - name: the bot's name: a letter, then letters, digits and `_`.
    ///   - hark: a path relative to the new folder, or a URL.
    ///   - plugins: the plugins of Hark that it uses.
    /// - Throws: `Fault` if the name is invalid or reserved, or a manifest cannot refer to that location of Hark.
    package init(name: String, hark: String, plugins: [Choice]) throws(Fault) {
        let isName =
            name.utf8.first.map { (0x41...0x5a).contains($0 & 0xdf) } == true
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf) || byte == 0x5f
            }
        guard isName, name.lowercased() != "plugin", name.lowercased() != "hark" else {
            throw Fault(
                "new", "“\(name)” is not a valid name for a bot; write one such as mybot: letters, digits and _.")
        }
        guard !ReservedNames.contains(name) else {
            let what = "“\(name)” is a word of Swift's or another module's name, so the package would not build"
            throw Fault("new", "\(what); write another, such as \(name)_bot.")
        }
        let place = try PackageLocation(hark)
        guard place.identity.lowercased() != name.lowercased() else {
            let what = "“\(name)” is the name of Hark's package at \(hark)"
            throw Fault("new", "\(what); write another, such as \(name)_bot.")
        }
        self.name = name
        self.hark = place
        self.plugins = plugins
        example = try NewPlugin(name: "Notes")
    }

    /// Its files, in a folder with its name.
    package func files() -> [NewFile] {
        let sources = example.files(in: name)
        return [
            NewFile(path: "Package.swift", text: package), NewFile(path: "Sources/\(name)/main.swift", text: main),
            NewFile(path: ".env.example", text: environment),
            NewFile(path: ".gitignore", text: ".build/\n.env\ndata/\n"),
            NewFile(path: "\(name).service", text: unit), NewFile(path: "Containerfile", text: container),
            NewFile(path: ".containerignore", text: ignored), NewFile(path: ".dockerignore", text: ignored),
            NewFile(path: "README.md", text: readme),
        ].map { NewFile(path: "\(name)/\($0.path)", text: $0.text) }
            + sources.map { NewFile(path: "\(name)/\($0.path)", text: $0.text) }
    }

    /// The next steps, for a person.
    package var steps: String {
        let packages = systemPackages { $0.build }
        let needs = packages.isEmpty ? "" : "It needs these packages of Debian:\(packages).\n\n"
        return """
            \(needs)Test it, and run it:

                cd \(name)
                swift test
                swift run \(name)
            """
    }

    /// The packages of Debian that the plugins need, each after a space.
    private func systemPackages(_ kind: ((build: String, run: String)) -> String) -> String {
        Set(plugins.compactMap { $0.systemPackages.map(kind) }).sorted().map { " \($0)" }.joined()
    }

    private var package: String {
        let products = (["HarkClient", "HarkEvents", "HarkServer"] + plugins.map(\.product)).sorted()
            .map { ".product(name: \"\($0)\", package: \"\(hark.identity)\")" }
            .joined(separator: ",\n                ")
        return """
            // swift-tools-version: 6.2
            import PackageDescription

            let package = Package(
                name: "\(name)",
                dependencies: [\(hark.dependency)],
                targets: [
                    .executableTarget(
                        name: "\(name)",
                        dependencies: [
                            \(products)
                        ]
                    ),
                    .testTarget(
                        name: "\(name)Tests",
                        dependencies: [
                            "\(name)",
                            .product(name: "HarkTesting", package: "\(hark.identity)"),
                        ],
                        exclude: ["Fixtures"]
                    ),
                ]
            )

            """
    }

    private var main: String {
        let imports = (["HarkServer"] + plugins.map(\.product)).sorted().map { "import \($0)" }.joined(separator: "\n")
        let types = ([example.name] + plugins.map(\.type)).sorted().map { "\($0).self" }.joined(separator: ", ")
        return "\(imports)\n\nawait Bot.run(\(types))\n"
    }

    private var environment: String {
        """
        # Settings of \(name). Copy to .env and start with: swift run \(name) --env-file .env
        # `\(name) settings --env` lists every one. The unit and the image set HARK_DATA themselves.
        HARK_ROOMS=#general
        #HARK_DATA=./data
        #HARK_HTTP_HOST=127.0.0.1
        #HARK_HTTP_PORT=3141
        #HARK_NOTES_SECRET_FILE=/run/secrets/notes

        """
    }

    private var unit: String {
        """
        [Unit]
        Description=\(name), a chat bot that listens for webhooks
        After=network-online.target
        Wants=network-online.target

        [Service]
        # Root reads the file for the bot, whose user need not see it.
        LoadCredential=env:/etc/\(name).env
        ExecStart=/usr/local/bin/\(name) --env-file %d/env
        ExecReload=/bin/kill -HUP $MAINPID
        Restart=on-failure
        RestartPreventExitStatus=78
        DynamicUser=yes
        StateDirectory=\(name)
        Environment=HARK_DATA=/var/lib/\(name)
        # Secrets: LoadCredential=HARK_NOTES_SECRET:/etc/\(name)/notes
        NoNewPrivileges=yes
        ProtectSystem=strict
        ProtectHome=yes
        PrivateTmp=yes

        [Install]
        WantedBy=multi-user.target

        """
    }

    private var container: String {
        """
        # Build it in this folder\(context.isEmpty ? ":" : ", with Hark's folder as a second context:")
        #     podman build\(context) -t \(name) .
        # and run it with its data on a volume, or on a folder that belongs to user 10001:
        #     podman run --name \(name) -p 127.0.0.1:3141:3141 -v \(name)-data:/var/lib/\(name) --env-file .env \(name)
        FROM docker.io/library/swift:6.2-bookworm AS build
        RUN apt-get update && apt-get install -y libmicrohttpd-dev libcurl4-openssl-dev libsqlite3-dev\(systemPackages { $0.build })
        \(harkCopies)WORKDIR /source/\(name)
        COPY Package.* ./
        COPY Sources ./Sources
        COPY Tests ./Tests
        RUN swift build -c release --static-swift-stdlib --product \(name)

        FROM docker.io/library/debian:bookworm-slim
        RUN apt-get update && apt-get install -y libmicrohttpd12 libsqlite3-0 libcurl4 ca-certificates\(systemPackages { $0.run }) \\
            && rm -rf /var/lib/apt/lists/*
        RUN useradd --system --uid 10001 --no-create-home --home-dir /var/lib/\(name) \(name) \\
            && install -d -o \(name) -g \(name) -m 0700 /var/lib/\(name)
        COPY --from=build /source/\(name)/.build/release/\(name) /usr/local/bin/\(name)
        USER \(name)
        WORKDIR /var/lib/\(name)
        ENV HARK_HTTP_HOST=0.0.0.0 HARK_DATA=/var/lib/\(name)
        VOLUME ["/var/lib/\(name)"]
        EXPOSE 3141
        CMD ["\(name)"]

        """
    }

    /// The `.containerignore` file: keeps secrets and build products out of the image.
    private var ignored: String {
        """
        # All but what the image is built from: no secrets, no .build.
        *
        !Package.swift
        !Package.resolved
        !Sources
        !Tests

        """
    }

    /// The option that names Hark's folder as a build context; empty if Hark is a URL.
    private var context: String {
        hark.path.map { " --build-context hark=\($0.asShellWord)" } ?? ""
    }

    /// The lines that copy the parts of Hark that are built to where the package expects them.
    private var harkCopies: String {
        guard let path = hark.path else { return "" }
        let folder = FilePath("/source/\(name)").pushing(FilePath(path)).lexicallyNormalized()
        return ["Package.swift", "Sources", "Plugins", "Tests"].map { part in
            "COPY --from=hark [\"\(part)\", \"\(folder)/\(part)\"]\n"
        }.joined()
    }

    private var readme: String {
        """
        # \(name)

        A chat bot that listens for webhooks, made with Hark.

        ```sh
        swift test
        swift run \(name)
        ```

        While it runs, in another terminal, a note from a script:

        ```sh
        token=$(.build/debug/\(name) secret notes)
        curl -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \\
            -d '{"text": "hello"}' localhost:3141/notes/me
        ```

        `\(name) settings` lists what can be set, `\(name) routes` what can be called, `\(name) check` says whether it can
        start. `.build/debug/\(name) new plugin Deploys`, run here, adds a plugin with its test, and says how to name it in
        `Sources/\(name)/main.swift`. `Containerfile` and `\(name).service` are for its deployment.

        """
    }
}
