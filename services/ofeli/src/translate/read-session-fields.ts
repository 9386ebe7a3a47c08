import { childrenOf, descend, type LheoElement, outcomeAt, textOf } from './lheo-element.ts';
import {
  type Report,
  readCodes,
  readDay,
  readLabel,
  readPlace,
  readPlaces,
  readSiret,
  shown,
  type TrainingPlace,
} from './read-fields.ts';

/**
 * What a session says of itself, in the properties of `session-published` (`training` and `statement` apart). `shared`
 * takes what is wrong in elements that several sessions share: each is then reported once.
 */
export function readSessionFields(
  formation: LheoElement,
  action: LheoElement,
  session: LheoElement,
  report: Report,
  shared: Report,
): Readonly<Record<string, unknown>> {
  const title = readLabel(descend(formation, 'intitule-formation'), 'title', 255, shared);
  const period = readPeriod(session, textOf(descend(action, 'modalites-entrees-sorties')) === '0', report);
  const responsible = descend(formation, 'organisme-formation-responsable', 'SIRET-organisme-formation', 'SIRET');
  return defined({
    title,
    ...period,
    entryMode: readEntryMode(action, period, shared),
    mandataireSiret: readSiret(responsible, 'mandataireSiret', shared),
    teachingMode: readTeachingMode(action, shared),
    dispensateurSirets: readTrainers(action, shared),
    place: readFirstPlace(action, shared),
    ...readFinancers(action, shared),
    certification: readCertification(formation, shared),
    placesTotal: readTotal(session, report),
    domain: readDomain(formation, shared),
    state: readState(session, report),
  });
}

interface Period {
  readonly start?: string;
  readonly end?: string;
  readonly open?: true;
}

/**
 * 00000000 and 99999999 mean unknown; a session without known end is open. One of fixed dates that says nothing of its end
 * is not: its end is missing.
 */
function readPeriod(session: LheoElement, isFixed: boolean, report: Report): Period {
  const start = readDay(descend(session, 'periode', 'debut'), 'start', 'first', report);
  const end = readDay(descend(session, 'periode', 'fin'), 'end', 'last', report);
  if (start.kind === 'day' && end.kind === 'day' && end.day < start.day) {
    const detail = `${end.day} précède ${start.day} : le début n'est pas transmis.`;
    report(outcomeAt('refused', 'period-inverted', descend(session, 'periode') ?? session, detail, 'start'));
    return { end: end.day };
  }
  return {
    ...(start.kind === 'day' ? { start: start.day } : {}),
    ...(end.kind === 'day' ? { end: end.day } : {}),
    ...(end.kind === 'unknown' || (end.kind === 'absent' && !isFixed) ? { open: true } : {}),
  };
}

/** 0 fixed dates, 1 permanent; where the code is missing or wrong, the known end decides, and it is reported. */
function readEntryMode(action: LheoElement, period: Period, report: Report): 'fixed-dates' | 'permanent' {
  const element = descend(action, 'modalites-entrees-sorties');
  const code = textOf(element);
  if (code === '0') return 'fixed-dates';
  if (code === '1') return 'permanent';
  const mode = period.end === undefined ? 'permanent' : 'fixed-dates';
  const detail = `${code === undefined ? 'Aucun code' : shown(code)} : lu « ${mode} » d'après les dates.`;
  report(outcomeAt('repaired', 'code-unknown', element ?? action, detail, 'entryMode'));
  return mode;
}

/** Every trainer whose SIRET stands, each once. */
function readTrainers(action: LheoElement, report: Report): string[] | undefined {
  const read = childrenOf(action, 'organisme-formateur').flatMap(
    (trainer) => readSiret(descend(trainer, 'SIRET-formateur', 'SIRET'), 'dispensateurSirets', report) ?? [],
  );
  const sirets = [...new Set(read)];
  if (sirets.length > trainersMax) {
    report(outcomeAt('ignored', 'code-surplus', action, `${trainersMax} au plus.`, 'dispensateurSirets'));
  }
  return sirets.length === 0 ? undefined : sirets.slice(0, trainersMax);
}

/** As many as the dictionary takes, far more than an action has. */
const trainersMax = 100;

const teachingModes: ReadonlyMap<string, string> = new Map([
  ['0', 'in-person'],
  ['1', 'blended'],
  ['2', 'distance'],
]);

/** Whether the training is given in person, at a distance, or both. */
function readTeachingMode(action: LheoElement, report: Report): string | undefined {
  const element = descend(action, 'modalites-enseignement');
  const code = textOf(element);
  if (element === undefined || code === undefined) return undefined;
  const mode = teachingModes.get(code);
  if (mode === undefined) report(outcomeAt('refused', 'code-unknown', element, `Lu : ${shown(code)}.`, 'teachingMode'));
  return mode;
}

/** The place of the first `lieu-de-formation`; the dictionary has one. */
function readFirstPlace(action: LheoElement, report: Report): TrainingPlace | undefined {
  const [first, ...others] = childrenOf(action, 'lieu-de-formation');
  for (const other of others) {
    report(outcomeAt('ignored', 'code-surplus', other, 'Un autre lieu est déjà transmis.', 'place'));
  }
  return readPlace(first, report);
}

/** Blocks of one financer add up. */
function readFinancers(action: LheoElement, report: Report): { financerCodes?: string[]; placesFinanced?: number } {
  const codes: string[] = [];
  let places: number | undefined;
  for (const block of childrenOf(action, 'organisme-financeur')) {
    const code = readFinancer(block, report);
    if (code !== undefined && codes.includes(code)) {
      report(outcomeAt('repaired', 'financer-repeated', block, `Financeur ${code}.`, 'financerCodes'));
    } else if (code !== undefined) codes.push(code);
    const count = readPlaces(descend(block, 'nb-places-financees'), 'placesFinanced', report);
    if (count !== undefined) places = Math.min((places ?? 0) + count, 1_000_000);
  }
  return {
    ...(codes.length === 0 ? {} : { financerCodes: codes }),
    ...(places === undefined ? {} : { placesFinanced: places }),
  };
}

/** LHEO's table has 0 to 20. */
function readFinancer(block: LheoElement, report: Report): string | undefined {
  const element = descend(block, 'code-financeur');
  const value = textOf(element);
  const code = value?.replace(/^0(?=\d)/, '') ?? '';
  if (/^(\d|1\d|20)$/.test(code)) return code;
  const detail = value === undefined ? 'Aucun code.' : `Lu : ${shown(value)}.`;
  report(outcomeAt('refused', 'code-unknown', element ?? block, detail, 'financerCodes'));
  return undefined;
}

/** The first certification with a usable code; LHEO has up to five, the dictionary one. Codes without their RNCP or RS. */
function readCertification(formation: LheoElement, report: Report): Record<string, string> | undefined {
  let first: Record<string, string> | undefined;
  for (const block of childrenOf(formation, 'certification')) {
    if (first !== undefined) {
      const detail = 'Une autre certification est déjà transmise.';
      report(outcomeAt('ignored', 'code-surplus', block, detail, 'certification'));
      continue;
    }
    const rncp = readCertificationCode(block, 'code-RNCP', /^(?:RNCP)?(\d{1,6})$/, 'certification.rncp', report);
    const rs = readCertificationCode(block, 'code-RS', /^(?:RS)?(\d{1,6})$/, 'certification.rs', report);
    const certifInfo = readCertificationCode(
      block,
      'code-CERTIFINFO',
      /^(\d{1,10})$/,
      'certification.certifInfo',
      report,
    );
    const codes = defined({ rncp, rs, certifInfo }) as Record<string, string>;
    if (Object.keys(codes).length > 0) first = codes;
  }
  return first;
}

function readCertificationCode(
  block: LheoElement,
  name: string,
  shape: RegExp,
  field: string,
  report: Report,
): string | undefined {
  const element = descend(block, name);
  const value = textOf(element);
  if (element === undefined || value === undefined || /^0+$/.test(value)) return undefined;
  const code = shape.exec(value.replace(/\s/g, '').toUpperCase())?.[1];
  if (code === undefined) report(outcomeAt('refused', 'code-invalid', element, `Lu : ${shown(value)}.`, field));
  return code;
}

/** Places of the session's cycle (LHEO 2.3): cumulated if given, else simultaneous. */
function readTotal(session: LheoElement, report: Report): number | undefined {
  const [cycle, ...others] = childrenOf(session, 'cycle');
  for (const other of others) {
    report(
      outcomeAt('ignored', 'code-surplus', other, "Les places d'un autre cycle sont déjà transmises.", 'placesTotal'),
    );
  }
  return (
    readPlaces(descend(cycle, 'capacite-cumulee'), 'placesTotal', report) ??
    readPlaces(descend(cycle, 'capacite-simultanee'), 'placesTotal', report)
  );
}

/** The main Formacode first: the one tagged `principal`, else the first (LHEO's rule). Versions V12 and V14 alike. */
function readDomain(formation: LheoElement, report: Report): Record<string, string[]> | undefined {
  const domain = descend(formation, 'domaine-formation');
  const formacodes = childrenOf(domain, 'code-FORMACODE');
  const main = formacodes.findIndex((code) => code.attributes.tag === 'principal');
  if (main > 0) formacodes.unshift(...formacodes.splice(main, 1));
  const read = (elements: LheoElement[], field: string, shape: RegExp, normal?: (code: string) => string): string[] =>
    readCodes(elements, { field, shape, most: 10, ...(normal === undefined ? {} : { normal }) }, report);
  const formacode = read(formacodes, 'domain.formacode', /^\d{5}$/);
  const nsf = read(childrenOf(domain, 'code-NSF'), 'domain.nsf', /^\d{3}[a-z]?$/, (code) => code.toLowerCase());
  const romeShape = /^([A-Z]\d{4}|\d{5})$/;
  const rome = read(childrenOf(domain, 'code-ROME'), 'domain.rome', romeShape, (code) => code.toUpperCase());
  if (formacode.length + nsf.length + rome.length === 0) return undefined;
  return {
    ...(formacode.length > 0 ? { formacode } : {}),
    ...(nsf.length > 0 ? { nsf } : {}),
    ...(rome.length > 0 ? { rome } : {}),
  };
}

const states: ReadonlyMap<string, 'open' | 'closed' | 'suspended'> = new Map([
  ['1', 'open'],
  ['2', 'closed'],
  ['3', 'suspended'],
]);

function readState(session: LheoElement, report: Report): 'open' | 'closed' | 'suspended' | undefined {
  const element = descend(session, 'etat-recrutement');
  const code = textOf(element);
  if (element === undefined || code === undefined) return undefined;
  const state = states.get(code);
  if (state === undefined) report(outcomeAt('refused', 'code-unknown', element, `Lu : ${shown(code)}.`, 'state'));
  return state;
}

function defined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
