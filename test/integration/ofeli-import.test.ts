import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudEvent } from '@hub/contracts';
import { importLheo, simulateOffers } from '@hub/ofeli';
import {
  buildServer,
  createMetrics,
  drawSecrets,
  embeddedEventLog,
  hubClient,
  type ReportEvents,
  rejectsFile,
  tokenRoutes,
} from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dictionaryFaults } from '../support/dictionary-faults.ts';
import { testLogger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { addDemoPartners, everythingOn, startGateway, type TestGateway } from './gateway-harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'ofeli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A hub that checks what is reported to it against the dictionary, as the door does. */
function checking(reported: CloudEvent[]): ReportEvents {
  return async (events) => {
    reported.push(...events);
    return events.map((event, index) => {
      const [fault] = dictionaryFaults(event);
      if (fault === undefined) return { index, status: 'accepted' };
      return { index, status: 'refused', problem: { title: 'Refused', errors: [fault] } };
    });
  };
}

/** Real files, where they stand beside the project; none is copied into it. */
function realFiles(): string[] {
  const samples = new URL('../../../shared/samples/lheo/', import.meta.url).pathname;
  try {
    return readdirSync(samples).map((name) => join(samples, name));
  } catch {
    return [];
  }
}

const ownFiles = ['traps-2.2.xml', 'offer-2.3.xml', 'offer-1.3-iso-8859-1.xml'].map(
  (name) => new URL(`../../services/ofeli/fixtures/${name}`, import.meta.url).pathname,
);

describe('LHEO files and the dictionary', () => {
  it('gives one accepted publication for each session of a real file that has a number', async () => {
    for (const file of realFiles()) {
      const reported: CloudEvent[] = [];
      const result = await importLheo({ files: [file], report: checking(reported) });
      const numbered = readFileSync(file, 'utf8').match(/<session\s[^>]*numero="[^"]+"/g) ?? [];
      expect(result, file).toMatchObject({ complete: true, refused: 0, records: numbered.length });
      expect(reported.filter(({ type }) => type === 'hub.session-published')).toHaveLength(numbered.length);
    }
  });

  it('reports only what the dictionary accepts, of fixtures and of the simulator', async () => {
    const offers = simulateOffers({ seed: 'dictionary', today: '2026-06-01', sessions: 200, mess: 0.2 });
    const simulated = offers.exports.map((each, place) => {
      const path = join(folder, `export-${place}.xml`);
      writeFileSync(path, [...each.lheo()].join(''));
      return path;
    });
    const reported: CloudEvent[] = [];
    const report = checking(reported);
    for (const file of [...ownFiles, ...simulated]) {
      const result = await importLheo({ files: [file], report });
      expect(result.rejects.filter(({ event }) => event !== undefined)).toEqual([]);
      expect(result).toMatchObject({ complete: true, refused: 0, accepted: result.events });
    }
    const lines = join(folder, 'interruptions.ndjson');
    writeFileSync(lines, [...offers.exports[0].interruptions()].join(''));
    const interruptions = await importLheo({ files: [lines], report });
    expect(interruptions).toMatchObject({ complete: true, refused: 0, rejected: 0 });
    expect(interruptions.accepted).toBeGreaterThan(0);
    expect(new Set(reported.map(({ type }) => type))).toEqual(
      new Set([
        'hub.session-published',
        'hub.session-withdrawn',
        'hub.recruitment-opened',
        'hub.session-interruption-planned',
      ]),
    );
  });

  it('writes every reject as a line of JSON with place, number, reason and remedy', async () => {
    const path = join(folder, 'rejects.ndjson');
    const rejects = await rejectsFile(path);
    const files = ownFiles.slice(0, 1);
    const result = await importLheo({ files, report: null, onReject: rejects.write });
    await rejects.close();
    const lines = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(result.rejected);
    expect(lines[0]).toMatchObject({
      place: { file: files[0], line: expect.any(Number), path: expect.stringContaining('/lheo/offres') },
      numero: expect.any(String),
      detail: expect.any(String),
      remedy: expect.stringMatching(/\.$/),
    });
  });
});

describe('the offer through the door', () => {
  const secrets = drawSecrets();
  let database: TestDatabase;
  let gateway: TestGateway;
  let log: Awaited<ReturnType<typeof embeddedEventLog>>;
  let tokens: ReturnType<typeof buildServer>;
  let tokenUrl: string;

  beforeAll(async () => {
    database = await testDatabase();
    log = await embeddedEventLog({ pool: database.pool, slices: 4 });
    await addDemoPartners(database.pool);
    gateway = await startGateway({ database, log, secrets });
    tokens = buildServer({ logger: testLogger, metrics: createMetrics() });
    tokens.register(tokenRoutes({ pool: database.pool, secrets }));
    tokenUrl = `${await tokens.listen({ port: 0, host: '127.0.0.1' })}/oauth2/token`;
  });
  afterAll(async () => {
    await Promise.all([gateway.close(), tokens.close()]);
    await log.close();
    await database.drop();
  });

  it('puts each session of a simulated file on the log under the credentials of OFeli', async () => {
    const offers = simulateOffers({ seed: 'door', today: '2026-06-01', sessions: 120 });
    const file = join(folder, 'offre.xml');
    writeFileSync(file, [...offers.exports[0].lheo()].join(''));
    const client = hubClient({
      url: gateway.url,
      tokenUrl,
      clientId: 'ofeli',
      clientSecret: 'test-secret',
      logger: testLogger,
    });
    const first = await importLheo({ files: [file, ...ownFiles, ...realFiles()], report: client.report });
    expect(first.rejects.filter(({ event }) => event !== undefined)).toEqual([]);
    expect(first).toMatchObject({ complete: true, refused: 0, unknown: 0, accepted: first.events });
    const stored = await everythingOn(log);
    const ids = new Set(stored.map(({ fact }) => fact.id));
    expect(ids.size).toBe(first.events);
    const again = await importLheo({ files: [file], report: client.report });
    expect(again.refused).toBe(0);
    expect(new Set((await everythingOn(log)).map(({ fact }) => fact.id))).toEqual(ids);
  });
});
