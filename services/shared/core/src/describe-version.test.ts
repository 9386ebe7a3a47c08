import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, describe as suite, test } from 'vitest';
import { addDays, dayNumber } from './calendar.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Fact } from './facts.ts';
import { attentionOf } from './fold/attention.ts';
import { describe } from './fold/describe.ts';
import { factSet } from './fold/union.ts';
import { describeVersion, type Rules } from './rules.ts';
import golden from './test/described-lives.json' with { type: 'json' };
import { life } from './test/lives.ts';
import { releasedRules } from './test/rules.ts';

/** The same lives in every run: some over months, some crowded in a week, where the change of a `<` shows in some record. */
const sampled = fc.sample(life, { seed: 20_260_217, numRuns: 900 });
const crowded = sampled.map((facts, at) =>
  withinAWeek([...facts, ...(sampled[at + 1] ?? []), ...(sampled[at + 2] ?? [])]),
);
const lives = [...sampled, ...crowded].map(factSet);

function withinAWeek(facts: readonly Fact[]): Fact[] {
  const near = (day: string) => addDays('2026-03-14', dayNumber(day) % 7);
  return JSON.parse(JSON.stringify(facts).replaceAll(/2026-\d\d-\d\d/g, near)) as Fact[];
}

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

function digest(value: unknown): string {
  return createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(value))))
    .digest('hex');
}

suite('describeVersion', () => {
  test('goes up whenever the same facts and rules give another record or another row beside it', () => {
    const described = lives.map((facts) => {
      const record = describe(facts, rules);
      return { record, attention: attentionOf(facts, record) };
    });
    const now = { describeVersion, inputs: digest([lives, rules]), records: digest(described) };
    const isSameTask = now.inputs === golden.inputs && describeVersion === golden.describeVersion;
    // Stored projections are built anew only when the version goes up: raise it in rules.ts, then write down what is told here.
    const advice = isSameTask
      ? 'The fold gives other records: raise describeVersion in rules.ts.'
      : `Write to test/described-lives.json: ${JSON.stringify(now)}`;
    expect(now, advice).toEqual(golden);
  });
});
