import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '..');
const compose = parse(readFileSync(resolve(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Record<string, unknown>>;
};

/** The schema of the Compose specification, as its linter ships it. */
function composeValidator() {
  const folder = resolve(createRequire(import.meta.url).resolve('dclint'), '../../schemas/compose.schema.json');
  const { $schema: _draft07, ...specification } = JSON.parse(readFileSync(folder, 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  return ajv.compile(specification);
}

test('docker-compose.yml follows the Compose specification', () => {
  const validate = composeValidator();
  expect(validate(compose), JSON.stringify(validate.errors)).toBe(true);
});

test('the check refuses a property that the specification does not know', () => {
  const planted = {
    ...compose,
    services: { ...compose.services, gateway: { ...compose.services.gateway, commands: [] } },
  };
  expect(composeValidator()(planted)).toBe(false);
});

test('each service of the hub, Kafka and PostgreSQL is a container of its own', () => {
  expect(Object.keys(compose.services).sort()).toEqual([
    'address',
    'gateway',
    'kafka',
    'postgres',
    'projector',
    'query',
  ]);
  for (const service of ['gateway', 'projector', 'query']) {
    expect(compose.services[service]?.command).toEqual(['start', '--only', service]);
  }
});
