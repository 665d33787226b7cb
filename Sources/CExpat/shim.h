#ifndef HARK_EXPAT_SHIM_H
#define HARK_EXPAT_SHIM_H

#if __has_include(<expat.h>)
#include <expat.h>

/* Since expat 2.6 a token that comes in small pieces may wait for more bytes than it needs. Stanzas must not. Distributions
 * have brought that into earlier versions too, so that the version does not say whether the function is there. */
XML_Bool XML_SetReparseDeferralEnabled(XML_Parser parser, XML_Bool enabled) __attribute__((weak));

static inline void
hark_expat_parse_at_once(XML_Parser _Nonnull parser)
{
    if (XML_SetReparseDeferralEnabled) {
        XML_SetReparseDeferralEnabled(parser, XML_FALSE);
    }
}

#else
#error "expat is not installed. Run: apt-get install libexpat1-dev"
#endif

#endif
