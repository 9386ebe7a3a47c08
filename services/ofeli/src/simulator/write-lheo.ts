import type { SimulatedSession } from '@hub/simulation';

/** One session of the catalogue as OFeli exports it on some day. */
export interface OfferEntry {
  readonly session: SimulatedSession;
  /** Number in the CARIF's offer, without prefix. */
  readonly number: string;
  /** Day of the last change, `YYYY-MM-DD`. */
  readonly modifiedOn: string;
  /** Life of the session in OFeli; absent: published (DIFF). */
  readonly state?: 'ARCH' | 'ANNU';
  /** Written as a careless source writes it: SIRET of 15 digits, HTML in the title, NULL. */
  readonly careless?: boolean;
}

const lheoNamespace = 'http://lheo.gouv.fr/2.3';

/** A whole LHEO 2.3 document, piece by piece; `exportedAt` is RFC 3339. */
export function* lheoDocument(formations: Iterable<string>, exportedAt: string): Generator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="${lheoNamespace}" horodatage-export="${exportedAt}">\n<offres>\n`;
  yield* formations;
  yield '</offres>\n</lheo>\n';
}

/** Sessions of one course by one organisation: a `<formation>` with an action for each. Empty text for no entry. */
export function lheoFormation(number: string, entries: readonly OfferEntry[]): string {
  const [first] = entries;
  if (first === undefined) return '';
  const { course, organisation } = first.session;
  const title = first.careless === true ? `<![CDATA[<b>${course.title}</b>]]>` : escapeXml(course.title);
  const siret = first.careless === true ? `0${organisation.mandataireSiret}` : organisation.mandataireSiret;
  return `<formation numero="07_${number}" datemaj="${compact(earliestDay(entries))}">
 <domaine-formation>
  <code-FORMACODE ref="V14" tag="principal">${course.formacode}</code-FORMACODE>
  <code-NSF>${course.nsf}</code-NSF>
  <code-ROME>${course.rome}</code-ROME>
 </domaine-formation>
 <intitule-formation>${title}</intitule-formation>
 <objectif-formation>Acquérir les compétences de ${escapeXml(course.title)}</objectif-formation>
 <resultats-attendus>${first.careless === true ? 'NULL' : 'Attestation de fin de formation'}</resultats-attendus>
 <contenu-formation>Modules théoriques et mises en situation.</contenu-formation>
 <certifiante>${course.rncp === null && course.rs === null ? '0' : '1'}</certifiante>
 <contact-formation>${contact(organisation.name)}</contact-formation>
 <parcours-de-formation>${first.session.entryMode === 'permanent' ? '2' : '1'}</parcours-de-formation>
 <code-niveau-entree>0</code-niveau-entree>
${certification(course)}${entries.map(action).join('')} <organisme-formation-responsable>
  <numero-activite>24${siret.slice(-9)}</numero-activite>
  <SIRET-organisme-formation><SIRET>${siret}</SIRET></SIRET-organisme-formation>
  <nom-organisme>${escapeXml(organisation.name)}</nom-organisme>
  <raison-sociale>${escapeXml(organisation.name)}</raison-sociale>
  <coordonnees-organisme>${contact(organisation.name)}</coordonnees-organisme>
  <contact-organisme>${contact(organisation.name)}</contact-organisme>
 </organisme-formation-responsable>
 <extras info="FLUX-CARIF"><extra info="numero-CARIF">07</extra></extras>
</formation>
`;
}

function action(entry: OfferEntry): string {
  const { session, number, modifiedOn } = entry;
  const place = `<adresse><ligne>1 rue des Fictions</ligne><codepostal>${session.place.postalCode}</codepostal><ville>${escapeXml(session.place.label)}</ville><code-INSEE-commune>${session.place.inseeCode}</code-INSEE-commune><pays>FR</pays></adresse>`;
  return ` <action numero="07_${number}" datemaj="${compact(modifiedOn)}">
  <rythme-formation>${session.weeklyHours} heures par semaine</rythme-formation>
  <code-public-vise ref="V14">83056</code-public-vise>
  <niveau-entree-obligatoire>0</niveau-entree-obligatoire>
  <modalites-alternance>-</modalites-alternance>
  <modalites-enseignement>0</modalites-enseignement>
  <conditions-specifiques>-</conditions-specifiques>
  <prise-en-charge-frais-possible>0</prise-en-charge-frais-possible>
  <lieu-de-formation><coordonnees><nom>${escapeXml(session.organisation.name)}</nom>${place}</coordonnees></lieu-de-formation>
  <modalites-entrees-sorties>${session.entryMode === 'permanent' ? '1' : '0'}</modalites-entrees-sorties>
  <session numero="${number}" datemaj="${compact(modifiedOn)}">
   <periode><debut>${compact(session.start)}</debut><fin>${compact(session.end)}</fin></periode>
   <adresse-inscription>${place}</adresse-inscription>
   <etat-recrutement>${entry.state === undefined ? '1' : '2'}</etat-recrutement>
   <cycle><type-cycle>0</type-cycle><capacite-simultanee>${session.placesTotal}</capacite-simultanee></cycle>
${withdrawal(entry)}${eosNumber(session)}  </session>
  <nombre-heures-centre>${session.course.hoursCentre}</nombre-heures-centre>
  <nombre-heures-entreprise>${session.course.hoursCompany}</nombre-heures-entreprise>
  <organisme-formateur>
   <SIRET-formateur><SIRET>${session.organisation.dispensateurSiret}</SIRET></SIRET-formateur>
   <raison-sociale-formateur>${escapeXml(session.organisation.name)}</raison-sociale-formateur>
  </organisme-formateur>
${financers(session)} </action>
`;
}

function withdrawal({ state }: OfferEntry): string {
  if (state === undefined) return '';
  return `   <extras info="etat-session"><extra info="etat-session">${state}</extra></extras>\n`;
}

function eosNumber({ registry, number }: SimulatedSession): string {
  return registry === 'eos' ? `   <extras info="EOS"><extra info="numero-EOS">${number}</extra></extras>\n` : '';
}

/** The places financed stand in the first block: the blocks add up. */
function financers({ financerCodes, placesFinanced }: SimulatedSession): string {
  return financerCodes
    .map((code, place) => {
      const places = `<nb-places-financees>${place === 0 ? placesFinanced : 0}</nb-places-financees>`;
      return `  <organisme-financeur><code-financeur>${code}</code-financeur>${places}</organisme-financeur>\n`;
    })
    .join('');
}

function certification({ rncp, rs }: SimulatedSession['course']): string {
  if (rncp === null && rs === null) return '';
  const codes = [
    rncp === null ? '' : `<code-RNCP>RNCP${rncp}</code-RNCP>`,
    rs === null ? '' : `<code-RS>RS${rs}</code-RS>`,
  ];
  return ` <certification>${codes.join('')}</certification>\n`;
}

function contact(name: string): string {
  return `<coordonnees><nom>${escapeXml(name)}</nom><courriel>contact@example.org</courriel></coordonnees>`;
}

/** A formation does not change with its actions, each of which has a stamp of its own. */
function earliestDay(entries: readonly OfferEntry[]): string {
  return entries.map(({ modifiedOn }) => modifiedOn).sort()[0] ?? '';
}

function compact(day: string): string {
  return day.replaceAll('-', '');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
