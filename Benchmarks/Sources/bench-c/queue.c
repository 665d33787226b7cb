#include "queue.h"

void queue_create(struct queue *queue) {
    pthread_mutex_init(&queue->mutex, NULL);
    pthread_cond_init(&queue->filled, NULL);
    queue->first = NULL;
}

void queue_put(struct queue *queue, struct delivery *delivery) {
    delivery->next = NULL;
    pthread_mutex_lock(&queue->mutex);
    if (queue->first == NULL) {
        queue->first = delivery;
    } else {
        queue->last->next = delivery;
    }
    queue->last = delivery;
    pthread_cond_signal(&queue->filled);
    pthread_mutex_unlock(&queue->mutex);
}

struct delivery *queue_take(struct queue *queue, unsigned most) {
    pthread_mutex_lock(&queue->mutex);
    while (queue->first == NULL) pthread_cond_wait(&queue->filled, &queue->mutex);
    struct delivery *first = queue->first, *last = first;
    for (unsigned count = 1; count < most && last->next != NULL; count++) last = last->next;
    queue->first = last->next;
    last->next = NULL;
    pthread_mutex_unlock(&queue->mutex);
    return first;
}
