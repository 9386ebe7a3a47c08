import {
  type Category,
  components,
  crossesSight,
  type DossierVerdict,
  decide,
  decidePath,
  exceptedFundings,
  isAnother,
  joinDossiers,
  joinedEvidence,
  joinedPersonEvidence,
  type Relation,
  type RelationName,
  type Rights,
  type RightsReader,
  relationsOf,
  relationsOfTwo,
  type Scene,
  type SessionEvidence,
  type SessionVerdict,
  type Sight,
  type TraineeVerdict,
  unite,
} from '@hub/core';
import { type DossierColumns, type Grounds, type Partner, type PersonColumns, rightsReader } from '@hub/platform';

/** An organisation that reads, by one of its clients, and why. */
export interface Reader extends RightsReader {
  readonly purpose: string;
  /** Systems that the client writes for. */
  readonly sources: readonly string[];
  /** The categories that its convention lets it be given; empty: all. */
  readonly agreed: readonly string[];
}

export function readerOf(partner: Partner, purpose: string | null): Reader {
  const { sources, convention } = partner;
  return { ...rightsReader(partner), purpose: purpose ?? '', sources, agreed: convention?.categories ?? [] };
}

export function isAuthority({ kinds }: Pick<Reader, 'kinds'>): boolean {
  return kinds.includes('authority');
}

/** What one reader may see of one person: decided on columns, before anything of the person is fetched. */
export interface PersonSight {
  /** Whoever answers together to this reader, sorted. */
  readonly trainees: readonly string[];
  /** Rows that answer as one, with what is seen of them. */
  readonly dossiers: readonly SeenDossier[];
  /** Other dossiers of the person, of which only a summary is shown. */
  readonly others: readonly (readonly DossierColumns[])[];
  /** What lies beside the dossiers. */
  readonly person: readonly Category[];
  readonly grounds: Grounds;
}

export interface SeenDossier {
  readonly rows: readonly DossierColumns[];
  readonly sight: Sight;
  /** Of this dossier alone. */
  readonly grounds: Grounds;
}

/** Only these links join records and rights for this reader: to the authority everybody answers who was judged to be one. */
export function linksFor(reader: Pick<Reader, 'kinds' | 'siret'>): (verdict: TraineeVerdict) => boolean {
  return isAuthority(reader) ? () => true : (verdict) => crossesSight(verdict, reader.siret);
}

/** Null: nothing, of somebody known or of nobody. */
export function personSight(
  columns: PersonColumns,
  asked: string | null,
  reader: Reader,
  { rights, day }: { readonly rights: Rights; readonly day: string },
): PersonSight | null {
  if (asked === null || (columns.trainees.length === 0 && columns.dossiers.length === 0)) return null;
  const trainees = joinedWith(columns, asked, reader);
  const known = columns.trainees.filter(({ trainee }) => trainees.includes(trainee));
  const person = joinedPersonEvidence(known.map(({ evidence }) => evidence));
  const rows = columns.dossiers.filter(({ trainee }) => trainees.includes(trainee));
  const others = rows.map(({ evidence }) => evidence);
  const groups = groupsOf(
    columns,
    rows,
    reader,
    known.flatMap(({ verdicts }) => verdicts.dossierVerdicts),
  );
  const relationsIn = (scene: Pick<Scene, 'dossiers' | 'sessions'>) =>
    relationsOf(rights, reader, { ...scene, person, others, day });
  const relations = {
    dossiers: groups.map((group) =>
      relationsIn({ dossiers: group.map(({ evidence }) => evidence), sessions: sessionsOf(columns, group) }),
    ),
    person: relationsIn({ dossiers: [], sessions: [] }),
  };
  const decided = decidePath(rights, reader, relations, reader.purpose);
  if (decided === null) return null;
  const agreed = agreedWith(reader);
  const beside = decided.person.filter(agreed);
  return {
    trainees,
    dossiers: groups.flatMap((rows, index) => {
      const sight = decided.dossiers[index] ?? null;
      if (sight === null) return [];
      const of = { dossiers: [relations.dossiers[index] ?? []], person: relations.person };
      return [{ rows, sight: agreedSight(sight, agreed), grounds: groundsOf(reader, of, [rows], day) }];
    }),
    others: beside.includes('other-dossiers') ? groups.filter((_, index) => decided.dossiers[index] === null) : [],
    person: beside,
    grounds: groundsOf(reader, relations, groups, day),
  };
}

/**
 * What a search by an identifier shows. By own facts alone somebody is found by what the reader's organisation itself told: by an
 * identifier under which it reported, or which it told together with that one. To find its facts by any other would confirm
 * that others know their person by it. `isForeign`: another partner's own number, which the reader cannot have told.
 */
export function searchedSight(
  columns: PersonColumns,
  asked: string | null,
  reader: Reader,
  { isForeign, ...today }: { readonly rights: Rights; readonly day: string; readonly isForeign: boolean },
): PersonSight | null {
  const sight = personSight(columns, asked, reader, today);
  if (asked === null || (sight !== null && !isOwnAlone(sight))) return sight;
  const told = isForeign ? [] : toldTogether(columns, asked, reader);
  const own = told.find((trainee) => personSight(columnsOf(columns, trainee), trainee, reader, today) !== null);
  return own === undefined ? null : personSight(columns, own, reader, today);
}

function isOwnAlone({ dossiers, person }: PersonSight): boolean {
  return dossiers.length > 0 && person.length === 0 && dossiers.every(({ sight }) => sight.described === 'own');
}

/** Whom the reader's organisation told together with this one, itself first. */
function toldTogether({ trainees }: PersonColumns, asked: string, { siret }: Reader): readonly string[] {
  const pairs = trainees
    .flatMap(({ verdicts }) => verdicts.traineeVerdicts)
    .filter(({ by, organisation }) => by === 'rule' && organisation !== undefined && !isAnother(organisation, siret))
    .map(({ trainees: pair }) => pair);
  const others = unite([asked, ...pairs.flat()], pairs).find((members) => members.includes(asked)) ?? [];
  return [asked, ...others.filter((trainee) => trainee !== asked)];
}

function columnsOf({ trainees, dossiers, sessions }: PersonColumns, trainee: string): PersonColumns {
  return {
    trainees: trainees.filter((each) => each.trainee === trainee).map((each) => ({ ...each, linked: [] })),
    dossiers: dossiers.filter((each) => each.trainee === trainee),
    sessions,
  };
}

/** Made neither by the reader alone nor by one other partner: what is seen by these is counted as that of no pair. */
const standing: readonly RelationName[] = ['authority', 'registered'];

function groundsOf(
  reader: Reader,
  relations: { readonly dossiers: readonly (readonly Relation[])[]; readonly person: readonly Relation[] },
  groups: readonly (readonly DossierColumns[])[],
  day: string,
): Grounds {
  const stands = (found: readonly Relation[]) => found.some(({ name }) => standing.includes(name));
  const all = [...relations.dossiers.flat(), ...relations.person];
  const paired = all.filter(({ name }) => relationsOfTwo.includes(name));
  const excepted = groups.filter((_, index) => {
    const found = relations.dossiers[index] ?? [];
    return found.some(({ name }) => name === 'excepted') && !stands(found);
  });
  const fundings = excepted.flatMap((rows) =>
    exceptedFundings(reader, joinedEvidence(rows.map(({ evidence }) => evidence))),
  );
  return {
    pairedWith: stands(all) ? [] : [...new Set(paired.flatMap(({ by }) => by))],
    excepted: [...new Set(fundings)].map((funding) => ({
      funding,
      personsAMonth: reader.exceptions[funding] ?? 0,
      month: day.slice(0, 7),
    })),
  };
}

/** What is shown of these rows by more than the reader's own facts stands on. */
export function groundsOfRows({ dossiers }: PersonSight, rows: readonly { readonly number: number }[]): Grounds {
  const numbers = new Set(rows.map(({ number }) => number));
  const shown = dossiers.filter(
    (dossier) => dossier.sight.described !== 'own' && dossier.rows.some(({ number }) => numbers.has(number)),
  );
  const excepted = shown.flatMap(({ grounds }) => grounds.excepted);
  return {
    pairedWith: [...new Set(shown.flatMap(({ grounds }) => grounds.pairedWith))],
    excepted: [...new Map(excepted.map((each) => [each.funding, each])).values()],
  };
}

/** What the authority sees of any dossier: it hangs on nothing of the person. Null: nothing, for this purpose. */
export function authoritySight(rights: Rights, reader: Reader): Sight | null {
  const sight = decide(rights, reader, [{ name: 'authority', until: null, by: [], days: null }], reader.purpose);
  return sight && agreedSight(sight, agreedWith(reader));
}

function agreedWith({ agreed }: Reader): (category: Category) => boolean {
  return agreed.length === 0 ? () => true : (category) => agreed.includes(category);
}

function agreedSight(sight: Sight, agreed: (category: Category) => boolean): Sight {
  return { ...sight, categories: sight.categories.filter(agreed), own: sight.own.filter(agreed) };
}

/** Of whom nothing but a dossier is known, or nothing at all, there is no row. */
function joinedWith({ trainees, dossiers }: PersonColumns, asked: string, reader: Reader): readonly string[] {
  const rows = [...trainees, ...dossiers].map(({ trainee }) => trainee);
  const members = [...new Set([asked, ...rows, ...trainees.flatMap(({ linked }) => linked)])];
  if (members.length === 1) return members;
  const verdicts = trainees.flatMap((each) => each.verdicts.traineeVerdicts).filter(linksFor(reader));
  const holders = new Set(trainees.flatMap(({ trainee, hasNir }) => (hasNir ? [trainee] : [])));
  const parts = components(members, verdicts, ({ trainees: pair }) => pair, holders);
  return parts.find((part) => part.members.includes(asked))?.members ?? [asked];
}

/** That two sessions are one, on the word of the reader's own organisation or systems, joins no rights. */
function groupsOf(
  { sessions }: PersonColumns,
  rows: readonly DossierColumns[],
  { sources, siret }: Reader,
  verdicts: readonly DossierVerdict[],
): readonly (readonly DossierColumns[])[] {
  if (rows.length < 2) return rows.length === 0 ? [] : [rows];
  const isOwn = ({ source, organisation }: SessionVerdict) =>
    sources.includes(source) || (organisation !== undefined && !isAnother(organisation, siret));
  const byReference = new Map(
    sessions.map(({ reference, identified }) => [
      reference,
      { record: { identified: identified.filter((verdict) => !isOwn(verdict)) } },
    ]),
  );
  return joinDossiers(rows, verdicts, byReference).groups;
}

function sessionsOf({ sessions }: PersonColumns, group: readonly DossierColumns[]): readonly SessionEvidence[] {
  const named = new Set(group.flatMap(({ evidence }) => evidence.sessions));
  return sessions
    .filter(({ references }) => references.some((each) => named.has(each)))
    .map(({ evidence }) => evidence);
}

/** References of the stored sessions that these dossiers are joined with. */
export function storedSessionsOf({ sessions }: PersonColumns, rows: readonly DossierColumns[]): readonly string[] {
  const named = new Set(rows.flatMap((row) => row.named.flat()));
  const own = sessions.filter(({ reference, references }) =>
    [reference, ...references].some((each) => named.has(each)),
  );
  const also = new Set(own.flatMap(({ references }) => references));
  const joined = sessions.filter(
    (each) => own.includes(each) || [each.reference, ...each.references].some((name) => also.has(name)),
  );
  return joined.map(({ reference }) => reference);
}
