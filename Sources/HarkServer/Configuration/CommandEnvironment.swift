internal import ArgumentParser

/// The environment of a command: the process's own, with additions from env files.
struct CommandEnvironment: Sendable {
    /// The value of each variable.
    let values: [String: String]

    /// The env file of each variable that comes from one; the others come from the process.
    let files: [String: String]

    /// Merges the environment of the process with env files. The process takes precedence, except for empty variables,
    /// which count as not set everywhere; then the last file that sets a variable.
    /// - Throws: `Faults` if a file cannot be read or has a line that is not `NAME=value`.
    init(_ environment: [String: String], files paths: [String]) throws(Faults) {
        var values: [String: String] = [:]
        var files: [String: String] = [:]
        var faults: [Fault] = []
        for path in paths {
            do throws(Faults) {
                for (name, value) in try EnvironmentFile(at: path).values {
                    values[name] = value
                    files[name] = path
                }
            } catch {
                faults += error.list
            }
        }
        guard faults.isEmpty else { throw Faults(faults) }
        for (name, value) in environment where !value.isEmpty {
            values[name] = value
            files[name] = nil
        }
        self.values = values
        self.files = files
    }
}

/// The options of every subcommand.
struct EnvironmentOptions: ParsableArguments {
    @Option(name: .customLong("env-file"), help: "A file of NAME=value lines; may be given several times.")
    var envFile: [String] = []
}
