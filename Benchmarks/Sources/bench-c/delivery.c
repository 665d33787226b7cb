#include "delivery.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BODY = 1 << 20 };

struct delivery *delivery_create(struct MHD_Connection *connection) {
    struct delivery *delivery = calloc(1, sizeof *delivery);
    if (delivery != NULL) delivery->connection = connection;
    return delivery;
}

bool delivery_append(struct delivery *delivery, const char *piece, size_t length) {
    if (length > MAX_BODY - delivery->length) return false;
    char *body = realloc(delivery->body, delivery->length + length);
    if (body == NULL) return false;
    memcpy(body + delivery->length, piece, length);
    delivery->body = body;
    delivery->length += length;
    return true;
}

void delivery_destroy(struct delivery *delivery) {
    if (delivery == NULL) return;
    free(delivery->body);
    free(delivery);
}
