/* Loaded before the service: the kernel of the machine calls its clock synchronised, whether it does or not. Nothing is set.
   The service finds adjtimex by dlsym, so that is what answers for it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

static int synchronised(void *timex)
{
    (void)timex;
    return 0; /* TIME_OK */
}

void *dlsym(void *restrict handle, const char *restrict name)
{
    static const char *const versions[] = {"GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5"};
    static void *(*library)(void *, const char *);
    for (size_t i = 0; library == NULL && i < sizeof versions / sizeof *versions; i++)
        library = (void *(*)(void *, const char *))dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    return strcmp(name, "adjtimex") == 0 ? (void *)synchronised : library(handle, name);
}
