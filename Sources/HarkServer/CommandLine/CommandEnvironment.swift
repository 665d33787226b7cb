internal import ArgumentParser

/// The environment that a command works on: the process's own, and what env files add to it.
struct CommandEnvironment: Sendable {
    /// The value of each variable.
    let values: [String: String]

    /// The env file that gave a variable its value; a variable that is not here has it from the process.
    let files: [String: String]

    /// Joins the environment of the process with env files. What the process has comes first, but for variables that
    /// are set to nothing, which count as not set everywhere; then the last file that sets a variable.
    /// - Throws: `Faults` when a file cannot be read or has a line that is not `NAME=value`.
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

/// What every subcommand takes.
struct EnvironmentOptions: ParsableArguments {
    @Option(name: .customLong("env-file"), help: "A file of NAME=value lines; may be given several times.")
    var envFile: [String] = []
}
