import type { Receipt } from '@hub/client';
import type { CloudEvent } from '@hub/contracts';

/** What became of one event of the script: all that the hub ever said of it. */
export interface LedgerEntry {
  /** `<source> <id>`, the source in its short form. */
  readonly key: string;
  readonly clientId: string;
  /** Without its key: some systems know no more. */
  readonly nir: string | null;
  readonly receipts: Receipt[];
  refused: string | null;
}

/** Everything that was sent, by event. An event with a receipt must be found, once, for ever. */
export interface Ledger {
  readonly entries: ReadonlyMap<string, LedgerEntry>;
  /** Since the last time this was asked. */
  takeCounts(): Counts;
  /** Acknowledged for the first time since the last time this was asked. */
  takeAcknowledged(): readonly LedgerEntry[];
  sent(clientId: string, event: CloudEvent): void;
  acknowledged(event: CloudEvent, receipt: Receipt): void;
  refused(event: CloudEvent, rule: string): void;
  /** The hub answered that it does not know. */
  unknown(): void;
  /** No answer, or none that speaks of the events. */
  unanswered(events: number): void;
}

export interface Counts {
  acknowledged: number;
  repeated: number;
  refused: number;
  unknown: number;
  unanswered: number;
  /** Refusals by rule. */
  rules: Record<string, number>;
}

export function openLedger(): Ledger {
  const entries = new Map<string, LedgerEntry>();
  let counts = noCounts();
  let fresh: LedgerEntry[] = [];
  const entryOf = (event: CloudEvent) => entries.get(keyOf(event)) as LedgerEntry;
  return {
    entries,
    takeCounts() {
      const taken = counts;
      counts = noCounts();
      return taken;
    },
    takeAcknowledged() {
      const taken = fresh;
      fresh = [];
      return taken;
    },
    sent(clientId, event) {
      const key = keyOf(event);
      if (!entries.has(key)) entries.set(key, { key, clientId, nir: nirOf(event), receipts: [], refused: null });
    },
    acknowledged(event, receipt) {
      const entry = entryOf(event);
      if (entry.receipts.length === 0) {
        counts.acknowledged += 1;
        fresh.push(entry);
      } else counts.repeated += 1;
      entry.receipts.push(receipt);
    },
    refused(event, rule) {
      counts.refused += 1;
      counts.rules[rule] = (counts.rules[rule] ?? 0) + 1;
      entryOf(event).refused = rule;
    },
    unknown() {
      counts.unknown += 1;
    },
    unanswered(events) {
      counts.unanswered += events;
    },
  };
}

function noCounts(): Counts {
  return { acknowledged: 0, repeated: 0, refused: 0, unknown: 0, unanswered: 0, rules: {} };
}

export function keyOf({ source, id }: Pick<CloudEvent, 'source' | 'id'>): string {
  return `${source.replace(/^urn:hub:source:/, '')} ${id}`;
}

function nirOf({ data }: CloudEvent): string | null {
  const nir = (data.trainee as { nir?: unknown } | undefined)?.nir;
  return typeof nir === 'string' ? nir.slice(0, 13) : null;
}
