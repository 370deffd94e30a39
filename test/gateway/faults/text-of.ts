/** All text of an answer, whatever the dialect: deltas, parts and content, in order. */
export function textOf(text: string): string {
  const values: string[] = [];
  const documents = text.trimStart().startsWith('{')
    ? [text]
    : text.split(/\r?\n/).flatMap((line) => (line.startsWith('data: {') ? [line.slice(6)] : []));
  for (const document of documents) {
    const event: unknown = JSON.parse(document);
    JSON.stringify(event, (key, value: unknown) => {
      const isDelta = key === 'delta' || key === 'content' || key === 'text';
      const wrapped = typeof event === 'object' && event !== null && 'type' in event ? event.type : undefined;
      const repeats = typeof wrapped === 'string' && /^response\.(?!output_text\.delta)/.test(wrapped);
      if (isDelta && typeof value === 'string' && !repeats) values.push(value);
      return value;
    });
  }
  return values.join('');
}
