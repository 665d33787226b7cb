internal import ArgumentParser

/// What every subcommand takes.
struct EnvironmentOptions: ParsableArguments {
    @Option(name: .customLong("env-file"), help: "A file of NAME=value lines; may be given several times.")
    var envFile: [String] = []
}
