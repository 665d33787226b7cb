/// The tables of a store. States and origins are the raw values of their enumerations.
enum Schema {
    /// What makes each version of the schema from the one before it. A released one is never changed, and later ones
    /// only add: while machines are restarted one by one, those of the version before go on with the same tables.
    static let migrations = [first]

    private static let first = """
        CREATE TABLE machine (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text NOT NULL,
            opened timestamptz NOT NULL,
            seen timestamptz NOT NULL
        );

        CREATE TABLE lease (
            name text PRIMARY KEY,
            owner bigint NOT NULL,
            term bigint NOT NULL,
            until timestamptz NOT NULL
        );

        -- Rows of deliveries are narrow: the texts of their routes are here.
        CREATE TABLE route (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            plugin text NOT NULL,
            label text NOT NULL,
            is_present boolean NOT NULL, -- whether a machine has it now
            UNIQUE (plugin, label)
        );

        CREATE TABLE machine_route (
            machine bigint NOT NULL REFERENCES machine ON DELETE CASCADE,
            route bigint NOT NULL REFERENCES route,
            PRIMARY KEY (machine, route)
        );

        CREATE SEQUENCE delivery_id;
        CREATE TABLE delivery (
            id bigint PRIMARY KEY,
            route bigint NOT NULL,
            received timestamptz NOT NULL,
            due timestamptz NOT NULL,       -- of a homeless one: since when it is homeless
            started timestamptz,
            finished timestamptz,
            expiry timestamptz NOT NULL,
            lifetime bigint NOT NULL,       -- milliseconds from its arrival, or its replay, to its expiry
            burst timestamptz,              -- when the first one of its burst arrived, if it is debounced
            owner bigint,                   -- the machine that runs it
            lease timestamptz,              -- until when, unless that machine renews it
            starts bigint NOT NULL,         -- runs of all generations: the token of the latest run
            size bigint NOT NULL,
            stored bigint,                  -- bytes of its request, until that is deleted; then NULL, or 0 if it is dead
            duplicate uuid,
            duplicate_until timestamptz,
            attempt integer NOT NULL,
            crashes integer NOT NULL,
            generation integer NOT NULL,
            -- Where a claim looks for it: 0 fresh, 1 retried, 2 suspect, 3 isolated.
            queue smallint NOT NULL GENERATED ALWAYS AS (
                CASE WHEN crashes > 1 THEN 3 WHEN crashes = 1 THEN 2 WHEN started IS NOT NULL THEN 1 ELSE 0 END)
                STORED,
            supersedes boolean NOT NULL,    -- whether it replaces older ones with its key: latest, debounced
            state text NOT NULL,
            origin text NOT NULL,
            request_id text NOT NULL,
            event text,
            key text,
            outcome text
        ) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);

        -- Rows that cannot be claimed are in no index that a claim reads.
        CREATE INDEX delivery_ready ON delivery (queue, due, id) WHERE state = 'ready';
        CREATE INDEX delivery_waiting ON delivery (route, key, id) WHERE state = 'waiting';
        CREATE INDEX delivery_running ON delivery (owner, id) WHERE state = 'running';
        CREATE INDEX delivery_homeless ON delivery (route, due) WHERE state = 'homeless';
        -- Makes a mistake in the order of a key an error instead of two runs at a time.
        CREATE UNIQUE INDEX delivery_active ON delivery (route, key)
            WHERE key IS NOT NULL AND state IN ('ready', 'running');
        CREATE UNIQUE INDEX delivery_duplicate ON delivery (duplicate) WHERE duplicate IS NOT NULL;
        CREATE INDEX delivery_kept ON delivery (state, finished) WHERE finished IS NOT NULL AND stored IS NOT NULL;
        CREATE INDEX delivery_emptied ON delivery (finished) WHERE finished IS NOT NULL AND stored IS NULL;

        -- Never updated, and apart from the rows that are. Bodies are not compressed: senders' JSON would be, slowly.
        CREATE TABLE payload (
            id bigint PRIMARY KEY,
            head bytea NOT NULL,
            body bytea NOT NULL
        );
        ALTER TABLE payload ALTER body SET STORAGE EXTERNAL;

        CREATE TABLE attempt (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            delivery bigint NOT NULL,
            generation integer NOT NULL,
            number integer NOT NULL,
            ended timestamptz NOT NULL,
            text text NOT NULL
        );
        CREATE INDEX attempt_delivery ON attempt (delivery, id);

        CREATE TABLE message (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            delivery bigint,
            created timestamptz NOT NULL,
            finished timestamptz,
            attempts integer NOT NULL,
            said uuid,
            network text NOT NULL,
            room text NOT NULL,
            state text NOT NULL,
            remote_id text,
            error text,
            content bytea NOT NULL
        ) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
        CREATE INDEX message_unsent ON message (network, room, id) WHERE finished IS NULL;
        CREATE UNIQUE INDEX message_said ON message (said) WHERE said IS NOT NULL;
        CREATE INDEX message_finished ON message (finished) WHERE finished IS NOT NULL;

        CREATE TABLE slot (
            schedule text NOT NULL,
            at timestamptz NOT NULL,
            PRIMARY KEY (schedule, at)
        );

        -- One count of all values' changes, so that no version of a key comes again after a deletion.
        CREATE SEQUENCE value_version;
        -- Keys are bytes, so that they are sorted and compared as bytes.
        CREATE TABLE value (
            plugin text NOT NULL,
            key bytea NOT NULL,
            bytes bytea NOT NULL,
            version bigint NOT NULL,
            expiry timestamptz,
            PRIMARY KEY (plugin, key)
        );
        CREATE INDEX value_expiry ON value (expiry) WHERE expiry IS NOT NULL;
        """
}
