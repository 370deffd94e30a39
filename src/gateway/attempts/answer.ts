/**
 * The client's side of one request as the attempts see it; ingress implements it on a response. Calls after the
 * client has gone do nothing.
 */
export interface Answer {
  /** Sends status and headers (name, value, name, value, …). At most once. */
  head(status: number, headers: string[]): void;
  /** Sends the head now, when no bytes follow at once. */
  flush(): void;
  /** False: the client's buffer is full; `drained` of the run is called when it is not. */
  write(bytes: Buffer): boolean;
  end(bytes?: Buffer): void;
}
