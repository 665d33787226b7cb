// A thread that resumes suspended connections, in the order in which they were suspended.

#pragma once

#include <pthread.h>
#include <stdbool.h>

#include "delivery.h"

struct resumer {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t filled;
    struct delivery *first, *last;
};

// Returns false when no thread can be had. It runs as long as the process.
bool resumer_start(struct resumer *resumer);

// Hands over a delivery whose connection is suspended; it stays the connection's own.
void resumer_enqueue(struct resumer *resumer, struct delivery *delivery);
