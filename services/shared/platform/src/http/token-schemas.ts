import { problems } from './problem.ts';

const tokenErrorSchema = {
  title: 'TokenError',
  description: 'RFC 6749 §5.2.',
  type: 'object',
  required: ['error'],
  properties: {
    error: { enum: ['invalid_request', 'invalid_client', 'unsupported_grant_type', 'invalid_scope'] },
    error_description: { type: 'string' },
  },
};

const tokenAnswerSchema = {
  title: 'Token',
  type: 'object',
  required: ['access_token', 'token_type', 'expires_in'],
  properties: {
    access_token: { type: 'string' },
    token_type: { const: 'Bearer' },
    expires_in: { type: 'integer', description: 'Seconds.', examples: [600] },
    scope: { type: 'string', description: 'What the token opens, separated by spaces.' },
  },
};

function json(description: string, schema: object): object {
  return { description, content: { 'application/json': { schema } } };
}

export const tokenSchema = {
  operationId: 'getToken',
  tags: ['tokens'],
  summary: 'A token of ten minutes',
  description:
    'Client credentials (RFC 6749 §4.4) by Basic, as `client_id` and `client_secret` in the form, or by `private_key_jwt` ' +
    '(RFC 7523). The body is `application/x-www-form-urlencoded`.',
  security: [{ client: [] }, {}],
  consumes: ['application/x-www-form-urlencoded'],
  // The route itself checks the form, since its errors are those of RFC 6749.
  body: {
    title: 'TokenRequest',
    type: ['object', 'null'],
    properties: {
      grant_type: { type: 'string', description: '`client_credentials`', examples: ['client_credentials'] },
      scope: { type: 'string', description: 'Of write, read, admin; default: all that the client may do.' },
      client_id: { type: 'string' },
      client_secret: { type: 'string' },
      client_assertion_type: {
        type: 'string',
        description: '`urn:ietf:params:oauth:client-assertion-type:jwt-bearer`',
      },
      client_assertion: { type: 'string' },
    },
  },
  response: {
    200: json('A token.', tokenAnswerSchema),
    400: json('The request is not as RFC 6749 wants it.', tokenErrorSchema),
    401: json('The client is not known, or its credentials are not valid.', tokenErrorSchema),
    429: json('Too many wrong secrets of this client came from this address; `Retry-After`.', tokenErrorSchema),
    ...problems(413, 415),
  },
};

export const jwksSchema = {
  operationId: 'getKeys',
  tags: ['tokens'],
  summary: 'Public keys of the tokens',
  description: 'By these anyone verifies a token of the hub (JWK Set, RFC 7517). Kept for five minutes at least.',
  security: [],
  response: {
    200: json('A JWK set.', {
      type: 'object',
      required: ['keys'],
      properties: { keys: { type: 'array', items: { type: 'object' } } },
    }),
  },
};

const texts = { type: 'array', items: { type: 'string' } };

export const metadataSchema = {
  operationId: 'getIssuer',
  tags: ['tokens'],
  summary: 'Metadata of the issuer (RFC 8414)',
  description: 'Where tokens are asked for, by which proofs, with which scopes.',
  security: [],
  response: {
    200: json('Metadata.', {
      type: 'object',
      required: ['issuer', 'token_endpoint', 'jwks_uri'],
      properties: {
        issuer: { type: 'string' },
        token_endpoint: { type: 'string' },
        jwks_uri: { type: 'string' },
        grant_types_supported: texts,
        response_types_supported: texts,
        token_endpoint_auth_methods_supported: texts,
        token_endpoint_auth_signing_alg_values_supported: texts,
        scopes_supported: texts,
      },
    }),
  },
};
