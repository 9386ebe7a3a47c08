/** A demo partner that the page may speak as. */
export interface TrialPartner {
  readonly clientId: string;
  /** Of its organisation. */
  readonly name: string;
  readonly sources: readonly string[];
  /** Values of `Hub-Purpose` that it may name. */
  readonly purposes: readonly string[];
}

/** What the trial page works with. */
export interface Trial {
  readonly partners: readonly TrialPartner[];
  /** What a rule of a refusal means and what to do, in French; null: nothing is written of it. */
  readonly ruleText: (rule: string) => string | null;
  /** What a value of `Hub-Purpose` is called in French. */
  readonly purposeLabel: (purpose: string) => string;
  /** Where the hub itself answers, once it does. */
  readonly url: () => string;
  /** Asks the hub under the partner's own token; its secret stays in this process. That there is no token is an answer too. */
  readonly ask: (clientId: string, path: string, init: RequestInit) => Promise<Response>;
}

/** What goes with the form from one request to the next; nothing is kept on the server. */
export interface TrialState {
  readonly step: string;
  readonly partner: string;
  readonly purpose: string;
  /** Of an invented person. */
  readonly nir: string;
  readonly session: string;
  readonly dossier: string;
  readonly receipt: string;
  /** `source id` of the last entry that was taken. */
  readonly entry: string;
  readonly cursor: string;
}

/** A request that is ready to be sent. */
export interface TrialRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Empty: none. */
  readonly body: string;
}
