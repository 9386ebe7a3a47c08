import { tellAsEos } from '@hub/eos';
import { tellAsKairos } from '@hub/kairos';
import { tellAsOfeli } from '@hub/ofeli';
import type { SimulatedSystem, Storyteller } from '@hub/simulation';

/** What `hub simulate` can play. */
export const simulatedNames = ['kairos', 'eos', 'ofeli', 'all'] as const;
export type SimulatedName = (typeof simulatedNames)[number];

/** Kairos is two sources, the old portal and the new. Null: all systems. */
export function systemsOf(name: SimulatedName): readonly SimulatedSystem[] | null {
  if (name === 'all') return null;
  return name === 'kairos' ? ['kairos', 'kairos-ng'] : [name];
}

/** Systems that speak a format of their own: their records go through their adapters. */
export function nativeTellers(): Readonly<Partial<Record<SimulatedSystem, Storyteller>>> {
  return { kairos: tellAsKairos, 'kairos-ng': tellAsKairos, eos: tellAsEos, ofeli: tellAsOfeli };
}
