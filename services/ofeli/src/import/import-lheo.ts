import {
  type ImportOptions,
  type ImportResult,
  importSource,
  type OpenSource,
  readLines,
  type SourceFormat,
  type SourceItem,
  type Sources,
} from '@hub/platform';
import type { LheoElement } from '../translate/lheo-element.ts';
import { lheoRules } from '../translate/outcome.ts';
import { seenSessions } from '../translate/session-reference.ts';
import { translateFormation } from '../translate/translate-formation.ts';
import { translateInterruption } from '../translate/translate-interruption.ts';
import type { LheoBounds } from './lheo-reading.ts';
import { readLheo } from './read-lheo.ts';

export interface LheoImport extends ImportOptions {
  /** Registry (two digits) of sessions whose CARIF prefix is nowhere in the file. */
  readonly registry?: string;
  /** When the files were made, where they do not say so; default: the time of change of each file, else now. */
  readonly exportedAt?: Date;
  /** Default: now. Nothing is reported as recorded later. */
  readonly now?: Date;
  readonly bounds?: LheoBounds;
}

/**
 * Imports LHEO offers (1.3, 2.2, 2.3): each session with a number becomes one `session-published`, each dated
 * recruitment a `recruitment-opened`, each withdrawal a `session-withdrawn`; a file named `….ndjson` is OFeli's export
 * of interruptions (one JSON object a line, see `InterruptionLine`).
 */
export function importLheo(options: LheoImport & Sources): Promise<ImportResult> {
  return importSource(lheoFormat(options), options);
}

/** A formation of an offer, or a line of the export of interruptions. */
type LheoRecord = { readonly formation: LheoElement } | { readonly interruption: string };

function lheoFormat(options: LheoImport): SourceFormat<LheoRecord> {
  const seen = seenSessions();
  const now = (options.now ?? new Date()).getTime();
  const registry = options.registry === undefined ? {} : { registry: options.registry };
  return {
    rules: lheoRules,
    read: (source) => (source.name.endsWith('.ndjson') ? readInterruptions(source) : readOffer(source, options.bounds)),
    translate(record, { changedAt }, line) {
      if ('formation' in record) {
        const exportedAt = Math.min(options.exportedAt?.getTime() ?? changedAt ?? now, now);
        return translateFormation(record.formation, { exportedAt, now, seen, ...registry });
      }
      const translated = translateInterruption(record.interruption, line, now);
      return 'event' in translated
        ? { events: [translated.event], findings: [] }
        : { events: [], findings: [translated.outcome] };
    },
  };
}

async function* readInterruptions({ bytes }: OpenSource): AsyncGenerator<SourceItem<LheoRecord>> {
  for await (const { line, text } of readLines(bytes)) yield { kind: 'record', line, record: { interruption: text } };
}

async function* readOffer(
  { bytes }: OpenSource,
  bounds: LheoBounds | undefined,
): AsyncGenerator<SourceItem<LheoRecord>> {
  for await (const item of readLheo(bytes, bounds)) {
    if (item.kind === 'formation') {
      const { formation } = item;
      yield { kind: 'record', line: formation.line, record: { formation } };
    } else {
      const finding = item.outcome;
      yield { kind: item.kind === 'failed' ? 'failed' : 'finding', line: finding.place.line, finding };
    }
  }
}
