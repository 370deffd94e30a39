// Load generator: sends one prepared request over and over and prints what it saw as one JSON line.
//
//   load -t HOST:PORT -u PATH -b BODYFILE -c CONNECTIONS (-n REQUESTS | -d SECONDS)
//        [-w REQUESTS]  warm-up: the first so many are not counted
//        [-r RATE]      requests per second at fixed times (open loop); without it the next request follows the answer
//        [-e CHUNKS]    time-stamped chunks that every answer must hold; others count as `broken`
//        [-p PID,PID]   processes whose CPU time (schedstat, all threads) and resident memory are read
//        [-s MS]        how long to wait before the last CPU reading, for work that is done after the answer
//        [-H 'name: value']...
#include "common.h"
#include <dirent.h>

enum state { HEAD, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER, BODY, DONE };

struct connection {
  int fd;
  bool busy, close_after;
  size_t written;
  uint64_t started;
  enum state state;
  int status;
  char head[16384];
  size_t head_length;
  // Bytes left of the body or the chunk; -1: until the connection closes.
  long left;
  char line[64];
  size_t line_length;
  // The time stamp that is being read: how much of "t=" plus digits matched so far.
  int stamp_matched;
  uint64_t stamp;
  int chunks;
};

struct samples {
  float *values;
  size_t count, capacity;
};

// Four million samples of 4 bytes: more than a window of seconds can produce.
#define MOST_SAMPLES 4000000
#define STAMP_DIGITS 19
// Nothing arrives for so long: the gateway under test is stuck, and waiting on would hide it.
#define STALLED (20 * SECOND)
#define MOST_ERRORS 1000

static struct sockaddr_in target;
static int epoll;
static char *request;
static size_t request_length;
static int expected_chunks = -1;
static struct samples latency, first_token, chunk_latency;
static uint64_t errors, bad_status, broken, late, streams_open, most_streams_open;
static bool counting;

static void add_sample(struct samples *s, double microseconds) {
  if (!counting || s->count == MOST_SAMPLES) return;
  if (s->count == s->capacity) {
    s->capacity = s->capacity ? s->capacity * 2 : 65536;
    s->values = must(realloc(s->values, s->capacity * sizeof *s->values));
  }
  s->values[s->count++] = (float)microseconds;
}

static int compare(const void *a, const void *b) {
  float x = *(const float *)a, y = *(const float *)b;
  return x < y ? -1 : x > y;
}

static void print_samples(const char *name, struct samples *s) {
  if (!s->count) {
    printf(",\"%s\":null", name);
    return;
  }
  qsort(s->values, s->count, sizeof *s->values, compare);
  printf(",\"%s\":{\"count\":%zu,\"p50\":%.1f,\"p99\":%.1f,\"max\":%.1f}", name, s->count,
         s->values[(s->count - 1) / 2], s->values[(size_t)((double)(s->count - 1) * 0.99)], s->values[s->count - 1]);
}

// CPU nanoseconds of all threads of the processes: the first figure of schedstat is the time spent running.
static uint64_t cpu_time(const int *pids, int count) {
  uint64_t sum = 0;
  for (int i = 0; i < count; i++) {
    char path[512];
    snprintf(path, sizeof path, "/proc/%d/task", pids[i]);
    DIR *directory = opendir(path);
    if (!directory) {
      fprintf(stderr, "process %d is gone\n", pids[i]);
      exit(1);
    }
    for (struct dirent *entry; (entry = readdir(directory));) {
      if (entry->d_name[0] == '.') continue;
      snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", pids[i], entry->d_name);
      FILE *file = fopen(path, "r");
      unsigned long long running;
      if (!file) continue;
      if (fscanf(file, "%llu", &running) == 1) sum += running;
      fclose(file);
    }
    closedir(directory);
  }
  return sum;
}

static long resident_kb(const int *pids, int count) {
  long sum = 0, page_kb = sysconf(_SC_PAGESIZE) / 1024;
  for (int i = 0; i < count; i++) {
    char path[64];
    long total, resident;
    snprintf(path, sizeof path, "/proc/%d/statm", pids[i]);
    FILE *file = fopen(path, "r");
    if (!file) continue;
    if (fscanf(file, "%ld %ld", &total, &resident) == 2) sum += resident * page_kb;
    fclose(file);
  }
  return sum;
}

// Connects one after the other and waits for each: a thousand at once would overflow the accept queue, and the
// second that the kernel then waits would look like the gateway's own slowness.
static bool open_connection(struct connection *c) {
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&target, sizeof target)) {
    if (c->fd >= 0) close(c->fd);
    c->fd = -1;
    return false;
  }
  no_delay(c->fd);
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = c};
  return !epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
}

static bool write_request(struct connection *c) {
  while (c->written < request_length) {
    ssize_t sent = send(c->fd, request + c->written, request_length - c->written, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) return errno == EAGAIN;
    c->written += (size_t)sent;
  }
  return true;
}

static bool start_request(struct connection *c, uint64_t scheduled) {
  c->busy = true;
  c->close_after = false;
  c->written = c->head_length = c->line_length = 0;
  c->state = HEAD;
  c->stamp_matched = c->chunks = 0;
  c->started = scheduled;
  return write_request(c);
}

// Looks for time stamps; what a read cut in two is continued with the next.
static void read_text(struct connection *c, const char *bytes, size_t length, uint64_t t) {
  for (const char *end = bytes + length; bytes < end;) {
    if (!c->stamp_matched) {
      bytes = memchr(bytes, 't', (size_t)(end - bytes));
      if (!bytes) return;
      c->stamp_matched = 1;
      bytes++;
      continue;
    }
    char next = *bytes;
    if (c->stamp_matched == 1) {
      c->stamp_matched = next == '=' ? 2 : 0;
      c->stamp = 0;
      if (next == '=') bytes++;
      continue;
    }
    if (next < '0' || next > '9') {
      c->stamp_matched = 0;
      continue;
    }
    bytes++;
    c->stamp = c->stamp * 10 + (uint64_t)(next - '0');
    if (++c->stamp_matched < STAMP_DIGITS + 2) continue;
    c->stamp_matched = 0;
    add_sample(&chunk_latency, (double)(t - c->stamp) / 1e3);
    if (c->chunks++ == 0) {
      add_sample(&first_token, (double)(t - c->started) / 1e3);
      if (++streams_open > most_streams_open) most_streams_open = streams_open;
    }
  }
}

static enum state after_head(struct connection *c) {
  c->status = atoi(c->head + 9);
  if (c->status == 100) {
    c->head_length = 0;
    return HEAD;
  }
  const char *length = strcasestr(c->head, "\ncontent-length:");
  const char *encoding = strcasestr(c->head, "\ntransfer-encoding:");
  const char *connection = strcasestr(c->head, "\nconnection:");
  c->close_after = connection && !strncasecmp(connection + 12 + strspn(connection + 12, " "), "close", 5);
  if (encoding && strcasestr(encoding, "chunked")) return CHUNK_SIZE;
  c->left = length ? strtol(length + 16, NULL, 10) : -1;
  if (c->left < 0) c->close_after = true;
  return c->left ? BODY : DONE;
}

// Takes what was read; false when it is no HTTP answer.
static bool take(struct connection *c, const char *bytes, size_t length, uint64_t t) {
  size_t at = 0;
  while (at < length && c->state != DONE) {
    switch (c->state) {
      case HEAD:
        if (c->head_length == sizeof c->head - 1) return false;
        c->head[c->head_length++] = bytes[at++];
        if (c->head_length > 12 && !memcmp(c->head + c->head_length - 4, "\r\n\r\n", 4)) {
          c->head[c->head_length] = 0;
          c->state = after_head(c);
        }
        break;
      case CHUNK_SIZE:
        if (c->line_length == sizeof c->line - 1) return false;
        c->line[c->line_length++] = bytes[at];
        if (bytes[at++] == '\n') {
          c->line[c->line_length] = 0;
          c->left = strtol(c->line, NULL, 16);
          c->line_length = 0;
          c->state = c->left ? CHUNK : TRAILER;
        }
        break;
      case CHUNK:
      case BODY: {
        size_t part = length - at;
        if (c->left >= 0 && part > (size_t)c->left) part = (size_t)c->left;
        read_text(c, bytes + at, part, t);
        at += part;
        if (c->left >= 0) c->left -= (long)part;
        if (!c->left) c->state = c->state == CHUNK ? CHUNK_END : DONE;
        break;
      }
      case CHUNK_END:
        if (bytes[at++] == '\n') c->state = CHUNK_SIZE;
        break;
      case TRAILER:
        if (bytes[at] == '\n') {
          if (c->line_length <= 1) c->state = DONE;
          c->line_length = 0;
        } else {
          c->line_length++;
        }
        at++;
        break;
      case DONE:
        break;
    }
  }
  return true;
}

enum progress { WAITING, FINISHED, FAILED };

static enum progress advance(struct connection *c) {
  static char buffer[262144];
  if (c->written < request_length && !write_request(c)) return FAILED;
  for (;;) {
    ssize_t got = recv(c->fd, buffer, sizeof buffer, MSG_DONTWAIT);
    if (got > 0) {
      if (c->state != DONE && !take(c, buffer, (size_t)got, now())) return FAILED;
      continue;
    }
    if (got == 0) {
      if (c->state == BODY && c->left < 0) c->state = DONE;
      c->close_after = true;
    } else if (errno == EINTR) {
      continue;
    } else if (errno != EAGAIN) {
      return FAILED;
    }
    if (c->state == DONE) return FINISHED;
    return got == 0 ? FAILED : WAITING;
  }
}

static void prepare_request(const char *path, const char *host, const char *headers, const char *body_file) {
  FILE *file = fopen(body_file, "r");
  if (!file) {
    perror(body_file);
    exit(1);
  }
  fseek(file, 0, SEEK_END);
  long length = ftell(file);
  rewind(file);
  request = must(malloc((size_t)length + 16384));
  request_length = (size_t)snprintf(request, 16384,
                                    "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nAccept: */*\r\n"
                                    "User-Agent: bench/1\r\n%sContent-Length: %ld\r\n\r\n",
                                    path, host, headers, length);
  if (fread(request + request_length, 1, (size_t)length, file) != (size_t)length) exit(1);
  request_length += (size_t)length;
  fclose(file);
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  raise_descriptor_limit();
  char *host = NULL, *path = "/v1/chat/completions", *body = NULL, headers[8192] = "";
  int connections = 1, pid_count = 0, pids[64], settle_ms = 0, option;
  uint64_t requests = 0, warm_up = 0;
  double seconds = 0, rate = 0;
  while ((option = getopt(argc, argv, "t:u:b:c:n:d:w:r:e:p:s:H:")) > 0) switch (option) {
      case 't': host = optarg; break;
      case 'u': path = optarg; break;
      case 'b': body = optarg; break;
      case 'c': connections = atoi(optarg); break;
      case 'n': requests = strtoull(optarg, NULL, 10); break;
      case 'd': seconds = atof(optarg); break;
      case 'w': warm_up = strtoull(optarg, NULL, 10); break;
      case 'r': rate = atof(optarg); break;
      case 'e': expected_chunks = atoi(optarg); break;
      case 's': settle_ms = atoi(optarg); break;
      case 'p':
        for (char *p = strtok(optarg, ","); p && pid_count < 64; p = strtok(NULL, ",")) pids[pid_count++] = atoi(p);
        break;
      case 'H':
        if (strlen(headers) + strlen(optarg) + 3 > sizeof headers) return 2;
        strcat(strcat(headers, optarg), "\r\n");
        break;
      default: return 2;
    }
  char *colon = host ? strchr(host, ':') : NULL;
  if (!colon || !body || connections < 1) {
    fputs("usage: load -t HOST:PORT -u PATH -b BODYFILE -c CONNECTIONS (-n REQUESTS | -d SECONDS) ...\n", stderr);
    return 2;
  }
  prepare_request(path, host, headers, body);
  *colon = 0;
  target.sin_family = AF_INET;
  target.sin_port = htons((uint16_t)atoi(colon + 1));
  if (inet_pton(AF_INET, host, &target.sin_addr) != 1) return 2;

  epoll = epoll_create1(0);
  struct connection *all = must(calloc((size_t)connections, sizeof *all));
  uint64_t most = seconds > 0 ? UINT64_MAX : warm_up + requests;
  uint64_t begun = 0, done = 0, counted = 0, busy = 0, late_for = UINT64_MAX;
  long resident_before = resident_kb(pids, pid_count), resident_most = resident_before;
  uint64_t opened = now(), cpu_before = cpu_time(pids, pid_count), window = opened, last_seen = opened;
  uint64_t next_sample = opened, deadline = UINT64_MAX, interval = rate > 0 ? (uint64_t)(1e9 / rate) : 0;
  counting = !warm_up;
  if (counting && seconds > 0) deadline = opened + (uint64_t)(seconds * 1e9);

  for (int i = 0; i < connections; i++) {
    if (!open_connection(&all[i])) {
      fprintf(stderr, "cannot connect: %s\n", strerror(errno));
      return 1;
    }
    if (interval || begun >= most) continue;
    begun++;
    busy++;
    if (!start_request(&all[i], now())) errors++;
  }
  opened = interval ? now() : opened;

  for (int idle = 0;;) {
    uint64_t t = now();
    bool over = t >= deadline || begun >= most || errors > MOST_ERRORS;
    // Open loop: a request whose time has come takes an idle connection, or waits for one and counts as late. Its
    // latency runs from the scheduled time, so that a stall is seen by every request that it delays.
    if (interval) {
      while (!over && begun < most && t >= opened + begun * interval) {
        int tries = 0;
        while (tries < connections && all[idle].busy) idle = (idle + 1) % connections, tries++;
        if (tries == connections) {
          if (late_for != begun) late++;
          late_for = begun;
          break;
        }
        busy++;
        if (!start_request(&all[idle], opened + begun * interval)) errors++;
        begun++;
      }
    }
    if (!busy && over) break;
    if (t - last_seen > STALLED) {
      fprintf(stderr, "no answer for %d s, %llu requests open\n", (int)(STALLED / SECOND), (unsigned long long)busy);
      return 1;
    }
    if (t >= next_sample) {
      long resident = resident_kb(pids, pid_count);
      if (resident > resident_most) resident_most = resident;
      next_sample = t + 50 * MILLISECOND;
    }
    uint64_t wake = next_sample;
    if (interval && !over && opened + begun * interval < wake) wake = opened + begun * interval;
    if (wake <= t) wake = t + MILLISECOND / 10;
    struct epoll_event events[256];
    int count = wait_events(epoll, events, 256, wake);
    if (count) last_seen = now();
    for (int i = 0; i < count; i++) {
      struct connection *c = events[i].data.ptr;
      if (!c->busy) {
        // The other side closed a kept connection: the next request on it opens a new one.
        if (events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) {
          close(c->fd);
          if (!open_connection(c)) errors++;
        }
        continue;
      }
      enum progress progress = advance(c);
      if (progress == WAITING) continue;
      if (c->chunks) streams_open--;
      c->busy = false;
      busy--;
      if (progress == FAILED) {
        errors++;
      } else {
        done++;
        add_sample(&latency, (double)(now() - c->started) / 1e3);
        if (counting) counted++;
        if (counting && c->status != 200) bad_status++;
        if (counting && expected_chunks >= 0 && c->chunks != expected_chunks) broken++;
        if (!counting && done >= warm_up) {
          counting = true;
          cpu_before = cpu_time(pids, pid_count);
          window = now();
          if (seconds > 0) deadline = window + (uint64_t)(seconds * 1e9);
        }
      }
      if (progress == FAILED || c->close_after) {
        close(c->fd);
        if (!open_connection(c)) errors++;
      }
      if (!interval && begun < most && now() < deadline && errors <= MOST_ERRORS) {
        begun++;
        busy++;
        if (!start_request(c, now())) errors++;
      }
    }
  }

  double elapsed = (double)(now() - window) / 1e9;
  if (settle_ms) usleep((useconds_t)settle_ms * 1000);
  uint64_t cpu = cpu_time(pids, pid_count) - cpu_before;
  long resident = resident_kb(pids, pid_count);
  if (resident > resident_most) resident_most = resident;
  printf("{\"requests\":%llu,\"seconds\":%.4f,\"errors\":%llu,\"badStatus\":%llu,\"broken\":%llu,\"late\":%llu",
         (unsigned long long)counted, elapsed, (unsigned long long)errors, (unsigned long long)bad_status,
         (unsigned long long)broken, (unsigned long long)late);
  printf(",\"cpuNanoseconds\":%llu,\"residentBeforeKb\":%ld,\"residentMostKb\":%ld,\"mostStreamsOpen\":%llu",
         (unsigned long long)cpu, resident_before, resident_most, (unsigned long long)most_streams_open);
  print_samples("latencyUs", &latency);
  print_samples("firstTokenUs", &first_token);
  print_samples("chunkLatencyUs", &chunk_latency);
  puts("}");
  return 0;
}
