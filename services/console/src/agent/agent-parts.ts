import { type Html, html } from '@hub/platform';
import { day } from '../frame/parts.ts';
import type { Visit } from '../frame/visit.ts';
import type { Dossier, FactRef, FactState, Told } from './answers.ts';
import { standings, type Words } from './words.ts';

export const agentPath = '/console/agent';
export const agentStyle = `${agentPath}/agent.css`;

/** Where a page stands: every trail begins at the search. */
export const trailFrom = (...steps: readonly (readonly [path: string, name: string])[]) => [
  [agentPath, 'Suivi des parcours'] as const,
  ...steps,
];

/** For what the visitor looks, with the way to change it and to come back. */
export function purposeLine(words: Words, { visitor, request }: Visit, back = request.url): Html {
  const name = visitor.purpose === null ? 'aucune' : words.purpose(visitor.purpose);
  return html`<p class="purpose">Finalité : <strong>${name}</strong> (<a href="${purposePath(back)}">changer<span class="read-out"> de finalité</span></a>)</p>`;
}

export function purposePath(back: string): string {
  return `${agentPath}/finalite?retour=${encodeURIComponent(back)}`;
}

export function dossierPath(number: number): string {
  return `${agentPath}/dossiers/${number}`;
}

export function pathOfTrainee(trainee: string): string {
  return `${agentPath}/parcours/${trainee}`;
}

/** A link to a dossier, by its number. */
export function dossierLink(number: number): Html {
  return html`<a class="whole-number" href="${dossierPath(number)}">${dossierNumber(number)}</a>`;
}

/** `962876854` → `962 876 854`, as it is read aloud. */
export function dossierNumber(number: number | null): string {
  return String(number ?? '–').replace(/(\d{3})(?=\d)/g, '$1\u00a0');
}

/** How sure a value is: a sign, a word, and for whoever points at it a sentence. */
export function standing({ standing }: Pick<Told, 'standing'>): Html {
  const [word = standing, sentence = ''] = standings[standing] ?? [];
  return html`<span class="standing ${standing}" title="${sentence}">${word}</span>`;
}

/** Who confirms, who says otherwise; `–` where nobody else says anything. */
export function agreement(
  words: Words,
  { confirmedBy, contestedBy }: Pick<Told, 'confirmedBy' | 'contestedBy'>,
  among: FactsNamed,
): Html {
  const named = (verb: string, facts: readonly FactRef[]) =>
    facts.length === 0 ? null : html`<span>${verb} ${factNames(words, facts, among)}</span> `;
  const said = [named('Confirmé par :', confirmedBy), named('Contesté par :', contestedBy)].filter(
    (each) => each !== null,
  );
  return said.length === 0 ? html`–` : html`${said}`;
}

/** The facts of a dossier by source and id, that one which is named may be said in words. */
export type FactsNamed = ReadonlyMap<string, Pick<FactState, 'type' | 'effectiveDate'>>;

export function factsNamed(facts: readonly FactState[] = []): FactsNamed {
  return new Map(facts.map((fact) => [`${fact.source} ${fact.id}`, fact]));
}

/** `Sortie du 27/04/2026 (EOS)`; of a fact that is not shown, its source. */
export function factName(words: Words, { source, eventId }: FactRef, named: FactsNamed): string {
  const fact = named.get(`${source} ${eventId}`);
  if (fact === undefined) return words.source(source);
  const on = fact.effectiveDate === null ? '' : ` du ${day(fact.effectiveDate)}`;
  return `${words.event(fact.type)}${on} (${words.source(source)})`;
}

/** Since when a dossier is in its state, and who says so; of who was interrupted and is back, since the entry, and since when again. */
export function stateSince(words: Words, { status, statusSince, stays }: StateOf): Html | null {
  if (statusSince === null) return null;
  const entry = stays.findLast(({ state }) => state === status)?.entry ?? null;
  const on = ({ source }: FactRef, date: string | null) =>
    html`${day(date)}, d’après <strong>${words.source(source)}</strong>`;
  if (status !== 'entered' || entry === null || isSame(entry, statusSince))
    return html` depuis le ${on(statusSince, statusSince.effectiveDate)}`;
  return html` depuis le ${on(entry, entry.value)} ; reprise le ${on(statusSince, statusSince.effectiveDate)}`;
}

type StateOf = Pick<Dossier, 'status' | 'statusSince' | 'stays'>;

function isSame(one: FactRef, other: FactRef): boolean {
  return one.source === other.source && one.eventId === other.eventId;
}

/** Each once. */
export function factNames(words: Words, facts: readonly FactRef[], named: FactsNamed): string {
  return [...new Set(facts.map((fact) => factName(words, fact, named)))].join(', ');
}

export function sources(words: Words, facts: readonly FactRef[]): string {
  return [...new Set(facts.map(({ source }) => words.source(source)))].join(', ');
}
