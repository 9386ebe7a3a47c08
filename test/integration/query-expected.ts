import type { Standing } from '@hub/core';
import { expect } from 'vitest';
import { reported, rich } from './query-rich-life.ts';
import { ask, type Stage } from './query-stage.ts';

/** An answer 200 to the authority, or to another reader; the search is by NIR. */
export async function read(stage: Stage, url: string, clientId = 'cdc', purpose = 'control') {
  const headers = { 'hub-purpose': purpose };
  const search = { method: 'POST', payload: { nir: rich.nir }, headers } as const;
  const answer = await ask(stage, clientId, url, url.endsWith('/search') ? search : { headers });
  expect(answer.statusCode).toBe(200);
  return { body: answer.json(), state: answer.headers['hub-state'] };
}

/** The name of a fact; a fault of the test where nobody reported it. */
export function ref(id: string): { source: string; eventId: string } {
  const { source = '' } = reported.get(id) ?? {};
  expect(source, id).not.toBe('');
  return { source, eventId: id };
}

/** A value of the record, reported by this fact. */
export function value(
  content: unknown,
  id: string,
  standing: Standing,
  { confirmedBy = [], contestedBy = [], ...more }: Record<string, unknown> = {},
): object {
  const { effectiveDate, recordedAt, receivedAt } = reported.get(id) ?? {};
  const named = (ids: unknown) => (ids as string[]).map(ref);
  const facts = { confirmedBy: named(confirmedBy), contestedBy: named(contestedBy) };
  return { value: content, effectiveDate, recordedAt, receivedAt, ...ref(id), standing, ...facts, ...more };
}

/** Reported by the authority of its step. */
export const sure = (content: unknown, id: string, more = {}) => value(content, id, 'authoritative', more);
/** Of a step without authority. */
export const free = (content: unknown, id: string, more = {}) => value(content, id, 'no-authority', more);
/** The row of authority.json, where the candidature says which regime holds. */
export const regime = (date: string) => ({ row: 'cvl-attest-entry-prf', name: 'hub', clock: 'candidature', date });
export const by = (id: string) => ({ ...ref(id), effectiveDate: reported.get(id)?.effectiveDate });
