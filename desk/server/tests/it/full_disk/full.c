/* What stands between a process and its disk. Below the folder `FULL` nothing more is taken once a file `ballast` lies
 * in it: `FULL_ERROR` is answered instead. `FULL_NESTED`, a folder in it, is a disk of its own. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
static int below(const char *path, const char *folder) {
    size_t length = folder ? strlen(folder) : 0;
    return folder && strncmp(path, folder, length) == 0 && path[length] == '/';
}
static int full(int fd) {
    char link[64], path[PATH_MAX], flag[PATH_MAX + 16];
    struct stat of;
    const char *disk = getenv("FULL"), *nested = getenv("FULL_NESTED");
    if (fstat(fd, &of) != 0 || !S_ISREG(of.st_mode)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (below(path, nested)) disk = nested;
    else if (!below(path, disk)) return 0;
    snprintf(flag, sizeof flag, "%s/ballast", disk);
    return access(flag, F_OK) == 0;
}
#define GUARD(name, type, parameters, arguments)                          \
    type name parameters {                                                \
        static type(*real) parameters;                                    \
        if (!real) real = (type(*) parameters)dlsym(RTLD_NEXT, #name);    \
        if (full(fd)) { errno = atoi(getenv("FULL_ERROR")); return -1; }  \
        return real arguments;                                            \
    }
GUARD(write, ssize_t, (int fd, const void *from, size_t size), (fd, from, size))
GUARD(pwrite, ssize_t, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at))
GUARD(pwrite64, ssize_t, (int fd, const void *from, size_t size, off64_t at), (fd, from, size, at))
