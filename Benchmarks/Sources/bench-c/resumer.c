#include "resumer.h"

static struct delivery *dequeue(struct resumer *resumer) {
    pthread_mutex_lock(&resumer->mutex);
    while (resumer->first == NULL) pthread_cond_wait(&resumer->filled, &resumer->mutex);
    struct delivery *delivery = resumer->first;
    resumer->first = delivery->next;
    pthread_mutex_unlock(&resumer->mutex);
    return delivery;
}

static void *run(void *context) {
    for (;;) MHD_resume_connection(dequeue(context)->connection);
    return NULL;
}

bool resumer_start(struct resumer *resumer) {
    pthread_mutex_init(&resumer->mutex, NULL);
    pthread_cond_init(&resumer->filled, NULL);
    resumer->first = NULL;
    return pthread_create(&resumer->thread, NULL, run, resumer) == 0;
}

void resumer_enqueue(struct resumer *resumer, struct delivery *delivery) {
    delivery->next = NULL;
    pthread_mutex_lock(&resumer->mutex);
    if (resumer->first == NULL) {
        resumer->first = delivery;
    } else {
        resumer->last->next = delivery;
    }
    resumer->last = delivery;
    pthread_cond_signal(&resumer->filled);
    pthread_mutex_unlock(&resumer->mutex);
}
