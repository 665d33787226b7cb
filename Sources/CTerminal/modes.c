#include "CTerminal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

// Written only while `raw_terminal` is -1, so that a signal handler that finds it set reads whole values.
static struct termios cooked;
static atomic_int raw_terminal = -1;
static atomic_int watcher = -1;

// The signals that end a process unless handled: asked for by someone, or raised by a fault of its own.
static const int endings[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
enum { ending_count = sizeof endings / sizeof endings[0], first_fault = 4 };
static struct sigaction previous[ending_count];

void hark_terminal_restore(void) {
    int fd = atomic_exchange(&raw_terminal, -1);
    if (fd >= 0) tcsetattr(fd, TCSANOW, &cooked);
}

static void restore_and_end(int number) {
    int saved = errno;
    hark_terminal_restore();
    for (int index = 0; index < ending_count; index++) {
        if (endings[index] != number) continue;
        sigaction(number, &previous[index], NULL);
        // A fault happens again on return, with its details, for whoever handled it before.
        if (index <= first_fault) raise(number);
    }
    errno = saved;
}

/// A fault is always taken note of; another signal only when it would end the process.
static void catch_endings(void) {
    for (int index = 0; index < ending_count; index++) {
        struct sigaction found;
        if (sigaction(endings[index], NULL, &found) != 0) continue;
        if (found.sa_handler != SIG_DFL && index < first_fault) continue;
        struct sigaction action = {.sa_handler = restore_and_end, .sa_flags = SA_NODEFER | SA_ONSTACK};
        sigemptyset(&action.sa_mask);
        previous[index] = found;
        sigaction(endings[index], &action, NULL);
    }
    atexit(hark_terminal_restore);
}

int hark_terminal_make_raw(int fd) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (atomic_load(&raw_terminal) < 0 && tcgetattr(fd, &cooked) != 0) return -errno;
    pthread_once(&once, catch_endings);
    atomic_store(&raw_terminal, fd);
    struct termios raw = cooked;
    raw.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | ISTRIP | IXON);
    raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    raw.c_oflag |= OPOST | ONLCR;
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    return tcsetattr(fd, TCSANOW, &raw) == 0 ? 0 : -errno;
}

void hark_terminal_suspend(void) {
    hark_terminal_restore();
    // First the rest of the job, as the keyboard would, then this thread: so the process stops once, and the call
    // returns only after that.
    struct sigaction ignoring = {.sa_handler = SIG_IGN}, found;
    sigset_t stop, mask;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    sigaction(SIGTSTP, &ignoring, &found);
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &found, NULL);
    pthread_sigmask(SIG_UNBLOCK, &stop, &mask);
    raise(SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
}

static void wake_watcher(int number) {
    (void)number;
    int saved = errno;
    int wake = atomic_load(&watcher);
    if (wake >= 0) hark_terminal_wake(wake);
    errno = saved;
}

void hark_terminal_watch(int wake) {
    atomic_store(&watcher, wake);
    if (wake < 0) return;
    struct sigaction action = {.sa_handler = wake_watcher, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGWINCH, &action, NULL);
    sigaction(SIGCONT, &action, NULL);
}
