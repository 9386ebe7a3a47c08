import { catalogueEntry, type EventName, emitterNames, registryOf, systemOf } from '@hub/contracts';
import { bindingReferences, isSessionReference, sessionRegistry } from '../identifiers/training-reference.ts';

/** For whom a client writes, as far as what it may report goes. */
export interface ReportingOrganisation {
  /** What it is (`region`, `opco`, …); it may be several. */
  readonly kinds: readonly string[];
  /** Of its convention; empty: everywhere. */
  readonly territories: readonly string[];
}

/**
 * Whether this source of this organisation may report this event; null: it may. Else `event-reserved`, the hub or its
 * operators report it; `event-foreign`, other systems do; `source-foreign`, the system is not for such an organisation. What
 * decides are the emitters of the catalogue and the holders of `codes/system.json` (rules.md, Who may report what).
 */
export function mayReport(
  event: EventName,
  source: string,
  organisation: ReportingOrganisation,
): 'event-reserved' | 'event-foreign' | 'source-foreign' | null {
  const { reporter } = catalogueEntry(event);
  if (!isEmitter(event, source)) return reporter === 'partner' ? 'event-foreign' : 'event-reserved';
  return mayHold(source, organisation) === null ? null : 'source-foreign';
}

/**
 * Whether a source that may report this event may do so of these references (canonical, in the order of the event); null: it
 * may. Else `registry-foreign`, another holds the registry of the session; `territory-foreign`, the session is of another
 * territory than its own (`codes/registry.json`); `file-foreign`, nothing binds but the file of another source.
 */
export function maySpeakOf(
  event: EventName,
  source: string,
  organisation: ReportingOrganisation,
  references: readonly string[],
): 'registry-foreign' | 'territory-foreign' | 'file-foreign' | null {
  if (references.length === 0 || source === operator) return null;
  if (!speaksForRegistry(event, source, references)) return 'registry-foreign';
  if (!speaksForTerritory(event, source, organisation, references)) return 'territory-foreign';
  return bindingReferences({ source, references }).length > 0 ? null : 'file-foreign';
}

/**
 * Under which source to report an event of a session for whoever writes for several: the first of these, then of the systems
 * that hold the session's registry, that may report it; null: none may. Whether the organisation may, the door says.
 */
export function reporterOf(event: EventName, reference: string, preferred: readonly string[]): string | null {
  const holders = registryOf(sessionRegistry(reference) ?? '')?.heldBy ?? [];
  const anywhere = { kinds: [], territories: [] };
  const may = (source: string) => isEmitter(event, source) && maySpeakOf(event, source, anywhere, [reference]) === null;
  return [...preferred, ...holders].find(may) ?? null;
}

/** Why an organisation may not be given a source: nobody knows its system, it is the hub's own, or it is for others. */
export type HoldRefusal = 'source-unknown' | 'source-reserved' | 'source-foreign';

/** Whether an organisation may hold this source; null: it may. */
export function mayHold(source: string, { kinds, territories }: ReportingOrganisation): HoldRefusal | null {
  const system = systemOf(source);
  if (system === null) return 'source-unknown';
  if (system.holders.length === 0) return 'source-reserved';
  if (!system.holders.some((kind) => kinds.includes(kind))) return 'source-foreign';
  const { territory } = system;
  return territory === undefined || isWithin(territories, territory) ? null : 'source-foreign';
}

/** The hub's operators judge sessions of any registry, and set aside what anybody reported. */
const operator = 'operator';

/** Emitters that stand for whoever reported what is taken back: each takes back its own (rules.md, Live facts and removal). */
const author = 'author';

/** Whether the dictionary lets this source report this event, whoever holds it. */
export function isEmitter(event: EventName, source: string): boolean {
  const { emitters, reporter } = catalogueEntry(event);
  if (reporter === 'hub') return false;
  return emitters.includes(author) || emitterNames(source).some((name) => emitters.includes(name));
}

/** A registry speaks for its own sessions. Of two sessions that are judged to be one, one is its own. */
function speaksForRegistry(event: EventName, source: string, references: readonly string[]): boolean {
  const { subject, ofAnyRegistry = [], emitters } = catalogueEntry(event);
  if (subject !== 'session' || emitters.includes(author)) return true;
  if (ofAnyRegistry.includes(source)) return true;
  const decides = event === 'session-identified' ? references : references.slice(0, 1);
  return decides.some((reference) => registryOf(sessionRegistry(reference) ?? '')?.heldBy.includes(source) === true);
}

/** Of several sessions the first decides, of two that are judged to be one both; a registry of no known territory says none. */
function speaksForTerritory(
  event: EventName,
  source: string,
  { territories }: ReportingOrganisation,
  references: readonly string[],
): boolean {
  const sessions = references.filter(isSessionReference);
  const decide = event === 'session-identified' ? sessions : sessions.slice(0, 1);
  return decide.every((reference) => {
    const territory = registryOf(sessionRegistry(reference) ?? '')?.territory;
    if (territory === undefined) return true;
    const own = systemOf(source)?.territory ?? territory;
    return own === territory && isWithin(territories, territory);
  });
}

function isWithin(territories: readonly string[], territory: string): boolean {
  return territories.length === 0 || territories.includes(territory);
}
