import type { Fact } from '@hub/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RememberedDescription, rememberedDigest } from '../registry/announced.ts';
import type { AttributedEvent } from '../registry/dossiers.ts';
import { descriptionMessages, saysOf } from './description-messages.ts';

const key = Buffer.alloc(32, 7);
const keys = new Map([['T1', key]]);

function reported(source: string, id: string, recordedAt: string, identity: object): AttributedEvent {
  const description = { identity, contact: {}, flags: {} };
  const event = { source, id, recordedAt, receivedAt: recordedAt, partner: source, traceparent: '' };
  return { trainee: 'T1', event: { ...event, trainee: { description } } } as unknown as AttributedEvent;
}

/** What is published of these, one pipeline after the other, and what is remembered in the end. */
function published(pipelines: readonly (readonly AttributedEvent[])[]) {
  let known: readonly RememberedDescription[] = [];
  const facts = pipelines.flatMap((events) => {
    const { messages, descriptions } = descriptionMessages(events, known, keys);
    const changed = new Set(descriptions.map(({ source }) => source));
    known = [...known.filter(({ source }) => !changed.has(source)), ...descriptions];
    return messages.map(({ fact }) => fact);
  });
  return { facts, known };
}

/** The event that brought a description. */
function causeOf(fact: Fact): string | undefined {
  return fact.type === 'trainee-described' ? fact.data.toldWith : undefined;
}

describe('what a source says of a person', () => {
  it('is published once, and again only when it says something else', () => {
    const martin = { birthName: 'MARTIN', birthDate: '1980-05-03' };
    const first = reported('eos', 'e1', '2026-04-01T08:00:00.000Z', martin);
    const again = reported('eos', 'e2', '2026-04-02T08:00:00.000Z', martin);
    const married = reported('eos', 'e3', '2026-04-03T08:00:00.000Z', { ...martin, usualName: 'Durand' });
    const { facts } = published([[first, again], [again], [married]]);
    expect(facts.map((fact) => [fact.version, causeOf(fact)])).toEqual([
      [2, 'e1'],
      [2, 'e3'],
    ]);
    expect(JSON.stringify(facts)).not.toMatch(/martin|1980|durand/i);
  });

  it('is published again where it was last known in version 1, which cannot be compared', () => {
    const event = reported('eos', 'e1', '2026-04-01T08:00:00.000Z', { birthName: 'MARTIN' });
    const description = { identity: { birthName: 'MARTIN' }, contact: {}, flags: {} };
    const digest = rememberedDigest(key, description, 1);
    const known = [{ trainee: 'T1', source: 'eos', digest, recordedAt: '2026-04-01T08:00:00.000Z' }];
    const { messages } = descriptionMessages([event], known, keys);
    expect(messages).toHaveLength(1);
  });

  it('is remembered as it was recorded last, whatever came last', () => {
    const onDay = (day: number, birthName: string) =>
      reported('eos', `e${day}`, `2026-04-0${day}T08:00:00.000Z`, { birthName });
    const [right, wrong, rightAgain] = [onDay(1, 'MARTIN'), onDay(2, 'DURAND'), onDay(3, 'MARTIN')];
    const newest = ({ facts }: ReturnType<typeof published>) =>
      facts
        .toSorted((a, b) => a.recordedAt.localeCompare(b.recordedAt))
        .map(causeOf)
        .at(-1);
    expect(newest(published([[wrong], [right], [rightAgain]]))).toBe('e3');
    expect(newest(published([[right, rightAgain, wrong]]))).toBe('e3');
  });

  it('does not depend on what other sources say, on their order or on what comes together', () => {
    const events = ['eos', 'kairos', 'opco'].map((source, index) =>
      reported(source, `${source}-1`, '2026-04-01T08:00:00.000Z', { birthName: ['Martin', 'MARTIN', 'Durand'][index] }),
    );
    const contents = (pipelines: readonly (readonly AttributedEvent[])[]) =>
      published(pipelines)
        .facts.map(({ id, source, digest, data }) => JSON.stringify([source, id, digest, data]))
        .sort();
    const whole = contents([events]);
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: 3 }), fc.nat(3), (order, cut) => {
        expect(contents([order.slice(0, cut), order.slice(cut), order])).toEqual(whole);
      }),
    );
  });
});

describe('digests of an identity', () => {
  it('are equal where names differ in capitals, accents, separators and further first names only', () => {
    const says = saysOf(key, { birthName: 'LE GOFF-CŒUR', firstNames: 'ZOE', sex: 'female' });
    expect(saysOf(key, { birthName: 'Legoff Coeur', firstNames: 'Zoé, Anne', sex: 'female' })).toEqual(says);
    expect(saysOf(key, { birthName: 'LE GOFF', firstNames: 'ZOE', sex: 'female' })?.name).not.toBe(says?.name);
  });

  it('say nothing under another key, and nothing of what cannot be compared', () => {
    const identity = { birthDate: '1980-05-03', usualName: 'Martin' };
    const [one, other] = [saysOf(key, identity), saysOf(Buffer.alloc(32, 8), identity)];
    expect(Object.keys(one ?? {}).sort()).toEqual(['birth', 'under']);
    expect(Object.values(one ?? {}).filter((digest) => Object.values(other ?? {}).includes(digest))).toEqual([]);
    expect([saysOf(key, { usualName: 'Martin' }), saysOf(key, { birthName: 'Иванов' })]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
