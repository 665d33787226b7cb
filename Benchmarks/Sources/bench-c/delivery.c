#include "delivery.h"

#include <stdio.h>
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

static enum MHD_Result write_field(void *head, enum MHD_ValueKind kind, const char *name, const char *value) {
    (void)kind;
    return fprintf(head, "%s: %s\n", name, value) < 0 ? MHD_NO : MHD_YES;
}

bool delivery_take_head(struct delivery *delivery, const char *method, const char *path) {
    FILE *head = open_memstream(&delivery->head, &delivery->head_length);
    if (head == NULL) return false;
    fprintf(head, "%s %s\n", method, path);
    MHD_get_connection_values(delivery->connection, MHD_HEADER_KIND, write_field, head);
    return fclose(head) == 0;
}

void delivery_destroy(struct delivery *delivery) {
    if (delivery == NULL) return;
    free(delivery->head);
    free(delivery->body);
    free(delivery);
}
