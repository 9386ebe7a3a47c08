import { createHash } from 'node:crypto';
import type { CloudEvent, EventName } from '@hub/contracts';
import { isSiret, parisDay, parseFranceTravailNumber, parsePartnerNumber, parseReference } from '@hub/core';
import {
  contactBlock,
  type Finding,
  type ImportRules,
  isCalendarDay,
  isReachableEmail,
  isReachablePhone,
  sourceEvent,
} from '@hub/platform';
import { codeOf, type ExportRule } from './export-fields.ts';

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
  repeated: {
    sentence: "La même ligne est déjà dans ce fichier : elle n'est transmise qu'une fois.",
    remedy: 'Rien à faire.',
  },
  'several-plans': {
    sentence:
      'Ce fichier a une autre ligne de cette personne pour cette session : les deux sont transmises, ' +
      'et le plan qui commence le premier est montré tant que personne ne dit lequel vaut.',
    remedy: "Vérifier lequel des plans vaut ; retirer l'autre de la source.",
  },
  'rows-not-compared': {
    sentence: 'Le fichier est trop long : ses lignes suivantes ne sont plus comparées entre elles, mais transmises.',
    remedy: 'Partager le fichier pour voir les lignes répétées et les plans multiples.',
  },
  'device-unknown': {
    sentence: "Dispositif hors de la liste connue : le financement n'est pas transmis.",
    remedy: 'Vérifier le code ; le signaler au hub si France Travail le donne.',
  },
  'session-unusable': {
    sentence: 'Numéro de session ou préfixe CARIF inutilisable : le numéro de session de France Travail le remplace.',
    remedy: 'Renseigner dc_numeroicsession avec le préfixe CARIF de dc_numeroicaction.',
  },
  'name-cut': { sentence: 'Nom de plus de 128 caractères : la suite est coupée.', remedy: 'Vérifier le nom.' },
} as const satisfies ImportRules;
type ExtractRule =
  | keyof typeof extractRules
  | Extract<
      ExportRule,
      'identifier-missing' | 'france-travail-number-invalid' | 'date-invalid' | 'contact-unreachable' | 'siret-invalid'
    >;

type ExtractFinding = Finding & { readonly rule: ExtractRule };

type Column = (typeof extractColumns)[number];

/**
 * `c_dispositifformation` in capitals and the type of funding; 41N and 41C are conventions of a Région. POEI_MULTI is read
 * as POEI_MONO (inferred).
 */
const fundings: Readonly<Record<string, string>> = {
  ...{ AIF: 'france-travail', AFC: 'france-travail', AFPR: 'france-travail' },
  ...{ POEI_MONO: 'france-travail', POEI_MULTI: 'france-travail' },
  ...{ POEC_OPCA: 'opco', OPCA: 'opco', '41N': 'prf', '41C': 'prf', CR: 'prf', BEN: 'beneficiary', AGEFIPH: 'agefiph' },
  ...{ ETAT: 'other', AUTRES: 'other', AUTRES_AFC: 'other' },
};

/** What differs between a header and the extract's, in one sentence; null where nothing does. */
export function headerDifference(header: readonly string[]): string | null {
  const known = new Set<string>(extractColumns);
  const missing = extractColumns.filter((column) => !header.includes(column));
  // The first line of another file may be a person's: what it holds is never repeated.
  const unknown = header.flatMap((column, place) => (known.has(column) ? [] : [place + 1]));
  if (missing.length === 0 && unknown.length === 0) {
    const same =
      header.length === extractColumns.length && header.every((column, place) => column === extractColumns[place]);
    return same ? null : 'Les colonnes sont dans un autre ordre, ou répétées.';
  }
  const list = (names: readonly (string | number)[]): string =>
    names.slice(0, 6).join(', ') + (names.length > 6 ? ` et ${names.length - 6} autres` : '');
  return [
    ...(missing.length === 0 ? [] : [`Colonnes absentes : ${list(missing)}.`]),
    ...(unknown.length === 0 ? [] : [`Colonnes inconnues, par leur rang : ${list(unknown)}.`]),
    `Attendu : ${extractColumns.length} colonnes séparées par « | ».`,
  ].join(' ');
}

/**
 * Translates one row of the extract to a positioning under the person's France Travail number and, where the plan has its
 * two days, to the planned path; never to an entry. `extractedAt` (epoch milliseconds) is when the extract was made, since
 * rows carry no date of their own. The positioning is dated on the first day of the plan or on the day of the extract,
 * whichever is earlier.
 *
 * Rows are states. Of the planned path the latest extract tells the newest statement; of the positioning the earliest one
 * does, since a plan that is shown again is no new candidature. A plan is known by its session, its action, its
 * organisation and its first day, so that two plans of one person in one session stand beside each other. Ids are made of
 * the whole row: they name nobody, and the same file imported again gives the same facts.
 */
export function translateRow(
  cells: readonly string[],
  extractedAt: number,
): { readonly events: readonly CloudEvent[]; readonly findings: readonly ExtractFinding[] } {
  const row = rowOf(cells);
  if (row === null) return { events: [], findings: [{ field: null, rule: 'column-count' }] };
  const trainee = readTrainee(row);
  const training = readTraining(row);
  if (trainee.value === null || training.value === null) {
    const refused = [trainee, training].filter(({ value }) => value === null);
    return { events: [], findings: refused.flatMap(({ findings }) => findings) };
  }
  const start = readDay(row, 'dd_datedebutplanformation');
  const end = readDay(row, 'dd_datefinplanformation');
  const funding = readFunding(row);
  const organisation = readOrganisation(row);
  const plan = readPlan(row, start.value, end.value);
  const extractedOn = parisDay(extractedAt);
  const common = {
    trainee: trainee.value,
    training: [training.value],
    ...(funding.value === null ? {} : { funding: funding.value }),
    ...(organisation.value === null ? {} : { organisationSiret: organisation.value }),
    effectiveDate: start.value !== null && start.value < extractedOn ? start.value : extractedOn,
  };
  const stamp = {
    extractedAt,
    plan: planKey(row, start.value),
    rank: rank(start.value, end.value),
    row: digest(cells),
  };
  const events = [
    eventOf(stamp, 'candidate-positioned', { ...common, by: 'france-travail', mode: 'candidature' }),
    ...(plan.value === null ? [] : [eventOf(stamp, 'path-planned', { ...common, ...plan.value })]),
  ];
  const parts = [trainee, training, start, end, plan, funding, organisation];
  return { events, findings: parts.flatMap(({ findings }) => findings) };
}

/** What identifies a row among those of its file: the person and the session, and the whole row. Null where it has neither. */
export function rowIdentity(cells: readonly string[]): { readonly about: string; readonly row: string } | null {
  const row = rowOf(cells);
  if (row === null) return null;
  const person = row.c_individulocal ?? row.dn_individu_national;
  const training = readTraining(row).value;
  return person === null || training === null
    ? null
    : { about: digest([person.toUpperCase(), training]), row: digest(cells) };
}

interface Stamp {
  readonly extractedAt: number;
  readonly plan: string;
  readonly rank: string;
  readonly row: string;
}

const statementNames = { 'candidate-positioned': 'positioning', 'path-planned': 'plan' } as const;

/** After every second in which an extract may be made: counted down from here, the earliest has the greatest sequence. */
const secondsEnd = 2 ** 32;

function eventOf(stamp: Stamp, event: keyof typeof statementNames, facts: object): CloudEvent {
  const name = `extract-${statementNames[event]}`;
  const second = Math.floor(stamp.extractedAt / 1000);
  const recordedtime = new Date(stamp.extractedAt).toISOString();
  const sequence = event === 'candidate-positioned' ? secondsEnd - second : second;
  const statement = { ref: `${name}-${stamp.plan}`, sequence };
  const id = `${name}-${stamp.rank}-${stamp.row}-${second}`;
  return sourceEvent('kairos', event satisfies EventName, { id, recordedtime, data: { ...facts, statement } });
}

type Row = Readonly<Record<Column, string | null>>;

/** What some columns say, and what of them cannot be told. */
interface Read<T> {
  readonly value: T;
  readonly findings: readonly ExtractFinding[];
}

function read<T>(value: T, ...findings: readonly (ExtractFinding | null)[]): Read<T> {
  return { value, findings: findings.filter((each) => each !== null) };
}

function fault(field: Column, rule: ExtractRule, more: Pick<Finding, 'severity' | 'detail'> = {}): ExtractFinding {
  return { field, rule, ...more };
}

/** The row by its columns; null where it has not as many as there are. */
function rowOf(cells: readonly string[]): Row | null {
  if (cells.length !== extractColumns.length) return null;
  return Object.fromEntries(extractColumns.map((column, place) => [column, cellOf(cells[place])])) as Row;
}

function cellOf(cell: string | undefined): string | null {
  const text = (cell ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return text === '' || text === 'NULL' ? null : text;
}

function readTrainee(row: Row): Read<object | null> {
  const { c_individulocal: local, dn_individu_national: national } = row;
  const ofFranceTravail = local === null ? null : parseFranceTravailNumber(local);
  if (ofFranceTravail?.ok === false) return read(null, fault('c_individulocal', 'france-travail-number-invalid'));
  const own = parsePartnerNumber(national ?? '');
  if (ofFranceTravail === null && !own.ok) return read(null, fault('c_individulocal', 'identifier-missing'));
  const usualName = readName(row, 'c_nomcorrespondance');
  const firstNames = readName(row, 'c_prenomcorrespondance');
  const contact = readContact(row);
  const trainee = {
    ...(ofFranceTravail === null
      ? { partnerNumber: national?.trim() }
      : { franceTravailNumber: ofFranceTravail.number }),
    ...(usualName.value === null ? {} : { usualName: usualName.value }),
    ...(firstNames.value === null ? {} : { firstNames: firstNames.value }),
    ...(contact.value === null ? {} : { contact: contact.value }),
  };
  return read(trainee, ...usualName.findings, ...firstNames.findings, ...contact.findings);
}

function readName(row: Row, column: 'c_nomcorrespondance' | 'c_prenomcorrespondance'): Read<string | null> {
  const name = row[column];
  const cut = name !== null && name.length > 128 ? fault(column, 'name-cut', { severity: 'repaired' }) : null;
  return read(name === null ? null : name.slice(0, 128), cut);
}

/** `c_validitemail_id` says `V` of an address that was found right (inferred from extracts); any other is not told. */
function readContact(row: Row): Read<object | null> {
  const { c_adresseemail: email, c_telephone1, c_telephone2 } = row;
  const isValid = row.c_validitemail_id === 'V';
  const phones = (['c_telephone1', 'c_telephone2'] as const).map((column) =>
    row[column] === null || isReachablePhone(row[column]) ? null : fault(column, 'contact-unreachable'),
  );
  const unreachable = email !== null && isValid && !isReachableEmail(email);
  const unsure = { detail: "c_validitemail_id n'est pas V." };
  return read(
    contactBlock([c_telephone1, c_telephone2], isValid ? email : null),
    ...phones,
    unreachable ? fault('c_adresseemail', 'contact-unreachable') : null,
    email !== null && !isValid ? fault('c_validitemail_id', 'contact-unreachable', unsure) : null,
  );
}

/** The CARIF's session (prefix of the action, else of the formation), else France Travail's own number of it. */
function readTraining(row: Row): Read<string | null> {
  const prefix = /^([0-9]{2})_/;
  const own = row.dc_numeroicsession;
  const registry = [own, row.dc_numeroicaction, row.dc_formation_id]
    .map((id) => prefix.exec(id ?? '')?.[1])
    .find(Boolean);
  const number = own?.replace(prefix, '') ?? row.dc_numeroicaction?.replace(prefix, '');
  const carif = registry !== undefined && number !== undefined ? parseReference(`session:${registry}:${number}`) : null;
  if (carif?.ok === true) return read(carif.reference);
  const ft = row.dn_session_id === null ? null : parseReference(`session:ft:${row.dn_session_id}`);
  if (ft?.ok !== true) return read(null, fault('dc_numeroicsession', 'session-missing'));
  return read(ft.reference, number === undefined ? null : fault('dc_numeroicsession', 'session-unusable'));
}

function readDay(row: Row, column: 'dd_datedebutplanformation' | 'dd_datefinplanformation'): Read<string | null> {
  const text = row[column];
  if (text === null) return read(null, fault(column, 'date-missing'));
  const found = /^(\d{4}-\d{2}-\d{2})( 00:00:00(\.0+)?)?$/.exec(text)?.[1];
  return isCalendarDay(found) ? read(found) : read(null, fault(column, 'date-invalid'));
}

/** FOAD stands among the devices, but says how the training is given (inferred): at a distance. */
const distanceDevice = 'FOAD';

function readPlan(row: Row, start: string | null, end: string | null): Read<object | null> {
  if (start === null || end === null) return read(null);
  if (end < start) return read(null, fault('dd_datefinplanformation', 'period-inverted'));
  const isDistance = deviceOf(row) === distanceDevice;
  return read({ plannedEntry: start, plannedExit: end, ...(isDistance ? { teachingMode: 'distance' } : {}) });
}

function readFunding(row: Row): Read<string | null> {
  const device = deviceOf(row);
  if (device === undefined || device === distanceDevice) return read(null);
  const funding = codeOf(fundings, device);
  return funding === undefined ? read(null, fault('c_dispositifformation', 'device-unknown')) : read(funding);
}

function deviceOf(row: Row): string | undefined {
  return row.c_dispositifformation?.toUpperCase();
}

/** The organisation that gives the training, else the responsible one. One account of Kairos is one organisation. */
function readOrganisation(row: Row): Read<string | null> {
  const columns = ['dc_siretorganismeformateur', 'dc_siret'] as const;
  const named = columns.filter((column) => row[column] !== null);
  const wrong = named.filter((column) => !isSiret(row[column] ?? ''));
  const right = named.find((column) => !wrong.includes(column));
  return read(right === undefined ? null : row[right], ...wrong.map((column) => fault(column, 'siret-invalid')));
}

/** What a plan is known by from one extract to the next: all that does not change while it is kept up. `start`: as a day. */
function planKey(row: Row, start: string | null): string {
  const { dn_session_id, dc_formation_id, dc_numeroicsession, dc_numeroicaction, dc_siret } = row;
  const key = [dn_session_id, dc_formation_id, dc_numeroicsession, dc_numeroicaction, dc_siret];
  return digest([...key, start ?? row.dd_datedebutplanformation].map(String));
}

/**
 * Of facts that are otherwise equal the greater id stands (rules.md, Competing facts): the plan that begins first, and of
 * these the one that ends last. Days are written in letters: no run of digits can look like a NIR.
 */
function rank(start: string | null, end: string | null): string {
  return `${inLetters(start ?? '9999-99-99', 'jihgfedcba')}-${inLetters(end ?? '0000-00-00', 'abcdefghij')}`;
}

function inLetters(day: string, letters: string): string {
  return day.replace(/\D/g, '').replace(/\d/g, (digit) => letters.charAt(Number(digit)));
}

/** 128 bits of SHA-256 written in letters only. */
function digest(parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('|')).digest('hex').slice(0, 32);
  return hex.replace(/[0-9]/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
}
