/**
 * What rights stand on (rules.md, Rights): columns of rows, made from facts and rules alone, read without the facts. Every
 * SIRET is of the organisation for which a client wrote, unless said; a fact that names no organisation is not in here.
 * Days are `YYYY-MM-DD`. Lists are sorted, hold each value once and are bounded: what is cut off gives no right.
 */
export interface DossierEvidence {
  /** Whoever has a live fact or a live echo in the dossier. */
  readonly organisations: readonly OrganisationEvidence[];
  /** Live financing lines, engaged or realised. */
  readonly lines: readonly LineEvidence[];
  /** Live remunerations that were reported `sent` to a body named by its SIRET. */
  readonly paid: readonly PaidEvidence[];
  readonly sessions: readonly string[];
  readonly days: EvidenceDays;
}

/** What the live facts of one organisation say, judged by themselves: nobody else's fact changes it. */
export interface OrganisationEvidence {
  readonly organisation: string;
  /** Days of its first and last live fact that has one. */
  readonly first: string | null;
  readonly last: string | null;
  /**
   * The fundings of its facts that may corroborate: live, no echo, not contested, of the authority where a row names one.
   * Each with the territory of the session that the fact itself names.
   */
  readonly vouches: readonly Voucher[];
}

export interface Voucher {
  readonly funding: string;
  /** Null: the fact names no session, or one of a registry of no known territory. */
  readonly territory: string | null;
}

/** One financing line as its reporter tells it, or several that name the same organisations. */
export interface LineEvidence {
  /** Who reported it. */
  readonly organisation: string;
  readonly financer: string;
  readonly delegatedBy: string | null;
  readonly coFinancers: readonly string[];
  /** Employer of the trainee, where the line names one. */
  readonly employer: string | null;
  readonly funding: string;
  readonly from: string;
  readonly to: string | null;
}

export interface PaidEvidence {
  readonly organisation: string;
  /** SIRET of the pay body. */
  readonly body: string;
  readonly from: string;
  /** The day before the remuneration was reported otherwise; null: it stands. */
  readonly to: string | null;
}

export interface EvidenceDays {
  /** Of the first stay. */
  readonly entered: string | null;
  /** Null while a stay goes on, and where there was none. */
  readonly left: string | null;
  /** The day on which the dossier ended without a stay: refused, withdrawn, absent. */
  readonly ended: string | null;
}

/** Who finances a session, as its own registry published it. */
export interface SessionEvidence {
  /** The reference under which it is published. */
  readonly reference: string;
  readonly territory: string | null;
  /** Codes of LHEO. */
  readonly financerCodes: readonly string[];
  readonly financerSirets: readonly string[];
}

export interface PersonEvidence {
  readonly registrations: readonly RegistrationEvidence[];
  readonly advice: readonly AdviceEvidence[];
  readonly employment: readonly EmploymentEvidence[];
  readonly restricted: boolean;
}

/** A period in which the person is registered as a job seeker at France Travail. */
export interface RegistrationEvidence {
  readonly organisation: string;
  /** Who follows the person, where it is not France Travail itself. */
  readonly referent: string | null;
  readonly from: string;
  /** The last day; null: it goes on. */
  readonly to: string | null;
}

/** A period of career advice (CEP). */
export interface AdviceEvidence {
  readonly organisation: string;
  readonly operator: string;
  readonly opened: string;
  /** The day on which the hub received that it was opened. */
  readonly reported: string;
  readonly closed: string | null;
  /** When the operator last recorded a fact of the period. */
  readonly lastFact: string;
}

/** Days in which the DSN shows the person at an employer. */
export interface EmploymentEvidence {
  readonly organisation: string;
  readonly employer: string;
  readonly from: string;
  readonly to: string | null;
}

/** An organisation that reads. Structural: a partner with its convention fits. */
export interface RightsReader {
  readonly siret: string;
  readonly kinds: readonly string[];
  /** Territories of its convention; empty: it names none, which suffices for whoever acts for the whole country. */
  readonly territories: readonly string[];
  /** Persons a month by exception, `prf-direct` for one. */
  readonly exceptions: Readonly<Record<string, number>>;
}

/** Two establishments of one legal entity (one SIREN, nine digits) are no two organisations. */
export function isAnother(siret: string, other: string): boolean {
  return siret.slice(0, 9) !== other.slice(0, 9);
}
