#ifndef HARK_MICROHTTPD_SHIM_H
#define HARK_MICROHTTPD_SHIM_H

#if __has_include(<microhttpd.h>)
#include <microhttpd.h>
/* Swift's module of the C library has neither. */
#include <malloc.h>
#include <sys/eventfd.h>

/* Swift cannot call variadic functions: these name the calls that the adapter makes. */

static inline struct MHD_Daemon *
hark_start_daemon(unsigned int flags, MHD_AccessHandlerCallback handler, void *context, const struct MHD_OptionItem *options)
{
    return MHD_start_daemon(flags, 0, NULL, NULL, handler, context, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static inline const union MHD_ConnectionInfo *
hark_connection_info(struct MHD_Connection *connection, enum MHD_ConnectionInfoType kind)
{
    return MHD_get_connection_info(connection, kind);
}

#else
#error "libmicrohttpd is not installed. Run: apt-get install libmicrohttpd-dev"
#endif

#endif
