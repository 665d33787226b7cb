#ifndef HARK_SQLITE_SHIM_H
#define HARK_SQLITE_SHIM_H

#if __has_include(<sqlite3.h>)
#include <sqlite3.h>

/* eventfd(2) and statfs(2), which Swift's Glibc leaves out. */
#include <sys/eventfd.h>
#include <sys/vfs.h>

/* SQLITE_TRANSIENT is a cast that Swift does not see. An empty value is one too: a null pointer would mean NULL. */

static inline int
hark_sqlite_bind_text(sqlite3_stmt *statement, int index, const void *text, sqlite3_uint64 length)
{
    return sqlite3_bind_text64(statement, index, text ? (const char *)text : "", length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int
hark_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 length)
{
    return sqlite3_bind_blob64(statement, index, bytes ? bytes : "", length, SQLITE_TRANSIENT);
}

/* Swift cannot call variadic functions. */
static inline int
hark_sqlite_set_option(sqlite3 *connection, int option, int value)
{
    return sqlite3_db_config(connection, option, value, (int *)0);
}

#else
#error "SQLite is not installed. Run: apt-get install libsqlite3-dev"
#endif

#endif
