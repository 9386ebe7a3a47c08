import { type Dictionary, systemLabel } from '@hub/platform';
import { count } from '../frame/parts.ts';
import type { Cell } from './figure-table.ts';
import type { SaidMeasure } from './statistics.ts';

export const countsWords: Readonly<Record<SaidMeasure['counts'], string>> = {
  dossier: 'Compte des dossiers.',
  training: 'Compte des périodes de formation : un dossier peut en avoir plusieurs.',
};

/** What a key is called, and what its values are where no code list of the dictionary has them. */
const keys: Readonly<Record<string, { readonly name: string; readonly all: string }>> = {
  territory: { name: 'Territoire', all: 'Tous les territoires' },
  funding: { name: 'Financement', all: 'Tous les financements' },
  financer: { name: 'Nature du financeur', all: 'Toutes les natures' },
  domain: { name: 'Domaine (Formacode)', all: 'Tous les domaines' },
  source: { name: 'Source de la déclaration', all: 'Toutes les sources' },
};

const kinds: Readonly<Record<string, string>> = {
  region: 'Région',
  'france-travail': 'France Travail',
  agefiph: 'Agefiph',
  'transitions-pro': 'Transitions Pro',
  opco: 'OPCO',
  none: 'Aucun financeur connu',
  other: 'Autre financeur',
  several: 'Plusieurs financeurs',
};

export function keyName(key: string): string {
  return keys[key]?.name ?? key;
}

export function allOfKey(key: string): string {
  return keys[key]?.all ?? 'Tous';
}

export function codeLabel(dictionary: Pick<Dictionary, 'codes'>, key: string, code: string): string {
  if (code === 'unknown') return 'Non connu';
  if (key === 'financer') return kinds[code] ?? code;
  if (key === 'domain') return `Domaine ${code}`;
  if (key === 'source') return systemLabel(dictionary, code);
  return dictionary.codes.find(({ name }) => name === key)?.values.find((value) => value.code === code)?.label ?? code;
}

export const cellWords = { hidden: 'masqué', open: 'non établi' } as const;

export function cellText(cell: Cell): string {
  return cell.state === 'told' ? count(cell.value) : cellWords[cell.state];
}

/** Why a figure is not told. */
export function whyUntold(state: Untold, fewest: number): string {
  return `${cellWords[state]} : ${reasons[state](fewest)}.`;
}

type Untold = keyof typeof cellWords;

const reasons: Readonly<Record<Untold, (fewest: number) => string>> = {
  hidden: (fewest) => `personne, moins de ${fewest}, ou un nombre dont on déduirait un plus petit`,
  open: () =>
    'le mois est trop récent, ou rien ne peut en être dit dans tout le pays : trop peu de cas, ou presque tous du même côté',
};

export function hiddenWords(fewest: number): string {
  return `Deux mots tiennent lieu de nombre. ${capital(whyUntold('hidden', fewest))} ${capital(whyUntold('open', fewest))} Ainsi, ce qui est dit de beaucoup ne dit rien de quelqu’un. Les nombres sont arrondis à 5.`;
}

export function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

export const yearBeforeLabel = 'Un an plus tôt';

export function shareLabel({ label }: SaidMeasure): string {
  return `Part de « ${label} », en %`;
}

/** What stands beside the axis of a plot. */
export function unitOf({ counts }: SaidMeasure): string {
  return counts === 'dossier' ? 'dossiers' : 'périodes de formation';
}
