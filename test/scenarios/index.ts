import { scenario as F01 } from './F01-inscription-entree-sortie.ts';
import { scenario as F02 } from './F02-entree-contestee.ts';
import { scenario as F03 } from './F03-echo-confirme.ts';
import { scenario as F04 } from './F04-regime-par-candidature.ts';
import { scenario as F07 } from './F07-annulation-avant-l-evenement.ts';
import { scenario as F08 } from './F08-correction-puis-renvoi.ts';
import { scenario as F09 } from './F09-chaine-de-corrections.ts';
import { scenario as F10 } from './F10-corrections-en-rond.ts';
import { scenario as F12 } from './F12-changement-de-session.ts';
import { scenario as F13 } from './F13-rendez-vous-annule-puis-candidature.ts';
import { scenario as F14 } from './F14-rendez-vous-transfere.ts';
import { scenario as F15 } from './F15-retenu-a-valider.ts';
import { scenario as F16 } from './F16-interruption-et-reprise.ts';
import { scenario as F17 } from './F17-session-permanente-deux-sejours.ts';
import { scenario as F18 } from './F18-deux-references-une-session.ts';
import { scenario as F19 } from './F19-dossier-sans-session.ts';
import { scenario as F22 } from './F22-deux-personnes-rattachees.ts';
import { scenario as F23 } from './F23-refus-avant-la-candidature.ts';
import { scenario as F24 } from './F24-non-inscrit-et-certificats.ts';
import { scenario as F25 } from './F25-deux-modules-un-mois.ts';
import { scenario as F26 } from './F26-qui-decide-pour-qui.ts';
import { scenario as F27 } from './F27-recrutement.ts';
import { scenario as F28 } from './F28-avant-la-sortie.ts';
import type { Scenario } from './scenario.ts';

/** The sequences that are played at every level, by number. */
export const scenarios: readonly Scenario[] = [
  F01,
  F02,
  F03,
  F04,
  F07,
  F08,
  F09,
  F10,
  F12,
  F13,
  F14,
  F15,
  F16,
  F17,
  F18,
  F19,
  F22,
  F23,
  F24,
  F25,
  F26,
  F27,
  F28,
];

export * from './scenario.ts';
