import { estimateTokens, tokensAtMost } from '../counting/estimate-tokens.ts';
import { holds } from '../dialects/held-abilities.ts';
import type { Ability } from '../exchange/abilities.ts';
import type { Dialect } from '../exchange/dialect.ts';
import type { RequestContent } from '../routing/view.ts';

const noBytes = Buffer.alloc(0);

/** A request's body as a plan sees it: searched when a candidate makes it matter, each question once. */
export class BodyContent implements RequestContent {
  readonly tokensAtMost: number;
  readonly #dialect: Dialect;
  #body: Buffer;
  #tokens: number | undefined;
  #needs: Partial<Record<Ability, boolean>> | undefined;

  constructor(dialect: Dialect, body: Buffer) {
    this.#dialect = dialect;
    this.#body = body;
    this.tokensAtMost = tokensAtMost(body.length);
  }

  tokens(): number {
    this.#tokens ??= estimateTokens(this.#body);
    return this.#tokens;
  }

  /** The plan is made: the body may be let go, though the question it was made for is kept. */
  release(): void {
    this.#body = noBytes;
  }

  needs(ability: Ability): boolean {
    this.#needs ??= {};
    this.#needs[ability] ??= holds(this.#dialect, this.#body, ability);
    return this.#needs[ability];
  }
}
