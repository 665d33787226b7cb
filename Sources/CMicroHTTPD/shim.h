#ifndef HARK_MICROHTTPD_SHIM_H
#define HARK_MICROHTTPD_SHIM_H

#if __has_include(<microhttpd.h>)
#include <microhttpd.h>
#else
#error "libmicrohttpd is not installed. Run: apt-get install libmicrohttpd-dev"
#endif

#endif
