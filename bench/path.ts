import { addDays } from '@hub/core';
import { createLogger, openPool } from '@hub/platform';
import { type BenchedHub, machine, quantiles, withHub } from './processes/with-hub.ts';

/**
 * The path of one person with 3 linked ids and 20 dossiers of 10 facts, read over HTTP by NIR: rights, joined sessions,
 * identity opened, access trace written before the body leaves. The whole hub in one process on its embedded database.
 * Beside it, in the same run: one dossier of the same person by number, and a bare commit of one row.
 */
const reads = Number(process.env.BENCH_READS ?? 1_500);
const warmUp = 200;
const nir = '2690549588157';
const ids = [{ nir }, { franceTravailNumber: '5836675M' }, { nia: '7690549588157' }];

interface Reporter {
  readonly clientId: string;
  readonly source: string;
}

const kairos: Reporter = { clientId: 'kairos', source: 'kairos' };
const eos: Reporter = { clientId: 'eos', source: 'eos' };
const financer: Reporter = { clientId: 'region-centre-val-de-loire', source: 'region-cvl' };

await withHub({}, async (hub) => {
  const reported = await reportPerson(hub);
  const region = hub.client(financer.clientId);
  const headers = { 'hub-agent': 'bench', 'hub-purpose': 'funding-follow-up' };
  const path = () =>
    region.fetch('/v1/training-paths/search', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'hub-at-least': reported.receipt },
      body: JSON.stringify({ nir }),
    });
  const first = (await (await path()).json()) as { trainees: string[]; dossiers: { factCount: number }[] };
  const facts = first.dossiers.reduce((sum, { factCount }) => sum + factCount, 0);
  console.log(machine('client, hub and PostgreSQL'));
  console.log(`command: BENCH_READS=${reads} npm run bench -- path`);
  console.log(`person: ${first.trainees.length} linked ids, ${first.dossiers.length} dossiers, ${facts} facts`);
  console.log(`path by NIR:        ${await measure(hub, path)}`);
  console.log(
    `dossier by number:  ${await measure(hub, () => region.fetch(`/v1/dossiers/${reported.dossier}`, { headers }))}`,
  );
  console.log(`a bare commit of one row: ${await bareCommits(hub.databaseUrl)}`);
});

/** What no read can do without: its trace is durable before the body leaves. On the hub's own database, one after the other. */
async function bareCommits(databaseUrl: string): Promise<string> {
  const pool = openPool(databaseUrl, { max: 1, applicationName: 'bench', logger: createLogger('warn', 'bench') });
  const times: number[] = [];
  await pool.query('create table bench_commit (content text)');
  for (let n = 0; n < reads; n++) {
    const from = performance.now();
    await pool.query('insert into bench_commit values ($1)', ['x'.repeat(400)]);
    times.push(performance.now() - from);
  }
  await pool.query('drop table bench_commit');
  await pool.end();
  const [p50, p99, worst] = quantiles(times, [0.5, 0.99, 1]);
  return `p50 ${p50}, p99 ${p99}, worst ${worst} of ${times.length}`;
}

/** One after the other, bodies read whole. */
async function measure(hub: BenchedHub, read: () => Promise<Response>): Promise<string> {
  const times: number[] = [];
  let bytes = 0;
  let cpuBefore = 0;
  for (let n = 0; n < warmUp + reads; n++) {
    if (n === warmUp) cpuBefore = await hub.cpuSeconds();
    const from = performance.now();
    const answer = await read();
    bytes = (await answer.arrayBuffer()).byteLength;
    if (answer.status !== 200) throw new Error(`a read was answered ${answer.status}`);
    if (n >= warmUp) times.push(performance.now() - from);
  }
  const cpuMs = (((await hub.cpuSeconds()) - cpuBefore) * 1_000) / times.length;
  const [p50, p99, worst] = quantiles(times, [0.5, 0.99, 1]);
  return `p50 ${p50}, p99 ${p99}, worst ${worst} of ${times.length} reads, ${Math.round(bytes / 1024)} KiB each; the hub's own CPU ${cpuMs.toFixed(1)} ms a read`;
}

/** Twenty dossiers reported under three identifiers, then one event that names all three; receipts of the last and of a dossier. */
async function reportPerson(hub: BenchedHub): Promise<{ receipt: string; dossier: number }> {
  for (let number = 0; number < 20; number++) {
    const trainee = ids[number % ids.length] as object;
    await report(hub, kairos, number, trainee, kairosLife(number));
    await report(hub, eos, number, trainee, eosLife(number));
    await report(hub, financer, number, trainee, financing(number));
  }
  const everybody = Object.assign({ birthName: 'Martin', firstNames: 'Anna' }, ...ids) as object;
  const [receipt] = await report(hub, eos, 0, everybody, [
    ['assessment-recorded', startOf(0) + 95, { result: 'reached' }],
  ]);
  if (receipt === undefined) throw new Error('nothing was accepted');
  return receipt;
}

type Life = readonly (readonly [type: string, dayNumber: number, data: object])[];

/** Days since 2020-01-01: one course after the other. */
function startOf(number: number): number {
  return number * 100;
}

function kairosLife(number: number): Life {
  const start = startOf(number);
  const month = (after: number) => addDays('2020-01-01', start + after).slice(0, 7);
  return [
    ['candidate-positioned', start - 20, { by: 'adviser', mode: 'appointment', funding: 'prf' }],
    ['selection-decided', start - 10, { result: 'retained' }],
    ['enrolment-certificate-issued', start - 9, {}],
    ['attendance-reported', start + 30, { month: month(0), complete: true }],
    ['attendance-reported', start + 60, { month: month(31), complete: true }],
  ];
}

function eosLife(number: number): Life {
  const start = startOf(number);
  const day = (after: number) => addDays('2020-01-01', start + after);
  return [
    ['path-planned', start - 5, { plannedEntry: day(0), plannedExit: day(80), hoursCentre: 300, hoursCompany: 60 }],
    ['entry-attested', start, {}],
    ['hours-realised', start, { from: day(0), to: day(80), hoursCentre: 290, hoursCompany: 60 }],
    ['exit-declared', start + 80, { kind: 'planned-end' }],
  ];
}

function financing(number: number): Life {
  const from = addDays('2020-01-01', startOf(number));
  const line = { line: `L${number}`, financerSiret: '99000106700018', funding: 'prf', device: 'prf', from };
  return [['financing-engaged', startOf(number), { ...line, amount: 250_000 }]];
}

async function report(
  hub: BenchedHub,
  { clientId, source }: Reporter,
  number: number,
  trainee: object,
  life: Life,
): Promise<{ receipt: string; dossier: number }[]> {
  const events = life.map(([type, dayNumber, data], index) => {
    const day = addDays('2020-01-01', dayNumber);
    const recorded = 'to' in data ? data.to : day;
    return {
      specversion: '1.0',
      type: `hub.${type}`,
      source: `urn:hub:source:${source}`,
      id: `${type}-${number}-${index}`,
      time: `${recorded}T12:00:00Z`,
      recordedtime: `${recorded}T12:00:00Z`,
      data: { trainee, training: [`session:eos:${70_000 + number}`], effectiveDate: day, ...data },
    };
  });
  const answer = await hub.client(clientId).fetch('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  const { results } = (await answer.json()) as {
    results: { status: string; receipt: { receipt: string; dossier: number }; problem?: object }[];
  };
  const refused = results.find(({ status }) => status !== 'accepted');
  if (refused !== undefined) throw new Error(`refused: ${JSON.stringify(refused.problem)}`);
  return results.map(({ receipt }) => receipt);
}
