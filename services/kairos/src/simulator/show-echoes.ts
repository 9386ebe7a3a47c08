import type { CloudEvent, EventName } from '@hub/contracts';
import { sourceEvent } from '@hub/platform';
import { type Consumer, type Looked, parisTime, type ReadDossier, type Told } from '@hub/simulation';

const source = 'kairos-ng';

/** Whom Kairos positioned: its number at France Travail, by the number of the dossier that the receipt named. */
export type KairosCandidates = ReadonlyMap<number, string>;

/**
 * Kairos follows the dossiers of job seekers and shows the entries and exits that EOS attests of its candidates, so long after
 * the hub received them (*Webinar 2026*, l. 451: in the order of an hour and a half), each as an echo that names its origin.
 */
export function kairosFollowing(candidates: KairosCandidates, delayMs: number): Consumer {
  return {
    name: 'kairos',
    clientId: 'kairos',
    looksAt: 'dossier',
    purpose: 'job-seeker-list',
    on: ['entry-attested', 'exit-declared', 'sight'],
    look: (dossier, nowMs) => echoesOf(dossier, candidates, nowMs, delayMs),
  };
}

function echoesOf(dossier: ReadDossier, candidates: KairosCandidates, nowMs: number, delayMs: number): Looked {
  const own = [dossier.number, ...dossier.alsoKnownAs].find((number) => candidates.has(number));
  if (own === undefined) return { events: [], again: null };
  const named = { dossier: own, trainee: { franceTravailNumber: candidates.get(own) } };
  const told = dossier.stays.flatMap(({ entry, exit }) => [
    ...(entry === null ? [] : [{ type: 'entry-attested' as const, fact: entry, more: {} }]),
    ...(exit === null ? [] : [{ type: 'exit-declared' as const, fact: exit, more: { kind: exit.kind } }]),
  ]);
  const awaited = told.filter(({ fact }) => isToShow(fact));
  const dueOf = ({ fact }: { fact: Told<string> }) => Date.parse(fact.receivedAt) + delayMs;
  const later = awaited.map(dueOf).filter((due) => due > nowMs);
  return {
    events: awaited
      .filter((each) => dueOf(each) <= nowMs)
      .map(({ type, fact, more }) => echo(type, fact, { ...named, ...more }, delayMs)),
    again: later.length === 0 ? null : Math.min(...later),
  };
}

function isToShow({ source: teller, confirmedBy }: Told<string>): boolean {
  return teller === 'eos' && !confirmedBy.some((each) => each.source.startsWith('kairos'));
}

function echo(
  type: EventName,
  { source: origin, eventId, value, receivedAt }: Told<string>,
  data: object,
  delayMs: number,
): CloudEvent {
  return sourceEvent(source, type, {
    id: `echo-${eventId}`,
    recordedtime: parisTime(Date.parse(receivedAt) + delayMs),
    data: { ...data, effectiveDate: value, origin: { source: origin, id: eventId } },
  });
}
