import { describe as describeRecord, type FactSet, type Rules, rulesHash } from '@hub/core';
import {
  activeVersion,
  decodeFacts,
  editRules,
  type Job,
  listVersions,
  loadRules,
  type RuleEdit,
  readAudit,
  readLeases,
  storedDossiers,
} from '@hub/platform';
import { type EditsTried, type FilesTried, type Projector, startProjector } from '@hub/projector';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AdminAnswer } from '../support/admin-here.ts';
import { askAdminAt } from '../support/ask-admin.ts';
import { eventually } from '../support/eventually.ts';
import { appendEvents, eventsOnLog } from '../support/log-events.ts';
import { testLogger } from '../support/logger.ts';
import { caughtUp } from '../support/projection.ts';
import { openDoor, type TestDoor } from './gateway-harness.ts';

const rules = loadRules();
const trainees = 30;
let hub: TestDoor;
let projector: Projector;

const start = async () => {
  const feeding = { pool: hub.database.pool, log: hub.log, rules, logger: testLogger };
  projector = await startProjector({ ...feeding, settings: { leaseMs: 1_500 } });
};

beforeAll(async () => {
  hub = await openDoor();
  await appendEvents(hub.log, eventsOnLog({ trainees }));
  await start();
  await caughtUp(hub.database, hub.log);
});
afterAll(async () => {
  await projector?.close();
  await hub?.close();
});

const ask = <Body = Record<string, unknown>>(path: string, body?: object, as = 'operator') =>
  askAdminAt<Body>(hub, path, body, as);

async function done<Result>({ status, body }: AdminAnswer<unknown>): Promise<Result & { readonly job: string }> {
  expect([status, body]).toEqual([202, expect.objectContaining({ state: 'waiting' })]);
  const job = await eventually(
    async () => {
      const found = (await ask<Job>(`jobs/${(body as Job).id}`)).body;
      if (found.endedAt === null) throw new Error(`the job is ${found.state}`);
      return found;
    },
    { timeoutMs: 60_000 },
  );
  expect(job.error).toBeNull();
  return { ...(job.result as Result), job: job.id };
}

const active = async () => {
  const found = await activeVersion(hub.database.pool);
  if (found === null) throw new Error('no version is active');
  return found;
};

async function presentFacts(): Promise<readonly (readonly [number, FactSet])[]> {
  const found: [number, FactSet][] = [];
  for await (const dossiers of storedDossiers(hub.database.pool, await active())) {
    for (const { number, facts } of dossiers) found.push([number, decodeFacts(facts)]);
  }
  return found;
}

const edited = (edits: readonly RuleEdit[]): Rules => {
  const made = editRules(rules, edits);
  if ('faults' in made) throw new Error('the edits are wrong');
  return made.rules;
};

/** Every entry is of EOS: by other rules, whoever else decides. */
const nobodyDecides: RuleEdit[] = rules.authority.rows
  .filter(({ step }) => step === 'attest-entry')
  .map(({ id }) => ({ kind: 'row', id, row: null }));

describe('the rules of the field', () => {
  it('are shown as readers are given them, with what an edit may choose from', async () => {
    const { status, body } = await ask<{
      deadlines: { name: string; days: number; label: string }[];
      authority: { rows: { id: string; source: string }[] };
      choices: { sources: { code: string }[]; steps: object[] };
    }>('rules');
    expect(status).toBe(200);
    expect(body).toMatchObject({ rulesHash: rulesHash(rules), trial: null });
    expect(body.deadlines).toContainEqual(expect.objectContaining({ name: 'exit', days: 3, label: 'Sortie' }));
    expect(body.authority.rows.map(({ id }) => id)).toEqual(rules.authority.rows.map(({ id }) => id));
    expect(body.authority.rows.every(({ source }) => source.length > 0)).toBe(true);
    expect(body.choices.steps).toContainEqual({ code: 'attest-entry', label: "Attestation de l'entrée" });
    expect(body.choices.sources).toContainEqual(expect.objectContaining({ code: 'eos' }));
    expect((await ask('rules', undefined, 'cdc')).status).toBe(403);
  });
});

describe('a trial', () => {
  it('counts what other rules would change, by field, status and anomaly, and shows the first side by side', async () => {
    const tried = await done<EditsTried>(await ask('rules/trials', { edits: nobodyDecides }));
    const candidate = edited(nobodyDecides);
    const standing = (facts: FactSet, by: Rules) =>
      describeRecord(facts, by).stays.map(({ entry }) => entry?.standing ?? null);
    const facts = await presentFacts();
    const changed = facts.filter(([, each]) => String(standing(each, rules)) !== String(standing(each, candidate)));
    expect(changed.length).toBeGreaterThan(0);
    const path = 'stays.*.entry.standing';
    expect(tried).toMatchObject({ dossiers: trainees, failed: 0, rulesHash: rulesHash(candidate), failedSamples: [] });
    expect(tried.fields).toContainEqual({ path, dossiers: changed.length });
    expect(tried.changed).toBeGreaterThanOrEqual(changed.length);
    const [sample] = tried.samples;
    expect(sample?.fields).toContainEqual({
      path: 'stays.0.entry.standing',
      before: 'authoritative',
      after: 'no-authority',
    });
    expect(JSON.stringify(tried)).not.toMatch(/sealed|eyJ/);
    const { body } = await ask(`rules/trials/${tried.job}`);
    expect(body).toMatchObject({ current: true, versions: [], edits: nobodyDecides });
    expect(body.changes).toHaveLength(nobodyDecides.length);
    expect((await listVersions(hub.database.pool)).length).toBe(1);
  });

  it('counts in how many dossiers an anomaly goes by another threshold', async () => {
    const edits: RuleEdit[] = [{ kind: 'threshold', code: 'late-declaration', threshold: 100 }];
    const tried = await done<EditsTried>(await ask('rules/trials', { edits }));
    const codes = (each: FactSet, by: Rules) => describeRecord(each, by).anomalies.map(({ code }) => code);
    const facts = await presentFacts();
    const late = (by: Rules) => facts.filter(([, each]) => codes(each, by).includes('late-declaration')).length;
    const gone = late(rules) - late(edited(edits));
    expect(gone).toBeGreaterThan(0);
    expect(gone).toBeLessThan(trainees);
    expect(tried.anomalies).toEqual([{ code: 'late-declaration', raised: 0, gone }]);
    expect(tried).toMatchObject({ statuses: [], changed: expect.any(Number) });
    const losing = tried.samples.map((each) => each.gone.includes('late-declaration'));
    expect(losing).toEqual(losing.toSorted((a, b) => Number(b) - Number(a)));
    expect(losing.filter((each) => each).length).toBe(Math.min(gone, 20));
    expect(tried.changed).toBeGreaterThanOrEqual(gone);
  });

  it('is refused by the place of what is wrong, and is for operators', async () => {
    const wrong = [
      { kind: 'deadline', name: 'unheard-of', days: 5 },
      { kind: 'deadline', name: 'exit', days: 999 },
      { kind: 'threshold', code: 'late-declaration' },
      { kind: 'wish' },
      { kind: 'row', id: 'a-row', row: { step: 'exit', territory: 'nowhere', regimes: [] } },
    ];
    const { status, body } = await ask<{ errors: { pointer: string; rule: string; detail: string }[] }>(
      'rules/trials',
      {
        edits: wrong,
      },
    );
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual(
      expect.arrayContaining([
        '/edits/1/days out-of-range',
        '/edits/2/threshold property-missing',
        '/edits/3/kind code-unknown',
        '/edits/4/row/territory code-unknown',
        '/edits/4/row/regimes too-few',
      ]),
    );
    const unknown = await ask<{ errors: object[] }>('rules/trials', { edits: wrong.slice(0, 1) });
    expect(unknown.body.errors).toMatchObject([{ pointer: '/edits/0/name', rule: 'code-unknown' }]);
    const same = await ask<{ errors: object[] }>('rules/trials', {
      edits: [{ kind: 'deadline', name: 'exit', days: 3 }],
    });
    expect(same.body.errors).toMatchObject([{ pointer: '/edits', rule: 'content-missing' }]);
    expect((await ask('rules/trials', { edits: nobodyDecides }, 'cdc')).status).toBe(403);
    expect((await ask('rebuilds', { trial: '01234567-89ab-4def-8123-456789abcdef' })).status).toBe(404);
  });

  it('of files does what the command does, and forgets the files', async () => {
    const files = { 'authority.json': { title: 'x', territories: rules.authority.territories, rows: [] } };
    const tried = await done<FilesTried>(await ask('dictionary/checks', { files }));
    expect(tried.rules).toMatchObject({ dossiers: trainees, failed: 0 });
    expect(tried.rules?.changed).toBeGreaterThan(0);
    expect(tried.schemas.events).toBeGreaterThan(trainees);
    expect((await ask('dictionary/checks', { files: { '../etc/passwd': {} } })).status).toBe(400);
    await done(await ask('dictionary/checks', { files: { 'rules.json': { anomalies: {}, expectations: {} } } })).catch(
      () => {},
    );
    const { rows } = await hub.database.pool.query('select job_id from admin.job_files');
    expect(rows.length).toBeLessThanOrEqual(1);
  });
});

describe('rules that were tried', () => {
  it('make a version beside, which is given to readers, fed, kept by a restart and rolled back', async () => {
    const before = (await active()).version;
    const tried = await done<EditsTried>(await ask('rules/trials', { edits: nobodyDecides }));
    const built = await done<{ version: string; comparison: { dossiers: { changed: number } } }>(
      await ask('rebuilds', { trial: tried.job }),
    );
    expect(built.comparison.dossiers.changed).toBeGreaterThan(0);
    const [sample] = tried.samples;
    const diff = await ask<{ fields: object[] }>(`versions/${built.version}/dossiers/${sample?.dossier}`);
    expect(diff.body.fields).toContainEqual(
      expect.objectContaining({ path: 'stays.0.entry.standing', here: 'no-authority', there: 'authoritative' }),
    );
    expect((await ask(`versions/${built.version}/dossiers/999999999`)).status).toBe(404);
    await done(await ask(`versions/${built.version}/promotion`, {}));
    const [promoted] = await readAudit(hub.database.pool, { what: 'version-promoted', limit: 1 });
    expect(promoted).toMatchObject({ after: { active: built.version, trial: tried.job, edits: nobodyDecides } });
    const [asked] = await readAudit(hub.database.pool, { what: 'rebuild-asked', limit: 1 });
    expect(asked).toMatchObject({ after: { trial: tried.job, edits: nobodyDecides } });

    await showsWhatComes('after the promotion', built.version);
    await projector.close();
    await start();
    expect((await active()).version).toBe(built.version);
    expect((await listVersions(hub.database.pool)).filter(({ retiredAt }) => retiredAt === null)).toHaveLength(2);
    await showsWhatComes('after the restart', built.version);
    // What was damaged is built again by the rules that readers have, and a verification compares with these.
    const verified = await done<{ comparison: { explanations: object[] } }>(await ask('verifications', { slices: 1 }));
    expect(verified.comparison.explanations).toEqual([]);
    expect((await ask('rules')).body).toMatchObject({ trial: tried.job, rulesHash: rulesHash(edited(nobodyDecides)) });
    expect((await ask(`rules/trials/${tried.job}`)).body).toMatchObject({ current: false, versions: [built.version] });

    expect(await done(await ask('rollback', {}))).toMatchObject({ active: before, previous: built.version });
    await showsWhatComes('after the rollback', before);
  });

  it('that are the active ones outlive the version of the release', async () => {
    const [release] = (await listVersions(hub.database.pool)).filter(({ trial }) => trial === null);
    const [tried] = (await listVersions(hub.database.pool)).filter(({ trial }) => trial !== null);
    await done(await ask(`versions/${tried?.version}/promotion`, { withoutComparison: true }));
    await done(await ask(`versions/${release?.version}/retirement`, { withoutWayBack: true }));
    await projector.close();
    await start();
    await showsWhatComes('without the release', tried?.version ?? '');
    const left = (await listVersions(hub.database.pool)).filter(({ retiredAt }) => retiredAt === null);
    expect(left.map(({ version }) => version)).toEqual([tried?.version]);
    const back = await done<{ version: string }>(await ask('rebuilds', { released: true }));
    const made = (await listVersions(hub.database.pool)).find(({ version }) => version === back.version);
    expect(made).toMatchObject({ rulesHash: rulesHash(rules), trial: null });
  });
});

/** The version given to readers is this one, is owned, and shows what comes now. */
async function showsWhatComes(seed: string, version: string): Promise<void> {
  await appendEvents(hub.log, eventsOnLog({ trainees: 1, seed }));
  await eventually(async () => expect((await active()).version).toBe(version));
  await caughtUp(hub.database, hub.log);
  await eventually(async () => {
    const leases = await readLeases(hub.database.pool, version);
    expect(leases.every(({ owner }) => owner !== null)).toBe(true);
  });
}
