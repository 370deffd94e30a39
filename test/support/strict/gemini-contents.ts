import { isRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { type Report, shown } from './report.ts';
import type { RequestFacts } from './request-judge.ts';
import {
  closed,
  filled,
  flag,
  list,
  type Members,
  matching,
  object,
  oneOf,
  type Shape,
  text,
} from './shape.ts';

/** Google's documented values for calls that did not come from Gemini. */
const dummies = ['skip_thought_signature_validator', 'context_engineering_is_the_way_to_go'];

/** Bytes in a request may be of either alphabet. */
const bytes = matching(/^[A-Za-z0-9+/_-]+={0,2}$/);
const functionName = matching(/^[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}$/);
const blob = closed({ mimeType: matching(/^[a-z]+\/[\w.+-]+/), data: bytes, 'displayName?': text });
const file = closed({ fileUri: filled, 'mimeType?': filled, 'displayName?': text });

const kinds: Members = {
  'text?': text,
  'inlineData?': blob,
  'fileData?': file,
  'functionCall?': closed({ name: functionName, 'args?': object, 'id?': filled }),
  'functionResponse?': closed({
    name: functionName,
    response: object,
    'id?': filled,
    'parts?': list(closed({ 'inlineData?': blob, 'fileData?': file })),
    'scheduling?': text,
    'willContinue?': flag,
  }),
  'executableCode?': object,
  'codeExecutionResult?': object,
  'toolCall?': object,
  'toolResponse?': object,
};

const kindNames = Object.keys(kinds).map((name) => name.slice(0, -1));

const part: Shape = (value, at, report) => {
  closed({
    ...kinds,
    'thought?': flag,
    'thoughtSignature?': bytes,
    'videoMetadata?': object,
    'mediaResolution?': object,
    'partMetadata?': object,
  })(value, at, report);
  const given = isRecord(value) ? kindNames.filter((name) => value[name] !== undefined) : [];
  if (given.length !== 1)
    report.add('part-kind', `${at} wants exactly one of its kinds, has ${given.length}`);
};

const content = closed({ 'role?': oneOf('user', 'model', 'function'), parts: list(part, 1) });

/** Its role is of no importance. */
export const systemContent = closed({ 'role?': text, parts: list(part, 1) });

/** Order of turns, pairing of calls and responses, and signatures. */
export function checkContents(body: unknown, facts: RequestFacts, report: Report): void {
  list(content, 1)(valueAt(body, 'contents'), 'contents', report);
  const contents = listAt(body, 'contents');
  for (const [index, each] of contents.entries()) {
    const at = `contents[${index}]`;
    const before = contents[index - 1];
    if (calls(each).length > 0 && (before === undefined || isModel(before)))
      report.add(
        'call-order',
        `${at}: a function call turn must come after a user or function response turn`,
      );
    checkResponses(each, before, at, report);
    if (calls(each).length > 0 && responses(contents[index + 1]).length === 0)
      report.add('call-without-result', `${at}: no function response turn follows the function call turn`);
    checkStates(each, at, facts, report);
  }
  const last = contents.at(-1);
  if (last !== undefined && isModel(last))
    report.add('last-role', 'the last turn must be of the user or a function response');
  if (isGemini3(facts.model ?? '')) checkSignatures(contents, report);
}

function isModel(value: unknown): boolean {
  return textAt(value, 'role') === 'model';
}

function calls(value: unknown): readonly unknown[] {
  return listAt(value, 'parts').filter((each) => isRecord(valueAt(each, 'functionCall')));
}

function responses(value: unknown): readonly unknown[] {
  return listAt(value, 'parts').filter((each) => isRecord(valueAt(each, 'functionResponse')));
}

/** As many responses as calls, in the same order, under the same names and ids. */
function checkResponses(each: unknown, before: unknown, at: string, report: Report): void {
  const answers = responses(each);
  if (answers.length === 0) return;
  const asked = before !== undefined && isModel(before) ? calls(before) : [];
  if (asked.length === 0)
    return report.add('result-without-call', `${at}: function responses without a function call turn before`);
  if (asked.length !== answers.length)
    report.add('result-count', `${at}: ${answers.length} function responses for ${asked.length} calls`);
  for (const [position, answer] of answers.entries()) {
    const call = asked[position];
    const name = textAt(answer, 'functionResponse', 'name');
    if (call !== undefined && name !== textAt(call, 'functionCall', 'name'))
      report.add('result-name', `${at}: response ${position} is named ${shown(name)}, its call is not`);
    const id = textAt(call, 'functionCall', 'id');
    if (id !== undefined && textAt(answer, 'functionResponse', 'id') !== id)
      report.add('result-id', `${at}: response ${position} does not have the id ${shown(id)} of its call`);
  }
}

function checkStates(each: unknown, at: string, facts: RequestFacts, report: Report): void {
  for (const piece of listAt(each, 'parts')) {
    const state = textAt(piece, 'thoughtSignature');
    if (state === undefined || dummies.includes(state)) continue;
    const fault = facts.stateFault?.('thoughtSignature', state);
    if (fault !== undefined) report.add('state', `${at}: a thoughtSignature ${fault}`);
  }
}

/** Gemini 3 and later validate signatures. */
export function isGemini3(model: string): boolean {
  return /gemini-([3-9]|\d\d)/.test(model);
}

/** In the current turn, that is, since the user last spoke, the first call of every step is signed. */
function checkSignatures(contents: readonly unknown[], report: Report): void {
  const spoke = contents.findLastIndex((each) => !isModel(each) && responses(each).length === 0);
  for (const [index, each] of contents.entries()) {
    const [first] = index > spoke && isModel(each) ? calls(each) : [];
    if (first !== undefined && textAt(first, 'thoughtSignature') === undefined)
      report.add(
        'signature-missing',
        `contents[${index}]: function call ${shown(textAt(first, 'functionCall', 'name'))} is missing a thought_signature`,
      );
  }
}
