extension ZoneRules {
    /// Longest file of a zone, in bytes. The longest of the database of 2025 has 3,844.
    package static let longestFile = 1 << 18

    /// Reads a file of the zone database, in the format TZif (RFC 8536), of version 2 or later.
    /// - Throws: `ZoneFileError` if it is of another format, or damaged.
    package init(file bytes: [UInt8]) throws(ZoneFileError) {
        var reader = ZoneFileReader(bytes)
        let old = try reader.header()
        guard old.version >= UInt8(ascii: "2") else { throw ZoneFileError("it is of version 1, without 64-bit times") }
        // The first block has the times of 32 bits, which the second one has too.
        _ = try reader.take(old.blockLength(timeSize: 4))
        let header = try reader.header()
        guard header.leapCount == 0 else { throw ZoneFileError("it counts leap seconds") }
        var block = ZoneFileReader(try reader.take(header.blockLength(timeSize: 8)))
        let times = try block.integers(header.timeCount, ofSize: 8)
        let indices = try block.take(header.timeCount).map(Int.init)
        let types = ZoneFileReader.split(try block.take(header.typeCount * 6), every: 6)
        let offsets = types.map { ZoneFileReader.integer($0.prefix(4)) }
        guard let first = offsets.first, offsets.allSatisfy({ Self.offsets ~= $0 }),
            indices.allSatisfy({ $0 < offsets.count })
        else { throw ZoneFileError("its local times are out of bounds") }
        guard times.allSatisfy({ Self.distantPast < $0 && $0 < Self.distantFuture }),
            zip(times, times.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw ZoneFileError("its transitions are not in order") }
        let footer = try reader.footer()
        let future = footer.isEmpty ? nil : PosixZone(parsing: footer)
        guard footer.isEmpty || future != nil else { throw ZoneFileError("its rule for the future is invalid") }
        self.init(
            initialOffset: first,
            transitions: zip(times, indices).map { Transition(time: $0, offset: offsets[$1]) }, future: future)
    }
}

/// Why a file of the zone database cannot be used.
package struct ZoneFileError: Error, Equatable, CustomStringConvertible {
    /// The reason, without a subject and a full stop: `it is damaged`.
    package let description: String

    fileprivate init(_ description: String) { self.description = description }
}

/// Reads the parts of a TZif file, never beyond its end.
private struct ZoneFileReader {
    /// The counts at the start of a block.
    struct Header {
        let version: UInt8
        let utCount, standardCount, leapCount, timeCount, typeCount, nameLength: Int

        /// The length of the block that follows, in bytes; `timeSize` is that of one time.
        func blockLength(timeSize: Int) -> Int {
            timeCount * (timeSize + 1) + typeCount * 6 + nameLength + leapCount * (timeSize + 4) + standardCount
                + utCount
        }
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: some Sequence<UInt8>) { rest = Array(bytes)[...] }

    /// The next bytes.
    mutating func take(_ count: Int) throws(ZoneFileError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw ZoneFileError("it ends too early") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func header() throws(ZoneFileError) -> Header {
        guard try take(4).elementsEqual("TZif".utf8) else { throw ZoneFileError("it is not in the format TZif") }
        let version = try take(16).first ?? 0
        // Counts are not negative: of four bytes, the sign is that of the first one.
        let counts = try integers(6, ofSize: 4)
        guard counts.allSatisfy({ $0 >= 0 }) else { throw ZoneFileError("its counts are out of bounds") }
        return Header(
            version: version, utCount: counts[0], standardCount: counts[1], leapCount: counts[2],
            timeCount: counts[3], typeCount: counts[4], nameLength: counts[5])
    }

    mutating func integers(_ count: Int, ofSize size: Int) throws(ZoneFileError) -> [Int] {
        Self.split(try take(count * size), every: size).map(Self.integer)
    }

    /// What stands between the two line feeds after the last block.
    mutating func footer() throws(ZoneFileError) -> ArraySlice<UInt8> {
        let lineFeed = UInt8(ascii: "\n")
        guard try take(1).first == lineFeed, let end = rest.firstIndex(of: lineFeed) else {
            throw ZoneFileError("its end is missing")
        }
        return rest[..<end]
    }

    static func split(_ bytes: ArraySlice<UInt8>, every size: Int) -> [ArraySlice<UInt8>] {
        stride(from: bytes.startIndex, to: bytes.endIndex, by: size).map { bytes[$0...].prefix(size) }
    }

    /// A signed number of up to eight bytes, the most significant first.
    static func integer(_ bytes: ArraySlice<UInt8>) -> Int {
        let isNegative = (bytes.first ?? 0) & 0x80 != 0
        return bytes.reduce(isNegative ? -1 : 0) { $0 << 8 | Int($1) }
    }
}
