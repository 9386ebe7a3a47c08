import { contactBlock } from '@hub/platform';
import type { NativeDossier } from './dossier-form.ts';
import { filled } from './eos-words.ts';

/** The trainee block of the dictionary; identifiers in the open here, sealed at the door. */
export function traineeOf(stagiaire: NativeDossier['stagiaire']): Record<string, unknown> {
  const { lieuNaissance: born } = stagiaire;
  return filled({
    nir: stagiaire.nir,
    franceTravailNumber: stagiaire.numeroFranceTravail,
    franceTravailRegionalNumber: stagiaire.identifiantRegionalFranceTravail,
    partnerNumber: stagiaire.numeroStagiaire,
    birthName: stagiaire.nomNaissance,
    usualName: stagiaire.nomUsage,
    firstNames: stagiaire.prenom,
    birthDate: stagiaire.dateNaissance,
    sex: stagiaire.civilite == null ? null : sexes[stagiaire.civilite],
    nationality: stagiaire.nationalite,
    birthPlace: filled({ postalCode: born?.codePostal, city: born?.ville, inseeCode: born?.codeInsee }),
    contact: filled({
      address: addressOf(stagiaire.adresse),
      ...contactBlock([stagiaire.telephone1, stagiaire.telephone2], stagiaire.mail),
    }),
  });
}

function addressOf(adresse: NativeDossier['stagiaire']['adresse']): Record<string, unknown> {
  const street = [adresse?.numero, adresse?.bisTer, adresse?.natureVoie, adresse?.nomVoie].filter(Boolean).join(' ');
  return filled({
    lines: [adresse?.complement, adresse?.batiment, street, adresse?.boitePostale].filter(Boolean),
    postalCode: adresse?.codePostal,
    city: adresse?.ville,
    inseeCode: adresse?.codeInsee,
    country: adresse?.pays,
  });
}

const sexes = { Madame: 'female', Monsieur: 'male' } as const;
