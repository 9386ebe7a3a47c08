import { problems } from '@hub/platform';
import { readerHeaders } from '../http/reader.ts';
import {
  answer,
  flag,
  instant,
  integer,
  list,
  orNull,
  paging,
  readProblems,
  shape,
  text,
  traineeId,
  uuidPattern,
} from '../http/schema-parts.ts';
import { linkStates } from './links.ts';

const tags = ['operators'];
const security = [{ partner: [] }];
const pair = { type: 'array', minItems: 2, maxItems: 2, items: traineeId };
const state = {
  enum: linkStates,
  description:
    'proposed: one agent said that they are one, another must confirm; review: they were judged to be one, and something speaks against it; joined: answered together; separated: judged different by hand.',
};
const by = { enum: ['rule', 'manual'] };

const headers = readerHeaders();

const link = shape(
  {
    trainees: pair,
    state,
    by: orNull(by),
    reason: orNull({ ...text, description: 'Of the verdict that decides: a code, or what the agent gave' }),
    since: instant,
    awaiting: orNull(shape({ agent: text, since: instant, reason: orNull(text) })),
    identifiers: list(
      shape({ kind: text, heldBy: { enum: ['both', 'one'] }, conflicts: flag }),
      'Kinds of identifiers, never their values; both have one: two different ones',
    ),
    identity: list(
      shape({ field: text, agrees: flag }),
      'Fields reported of both, compared inside the hub and not shown',
    ),
    dossiers: { type: 'array', items: integer, description: 'How many each of the two has' },
  },
  'TraineeLink',
);

export const linksSchema = {
  operationId: 'listLinks',
  tags,
  security,
  summary: 'Pairs of trainees that are, were or may be taken for one person',
  description: 'For the operators of the hub, with the reasons and without the identity of anybody.',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      state,
      trainee: { type: 'string', pattern: uuidPattern, description: 'Only the links of this one, all on one page' },
      ...paging('About how many, 1 to 500; default 50. A page may hold a few more, or fewer where they are rare.'),
    },
  },
  headers,
  response: {
    200: answer('A page; `next` is null at the end.', shape({ items: list(link), next: orNull(text) })),
    ...problems(400, 401, 403, 429, 503),
  },
};

const cursorParameter = paging('How many, 1 to 500; default 50.');

export const severalSchema = {
  operationId: 'listMayBeSeveral',
  tags,
  security,
  summary: 'Trainees whose identifiers may be shared by several persons',
  description:
    'For the operators of the hub. A number that a partner gives to many, or that stands for none, joins strangers: of these trainees many different birth dates were told. A correction parts them. Birth dates are counted and never shown.',
  querystring: { type: 'object', additionalProperties: false, properties: cursorParameter },
  headers,
  response: {
    200: answer(
      'A page; `next` is null at the end.',
      shape({
        items: list(
          shape(
            {
              trainee: traineeId,
              birthDates: { ...integer, description: 'How many different ones were told, by all sources, ever' },
              identifiers: list(text, 'Kinds of identifiers, never their values'),
              sources: list(text, 'Systems that told a birth date'),
              dossiers: integer,
              parts: list(
                shape({ since: instant, facts: list(shape({ source: text, id: text })) }),
                'One for each birth date, the oldest first: `facts` of a correction',
              ),
            },
            'MayBeSeveral',
          ),
        ),
        next: orNull(text),
      }),
    ),
    ...problems(400, 401, 403, 429, 503),
  },
};

export const historySchema = {
  operationId: 'getLinkHistory',
  tags,
  security,
  summary: 'Every verdict ever given about a trainee, and what was corrected',
  description: 'The newest first, with who gave it by which evidence; never a value of an identity.',
  params: { type: 'object', required: ['trainee'], properties: { trainee: { ...traineeId, pattern: uuidPattern } } },
  headers,
  response: {
    200: answer(
      'Oldest first.',
      shape({
        trainee: traineeId,
        links: list(shape({ with: traineeId, state })),
        verdicts: list(
          shape({
            trainees: pair,
            verdict: { enum: ['same', 'different'] },
            by,
            agent: orNull(text),
            reason: orNull(text),
            recordedAt: instant,
            source: text,
            eventId: text,
          }),
        ),
        corrections: list(
          shape({
            kind: { enum: ['identifiers-reassigned', 'facts-moved'] },
            toTrainee: traineeId,
            identifiers: list(text),
            facts: integer,
            recordedAt: instant,
            source: text,
            eventId: text,
          }),
        ),
      }),
    ),
    ...readProblems,
  },
};
