import { type EventName, isEventName } from '@hub/contracts';
import { bindingReferences, isRemovable, mayReport, maySpeakOf } from '@hub/core';
import type { Partner } from '@hub/platform';
import { type Envelope, reportingOrganisation } from './envelope.ts';
import type { JsonObject } from './read-items.ts';
import { doorFault, type Fault } from './refusals.ts';

/** The references of an event and of those that it corrects, canonical. */
interface Named {
  readonly references: readonly string[];
  readonly corrected: readonly { readonly pointer: string; readonly references: readonly string[] }[];
}

/**
 * What this source may not report: of this session, of another's file, of another's line, or of what is not its own to take
 * back (rules.md, Who may report what). That it may report such an event at all was seen with the envelope.
 */
export function reportFaults(envelope: Envelope, writer: Partner, { references, corrected }: Named): readonly Fault[] {
  const { source } = envelope;
  if (source === '') return [];
  const about = takenBack(envelope) ?? envelope.name;
  const foreign = maySpeakOf(about, source, reportingOrganisation(writer), references);
  const files = corrected.filter((each) => bindingReferences({ source, ...each }).length === 0);
  return [
    ...ownershipFaults(envelope, writer),
    ...(foreign === null ? [] : [doorFault(foreign, '/data/training')]),
    ...files.map(({ pointer }) => doorFault('file-foreign', pointer)),
    ...financerFaults(envelope, writer),
  ];
}

/** The event that is retracted, where it is one that can be. */
function takenBack({ name, data }: Envelope): EventName | null {
  if (name !== 'fact-retracted') return null;
  const { type } = data.target as { type: string };
  return isEventName(type) && isRemovable(type) ? type : null;
}

/** A partner removes what its own sources reported; the hub's operators may set anything aside. */
function ownershipFaults(envelope: Envelope, writer: Partner): readonly Fault[] {
  const { name, data } = envelope;
  const isForeign = (source: unknown) =>
    typeof source === 'string' && !writer.kinds.includes('hub-operator') && !writer.sources.includes(source);
  const corrects = (data.corrects ?? []) as readonly (string | { source: string })[];
  const faults = corrects.flatMap((target, index) =>
    typeof target === 'object' && isForeign(target.source)
      ? [doorFault('target-not-owned', `/data/corrects/${index}/source`)]
      : [],
  );
  if (name === 'dossier-withdrawn' && isForeign(data.source))
    faults.push(doorFault('target-not-owned', '/data/source'));
  if (name !== 'fact-retracted') return faults;
  const { source } = data.target as { source: string };
  if (isForeign(source)) return [...faults, doorFault('target-not-owned', '/data/target/source')];
  return [...faults, ...targetFaults(takenBack(envelope), source, writer)];
}

/** What its source cannot have reported it does not take back. */
function targetFaults(type: EventName | null, source: string, writer: Partner): readonly Fault[] {
  if (type === null) return [doorFault('target-unknown', '/data/target/type')];
  if (writer.kinds.includes('hub-operator')) return [];
  const foreign = mayReport(type, source, reportingOrganisation(writer));
  return foreign === null ? [] : [doorFault(foreign, '/data/target/type')];
}

const financingLines: ReadonlySet<EventName> = new Set(['financing-engaged', 'financing-realised']);

/** A line is that of the organisation that reports it, or of one that delegated its lines to it. */
function financerFaults({ name, data }: Envelope, { siret, convention }: Partner): readonly Fault[] {
  if (!financingLines.has(name)) return [];
  const own = [siret, ...(convention?.delegatedBy ?? [])];
  return own.includes(String((data as JsonObject).financerSiret))
    ? []
    : [doorFault('financer-foreign', '/data/financerSiret')];
}
