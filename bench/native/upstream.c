// A provider that costs next to nothing (about 6 us of CPU per request), so that it is not what the benchmark
// measures. One thread, epoll, canned answers in three dialects, chosen by the request's path.
//
//   upstream [PORT]     listens on 127.0.0.1 (a free port without PORT) and prints one JSON line with the address
//
// What it answers depends on the body alone, so that it survives any gateway on the way: with `"stream":true` and
// a model `mock-nN-pMS` it streams N chunks, MS milliseconds apart (0: as fast as possible, one chunk per stream
// and turn of the loop, one send each); without a stream it sends one JSON answer of about 600 bytes. A model
// `mock-nN-pMS-escaped` writes its texts as servers in Python do, with an escape where a letter outside ASCII is.
// Each text delta holds `t=` and the 19 digits of CLOCK_MONOTONIC at which it was written.
#include "common.h"

enum dialect { CHAT, MESSAGES, RESPONSES, DIALECTS };

struct connection {
  int fd;
  char *in;
  size_t in_length, in_capacity;
  // What the socket did not take; sent when it is writable again.
  char *out;
  size_t out_length, out_capacity;
  enum dialect dialect;
  bool streaming, escaped, listed, closed;
  int sent, total;
  uint64_t due, pace;
  struct connection *next_stream, *next_closed;
};

static int epoll;
static struct connection *streams, *graveyard;

static const char *const answers[DIALECTS] = {
    "{\"id\":\"chatcmpl-abc123\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":\"mock\",\"choices\":"
    "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"A canned answer that is long enough to bring the "
    "whole body to about six hundred bytes, which is what a short reply of a real provider weighs once its identifiers, "
    "usage figures and the other fields around the text are counted as well.\",\"refusal\":null},\"logprobs\":null,"
    "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":21,\"completion_tokens\":48,\"total_tokens\":69,"
    "\"prompt_tokens_details\":{\"cached_tokens\":0}},\"system_fingerprint\":\"fp_0\"}",
    "{\"id\":\"msg_01abc\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"mock\",\"content\":[{\"type\":\"text\","
    "\"text\":\"A canned answer that is long enough to bring the whole body to about six hundred bytes, which is what a "
    "short reply of a real provider weighs once its identifiers, usage figures and the other fields around the text are "
    "counted as well.\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":21,"
    "\"output_tokens\":48,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0}}",
    "{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1760000000,\"status\":\"completed\",\"model\":\"mock\","
    "\"output\":[{\"type\":\"message\",\"id\":\"m1\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":"
    "\"output_text\",\"text\":\"A canned answer that is long enough to bring the whole body to about six hundred bytes, "
    "which is what a short reply of a real provider weighs.\",\"annotations\":[]}]}],\"usage\":{\"input_tokens\":21,"
    "\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":48,\"total_tokens\":69}}"};

// What comes before the first text: no real output, so a gateway that holds back has something to hold.
static const char *const openings[DIALECTS] = {
    "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"mock\","
    "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n",
    "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":"
    "\"assistant\",\"model\":\"mock\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{"
    "\"input_tokens\":21,\"output_tokens\":1}}}\n\nevent: content_block_start\ndata: {\"type\":\"content_block_start\","
    "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n",
    "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\","
    "\"object\":\"response\",\"status\":\"in_progress\",\"model\":\"mock\",\"output\":[]}}\n\n"
    "event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\",\"sequence_number\":1,"
    "\"output_index\":0,\"item\":{\"id\":\"m1\",\"type\":\"message\",\"status\":\"in_progress\",\"role\":\"assistant\","
    "\"content\":[]}}\n\n"};

static const char *const deltas[DIALECTS] = {
    "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"mock\","
    "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"t=%019llu %s\"},\"finish_reason\":null}]}\n\n",
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\","
    "\"text\":\"t=%019llu %s\"}}\n\n",
    "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"m1\","
    "\"output_index\":0,\"content_index\":0,\"delta\":\"t=%019llu %s\"}\n\n"};

static const char *const endings[DIALECTS] = {
    "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"mock\","
    "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
    "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"mock\","
    "\"choices\":[],\"usage\":{\"prompt_tokens\":21,\"completion_tokens\":200,\"total_tokens\":221}}\n\ndata: [DONE]\n\n",
    "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\nevent: message_delta\ndata: "
    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{"
    "\"output_tokens\":200}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
    "event: response.output_item.done\ndata: {\"type\":\"response.output_item.done\",\"sequence_number\":202,"
    "\"output_index\":0,\"item\":{\"id\":\"m1\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\","
    "\"content\":[{\"type\":\"output_text\",\"text\":\"w\",\"annotations\":[]}]}}\n\n"
    "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":203,\"response\":{\"id\":"
    "\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"mock\",\"usage\":{\"input_tokens\":21,"
    "\"output_tokens\":200,\"total_tokens\":221}}}\n\n"};

static void close_connection(struct connection *c) {
  if (c->closed) return;
  c->closed = true;
  close(c->fd);
  c->next_closed = graveyard;
  graveyard = c;
}

static void watch(struct connection *c, int operation) {
  struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | (c->out_length ? EPOLLOUT : 0), .data.ptr = c};
  epoll_ctl(epoll, operation, c->fd, &event);
}

static void keep_rest(struct connection *c, const char *bytes, size_t length) {
  if (c->out_length + length > c->out_capacity) {
    c->out_capacity = (c->out_length + length) * 2;
    c->out = must(realloc(c->out, c->out_capacity));
  }
  memcpy(c->out + c->out_length, bytes, length);
  c->out_length += length;
  watch(c, EPOLL_CTL_MOD);
}

static void send_bytes(struct connection *c, const char *bytes, size_t length) {
  if (c->closed) return;
  size_t done = 0;
  while (!c->out_length && done < length) {
    ssize_t sent = send(c->fd, bytes + done, length - done, MSG_NOSIGNAL);
    if (sent >= 0) {
      done += (size_t)sent;
    } else if (errno == EAGAIN) {
      break;
    } else if (errno != EINTR) {
      close_connection(c);
      return;
    }
  }
  if (done < length) keep_rest(c, bytes + done, length - done);
}

static void flush_rest(struct connection *c) {
  while (c->out_length) {
    ssize_t sent = send(c->fd, c->out, c->out_length, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EAGAIN) return;
      if (errno == EINTR) continue;
      close_connection(c);
      return;
    }
    c->out_length -= (size_t)sent;
    memmove(c->out, c->out + sent, c->out_length);
  }
  watch(c, EPOLL_CTL_MOD);
}

static void send_chunk(struct connection *c, const char *text, bool last) {
  char bytes[4096];
  int length = snprintf(bytes, sizeof bytes, "%zx\r\n%s\r\n%s", strlen(text), text, last ? "0\r\n\r\n" : "");
  send_bytes(c, bytes, (size_t)length);
}

static void stream_next(struct connection *c, uint64_t t) {
  if (c->sent < c->total) {
    char text[1024];
    snprintf(text, sizeof text, deltas[c->dialect], (unsigned long long)t, c->escaped ? "\\u00e9" : "w");
    c->sent++;
    send_chunk(c, text, false);
    if (c->sent < c->total) return;
  }
  send_chunk(c, endings[c->dialect], true);
  c->streaming = false;
}

static void answer_stream(struct connection *c, const char *body, size_t length) {
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
                             "x-request-id: req_bench\r\nTransfer-Encoding: chunked\r\n\r\n";
  int chunks = 1, pace = 0;
  const char *model = memmem(body, length, "mock-n", 6);
  if (model) sscanf(model, "mock-n%d-p%d", &chunks, &pace);
  send_bytes(c, head, sizeof head - 1);
  send_chunk(c, openings[c->dialect], false);
  c->streaming = true;
  c->sent = 0;
  c->total = chunks;
  c->pace = (uint64_t)pace * MILLISECOND;
  c->escaped = memmem(body, length, "-escaped\"", 9) != NULL;
  c->due = now();
  if (!c->listed) {
    c->listed = true;
    c->next_stream = streams;
    streams = c;
  }
}

static void answer_json(struct connection *c) {
  char bytes[4096];
  const char *body = answers[c->dialect];
  int length = snprintf(bytes, sizeof bytes,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-request-id: req_bench\r\n"
                        "Content-Length: %zu\r\n\r\n%s",
                        strlen(body), body);
  send_bytes(c, bytes, (size_t)length);
}

static void answer(struct connection *c, const char *head, size_t head_length, const char *body, size_t length) {
  const char *line_end = memchr(head, '\r', head_length);
  size_t line = line_end ? (size_t)(line_end - head) : 0;
  c->dialect = memmem(head, line, "/messages", 9) ? MESSAGES : memmem(head, line, "/responses", 10) ? RESPONSES : CHAT;
  if (memmem(body, length, "\"stream\":true", 13)) {
    answer_stream(c, body, length);
  } else {
    answer_json(c);
  }
}

// Joins the chunks of a chunked body into `joined`; returns the bytes consumed, 0 while the body is unfinished.
static size_t join_chunks(const char *bytes, size_t length, char *joined, size_t *joined_length) {
  size_t at = 0;
  *joined_length = 0;
  for (;;) {
    const char *line_end = memmem(bytes + at, length - at, "\r\n", 2);
    if (!line_end) return 0;
    size_t size = strtoul(bytes + at, NULL, 16);
    size_t start = (size_t)(line_end - bytes) + 2;
    if (start + size + 2 > length) return 0;
    memcpy(joined + *joined_length, bytes + start, size);
    *joined_length += size;
    at = start + size + 2;
    if (!size) return at;
  }
}

// Answers every whole request in the buffer; a request that arrives during a stream waits for its end.
static void read_requests(struct connection *c) {
  while (!c->closed && !c->streaming && c->in_length) {
    c->in[c->in_length] = 0;
    char *blank = memmem(c->in, c->in_length, "\r\n\r\n", 4);
    if (!blank) return;
    size_t head = (size_t)(blank - c->in) + 4;
    size_t content = 0;
    bool chunked = false;
    for (char *line = c->in; line < blank;) {
      char *end = memchr(line, '\r', (size_t)(blank - line) + 1);
      if (!strncasecmp(line, "content-length:", 15)) content = strtoul(line + 15, NULL, 10);
      if (!strncasecmp(line, "transfer-encoding:", 18)) chunked = memmem(line, (size_t)(end - line), "chunked", 7) != NULL;
      line = end + 2;
    }
    size_t used = head + content;
    if (chunked) {
      char *joined = must(malloc(c->in_length));
      size_t length, consumed = join_chunks(c->in + head, c->in_length - head, joined, &length);
      if (consumed) answer(c, c->in, head, joined, length);
      free(joined);
      if (!consumed) return;
      used = head + consumed;
    } else {
      if (c->in_length < used) return;
      answer(c, c->in, head, c->in + head, content);
    }
    c->in_length -= used;
    memmove(c->in, c->in + used, c->in_length);
  }
}

static void receive(struct connection *c) {
  for (;;) {
    if (c->in_capacity - c->in_length < 4096) {
      c->in_capacity *= 2;
      c->in = must(realloc(c->in, c->in_capacity + 1));
    }
    size_t room = c->in_capacity - c->in_length;
    ssize_t got = recv(c->fd, c->in + c->in_length, room, 0);
    if (got > 0) {
      c->in_length += (size_t)got;
      if ((size_t)got < room) break;
    } else if (got < 0 && errno == EINTR) {
      continue;
    } else {
      if (got == 0 || errno != EAGAIN) close_connection(c);
      break;
    }
  }
  read_requests(c);
}

static void accept_all(int listener) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    no_delay(fd);
    struct connection *c = must(calloc(1, sizeof *c));
    c->fd = fd;
    c->in_capacity = 8192;
    c->in = must(malloc(c->in_capacity + 1));
    watch(c, EPOLL_CTL_ADD);
  }
}

// Writes one chunk to every stream that is due; returns when the next one is due, UINT64_MAX when there is none.
static uint64_t advance_streams(void) {
  uint64_t next = UINT64_MAX, t = now();
  for (struct connection **link = &streams; *link;) {
    struct connection *c = *link;
    if (!c->closed && c->streaming && !c->out_length && c->due <= t) {
      c->due += c->pace;
      stream_next(c, t);
      if (!c->closed && !c->streaming) read_requests(c);
    }
    if (c->closed || !c->streaming) {
      *link = c->next_stream;
      c->listed = false;
      continue;
    }
    if (!c->out_length && c->due < next) next = c->due;
    link = &c->next_stream;
  }
  return next;
}

static void bury(void) {
  while (graveyard) {
    struct connection *c = graveyard;
    graveyard = c->next_closed;
    free(c->in);
    free(c->out);
    free(c);
  }
}

static int start_listening(uint16_t port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int one = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 4096) ||
      getsockname(fd, (struct sockaddr *)&address, &length)) {
    perror("listen");
    exit(1);
  }
  printf("{\"event\":\"listening\",\"url\":\"http://127.0.0.1:%d\",\"pid\":%d}\n", ntohs(address.sin_port), getpid());
  fflush(stdout);
  return fd;
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  raise_descriptor_limit();
  epoll = epoll_create1(0);
  int listener = start_listening(argc > 1 ? (uint16_t)atoi(argv[1]) : 0);
  struct epoll_event listening = {.events = EPOLLIN, .data.ptr = NULL}, events[256];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &listening);
  uint64_t next = UINT64_MAX;
  for (;;) {
    int count = wait_events(epoll, events, 256, next == UINT64_MAX ? 0 : next);
    for (int i = 0; i < count; i++) {
      struct connection *c = events[i].data.ptr;
      if (!c) {
        accept_all(listener);
        continue;
      }
      if (events[i].events & EPOLLOUT && !c->closed) flush_rest(c);
      if (events[i].events & ~EPOLLOUT && !c->closed) receive(c);
    }
    next = advance_streams();
    bury();
  }
}
