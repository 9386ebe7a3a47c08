import { readRuleTexts } from '../dictionary/load-rules.ts';

/** Where in a source: line and column count from 1; `path` names elements of a document, each repeated one with its rank. */
export interface RecordPlace {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly path?: string;
}

/**
 * `refused`: not reported (a field is left out, or a whole record or file); `repaired`: reported in another form than
 * written; `doubtful`: reported as written, though something speaks against it; `ignored`: has no bearing on what is
 * reported.
 */
export type Severity = 'refused' | 'repaired' | 'doubtful' | 'ignored';

/** What a reader or a translator found wrong. */
export interface Finding {
  readonly rule: string;
  /** Name of the field in the source; null for a whole record or file. */
  readonly field: string | null;
  /** Default: refused. */
  readonly severity?: Severity;
  /** French: what the rule's own sentence cannot know, without a value that could be a person's. */
  readonly detail?: string;
  /** Default: the place of its record. */
  readonly place?: Omit<RecordPlace, 'file'>;
  /** Name of the element at fault, and the source's own number of what it belongs to. */
  readonly element?: string;
  readonly numero?: string;
}

/** One thing of a source that was not reported as it stands: where, what, why and what to do, the last two in French. */
export interface ImportReject {
  readonly severity: Severity;
  readonly place: RecordPlace;
  readonly element?: string;
  readonly numero?: string;
  /** Where the door refused: the type of the event that the record had become, and the source that it was reported under. */
  readonly event?: string;
  readonly source?: string;
  /** Name of the field in the source; where the door refused, pointer into the event; null for a whole record or file. */
  readonly field: string | null;
  readonly rule: string;
  readonly detail: string;
  readonly remedy: string;
}

/** French sentences of a rule, for the people who keep the source. */
export interface ImportRule {
  readonly sentence: string;
  readonly remedy: string;
}
export type ImportRules = Readonly<Record<string, ImportRule>>;

const refusedByHub: ImportRule = {
  sentence: "Le hub a refusé l'événement.",
  remedy: 'Lire le motif donné par le hub.',
};

/** Rules that the exports in JSON lines have in common. */
export const jsonExportRules = {
  'not-json': { sentence: "La ligne n'est pas un objet JSON complet.", remedy: 'Exporter à nouveau le fichier.' },
  'field-unknown': {
    sentence: "Champ inconnu de cet objet de l'export.",
    remedy: 'Retirer le champ, ou vérifier son nom.',
  },
  'field-missing': { sentence: 'Champ obligatoire absent.', remedy: 'Renseigner le champ.' },
  'code-unknown': { sentence: 'Code hors de la liste de ce champ.', remedy: 'Employer un code de la liste.' },
  'siret-invalid': { sentence: 'SIRET invalide.', remedy: 'Vérifier les 14 chiffres et leur clé.' },
  'nir-invalid': {
    sentence: 'NIR invalide, ou valeur de remplissage.',
    remedy: 'Donner 13 caractères, ou 15 avec une clé juste, ou ne rien donner.',
  },
  'france-travail-number-invalid': {
    sentence: 'Numéro France Travail invalide, ou valeur de remplissage.',
    remedy: 'Donner 8 ou 11 caractères : des chiffres puis un chiffre ou une lettre.',
  },
} as const satisfies ImportRules;

/** Rules that every import has. */
const importRules: ImportRules = {
  'file-unreadable': {
    sentence: 'Le fichier ne peut pas être lu.',
    remedy: 'Vérifier le nom, les droits et la forme du fichier.',
  },
  'row-held': {
    sentence:
      'Un autre événement de la ligne (du même état) est refusé : ceux qui se reprennent avec lui attendent, pour que rien ne soit pris pour vidé.',
    remedy: "Corriger l'autre événement et importer à nouveau.",
  },
  cancelled: {
    sentence: 'Import interrompu à la demande : ce qui a été accepté reste transmis.',
    remedy: 'Importer à nouveau : rien ne sera compté deux fois.',
  },
};

export function rejectOf(finding: Finding, rules: ImportRules, place: RecordPlace): ImportReject {
  const { sentence, remedy } = ruleOf(finding.rule, rules) ?? ruleOf(finding.rule, importRules) ?? refusedByHub;
  return {
    severity: finding.severity ?? 'refused',
    place: finding.place === undefined ? place : { file: place.file, ...finding.place },
    ...(finding.element === undefined ? {} : { element: finding.element }),
    ...(finding.numero === undefined ? {} : { numero: finding.numero }),
    field: finding.field,
    rule: finding.rule,
    detail: (finding.detail ?? '') === '' ? sentence : `${sentence} ${finding.detail}`,
    remedy,
  };
}

function ruleOf(name: string, rules: ImportRules): ImportRule | undefined {
  return Object.hasOwn(rules, name) ? rules[name] : undefined;
}

/** What became a refused event: where it stood, its type and its source. */
export type RefusedRecord = Pick<ImportReject, 'place' | 'element' | 'numero' | 'event' | 'source'>;

/** The problem that the door gives for an event, as far as a person needs it. */
export interface Refusal {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer?: string; readonly rule?: string; readonly detail?: string }[];
}

let doorRules: ReturnType<typeof readRuleTexts> | null = null;

/** A refusal of the door in the words of the rules' page: one reject for each fault that it names. */
export function rejectsOfRefusal(record: RefusedRecord, refusal: Refusal | undefined): ImportReject[] {
  doorRules ??= readRuleTexts();
  const faults = refusal?.errors ?? [];
  const errors: Refusal['errors'] = faults.length > 0 ? faults : [refusal ?? {}];
  return errors.map(({ pointer, rule = 'refused-by-hub', detail }) => {
    const text = doorRules?.get(rule);
    const said = text === undefined ? (detail ?? refusal?.title) : undefined;
    const { sentence, remedy } = text ?? refusedByHub;
    return {
      severity: 'refused',
      ...record,
      field: pointer ?? null,
      rule,
      detail: said === undefined ? sentence : `${sentence} ${said}`,
      remedy,
    };
  });
}
