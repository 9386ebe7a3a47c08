import { gatewayConfig } from '@hub/gateway';
import { projectorSettings } from '@hub/projector';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { settingNames, settingsByReader } from './settings.ts';

const settings = settingsByReader().flatMap((reader) => reader.settings);

test('every setting says what it does and what holds without it', () => {
  expect(settings.map(({ name }) => name)).toEqual(settingNames());
  for (const { name, description, byDefault } of settings) {
    expect(description, name).toMatch(/^(`|[A-Z]).*\.$/);
    expect(byDefault, name).not.toBe('–');
  }
});

test('no setting is read by two schemas', () => {
  expect(new Set(settingNames()).size).toBe(settingNames().length);
});

test('an empty value counts as absent, whoever reads it', () => {
  const empty = Object.fromEntries(settingNames().map((name) => [name, '']));
  expect(readConfig(empty)).toEqual(readConfig({}));
  expect(gatewayConfig(empty)).toEqual(gatewayConfig({}));
  expect(projectorSettings({ factsMax: 7 }, empty)).toEqual(projectorSettings({ factsMax: 7 }, {}));
});
