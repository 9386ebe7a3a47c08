import { parisDay } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { parisInstant } from './calendar.ts';
import { simulatedSirets } from './partners.ts';
import { type SimulateOptions, simulateAll } from './simulate.ts';

const options: SimulateOptions = { seed: 'lives', trainees: 400, today: '2026-11-23', mess: 0.3 };

describe('a simulation', () => {
  it('gives the same lives for the same seed, byte for byte, and others for another', () => {
    const items = (changes: Partial<SimulateOptions> = {}) =>
      JSON.stringify([...simulateAll({ ...options, ...changes }).items]);
    expect(items()).toBe(items());
    expect(items()).not.toBe(items({ seed: 'other' }));
  });

  it('is in time order, before today, with progress up to its total', () => {
    const { total, items } = simulateAll(options);
    let last = { sentAt: 0, progress: 0 };
    for (const item of items) {
      expect(item.sentAt).toBeGreaterThanOrEqual(last.sentAt);
      expect(item.progress).toBeGreaterThanOrEqual(last.progress);
      expect(item.sentAt).toBeLessThan(parisInstant(options.today, 0));
      last = item;
    }
    // The very last step may be a save in EOS, which only its adapter makes an event of.
    expect(total - last.progress).toBeLessThanOrEqual(1);
  });

  it('attests nothing before it happened, and reports nothing before it was recorded', () => {
    for (const { events, sentAt } of simulateAll(options).items) {
      for (const { recordedtime, data } of events) {
        expect(Date.parse(recordedtime)).toBeLessThanOrEqual(sentAt);
        if (typeof data.effectiveDate === 'string') {
          expect(data.effectiveDate <= parisDay(recordedtime)).toBe(true);
        }
      }
    }
  });

  it('gives an id of a system to one fact only, repeats apart', () => {
    const known = new Map<string, string>();
    for (const { events } of simulateAll({ ...options, mess: 1 }).items) {
      for (const { source, id, type, data } of events) {
        const content = JSON.stringify([type, data]);
        expect(known.get(`${source} ${id}`) ?? content).toBe(content);
        known.set(`${source} ${id}`, content);
      }
    }
  });

  it('is sent by each partner under its own credentials', () => {
    const clients = new Set([...simulateAll({ ...options, trainees: 1_500 }).items].map(({ clientId }) => clientId));
    expect([...clients].sort()).toEqual([
      ...['cdc', 'cep-operator', 'eos', 'france-travail', 'kairos', 'ofeli', 'opco', 'ouiform'],
      ...['passport', 'region-centre-val-de-loire', 'soistiss'],
    ]);
  });

  it('has an enrolment decided by whoever validates it', () => {
    const events = [...simulateAll({ ...options, trainees: 1_500 }).items].flatMap((item) => item.events);
    // Kairos shows what was decided of direct enrolments: an echo decides nothing.
    const decided = events.filter(
      ({ type, data }) => type.endsWith('enrolment-decided') && 'validator' in data && !('origin' in data),
    );
    const deciders = new Set(decided.map(({ source, data }) => `${data.validator} ${source.split(':').at(-1)}`));
    expect([...deciders].sort()).toEqual([
      'cap-emploi ouiform',
      'france-travail france-travail',
      'mission-locale ouiform',
    ]);
  });

  it('plays one system alone when asked', () => {
    const sources = [...simulateAll({ ...options, systems: ['ofeli'] }).items].map(({ system }) => system);
    expect(new Set(sources)).toEqual(new Set(['ofeli']));
  });

  it('has more repeats, corrections and delays with more mess, and none of them without', () => {
    const count = (mess: number) => {
      const events = [...simulateAll({ ...options, mess }).items].flatMap((item) => item.events);
      const ids = new Set(events.map(({ source, id }) => `${source} ${id}`));
      return { repeats: events.length - ids.size, corrections: events.filter(({ data }) => 'corrects' in data).length };
    };
    expect(count(0)).toEqual({ repeats: 0, corrections: 0 });
    expect(count(1).repeats).toBeGreaterThan(count(0.1).repeats);
    expect(count(1).corrections).toBeGreaterThan(0);
  });

  it('completes skills profiles before the exit, after it, and never', () => {
    const reported = [...simulateAll({ ...options, mess: 0 }).items].flatMap(({ events }) => events);
    const daysOf = (name: string) => {
      const own = reported.filter(({ type }) => type === `hub.${name}`).map(({ data }) => data);
      return new Map(own.map(({ trainee, training, effectiveDate }) => [named(trainee, training), `${effectiveDate}`]));
    };
    const [exits, completed] = [daysOf('exit-declared'), daysOf('skills-profile-completed')];
    const counts = { before: 0, after: 0, never: 0 };
    for (const [who, exit] of exits) {
      const day = completed.get(who);
      counts[day === undefined ? 'never' : day <= exit ? 'before' : 'after'] += 1;
    }
    expect(counts.after).toBeGreaterThan(0);
    expect(counts.never).toBeGreaterThan(counts.after);
    expect(counts.before).toBeGreaterThan(counts.after);
  });

  it('keeps one cohort in memory, however many trainees there are', () => {
    let first: unknown;
    for (const item of simulateAll({ ...options, trainees: 25_000_000 }).items) {
      first = item;
      break;
    }
    expect(first).toBeDefined();
  });

  it('has employees at the employer whom their financer names, and job seekers registered before anybody positions them', () => {
    const events = [...simulateAll({ ...options, mess: 0 }).items].flatMap((item) => item.events);
    const of = (name: string) => events.filter(({ type }) => type === `hub.${name}`);
    const employers = new Set(of('employment-reported').map(({ data }) => data.employerSiret));
    const lines = of('financing-engaged').filter(({ data }) => data.funding === 'opco');
    const employed = lines.filter(({ data }) => employers.has(data.employerSiret));
    expect(employed.length / lines.length).toBeGreaterThan(0.9);
    const numberOf = ({ trainee }: { readonly trainee?: unknown }) =>
      (trainee as { readonly franceTravailNumber?: string }).franceTravailNumber;
    const registered = new Map(
      of('job-seeker-period-opened').map(({ data }) => [numberOf(data), String(data.effectiveDate)]),
    );
    const positioned = of('candidate-positioned').filter(({ source }) => source.endsWith('kairos-ng'));
    const before = positioned.filter(
      ({ data }) => (registered.get(numberOf(data)) ?? '9') < String(data.effectiveDate),
    );
    expect(before.length / positioned.length).toBeGreaterThan(0.9);
  });

  it('has job seekers followed by a Mission locale or Cap emploi, by their SIRET', () => {
    const events = [...simulateAll({ ...options, mess: 0 }).items].flatMap((item) => item.events);
    const opened = events.filter(({ type }) => type === 'hub.job-seeker-period-opened');
    const referents = new Set(opened.map(({ data }) => data.referentSiret));
    expect(referents).toEqual(new Set([undefined, simulatedSirets['mission-locale'], simulatedSirets['cap-emploi']]));
  });
});

/** Who in which training, by the NIR that both systems know. */
function named(trainee: unknown, training: unknown): string {
  const { nir = '' } = trainee as { readonly nir?: string };
  return JSON.stringify([nir, training]);
}
