import type { RightsReader } from './evidence.ts';
import type { Rights } from './rights.ts';

/** Whose steering figures a reader is told: of every territory, of these alone, of none. */
export type StatisticsSight = 'all' | readonly string[];

export function statisticsSight(
  { statistics }: Pick<Rights, 'statistics'>,
  { kinds, territories }: Pick<RightsReader, 'kinds' | 'territories'>,
): StatisticsSight {
  const rows = statistics.filter((row) => row.kinds.some((kind) => kinds.includes(kind)));
  if (rows.some((row) => row.territories === 'all')) return 'all';
  return rows.length > 0 ? territories : [];
}
