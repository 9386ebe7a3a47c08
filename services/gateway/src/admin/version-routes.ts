import { topics } from '@hub/contracts';
import { HubError, uuidPattern } from '@hub/core';
import {
  activeVersion,
  askJob,
  count,
  diffDossier,
  findComparison,
  instant,
  listComparisons,
  listVersions,
  offsetsByPlace,
  orNull,
  readVersionStatuses,
  shape,
  text,
  type Version,
  versionStates,
  wayBack,
  within,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type AdminContext, adminSchema, answered, change, found, operatorOf, refused } from './admin-frame.ts';
import { jobSchema } from './job-routes.ts';
import { requireDone } from './rules-routes.ts';

const versionName = { type: 'string', pattern: '^[0-9a-z]{1,32}\\.[1-9][0-9]{0,8}$' };
const sliceCounts = shape({ slices: count, owned: count });
const number = { type: 'number', minimum: 0 };

export const versionStatus = shape(
  {
    version: versionName,
    rulesHash: text,
    shape: { ...count, description: 'Of its rows' },
    readable: { type: 'boolean', description: 'Its rows are of the shape that this hub reads' },
    active: { type: 'boolean', description: 'Readers are given it' },
    built: { type: 'boolean' },
    state: {
      enum: versionStates,
      description:
        '`filling` by a rebuild, or left `unfinished` by one: the next goes on with it; `verifying`, or `left` by a verification: whoever comes next drops it',
    },
    createdAt: instant,
    trial: orNull({ ...text, description: 'The job that tried its rules; null: they are those of a release' }),
    projectors: { ...count, description: '0: nobody feeds it' },
    slices: shape({ trainee: sliceCounts, offer: sliceCounts }),
    parked: count,
    lagEvents: orNull({ ...count, description: 'Null: the log does not answer' }),
    lagSeconds: orNull(number),
  },
  'ProjectionVersion',
);

const comparisonCounts = {
  id: { type: 'integer' },
  here: versionName,
  there: versionName,
  slices: count,
  slicesCompared: { ...count, description: 'At equal offsets' },
  dossiers: count,
  dossiersDiffering: { ...count, description: 'Changed, or in one of the two only' },
  unexplained: { ...count, description: 'Dossiers, trainees and sessions of which one of the two is damaged' },
  comparedAt: instant,
};

const versionsSchema = adminSchema({
  operationId: 'listVersions',
  summary: 'Versions of the records, and what was last compared',
  description: 'Which one readers are given, which are fed, how far each has come, and which differ.',
  response: {
    200: answered(
      'Oldest version first, newest comparison first.',
      shape({
        versions: { type: 'array', items: versionStatus },
        comparisons: { type: 'array', items: shape(comparisonCounts, 'VersionComparison') },
        wayBack: orNull({ ...versionName, description: 'What a rollback gives readers again; null: there is nothing' }),
      }),
    ),
  },
});

const named = { version: versionName };

const comparisonSchema = adminSchema({
  operationId: 'showComparison',
  summary: 'The last comparison of a version, with why rows differ',
  description: 'Counts and some differing rows, each with its reason: rules, code, a parked event, or none.',
  params: named,
  querystring: { with: { ...versionName, description: 'Default: the version that readers are given' } },
  response: {
    200: answered(
      'Counts, explanations, and samples of each.',
      shape({ ...comparisonCounts, report: { type: 'object', additionalProperties: true } }, 'ComparisonReport'),
    ),
  },
});

const event = shape({ source: text, id: text, type: text }, 'EventNamed');
const events = { type: 'array', items: event };

const dossierSchema = adminSchema({
  operationId: 'compareDossier',
  summary: 'One dossier as two versions describe it, field by field',
  description:
    'With the fact that each reading stands on; equal fields are left out. Nothing that is sealed is opened.',
  params: { ...named, number: { type: 'string', pattern: '^[1-9]\\d{8}$' } },
  querystring: { with: { ...versionName, description: 'Default: the version that readers are given' } },
  response: {
    200: answered(
      '`here` is the version of the address.',
      shape(
        {
          dossier: { type: 'integer' },
          here: versionName,
          there: versionName,
          present: shape({ here: { type: 'boolean' }, there: { type: 'boolean' } }),
          fields: {
            type: 'array',
            items: shape({
              path: { ...text, description: 'In the record, or a column that is searched for: `columns.status`' },
              'here?': { description: 'Absent: there is no such field' },
              'there?': {},
              factHere: orNull(event),
              factThere: orNull(event),
            }),
          },
          events: shape({ onlyHere: events, onlyThere: events, changed: events }),
        },
        'DossierDifference',
      ),
    ),
  },
});

/** A job is answered 202, and what is asked is audited; what the job changes has a row of its own. */
const asked = { 202: answered('The job; its result is the report.', jobSchema) };

const most = {
  type: 'string',
  pattern: '^\\d{1,9}(\\.\\d{1,4}(?=%))?%?$',
  description: 'Refuse if more dossiers differ, `25` or `0.1%`, or any row for no reason',
};

const promoting = { maxChanged: most, withoutComparison: { type: 'boolean' } };

const rebuildSchema = adminSchema({
  operationId: 'rebuildRecords',
  summary: 'Build the records again from the log, beside the ones in use, and compare',
  description:
    'By the rules that readers are given, unless it says otherwise; one at a time. Cancelled, it stays unfinished, and the next goes on with it.',
  body: {
    type: 'object',
    additionalProperties: false,
    properties: {
      promote: { type: 'boolean' },
      ...promoting,
      trial: { type: 'string', pattern: uuidPattern, description: 'By the rules of this trial' },
      released: { type: 'boolean', description: 'By the rules of the release, where readers are given others' },
    },
  },
  response: asked,
});

const verifySchema = adminSchema({
  operationId: 'verifyRecords',
  summary: 'Build records again, compare them with those that readers are given, and drop them',
  description: 'A job. Readers notice nothing; whatever differs is named with why.',
  body: {
    type: 'object',
    additionalProperties: false,
    properties: {
      slices: {
        description: 'So many drawn by chance, or these; default: all',
        anyOf: [
          { type: 'integer', minimum: 1, maximum: 1_024 },
          { type: 'array', minItems: 1, maxItems: 1_024, items: { type: 'integer', minimum: 0, maximum: 1_023 } },
        ],
      },
    },
  },
  response: asked,
});

const verifyRegistrySchema = adminSchema({
  operationId: 'verifyRegistry',
  summary: 'Compare persons and numbers with what the log says',
  description: 'A job of a gateway, which holds the keys; nothing is written. `differs` says what came of it.',
  response: asked,
});

const compareSchema = adminSchema({
  operationId: 'compareVersion',
  summary: 'Compare a version with another at equal offsets',
  description: 'A job. The report is kept, and a promotion names it.',
  params: named,
  body: { type: 'object', additionalProperties: false, properties: { with: versionName } },
  response: asked,
});

const promoteSchema = adminSchema({
  operationId: 'promoteVersion',
  summary: 'Give readers this version from their next request on',
  description: 'It must have been compared in full with the one that they are given.',
  params: named,
  body: { type: 'object', additionalProperties: false, properties: promoting },
  response: asked,
});

const rollbackSchema = adminSchema({
  operationId: 'rollBack',
  summary: 'Give readers the version that they were given before',
  description:
    'One row changes; readers in flight finish where they began. Waits until that version shows all that readers have seen. Refused (409) where there is nothing to go back to.',
  response: asked,
});

const retireSchema = adminSchema({
  operationId: 'retireVersion',
  summary: 'Drop a version that readers are not given, with its rows',
  description: 'Its rows are dropped for good. The version that a rollback would go back to needs `withoutWayBack`.',
  params: named,
  body: { type: 'object', additionalProperties: false, properties: { withoutWayBack: { type: 'boolean' } } },
  response: asked,
});

interface Named {
  readonly Params: { readonly version: string };
}

interface Promoting {
  readonly maxChanged?: string;
  readonly withoutComparison?: boolean;
}

interface Rebuilding extends Promoting {
  readonly promote?: boolean;
  readonly trial?: string;
  readonly released?: boolean;
}

const comparisonsShown = 20;
const logMsMax = 4_000;

/** `/v1/admin/versions`, `rebuilds`, `verifications`, `rollback`: projectors do the work, which alone may write records. */
export function versionRoutes(server: FastifyInstance, context: AdminContext): void {
  const { pool } = context;
  server.get('/v1/admin/versions', { schema: versionsSchema }, async (request) => {
    operatorOf(request);
    const ends = await endsOf(context);
    const way = await wayBack(pool);
    return {
      versions: await readVersionStatuses(pool, ends),
      comparisons: await listComparisons(pool, comparisonsShown),
      wayBack: 'missing' in way ? null : way.previous.version,
    };
  });
  server.get<Named & { Querystring: { with?: string } }>(
    '/v1/admin/versions/:version/comparison',
    { schema: comparisonSchema },
    async (request) => {
      operatorOf(request);
      const { version } = await versionNamed(context, request.params.version);
      const other = await otherThan(context, version, request.query.with);
      return found(await findComparison(pool, version, other), 'comparison: ask for one by POST');
    },
  );
  server.get<{ Params: { version: string; number: string }; Querystring: { with?: string } }>(
    '/v1/admin/versions/:version/dossiers/:number',
    { schema: dossierSchema },
    async (request) => {
      operatorOf(request);
      const { version } = await requireThere(context, request.params.version);
      const named = request.query.with ?? (await activeVersion(pool))?.version;
      const other = (await requireThere(context, named ?? version)).version;
      return diffOf(context, Number(request.params.number), version, other);
    },
  );
  server.post<{ Body: Rebuilding }>('/v1/admin/rebuilds', { schema: rebuildSchema }, async (request, reply) => {
    const { promote, maxChanged, withoutComparison, trial, released } = request.body;
    if (promote !== true && (maxChanged !== undefined || withoutComparison !== undefined)) {
      throw refused('wrong-use', 'maxChanged and withoutComparison go with promote.');
    }
    if (trial !== undefined && released === true) throw refused('wrong-use', 'Name a trial, or the release.');
    const tried = trial === undefined ? null : await requireDone(context, trial);
    const job = { kind: 'rebuild', what: 'rebuild-asked', subject: 'records' };
    reply.status(202);
    return ask(context, request, job, request.body, tried === null ? {} : { edits: tried.edits });
  });
  server.post<{ Body: { slices?: number | readonly number[] } }>(
    '/v1/admin/verifications',
    { schema: verifySchema },
    (request, reply) => {
      const { slices } = request.body;
      requireSlices(context, slices);
      const wanted = slices === undefined ? 'all' : typeof slices === 'number' ? { drawn: slices } : { named: slices };
      reply.status(202);
      const job = { kind: 'verification', what: 'verification-asked', subject: 'records' };
      return ask(context, request, job, { slices: wanted });
    },
  );
  server.post('/v1/admin/registry/verifications', { schema: verifyRegistrySchema }, (request, reply) => {
    reply.status(202);
    const job = { kind: 'registry-verification', what: 'registry-verification-asked', subject: 'registry' };
    return ask(context, request, job, {});
  });
  switchRoutes(server, context);
}

/** Throws 404 where neither has it, 409 where one has rows of another shape. */
async function diffOf({ pool }: AdminContext, number: number, here: string, there: string): Promise<object> {
  const difference = await diffDossier(pool, number, here, there).catch((error: unknown) => {
    throw error instanceof HubError ? refused(error.code, error.message) : error;
  });
  return found(difference, 'dossier in either version');
}

function switchRoutes(server: FastifyInstance, context: AdminContext): void {
  server.post<Named & { Body: { with?: string } }>(
    '/v1/admin/versions/:version/comparison',
    { schema: compareSchema },
    async (request, reply) => {
      const { version } = await requireUsable(context, request.params.version);
      const other = await otherThan(context, version, request.body.with);
      await requireUsable(context, other);
      reply.status(202);
      return ask(context, request, ofVersion('comparison', version), { version, other });
    },
  );
  server.post<Named & { Body: Promoting }>(
    '/v1/admin/versions/:version/promotion',
    { schema: promoteSchema },
    async (request, reply) => {
      const { version } = await requireUsable(context, request.params.version);
      reply.status(202);
      return ask(context, request, ofVersion('promotion', version), { version, ...request.body });
    },
  );
  server.post('/v1/admin/rollback', { schema: rollbackSchema }, async (request, reply) => {
    operatorOf(request);
    const way = await wayBack(context.pool);
    if ('missing' in way) throw refused('way-back-missing', way.missing);
    reply.status(202);
    return ask(context, request, ofVersion('rollback', way.active.version), {});
  });
  server.post<Named & { Body: { withoutWayBack?: boolean } }>(
    '/v1/admin/versions/:version/retirement',
    { schema: retireSchema },
    async (request, reply) => {
      const { version } = await requireThere(context, request.params.version);
      reply.status(202);
      return ask(context, request, ofVersion('retirement', version), { version, ...request.body });
    },
  );
}

function ofVersion(kind: string, version: string) {
  return { kind, what: `${kind}-asked`, subject: `version:${version}` };
}

/** One of a kind at a time. */
function ask(
  context: AdminContext,
  request: FastifyRequest,
  { kind, ...asking }: { readonly kind: string; readonly what: string; readonly subject: string },
  parameters: object,
  /** What the audit says besides. */
  told: object = {},
): Promise<object> {
  return change(context, request, asking, async (client, by) => {
    const job = await askJob(client, by, { kind, parameters, exclusive: 'all' });
    return { before: null, after: { ...parameters, ...told, job: job.id }, answer: job };
  });
}

/** Null where the log does not answer: the database says its part alone. */
async function endsOf({ log }: AdminContext): Promise<ReadonlyMap<string, number> | null> {
  const asked = log.endOffsets(topics).catch(() => null);
  const ends = await within(asked, logMsMax, () => null);
  return ends && offsetsByPlace(ends);
}

async function versionNamed({ pool }: AdminContext, name: string): Promise<Version> {
  return found(
    (await listVersions(pool)).find(({ version }) => version === name),
    'version',
  );
}

async function requireThere(context: AdminContext, name: string): Promise<Version> {
  const version = await versionNamed(context, name);
  if (version.retiredAt === null) return version;
  throw refused('version-retired', `Version ${name} was retired at ${version.retiredAt}: rebuild to have another.`);
}

/** One that readers can be given. */
async function requireUsable(context: AdminContext, name: string): Promise<Version> {
  const version = await requireThere(context, name);
  if (version.purpose === 'verification') {
    throw refused(
      'version-of-verification',
      `Version ${name} is made by a verification, which drops it: rebuild instead.`,
    );
  }
  if (version.builtAt !== null) return version;
  throw refused('version-unfinished', `Version ${name} is not wholly built: a rebuild goes on with it.`);
}

async function otherThan({ pool }: AdminContext, version: string, named?: string): Promise<string> {
  const other = named ?? (await activeVersion(pool))?.version;
  if (other === undefined) throw refused('wrong-use', 'No version is active yet: name the other one.');
  if (other !== version) return other;
  throw refused('wrong-use', `${version} is the version that readers are given: name another one to compare it with.`);
}

function requireSlices({ log }: AdminContext, slices: number | readonly number[] | undefined): void {
  const strange = typeof slices === 'object' ? slices.find((slice) => slice >= log.slices) : undefined;
  if (strange === undefined) return;
  throw refused('wrong-use', `There is no slice ${strange}: the log has ${log.slices}, 0 to ${log.slices - 1}.`);
}
