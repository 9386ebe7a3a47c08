import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedItem } from '@hub/simulation';
import { Webhook } from 'standardwebhooks';
import { openBench } from './kit/bench.ts';
import { timeFigures } from './kit/figures.ts';
import { atRate, dossierEvents } from './processes/at-rate.ts';
import { type BenchedHub, withHub } from './processes/with-hub.ts';

/**
 * From the answer 202 to the receiver of a webhook: the whole hub in one process on a real Kafka, single events at a steady
 * rate, each the first of its dossier, and one receiver that verifies each message by the reference library.
 * HUB_KAFKA_BROKERS names a Kafka; without it the hub starts one.
 */
const perSecond = Number(process.env.BENCH_RATE ?? 200);
const seconds = Number(process.env.BENCH_SECONDS ?? 30);
const warmUpSeconds = 5;
const deliveredWithinMs = 30_000;

const { measure } = openBench({
  name: 'webhooks',
  says: `From 202 to the receiver of a webhook, ${perSecond} single events a second on Kafka`,
});
await measure(async (run) => {
  const env = { HUB_KAFKA_TOPIC_PREFIX: `bench-${process.pid}-${run}.`, HUB_WEBHOOK_PRIVATE: 'true' };
  return withHub({ arguments: ['--kafka'], env }, deliver);
});

async function deliver(hub: BenchedHub) {
  const receiver = await openReceiver();
  try {
    const subscribed = await hub.client('cdc').fetch('/v1/webhooks', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url: receiver.url, purpose: 'control' }),
    });
    const { secret } = (await subscribed.json()) as { secret: string };
    receiver.secret = secret;
    const answered = await reportAll(hub);
    const deadline = performance.now() + deliveredWithinMs;
    const missing = () => [...answered.keys()].filter((dossier) => !receiver.arrived.has(dossier)).length;
    while (missing() > 0 && performance.now() < deadline) await delay(100);
    if (missing() > 0) throw new Error(`${missing()} of ${answered.size} dossiers were not delivered`);
    const delays = [...answered]
      .slice(warmUpSeconds * perSecond)
      .map(([dossier, atMs]) => Math.max(0, (receiver.arrived.get(dossier) ?? 0) - atMs));
    return timeFigures('202 to delivered', delays);
  } finally {
    receiver.close();
  }
}

/** When each dossier's first event was answered. */
async function reportAll(hub: BenchedHub): Promise<ReadonlyMap<number, number>> {
  const answered = new Map<number, number>();
  const faults: string[] = [];
  const firsts = firstOfDossiers(perSecond * (seconds + warmUpSeconds));
  await atRate(firsts, perSecond, async ({ clientId, events: [event] }) => {
    const reported = await hub.client(clientId).fetch('/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    });
    const { dossier } = (await reported.json()) as { dossier: number };
    if (reported.status !== 202) faults.push(`reported: ${reported.status}`);
    else if (!answered.has(dossier)) answered.set(dossier, performance.now());
  });
  if (faults.length > 0) throw new Error(faults.join(', '));
  return answered;
}

/** A dossier changed twice may be told once. */
function* firstOfDossiers(wanted: number): Generator<SimulatedItem> {
  const seen = new Set<string>();
  for (const item of dossierEvents('webhooks', 20 * wanted)) {
    const { trainee, training } = item.events[0]?.data ?? {};
    const named = JSON.stringify([trainee, training]);
    if (seen.has(named)) continue;
    seen.add(named);
    yield item;
    if (seen.size === wanted) return;
  }
}

async function openReceiver() {
  /** When each dossier came first. */
  const arrived = new Map<number, number>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const message = new Webhook(receiver.secret).verify(body, request.headers as Record<string, string>);
    const { items } = (message as { data: { items: readonly { dossier: number }[] } }).data;
    for (const { dossier } of items) if (!arrived.has(dossier)) arrived.set(dossier, performance.now());
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  const receiver = { url, arrived, secret: '', close };
  return receiver;
}
