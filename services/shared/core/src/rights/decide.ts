import type { RightsReader } from './evidence.ts';
import type { Relation } from './relations.ts';
import {
  type BlockCategory,
  type BlockScope,
  blockCategories,
  type Category,
  categories,
  type Described,
  descriptions,
  type RelationName,
  type Rights,
  type RightsRow,
} from './rights.ts';

/** What one organisation may see of one dossier, for one purpose, today. */
export interface Sight {
  /** `own`: nothing may say that there is more. */
  readonly described: Described;
  /** In the order of `categories`. */
  readonly categories: readonly Category[];
  /** Which sealed blocks are opened; of a category that is open for its own facts alone, its own. */
  readonly blocks: Readonly<Partial<Record<BlockCategory, BlockScope>>>;
  /** What of its own facts it sees beside that; the same where the dossier is described from these. */
  readonly own: readonly Category[];
  /** The relations that open it, the widest first. */
  readonly relations: readonly RelationName[];
  /** The last day of the widest of them; null: no day ends it. */
  readonly until: string | null;
  /** Days to which hours are held: those that the reader pays. Null: all. */
  readonly days: Relation['days'];
}

/**
 * What relations open, for one purpose: the rows of `rights.json` for them, added up. Null: nothing, which answers as
 * unknown does. A single read, a list, a count, a feed and a data set ask this function and no other.
 */
export function decide(
  rights: Rights,
  reader: Pick<RightsReader, 'kinds'>,
  relations: readonly Relation[],
  purpose: string,
): Sight | null {
  const opened = relations.flatMap((relation) =>
    rowsFor(rights, reader, relation.name, purpose).map((row) => ({ relation, row })),
  );
  const [widest] = opened.toSorted((a, b) => breadth(b.row) - breadth(a.row));
  if (widest === undefined) return null;
  const { described } = widest.row;
  const ofOwn = opened.filter(({ row }) => row.described === 'own').map(({ row }) => row);
  const shown = described === 'own' ? ofOwn : opened.map(({ row }) => row).filter((row) => row.described !== 'own');
  const held = opened.filter(({ row }) => row.described !== 'own').map(({ relation }) => relation.days);
  return {
    described,
    categories: unionOf(shown),
    blocks: blocksOf(opened.map(({ row }) => row)),
    own: unionOf(ofOwn),
    relations: [...new Set(opened.map(({ relation }) => relation.name))],
    until: latest(opened.filter(({ row }) => row.described === described).map(({ relation }) => relation.until)),
    days: held.length === 0 || held.includes(null) ? null : spanOf(held.filter((days) => days !== null)),
  };
}

/** The rows of `rights.json` for a relation; `hub rights explain` shows them. */
export function rowsFor(
  { rows }: Rights,
  { kinds }: Pick<RightsReader, 'kinds'>,
  relation: RelationName,
  purpose: string,
): readonly RightsRow[] {
  return rows.filter(
    (row) =>
      row.relation === relation && row.purposes.includes(purpose) && row.kinds.some((kind) => kinds.includes(kind)),
  );
}

/** What a reader sees of a whole person: each dossier, and what stands beside them. */
export interface PathSight {
  /** In the order of the dossiers. Null: nothing but a summary, where `person` holds `other-dossiers`; else nothing at all. */
  readonly dossiers: readonly (Sight | null)[];
  /** What lies outside the dossiers. */
  readonly person: readonly (typeof besideDossiers)[number][];
}

const besideDossiers = ['employment', 'other-dossiers', 'cep', 'registrations'] as const;

/**
 * `dossiers`: the relations to each of a person's dossiers; `person`: those to the person without any dossier. Null:
 * nothing of the person.
 */
export function decidePath(
  rights: Rights,
  reader: Pick<RightsReader, 'kinds'>,
  relations: { readonly dossiers: readonly (readonly Relation[])[]; readonly person: readonly Relation[] },
  purpose: string,
): PathSight | null {
  const dossiers = relations.dossiers.map((each) => decide(rights, reader, each, purpose));
  const alone = decide(rights, reader, relations.person, purpose);
  if (alone === null && dossiers.every((sight) => sight === null)) return null;
  const open = new Set([...dossiers, alone].flatMap((sight) => sight?.categories ?? []));
  return { dossiers, person: besideDossiers.filter((category) => open.has(category)) };
}

function breadth({ described }: RightsRow): number {
  return descriptions.indexOf(described);
}

function unionOf(rows: readonly RightsRow[]): readonly Category[] {
  return categories.filter((category) => rows.some((row) => row.categories.includes(category)));
}

function blocksOf(rows: readonly RightsRow[]): Sight['blocks'] {
  const open = blockCategories.flatMap((category) => {
    const scopes = rows.flatMap((row) => (row.categories.includes(category) ? [row.blocks[category] ?? 'own'] : []));
    return scopes.length === 0 ? [] : [[category, scopes.reduce(wider)] as const];
  });
  return Object.fromEntries(open);
}

/** Systems named beside one's own are wider than one's own alone; whoever is named twice is named by both. */
function wider(a: BlockScope, b: BlockScope): BlockScope {
  if (typeof a !== 'string' && typeof b !== 'string') return [...new Set([...a, ...b])].sort();
  return rankOf(a) >= rankOf(b) ? a : b;
}

function rankOf(scope: BlockScope): number {
  return typeof scope === 'string' ? ['own', '', 'dossier', 'all'].indexOf(scope) : 1;
}

function latest(days: readonly (string | null)[]): string | null {
  return days.includes(null) ? null : (days.toSorted().at(-1) ?? null);
}

function spanOf(
  spans: readonly { readonly from: string; readonly to: string | null }[],
): NonNullable<Relation['days']> {
  const from = spans.map((span) => span.from).reduce((a, b) => (a < b ? a : b));
  return { from, to: latest(spans.map(({ to }) => to)) };
}
