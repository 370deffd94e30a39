/** The API names formats, not MIME types: `wav` and `mp3`, some providers more. */
export function mimeOfAudio(format: string): string {
  return format === 'mp3' ? 'audio/mpeg' : `audio/${format}`;
}

export function formatOfAudio(mimeType: string): string {
  const subtype = mimeType.slice(mimeType.indexOf('/') + 1).split(';', 1)[0] ?? '';
  if (/^(x-)?wav(e)?$/.test(subtype) || subtype === 'vnd.wave') return 'wav';
  if (subtype === 'mpeg' || subtype === 'mpga' || subtype === 'x-mp3') return 'mp3';
  return subtype;
}

/** What base64 without a type holds, by its first bytes (Mistral takes audio so): RIFF, ID3 or an MPEG frame. */
export function sniffAudio(data: string): string {
  return data.startsWith('SUQz') || data.startsWith('//') ? 'audio/mpeg' : 'audio/wav';
}
