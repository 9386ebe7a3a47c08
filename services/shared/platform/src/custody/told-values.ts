import type { EventLog } from '@hub/core';
import { readControl, tellControl } from '../log/control-messages.ts';
import { type CheckValue, secretNames } from '../sealing/check-values.ts';

const told = { key: 'secrets', type: 'hub.secret-noted' } as const;

/** The check values that the log was told. A log made before it had the topic was told none. */
export async function toldOnLog(log: EventLog): Promise<readonly CheckValue[]> {
  const values: CheckValue[] = [];
  for await (const batch of readControl(log, told)) {
    for (const { name, epoch, value } of batch as readonly CheckValue[]) {
      if (secretNames.includes(name)) values.push({ name, epoch, value });
    }
  }
  return values;
}

export async function tellLog(log: EventLog, values: readonly CheckValue[]): Promise<void> {
  await tellControl(log, told, values);
}
