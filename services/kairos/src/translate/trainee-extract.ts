import { createHash } from 'node:crypto';
import type { CloudEvent, EventName } from '@hub/contracts';
import { parisDay, parseFranceTravailNumber, parseReference } from '@hub/core';
import { contactBlock, type Finding, type ImportRules, isCalendarDay, isPartnerId, sourceEvent } from '@hub/platform';
import type { ExportRule } from './export-fields.ts';

/** Columns of the France Travail trainee extract, in their order; `|` between them. */
export const extractColumns = [
  ...['c_nomcorrespondance', 'c_prenomcorrespondance', 'c_adresseemail', 'c_telephone1', 'c_telephone2'],
  ...['c_validitemail_id', 'dn_individu_national', 'dn_session_id', 'c_individulocal', 'dc_formation_id'],
  ...['dc_lblformation', 'dd_datedebutplanformation', 'dd_datefinplanformation', 'dc_organisme_id'],
  ...['dc_cp_lieuformation', 'dc_insee_lieuformation', 'dc_ville_lieuformation', 'dc_formacode_ppal_id'],
  ...['dc_formacode_secondaire1_id', 'dc_formacode_secondaire2_id', 'dc_formacode_secondaire3_id'],
  ...['dc_formacode_secondaire4_id', 'dn_certifinfo_1_id', 'dn_certifinfo_2_id', 'dn_certifinfo_3_id'],
  ...['dn_certifinfo_4_id', 'dn_certifinfo_5_id', 'dc_siret', 'dc_lblorganisme', 'dc_raisonsociale', 'departement'],
  ...['dc_numeroicsession', 'dc_numeroicaction', 'liste_financeur', 'c_dispositifformation'],
  ...['dc_siretorganismeformateur', 'dc_lblorganismeorganismeformateur', 'dc_raisonsocialeorganismeformateur'],
] as const;

/** French sentences of the rules that an export in JSON lines does not have, for the people who keep the source. */
export const extractRules = {
  'header-unknown': {
    sentence: "L'en-tête n'est pas celui de l'extrait des stagiaires de France Travail.",
    remedy: "Importer l'extrait tel que France Travail le donne.",
  },
  'column-count': {
    sentence: `La ligne n'a pas ${extractColumns.length} colonnes.`,
    remedy: 'Vérifier les séparateurs « | » de la ligne.',
  },
  'quote-unclosed': {
    sentence: "Un guillemet ouvert n'est pas fermé : la ligne est laissée de côté.",
    remedy: 'Fermer le guillemet, ou le retirer.',
  },
  'session-missing': {
    sentence: 'Aucun numéro de session utilisable.',
    remedy: 'Renseigner dc_numeroicsession avec le préfixe CARIF de dc_numeroicaction, ou dn_session_id.',
  },
  'date-missing': {
    sentence: "Date de plan absente : le parcours prévisionnel n'est pas transmis.",
    remedy: 'Renseigner la date.',
  },
  'period-inverted': {
    sentence: "La fin du plan précède son début : le parcours prévisionnel n'est pas transmis.",
    remedy: 'Corriger les deux dates.',
  },
} as const satisfies ImportRules;
type ExtractRule =
  | keyof typeof extractRules
  | Extract<ExportRule, 'identifier-missing' | 'france-travail-number-invalid' | 'date-invalid'>;

type ExtractFinding = Finding & { readonly rule: ExtractRule };

type Column = (typeof extractColumns)[number];

/** `c_dispositifformation` and the type of funding; 41N and 41C are conventions of a Région. */
const fundings: Readonly<Record<string, string>> = {
  ...{ AIF: 'france-travail', AFC: 'france-travail', AFPR: 'france-travail', POEI_MONO: 'france-travail' },
  ...{ POEC_OPCA: 'opco', OPCA: 'opco', '41N': 'prf', '41C': 'prf', CR: 'prf', BEN: 'beneficiary', AGEFIPH: 'agefiph' },
  ...{ ETAT: 'other', AUTRES: 'other', Autres_AFC: 'other' },
};

/** What differs between a header and the extract's, in one sentence; null where nothing does. */
export function headerDifference(header: readonly string[]): string | null {
  const known = new Set<string>(extractColumns);
  const missing = extractColumns.filter((column) => !header.includes(column));
  // The first line of another file may hold a person's data: only what looks like a column's name is repeated.
  const unknown = header
    .filter((column) => !known.has(column))
    .map((name) => (/^[\p{L} ._']{1,40}$/u.test(name) ? name : '…'));
  if (missing.length === 0 && unknown.length === 0) {
    const same =
      header.length === extractColumns.length && header.every((column, place) => column === extractColumns[place]);
    return same ? null : 'Les colonnes sont dans un autre ordre, ou répétées.';
  }
  const list = (names: readonly string[]): string =>
    names.slice(0, 6).join(', ') + (names.length > 6 ? ` et ${names.length - 6} autres` : '');
  return [
    ...(missing.length === 0 ? [] : [`Colonnes absentes : ${list(missing)}.`]),
    ...(unknown.length === 0 ? [] : [`Colonnes inconnues : ${list(unknown)}.`]),
    `Attendu : ${extractColumns.length} colonnes séparées par « | ».`,
  ].join(' ');
}

/**
 * Translates one row of the extract to a positioning under the person's France Travail number and, where the plan has its
 * two days, to the planned path; never to an entry. `recordedAt` (epoch milliseconds) is when the extract was made, since
 * rows carry no date of their own. The positioning is dated on the first day of the plan or on the day of the extract,
 * whichever is earlier.
 *
 * Rows are states: a later extract makes newer statements under the same two references of the dossier. Ids are made of
 * the whole row: they name nobody, and the same file imported again gives the same facts.
 */
export function translateRow(
  cells: readonly string[],
  recordedAt: number,
): { readonly events: readonly CloudEvent[]; readonly findings: readonly ExtractFinding[] } {
  const findings: ExtractFinding[] = [];
  const fail = (field: Column | null, rule: ExtractRule): void => {
    findings.push({ field, rule });
  };
  if (cells.length !== extractColumns.length) {
    fail(null, 'column-count');
    return { events: [], findings };
  }
  const row = Object.fromEntries(extractColumns.map((column, place) => [column, cellOf(cells[place])])) as Row;
  const trainee = readTrainee(row, fail);
  const training = readTraining(row, fail);
  if (trainee === null || training === null) return { events: [], findings };
  const start = readDay(row, 'dd_datedebutplanformation', fail);
  const end = readDay(row, 'dd_datefinplanformation', fail);
  const extractedOn = parisDay(recordedAt);
  const effectiveDate = start !== null && start < extractedOn ? start : extractedOn;
  const funding = fundings[row.c_dispositifformation ?? ''];
  const common = { trainee, training: [training], ...(funding === undefined ? {} : { funding }), effectiveDate };
  const digest = rowDigest(cells);
  const sequence = Math.floor(recordedAt / 1000);
  const recordedtime = new Date(recordedAt).toISOString();
  const eventOf = (event: EventName, ref: string, facts: object): CloudEvent => {
    const statement = { ref: `extract-${ref}`, sequence };
    const id = `extract-${ref}-${digest}-${sequence}`;
    return sourceEvent('kairos', event, { id, recordedtime, data: { ...common, ...facts, statement } });
  };
  const events = [eventOf('candidate-positioned', 'positioning', { by: 'france-travail', mode: 'candidature' })];
  if (start !== null && end !== null) {
    if (end < start) fail('dd_datefinplanformation', 'period-inverted');
    else events.push(eventOf('path-planned', 'plan', { plannedEntry: start, plannedExit: end }));
  }
  return { events, findings };
}

type Row = Readonly<Record<Column, string | null>>;
type Fail = (field: Column | null, rule: ExtractRule) => void;

function cellOf(cell: string | undefined): string | null {
  const text = (cell ?? '').trim();
  return text === '' || text === 'NULL' ? null : text;
}

function readTrainee(row: Row, fail: Fail): object | null {
  const { c_individulocal: local, dn_individu_national: national } = row;
  const number = local === null ? null : parseFranceTravailNumber(local);
  if (local !== null && number === null) {
    fail('c_individulocal', 'france-travail-number-invalid');
    return null;
  }
  if (number === null && !isPartnerId(national)) {
    fail('c_individulocal', 'identifier-missing');
    return null;
  }
  const contact = contactBlock(
    [row.c_telephone1, row.c_telephone2],
    row.c_validitemail_id === 'V' ? row.c_adresseemail : null,
  );
  return {
    ...(number === null ? { partnerNumber: national } : { franceTravailNumber: number }),
    ...(row.c_nomcorrespondance === null ? {} : { usualName: row.c_nomcorrespondance.slice(0, 128) }),
    ...(row.c_prenomcorrespondance === null ? {} : { firstNames: row.c_prenomcorrespondance.slice(0, 128) }),
    ...(contact === null ? {} : { contact }),
  };
}

/** The CARIF's session (prefix of the action, else of the formation), else France Travail's own number of it. */
function readTraining(row: Row, fail: Fail): string | null {
  const prefix = /^([0-9]{2})_/;
  const own = row.dc_numeroicsession;
  const registry = [own, row.dc_numeroicaction, row.dc_formation_id]
    .map((id) => prefix.exec(id ?? '')?.[1])
    .find(Boolean);
  const number = own?.replace(prefix, '') ?? row.dc_numeroicaction?.replace(prefix, '');
  const carif = registry !== undefined && number !== undefined ? parseReference(`session:${registry}:${number}`) : null;
  if (carif?.ok === true) return carif.reference;
  const ft = row.dn_session_id === null ? null : parseReference(`session:ft:${row.dn_session_id}`);
  if (ft?.ok === true) return ft.reference;
  fail('dc_numeroicsession', 'session-missing');
  return null;
}

function readDay(row: Row, column: 'dd_datedebutplanformation' | 'dd_datefinplanformation', fail: Fail): string | null {
  const text = row[column];
  if (text === null) fail(column, 'date-missing');
  const found = text === null ? null : /^(\d{4}-\d{2}-\d{2})( 00:00:00(\.0+)?)?$/.exec(text)?.[1];
  if (text !== null && !isCalendarDay(found)) fail(column, 'date-invalid');
  return isCalendarDay(found) ? found : null;
}

/** 128 bits of SHA-256 written in letters only: no run of digits can look like a NIR. */
function rowDigest(cells: readonly string[]): string {
  const hex = createHash('sha256').update(cells.join('|')).digest('hex').slice(0, 32);
  return hex.replace(/[0-9]/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
}
