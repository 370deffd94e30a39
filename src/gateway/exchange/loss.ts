/** Something of the request or the answer that the target dialect could not express. */
export interface Loss {
  readonly code: string;
  /** JSON pointer into the client's request, or `answer` for what came back. */
  readonly path: string;
  readonly detail: string;
}
