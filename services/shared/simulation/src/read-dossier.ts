/** What a system that follows dossiers needs of the answer to `GET /v1/dossiers/{number}`. */
export interface ReadDossier {
  readonly number: number;
  readonly alsoKnownAs: readonly number[];
  readonly funding: string | null;
  readonly status: string;
  /** Sessions and files. */
  readonly trainingRefs: readonly string[];
  readonly partnerRefs: readonly string[];
  readonly session: { readonly published: Told<ReadSession> | null } | null;
  readonly plan: { readonly plannedEntry: Told<string> | null; readonly plannedExit: Told<string> | null } | null;
  readonly attempts: readonly { readonly enrolment: Told<string> | null }[];
  readonly stays: readonly ReadStay[];
  /** For who opens a file of its own. */
  readonly franceTravailNumbers?: readonly string[];
}

export interface ReadStay {
  readonly entry: Told<string> | null;
  readonly exit: (Told<string> & { readonly kind: string }) | null;
}

interface ReadSession {
  readonly start: string | null;
  readonly end: string | null;
  readonly entryMode: string | null;
}

/** A value with the fact that says it. */
export interface Told<Value> {
  readonly value: Value;
  readonly effectiveDate: string | null;
  readonly recordedAt: string;
  readonly receivedAt: string;
  readonly source: string;
  readonly eventId: string;
  readonly confirmedBy: readonly { readonly source: string }[];
}
