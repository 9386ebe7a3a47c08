import type { NativeDossier } from './dossier-form.ts';
import { type EosFinding, finding } from './eos-rules.ts';
import {
  answers,
  assessmentResults,
  audiences,
  exitKindOf,
  filled,
  levelOf,
  payBodyOf,
  prescriberKindOf,
  rhythmOf,
} from './eos-words.ts';

/** The facts of an event; null where a part says nothing. `findings`: what of the part is told in another form, or not. */
export interface PartFacts {
  readonly facts: Readonly<Record<string, unknown>> | null;
  readonly findings: readonly EosFinding[];
}

type Part<Name extends keyof NativeDossier> = NonNullable<NativeDossier[Name]>;
type HostCompany = NonNullable<Part<'entreprises'>[number]>;

export function told(facts: PartFacts['facts'], findings: readonly EosFinding[] = []): PartFacts {
  return { facts, findings };
}

/** A part whose only item is its day. */
export function dated(day: string | null | undefined): PartFacts {
  return told(day == null ? null : { effectiveDate: day });
}

/** Planned for the session or for the whole path; where both days are empty, so may the hours be. */
export function planFacts(plan: Part<'parcours'>, savedOn: string, scope: 'session' | 'path'): PartFacts {
  const planned = filled({
    plannedEntry: plan.dateEntreePrevisionnelle,
    plannedExit: plan.dateSortiePrevisionnelle,
    hoursCentre: plan.heuresCentrePrevisionnelles,
    hoursCompany: plan.heuresEntreprisePrevisionnelles,
    weeklyHours: plan.dureeHebdomadaire,
    individualised: yes(plan.parcoursIndividualise),
  });
  if (Object.keys(planned).length === 0) return told(null);
  return told({ effectiveDate: savedOn, ...(scope === 'path' ? { scope } : {}), ...planned });
}

export function situationFacts(
  situation: Part<'situation'>,
  savedOn: string,
  audience: NativeDossier['public'],
): PartFacts {
  const { niveauEntree, typePrescripteur } = situation;
  const level = niveauEntree == null ? null : levelOf(niveauEntree);
  const kind = typePrescripteur == null ? null : prescriberKindOf(typePrescripteur);
  const facts = filled({
    rqth: yes(situation.rqth),
    level,
    levelLabel: niveauEntree,
    status: situation.statut,
    franceTravailRegistrationDate: situation.dateInscriptionFranceTravail,
    monthsSearching: situation.moisRechercheEmploi,
    statusesAtPositioning: [...new Set((situation.statutsPositionnement ?? []).filter((status) => status != null))],
    prescriber: situation.prescripteur,
    prescriberKind: typePrescripteur == null ? null : (kind ?? 'other'),
    prescriberRole: typePrescripteur,
    orientingPartner: situation.partenaireOrienteur,
    vae: yes(situation.vae),
    continuingTraining: yes(situation.formationContinue),
    continuingTrainingAtPrescription: yes(situation.formationContinuePrescription),
    fromRegionalScheme: yes(situation.sortieDispositifRegional),
    objectives: situation.objectifs,
    audience: audience == null ? null : audiences[audience],
    household: householdOf(situation),
  });
  return told(Object.keys(facts).length === 0 ? null : { effectiveDate: savedOn, ...facts }, [
    ...(niveauEntree != null && level === null ? [finding('situation.niveauEntree', 'level-unread', 'repaired')] : []),
    ...unknownWord('situation.typePrescripteur', typePrescripteur, kind),
  ]);
}

function householdOf(situation: Part<'situation'>): Record<string, unknown> {
  return filled({
    homeless: answered(situation.sansDomicileFixe),
    housingAtRisk: answered(situation.risqueExclusionLogement),
    parentBornAbroad: answered(situation.parentNeEtranger),
    minimumIncome: situation.minimaSociaux,
    allWithoutWork: answered(situation.actifsSansEmploi),
    dependentChildren: answered(situation.enfantsACharge),
    singleParent: answered(situation.familleMonoparentale),
  });
}

/** In force from the day on which the Région bears it, which may lie ahead; else from the save. */
export function remunerationFacts(remuneration: Part<'remuneration'>, savedOn: string): PartFacts {
  const { organismeRemunerateur: body, rythmeParcours: rhythm, datePriseEnChargeRegion: chargedFrom } = remuneration;
  const [payBody, pace] = [body == null ? null : payBodyOf(body), rhythm == null ? null : rhythmOf(rhythm)];
  const facts = filled({
    payBody: body == null ? null : (payBody ?? 'other'),
    payBodyName: body,
    payBodySiret: remuneration.siretRemunerateur,
    sent: yes(remuneration.envoiFluxRemu),
    kind: remuneration.typeRemuneration,
    fileKind: remuneration.typeDossier,
    chargedFrom,
    rhythm: rhythm == null ? null : (pace ?? 'other'),
    rhythmLabel: rhythm,
  });
  return told(Object.keys(facts).length === 0 ? null : { effectiveDate: chargedFrom ?? savedOn, ...facts }, [
    ...unknownWord('remuneration.organismeRemunerateur', body, payBody),
    ...unknownWord('remuneration.rythmeParcours', rhythm, pace),
  ]);
}

export function extensionFacts(
  { dateSortiePrevisionnelle: plannedExit }: Part<'prolongation'>,
  savedOn: string,
): PartFacts {
  return told(plannedExit == null ? null : { effectiveDate: savedOn, plannedExit });
}

export function abandonmentFacts({ dateAbandon, motif, motifDetaille }: Part<'abandon'>): PartFacts {
  if (dateAbandon == null) return without('abandon.dateAbandon', motif, motifDetaille);
  return told(filled({ effectiveDate: dateAbandon, reason: motif, reasonDetail: motifDetaille }));
}

export function exitFacts(exit: Part<'sortie'>): PartFacts {
  const { dateSortieReelle, motifSortie, motifSortieDetaille, situationSortie, situationSortieDetaillee } = exit;
  if (dateSortieReelle == null) {
    const beside = [motifSortie, motifSortieDetaille, situationSortie, situationSortieDetaillee];
    return without('sortie.dateSortieReelle', ...beside);
  }
  const kind = motifSortie == null ? null : exitKindOf(motifSortie);
  const facts = filled({
    effectiveDate: dateSortieReelle,
    kind: kind ?? 'other',
    reason: motifSortie,
    reasonDetail: motifSortieDetaille,
    situation: situationSortie,
    situationDetail: situationSortieDetaillee,
  });
  return told(
    facts,
    motifSortie == null
      ? [finding('sortie.motifSortie', 'motive-missing', 'repaired')]
      : unknownWord('sortie.motifSortie', motifSortie, kind),
  );
}

export function assessmentFacts({ dateBilan, resultat }: Part<'bilan'>): PartFacts {
  if (dateBilan == null) return without('bilan.dateBilan', resultat);
  if (resultat == null) return without('bilan.resultat', dateBilan);
  return told({ effectiveDate: dateBilan, result: assessmentResults[resultat] });
}

/** `path`: that of the line. */
export function hostCompanyFacts(line: HostCompany, savedOn: string, path: string): PartFacts {
  const { siret, nom, du, au, heures } = line;
  if (siret == null && nom == null) return without(`${path}.siret`, du, au, heures);
  const facts = { effectiveDate: savedOn, line: String(line.numero), siret, name: nom, start: du, end: au };
  return told(filled({ ...facts, hours: heures }));
}

/** What stands in a part beside the field that it cannot do without is not told either. */
function without(field: string, ...beside: readonly unknown[]): PartFacts {
  return told(null, beside.some((value) => value != null) ? [finding(field, 'part-incomplete')] : []);
}

function unknownWord(field: string, word: string | null | undefined, code: string | null): readonly EosFinding[] {
  return word != null && code === null ? [finding(field, 'word-unknown', 'repaired')] : [];
}

function yes(answer: 'Oui' | 'Non' | null | undefined): boolean | null {
  return answer == null ? null : answer === 'Oui';
}

function answered(answer: keyof typeof answers | null | undefined): string | null {
  return answer == null ? null : answers[answer];
}
