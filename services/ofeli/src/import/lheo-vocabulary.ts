/** Names of the elements of LHEO 1.3 to 2.3 (lheo/lheo-schema, definition/lheo-gml.xml, version 2.3.0). */
const elementNames = new Set(
  `
  a-distance acces-handicapes action adresse adresse-information adresse-inscription alternance annee-cycle
  bloc-competences blocs-competences capacite-cumulee capacite-simultanee certifiante certification civilite
  code-bloc code-CERTIFINFO code-CPF code-ELU code-financeur code-FORMACODE code-INSEE-canton code-INSEE-commune
  code-modalite-pedagogique code-niveau-entree code-niveau-sortie code-NSF code-perimetre-recrutement
  code-public-vise code-RNCP code-ROME code-RS code-type-formation code-UAI code-UAI-formateur
  code-UAI-lieu-formation code-UAI-organisme-formation codepostal commentaire conditions-specifiques
  contact-formateur contact-formation contact-formation-resume contact-organisme contact-session
  contenu-formation conventionnement coordonnees coordonnees-organisme courriel cout-indicatif-equipement cycle
  date date-information debut denomination departement detail-conditions-prise-en-charge domaine-formation
  duree-conventionnee duree-cycle duree-indicative effectif-minimal enseignement equipement etat-recrutement
  extra extras fax fin formation frais-restants geolocalisation hebergement heure-debut heure-fin
  identifiant-module info-public-vise infos-perimetre-recrutement intitule-formation langue-formation latitude
  lheo lheo-index lheo-plus libelle-bloc libelle-enseignement lieu-de-formation ligne longitude
  modalite-recrutement modalites-alternance modalites-enseignement modalites-entrees-sorties
  modalites-inscription modalites-pedagogiques modalites-recrutement modules-prerequis nb-places
  nb-places-financees niveau-entree-obligatoire nom nom-organisme nombre-heures-centre nombre-heures-entreprise
  nombre-heures-total numero-activite numtel objectif-formation objectif-general-formation obligatoire offres
  organisme-financeur organisme-formateur organisme-formation-responsable parcours-de-formation pays periode
  periode-inscription portable positionnement potentiel prenom prise-en-charge-frais-possible prix-horaire-TTC
  prix-total-TTC raison-sociale raison-sociale-formateur recrutement reference-certification
  reference-code-CERTIFINFO reference-code-FORMACODE reference-code-RNCP reference-code-RS reference-module
  region renseignements-specifiques restauration resultats-attendus resume-offre resume-organisme resumes-offres
  resumes-organismes rythme-alternance rythme-formation session SIRET SIRET-formateur SIRET-lieu-formation
  SIRET-organisme-formation sous-module sous-modules telfixe transport type-alternance type-contact type-cycle
  type-enseignement type-equipement type-module unite-rythme-alternance unites-centre unites-entreprise
  url-action url-formation url-session urlweb validation-blocs ville web
`
    .trim()
    .split(/\s+/),
);

/** What the translation reads, by parent; every other element of LHEO is skipped without being kept in memory. */
const readElements: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    formation: new Set([
      'domaine-formation',
      'intitule-formation',
      'certification',
      'action',
      'organisme-formation-responsable',
      'extras',
    ]),
    'domaine-formation': new Set(['code-FORMACODE', 'code-NSF', 'code-ROME']),
    certification: new Set(['code-RNCP', 'code-CERTIFINFO', 'code-RS']),
    action: new Set([
      'lieu-de-formation',
      'modalites-entrees-sorties',
      'modalites-enseignement',
      'session',
      'organisme-formateur',
      'organisme-financeur',
      'extras',
    ]),
    'lieu-de-formation': new Set(['coordonnees']),
    coordonnees: new Set(['adresse']),
    adresse: new Set(['codepostal', 'ville', 'code-INSEE-commune']),
    session: new Set(['periode', 'etat-recrutement', 'recrutement', 'cycle', 'extras']),
    periode: new Set(['debut', 'fin']),
    recrutement: new Set(['modalite-recrutement', 'periode']),
    cycle: new Set(['capacite-simultanee', 'capacite-cumulee']),
    'organisme-formateur': new Set(['SIRET-formateur']),
    'SIRET-formateur': new Set(['SIRET']),
    'organisme-financeur': new Set(['code-financeur', 'nb-places-financees']),
    'organisme-formation-responsable': new Set(['SIRET-organisme-formation']),
    'SIRET-organisme-formation': new Set(['SIRET']),
    extras: new Set(['extras', 'extra']),
  }),
);

const readSomewhere: ReadonlySet<string> = new Set([...readElements.values()].flatMap((children) => [...children]));

/** Where LHEO itself has an element that is read only under another parent. */
const elsewhere: ReadonlySet<string> = new Set(['recrutement adresse']);

/**
 * What the reader does with a child element: `read` it, `skip` it with all it holds (README.md says why), or report it
 * and skip it: `unknown`, since the name is not one of LHEO's (a misspelt tag, a private element outside `extras`), or
 * `misplaced`, since it would be read under another parent.
 */
export function childHandling(parent: string, child: string): 'read' | 'skip' | 'unknown' | 'misplaced' {
  if (readElements.get(parent)?.has(child) === true) return 'read';
  if (parent === 'extra' || parent === 'extras' || child === 'extras') return 'skip';
  if (!elementNames.has(child)) return 'unknown';
  return readSomewhere.has(child) && !elsewhere.has(`${parent} ${child}`) ? 'misplaced' : 'skip';
}

/** Elements of LHEO that are never read; README.md says of each why. */
export const unreadElements: readonly string[] = [...elementNames].filter(
  (name) => !readSomewhere.has(name) && !['lheo', 'offres', 'formation'].includes(name),
);

/** The versions that the adapter reads, by the namespace of their root element. */
export const lheoVersions: ReadonlyMap<string, string> = new Map([
  ['http://www.lheo.org/1.3.0', '1.3'],
  ['http://www.lheo.org/2.2', '2.2'],
  ['http://lheo.gouv.fr/2.3', '2.3'],
]);
