// A thread that resumes suspended connections, in the order in which they were suspended.

#pragma once

#include <stdbool.h>

#include "queue.h"

struct resumer {
    pthread_t thread;
    struct queue queue;
};

// Returns false when no thread can be had. It runs as long as the process.
bool resumer_start(struct resumer *resumer);
