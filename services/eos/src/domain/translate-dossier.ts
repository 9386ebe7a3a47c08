import { type CloudEvent, type EventName, eventTypePrefix, sourcePrefix } from '@hub/contracts';
import { isSiret } from '@hub/core';
import { contactBlock } from '@hub/platform';
import { answers, assessmentResults, codeOf, exitKindOf, levelOf, payBodyOf, prescriberKindOf } from './eos-words.ts';
import type { NativeDossier } from './native-dossier.ts';

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
 * The facts of a dossier's state, each a statement `{ref: <silo>-<part>, sequence: version of the dossier when the part was
 * last saved}` under the id `<silo>-<part>-<version>`. So a state can be told at any time and again: a part that was not
 * saved since gives the same fact, one that was saved supersedes. A part that was emptied gives a
 * `fact-retracted` of the statement before, which was the newest, and retracting the newest revives no older one
 * (DICTIONARY E.4); a deleted dossier retracts what each of its parts last said.
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
    // Visas libres savoirs and persons under justice are never told apart in clear (DICTIONARY A).
    funding: dossier.financement === 'PRF' && dossier.public == null ? 'prf' : 'prf-direct',
    ...facts,
    statement: { ref, sequence: save.version },
    ...movedFrom(dossier, said),
  });
}

/** A dossier that changed session says so: the fact told in the session before is corrected there (DICTIONARY E.4). */
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

/** Nothing is left of a part: the statement of this version is taken back, on the day of the save or of the deletion. */
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
  const recordedtime = save.dateEnregistrement ?? dossier.dateMiseAJour;
  return {
    specversion: '1.0',
    type: eventTypePrefix + event,
    source: `${sourcePrefix}eos`,
    id,
    time: recordedtime,
    recordedtime,
    data: {
      trainee: traineeOf(dossier.stagiaire),
      training: [`session:eos:${dossier.session.numero}`, `file:eos:${dossier.identifiantSilo}`],
      ...facts,
    },
  };
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
  const savedOn = (saved.dateEnregistrement ?? dossier.dateMiseAJour).slice(0, 10);
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

/** Without its empty fields. */
function filled(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value != null));
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

function situationFacts(told: NonNullable<NativeDossier['situation']>, savedOn: string): Said['facts'] {
  const household = filled({
    homeless: answered(told.sansDomicileFixe),
    housingAtRisk: answered(told.risqueExclusionLogement),
    parentBornAbroad: answered(told.parentNeEtranger),
    minimumIncome: told.minimaSociaux,
    allWithoutWork: answered(told.actifsSansEmploi),
    dependentChildren: answered(told.enfantsACharge),
    singleParent: answered(told.familleMonoparentale),
  });
  const facts = filled({
    rqth: yes(told.rqth),
    level: told.niveauEntree == null ? null : levelOf(told.niveauEntree),
    status: told.statut,
    franceTravailRegistrationDate: told.dateInscriptionFranceTravail,
    monthsSearching: told.moisRechercheEmploi,
    prescriber: told.prescripteur,
    prescriberKind: told.typePrescripteur == null ? null : prescriberKindOf(told.typePrescripteur),
    orientingPartner: told.partenaireOrienteur,
    vae: yes(told.vae),
    household: Object.keys(household).length === 0 ? null : household,
  });
  return Object.keys(facts).length === 0 ? null : { effectiveDate: savedOn, ...facts };
}

function remunerationFacts(told: NonNullable<NativeDossier['remuneration']>, savedOn: string): Said['facts'] {
  if (told.organismeRemunerateur == null && told.envoiFluxRemu == null) return null;
  const day = told.datePriseEnChargeRegion;
  return filled({
    // A day that has not come yet cannot be attested: the day of the save stands for it.
    effectiveDate: day != null && day <= savedOn ? day : savedOn,
    payBody: payBodyOf(told.organismeRemunerateur ?? ''),
    payBodySiret: told.siretRemunerateur != null && isSiret(told.siretRemunerateur) ? told.siretRemunerateur : null,
    sent: told.envoiFluxRemu === 'Oui',
    kind: codeOf(told.typeRemuneration ?? told.typeDossier ?? ''),
    rhythm: codeOf(told.rythmeParcours ?? ''),
  });
}

function exitFacts(told: NonNullable<NativeDossier['sortie']>): Said['facts'] {
  if (told.dateSortieReelle == null) return null;
  return filled({
    effectiveDate: told.dateSortieReelle,
    kind: exitKindOf(told.motifSortie ?? ''),
    reason: told.motifSortie,
    reasonDetail: told.motifSortieDetaille,
    situation: told.situationSortie,
    situationDetail: told.situationSortieDetaillee,
  });
}

function yes(told: 'Oui' | 'Non' | null | undefined): boolean | null {
  return told == null ? null : told === 'Oui';
}

function answered(told: keyof typeof answers | null | undefined): string | null {
  return told == null ? null : answers[told];
}

function traineeOf(told: NativeDossier['stagiaire']): Record<string, unknown> {
  const { adresse } = told;
  const street = [adresse?.numero, adresse?.bisTer, adresse?.natureVoie, adresse?.nomVoie].filter(
    (part) => part != null,
  );
  const lines = [adresse?.complement, adresse?.batiment, street.join(' '), adresse?.boitePostale].filter(Boolean);
  const address = filled({
    lines: lines.length === 0 ? null : lines,
    postalCode: adresse?.codePostal || null,
    city: adresse?.ville,
    inseeCode: adresse?.codeInsee,
    country: adresse?.pays,
  });
  const contact = {
    ...(Object.keys(address).length === 0 ? {} : { address }),
    ...contactBlock([told.telephone1, told.telephone2], told.mail),
  };
  return filled({
    nir: told.nir,
    franceTravailNumber: told.numeroFranceTravail ?? told.identifiantRegionalFranceTravail,
    partnerNumber: told.numeroStagiaire,
    birthName: told.nomNaissance,
    usualName: told.nomUsage,
    firstNames: told.prenom,
    birthDate: told.dateNaissance,
    sex: told.civilite == null ? null : told.civilite === 'Madame' ? 'female' : 'male',
    contact: Object.keys(contact).length === 0 ? null : contact,
  });
}
