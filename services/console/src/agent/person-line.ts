import { type Html, html } from '@hub/platform';
import { day } from '../frame/parts.ts';
import type { Path } from './answers.ts';

/** Who a person is, as far as the organisation may know. */
export function personName({ identity }: Pick<Path, 'identity'>): Html {
  if (identity === undefined) return html`Votre organisme n’a pas à connaître l’identité de cette personne.`;
  const { usualName, birthName, firstNames, birthDate } = identity;
  const name = [firstNames, usualName ?? birthName].filter((each) => each !== undefined).join(' ');
  const born =
    usualName !== undefined && usualName !== birthName && birthName !== undefined ? ` (naissance : ${birthName})` : '';
  return html`<strong>${name}</strong>${born}${birthDate === undefined ? null : `, née ou né le ${day(birthDate)}`}.`;
}
