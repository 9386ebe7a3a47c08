/**
 * Why the door refuses an item: HTTP status, rule of `schemas/rules.json` (where it has its French sentence), and a
 * sentence with its remedy that never quotes what was told. Rules of single fields are the dictionary's own.
 */
export const doorRules = {
  'json-unreadable': [
    400,
    'json-unreadable',
    'This is not JSON. Send one JSON object per event, as RFC 8259 writes it.',
  ],
  'not-utf-8': [
    400,
    'json-unreadable',
    'The text is not UTF-8. Convert it before sending (it is often Latin-1 or Windows-1252).',
  ],
  'item-not-object': [400, 'type-wrong', 'An event is a JSON object. See /v1/dictionary for the envelope.'],
  'item-too-large': [
    413,
    'item-too-large',
    'An event has at most 64 KiB. Split it, or leave out what the dictionary does not ask for.',
  ],
  'nesting-too-deep': [
    422,
    'json-too-deep',
    'Objects and arrays are nested too deeply (at most 32 levels). Flatten the event.',
  ],
  'key-repeated': [
    422,
    'json-key-repeated',
    'A member appears twice in one object. Keep one: readers of JSON disagree on which counts.',
  ],
  'envelope-specversion': [422, 'specversion-unknown', 'specversion must be "1.0" (CloudEvents 1.0).'],
  'envelope-unknown-attribute': [
    422,
    'property-unknown',
    'The envelope has no such attribute. Remove it; what you tell goes into data.',
  ],
  'envelope-data': [422, 'type-wrong', 'data must be a JSON object, as /v1/dictionary describes it for this type.'],
  'envelope-datacontenttype': [422, 'value-invalid', 'datacontenttype must be application/json, or be left out.'],
  'envelope-traceparent': [422, 'format-wrong', 'traceparent must be as W3C Trace Context writes it, or be left out.'],
  'type-unknown': [
    422,
    'event-unknown',
    'The dictionary has no such type. Types are "hub." and a name listed at /v1/dictionary.',
  ],
  'version-unknown': [
    422,
    'version-unknown',
    'dataschema must be urn:hub:dictionary:<event>:<major> with the name in type and a known major.',
  ],
  'type-not-yours': [403, 'event-reserved', 'Partners do not tell this type: the hub or its operators do.'],
  'source-shape': [422, 'format-wrong', 'source must be urn:hub:source:<system>, the system in lower case.'],
  'source-not-owned': [
    403,
    'source-not-owned',
    'This source belongs to another partner. Write for your own sources only.',
  ],
  'id-shape': [
    422,
    'characters-refused',
    'id must have 1 to 128 characters of A-Z a-z 0-9 . _ : / @ - and be unique in its source.',
  ],
  'nir-in-clear': [
    422,
    'nir-in-clear',
    'This looks like a NIR. A NIR stands in trainee.nir only, never in an id or a reference.',
  ],
  'time-shape': [
    422,
    'instant-impossible',
    'Write a date and time as RFC 3339 does, with its offset: 2026-04-01T09:12:00+02:00.',
  ],
  'recordedtime-ahead': [
    422,
    'recorded-in-future',
    'recordedtime is more than 5 minutes ahead of the hub. Check the clock of the source.',
  ],
  'attested-in-future': [
    422,
    'date-in-future',
    'The day lies after the day of recordedtime. Tell what happened once it has happened.',
  ],
  'nir-shape': [422, 'nir-shape', 'A NIR has 13 characters, or 15 with its key: digits, except 2A and 2B for Corsica.'],
  'nir-month': [
    422,
    'nir-month',
    'The month in this NIR does not exist (01–12, 20–42, 50–99). Check its 4th and 5th characters.',
  ],
  'nir-place': [422, 'nir-place', 'The place of birth in this NIR does not exist. Check its 6th to 10th characters.'],
  'nir-order': [
    422,
    'nir-order',
    'The order in this NIR is 000, which does not exist. Check its 11th to 13th characters.',
  ],
  'nir-key': [
    422,
    'nir-key',
    'The key does not fit the NIR. Check all 15 characters, or send the first 13 if you have no key.',
  ],
  'nia-provisional': [
    422,
    'nia-provisional',
    'A NIA starts with 3, 4, 7 or 8. A number that starts with 1 or 2 goes into nir.',
  ],
  'france-travail-number-shape': [
    422,
    'france-travail-number-shape',
    'A France Travail number has 8 or 11 characters: digits, the last may be a letter.',
  ],
  'identifier-missing': [
    422,
    'identifier-missing',
    'Name the trainee by nir, nia, franceTravailNumber or partnerNumber, at least one.',
  ],
  'reference-shape': [422, 'reference-shape', 'A training is session:<registry>:<number> or file:<source>:<number>.'],
  'reference-not-session': [422, 'reference-kind', 'An event about a session names it as session:<registry>:<number>.'],
  'training-missing': [
    422,
    'training-missing',
    'Say which training: references in training, or the number that the hub gave in dossier.',
  ],
  'target-unknown': [
    422,
    'event-not-retractable',
    'The dictionary has no such event to retract, or it cannot be retracted.',
  ],
  'target-not-owned': [
    403,
    'target-not-owned',
    'The event named was told by another partner. Remove only what you told.',
  ],
  'dossier-number': [
    422,
    'dossier-number',
    'This is not a dossier number: its check digit does not fit. Read it again.',
  ],
  'dossier-unknown': [
    422,
    'dossier-unknown',
    'No such dossier for this trainee. Check the number, or name the training instead.',
  ],
  'dossier-full': [
    429,
    'dossier-full',
    'This dossier holds as many events as it may. Ask the operators of the hub to look at it.',
  ],
} as const satisfies Readonly<Record<string, readonly [status: number, rule: string, detail: string]>>;

export type DoorRule = keyof typeof doorRules;
