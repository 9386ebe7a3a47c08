import { compareText, type FactSet, type OwnedFacts, union } from '../dossier/facts.ts';
import { isSessionReference } from '../identifiers/training-reference.ts';
import type { Rules } from '../rules.ts';
import { describeSession } from '../session/describe-session.ts';
import type { SessionRecord } from '../session/session-record.ts';
import { type NamedSession, sameSessions } from '../session/session-verdicts.ts';
import { components } from './links.ts';
import type { DossierVerdict } from './person-record.ts';

/** A dossier as stored: one number, one trainee, one fact set. */
export interface KnownDossier extends OwnedFacts {
  readonly number: number;
}

/** A dossier by what its facts bind it to, each list of references once: which dossiers answer as one hangs on no more. */
export interface NamedDossier {
  readonly number: number;
  readonly named: readonly (readonly string[])[];
}

/** A session as stored: what was published under one reference. */
export interface KnownSession {
  readonly facts: FactSet;
  readonly record: SessionRecord;
}

export interface JoinedDossiers<Dossier extends NamedDossier = NamedDossier> {
  /** Dossiers that answer as one, each by number. */
  readonly groups: readonly (readonly Dossier[])[];
  /** Dossiers of a file that was reported with several sessions: number → file reference. */
  readonly ambiguous: ReadonlyMap<number, string>;
  /** Session reference → the least of those that are the same session. */
  readonly sessionOf: ReadonlyMap<string, string>;
}

/** The session each fact belongs to is the first that it names (rules.md, References and dossiers). Sorted. */
export function sessionsOf(dossiers: readonly { readonly facts: FactSet }[]): readonly string[] {
  return sessionsAmong(dossiers.flatMap(({ facts }) => facts.map(({ references }) => references)));
}

function sessionsAmong(named: NamedDossier['named']): readonly string[] {
  const sessions = new Set<string>();
  for (const references of named) {
    const session = references.find(isSessionReference);
    if (session !== undefined) sessions.add(session);
  }
  return [...sessions].sort(compareText);
}

/**
 * Which dossiers of linked trainees answer as one (rules.md, Paths across dossiers): those of one session, or of two that were
 * identified; a file's own dossier with that of the one session that its source ever reported with the file; those judged
 * the same by hand, unless the last verdict by hand parts them. What a rule says of two dossiers is a proposal.
 */
export function joinDossiers<Dossier extends NamedDossier>(
  dossiers: readonly Dossier[],
  verdicts: readonly DossierVerdict[],
  sessions: ReadonlyMap<string, NamedSession>,
): JoinedDossiers<Dossier> {
  const sessionOf = sameSessions(sessionsAmong(dossiers.flatMap(({ named }) => named)), sessions);
  const byFile = sessionsByFile(dossiers, sessionOf);
  const owners = new Map<string, NamedDossier[]>();
  const ambiguous = new Map<number, string>();
  for (const dossier of dossiers) {
    for (const reference of ownReferences(dossier)) {
      const own = isSessionReference(reference)
        ? (sessionOf.get(reference) ?? reference)
        : fileOwner(reference, byFile);
      if (own === null) ambiguous.set(dossier.number, reference);
      const owner = own ?? reference;
      owners.set(owner, [...(owners.get(owner) ?? []), dossier]);
    }
  }
  const byRule = [...owners.values()].flatMap((group) => pairsOf(group));
  return { groups: groupsOf(dossiers, byRule, verdicts), ambiguous, sessionOf };
}

/** Its sessions; a dossier without any is that of its files. */
function ownReferences({ named }: NamedDossier): readonly string[] {
  const sessions = sessionsAmong(named);
  if (sessions.length > 0) return sessions;
  return [...new Set(named.flat())].sort(compareText);
}

/**
 * The session of dossiers that answer as one, from all that was published of it under any of its references: EOS may publish
 * its dates, Kairos its appointment slots. `funding`: of the dossier; it decides who is the authority. Null where nothing was
 * published.
 */
export function sessionOfGroup(
  group: readonly KnownDossier[],
  { sessionOf }: Pick<JoinedDossiers, 'sessionOf'>,
  sessions: ReadonlyMap<string, KnownSession>,
  rules: Rules,
  funding: string | null,
): SessionRecord | null {
  const [first] = sessionsOf(group);
  if (first === undefined) return null;
  const same = sessionOf.get(first) ?? first;
  const known = new Set(
    [...sessions].filter(([reference]) => sessionOf.get(reference) === same).map(([, session]) => session),
  );
  const [only] = known;
  if (only === undefined) return null;
  const facts = [...known].map((session) => session.facts).reduce(union);
  return known.size === 1 && funding === null ? only.record : describeSession(facts, rules, funding);
}

/** File reference → the sessions ever reported with it by its own source. */
function sessionsByFile(
  dossiers: readonly NamedDossier[],
  sessionOf: ReadonlyMap<string, string>,
): Map<string, Set<string>> {
  const byFile = new Map<string, Set<string>>();
  for (const binding of dossiers.flatMap(({ named }) => named)) {
    const session = binding.find(isSessionReference);
    if (session === undefined) continue;
    for (const file of binding.filter((reference) => !isSessionReference(reference))) {
      const known = byFile.get(file) ?? new Set();
      byFile.set(file, known.add(sessionOf.get(session) ?? session));
    }
  }
  return byFile;
}

/** The one session reported with the file; the file itself where none was; null where there are several. */
function fileOwner(file: string, byFile: ReadonlyMap<string, ReadonlySet<string>>): string | null {
  const [session, other] = [...(byFile.get(file) ?? [])];
  return session === undefined ? file : other === undefined ? session : null;
}

/** Every pair: with those of the first alone, a verdict on one pair would part others by the order in which they came. */
function pairsOf(group: readonly NamedDossier[]): [string, string][] {
  return group.flatMap(({ number }, index) =>
    group.slice(index + 1).map((other): [string, string] => [String(number), String(other.number)]),
  );
}

/** References join; a manual verdict joins or parts, and wins. That two sessions were told together joins nothing. */
function groupsOf<Dossier extends NamedDossier>(
  dossiers: readonly Dossier[],
  byRule: readonly [string, string][],
  verdicts: readonly DossierVerdict[],
): Dossier[][] {
  const numbers = dossiers.map(({ number }) => String(number));
  const resolved = verdicts.filter(({ by }) => by === 'manual').flatMap((verdict) => numbersOf(verdict, dossiers));
  const rules = byRule.map((pair) => ({
    pair,
    verdict: 'same' as const,
    by: 'rule' as const,
    recordedAt: '',
    source: 'hub',
    eventId: pair.join(' '),
  }));
  const byNumber = new Map(dossiers.map((dossier) => [String(dossier.number), dossier]));
  return components(numbers, [...rules, ...resolved], ({ pair }) => pair).map(({ members }) =>
    members.map((number) => byNumber.get(number) as Dossier),
  );
}

/** A verdict names numbers or references; a reference stands for every dossier that has it. */
function numbersOf(verdict: DossierVerdict, dossiers: readonly NamedDossier[]): Omit<DossierVerdict, 'reason'>[] {
  const [left, right] = verdict.pair.map((named) =>
    dossiers.filter((dossier) => String(dossier.number) === named || ownReferences(dossier).includes(named)),
  );
  return (left ?? []).flatMap((a) =>
    (right ?? [])
      .filter((b) => b !== a)
      .map((b) => ({ ...verdict, pair: [String(a.number), String(b.number)] as const })),
  );
}
