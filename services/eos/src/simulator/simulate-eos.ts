import type { CloudEvent } from '@hub/contracts';
import { type EosDossier, type EosSave, parisTime, type SimulatedSession, type SystemSimulator } from '@hub/simulation';
import type { WrittenDossier } from '../translate/dossier-form.ts';
import { exitKinds } from '../translate/eos-words.ts';
import type { WrittenSession } from '../translate/session-form.ts';
import { translateObject } from '../translate/translate-object.ts';

/**
 * Plays EOS: at each save the whole state is exported, and the adapter makes events of it. Only what this save changed is
 * reported; the rest would repeat what was reported before.
 */
export const simulateEos: SystemSimulator = (step) => {
  const native =
    step.about === 'eos-dossier'
      ? writeDossier(step.dossier)
      : step.kind === 'session-published'
        ? writeSession(step.session, step.version, step.recordedAt)
        : null;
  if (native === null) return { events: [] };
  const { events, findings } = translateObject(native);
  const [first] = findings;
  if (first !== undefined) throw new RangeError(`The simulator wrote ${String(first.field)} wrong: ${first.rule}.`);
  return { native, events: events.filter((event) => changedAt(event, native.version)) };
};

/** Statements of this version, and what was retracted in it. */
function changedAt({ type, id, data }: CloudEvent, version: number): boolean {
  if (type === 'hub.fact-retracted') return id.endsWith(`-${version}-retracted`);
  return (data.statement as { readonly sequence: number } | undefined)?.sequence === version;
}

/** `2026-04-01` as the screens show it. */
function frenchDay(day: string): string {
  return day.split('-').reverse().join('/');
}

function saved({ version, previous, savedAt }: EosSave): {
  version: number;
  versionPrecedente: number | null;
  dateEnregistrement: string;
} {
  return { version, versionPrecedente: previous, dateEnregistrement: parisTime(savedAt) };
}

function writeDossier(dossier: EosDossier): WrittenDossier {
  const { course, weeklyHours } = dossier.session;
  const { plan, entry, remuneration, suspension, extension } = dossier;
  return {
    typeObjet: 'DOSSIER',
    identifiantSilo: dossier.silo,
    version: dossier.version,
    dateMiseAJour: parisTime(dossier.savedAt),
    supprime: dossier.deleted,
    motifSuppression: dossier.deleted ? 'DOUBLON' : null,
    financement: dossier.funding === 'prf' ? 'PRF' : 'PRF_HORS_FT',
    public: dossier.public === null ? null : publics[dossier.public],
    session: {
      numero: dossier.session.number,
      version: dossier.movedFrom?.version,
      numeroPrecedent: dossier.movedFrom?.session.number,
    },
    stagiaire: writeTrainee(dossier),
    parcours: plan && {
      ...saved(plan),
      heuresCentrePrevisionnelles: course.hoursCentre,
      heuresEntreprisePrevisionnelles: course.hoursCompany,
      dateEntreePrevisionnelle: frenchDay(plan.entry),
      dateSortiePrevisionnelle: frenchDay(plan.exit),
      dureeHebdomadaire: weeklyHours,
      parcoursIndividualise: plan.individualised ? 'Oui' : 'Non',
    },
    entree: entry && { ...saved(entry), dateEntreeReelle: entry.day && frenchDay(entry.day) },
    situation: writeSituation(dossier),
    remuneration: remuneration && {
      ...saved(remuneration),
      organismeRemunerateur: 'Docapost',
      envoiFluxRemu: remuneration.sent ? 'Oui' : 'Non',
      typeRemuneration: remuneration.kind,
      rythmeParcours: 'Temps plein',
    },
    suspensions: suspension
      ? [{ ...saved(suspension), numero: 1, du: frenchDay(suspension.from), au: frenchDay(suspension.to) }]
      : [],
    prolongation: extension && { ...saved(extension), dateSortiePrevisionnelle: frenchDay(extension.plannedExit) },
    realisations: dossier.hours.map((line, place) => ({
      ...saved(line),
      numero: place + 1,
      du: frenchDay(line.from),
      au: frenchDay(line.to),
      heuresCentre: line.centre,
      heuresEntreprise: line.company,
    })),
    sortie: writeExit(dossier),
  };
}

const publics = { visa: 'VISAS_LIBRES_SAVOIRS', ppsmj: 'PPSMJ', 'not-registered': 'NON_INSCRIT_FT' } as const;

function writeTrainee({ person, nir, franceTravailNumber }: EosDossier): WrittenDossier['stagiaire'] {
  const [number = '', ...street] = person.address.line.split(' ');
  return {
    nir,
    numeroStagiaire: person.eosNumber,
    identifiantRegionalFranceTravail: franceTravailNumber,
    civilite: person.sex === 'female' ? 'Madame' : 'Monsieur',
    nomUsage: person.usualName,
    nomNaissance: person.birthName,
    prenom: person.firstNames,
    dateNaissance: frenchDay(person.birthDate),
    adresse: {
      numero: number,
      nomVoie: street.join(' '),
      codePostal: person.address.town.postalCode,
      ville: person.address.town.label,
      codeInsee: person.address.town.inseeCode,
    },
    telephone1: person.phone,
    mail: person.email,
  };
}

function writeSituation({ situation }: EosDossier): WrittenDossier['situation'] {
  if (situation === null) return null;
  const long = situation.months > 12;
  return {
    ...saved(situation),
    rqth: situation.rqth ? 'Oui' : 'Non',
    niveauEntree: situation.level,
    statut: `En recherche d'emploi - ${long ? '' : 'non '}chômeur longue durée`,
    moisRechercheEmploi: situation.months,
    typePrescripteur: 'Conseiller CEP France Travail',
    vae: 'Non',
    sansDomicileFixe: 'Ne souhaite pas répondre',
    familleMonoparentale: 'Non',
    minimaSociaux: 'Aucun',
  };
}

function writeExit({ exit }: EosDossier): WrittenDossier['sortie'] {
  if (exit === null) return null;
  const motive = Object.entries(exitKinds).find(([, kind]) => kind === exit.kind)?.[0] ?? 'Autre';
  const employed = exit.kind === 'employment';
  return {
    ...saved(exit),
    dateSortieReelle: frenchDay(exit.day),
    motifSortie: motive,
    motifSortieDetaille: motive,
    situationSortie: employed ? 'En emploi' : "En recherche d'emploi",
    situationSortieDetaillee: employed ? 'Emploi salarié' : 'Demandeur emploi courte durée',
  };
}

function writeSession(session: SimulatedSession, version: number, savedAt: number): WrittenSession {
  const { course, place, organisation } = session;
  return {
    typeObjet: 'SESSION',
    numero: session.number,
    version,
    dateMiseAJour: parisTime(savedAt),
    intitule: session.title,
    dateDebut: frenchDay(session.start),
    dateFin: frenchDay(session.end),
    entreesSorties: session.entryMode === 'permanent' ? 'PERMANENTES' : 'FIXES',
    siretMandataire: organisation.mandataireSiret,
    siretDispensateur: organisation.dispensateurSiret,
    lieu: { codeInsee: place.inseeCode, codePostal: place.postalCode, ville: place.label },
    financeurs: [...session.financerCodes],
    certification: { rncp: course.rncp, rs: course.rs },
    formacodes: [course.formacode],
    nsf: [course.nsf],
    rome: [course.rome],
    placesTotal: session.placesTotal,
    placesFinancees: session.placesFinanced,
    etat: 'OUVERTE',
  };
}
