import { looksLikeNir } from '@hub/core';
import { z } from 'zod';
import { commune, day, instant, number, siret, version } from './dossier-form.ts';

const codes = (shape: RegExp) => {
  const code = z.string().regex(shape, { message: 'code-unknown' });
  return z.array(code.nullish()).max(10).nullish();
};
const places = z.int().min(0).max(1_000_000).nullish();
const text = z.string().trim().min(1).max(255);
const certificationCode = z
  .string()
  .regex(/^[A-Za-z0-9]{1,12}$/)
  .nullish();
const carifNumber = z
  .string()
  .regex(/^[0-9]{2}_[A-Za-z0-9][A-Za-z0-9._/@-]{0,39}$/, { message: 'reference-invalid' })
  .refine((value) => !looksLikeNir(value), { message: 'reference-invalid' });
const postalCode = z.string().regex(/^[0-9]{5}$/, { message: 'commune-invalid' });

/**
 * A session as EOS exports it at each change: its line on the screen ("SE FORMER AU METIER…, 37 - INDRE-ET-LOIRE, TOURS, du …
 * au …") and what is declared of it. `dateFin` null where entries are permanent: without an end.
 */
export const nativeSession = z.strictObject({
  typeObjet: z.literal('SESSION'),
  numero: number,
  version,
  dateMiseAJour: instant,
  supprime: z.boolean().nullish(),
  intitule: text.nullish(),
  dateDebut: day.nullish(),
  dateFin: day.nullish(),
  entreesSorties: z.enum(['FIXES', 'PERMANENTES'], { message: 'code-unknown' }).nullish(),
  siretMandataire: siret.nullish(),
  siretsDispensateurs: z.array(siret.nullish()).max(100).nullish(),
  modaliteEnseignement: z.enum(['PRESENTIEL', 'MIXTE', 'DISTANCE'], { message: 'code-unknown' }).nullish(),
  /** Its number and name, `37 - INDRE-ET-LOIRE`. */
  departement: z
    .string()
    .regex(/^(0[1-9]|[1-9][0-9]|2A|2B|97[1-8]|98[4-8])(\s*-.{1,60})?$/, { message: 'code-unknown' })
    .nullish(),
  lieu: z
    .strictObject({ codeInsee: commune.nullish(), codePostal: postalCode.nullish(), ville: text.nullish() })
    .nullish(),
  financeurs: codes(/^([0-9]|1[0-9]|20)$/),
  certification: z
    .strictObject({ rncp: certificationCode, rs: certificationCode, certifInfo: certificationCode })
    .nullish(),
  formacodes: codes(/^[0-9]{5}$/),
  nsf: codes(/^[0-9]{3}[a-z]?$/),
  rome: codes(/^([A-Z][0-9]{4}|[0-9]{5})$/),
  placesTotal: places,
  placesFinancees: places,
  /** The same session in the offer of the CARIF, under the number that it has there (`07_114782`). `retire`: it is not that one. */
  offreCarif: z.strictObject({ numero: carifNumber, retire: z.boolean().nullish() }).nullish(),
  etat: z.enum(['OUVERTE', 'FERMEE', 'SUSPENDUE', 'ANNULEE', 'ARCHIVEE', 'SUPPRIMEE'], { message: 'code-unknown' }),
});

export type NativeSession = z.output<typeof nativeSession>;
export type WrittenSession = z.input<typeof nativeSession>;
