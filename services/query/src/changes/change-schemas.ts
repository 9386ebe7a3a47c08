import { eventNames } from '@hub/contracts';
import { codesOfList, fates, parkedReasons, problems } from '@hub/platform';
import { readerHeaders } from '../http/reader.ts';
import { answer, day, dossierNumber, flag, instant, list, orNull, paging, shape, text } from '../http/schema-parts.ts';

const page = (item: object, title: string) =>
  shape(
    {
      items: list(item),
      cursor: {
        type: 'string',
        description: 'The cursor to go on from. Keep it once the items are dealt with: it never expires',
      },
      more: { ...flag, description: '`true`: ask again at once; there may be more' },
    },
    title,
  );

const following = {
  ...paging('Most items of a page, 1 to 500; default 500'),
  cursor: {
    ...paging('').cursor,
    description: '`cursor` of the answer before. Absent: from the beginning, each dossier or session once',
  },
  from: {
    enum: ['beginning', 'now'],
    description:
      'Without a cursor: where to begin. `now` answers nothing and the cursor of what comes; default `beginning`',
  },
  wait: {
    type: 'string',
    pattern: '^([0-9]|1[0-9]|2[0-9]|30)$',
    description: 'Seconds, 0 to 30, for which the answer is held until there is something; default 0',
  },
};

const causeExample = { type: 'entry-attested', source: 'eos', id: '81-1', receivedAt: '2026-04-01T09:12:05.120Z' };

/** The last event of each type. */
const events = list(
  shape(
    {
      type: { enum: eventNames, description: 'Of the dictionary; what is taken back has the type of what it was' },
      source: { ...text, description: 'The system that reported it' },
      id: { ...text, description: 'Its id, as the source gave it' },
      receivedAt: { ...instant, description: 'When the hub received it' },
    },
    'CauseEvent',
  ),
  'The last of each type, in the order in which they were received',
);

const change = shape(
  {
    dossier: dossierNumber,
    state: {
      enum: ['changed', 'out-of-sight'],
      description:
        '`changed`: there is something to read; `out-of-sight`: the reader saw it, and sees nothing of it now',
    },
    causes: {
      anyOf: [events, { enum: ['sight', 'rules'] }],
      description:
        'The events that came, of what the reader sees. Where there are none: `sight`, what it may see may be other than ' +
        'before, as where it is out of sight; `rules`, the dossier is read otherwise without a new event',
      examples: [[causeExample]],
    },
    sightUntil: orNull({ ...day, description: 'The last day on which the reader sees it, as it stands' }),
  },
  'Change',
);

const sessionChange = shape(
  {
    session: { type: 'string', examples: ['session:07:114782'] },
    state: { enum: ['changed'] },
    causes: {
      anyOf: [events, { enum: ['rules'] }],
      description: 'The events that came; `rules`: it is read otherwise, without a new event',
    },
    sessionState: { type: 'string', description: 'The session’s own', examples: ['open'] },
  },
  'SessionChange',
);

const eventChange = shape(
  {
    source: text,
    id: text,
    dossier: orNull(dossierNumber),
    fate: {
      enum: fates,
      description:
        '`parked`: taken, and it cannot be put into the records; `settled`: an operator decided that it stays so; ' +
        '`counted`: it is in the records after all. Of a rectification: `contested`: somebody asks for it; `overdue`: the ' +
        'person who asked was to have an answer by now; `corrected`, `declined`: what the source answered; `withdrawn`: ' +
        'whoever asked does not any more',
    },
    reason: {
      enum: [...parkedReasons, ...codesOfList('rectification-reason'), ...codesOfList('rectification-refusal')],
      description:
        'Why it was parked, is contested, or was declined. `event-unreadable`, `fold-failed`, `row-refused`: a fault of the hub, which its operators see too; ' +
        '`trainee-differs`: the dossier named is of another person; `trainee-destroyed`: the data of the person were destroyed',
    },
    rectification: orNull({ type: 'string', format: 'uuid', description: 'Null: of the event itself' }),
  },
  'EventChange',
);

/** Schemas of the routes of changes. */
export const changeSchemas = {
  changes: {
    operationId: 'listChanges',
    tags: ['changes'],
    security: [{ partner: [] }],
    summary: 'Dossiers that are not as the reader was told',
    description:
      'Each dossier of which the reader sees something and that changed since its cursor, once, however often it changed. ' +
      'An item says that there is something to read, and why; it holds nothing of the dossier. Items come in no order but by dossier. Whoever reads from the same cursor again is told the same or newer.',
    headers: readerHeaders(),
    querystring: { type: 'object', properties: following, additionalProperties: false },
    response: { 200: answer('A page.', page(change, 'Changes')), ...problems(400, 401, 403, 429, 503) },
  },
  sessionChanges: {
    operationId: 'listSessionChanges',
    tags: ['changes'],
    security: [{ partner: [] }],
    summary: 'Sessions that are not as they were told',
    description:
      'Each session that was published, withdrawn, interrupted, or whose recruitment (meetings, appointments, candidatures) ' +
      'was opened or deleted since the cursor, once. Read it by `GET /v1/sessions/{registry}/{number}`.',
    querystring: {
      type: 'object',
      properties: {
        ...following,
        territory: { type: 'string', maxLength: 64, description: 'Only of this territory', examples: ['bretagne'] },
      },
      additionalProperties: false,
    },
    response: { 200: answer('A page.', page(sessionChange, 'SessionChanges')), ...problems(400, 401, 429, 503) },
  },
  eventChanges: {
    operationId: 'listEventChanges',
    tags: ['changes'],
    security: [{ partner: [] }],
    summary: 'What became of one’s own events, and of rectifications',
    description:
      'Each event of the client’s own sources that was acknowledged and then parked, settled, or counted after all, since ' +
      'the cursor, once: whatever is not told here is in the records. And each rectification that is asked of these sources, ' +
      'or that the client’s organisation asked for, as it stands (`GET /v1/rectifications`).',
    querystring: { type: 'object', properties: following, additionalProperties: false },
    response: { 200: answer('A page.', page(eventChange, 'EventChanges')), ...problems(400, 401, 429, 503) },
  },
} as const;
