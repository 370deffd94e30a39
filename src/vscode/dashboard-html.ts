import type { StatusInput } from './status-words.ts';
import { healthWords, statusWords } from './status-words.ts';

const style =
  'body{font-family:var(--vscode-font-family);font-size:var(--vscode-font-size);color:var(--vscode-foreground);padding:0 16px 16px}h1{font-size:16px;font-weight:600}h2{font-size:11px;font-weight:600;text-transform:uppercase;margin:28px 0 8px}table{border-collapse:collapse}th{font-size:11px;font-weight:600;text-align:left;border-bottom:1px solid var(--vscode-panel-border)}td,th{padding:4px 28px 4px 0;vertical-align:top}code{font-family:var(--vscode-editor-font-family);font-size:12px}.figure{text-align:right;font-variant-numeric:tabular-nums}.dim{color:var(--vscode-descriptionForeground)}';
/** SHA-256 of the style sheet, in base64; a test holds them together. */
const styleHash = 'RMMWMC+2BLat8WcQKnL97iQzVD7Yga6jS9Io4kp3nhQ=';

/**
 * The page as text. No scripts and no resources: the content policy allows its one style sheet and nothing else. All
 * that comes from outside is escaped.
 */
export function dashboardHtml(input: StatusInput): string {
  const { providers, status } = input;
  const rows = providers
    .map(
      ({ name, id, state, words, models }) =>
        `<tr><td>${escaped(name)}</td><td><code>${escaped(id)}</code></td><td>${healthWords[state].word}</td><td>${escaped(words)}</td><td class="figure">${models.count.toLocaleString('en-US')}</td></tr>`,
    )
    .join('');
  const table =
    rows === ''
      ? '<p class="dim">No provider is known yet.</p>'
      : `<table><thead><tr><th>Provider</th><th>Id</th><th>Health</th><th>Now</th><th class="figure">Models</th></tr></thead><tbody>${rows}</tbody></table>`;
  const today =
    status === undefined
      ? ''
      : `<h2>Today</h2><p>${status.today.requests.toLocaleString('en-US')} requests, ${status.today.failed.toLocaleString('en-US')} failed, ${status.running.count} running now.</p>`;
  const { spoken, explanation } = statusWords(input);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'">
<title>Patchbay</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(spoken.replace(/^Patchbay: /, ''))}</h1>
<p>${paragraphs(explanation)}</p>
<h2>Providers</h2>
${table}
${today}
</body>
</html>`;
}

/** Markdown's paragraphs and code marks, which is all that the status text uses. */
function paragraphs(markdown: string): string {
  return escaped(markdown)
    .replace(/`([^`]*)`/g, '<code>$1</code>')
    .replace(/\n\n/g, '</p><p>')
    .replace(/\n- /g, '<br>');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
