/// Copies the rows of one table of a damaged database.
///
/// A page that cannot be read ends a query. The next query begins behind it, at twice the distance each time; what it
/// jumped over is read backwards, up to the damage.
struct TableSalvage {
    private struct Scan {
        var first: Int64?
        var last: Int64?
        var error: SQLiteError?
    }

    private let old: SQLiteConnection
    private let new: SQLiteConnection
    private let table: String
    private let columns: String
    private let insert: String
    /// Places that could not be read.
    private(set) var holes = 0

    init(_ table: String, from old: SQLiteConnection, to new: SQLiteConnection) throws(SQLiteError) {
        func names(_ connection: SQLiteConnection) throws(SQLiteError) -> [String] {
            try connection.rows("SELECT name FROM pragma_table_info(?1)", [.text(table)]) { $0.text(0) }
        }
        self.old = old
        self.new = new
        self.table = table
        let known = (try? names(old)) ?? []
        // An older version of the schema has fewer columns. If it cannot be read, it is most likely the same.
        let common = try names(new).filter { known.isEmpty || known.contains($0) }
        columns = common.joined(separator: ", ")
        let places = common.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        insert = "INSERT OR IGNORE INTO \(table) (\(columns)) VALUES (\(places))"
    }

    /// Copies all rows that can be read. Their numbers are positive.
    mutating func run() throws(SQLiteError) {
        var position: Int64 = 1
        var gap: Int64 = 1
        /// The first number that was not read.
        var hole: Int64?
        while true {
            let scan = try scan(position, .max)
            if let first = scan.first, let start = hole {
                _ = try self.scan(start, first - 1, isBackward: true)
                hole = nil
                gap = 1
            }
            guard scan.error != nil else { break }
            if let last = scan.last { position = last + 1 }
            if hole == nil {
                hole = position
                holes += 1
            }
            let (next, isOver) = position.addingReportingOverflow(gap)
            if isOver { break }
            position = next
            gap = gap < 1 << 61 ? gap * 2 : gap
        }
        if let hole { _ = try scan(hole, .max, isBackward: true) }
    }

    /// Copies the rows with these numbers up to the first that cannot be read.
    /// - Throws: if the new database cannot be written.
    private mutating func scan(
        _ first: Int64, _ last: Int64, isBackward: Bool = false
    ) throws(SQLiteError) -> Scan {
        var scan = Scan()
        var failure: SQLiteError?
        do throws(SQLiteError) {
            let order = isBackward ? "DESC" : "ASC"
            try old.forEachRow(
                "SELECT rowid, \(columns) FROM \(table) WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid \(order)",
                [.integer(first), .integer(last)]
            ) { row in
                scan.first = scan.first ?? row.int(0)
                scan.last = row.int(0)
                do throws(SQLiteError) {
                    try new.run(insert, (1..<row.count).map(row.value))
                } catch  where error.concernsStatement {
                    // The row is not what the schema allows: it is damaged too.
                } catch {
                    failure = error
                }
                return failure == nil
            }
        } catch {
            scan.error = error
        }
        if let failure { throw failure }
        return scan
    }
}
