import { createHash } from 'node:crypto';
import { type CloudEvent, type EventName, eventTypePrefix } from '@hub/contracts';
import { parisDay, reporterOf } from '@hub/core';
import { type ExtractDate, type PlacedEvent, sourceEvent, type Translation } from '@hub/platform';
import { childrenOf, descend, elementPlace, type LheoElement, outcomeAt } from './lheo-element.ts';
import type { Outcome, OutcomeRule } from './outcome.ts';
import { readEosNumber } from './read-eos-number.ts';
import type { Report } from './read-fields.ts';
import { readRecruitments } from './read-recruitments.ts';
import { readSessionFields } from './read-session-fields.ts';
import { readWithdrawal } from './read-withdrawal.ts';
import { actionNumber, type SeenSessions, sessionKey } from './session-reference.ts';
import { extractedAt, impossibleStamps, type SessionVersion, sessionVersion } from './session-version.ts';
import type { ToldAt, ToldStatements } from './told-statements.ts';

export interface TranslationContext {
  /** When the file was extracted; null where only its records say of when they are. */
  readonly dated: ExtractDate | null;
  /** Nothing is recorded later than this (epoch ms). */
  readonly now: number;
  /** Registry of sessions whose CARIF prefix is nowhere to be found. */
  readonly registry?: string;
  /** Under which all is reported; absent: the one that holds the registry of each session. */
  readonly source?: string | undefined;
  /** Sessions of the file so far: `registry:number` → action. Of a number met under two actions the second gets its action. */
  readonly seen: SeenSessions;
  /** What the import said so far. */
  readonly told: ToldStatements;
  /** Whether the file has shown nothing of the kind yet: what is wrong with a whole file is reported once. */
  readonly isFirst: (rule: OutcomeRule) => boolean;
  /** As it was named; '' for a stream. */
  readonly file: string;
}

/** Translates one `<formation>` to the events of its sessions. Never throws on content: what is wrong is an outcome. */
export function translateFormation(formation: LheoElement, context: TranslationContext): Translation {
  const events: PlacedEvent[] = [];
  const findings: Outcome[] = [];
  const report: Report = (outcome) => findings.push(outcome);
  let sessions = 0;
  const shared = oncePerElement(report);
  reportSurplus(formation, shared);
  const actions = childrenOf(formation, 'action');
  if (actions.length === 0) report(outcomeAt('ignored', 'action-without-session', formation, ''));
  for (const action of actions) {
    const own = childrenOf(action, 'session');
    if (own.length === 0) report(outcomeAt('ignored', 'action-without-session', action, ''));
    for (const session of own) {
      sessions += 1;
      translateSession({ formation, action, session, context, report, shared, events });
    }
  }
  return { events, findings, records: sessions };
}

const repeatable: ReadonlySet<string> = new Set([
  ...['action', 'session', 'certification', 'code-FORMACODE', 'code-NSF', 'code-ROME', 'lieu-de-formation'],
  ...['organisme-formateur', 'organisme-financeur', 'recrutement', 'cycle', 'extras', 'extra'],
]);

/** Of an element that there is one of, only the first is read: each other is reported. */
function reportSurplus(element: LheoElement, report: Report): void {
  for (const child of element.children) {
    if (child.rank > 1 && !repeatable.has(child.name)) report(outcomeAt('refused', 'element-surplus', child, ''));
    reportSurplus(child, report);
  }
}

interface SessionInFormation {
  readonly formation: LheoElement;
  readonly action: LheoElement;
  readonly session: LheoElement;
  readonly context: TranslationContext;
  readonly report: Report;
  /** For elements that several sessions share: each is reported once. */
  readonly shared: Report;
  readonly events: PlacedEvent[];
}

function translateSession(read: SessionInFormation): void {
  const { formation, action, session, context, report, shared, events } = read;
  const key = sessionKey(session, action, formation, context.registry);
  if (!key.ok) {
    report(outcomeAt('refused', key.rule, session, ''));
    return;
  }
  if (key.differs) shared(outcomeAt('ignored', 'registry-differs', action, `Préfixe ${key.registry}.`));
  const version = readVersion(read);
  if (version === null) {
    report(outcomeAt('refused', 'session-undated', session, ''));
    return;
  }
  const number = distinctNumber(key.registry, key.number, read);
  const reference = `session:${key.registry}:${number}`;
  const fields = readSessionFields(formation, action, session, report, shared);
  const missing = missingFields(fields);
  if (missing.length > 0) {
    const detail = `Il manque : ${missing.join(', ')}.`;
    report(outcomeAt('refused', 'mandatory-missing', session, detail, missing[0]));
  }
  const id = `${key.registry}-${number}`;
  const { source } = context;
  const name = (ref: string, start: string): EventNames => ({ reference, ref, start, source });
  const made = [cloudEvent('session-published', name(reference, id), version, fields)];
  const kind = readWithdrawal([session, action, formation], report, shared);
  if (kind !== null) {
    const data = { effectiveDate: parisDay(version.recordedAt), kind };
    // Of one statement with the publication: a later publication alone takes the withdrawal back.
    made.push(cloudEvent('session-withdrawn', name(reference, `${id}-withdrawn`), version, data));
  }
  for (const slot of readRecruitments(session, `${key.registry}:${number}`, report)) {
    made.push(cloudEvent('recruitment-opened', name(`slot:${slot.slot}`, `${id}-slot`), version, { ...slot }));
  }
  const placed = tellEach(made, read);
  events.push(...placed);
  const eosNumber = readEosNumber(session, report);
  if (eosNumber === undefined || placed.length === 0) return;
  const event = identification({ reference, start: `${id}-eos-${eosNumber}`, source }, eosNumber, version);
  events.push({ event, place: elementPlace(session), element: 'session', numero: session.attributes.numero ?? '' });
}

/** A fact of the two numbers alone: each later extract says the same fact again. */
function identification(
  { reference, start, source }: Omit<EventNames, 'ref'>,
  eosNumber: string,
  { recordedAt }: SessionVersion,
): CloudEvent {
  const data = { training: [reference, `session:eos:${eosNumber}`], verdict: 'same' };
  const reporter = source ?? reporterOf('session-identified', reference, [carif]) ?? carif;
  return sourceEvent(reporter, 'session-identified', { id: start, recordedtime: recordedTime(recordedAt), data });
}

/** The events that the import did not give yet, with their place; repeats and ties are reported. */
function tellEach(made: readonly CloudEvent[], { session, context, report }: SessionInFormation): PlacedEvent[] {
  const placed: PlacedEvent[] = [];
  const place = elementPlace(session);
  const numero = session.attributes.numero ?? '';
  let repeated = false;
  for (const event of made) {
    const telling = context.told.tell(event, { file: context.file, line: session.line });
    const published = event.type === `${eventTypePrefix}session-published`;
    if (telling.kind === 'repeated') {
      // What comes with a session that is repeated is repeated with it.
      if (!repeated) report(outcomeAt('ignored', published ? 'session-repeated' : 'statement-repeated', session, ''));
      repeated ||= published;
      continue;
    }
    if (telling.kind === 'tied') report(outcomeAt('doubtful', 'version-tied', session, tiedWith(telling.with)));
    placed.push({ event, place, element: 'session', numero });
  }
  return placed;
}

export function tiedWith({ file, line }: ToldAt): string {
  return `L'autre : ligne ${line}${file === '' ? '' : ` de ${file}`}.`;
}

/** The number that no other session of the file has: met under a second action, a number becomes `number@action`. */
function distinctNumber(
  registry: string,
  number: string,
  { action, session, context, report }: SessionInFormation,
): string {
  const own = actionNumber(action) ?? '';
  const first = context.seen.meet(`${registry}:${number}`, own);
  if (first === null || first === own || own === '') return number;
  const distinct = `${number}@${own}`;
  report(outcomeAt('repaired', 'session-number-shared', session, `${number} est transmise comme ${distinct}.`));
  return distinct;
}

function readVersion({
  formation,
  action,
  session,
  context,
  report,
  shared,
}: SessionInFormation): SessionVersion | null {
  const organisation = descend(formation, 'organisme-formation-responsable');
  const made = extractedAt(formation, context.dated, context.now);
  const { version, outcomes } = sessionVersion([session, action, formation, organisation], made, context.now);
  for (const outcome of [...outcomes, ...impossibleStamps(formation, ['horodatage-export'])]) shared(outcome);
  const day = made === null ? null : parisDay(made);
  if (version !== null && day !== null && parisDay(version.recordedAt) > day && context.isFirst('extract-older')) {
    report(outcomeAt('doubtful', 'extract-older', session, `Extraction : ${day}.`));
  }
  return version;
}

/** What readers expect of every published session (`session-incomplete`). */
function missingFields(fields: Readonly<Record<string, unknown>>): string[] {
  const missing = ['title', 'entryMode', 'mandataireSiret'].filter((name) => fields[name] === undefined);
  return fields.end === undefined && fields.open === undefined ? [...missing, 'end'] : missing;
}

export interface EventNames {
  /** `session:07:114782` */
  readonly reference: string;
  /** Of its statement. */
  readonly ref: string;
  /** With which its id begins. */
  readonly start: string;
  /** Absent: OFeli, where it may report the event of this session, else the system that holds the registry. */
  readonly source?: string | undefined;
}

/** Reports where nobody holds the registry: the door then says so. */
const carif = 'ofeli';

/**
 * An event with an id made of what it says: the same export imported twice gives the same ids, and a later one gives new
 * ids only where something changed. The digest is written in letters, so that no run of digits in it can look like a
 * person's number.
 */
export function cloudEvent(
  name: EventName,
  { reference, ref, start, source = reporterOf(name, reference, [carif]) ?? carif }: EventNames,
  { sequence, recordedAt }: SessionVersion,
  properties: Readonly<Record<string, unknown>>,
): CloudEvent {
  const data = { training: [reference], ...properties, statement: { ref, sequence } };
  const hash = createHash('sha256').update(name).update(JSON.stringify(data)).digest().subarray(0, 10);
  let digest = '';
  for (const byte of hash) digest += String.fromCharCode(97 + (byte >> 4), 97 + (byte & 15));
  return sourceEvent(source, name, { id: `${start}-${digest}`, recordedtime: recordedTime(recordedAt), data });
}

function recordedTime(recordedAt: number): string {
  return new Date(Math.floor(recordedAt / 1000) * 1000).toISOString();
}

/** Lets each (place, rule, field) pass once: what sessions of one action share is reported once. */
function oncePerElement(report: Report): Report {
  const passed = new Set<string>();
  return (outcome) => {
    const key = `${outcome.place.path}|${outcome.rule}|${outcome.field}`;
    if (passed.has(key)) return;
    passed.add(key);
    report(outcome);
  };
}
