import type { IdentifierKind, LinkReason } from '@hub/core';

/** The aliases of one event, by hexadecimal name, with what its source may say of them. */
export interface AliasGroup {
  /** The strongest first. */
  readonly aliases: readonly { readonly hex: string; readonly kind: IdentifierKind }[];
  /** The source says that the NIR of this group are of one person. */
  readonly joinsNirs: boolean;
  /** Kinds for which the source is certified. */
  readonly certifies: readonly IdentifierKind[];
  /** SIRET for which they are reported; null: an operator names somebody. */
  readonly organisation: string | null;
}

export interface Bindings {
  /** Trainee by alias; never changed, only added to. */
  readonly owners: Map<string, string>;
  /** Trainees that a NIR is bound to; only added to. */
  readonly nirHolders: Set<string>;
  /** By trainee who was known before, for which organisations. */
  readonly reportedFor: ReadonlyMap<string, readonly string[]>;
}

/**
 * Finds or makes a trainee for each group, in order, and binds its new aliases: the strongest decides. What else is new is bound
 * to that trainee where the source is certified for all of them, else to a trainee of its own, and a link is proposed (rules.md,
 * Identifiers and persons): what storage merges cannot be parted again, and whoever could move what others report under a
 * number could hide a person. Whether the hub knew the person makes no difference: the numbers of dossiers would tell it.
 */
export function resolveTrainees(
  groups: readonly AliasGroup[],
  bindings: Bindings,
  newTrainee: () => string,
): readonly string[] {
  const { owners, nirHolders } = bindings;
  return groups.map((group) => {
    const trainee = knownTrainee(group, bindings) ?? newTrainee();
    for (const [index, { hex, kind }] of group.aliases.entries()) {
      if (owners.has(hex)) continue;
      const owner = index === 0 || mayBind(group, bindings, trainee, kind) ? trainee : newTrainee();
      owners.set(hex, owner);
      if (kind === 'nir') nirHolders.add(owner);
    }
    return trainee;
  });
}

/**
 * Whose the strongest alias is, or may become: of somebody known by a weaker one, whom another organisation has reported too.
 * Of somebody known to this source alone, the number of a dossier would tell it whether the stronger one was known. Null:
 * somebody new.
 */
function knownTrainee(group: AliasGroup, bindings: Bindings): string | null {
  const { owners, reportedFor } = bindings;
  const [strongest] = group.aliases;
  if (strongest === undefined) return null;
  const owner = owners.get(strongest.hex);
  if (owner !== undefined) return owner;
  const weaker = group.aliases.find(({ hex }) => owners.has(hex));
  const candidate = weaker === undefined ? undefined : owners.get(weaker.hex);
  if (candidate === undefined || strongest.kind === 'partner') return null;
  const isKnownToOthers = reportedFor.get(candidate)?.some((each) => each !== group.organisation) === true;
  return isKnownToOthers && mayBind(group, bindings, candidate, strongest.kind) ? candidate : null;
}

/**
 * Only who answers for both of two identifiers binds them: whoever answered for one alone could bind its own, or one that it
 * made up, to whom it follows, and read what others report under it, or see by the numbers of dossiers whether the other was
 * known. Two NIR may be two persons: a trainee has one. A partner's own number is its own affair.
 */
function mayBind(
  { aliases, certifies }: AliasGroup,
  { nirHolders }: Bindings,
  trainee: string,
  kind: IdentifierKind,
): boolean {
  if (kind === 'partner') return true;
  if (kind === 'nir' && nirHolders.has(trainee)) return false;
  return aliases.every((alias) => alias.kind === 'partner' || certifies.includes(alias.kind));
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
