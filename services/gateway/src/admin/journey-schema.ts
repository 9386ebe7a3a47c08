import { topics } from '@hub/contracts';
import { factStateNames } from '@hub/core';
import { count, dossierNumberSchema, instant, orNull, partnerIdSchema, shape, text } from '@hub/platform';
import { adminSchema, answered } from './admin-frame.ts';
import { parkedSchema } from './parked-schemas.ts';

export const journeyStates = ['waiting', 'visible', 'parked', 'settled', 'unknown'] as const;

const subject = { enum: ['dossier', 'trainee', 'session'] };
const named = shape({ source: text, eventId: text });
const list = (items: object) => ({ type: 'array', items });

const place = shape({
  topic: orNull({ enum: topics }),
  slice: orNull(count),
  offset: orNull({ ...count, description: 'Null where only the fact is known' }),
  receivedAt: orNull(instant),
  partner: orNull(text),
  organisation: orNull({ ...text, description: 'SIRET' }),
});

const waiting = shape({
  projected: { ...count, description: 'Offset that is read next' },
  end: orNull({ ...count, description: 'Of the log; null: it does not answer' }),
  lagEvents: orNull(count),
});

const step = shape(
  {
    ...{ source: text, id: text, type: orNull(text), dossier: orNull(count) },
    log: place,
    stands: {
      enum: journeyStates,
      description:
        '`waiting`: no projector has come so far; `visible`: it is in the records; `settled`: parked, and somebody said that it stays; `unknown`: told on another log, or nothing is known of it',
    },
    waiting: orNull(waiting),
    parked: orNull(parkedSchema),
    taken: orNull(
      shape({
        version: text,
        subject,
        key: orNull({ ...text, description: 'Dossier number or reference of a session; null: of the trainee' }),
        facts: { ...count, description: 'In that row' },
      }),
    ),
    fact: orNull(
      shape({
        state: { enum: factStateNames },
        by: { ...list(named), description: 'What took it away, or stands for it' },
      }),
    ),
    decides: {
      ...list(shape({ subject, path: { ...text, description: 'JSON Pointer into the record' } })),
      description: 'Fields of the record that have their value from this event: names alone, no value',
    },
  },
  'EventJourney',
);

export const journeySchema = adminSchema({
  operationId: 'followEvent',
  summary: 'The way of an event: from its receipt to the log, the fact and the record',
  description:
    'By a receipt; by source and id, which finds what is parked, and with its dossier any event; or all events of a dossier. Leaves its trace; tells no value of a record and nothing that is sealed.',
  body: {
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: {
      receipt: { type: 'string', minLength: 1, maxLength: 4_096 },
      source: {
        ...{ type: 'string', pattern: '^(urn:hub:source:)?[a-z0-9-]{1,64}$' },
        description: 'As events name it, or the system alone',
      },
      id: partnerIdSchema,
      dossier: dossierNumberSchema,
    },
    examples: [{ source: 'eos', id: '1894-entry-1', dossier: 100000016 }],
  },
  response: {
    200: answered(
      'Each event that was found.',
      shape(
        {
          version: orNull({ ...text, description: 'That readers are given' }),
          sameLog: { type: 'boolean', description: 'False: the receipt is of a log that is no more' },
          events: list(step),
          more: { ...count, description: 'Not shown' },
        },
        'EventJourneys',
      ),
    ),
  },
});
