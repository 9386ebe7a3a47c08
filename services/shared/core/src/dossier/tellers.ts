import { catalogueEntry, type EventName, registryOf } from '@hub/contracts';
import { isSessionReference, sessionRegistry } from '../identifiers/training-reference.ts';
import { isEmitter, maySpeakOf } from '../reporting/may-report.ts';
import type { AnomalyCode, ExpectationName, Rules } from '../rules.ts';
import type { AssessedDossier } from './assess.ts';
import { decidedFields } from './decided-fields.ts';
import { fulfilledBy } from './expectations.ts';
import { sortedOnce } from './facts.ts';
import type { Anomaly, Expectation } from './record.ts';
import { sourcesToReportEvent } from './sources-to-report.ts';

/** What is missing where one of these holds: the event that would tell it. Of what is overdue, the expectation says it. */
const missing: Partial<Readonly<Record<AnomalyCode, EventName>>> = {
  'entry-without-positioning': 'candidate-positioned',
  'certificate-missing': 'enrolment-certificate-issued',
  'interruption-without-resumption': 'resumption-attested',
  'skills-profile-missing': 'skills-profile-completed',
  'session-unresolved': 'session-published',
  'session-incomplete': 'session-published',
  'slot-without-session': 'session-published',
  'recruitment-without-way-in': 'recruitment-opened',
};

/** The systems that are to tell what is expected; empty: none that the dossier knows may. */
export function tellersOfExpected(
  { what, since, about }: Pick<Expectation, 'what' | 'since' | 'about'>,
  dossier: AssessedDossier,
  rules: Rules,
): readonly string[] {
  return tellersOf(fulfilledBy[what], { day: since ?? dossier.today, about }, dossier, rules);
}

/**
 * The systems that can mend an anomaly: of something missing those that are to tell it, never those of the facts that make
 * it missed; of anything else, those that told a fact that it names.
 */
export function tellersOfAnomaly(anomaly: Anomaly, dossier: AssessedDossier, rules: Rules): readonly string[] {
  const { code, about, facts } = anomaly;
  if (code === 'echo-missing') return echoersOf(String(about.by), dossier, rules);
  const awaited = code === 'overdue' ? dossier.expectations.find((each) => isOf(each, about)) : undefined;
  if (awaited !== undefined) return tellersOfExpected(awaited, dossier, rules);
  const event = code === 'overdue' ? fulfilledBy[about.what as ExpectationName] : missing[code];
  const named = sortedOnce(facts.map(({ source }) => source)).filter((source) => source !== 'hub');
  if (event === undefined) return named;
  const key = about.stay ?? about.attempt ?? '';
  return tellersOf(event, { day: String(about.from ?? dossier.today), about: String(key) }, dossier, rules);
}

/** Whether an anomaly is the one that this expectation is overdue. */
function isOf({ what, dueBy, about: of }: Expectation, about: Anomaly['about']): boolean {
  return what === about.what && dueBy === about.dueBy && of === about.of;
}

/**
 * Who is to tell an event of a dossier (rules.md, 13.10): the systems that `authority.json` believes for it; where it names
 * none, those that may report it by the dictionary (emitters of its schema), and of these the ones that the dossier knows. Of
 * a session, in both, whoever holds its registry (`codes/registry.json`).
 */
function tellersOf(
  event: EventName,
  at: { readonly day: string; readonly about: string },
  dossier: AssessedDossier,
  rules: Rules,
): readonly string[] {
  const { step, subject, emitters } = catalogueEntry(event);
  const decide = sourcesToReportEvent(event, at, dossier, dossier.today, rules);
  if (subject === 'session') return ofSession(event, decide, dossier);
  if (decide.length > 0) return decide;
  const known = knownTo(dossier).filter((source) => isEmitter(event, source));
  // A step that the table leaves to nobody is told by those alone who know the person.
  return known.length > 0 || step !== null ? known : emitters;
}

function ofSession(event: EventName, decide: readonly string[], { trainingRefs }: AssessedDossier): readonly string[] {
  const reference = trainingRefs.find(isSessionReference);
  if (reference === undefined) return decide;
  const anywhere = { kinds: [], territories: [] };
  const speaks = (source: string) =>
    isEmitter(event, source) && maySpeakOf(event, source, anywhere, [reference]) === null;
  const decisive = decide.filter(speaks);
  if (decisive.length > 0) return decisive;
  return (registryOf(sessionRegistry(reference) ?? '')?.heldBy ?? []).filter(speaks);
}

/** Systems that should have shown it too (`rules.json`, echo-missing), those that the dossier knows before any other. */
function echoersOf(by: string, dossier: AssessedDossier, { anomalies }: Rules): readonly string[] {
  const { echoes = [] } = anomalies['echo-missing'] ?? {};
  const all = echoes.find((each) => each.by.includes(by))?.by ?? [by];
  const known = knownTo(dossier).filter((source) => all.includes(source));
  return known.length > 0 ? known : all;
}

/** Systems that told, confirm or dispute something that the record says. */
function knownTo({ session: _, ...record }: AssessedDossier): readonly string[] {
  const told = [...decidedFields(record)].flatMap(({ value }) => [
    value.source,
    ...[...value.confirmedBy, ...value.contestedBy].map(({ source }) => source),
  ]);
  return sortedOnce(told).filter((source) => source !== 'hub');
}
