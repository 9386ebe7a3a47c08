import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, describe as suite, test } from 'vitest';
import { addDays, dayNumber } from './calendar.ts';
import { canonicalJson } from './canonical-json.ts';
import { asOf } from './dossier/as-of.ts';
import { assess } from './dossier/assess.ts';
import { describe, explain } from './dossier/describe.ts';
import { factStates } from './dossier/fact-states.ts';
import type { Fact } from './dossier/facts.ts';
import { factSet } from './dossier/facts.ts';
import { describeRow } from './dossier/summary.ts';
import { describeTrainee } from './person/describe-trainee.ts';
import { summariseTrainee } from './person/trainee-summary.ts';
import { describeVersion, type Rules } from './rules.ts';
import { describeSession } from './session/describe-session.ts';
import { summariseSession } from './session/session-summary.ts';
import golden from './test/described-lives.json' with { type: 'json' };
import { edgeLife } from './test/edges.ts';
import { begunLife, life } from './test/lives.ts';
import { releasedRules } from './test/released-rules.ts';
import { pathOf, sessionLife, traineeLife, world } from './test/worlds.ts';

/** The same in every run. */
function sample<T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] {
  return fc.sample(arbitrary, { seed: 20_260_217, numRuns });
}

function moved<T>(reported: T, dayFor: (day: string) => string): T {
  return JSON.parse(JSON.stringify(reported).replaceAll(/2026-\d\d-\d\d/g, dayFor)) as T;
}

/** Random lives over months and in a week; lives on the limits of rules, in the regimes of spring and of winter. */
const sampled = [...sample(life, 60), ...sample(begunLife, 60)];
const edged = sample(edgeLife, 400);
const lives = [
  ...sampled,
  ...sampled.map((facts) => moved(facts, (day) => addDays('2026-03-14', dayNumber(day) % 7))),
  ...edged,
  ...edged.map((facts) => moved(facts, (day) => addDays(day, -44))),
].map((facts: Fact[]) => factSet(facts));
const trainees = sample(traineeLife, 120).map(factSet);
const sessions = sample(sessionLife, 120).map(factSet);
const worlds = sample(world, 200);

/** Thresholds and rows without the words about them. */
const rules: Rules = {
  ...releasedRules,
  anomalies: Object.fromEntries(
    Object.entries(releasedRules.anomalies).map(([code, { severity, threshold }]) => [
      code,
      threshold === undefined ? { severity } : { severity, threshold },
    ]),
  ),
  expectations: Object.fromEntries(
    Object.entries(releasedRules.expectations).map(([name, { days }]) => [name, { days }]),
  ),
};

const workingDays: Rules = { ...rules, dayCount: 'working' };

/** Item by item: the canonical form of one long text is much dearer. */
function digest(items: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const item of items) hash.update(canonicalJson(JSON.parse(JSON.stringify(item))));
  return hash.digest('hex').slice(0, 16);
}

/** What is stored of each life, and what is read of it: on the last day in time of what is expected, and the day after. */
function described(): object {
  const records = lives.map((facts) => describe(facts, rules));
  return {
    dossiers: digest(records),
    summaries: digest(lives.map((facts) => describeRow(facts, rules).summary)),
    assessed: digest(records.map((record, index) => assessments(record, index))),
    explained: digest(lives.map((facts) => [explain(alone(facts), rules), factStates(alone(facts))])),
    asOf: digest(lives.map((facts) => describe(asOf(facts, '2026-04-01'), rules))),
    workingDays: digest(lives.map((facts) => describe(facts, workingDays))),
    trainees: digest(trainees.map((facts) => [describeTrainee(facts, rules), describeTrainee(facts, rules, 'T1')])),
    sessions: digest(sessions.map((facts) => describeSession(facts, rules))),
    traineeSummaries: digest(
      trainees.map((facts) => summariseTrainee(describeTrainee(facts, rules, 'T1'), facts, 'T1')),
    ),
    sessionSummaries: digest(sessions.map((facts) => summariseSession(describeSession(facts, rules), facts, rules))),
    paths: digest(worlds.map((sent, index) => pathOf([sent], 'T1', days[index % days.length] ?? ''))),
  };
}

const days = ['2026-02-15', '2026-04-19', '2026-05-31', '2026-06-01', '2026-07-20', '2027-01-15'];

function alone(facts: readonly Fact[]) {
  return [{ trainee: 'T1', facts }];
}

function assessments(record: ReturnType<typeof describe>, index: number): object[] {
  const session = describeSession(sessions[index % sessions.length] ?? [], rules);
  const due = record.expectations.map(({ dueBy }) => dueBy).find((day) => day !== null) ?? '2026-04-30';
  return [due, addDays(due, 1)].map((today) => {
    const { anomalies, expectations, slotsDeleted } = assess(record, session, today, rules);
    return { anomalies, expectations, slotsDeleted };
  });
}

suite('describeVersion', () => {
  test('goes up whenever the same facts and rules give another record, path or row beside it', () => {
    const inputs = digest([...lives, ...trainees, ...sessions, ...worlds, rules]);
    const now = { describeVersion, inputs, ...described() };
    // Projections are built anew only when the version goes up. Who adds an event or a field adds lives too: other inputs.
    const advice = [
      describeVersion === golden.describeVersion
        ? 'Raise describeVersion in rules.ts, unless only the lives of the tests have changed and no record has.'
        : 'describeVersion was raised.',
      `Then write to test/described-lives.json: ${JSON.stringify(now)}`,
    ];
    expect(now, advice.join(' ')).toEqual(golden);
  });
});
