import type { Told } from './answers.ts';

export const markKinds = [
  'positioning',
  'planned',
  'stay',
  'interruption',
  'exit',
  'abandonment',
  'absence',
  'job',
  'certification',
  'cep',
  'registration',
] as const;
export type MarkKind = (typeof markKinds)[number];

/** One thing of a path on its days; the picture and the list show the same marks. */
export interface Mark {
  readonly kind: MarkKind;
  /** `YYYY-MM-DD` */
  readonly from: string;
  /** Null: it goes on. The same day as `from`: it is of that day alone. */
  readonly to: string | null;
  readonly says: string;
  /** Null: nobody alone says it. `standing` null: nothing decides between several. */
  readonly told: { readonly source: string; readonly standing: Told['standing'] | null } | null;
}

export interface Row {
  readonly head: string;
  readonly detail: string;
  /** Of a dossier; null: it leads nowhere. */
  readonly dossier: number | null;
  readonly marks: readonly Mark[];
}

export interface Lane {
  readonly name: string;
  readonly rows: readonly Row[];
}
