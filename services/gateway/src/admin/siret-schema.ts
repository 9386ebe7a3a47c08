/** The form of a SIRET; its key is checked where an organisation is added. */
export const siretSchema = {
  type: 'string',
  pattern: '^[0-9]{14}$',
  description: '14 digits',
  examples: ['99000106700018'],
} as const;
