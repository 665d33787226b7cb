// Deliveries whose connections are suspended, on their way to another thread.

#pragma once

#include <pthread.h>

#include "delivery.h"

struct queue {
    pthread_mutex_t mutex;
    pthread_cond_t filled;
    struct delivery *first, *last;
};

void queue_create(struct queue *queue);

// Hands over a delivery; it stays the connection's own.
void queue_put(struct queue *queue, struct delivery *delivery);

// Waits for deliveries and takes at most so many. The oldest comes first, the others follow it.
struct delivery *queue_take(struct queue *queue, unsigned most);
