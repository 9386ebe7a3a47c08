import { simulateEos } from '@hub/eos';
import { simulateKairos } from '@hub/kairos';
import { simulateAll } from '@hub/simulation';
import { describe, expect, it } from 'vitest';
import { dictionaryFaults } from '../support/dictionary-faults.ts';

const simulators = { kairos: simulateKairos, 'kairos-ng': simulateKairos, eos: simulateEos };
const options = { seed: 'simulated', trainees: 300, today: '2026-11-23', simulators };

describe('the simulated partners', () => {
  it('report nothing that the dictionary refuses, however messy', () => {
    for (const mess of [0, 0.2, 1]) {
      for (const { events } of simulateAll({ ...options, mess }).items) {
        for (const event of events) expect(dictionaryFaults(event), event.type).toEqual([]);
      }
    }
  });

  it('leave to consumers the files of PRF and what Kairos shows of them', () => {
    const consumed = { ...options, mess: 0.2, filesOpenedByConsumers: true } as const;
    const events = [...simulateAll(consumed).items].flatMap((item) => item.events);
    for (const event of events) expect(dictionaryFaults(event), event.type).toEqual([]);
    const ofPrf = events.filter(({ data }) => data.funding === 'prf');
    expect(ofPrf.filter(({ source, type }) => source.endsWith(':eos') && type !== 'hub.session-published')).toEqual([]);
    expect(JSON.stringify(ofPrf)).not.toContain('file:eos:');
    expect(ofPrf.map(({ type }) => type)).toContain('hub.situation-declared');
    expect(events.some(({ data }) => (data.origin as { source: string } | undefined)?.source === 'eos')).toBe(false);
  });

  it('send the same records for the same seed, byte for byte', () => {
    const items = () => JSON.stringify([...simulateAll({ ...options, mess: 0.5 }).items]);
    expect(items()).toBe(items());
  });

  it('give an id of EOS to one fact only, however often its state is exported', () => {
    const known = new Map<string, string>();
    for (const { events } of simulateAll({ ...options, mess: 1, systems: ['eos'] }).items) {
      for (const { id, type, data } of events) {
        const { trainee: _, ...content } = data;
        const reported = JSON.stringify([type, content]);
        expect(known.get(id) ?? reported).toBe(reported);
        known.set(id, reported);
      }
    }
  });

  it('show the entry of EOS in Kairos about an hour and a half later, naming where it comes from', () => {
    const items = [...simulateAll({ ...options, mess: 0 }).items];
    const events = items.flatMap((item) => item.events);
    const entries = new Map(events.filter(({ source }) => source.endsWith(':eos')).map((event) => [event.id, event]));
    const echoes = events.filter(({ data }) => (data.origin as { source: string } | undefined)?.source === 'eos');
    expect(echoes.length).toBeGreaterThan(10);
    for (const { data, recordedtime } of echoes) {
      const origin = entries.get((data.origin as { id: string }).id);
      expect(origin?.data.effectiveDate).toBe(data.effectiveDate);
      const minutes = (Date.parse(recordedtime) - Date.parse(origin?.recordedtime ?? '')) / 60_000;
      expect(minutes).toBeGreaterThan(60);
      expect(minutes).toBeLessThan(120);
    }
  });

  it('enrol people on plans without a session and without an appointment, as Kairos writes it', () => {
    const items = [...simulateAll({ ...options, trainees: 800, mess: 0, systems: ['kairos', 'kairos-ng'] }).items];
    const natives = items.map(({ native }) => native as Readonly<Record<string, string>>);
    const onPlans = natives.filter(({ numeroPlan }) => numeroPlan !== undefined);
    expect(onPlans.filter(({ numeroSession }) => numeroSession !== undefined).length).toBeGreaterThan(10);
    const alone = onPlans.filter(({ numeroSession }) => numeroSession === undefined);
    const acts = [...new Set(alone.map(({ typeEvenement }) => typeEvenement))];
    const enrolling = ['CANDIDAT_POSITIONNE', 'INSCRIPTION_A_VALIDER', 'PLAN_FORMATION_VALIDE', 'INSCRIPTION_DECIDEE'];
    expect(acts).toEqual(
      expect.arrayContaining([...enrolling, 'AES_ENTREE', 'ASSIDUITE_MENSUELLE', 'SORTIE', 'BILAN']),
    );
    for (const meeting of ['PRISE_DE_CONTACT', 'PRESENCE_RDV', 'RESULTAT_RDV', 'RDV_TRANSFERE', 'RDV_ANNULE']) {
      expect(acts).not.toContain(meeting);
    }
    const direct = natives.filter(({ modeRecrutement }) => modeRecrutement === 'INSCRIPTION_DIRECTE');
    expect(direct.length).toBeGreaterThan(20);
    for (const { identifiantPlage } of direct) expect(identifiantPlage).toBeUndefined();
    const shown = natives.filter(({ typeEvenement }) => typeEvenement === 'INSCRIPTION_DECIDEE');
    for (const { origine } of shown) expect(origine).toMatchObject({ application: 'FRANCE_TRAVAIL' });
  });

  it('report the attendance of each module, month by month, two in the month of the change', () => {
    const months = new Map<string, Set<string>>();
    for (const { events } of simulateAll({ ...options, trainees: 1_200, mess: 0, systems: ['kairos', 'kairos-ng'] })
      .items) {
      for (const { type, data } of events) {
        if (type !== 'hub.attendance-reported' || data.module === undefined) continue;
        const key = `${JSON.stringify(data.trainee)} ${data.month}`;
        months.set(key, (months.get(key) ?? new Set()).add(String(data.module)));
      }
    }
    const both = [...months.values()].filter((modules) => modules.size === 2);
    expect(both.length).toBeGreaterThan(2);
    expect(months.size).toBeGreaterThan(both.length);
  });

  it('name the same person by the same NIR, whoever reports', () => {
    const nirs = new Map<string, Set<string>>();
    for (const { events } of simulateAll({ ...options, mess: 0.3 }).items) {
      for (const { data } of events) {
        const { nir, franceTravailNumber } = (data.trainee ?? {}) as { nir?: string; franceTravailNumber?: string };
        if (nir === undefined || franceTravailNumber === undefined) continue;
        const known = nirs.get(franceTravailNumber) ?? new Set();
        nirs.set(franceTravailNumber, known.add(nir.slice(0, 13)));
      }
    }
    expect(nirs.size).toBeGreaterThan(100);
    for (const known of nirs.values()) expect(known.size).toBe(1);
  });
});
