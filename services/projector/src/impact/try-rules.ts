import { isDeepStrictEqual } from 'node:util';
import {
  type AssessedDossier,
  assess,
  type DossierRecord,
  describe,
  describeSession,
  type FactSet,
  parisDay,
  type Rules,
  type SessionRecord,
  union,
} from '@hub/core';
import {
  type DossierFacts,
  decodeFacts,
  differingFields,
  fieldsOf,
  readSessions,
  rulesOf,
  storedDossiers,
  type Version,
} from '@hub/platform';
import type { Pool } from 'pg';

/**
 * What other rules would make of the dossiers that readers are given, each with its session, on the day of the trial. What
 * is found between the dossiers of a person is not tried.
 */
export interface RulesTried {
  readonly dossiers: number;
  readonly changed: number;
  /** Dossiers whose facts these rules cannot describe. */
  readonly failed: number;
  /** In how many dossiers each field changes, the most frequent first; items of lists by `*`. */
  readonly fields: readonly { readonly path: string; readonly dossiers: number }[];
  readonly statuses: readonly { readonly before: string; readonly after: string; readonly dossiers: number }[];
  /** In how many dossiers each anomaly appears, and in how many it goes. */
  readonly anomalies: readonly { readonly code: string; readonly raised: number; readonly gone: number }[];
  /** Field by field: first those whose status or anomalies change, of each such change at least one; then the first others. */
  readonly samples: readonly RulesSample[];
  /** The first that fail. */
  readonly failedSamples: readonly number[];
}

export interface RulesSample {
  readonly dossier: number;
  /** Null: it stays. */
  readonly status: { readonly before: string; readonly after: string } | null;
  /** Codes of the anomalies that appear, and of those that go. */
  readonly raised: readonly string[];
  readonly gone: readonly string[];
  /** Null: there is no such field. */
  readonly fields: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[];
  /** Fields that are not shown. */
  readonly more: number;
}

const samplesMax = 20;
const sampleFieldsMax = 20;
/** Between two of these, whoever else works in this process has its turn. */
const dossiersAtOnce = 100;

export interface TryOptions {
  readonly onRead?: (dossiers: number) => void;
  /** Called between two pieces of work; resolves when the next may begin. */
  readonly pace?: () => Promise<void>;
  readonly nowMs?: number;
}

/** Describes each dossier of the version by its rules and by these, one pass over all of them, and writes nothing. */
export async function tryRules(
  pool: Pool,
  version: Version,
  candidate: Rules,
  { onRead = () => {}, pace = async () => {}, nowMs = Date.now() }: TryOptions = {},
): Promise<RulesTried> {
  const sides = { present: await rulesOf(pool, version), candidate, nowMs };
  const counted = nothingCounted();
  for await (const dossiers of storedDossiers(pool, version)) {
    const decoded = dossiers.map(decodedDossier);
    const sessions = await sessionsOf(pool, version, decoded);
    for (let from = 0; from < decoded.length; from += dossiersAtOnce) {
      await pace();
      for (const dossier of decoded.slice(from, from + dossiersAtOnce)) count(counted, dossier, sides, sessions);
    }
    onRead(counted.dossiers);
  }
  return tried(counted);
}

interface Decoded {
  readonly number: number;
  /** Null: they cannot be read. */
  readonly facts: FactSet | null;
}

function decodedDossier({ number, facts }: DossierFacts): Decoded {
  return { number, facts: attempt(() => decodeFacts(facts)) };
}

interface Sides {
  readonly present: Rules;
  readonly candidate: Rules;
  readonly nowMs: number;
}

/** The facts of each, by reference. */
type Sessions = ReadonlyMap<string, { readonly facts: FactSet }>;

async function sessionsOf(pool: Pool, version: Version, dossiers: readonly Decoded[]): Promise<Sessions> {
  const references = new Set(dossiers.flatMap(({ facts }) => (facts ?? []).flatMap(({ references }) => references)));
  const stored = await readSessions({ client: pool, version }, [...references]);
  return new Map(stored.map(({ reference, facts }) => [reference, { facts }]));
}

interface Counted {
  dossiers: number;
  changed: number;
  failed: number;
  readonly fields: Map<string, number>;
  readonly statuses: Map<string, number>;
  readonly raised: Map<string, number>;
  readonly gone: Map<string, number>;
  /** Changes of status and of anomalies of which there is a sample. */
  readonly shown: Set<string>;
  readonly telling: RulesSample[];
  readonly others: RulesSample[];
  readonly failedSamples: number[];
}

function nothingCounted(): Counted {
  const counts = { fields: new Map(), statuses: new Map(), raised: new Map(), gone: new Map() };
  const samples = { shown: new Set<string>(), telling: [], others: [], failedSamples: [] };
  return { dossiers: 0, changed: 0, failed: 0, ...counts, ...samples };
}

function count(counted: Counted, { number, facts }: Decoded, sides: Sides, sessions: Sessions): void {
  counted.dossiers += 1;
  const [before, after] = [sides.present, sides.candidate].map((rules) =>
    facts === null ? null : attempt(() => shownBy(facts, rules, sessions, sides.nowMs)),
  );
  if (facts === null || before == null || after == null) {
    counted.failed += 1;
    if (counted.failedSamples.length < samplesMax) counted.failedSamples.push(number);
    return;
  }
  if (isDeepStrictEqual(before, after)) return;
  counted.changed += 1;
  const different = differingFields(fieldsOf(facts, before), fieldsOf(facts, after));
  const paths = different.map(({ path }) => path.replaceAll(/\.\d+(?=\.|$)/g, '.*'));
  for (const path of new Set(paths)) addOne(counted.fields, path);
  const status = before.status === after.status ? null : { before: before.status, after: after.status };
  const [had, has] = [codesOf(before), codesOf(after)];
  const raised = [...has].filter((code) => !had.has(code));
  const gone = [...had].filter((code) => !has.has(code));
  if (status !== null) addOne(counted.statuses, `${status.before} ${status.after}`);
  for (const code of raised) addOne(counted.raised, code);
  for (const code of gone) addOne(counted.gone, code);
  keepSample(counted, { dossier: number, status, raised, gone, ...firstFields(different) });
}

function firstFields(different: ReturnType<typeof differingFields>): Pick<RulesSample, 'fields' | 'more'> {
  const fields = different
    .slice(0, sampleFieldsMax)
    .map(({ path, here, there }) => ({ path, before: here ?? null, after: there ?? null }));
  return { fields, more: different.length - fields.length };
}

function keepSample({ shown, telling, others }: Counted, sample: RulesSample): void {
  const changes = tellingChanges(sample);
  if (changes.length === 0) {
    if (others.length < samplesMax) others.push(sample);
    return;
  }
  if (telling.length >= samplesMax && changes.every((change) => shown.has(change))) return;
  telling.push(sample);
  for (const change of changes) shown.add(change);
}

/** There are as many of them as pairs of statuses and codes of anomalies. */
function tellingChanges({ status, raised, gone }: RulesSample): readonly string[] {
  return [
    ...(status === null ? [] : [`status ${status.before} ${status.after}`]),
    ...raised.map((code) => `raised ${code}`),
    ...gone.map((code) => `gone ${code}`),
  ];
}

/** What a reader is shown of the dossier itself: its session is another record. */
function shownBy(
  facts: FactSet,
  rules: Rules,
  sessions: Sessions,
  nowMs: number,
): Omit<AssessedDossier, 'session' | 'today'> {
  const record = describe(facts, rules);
  const {
    session: _,
    today: __,
    ...shown
  } = assess(record, sessionOf(record, rules, sessions), parisDay(nowMs), rules, nowMs);
  return shown;
}

function sessionOf(
  { trainingRefs, funding }: Pick<DossierRecord, 'trainingRefs' | 'funding'>,
  rules: Rules,
  sessions: Sessions,
): SessionRecord | null {
  const known = trainingRefs.flatMap((reference) => sessions.get(reference) ?? []).map(({ facts }) => facts);
  return known.length === 0 ? null : describeSession(known.reduce(union), rules, funding);
}

function codesOf({ anomalies }: Pick<AssessedDossier, 'anomalies'>): ReadonlySet<string> {
  return new Set(anomalies.map(({ code }) => code));
}

function addOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function tried(counted: Counted): RulesTried {
  const { fields, statuses, raised, gone, shown: _, telling, others, ...counts } = counted;
  const codes = [...new Set([...raised.keys(), ...gone.keys()])].sort();
  return {
    ...counts,
    samples: [...telling, ...others.slice(0, Math.max(0, samplesMax - telling.length))],
    fields: sorted(fields).map(([path, dossiers]) => ({ path, dossiers })),
    statuses: sorted(statuses).map(([pair, dossiers]) => {
      const [before = '', after = ''] = pair.split(' ');
      return { before, after, dossiers };
    }),
    anomalies: codes.map((code) => ({ code, raised: raised.get(code) ?? 0, gone: gone.get(code) ?? 0 })),
  };
}

function sorted(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}
