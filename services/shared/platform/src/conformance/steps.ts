/** What a step is for. Everybody signs in; who may report writes; whose convention names purposes reads, and may follow. */
export const stepGroups = ['everybody', 'writes', 'reads', 'follows'] as const;
export type StepGroup = (typeof stepGroups)[number];

/** An answered request, as far as a step looks at it; nothing of it is kept. */
export interface AnsweredRequest {
  readonly status: number;
  /** Which parameters and headers it had matters; of values, `dryRun` alone. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Something that a new partner shows to work. */
export interface Step {
  readonly group: StepGroup;
  /** Without it the partner is not ready for its group. */
  readonly required: boolean;
  /** What was seen. */
  readonly shown: string;
  /** How to show it. */
  readonly todo: string;
  /** Where it is written. */
  readonly read: string;
  /** Shown by answers of these routes, as far as `when` holds; others are noted where they happen. */
  readonly at?: readonly string[] | 'any';
  readonly when?: (request: AnsweredRequest) => boolean;
}

const joining = 'docs/partners.md#joining';
const dictionary = 'docs/partners.md#a-system-that-speaks-the-dictionary';
const reading = 'docs/partners.md#a-financer';
const lists = 'docs/partners.md#ones-own-dossiers';
const changed = 'docs/partners.md#what-changed';
const webhooks = 'docs/partners.md#webhooks';
const dataSets = 'docs/partners.md#data-sets';

const door = ['POST /v1/events'];
const isAnswered = ({ status }: AnsweredRequest) => status < 300;
const isContinued = (request: AnsweredRequest) => isAnswered(request) && request.query.cursor !== undefined;
const isUnchanged = ({ status }: AnsweredRequest) => status === 304;

/** All steps, in the order in which a partner takes them. */
export const steps = {
  'signed-in': {
    group: 'everybody',
    required: true,
    shown: 'signed in, and was answered under its token',
    todo: 'Ask POST /oauth2/token for a token, and ask the hub anything with it.',
    read: joining,
    at: 'any',
    when: isAnswered,
  },
  'signed-in-by-secret': {
    group: 'everybody',
    required: false,
    shown: 'got a token by its secret',
    todo: 'Give the secret by Basic; whoever signs in by keys leaves this out.',
    read: joining,
  },
  'signed-in-by-keys': {
    group: 'everybody',
    required: false,
    shown: 'got a token by its own keys (private_key_jwt)',
    todo: 'Give the public half of a key pair to the operators, and sign an assertion: nothing secret ever leaves you.',
    read: joining,
  },
  'client-certificate': {
    group: 'everybody',
    required: false,
    shown: 'got a token that is bound to its certificate',
    todo: 'Where the hub asks for client certificates, show yours when you ask for a token.',
    read: joining,
  },
  'waited-and-retried': {
    group: 'everybody',
    required: false,
    shown: 'asked again after a 429 or 503 once Retry-After was over, and was answered',
    todo: 'Where an answer has Retry-After, ask the same again after so many seconds, not before.',
    read: joining,
  },
  'dry-run': {
    group: 'writes',
    required: true,
    shown: 'had events checked without reporting them',
    todo: 'Send an event to POST /v1/events?dryRun=true.',
    read: dictionary,
    at: door,
    when: (request) => isAnswered(request) && request.query.dryRun === 'true',
  },
  'event-taken': {
    group: 'writes',
    required: true,
    shown: 'reported an event that was taken',
    todo: 'Send an event to POST /v1/events and keep its receipt.',
    read: dictionary,
  },
  'refused-mended': {
    group: 'writes',
    required: true,
    shown: 'reported an event that had been refused again, corrected, under the same id',
    todo: 'Send an event that is refused, read which field and rule, and send it again corrected under the same id.',
    read: dictionary,
  },
  'batch-mended': {
    group: 'writes',
    required: true,
    shown: 'read a batch of which some were refused, and sent these right later',
    todo: 'Send a batch with a good and a bad event; go through its results, and send the refused one corrected under its id.',
    read: dictionary,
  },
  'sent-again': {
    group: 'writes',
    required: true,
    shown: 'sent the same event again under the same id',
    todo: 'Send an event that was taken once more as it is: it is the same fact, and nothing is told twice.',
    read: dictionary,
  },
  corrected: {
    group: 'writes',
    required: true,
    shown: 'corrected a value (`corrects`)',
    todo: 'Report the right value as a new event whose `corrects` names the one that was wrong.',
    read: dictionary,
  },
  retracted: {
    group: 'writes',
    required: true,
    shown: 'took back what never happened (`fact-retracted`)',
    todo: 'Report fact-retracted with the source and id of an event of yours.',
    read: dictionary,
  },
  superseded: {
    group: 'writes',
    required: false,
    shown: 'replaced a statement by a newer one of the same ref',
    todo: 'If you report states: send `statement` with the same ref and a greater sequence.',
    read: dictionary,
  },
  'receipt-looked-up': {
    group: 'writes',
    required: true,
    shown: 'looked up what became of an event by its receipt',
    todo: 'Ask GET /v1/receipts/{receipt} with the receipt of an event.',
    read: dictionary,
    at: ['GET /v1/receipts/:receipt'],
    when: isAnswered,
  },
  'event-changes-read': {
    group: 'writes',
    required: true,
    shown: 'asked which of its events could not be put into the records',
    todo: 'Ask GET /v1/event-changes: an event that is not told there is in the records.',
    read: changed,
    at: ['GET /v1/event-changes'],
    when: isAnswered,
  },
  'dossier-read': {
    group: 'reads',
    required: true,
    shown: 'read a dossier, naming agent and purpose',
    todo: 'Ask GET /v1/dossiers/{number} with Hub-Agent and Hub-Purpose.',
    read: reading,
    at: ['GET /v1/dossiers/:number'],
    when: isAnswered,
  },
  'path-searched': {
    group: 'reads',
    required: false,
    shown: 'found a person’s path by an identifier in the body of a POST',
    todo: 'Ask POST /v1/training-paths/search with the identifier in the body, never in a URL.',
    read: reading,
    at: ['POST /v1/training-paths/search'],
    when: isAnswered,
  },
  'at-least-used': {
    group: 'reads',
    required: false,
    shown: 'read with Hub-At-Least what it, or another, had just reported',
    todo: 'Give the receipt of an event in Hub-At-Least: the answer is at least that new.',
    read: reading,
    at: 'any',
    when: (request) => isAnswered(request) && request.headers['hub-at-least'] !== undefined,
  },
  'entity-tag-used': {
    group: 'reads',
    required: false,
    shown: 'asked with If-None-Match, and was told that nothing is new (304)',
    todo: 'Keep the ETag of a dossier or path, and give it in If-None-Match when you ask again.',
    read: reading,
    at: ['GET /v1/dossiers/:number', 'POST /v1/training-paths/search', 'GET /v1/training-paths/:traineeId'],
    when: isUnchanged,
  },
  'list-paged': {
    group: 'reads',
    required: true,
    shown: 'went on to a further page of a list',
    todo: 'Ask GET /v1/dossiers?limit=1, then again with `cursor` as `next` says.',
    read: lists,
    at: ['dossiers', 'movements', 'remunerations', 'anomalies', 'expectations'].map((list) => `GET /v1/${list}`),
    when: isContinued,
  },
  'data-set-fetched': {
    group: 'reads',
    required: false,
    shown: 'fetched a file of a data set',
    todo: 'Where your convention names data sets: ask POST /v1/data-sets for one, and fetch its file.',
    read: dataSets,
    at: ['GET /v1/data-sets/:id/files/:name'],
    when: isAnswered,
  },
  'data-set-unchanged': {
    group: 'reads',
    required: false,
    shown: 'asked for a file with its ETag, and was told that it is the same (304)',
    todo: 'Keep the ETag of a file of a data set, and give it in If-None-Match before you fetch it again.',
    read: dataSets,
    at: ['GET /v1/data-sets/:id/files/:name'],
    when: isUnchanged,
  },
  'feed-followed': {
    group: 'follows',
    required: true,
    shown: 'asked what changed since a cursor that it had kept',
    todo: 'Ask GET /v1/changes, keep its `cursor`, and ask again with it.',
    read: changed,
    at: ['GET /v1/changes'],
    when: isContinued,
  },
  'session-changes-followed': {
    group: 'follows',
    required: false,
    shown: 'asked which sessions changed since a cursor that it had kept',
    todo: 'Ask GET /v1/session-changes, keep its `cursor`, and ask again with it.',
    read: changed,
    at: ['GET /v1/session-changes'],
    when: isContinued,
  },
  'webhook-pinged': {
    group: 'follows',
    required: false,
    shown: 'took the ping of a webhook of its own',
    todo: 'Add a webhook and ask POST /v1/webhooks/{id}/test: your receiver answers 2xx within ten seconds.',
    read: webhooks,
  },
  'webhook-delivered': {
    group: 'follows',
    required: false,
    shown: 'took a message of a webhook of its own',
    todo: 'Leave the webhook active and answer 2xx to what it tells.',
    read: webhooks,
  },
} as const satisfies Readonly<Record<string, Step>>;

export type StepName = keyof typeof steps;
export const stepNames = Object.keys(steps) as readonly StepName[];

/** As a step is kept; of an event that was taken, its name. */
export type ShownStep = StepName | `event:${string}`;

/** By `METHOD /route`. */
const byRoute = new Map<string, readonly StepName[]>();
const anywhere: StepName[] = [];
for (const name of stepNames) {
  const { at = [] }: Step = steps[name];
  if (at === 'any') anywhere.push(name);
  else for (const route of at) byRoute.set(route, [...(byRoute.get(route) ?? []), name]);
}

/** What an answered request shows; `route` is `METHOD /pattern`. */
export function stepsOfRequest(route: string, request: AnsweredRequest): readonly StepName[] {
  return [...anywhere, ...(byRoute.get(route) ?? [])].filter((name) => {
    const { when }: Step = steps[name];
    return when?.(request) ?? false;
  });
}

/** The routes that steps name: a test finds each in the description of the API. */
export const stepRoutes: readonly string[] = [...byRoute.keys()];
