import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * What a wire does. `blackhole`: takes what both sides send and hands nothing on, every socket open. `lost`: what was open
 * stays so for ever, new connections pass. `refuse`: nobody listens. `reset`: every connection is reset. `slow`: each piece
 * takes 20 ms.
 */
export type WireMode = 'pass' | 'blackhole' | 'lost' | 'refuse' | 'reset' | 'slow';

/** A wire between a hub and a server, to be broken by a test. */
export interface Wire {
  readonly port: number;
  /** The same URL through the wire. */
  through(url: string): string;
  become(mode: WireMode): Promise<void>;
  close(): Promise<void>;
}

interface Ends {
  readonly near: Socket;
  readonly far: Socket;
  /** Hands nothing on any more. */
  isDead: boolean;
}

/** Every connection through it goes to this port of this machine. */
export async function openWire(targetPort: number): Promise<Wire> {
  const open = new Set<Ends>();
  const state: { mode: WireMode } = { mode: 'pass' };
  const server = createServer((near) => {
    if (state.mode === 'reset') return void near.resetAndDestroy();
    join(near, createConnection(targetPort, '127.0.0.1'), open, state);
  });
  await listen(server, 0);
  const { port } = server.address() as { port: number };
  return {
    port,
    through: (url) => Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href,
    become: async (mode) => {
      const isDeaf = state.mode === 'refuse';
      state.mode = mode;
      if (mode === 'lost') for (const ends of open) ends.isDead = true;
      if (mode === 'reset' || mode === 'refuse') for (const ends of open) ends.near.resetAndDestroy();
      if (mode === 'refuse') await shut(server);
      else if (isDeaf) await listen(server, port);
    },
    close: async () => {
      for (const { near, far } of open) {
        near.destroy();
        far.destroy();
      }
      await shut(server);
    },
  };
}

function join(near: Socket, far: Socket, open: Set<Ends>, state: { readonly mode: WireMode }): void {
  const ends: Ends = { near, far, isDead: false };
  open.add(ends);
  const end = () => {
    open.delete(ends);
    near.destroy();
    far.destroy();
  };
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    let last: Promise<void> | null = null;
    from.on('data', (chunk) => {
      if (state.mode === 'blackhole') ends.isDead = true;
      if (ends.isDead) return;
      const before = last;
      if (before === null && state.mode !== 'slow') return void to.write(chunk);
      const written = (before ?? Promise.resolve())
        .then(() => (state.mode === 'slow' ? delay(20) : undefined))
        .then(() => {
          to.write(chunk);
          if (last === written) last = null;
        });
      last = written;
    });
    from.on('error', () => {});
    // A dead wire says nothing of the end of either side.
    from.on('close', () => (ends.isDead ? undefined : end()));
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
