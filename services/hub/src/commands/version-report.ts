import type { DossierDifference, EventNamed, Switched, VersionStatus } from '@hub/platform';
import {
  type Comparison,
  type Difference,
  type Explanation,
  type RebuildReport,
  unexplained,
  type VerifyReport,
} from '@hub/projector';
import { table } from '../terminal/command-line.ts';

export function describeVersions(versions: readonly VersionStatus[]): string[] {
  return table([
    ['VERSION', 'STATE', 'RULES', 'PROJECTORS', 'LAG (EVENTS)', 'PARKED', 'MADE'],
    ...versions.map(({ version, state, trial, projectors, lagEvents, parked, createdAt }) => {
      const rules = trial === null ? 'of a release' : `of trial ${trial}`;
      return [version, state, rules, projectors, lagEvents ?? 'unknown', parked, createdAt];
    }),
  ]);
}

export function describeReport(report: RebuildReport): string[] {
  const { version, resumed, joined, comparison } = report;
  const how = joined ? ', shared with another rebuild' : resumed ? ', an unfinished rebuild went on' : '';
  return [
    `Version ${version}: ${speedOf(report)}${how}`,
    ...(comparison === null
      ? ['Nothing to compare with: no version was active, or it was projected from what this log does not hold.']
      : describeComparison(comparison)),
    ...describeParked(report.parked),
  ];
}

export function describeVerification(report: VerifyReport): string[] {
  const which = report.slices === null ? 'all slices' : `slices ${report.slices.join(', ')}`;
  return [
    `${report.verified}, ${which}: ${speedOf(report)}`,
    ...describeComparison(report.comparison),
    ...(unexplained(report.comparison) === 0 ? [] : [damagedIn(report.verified)]),
    ...describeParked(report.parked),
  ];
}

/** The other side was made from the log just now. */
function damagedIn(version: string): string {
  return `What nothing explains is damaged in ${version}: "hub rebuild --promote" gives readers what the log says.`;
}

function speedOf({ events, seconds }: Pick<RebuildReport, 'events' | 'seconds'>): string {
  const rate = Math.round(events / Math.max(seconds, 0.001));
  return `${events} events in ${seconds.toFixed(1)} s (${rate} events/s)`;
}

/** Equal versions may leave out the same events: what nobody is shown is said. */
function describeParked(parked: RebuildReport['parked']): string[] {
  const reasons = Object.entries(parked).map(([reason, events]) => `${events} ${reason}`);
  return reasons.length === 0 ? [] : [`Parked, and in no record: ${reasons.join(', ')}. "hub parked list" names them.`];
}

export function describeComparison(comparison: Comparison): string[] {
  const { id, there, slices, slicesCompared, parked } = comparison;
  const row = (name: string, found: Difference) => [name, found.equal, found.changed, found.onlyHere, found.onlyThere];
  const parkedSamples = [...parked.samples.onlyHere, ...parked.samples.onlyThere];
  return [
    `Comparison ${id} with ${there}: ${slicesCompared} of ${slices} slices at equal offsets`,
    ...table([
      ['', 'EQUAL', 'CHANGED', 'ONLY HERE', 'ONLY THERE'],
      row('dossiers', comparison.dossiers),
      row('trainees', comparison.trainees),
      row('sessions', comparison.sessions),
      ['parked', parked.equal, '', parked.onlyHere, parked.onlyThere],
    ]),
    ...(parkedSamples.length === 0 ? [] : [`Parked in one of the two: ${parkedSamples.join(', ')}`]),
    ...describeExplanations(comparison.explanations),
  ];
}

const sentences: Readonly<Record<Explanation['by'], string>> = {
  unexplained: 'UNEXPLAINED, one of the two is damaged',
  event: 'by an event that one of the two parked',
  rules: 'by the rules',
  code: 'by the code',
};

function describeExplanations(explanations: readonly Explanation[]): string[] {
  if (explanations.length === 0) return [];
  return [
    '',
    ...table([
      ['WHY THEY DIFFER', 'DETAIL', 'DOSSIERS', 'TRAINEES', 'SESSIONS', 'FIRST OF THEM'],
      ...explanations.map((each) => [
        sentences[each.by],
        each.detail,
        ...[each.dossiers, each.trainees, each.sessions],
        each.samples.map(({ key }) => key).join(' '),
      ]),
    ]),
    ...explanations.flatMap(describeEvents),
  ];
}

function describeEvents({ samples }: Explanation): string[] {
  return samples.flatMap(({ subject, key, events }) =>
    Object.entries({ here: events.onlyHere, there: events.onlyThere })
      .filter(([, only]) => only.length > 0)
      .map(([where, only]) => `${subject} ${key}, only ${where}: ${only.map(eventName).join(', ')}`),
  );
}

function eventName({ source, id, type }: EventNamed): string {
  return `${source}/${id}${type === '' ? '' : ` (${type})`}`;
}

/** One dossier, field by field; equal fields are left out. */
export function describeDossier(found: DossierDifference): string[] {
  const { dossier, here, there, present, fields, events } = found;
  const missing = [...(present.here ? [] : [here]), ...(present.there ? [] : [there])];
  const only = [
    ...events.onlyHere.map((event) => `Only in ${here}: ${eventName(event)}`),
    ...events.onlyThere.map((event) => `Only in ${there}: ${eventName(event)}`),
    ...events.changed.map((event) => `Says something else: ${eventName(event)}`),
  ];
  if (fields.length + only.length === 0) return [`Dossier ${dossier} is the same in ${here} and ${there}.`];
  return [
    ...missing.map((version) => `${version} has no dossier ${dossier}.`),
    ...only,
    ...table([
      ['FIELD', here, there, 'FACT HERE', 'FACT THERE'],
      ...fields.map(({ path, here: a, there: b, factHere, factThere }) => {
        return [path, shown(a), shown(b), factHere === null ? '' : eventName(factHere), sameOr(factHere, factThere)];
      }),
    ]),
  ];
}

function shown(value: unknown): string {
  if (value === undefined) return '-';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function sameOr(here: EventNamed | null, there: EventNamed | null): string {
  if (there === null) return '';
  return here !== null && eventName(here) === eventName(there) ? 'the same' : eventName(there);
}

export function describeSwitch(switched: Switched): string[] {
  const back = switched.previous === null ? '' : ` "hub rollback" goes back to ${switched.previous}.`;
  return [`Readers are given ${switched.active}.${back}`];
}
