import { type FreshnessFigures, type Html, html, type SourceFreshness } from '@hub/platform';
import { count, delay, instant, table } from '../../frame/parts.ts';
import { sourceName, topicWords, word } from '../operator-words.ts';

/** One source, whatever topics it reports. */
interface Source {
  readonly source: string;
  readonly topics: readonly SourceFreshness[];
  readonly lastAt: string | null;
}

/** Since when, of topics of one source, the first was late. */
export function sinceOf(topics: readonly SourceFreshness[]): string {
  const [first] = topics
    .filter(({ lateSince }) => lateSince !== null)
    .sort((a, b) => ((a.lateSince ?? '') < (b.lateSince ?? '') ? -1 : 1));
  if (first === undefined) return '';
  return `${first.lateBefore ? ' depuis avant' : ' depuis'} le ${instant(first.lateSince)}`;
}

/** Every source that is known: what was promised of it and kept, and when it was last heard of. */
export function freshSources(freshness: FreshnessFigures | null): Html {
  if (freshness === null) return html`<p>Aucune version n’est donnée aux lecteurs.</p>`;
  const { promisedSeconds, minutes, sources } = freshness;
  const promise =
    promisedSeconds === null ? 'Aucune promesse n’est connue' : `Promis : montré en ${delay(promisedSeconds)} au plus`;
  return html`<p>${promise}, compté sur les ${minutes} dernières minutes. Une source dont rien ne vient n’est pas forcément en panne : elle peut n’avoir rien à dire.</p>
${sourcesTable(sourcesOf(freshness))}${notHeard(freshness)}${sources.length === 0 ? null : html`<details><summary>Le détail, par thème</summary>${topicsTable(sources)}</details>`}`;
}

/** In a line: many were agreed with, and do not report yet. */
function notHeard({ reporting }: FreshnessFigures): Html | null {
  const silent = reporting.filter(({ lastAt }) => lastAt === null).map(({ source }) => sourceName(source));
  if (silent.length === 0) return null;
  return html`<p><strong>Rien depuis une heure au moins, ou jamais :</strong> ${silent.join(', ')}.</p>`;
}

/** Late ones first, then those of which nothing comes any more, the longest silent first. */
function sourcesOf({ sources, reporting }: FreshnessFigures): readonly Source[] {
  const topics = Map.groupBy(sources, ({ source }) => source);
  const all = reporting
    .filter(({ lastAt }) => lastAt !== null)
    .map(({ source, lastAt }) => ({ source, lastAt, topics: topics.get(source) ?? [] }));
  const rank = (each: Source) => (isLate(each) ? 0 : each.topics.length === 0 ? 1 : 2);
  const silentSince = (each: Source) => (each.topics.length === 0 ? (each.lastAt ?? '') : '');
  return all.sort(
    (a, b) => rank(a) - rank(b) || (silentSince(a) < silentSince(b) ? -1 : silentSince(a) > silentSince(b) ? 1 : 0),
  );
}

function isLate({ topics }: Pick<Source, 'topics'>): boolean {
  return topics.some((each) => each.isLate);
}

function sourcesTable(sources: readonly Source[]): Html {
  const sum = (topics: Source['topics'], of: 'events' | 'late') => topics.reduce((total, each) => total + each[of], 0);
  return table<Source>(
    'Sources : celles en retard d’abord, puis celles dont rien ne vient plus',
    [
      { head: 'Source', cell: ({ source }) => sourceName(source) },
      { head: 'Promesse', cell: ({ topics }) => kept(topics) },
      {
        head: 'Dernier événement',
        cell: ({ lastAt }) => instant(lastAt),
      },
      { head: 'Événements', cell: ({ topics }) => sum(topics, 'events'), isNumber: true },
      { head: 'Hors délai', cell: ({ topics }) => sum(topics, 'late'), isNumber: true },
    ],
    sources,
  );
}

function kept(topics: readonly SourceFreshness[]): Html | string {
  if (isLate({ topics })) return html`<strong class="late">En retard</strong>${sinceOf(topics)}`;
  return topics.length === 0 ? 'Rien reçu ces minutes-ci' : 'Tenue';
}

function topicsTable(topics: readonly SourceFreshness[]): Html {
  return table<SourceFreshness>(
    'Fraîcheur par source et par thème',
    [
      { head: 'Source', cell: ({ source }) => sourceName(source) },
      { head: 'Thème', cell: ({ topic }) => word(topicWords(), topic) },
      { head: 'Promesse', cell: (topic) => kept([topic]) },
      { head: 'Événements', cell: ({ events }) => count(events), isNumber: true },
      { head: 'Hors délai', cell: ({ late }) => count(late), isNumber: true },
      { head: 'Moitié montrée en', cell: ({ p50Seconds }) => delay(p50Seconds), isNumber: true },
      { head: '99 sur 100 en', cell: ({ p99Seconds }) => delay(p99Seconds), isNumber: true },
    ],
    topics,
  );
}
