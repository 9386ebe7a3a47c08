import { consoleEnvironment } from '@hub/console';
import { dispatcherEnvironment } from '@hub/dispatcher';
import { gatewayEnvironment } from '@hub/gateway';
import { projectorEnvironment } from '@hub/projector';
import { z } from 'zod';
import { environment } from './config.ts';

/** What may be set from outside, as the schema that reads it says it. */
export interface Setting {
  readonly name: string;
  readonly byDefault: string;
  readonly allowed: string;
  readonly description: string;
}

/** Every setting of the project, by whom it is for: each schema that reads the environment stands here once. */
const readers = [
  { readBy: 'Every process, and every command', schema: environment },
  { readBy: 'The gateway', schema: gatewayEnvironment },
  { readBy: 'The projector', schema: projectorEnvironment },
  { readBy: 'The dispatcher', schema: dispatcherEnvironment },
  { readBy: 'The console', schema: consoleEnvironment },
] as const satisfies ReadonlyArray<{ readBy: string; schema: z.ZodObject }>;

/** The settings of each reader, in the order of its schema. Throws where one does not say what it does. */
export function settingsByReader(): ReadonlyArray<{ readonly readBy: string; readonly settings: readonly Setting[] }> {
  return readers.map(({ readBy, schema }) => ({
    readBy,
    settings: Object.entries(schema.shape).map(([name, field]) => describeSetting(name, field)),
  }));
}

export function settingNames(): string[] {
  return readers.flatMap(({ schema }) => Object.keys(schema.shape));
}

interface FieldSchema {
  readonly description?: string;
  /** The default in words, where it is not a value. */
  readonly byDefault?: string;
  readonly default?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

function describeSetting(name: string, field: z.ZodType): Setting {
  const described = z.toJSONSchema(field, { io: 'output', unrepresentable: 'any' }) as FieldSchema;
  const { description, byDefault, minimum, maximum } = described;
  if (description === undefined) throw new Error(`${name} does not say what it does: give its schema a description.`);
  const value = described.default === undefined ? '–' : `\`${described.default}\``;
  return {
    name,
    description,
    byDefault: byDefault ?? value,
    allowed:
      described.enum?.map((each) => `\`${each}\``).join(', ') ??
      (minimum === undefined || maximum === undefined ? '' : `${minimum} to ${maximum}`),
  };
}
