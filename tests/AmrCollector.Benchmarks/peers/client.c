/* libmodbus as its documentation uses it: a context a connection, each call waits for its reply. "loop": one thread goes round all
   connections. "threads": a thread a connection. Prints requests, CPU and wall microseconds of the second, measured part. */
#include <errno.h>
#include <modbus.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static int port, registers, rounds;

static long cpu(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000L + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

static long wall(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

static void ask(modbus_t *context, int round)
{
    uint16_t read[125];
    int start = round % 1000;
    if (modbus_read_registers(context, start, registers, read) != registers || read[0] != start) {
        fprintf(stderr, "a wrong reply: %s\n", modbus_strerror(errno));
        exit(1);
    }
}

static void *all_rounds(void *context)
{
    for (int round = 0; round < rounds; round++) ask(context, round);
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc != 6) return 2;
    port = atoi(argv[1]);
    int connections = atoi(argv[2]), requests = atoi(argv[3]), threads = strcmp(argv[5], "threads") == 0;
    registers = atoi(argv[4]);
    modbus_t **contexts = calloc((size_t)connections, sizeof *contexts);
    pthread_t *running = calloc((size_t)connections, sizeof *running);
    for (int i = 0; i < connections; i++) {
        contexts[i] = modbus_new_tcp("127.0.0.1", port);
        modbus_set_slave(contexts[i], 1);
        if (modbus_connect(contexts[i]) < 0) return 1;
    }
    for (int part = 0; part < 2; part++) {
        long cpu_before = cpu(), wall_before = wall();
        rounds = requests / connections / (part == 0 ? 4 : 1);
        if (threads) {
            for (int i = 0; i < connections; i++) pthread_create(&running[i], NULL, all_rounds, contexts[i]);
            for (int i = 0; i < connections; i++) pthread_join(running[i], NULL);
        } else {
            for (int round = 0; round < rounds; round++)
                for (int i = 0; i < connections; i++) ask(contexts[i], round);
        }
        if (part == 1) printf("%ld %ld %ld 0\n", (long)rounds * connections, cpu() - cpu_before, wall() - wall_before);
    }
    return 0;
}
