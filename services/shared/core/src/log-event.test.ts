import { HTTP } from 'cloudevents';
import { expect, test } from 'vitest';
import type { Fact } from './dossier/facts.ts';
import {
  decodeEnvelope,
  decodeLogEvent,
  encodeLogEvent,
  envelopeOf,
  type LogEvent,
  readEnvelope,
} from './log-event.ts';

const fact: Fact = {
  source: 'eos',
  id: '1894-entry-1',
  type: 'entry-attested',
  version: 1,
  partner: 'eos',
  recordedAt: '2026-04-01T07:12:00.000Z',
  receivedAt: '2026-04-01T07:12:01.000Z',
  effectiveDate: '2026-04-01',
  digest: 'abc',
  references: ['session:eos:67680', 'file:eos:1894'],
  data: { funding: 'prf', effectiveDate: '2026-04-01' },
  sealed: { reasons: 'a..b.c.d' },
};
const event: LogEvent = { fact, trainee: '0b5f6c0e-2f0e-4a53-9d3b-6a3f7f0e9d11', dossier: 359_145_964 };

test('what is encoded is decoded the same', () => {
  expect(decodeLogEvent(encodeLogEvent(event))).toEqual(event);
  for (const written of [['session:EOS:67680', 'file:eos:1894'], []]) {
    const inLetters = { ...event, fact: { ...fact, written } };
    expect(decodeLogEvent(encodeLogEvent(inLetters))).toEqual(inLetters);
  }
});

test('a message of the log is a CloudEvent in the structured mode of the Kafka protocol binding', () => {
  // The Kafka reader of this library asks for a time, which a CloudEvent need not have; the one for HTTP reads the same text.
  const headers = { 'content-type': 'application/cloudevents+json' };
  const read = HTTP.toEvent({ headers, body: encodeLogEvent(event).value.toString() });
  expect(read).toMatchObject({
    specversion: '1.0',
    type: 'hub.entry-attested',
    source: 'urn:hub:source:eos',
    id: '1894-entry-1',
    dataschema: 'urn:hub:dictionary:entry-attested:1',
    recordedtime: '2026-04-01T07:12:00.000Z',
    data: fact.data,
  });
});

test('an older major version is read as the newest', () => {
  const message = encodeLogEvent({
    ...event,
    dossier: null,
    fact: { ...fact, type: 'trainee-known', data: { kinds: [] } },
  });
  const described = { type: 'hub.trainee-described', dataschema: 'urn:hub:dictionary:trainee-described:1' };
  const data = { flags: { sexAgrees: true, sameAsKnown: false } };
  expect(decodeEnvelope({ ...readEnvelope(message), ...described, data }).fact).toMatchObject({
    type: 'trainee-described',
    version: 2,
    data: { flags: { sexAgrees: true }, toldWith: '1894-entry-1' },
  });
});

test.each([
  [
    { title: 'Soudage', dispensateurSiret: '82422814200660' },
    { title: 'Soudage', dispensateurSirets: ['82422814200660'] },
  ],
  [{ title: 'Soudage' }, { title: 'Soudage' }],
])('the one organisation that a session named in version 1 is a list of one', (written, read) => {
  const message = encodeLogEvent({
    trainee: null,
    dossier: null,
    fact: { ...fact, type: 'session-published', data: {}, references: ['session:07:114782'] },
  });
  const decoded = decodeEnvelope({ ...readEnvelope(message), data: written }).fact;
  expect(decoded).toMatchObject({ type: 'session-published', version: 2 });
  expect(decoded.data).toEqual(read);
});

test('a retraction goes to the topic of what it retracts', () => {
  const target = { source: 'eos', id: '1894-exit-1', type: 'exit-declared' };
  const retraction: Fact = { ...fact, id: 'r1', type: 'fact-retracted', data: { target, reason: 'duplicate' } };
  expect(encodeLogEvent({ ...event, fact: retraction }).topic).toBe('exit');
});

test.each([
  ['an unknown event', { type: 'hub.nothing' }],
  ['an unknown version', { dataschema: 'urn:hub:dictionary:entry-attested:9' }],
  ['no source', { source: '' }],
  ['an attribute that is no text', { digest: 7 }],
  ['data that are no object', { data: ['a'] }],
])('%s cannot be read, and says so', (_name, damage) => {
  const envelope = { ...readEnvelope(encodeLogEvent(event)), ...damage };
  expect(() => decodeEnvelope(envelope)).toThrow(expect.objectContaining({ code: 'event-unreadable' }));
});

test.each(['', '{', '[]', 'null', '7'])('the value %j is no event, and says so', (value) => {
  const message = { value: Buffer.from(value) };
  expect(() => decodeLogEvent(message)).toThrow(expect.objectContaining({ code: 'event-unreadable' }));
  expect(envelopeOf(message)).toEqual({});
});
