import { readFileSync } from 'node:fs';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { tokenScopes } from './access-token.ts';
import { apiDocument } from './api-document.ts';

const description = `The open data hub for vocational training. Partner systems report **events** once; financers read **training paths**.

Every error is a problem (RFC 9457), every answer carries \`traceparent\`. Reads of a person name the user behind the
partner (\`Hub-Agent\`) and the reason (\`Hub-Purpose\`), and leave a trace. What is unknown and what is not for the reader
look the same: \`404\`.`;

/** Of the package: what a client is generated for. */
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};
const contact = { name: 'The operators of this hub' };

const document = {
  openapi: '3.1.0',
  info: {
    title: 'Open training hub',
    version,
    description,
    contact,
    license: { name: 'EUPL-1.2', url: 'https://eupl.eu/1.2/en/' },
  },
  servers: [{ url: '/' }],
  tags: [
    { name: 'tokens', description: 'Client credentials (RFC 6749 §4.4)' },
    { name: 'events', description: 'Report events and follow them' },
    { name: 'reads', description: 'Dossiers, training paths, sessions' },
    { name: 'changes', description: 'What is not as a partner was told, for its system to follow' },
    { name: 'data-sets', description: 'Files of a week, made for one organisation' },
    { name: 'statistics', description: 'Steering figures, with small counts hidden' },
    { name: 'quality', description: 'What asks for attention: anomalies, and what is expected' },
    { name: 'webhooks', description: 'What changed, posted to an address of the partner' },
    { name: 'partners', description: 'What a partner may know of itself' },
    { name: 'administration', description: 'What the operators of the hub change, with its audit' },
    { name: 'operators', description: 'Who is one person and who is not, by hand' },
    { name: 'dictionary', description: 'The shared data dictionary' },
  ],
  components: {
    securitySchemes: {
      partner: {
        type: 'oauth2',
        description: 'A token of ten minutes for a partner.',
        flows: { clientCredentials: { tokenUrl: '/oauth2/token', scopes: tokenScopes } },
      },
      client: { type: 'http', scheme: 'basic', description: 'Client id and secret.' },
    },
  },
  security: [{ partner: [] }],
} as const;

const svg = (width: number, text: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="32"><rect width="100%" height="32" rx="6" fill="#1f4a7c"/><text x="50%" y="22" font-family="system-ui,sans-serif" font-size="18" fill="#fff" text-anchor="middle">${text}</text></svg>`;

/** The hub's own name in place of the tool's. */
const appearance = {
  logo: { type: 'image/svg+xml', content: svg(210, document.info.title), href: '/console/api' },
  theme: {
    title: `${document.info.title} – API`,
    favicon: [{ filename: 'favicon.svg', rel: 'icon', type: 'image/svg+xml', sizes: 'any', content: svg(32, 'h') }],
  },
};

/**
 * `GET /openapi.json` (OpenAPI 3.1, from the schemas of the routes) and `/docs` (to browse, without anything from
 * elsewhere). Describes the routes of plugins registered after it; given `whole`, answers that document instead: a process
 * of one service stands behind an address that has the others too. It is asked for when somebody looks.
 */
export function addApiDescription(server: FastifyInstance, whole?: () => Readonly<Record<string, unknown>>): void {
  // The document is plain data; the types of the plugin ask for mutable arrays.
  server.register(swagger, {
    openapi: structuredClone(document) as never,
    transformObject: (described) =>
      apiDocument('openapiObject' in described ? (described.openapiObject as object) : {}) as never,
  });
  server.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: false,
    uiConfig: { deepLinking: true },
    ...(whole && { transformSpecification: whole, transformSpecificationClone: false }),
    ...appearance,
  });
  server.register(async (scope) => {
    scope.get('/openapi.json', { schema: { hide: true } }, async () => whole?.() ?? scope.swagger());
  });
}
