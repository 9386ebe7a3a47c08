import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hubClient } from '@hub/client';
import type { CloudEvent } from '@hub/contracts';
import { importEos } from '@hub/eos';
import { importKairos } from '@hub/kairos';
import { importLheo, simulateOffers } from '@hub/ofeli';
import {
  buildServer,
  createMetrics,
  drawSecrets,
  embeddedEventLog,
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
function realFiles(kind: 'lheo' | 'csv' = 'lheo'): string[] {
  const samples = new URL(`../../../shared/samples/${kind}/`, import.meta.url).pathname;
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
        'hub.session-identified',
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

describe('files through the door', () => {
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

  const clientOf = (clientId: string) =>
    hubClient({ url: gateway.url, tokenUrl, clientId, clientSecret: 'test-secret' });

  it('puts each session of a simulated file on the log under the credentials of OFeli', async () => {
    const offers = simulateOffers({ seed: 'door', today: '2026-06-01', sessions: 120 });
    const file = join(folder, 'offre.xml');
    writeFileSync(file, [...offers.exports[0].lheo()].join(''));
    const { report } = clientOf('ofeli');
    const first = await importLheo({ files: [file], report });
    expect(first.rejects.filter(({ event }) => event !== undefined)).toEqual([]);
    expect(first).toMatchObject({ complete: true, refused: 0, unknown: 0, accepted: first.events });
    const stored = await everythingOn(log);
    const ids = new Set(stored.map(({ fact }) => fact.id));
    expect(ids.size).toBe(first.events);
    const again = await importLheo({ files: [file], report });
    expect(again.refused).toBe(0);
    expect(new Set((await everythingOn(log)).map(({ fact }) => fact.id))).toEqual(ids);
  });

  it('takes every file of a national collection, each session under the source that holds its registry', async () => {
    const { report } = clientOf('intercarif');
    const national = offerOf('nationale.xml', Object.keys(holders));
    for (const file of [...ownFiles, ...realFiles(), national]) {
      const result = await importLheo({ files: [file], report });
      expect(result.rejects.filter(({ event }) => event !== undefined)).toEqual([]);
      expect(result, file).toMatchObject({ complete: true, refused: 0, unknown: 0, accepted: result.events });
      expect(result.accepted, file).toBeGreaterThan(0);
    }
    const published = (await everythingOn(log)).filter(({ fact }) => fact.type === 'session-published');
    const wrong = published.filter(
      ({ fact }) => holders[/^session:(..):/.exec(fact.references[0] ?? '')?.[1] ?? ''] !== fact.source,
    );
    expect(wrong.map(({ fact }) => fact)).toEqual([]);
    expect(new Set(published.map(({ fact }) => fact.source))).toEqual(new Set(Object.values(holders)));
  });

  it('takes what Kairos and EOS export, which report under their own sources', async () => {
    const fixture = (name: string) => new URL(`../../services/${name}`, import.meta.url).pathname;
    const kairos = ['kairos/fixtures/export-kairos.jsonl', 'kairos/fixtures/extrait-stagiaires.csv'].map(fixture);
    const dated = new Date('2026-09-21T14:13:20Z');
    const taken = [
      await importKairos({ files: [...kairos, ...realFiles('csv')], dated, report: clientOf('kairos').report }),
      await importEos({ files: [fixture('eos/fixtures/export-eos.jsonl')], report: clientOf('eos').report }),
    ];
    for (const result of taken) {
      expect(result.rejects.filter(({ event }) => event !== undefined)).toEqual([]);
      expect(result).toMatchObject({ refused: 0, unknown: 0, accepted: result.events });
      expect(result.accepted).toBeGreaterThan(10);
    }
  });

  it('refuses sessions of a registry that the client, the source that is said, or nobody holds, and says what to do', async () => {
    const refused = async (clientId: string, registry: string, source?: string) => {
      const file = offerOf(`${clientId}-${registry}.xml`, [registry]);
      const as = source === undefined ? {} : { source };
      const { rejects } = await importLheo({ files: [file], report: clientOf(clientId).report, ...as });
      return rejects.filter(({ event }) => event === 'hub.session-published');
    };
    expect(await refused('ofeli', '14')).toMatchObject([
      { rule: 'source-not-owned', source: 'carif-idf', remedy: expect.stringContaining("d'un client qui a celle-ci") },
    ]);
    const remedy = expect.stringMatching(/sous la source qui tient son répertoire .* inscrire par les exploitants/);
    expect(await refused('intercarif', '14', 'ofeli')).toMatchObject([
      { rule: 'registry-foreign', source: 'ofeli', remedy },
    ]);
    expect(await refused('intercarif', '53')).toMatchObject([{ rule: 'registry-foreign', source: 'ofeli', remedy }]);
    expect(await refused('intercarif', '14', 'carif-idf')).toEqual([]);
  });
});

/** Who speaks for each registry whose number a CARIF has (`codes/registry.json`), as an import without `--source` tells. */
const holders: Readonly<Record<string, string>> = {
  '04': 'carif-normandie',
  '07': 'ofeli',
  '13': 'carif-normandie',
  '14': 'carif-idf',
  '15': 'carif-occitanie',
  '24': 'carif-paca',
};

/** An invented offer with a session, a recruitment and a withdrawal of each of these registries. */
function offerOf(name: string, registries: readonly string[]): string {
  const formations = registries.map(
    (registry) => `<formation numero="${registry}_1"><intitule-formation>Soudage</intitule-formation>
<action numero="${registry}_2"><modalites-entrees-sorties>0</modalites-entrees-sorties>
<session numero="99${registry}"><periode><debut>20261201</debut><fin>20270226</fin></periode>
<recrutement numero="1"><modalite-recrutement>9</modalite-recrutement><periode><debut>20261120</debut></periode></recrutement>
<extras info="etat-session"><extra info="etat-session">ANNU</extra></extras></session></action>
<organisme-formation-responsable><SIRET-organisme-formation><SIRET>49386136300064</SIRET></SIRET-organisme-formation>
</organisme-formation-responsable></formation>`,
  );
  const path = join(folder, name);
  const text = `<lheo xmlns="http://www.lheo.org/2.2" datemaj="20260501"><offres>${formations.join('')}</offres></lheo>`;
  writeFileSync(path, text);
  return path;
}
