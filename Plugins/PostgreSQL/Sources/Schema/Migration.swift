internal import HarkPostgreSQL
internal import HarkStore

/// Makes the tables, or brings them to the version of this binary.
struct Migration {
    private enum Found: Sendable {
        case current
        case newer(version: Int)
    }

    let session: PostgreSQLSession
    let machine: Machine

    /// Migrates. One machine does it at a time; a migration is one transaction.
    /// - Throws: `StoreError.failed` if the tables are too new for this binary, or its role may not make or use them.
    func run() async throws(StoreError) {
        let found: Found
        do throws(PostgreSQLError) {
            found = try await session.transaction(.preparation, machine) { transaction throws(PostgreSQLError) in
                try Self.migrate(transaction)
            }
        } catch { throw error.openingError }
        if case .newer(let version) = found {
            throw .failed(
                "The tables in the schema \(machine.schema) have version \(version), and this bot knows versions up "
                    + "to \(Schema.migrations.count). Start the bot that made them, or a newer one.")
        }
    }

    private static func migrate(_ transaction: Transaction) throws(PostgreSQLError) -> Found {
        let schema = transaction.machine.schema
        try transaction.lock("migration")
        let isThere = try transaction.row("SELECT to_regclass($1) IS NOT NULL", [.text("\(schema).meta")]) {
            $0.bool(0)
        }
        if isThere != true {
            // Who may not make it can still use one that an administrator has made.
            let hasSchema = try transaction.row("SELECT to_regnamespace($1) IS NOT NULL", [.text(schema)]) {
                $0.bool(0)
            }
            if hasSchema != true { try transaction.run("CREATE SCHEMA \(schema)") }
            try transaction.connection.script(
                """
                CREATE TABLE meta (name text PRIMARY KEY, value bigint NOT NULL);
                -- The version of the tables, and the oldest version of a binary that can use them.
                INSERT INTO meta VALUES ('version', 0), ('oldest version', 0)
                """)
        }
        let versions = try transaction.rows("SELECT name, value FROM meta") { ($0.text(0), Int($0.int(1))) }
        let known = Schema.migrations.count
        let version = versions.first { $0.0 == "version" }?.1 ?? 0
        if let oldest = versions.first(where: { $0.0 == "oldest version" })?.1, oldest > known {
            return .newer(version: version)
        }
        for (index, migration) in Schema.migrations.enumerated().dropFirst(version) {
            try transaction.connection.script(migration)
            try transaction.run("UPDATE meta SET value = $1 WHERE name = 'version'", [.int(Int64(index + 1))])
        }
        return .current
    }
}
