// A thread that stores deliveries whose connections are suspended, and resumes them: as durable as Hark's store, and
// with one commit for all that have queued up while the one before was written, at most 128.

#pragma once

#include <sqlite3.h>
#include <stdbool.h>

#include "queue.h"

struct store {
    pthread_t thread;
    struct queue queue;
    sqlite3 *database;
    sqlite3_stmt *begin, *insert, *insert_payload, *finish, *commit;
    sqlite3_int64 latest, finished; // numbers of deliveries
};

// Makes the database. Returns false when that fails or no thread can be had. It runs as long as the process.
bool store_start(struct store *store, const char *file);
