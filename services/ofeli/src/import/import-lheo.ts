import {
  type ImportOptions,
  type ImportResult,
  importSource,
  type OpenSource,
  readLines,
  type SourceFormat,
  type SourceItem,
  type Sources,
  type Translation,
} from '@hub/platform';
import type { LheoElement } from '../translate/lheo-element.ts';
import { lheoRules } from '../translate/outcome.ts';
import { seenSessions } from '../translate/session-reference.ts';
import { type ToldAt, type ToldStatements, toldStatements } from '../translate/told-statements.ts';
import { type TranslationContext, tiedWith, translateFormation } from '../translate/translate-formation.ts';
import { type TranslatedInterruption, translateInterruption } from '../translate/translate-interruption.ts';
import { lheoHeadDate } from './lheo-head-date.ts';
import type { LheoBounds } from './lheo-reading.ts';
import { readLheo } from './read-lheo.ts';

export interface LheoImport extends ImportOptions {
  /** Registry (two digits) of sessions whose CARIF prefix is nowhere in the file. */
  readonly registry?: string;
  /** Under which all is reported. Default: OFeli for its registry, for each other the system that holds it. */
  readonly source?: string;
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
  const told = toldStatements();
  const files = new WeakMap<OpenSource, FileSoFar>();
  const now = (options.now ?? new Date()).getTime();
  const registry = options.registry === undefined ? {} : { registry: options.registry };
  const { source: as } = options;
  return {
    rules: lheoRules,
    headDate: (head, name) => (isInterruptions(name) ? { kind: 'records' } : lheoHeadDate(head)),
    read: (source) => (isInterruptions(source.name) ? readInterruptions(source) : readOffer(source, options.bounds)),
    translate(record, source, line) {
      const { name: file, dated } = source;
      if ('formation' in record) {
        const soFar = files.get(source) ?? fileSoFar();
        files.set(source, soFar);
        return translateFormation(record.formation, { dated, now, ...soFar, told, file, ...registry, source: as });
      }
      return tellInterruption(translateInterruption(record.interruption, line, now, dated?.at ?? null, as), told, {
        file,
        line,
      });
    },
  };
}

type FileSoFar = Pick<TranslationContext, 'seen' | 'isFirst'>;

function fileSoFar(): FileSoFar {
  const met = new Set<string>();
  return { seen: seenSessions(), isFirst: (rule) => !met.has(rule) && met.add(rule).has(rule) };
}

function tellInterruption(translated: TranslatedInterruption, told: ToldStatements, at: ToldAt): Translation {
  if ('outcome' in translated) return { events: [], findings: [translated.outcome] };
  const { event, outcomes } = translated;
  const telling = told.tell(event.event, at);
  if (telling.kind === 'repeated')
    return { events: [], findings: [{ rule: 'statement-repeated', field: null, severity: 'ignored' }] };
  const tie = { rule: 'version-tied', field: null, severity: 'doubtful' } as const;
  const findings = telling.kind === 'tied' ? [{ ...tie, detail: tiedWith(telling.with) }] : [];
  return { events: [event], findings: [...outcomes, ...findings] };
}

function isInterruptions(name: string): boolean {
  return name.endsWith('.ndjson');
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
