/* A Modbus TCP server that costs as little as possible: one thread, epoll, functions 03 and 04, register n holds n. Ends with its standard input. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct peer {
    int socket;
    int held;
    unsigned char bytes[512];
};

static void answer(struct peer *peer)
{
    unsigned char reply[260];
    int at = 0;
    while (peer->held - at >= 12) {
        unsigned char *ask = peer->bytes + at;
        int start = ask[8] << 8 | ask[9], count = ask[10] << 8 | ask[11];
        if (ask[5] != 6 || count < 1 || count > 125) exit(1);
        memcpy(reply, ask, 8);
        reply[4] = (unsigned char)((3 + 2 * count) >> 8);
        reply[5] = (unsigned char)(3 + 2 * count);
        reply[8] = (unsigned char)(2 * count);
        for (int i = 0; i < count; i++) {
            reply[9 + 2 * i] = (unsigned char)((start + i) >> 8);
            reply[10 + 2 * i] = (unsigned char)(start + i);
        }
        if (send(peer->socket, reply, (size_t)(9 + 2 * count), MSG_NOSIGNAL) < 0 && errno != EPIPE && errno != ECONNRESET) exit(1);
        at += 12;
    }
    memmove(peer->bytes, peer->bytes + at, (size_t)(peer->held - at));
    peer->held -= at;
}

static void add(int epoll, int socket, void *pointer)
{
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = pointer };
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) < 0) exit(1);
}

int main(void)
{
    int one = 1, listening = socket(AF_INET, SOCK_STREAM, 0), epoll = epoll_create1(0);
    struct sockaddr_in any = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof any;
    struct epoll_event events[64];
    if (bind(listening, (struct sockaddr *)&any, sizeof any) < 0 || listen(listening, 128) < 0 || getsockname(listening, (struct sockaddr *)&any, &size) < 0) return 1;
    printf("%d\n", ntohs(any.sin_port));
    fflush(stdout);
    add(epoll, listening, NULL);
    add(epoll, STDIN_FILENO, &one);
    for (;;) {
        int ready = epoll_wait(epoll, events, 64, -1);
        for (int i = 0; i < ready; i++) {
            struct peer *peer = events[i].data.ptr;
            if (events[i].data.ptr == &one) return 0;
            if (peer == NULL) {
                peer = calloc(1, sizeof *peer);
                peer->socket = accept(listening, NULL, NULL);
                setsockopt(peer->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                add(epoll, peer->socket, peer);
                continue;
            }
            ssize_t heard = recv(peer->socket, peer->bytes + peer->held, sizeof peer->bytes - (size_t)peer->held, 0);
            if (heard <= 0) {
                close(peer->socket);
                free(peer);
                continue;
            }
            peer->held += (int)heard;
            answer(peer);
        }
    }
}
