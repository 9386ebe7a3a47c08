import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../access/partner.ts';
import { conformanceOf } from './conformance-report.ts';
import { recent } from './recent.ts';
import { type Step, stepNames, stepRoutes, steps, stepsOfRequest } from './steps.ts';

const root = new URL('../../../../../', import.meta.url);
const answered = { status: 200, query: {}, headers: {} };

describe('The steps of joining', () => {
  it('name routes that the API has', () => {
    const { paths } = JSON.parse(readFileSync(new URL('contracts/openapi.json', root), 'utf8'));
    const missing = stepRoutes.filter((route) => {
      const [method = '', pattern = ''] = route.split(' ');
      return paths[pattern.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()] === undefined;
    });
    expect(missing).toEqual([]);
  });

  it('that go on with a cursor name the field of the answer that has it', () => {
    const { paths, components } = JSON.parse(readFileSync(new URL('contracts/openapi.json', root), 'utf8'));
    for (const name of ['list-paged', 'feed-followed', 'session-changes-followed'] as const) {
      const { at, todo } = steps[name];
      const path = at[0]?.split(' ')[1] ?? '';
      const { $ref } = paths[path].get.responses[200].content['application/json'].schema;
      const { properties } = components.schemas[$ref.split('/').at(-1)];
      expect(todo).toMatch('next' in properties ? /`next` of the answer/ : /`cursor` of the answer/);
    }
  });

  it('say where each is written, under a heading that is there', () => {
    const page = readFileSync(new URL('docs/partners.md', root), 'utf8');
    const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    );
    const anchors = stepNames.map((name): Step => steps[name]).map(({ read }) => read.split('#')[1]);
    expect(anchors.filter((anchor) => !headings.includes(anchor ?? ''))).toEqual([]);
  });

  it('are shown by the answer, not by the question', () => {
    const read = 'GET /v1/dossiers/:number';
    expect(stepsOfRequest(read, answered)).toEqual(['signed-in', 'dossier-read']);
    expect(stepsOfRequest(read, { ...answered, status: 404 })).toEqual([]);
    expect(stepsOfRequest(read, { ...answered, status: 304 })).toEqual(['entity-tag-used']);
    const fresh = { ...answered, headers: { 'hub-at-least': 'receipt' } };
    expect(stepsOfRequest(read, fresh)).toContain('at-least-used');
    expect(stepsOfRequest('GET /v1/changes', answered)).toEqual(['signed-in']);
    expect(stepsOfRequest('GET /v1/changes', { ...answered, query: { cursor: 'c' } })).toContain('feed-followed');
    expect(stepsOfRequest('POST /v1/events', { ...answered, query: { dryRun: 'false' } })).toEqual(['signed-in']);
  });
});

describe('The report of a client', () => {
  const agreed = {
    from: '2026-01-01',
    to: null,
    ...{
      categories: [],
      territories: [],
      addresses: [],
      exceptions: {},
      takeover: false,
      delegatedBy: [],
      dataSets: [],
    },
    limits: defaultLimits,
  };
  const writer = {
    clientId: 'eos',
    sources: ['eos'],
    kinds: ['region'],
    convention: { ...agreed, purposes: [] },
  } as const;

  it('asks of who writes nothing of who reads, and the other way round', () => {
    expect(conformanceOf(writer, new Map()).groups).toEqual(['everybody', 'writes']);
    const reader = { ...writer, sources: [], convention: { ...agreed, purposes: ['funding-follow-up'] } };
    const { groups, events, missing } = conformanceOf(reader, new Map());
    expect({ groups, events }).toEqual({ groups: ['everybody', 'reads', 'follows'], events: [] });
    expect(missing.map(({ step }) => step)).toEqual(['signed-in', 'dossier-read', 'list-paged', 'feed-followed']);
    expect(conformanceOf({ ...writer, sources: [], convention: null }, new Map()).groups).toEqual(['everybody']);
  });

  it('lists the events that its sources may report, and no others', () => {
    const events = conformanceOf(writer, new Map()).events.map(({ event }) => event);
    expect(events).toContain('entry-attested');
    expect(events).not.toContain('candidate-positioned');
  });

  it('misses only what is required and was never seen', () => {
    const seen = { firstAt: '2026-11-26T08:00:00Z', lastAt: '2026-11-26T09:00:00Z', times: 2 };
    const all = conformanceOf(writer, new Map(stepNames.map((step) => [step, seen])));
    expect(all.missing).toEqual([]);
    expect(all.steps.every((step) => step.seen === seen)).toBe(true);
  });
});

it('what is remembered is bounded: the oldest go first', () => {
  const values = recent<number>(4);
  for (const [index, key] of ['a', 'b', 'c', 'd', 'e', 'c'].entries()) values.set(key, index);
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => values.get(key))).toEqual([undefined, undefined, 5, undefined, 4]);
  values.delete('c');
  expect(values.get('c')).toBeUndefined();
});
