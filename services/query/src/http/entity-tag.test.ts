import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Operation {
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: Readonly<Record<string, object>>;
}

const { paths } = JSON.parse(readFileSync(new URL('../../../../contracts/openapi.json', import.meta.url), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

it('each route that is described with If-None-Match answers 304 and is a GET, and no other answers it', () => {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );
  const naming = operations.filter(({ operation }) =>
    operation.parameters?.some(({ name }) => name === 'if-none-match'),
  );
  const leaving = operations.filter(({ operation }) => '304' in operation.responses);
  expect(naming.map(({ name }) => name).sort()).toEqual([
    'get /v1/data-sets/{id}/files/{name}',
    'get /v1/dossiers/{number}',
    'get /v1/sessions/{registry}/{number}',
    'get /v1/training-paths/{traineeId}',
  ]);
  expect(leaving).toEqual(naming);
});
