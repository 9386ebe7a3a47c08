import { problems } from '@hub/platform';
import { anomalySchema } from './record-schemas.ts';
import { answer, dossierNumber, integer, list, orNull, shape, text } from './schema-parts.ts';

const receiptState = shape(
  {
    state: {
      enum: ['logged', 'visible', 'parked'],
      description: '`parked`: the hub could not read it; `reason` says why',
    },
    'reason?': text,
    anomalies: list(anomalySchema, 'Those that name this event'),
    id: text,
    source: text,
    dossier: orNull(dossierNumber),
    topic: text,
    slice: integer,
    offset: integer,
  },
  'ReceiptState',
);

export const receiptSchema = {
  operationId: 'getReceipt',
  tags: ['events'],
  summary: 'Where an event is',
  description: 'For the partner that told the event; for everybody else there is no such receipt.',
  params: {
    type: 'object',
    required: ['receipt'],
    properties: { receipt: { type: 'string', description: 'As given with the 202', maxLength: 4096 } },
  },
  response: { 200: answer('On the log, visible, or parked.', receiptState), ...problems(400, 401, 404, 503) },
};
