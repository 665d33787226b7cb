/// A statement with values for its parameters $1, $2 …, and how its rows are read.
public struct PostgreSQLStatement<Value> {
    let sql: String
    let values: [PostgreSQLValue]
    let read: (PostgreSQLRow) -> Value

    /// The types of its parameters.
    var types: [UInt32] { values.map(\.typeID) }

    /// A statement.
    public init(_ sql: String, _ values: [PostgreSQLValue], _ read: @escaping (PostgreSQLRow) -> Value) {
        self.sql = sql
        self.values = values
        self.read = read
    }
}

extension PostgreSQLConnection {
    /// Runs one statement and reads its rows.
    public func rows<Value>(_ statement: PostgreSQLStatement<Value>) throws(PostgreSQLError) -> [Value] {
        try rows(statement.sql, statement.values, statement.read)
    }
}
