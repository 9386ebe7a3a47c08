import { createHash } from 'node:crypto';
import { rulesHash } from '@hub/core';
import { loadRules, rowShape, withClient } from '@hub/platform';
import pg from 'pg';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { drawn } from '../support/proofs.ts';
import { fixtureData, type OldDataDirectory, oldDataDirectory, type StartedHub } from './upgrade-data-directory.ts';

/** A fictitious person's dossier that was marked full, and one that is written to and that no path compared shows. */
const full = { number: 121772967, nir: '1050128950144', session: 'session:eos:50001' };
const written = { number: 411642453, nir: '1920137946314', session: 'session:eos:11009' };
const reader = { 'hub-agent': 'upgrade', 'hub-purpose': 'control' };
const ourVersion = `${createHash('sha256').update(rulesHash(loadRules())).digest('hex').slice(0, 16)}.1`;

describe('a data directory of before row shapes were recorded', () => {
  let data: Awaited<ReturnType<typeof fixtureData>>;
  let directory: OldDataDirectory | undefined;

  beforeAll(async () => {
    data = await fixtureData();
  });

  afterEach(async () => {
    await directory?.close();
    directory = undefined;
  });

  it.each(drawn(['before', 'afterPromote'] as const, 1))(
    'is built anew while readers are answered 503 with progress, and then answers as it did (%s)',
    async (state) => {
      directory = await oldDataDirectory(data, state);
      const { url } = directory;
      const held = await holdSlice(url);
      const hub = await directory.start();
      await eventually(() => answersBuilding(hub, Object.keys(data.answers)[0] as string), { timeoutMs: 30_000 });
      await held.release();
      const changed = [written.number, full.number].map(String);
      const addresses = Object.keys(data.answers).filter(
        (address) => !changed.some((number) => address.includes(number)),
      );
      expect(await fullDossiers(url)).toEqual([{ number: full.number }]);
      await expectSameAnswers(hub, addresses);
      await expectWrites(hub);
      await expectOldShapeRefused(directory, state);
      expect((await directory.command('rebuild', '--promote')).code).toBe(0);
      await expectSameAnswers(hub, addresses);
      await expectWrites(hub);
      expect((await directory.command('rollback')).code).toBe(0);
    },
    // Several processes of the hub, one after the other.
    180_000,
  );

  /** Another process holds one slice of the version to come, so that the building waits for it. */
  async function holdSlice(url: string): Promise<{ release(): Promise<void> }> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    await client.query('select pg_advisory_lock(hashtext($1), hashtext($2))', [ourVersion, 'trainee 3']);
    return { release: () => client.end() };
  }

  async function answersBuilding(hub: StartedHub, address: string): Promise<boolean> {
    const answer = await hub.client('cdc').fetch(address, { headers: reader });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    const { type, detail } = (await answer.json()) as { type: string; detail: string };
    expect(type).toBe('urn:hub:problem:projection-building');
    const [, events, wanted, percent] = /^(\d+) of (\d+) events are projected \((\d+) %\)/.exec(detail) ?? [];
    expect(Number(wanted)).toBe(data.before['log.message']?.length);
    return Number(events) > 0 && Number(percent) > 0 && Number(percent) < 100;
  }

  async function expectSameAnswers(hub: StartedHub, addresses: readonly string[]): Promise<void> {
    const client = hub.client('cdc');
    for (const address of addresses) {
      const answer = await eventually(
        async () => {
          const response = await client.fetch(address, { headers: reader });
          if (response.status !== 200) throw new Error(`${address}: ${response.status} ${await response.text()}`);
          return response.json();
        },
        { timeoutMs: 15_000 },
      );
      expect(comparable(answer)).toEqual(data.answers[address]);
    }
  }

  async function fullDossiers(url: string): Promise<object[]> {
    const { rows } = await withClient(url, (client) => client.query('select number from projection.full_dossier'));
    return rows;
  }

  async function expectWrites(hub: StartedHub): Promise<void> {
    // Marked as full by the release before; bounds are those of each source now, and this one is far from its own.
    expect((await report(hub, full)).status).toBe(202);
    const accepted = await report(hub, written);
    expect([accepted.status, accepted.body.dossier]).toEqual([202, written.number]);
    const headers = { ...reader, 'hub-at-least': accepted.body.receipt };
    // A version that a command has just promoted is fed from the hub's next round of sharing on: 503 until then.
    await eventually(
      async () => {
        const answer = await hub.client('cdc').fetch(`/v1/dossiers/${written.number}?facts=true`, { headers });
        expect(answer.status).toBe(200);
        expect(await answer.text()).toContain(accepted.body.id);
        return true;
      },
      { timeoutMs: 15_000 },
    );
  }

  async function report(hub: StartedHub, { nir, session }: typeof full) {
    const event = {
      specversion: '1.0',
      id: crypto.randomUUID(),
      source: 'urn:hub:source:eos',
      type: 'hub.entry-attested',
      recordedtime: new Date().toISOString(),
      data: { trainee: { nir }, training: [session], effectiveDate: '2025-01-06' },
    };
    const answer = await hub.client('eos').fetch('/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    });
    return {
      status: answer.status,
      body: (await answer.json()) as Record<'type' | 'dossier' | 'receipt' | 'id', string>,
    };
  }

  async function expectOldShapeRefused(old: OldDataDirectory, state: 'before' | 'afterPromote'): Promise<void> {
    const status = await old.command('status');
    expect(status.output).toMatch(new RegExp(`${ourVersion}\\s+active `));
    expect(status.output).toMatch(/ready, shape 1/);
    const refused = await old.command('rollback');
    expect(refused.code).toBe(1);
    expect(refused.output).toContain(`has rows of shape 1; this hub reads shape ${rowShape}`);
    if (state === 'afterPromote') expect(status.output.match(/ready, shape 1/g)).toHaveLength(2);
  }
});

/** Without what says how new the answer is, the sentences of the dictionary, and what answers did not have. */
function comparable(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(comparable);
  if (typeof answer !== 'object' || answer === null) return answer;
  const others = [
    'freshness',
    'sentence',
    'remedy',
    'usedUntil',
    ...['over', 'reached', 'overdue', 'endedOn', 'givenBy', 'past', 'tellers', 'own'],
    ...('interruptions' in answer ? ['days'] : []),
    ...('field' in answer ? ['contestedBy'] : []),
    ...('remuneration' in answer ? ['registrations'] : []),
  ];
  const kept = Object.entries(answer).filter(([name]) => !others.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, comparable(value)]));
}
