/// The tables of a store. Times are milliseconds UTC; states and origins are the raw values of their enumerations.
enum Schema {
    /// What makes each version of the schema from the one before it, the first from an empty file. A released one is
    /// never changed, and later ones only add: the binary before must be able to go on with the same file.
    static let migrations = [first]

    private static let first = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT;

        -- Rows of deliveries are narrow: the texts of their routes are here.
        CREATE TABLE route (
            id INTEGER PRIMARY KEY,
            plugin TEXT NOT NULL,
            label TEXT NOT NULL,
            is_present INTEGER NOT NULL, -- whether the bot has it now
            UNIQUE (plugin, label)
        ) STRICT;

        CREATE TABLE delivery (
            id INTEGER PRIMARY KEY,
            request_id TEXT NOT NULL,
            origin TEXT NOT NULL,
            route INTEGER NOT NULL REFERENCES route,
            event TEXT,
            key TEXT,
            supersedes INTEGER NOT NULL, -- whether it replaces older ones with its key: `latest`, `debounced`
            burst INTEGER,               -- when the first one of its burst arrived, if it is debounced
            duplicate BLOB,              -- 16 bytes
            duplicate_until INTEGER,
            state TEXT NOT NULL,
            received INTEGER NOT NULL,
            due INTEGER NOT NULL,        -- of a homeless one: since when it is homeless
            started INTEGER,
            finished INTEGER,
            lifetime INTEGER NOT NULL,   -- from its arrival, or its replay, to its expiry
            expiry INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            crashes INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            starts INTEGER NOT NULL,     -- runs of all generations: the token of the latest run
            outcome TEXT,
            size INTEGER NOT NULL,
            stored INTEGER,              -- bytes of its payload, until that is deleted; then NULL, or 0 if it is dead
            -- Where `claim` looks for it: 0 fresh, 1 has run before, 2 suspect, 3 isolated.
            queue INTEGER GENERATED ALWAYS AS (
                CASE WHEN crashes > 1 THEN 3 WHEN crashes = 1 THEN 2 WHEN started IS NOT NULL THEN 1 ELSE 0 END)
                VIRTUAL
        ) STRICT;

        -- Rows that cannot be claimed are in no index that `claim` reads. The state is a column of its own there, so
        -- that SQLite counts and skips entries without a look at their rows.
        CREATE INDEX delivery_ready ON delivery (queue, due, id, route, state) WHERE state = 'ready';
        CREATE INDEX delivery_waiting ON delivery (route, key, id, state, supersedes) WHERE state = 'waiting';
        CREATE INDEX delivery_running ON delivery (id) WHERE state = 'running';
        CREATE INDEX delivery_homeless ON delivery (route, due) WHERE state = 'homeless';
        -- Makes a mistake in the order of a key an error instead of two runs at a time.
        CREATE UNIQUE INDEX delivery_active ON delivery (route, key)
            WHERE key IS NOT NULL AND state IN ('ready', 'running');
        CREATE INDEX delivery_kept ON delivery (state, finished, stored)
            WHERE finished IS NOT NULL AND stored IS NOT NULL;
        CREATE INDEX delivery_emptied ON delivery (finished) WHERE finished IS NOT NULL AND stored IS NULL;

        -- Never updated, and apart from the rows that are.
        CREATE TABLE payload (
            id INTEGER PRIMARY KEY REFERENCES delivery ON DELETE CASCADE,
            head BLOB NOT NULL,
            body BLOB -- NULL: in a file
        ) STRICT;

        CREATE TABLE attempt (
            id INTEGER PRIMARY KEY,
            delivery INTEGER NOT NULL REFERENCES delivery ON DELETE CASCADE,
            generation INTEGER NOT NULL,
            number INTEGER NOT NULL,
            ended INTEGER NOT NULL,
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX attempt_delivery ON attempt (delivery, id);

        CREATE TABLE message (
            id INTEGER PRIMARY KEY,
            delivery INTEGER,
            network TEXT NOT NULL,
            room TEXT NOT NULL,
            content BLOB NOT NULL,
            said BLOB, -- 16 bytes
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            created INTEGER NOT NULL,
            finished INTEGER,
            remote_id TEXT,
            error TEXT
        ) STRICT;
        CREATE INDEX message_unsent ON message (network, room, id) WHERE finished IS NULL;
        CREATE UNIQUE INDEX message_said ON message (said) WHERE said IS NOT NULL;
        CREATE INDEX message_finished ON message (finished) WHERE finished IS NOT NULL;

        CREATE TABLE slot (
            schedule TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (schedule, at)
        ) STRICT;

        -- Keys are bytes, so that they are sorted and compared as bytes.
        CREATE TABLE value (
            plugin TEXT NOT NULL,
            key BLOB NOT NULL,
            bytes BLOB NOT NULL,
            version INTEGER NOT NULL,
            expiry INTEGER,
            PRIMARY KEY (plugin, key)
        ) STRICT;
        CREATE INDEX value_expiry ON value (expiry) WHERE expiry IS NOT NULL;
        INSERT INTO meta (name, value) VALUES ('latest value version', 0);
        """
}
