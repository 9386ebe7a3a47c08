import { setTimeout as delay } from 'node:timers/promises';
import type { ConsoleContext } from '../frame/console-context.ts';
import { ApiProblem } from '../frame/hub-api.ts';
import type { Visitor } from '../frame/visitor.ts';
import type { AnomalyCounts, ExpectationCounts } from './answers.ts';

/** `counting`: it goes over every dossier of the organisation, and is not there yet; `none`: the hub counts nothing for this purpose. */
export type KeptCount<Counts> =
  | { readonly state: 'counted'; readonly counts: Counts; readonly atMs: number }
  | { readonly state: 'counting' }
  | { readonly state: 'none' };

export interface KeptCounts {
  anomalies(visitor: Visitor): Promise<KeptCount<AnomalyCounts>>;
  expectations(visitor: Visitor): Promise<KeptCount<ExpectationCounts>>;
  /** Of these what the organisation itself is to mend, and to tell. */
  ownAnomalies(visitor: Visitor): Promise<KeptCount<AnomalyCounts>>;
  ownExpectations(visitor: Visitor): Promise<KeptCount<ExpectationCounts>>;
}

interface Kept<Counts> {
  /** What was counted last. */
  shown: KeptCount<Counts>;
  /** Of a count that is under way. */
  counting: Promise<void> | null;
  askedMs: number;
}

/** A page waits no longer for a count: of a Région it takes seconds. */
const waitMs = 120;
const freshMs = 60_000;
const keptMax = 500;

/** What an organisation has to do, counted anew at most once a minute; whoever comes meanwhile sees the count of before. */
export function keptCounts({ api, clock }: Pick<ConsoleContext, 'api' | 'clock'>): KeptCounts {
  const keep = <Counts>(path: string) => {
    const kept = new Map<string, Kept<Counts>>();
    return async (visitor: Visitor): Promise<KeptCount<Counts>> => {
      // Rights are the organisation's for a purpose, and so is the count.
      const key = `${visitor.siret} ${visitor.purpose}`;
      const own: Kept<Counts> = kept.get(key) ?? { shown: { state: 'counting' }, counting: null, askedMs: 0 };
      if (kept.size >= keptMax) kept.clear();
      kept.set(key, own);
      if (own.counting === null && clock() - own.askedMs > freshMs) {
        own.askedMs = clock();
        own.counting = countOnce<Counts>(api, clock, visitor, path).then((counted) => {
          own.shown = counted ?? own.shown;
          own.counting = null;
        });
      }
      if (own.shown.state === 'counting' && own.counting !== null) await Promise.race([own.counting, delay(waitMs)]);
      return own.shown;
    };
  };
  return {
    anomalies: keep<AnomalyCounts>('/v1/anomalies/counts'),
    expectations: keep<ExpectationCounts>('/v1/expectations/counts'),
    ownAnomalies: keep<AnomalyCounts>('/v1/anomalies/counts?own=true&past=false'),
    ownExpectations: keep<ExpectationCounts>('/v1/expectations/counts?own=true'),
  };
}

/** Null: the hub did not answer; what was counted before stays. */
async function countOnce<Counts>(
  api: ConsoleContext['api'],
  clock: () => number,
  visitor: Visitor,
  path: string,
): Promise<KeptCount<Counts> | null> {
  try {
    return { state: 'counted', counts: await api.ask<Counts>(visitor, path), atMs: clock() };
  } catch (error) {
    return error instanceof ApiProblem && error.problem.status < 500 ? { state: 'none' } : null;
  }
}
