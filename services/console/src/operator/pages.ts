import { tradePaths } from '../frame/visitor.ts';

export const root = tradePaths.operator;

export interface OperatorPage {
  readonly path: string;
  readonly name: string;
  /** What one comes for. */
  readonly says: string;
}

const page = (path: string, name: string, says: string): OperatorPage => ({ path: `${root}${path}`, name, says });

/** The pages of operators, as the menu has them: the one list of them. */
export const pageGroups: readonly { readonly name: string; readonly pages: readonly OperatorPage[] }[] = [
  {
    name: 'Marche',
    pages: [
      page('', 'Vue d’ensemble', 'Ce qui marche, ce qui est en retard, ce qui vous attend.'),
      page('/tranches', 'Tranches et baux', 'Quel projecteur tient quelle tranche du journal, et où il en est.'),
      page('/mis-de-cote', 'Événements mis de côté', 'Ce qui n’a pas pu être projeté, pourquoi, et le reprendre.'),
      page('/evenement', 'Suivre un événement', 'Du récépissé au dossier, pas à pas.'),
    ],
  },
  {
    name: 'Versions',
    pages: [
      page('/versions', 'Versions', 'Reconstruire, comparer, donner aux lecteurs, revenir.'),
      page('/regles', 'Essayer une règle', 'Ce que changerait une règle, sur l’histoire présente.'),
      page('/travaux', 'Travaux', 'Les travaux longs demandés, en cours et finis.'),
    ],
  },
  {
    name: 'Qualité',
    pages: [
      page('/liens', 'Liens à juger', 'Les personnes qui n’en font peut-être qu’une.'),
      page('/sessions', 'Sessions à rapprocher', 'Les sessions de deux registres qui n’en font peut-être qu’une.'),
      page('/rectifications', 'Rectifications', 'Ce que d’autres signalent comme faux dans vos propres faits.'),
    ],
  },
  {
    name: 'Partenaires',
    pages: [
      page('/partenaires', 'Organismes et clients', 'Qui peut entrer, pour quoi, avec quelle convention.'),
      page('/webhooks', 'Webhooks', 'Ce qui est livré aux partenaires, et ce qui ne l’est pas.'),
    ],
  },
  {
    name: 'Surveillance',
    pages: [
      page('/alarmes', 'Alarmes', 'Les limites que quelqu’un a franchies.'),
      page('/traces', 'Traces d’accès', 'Qui a regardé qui ; vérifier la trace.'),
      page('/audit', 'Journal des exploitants', 'Qui a changé quoi.'),
    ],
  },
  {
    name: 'Données',
    pages: [
      page('/publications', 'Fichiers et chiffres', 'Fichiers de la semaine, chiffres de pilotage.'),
      page('/cles', 'Clés', 'Époques de la clé maîtresse, poivres, et ce qui est sous chacun.'),
      page('/conservation', 'Conservation', 'Données gardées pour un litige, et données détruites.'),
    ],
  },
];
