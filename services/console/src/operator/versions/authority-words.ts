import { type Html, html } from '@hub/platform';
import { day } from '../../frame/parts.ts';
import { type Words, word } from '../operator-words.ts';
import type { Choice, Rules, WrittenRow } from './rules.ts';

export const clockWords: Words = {
  candidature: 'candidature',
  effective: 'date d’effet',
  recorded: 'enregistrement',
};

/** French labels of what rows of authority name. */
export interface AuthorityWords {
  readonly steps: Words;
  readonly territories: Words;
  readonly fundings: Words;
  readonly validators: Words;
  readonly sources: Words;
}

export function authorityWords({ choices }: Pick<Rules, 'choices'>): AuthorityWords {
  const labels = (list: readonly Choice[]) => Object.fromEntries(list.map(({ code, label }) => [code, label]));
  const { steps, territories, fundings, validators, sources } = choices;
  return {
    ...{ steps: labels(steps), territories: labels(territories), fundings: labels(fundings) },
    ...{ validators: labels(validators), sources: labels(sources) },
  };
}

/** Of what a row says. */
export function conditionsOf(
  { territory, funding, exceptFunding, validator }: WrittenRow,
  { territories, fundings, validators }: AuthorityWords,
): string {
  const named = (codes: readonly string[]) => codes.map((code) => word(fundings, code)).join(', ');
  const said = [
    territory == null ? null : `territoire ${word(territories, territory)}`,
    funding == null ? null : `financement ${named(funding)}`,
    exceptFunding == null ? null : `sauf financement ${named(exceptFunding)}`,
    validator == null ? null : `validé par ${word(validators, validator)}`,
  ].filter((each) => each !== null);
  return said.length === 0 ? 'tous' : said.join(' ; ');
}

/** Who decides, and when. */
export function regimeSaid({ name, when = [], sources }: WrittenRow['regimes'][number], words: AuthorityWords): Html {
  const times = when.map(
    ({ clock, from, to }) =>
      `, ${word(clockWords, clock)}${from ? ` du ${day(from)}` : ''}${to ? ` avant le ${day(to)}` : ''}`,
  );
  const deciding = sources.map((source) => word(words.sources, source)).join(', puis ');
  return html`${deciding === '' ? 'personne' : deciding} <span class="quiet">${name}${times.join('')}</span>`;
}

export function rowSaid(row: WrittenRow, words: AuthorityWords): Html {
  return html`${word(words.steps, row.step)}, ${conditionsOf(row, words)}<ul class="plain">${row.regimes.map((each) => html`<li>${regimeSaid(each, words)}</li>`)}</ul>`;
}
