import { instant, orNull, type PartnerRow, partnerIdSchema, shape, text } from '@hub/platform';

/** A client as the administration shows it: nothing by which it signs in. */
export const clientSchema = shape(
  {
    clientId: partnerIdSchema,
    siret: text,
    kinds: { type: 'array', items: text, description: 'Of its organisation' },
    sources: { type: 'array', items: text },
    certifies: { type: 'array', items: text },
    signsInBy: { type: 'array', items: { enum: ['secret', 'keys', 'outside-issuer'] } },
    createdAt: instant,
    revokedAt: orNull(instant),
    oldSecretUntil: orNull({ ...instant, description: 'Until when what it signed in by before still works' }),
    purposes: { type: 'array', items: text, description: 'Of the convention in force' },
    hasConvention: { type: 'boolean', description: 'Today' },
  },
  'Client',
);

export function shownClient(row: PartnerRow): object {
  const { clientId, siret, kinds, sources, certifies, createdAt, revokedAt, oldSecretUntil, convention } = row;
  const ways = { secret: row.hasSecret, keys: row.jwks !== null, 'outside-issuer': row.outsideSubject !== null };
  return {
    clientId,
    siret,
    kinds,
    sources,
    certifies,
    signsInBy: Object.entries(ways).flatMap(([way, has]) => (has ? [way] : [])),
    createdAt,
    revokedAt,
    oldSecretUntil,
    purposes: convention?.purposes ?? [],
    hasConvention: convention !== null,
  };
}
