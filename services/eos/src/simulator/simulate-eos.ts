import type { CloudEvent } from '@hub/contracts';
import { addDays } from '@hub/core';
import {
  type EosDossier,
  type EosSave,
  fictitiousSiret,
  parisTime,
  type SimulatedSession,
  type SystemSimulator,
  simulatedSirets,
} from '@hub/simulation';
import type { WrittenDossier } from '../translate/dossier-form.ts';
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

/** Statements of this version, and what was retracted in it; what is no statement was told with the first. */
function changedAt({ type, id, data }: CloudEvent, version: number): boolean {
  if (type === 'hub.fact-retracted') return id.endsWith(`-${version}-retracted`);
  return ((data.statement as { readonly sequence: number } | undefined)?.sequence ?? 1) === version;
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
  const { entry, suspension, extension } = dossier;
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
    ...writePlans(dossier),
    entree: entry && { ...saved(entry), dateEntreeReelle: entry.day && frenchDay(entry.day) },
    situation: writeSituation(dossier),
    remuneration: writeRemuneration(dossier),
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
    entreprises: writeHostCompanies(dossier),
    sortie: writeExit(dossier),
  };
}

/** The path begins a week before the session: a module in which what the trainee can do is looked at. */
function writePlans({ plan, session }: EosDossier): Pick<WrittenDossier, 'parcours' | 'parcoursComplet'> {
  if (plan === null) return {};
  const { course, weeklyHours } = session;
  const days = { dateSortiePrevisionnelle: frenchDay(plan.exit), heuresEntreprisePrevisionnelles: course.hoursCompany };
  return {
    parcours: {
      ...saved(plan),
      ...days,
      heuresCentrePrevisionnelles: course.hoursCentre,
      dateEntreePrevisionnelle: frenchDay(plan.entry),
      dureeHebdomadaire: weeklyHours,
      parcoursIndividualise: plan.individualised ? 'Oui' : 'Non',
    },
    parcoursComplet: {
      ...saved(plan),
      ...days,
      heuresCentrePrevisionnelles: course.hoursCentre + weeklyHours,
      dateEntreePrevisionnelle: frenchDay(addDays(plan.entry, -7)),
      dureeHebdomadaire: weeklyHours,
    },
  };
}

function writeRemuneration({ remuneration, entry, plan }: EosDossier): WrittenDossier['remuneration'] {
  const day = entry?.day ?? plan?.entry;
  return (
    remuneration && {
      ...saved(remuneration),
      organismeRemunerateur: 'Docapost',
      siretRemunerateur: simulatedSirets.docapost,
      envoiFluxRemu: remuneration.sent ? 'Oui' : 'Non',
      typeDossier: 'Première demande',
      datePriseEnChargeRegion: day === undefined ? null : frenchDay(day),
      typeRemuneration: remuneration.kind,
      rythmeParcours: 'Temps plein',
    }
  );
}

/** Where the course has hours in company, one receives the trainee in the last weeks. */
function writeHostCompanies({ session, plan, entry, person, silo }: EosDossier): WrittenDossier['entreprises'] {
  const hours = session.course.hoursCompany;
  if (entry?.day == null || plan === null || hours === 0) return [];
  const from = addDays(plan.exit, -Math.ceil((hours / session.weeklyHours) * 7) + 1);
  return [
    {
      ...saved(entry),
      numero: 1,
      siret: fictitiousSiret(silo, 'company'),
      nom: companies[person.index % companies.length],
      du: frenchDay(from < entry.day ? entry.day : from),
      au: frenchDay(plan.exit < entry.day ? entry.day : plan.exit),
      heures: hours,
    },
  ];
}

const companies = ['Ateliers du Cher', 'Transports Beauceron', 'Maison des Vignes'];

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
    nationalite: person.index % 9 === 0 ? 'Portugaise' : 'Française',
    lieuNaissance: {
      codePostal: person.address.town.postalCode,
      ville: person.address.town.label,
      codeInsee: person.address.town.inseeCode,
    },
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

function writeSituation({ situation, session }: EosDossier): WrittenDossier['situation'] {
  if (situation === null) return null;
  const long = situation.months > 12;
  return {
    ...saved(situation),
    rqth: situation.rqth ? 'Oui' : 'Non',
    niveauEntree: situation.level,
    statut: `En recherche d'emploi - ${long ? '' : 'non '}chômeur longue durée`,
    moisRechercheEmploi: situation.months,
    statutsPositionnement: [long ? "Demandeur d'emploi de longue durée" : "Demandeur d'emploi de courte durée"],
    prescripteur: `Agence de ${session.place.label}`,
    typePrescripteur: 'Conseiller CEP France Travail',
    vae: 'Non',
    formationContinue: 'Oui',
    sortieDispositifRegional: 'Non',
    objectifs: `Exercer le métier : ${session.course.title}`,
    sansDomicileFixe: 'Ne souhaite pas répondre',
    familleMonoparentale: 'Non',
    minimaSociaux: 'Aucun',
  };
}

function writeExit({ exit }: EosDossier): WrittenDossier['sortie'] {
  if (exit === null) return null;
  const motive = motives[exit.kind];
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

const motives = {
  'planned-end': "Fin prévue de l'action de formation",
  abandonment: 'Abandon du stagiaire',
  'interrupted-by-organisation': "Interruption par l'organisme de formation",
  transferred: 'Changement de formation',
  employment: "Accès à l'emploi",
} as const;

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
    siretsDispensateurs: [organisation.dispensateurSiret],
    departement: place.inseeCode.slice(0, 2),
    lieu: { codeInsee: place.inseeCode, codePostal: place.postalCode, ville: place.label },
    financeurs: [...session.financerCodes],
    certification: { rncp: course.rncp, rs: course.rs },
    formacodes: [course.formacode],
    nsf: [course.nsf],
    rome: [course.rome],
    placesTotal: session.placesTotal,
    placesFinancees: session.placesFinanced,
    offreCarif:
      session.carifReference === null ? null : { numero: session.carifReference.replace('session:07:', '07_') },
    etat: 'OUVERTE',
  };
}
