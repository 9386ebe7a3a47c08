import { emitterNames } from '@hub/contracts';
import type { Dictionary } from './dictionary.ts';

/**
 * What people call a source: the label of its system without what stands in brackets; of a member of a family that of the
 * family, and its own part of the name: `opco-akto`, `OPCO (akto)`. The source itself where the dictionary knows neither.
 */
export function systemLabel({ codes }: Pick<Dictionary, 'codes'>, source: string): string {
  const systems = codes.find(({ name }) => name === 'system')?.values ?? [];
  for (const name of emitterNames(source)) {
    const label = systems.find(({ code }) => code === name)?.label.split(' (')[0];
    if (label !== undefined) return name === source ? label : `${label} (${source.slice(name.length + 1)})`;
  }
  return source;
}
