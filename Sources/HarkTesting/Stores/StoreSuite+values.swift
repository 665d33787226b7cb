internal import HarkStore

private import struct FoundationEssentials.Date

/// Checks of the values of plugins.
extension StoreSuite {
    func checkValues() async throws {
        try await check("A value is kept under its plugin and key, and replaced") { tested in
            tested.expect("none", try await tested.store.value("k", of: "ci"), is: nil)
            let first = try await tested.set([0, 255], for: "k")
            let expected = StoredValue(bytes: [0, 255], version: first, expiry: nil)
            tested.expect("the first", try await tested.store.value("k", of: "ci"), is: expected)
            tested.expect("another plugin's", try await tested.store.value("k", of: "deploys"), is: nil)
            let second = try await tested.set([], for: "k")
            tested.expect("whether the version grows", second > first, is: true)
            tested.expect("the second", try await tested.store.value("k", of: "ci")?.bytes, is: [])
        }
        try await check("A value is set only if its version is the expected one") { tested in
            let none = try await tested.store.setValue([1], for: "k", of: "ci", expiry: nil, ifVersion: 7)
            tested.expect("with a version, when there is none", none, is: nil)
            let first = try await tested.store.setValue([1], for: "k", of: "ci", expiry: nil, ifVersion: 0)
            let version = try tested.require("version of a free key", first)
            tested.expect("whether the version is not 0", version != 0, is: true)
            for wrong in [0, version + 1] {
                let set = try await tested.store.setValue([2], for: "k", of: "ci", expiry: nil, ifVersion: wrong)
                tested.expect("with a wrong version", set, is: nil)
            }
            tested.expect("the value", try await tested.store.value("k", of: "ci")?.bytes, is: [1])
            let right = try await tested.store.setValue([2], for: "k", of: "ci", expiry: nil, ifVersion: version)
            tested.expect("whether the right version is accepted", right != nil, is: true)
        }
        try await check("A value is removed only if its version is the expected one") { tested in
            let version = try await tested.set([1], for: "k")
            for wrong in [0, version + 1] {
                let isRemoved = try await tested.store.removeValue(for: "k", of: "ci", ifVersion: wrong)
                tested.expect("with a wrong version", isRemoved, is: false)
            }
            let isRemoved = try await tested.store.removeValue(for: "k", of: "ci", ifVersion: version)
            tested.expect("with the right version", isRemoved, is: true)
            tested.expect("the value", try await tested.store.value("k", of: "ci"), is: nil)
            let again = try await tested.store.removeValue(for: "k", of: "ci", ifVersion: nil)
            tested.expect("without a value", again, is: false)
        }
        try await checkEndsOfValues()
        try await checkKeysOfValues()
        try await checkLimitsOfValues()
    }

    private func checkEndsOfValues() async throws {
        try await check("No version of a key comes again after the value was removed, has expired, or was pruned") {
            tested in
            var versions = [try await tested.set([1], for: "k")]
            _ = try await tested.store.removeValue(for: "k", of: "ci", ifVersion: nil)
            versions.append(try await tested.set([1], for: "k", expiry: tested.later(10)))
            tested.clock.advance(by: .seconds(10))
            versions.append(try await tested.set([1], for: "k", expiry: tested.later(10)))
            tested.clock.advance(by: .seconds(10))
            _ = try await tested.store.prune(Retention())
            versions.append(try await tested.set([1], for: "k"))
            for (earlier, later) in zip(versions, versions.dropFirst()) {
                tested.expect("whether version \(later) is greater than \(earlier)", later > earlier, is: true)
            }
        }
        try await check("A value that has expired is as none") { tested in
            let expiry = tested.later(10)
            let version = try await tested.set([1], for: "k", expiry: expiry)
            tested.expect("the expiry", try await tested.store.value("k", of: "ci")?.expiry, is: expiry)
            tested.clock.advance(by: .seconds(10))
            tested.expect("the value", try await tested.store.value("k", of: "ci"), is: nil)
            tested.expect("the keys", try await tested.store.keys(of: "ci", prefix: "", limit: 10), is: [])
            let isRemoved = try await tested.store.removeValue(for: "k", of: "ci", ifVersion: nil)
            tested.expect("whether it can be removed", isRemoved, is: false)
            let old = try await tested.store.setValue([2], for: "k", of: "ci", expiry: nil, ifVersion: version)
            tested.expect("with its version", old, is: nil)
            let new = try await tested.store.setValue([2], for: "k", of: "ci", expiry: nil, ifVersion: 0)
            tested.expect("whether the key is free", new != nil, is: true)
            tested.expect("the expiry then", try await tested.store.value("k", of: "ci")?.expiry, is: nil)
        }
    }

    private func checkKeysOfValues() async throws {
        try await check("Keys are listed by prefix, sorted and compared as bytes") { tested in
            let keys = ["a", "a%", "a%b", "a_", "ab", "B", "", "a\u{10ffff}x", "caf\u{e9}", "cafe\u{301}", "a\0b"]
            for key in keys { _ = try await tested.set([1], for: key) }
            _ = try await tested.store.setValue([1], for: "a1", of: "deploys", expiry: nil, ifVersion: nil)
            let sorted = keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            for prefix in ["", "a", "a%", "a_", "A", "ab", "abc", "a\u{10ffff}", "caf\u{e9}", "a\0"] {
                let found = try await tested.store.keys(of: "ci", prefix: prefix, limit: 100)
                let expected = sorted.filter { $0.utf8.starts(with: prefix.utf8) }
                tested.expect(
                    "what “\(prefix)” finds", found.map { Array($0.utf8) }, is: expected.map { Array($0.utf8) })
            }
            let first = try await tested.store.keys(of: "ci", prefix: "", limit: 3)
            tested.expect("the first three", first.map { Array($0.utf8) }, is: sorted.prefix(3).map { Array($0.utf8) })
        }
    }

    private func checkLimitsOfValues() async throws {
        try await check("Keys, values and their number are bounded") { tested in
            let longestKey = String(repeating: "k", count: StoreLimits.valueKey)
            let longest = [UInt8](repeating: 1, count: StoreLimits.value)
            _ = try await tested.set(longest, for: longestKey)
            let isTooLarge: (StoreError) -> Bool = { if case .tooLarge = $0 { true } else { false } }
            await tested.expectError("a longer key", isTooLarge) {
                _ = try await tested.set([1], for: longestKey + "k")
            }
            await tested.expectError("a longer value", isTooLarge) { _ = try await tested.set(longest + [1], for: "k") }
            _ = try await tested.set([1], for: "2", expiry: tested.later(10))
            // A store may write those of several tasks at once: it takes long enough.
            try await tested.together(100) { store, task in
                for number in 3...StoreLimits.valuesOfPlugin where number % 100 == task {
                    _ = try await store.setValue([1], for: "\(number)", of: "ci", expiry: nil, ifVersion: nil)
                }
            }
            await tested.expectError("one more value", isTooLarge) { _ = try await tested.set([1], for: "more") }
            _ = try await tested.set([2], for: "3")
            _ = try await tested.store.setValue([1], for: "k", of: "deploys", expiry: nil, ifVersion: nil)
            tested.clock.advance(by: .seconds(10))
            _ = try await tested.set([1], for: "in the place of an expired one")
        }
    }
}

extension StoreCase {
    /// Sets a value, whatever is stored.
    /// - Returns: its version.
    fileprivate func set(_ bytes: [UInt8], for key: String, expiry: Date? = nil) async throws -> Int64 {
        let version = try await store.setValue(bytes, for: key, of: "ci", expiry: expiry, ifVersion: nil)
        return try require("version of a value that was set", version)
    }
}
