import type { EventName } from '@hub/contracts';
import * as fc from 'fast-check';
import { beforeAll, expect, describe as suite, test } from 'vitest';
import { describe } from './dossier/describe.ts';
import type { Fact } from './dossier/facts.ts';
import { factKey, factSet } from './dossier/facts.ts';
import type { Attempt, DossierRecord, Stay } from './dossier/record.ts';
import { drawFromSeed, propertyRuns as numRuns } from './test/config.ts';
import { begunLife, closedLife, factOf, life, plainFact } from './test/lives.ts';
import { releasedRules } from './test/released-rules.ts';

/**
 * Two facts compete only inside a field (rules.md, Competing facts): a fact of another type, attempt, stay or module
 * changes no other field. By the rules themselves this is not so of the following, which are left out below.
 * - An entry or exit that walks opens, closes and fills stays; an absence at entry after a closed stay makes one, and takes
 *   the facts that follow; an interruption or resumption where there is no stay makes one.
 * - A candidate-positioned opens attempts and gives the candidature date, a financing-engaged the funding: both decide the
 *   authority of other facts. One dated after all others does not.
 * - Attendance or a resumption re-opens an abandonment; an entry, the attempt opened last before it.
 * - A fact without attempt key joins the attempt that holds its appointment slot, else the last one opened: another attempt in
 *   between, or one that holds the slot, takes it.
 * Statuses, expectations, anomalies and counts are derived from all fields and are not compared.
 */
beforeAll(() => drawFromSeed('properties of fields'));

const lastDay = fc.constant('2026-12-20');

function record(facts: readonly Fact[]): DossierRecord {
  return describe(factSet(facts), releasedRules);
}

/** Stays that something opened: one that is only expected follows the dossier's status. */
function begun({ stays }: DossierRecord): readonly Stay[] {
  return stays.filter(({ state }) => state !== 'expected');
}

/** An entry or exit opened it; what opens one where none walked takes others with it. */
function isWalked({ key }: Stay, facts: readonly Fact[]): boolean {
  const reported = facts.filter((fact) => factKey(fact) === key);
  return reported.length > 0 && reported.every(({ type, data }) => walking.has(type) && data.module === undefined);
}

const walking: ReadonlySet<EventName> = new Set<EventName>(['entry-attested', 'exit-declared', 'abandonment-declared']);

/** Every field of a record, but for those of these members. */
function fieldsBut(reported: DossierRecord, ...own: readonly string[]): object {
  const derived = ['status', 'statusSince', 'anomalies', 'expectations', 'factCount', 'overfull'];
  const members = Object.entries({ ...reported, stays: begun(reported) });
  return Object.fromEntries(members.filter(([name]) => !derived.includes(name) && !own.includes(name)));
}

/** Of a list: the fields that are not the added fact's. */
type Beside = {
  readonly member: keyof DossierRecord;
  /** Another member that it may fill instead, or that follows from the first. */
  readonly or?: keyof DossierRecord;
  readonly others?: (
    reported: DossierRecord,
    added: { readonly effectiveDate: string | null; readonly data: Readonly<Record<string, unknown>> },
  ) => unknown;
};

const lists: Partial<Record<EventName, Beside>> = {
  'absence-declared': {
    member: 'absences',
    or: 'sealed',
    others: (reported, { data: { from, kind = 'absence', startsAt = null } }) =>
      reported.absences.filter(
        ({ value }) => value.from !== from || value.kind !== kind || value.startsAt !== startsAt,
      ),
  },
  'attendance-reported': {
    member: 'attendance',
    others: (reported, { data }) => reported.attendance.filter(({ value }) => value.month !== data.month),
  },
  'hours-realised': {
    member: 'hours',
    others: (reported, { data }) =>
      reported.hours.filter(({ value }) => value.from !== data.from || value.to !== data.to),
  },
  'quote-decided': {
    member: 'quotes',
    others: (reported, { data }) =>
      reported.quotes
        .map(({ device, state, candidate, franceTravail }) =>
          device !== data.device
            ? [state, candidate, franceTravail]
            : [
                data.decidedBy === undefined ? null : state,
                data.decidedBy === 'candidate' ? null : candidate,
                data.decidedBy === 'france-travail' ? null : franceTravail,
              ],
        )
        .filter((said) => said.some((value) => value !== null)),
  },
  'training-cost-declared': {
    member: 'costs',
    others: (reported, { data }) => reported.costs.filter(({ value }) => value.basis !== data.basis),
  },
  'attendance-sheet-signed': {
    member: 'attendanceSheets',
    others: (reported, { data: { month = null, document = null } }) =>
      reported.attendanceSheets.filter(({ value }) => value.month !== month || value.document !== document),
  },
  'invoice-prepared': {
    member: 'invoices',
    others: ({ invoices }) => invoices.map(({ sent }) => sent).filter(Boolean),
  },
  'invoice-sent': {
    member: 'invoices',
    others: ({ invoices }) => invoices.map(({ prepared }) => prepared).filter(Boolean),
  },
  'adviser-notified': {
    member: 'notifications',
    or: 'sealed',
    others: (reported, { effectiveDate, data }) =>
      reported.notifications.filter(
        (told) =>
          told.value.about !== data.about || told.value.told !== data.told || told.effectiveDate !== effectiveDate,
      ),
  },
  'certification-obtained': {
    member: 'certifications',
    others: (reported, { data }) => reported.certifications.filter(({ value }) => value.code !== data.code),
  },
  'financing-realised': {
    member: 'financing',
    others: (reported, { data }) =>
      reported.financing
        .flatMap(({ line, engaged, realised }) => [engaged, line === data.line ? null : realised])
        .filter(Boolean),
  },
  'interruption-planned': {
    member: 'plan',
    others: ({ plan }, { effectiveDate }) => ({
      ...(plan ?? emptyPlan),
      interruptions: plan?.interruptions.filter((planned) => planned.effectiveDate !== effectiveDate) ?? [],
    }),
  },
  'path-extended': {
    member: 'plan',
    others: ({ plan }) => ({ ...(plan ?? emptyPlan), plannedExit: null }),
  },
  'path-planned': {
    member: 'plan',
    or: 'wholePath',
    others: ({ plan, wholePath }, { data }) => [
      (plan ?? emptyPlan).interruptions,
      data.scope === 'path' ? plan : wholePath,
    ],
  },
  'host-company-declared': {
    member: 'hostCompanies',
    or: 'sealed',
    others: ({ hostCompanies, sealed }, { data }) => [
      hostCompanies.filter(({ value }) => value.line !== data.line),
      sealed.reasons,
    ],
  },
  'service-done': { member: 'serviceDone' },
  'remuneration-set': { member: 'remuneration', or: 'sealed', others: ({ sealed }) => sealed.reasons },
  'skills-profile-completed': { member: 'skillsProfile' },
  'situation-declared': { member: 'sealed', others: ({ sealed }) => sealed.reasons },
  'assessment-recorded': { member: 'assessment' },
};

/** Its data by name, whatever its event. */
function asFactData({ effectiveDate, data }: Fact): {
  effectiveDate: string | null;
  data: Readonly<Record<string, unknown>>;
} {
  return { effectiveDate, data: { ...data } };
}

const emptyPlan = {
  plannedEntry: null,
  plannedExit: null,
  hoursCentre: null,
  hoursCompany: null,
  weeklyHours: null,
  individualised: null,
  teachingMode: null,
  interruptions: [],
};

suite('a fact more', () => {
  test('of a type that has a list or a field of its own changes no other slot', () => {
    fc.assert(
      fc.property(begunLife, plainFact(Object.keys(lists) as EventName[]), (facts, added) => {
        const { member, or = member, others } = lists[added.type] as Beside;
        const before = record(facts);
        fc.pre(added.type !== 'attendance-reported' || begun(before).every(({ abandonment }) => abandonment === null));
        const after = record([...facts, added]);
        expect(fieldsBut(after, member, or)).toEqual(fieldsBut(before, member, or));
        const plain = asFactData(added);
        expect(others?.(after, plain)).toEqual(others?.(before, plain));
      }),
      { numRuns },
    );
  });

  test('that names a training organisation adds its SIRET and changes nothing else', () => {
    fc.assert(
      fc.property(begunLife, fc.nat(), (facts, at) => {
        const named = facts.map((fact, index) => {
          const isNamed = index === at % facts.length;
          return isNamed ? ({ ...fact, data: { ...fact.data, organisationSiret: '83055000800012' } } as Fact) : fact;
        });
        const [before, after] = [record(facts), record(named)];
        const unnamed = (all: DossierRecord) => ({ ...all, organisations: [] });
        expect(unnamed(after)).toEqual(unnamed(before));
      }),
      { numRuns },
    );
  });

  test('of another attempt changes no field of any other, where each names its own', () => {
    fc.assert(
      fc.property(life, plainFact(attemptLines), (facts, added) => {
        const keyed = facts.map((fact) => ({ ...fact, data: { attempt: 'a1', ...fact.data } }) as Fact);
        compareAttempts(record(keyed), record([...keyed, ofAnother(added)]));
      }),
      { numRuns },
    );
  });

  test('of another attempt, after all others, changes none whether they name their own or not', () => {
    fc.assert(
      fc.property(begunLife, plainFact([...attemptLines, 'candidate-positioned'], lastDay), (facts, added) => {
        const { funding: _, slot: __, fromSlot: ___, toSlot: ____, ...data } = asFactData(added).data;
        const before = record(facts);
        fc.pre(before.attempts.some(({ key, positioned }) => positioned !== null || !key.includes('/')));
        compareAttempts(before, record([...facts, ofAnother({ ...added, data } as Fact)]));
      }),
      { numRuns },
    );
  });

  test('of an interruption changes no other interruption and no other slot', () => {
    fc.assert(
      fc.property(begunLife, plainFact(['interruption-observed', 'path-suspended']), (facts, added) => {
        const before = record(facts);
        fc.pre(begun(before).some((stay) => isWalked(stay, facts)));
        const after = record([...facts, added]);
        expect(fieldsBut(after, 'stays')).toEqual(fieldsBut(before, 'stays'));
        const without = ({ interruptions, state: _, ...stay }: Stay) => ({
          ...stay,
          interruptions: interruptions.filter(({ period }) => period.value.from !== added.effectiveDate),
        });
        expect(begun(after).map(without)).toEqual(begun(before).map(without));
      }),
      { numRuns },
    );
  });

  test('of a resumption changes only what it ends', () => {
    fc.assert(
      fc.property(begunLife, plainFact(['resumption-attested']), (facts, added) => {
        const before = record(facts);
        fc.pre(begun(before).length > 0 && begun(before).every((stay) => isWalked(stay, facts) && !stay.abandonment));
        const after = record([...facts, added]);
        expect(fieldsBut(after, 'stays')).toEqual(fieldsBut(before, 'stays'));
        const without = ({ interruptions, resumptions: _, state: __, ...stay }: Stay) => ({
          ...stay,
          interruptions: interruptions.map(({ kind, period }) => ({ kind, period })),
        });
        expect(begun(after).map(without)).toEqual(begun(before).map(without));
      }),
      { numRuns },
    );
  });

  test('of a module of its own changes no other module and no field of the stay itself', () => {
    const types: EventName[] = ['entry-attested', 'exit-declared', 'abandonment-declared', 'absent-at-entry'];
    fc.assert(
      fc.property(begunLife, plainFact([...types, 'assessment-recorded']), (facts, fact) => {
        const added = { ...fact, data: { ...fact.data, module: 'another' } } as Fact;
        const before = record(facts);
        fc.pre(begun(before).some((stay) => isWalked(stay, facts)));
        const after = record([...facts, added]);
        expect(fieldsBut(after, 'stays', 'sealed')).toEqual(fieldsBut(before, 'stays', 'sealed'));
        const without = (stay: Stay) => ({
          ...stay,
          modules: stay.modules.filter(({ module }) => module !== 'another'),
        });
        expect(begun(after).map(without)).toEqual(begun(before).map(without));
      }),
      { numRuns },
    );
  });

  test('of a later stay changes no field of those before, where the last is closed', () => {
    fc.assert(
      fc.property(closedLife, (facts) => {
        const before = record(facts);
        const last = begun(before).at(-1);
        fc.pre(last !== undefined && last.state === 'exited' && !last.provisional && last.entry !== null);
        const after = record([...facts, ...laterStay]);
        expect(begun(after).slice(0, -1)).toEqual(begun(before));
        expect(begun(after).at(-1)).toMatchObject({ state: 'entered', entry: { value: '2027-06-01' } });
        expect(fieldsBut(after, 'stays', 'attempts', 'sealed')).toEqual(
          fieldsBut(before, 'stays', 'attempts', 'sealed'),
        );
      }),
      { numRuns },
    );
  });
});

/** Lines and flags of an attempt, but for the positioning. */
const attemptLines: readonly EventName[] = [
  'candidate-contacted',
  'appointment-transferred',
  'appointment-cancelled',
  'presence-recorded',
  'selection-decided',
  'enrolment-certificate-issued',
  'registration-certificate-issued',
  'firm-place-granted',
  'training-plan-validated',
  'validation-requested',
  'enrolment-decided',
  'positioning-withdrawn',
];

function ofAnother(fact: Fact): Fact {
  return { ...fact, data: { ...fact.data, attempt: 'another' } } as Fact;
}

function compareAttempts(before: DossierRecord, after: DossierRecord): void {
  const others = after.attempts.filter(({ key }) => key !== 'another');
  expect(others.map(fieldsOfAttempt)).toEqual(before.attempts.map(fieldsOfAttempt));
  expect(fieldsBut(after, 'attempts', 'sealed')).toEqual(fieldsBut(before, 'attempts', 'sealed'));
}

/** The state of one that was withdrawn hangs on whether an entry came while it was the last. */
function fieldsOfAttempt({ state, since, skipped, ...slots }: Attempt): object {
  return slots.withdrawal === null ? { ...slots, state, since, skipped } : slots;
}

const laterStay: readonly Fact[] = [
  laterFact('later-p', 'candidate-positioned', '2027-05-01', { by: 'self', mode: 'candidature' }),
  laterFact('later-e', 'entry-attested', '2027-06-01', { funding: 'prf' }),
];

function laterFact(id: string, type: EventName, on: string, data: object): Fact {
  return factOf({ source: 'eos', id, type, on, data, references: [], recordedAfter: 0, received: 50 });
}
