import type { RefusalRule } from '@hub/contracts';
import { type Problem, type ProblemError, problem } from '@hub/platform';
import type { FastifyReply } from 'fastify';
import type { Refusal } from '../check/refusals.ts';
import type { Outcome, Receipt } from './receipt.ts';

const retryAfterSeconds = '1';

const problems: Readonly<Record<number, readonly [name: string, title: string]>> = {
  400: ['event-unreadable', 'The event cannot be read.'],
  403: ['event-forbidden', 'This partner may not report this event.'],
  409: ['verdict-conflict', 'The verdict cannot be given now.'],
  413: ['event-too-large', 'The event is larger than the hub takes.'],
};
const invalid = ['event-invalid', 'The event is not as the dictionary describes it.'] as const;

/** Where a partner may go on later. */
const problemsOfRules: Readonly<Partial<Record<RefusalRule, readonly [name: string, title: string]>>> = {
  'dossier-full': ['dossier-full', 'The dossier takes no more events.'],
  'dossiers-limit': ['quota-exceeded', 'This organisation has opened as many dossiers of this person as it may.'],
  'new-persons-limit': ['quota-exceeded', 'This organisation has reported as many new persons today as it may.'],
  'openings-limit': ['quota-exceeded', 'This organisation has opened as many periods today as it may.'],
  'dossier-misses-limit': [
    'quota-exceeded',
    'This organisation has named too many dossiers today that are not its own.',
  ],
};

/** A refusal as a problem that names its faults; its detail says what to do about the first of the gravest. */
export function problemOf({ status, faults }: Refusal): ProblemError {
  const first = faults.find((fault) => fault.status === status) ?? faults[0];
  const ofRule = status === 429 && first !== undefined ? problemsOfRules[first.rule] : undefined;
  const [name, title] = ofRule ?? problems[status] ?? invalid;
  return problem(status, name, title, {
    ...(first === undefined ? {} : { detail: `${first.pointer === '' ? 'The event' : first.pointer} ${first.detail}` }),
    errors: faults.map(({ pointer, rule, detail }) => ({ pointer, rule, detail })),
  });
}

/** One event: 202 and its receipt, the problem, or 503 where nobody knows. A dry run has nothing to give: 200. */
export function answerOne(reply: FastifyReply, outcome: Outcome): FastifyReply {
  if (outcome.status === 'refused') throw problemOf(outcome.refusal);
  if (outcome.status === 'unknown') throw unavailable();
  if (outcome.receipt === null) return reply.status(200).send(dryRun);
  return reply.status(202).send(outcome.receipt);
}

/** A dry run checks an event by itself and looks nothing up: neither who it is about nor which dossier it names. */
const dryRun = { status: 'accepted', lookedUp: false } as const;

type BatchResult =
  | ({ readonly index: number } & typeof dryRun)
  | { readonly index: number; readonly status: 'accepted'; readonly receipt: Receipt }
  | { readonly index: number; readonly status: 'refused'; readonly problem: Problem }
  | { readonly index: number; readonly status: 'unknown' };

/** A batch: 200 where any event was accepted, else 503 where any may be sent again, else 422. */
export function answerBatch(reply: FastifyReply, outcomes: readonly Outcome[]): FastifyReply {
  const has = (status: Outcome['status']) => outcomes.some((outcome) => outcome.status === status);
  const status = has('accepted') ? 200 : has('unknown') ? 503 : 422;
  if (status === 503) reply.header('retry-after', retryAfterSeconds);
  // Said outright: results are no problem document, though some of them hold one.
  reply.type('application/json; charset=utf-8');
  return reply.status(status).send(JSON.stringify({ results: outcomes.map(resultOf) }));
}

function resultOf(outcome: Outcome, index: number): BatchResult {
  if (outcome.status === 'refused') return { index, status: 'refused', problem: problemOf(outcome.refusal).problem };
  if (outcome.status === 'unknown') return { index, status: 'unknown' };
  return outcome.receipt === null ? { index, ...dryRun } : { index, status: 'accepted', receipt: outcome.receipt };
}

export function unavailable(): ProblemError {
  return problem(503, 'unavailable', 'The hub cannot take events for the moment.', {
    detail: 'Send the same events again: it is safe.',
    headers: { 'retry-after': retryAfterSeconds },
  });
}
