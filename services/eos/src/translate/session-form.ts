import { isSiret } from '@hub/core';
import { z } from 'zod';
import { commune, day, instant, number, version } from './dossier-form.ts';

const siret = z.string().refine(isSiret, { message: 'siret-invalid' });
const codes = z.array(z.string()).max(5).default([]);
const places = z.int().min(0).max(1_000_000).nullish();
const text = z.string().trim().min(1).max(255);
const certificationCode = z
  .string()
  .regex(/^[A-Za-z0-9]{1,12}$/)
  .nullish();
const postalCode = z.string().regex(/^[0-9]{5}$/, { message: 'commune-invalid' });

/** A session as EOS exports it at each change. `dateFin` null: permanent, without an end. */
export const nativeSession = z.strictObject({
  typeObjet: z.literal('SESSION'),
  numero: number,
  version,
  dateMiseAJour: instant,
  intitule: text,
  dateDebut: day.nullish(),
  dateFin: day.nullish(),
  entreesSorties: z.enum(['FIXES', 'PERMANENTES'], { message: 'code-unknown' }),
  siretMandataire: siret,
  siretDispensateur: siret.nullish(),
  lieu: z
    .strictObject({ codeInsee: commune.nullish(), codePostal: postalCode.nullish(), ville: text.nullish() })
    .nullish(),
  financeurs: codes,
  certification: z
    .strictObject({ rncp: certificationCode, rs: certificationCode, certifInfo: certificationCode })
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
