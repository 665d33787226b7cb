/* Comes before the C library in a bot (LD_PRELOAD): holds or refuses what SQLite writes to the store, and moves the wall
   clock. A script controls it through the page of memory that the file $FAULTS_CONTROL holds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct control {
    volatile int64_t clock_offset; /* seconds */
    volatile int32_t hold_writes;  /* writes to the log wait as long as this is 1 */
    volatile int32_t hold_syncs;   /* so do flushes of the log, which come after the writes */
    volatile int32_t fail_syncs;   /* so many flushes of the log fail with EIO */
    volatile int32_t hold_at;      /* the write with this number waits for ever; 0: none */
    volatile int32_t held;         /* whether one waits now */
    volatile int32_t writes;       /* writes to the database and its log so far */
};

static struct control *control;

__attribute__((constructor)) static void open_control(void) {
    const char *path = getenv("FAULTS_CONTROL");
    if (!path) return;
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) abort();
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (page == MAP_FAILED) abort();
    close(file);
    control = page;
}

/* 2: the write-ahead log; 1: the database; 0: something else. */
static int part_of_store(int file) {
    char link[64], path[4096];
    char *end = link + sizeof link - 1;
    *end = 0;
    do *--end = '0' + file % 10; while (file /= 10);
    end -= 14;
    memcpy(end, "/proc/self/fd/", 14);
    ssize_t length = readlink(end, path, sizeof path);
    if (length > 12 && !memcmp(path + length - 12, "/hark.db-wal", 12)) return 2;
    return length > 8 && !memcmp(path + length - 8, "/hark.db", 8);
}

static void hold_while(volatile int32_t *flag, int32_t value) {
    struct timespec pause = {0, 1000000};
    for (; *flag == value; control->held = 1) nanosleep(&pause, NULL);
    control->held = 0;
}

static void before_write(int file) {
    if (!control) return;
    int part = part_of_store(file);
    if (!part) return;
    int32_t number = ++control->writes;
    if (control->hold_at && number >= control->hold_at) hold_while(&control->hold_at, control->hold_at);
    if (part == 2) hold_while(&control->hold_writes, 1);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *bytes, size_t count) {
    before_write(file);
    return NEXT(write)(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    before_write(file);
    return NEXT(pwrite)(file, bytes, count, offset);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    before_write(file);
    return NEXT(pwrite64)(file, bytes, count, offset);
}

static int refuses_sync(int file) {
    if (!control || part_of_store(file) != 2) return 0;
    hold_while(&control->hold_syncs, 1);
    if (control->fail_syncs <= 0) return 0;
    control->fail_syncs--;
    errno = EIO;
    return 1;
}

int fsync(int file) { return refuses_sync(file) ? -1 : NEXT(fsync)(file); }

int fdatasync(int file) { return refuses_sync(file) ? -1 : NEXT(fdatasync)(file); }

int clock_gettime(clockid_t clock, struct timespec *time) {
    static int (*next)(clockid_t, struct timespec *);
    if (!next) next = NEXT(clock_gettime);
    int result = next(clock, time);
    if (!result && control && clock == CLOCK_REALTIME) time->tv_sec += control->clock_offset;
    return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    int result = NEXT(gettimeofday)(time, zone);
    if (!result && control) time->tv_sec += control->clock_offset;
    return result;
}

time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}
