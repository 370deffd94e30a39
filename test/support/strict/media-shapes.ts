import { type Report, shown } from './report.ts';
import { isBase64, type Shape } from './shape.ts';

const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** A web address or a data URL with well-formed base64 of one of the types. */
export function address(types: readonly string[]): Shape {
  return (value, at, report) => {
    if (typeof value !== 'string') return report.shape('type', at, `wants a string, has ${shown(value)}`);
    if (/^https?:\/\/[^\s/]/.test(value)) return;
    checkDataUrl(value, types, at, report);
  };
}

/** A data URL with well-formed base64 of one of the types. */
export function dataUrl(types: readonly string[]): Shape {
  return (value, at, report) => {
    if (typeof value === 'string') checkDataUrl(value, types, at, report);
    else report.shape('type', at, `wants a string, has ${shown(value)}`);
  };
}

function checkDataUrl(value: string, types: readonly string[], at: string, report: Report): void {
  const [, type = '', data = ''] = /^data:([^;,]+);base64,(.*)$/s.exec(value) ?? [];
  if (type === '')
    report.shape('value', at, `is neither a web address nor a base64 data URL: ${shown(value)}`);
  else if (!types.includes(type)) report.shape('value', at, `has the type ${type}`);
  else if (!isBase64(data)) report.shape('value', at, 'has no well-formed base64');
}

export const pictureAddress = address(pictures);
export const pictureTypes = pictures;
/** OpenAI takes text and office files too; those that gateways make are PDF. */
export const fileUrl = dataUrl([
  'application/pdf',
  'text/plain',
  'text/markdown',
  'text/csv',
  'application/json',
]);
