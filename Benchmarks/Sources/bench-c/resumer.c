#include "resumer.h"

static void *run(void *context) {
    for (;;) MHD_resume_connection(queue_take(context, 1)->connection);
    return NULL;
}

bool resumer_start(struct resumer *resumer) {
    queue_create(&resumer->queue);
    return pthread_create(&resumer->thread, NULL, run, &resumer->queue) == 0;
}
