import type { AnomalyCode, ExpectationName } from '@hub/core';
import { entry, exit, positioned, presence, registered, reported, retained, retraction } from './reported-events.ts';
import type { ReportedEvent } from './scenario.ts';

/** The smallest life in which something asks for attention, and whom it concerns. Days of 2026, all past. */
export interface Life {
  readonly events: readonly ReportedEvent[];
  /** Event (position) whose dossier is asked about; the last if not said. */
  readonly of?: number;
  /** Facts named, as `source/id`. */
  readonly facts: readonly string[];
  /** Part of `about`, as the authority sees it. */
  readonly about?: Readonly<Record<string, string | number>>;
  /** Partners to whom it is shown, beside the authority. */
  readonly concerns: readonly string[];
}

export interface AnomalyLife extends Life {
  readonly severity: 'info' | 'warning' | 'error';
}

export interface ExpectationLife extends Life {
  readonly since: string;
  readonly dueBy: string;
  /** Its due day where deadlines are counted in working days; the same if not said. */
  readonly dueByWorking?: string;
  readonly tellers: readonly string[];
}

const published = (source: string, id: string, data: object = {}, more: Partial<ReportedEvent> = {}) =>
  reported(
    'session-published',
    `${source}/${id}`,
    null,
    {
      title: 'Soudeur',
      start: '2026-04-01',
      end: '2026-07-31',
      entryMode: 'fixed-dates',
      mandataireSiret: '99000102600014',
      ...data,
    },
    { recorded: '2026-02-02', ...more },
  );

const planned = (plannedEntry: string, plannedExit: string, data: object = {}) =>
  reported('path-planned', 'eos/l1', '2026-03-24', { plannedEntry, plannedExit, ...data });

const hours = (id: string, from: string, to: string, hoursCentre: number) =>
  reported('hours-realised', `eos/${id}`, to, { from, to, hoursCentre, hoursCompany: 0 }, { recorded: to });

const interrupted = (from: string, to: string) =>
  reported('interruption-observed', 'kairos/i1', from, { from, to }, { recorded: from });

const onSlot = (id: string, day: string, slot: string) => positioned(id, day, { data: { mode: 'appointment', slot } });

/** `S`, `A` and `B` stand for sessions and `F` for a file of the life's own. */
export const anomalyLives: Readonly<Record<Exclude<AnomalyCode, 'echo-missing'>, AnomalyLife>> = {
  'late-declaration': {
    severity: 'warning',
    events: [positioned(), entry('eos', 'e1', '2026-04-01', { recorded: '2026-04-10' })],
    facts: ['eos/e1'],
    about: { days: 9 },
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'entry-without-positioning': {
    severity: 'info',
    events: [reported('skills-profile-completed', 'passport/s1', '2026-04-20'), entry('eos', 'e1', '2026-04-01')],
    facts: ['eos/e1'],
    about: { stay: 'eos/e1' },
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'certificate-missing': {
    severity: 'info',
    events: [positioned(), planned('2026-04-01', '2026-07-31'), retained('r1', '2026-03-25')],
    facts: ['kairos/r1'],
    concerns: ['france-travail', 'kairos'],
  },
  'exit-before-entry': {
    severity: 'error',
    events: [positioned(), entry('eos', 'e1', '2026-04-03'), exit('eos', 'x1', '2026-04-02')],
    facts: ['eos/e1', 'eos/x1'],
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'fact-after-exit': {
    severity: 'warning',
    events: [
      entry('eos', 'e1', '2026-04-01'),
      exit('eos', 'x1', '2026-04-20'),
      reported('attendance-reported', 'kairos/m1', '2026-05-29', { month: '2026-05', hours: 10 }),
    ],
    facts: ['kairos/m1'],
    concerns: [],
  },
  'interruption-without-resumption': {
    severity: 'warning',
    events: [
      entry('eos', 'e1', '2026-04-01'),
      interrupted('2026-04-10', '2026-05-10'),
      exit('eos', 'x1', '2026-06-30'),
    ],
    facts: ['eos/x1', 'kairos/i1'],
    about: { from: '2026-04-10' },
    concerns: [],
  },
  'impossible-duration': {
    severity: 'error',
    events: [
      positioned(),
      entry('eos', 'e1', '2026-04-01'),
      exit('eos', 'x1', '2026-04-02'),
      hours('h1', '2026-04-01', '2026-04-02', 21),
    ],
    facts: ['eos/e1', 'eos/h1', 'eos/x1'],
    about: { hours: 21, days: 2 },
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'hours-beyond-plan': {
    severity: 'warning',
    events: [
      positioned(),
      planned('2026-04-01', '2026-07-31', { hoursCentre: 100 }),
      hours('h1', '2026-04-01', '2026-04-30', 111),
    ],
    facts: ['eos/h1', 'eos/l1'],
    about: { planned: 100, done: 111 },
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'hours-overlap': {
    severity: 'warning',
    events: [positioned(), hours('h1', '2026-04-01', '2026-04-15', 30), hours('h2', '2026-04-15', '2026-04-30', 30)],
    facts: ['eos/h1', 'eos/h2'],
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  contested: {
    severity: 'warning',
    events: [
      positioned(),
      reported('financing-engaged', 'region-cvl/f1', '2026-03-01', {
        line: 'L1',
        financerSiret: '99000106700018',
        funding: 'prf',
        device: 'PRF',
        from: '2026-03-01',
      }),
      entry('kairos', 'k1', '2026-04-02'),
      entry('eos', 'e1', '2026-04-01'),
    ],
    facts: ['eos/e1', 'kairos/k1'],
    // Who finances the dossier reads all of it.
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'restated-without-correction': {
    severity: 'info',
    events: [positioned(), entry('eos', 'e1', '2026-04-01'), entry('eos', 'e2', '2026-04-02')],
    facts: ['eos/e1', 'eos/e2'],
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'id-reused': {
    severity: 'error',
    events: [positioned(), entry('eos', 'e1', '2026-04-01'), entry('eos', 'e1', '2026-04-02')],
    facts: ['eos/e1'],
    about: { variants: 2 },
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'awaiting-target': {
    severity: 'info',
    events: [positioned(), retraction('eos', 'a1', '2026-04-02', entry('eos', 'never', '2026-04-01'))],
    facts: ['eos/a1'],
    about: { target: 'eos/never' },
    concerns: [],
  },
  'awaiting-origin': {
    severity: 'info',
    events: [
      planned('2026-04-01', '2026-07-31'),
      entry('kairos', 'k1', '2026-04-01', { data: { origin: { source: 'eos', id: 'never' } } }),
    ],
    facts: ['kairos/k1'],
    about: { origin: 'eos/never' },
    concerns: ['france-travail', 'kairos'],
  },
  'correction-cycle': {
    severity: 'error',
    events: [
      positioned(),
      entry('eos', 'e1', '2026-04-01', { data: { corrects: ['e2'] } }),
      entry('eos', 'e2', '2026-04-02', { data: { corrects: ['e1'] } }),
    ],
    facts: ['eos/e1', 'eos/e2'],
    concerns: [],
  },
  'reference-ambiguous': {
    severity: 'warning',
    events: [
      entry('eos', 'e1', '2026-04-01', { training: ['A', 'F'] }),
      planned('2026-04-01', '2026-07-31'),
      { ...planned('2026-09-01', '2026-12-18'), id: 'l2', training: ['B', 'F'] },
      { ...hours('h1', '2026-04-01', '2026-04-30', 30), training: ['F'] },
    ],
    facts: [],
    about: { reference: 'F' },
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'identity-conflict': {
    severity: 'error',
    events: [positioned(), entry('eos', 'e1', '2026-04-01', { trainee: 'of the other sex' })],
    facts: ['eos/e1'],
    about: { against: 'sex' },
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'transfer-after-cancellation': {
    severity: 'warning',
    events: [
      planned('2026-04-01', '2026-07-31'),
      onSlot('p1', '2026-03-20', 'slot-1'),
      reported('appointment-cancelled', 'kairos/c1', '2026-03-23', { slot: 'slot-1' }),
      reported('appointment-transferred', 'kairos/t1', '2026-03-24', { fromSlot: 'slot-1', toSlot: 'slot-2' }),
    ],
    facts: ['kairos/c1', 'kairos/t1'],
    concerns: ['france-travail', 'kairos'],
  },
  'session-unresolved': {
    severity: 'info',
    events: [positioned(), entry('eos', 'e1', '2026-04-01')],
    facts: [],
    about: { reference: 'S' },
    concerns: ['eos', 'france-travail', 'kairos', 'region-centre-val-de-loire'],
  },
  'session-incomplete': {
    severity: 'info',
    events: [published('eos', 's1', { start: undefined }), positioned(), entry('eos', 'e1', '2026-04-01')],
    facts: [],
    concerns: ['eos', 'france-travail', 'kairos', 'region-centre-val-de-loire'],
  },
  'outside-session-dates': {
    severity: 'warning',
    events: [published('eos', 's1'), positioned(), entry('eos', 'e1', '2026-03-30')],
    facts: ['eos/e1'],
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  overdue: {
    severity: 'warning',
    events: [positioned(), planned('2026-04-01', '2026-07-31'), registered('w1', '2026-03-25')],
    facts: ['eos/l1'],
    about: { what: 'entry', dueBy: '2026-04-04' },
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'overlapping-dossiers': {
    severity: 'warning',
    events: [
      positioned('p1', '2026-03-20', { training: ['A'] }),
      entry('eos', 'e1', '2026-04-01', { training: ['A'] }),
      entry('eos', 'e2', '2026-05-04', { training: ['B'] }),
    ],
    of: 0,
    facts: ['eos/e1', 'eos/e2'],
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'suspected-double': {
    severity: 'error',
    // EOS owes the entry of the first and reports that of the second. It reads neither, so it learns nothing.
    events: [
      positioned('p1', '2026-03-20', { training: ['A'] }),
      published('eos', 'o1', {}, { training: ['A'] }),
      retained('r1', '2026-03-25', { training: ['A'] }),
      entry('eos', 'e1', '2026-04-01', { training: ['B'] }),
    ],
    of: 0,
    facts: ['eos/e1', 'kairos/r1'],
    concerns: [],
  },
  'skills-profile-missing': {
    severity: 'info',
    events: [positioned(), entry('eos', 'e1', '2026-04-01'), exit('eos', 'x1', '2026-06-30')],
    facts: ['eos/x1'],
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'training-not-registered': {
    severity: 'warning',
    events: [
      positioned(),
      reported('enrolment-decided', 'france-travail/n1', '2026-03-27', { decision: 'not-registered' }),
      entry('eos', 'e1', '2026-04-01'),
      reported('attendance-reported', 'kairos/m1', '2026-04-29', { month: '2026-04', hours: 30 }),
    ],
    facts: ['eos/e1', 'france-travail/n1', 'kairos/m1'],
    about: { attempt: 'kairos/p1', refusedOn: '2026-03-27' },
    concerns: ['france-travail', 'kairos'],
  },
  'certificate-without-retention': {
    severity: 'warning',
    events: [
      positioned(),
      reported('selection-decided', 'kairos/r1', '2026-03-25', { result: 'waiting' }),
      reported('enrolment-certificate-issued', 'kairos/c1', '2026-03-26'),
    ],
    facts: ['kairos/c1'],
    about: { attempt: 'kairos/p1' },
    concerns: ['france-travail', 'kairos'],
  },
  'late-extension': {
    severity: 'info',
    events: [
      positioned(),
      planned('2026-04-01', '2026-07-31'),
      entry('eos', 'e1', '2026-04-01'),
      reported('path-extended', 'eos/g1', '2026-07-20', { plannedExit: '2026-09-30' }),
    ],
    facts: ['eos/g1', 'eos/l1'],
    about: { days: 11, before: '2026-07-31' },
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'recruitment-without-way-in': {
    severity: 'warning',
    events: [
      published('eos', 's1', { entryMode: 'permanent', end: undefined, open: true, state: 'open' }),
      positioned(),
    ],
    facts: ['eos/s1'],
    concerns: ['france-travail', 'kairos'],
  },
  'slot-without-session': {
    severity: 'info',
    events: [
      reported(
        'recruitment-opened',
        'kairos/o1',
        null,
        { slot: 'slot-1', mode: 'appointment', from: '2026-03-30' },
        { recorded: '2026-03-02' },
      ),
      onSlot('p1', '2026-03-20', 'slot-1'),
    ],
    facts: ['kairos/o1'],
    concerns: ['france-travail', 'kairos'],
  },
  'transfer-unknown-slot': {
    severity: 'warning',
    events: [
      reported(
        'recruitment-opened',
        'kairos/o1',
        null,
        { slot: 'slot-1', mode: 'appointment', from: '2026-03-30' },
        { recorded: '2026-03-02' },
      ),
      planned('2026-04-01', '2026-07-31'),
      onSlot('p1', '2026-03-20', 'slot-1'),
      reported('appointment-transferred', 'kairos/t1', '2026-03-24', { fromSlot: 'slot-1', toSlot: 'slot-9' }),
    ],
    facts: ['kairos/t1'],
    about: { attempt: 'kairos/p1', to: 'slot-9' },
    concerns: ['france-travail', 'kairos'],
  },
  'sequence-reused': {
    severity: 'warning',
    events: [
      positioned(),
      reported('path-planned', 'eos/l1', '2026-03-24', {
        ...{ plannedEntry: '2026-04-01', plannedExit: '2026-07-31' },
        statement: { ref: 'plan-1', sequence: 2 },
      }),
      reported('path-planned', 'eos/l2', '2026-03-24', {
        ...{ plannedEntry: '2026-04-01', plannedExit: '2026-08-28' },
        statement: { ref: 'plan-1', sequence: 2 },
      }),
    ],
    facts: ['eos/l1', 'eos/l2'],
    about: { ref: 'plan-1', sequence: 2 },
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  'tie-by-id': {
    severity: 'warning',
    events: [
      positioned(),
      reported('selection-decided', 'kairos/r1', '2026-03-25', { result: 'retained' }),
      reported('selection-decided', 'kairos/r2', '2026-03-25', { result: 'not-retained' }),
    ],
    facts: ['kairos/r1', 'kairos/r2'],
    about: { type: 'selection-decided' },
    concerns: ['france-travail', 'kairos'],
  },
  'retracted-again': {
    severity: 'warning',
    events: [
      positioned(),
      entry('eos', 'e1', '2026-04-01'),
      retraction('eos', 'x1', '2026-04-02', entry('eos', 'e1', '2026-04-01')),
      entry('eos', 'e1', '2026-04-01', { recorded: '2026-04-03' }),
    ],
    facts: ['eos/e1', 'eos/x1'],
    about: { id: 'e1' },
    concerns: [],
  },
};

export const expectationLives: Readonly<Record<ExpectationName, ExpectationLife>> = {
  presence: {
    events: [
      reported(
        'recruitment-opened',
        'kairos/o1',
        null,
        { slot: 'slot-1', mode: 'appointment', from: '2026-04-30' },
        { recorded: '2026-03-02' },
      ),
      planned('2026-06-01', '2026-12-18'),
      onSlot('p1', '2026-03-20', 'slot-1'),
    ],
    since: '2026-04-30',
    dueBy: '2026-04-30',
    dueByWorking: '2026-04-30',
    tellers: ['kairos', 'kairos-ng'],
    facts: ['kairos/p1'],
    about: { attempt: 'kairos/p1' },
    concerns: ['kairos'],
  },
  result: {
    events: [
      planned('2026-06-01', '2026-12-18'),
      onSlot('p1', '2026-03-20', 'slot-1'),
      presence('v1', '2026-05-06', 'slot-1', 'present'),
    ],
    since: '2026-05-06',
    dueBy: '2026-05-31',
    dueByWorking: '2026-05-31',
    tellers: ['kairos', 'kairos-ng'],
    facts: ['kairos/v1'],
    about: { attempt: 'kairos/p1' },
    concerns: ['kairos'],
  },
  validation: {
    events: [
      positioned(),
      reported('validation-requested', 'france-travail/w1', '2026-07-10', { validator: 'france-travail' }),
    ],
    since: '2026-07-10',
    dueBy: '2026-07-17',
    dueByWorking: '2026-07-22',
    tellers: ['france-travail'],
    facts: ['france-travail/w1'],
    about: { attempt: 'kairos/p1' },
    concerns: ['france-travail'],
  },
  entry: {
    // EOS, which has to report it, reported nothing yet.
    events: [
      positioned(),
      reported('path-planned', 'kairos/l1', '2026-03-24', { plannedEntry: '2026-04-02', plannedExit: '2026-07-31' }),
      registered('w1', '2026-03-25'),
    ],
    since: '2026-04-02',
    dueBy: '2026-04-05',
    dueByWorking: '2026-04-08',
    tellers: ['eos'],
    facts: ['kairos/l1'],
    about: { attempt: 'kairos/p1' },
    concerns: [],
  },
  attendance: {
    events: [positioned(), entry('eos', 'e1', '2026-04-01')],
    since: '2026-04-25',
    dueBy: '2026-04-30',
    tellers: ['kairos', 'kairos-ng'],
    facts: ['eos/e1'],
    about: { stay: 'eos/e1' },
    concerns: [],
  },
  resumption: {
    events: [positioned(), entry('eos', 'e1', '2026-04-01'), interrupted('2026-04-10', '2026-07-10')],
    since: '2026-07-10',
    dueBy: '2026-07-13',
    dueByWorking: '2026-07-16',
    tellers: ['kairos', 'kairos-ng'],
    facts: ['kairos/i1'],
    about: { stay: 'eos/e1' },
    concerns: [],
  },
  exit: {
    events: [positioned(), planned('2026-04-01', '2026-05-06'), entry('eos', 'e1', '2026-04-01')],
    since: '2026-05-06',
    dueBy: '2026-05-09',
    dueByWorking: '2026-05-12',
    tellers: ['eos'],
    facts: ['eos/e1', 'eos/l1'],
    about: { stay: 'eos/e1' },
    concerns: ['eos', 'region-centre-val-de-loire'],
  },
  assessment: {
    events: [positioned(), entry('eos', 'e1', '2026-04-01'), exit('eos', 'x1', '2026-07-01')],
    since: '2026-07-01',
    dueBy: '2026-07-16',
    dueByWorking: '2026-07-23',
    tellers: ['kairos', 'kairos-ng'],
    facts: ['eos/x1'],
    about: { stay: 'eos/e1' },
    concerns: [],
  },
};
