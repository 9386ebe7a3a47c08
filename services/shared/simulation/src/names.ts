/** Frequent French names and places of Centre-Val de Loire: whole persons made of them are fictitious. */
export const birthNames = [
  'Martin',
  'Bernard',
  'Thomas',
  'Petit',
  'Robert',
  'Richard',
  'Durand',
  'Dubois',
  'Moreau',
  'Laurent',
  'Simon',
  'Michel',
  'Lefèvre',
  'Leroy',
  'Roux',
  'David',
  'Bertrand',
  'Morel',
  'Fournier',
  'Girard',
  'Bonnet',
  'Dupont',
  'Lambert',
  'Fontaine',
  'Rousseau',
  'Vincent',
  'Muller',
  'Lefebvre',
  'Faure',
  'André',
  'Mercier',
  'Blanc',
  'Guérin',
  'Boyer',
  'Garnier',
  'Chevalier',
  'François',
  'Legrand',
  'Gauthier',
  'Garcia',
  'Perrin',
  'Robin',
  'Clément',
  'Morin',
  'Nicolas',
  'Henry',
  'Roussel',
  'Mathieu',
  'Gautier',
  'Masson',
  'Marchand',
  'Duval',
  'Denis',
  'Dumont',
  'Marie',
  'Lemaire',
  'Noël',
  'Meyer',
  'Dufour',
  'Meunier',
  'Brun',
  'Blanchard',
  'Giraud',
  'Joly',
  'Rivière',
  'Lucas',
  'Brunet',
  'Gaillard',
  'Barbier',
  'Arnaud',
  'Martínez',
  'Gérard',
  'Da Silva',
  'Benali',
  'Traoré',
  'Nguyen',
  "N'Diaye",
  'Le Gall',
  'Saint-Martin',
  'Haddad',
  'Diallo',
  'Kowalski',
  'Pereira',
  'Yilmaz',
] as const;

export const firstNames = {
  female: [
    'Camille',
    'Sarah',
    'Léa',
    'Manon',
    'Chloé',
    'Inès',
    'Fatoumata',
    'Julie',
    'Émilie',
    'Aurélie',
    'Céline',
    'Nathalie',
    'Isabelle',
    'Sandrine',
    'Stéphanie',
    'Marie-Claude',
    'Anaïs',
    'Nadia',
    'Yasmina',
    'Mathilde',
    'Agnès',
    'Zoé',
    'Françoise',
    'Élodie',
    'Karine',
    'Samira',
    'Oumou',
    'Linh',
    'Maëlys',
    'Coralie',
  ],
  male: [
    'Thomas',
    'Nicolas',
    'Julien',
    'Kévin',
    'Maxime',
    'Alexandre',
    'Mehdi',
    'Karim',
    'Jérôme',
    'Sébastien',
    'Frédéric',
    'Christophe',
    'Jean-Luc',
    'Loïc',
    'Théo',
    'Hugo',
    'Enzo',
    'Mamadou',
    'Ibrahim',
    'François',
    'Benoît',
    'Raphaël',
    'Grégory',
    'Yannick',
    'Cédric',
    'Antoine',
    'Rémi',
    'Stéphane',
    'Tuan',
    'Noé',
  ],
} as const;

export const streets = [
  'rue des Tanneurs',
  'avenue de la République',
  'rue Jean Jaurès',
  'place du Marché',
  'rue de la Loire',
  'chemin des Vignes',
  'rue Victor Hugo',
  'allée des Tilleuls',
  'boulevard Heurteloup',
  'rue du Four à Chaux',
] as const;

export interface Town {
  readonly label: string;
  readonly postalCode: string;
  readonly inseeCode: string;
}

export const towns: readonly Town[] = [
  { label: 'Orléans', postalCode: '45000', inseeCode: '45234' },
  { label: 'Tours', postalCode: '37000', inseeCode: '37261' },
  { label: 'Bourges', postalCode: '18000', inseeCode: '18033' },
  { label: 'Blois', postalCode: '41000', inseeCode: '41018' },
  { label: 'Châteauroux', postalCode: '36000', inseeCode: '36044' },
  { label: 'Chartres', postalCode: '28000', inseeCode: '28085' },
  { label: 'Dreux', postalCode: '28100', inseeCode: '28134' },
  { label: 'Vierzon', postalCode: '18100', inseeCode: '18279' },
  { label: 'Montargis', postalCode: '45200', inseeCode: '45208' },
  { label: 'Romorantin-Lanthenay', postalCode: '41200', inseeCode: '41194' },
  { label: 'Joué-lès-Tours', postalCode: '37300', inseeCode: '37122' },
  { label: 'Issoudun', postalCode: '36100', inseeCode: '36088' },
];

export interface Course {
  readonly title: string;
  /** RNCP or RS number, digits only; null where nothing is certified. */
  readonly rncp: string | null;
  readonly rs: string | null;
  readonly formacode: string;
  readonly nsf: string;
  readonly rome: string;
  /** Whole hours of the path. */
  readonly hoursCentre: number;
  readonly hoursCompany: number;
}

type CourseKind = 'long' | 'health-social' | 'short';
type CourseRow = readonly [
  title: string,
  rncp: string | null,
  rs: string | null,
  formacode: string,
  nsf: string,
  rome: string,
  hoursCentre: number,
  hoursCompany: number,
];

/** Courses by who they are for. Hours follow the averages of the field (regional 660 h, France Travail 349 h, CPF 64 h). */
const courseRows: Readonly<Record<CourseKind, readonly CourseRow[]>> = {
  long: [
    ['Titre professionnel agent de maintenance des bâtiments', '35510', null, '22254', '230', 'I1203', 560, 140],
    ['Titre professionnel développeur web et web mobile', '37674', null, '31088', '326', 'M1805', 728, 273],
    ['Titre professionnel employé commercial', '37099', null, '34502', '312', 'D1507', 420, 140],
    ['CAP cuisine', '38430', null, '42752', '221', 'G1602', 600, 280],
    [
      'Titre professionnel conducteur de transport en commun sur route',
      '36243',
      null,
      '31812',
      '311',
      'N4103',
      399,
      70,
    ],
    ['Titre professionnel soudeur assembleur industriel', '37887', null, '23026', '254', 'H2913', 490, 140],
    ['Titre professionnel secrétaire assistant', '36804', null, '35054', '324', 'M1607', 455, 175],
    ['Construire son projet professionnel', null, null, '15062', '415', 'K2111', 300, 70],
    ['Chargé de communication e-sport', null, null, '46347', '320', 'E1103', 728, 273],
    ['Titre professionnel technicien supérieur systèmes et réseaux', '37682', null, '24231', '326', 'M1801', 910, 350],
  ],
  'health-social': [
    ["Diplôme d'État d'aide-soignant", '40692', null, '43436', '331', 'J1501', 770, 770],
    ["Diplôme d'État d'infirmier, première année", '39923', null, '43448', '331', 'J1506', 700, 525],
    ["Diplôme d'État d'accompagnant éducatif et social", '36004', null, '44004', '332', 'K1301', 567, 840],
  ],
  short: [
    ["Certificat d'aptitude à la conduite en sécurité R489", null, '5610', '31768', '311', 'N1101', 28, 0],
    ['Anglais professionnel', null, '6435', '15234', '136', 'E1108', 60, 0],
    ['Socle de connaissances et de compétences CléA', null, '5080', '15040', '100', 'K2111', 98, 0],
    ['Tableur, niveau avancé', null, '6563', '71154', '326', 'M1607', 35, 0],
    ['Accompagnement à la création de son entreprise', null, '5616', '32047', '310', 'M1302', 63, 0],
  ],
};

export const courses: Readonly<Record<CourseKind, readonly Course[]>> = {
  long: courseRows.long.map(course),
  'health-social': courseRows['health-social'].map(course),
  short: courseRows.short.map(course),
};

function course([title, rncp, rs, formacode, nsf, rome, hoursCentre, hoursCompany]: CourseRow): Course {
  return { title, rncp, rs, formacode, nsf, rome, hoursCentre, hoursCompany };
}
