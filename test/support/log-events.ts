import { createHash } from 'node:crypto';
import type { EventName } from '@hub/contracts';
import {
  addDays,
  type EventLog,
  encodeLogEvent,
  type Fact,
  type FactSet,
  factSet,
  type LogEvent,
  type OutgoingMessage,
  readEnvelope,
} from '@hub/core';

export interface LogEventOptions {
  readonly trainees: number;
  /** Part of the ids, so that two sets differ. */
  readonly seed?: string;
  /** Bytes of the sealed block of an exit. */
  readonly sealedBytes?: number;
}

/**
 * Events as the gateway puts them on the log, for as many trainees with one dossier each: nine events a dossier, two a
 * trainee, one session for every fifty, in an order that mixes all of them over time.
 */
export function eventsOnLog(options: LogEventOptions): LogEvent[] {
  const seed = options.seed ?? 'log';
  const events: LogEvent[] = [];
  for (let index = 0; index < options.trainees; index++) {
    if (index % 50 === 0) events.push(sessionOf(seed, Math.floor(index / 50)));
    events.push(...lifeOf(seed, index, options.sealedBytes ?? 200));
  }
  return events
    .map((event) => ({ event, rank: hash(`${event.fact.source}/${event.fact.id}`) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ event }) => event);
}

/** Appends in batches, in order; messages of one key keep it. */
export async function appendEvents(log: EventLog, events: readonly LogEvent[], batch = 500): Promise<void> {
  for (let from = 0; from < events.length; from += batch) {
    await log.append(events.slice(from, from + batch).map(encodeLogEvent));
  }
}

/** The message with other attributes: what the gateway would never write. */
export function withAttributes(message: OutgoingMessage, changed: object): OutgoingMessage {
  return { ...message, value: Buffer.from(JSON.stringify({ ...readEnvelope(message), ...changed })) };
}

/** The facts of each dossier as a pure fold of the events would have them. */
export function factsByDossier(events: readonly LogEvent[]): Map<number, FactSet> {
  const facts = new Map<number, Fact[]>();
  for (const { dossier, fact } of events) {
    if (dossier === null) continue;
    const known = facts.get(dossier);
    if (known === undefined) facts.set(dossier, [fact]);
    else known.push(fact);
  }
  return new Map([...facts].map(([dossier, each]) => [dossier, factSet(each)]));
}

export function dossierNumber(seed: string, index: number): number {
  return 100_000_000 + ((Number.parseInt(hash(`number ${seed}`).slice(0, 4), 16) * 10_000 + index) % 899_000_000);
}

function traineeId(seed: string, index: number): string {
  const hex = hash(`trainee ${seed} ${index}`);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function lifeOf(seed: string, index: number, sealedBytes: number): LogEvent[] {
  const trainee = traineeId(seed, index);
  const number = dossierNumber(seed, index);
  const reference = `session:EOS:${60_000 + Math.floor(index / 50)}`;
  const references = [reference, `file:eos:${seed}-${index}`];
  const day = (offset: number) => addDays('2026-04-01', (index % 60) + offset);
  const about = (
    source: string,
    type: EventName,
    effectiveDate: string,
    data: Record<string, unknown>,
    sealed?: Fact['sealed'],
  ): LogEvent => ({
    trainee,
    dossier: number,
    fact: factOf(seed, {
      id: `${seed}-${index}-${type}`,
      source,
      type,
      references,
      data: { effectiveDate, ...data },
      sealed,
    }),
  });
  const numbered = { id: `${seed}-${index}-dossier-attributed`, source: 'hub', type: 'dossier-attributed' } as const;
  const attributed = { trainee, dossier: number, fact: factOf(seed, { ...numbered, references, data: { number } }) };
  const block = 'x'.repeat(sealedBytes);
  const ofTrainee = (type: EventName, data: Record<string, unknown>, sealed: Fact['sealed']): LogEvent => ({
    trainee,
    dossier: null,
    fact: factOf(seed, { id: `${seed}-${index}-${type}`, source: 'hub', type, references: [], data, sealed }),
  });
  return [
    ofTrainee('trainee-known', { kinds: ['nir'] }, { identifiers: block }),
    ofTrainee('trainee-described', { flags: { nirKeyValid: true } }, { identity: block }),
    attributed,
    about('kairos-ng', 'candidate-positioned', day(-30), { by: 'france-travail', mode: 'meeting', slot: `s-${index}` }),
    about('kairos-ng', 'presence-recorded', day(-20), { slot: `s-${index}`, presence: 'present' }),
    about('kairos-ng', 'selection-decided', day(-18), { slot: `s-${index}`, result: 'retained' }),
    about('france-travail', 'enrolment-decided', day(-10), { decision: 'registered', validator: 'france-travail' }),
    about('eos', 'path-planned', day(-9), {
      plannedEntry: day(0),
      plannedExit: day(90),
      hoursCentre: 400,
      hoursCompany: 140,
      weeklyHours: 35,
      individualised: false,
      funding: 'prf',
    }),
    about('region-cvl', 'financing-engaged', day(-8), {
      line: `line-${index}`,
      financerSiret: '23450002300028',
      funding: 'prf',
      device: 'PRF',
      from: day(-8),
      to: day(90),
      amount: 412_300,
    }),
    about('eos', 'entry-attested', day(0), { funding: 'prf' }),
    about('eos', 'exit-declared', day(90), { kind: 'planned-end' }, { reasons: block }),
  ];
}

function sessionOf(seed: string, index: number): LogEvent {
  const reference = `session:EOS:${60_000 + index}`;
  const data = {
    title: 'Employé administratif et d’accueil',
    start: '2026-04-01',
    end: '2026-09-30',
    entryMode: 'fixed-dates',
    mandataireSiret: '83055000800012',
    dispensateurSirets: ['83055000800012'],
    place: { inseeCode: '45234', postalCode: '45000', label: 'Orléans' },
    placesTotal: 50,
    statement: { ref: reference, sequence: 1 },
  };
  const id = `${seed}-session-${index}`;
  const fact = factOf(seed, { id, source: 'eos', type: 'session-published', references: [reference], data });
  return { trainee: null, dossier: null, fact: { ...fact, version: 2 } };
}

interface Reported {
  readonly id: string;
  readonly source: string;
  readonly type: EventName;
  readonly references: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
  readonly sealed?: Fact['sealed'] | undefined;
}

function factOf(seed: string, { id, source, type, references, data, sealed }: Reported): Fact {
  const day = data.effectiveDate;
  return {
    source,
    id,
    type,
    version: 1,
    partner: source,
    recordedAt: '2026-08-01T08:00:00.000Z',
    receivedAt: '2026-08-01T08:00:01.000Z',
    effectiveDate: typeof day === 'string' ? day : null,
    digest: createHash('sha256').update(`${seed}/${source}/${id}`).digest('base64url'),
    references,
    data,
    ...(sealed === undefined ? {} : { sealed }),
  } as Fact;
}

function hash(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
