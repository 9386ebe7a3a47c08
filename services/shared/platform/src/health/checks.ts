import { HubError } from '@hub/core';
import { within } from '../waiting/within.ts';

/** Something that must hold for a service to do its work. */
export interface Check {
  readonly name: string;
  /** Which services of this process need it. */
  readonly services: readonly string[];
  /** Resolves where it holds, rejects with why it does not. */
  readonly run: () => Promise<unknown>;
}

export interface CheckResult {
  readonly name: string;
  readonly services: readonly string[];
  /** `ok`, or the code of what is wrong: of a `HubError`, `no-answer` after two seconds, `internal` for anything else. */
  readonly state: string;
}

/** Runs all checks. */
export type Checks = () => Promise<readonly CheckResult[]>;

const answerMsMax = 2_000;

/**
 * Every check at once, each within two seconds. However many ask, each check runs once at a time: who asks while one runs
 * waits for its answer, so that a dependency that hangs is not asked again and again.
 */
export function checksOf(checks: readonly Check[]): Checks {
  const running = new Map<string, Promise<string>>();
  const stateOf = ({ name, run }: Check): Promise<string> => {
    const already = running.get(name);
    if (already !== undefined) return already;
    const state = Promise.resolve()
      .then(run)
      .then(() => 'ok', codeOf)
      .finally(() => running.delete(name));
    running.set(name, state);
    return state;
  };
  return () =>
    Promise.all(
      checks.map(async (check) => {
        const { name, services } = check;
        return { name, services, state: await within(stateOf(check), answerMsMax, () => 'no-answer') };
      }),
    );
}

/** Nothing of the message: whoever reads a probe is a stranger. */
function codeOf(error: unknown): string {
  return error instanceof HubError ? error.code : 'internal';
}
