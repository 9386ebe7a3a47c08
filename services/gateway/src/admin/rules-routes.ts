import { type Rules, uuidPattern } from '@hub/core';
import {
  type ActiveVersion,
  activeVersion,
  askJob,
  editRules,
  fieldError,
  findJob,
  giveJobFiles,
  type Job,
  listVersions,
  type RuleChange,
  type RuleEdit,
  readableVersion,
  requestInvalid,
  ruleChanges,
  rulesNamed,
  rulesOf,
  type SchemaFiles,
  schemaPathPattern,
  shape,
  text,
} from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import { type AdminContext, adminSchema, answered, change, found, operatorOf, refused } from './admin-frame.ts';
import { jobSchema } from './job-routes.ts';
import { editsSchema } from './rule-edit-schema.ts';
import { ruleLabel, rulesSchema, shownRules } from './shown-rules.ts';

const showSchema = adminSchema({
  operationId: 'showRules',
  summary: 'The rules of the field that readers are given: who has authority, deadlines, thresholds',
  description: 'With their French texts, where they are from, and what an edit may choose from.',
  response: { 200: answered('Those of the version that readers are given.', rulesSchema) },
});

const tryRulesSchema = adminSchema({
  operationId: 'tryRules',
  summary: 'Try other rules on every dossier before they are given to readers',
  description:
    'A job, one at a time; nothing is written. Its result: dossiers that would change, by field, status and anomaly, and ' +
    'the first of them side by side. What is found between the dossiers of a person is not tried.',
  body: editsSchema,
  response: { 202: answered('Asked for.', jobSchema) },
});

const trialSchema = adminSchema({
  operationId: 'showTrial',
  summary: 'A trial of rules: what was edited, what came of it, and which versions were built by it',
  description: 'Kept as long as the job is; whether readers still have the rules that it was tried against.',
  params: { trial: { type: 'string', pattern: uuidPattern } },
  response: {
    200: answered(
      'The trial.',
      shape(
        {
          job: jobSchema,
          edits: { type: 'array', items: { type: 'object' } },
          changes: {
            type: 'array',
            items: shape(
              { kind: text, name: text, label: { ...text, description: 'French' }, before: {}, after: {} },
              'RuleChange',
            ),
          },
          current: { type: 'boolean', description: 'Readers are still given the rules that these edits change' },
          versions: { type: 'array', items: text, description: 'Built by these rules and not retired' },
        },
        'RuleTrial',
      ),
    ),
  },
});

const filesMax = 400;
const filesBytesMax = 4 << 20;

const checkSchema = adminSchema({
  operationId: 'checkDictionary',
  summary: 'Try changed files of `schemas/` on all that was reported and on every dossier',
  description: 'A job, one at a time; nothing is written. Its result is what `hub dictionary check` shows.',
  body: {
    title: 'DictionaryFiles',
    type: 'object',
    additionalProperties: false,
    required: ['files'],
    properties: {
      files: {
        type: 'object',
        description: 'By their path in `schemas/`; those that are not here stay as they are',
        minProperties: 1,
        maxProperties: filesMax,
        propertyNames: { pattern: schemaPathPattern },
        additionalProperties: { type: 'object' },
      },
    },
  },
  response: { 202: answered('Asked for.', jobSchema) },
});

interface Edits {
  readonly edits: readonly RuleEdit[];
}

/** What a trial is asked with. */
export interface TrialAsked extends Edits {
  /** The version that readers were given, and the hash of its rules. */
  readonly version: string;
  readonly base: string;
}

/** `/v1/admin/rules`, `/v1/admin/rules/trials`, `/v1/admin/dictionary/checks`: projectors try them. */
export function rulesRoutes(server: FastifyInstance, context: AdminContext): void {
  const { pool } = context;
  server.get('/v1/admin/rules', { schema: showSchema }, async (request) => {
    operatorOf(request);
    const { active, rules } = await rulesOfReaders(context);
    return shownRules(active, rules);
  });
  server.post<{ Body: Edits }>('/v1/admin/rules/trials', { schema: tryRulesSchema }, async (request, reply) => {
    const { active, rules } = await rulesOfReaders(context);
    const { edits } = request.body;
    requireEdits(rules, edits);
    const parameters: TrialAsked = { version: active.version, base: active.rulesHash, edits };
    reply.status(202);
    return change(context, request, { what: 'rule-trial-asked', subject: 'rules' }, async (client, by) => {
      const job = await askJob(client, by, { kind: 'rule-trial', parameters, exclusive: 'all' });
      return { before: null, after: { ...parameters, job: job.id }, answer: job };
    });
  });
  server.get<{ Params: { trial: string } }>(
    '/v1/admin/rules/trials/:trial',
    { schema: trialSchema },
    async (request) => {
      operatorOf(request);
      const { job, edits, base } = await trialNamed(context, request.params.trial);
      const before = found(await rulesNamed(pool, base), 'rules any more');
      const edited = editRules(before, edits);
      const versions = (await listVersions(pool)).filter(
        ({ trial, retiredAt }) => trial === job.id && retiredAt === null,
      );
      return {
        ...{ job, edits },
        changes: 'rules' in edited ? labelled(ruleChanges(before, edited.rules)) : [],
        current: (await activeVersion(pool))?.rulesHash === base,
        versions: versions.map(({ version }) => version),
      };
    },
  );
  server.post<{ Body: { files: SchemaFiles } }>(
    '/v1/admin/dictionary/checks',
    { schema: checkSchema, bodyLimit: filesBytesMax },
    (request, reply) => {
      const { files } = request.body;
      const parameters = { files: Object.keys(files) };
      reply.status(202);
      return change(context, request, { what: 'dictionary-check-asked', subject: 'dictionary' }, async (client, by) => {
        const job = await askJob(client, by, { kind: 'dictionary-check', parameters, exclusive: 'all' });
        await giveJobFiles(client, job.id, files);
        return { before: null, after: { ...parameters, job: job.id }, answer: job };
      });
    },
  );
}

/** Throws 503 `projection-building` as readers are answered, 409 where there is no version yet. */
async function rulesOfReaders({ pool }: AdminContext): Promise<{ active: ActiveVersion; rules: Rules }> {
  const active = await readableVersion(pool);
  if (active === null) throw refused('wrong-use', 'No version is active yet: a projector makes the first one.');
  return { active, rules: await rulesOf(pool, active) };
}

function requireEdits(rules: Rules, edits: readonly RuleEdit[]): void {
  const edited = editRules(rules, edits);
  if ('rules' in edited) return;
  throw requestInvalid(
    edited.faults.map(({ pointer, rule, particulars }) => fieldError(`/edits${pointer}`, rule, particulars)),
  );
}

function labelled(changes: readonly RuleChange[]): readonly object[] {
  return changes.map((change) => ({ ...change, label: ruleLabel(change) }));
}

interface Trial extends TrialAsked {
  readonly job: Job;
}

export async function trialNamed({ pool }: Pick<AdminContext, 'pool'>, id: string): Promise<Trial> {
  const job = found(await findJob(pool, id), 'trial');
  if (job.kind !== 'rule-trial') throw refused('wrong-use', `Job ${id} is no trial of rules.`);
  return { job, ...(job.parameters as TrialAsked) };
}

/** A trial by whose rules a version may be built. */
export async function requireDone(context: Pick<AdminContext, 'pool'>, id: string): Promise<Trial> {
  const trial = await trialNamed(context, id);
  const { state, result } = trial.job;
  if (state !== 'done') throw refused('trial-unfinished', `Trial ${id} is ${state}: build by one that is done.`);
  const { failed = 0 } = result as { readonly failed?: number };
  if (failed === 0) return trial;
  throw refused('trial-failed', `By the rules of trial ${id}, ${failed} dossiers cannot be described: edit others.`);
}
