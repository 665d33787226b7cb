#ifndef HARK_POSTGRESQL_SHIM_H
#define HARK_POSTGRESQL_SHIM_H

/* Debian has a folder of its own for it. */
#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#elif __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#error "libpq is not installed. Run: apt-get install libpq-dev"
#endif

/* Wakes the threads that wait for connections. */
#include <sys/eventfd.h>

#endif
