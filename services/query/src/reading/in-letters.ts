import { type Anomaly, asWritten, type WrittenReferences } from '@hub/core';

/** An anomaly that speaks of a reference, as its source writes it. */
export function inLettersOf(anomaly: Anomaly, names: WrittenReferences | undefined): Anomaly {
  return { ...anomaly, about: aboutInLetters(anomaly.about, names) };
}

export function aboutInLetters(about: Anomaly['about'], names: WrittenReferences | undefined): Anomaly['about'] {
  const { reference } = about;
  return typeof reference === 'string' ? { ...about, reference: asWritten(reference, names) } : about;
}
