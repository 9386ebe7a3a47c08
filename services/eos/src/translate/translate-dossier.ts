import type { CloudEvent, EventName } from '@hub/contracts';
import { parisDay } from '@hub/core';
import { sourceEvent } from '@hub/platform';
import type { NativeDossier } from './dossier-form.ts';
import { type EosFinding, finding } from './eos-rules.ts';
import { filled } from './eos-words.ts';
import {
  abandonmentFacts,
  assessmentFacts,
  dated,
  exitFacts,
  extensionFacts,
  hostCompanyFacts,
  type PartFacts,
  planFacts,
  remunerationFacts,
  situationFacts,
  told,
} from './part-facts.ts';
import type { ReadForm } from './read-form.ts';
import { traineeOf } from './trainee-of.ts';

/** A part of a dossier with when it was last saved. */
interface Save {
  readonly version: number;
  readonly versionPrecedente?: number | null | undefined;
  readonly dateEnregistrement?: string | null | undefined;
}

/** What a part says now. `path`: its name in the export. */
interface Said extends PartFacts {
  readonly part: string;
  readonly path: string;
  readonly event: EventName;
  readonly save: Save;
}

export interface Translated {
  readonly events: readonly CloudEvent[];
  readonly findings: readonly EosFinding[];
}

/**
 * Translates a dossier's state to facts. Each is a statement `{ref: <silo>-<part>, sequence: version of the dossier when
 * the part was last saved}` under the id `<silo>-<part>-<version>`. So a state can be imported at any time and again: a
 * part that was not saved since gives the same fact, and one that was saved supersedes it. An emptied part gives a
 * `fact-retracted` of the statement before; that one was the newest, and no older one comes back when the newest is
 * retracted (rules.md, Competing facts). A part that says nothing because a field of it could not be read is not emptied,
 * and retracts nothing. A deleted dossier retracts what each of its parts said last.
 */
export function translateDossier(dossier: NativeDossier, isUnread: ReadForm<unknown>['isUnread']): Translated {
  const parts = partsOf(dossier);
  const said = parts.map((part) => ({ ...part, unread: part.facts === null && isUnread(part.path) }));
  const events = said.flatMap((part) => eventsOf(dossier, part));
  return {
    events,
    findings: [
      ...said.flatMap(({ unread, path, findings }) => (unread ? [finding(path, 'part-left-out')] : findings)),
      ...said.flatMap(({ path, facts, save }) =>
        facts !== null && isOfSessionBefore(dossier, save.version) ? [finding(path, 'part-not-moved', 'doubtful')] : [],
      ),
      ...repeatedLines(dossier),
      ...besideParts(dossier, events.length),
    ],
  };
}

function eventsOf(dossier: NativeDossier, said: Said & { readonly unread: boolean }): readonly CloudEvent[] {
  const { facts, save, unread } = said;
  const before = save.versionPrecedente ?? null;
  // What was never told cannot be taken back: of an unread part only the save before was.
  const last = facts === null ? (unread ? before : null) : save.version;
  if (dossier.supprime === true) return last === null ? [] : [retraction(dossier, said, last)];
  if (facts !== null) return [statement(dossier, said, facts)];
  return before === null || unread ? [] : [retraction(dossier, said, before)];
}

/** What the dossier itself says beside its parts, and cannot be told yet. */
function besideParts({ public: audience, situation, agora, session }: NativeDossier, events: number): EosFinding[] {
  return [
    ...(audience != null && situation == null ? [finding('public', 'audience-waiting', 'ignored')] : []),
    ...(agora != null && events === 0 ? [finding('agora.numero', 'agora-waiting', 'ignored')] : []),
    ...(session.numeroPrecedent != null && session.version == null
      ? [finding('session.version', 'field-missing')]
      : []),
  ];
}

function statement(dossier: NativeDossier, said: Said, facts: Readonly<Record<string, unknown>>): CloudEvent {
  const { part, event, save } = said;
  const ref = `${dossier.identifiantSilo}-${part}`;
  return envelope(dossier, event, `${ref}-${save.version}`, save, {
    // Nothing in clear may show who has a Visa libres savoirs or is under justice.
    funding: dossier.financement === 'PRF' && dossier.public == null ? 'prf' : 'prf-direct',
    ...(dossier.session.siretOrganisme == null ? {} : { organisationSiret: dossier.session.siretOrganisme }),
    ...facts,
    statement: { ref, sequence: save.version },
    ...movedFrom(dossier, said),
  });
}

/** Where a dossier changed session, the fact corrects the one that was reported in the session before. */
function movedFrom(dossier: NativeDossier, { part, save: { version, versionPrecedente: before } }: Said): object {
  if (before == null || isOfSessionBefore(dossier, version) || !isOfSessionBefore(dossier, before)) return {};
  const id = `${dossier.identifiantSilo}-${part}-${before}`;
  return { corrects: [{ source: 'eos', id, training: [`session:eos:${dossier.session.numeroPrecedent}`] }] };
}

/** Whether what was saved in this version of the dossier was reported in the session before. */
function isOfSessionBefore({ session: { numeroPrecedent, version } }: NativeDossier, saved: number): boolean {
  return numeroPrecedent != null && version != null && saved < version;
}

const deletions = {
  DOUBLON: 'duplicate',
  ERREUR_SAISIE: 'entered-in-error',
  MAUVAISE_PERSONNE: 'wrong-person',
} as const;

/** Nothing is left of a part: the statement of this version is retracted, recorded at the save or at the deletion. */
function retraction(dossier: NativeDossier, { part, event, save }: Said, version: number): CloudEvent {
  const deleted = dossier.supprime === true;
  const ref = `${dossier.identifiantSilo}-${part}`;
  const reason = deleted ? deletions[dossier.motifSuppression ?? 'ERREUR_SAISIE'] : 'entered-in-error';
  const { version: at, ...when } = deleted ? { version: dossier.version } : save;
  // A retraction reaches what was reported in its own session alone.
  const numero = isOfSessionBefore(dossier, version) ? dossier.session.numeroPrecedent : null;
  const { session } = dossier;
  return envelope(
    { ...dossier, session: { ...session, numero: numero ?? session.numero } },
    'fact-retracted',
    `${ref}-${at}-retracted`,
    { ...when, version: at },
    {
      target: { source: 'eos', id: `${ref}-${version}`, type: event },
      reason,
    },
  );
}

function envelope(dossier: NativeDossier, event: EventName, id: string, save: Save, facts: object): CloudEvent {
  const { agora, session, identifiantSilo } = dossier;
  // What was saved before the number of AGORA was noted is told as it was told then.
  const named = agora != null && save.version >= agora.version ? [`file:agora:${agora.numero}`] : [];
  return sourceEvent('eos', event, {
    id,
    recordedtime: save.dateEnregistrement ?? dossier.dateMiseAJour,
    data: {
      trainee: traineeOf(dossier.stagiaire),
      training: [`session:eos:${session.numero}`, `file:eos:${identifiantSilo}`, ...named],
      ...facts,
    },
  });
}

function partsOf(dossier: NativeDossier): readonly Said[] {
  const of = <P extends Save>(
    part: string,
    path: string,
    event: EventName,
    saved: P | null | undefined,
    factsOf: (saved: P, savedOn: string) => PartFacts,
  ): readonly Said[] => {
    if (saved == null) return [];
    return [{ part, path, event, save: saved, ...factsOf(saved, savedOn(dossier, saved)) }];
  };
  const { parcours, parcoursComplet, entree, absenceEntree, prolongation } = dossier;
  return [
    ...of('plan', 'parcours', 'path-planned', parcours, (plan, day) => planFacts(plan, day, 'session')),
    ...of('whole-path', 'parcoursComplet', 'path-planned', parcoursComplet, (plan, day) =>
      planFacts(plan, day, 'path'),
    ),
    ...of('entry', 'entree', 'entry-attested', entree, (part) => dated(part.dateEntreeReelle)),
    ...of('absence', 'absenceEntree', 'absent-at-entry', absenceEntree, (part) => dated(part.dateAbsence)),
    ...of('situation', 'situation', 'situation-declared', dossier.situation, (part, day) =>
      situationFacts(part, day, dossier.public),
    ),
    ...of('remuneration', 'remuneration', 'remuneration-set', dossier.remuneration, remunerationFacts),
    ...of('extension', 'prolongation', 'path-extended', prolongation, extensionFacts),
    ...of('abandonment', 'abandon', 'abandonment-declared', dossier.abandon, abandonmentFacts),
    ...of('exit', 'sortie', 'exit-declared', dossier.sortie, exitFacts),
    ...of('assessment', 'bilan', 'assessment-recorded', dossier.bilan, assessmentFacts),
    ...linesOf(dossier),
  ];
}

function savedOn(dossier: NativeDossier, { dateEnregistrement }: Save): string {
  return parisDay(dateEnregistrement ?? dossier.dateMiseAJour);
}

type SavedLine = Save & { readonly numero: number; readonly supprimee?: boolean | null | undefined };

function linesOf(dossier: NativeDossier): readonly Said[] {
  const of = <L extends SavedLine>(
    part: string,
    path: string,
    event: EventName,
    lines: readonly (L | null | undefined)[] | null | undefined,
    factsOf: (line: L, path: string) => PartFacts,
  ): readonly Said[] =>
    firstOfEach(lines).map(({ line, index }) => ({
      part: `${part}-${line.numero}`,
      path: `${path}.${index}`,
      event,
      save: line,
      ...(line.supprimee === true ? told(null) : factsOf(line, `${path}.${index}`)),
    }));
  const period = ({ du, au }: { readonly du: string; readonly au?: string | null | undefined }) =>
    told(filled({ from: du, to: au }));
  return [
    ...of('suspension', 'suspensions', 'path-suspended', dossier.suspensions, period),
    ...of('interruption', 'interruptions', 'interruption-observed', dossier.interruptions, period),
    ...of('hours', 'realisations', 'hours-realised', dossier.realisations, (line) =>
      told({ from: line.du, to: line.au, hoursCentre: line.heuresCentre, hoursCompany: line.heuresEntreprise }),
    ),
    ...of('company', 'entreprises', 'host-company-declared', dossier.entreprises, (line, path) =>
      hostCompanyFacts(line, savedOn(dossier, line), path),
    ),
  ];
}

/** Of lines with the same number the first: two statements under one id would be one that says two things. */
function firstOfEach<L extends SavedLine>(
  lines: readonly (L | null | undefined)[] | null | undefined,
): readonly { readonly line: L; readonly index: number }[] {
  const numbered = (lines ?? []).flatMap((line, index) => (line == null ? [] : [{ line, index }]));
  return numbered.filter(({ line }, at) => numbered.findIndex((other) => other.line.numero === line.numero) === at);
}

function repeatedLines(dossier: NativeDossier): readonly EosFinding[] {
  return (['suspensions', 'interruptions', 'realisations', 'entreprises'] as const).flatMap((name) => {
    const told = new Set(firstOfEach<SavedLine>(dossier[name]).map(({ index }) => index));
    return (dossier[name] ?? []).flatMap((line, index) =>
      line == null || told.has(index) ? [] : [finding(`${name}.${index}.numero`, 'line-repeated')],
    );
  });
}
