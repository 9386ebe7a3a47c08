import { isSiret, looksLikeNir, parseFranceTravailNumber, parseNir, parsePartnerNumber } from '@hub/core';
import { isCalendarDay, isInstant, isReachableEmail, isReachablePhone } from '@hub/platform';
import { z } from 'zod';
import type { EosRule } from './eos-rules.ts';

const text = z.string().trim().min(1).max(128);
/** Words that are sealed at the door. */
const sealedText = z.string().trim().min(1).max(500);
const optional = <T extends z.ZodType>(form: T) => form.nullish();

/** `JJ/MM/AAAA` as on the screens, or `AAAA-MM-JJ`; read as `AAAA-MM-JJ`. */
export const day = z
  .string()
  .transform((written) => written.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, '$3-$2-$1'))
  .refine(isCalendarDay, { message: 'date-invalid' });
export const instant = z.string().refine(isInstant, { message: 'date-invalid' });
const answer = z.enum(['Oui', 'Non', 'Ne souhaite pas répondre'], { message: 'code-unknown' });
const yesNo = z.enum(['Oui', 'Non'], { message: 'code-unknown' });
const hours = z.number().min(0).max(20_000);
export const number = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,32}$/, { message: 'reference-invalid' })
  .refine((value) => !looksLikeNir(value), { message: 'reference-invalid' });
export const version = z.int().min(1).max(1_000_000);
export const siret = z.string().refine(isSiret, { message: 'siret-invalid' });

/** When a part of the dossier was last saved, as versions of the dossier; `versionPrecedente` null: saved once only. */
const save = { version, versionPrecedente: optional(version), dateEnregistrement: optional(instant) };
const part = <T extends z.ZodRawShape>(shape: T) => optional(z.strictObject({ ...save, ...shape }));
const lines = <T extends z.ZodRawShape>(shape: T) => {
  const line = z.strictObject({ ...save, numero: version, supprimee: optional(z.boolean()), ...shape });
  return optional(z.array(optional(line)).max(500));
};

/** INSEE code of a commune. */
export const commune = z.string().regex(/^([0-9]{2}|2A|2B)[0-9]{3}$/, { message: 'commune-invalid' });

/** Street number, kind and name are one line of the address, of 128 characters at most. */
const address = z.strictObject({
  numero: optional(z.string().trim().max(10)),
  bisTer: optional(z.string().trim().max(10)),
  natureVoie: optional(z.string().trim().max(30)),
  nomVoie: optional(z.string().trim().max(75)),
  batiment: optional(text),
  complement: optional(text),
  boitePostale: optional(text),
  codePostal: optional(z.string().trim().max(16)),
  ville: optional(text),
  pays: optional(z.string().trim().min(2).max(64)),
  codeInsee: optional(commune),
});

/** An identifier as the door reads it; `rule` names any other fault than a value that stands for none. */
const identifier = (read: (text: string) => { readonly ok: boolean; readonly rule?: string }, rule: EosRule) =>
  z.string().superRefine((value, context) => {
    const parsed = read(value);
    if (parsed.ok) return;
    const filler: EosRule = 'identifier-placeholder';
    context.addIssue({ code: 'custom', message: parsed.rule === filler ? filler : rule });
  });
const franceTravailNumber = identifier(parseFranceTravailNumber, 'france-travail-number-invalid');
const phone = z.string().refine(isReachablePhone, { message: 'phone-invalid' });

const trainee = z
  .strictObject({
    nir: optional(identifier(parseNir, 'nir-invalid')),
    numeroStagiaire: optional(identifier(parsePartnerNumber, 'reference-invalid')),
    numeroFranceTravail: optional(franceTravailNumber),
    identifiantRegionalFranceTravail: optional(franceTravailNumber),
    civilite: optional(z.enum(['Monsieur', 'Madame'], { message: 'code-unknown' })),
    nomUsage: optional(text),
    nomNaissance: optional(text),
    prenom: optional(text),
    dateNaissance: optional(day),
    adresse: optional(address),
    telephone1: optional(phone),
    telephone2: optional(phone),
    mail: optional(z.string().refine(isReachableEmail, { message: 'email-invalid' })),
    nationalite: optional(z.string().trim().min(1).max(64)),
    lieuNaissance: optional(
      z.strictObject({
        codePostal: optional(z.string().trim().max(16)),
        ville: optional(text),
        codeInsee: optional(commune),
      }),
    ),
  })
  .refine(
    ({ nir, numeroStagiaire, numeroFranceTravail, identifiantRegionalFranceTravail }) =>
      [nir, numeroStagiaire, numeroFranceTravail, identifiantRegionalFranceTravail].some((given) => given != null),
    { message: 'identifier-missing' },
  );

/** What is asked of the person and of the prescription. Every answer is sensitive and sealed at the door. */
const situation = part({
  rqth: optional(yesNo),
  niveauEntree: optional(sealedText),
  statut: optional(sealedText),
  moisRechercheEmploi: optional(z.int().min(0).max(720)),
  statutsPositionnement: optional(z.array(optional(sealedText)).max(10)),
  dateInscriptionFranceTravail: optional(day),
  partenaireOrienteur: optional(sealedText),
  prescripteur: optional(sealedText),
  typePrescripteur: optional(sealedText),
  vae: optional(yesNo),
  /** Once among the administrative items, once under the prescription. */
  formationContinue: optional(yesNo),
  formationContinuePrescription: optional(yesNo),
  sortieDispositifRegional: optional(yesNo),
  objectifs: optional(sealedText),
  sansDomicileFixe: optional(answer),
  risqueExclusionLogement: optional(answer),
  parentNeEtranger: optional(answer),
  minimaSociaux: optional(sealedText),
  actifsSansEmploi: optional(answer),
  enfantsACharge: optional(answer),
  familleMonoparentale: optional(answer),
});

/** Planned hours and days; those of the whole path and those of the session have the same fields. */
const plan = {
  heuresCentrePrevisionnelles: optional(hours),
  heuresEntreprisePrevisionnelles: optional(hours),
  dateEntreePrevisionnelle: optional(day),
  dateSortiePrevisionnelle: optional(day),
  dureeHebdomadaire: optional(z.number().min(0).max(60)),
  parcoursIndividualise: optional(yesNo),
};

/**
 * A trainee's dossier as EOS exports it at each change: its whole state, one JSON object a line, with fields named as on
 * the screens. A null field is an empty one. `agora`: the number that AGORA gave the dossier, and the version of the
 * dossier in which it was noted.
 */
export const nativeDossier = z.strictObject({
  typeObjet: z.literal('DOSSIER'),
  identifiantSilo: number,
  agora: optional(
    z.strictObject({ numero: z.string().regex(/^[0-9]{9}$/, { message: 'agora-number-invalid' }), version }),
  ),
  version,
  dateMiseAJour: instant,
  supprime: optional(z.boolean()),
  motifSuppression: optional(z.enum(['DOUBLON', 'ERREUR_SAISIE', 'MAUVAISE_PERSONNE'], { message: 'code-unknown' })),
  financement: z.enum(['PRF', 'PRF_HORS_FT'], { message: 'code-unknown' }),
  public: optional(z.enum(['VISAS_LIBRES_SAVOIRS', 'PPSMJ', 'NON_INSCRIT_FT'], { message: 'code-unknown' })),
  /** `siretOrganisme`: the training organisation that holds the dossier. */
  session: z.strictObject({
    numero: number,
    version: optional(version),
    numeroPrecedent: optional(number),
    siretOrganisme: optional(siret),
  }),
  stagiaire: trainee,
  parcoursComplet: part(plan),
  parcours: part(plan),
  entree: part({ dateEntreeReelle: optional(day) }),
  absenceEntree: part({ dateAbsence: optional(day) }),
  situation,
  remuneration: part({
    organismeRemunerateur: optional(sealedText),
    siretRemunerateur: optional(siret),
    envoiFluxRemu: optional(yesNo),
    typeDossier: optional(sealedText),
    datePriseEnChargeRegion: optional(day),
    typeRemuneration: optional(sealedText),
    rythmeParcours: optional(sealedText),
  }),
  suspensions: lines({ du: day, au: day }),
  interruptions: lines({ du: day, au: optional(day) }),
  prolongation: part({ dateSortiePrevisionnelle: optional(day) }),
  realisations: lines({ du: day, au: day, heuresCentre: hours, heuresEntreprise: hours }),
  entreprises: lines({
    siret: optional(siret),
    nom: optional(sealedText),
    du: optional(day),
    au: optional(day),
    heures: optional(hours),
  }),
  abandon: part({ dateAbandon: optional(day), motif: optional(sealedText), motifDetaille: optional(sealedText) }),
  sortie: part({
    dateSortieReelle: optional(day),
    motifSortie: optional(sealedText),
    motifSortieDetaille: optional(sealedText),
    situationSortie: optional(sealedText),
    situationSortieDetaillee: optional(sealedText),
  }),
  bilan: part({
    dateBilan: optional(day),
    resultat: optional(z.enum(['Atteint', 'Partiellement atteint', 'Non atteint'], { message: 'code-unknown' })),
  }),
});

export type NativeDossier = z.output<typeof nativeDossier>;

/** The same before it is read: what the export holds. */
export type WrittenDossier = z.input<typeof nativeDossier>;
