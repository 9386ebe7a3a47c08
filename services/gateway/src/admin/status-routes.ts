import { count, instant, keepHubStatus, orNull, reportingServices, shape, text } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import { type AdminContext, adminSchema, answered, operatorOf } from './admin-frame.ts';
import { versionStatus } from './version-routes.ts';

const number = { type: 'number', minimum: 0 };
const numbersBy = (what: string) => ({ type: 'object', additionalProperties: count, description: `By ${what}` });
const list = (items: object) => ({ type: 'array', items });

const serviceState = shape(
  {
    ok: { type: 'boolean', description: 'Some living process does its work' },
    failing: { ...list(text), description: 'Checks of living processes that do not hold, with why' },
    living: count,
  },
  'ServiceState',
);

const failed = orNull({
  ...shape({ from: instant, until: orNull({ ...instant, description: 'Null: it does not hold now' }) }),
  description: 'When it last did not hold, of the hour past, as far as the process remembers',
});

const processSchema = shape(
  {
    id: text,
    services: list(text),
    host: text,
    pid: count,
    version: text,
    address: text,
    startedAt: instant,
    seenAt: instant,
    heard: { type: 'boolean', description: 'False: killed, or it cannot reach the database' },
    checks: list(shape({ name: text, services: list(text), state: text, failed })),
    secrets: { ...list(text), description: 'Names and epochs of what it holds' },
  },
  'HubProcess',
);

const leaseSchema = shape(
  {
    kind: { enum: ['trainee', 'offer'] },
    slice: count,
    owner: orNull({ ...text, description: 'Id of a projector; null: nobody reads this slice' }),
    epoch: { ...text, description: 'Grows with every change of owner' },
    until: orNull({ ...instant, description: 'Its owner loses it then, where nothing more is heard of that' }),
    ageSeconds: { ...number, description: 'What was received before is visible' },
    lagEvents: orNull(count),
  },
  'SliceLease',
);

const freshness = shape({
  promisedSeconds: orNull(number),
  behindSince: orNull({
    ...instant,
    description: 'Since when readers see what is older than promised, whosever; null: they do not, or it is not known',
  }),
  minutes: { ...count, description: 'Counted over these last minutes' },
  sources: list(
    shape(
      {
        source: text,
        topic: text,
        events: count,
        p50Seconds: number,
        p99Seconds: number,
        late: { ...count, description: 'Took longer than promised' },
        isLate: { type: 'boolean', description: 'More than one event of a hundred did' },
        lateSince: orNull({ ...instant, description: 'The minute since which it is so; null: it is not' }),
        lateBefore: { type: 'boolean', description: 'It was so already an hour ago, where what is remembered begins' },
      },
      'SourceFreshness',
    ),
  ),
  reporting: {
    ...list(
      shape(
        {
          source: text,
          lastAt: orNull({
            ...instant,
            description:
              'When an event of it was last heard of, to the minute; null: not within an hour, and no more is known',
          }),
        },
        'SourceReporting',
      ),
    ),
    description: 'Every source that a client may write for, and whatever else reported within an hour',
  },
});

const echoes = shape({
  hours: count,
  pairs: list(
    shape({ origin: text, source: text, echoes: count, p50Seconds: number, p99Seconds: number }, 'EchoDelays'),
  ),
});

const attention = shape(
  {
    dossiers: count,
    anomalies: numbersBy('code of an anomaly'),
    echoesAwaited: count,
    expected: numbersBy('what is expected'),
    overdue: count,
    undated: count,
    mayBeSeveral: count,
  },
  'AttentionCounts',
);

const throughput = shape(
  {
    seconds: { ...number, description: 'Over which it was looked at' },
    logged: orNull({ ...number, description: 'Events a second told on the log' }),
    projected: { ...number, description: 'Events a second made visible' },
  },
  'Throughput',
);

const statusSchema = adminSchema({
  operationId: 'showStatus',
  summary: 'Whether the hub runs, how fresh it is, and what waits for somebody',
  description:
    'What the database says stands by itself: where the log is away, what it would add is null, and `logNotReached` says why. Never waits for the log longer than four seconds.',
  response: {
    200: answered(
      'How the hub is.',
      shape(
        {
          at: instant,
          services: shape(Object.fromEntries(reportingServices.map((service) => [service, serviceState]))),
          processes: list(processSchema),
          logEpoch: orNull(text),
          logSlices: orNull(count),
          logEvents: orNull(numbersBy('topic')),
          logNotReached: orNull(text),
          versions: list(versionStatus),
          leases: { ...list(leaseSchema), description: 'Of the version that readers are given' },
          throughput: orNull({ ...throughput, description: 'Null where nobody asked a moment ago: ask again' }),
          freshness: orNull(freshness),
          echoes: orNull(echoes),
          parked: numbersBy('reason; those that call for somebody'),
          alarms: numbersBy('kind; those that ring'),
          attention: orNull({ ...attention, description: 'Null where it was not counted in time: ask again' }),
          attentionAt: orNull({ ...instant, description: 'When it was counted, at most twice a minute' }),
        },
        'HubStatus',
      ),
    ),
  },
});

/** `GET /v1/admin/status` */
export function statusRoutes(server: FastifyInstance, { pool, log }: AdminContext): void {
  const status = keepHubStatus(pool, log);
  server.get('/v1/admin/status', { schema: statusSchema }, (request) => {
    operatorOf(request);
    return status();
  });
}
