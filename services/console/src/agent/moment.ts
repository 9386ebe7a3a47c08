import { instantInParis } from '@hub/core';
import { type Html, html } from '@hub/platform';
import type { ConsoleContext } from '../frame/console-context.ts';
import { type Field, formFields } from '../frame/form-fields.ts';
import { ApiProblem } from '../frame/hub-api.ts';
import type { VisitedPage } from '../frame/layout.ts';
import { day, instant } from '../frame/parts.ts';
import type { Visit, Visited } from '../frame/visit.ts';
import { purposeLine } from './agent-parts.ts';
import type { FactState } from './answers.ts';
import type { Words } from './words.ts';

/** The point in time that a page is asked for, as a query of the API: a day of the field, and what the hub knew by when. */
export function momentOf({ jour = '', su = '' }: Readonly<Record<string, string>>): {
  readonly asOf: string | null;
  readonly knownAt: string | null;
} {
  const ms = su === '' ? Number.NaN : instantInParis(`${su}:00`.slice(0, 19));
  return {
    asOf: jour === '' ? null : jour,
    knownAt: su === '' ? null : Number.isNaN(ms) ? su : new Date(ms).toISOString(),
  };
}

/** Whether the page looks back, said so that nobody takes it for today. */
export function momentNote(
  { asOf, knownAt }: { readonly asOf: string | null; readonly knownAt: string | null },
  path: string,
): Html | null {
  if (asOf === null && knownAt === null) return null;
  return html`<div class="note"><p>${asOf === null ? null : html`Vu au <strong>${day(asOf)}</strong> : ce qui est daté d’après est laissé de côté. `}${knownAt === null ? null : html`Tel que le hub le savait le <strong>${instant(knownAt)}</strong>. `}<a href="${path}">Revenir à aujourd’hui</a></p></div>`;
}

/** Two ways to look back; the browser writes days and times as it is used to. `first`: when the first fact was received. */
const fieldsFrom = (first: string | null): readonly Field[] => [
  {
    kind: 'date',
    name: 'jour',
    label: 'Vu à un jour',
    hint: 'Ce qui était arrivé ce jour-là, d’après ce que l’on sait aujourd’hui.',
  },
  {
    kind: 'datetime-local',
    name: 'su',
    label: 'Tel que su à un moment',
    hint: `Ce que le hub avait reçu à ce moment, heure de Paris${first === null ? '' : ` ; il a reçu le premier fait le ${atTime(first)}`}.`,
  },
];

export function momentForm(
  path: string,
  query: Readonly<Record<string, string>>,
  facts: readonly FactState[] = [],
): Html {
  return html`<form method="get" action="${path}" class="two">
${formFields(fieldsFrom(firstOf(facts, ({ receivedAt }) => receivedAt)), query)}
<div><button>Regarder</button></div></form>`;
}

/** `27/11/2026 à 08:13:44` */
function atTime(at: string): string {
  return instant(at).replace(' ', ' à ');
}

/** Numbers that the hub gave are no news of anybody. */
function firstOf(facts: readonly FactState[], of: (fact: FactState) => string | null): string | null {
  const told = facts.filter(({ source }) => source !== 'hub');
  return told.flatMap((fact) => of(fact) ?? []).sort()[0] ?? null;
}

interface LookedAt {
  readonly path: string;
  /** As it stands after “de”. */
  readonly of: string;
  readonly title: string;
  readonly trail: NonNullable<VisitedPage['trail']>;
}

interface Reads {
  shown(): Promise<Visited>;
  /** What is told of it today: throws 404 where the organisation sees nothing of it. */
  factsNow(): Promise<readonly FactState[]>;
}

/** The page of a moment; where there was nothing to show then, says so of what there is to show today. */
export async function orNothingThen(
  { dictionary }: ConsoleContext,
  words: Words,
  visit: Visit,
  { path, of, ...page }: LookedAt,
  { shown, factsNow }: Reads,
): Promise<Visited> {
  try {
    return await shown();
  } catch (error) {
    if (!isOfMoment(error, visit.query)) throw error;
    const facts = await factsNow();
    const { status, errors = [] } = error.problem;
    const rules = errors.flatMap(({ rule }) => dictionary.rules.get(rule) ?? []);
    const said =
      status === 404
        ? nothingThen(of, visit.query, facts)
        : rules.map(({ sentence, remedy }) => words.said(`${sentence} ${remedy}`)).join(' ');
    const body = html`${purposeLine(words, visit)}
<div class="note bad"><p>${said}</p><p><a href="${path}">Revenir à aujourd’hui</a></p></div>
<section class="look-back"><h2>Regarder un autre moment</h2>
${momentForm(path, visit.query, facts)}</section>`;
    return { ...page, status, body };
  }
}

/** Whether the hub may have refused for the moment alone. */
function isOfMoment(error: unknown, query: Visit['query']): error is ApiProblem {
  const { asOf, knownAt } = momentOf(query);
  if (!(error instanceof ApiProblem) || (asOf === null && knownAt === null)) return false;
  const { status, errors = [] } = error.problem;
  const areOfMoment = errors.every(({ pointer }) => /^\/query\/(asOf|knownAt)$/.test(pointer));
  return status === 404 || (status === 400 && errors.length > 0 && areOfMoment);
}

function nothingThen(of: string, query: Visit['query'], facts: readonly FactState[]): string {
  const { asOf, knownAt } = momentOf(query);
  const received = firstOf(facts, ({ receivedAt }) => receivedAt);
  const happened = firstOf(facts, ({ effectiveDate }) => effectiveDate);
  if (knownAt !== null && received !== null && knownAt < received)
    return `À ce moment, le hub ne savait rien de ${of} ; le premier fait a été reçu le ${atTime(received)}.`;
  if (asOf !== null && happened !== null && asOf < happened)
    return `Ce jour-là, rien de ${of} n’était encore arrivé ; le premier fait est daté du ${day(happened)}.`;
  return `À ce moment, rien de ${of} n’était à montrer à votre organisme.`;
}
