import type { IncomingHttpHeaders } from 'node:http';

/** Longer names are cut; they are labels in tables. */
const longest = 80;

/** Which program asks: what it calls itself (`X-Title`), its page, else the first word of its `User-Agent`. */
export function appOf(headers: IncomingHttpHeaders): string | undefined {
  const title = headers['x-title'];
  const named =
    (typeof title === 'string' ? title : title?.[0]) ?? headers['http-referer'] ?? headers.referer;
  if (typeof named === 'string' && named !== '') return named.slice(0, longest);
  const agent = headers['user-agent'];
  if (agent === undefined || agent === '') return undefined;
  const end = agent.search(/[/\s]/);
  return (end < 0 ? agent : agent.slice(0, end)).slice(0, longest);
}
