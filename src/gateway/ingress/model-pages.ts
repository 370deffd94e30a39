import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ListedModel } from '../catalog/listing.ts';
import { modelListFace, renderModel, renderModelList } from '../dialects/model-list.ts';
import { errorAnswer } from '../exchange/errors.ts';
import type { Admission } from './admission.ts';
import { withoutKey } from './client-keys.ts';
import { percentDecode } from './percent-decode.ts';
import { errorDialect } from './routes.ts';
import { sendError } from './send-error.ts';

/** The models that may be listed to this caller. */
export interface ModelPagesDeps {
  models(admission: Admission): readonly ListedModel[];
}

/** `/v1/models`, `/v1/models/{id}`, `/v1beta/models`, `/v1beta/models/{id}`: one path, four callers. */
export function isModelPage(path: string): boolean {
  return /^\/(?:v1|v1beta)\/models(?:\/|$)/.test(path);
}

export function modelPage(
  deps: ModelPagesDeps,
  admission: Admission,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { path } = admission.path;
  const query = withoutKey(admission.path.query);
  const face = modelListFace(path, request.headers, admission.path.query);
  const models = deps.models(admission);
  const slash = path.indexOf('/models/');
  if (slash < 0) return send(response, admission.id, renderModelList(face, models, { path, query }));
  const named = path.slice(slash + '/models/'.length);
  const id = percentDecode(named) ?? named;
  const found = models.find((model) => model.id === id);
  if (found !== undefined) return send(response, admission.id, renderModel(face, found));
  const values = { model: id, detail: 'GET /v1/models lists those that are known.' };
  sendError(
    response,
    errorDialect(path, request.headers),
    errorAnswer('model_not_found', admission.id, values),
  );
}

function send(response: ServerResponse, id: string, body: Buffer): void {
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'x-patchbay-request-id': id,
  });
  response.end(body);
}
