// What the upstream and the load generator share: the clock, socket options, the descriptor limit.
#ifndef PATCHBAY_BENCH_COMMON_H
#define PATCHBAY_BENCH_COMMON_H

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SECOND UINT64_C(1000000000)
#define MILLISECOND UINT64_C(1000000)

// Nanoseconds of CLOCK_MONOTONIC: the same clock in every process of a machine, so that a time stamp which the
// upstream writes into a chunk can be compared with the time at which the load generator reads it.
static inline uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

static inline void no_delay(int fd) {
  int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

// A thousand streams need more descriptors than the usual soft limit of 1,024 leaves.
static inline void raise_descriptor_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit)) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Waits for the epoll set with nanosecond precision (epoll_wait itself counts in milliseconds).
static inline int wait_events(int epoll, struct epoll_event *events, int most, uint64_t until) {
  if (until) {
    uint64_t t = now();
    uint64_t rest = until > t ? until - t : 0;
    struct timespec timeout = {(time_t)(rest / SECOND), (long)(rest % SECOND)};
    struct pollfd set = {.fd = epoll, .events = POLLIN};
    if (rest && ppoll(&set, 1, &timeout, NULL) <= 0) return 0;
    return epoll_wait(epoll, events, most, 0);
  }
  return epoll_wait(epoll, events, most, -1);
}

static inline void *must(void *memory) {
  if (memory) return memory;
  fputs("out of memory\n", stderr);
  exit(1);
}

#endif
