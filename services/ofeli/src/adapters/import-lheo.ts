import { type ImportOptions, type ImportResult, importSource, type SourceItem } from '../app/import-source.ts';
import { seenSessions } from '../app/seen-sessions.ts';
import { type TranslationContext, translateFormation } from '../domain/translate-formation.ts';
import { interruptionsOf } from './import-interruptions.ts';
import type { LheoBounds } from './lheo-reading.ts';
import { type OpenSource, openSources, type Sources, totalBytes, withFile } from './open-sources.ts';
import { readLheo } from './read-lheo.ts';

export interface LheoImport extends ImportOptions {
  /** Registry (two digits) of sessions whose CARIF prefix is nowhere in the file. */
  readonly registry?: string;
  /** When the files were made, where they do not say so; default: the time of change of each file, else now. */
  readonly exportedAt?: Date;
  /** Default: now. Nothing is told as recorded later. */
  readonly now?: Date;
  readonly bounds?: LheoBounds;
}

/**
 * Imports LHEO offers (1.3, 2.2, 2.3): each session with a number becomes one `session-published`, each dated
 * recruitment a `recruitment-opened`, each withdrawal a `session-withdrawn`; a file named `….ndjson` is OFeli's export
 * of interruptions (see `importInterruptions`). Elements that are wrong become outcomes; a file that cannot be read to
 * its end makes the result incomplete, and what came before is told. Throws only what `tell` throws.
 */
export async function importLheo(options: LheoImport & Sources): Promise<ImportResult> {
  return importSource(lheoItems(options), options, await totalBytes(options));
}

async function* lheoItems(options: LheoImport & Sources): AsyncGenerator<SourceItem> {
  const seen = seenSessions();
  let before = 0;
  for await (const source of openSources(options)) {
    if ('failed' in source) {
      yield { kind: 'failed', outcome: source.failed };
      continue;
    }
    let bytes = 0;
    for await (const item of fileItems(source, options, seen)) {
      if (item.kind === 'progress') {
        bytes = item.bytes;
        yield { kind: 'progress', bytes: before + bytes };
      } else yield item;
    }
    before += bytes;
  }
}

async function* fileItems(
  source: OpenSource,
  options: LheoImport,
  seen: TranslationContext['seen'],
): AsyncGenerator<SourceItem> {
  const now = (options.now ?? new Date()).getTime();
  if (source.name.endsWith('.ndjson')) {
    yield* interruptionsOf(source, now);
    return;
  }
  const context: TranslationContext = {
    exportedAt: Math.min(options.exportedAt?.getTime() ?? source.changedAt ?? now, now),
    now,
    seen,
    ...(options.registry === undefined ? {} : { registry: options.registry }),
  };
  for await (const item of readLheo(source.stream, options.bounds)) {
    if (item.kind === 'progress') yield item;
    else if (item.kind === 'failed') yield { kind: 'failed', outcome: withFile(item.outcome, source.name) };
    else if (item.kind === 'outcome') {
      yield { kind: 'translated', events: [], outcomes: [withFile(item.outcome, source.name)], sessions: 0 };
    } else {
      const { events, outcomes, sessions } = translateFormation(item.formation, context);
      const placed = outcomes.map((outcome) => withFile(outcome, source.name));
      const named = events.map((event) => ({ ...event, place: { ...event.place, file: source.name } }));
      yield { kind: 'translated', events: named, outcomes: placed, sessions };
    }
  }
}
