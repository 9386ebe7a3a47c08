import { isSiret } from '@hub/core';
import { z } from 'zod';
import { nativeDay as day, nativeInstant, nativeNumber, nativeVersion } from './native-dossier.ts';

const siret = z.string().refine(isSiret, { message: 'siret-invalid' });
const codes = z.array(z.string()).max(5).default([]);
const places = z.int().min(0).max(1_000_000).nullish();

/** A session as EOS exports it at each change. `dateFin` null: permanent, without an end. */
export const nativeSession = z.strictObject({
  typeObjet: z.literal('SESSION'),
  numero: nativeNumber,
  version: nativeVersion,
  dateMiseAJour: nativeInstant,
  intitule: z.string().trim().min(1).max(255),
  dateDebut: day.nullish(),
  dateFin: day.nullish(),
  entreesSorties: z.enum(['FIXES', 'PERMANENTES'], { message: 'code-unknown' }),
  siretMandataire: siret,
  siretDispensateur: siret.nullish(),
  lieu: z
    .strictObject({
      codeInsee: z
        .string()
        .regex(/^([0-9]{2}|2A|2B)[0-9]{3}$/, { message: 'commune-invalid' })
        .nullish(),
      codePostal: z
        .string()
        .regex(/^[0-9]{5}$/, { message: 'commune-invalid' })
        .nullish(),
      ville: z.string().trim().min(1).max(255).nullish(),
    })
    .nullish(),
  financeurs: codes,
  certification: z
    .strictObject({
      rncp: z
        .string()
        .regex(/^[A-Za-z0-9]{1,12}$/)
        .nullish(),
      rs: z
        .string()
        .regex(/^[A-Za-z0-9]{1,12}$/)
        .nullish(),
      certifInfo: z
        .string()
        .regex(/^[A-Za-z0-9]{1,12}$/)
        .nullish(),
    })
    .nullish(),
  formacodes: codes,
  nsf: codes,
  rome: codes,
  placesTotal: places,
  placesFinancees: places,
  etat: z.enum(['OUVERTE', 'FERMEE', 'SUSPENDUE', 'ANNULEE', 'ARCHIVEE'], { message: 'code-unknown' }),
});

export type NativeSession = z.output<typeof nativeSession>;
export type WrittenSession = z.input<typeof nativeSession>;
