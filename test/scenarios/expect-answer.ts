import type { AssessedDossier, FactState } from '@hub/core';
import { expect } from 'vitest';
import type { Expected } from './scenario.ts';

/** A dossier as the query service answers it. */
export type AnsweredDossier = AssessedDossier & {
  readonly number: number;
  readonly trainee: string;
  readonly facts?: readonly FactState[];
};

/** Holds an answer against what a scenario expects; `how` says on failure how the events arrived. */
export function expectAnswer(answer: AnsweredDossier, expected: Expected, how: string): void {
  expect(answer, how).toMatchObject(expected.record);
  const codes = answer.anomalies.map(({ code }) => code);
  expect(codes, how).toEqual(expect.arrayContaining([...(expected.anomalies ?? [])]));
  for (const code of expected.noAnomalies ?? []) expect(codes, how).not.toContain(code);
  if (expected.numbers !== undefined) {
    expect([answer.number, ...answer.alsoKnownAs], how).toHaveLength(expected.numbers);
  }
  if (expected.facts === undefined) return;
  const states = Object.fromEntries((answer.facts ?? []).map(({ source, id, state }) => [`${source}/${id}`, state]));
  expect(states, how).toMatchObject(expected.facts);
}
