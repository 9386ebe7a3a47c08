import { connect, type Socket } from 'node:net';

/** One answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** Status line and headers. */
  readonly head: string;
  readonly bodyBytes: number;
  readonly body: string;
  /** From the last byte written to the last byte read. */
  readonly ms: number;
}

/**
 * A connection that is kept, one request at a time: some 20 µs a request here, where `fetch` takes more than the hub itself
 * and would be what is measured.
 */
export interface HttpConnection {
  ask(request: string | Buffer): Promise<RawAnswer>;
  close(): void;
}

export async function httpConnection(url: string): Promise<HttpConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return { ask: (request) => ask(socket, request), close: () => void socket.destroy() };
}

export function requestText(
  method: 'GET' | 'POST',
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): string {
  const lines = Object.entries({ host: 'hub', ...headers }).map(([name, value]) => `${name}: ${value}`);
  const length = method === 'POST' ? [`content-length: ${Buffer.byteLength(body)}`] : [];
  return `${method} ${path} HTTP/1.1\r\n${[...lines, ...length].join('\r\n')}\r\n\r\n${body}`;
}

const endOfHead = '\r\n\r\n';

function ask(socket: Socket, request: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let wanted = Number.POSITIVE_INFINITY;
    let head = '';
    const done = (error?: Error) => {
      socket.off('data', onData).off('error', done).off('close', onClose);
      if (error !== undefined) return reject(error);
      const body = Buffer.concat(chunks).subarray(Buffer.byteLength(head));
      resolve({
        status: Number(head.slice(9, 12)),
        head,
        bodyBytes: body.length,
        body: body.toString(),
        ms: performance.now() - from,
      });
    };
    const onClose = () => done(new Error('the hub closed the connection'));
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (head === '') {
        const text = Buffer.concat(chunks).toString('latin1');
        const end = text.indexOf(endOfHead);
        if (end < 0) return;
        head = text.slice(0, end + endOfHead.length);
        wanted = head.length + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      }
      if (bytes >= wanted) done();
    };
    socket.on('data', onData).once('error', done).once('close', onClose);
    const from = performance.now();
    socket.write(request);
  });
}
