import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { closeReceivers, openReceivers, type Receivers, sendMessage } from './send-message.ts';

const headers = { 'webhook-id': 'msg_a', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' };
const opened: { server?: Server; receivers?: Receivers } = {};

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  opened.server = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function receivers(allowPrivate: boolean): Receivers {
  opened.receivers = openReceivers({ allowPrivate }, 300);
  return opened.receivers;
}

afterEach(() => {
  opened.server?.closeAllConnections();
  opened.server?.close();
  if (opened.receivers !== undefined) closeReceivers(opened.receivers);
});

describe('An attempt', () => {
  it('is delivered by any 2xx, and over the same connection as the one before', async () => {
    const sockets = new Set<unknown>();
    const url = await serve((request, response) => {
      sockets.add(request.socket);
      request.resume().on('end', () => response.writeHead(202).end('taken'));
    });
    const to = receivers(true);
    expect(await sendMessage(to, url, '{}', headers)).toMatchObject({ outcome: 'delivered', status: 202 });
    expect(await sendMessage(to, url, '{}', headers)).toMatchObject({ outcome: 'delivered', status: 202 });
    expect(sockets.size).toBe(1);
  });

  it('is sent once more where the connection that was kept had been closed', async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      requests += 1;
      if (requests === 2) return void request.socket.resetAndDestroy();
      request.resume().on('end', () => response.writeHead(200).end());
    });
    const to = receivers(true);
    await sendMessage(to, url, '{}', headers);
    expect(await sendMessage(to, url, '{}', headers)).toMatchObject({ outcome: 'delivered' });
    expect(requests).toBe(3);
  });

  it('is delivered by an answer that does not end, of which no more is read', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200);
      const writing = setInterval(() => response.write(Buffer.alloc(64 * 1024)), 1);
      response.on('close', () => clearInterval(writing));
    });
    expect(await sendMessage(receivers(true), url, '{}', headers)).toMatchObject({ outcome: 'delivered', status: 200 });
  });

  it('fails by its time, by a broken connection and by nobody there', async () => {
    const silent = await serve(() => {});
    expect(await sendMessage(receivers(true), silent, '{}', headers)).toMatchObject({ fault: 'timeout', status: null });
    opened.server?.closeAllConnections();
    opened.server?.close();
    const broken = await serve((request) => request.socket.destroy());
    expect(await sendMessage(receivers(true), broken, '{}', headers)).toMatchObject({ fault: 'unreachable' });
    expect(await sendMessage(receivers(true), 'http://127.0.0.1:1/', '{}', headers)).toMatchObject({
      fault: 'unreachable',
    });
  });

  it('is asked of the connection itself whether it leads inside, for a name may lead elsewhere than when it was told', async () => {
    const to = receivers(false);
    for (const url of ['https://localhost/', 'https://127.0.0.1/', 'http://example.org/']) {
      expect(await sendMessage(to, url, '{}', headers), url).toMatchObject({ fault: 'address-refused', status: null });
    }
  });
});
