#ifndef HARK_GNUTLS_SHIM_H
#define HARK_GNUTLS_SHIM_H

#if __has_include(<gnutls/gnutls.h>)
#include <gnutls/gnutls.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>

/* To Swift, gnutls_free is a variable that any thread may change. */
static inline void
hark_gnutls_free(void *memory)
{
    gnutls_free(memory);
}

/* A macro, which Swift does not see: the number by which gnutls_x509_privkey_generate knows a curve. */
static inline unsigned int
hark_curve_bits(gnutls_ecc_curve_t curve)
{
    return GNUTLS_CURVE_TO_BITS(curve);
}

#else
#error "GnuTLS is not installed. Run: apt-get install libmicrohttpd-dev"
#endif

#endif
