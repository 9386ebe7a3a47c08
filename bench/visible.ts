import { openBench } from './kit/bench.ts';
import { timeFigures } from './kit/figures.ts';
import { atRate, dossierEvents } from './processes/at-rate.ts';
import { type BenchedHub, withHub } from './processes/with-hub.ts';

/**
 * From the answer 202 to visible in a read: the whole hub in one process on a real Kafka, single events at a steady rate,
 * one in ten read back at once by dossier number with `Hub-At-Least`. What is measured holds the read itself.
 * HUB_KAFKA_BROKERS names a Kafka; without it the hub starts one.
 */
const perSecond = Number(process.env.BENCH_RATE ?? 200);
const seconds = Number(process.env.BENCH_SECONDS ?? 30);
const warmUpSeconds = 5;
const readOneIn = 10;

const { measure } = openBench({
  name: 'visible',
  says: `From 202 to visible in a read, ${perSecond} single events a second on Kafka, one in ten read back`,
});
await measure(async (run) => {
  const env = { HUB_KAFKA_TOPIC_PREFIX: `bench-${process.pid}-${run}.` };
  return withHub({ arguments: ['--kafka'], env }, readBack);
});

async function readBack(hub: BenchedHub) {
  const delays: number[] = [];
  const faults: string[] = [];
  const look = hub.client('cdc');
  const events = dossierEvents('visible', perSecond * (seconds + warmUpSeconds));
  await atRate(events, perSecond, async ({ clientId, events: [event] }, index) => {
    const reported = await hub.client(clientId).fetch('/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    });
    const receipt = (await reported.json()) as { receipt: string; dossier: number };
    if (reported.status !== 202) return void faults.push(`reported: ${reported.status}`);
    if (index % readOneIn !== 0) return;
    const answered = performance.now();
    const read = await look.fetch(`/v1/dossiers/${receipt.dossier}`, {
      headers: {
        // One agent may read few persons an hour.
        'hub-agent': `bench-${index}`,
        'hub-purpose': 'control',
        'hub-at-least': receipt.receipt,
      },
    });
    await read.arrayBuffer();
    if (read.status !== 200) return void faults.push(`read: ${read.status}`);
    if (index >= warmUpSeconds * perSecond) delays.push(performance.now() - answered);
  });
  if (faults.length > 0) throw new Error(faults.join(', '));
  return timeFigures('202 to visible', delays);
}
