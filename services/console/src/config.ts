import { readFileSync } from 'node:fs';
import { HubError } from '@hub/core';
import { isLoopbackName, readSettings } from '@hub/platform';
import { z } from 'zod';
import { type Trade, trades } from './frame/visitor.ts';

/** Who says who persons are, and what of its claims means what. */
export interface IssuerSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly siretClaim: string;
  readonly tradesClaim: string;
  /** What a value of that claim makes a person; a value that is not here means nothing. */
  readonly trades: ReadonlyMap<string, readonly Trade[]>;
  /** Of whom nothing is claimed. */
  readonly tradesUnclaimed: readonly Trade[];
}

export interface ConsoleSettings {
  /** Where the hub's API answers; absent: whoever starts the pages knows it. */
  readonly apiUrl: string | undefined;
  /** Absent: no outside issuer. */
  readonly issuer: IssuerSettings | undefined;
  /** A visit ends when it was not used for so long, and after `visitMs` in any case. */
  readonly idleMs: number;
  readonly visitMs: number;
}

const address = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });
const secureAddress = address.refine((text) => {
  const { protocol, hostname, search, hash } = new URL(text);
  return (protocol === 'https:' || isLoopbackName(hostname)) && search === '' && hash === '';
}, 'must be an https address without ? and #, unless it is of this machine');
const claim = (byDefault: string) => z.string().min(1).default(byDefault);
const whole = (byDefault: number, least: number, most: number) =>
  z.coerce.number().int().min(least).max(most).default(byDefault);
const isTrade = (text: string): text is Trade => (trades as readonly string[]).includes(text);
const tradeList = (text: string) => text.split('+').map((each) => each.trim());

/** What the pages read besides. */
export const environment = z.object({
  HUB_API_URL: address.optional().meta({
    description: 'Where the hub answers whatever is asked of it, for pages in a process of their own.',
    byDefault: 'this process, where it serves all without TLS; else `HUB_PUBLIC_URL`',
  }),
  HUB_OIDC_ISSUER: secureAddress.optional().meta({
    description:
      'The issuer (OpenID Connect, found by its `/.well-known/openid-configuration`) that says who persons are. Beside it `HUB_PUBLIC_URL`: the way back from it is `/console/retour` there.',
    byDefault: 'none: nobody signs in, but in a demo of this machine',
  }),
  HUB_OIDC_CLIENT_ID: z.string().min(1).optional().meta({
    description: 'What this hub is called at that issuer.',
    byDefault: 'none; needed beside it',
  }),
  HUB_OIDC_CLIENT_SECRET: z.string().min(1).optional().meta({
    description: 'The secret by which it shows itself there.',
    byDefault: 'that of the file',
  }),
  HUB_OIDC_CLIENT_SECRET_FILE: z.string().min(1).optional().meta({
    description: 'A file that holds that secret and nothing else.',
    byDefault: 'none; one of the two is needed beside an issuer',
  }),
  HUB_OIDC_SCOPE: z
    .string()
    .regex(/(^| )openid( |$)/, 'must hold openid')
    .default('openid profile')
    .describe('What is asked of the issuer: all that the claims below need there.'),
  HUB_OIDC_SIRET_CLAIM: claim('siret').describe('The claim that holds the SIRET of whom a person acts for.'),
  HUB_OIDC_TRADES_CLAIM: claim('hub_trades').describe('The claim that says what a person does: a text or a list.'),
  HUB_OIDC_TRADES: z
    .string()
    .default(trades.map((trade) => `${trade}=${trade}`).join(','))
    .refine(
      (text) => [...tradeTable(text).values()].every((each) => each.length > 0 && each.every(isTrade)),
      `must be like VALUE=agent+steering,OTHER=operator, of ${trades.join(', ')}`,
    )
    .describe(
      'What each value of that claim makes a person: `agent`, `steering` or `operator`, several joined by `+`. The last counts for an organisation that operates the hub, and no other.',
    ),
  HUB_OIDC_TRADES_UNCLAIMED: z
    .string()
    .default('agent')
    .refine((text) => tradeList(text).every(isTrade), `must be of ${trades.join(', ')}, joined by +`)
    .describe('The same of whoever comes without that claim.'),
  HUB_CONSOLE_IDLE_MINUTES: whole(30, 1, 480).describe(
    'A visit of the pages ends when nothing was asked for so many minutes.',
  ),
  HUB_CONSOLE_VISIT_HOURS: whole(10, 1, 24).describe('A visit of the pages ends after so many hours in any case.'),
});

/** Throws `configuration-invalid` naming every wrong value. */
export function consoleConfig(env: NodeJS.ProcessEnv = process.env): ConsoleSettings {
  const given = readSettings(environment, env);
  return Object.freeze({
    apiUrl: given.HUB_API_URL,
    issuer: issuerOf(given),
    idleMs: given.HUB_CONSOLE_IDLE_MINUTES * 60_000,
    visitMs: given.HUB_CONSOLE_VISIT_HOURS * 3_600_000,
  });
}

function issuerOf(given: z.infer<typeof environment>): IssuerSettings | undefined {
  const { HUB_OIDC_ISSUER: issuer, HUB_OIDC_CLIENT_ID: clientId } = given;
  if (issuer === undefined) return undefined;
  const clientSecret = given.HUB_OIDC_CLIENT_SECRET ?? secretIn(given.HUB_OIDC_CLIENT_SECRET_FILE);
  if (clientId === undefined || clientSecret === '') {
    throw new HubError(
      'configuration-invalid',
      'HUB_OIDC_ISSUER: needs HUB_OIDC_CLIENT_ID, and HUB_OIDC_CLIENT_SECRET or HUB_OIDC_CLIENT_SECRET_FILE',
    );
  }
  return {
    ...{ issuer, clientId, clientSecret },
    scope: given.HUB_OIDC_SCOPE,
    siretClaim: given.HUB_OIDC_SIRET_CLAIM,
    tradesClaim: given.HUB_OIDC_TRADES_CLAIM,
    trades: tradeTable(given.HUB_OIDC_TRADES) as ReadonlyMap<string, readonly Trade[]>,
    tradesUnclaimed: tradeList(given.HUB_OIDC_TRADES_UNCLAIMED).filter(isTrade),
  };
}

function secretIn(file: string | undefined): string {
  if (file === undefined) return '';
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new HubError('configuration-invalid', `HUB_OIDC_CLIENT_SECRET_FILE: cannot be read (${code})`, { cause });
  }
}

function tradeTable(text: string): ReadonlyMap<string, readonly string[]> {
  const rows = text.split(',').map((row) => {
    const at = row.lastIndexOf('=');
    return [row.slice(0, Math.max(at, 0)).trim(), at < 1 ? [] : tradeList(row.slice(at + 1))] as const;
  });
  return new Map(rows);
}
