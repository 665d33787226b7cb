import HarkEvents

import struct FoundationEssentials.Date

/// The URLs that people made in the chat, each with a room and a secret token of its own. The store has the tokens'
/// digests, and not the tokens.
struct HookStore: Sendable {
    /// What the store has of a URL.
    struct Hook: Codable, Sendable, Hashable {
        let name: String
        let room: String
        /// Who made it, as the network shows them.
        let person: String
        /// When.
        let time: Date
        /// When it ends; nil for never.
        let end: Date?
    }

    /// Most URLs of a room.
    static let mostOfRoom = 20

    /// Most URLs of all rooms.
    static let mostHooks = 1_000

    private static let prefix = "hook/"

    let store: PluginStore
    let clock: BotClock

    /// Makes a URL's token.
    /// - Returns: the token, which nobody can look up again.
    /// - Throws: `Rejection` if the room has a URL of that name, or there are too many; `PluginStoreError`.
    func make(_ request: HookRequest, for room: Room, by person: Person) async throws -> String {
        let hooks = try await all()
        guard !hooks.contains(where: { $0.hook.name == request.name && $0.hook.room == room.description }) else {
            throw Rejection(
                .conflict, "This room has a hook “\(request.name)” already; revoke it, or take another name.")
        }
        guard hooks.count(where: { $0.hook.room == room.description }) < Self.mostOfRoom else {
            throw Rejection(.badRequest, "This room has \(Self.mostOfRoom) hooks already; revoke some of them.")
        }
        guard hooks.count < Self.mostHooks else {
            throw Rejection(.badRequest, "There are \(Self.mostHooks) hooks already; revoke some of them.")
        }
        let token = Self.newToken()
        let hook = Hook(
            name: request.name, room: room.description, person: person.displayName, time: clock.now,
            end: request.lifetime.map { clock.now.addingTimeInterval($0 / .seconds(1)) })
        try await store.set(hook, for: Self.key(of: token), expiringIn: request.lifetime)
        return token
    }

    /// The URL with this token; nil if there is none, or it has ended.
    /// - Throws: `PluginStoreError`.
    func hook(withToken token: String) async throws -> Hook? {
        try await store.value(Self.key(of: token), as: Hook.self)
    }

    /// The URLs of a room, sorted by name.
    /// - Throws: `PluginStoreError`.
    func hooks(of room: Room) async throws -> [Hook] {
        try await all().map(\.hook).filter { $0.room == room.description }.sorted { $0.name < $1.name }
    }

    /// Ends a URL of a room.
    /// - Returns: whether there was one of that name.
    /// - Throws: `PluginStoreError`.
    func revoke(_ name: String, of room: Room) async throws -> Bool {
        for (key, hook) in try await all() where hook.name == name && hook.room == room.description {
            return try await store.remove(key)
        }
        return false
    }

    private func all() async throws -> [(key: String, hook: Hook)] {
        var hooks: [(key: String, hook: Hook)] = []
        for key in try await store.keys(prefix: Self.prefix) {
            if let hook: Hook = try await store.value(key) { hooks.append((key, hook)) }
        }
        return hooks
    }

    private static func key(of token: String) -> String { PluginStore.key(prefix, ofSecret: token) }

    /// 32 random characters of 36, by the system's generator for secrets: 165 bits.
    private static func newToken() -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        var generator = SystemRandomNumberGenerator()
        return String((0..<32).map { _ in letters[Int.random(in: letters.indices, using: &generator)] })
    }
}

/// What somebody writes after `!hook new`: a name, and for how long the URL is valid.
struct HookRequest {
    /// Longest name, in characters.
    static let longestName = 40

    let name: String
    /// Nil for a URL that is valid until it is revoked.
    let lifetime: Duration?

    /// Reads `backups --for 30d`.
    /// - Throws: `Rejection` that says what to write.
    init(_ text: String) throws(Rejection) {
        let words = text.split(separator: " ").map(String.init)
        let usage = "Write a name, and if it is to end, for how long it is valid: backups --for 30d."
        guard words.count == 1 || words.count == 3 && words[1] == "--for" else { throw Rejection(.badRequest, usage) }
        guard Self.isName(words[0]) else {
            throw Rejection(
                .badRequest, "A name has up to \(Self.longestName) letters, digits, “-” and “_”. \(usage)")
        }
        name = words[0].lowercased()
        guard words.count == 3 else {
            lifetime = nil
            return
        }
        let lifetime: Duration
        do throws(SettingMismatch) { lifetime = try Duration(settingText: words[2]) } catch {
            throw Rejection(.badRequest, "“\(words[2].sanitized(to: 20))” is not a time such as 12h or 30d.")
        }
        guard lifetime >= .seconds(60), lifetime <= .seconds(10 * 365 * 86_400) else {
            throw Rejection(.badRequest, "A hook is valid for a minute at least, and for ten years at most.")
        }
        self.lifetime = lifetime
    }

    private static func isName(_ text: String) -> Bool {
        (1...longestName).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }
}
