import type { CheckResult } from './checks.ts';

/** A check, and what its process remembers of it. */
export interface ReportedCheck extends CheckResult {
  /** When it last did not hold, of the hour past, in RFC 3339; `until` null: it does not now. */
  readonly failed: { readonly from: string; readonly until: string | null } | null;
}

const rememberedMs = 3_600_000;
/** What comes back for so short a time was not mended. */
const sameMs = 60_000;

interface Failure {
  readonly from: number;
  readonly until: number | null;
}

/** Says of each check when it last failed. What has not held yet, as of a service that starts, has not failed. */
export function lastFailures(): (results: readonly CheckResult[], now: number) => readonly ReportedCheck[] {
  const known = new Map<string, Failure | null>();
  return (results, now) =>
    results.map((result) => {
      const failure = nextFailure(known.get(result.name), result.state === 'ok', now);
      if (failure !== undefined) known.set(result.name, failure);
      return { ...result, failed: failure ? said(failure) : null };
    });
}

/** `undefined`: it never held; null: it holds, and nothing is remembered. */
function nextFailure(last: Failure | null | undefined, holds: boolean, now: number): Failure | null | undefined {
  if (last == null) return holds ? null : last === undefined ? undefined : { from: now, until: null };
  if (!holds) {
    const isSame = last.until === null || now - last.until < sameMs;
    return { from: isSame ? last.from : now, until: null };
  }
  const until = last.until ?? now;
  return now - until < rememberedMs ? { from: last.from, until } : null;
}

function said({ from, until }: Failure): ReportedCheck['failed'] {
  return { from: new Date(from).toISOString(), until: until === null ? null : new Date(until).toISOString() };
}
