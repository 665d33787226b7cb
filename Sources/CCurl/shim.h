#ifndef HARK_CURL_SHIM_H
#define HARK_CURL_SHIM_H

#if __has_include(<curl/curl.h>)
#include <curl/curl.h>
#include <dlfcn.h>

/* The functions of libcurl that the client calls, without the prefix curl_. */
#define HARK_CURL_FUNCTIONS(F)                                                                                         \
    F(easy_cleanup) F(easy_getinfo) F(easy_init) F(easy_setopt) F(easy_strerror) F(free) F(global_init)                \
    F(multi_add_handle) F(multi_cleanup) F(multi_info_read) F(multi_init) F(multi_perform) F(multi_poll)               \
    F(multi_remove_handle) F(multi_setopt) F(multi_strerror) F(multi_wakeup)                                           \
    F(slist_append) F(slist_free_all) F(url) F(url_cleanup) F(url_get) F(url_set) F(version_info)

/* libcurl as dlopen(3) found it. Nothing is linked with it: it brings some thirty libraries along. */
struct hark_curl {
#define HARK_CURL_MEMBER(name) __typeof__(curl_##name) *_Nonnull name;
    HARK_CURL_FUNCTIONS(HARK_CURL_MEMBER)
#undef HARK_CURL_MEMBER
};

/* Loads the library, which stays; NULL when there is none, or one that lacks a function. */
static inline const struct hark_curl *_Nullable
hark_curl_load(void)
{
    static struct hark_curl curl;
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    void *address;

    if (library == NULL)
        library = dlopen("libcurl-gnutls.so.4", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        return NULL;
#define HARK_CURL_LOOK_UP(name)                                                                                        \
    if ((address = dlsym(library, "curl_" #name)) == NULL)                                                             \
        return NULL;                                                                                                   \
    curl.name = (__typeof__(curl_##name) *)address;
    HARK_CURL_FUNCTIONS(HARK_CURL_LOOK_UP)
#undef HARK_CURL_LOOK_UP
    return &curl;
}

/* Swift cannot call variadic functions: these name the calls that the client makes. */

static inline CURLcode
hark_curl_set_long(struct hark_curl curl, CURL *handle, CURLoption option, long value)
{
    return curl.easy_setopt(handle, option, value);
}

static inline CURLcode
hark_curl_set_offset(struct hark_curl curl, CURL *handle, CURLoption option, curl_off_t value)
{
    return curl.easy_setopt(handle, option, value);
}

static inline CURLcode
hark_curl_set_string(struct hark_curl curl, CURL *handle, CURLoption option, const char *value)
{
    return curl.easy_setopt(handle, option, value);
}

static inline CURLcode
hark_curl_set_pointer(struct hark_curl curl, CURL *handle, CURLoption option, void *value)
{
    return curl.easy_setopt(handle, option, value);
}

static inline CURLcode
hark_curl_set_list(struct hark_curl curl, CURL *handle, CURLoption option, struct curl_slist *value)
{
    return curl.easy_setopt(handle, option, value);
}

static inline CURLcode
hark_curl_set_callback(struct hark_curl curl, CURL *handle, CURLoption option, curl_write_callback value)
{
    return curl.easy_setopt(handle, option, value);
}

static inline CURLcode
hark_curl_set_prereq(struct hark_curl curl, CURL *handle, curl_prereq_callback value)
{
    return curl.easy_setopt(handle, CURLOPT_PREREQFUNCTION, value);
}

static inline CURLcode
hark_curl_get_long(struct hark_curl curl, CURL *handle, CURLINFO info, long *value)
{
    return curl.easy_getinfo(handle, info, value);
}

static inline CURLMcode
hark_curl_multi_set_long(struct hark_curl curl, CURLM *multi, CURLMoption option, long value)
{
    return curl.multi_setopt(multi, option, value);
}

/* Ubuntu 22.04 has libcurl 7.81, which knows the older option alone. */
static inline CURLcode
hark_curl_allow_http_only(struct hark_curl curl, CURL *handle)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl.easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl.easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

/* Since libcurl 7.87. Without it, a transfer that ends while its name is being resolved holds up all others. */
static inline CURLcode
hark_curl_leave_resolver_behind(struct hark_curl curl, CURL *handle)
{
#if LIBCURL_VERSION_NUM >= 0x075700
    return curl.easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)curl;
    (void)handle;
    return CURLE_OK;
#endif
}

#else
#error "libcurl is not installed. Run: apt-get install libcurl4-openssl-dev"
#endif

#endif
