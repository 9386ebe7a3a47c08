import { createServer, type Socket } from 'node:net';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { kafkaClient } from './kafka-client.ts';

/** A broker that dies in the middle of its first answer, and is well from then on: it knows of nothing but versions. */
async function dyingBroker() {
  let connections = 0;
  const server = createServer((socket: Socket) => {
    connections += 1;
    const isFirst = connections === 1;
    socket.on('error', () => {});
    socket.on('data', (request: Buffer) => {
      if (isFirst) return void socket.write(Buffer.from([0, 0, 1, 0, 9, 9]), () => socket.destroy());
      socket.write(answerTo(request));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { address: `127.0.0.1:${port}`, connections: () => connections, close: () => server.close() };
}

/** Of Kafka's protocol only what a client asks first: versions, then metadata. */
function answerTo(request: Buffer): Buffer {
  const correlation = request.subarray(8, 12);
  const isVersions = request.readInt16BE(4) === 18;
  // No error, then two APIs with their least and greatest version: Metadata 0 to 0, ApiVersions 0 to 0.
  const versions = [0, 0, 0, 0, 0, 2, 0, 3, 0, 0, 0, 0, 0, 18, 0, 0, 0, 0];
  // No brokers, no topics.
  const metadata = [0, 0, 0, 0, 0, 0, 0, 0];
  const body = Buffer.from(isVersions ? versions : metadata);
  const length = Buffer.alloc(4);
  length.writeInt32BE(correlation.length + body.length);
  return Buffer.concat([length, correlation, body]);
}

it('reads the first answer of a new connection, whatever was left of the last', async () => {
  const broker = await dyingBroker();
  const kafka = kafkaClient({
    brokers: [broker.address],
    clientId: 'test',
    logger: pino({ level: 'silent' }),
    retries: 5,
  });
  const admin = kafka.admin();
  await admin.connect();
  expect(broker.connections()).toBe(2);
  await admin.disconnect();
  broker.close();
});
