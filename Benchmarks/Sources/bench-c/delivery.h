// One request and its body.

#pragma once

#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>

struct delivery {
    struct MHD_Connection *connection;
    char *body;
    size_t length;
    char *head; // what a store keeps of it
    size_t head_length;
    bool was_suspended;
    struct delivery *next; // in a queue
};

// Returns NULL when memory is short.
struct delivery *delivery_create(struct MHD_Connection *connection);

// Takes one more piece of the body. Returns false when the body is longer than 1 MiB or memory is short.
bool delivery_append(struct delivery *delivery, const char *piece, size_t length);

// Takes the method, the path and the header fields as text. Returns false when memory is short.
bool delivery_take_head(struct delivery *delivery, const char *method, const char *path);

// Frees it; NULL is fine.
void delivery_destroy(struct delivery *delivery);
