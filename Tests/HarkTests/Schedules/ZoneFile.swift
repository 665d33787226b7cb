import Hark

/// Zones as the system's database has them: in files of RFC 8536.
enum ZoneFile {
    static let berlin = bytes(footer: "CET-1CEST,M3.5.0,M10.5.0/3")
    static let newYork = bytes(footer: "EST5EDT,M3.2.0,M11.1.0")
    static let lordHowe = bytes(footer: "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0")

    /// Apia, which skipped 30 December 2011 when it moved to the other side of the date line.
    static let apia = bytes(
        offsets: [-36_000, 50_400, 46_800, -39_600],
        transitions: [
            (1_301_752_800, 3), (1_316_872_800, 0), (1_325_239_200, 1), (1_333_202_400, 2),
        ],
        footer: "<+13>-13")

    /// A file with these offsets and transitions, whose numbers are those of offsets.
    static func bytes(
        offsets: [Int] = [0], transitions: [(time: Int, offset: Int)] = [], footer: String, leapCount: Int = 0,
        version: String = "2"
    ) -> [UInt8] {
        let header = Array("TZif\(version)".utf8) + [UInt8](repeating: 0, count: 15)
        let oldBlock = [0, 0, 0, 0, 1, 1].flatMap { integer($0, size: 4) } + [UInt8](repeating: 0, count: 7)
        let counts = [0, 0, leapCount, transitions.count, offsets.count, 4].flatMap { integer($0, size: 4) }
        let times = transitions.flatMap { integer($0.time, size: 8) } + transitions.map { UInt8($0.offset) }
        let types = offsets.flatMap { integer($0, size: 4) + [0, 0] } + Array("ABC\0".utf8)
        let leaps = [UInt8](repeating: 0, count: leapCount * 12)
        return header + oldBlock + header + counts + times + types + leaps + Array("\n\(footer)\n".utf8)
    }

    private static func integer(_ value: Int, size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
