import { looksLikeNir, parseFranceTravailNumber, parseNir } from '@hub/core';
import { isCalendarDay } from '@hub/platform';
import { z } from 'zod';

const text = z.string().trim().min(1).max(128);
const optional = <T extends z.ZodType>(form: T) => form.nullish();

/** `JJ/MM/AAAA` as on the screens, or `AAAA-MM-JJ`; read as `AAAA-MM-JJ`. */
export const day = z
  .string()
  .transform((written) => written.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, '$3-$2-$1'))
  .refine(isCalendarDay, { message: 'date-invalid' });
export const instant = z.iso.datetime({ offset: true, message: 'date-invalid' });
const answer = z.enum(['Oui', 'Non', 'Ne souhaite pas répondre'], { message: 'code-unknown' });
const yesNo = z.enum(['Oui', 'Non'], { message: 'code-unknown' });
const hours = z.number().min(0).max(20_000);
export const number = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,32}$/, { message: 'reference-invalid' })
  .refine((value) => !looksLikeNir(value), { message: 'reference-invalid' });
export const version = z.int().min(1).max(1_000_000);

/** When a part of the dossier was last saved, as versions of the dossier; `versionPrecedente` null: saved once only. */
const save = { version, versionPrecedente: optional(version), dateEnregistrement: optional(instant) };
const part = <T extends z.ZodRawShape>(shape: T) => optional(z.strictObject({ ...save, ...shape }));
const line = <T extends z.ZodRawShape>(shape: T) =>
  z
    .array(z.strictObject({ ...save, numero: version, supprimee: optional(z.boolean()), ...shape }))
    .max(500)
    .default([]);

/** INSEE code of a commune. */
export const commune = z.string().regex(/^([0-9]{2}|2A|2B)[0-9]{3}$/, { message: 'commune-invalid' });

const address = z.strictObject({
  numero: optional(text),
  bisTer: optional(text),
  natureVoie: optional(text),
  nomVoie: optional(text),
  batiment: optional(text),
  complement: optional(text),
  boitePostale: optional(text),
  codePostal: optional(z.string().max(16)),
  ville: optional(text),
  pays: optional(z.string().min(2).max(64)),
  codeInsee: optional(commune),
});

const franceTravailNumber = z
  .string()
  .refine((value) => parseFranceTravailNumber(value).ok, { message: 'france-travail-number-invalid' });

const trainee = z
  .strictObject({
    nir: optional(z.string().refine((value) => parseNir(value).ok, { message: 'nir-invalid' })),
    numeroStagiaire: optional(number),
    numeroFranceTravail: optional(franceTravailNumber),
    identifiantRegionalFranceTravail: optional(franceTravailNumber),
    civilite: optional(z.enum(['Monsieur', 'Madame'], { message: 'code-unknown' })),
    nomUsage: optional(text),
    nomNaissance: optional(text),
    prenom: optional(text),
    dateNaissance: optional(day),
    adresse: optional(address),
    telephone1: optional(z.string()),
    telephone2: optional(z.string()),
    mail: optional(z.string()),
    nationalite: optional(text),
    lieuNaissance: optional(
      z.strictObject({ codePostal: optional(text), ville: optional(text), codeInsee: optional(text) }),
    ),
  })
  .refine(
    ({ nir, numeroStagiaire, numeroFranceTravail, identifiantRegionalFranceTravail }) =>
      [nir, numeroStagiaire, numeroFranceTravail, identifiantRegionalFranceTravail].some((given) => given != null),
    { message: 'identifier-missing' },
  );

/** The situation tab. Every answer is sensitive and sealed at the door. */
const situation = part({
  rqth: optional(yesNo),
  niveauEntree: optional(text),
  statut: optional(text),
  moisRechercheEmploi: optional(z.int().min(0).max(720)),
  dateInscriptionFranceTravail: optional(day),
  partenaireOrienteur: optional(text),
  prescripteur: optional(text),
  typePrescripteur: optional(text),
  vae: optional(yesNo),
  sansDomicileFixe: optional(answer),
  risqueExclusionLogement: optional(answer),
  parentNeEtranger: optional(answer),
  minimaSociaux: optional(text),
  actifsSansEmploi: optional(answer),
  enfantsACharge: optional(answer),
  familleMonoparentale: optional(answer),
});

/**
 * A trainee's dossier as EOS exports it at each change: its whole state, one JSON object a line, with fields named as on
 * the screens. A null field is an empty one.
 */
export const nativeDossier = z.strictObject({
  typeObjet: z.literal('DOSSIER'),
  identifiantSilo: number,
  version,
  dateMiseAJour: instant,
  supprime: optional(z.boolean()),
  motifSuppression: optional(z.enum(['DOUBLON', 'ERREUR_SAISIE', 'MAUVAISE_PERSONNE'], { message: 'code-unknown' })),
  financement: z.enum(['PRF', 'PRF_HORS_FT'], { message: 'code-unknown' }),
  public: optional(z.enum(['VISAS_LIBRES_SAVOIRS', 'PPSMJ', 'NON_INSCRIT_FT'], { message: 'code-unknown' })),
  session: z.strictObject({ numero: number, version: optional(version), numeroPrecedent: optional(number) }),
  stagiaire: trainee,
  parcours: part({
    heuresCentrePrevisionnelles: optional(hours),
    heuresEntreprisePrevisionnelles: optional(hours),
    dateEntreePrevisionnelle: optional(day),
    dateSortiePrevisionnelle: optional(day),
    dureeHebdomadaire: optional(z.number().min(0).max(60)),
    parcoursIndividualise: optional(yesNo),
  }),
  entree: part({ dateEntreeReelle: optional(day) }),
  absenceEntree: part({ dateAbsence: optional(day) }),
  situation,
  remuneration: part({
    organismeRemunerateur: optional(text),
    siretRemunerateur: optional(z.string()),
    envoiFluxRemu: optional(yesNo),
    typeDossier: optional(text),
    datePriseEnChargeRegion: optional(day),
    typeRemuneration: optional(text),
    rythmeParcours: optional(text),
  }),
  suspensions: line({ du: day, au: day }),
  interruptions: line({ du: day, au: optional(day) }),
  prolongation: part({ dateSortiePrevisionnelle: optional(day) }),
  realisations: line({ du: day, au: day, heuresCentre: hours, heuresEntreprise: hours }),
  abandon: part({ dateAbandon: optional(day), motif: optional(text), motifDetaille: optional(text) }),
  sortie: part({
    dateSortieReelle: optional(day),
    motifSortie: optional(text),
    motifSortieDetaille: optional(text),
    situationSortie: optional(text),
    situationSortieDetaillee: optional(text),
  }),
  bilan: part({
    dateBilan: optional(day),
    resultat: optional(z.enum(['Atteint', 'Partiellement atteint', 'Non atteint'], { message: 'code-unknown' })),
  }),
});

export type NativeDossier = z.output<typeof nativeDossier>;

/** The same before it is read: what the export holds. */
export type WrittenDossier = z.input<typeof nativeDossier>;
