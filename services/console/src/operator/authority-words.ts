import { type Html, html } from '@hub/platform';
import { day } from '../frame/parts.ts';
import { type Words, word } from './operator-words.ts';
import type { WrittenRow } from './rules.ts';

export const clockWords: Words = {
  candidature: 'candidature',
  effective: 'date d’effet',
  recorded: 'enregistrement',
};

/** Of what a row says. */
export function conditionsOf({ territory, funding, exceptFunding, validator }: WrittenRow, fundings: Words): string {
  const named = (codes: readonly string[]) => codes.map((code) => word(fundings, code)).join(', ');
  const said = [
    territory == null ? null : `territoire ${territory}`,
    funding == null ? null : `financement ${named(funding)}`,
    exceptFunding == null ? null : `sauf financement ${named(exceptFunding)}`,
    validator == null ? null : `validé par ${validator}`,
  ].filter((each) => each !== null);
  return said.length === 0 ? 'tous' : said.join(' ; ');
}

/** Who decides, and when. */
export function regimeSaid({ name, when = [], sources }: WrittenRow['regimes'][number]): Html {
  const times = when.map(
    ({ clock, from, to }) =>
      `, ${word(clockWords, clock)}${from ? ` du ${day(from)}` : ''}${to ? ` avant le ${day(to)}` : ''}`,
  );
  return html`${sources.length === 0 ? 'personne' : sources.join(', puis ')} <span class="quiet">${name}${times.join('')}</span>`;
}

export function rowSaid(row: WrittenRow, fundings: Words): Html {
  return html`${row.step}, ${conditionsOf(row, fundings)}<ul class="plain">${row.regimes.map((each) => html`<li>${regimeSaid(each)}</li>`)}</ul>`;
}
