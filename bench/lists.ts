import type { HubClient } from '@hub/client';
import { openBench } from './kit/bench.ts';
import { type Figure, quantiles } from './kit/figures.ts';
import { type BenchedHub, withHub } from './processes/with-hub.ts';

/**
 * Lists and counts of 2,000 dossiers of eight facts, each with something overdue, in 40 sessions of which ten are
 * unpublished, over HTTP on a whole hub: for the authority, which sees all, for the financer, and for a source of facts.
 */
const dossiers = Number(process.env.BENCH_DOSSIERS ?? 2_000);
const asked = Number(process.env.BENCH_READS ?? 7);
/** `true`: nothing is overdue and every session is published whole, so that the columns of a row say all its anomalies. */
const isPunctual = process.env.BENCH_PUNCTUAL === 'true';
const { measure } = openBench({
  name: 'lists',
  says: `Lists and counts of ${dossiers} dossiers of eight facts in 40 sessions, ${isPunctual ? 'nothing' : 'each with something'} overdue`,
});
const sessions = 40;
const published = isPunctual ? sessions : 30;
const wholeOffer = {
  dispensateurSirets: ['99000102600014'],
  place: { inseeCode: '45234' },
  financerCodes: ['2'],
  certification: { rncp: 'RNCP1' },
  placesTotal: 12,
  placesFinanced: 12,
  domain: { formacode: ['23054'] },
};
const region = 'region-centre-val-de-loire';
const regionSiret = '99000106700018';

const asks = [
  ['cdc', '/v1/anomalies/counts'],
  [region, '/v1/anomalies/counts'],
  ['eos', '/v1/anomalies/counts'],
  ['cdc', '/v1/anomalies/counts?code=late-declaration'],
  ['cdc', '/v1/expectations/counts'],
  ['cdc', '/v1/anomalies?limit=100'],
  ['cdc', '/v1/anomalies?code=session-unresolved&limit=500'],
  ['cdc', '/v1/anomalies?code=outside-session-dates&limit=500'],
  ['eos', '/v1/anomalies?code=overdue&limit=100'],
  // Nobody contests anything: whoever has several dossiers is looked at all the same.
  ['cdc', '/v1/anomalies?code=contested&limit=100'],
  ['cdc', '/v1/expectations?overdue=true&limit=100'],
  ['cdc', '/v1/expectations?overdue=true&order=due&limit=100'],
  ['eos', '/v1/expectations?overdue=true&own=true&order=due&limit=100'],
  ['eos', '/v1/expectations/counts?own=true'],
  ['cdc', '/v1/dossiers?limit=100'],
  [region, '/v1/dossiers?limit=100'],
  // Nobody is: every row is looked at, described and left out by the financer, none by the authority.
  [region, '/v1/dossiers?status=entered&limit=100'],
  ['cdc', '/v1/dossiers?status=entered&limit=100'],
  ['cdc', '/v1/movements?limit=100'],
  [region, '/v1/movements?limit=100'],
  // Every row is looked at; on this day nothing happened, and nothing was received since that one.
  [region, '/v1/movements?from=2020-01-01&to=2020-01-01&limit=100'],
  ['cdc', `/v1/dossiers?session=${referenceOf(1)}&limit=100`],
  [region, `/v1/expectations/counts?session=${referenceOf(1)}`],
  ['cdc', '/v1/expectations/counts?siret=99000102600014'],
] as const;

await withHub({}, async (hub) => {
  await reportSessions(hub.client('eos'));
  const receipt = await reportDossiers(hub);
  await measure(async () => {
    const figures: Figure[] = [];
    for (const [clientId, path] of asks) figures.push(...(await readInTurn(hub, clientId, path, receipt)));
    return figures;
  });
});

async function readInTurn(
  hub: BenchedHub,
  clientId: string,
  path: string,
  receipt: string,
): Promise<readonly Figure[]> {
  const client = hub.client(clientId);
  const headers = { 'hub-agent': 'bench', 'hub-purpose': 'data-quality', 'hub-at-least': receipt };
  const times: number[] = [];
  let found = 0;
  const cpuBefore = await hub.cpuSeconds();
  for (let n = 0; n < asked; n++) {
    const from = performance.now();
    const answer = await client.fetch(path, { headers });
    const body = (await answer.json()) as { items?: object[]; dossiers?: number };
    times.push(performance.now() - from);
    if (answer.status !== 200) throw new Error(`a list was answered ${answer.status}: ${JSON.stringify(body)}`);
    found = body.items?.length ?? body.dossiers ?? 0;
  }
  const cpuMs = ((await hub.cpuSeconds()) - cpuBefore) * (1_000 / asked);
  const name = `${clientId} ${path}`;
  const [p50 = 0, worst = 0] = quantiles(times, [0.5, 1]);
  return [
    { name, value: p50, unit: 'ms' },
    { name: `${name}, worst`, value: worst, unit: 'ms' },
    { name: `${name}, CPU of the hub`, value: cpuMs, unit: 'ms/read' },
    { name: `${name}, found`, value: found, unit: 'items' },
  ];
}

async function reportSessions(eos: HubClient): Promise<void> {
  const events = Array.from({ length: published }, (_, session) => ({
    ...envelope('session-published', 'eos', `s${session}`, '2025-12-01'),
    data: {
      training: [referenceOf(session)],
      title: 'Soudeur',
      start: '2026-01-05',
      end: '2026-03-27',
      entryMode: 'fixed-dates',
      mandataireSiret: '99000102600014',
      ...(isPunctual ? wholeOffer : {}),
    },
  }));
  await report(eos, events);
}

async function reportDossiers(hub: BenchedHub): Promise<string> {
  let last = '';
  const numbers = Array.from({ length: dossiers }, (_, number) => number);
  for (let at = 0; at < dossiers; at += 100) {
    const some = numbers.slice(at, at + 100);
    await report(hub.client('kairos'), some.flatMap(kairosLife));
    await report(hub.client(region), some.flatMap(financing));
    last = await report(hub.client('eos'), some.flatMap(eosLife));
  }
  return last;
}

function referenceOf(session: number): string {
  return `session:eos:${70_000 + session}`;
}

function of(number: number) {
  const trainee = { franceTravailNumber: `${5_270_000 + number}M` };
  return { trainee, training: [referenceOf(number % sessions)] };
}

function envelope(type: string, source: string, id: string, day: string) {
  return { specversion: '1.0', type: `hub.${type}`, source: `urn:hub:source:${source}`, id, ...recorded(day) };
}

function recorded(day: string) {
  return { time: `${day}T12:00:00Z`, recordedtime: `${day}T12:00:00Z` };
}

function fact(source: string, number: number, type: string, day: string, data: object = {}) {
  return { ...envelope(type, source, `${type}-${number}`, day), data: { ...of(number), effectiveDate: day, ...data } };
}

/** The attendance of two months and the assessment are missing, unless all is punctual. */
function kairosLife(number: number): object[] {
  const month = (last: string) => ({
    ...fact('kairos', number, 'attendance-reported', last, { month: last.slice(0, 7), complete: true }),
    id: `attendance-${number}-${last}`,
  });
  const late = [month('2026-02-28'), month('2026-03-31'), assessment(number)];
  return [
    fact('kairos', number, 'candidate-positioned', '2025-12-10', {
      by: 'adviser',
      mode: 'appointment',
      funding: 'prf',
    }),
    fact('kairos', number, 'selection-decided', '2025-12-20', { result: 'retained' }),
    fact('kairos', number, 'enrolment-certificate-issued', '2025-12-21'),
    month('2026-01-31'),
    ...(isPunctual ? late : []),
  ];
}

function assessment(number: number): object {
  return fact('kairos', number, 'assessment-recorded', '2026-03-31', { result: 'reached' });
}

/** One in ten leaves after its session, unless all is punctual. */
function eosLife(number: number): object[] {
  const exit = number % 10 === 0 && !isPunctual ? '2026-03-30' : '2026-03-27';
  const hours = { from: '2026-01-05', to: exit, hoursCentre: 290, hoursCompany: 60 };
  return [
    fact('eos', number, 'entry-attested', '2026-01-05'),
    { ...fact('eos', number, 'hours-realised', hours.from, hours), ...recorded(exit) },
    fact('eos', number, 'exit-declared', exit, { kind: 'planned-end' }),
  ];
}

function financing(number: number): object[] {
  const from = '2026-01-05';
  const line = { line: `L${number}`, financerSiret: regionSiret, funding: 'prf', device: 'prf', from };
  return [fact('region-cvl', number, 'financing-engaged', from, line)];
}

/** The receipt of the last event. */
async function report(client: HubClient, events: readonly object[]): Promise<string> {
  const answer = await client.fetch('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  const { results } = (await answer.json()) as {
    results: { status: string; receipt: { receipt: string }; problem?: object }[];
  };
  const refused = results.find(({ status }) => status !== 'accepted');
  if (refused !== undefined) throw new Error(`refused: ${JSON.stringify(refused.problem)}`);
  return results.at(-1)?.receipt.receipt ?? '';
}
