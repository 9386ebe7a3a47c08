import { descriptions, interruptionWays, movementKinds, paymentBlockages, standings } from '@hub/core';
import {
  day,
  dossierNumber,
  flag,
  instant,
  integer,
  list,
  orNull,
  shape,
  text,
  traineeId,
} from '../http/schema-parts.ts';

const place = {
  dossier: dossierNumber,
  alsoKnownAs: list(dossierNumber),
  trainee: orNull(traineeId),
  funding: orNull(text),
  territory: orNull(text),
  sessions: list(text, 'References of its session'),
  organisations: list(text, 'SIRETs of the training organisations that its facts name, else of its session'),
  described: { enum: descriptions, description: 'From which facts all this is told, as `sight` of a read says' },
  sightUntil: orNull(day),
};
const placeExample = {
  dossier: 100000016,
  alsoKnownAs: [],
  trainee: '6b8f4a2e-3f0c-4c57-9a51-2f8f9f3f5c11',
  funding: 'prf',
  territory: 'centre-val-de-loire',
  sessions: ['session:eos:67680'],
  organisations: ['99000102600014'],
  described: 'states',
  sightUntil: '2028-07-31',
};

const dayFilter = (description: string) => ({ ...day, description });
const kindText = `(${movementKinds.join('|')})`;

export const movementFilters = {
  from: dayFilter('Only what happened on this day or later'),
  to: dayFilter('Only what happened on this day or before'),
  receivedFrom: dayFilter('Only what the hub came to say, or took back, on this day or later'),
  receivedTo: dayFilter('Only what the hub came to say, or took back, on this day or before'),
  kind: {
    type: 'string',
    maxLength: 200,
    pattern: `^${kindText}(,${kindText})*$`,
    description: `One or several with commas between them: ${movementKinds.map((each) => `\`${each}\``).join(', ')}`,
    examples: ['entry,exit'],
  },
  state: { enum: ['told', 'taken-back'], description: 'Only what the record says, or only what it says no more' },
  long: { enum: ['true', 'false'], description: 'Of interruptions, only those that are `long`, or are not' },
};

const interruption = shape(
  {
    way: {
      enum: interruptionWays,
      description: '`planned` for the candidate; `observed`; `suspended`: the path is',
    },
    until: orNull({ ...day, description: 'Its last day; null: open-ended' }),
    days: orNull(integer),
    long: { ...flag, description: 'Of more than 15 days (L6121-5), or open-ended' },
    changesState: { ...flag, description: 'Whether the record reads `interrupted` by it' },
  },
  'MovedInterruption',
);

export const movementItem = {
  ...shape(
    {
      ...place,
      periods: list(text, 'Keys of the periods of registration or advice by which the reader follows the person'),
      kind: { enum: movementKinds },
      day: { ...day, description: 'On which it happened; of an interruption its first day' },
      module: orNull({ ...text, description: 'Null: of the whole stay' }),
      interruption: orNull(interruption),
      exitKind: orNull({ ...text, description: 'Of an exit' }),
      standing: { enum: standings },
      source: text,
      eventId: text,
      state: { enum: ['told', 'taken-back'], description: '`taken-back`: the record said it, and says it no more' },
      toldFrom: { ...instant, description: 'Since when the record says it without a break' },
      takenBackAt: orNull(instant),
    },
    'Movement',
  ),
  examples: [
    {
      ...placeExample,
      periods: ['IDE-2026-0112'],
      kind: 'interruption',
      day: '2026-05-04',
      module: null,
      interruption: { way: 'observed', until: '2026-05-24', days: 21, long: true, changesState: true },
      exitKind: null,
      standing: 'authoritative',
      source: 'kairos',
      eventId: '1894-interruption-1',
      state: 'told',
      toldFrom: '2026-05-05T06:31:07.412Z',
      takenBackAt: null,
    },
  ],
};

export const remunerationFilters = {
  blocked: {
    enum: ['true', 'false'],
    description: '`true`: only what something blocks; `false`: only what nothing does',
  },
  reason: { enum: paymentBlockages, description: 'Only what this blocks' },
};

const paid = shape(
  {
    body: orNull({ ...text, description: 'SIRET of the pay body' }),
    sent: { ...flag, description: 'To that body, today' },
    from: orNull({ ...day, description: 'First day paid by the reader; null: whatever day' }),
    to: orNull({ ...day, description: 'Last day paid by the reader; null: none' }),
  },
  'Pay',
);
const stay = shape(
  {
    state: text,
    entry: orNull(day),
    absentOn: orNull({ ...day, description: 'Absent at the entry' }),
    exit: orNull(day),
    exitKind: orNull(text),
    abandonment: orNull(day),
    interruptions: list(
      shape({
        way: { enum: ['observed', 'suspended'] },
        from: day,
        to: orNull(day),
        changesState: flag,
        resumedOn: orNull(day),
      }),
    ),
  },
  'PaidStay',
);
const module = orNull({ ...text, description: 'Null: the whole stay' });
const month = { ...text, description: 'YYYY-MM' };
const blockage = shape(
  {
    reason: { enum: paymentBlockages },
    since: orNull({ ...day, description: 'From which day; of a month without attendance the day on which it was due' }),
    month: orNull(month),
    sentence: { ...text, description: 'In French' },
    remedy: { ...text, description: 'In French' },
  },
  'PaymentBlockage',
);

export const remunerationItem = {
  ...shape(
    {
      ...place,
      status: orNull(text),
      remuneration: paid,
      stays: list(stay, 'Those that touch the days paid'),
      attendance: list(
        shape({ month, stay: orNull(text), module, hours: orNull({ type: 'number' }), complete: flag }),
        'Of the months paid',
      ),
      absences: list(
        shape({
          kind: { enum: ['absence', 'lateness'] },
          from: day,
          to: orNull(day),
          startsAt: orNull(text),
          minutes: orNull(integer),
          justified: flag,
          module,
        }),
        'Of the days paid',
      ),
      blockages: orNull(list(blockage, 'What keeps these days from being paid; null: the reader is not shown enough')),
    },
    'Remuneration',
  ),
  examples: [
    {
      ...placeExample,
      status: 'entered',
      remuneration: { body: '99000118200015', sent: true, from: '2026-04-01', to: null },
      stays: [
        {
          state: 'entered',
          entry: '2026-04-06',
          absentOn: null,
          exit: null,
          exitKind: null,
          abandonment: null,
          interruptions: [],
        },
      ],
      attendance: [{ month: '2026-04', stay: 'eos/1894-entry-1', module: null, hours: 112, complete: true }],
      absences: [],
      blockages: [
        {
          reason: 'attendance-missing',
          since: '2026-05-31',
          month: '2026-05',
          sentence: "L'assiduité d'un mois dont l'échéance est passée n'est pas transmise.",
          remedy: "Transmettre l'assiduité du mois (attendance-reported).",
        },
      ],
    },
  ],
};
