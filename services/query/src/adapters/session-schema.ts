import { day, flag, instant, integer, list, orNull, period, shape, text, told } from './schema-parts.ts';

const sessionDescription = shape({
  title: orNull(text),
  start: orNull(day),
  end: orNull(day),
  open: flag,
  entryMode: { enum: ['fixed-dates', 'permanent', null] },
  mandataireSiret: orNull(text),
  dispensateurSiret: orNull(text),
  place: orNull(shape({ 'inseeCode?': text, 'postalCode?': text, 'label?': text })),
  financerCodes: list(text),
  certification: orNull(shape({ 'rncp?': text, 'rs?': text, 'certifInfo?': text })),
  placesTotal: orNull(integer),
  placesFinanced: orNull(integer),
  domain: orNull(shape({ 'formacode?': list(text), 'nsf?': list(text), 'rome?': list(text) })),
});

export const sessionSchema = shape(
  {
    references: list(text),
    unresolved: { ...flag, description: 'Nobody has published it yet: offers come a day late' },
    state: { enum: ['open', 'closed', 'cancelled', 'archived', 'suspended', 'unpublished'] },
    published: orNull(told(sessionDescription)),
    withdrawn: orNull(told(text)),
    plannedInterruptions: list(told(period)),
    slots: list(
      shape({
        slot: text,
        opened: orNull(told(shape({ mode: text, from: text, to: orNull(text) }))),
        deleted: orNull(told(flag)),
      }),
    ),
    identified: list(
      shape({
        references: list(text),
        verdict: { enum: ['same', 'different'] },
        source: text,
        eventId: text,
        recordedAt: instant,
      }),
    ),
    missing: list(text),
  },
  'Session',
);
