import type { Partner } from '../access/partner.ts';
import type { AccessTrace } from './access-trace.ts';
import { type TraceEntry, tracedReader } from './trace-entry.ts';

interface AtDoor {
  readonly partner: Partner;
  readonly agent: string | null;
  readonly traceparent: string;
}

/** What the door refused and could have told something by: a number that is unknown, or not the partner's own. */
export interface DoorRefusal extends AtDoor {
  readonly rule: string;
  /** The number named; null: none was. */
  readonly dossier: number | null;
  readonly dryRun?: boolean;
}

/** Resolves once all of them are durable, by one insert; the answers leave after that. */
export async function traceDoor(trace: AccessTrace, refusals: readonly DoorRefusal[]): Promise<void> {
  const entries = refusals.map(({ rule, dossier, dryRun = false, ...at }): TraceEntry => {
    const persons = dossier === null ? [] : [{ trainee: null, dossier }];
    return { ...askedAt(at), operation: dryRun ? 'dry-run' : 'report', persons, decision: 'refused', reason: rule };
  });
  await Promise.all(entries.map((entry) => trace.write(entry)));
}

/**
 * Remembers for a day whom an organisation reported as new to it: a read of one of them counts as "told, then read". They
 * leave no row. While its history is loaded (takeover), nobody is remembered.
 */
export async function rememberNewPersons(trace: AccessTrace, at: AtDoor, trainees: readonly string[]): Promise<void> {
  if (trainees.length === 0 || at.partner.convention?.takeover === true) return;
  const persons = trainees.map((trainee) => ({ trainee, dossier: null }));
  await trace.write({ ...askedAt(at), operation: 'meeting', persons, decision: 'allowed' });
}

function askedAt({ partner, agent, traceparent }: AtDoor) {
  return { reader: tracedReader(partner, agent, null), traceparent };
}
