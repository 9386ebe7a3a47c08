import type { z } from 'zod';
import { nativeDossier } from './dossier-form.ts';
import { finding } from './eos-rules.ts';
import { type ReadForm, readForm } from './read-form.ts';
import { nativeSession } from './session-form.ts';
import { type Translated, translateDossier } from './translate-dossier.ts';
import { translateSession } from './translate-session.ts';

/** The events of an object of the export, and whatever of it is not told or told in another form. */
export function translateObject(exported: Readonly<Record<string, unknown>>): Translated {
  const kind = Object.hasOwn(exported, 'typeObjet') ? exported.typeObjet : null;
  if (kind === 'DOSSIER') return translated(nativeDossier, exported, translateDossier);
  if (kind === 'SESSION') return translated(nativeSession, exported, translateSession);
  return { events: [], findings: [finding('typeObjet', 'kind-unknown')] };
}

function translated<T>(
  form: z.ZodType<T>,
  exported: Readonly<Record<string, unknown>>,
  translate: (object: T, isUnread: ReadForm<T>['isUnread']) => Translated,
): Translated {
  const { value, findings, isUnread } = readForm(form, exported);
  if (value === null) return { events: [], findings };
  const { events, findings: more } = translate(value, isUnread);
  return { events, findings: [...findings, ...more] };
}
