import { type Dispatcher, type Following, startDispatcher } from '@hub/dispatcher';
import {
  type AccessTrace,
  type Evidence,
  type Metrics,
  noEvidence,
  openAccessTrace,
  openEvidence,
} from '@hub/platform';
import { type Projector, startProjector } from '@hub/projector';
import type { Closers } from './closers.ts';
import type { Infrastructure } from './infrastructure.ts';
import type { Sealing } from './open-sealing.ts';
import type { ServiceName } from './run-file.ts';

/** Parts of a hub that are opened and close with it. */

export async function feed(
  feeding: Parameters<typeof startProjector>[0],
  closers: Closers,
  closeMs: number,
): Promise<Projector> {
  const projector = await startProjector(feeding);
  closers.add('projector', () => projector.close(), closeMs);
  return projector;
}

export function dispatch(following: Following, closers: Closers, closeMs: number): Dispatcher {
  const dispatcher = startDispatcher(following);
  closers.add('dispatcher', () => dispatcher.close(), closeMs);
  return dispatcher;
}

/** Closed after the server: what it still answers is traced. */
export function openTrace(
  infrastructure: Infrastructure,
  { secrets }: Sealing,
  metrics: Metrics,
  closeMs: number,
): AccessTrace {
  const { pool, log, logger, closers } = infrastructure;
  const trace = openAccessTrace({ pool, log, secrets, logger, metrics });
  closers.add('access trace', () => trace.close(), closeMs);
  return trace;
}

/** The services that partners ask. */
const answering: readonly ServiceName[] = ['gateway', 'query', 'dispatcher'];

/** Closed after the server and the dispatcher: what they still see is noted. */
export function openNotes(
  { pool, logger, closers }: Infrastructure,
  services: ReadonlySet<ServiceName>,
  closeMs: number,
): Evidence {
  if (!answering.some((service) => services.has(service))) return noEvidence;
  const evidence = openEvidence({ pool, logger });
  closers.add('evidence of conformance', () => evidence.close(), closeMs);
  return evidence;
}
