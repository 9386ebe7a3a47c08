import { type Fact, type FactSet, HubError } from '@hub/core';
import { type KeyStore, type SealedPlace, unseal } from '@hub/platform';

/** Whether two trainees are described alike, field by field; what was said of them is not. */
export interface ComparedField {
  readonly field: string;
  readonly agrees: boolean;
}

const fields = ['birthName', 'firstNames', 'birthDate', 'sex'] as const;

type Identity = Readonly<Partial<Record<(typeof fields)[number], string>>>;

/** The identity last told of each trainee, opened to be compared here and shown to nobody. */
export async function openIdentities(
  keyStore: KeyStore,
  trainees: readonly { readonly trainee: string; readonly facts: FactSet }[],
): Promise<ReadonlyMap<string, Identity>> {
  const keys = await keyStore.keysOf(trainees.map(({ trainee }) => trainee));
  const identities = new Map<string, Identity>();
  for (const { trainee, facts } of trainees) {
    const told = facts.filter(describes).reduce<Fact | null>(newer, null);
    const block = told?.sealed?.identity;
    const key = keys.get(trainee);
    if (told === null || block === undefined || key === undefined) continue;
    const place = { trainee, event: `${told.source}:${told.id}`, category: 'identity' } as const;
    const identity = opened(key, block, place);
    if (identity !== null) identities.set(trainee, identity);
  }
  return identities;
}

/** A damaged block hides what it said and nothing else. */
function opened(key: Buffer, block: string, place: SealedPlace): Identity | null {
  try {
    return JSON.parse(unseal(key, block, place)) as Identity;
  } catch (error) {
    if (error instanceof HubError && error.code === 'sealed-block-damaged') return null;
    throw error;
  }
}

function describes({ type, sealed }: Fact): boolean {
  return type === 'trainee-described' && sealed?.identity !== undefined;
}

function newer(known: Fact | null, fact: Fact): Fact {
  return known === null || fact.recordedAt >= known.recordedAt ? fact : known;
}

/** Fields that both have; capitals, accents, hyphens and spaces do not count. */
export function compareIdentities(one: Identity = {}, other: Identity = {}): readonly ComparedField[] {
  return fields.flatMap((field) => {
    const [left, right] = [one[field], other[field]];
    if (left === undefined || right === undefined) return [];
    return [{ field, agrees: plain(left) === plain(right) }];
  });
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
}
