#pragma once

#include <lifetimebound.h>
#include <ptrcheck.h>
#include <stdbool.h>
#include <stdint.h>

// What Swift cannot do with a terminal without raw pointers. The bounds of each buffer are annotated, so that Swift
// passes spans. Functions that can fail return the negated errno.

/// Opens /dev/null as each of the descriptors 0, 1 and 2 that is closed, so that no file or socket opened later gets its
/// number and takes what is meant for a standard stream. Of use only before anything else is opened.
void hark_terminal_open_missing_standard_descriptors(void);

/// read(2), again after EINTR: the number of bytes, 0 at the end.
int hark_terminal_read(int fd, uint8_t *__counted_by(capacity) buffer __noescape, int capacity);

/// One write(2), again after EINTR: the number of bytes taken.
int hark_terminal_write(int fd, const uint8_t *__counted_by(count) bytes __noescape, int count);

/// One pwritev2(2) with RWF_NOWAIT: the number of bytes taken without waiting, or -EAGAIN; -EOPNOTSUPP where the kind
/// of file does not allow to ask that, as terminals and most file systems.
int hark_terminal_write_now(int fd, const uint8_t *__counted_by(count) bytes __noescape, int count);

/// Whether write(2) will take something, waiting at most so many milliseconds: 1, or 0 when the time is up.
/// A broken descriptor counts as writable: the write then says what is wrong.
int hark_terminal_wait_writable(int fd, int milliseconds);

/// Waits so many milliseconds, or less when a signal comes.
void hark_terminal_pause(int milliseconds);

/// A descriptor of its own for this terminal, to which write(2) does not wait for room: poll(2) says that a terminal is
/// writable when it takes a single byte, and a longer write would then wait for as long as nothing reads. Others who use
/// the terminal notice nothing. The caller closes it.
int hark_terminal_open_unblocking(int fd);

/// A descriptor to interrupt `hark_terminal_wait_readable` with (eventfd(2)). The caller closes it.
int hark_terminal_open_wake(void);

/// Interrupts the wait, now or when it next begins.
void hark_terminal_wake(int wake);

/// Waits until `fd` can be read or someone wakes it: 1 readable, 2 woken, 3 both. The wake is used up.
int hark_terminal_wait_readable(int fd, int wake);

/// Whether this is a terminal.
bool hark_terminal_is_terminal(int fd);

/// Whether this process belongs to the terminal's foreground group: others are stopped when they read it (SIGTTIN).
bool hark_terminal_is_foreground(int fd);

/// Whether both are the same terminal.
bool hark_terminal_is_same(int fd, int other);

/// Whether both lead to the same terminal, file, pipe or socket.
bool hark_terminal_is_same_stream(int fd, int other);

/// The width in columns, 80 when the terminal does not say.
int hark_terminal_width(int fd);

/// Turns echo, line editing and the keyboard's signals off; output processing stays. The modes found by the first call
/// are kept until `hark_terminal_restore`, which also runs at exit and before a signal ends the process.
/// One terminal per process.
int hark_terminal_make_raw(int fd);

/// Puts back the modes that `hark_terminal_make_raw` found. Does nothing when there are none.
void hark_terminal_restore(void);

/// Stops the process as Ctrl-Z does elsewhere, with the modes put back. Returns when it has been continued.
void hark_terminal_suspend(void);

/// From now on a change of the window's size (SIGWINCH) and a continuation (SIGCONT) wake this descriptor; -1: none.
void hark_terminal_watch(int wake);

/// Makes writing to a closed pipe an error (EPIPE) instead of the end of the process, unless SIGPIPE has a handler.
void hark_terminal_ignore_broken_pipes(void);
