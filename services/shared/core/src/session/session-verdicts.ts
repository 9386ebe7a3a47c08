import { refOf } from '../dossier/fact-refs.ts';
import { compareText, type Fact, lastRecording } from '../dossier/facts.ts';
import { sessionRegistry } from '../identifiers/training-reference.ts';
import { components, judgePair } from '../person/links.ts';
import type { SessionRecord, SessionVerdict } from './session-record.ts';

type Identification = Fact<'session-identified'>;

/**
 * What is said of a session and others, of each organisation the newest on a pair: a reader may set its own word aside, and then
 * that of the others stands. A system notes one number of a session in a registry: where it notes another, the one before is
 * another session.
 */
export function verdictsOf(facts: readonly Identification[]): SessionVerdict[] {
  const newest = new Map<string, SessionVerdict>();
  for (const verdict of facts.toSorted(compareLastRecordings).map(verdictOf)) {
    const { eventId, recordedAt } = verdict;
    for (const [key, known] of newest) {
      if (isReplaced(known, verdict)) newest.set(key, { ...known, verdict: 'different', eventId, recordedAt });
    }
    newest.set([...verdict.references, verdict.organisation ?? verdict.source].join(' '), verdict);
  }
  return [...newest].sort(([a], [b]) => compareText(a, b)).map(([, verdict]) => verdict);
}

function compareLastRecordings(a: Identification, b: Identification): number {
  return compareText(lastRecording(a), lastRecording(b)) || compareText(a.source, b.source) || compareText(a.id, b.id);
}

function verdictOf(fact: Identification): SessionVerdict {
  const [one = '', other = ''] = fact.references.toSorted(compareText);
  const { organisation } = fact;
  return {
    references: [one, other],
    verdict: fact.data.verdict,
    by: fact.source === 'operator' ? 'manual' : 'rule',
    ...refOf(fact),
    ...(organisation === undefined ? {} : { organisation }),
    recordedAt: lastRecording(fact),
  };
}

/** One number of both pairs is the same, and the other two are of one registry. */
function isReplaced(known: SessionVerdict, by: SessionVerdict): boolean {
  if (known.by === 'manual' || known.source !== by.source) return false;
  if (known.verdict === 'different' || by.verdict === 'different') return false;
  const [before, after] = [otherThan(known, by), otherThan(by, known)];
  return before.length === 1 && sessionRegistry(before[0] ?? '') === sessionRegistry(after[0] ?? '');
}

function otherThan({ references }: SessionVerdict, { references: theirs }: SessionVerdict): readonly string[] {
  return references.filter((reference) => !theirs.includes(reference));
}

/** A session by what its row or its record says of others. */
export interface NamedSession {
  readonly record: Pick<SessionRecord, 'identified'>;
}

/** Each of these references → the least of those that are the same session: by hand before any system, else by the newest verdict. */
export function sameSessions(
  named: readonly string[],
  sessions: ReadonlyMap<string, NamedSession>,
): ReadonlyMap<string, string> {
  const verdicts = [...new Set(sessions.values())].flatMap(({ record }) => record.identified);
  const members = new Set([...named, ...sessions.keys(), ...verdicts.flatMap(({ references }) => references)]);
  const least = new Map<string, string>();
  for (const component of components([...members], verdicts, ({ references }) => references)) {
    for (const reference of component.members) least.set(reference, component.members[0] as string);
  }
  return least;
}

/** The sessions that this one is judged to be the same as, by what is said of it. */
export function sameAs(reference: string, identified: readonly SessionVerdict[]): readonly string[] {
  const byPair = Map.groupBy(
    identified.filter(({ references }) => references.includes(reference)),
    ({ references }) => references.join(' '),
  );
  return [...byPair.values()].flatMap((verdicts) => {
    const { decided } = judgePair(verdicts);
    return decided?.verdict === 'same' ? decided.references.filter((each) => each !== reference) : [];
  });
}
