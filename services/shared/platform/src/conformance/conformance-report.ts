import { type EventName, eventNames } from '@hub/contracts';
import { mayReport } from '@hub/core';
import type { Pool } from 'pg';
import { type Partner, purposesOf } from '../access/partner.ts';
import { instant, orNull, shape, text } from '../http/schema-parts.ts';
import { type Step, type StepGroup, type StepName, stepGroups, stepNames, steps } from './steps.ts';

/** When it was seen first and last, and how often; null: never. */
export interface Seen {
  /** RFC 3339. */
  readonly firstAt: string;
  readonly lastAt: string;
  readonly times: number;
}

export interface ReportedStep extends Pick<Step, 'group' | 'required' | 'shown' | 'todo' | 'read'> {
  readonly step: StepName;
  readonly seen: Seen | null;
}

export interface ConformanceReport {
  readonly clientId: string;
  /** What it is for. */
  readonly groups: readonly StepGroup[];
  /** Those of its groups, in the order in which a partner takes them. */
  readonly steps: readonly ReportedStep[];
  /** Each event that one of its sources may report. */
  readonly events: readonly { readonly event: EventName; readonly seen: Seen | null }[];
  /** Steps that are required of one of its groups and were never seen. */
  readonly missing: readonly { readonly step: StepName; readonly group: StepGroup }[];
}

type Asked = Pick<Partner, 'clientId' | 'sources' | 'kinds' | 'convention'>;

/** What a client has shown to work, and what it has not. */
export async function readConformance(pool: Pool, partner: Asked): Promise<ConformanceReport> {
  const { rows } = await pool.query<Seen & { step: string }>(
    `select step, ${timeOf('first_at')} as "firstAt", ${timeOf('last_at')} as "lastAt", times::float8 as times
     from conformance.shown where client_id = $1`,
    [partner.clientId],
  );
  const seen = new Map(rows.map(({ step, firstAt, lastAt, times }) => [step, { firstAt, lastAt, times }]));
  return conformanceOf(partner, seen);
}

const timeOf = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** The report of what was seen, by step. */
export function conformanceOf(partner: Asked, seen: ReadonlyMap<string, Seen>): ConformanceReport {
  const groups = groupsOf(partner);
  const reported = stepNames.flatMap((step): readonly ReportedStep[] => {
    const { group, required, shown, todo, read } = steps[step];
    return groups.includes(group) ? [{ step, group, required, shown, seen: seen.get(step) ?? null, todo, read }] : [];
  });
  const missing = reported.filter((each) => each.required && each.seen === null);
  return {
    clientId: partner.clientId,
    groups,
    steps: reported,
    events: reportable(partner).map((event) => ({ event, seen: seen.get(`event:${event}`) ?? null })),
    missing: missing.map(({ step, group }) => ({ step, group })),
  };
}

function groupsOf(partner: Asked): readonly StepGroup[] {
  const writes = partner.sources.length > 0;
  const reads = purposesOf(partner).length > 0;
  const is = { everybody: true, writes, reads, follows: reads };
  return stepGroups.filter((group) => is[group]);
}

function reportable({ sources, kinds, convention }: Asked): readonly EventName[] {
  const organisation = { kinds, territories: convention?.territories ?? [] };
  return eventNames.filter((event) => sources.some((source) => mayReport(event, source, organisation) === null));
}

const seenSchema = orNull(
  shape(
    {
      firstAt: instant,
      lastAt: instant,
      times: { type: 'integer', minimum: 1, description: 'As often as the hub looked for it' },
    },
    'Seen',
  ),
);

const group = { enum: stepGroups };

/** As it is answered. */
export const conformanceSchema = shape(
  {
    clientId: text,
    groups: { type: 'array', items: group, description: 'What it is for, by its sources and its convention' },
    steps: {
      type: 'array',
      items: shape({
        step: { enum: stepNames },
        group,
        required: { type: 'boolean', description: 'Without it the partner is not ready for its group' },
        shown: { ...text, description: 'What was seen, if it was' },
        seen: seenSchema,
        todo: { ...text, description: 'How to show it' },
        read: { ...text, description: 'Where it is written' },
      }),
    },
    events: {
      type: 'array',
      description: 'Each event that one of its sources may report, and whether one was taken',
      items: shape({ event: text, seen: seenSchema }),
    },
    missing: {
      type: 'array',
      description: 'Steps that are required of one of its groups and were never seen',
      items: shape({ step: { enum: stepNames }, group }),
    },
  },
  'Conformance',
);
