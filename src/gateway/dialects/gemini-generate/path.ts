import type { Wire } from '../wire.ts';
import { withQuery } from '../wire-parts.ts';

/**
 * `/v1beta/models/{model}:{action}`. Slashes of a model's name stay (`tunedModels/x`, names of resellers); each segment
 * is encoded, and a name with dot or empty segments as a whole, since those would lead to another path.
 */
export const geminiPath: Wire['path'] = ({ operation, model, stream, action, query }) => {
  const verb = action ?? usualAction(operation, stream);
  const name = model.startsWith('models/') ? model.slice('models/'.length) : model;
  const place = name.startsWith('tunedModels/') ? '' : 'models/';
  return withQuery(`/v1beta/${place}${encodeName(name)}:${verb}`, query);
};

function usualAction(operation: Parameters<Wire['path']>[0]['operation'], stream: boolean): string {
  switch (operation) {
    case 'count-tokens':
      return 'countTokens';
    case 'embed':
      return 'embedContent';
    case 'batch-embed':
      return 'batchEmbedContents';
    default:
      return stream ? 'streamGenerateContent' : 'generateContent';
  }
}

function encodeName(name: string): string {
  // A lone surrogate would make the encoding throw.
  const segments = name.toWellFormed().split('/');
  const isPlain = segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  return isPlain ? segments.map(encodeURIComponent).join('/') : encodeURIComponent(segments.join('/'));
}
