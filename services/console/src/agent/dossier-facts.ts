import { type Html, html } from '@hub/platform';
import { addressOf } from '../frame/list-pages.ts';
import { day, instant, table } from '../frame/parts.ts';
import { factStates } from '../frame/state-names.ts';
import { agreement, dossierPath, factsNamed, sources } from './agent-parts.ts';
import type { Dossier, FactState } from './answers.ts';
import type { Words } from './words.ts';

/** What was reported, in the order of the days, and what became of each. */
export function dossierFacts(words: Words, { facts = [], number }: Dossier): Html {
  if (facts.length === 0) return html`<p>Votre organisme ne voit pas les événements de ce dossier un par un.</p>`;
  const sorted = facts.toSorted((a, b) =>
    dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : a.receivedAt < b.receivedAt ? -1 : 1,
  );
  const among = factsNamed(facts);
  return table<FactState>(
    'Événements, dans l’ordre des jours',
    [
      { head: 'Événement', cell: ({ type }) => words.event(type) },
      { head: 'Jour', cell: ({ effectiveDate }) => day(effectiveDate) },
      { head: 'Source', cell: ({ source }) => words.source(source) },
      { head: 'Reçu le', cell: ({ receivedAt }) => instant(receivedAt) },
      { head: 'Ce qu’il est devenu', cell: (fact) => became(words, fact) },
      { head: 'Les autres sources', cell: (fact) => agreement(words, fact, among) },
      { head: 'Une erreur ?', cell: (fact) => complaint(words, fact, number) },
    ],
    sorted,
  );
}

function dayOf({ effectiveDate, recordedAt }: FactState): string {
  return effectiveDate ?? recordedAt;
}

function became(words: Words, { state, by }: FactState): string {
  const said = factStates[state] ?? state;
  return by.length === 0 ? said : `${said} (${sources(words, by)})`;
}

function complaint(words: Words, { source, id, type, effectiveDate }: FactState, number: number | null): Html | null {
  if (number === null || source === 'hub') return null;
  const to = addressOf(`${dossierPath(number)}/rectification`, { source, evenement: id });
  return html`<a href="${to}">Signaler<span class="read-out"> une erreur : ${words.event(type)}, ${day(effectiveDate)}</span></a>`;
}
