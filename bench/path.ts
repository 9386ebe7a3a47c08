import { addDays } from '@hub/core';
import { createLogger, openPool, withClient } from '@hub/platform';
import { openBench } from './kit/bench.ts';
import { type Figure, timeFigures } from './kit/figures.ts';
import { type BenchedHub, withHub } from './processes/with-hub.ts';

/**
 * The path of one person with 3 linked ids and 20 dossiers of 10 facts, read over HTTP by NIR: rights, joined sessions,
 * identity opened, access trace written before the body leaves. The whole hub in one process on its embedded database.
 * Beside it, in the same run: one dossier of the same person by number, and a bare commit of one row.
 */
const reads = Number(process.env.BENCH_READS ?? 1_500);
const warmUp = 200;
const bareCommit = 'a bare commit of one row';
const nir = '2690549588157';
const ids = [{ nir }, { franceTravailNumber: '5836675M' }, { nia: '7690549588157' }];

const { measure } = openBench({
  name: 'path',
  says: 'The path of a person with 3 linked ids and 20 dossiers of 10 facts, read by NIR on a whole hub',
});

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
  if (first.trainees.length !== ids.length || first.dossiers.length !== 20) throw new Error('The person is not whole.');
  console.log(`person: ${first.trainees.length} linked ids, ${first.dossiers.length} dossiers, ${facts} facts`);
  await measure(async () => [
    ...(await bareCommits(hub.databaseUrl)),
    ...(await readInTurn(hub, 'path by NIR', path)),
    ...(await readInTurn(hub, 'dossier by number', () =>
      region.fetch(`/v1/dossiers/${reported.dossier}`, { headers }),
    )),
  ]);
});

/** What no read can do without: its trace is durable before the body leaves. On the hub's own database, one after the other. */
async function bareCommits(databaseUrl: string): Promise<readonly Figure[]> {
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
  return timeFigures(bareCommit, times);
}

/** One after the other, bodies read whole. */
async function readInTurn(hub: BenchedHub, name: string, read: () => Promise<Response>): Promise<readonly Figure[]> {
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
  return [
    ...timeFigures(name, times, bareCommit),
    { name: `${name}, CPU of the hub`, value: cpuMs, unit: 'ms/read' },
    { name: `${name}, body`, value: bytes / 1024, unit: 'KiB' },
  ];
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
  const linked = await linkAll(hub);
  return { ...receipt, receipt: [receipt.receipt, ...linked].join(', ') };
}

/** Two operators say of everybody in the hub that they are one: a link by rule shows a financer nothing. Receipts. */
async function linkAll(hub: BenchedHub): Promise<readonly string[]> {
  const { rows } = await withClient(hub.databaseUrl, (client) =>
    client.query<{ id: string }>('select trainee_id as id from registry.trainee order by trainee_id'),
  );
  const [first, ...others] = rows.map(({ id }) => id);
  const receipts: string[] = [];
  for (const other of others) {
    for (const agent of ['agent-1', 'agent-2']) {
      const answer = await hub.client('operator').fetch('/v1/links/verdicts', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'hub-agent': agent, 'hub-purpose': 'data-quality' },
        body: JSON.stringify({ trainees: [first, other], verdict: 'same', reason: 'bench' }),
      });
      const body = (await answer.json()) as { receipts?: { receipt: string }[] };
      if (answer.status !== 202) throw new Error(`a verdict was answered ${answer.status}: ${JSON.stringify(body)}`);
      receipts.push(...(body.receipts ?? []).map(({ receipt }) => receipt));
    }
  }
  return receipts;
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
