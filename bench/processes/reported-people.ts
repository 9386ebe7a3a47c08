import type { HubClient } from '@hub/client';
import { addDays } from '@hub/core';
import { Client } from 'pg';
import type { BenchedHub } from './with-hub.ts';

/** A person with one dossier of ten facts: positioned by Kairos, entered and left by EOS, paid by the Région. */
export interface BenchPerson {
  readonly nir: string;
  readonly dossier: number;
  /** Of the last event reported of the person, by EOS. */
  readonly receipt: string;
  readonly trainee: string;
}

/** NIR as they may be; of two numbers never the same. */
export function nirOf(number: number): string {
  const [year, month] = [String(50 + (number % 50)), String(1 + (Math.floor(number / 50) % 12))];
  const commune = 100 + Math.floor(number / 600_000);
  return `2${year}${month.padStart(2, '0')}45${commune}${String(1 + (Math.floor(number / 600) % 999)).padStart(3, '0')}`;
}

const regionSiret = '99000106700018';

/** Reports this many persons as their partners do, and waits until the hub shows the last of them. */
export async function reportPeople(hub: BenchedHub, count: number): Promise<readonly BenchPerson[]> {
  const people: Omit<BenchPerson, 'trainee'>[] = [];
  for (let at = 0; at < count; at += 100) {
    const some = Array.from({ length: Math.min(100, count - at) }, (_, index) => at + index);
    await report(hub.client('kairos'), 'kairos', some, kairosLife);
    await report(hub.client('region-centre-val-de-loire'), 'region-cvl', some, financing);
    const receipts = await report(hub.client('eos'), 'eos', some, eosLife);
    for (const [index, number] of some.entries()) {
      const last = receipts[(index + 1) * eosLife(number).length - 1];
      people.push({ nir: nirOf(number), dossier: last?.dossier ?? 0, receipt: last?.receipt ?? '' });
    }
  }
  const trainees = await traineesOf(
    hub.databaseUrl,
    people.map(({ dossier }) => dossier),
  );
  return people.map((person) => ({ ...person, trainee: trainees.get(person.dossier) ?? '' }));
}

/** As an outsider would not know them: the benchmark looks them up. */
async function traineesOf(databaseUrl: string, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ number: number; trainee: string }>(
    'select number, trainee_id as trainee from registry.dossier where number = any($1::int[])',
    [numbers],
  );
  await client.end();
  return new Map(rows.map(({ number, trainee }) => [number, trainee]));
}

type Life = (number: number) => readonly (readonly [type: string, day: string, data: object])[];

const start = (number: number) => addDays('2025-01-06', number % 200);

const kairosLife: Life = (number) => [
  ['candidate-positioned', addDays(start(number), -20), { by: 'adviser', mode: 'appointment', funding: 'prf' }],
  ['selection-decided', addDays(start(number), -10), { result: 'retained' }],
  ['enrolment-certificate-issued', addDays(start(number), -9), {}],
];

const eosLife: Life = (number) => {
  const [from, to] = [start(number), addDays(start(number), 80)];
  const who = { birthName: 'Martin', firstNames: 'Anna', sex: 'female' };
  return [
    ['path-planned', from, { plannedEntry: from, plannedExit: to, hoursCentre: 300, hoursCompany: 60 }],
    ['entry-attested', from, { who }],
    ['hours-realised', to, { from, to, hoursCentre: 290, hoursCompany: 60 }],
    ['exit-declared', to, { kind: 'planned-end' }],
    ['assessment-recorded', to, { result: 'reached' }],
  ];
};

const financing: Life = (number) => {
  const from = start(number);
  const line = { line: `L${number}`, financerSiret: regionSiret, funding: 'prf', device: 'prf', from };
  return [['financing-engaged', from, { ...line, amount: 250_000 }]];
};

interface Receipt {
  readonly receipt: string;
  readonly dossier: number;
}

async function report(
  client: HubClient,
  source: string,
  numbers: readonly number[],
  lifeOf: Life,
): Promise<readonly Receipt[]> {
  const events = numbers.flatMap((number) =>
    lifeOf(number).map(([type, day, { who = {}, ...data }]: readonly [string, string, { who?: object }], index) => ({
      specversion: '1.0',
      type: `hub.${type}`,
      source: `urn:hub:source:${source}`,
      id: `${type}-${number}-${index}`,
      time: `${day}T12:00:00Z`,
      recordedtime: `${day}T12:00:00Z`,
      data: {
        trainee: { nir: nirOf(number), ...who },
        training: [`session:eos:${70_000 + (number % 40)}`],
        ...(type === 'hours-realised' ? {} : { effectiveDate: day }),
        ...data,
      },
    })),
  );
  const answer = await client.fetch('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  const { results } = (await answer.json()) as {
    results: { status: string; receipt: Receipt; problem?: object }[];
  };
  const refused = results.find(({ status }) => status !== 'accepted');
  if (refused !== undefined) throw new Error(`refused: ${JSON.stringify(refused.problem)}`);
  return results.map(({ receipt }) => receipt);
}
