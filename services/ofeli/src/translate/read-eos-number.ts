import { looksLikeNir } from '@hub/core';
import { childrenOf, type LheoElement, outcomeAt, textOf } from './lheo-element.ts';
import { type Report, shown } from './read-fields.ts';

/**
 * The number that the Région's EOS has for this session, of which LHEO has no element: an extra of the session,
 * `<extras info="EOS"><extra info="numero-EOS">67680</extra></extras>`. Undefined where there is none that can be one.
 */
export function readEosNumber(session: LheoElement, report: Report): string | undefined {
  const [extra, ...others] = childrenOf(session, 'extras').flatMap(eosExtras);
  for (const other of others) {
    report(outcomeAt('ignored', 'code-surplus', other, "Un autre numéro d'EOS est déjà transmis.", 'training'));
  }
  const number = textOf(extra)?.toUpperCase();
  if (extra === undefined || number === undefined || /^0+$/.test(number)) return undefined;
  const isNir = looksLikeNir(number);
  if (!isNir && /^[A-Z0-9][A-Z0-9._-]{0,31}$/.test(number)) return number;
  const rule = isNir ? 'number-like-nir' : 'number-unusable';
  report(outcomeAt('refused', rule, extra, isNir ? '' : `Lu : ${shown(number)}.`, 'training'));
  return undefined;
}

function eosExtras(extras: LheoElement): LheoElement[] {
  const own = childrenOf(extras, 'extra').filter(({ attributes }) => attributes.info === 'numero-EOS');
  return [...own, ...childrenOf(extras, 'extras').flatMap(eosExtras)];
}
