import FoundationEssentials
import Hark
import Synchronization
import SystemPackage

/// One of several machines, which writes to a file what it does: the file proves what all of them did, and in which
/// order. It is a chat network too.
struct Witness: Plugin, ChatNetwork {
    static let path = Setting<String>("HARK_WITNESS_PATH", help: "The file of all machines.")
    static let machine = Setting<String>("HARK_WITNESS_NAME", help: "What this machine calls itself.")

    static let manifest = Manifest<Self>(
        name: "witness", summary: "Writes down what a machine does.", settings: [path, machine],
        routes: [.post("/numbers/<number>", .text, take).durable()],
        schedules: [.every(.seconds(5), named: "tick", tick)])

    /// In how many rooms it speaks.
    private static let rooms = 24

    private let path: FilePath
    private let machine: String
    private let chat: Chat
    private let clock: BotClock
    private let presence = Presence()

    init(_ context: PluginContext) throws {
        path = FilePath(try context.settings[Self.path])
        machine = try context.settings[Self.machine]
        chat = context.chat
        clock = context.clock
    }

    func take(_ delivery: Delivery<String>, number: Int) async throws {
        try write("handled \(number)")
        try await clock.sleep(for: .milliseconds(50))
        // Messages of one room are sent one after the other.
        _ = try await chat.send("Number \(number).", to: Room("#room\(number % Self.rooms)"))
    }

    func tick(_ run: ScheduledRun) async throws { try write("tick \(Int(run.slot.timeIntervalSince1970))") }

    func run(_ inbox: ChatInbox) async throws {
        try write("joined")
        presence.set(true)
        inbox.report(.connected)
        while (try? await clock.sleep(for: .seconds(3600))) != nil {}
        presence.set(false)
        try write("left")
    }

    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        guard presence.isJoined else { throw ChatError(.transient, "The machine has not joined.") }
        do { try write("said \(message.text.plain)") } catch {
            throw ChatError(.transient, "The file cannot be written: \(error).")
        }
        return nil
    }

    /// Appends a line, in one call, so that those of several processes do not mix.
    private func write(_ what: String) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.append, .create], permissions: [.ownerReadWrite])
        try file.closeAfterWriting("\(machine) \(what)\n")
    }
}

/// Whether the machine is in the chat.
private final class Presence: Sendable {
    private let state = Mutex(false)

    var isJoined: Bool { state.withLock { $0 } }

    func set(_ isJoined: Bool) { state.withLock { $0 = isJoined } }
}

extension FileDescriptor {
    fileprivate func closeAfterWriting(_ line: String) throws {
        try closeAfter { _ = try writeAll(line.utf8) }
    }
}
