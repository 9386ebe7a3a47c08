import type { EventLog } from '@hub/core';
import { readControl, tellControl } from '../log/control-messages.ts';
import { anchorMac } from './trace-links.ts';
import type { WriterEnd } from './write-group.ts';

/** Where a writer stood, as the log was told: nobody who changes the database changes that. */
export interface WriterAnchor {
  /** `orphaned`: closed by another, who found this as its last row. */
  readonly kind: 'opened' | 'head' | 'closed' | 'orphaned';
  readonly writer: string;
  readonly sequence: number;
  /** base64url. */
  readonly link: string;
}

/** Rows that were dropped because their year was over: where each writer's rows of the month ended. */
export interface MonthAnchor {
  readonly kind: 'month-dropped';
  /** Its first day. */
  readonly month: string;
  readonly ends: readonly { readonly writer: string; readonly sequence: number; readonly link: string }[];
}

/** A backup was loaded: rows of after it are not there, and nobody took them away. */
export interface RestoreAnchor {
  readonly kind: 'restored';
  /** When the backup began; RFC 3339. */
  readonly backupOf: string;
}

export type TraceAnchor = WriterAnchor | MonthAnchor | RestoreAnchor;
/** `at`: by the clock of whoever told it; RFC 3339. */
export type ToldAnchor = TraceAnchor & { readonly at: string };

const anchored = { key: 'access-trace', type: 'hub.trace-anchored' } as const;

export function anchorOf(kind: WriterAnchor['kind'], { writer, sequence, link }: WriterEnd): WriterAnchor {
  return { kind, writer, sequence, link: link.toString('base64url') };
}

/** Resolves once the log holds them. */
export async function tellAnchors(log: EventLog, key: Buffer, anchors: readonly TraceAnchor[]): Promise<void> {
  const at = new Date().toISOString();
  const told = anchors.map((anchor): ToldAnchor => ({ ...anchor, at }));
  await tellControl(
    log,
    anchored,
    told.map((anchor) => ({ anchor, mac: anchorMac(key, anchor) })),
  );
}

/** An anchor as the log has it; `isOurs`: it was told by who knows the key. */
export interface ReadAnchor {
  readonly anchor: ToldAnchor;
  readonly isOurs: boolean;
}

/** What the log was told, oldest first, up to its end of now. */
export async function* readAnchors(log: EventLog, key: Buffer): AsyncGenerator<readonly ReadAnchor[]> {
  for await (const told of readControl(log, anchored)) {
    yield (told as readonly { anchor: ToldAnchor; mac: string }[]).map(({ anchor, mac }) => {
      return { anchor, isOurs: mac === anchorMac(key, anchor) };
    });
  }
}
