#ifndef HARK_EXPAT_SHIM_H
#define HARK_EXPAT_SHIM_H

#if __has_include(<expat.h>)
#include <expat.h>

/* Since expat 2.6, a token that comes in small pieces may wait for more bytes than it needs. Stanzas must not. */
static inline void
hark_expat_parse_at_once(XML_Parser _Nonnull parser)
{
#if XML_MAJOR_VERSION > 2 || XML_MINOR_VERSION >= 6
    XML_SetReparseDeferralEnabled(parser, XML_FALSE);
#else
    (void)parser;
#endif
}

#else
#error "expat is not installed. Run: apt-get install libexpat1-dev"
#endif

#endif
