private import Glibc

/// How people recognise a process among those of several machines.
public enum MachineName {
    /// The host's name and the process's number: `ops1-4711`.
    public static var current: String {
        var name = [CChar](repeating: 0, count: 256)
        // The last byte stays 0, so that the name ends in any case.
        guard unsafe gethostname(&name, name.count - 1) == 0 else { return "host-\(getpid())" }
        let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return "\(String(decoding: bytes, as: UTF8.self))-\(getpid())"
    }
}
