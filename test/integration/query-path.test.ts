import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validatorOf } from './described-answer.ts';
import { free, read, ref } from './query-expected.ts';
import { contact, identity, reported, rich, storeRichLife } from './query-rich-life.ts';
import { openStage, type Stage } from './query-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await storeRichLife(stage);
});
afterAll(() => stage?.close());

describe('a path', () => {
  it('names the ids joined and why, and holds each dossier as read alone', async () => {
    const { body } = await read(stage, '/v1/training-paths/search');
    const joined = [rich.anna, rich.annaAgain].sort();
    expect(body.trainees).toEqual(joined);
    const why = { verdict: 'same', by: 'rule', reason: 'identifiers-told-together' };
    const { recordedAt } = reported.get('tj1') ?? {};
    expect(body.joinedBy).toEqual([{ ...why, ...ref('tj1'), trainees: joined, recordedAt }]);
    const alone = [];
    for (const number of [rich.number, rich.withoutSession, rich.unresolved]) {
      const {
        trainee: _,
        identity: __,
        contact: ___,
        freshness: ____,
        parked: _____,
        registrations: ______,
        ...record
      } = (await read(stage, `/v1/dossiers/${number}`)).body;
      alone.push(record);
    }
    expect(body.dossiers).toEqual(alone);
    expect(body.identity).toEqual({ ...identity, ...ref('d1') });
    expect(body.contact).toEqual({ ...contact, ...ref('d1') });
  });

  it('shows what is beside and across dossiers: CEP, employment at six points, certifications, overlaps', async () => {
    const { body } = await read(stage, '/v1/training-paths/search');
    const opened = free('2026-02-01', 'cep1');
    const cep = { period: 'C1', operatorSiret: '99000107900013', opened, closed: free('2026-05-01', 'cep2') };
    expect(body.cepPeriods).toEqual([cep]);
    const registration = { period: 'I1', referentSiret: '99000115800015' };
    expect(body.registrations).toEqual([
      { ...registration, opened: free('2026-01-12', 'jo1'), closed: free('2026-06-10', 'jc1') },
    ]);
    const contract = { contract: 'K1', nature: '01', contractClass: 'cdi', start: '2026-06-10', end: null };
    const period = { from: '2026-06-10', to: null, monthlyHours: 151.67, sector: '43', month: '2026-06' };
    const job = { ...contract, ...period, told: ref('j1'), several: false };
    expect(body.employment).toMatchObject({ bestJob: job, periods: [job] });
    expect(body.employment.returns.map(({ dossier }: { dossier: number }) => dossier)).toEqual([
      rich.number,
      rich.withoutSession,
    ]);
    expect(body.employment.returns[0].points).toMatchObject([
      { point: 'validation', date: '2026-03-27', bestJob: null, several: false },
      { point: 'entry', date: '2026-04-01', bestJob: null, several: false },
      { point: 'exit', date: '2026-06-10', bestJob: job, several: false },
      { point: 'exit+3', date: null, bestJob: null, several: false },
      { point: 'exit+6', date: null, bestJob: null, several: false },
      { point: 'exit+12', date: null, bestJob: null, several: false },
    ]);
    expect(body.certifications).toEqual([free({ registry: 'rs', code: '5207' }, 'co2')]);
    const overlap = { code: 'overlapping-dossiers', severity: 'warning', found: 'assessed' };
    const about = { dossier: rich.number, other: rich.withoutSession };
    expect(body.anomalies).toMatchObject([{ ...overlap, facts: [ref('e1'), ref('o1')], about }]);
  });
});

describe('contracts/openapi.json', () => {
  it('describes every field of these answers, and no answer has another', async () => {
    const file = new URL('../../contracts/openapi.json', import.meta.url);
    const document = JSON.parse(readFileSync(file, 'utf8')) as { components: object };
    const answers = [
      ['Dossier', `/v1/dossiers/${rich.number}?facts=true&explain=true`],
      ['Dossier', `/v1/dossiers/${rich.unresolved}?asOf=2026-06-14`],
      ['TrainingPath', '/v1/training-paths/search'],
      ['Session', '/v1/sessions/eos/67680'],
    ] as const;
    for (const [name, url] of answers) {
      const validate = validatorOf(document, { $ref: `#/components/schemas/${name}` });
      const { body } = await read(stage, url);
      expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
    }
  });
});
