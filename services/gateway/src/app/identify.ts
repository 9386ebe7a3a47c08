import { type AliasKind, aliasOf, type Secrets } from '@hub/platform';
import type { CheckedEvent } from '../domain/check-event.ts';
import type { Identifier } from '../domain/trainee-block.ts';
import type { GatewayParts } from './parts.ts';
import type { Alias, AliasesTold } from './registry.ts';
import type { Work } from './work.ts';

/** The keyed hashes of an event's identifiers, the strongest first; null where it names nobody. */
export function aliasesTold(secrets: Secrets, event: CheckedEvent): AliasesTold | null {
  if (event.trainee === null || event.trainee.identifiers.length === 0) return null;
  const aliases = event.trainee.identifiers.map((identifier) => aliasFor(secrets, identifier, event.partner));
  return { aliases, joinsNirs: event.trainee.joinsNirs };
}

/** A partner's own number means nothing without the partner. */
export function aliasFor(secrets: Secrets, { kind, value }: Identifier, partner: string): Alias {
  const told: AliasKind = kind;
  const hash = aliasOf(secrets, told, told === 'partner' ? `${partner}:${value}` : value);
  return { hash, hex: hash.toString('hex'), kind: told };
}

/** Gives each event its trainee: all the events of a pipeline in one look-up. */
export async function identify(parts: GatewayParts, works: readonly Work[], reserve: boolean): Promise<void> {
  const named = works.filter((work) => work.told !== null);
  if (reserve) await refuseStrangers(parts, named);
  await lookUp(
    parts,
    named.filter((work) => work.refused === null),
    reserve,
  );
}

/** Somebody whom nobody knows has no dossier: refused before anything is reserved, for what is refused leaves nothing. */
async function refuseStrangers(parts: GatewayParts, named: readonly Work[]): Promise<void> {
  const numbered = named.filter((work) => work.event.dossier !== null);
  await lookUp(parts, numbered, false);
  for (const work of numbered) {
    if (work.trainee === null) work.refused = { rule: 'dossier-unknown', pointer: '/data/dossier' };
  }
}

async function lookUp(parts: GatewayParts, works: readonly Work[], reserve: boolean): Promise<void> {
  if (works.length === 0) return;
  const told = works.map((work) => work.told).filter((each) => each !== null);
  const identified = await parts.registry.identify(told, reserve);
  for (const [index, work] of works.entries()) {
    const found = identified[index];
    if (found === undefined) continue;
    work.trainee = found.trainee;
    work.others = found.others;
    work.sameByNir = found.sameByNir;
    work.unannounced = found.unannounced;
  }
}
