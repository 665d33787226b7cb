#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>

void hark_terminal_open_missing_standard_descriptors(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        // The lowest number that is free is this one (POSIX, open), since those below are open by now.
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDWR) < 0) return;
    }
}

int hark_terminal_read(int fd, uint8_t *buffer, int capacity) {
    ssize_t count;
    do count = read(fd, buffer, (size_t)capacity); while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : (int)count;
}

int hark_terminal_write(int fd, const uint8_t *bytes, int count) {
    ssize_t taken;
    do taken = write(fd, bytes, (size_t)count); while (taken < 0 && errno == EINTR);
    return taken < 0 ? -errno : (int)taken;
}

int hark_terminal_write_now(int fd, const uint8_t *bytes, int count) {
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = (size_t)count};
    // The offset -1 is that of the descriptor, as for write (preadv2(2)).
    ssize_t taken = pwritev2(fd, &part, 1, -1, RWF_NOWAIT);
    return taken < 0 ? -errno : (int)taken;
}

int hark_terminal_wait_writable(int fd, int milliseconds) {
    struct pollfd output = {.fd = fd, .events = POLLOUT};
    int ready;
    do ready = poll(&output, 1, milliseconds); while (ready < 0 && errno == EINTR);
    return ready < 0 ? -errno : ready;
}

void hark_terminal_pause(int milliseconds) { poll(NULL, 0, milliseconds); }

int hark_terminal_open_unblocking(int fd) {
    if (!isatty(fd)) return -ENOTTY;
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int own = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    return own < 0 ? -errno : own;
}

int hark_terminal_open_wake(void) {
    int wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return wake < 0 ? -errno : wake;
}

void hark_terminal_wake(int wake) {
    uint64_t one = 1;
    // Fails only when the counter is full, and then the wait is woken already.
    ssize_t ignored = write(wake, &one, sizeof one);
    (void)ignored;
}

int hark_terminal_wait_readable(int fd, int wake) {
    struct pollfd inputs[] = {{.fd = fd, .events = POLLIN}, {.fd = wake, .events = POLLIN}};
    int ready;
    do ready = poll(inputs, 2, -1); while (ready < 0 && errno == EINTR);
    if (ready < 0) return -errno;
    uint64_t wakes;
    bool woken = inputs[1].revents != 0 && read(wake, &wakes, sizeof wakes) > 0;
    return (inputs[0].revents != 0 ? 1 : 0) | (woken ? 2 : 0);
}

bool hark_terminal_is_terminal(int fd) { return isatty(fd); }

bool hark_terminal_is_foreground(int fd) { return tcgetpgrp(fd) == getpgrp(); }

bool hark_terminal_is_same(int fd, int other) {
    struct stat one, two;
    return isatty(fd) && isatty(other) && fstat(fd, &one) == 0 && fstat(other, &two) == 0
        && one.st_rdev == two.st_rdev;
}

bool hark_terminal_is_same_stream(int fd, int other) {
    struct stat one, two;
    if (hark_terminal_is_same(fd, other)) return true;
    return fstat(fd, &one) == 0 && fstat(other, &two) == 0 && one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

int hark_terminal_width(int fd) {
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

void hark_terminal_ignore_broken_pipes(void) {
    struct sigaction found;
    if (sigaction(SIGPIPE, NULL, &found) == 0 && found.sa_handler == SIG_DFL) signal(SIGPIPE, SIG_IGN);
}
