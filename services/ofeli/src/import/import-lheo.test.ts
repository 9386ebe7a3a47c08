import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventAnswer, ReportEvents } from '@hub/platform';
import { describe, expect, it } from 'vitest';
import { simulateOffers } from '../simulator/simulate-offers.ts';
import { importLheo } from './import-lheo.ts';

const offers = simulateOffers({ seed: 'import', today: '2026-06-01', sessions: 120 });
const document = [...offers.exports[0].lheo()].map((piece) => Buffer.from(piece));
const now = new Date('2026-06-01T08:00:00Z');

async function* stream(pieces: readonly Uint8Array[] = document): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

const accepted = (events: readonly unknown[]): EventAnswer[] =>
  events.map((_, index) => ({ index, status: 'accepted' }));

describe('importing', () => {
  it('counts what was read, reported and accepted, and shows the bytes read', async () => {
    const progress: number[] = [];
    const report: ReportEvents = async (events) => accepted(events);
    const result = await importLheo({
      stream: stream(),
      report,
      now,
      onProgress: ({ bytesRead }) => progress.push(bytesRead),
    });
    expect(result).toMatchObject({ complete: true, cancelled: false, refused: 0, unknown: 0, rejected: 0 });
    expect(result.accepted).toBe(result.events);
    const ofEos = offers.sessions.filter(({ registry }) => registry === 'eos').length;
    expect(result.events).toBe(result.records + ofEos);
    expect(progress.at(-1)).toBe(document.reduce((sum, piece) => sum + piece.length, 0));
  });

  it('never reads ahead of a slow hub by more than the batches on their way', async () => {
    let read = 0;
    let reported = 0;
    let ahead = 0;
    let onTheirWay = 0;
    let most = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for (const piece of document) {
        read += Buffer.from(piece).toString().split('<session ').length - 1;
        yield piece;
      }
    }
    const report: ReportEvents = async (events) => {
      onTheirWay += 1;
      most = Math.max(most, onTheirWay);
      ahead = Math.max(ahead, read - reported);
      await new Promise((resolve) => setImmediate(resolve));
      onTheirWay -= 1;
      reported += events.filter(({ type }) => type === 'hub.session-published').length;
      return accepted(events);
    };
    await importLheo({ stream: counted(), report, now, batchEventsMax: 5, inFlightMax: 2 });
    expect(most).toBe(2);
    expect(reported).toBe(read);
    // Two batches on their way, one being filled, and the formation that did not fit.
    expect(ahead).toBeLessThanOrEqual(5 * 3 + 12);
  });

  it('brings a refusal of the hub back to the line and number of its session', async () => {
    const problem = { title: 'Invalid', errors: [{ pointer: '/data/title', rule: 'too-long', detail: 'Shorten it.' }] };
    const report: ReportEvents = async (events) =>
      events.map((_, index) => (index === 0 ? { index, status: 'refused', problem } : { index, status: 'accepted' }));
    const result = await importLheo({ stream: stream(), report, now });
    expect(result).toMatchObject({ complete: true, refused: 1, rejected: 1 });
    expect(result.rejects[0]).toMatchObject({
      ...{ rule: 'too-long', event: 'hub.session-published', field: '/data/title', element: 'session' },
      ...{ detail: 'Le texte est trop long.', remedy: 'Raccourcir le texte.' },
    });
    expect(result.rejects[0]?.place.path).toBe('/lheo/offres/formation[1]/action[1]/session[1]');
  });

  it('reports nothing where there is nobody to report to', async () => {
    const result = await importLheo({ stream: stream(), report: null, now });
    expect(result).toMatchObject({ complete: true, accepted: 0 });
    expect(result.events).toBeGreaterThan(50);
  });

  it('ends with the error of a hub that cannot be reached', async () => {
    const report: ReportEvents = () => Promise.reject(new Error('unreachable'));
    await expect(importLheo({ stream: stream(), report, now, batchEventsMax: 5 })).rejects.toThrow('unreachable');
  });

  it('stops when cancelled, and says so', async () => {
    const controller = new AbortController();
    const report: ReportEvents = async (events) => {
      controller.abort();
      return accepted(events);
    };
    const result = await importLheo({ stream: stream(), report, now, batchEventsMax: 5, signal: controller.signal });
    expect(result).toMatchObject({ complete: false, cancelled: true });
    expect(result.rejects.at(-1)).toMatchObject({ rule: 'cancelled', remedy: expect.stringContaining('à nouveau') });
    expect(result.accepted).toBeLessThan(60);
  });

  it('reports what stands before a cut, and is not complete', async () => {
    const report: ReportEvents = async (events) => accepted(events);
    const result = await importLheo({ stream: stream(document.slice(0, 9)), report, now });
    expect(result.complete).toBe(false);
    expect(result.accepted).toBeGreaterThan(8);
    expect(result.rejects.at(-1)).toMatchObject({ rule: 'file-cut', severity: 'refused' });
  });

  it('reports a file that is not there and goes on with the others', async () => {
    const files = ['/nowhere/offre.xml', new URL('../../fixtures/offer-2.3.xml', import.meta.url).pathname];
    const report: ReportEvents = async (events) => accepted(events);
    const result = await importLheo({ files, report, now });
    expect(result).toMatchObject({ complete: false, accepted: 5 });
    expect(result.rejects[0]).toMatchObject({
      rule: 'file-unreadable',
      place: { file: '/nowhere/offre.xml' },
      detail: "Le fichier ne peut pas être lu. Il n'existe pas.",
    });
    expect(result.rejects.at(-1)?.place.file).toBe(files[1]);
  });

  it('refuses undated files before anything is reported, and asks for the date', async () => {
    const undated = document.map((piece) =>
      Buffer.from(piece.toString().replace(/ (datemaj|horodatage-\w+)="[^"]*"/g, '')),
    );
    const folder = mkdtempSync(join(tmpdir(), 'undated-'));
    const [dated, without, named] = ['dated.xml', 'without.xml', 'offre-20260520.xml'].map((name) =>
      join(folder, name),
    );
    writeFileSync(dated ?? '', Buffer.concat(document));
    for (const path of [without, named]) writeFileSync(path ?? '', Buffer.concat(undated));
    let calls = 0;
    const report: ReportEvents = async (events) => {
      calls += 1;
      return accepted(events);
    };
    const files = [dated ?? '', without ?? ''];
    await expect(importLheo({ files, report, now })).rejects.toMatchObject({
      code: 'source-undated',
      message: expect.stringMatching(/without\.xml .*--dated 2026-11-20/),
    });
    await expect(importLheo({ stream: stream(undated), report, now })).rejects.toThrow('--dated');
    expect(calls).toBe(0);
    const said = await importLheo({ stream: stream(undated), report, now, dated: new Date('2026-05-30T06:00:00Z') });
    expect(said.extracts).toEqual([{ file: '', at: '2026-05-30T06:00:00.000Z', by: 'said' }]);
    const byName = await importLheo({ files: [named ?? '', dated ?? ''], report, now });
    expect(byName.extracts.map(({ at, by }) => `${at} ${by}`)).toEqual([
      '2026-05-19T22:00:00.000Z name',
      '2026-05-30T03:00:00.000Z content',
    ]);
    rmSync(folder, { recursive: true });
  });

  it('takes OFeli\u2019s export of interruptions in the same import', async () => {
    const names = ['offer-2.3.xml', 'interruptions.ndjson'];
    const files = names.map((name) => new URL(`../../fixtures/${name}`, import.meta.url).pathname);
    const types: string[] = [];
    const report: ReportEvents = async (events) => {
      types.push(...events.map(({ type }) => type));
      return accepted(events);
    };
    const result = await importLheo({ files, report, now });
    expect(result).toMatchObject({ complete: true, accepted: 8 });
    expect(types.filter((type) => type === 'hub.session-interruption-planned')).toHaveLength(3);
  });
});
