import { looksLikeNir } from '@hub/core';
import { descend, type LheoElement, textOf } from './lheo-element.ts';

/** The key of a session: (CARIF prefix, number). A `numero` alone is unique in one CARIF and at one level only. */
export type SessionKey =
  | {
      readonly ok: true;
      /** Two digits, `07`. */
      readonly registry: string;
      /** Upper case, without prefix. */
      readonly number: string;
      /** The action's own prefix where it differs from the formation's. */
      readonly differs: boolean;
    }
  | {
      readonly ok: false;
      readonly rule: 'session-number-missing' | 'number-unusable' | 'number-like-nir' | 'registry-unknown';
    };

const prefixed = /^(\d{2})_(.+)$/;
const alphabet = /^[A-Z0-9][A-Z0-9._/@-]{0,79}$/;

/**
 * Reads the key of a session from `numero` of the session (`114782`, `14_SE_0000160070`), else the prefix of its action
 * (`07_114782`), else of its formation (`07_10`), else `numero-CARIF` of the feed's extras, else `fallback`.
 */
export function sessionKey(
  session: LheoElement,
  action: LheoElement,
  formation: LheoElement,
  fallback: string | undefined,
): SessionKey {
  const written = session.attributes.numero?.trim().toUpperCase() ?? '';
  if (written === '' || written === '-' || written === 'NULL') return { ok: false, rule: 'session-number-missing' };
  const own = prefixed.exec(written);
  const number = own?.[2] ?? written;
  if (!alphabet.test(number)) return { ok: false, rule: 'number-unusable' };
  if (looksLikeNir(number)) return { ok: false, rule: 'number-like-nir' };
  const ofAction = prefixOf(action);
  const ofFormation = prefixOf(formation);
  const registry = own?.[1] ?? ofAction ?? ofFormation ?? feedRegistry(formation) ?? fallback;
  if (registry === undefined) return { ok: false, rule: 'registry-unknown' };
  const differs = own === null && ofAction !== undefined && ofFormation !== undefined && ofAction !== ofFormation;
  return { ok: true, registry, number, differs };
}

/** The number of an action without its prefix, in the alphabet of references; undefined if it has none. */
export function actionNumber(action: LheoElement): string | undefined {
  const written = action.attributes.numero?.trim().toUpperCase();
  const number = written === undefined ? undefined : (prefixed.exec(written)?.[2] ?? written);
  return number !== undefined && alphabet.test(number) && number.length <= 40 && !looksLikeNir(number)
    ? number
    : undefined;
}

function prefixOf(element: LheoElement): string | undefined {
  return prefixed.exec(element.attributes.numero?.trim() ?? '')?.[1];
}

function feedRegistry(formation: LheoElement): string | undefined {
  for (const extras of formation.children) {
    if (extras.name !== 'extras' || extras.attributes.info !== 'FLUX-CARIF') continue;
    const extra = extras.children.find((child) => child.attributes.info === 'numero-CARIF');
    const number = textOf(extra ?? descend(extras, 'extra'));
    if (number !== undefined && /^\d{1,2}$/.test(number)) return number.padStart(2, '0');
  }
  return undefined;
}

/** Remembers sessions up to a bound, beyond which repeats are no longer noticed. */
export interface SeenSessions {
  /** The action under which the session was first met, or null where it is new (and remembered from now on). */
  meet(key: string, action: string): string | null;
}

/** About 100 bytes each: the whole national offer (some 500,000 sessions) takes 50 MB. */
const sessionsMax = 1_000_000;

/** Remembers the first million sessions of a file, enough for a national one. */
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
