import type { Subject } from '@hub/contracts';
import {
  describeRow,
  describeSession,
  describeTrainee,
  type FactSet,
  type Rules,
  summariseSession,
  summariseTrainee,
} from '@hub/core';

/** The record that facts give of a subject, and what its row is searched by. `key`: as in the row. */
export const describeSubject = {
  dossier: (facts: FactSet, rules: Rules) => describeRow(facts, rules),
  trainee: (facts: FactSet, rules: Rules, key: string) => {
    const record = describeTrainee(facts, rules, key);
    return { record, summary: summariseTrainee(record, facts, key) };
  },
  session: (facts: FactSet, rules: Rules) => {
    const record = describeSession(facts, rules);
    return { record, summary: summariseSession(record, facts, rules) };
  },
} satisfies Record<Subject, (facts: FactSet, rules: Rules, key: string) => { record: object; summary: object }>;
