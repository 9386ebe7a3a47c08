import { expect, it } from 'vitest';
import { causesText } from './feed-statements.ts';

it('has a place for the sequence in each cause, and in no text that a source chose', () => {
  const event = ['eos', 'a#"b\\', '2026-04-01T08:00:00.000Z'] as const;
  const text = causesText({ 'entry-attested@1': event, 'exit-declared@2': event }).replaceAll('#', '17');
  expect(JSON.parse(text)).toEqual({ 'entry-attested@1': [17, ...event], 'exit-declared@2': [17, ...event] });
  expect(JSON.parse(causesText({ 'rules@*': [] }).replace('#', '3'))).toEqual({ 'rules@*': [3] });
});
