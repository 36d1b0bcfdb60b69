/* Loaded before the service: the folder named by AMR_TEST_DISK is on a disk of its own, which the file named by AMR_TEST_DISK_STATE (two times
   64 bits, mapped) makes read-only, as a kernel does after an error, or slow: so many milliseconds for each flush. Only what is asked
   for with a path or a descriptor in that folder is touched. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static const char *folder;
static const volatile long long *state;

#define REAL(name, type) \
    static __typeof__(type) *real; \
    if (real == NULL) real = (__typeof__(real))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void map(void)
{
    folder = getenv("AMR_TEST_DISK");
    const char *path = getenv("AMR_TEST_DISK_STATE");
    int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    void *page = mmap(NULL, 2 * sizeof *state, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (page != MAP_FAILED) state = page;
}

static int is_there(const char *path)
{
    return folder != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_of(int file)
{
    char link[64], path[PATH_MAX + 1];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, PATH_MAX);
    if (length < 0) return 0;
    path[length] = 0;
    return is_there(path);
}

static int refuses(int yes)
{
    if (yes) errno = EROFS;
    return yes;
}

static int is_read_only(void)
{
    return state != NULL && state[0] != 0;
}

static int refuses_file(int file)
{
    return is_read_only() && refuses(is_of(file));
}

static int refuses_path(const char *path)
{
    return is_read_only() && refuses(is_there(path));
}

static void flush_slowly(int file)
{
    if (state == NULL || state[1] == 0 || !is_of(file)) return;
    struct timespec wait = {state[1] / 1000, state[1] % 1000 * 1000000};
    nanosleep(&wait, NULL);
}

int open(const char *path, int flags, ...)
{
    REAL("open", int (const char *, int, mode_t));
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if ((flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0 && refuses_path(path)) return -1;
    return real(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open(path, flags, mode);
}

ssize_t write(int file, const void *bytes, size_t count)
{
    REAL("write", ssize_t (int, const void *, size_t));
    return refuses_file(file) ? -1 : real(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at)
{
    REAL("pwrite", ssize_t (int, const void *, size_t, off_t));
    return refuses_file(file) ? -1 : real(file, bytes, count, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at)
{
    return pwrite(file, bytes, count, at);
}

int ftruncate(int file, off_t length)
{
    REAL("ftruncate", int (int, off_t));
    return refuses_file(file) ? -1 : real(file, length);
}

int ftruncate64(int file, off64_t length)
{
    return ftruncate(file, length);
}

int unlink(const char *path)
{
    REAL("unlink", int (const char *));
    return refuses_path(path) ? -1 : real(path);
}

int fsync(int file)
{
    REAL("fsync", int (int));
    flush_slowly(file);
    return refuses_file(file) ? -1 : real(file);
}

int fdatasync(int file)
{
    REAL("fdatasync", int (int));
    flush_slowly(file);
    return refuses_file(file) ? -1 : real(file);
}
