import { fileURLToPath } from 'node:url';
import type { LogEvent } from '@hub/core';

/** An event as the peers are given it: of one dossier, whole in itself. */
export interface PeerEvent {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly day: string;
  readonly trainee: string;
  readonly dossier: number;
  readonly references: readonly string[];
  readonly data: object;
}

/** A dossier as the peers fold it: far less than a record of the hub says. */
export interface PeerRecord {
  readonly dossier: number;
  status: 'open' | 'exited';
  readonly steps: { readonly id: string; readonly type: string; readonly day: string }[];
}

/** What every system must have of the events: figures of one that has not are not quoted. */
export interface Folded {
  readonly records: number;
  readonly events: number;
}

/** The events of dossiers among those of the hub's log, in their order. */
export function peerEvents(events: readonly LogEvent[]): readonly PeerEvent[] {
  return events.flatMap(({ dossier, trainee, fact }) => {
    if (dossier === null || trainee === null) return [];
    const { id, type, source, effectiveDate, references, data } = fact;
    return [{ id, type, source, day: effectiveDate ?? '', trainee, dossier, references, data }];
  });
}

export function fold(record: PeerRecord | undefined, { id, type, day, dossier }: PeerEvent): PeerRecord {
  const folded = record ?? { dossier, status: 'open', steps: [] };
  folded.steps.push({ id, type, day });
  if (type === 'exit-declared') folded.status = 'exited';
  return folded;
}

export function requireWhole(system: string, found: Folded, wanted: Folded): void {
  if (found.records === wanted.records && found.events === wanted.events) return;
  throw new Error(
    `${system}: ${found.records} records of ${found.events} events; there are ${wanted.records} of ${wanted.events}.`,
  );
}

/** Where the packages of peers are kept between runs: none of them is a dependency of the hub. */
export const peersCache = fileURLToPath(new URL('../../node_modules/.cache/hub-peers', import.meta.url));
