/** The aliases of one event, the strongest first, by hexadecimal name. */
export interface AliasGroup {
  readonly aliases: readonly { readonly hex: string; readonly kind: string }[];
  /** The source says that the NIR of this group are of one person. */
  readonly joinsNirs: boolean;
}

/** Whose a group is. */
export interface Resolution {
  readonly trainee: string;
  /** Owners of weaker aliases of the group: a link with them is proposed. */
  readonly others: readonly string[];
}

export interface Bindings {
  /** Trainee by alias; never changed, only added to. */
  readonly owners: Map<string, string>;
  /** Trainees that a NIR is bound to. */
  readonly nirHolders: Set<string>;
}

/**
 * Finds or makes a trainee for each group, in order, and binds its new aliases to it: the owner of the strongest known
 * alias, else a new one. A NIR is not bound to a trainee that has another: two numbers may be two persons, and what
 * storage merges cannot be parted again; the two are linked instead, which a human can undo.
 */
export function resolveTrainees(
  groups: readonly AliasGroup[],
  bindings: Bindings,
  newTrainee: () => string,
): readonly Resolution[] {
  return groups.map((group) => {
    const trainee = ownerOf(group, bindings) ?? newTrainee();
    const others = new Set<string>();
    for (const { hex, kind } of group.aliases) {
      const bound = bindings.owners.get(hex);
      if (bound === undefined) bindings.owners.set(hex, trainee);
      else if (bound !== trainee) others.add(bound);
      if (kind === 'nir' && bound === undefined) bindings.nirHolders.add(trainee);
    }
    return { trainee, others: [...others] };
  });
}

function ownerOf(group: AliasGroup, { owners, nirHolders }: Bindings): string | null {
  const bringsNir = !group.joinsNirs && group.aliases.some(({ hex, kind }) => kind === 'nir' && !owners.has(hex));
  for (const { hex } of group.aliases) {
    const owner = owners.get(hex);
    if (owner !== undefined) return bringsNir && nirHolders.has(owner) ? null : owner;
  }
  return null;
}
