import type { SeenSessions } from '../domain/translate-formation.ts';

/** About 100 bytes each: the whole national offer (some 500,000 sessions) takes 50 MB. */
const sessionsMax = 1_000_000;

/** Remembers the first million sessions of an import, enough for a national file. */
export function seenSessions(): SeenSessions {
  const actions = new Map<string, string>();
  return {
    meet(key, action) {
      const first = actions.get(key);
      if (first !== undefined) return first;
      // A copy made of its characters: a slice would keep the whole piece of the file that it came from alive.
      if (actions.size < sessionsMax) actions.set(key, Buffer.from(action).toString());
      return null;
    },
  };
}
