#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 128, DAYS_3 = 3 * 86400 * 1000 };

// What Hark's store keeps of a delivery without a key, with the indexes that such a delivery is in.
static const char schema[] =
    "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = FAST;"
    "PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864;"
    "CREATE TABLE delivery (id INTEGER PRIMARY KEY, request_id TEXT NOT NULL, route INTEGER NOT NULL,"
    " state TEXT NOT NULL, received INTEGER NOT NULL, due INTEGER NOT NULL, started INTEGER, finished INTEGER,"
    " expiry INTEGER NOT NULL, attempt INTEGER NOT NULL, outcome TEXT, size INTEGER NOT NULL, stored INTEGER) STRICT;"
    "CREATE INDEX delivery_ready ON delivery (due, id, route, state) WHERE state = 'ready';"
    "CREATE INDEX delivery_running ON delivery (id) WHERE state = 'running';"
    "CREATE INDEX delivery_kept ON delivery (state, finished, stored)"
    " WHERE finished IS NOT NULL AND stored IS NOT NULL;"
    "CREATE TABLE payload (id INTEGER PRIMARY KEY, head BLOB NOT NULL, body BLOB) STRICT;";

static sqlite3_int64 now(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static bool step(sqlite3_stmt *statement) {
    bool is_done = sqlite3_step(statement) == SQLITE_DONE;
    return sqlite3_reset(statement) == SQLITE_OK && is_done;
}

static bool insert(struct store *store, const struct delivery *delivery) {
    sqlite3_int64 id = ++store->latest, time = now();
    char request_id[17];
    snprintf(request_id, sizeof request_id, "%016llx", (unsigned long long)id * 0x9e3779b97f4a7c15);
    sqlite3_bind_int64(store->insert, 1, id);
    sqlite3_bind_text(store->insert, 2, request_id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(store->insert, 3, time);
    sqlite3_bind_int64(store->insert, 4, time + DAYS_3);
    sqlite3_bind_int64(store->insert, 5, (sqlite3_int64)delivery->length);
    sqlite3_bind_int64(store->insert, 6, (sqlite3_int64)(delivery->head_length + delivery->length));
    sqlite3_bind_int64(store->insert_payload, 1, id);
    sqlite3_bind_blob64(store->insert_payload, 2, delivery->head, delivery->head_length, SQLITE_STATIC);
    sqlite3_bind_blob64(store->insert_payload, 3, delivery->body, delivery->length, SQLITE_STATIC);
    return step(store->insert) && step(store->insert_payload);
}

// Marks those of the batch before as done, and stores these as running: so each delivery is written twice, as by Hark.
static bool write_batch(struct store *store, const struct delivery *first) {
    if (!step(store->begin)) return false;
    sqlite3_int64 stored = store->latest, time = now();
    while (store->finished < stored) {
        sqlite3_bind_int64(store->finish, 1, ++store->finished);
        sqlite3_bind_int64(store->finish, 2, time);
        if (!step(store->finish)) return false;
    }
    for (const struct delivery *delivery = first; delivery != NULL; delivery = delivery->next) {
        if (!insert(store, delivery)) return false;
    }
    return step(store->commit);
}

static void *run(void *context) {
    struct store *store = context;
    for (;;) {
        struct delivery *delivery = queue_take(&store->queue, BATCH);
        if (!write_batch(store, delivery)) {
            fprintf(stderr, "bench-c: not stored: %s\n", sqlite3_errmsg(store->database));
            abort();
        }
        while (delivery != NULL) {
            struct delivery *next = delivery->next; // a resumed one may be gone
            MHD_resume_connection(delivery->connection);
            delivery = next;
        }
    }
    return NULL;
}

bool store_start(struct store *store, const char *file) {
    struct {
        sqlite3_stmt **statement;
        const char *sql;
    } statements[] = {
        {&store->begin, "BEGIN IMMEDIATE"},
        {&store->insert, "INSERT INTO delivery VALUES (?1, ?2, 1, 'running', ?3, ?3, ?3, NULL, ?4, 1, NULL, ?5, ?6)"},
        {&store->insert_payload, "INSERT INTO payload VALUES (?1, ?2, ?3)"},
        {&store->finish,
         "UPDATE delivery SET state = 'done', finished = ?2, outcome = 'OK' WHERE id = ?1 AND state = 'running'"},
        {&store->commit, "COMMIT"},
    };
    queue_create(&store->queue);
    if (sqlite3_open(file, &store->database) != SQLITE_OK) return false;
    if (sqlite3_exec(store->database, schema, NULL, NULL, NULL) != SQLITE_OK) return false;
    for (size_t index = 0; index < sizeof statements / sizeof *statements; index++) {
        if (sqlite3_prepare_v2(store->database, statements[index].sql, -1, statements[index].statement, NULL) !=
            SQLITE_OK) {
            return false;
        }
    }
    return pthread_create(&store->thread, NULL, run, store) == 0;
}
