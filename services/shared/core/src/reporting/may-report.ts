import { catalogueEntry, type EventName, emitterNames, registryOf, systemOf } from '@hub/contracts';
import { primaryReference, sessionRegistry } from '../identifiers/training-reference.ts';

/** For whom a client writes, as far as what it may report goes. */
export interface ReportingOrganisation {
  /** What it is (`region`, `opco`, …); it may be several. */
  readonly kinds: readonly string[];
  /** Of its convention; empty: everywhere. */
  readonly territories: readonly string[];
}

/**
 * Why a source may not report an event: `event-reserved`, its system does not report it; `source-foreign`, its organisation
 * may not hold its system; `registry-foreign`, another holds the registry; `territory-foreign`, the session is of another
 * territory than its own.
 */
export type ReportRefusal = 'event-reserved' | 'source-foreign' | 'registry-foreign' | 'territory-foreign';

/**
 * Whether this source of this organisation may report this event of these references (canonical, in the order of the event);
 * null: it may. What decides are the emitters of the catalogue, the holders and territories of `codes/system.json` and of
 * `codes/registry.json` (rules.md, Who may report what).
 */
export function mayReport(
  event: EventName,
  source: string,
  organisation: ReportingOrganisation,
  references: readonly string[],
): ReportRefusal | null {
  if (!isEmitter(event, source)) return 'event-reserved';
  if (mayHold(source, organisation) !== null) return 'source-foreign';
  if (!speaksForRegistry(event, source, references)) return 'registry-foreign';
  return speaksForTerritory(source, organisation, references) ? null : 'territory-foreign';
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

/** Emitters that stand for whoever reported what is taken back: each takes back its own (rules.md, Live facts and removal). */
const author = 'author';

function isEmitter(event: EventName, source: string): boolean {
  const { emitters, reporter } = catalogueEntry(event);
  if (reporter === 'hub') return false;
  return emitters.includes(author) || emitterNames(source).some((name) => emitters.includes(name));
}

/** A registry speaks for its own sessions. Of two sessions that are judged to be one, one is its own. */
function speaksForRegistry(event: EventName, source: string, references: readonly string[]): boolean {
  const { subject, ofAnyRegistry = [], emitters } = catalogueEntry(event);
  if (subject !== 'session' || emitters.includes(author)) return true;
  if (source === operator || ofAnyRegistry.includes(source)) return true;
  const decides = event === 'session-identified' ? references : references.slice(0, 1);
  return decides.some((reference) => registryOf(sessionRegistry(reference) ?? '')?.heldBy.includes(source) === true);
}

/** The hub's operators judge sessions of any registry. */
const operator = 'operator';

/** Of several sessions the first decides; a registry of no known territory says none. */
function speaksForTerritory(
  source: string,
  { territories }: ReportingOrganisation,
  references: readonly string[],
): boolean {
  const registry = sessionRegistry(primaryReference(references) ?? '');
  const territory = registry === null ? undefined : registryOf(registry)?.territory;
  if (territory === undefined) return true;
  const own = systemOf(source)?.territory ?? territory;
  return own === territory && isWithin(territories, territory);
}

function isWithin(territories: readonly string[], territory: string): boolean {
  return territories.length === 0 || territories.includes(territory);
}
