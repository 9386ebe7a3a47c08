import type { CloudEvent, EventName } from '@hub/contracts';
import { isSiret, parisDay } from '@hub/core';
import { contactBlock, sourceEvent } from '@hub/platform';
import type { NativeDossier } from './dossier-form.ts';
import {
  answers,
  assessmentResults,
  codeOf,
  exitKindOf,
  filled,
  levelOf,
  payBodyOf,
  prescriberKindOf,
} from './eos-words.ts';

/** A part of a dossier with when it was last saved. */
interface Save {
  readonly version: number;
  readonly versionPrecedente?: number | null | undefined;
  readonly dateEnregistrement?: string | null | undefined;
}

/** What a part says now: the facts of an event, or nothing any more (`facts` null). */
interface Said {
  readonly part: string;
  readonly event: EventName;
  readonly save: Save;
  readonly facts: Readonly<Record<string, unknown>> | null;
}

/**
 * Translates a dossier's state to facts. Each is a statement `{ref: <silo>-<part>, sequence: version of the dossier when
 * the part was last saved}` under the id `<silo>-<part>-<version>`. So a state can be imported at any time and again: a
 * part that was not saved since gives the same fact, and one that was saved supersedes it. An emptied part gives a
 * `fact-retracted` of the statement before; that one was the newest, and no older one comes back when the newest is
 * retracted (rules.md, Competing facts). A deleted dossier retracts what each of its parts said last.
 */
export function translateDossier(dossier: NativeDossier): readonly CloudEvent[] {
  return partsOf(dossier).flatMap((said) => {
    if (dossier.supprime === true) return said.facts === null ? [] : [retraction(dossier, said, said.save.version)];
    if (said.facts !== null) return [statement(dossier, said, said.facts)];
    return said.save.versionPrecedente == null ? [] : [retraction(dossier, said, said.save.versionPrecedente)];
  });
}

function statement(dossier: NativeDossier, said: Said, facts: Readonly<Record<string, unknown>>): CloudEvent {
  const { part, event, save } = said;
  const ref = `${dossier.identifiantSilo}-${part}`;
  return envelope(dossier, event, `${ref}-${save.version}`, save, {
    // Nothing in clear may show who has a Visa libres savoirs or is under justice.
    funding: dossier.financement === 'PRF' && dossier.public == null ? 'prf' : 'prf-direct',
    ...facts,
    statement: { ref, sequence: save.version },
    ...movedFrom(dossier, said),
  });
}

/** Where a dossier changed session, the fact corrects the one that was reported in the session before. */
function movedFrom(dossier: NativeDossier, { part, save }: Said): object {
  const { numeroPrecedent, version } = dossier.session;
  if (numeroPrecedent == null || version !== save.version || save.versionPrecedente == null) return {};
  const id = `${dossier.identifiantSilo}-${part}-${save.versionPrecedente}`;
  return { corrects: [{ source: 'eos', id, training: [`session:eos:${numeroPrecedent}`] }] };
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
  return envelope(dossier, 'fact-retracted', `${ref}-${at}-retracted`, when, {
    target: { source: 'eos', id: `${ref}-${version}`, type: event },
    reason,
  });
}

function envelope(
  dossier: NativeDossier,
  event: EventName,
  id: string,
  save: Pick<Save, 'dateEnregistrement'>,
  facts: object,
): CloudEvent {
  return sourceEvent('eos', event, {
    id,
    recordedtime: save.dateEnregistrement ?? dossier.dateMiseAJour,
    data: {
      trainee: traineeOf(dossier.stagiaire),
      training: [`session:eos:${dossier.session.numero}`, `file:eos:${dossier.identifiantSilo}`],
      ...facts,
    },
  });
}

function partsOf(dossier: NativeDossier): readonly Said[] {
  const said: (Said | null)[] = [
    saidOf('plan', 'path-planned', dossier.parcours, dossier, planFacts),
    saidOf('entry', 'entry-attested', dossier.entree, dossier, ({ dateEntreeReelle }) => dated(dateEntreeReelle)),
    saidOf('absence', 'absent-at-entry', dossier.absenceEntree, dossier, ({ dateAbsence }) => dated(dateAbsence)),
    saidOf('situation', 'situation-declared', dossier.situation, dossier, situationFacts),
    saidOf('remuneration', 'remuneration-set', dossier.remuneration, dossier, remunerationFacts),
    saidOf('extension', 'path-extended', dossier.prolongation, dossier, (part, day) =>
      part.dateSortiePrevisionnelle == null ? null : { effectiveDate: day, plannedExit: part.dateSortiePrevisionnelle },
    ),
    saidOf('abandonment', 'abandonment-declared', dossier.abandon, dossier, ({ dateAbandon, motif, motifDetaille }) =>
      dateAbandon == null ? null : filled({ effectiveDate: dateAbandon, reason: motif, reasonDetail: motifDetaille }),
    ),
    saidOf('exit', 'exit-declared', dossier.sortie, dossier, exitFacts),
    saidOf('assessment', 'assessment-recorded', dossier.bilan, dossier, ({ dateBilan, resultat }) =>
      dateBilan == null || resultat == null ? null : { effectiveDate: dateBilan, result: assessmentResults[resultat] },
    ),
    ...dossier.suspensions.map((line) => lineOf('suspension', 'path-suspended', line, { from: line.du, to: line.au })),
    ...dossier.interruptions.map((line) =>
      lineOf('interruption', 'interruption-observed', line, filled({ from: line.du, to: line.au })),
    ),
    ...dossier.realisations.map((line) =>
      lineOf('hours', 'hours-realised', line, {
        from: line.du,
        to: line.au,
        hoursCentre: line.heuresCentre,
        hoursCompany: line.heuresEntreprise,
      }),
    ),
  ];
  return said.filter((one) => one !== null);
}

function saidOf<P extends Save>(
  part: string,
  event: EventName,
  saved: P | null | undefined,
  dossier: NativeDossier,
  factsOf: (saved: P, savedOn: string) => Said['facts'],
): Said | null {
  if (saved == null) return null;
  const savedOn = parisDay(saved.dateEnregistrement ?? dossier.dateMiseAJour);
  return { part, event, save: saved, facts: factsOf(saved, savedOn) };
}

function lineOf(
  part: string,
  event: EventName,
  line: Save & { readonly numero: number; readonly supprimee?: boolean | null | undefined },
  facts: NonNullable<Said['facts']>,
): Said {
  return { part: `${part}-${line.numero}`, event, save: line, facts: line.supprimee === true ? null : facts };
}

function dated(day: string | null | undefined): Said['facts'] {
  return day == null ? null : { effectiveDate: day };
}

function planFacts(plan: NonNullable<NativeDossier['parcours']>, savedOn: string): Said['facts'] {
  if (plan.dateEntreePrevisionnelle == null || plan.dateSortiePrevisionnelle == null) return null;
  return filled({
    effectiveDate: savedOn,
    plannedEntry: plan.dateEntreePrevisionnelle,
    plannedExit: plan.dateSortiePrevisionnelle,
    hoursCentre: plan.heuresCentrePrevisionnelles,
    hoursCompany: plan.heuresEntreprisePrevisionnelles,
    weeklyHours: plan.dureeHebdomadaire,
    individualised: yes(plan.parcoursIndividualise),
  });
}

function situationFacts(situation: NonNullable<NativeDossier['situation']>, savedOn: string): Said['facts'] {
  const household = filled({
    homeless: answered(situation.sansDomicileFixe),
    housingAtRisk: answered(situation.risqueExclusionLogement),
    parentBornAbroad: answered(situation.parentNeEtranger),
    minimumIncome: situation.minimaSociaux,
    allWithoutWork: answered(situation.actifsSansEmploi),
    dependentChildren: answered(situation.enfantsACharge),
    singleParent: answered(situation.familleMonoparentale),
  });
  const facts = filled({
    rqth: yes(situation.rqth),
    level: situation.niveauEntree == null ? null : levelOf(situation.niveauEntree),
    status: situation.statut,
    franceTravailRegistrationDate: situation.dateInscriptionFranceTravail,
    monthsSearching: situation.moisRechercheEmploi,
    prescriber: situation.prescripteur,
    prescriberKind: situation.typePrescripteur == null ? null : prescriberKindOf(situation.typePrescripteur),
    orientingPartner: situation.partenaireOrienteur,
    vae: yes(situation.vae),
    household,
  });
  return Object.keys(facts).length === 0 ? null : { effectiveDate: savedOn, ...facts };
}

function remunerationFacts(remuneration: NonNullable<NativeDossier['remuneration']>, savedOn: string): Said['facts'] {
  if (remuneration.organismeRemunerateur == null && remuneration.envoiFluxRemu == null) return null;
  const { datePriseEnChargeRegion: day, siretRemunerateur: siret } = remuneration;
  return filled({
    // A day that has not come yet cannot be attested: the day of the save stands for it.
    effectiveDate: day != null && day <= savedOn ? day : savedOn,
    payBody: payBodyOf(remuneration.organismeRemunerateur ?? ''),
    payBodySiret: siret != null && isSiret(siret) ? siret : null,
    sent: remuneration.envoiFluxRemu === 'Oui',
    kind: codeOf(remuneration.typeRemuneration ?? remuneration.typeDossier ?? ''),
    rhythm: codeOf(remuneration.rythmeParcours ?? ''),
  });
}

function exitFacts(exit: NonNullable<NativeDossier['sortie']>): Said['facts'] {
  if (exit.dateSortieReelle == null) return null;
  return filled({
    effectiveDate: exit.dateSortieReelle,
    kind: exitKindOf(exit.motifSortie ?? ''),
    reason: exit.motifSortie,
    reasonDetail: exit.motifSortieDetaille,
    situation: exit.situationSortie,
    situationDetail: exit.situationSortieDetaillee,
  });
}

function yes(answer: 'Oui' | 'Non' | null | undefined): boolean | null {
  return answer == null ? null : answer === 'Oui';
}

function answered(answer: keyof typeof answers | null | undefined): string | null {
  return answer == null ? null : answers[answer];
}

function traineeOf(stagiaire: NativeDossier['stagiaire']): Record<string, unknown> {
  const { adresse } = stagiaire;
  const street = [adresse?.numero, adresse?.bisTer, adresse?.natureVoie, adresse?.nomVoie].filter(
    (part) => part != null,
  );
  const address = filled({
    lines: [adresse?.complement, adresse?.batiment, street.join(' '), adresse?.boitePostale].filter(Boolean),
    postalCode: adresse?.codePostal || null,
    city: adresse?.ville,
    inseeCode: adresse?.codeInsee,
    country: adresse?.pays,
  });
  return filled({
    nir: stagiaire.nir,
    franceTravailNumber: stagiaire.numeroFranceTravail ?? stagiaire.identifiantRegionalFranceTravail,
    partnerNumber: stagiaire.numeroStagiaire,
    birthName: stagiaire.nomNaissance,
    usualName: stagiaire.nomUsage,
    firstNames: stagiaire.prenom,
    birthDate: stagiaire.dateNaissance,
    sex: stagiaire.civilite == null ? null : sexes[stagiaire.civilite],
    contact: filled({ address, ...contactBlock([stagiaire.telephone1, stagiaire.telephone2], stagiaire.mail) }),
  });
}

const sexes = { Madame: 'female', Monsieur: 'male' } as const;
