import type { IdentifierKind, LinkReason } from '@hub/core';

/** The aliases of one event, by hexadecimal name, with what its source may say of them. */
export interface AliasGroup {
  /** The strongest first. */
  readonly aliases: readonly { readonly hex: string; readonly kind: IdentifierKind }[];
  /** The source says that the NIR of this group are of one person. */
  readonly joinsNirs: boolean;
  /** Kinds for which the source is certified. */
  readonly certifies: readonly IdentifierKind[];
}

/** Only added to, but for the last. */
export interface Bindings {
  /** Trainee by alias. */
  readonly owners: Map<string, string>;
  /** Trainees that a NIR is bound to. */
  readonly nirHolders: Set<string>;
  /** Trainees that are known by one number of one partner, and nothing else. */
  readonly byOneNumber: Set<string>;
}

/**
 * Finds or makes a trainee for each group, in order, and binds its new aliases: the strongest decides. What is new is bound to
 * somebody known only where the source is certified for it, or where the person is known by nothing but that source's own
 * number; else it is somebody's own, and a link is proposed (rules.md, Identifiers and persons): what storage merges cannot
 * be parted again, and whoever could move what others report under a number could hide a person.
 */
export function resolveTrainees(
  groups: readonly AliasGroup[],
  bindings: Bindings,
  newTrainee: () => string,
): readonly string[] {
  return groups.map((group) => {
    const found = knownTrainee(group, bindings);
    const trainee = found ?? newTrainee();
    const mayBind = found === null ? () => true : bindable(group, bindings, found);
    for (const { hex, kind } of group.aliases) {
      if (bindings.owners.has(hex)) continue;
      const isTheirs = mayHold(group, bindings, trainee, kind) && mayBind(kind);
      bind(bindings, hex, kind, isTheirs ? trainee : newTrainee());
    }
    if (found === null && isOneNumber(group)) bindings.byOneNumber.add(trainee);
    return trainee;
  });
}

function isOneNumber({ aliases: [strongest, ...weaker] }: AliasGroup): boolean {
  return strongest?.kind === 'partner' && weaker.length === 0;
}

function bind({ owners, nirHolders, byOneNumber }: Bindings, hex: string, kind: IdentifierKind, owner: string): void {
  owners.set(hex, owner);
  if (kind === 'nir') nirHolders.add(owner);
  byOneNumber.delete(owner);
}

/** Whose the strongest alias is, or may become; null: somebody new. */
function knownTrainee(group: AliasGroup, bindings: Bindings): string | null {
  const { owners } = bindings;
  const [strongest] = group.aliases;
  if (strongest === undefined) return null;
  const owner = owners.get(strongest.hex);
  if (owner !== undefined) return owner;
  const known = group.aliases.find(({ hex }) => owners.has(hex));
  const candidate = known === undefined ? undefined : owners.get(known.hex);
  if (candidate === undefined || !mayHold(group, bindings, candidate, strongest.kind)) return null;
  return bindable(group, bindings, candidate)(strongest.kind) ? candidate : null;
}

/** Two NIR may be two persons: one trainee has two only where a source that is certified for them says so. */
function mayHold(
  { joinsNirs, certifies }: AliasGroup,
  { nirHolders }: Bindings,
  trainee: string,
  kind: IdentifierKind,
) {
  return kind !== 'nir' || !nirHolders.has(trainee) || (joinsNirs && certifies.includes('nir'));
}

/** Of which kinds this source's new aliases may become those of somebody known. A partner's own number is its own affair. */
function bindable(
  { aliases, certifies }: AliasGroup,
  { owners, byOneNumber }: Bindings,
  trainee: string,
): (kind: IdentifierKind) => boolean {
  const isOwnOnly =
    byOneNumber.has(trainee) && aliases.some(({ hex, kind }) => kind === 'partner' && owners.get(hex) === trainee);
  return (kind) => kind === 'partner' || isOwnOnly || certifies.includes(kind);
}

/**
 * Why two trainees are linked whose identifiers were told together: `strongest`, whose the event is, and another. A source
 * answers for it where it is certified for both: its own number alone says nothing to anybody else.
 */
export function linkReasonOf(
  { joinsNirs, certifies }: Pick<AliasGroup, 'joinsNirs' | 'certifies'>,
  strongest: IdentifierKind,
  other: IdentifierKind,
): LinkReason {
  const kinds = [strongest, other].filter((kind) => kind !== 'partner');
  if (kinds.length === 0 || !kinds.every((kind) => certifies.includes(kind))) return 'identifiers-told-together';
  return joinsNirs && other === 'nir' ? 'former-nir-certified' : 'identifiers-certified';
}
