import { sortedOnce } from '../dossier/facts.ts';
import { sessionRegistry } from '../identifiers/training-reference.ts';
import type { SessionDescription, SessionVerdict } from './session-record.ts';
import { sameAs } from './session-verdicts.ts';

/** What of two published sessions is compared. */
export const likenessFields = ['organisation', 'place', 'days', 'certification', 'title'] as const;

export interface Likeness {
  readonly field: (typeof likenessFields)[number];
  readonly agrees: boolean;
}

/** A published session, with what was said of it and others. */
export interface ComparedSession {
  readonly reference: string;
  readonly published: SessionDescription;
  readonly identified: readonly SessionVerdict[];
}

/** Two sessions that may be one, and why; a field that one of them does not have is not there. */
export interface SessionProposal {
  readonly references: readonly [string, string];
  readonly likeness: readonly Likeness[];
}

/**
 * Texts of which two sessions have one in common where an organisation, a commune or postal code, the start and the end of both
 * are the same. Of a session without start, end, place or organisation there is none: too little is known to propose it.
 */
export function meetingKeys(session: SessionDescription): readonly string[] {
  const { start, end, place } = session;
  if (start === null || end === null) return [];
  const places = [place?.inseeCode && `i${place.inseeCode}`, place?.postalCode && `p${place.postalCode}`];
  const keys = organisationsOf(session).flatMap((siret) =>
    places.flatMap((each) => (each ? [`${siret}/${each}/${start}/${end}`] : [])),
  );
  return sortedOnce(keys).slice(0, keysMax);
}

/** A session names at most a hundred organisations; the first of them are enough to be found by. */
const keysMax = 40;

/**
 * Whether these two may be one session under the numbers of two registries: same organisation, place and days, and no other
 * certification. Null: not so, or it was judged, or one of them has its number in the other's registry already. Titles are
 * compared and decide nothing: two systems write one training in their own words.
 */
export function proposalOf(one: ComparedSession, other: ComparedSession): SessionProposal | null {
  if (registryOf(one) === registryOf(other) || isJudged(one, other)) return null;
  const likeness = likenessOf(one.published, other.published);
  const differs = likeness.some(({ field, agrees }) => !agrees && field !== 'title');
  const met = likeness.filter(({ field }) => field !== 'certification' && field !== 'title');
  if (differs || met.length < 3) return null;
  return { references: [one.reference, other.reference], likeness };
}

function registryOf({ reference }: Pick<ComparedSession, 'reference'>): string | null {
  return sessionRegistry(reference);
}

function isJudged(one: ComparedSession, other: ComparedSession): boolean {
  const onPair = one.identified.some(({ references }) => references.includes(other.reference));
  return onPair || isKnownIn(one, registryOf(other)) || isKnownIn(other, registryOf(one));
}

/** Whether it is judged to be the same as a session of this registry; null: of any other than its own. */
export function isKnownIn(session: Omit<ComparedSession, 'published'>, registry: string | null): boolean {
  const own = sessionRegistry(session.reference);
  const known = sameAs(session.reference, session.identified).map(sessionRegistry);
  return registry === null ? known.some((each) => each !== own) : known.includes(registry);
}

function likenessOf(one: SessionDescription, other: SessionDescription): readonly Likeness[] {
  const compared: Readonly<Record<Likeness['field'], boolean | null>> = {
    organisation: haveCommon(organisationsOf(one), organisationsOf(other)),
    place: samePlace(one.place, other.place),
    days: sameDays(one, other),
    certification: sameCertification(one.certification ?? {}, other.certification ?? {}),
    title: sameTitle(one.title, other.title),
  };
  return likenessFields.flatMap((field) => {
    const agrees = compared[field];
    return agrees === null ? [] : [{ field, agrees }];
  });
}

function organisationsOf({ mandataireSiret, dispensateurSirets }: SessionDescription): readonly string[] {
  return [...(mandataireSiret === null ? [] : [mandataireSiret]), ...dispensateurSirets];
}

/** Null where one of them has none. */
function haveCommon(one: readonly string[], other: readonly string[]): boolean | null {
  return one.length === 0 || other.length === 0 ? null : one.some((each) => other.includes(each));
}

/** By commune where both name one: several communes have one postal code. */
function samePlace(one: SessionDescription['place'], other: SessionDescription['place']): boolean | null {
  if (one?.inseeCode !== undefined && other?.inseeCode !== undefined) return one.inseeCode === other.inseeCode;
  if (one?.postalCode === undefined || other?.postalCode === undefined) return null;
  return one.postalCode === other.postalCode;
}

function sameDays(one: SessionDescription, other: SessionDescription): boolean | null {
  if (one.start === null || one.end === null || other.start === null || other.end === null) return null;
  return one.start === other.start && one.end === other.end;
}

/** By the registers of which both have a code. */
function sameCertification(one: Certification, other: Certification): boolean | null {
  const told = (['rncp', 'rs', 'certifInfo'] as const).filter(
    (code) => one[code] !== undefined && other[code] !== undefined,
  );
  return told.length === 0 ? null : told.some((code) => one[code] === other[code]);
}

type Certification = NonNullable<SessionDescription['certification']>;

function sameTitle(one: string | null, other: string | null): boolean | null {
  return one === null || other === null ? null : inLetters(one) === inLetters(other);
}

/** Letters and digits alone, without accents, in lower case. */
function inLetters(title: string): string {
  return title
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}
