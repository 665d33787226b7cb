// A plain C server on libmicrohttpd's defaults, with one thread: the limit of what can be had on that library.
// Usage: bench-c PORT [DATABASE]. It serves POST /sync and POST /suspend on 127.0.0.1 until it is killed, and with a
// database, which it makes, POST /stored: answered when the delivery is on the disk.

#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "delivery.h"
#include "resumer.h"
#include "store.h"

enum { MAX_CONNECTIONS = 6000 };

struct server {
    struct resumer resumer;
    struct store store;
    bool has_store;
};

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, const char *text) {
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(text), (void *)text, MHD_RESPMEM_MUST_COPY);
    if (response == NULL) return MHD_NO;
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain; charset=utf-8");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result suspend(struct queue *queue, struct delivery *delivery) {
    delivery->was_suspended = true;
    MHD_suspend_connection(delivery->connection);
    queue_put(queue, delivery);
    return MHD_YES;
}

static enum MHD_Result answer_delivery(struct MHD_Connection *connection, const struct delivery *delivery) {
    char text[64];
    snprintf(text, sizeof text, "received %zu bytes\n", delivery->length);
    return answer(connection, MHD_HTTP_OK, text);
}

// MHD_AccessHandlerCallback: called once with the headers, once for each piece of the body, once at its end, and once
// more when the connection was suspended there and is resumed.
static enum MHD_Result handle(void *server_context, struct MHD_Connection *connection, const char *path, const char *method,
                              const char *version, const char *piece, size_t *piece_length, void **context) {
    (void)version;
    struct server *server = server_context;
    struct delivery *delivery = *context;
    if (delivery == NULL) {
        *context = delivery_create(connection);
        return *context == NULL ? MHD_NO : MHD_YES;
    }
    if (*piece_length > 0) {
        if (!delivery_append(delivery, piece, *piece_length)) return MHD_NO;
        *piece_length = 0;
        return MHD_YES;
    }
    if (strcmp(method, MHD_HTTP_METHOD_POST) != 0) {
        return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "POST only\n");
    }
    if (server->has_store && strcmp(path, "/stored") == 0) {
        if (delivery->was_suspended) return answer(connection, MHD_HTTP_ACCEPTED, "stored\n");
        if (!delivery_take_head(delivery, method, path)) return MHD_NO;
        return suspend(&server->store.queue, delivery);
    }
    if (strcmp(path, "/sync") == 0 || delivery->was_suspended) return answer_delivery(connection, delivery);
    if (strcmp(path, "/suspend") == 0) return suspend(&server->resumer.queue, delivery);
    return answer(connection, MHD_HTTP_NOT_FOUND, "nothing here\n");
}

// MHD_RequestCompletedCallback.
static void complete(void *unused, struct MHD_Connection *connection, void **context,
                     enum MHD_RequestTerminationCode code) {
    (void)unused, (void)connection, (void)code;
    delivery_destroy(*context);
}

int main(int argc, char **argv) {
    char *end = NULL;
    unsigned long port = argc == 2 || argc == 3 ? strtoul(argv[1], &end, 10) : 0;
    if (port == 0 || port > 65535 || *end != '\0') {
        fprintf(stderr, "usage: bench-c PORT [DATABASE]\n");
        return EXIT_FAILURE;
    }
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    static struct server server;
    if (!resumer_start(&server.resumer)) {
        fprintf(stderr, "bench-c: no thread\n");
        return EXIT_FAILURE;
    }
    server.has_store = argc == 3;
    if (server.has_store && !store_start(&server.store, argv[2])) {
        fprintf(stderr, "bench-c: no store at %s\n", argv[2]);
        return EXIT_FAILURE;
    }
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, handle, &server,
        MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_NOTIFY_COMPLETED, complete, NULL,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)MAX_CONNECTIONS, MHD_OPTION_END);
    if (daemon == NULL) {
        fprintf(stderr, "bench-c: cannot listen on port %lu\n", port);
        return EXIT_FAILURE;
    }
    for (;;) pause();
}
