import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * Prices of one model: periods (a later one wins where it holds), each with rates from a number of input tokens on.
 *
 * @typedef {{ [name: string]: number }} Rates in US dollars per million tokens, `q` and `s` per thousand requests and searches
 * @typedef {{ from?: string, utc?: string, tiers: { above: number, rates: Rates }[] }} Period
 * @typedef {{ names: string[], periods: Period[] }} Row
 */

/** What @pydantic/genai-prices calls a price, and what the snapshot does. Hours, pages and file searches are left out. */
const genaiNames = {
  input_mtok: 'in',
  output_mtok: 'out',
  cache_read_mtok: 'read',
  cache_write_mtok: 'write',
  cache_write_1h_mtok: 'hour',
  output_reasoning_mtok: 'r',
  input_audio_mtok: 'ai',
  cache_audio_read_mtok: 'ac',
  output_audio_mtok: 'ao',
  input_image_mtok: 'ii',
  cache_image_read_mtok: 'ic',
  output_image_mtok: 'io',
  requests_kcount: 'q',
  web_searches_kcount: 's',
};

/**
 * The rows of @pydantic/genai-prices by its providers. Its data is a literal inside the bundle: it is read as syntax and
 * nothing of it runs.
 *
 * @param {string} folder
 * @returns {Map<string, Row[]>}
 */
export function genaiPrices(folder) {
  const file = join(folder, 'dist/index.cjs');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const providers = findProviders(source);
  return new Map(providers.map(({ id, models }) => [id, models.flatMap(genaiRow)]));
}

function findProviders(source) {
  let found;
  const visit = (node) => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isArrayLiteralExpression(node.initializer)) {
      const first = node.initializer.elements[0];
      if (
        first !== undefined &&
        ts.isObjectLiteralExpression(first) &&
        /^\{\s*id:/.test(first.getText(source))
      )
        found ??= literalOf(node.initializer);
    }
    if (found === undefined) ts.forEachChild(node, visit);
  };
  visit(source);
  if (found === undefined) throw new Error('genai-prices keeps its data elsewhere now.');
  return found;
}

function literalOf(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(literalOf);
  if (ts.isObjectLiteralExpression(node)) {
    return Object.fromEntries(
      node.properties.map(({ name, initializer }) => [name.text, literalOf(initializer)]),
    );
  }
  // Minified true and false.
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return !literalOf(node.operand);
  }
  throw new Error(`genai-prices has more than literals in its data: ${ts.SyntaxKind[node.kind]}.`);
}

function genaiRow({ id, match, prices }) {
  const given = Array.isArray(prices) ? prices : [{ prices }];
  const periods = given.map(({ constraint, prices: figures }) => ({
    ...(constraint?.type === 'start_date' && { from: constraint.start_date }),
    ...(constraint?.type === 'time_of_date' && {
      utc: `${constraint.start_time.slice(0, 5)}-${constraint.end_time.slice(0, 5)}`,
    }),
    tiers: genaiTiers(figures),
  }));
  if (periods.some(({ tiers }) => tiers[0].rates.in === undefined)) return [];
  return [{ names: [...new Set([id, ...namesIn(match)])], periods }];
}

/** A price that has no tier of its own stays what it is. */
function genaiTiers(figures) {
  const known = Object.entries(figures).filter(([key]) => key in genaiNames);
  const starts = new Set(known.flatMap(([, price]) => price.tiers?.map(({ start }) => start) ?? []));
  return [0, ...[...starts].sort((a, b) => a - b)].map((above) => ({
    above,
    rates: Object.fromEntries(known.map(([key, price]) => [genaiNames[key], priceFrom(price, above)])),
  }));
}

function priceFrom(price, above) {
  if (typeof price === 'number') return price;
  return price.tiers.findLast(({ start }) => start <= above)?.price ?? price.base;
}

/**
 * Names that a clause spells out. What merely begins with one may be another model (`claude-sonnet-5`,
 * `claude-sonnet-5-5`), so a clause is taken as its own name and no more; dates are the look-up's business.
 */
function namesIn(clause) {
  if (clause.or !== undefined) return clause.or.flatMap(namesIn);
  const name = clause.equals ?? clause.starts_with ?? clause.ends_with ?? clause.contains;
  return name === undefined || /[-@:]$/.test(name) ? [] : [name];
}

/**
 * The rows of @earendil-works/pi-ai by its providers. It writes 0 where it knows nothing: such a price is left out,
 * and with it a model that has no price for input or output.
 *
 * @param {string} folder
 * @returns {Map<string, Row[]>}
 */
export function piPrices(folder) {
  const data = join(folder, 'dist/providers/data');
  const files = readdirSync(data).filter((file) => /^[a-z].*\.json$/.test(file));
  return new Map(
    files.map((file) => {
      const groups = JSON.parse(readFileSync(join(data, file), 'utf8'));
      const models = Object.values(groups).flatMap((group) => Object.values(group));
      return [file.slice(0, -'.json'.length), models.flatMap(piRow)];
    }),
  );
}

function piRow({ id, type, cost }) {
  if (type !== 'chat' || !(cost?.input > 0 && cost.output > 0)) return [];
  const tiers = [{ inputTokensAbove: 0, ...cost }, ...(cost.tiers ?? [])].map(
    ({ inputTokensAbove, input, output, cacheRead, cacheWrite }) => ({
      above: inputTokensAbove,
      rates: {
        in: input,
        out: output,
        ...(cacheRead > 0 && { read: cacheRead }),
        ...(cacheWrite > 0 && { write: cacheWrite }),
      },
    }),
  );
  return [{ names: [id], periods: [{ tiers }] }];
}
