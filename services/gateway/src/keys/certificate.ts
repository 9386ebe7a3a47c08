import { readProcesses } from '@hub/platform';
import { type Destruction, destructionOf } from '../registry/destroyed-trainees.ts';
import type { KeyWork } from './key-stores.ts';

/** What can be said of a destruction. French: its reader is a person of the field, or the person's heirs. */
export interface Certificate extends Destruction {
  /**
   * `under-way`: the key is there. `pending`: it is gone from the key store, and opens from a backup for whoever has the KEK
   * that wrapped it. `certified`: every epoch of the KEK that may have wrapped it has ended, and no process holds one.
   */
  readonly state: 'under-way' | 'pending' | 'certified';
  /** What is missing; null: nothing. */
  readonly missing: string | null;
  /** What is left. */
  readonly stays: readonly string[];
}

const stays: readonly string[] = [
  'Sur le journal : les événements sous un identifiant interne tiré au hasard ; ce qu’ils avaient de personnel est scellé sous une clé qui n’existe plus.',
  'Sur le journal et dans le registre : une marque à clé de chaque identifiant, scellée sur le journal, pour reconnaître et écarter ce qui serait encore transmis.',
  'Dans les dossiers : les faits sans identité, que plus personne ne lit, et qui restent comptés.',
  'Dans la trace des consultations : l’identifiant interne, pendant un an (R6323-40).',
  'Ce qui reste est pseudonyme, et non anonyme : qui aurait tous les secrets du hub pourrait vérifier si un identifiant donné était celui de cette personne.',
];

/** Null where nothing of this trainee was ever destroyed. */
export async function certificateOf(work: KeyWork, trainee: string): Promise<Certificate | null> {
  const destruction = await destructionOf(work, trainee);
  if (destruction === null) return null;
  const { copiesUnder, kekEpoch } = destruction;
  const copies =
    copiesUnder.length === 0
      ? []
      : [`Sous les clés de ${copiesUnder.join(', ')} : les copies de faits qui leur avaient été attribués par erreur.`];
  const missing = await missingFor(work, kekEpoch);
  const state = kekEpoch === null ? 'under-way' : missing === null ? 'certified' : 'pending';
  return { ...destruction, state, missing, stays: [...stays, ...copies] };
}

/** `kekEpoch`: the greatest under which the key may be in a backup; null: it is still in the key store. */
async function missingFor({ pool, keyStore }: KeyWork, kekEpoch: number | null): Promise<string | null> {
  if (kekEpoch === null) return 'La clé n’est pas encore détruite.';
  const epochs = await keyStore.epochs.read();
  const open = epochs.filter(({ epoch, state }) => epoch <= kekEpoch && state !== 'ended').map(({ epoch }) => epoch);
  if (open.length > 0) {
    return `La KEK d’époque ${open.join(', ')} n’est pas terminée : les sauvegardes d’avant s’ouvrent encore avec elle.`;
  }
  const held = heldBy(await readProcesses(pool), kekEpoch);
  const ours = keyStore.epochs.held.filter((epoch) => epoch <= kekEpoch);
  if (held === 0 && ours.length === 0) return null;
  return `${Math.max(held, 1)} processus du hub ont encore la KEK d’époque ${kekEpoch} ou d’avant : la retirer de chaque fichier de secrets, puis les redémarrer.`;
}

function heldBy(processes: Awaited<ReturnType<typeof readProcesses>>, kekEpoch: number): number {
  const isHeld = (secret: string) => secret.startsWith('kek ') && Number(secret.slice(4)) <= kekEpoch;
  return processes.filter(({ heard, secrets }) => heard && secrets.some(isHeld)).length;
}
