import { createServer, type Server, Socket } from 'node:net';

/**
 * What is wrong with a wire. `hang`: nothing passes either way and both ends stay open, as behind a firewall that forgot
 * the connection. `refuse`: nobody listens. `reset`: every connection is reset. `slow`: everything comes later.
 */
export type WireFault =
  | { readonly how: 'hang' }
  | { readonly how: 'refuse' }
  | { readonly how: 'reset' }
  | { readonly how: 'slow'; readonly delayMs: number };

/** A TCP proxy in front of one server: what passes through it can be held, cut, refused or slowed. */
export interface Wire {
  /** On 127.0.0.1; the same for the life of the wire. */
  readonly port: number;
  /** The same URL through the wire. */
  through(url: string): string;
  /** Holds every connection there is, for good; new ones pass. */
  hangOld(): void;
  /** Resets every connection there is; new ones pass. */
  cutOld(): void;
  /** Until `heal`, for connections there are and for new ones. */
  break(fault: WireFault): Promise<void>;
  /** New connections pass again. Those that hung stay dead, as they would. */
  heal(): Promise<void>;
  /** Tells the server that the connections that hang are gone, as its keep-alive would after hours. */
  dropHung(): void;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Once true, nothing is ever passed again. */
  hung: boolean;
}

interface State {
  readonly targetPort: number;
  readonly pairs: Set<Pair>;
  fault: WireFault | null;
}

/** Opens a wire to a port of this machine, where nobody need listen yet; `ownPort` 0: any free one. */
export async function openWire(targetPort: number, ownPort = 0): Promise<Wire> {
  const state: State = { targetPort, pairs: new Set(), fault: null };
  const server = createServer((client) => connectPair(state, client));
  const port = await listen(server, ownPort);
  const cutOld = () => {
    for (const pair of state.pairs) cut(pair);
    state.pairs.clear();
  };
  const hangOld = () => {
    for (const pair of state.pairs) pair.hung = true;
  };
  return {
    port,
    through: (url) => Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href,
    hangOld,
    cutOld,
    async break(fault) {
      state.fault = fault;
      if (fault.how === 'hang') hangOld();
      if (fault.how === 'reset') cutOld();
      if (fault.how !== 'refuse') return;
      const closed = new Promise((resolve) => server.close(resolve));
      cutOld();
      await closed;
    },
    async heal() {
      const { fault } = state;
      state.fault = null;
      if (fault?.how === 'refuse') await listen(server, port);
    },
    dropHung() {
      for (const pair of [...state.pairs].filter(({ hung }) => hung)) {
        cut(pair);
        state.pairs.delete(pair);
      }
    },
    async close() {
      cutOld();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The wire has no port.');
  return address.port;
}

function connectPair(state: State, client: Socket): void {
  if (state.fault?.how === 'reset') return void client.resetAndDestroy();
  const server = new Socket();
  const pair: Pair = { client, server, hung: state.fault?.how === 'hang' };
  state.pairs.add(pair);
  client.setNoDelay(true);
  server.setNoDelay(true);
  // An error is always followed by a close.
  client.on('error', () => {});
  server.on('error', () => {});
  if (pair.hung) return void client.resume();
  pass(state, pair, client, server);
  pass(state, pair, server, client);
  server.connect(state.targetPort, '127.0.0.1');
}

/** Bytes and ends pass in their order; while the wire is slow each waits its time. */
function pass(state: State, pair: Pair, from: Socket, to: Socket): void {
  const later = inOrder(state);
  from.on('data', (chunk: Buffer) => {
    if (pair.hung) return;
    later(() => {
      if (pair.hung || to.destroyed || to.write(chunk)) return;
      from.pause();
      to.once('drain', () => from.resume());
    });
  });
  from.once('end', () => {
    if (!pair.hung) later(() => to.end());
  });
  from.once('close', (hadError) => {
    if (pair.hung) return;
    state.pairs.delete(pair);
    later(() => (hadError ? reset(to) : to.destroy()));
  });
}

/** Gives work its turn at once, or after the delay of a slow wire, and never before what was given earlier. */
function inOrder(state: State): (work: () => void) => void {
  const waiting: { readonly at: number; readonly work: () => void }[] = [];
  const drain = () => {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const waitMs = first.at - Date.now();
      if (waitMs > 0) return void setTimeout(drain, waitMs);
      waiting.shift();
      first.work();
    }
  };
  return (work) => {
    const delayMs = state.fault?.how === 'slow' ? state.fault.delayMs : 0;
    if (delayMs === 0 && waiting.length === 0) return work();
    waiting.push({ at: Date.now() + delayMs, work });
    if (waiting.length === 1) drain();
  };
}

function cut({ client, server }: Pair): void {
  for (const socket of [client, server]) {
    socket.removeAllListeners('close');
    reset(socket);
  }
}

/** A reset of a socket that is ending already would leave a handle behind that never closes, and no process ends then. */
function reset(socket: Socket): void {
  if (socket.writableEnded || socket.connecting) socket.destroy();
  else socket.resetAndDestroy();
}
