internal import HarkPostgreSQL
internal import HarkStore

extension Transaction {
    private static let messageColumns =
        "id, delivery, network, room, content, state, attempts, created, finished, remote_id, error"

    /// Stores messages, in their order: `DeliveryStore.addMessage`.
    func add(_ messages: [NewStoredMessage]) throws(PostgreSQLError) -> [AddedMessage] {
        if messages.isEmpty { return [] }
        let numbers = try rows(
            "SELECT nextval(pg_get_serial_sequence('message', 'id')) FROM generate_series(1, $1)",
            [.int(Int64(messages.count))]
        ) { $0.int(0) }
        let stored = Set(
            try rows(
                """
                INSERT INTO message (id, delivery, network, room, content, said, state, attempts, created)
                OVERRIDING SYSTEM VALUE
                SELECT id, delivery, network, room, content, said, 'pending', 0, $7 FROM unnest(
                    $1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bytea[], $6::uuid[]
                ) AS new (id, delivery, network, room, content, said) ORDER BY id
                ON CONFLICT (said) WHERE said IS NOT NULL DO NOTHING RETURNING id
                """,
                [
                    .ints(numbers), .ints(messages.map { $0.delivery?.rawValue }), .texts(messages.map(\.network)),
                    .texts(messages.map(\.room)), .blobs(messages.map(\.content)),
                    .uuids(messages.map(\.repetitionKey)),
                    .time(now),
                ]
            ) { $0.int(0) })
        // The machine that holds the chat sends them.
        if !stored.isEmpty, !machine.isHolding { wakesOthers = true }
        let repeated = zip(numbers, messages).filter { !stored.contains($0.0) }.compactMap(\.1.repetitionKey)
        let known = repeated.isEmpty ? [] : try repetitions(of: repeated)
        var results: [AddedMessage] = []
        for (number, message) in zip(numbers, messages) {
            if stored.contains(number) {
                results.append(.stored(StoredMessageID(rawValue: number)))
            } else if let earlier = known.first(where: { $0.key == message.repetitionKey }) {
                results.append(.repetition(earlier.message))
            } else {
                throw PostgreSQLError(sqlState: "40001", message: "The earlier message was deleted at the same time.")
            }
        }
        return results
    }

    private func repetitions(of keys: [UInt128]) throws(PostgreSQLError) -> [(key: UInt128?, message: StoredMessage)] {
        try rows("SELECT \(Self.messageColumns), said FROM message WHERE said = ANY ($1)", [.uuids(keys)]) {
            ($0.optionalUUID(11), message($0))
        }
    }

    /// Records what became of messages, each of another one: `DeliveryStore.updateMessage`.
    func update(_ changes: [(id: StoredMessageID, change: MessageChange)]) throws(PostgreSQLError) {
        if changes.isEmpty { return }
        try run(
            """
            UPDATE message SET state = new.state, attempts = attempts + CASE new.state WHEN 'sending' THEN 1 ELSE 0 END,
            finished = CASE WHEN new.is_unsent THEN NULL ELSE coalesce(finished, $7) END,
            remote_id = coalesce(new.remote_id, message.remote_id), error = new.error,
            content = coalesce(new.content, message.content)
            FROM unnest($1::bigint[], $2::text[], $3::boolean[], $4::text[], $5::text[], $6::bytea[])
            AS new (id, state, is_unsent, remote_id, error, content)
            WHERE message.id = new.id AND (finished IS NULL OR new.state = 'sent')
            """,
            [
                .ints(changes.map(\.id.rawValue)), .texts(changes.map(\.change.state.rawValue)),
                .bools(changes.map(\.change.state.isUnsent)), .texts(changes.map(\.change.remoteID)),
                .texts(changes.map { $0.change.error?.cut(toBytes: StoreLimits.reason) }),
                .blobs(changes.map(\.change.content)), .time(now),
            ])
    }

    /// Lists messages: `DeliveryStore.messages`.
    func messages(_ query: MessageQuery) throws(PostgreSQLError) -> [StoredMessage] {
        var conditions = Conditions()
        if let network = query.network { conditions.require(.text(network)) { "network = \($0)" } }
        if let room = query.room { conditions.require(.text(room)) { "room = \($0)" } }
        if let after = query.after {
            conditions.require(.int(after.rawValue)) { "id \(query.isNewestFirst ? "<" : ">") \($0)" }
        }
        if !query.states.isEmpty {
            conditions.require("state IN (\(query.states.map(\.rawValue).literals))")
            // The index of unsent messages finds them without a look at the others.
            if query.states.allSatisfy(\.isUnsent) { conditions.require("finished IS NULL") }
        }
        let limit = conditions.value(.int(Int64(max(0, query.limit))))
        return try rows(
            """
            SELECT \(Self.messageColumns) FROM message \(conditions.sql)
            ORDER BY id \(query.isNewestFirst ? "DESC" : "ASC") LIMIT \(limit)
            """, conditions.values, message)
    }

    private func message(_ row: PostgreSQLRow) -> StoredMessage {
        StoredMessage(
            id: StoredMessageID(rawValue: row.int(0)),
            delivery: row.optionalInt(1).map(StoredDeliveryID.init(rawValue:)), network: row.text(2), room: row.text(3),
            content: row.bytes(4), state: StoredMessageState(stored: row.text(5)),
            attempts: Int(row.int(6)), created: machine.clock.date(row.time(7)),
            finished: row.optionalTime(8).map(machine.clock.date), remoteID: row.optionalText(9),
            error: row.optionalText(10))
    }
}
