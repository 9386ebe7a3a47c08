// Generated from contracts/openapi.json by "npm run generate".

export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** Anomaly */
        readonly Anomaly: {
            /** @description One of `/v1/dictionary/rules` */
            readonly code: string;
            /** @enum {unknown} */
            readonly severity: "info" | "warning" | "error";
            /** @enum {unknown} */
            readonly found: "stored" | "assessed";
            readonly facts: readonly components["schemas"]["FactRef"][];
            readonly about: {
                readonly [key: string]: string | number;
            };
            /** @description In French */
            readonly sentence: string;
            /** @description In French */
            readonly remedy: string;
        };
        /** AnomalyCounts */
        readonly AnomalyCounts: {
            readonly counts: readonly {
                readonly code: string;
                /** @enum {unknown} */
                readonly severity: "info" | "warning" | "error";
                readonly sentence: string;
                readonly count: number;
                readonly past: boolean;
            }[];
            /** @description Dossiers that have at least one of them */
            readonly dossiers: number;
            readonly next: string | null;
            readonly freshness: components["schemas"]["Freshness"];
        };
        /** AnomalyPage */
        readonly AnomalyPage: {
            readonly items: readonly components["schemas"]["ListedAnomaly"][];
            readonly next: string | null;
            readonly freshness: components["schemas"]["Freshness"];
        };
        /** Attempt */
        readonly Attempt: {
            readonly key: string;
            /**
             * Format: date
             * @description Europe/Paris
             * @example 2026-04-01
             */
            readonly openedOn: string;
            /** @enum {unknown} */
            readonly state: "positioned" | "contacted" | "appointed" | "appointment-cancelled" | "present" | "absent" | "retained" | "not-retained" | "waiting" | "to-validate" | "registered" | "not-registered" | "withdrawn";
            readonly since: {
                readonly source: string;
                readonly eventId: string;
                readonly effectiveDate: string | null;
            };
            /** @description Lines before the state that no fact fills; legal */
            readonly skipped: readonly string[];
            readonly regime: components["schemas"]["RegimeShown"];
            readonly flags: {
                readonly certificateIssued: {
                    readonly value: boolean;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
                readonly registrationCertificateIssued: {
                    readonly value: boolean;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
                readonly firmPlace: {
                    readonly value: boolean;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
                readonly trainingPlanValidated: {
                    readonly value: boolean;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
            };
            readonly positioned: {
                readonly value: {
                    readonly by: string | null;
                    readonly mode: string | null;
                };
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly contacted: {
                readonly value: boolean;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly appointment: {
                readonly slot: string | null;
                /** @enum {unknown} */
                readonly state: "appointed" | "cancelled";
                readonly since: {
                    readonly value: string | null;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                };
                readonly slots: readonly string[];
                readonly transfers: readonly {
                    readonly value: {
                        readonly from: string;
                        readonly to: string;
                    };
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                }[];
            } | null;
            readonly presence: readonly {
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
                readonly slot: string | null;
            }[];
            readonly selection: {
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly validation: {
                readonly value: {
                    readonly validator: string;
                };
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly enrolment: {
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly withdrawal: {
                readonly value: {
                    readonly by: string | null;
                };
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
        };
        /** CauseEvent */
        readonly CauseEvent: {
            /**
             * @description Of the dictionary; what is taken back has the type of what it was
             * @enum {unknown}
             */
            readonly type: "abandonment-declared" | "absence-declared" | "absent-at-entry" | "adviser-notified" | "alias-reassigned" | "appointment-cancelled" | "appointment-transferred" | "assessment-recorded" | "attendance-reported" | "attendance-sheet-signed" | "candidate-contacted" | "candidate-positioned" | "cep-period-closed" | "cep-period-opened" | "certification-obtained" | "dossier-attributed" | "dossier-withdrawn" | "dossiers-judged" | "employment-reported" | "enrolment-certificate-issued" | "enrolment-decided" | "entry-attested" | "exit-declared" | "fact-retracted" | "facts-moved" | "financing-engaged" | "financing-realised" | "firm-place-granted" | "host-company-declared" | "hours-realised" | "interruption-observed" | "interruption-planned" | "invoice-prepared" | "invoice-sent" | "job-seeker-period-closed" | "job-seeker-period-opened" | "path-extended" | "path-planned" | "path-suspended" | "positioning-withdrawn" | "presence-recorded" | "processing-restricted" | "processing-restriction-lifted" | "quote-decided" | "recruitment-opened" | "registration-certificate-issued" | "remuneration-set" | "resumption-attested" | "selection-decided" | "service-done" | "session-identified" | "session-interruption-planned" | "session-published" | "session-withdrawn" | "situation-declared" | "skills-profile-completed" | "slot-deleted" | "trainee-data-destroyed" | "trainee-deceased" | "trainee-described" | "trainee-known" | "trainees-judged" | "training-cost-declared" | "training-plan-validated" | "validation-requested";
            /** @description The system that reported it */
            readonly source: string;
            /** @description Its id, as the source gave it */
            readonly id: string;
            /**
             * Format: date-time
             * @description When the hub received it
             */
            readonly receivedAt: string;
        };
        /** Change */
        readonly Change: {
            readonly dossier: number;
            /**
             * @description `changed`: there is something to read; `out-of-sight`: the reader saw it, and sees nothing of it now
             * @enum {unknown}
             */
            readonly state: "changed" | "out-of-sight";
            /**
             * @description The events that came, of what the reader sees. Where there are none: `sight`, what it may see may be other than before, as where it is out of sight; `rules`, the dossier is read otherwise without a new event
             * @example [
             *       {
             *         "type": "entry-attested",
             *         "source": "eos",
             *         "id": "81-1",
             *         "receivedAt": "2026-04-01T09:12:05.120Z"
             *       }
             *     ]
             */
            readonly causes: readonly components["schemas"]["CauseEvent"][] | ("sight" | "rules");
            readonly sightUntil: string | null;
        };
        /** Changes */
        readonly Changes: {
            readonly items: readonly components["schemas"]["Change"][];
            /** @description The cursor to go on from. Keep it once the items are dealt with: it never expires */
            readonly cursor: string;
            /** @description `true`: ask again at once; there may be more */
            readonly more: boolean;
        };
        /** Conformance */
        readonly Conformance: {
            readonly clientId: string;
            /** @description What it is for, by its sources and its convention */
            readonly groups: readonly ("everybody" | "writes" | "reads" | "follows")[];
            readonly steps: readonly {
                /** @enum {unknown} */
                readonly step: "signed-in" | "signed-in-by-secret" | "signed-in-by-keys" | "client-certificate" | "waited-and-retried" | "dry-run" | "event-taken" | "refused-mended" | "batch-mended" | "sent-again" | "corrected" | "retracted" | "superseded" | "receipt-looked-up" | "event-changes-read" | "dossier-read" | "path-searched" | "at-least-used" | "entity-tag-used" | "list-paged" | "data-set-fetched" | "data-set-unchanged" | "feed-followed" | "session-changes-followed" | "webhook-pinged" | "webhook-delivered";
                /** @enum {unknown} */
                readonly group: "everybody" | "writes" | "reads" | "follows";
                /** @description Without it the partner is not ready for its group */
                readonly required: boolean;
                /** @description What was seen, if it was */
                readonly shown: string;
                readonly seen: components["schemas"]["Seen"] | null;
                /** @description How to show it */
                readonly todo: string;
                /** @description Where it is written */
                readonly read: string;
            }[];
            /** @description Each event that one of its sources may report, and whether one was taken */
            readonly events: readonly {
                readonly event: string;
                readonly seen: components["schemas"]["Seen"] | null;
            }[];
            /** @description Steps that are required of one of its groups and were never seen */
            readonly missing: readonly {
                /** @enum {unknown} */
                readonly step: "signed-in" | "signed-in-by-secret" | "signed-in-by-keys" | "client-certificate" | "waited-and-retried" | "dry-run" | "event-taken" | "refused-mended" | "batch-mended" | "sent-again" | "corrected" | "retracted" | "superseded" | "receipt-looked-up" | "event-changes-read" | "dossier-read" | "path-searched" | "at-least-used" | "entity-tag-used" | "list-paged" | "data-set-fetched" | "data-set-unchanged" | "feed-followed" | "session-changes-followed" | "webhook-pinged" | "webhook-delivered";
                /** @enum {unknown} */
                readonly group: "everybody" | "writes" | "reads" | "follows";
            }[];
        };
        /** Consultation */
        readonly Consultation: {
            /**
             * Format: date-time
             * @description UTC
             */
            readonly at: string;
            /** @enum {unknown} */
            readonly operation: "dossier" | "path" | "search" | "worked" | "rectification" | "dossiers" | "movements" | "remunerations" | "anomalies" | "expectations" | "anomaly-counts" | "expectation-counts" | "changes" | "statistics" | "data-set" | "links" | "link-history" | "may-be-several" | "verdict" | "correction" | "receipt" | "report" | "dry-run" | "meeting" | "trace-of" | "journey";
            readonly searchedBy: ("nir" | "nia" | "franceTravailNumber" | "partnerNumber") | null;
            readonly purpose: string | null;
            /**
             * @description `unknown`: nothing was shown, for there is nobody or not for this reader; `refused`: not as described, or not agreed; `stopped`: a limit of the convention was reached
             * @enum {unknown}
             */
            readonly decision: "allowed" | "unknown" | "refused" | "stopped";
            /** @description Whom a read or a list showed, and the dossier by which */
            readonly of: readonly {
                readonly trainee: string | null;
                readonly dossier: number | null;
            }[];
        };
        /** Consultations */
        readonly Consultations: {
            readonly items: readonly components["schemas"]["Consultation"][];
            readonly next: string | null;
        };
        /** Contract */
        readonly Contract: {
            readonly contract: string;
            readonly nature: string;
            readonly contractClass: string | null;
            /**
             * Format: date
             * @description Europe/Paris
             * @example 2026-04-01
             */
            readonly start: string;
            readonly end: string | null;
            /**
             * Format: date
             * @description Europe/Paris
             * @example 2026-04-01
             */
            readonly from: string;
            readonly to: string | null;
            readonly monthlyHours: number;
            readonly sector: string | null;
            readonly several: boolean;
            readonly month: string;
            readonly told: components["schemas"]["FactRef"];
        };
        /** Crossing */
        readonly Crossing: {
            /** @enum {unknown} */
            readonly name: "month" | "territory" | "funding" | "financer" | "territory-funding" | "territory-domain" | "source" | "territory-source";
            /** @description In French */
            readonly label: string;
            readonly keys: readonly ("territory" | "funding" | "financer" | "domain" | "source")[];
            /** @description The figures that are told by it: by source those alone that say how late entries are declared */
            readonly measures: readonly ("positionings" | "registrations" | "entries" | "entries-late" | "entries-very-late" | "interruptions" | "exits" | "abandonments" | "insertion-3" | "insertion-6" | "insertion-12")[];
        };
        /** DataSet */
        readonly DataSet: {
            /** Format: uuid */
            readonly id: string;
            /**
             * @description `outcomes`: Devenir des stagiaires entrés en formation : une ligne par dossier. `dossiers`: Dossiers de l’organisation : une ligne par dossier. `employment`: Emplois (DSN) des personnes suivies : une ligne par période de contrat
             * @enum {unknown}
             */
            readonly kind: "outcomes" | "dossiers" | "employment";
            readonly purpose: string;
            /**
             * @description ISO 8601, Europe/Paris; over for an hour at least
             * @example 2026-W23
             */
            readonly week: string;
            /**
             * @default csv
             * @enum {unknown}
             */
            readonly format: "csv" | "parquet";
            readonly bom: boolean;
            /**
             * @description `ended`: its days are over, and the file is deleted
             * @enum {unknown}
             */
            readonly state: "waiting" | "making" | "ready" | "failed" | "ended";
            /**
             * Format: date-time
             * @description UTC
             */
            readonly askedAt: string;
            readonly madeAt: string | null;
            readonly progress: {
                /** @description Dossiers */
                readonly done: number;
                readonly total: number | null;
                readonly secondsLeft: number | null;
            } | null;
            readonly fault: string | null;
            readonly manifest: components["schemas"]["DataSetManifest"] | null;
            readonly signature: string | null;
        };
        /** DataSetManifest */
        readonly DataSetManifest: {
            /** Format: uuid */
            readonly id: string;
            readonly kind: string;
            readonly title: string;
            /** @description SIRET */
            readonly organisation: string;
            readonly purpose: string;
            /**
             * @description ISO 8601, Europe/Paris; over for an hour at least
             * @example 2026-W23
             */
            readonly week: string;
            /**
             * Format: date
             * @description Europe/Paris
             * @example 2026-04-01
             */
            readonly from: string;
            /**
             * Format: date
             * @description Europe/Paris
             * @example 2026-04-01
             */
            readonly to: string;
            /**
             * Format: date-time
             * @description What came later is not in it
             */
            readonly knownAt: string;
            /** @example outcomes-2026-W23.csv */
            readonly file: string;
            /**
             * @default csv
             * @enum {unknown}
             */
            readonly format: "csv" | "parquet";
            readonly rows: number;
            readonly bytes: number;
            readonly sha256: string;
            readonly columns: readonly {
                readonly name: string;
                /** @description In French */
                readonly label: string;
                /** @enum {unknown} */
                readonly type: "integer" | "decimal" | "text" | "date" | "boolean";
                readonly from: string | null;
            }[];
            readonly projectionVersion: string;
            readonly rulesVersion: string;
            /** @description For `GET /v1/changes`: what changed since is told from there */
            readonly cursor: string;
            /**
             * Format: date-time
             * @description UTC
             */
            readonly madeAt: string;
        };
        /** DataSets */
        readonly DataSets: {
            readonly items: readonly components["schemas"]["DataSet"][];
            readonly next: string | null;
        };
        /** Dossier */
        readonly Dossier: {
            readonly number: number | null;
            readonly alsoKnownAs: readonly number[];
            /**
             * Format: uuid
             * @description Surrogate id
             */
            readonly trainee?: string;
            /** @description Sessions and files, as their sources write them; any writing of one is found */
            readonly trainingRefs: readonly string[];
            /** @description The files among them */
            readonly partnerRefs: readonly string[];
            /** @enum {unknown} */
            readonly status: "removed" | "interrupted" | "entered" | "exited" | "absent" | "refused" | "withdrawn" | "declared" | "positioned" | "contacted" | "appointed" | "appointment-cancelled" | "present" | "retained" | "waiting" | "to-validate" | "registered";
            /** @description Nothing more is to come of it: left, refused, withdrawn, absent or removed */
            readonly over: boolean;
            readonly statusSince: {
                readonly source: string;
                readonly eventId: string;
                readonly effectiveDate: string | null;
            } | null;
            readonly funding: string | null;
            readonly territory: string;
            /** @description Training organisations that its facts name */
            readonly organisations: readonly {
                readonly siret: string;
                readonly sources: readonly string[];
            }[];
            readonly session: components["schemas"]["Session"] | null;
            readonly plan: components["schemas"]["Plan"] | null;
            readonly wholePath: components["schemas"]["WholePathPlan"] | null;
            readonly attempts: readonly components["schemas"]["Attempt"][];
            readonly stays: readonly components["schemas"]["Stay"][];
            readonly absences: readonly {
                readonly value: {
                    /** @enum {unknown} */
                    readonly kind: "absence" | "lateness";
                    /**
                     * Format: date
                     * @description Europe/Paris
                     * @example 2026-04-01
                     */
                    readonly from: string;
                    readonly to: string | null;
                    readonly startsAt: string | null;
                    readonly minutes: number | null;
                    readonly justified: boolean;
                    /** @description Null: the whole stay */
                    readonly module: string | null;
                };
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            }[];
            readonly attendance: readonly {
                readonly value: {
                    readonly month: string;
                    readonly stay: string | null;
                    /** @description Null: the whole stay */
                    readonly module: string | null;
                    readonly hours: number | null;
                    readonly complete: boolean;
                };
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            }[];
            readonly hours: readonly {
                readonly value: {
                    /**
                     * Format: date
                     * @description Europe/Paris
                     * @example 2026-04-01
                     */
                    readonly from: string;
                    /**
                     * Format: date
                     * @description Europe/Paris
                     * @example 2026-04-01
                     */
                    readonly to: string;
                    readonly hoursCentre: number;
                    readonly hoursCompany: number;
                    /** @description Null: the whole stay */
                    readonly module: string | null;
                };
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            }[];
            readonly hostCompanies: readonly {
                readonly value: {
                    readonly line: string;
                    readonly siret: string | null;
                    readonly start: string | null;
                    readonly end: string | null;
                    readonly hours: number | null;
                };
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            }[];
            readonly assessment: {
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly financing: readonly {
                readonly line: string;
                readonly engaged: {
                    readonly value: components["schemas"]["Financing"];
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
                readonly realised: {
                    readonly value: components["schemas"]["Financing"];
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
            }[];
            readonly remuneration: {
                readonly value: {
                    readonly payBody: string | null;
                    readonly payBodySiret: string | null;
                    readonly sent: boolean | null;
                    readonly chargedFrom: string | null;
                    readonly rhythm: string | null;
                };
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly serviceDone: {
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly costs: readonly {
                readonly value: {
                    /** @description Euro cents */
                    readonly amount: number;
                    /** @enum {unknown} */
                    readonly basis: "person" | "hour" | "action";
                };
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            }[];
            readonly quotes: readonly components["schemas"]["Quote"][];
            readonly attendanceSheets: readonly {
                readonly value: {
                    readonly month: string | null;
                    readonly periodStart: string | null;
                    readonly periodEnd: string | null;
                    readonly document: string | null;
                    readonly state: string;
                };
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            }[];
            readonly invoices: readonly {
                readonly month: string | null;
                readonly periodStart: string | null;
                readonly periodEnd: string | null;
                readonly document: string | null;
                readonly prepared: {
                    readonly value: string;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
                readonly sent: {
                    readonly value: string;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
            }[];
            readonly notifications: readonly {
                readonly value: {
                    readonly about: string;
                    readonly told: string;
                    readonly plannedExit: string | null;
                };
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            }[];
            readonly skillsProfile: {
                readonly value: boolean;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly certifications: readonly {
                readonly value: {
                    readonly registry: string;
                    readonly code: string;
                };
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            }[];
            readonly anomalies: readonly components["schemas"]["Anomaly"][];
            readonly expectations: readonly components["schemas"]["Expectation"][];
            readonly factCount?: number;
            readonly overfull?: boolean;
            readonly sight: components["schemas"]["Sight"];
            readonly sightUntil: string | null;
            /**
             * Format: date
             * @description Europe/Paris
             * @example 2026-04-01
             */
            readonly today: string;
            readonly slotsDeleted: readonly string[];
            /** @description Sealed; opened by right. */
            readonly identity?: {
                readonly birthName?: string;
                readonly usualName?: string;
                readonly firstNames?: string;
                /**
                 * Format: date
                 * @description Europe/Paris
                 * @example 2026-04-01
                 */
                readonly birthDate?: string;
                /** @enum {unknown} */
                readonly sex?: "female" | "male";
                readonly nationality?: string;
                readonly birthPlace?: {
                    readonly postalCode?: string;
                    readonly city?: string;
                    readonly inseeCode?: string;
                };
                readonly source: string;
                readonly eventId: string;
            };
            /** @description Sealed; opened by right. */
            readonly contact?: {
                readonly address?: {
                    readonly lines?: readonly string[];
                    readonly postalCode?: string;
                    readonly city?: string;
                    readonly inseeCode?: string;
                    readonly country?: string;
                };
                readonly phones?: readonly string[];
                readonly email?: string;
                readonly source: string;
                readonly eventId: string;
            };
            readonly situation?: readonly {
                readonly rqth?: boolean;
                readonly level?: {
                    readonly nomenclature: string;
                    readonly code: string;
                };
                readonly levelLabel?: string;
                readonly status?: string;
                /**
                 * Format: date
                 * @description Europe/Paris
                 * @example 2026-04-01
                 */
                readonly franceTravailRegistrationDate?: string;
                readonly monthsSearching?: number;
                readonly statusesAtPositioning?: readonly string[];
                readonly prescriber?: string;
                readonly prescriberKind?: string;
                readonly prescriberRole?: string;
                readonly orientingPartner?: string;
                readonly vae?: boolean;
                readonly continuingTraining?: boolean;
                readonly continuingTrainingAtPrescription?: boolean;
                readonly fromRegionalScheme?: boolean;
                readonly objectives?: string;
                readonly audience?: string;
                /** @description As reported under the dictionary. */
                readonly household?: Record<string, unknown>;
                readonly payBodyName?: string;
                /** @description Of the remuneration */
                readonly kind?: string;
                /** @description Of the file of the remuneration */
                readonly fileKind?: string;
                readonly rhythmLabel?: string;
                /** @description Of the host company */
                readonly name?: string;
                /** @description Of the agency or adviser that was told */
                readonly toldName?: string;
                readonly source: string;
                readonly eventId: string;
            }[];
            readonly reasons?: readonly {
                readonly reason?: string;
                readonly reasonDetail?: string;
                readonly situation?: string;
                readonly situationDetail?: string;
                readonly source: string;
                readonly eventId: string;
            }[];
            /** @description Sealed; opened to who opens a file of its own (`open-dossier`) */
            readonly franceTravailNumbers?: readonly string[];
            /** @description Periods of registration as a job seeker */
            readonly registrations?: readonly {
                readonly period: string;
                readonly referentSiret: string | null;
                readonly opened: {
                    /**
                     * Format: date
                     * @description Europe/Paris
                     * @example 2026-04-01
                     */
                    readonly value: string;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
                readonly closed: {
                    /**
                     * Format: date
                     * @description Europe/Paris
                     * @example 2026-04-01
                     */
                    readonly value: string;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
            }[];
            readonly facts?: readonly components["schemas"]["FactState"][];
            readonly explanation?: readonly components["schemas"]["Explanation"][];
            /** @description With `explain`: which event gives each value that is shown */
            readonly givenBy?: readonly components["schemas"]["GivenBy"][];
            /** @description Events that could not be read: this answer lacks them */
            readonly parked?: readonly {
                readonly receipt?: string;
                readonly dossier?: number;
                readonly reason: string;
            }[];
            readonly freshness?: components["schemas"]["Freshness"];
        };
        /** DossierPage */
        readonly DossierPage: {
            readonly items: readonly components["schemas"]["ListedDossier"][];
            readonly next: string | null;
            readonly freshness: components["schemas"]["Freshness"];
        };
        /** Employment */
        readonly Employment: {
            readonly bestJob: components["schemas"]["Contract"] | null;
            readonly periods: readonly components["schemas"]["Contract"][];
            readonly usedUntil: string | null;
            readonly returns: readonly {
                readonly dossier: number | null;
                readonly points: readonly {
                    /** @enum {unknown} */
                    readonly point: "validation" | "entry" | "exit" | "exit+3" | "exit+6" | "exit+12";
                    readonly date: string | null;
                    readonly bestJob: components["schemas"]["Contract"] | null;
                    readonly several: boolean;
                    readonly awaited: boolean;
                }[];
            }[];
        };
        /** EmploymentAnswer */
        readonly EmploymentAnswer: {
            /** @enum {unknown} */
            readonly answer: "yes" | "no" | "unknown-yet";
            /**
             * Format: date
             * @description Europe/Paris
             * @example 2026-04-01
             */
            readonly from: string;
            /**
             * Format: date
             * @description Europe/Paris
             * @example 2026-04-01
             */
            readonly to: string;
            /**
             * Format: date
             * @description The last day that the DSN has told
             * @example 2026-04-01
             */
            readonly knownUntil: string;
            readonly freshness: components["schemas"]["Freshness"];
        };
        /** EmploymentQuestion */
        readonly EmploymentQuestion: {
            /**
             * @description 13 or 15 characters; a provisional number is taken for a NIA.
             * @example 269054958815780
             */
            readonly nir?: string;
            readonly nia?: string;
            /**
             * @description National or regional.
             * @example 5836675M
             */
            readonly franceTravailNumber?: string;
            /** @description A partner's own number of the person. */
            readonly partnerNumber?: string;
            /** @description clientId of the partner whose own number it is; absent: of the reader. */
            readonly partner?: string;
            /**
             * Format: date
             * @description Europe/Paris
             * @example 2026-04-01
             */
            readonly from: string;
            /**
             * Format: date
             * @description Europe/Paris
             * @example 2026-04-01
             */
            readonly to: string;
        } & (unknown | unknown | unknown | unknown);
        /** EventChange */
        readonly EventChange: {
            readonly source: string;
            readonly id: string;
            readonly dossier: number | null;
            /**
             * @description `parked`: taken, and it cannot be put into the records; `settled`: an operator decided that it stays so; `counted`: it is in the records after all. Of a rectification: `contested`: somebody asks for it; `overdue`: the person who asked was to have an answer by now; `corrected`, `declined`: what the source answered; `withdrawn`: whoever asked does not any more
             * @enum {unknown}
             */
            readonly fate: "parked" | "settled" | "counted" | "contested" | "overdue" | "corrected" | "declined" | "withdrawn";
            /**
             * @description Why it was parked, is contested, or was declined. `event-unreadable`, `fold-failed`, `row-refused`: a fault of the hub, which its operators see too; `trainee-differs`: the dossier named is of another person; `trainee-destroyed`: the data of the person were destroyed
             * @enum {unknown}
             */
            readonly reason: "event-unreadable" | "fold-failed" | "row-refused" | "trainee-differs" | "trainee-destroyed" | "wrong-value" | "never-happened" | "wrong-person" | "wrong-training" | "out-of-date" | "value-confirmed" | "evidence-missing" | "told-by-another";
            readonly rectification: string | null;
        };
        /** EventChanges */
        readonly EventChanges: {
            readonly items: readonly components["schemas"]["EventChange"][];
            /** @description The cursor to go on from. Keep it once the items are dealt with: it never expires */
            readonly cursor: string;
            /** @description `true`: ask again at once; there may be more */
            readonly more: boolean;
        };
        /** Expectation */
        readonly Expectation: {
            /** @enum {unknown} */
            readonly what: "presence" | "result" | "validation" | "entry" | "attendance" | "resumption" | "exit" | "assessment";
            readonly since: string | null;
            readonly dueBy: string | null;
            readonly about: string;
            readonly slot?: string;
            readonly month?: string;
            /** @description The day has come from which it can be reported */
            readonly reached: boolean;
            /** @description The last day in time is over */
            readonly overdue: boolean;
            /** @description No source says by when: the due day is a reading */
            readonly dueInferred?: boolean;
        };
        /** ExpectationCounts */
        readonly ExpectationCounts: {
            readonly counts: readonly {
                /** @enum {unknown} */
                readonly what: "presence" | "result" | "validation" | "entry" | "attendance" | "resumption" | "exit" | "assessment";
                readonly label: string;
                readonly count: number;
                /** @description Those whose day has come: to be reported now */
                readonly reached: number;
                readonly overdue: number;
            }[];
            readonly counters: components["schemas"]["RecordingCounters"];
            /** @description Dossiers that have at least one of them */
            readonly dossiers: number;
            readonly next: string | null;
            readonly freshness: components["schemas"]["Freshness"];
        };
        /** ExpectationPage */
        readonly ExpectationPage: {
            readonly items: readonly components["schemas"]["ListedExpectation"][];
            readonly next: string | null;
            readonly freshness: components["schemas"]["Freshness"];
        };
        /** Explanation */
        readonly Explanation: {
            /**
             * @description JSON Pointer into the record
             * @example /stays/0/entry
             */
            readonly field: string;
            readonly type: string | null;
            readonly chosen: components["schemas"]["FactRef"];
            /** @enum {unknown} */
            readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority" | null;
            readonly authority: {
                readonly row: string | null;
                readonly name: string | null;
                readonly clock: string | null;
                readonly date: string | null;
                /** @description Systems that the row names */
                readonly deciders: readonly string[];
            } | null;
            /** @description Facts that lost the same field, and by which rule */
            readonly over: readonly {
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly because: "authority" | "recorded-later" | "greater-id" | "later-day" | "same-day" | "entered" | "closed-stay";
            }[];
            readonly confirmedBy: readonly components["schemas"]["FactRef"][];
            /** @description The facts that say otherwise, each with what it says */
            readonly contestedBy: readonly {
                readonly source: string;
                readonly eventId: string;
                /** @description The event */
                readonly type: string;
                readonly effectiveDate: string | null;
                /** @description Of the same property of the same event; null: it is its day, or that it is there, that says otherwise */
                readonly value: string | number | boolean | null;
            }[];
            /** @description In French */
            readonly sentence: string;
        };
        /** FactRef */
        readonly FactRef: {
            readonly source: string;
            readonly eventId: string;
        };
        /** FactState */
        readonly FactState: {
            readonly source: string;
            readonly id: string;
            readonly type: string;
            readonly effectiveDate: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            readonly recordedAt: string;
            /**
             * Format: date-time
             * @description UTC
             */
            readonly receivedAt: string;
            /** @enum {unknown} */
            readonly state: "live" | "echo" | "removed" | "set-aside" | "superseded" | "variant";
            /** @description What took it away, or stands for it */
            readonly by: readonly components["schemas"]["FactRef"][];
            /** @description JSON Pointers of the fields that it decides */
            readonly fields: readonly string[];
            readonly confirmedBy: readonly components["schemas"]["FactRef"][];
            readonly contestedBy: readonly components["schemas"]["FactRef"][];
        };
        /** Figures */
        readonly Figures: {
            /** @enum {unknown} */
            readonly measure: "positionings" | "registrations" | "entries" | "entries-late" | "entries-very-late" | "interruptions" | "exits" | "abandonments" | "insertion-3" | "insertion-6" | "insertion-12";
            /** @description In French */
            readonly label: string;
            /** @description In French */
            readonly definition: string;
            /**
             * @description `training`: each stay, of which a dossier may have several
             * @enum {unknown}
             */
            readonly counts: "dossier" | "training";
            readonly of: ("positionings" | "registrations" | "entries" | "entries-late" | "entries-very-late" | "interruptions" | "exits" | "abandonments" | "insertion-3" | "insertion-6" | "insertion-12") | null;
            /** @enum {unknown} */
            readonly by: "month" | "territory" | "funding" | "financer" | "territory-funding" | "territory-domain" | "source" | "territory-source";
            /**
             * @description ISO 8601
             * @example 2026-W14
             */
            readonly week: string;
            /** @example 2026-03 */
            readonly from: string;
            /** @example 2026-03 */
            readonly to: string;
            /** @description Months that were told anew in this week, or one before it, for a fault of the hub was mended: do not take differences to what was told before */
            readonly anew: readonly {
                /** @example 2026-03 */
                readonly month: string;
                /**
                 * @description ISO 8601
                 * @example 2026-W14
                 */
                readonly week: string;
            }[];
            /** @description What is told; a combination that is not in here is nobody, few, or would give few away */
            readonly items: readonly {
                /** @example 2026-03 */
                readonly month: string;
                readonly territory?: string;
                readonly funding?: string;
                readonly financer?: string;
                /** @description The first three digits of the main Formacode */
                readonly domain?: string;
                /** @description The system of the attestation of the entry that stands (code list `system`), whoever else reported the entry: each entry is under one */
                readonly source?: string;
                /** @description Rounded to 5 */
                readonly value: number;
            }[];
        };
        /** Financing */
        readonly Financing: {
            /**
             * Format: date
             * @description Europe/Paris
             * @example 2026-04-01
             */
            readonly from: string;
            readonly to: string | null;
            readonly financerSiret: string;
            readonly delegatedBySiret: string | null;
            /** @description Who pays a share of the line */
            readonly coFinancers: readonly {
                readonly siret: string;
                readonly amount: number | null;
            }[];
            readonly employerSiret: string | null;
            readonly funding: string;
            readonly device: string;
            readonly amount: number | null;
        };
        /** Freshness */
        readonly Freshness: {
            readonly token?: string | null;
            /** @description Version of the projection */
            readonly projectionVersion: string;
            /** @description Version of code, rules and settings */
            readonly rulesVersion: string;
            /**
             * Format: date
             * @description Europe/Paris
             * @example 2026-04-01
             */
            readonly today: string;
            readonly asOf: string | null;
            readonly knownAt: string | null;
        };
        /** GivenBy */
        readonly GivenBy: {
            /**
             * @description JSON Pointer into the record
             * @example /stays/0/entry
             */
            readonly field: string;
            /** @description The event: `entry-attested` */
            readonly type: string;
            readonly property: string | null;
        };
        /** LastChange */
        readonly LastChange: {
            /** @description The event */
            readonly type: string;
            readonly source: string;
            /**
             * Format: date-time
             * @description UTC
             */
            readonly receivedAt: string;
        };
        /** ListedAnomaly */
        readonly ListedAnomaly: {
            readonly dossier: number;
            readonly alsoKnownAs: readonly number[];
            /** @description One of `/v1/dictionary/rules` */
            readonly code: string;
            /** @enum {unknown} */
            readonly severity: "info" | "warning" | "error";
            /**
             * @description In the record, or found on the day of the question
             * @enum {unknown}
             */
            readonly found: "stored" | "assessed";
            /**
             * Format: date
             * @description The hub received then the newest fact named (else of the dossier); overdue: the first day late
             * @example 2026-04-01
             */
            readonly since: string;
            /** @description It tells of the past: nobody has anything to send */
            readonly past: boolean;
            /** @description Systems that can mend it: of what is missing those that are to tell it, else whoever told the facts */
            readonly tellers: readonly string[];
            /** @description One’s own organisation is among whose turn it is: it writes for one of them */
            readonly own: boolean;
            readonly daysLate: number | null;
            /** @description The facts that it is about */
            readonly facts: readonly components["schemas"]["FactRef"][];
            readonly about: {
                readonly [key: string]: string | number;
            };
            /** @description In French */
            readonly sentence: string;
            /** @description In French */
            readonly remedy: string;
        };
        /**
         * ListedDossier
         * @example {
         *       "number": 100000016,
         *       "alsoKnownAs": [],
         *       "status": "entered",
         *       "statusSince": "2026-04-01",
         *       "funding": "prf",
         *       "territory": "centre-val-de-loire",
         *       "sessions": [
         *         "session:eos:67680"
         *       ],
         *       "organisations": [
         *         "99000102600014"
         *       ],
         *       "entered": "2026-04-01",
         *       "left": null,
         *       "leftBy": null,
         *       "lastChange": {
         *         "type": "attendance-reported",
         *         "source": "eos",
         *         "receivedAt": "2026-05-04T06:31:07.412Z"
         *       },
         *       "described": "all",
         *       "sightUntil": "2028-07-31"
         *     }
         */
        readonly ListedDossier: {
            readonly number: number;
            readonly alsoKnownAs: readonly number[];
            readonly status: ("removed" | "interrupted" | "entered" | "exited" | "absent" | "refused" | "withdrawn" | "declared" | "positioned" | "contacted" | "appointed" | "appointment-cancelled" | "present" | "retained" | "waiting" | "to-validate" | "registered") | null;
            readonly statusSince: string | null;
            readonly funding: string | null;
            readonly territory: string | null;
            /** @description References of its session */
            readonly sessions: readonly string[];
            /** @description SIRETs of the training organisations that its facts name, else of its session */
            readonly organisations: readonly string[];
            readonly entered: string | null;
            readonly left: string | null;
            /** @enum {unknown} */
            readonly leftBy: "exit" | "abandonment" | null;
            readonly lastChange: components["schemas"]["LastChange"] | null;
            /**
             * @description From which facts all this is told, as `sight` of a read says
             * @enum {unknown}
             */
            readonly described: "own" | "states" | "all";
            readonly sightUntil: string | null;
        };
        /** ListedExpectation */
        readonly ListedExpectation: {
            readonly dossier: number;
            readonly alsoKnownAs: readonly number[];
            /** @enum {unknown} */
            readonly what: "presence" | "result" | "validation" | "entry" | "attendance" | "resumption" | "exit" | "assessment";
            /** @description In French */
            readonly label: string;
            /** @description In French */
            readonly sentence: string;
            /** @description In French */
            readonly remedy: string;
            /**
             * @description `info`; once it is overdue, that of the anomaly `overdue`
             * @enum {unknown}
             */
            readonly severity: "info" | "warning" | "error";
            readonly since: string | null;
            readonly dueBy: string | null;
            readonly overdue: boolean;
            readonly daysLate: number | null;
            /** @description Systems that are to report it: those that have the authority, else those of the dossier that may */
            readonly tellers: readonly string[];
            /** @description One’s own organisation is among whose turn it is: it writes for one of them */
            readonly own: boolean;
            readonly mode: string | null;
            /** @description The facts that make it expected */
            readonly facts: readonly components["schemas"]["FactRef"][];
            readonly about: {
                readonly [key: string]: string | number;
            };
            readonly slot?: string;
            readonly month?: string;
        };
        /** MayBeSeveral */
        readonly MayBeSeveral: {
            /**
             * Format: uuid
             * @description Surrogate id
             */
            readonly trainee: string;
            /** @description How many different ones were told, by all sources, ever */
            readonly birthDates: number;
            /** @description Kinds of identifiers, never their values */
            readonly identifiers: readonly string[];
            /** @description Systems that told a birth date */
            readonly sources: readonly string[];
            readonly dossiers: number;
            /** @description One for each birth date, the oldest first: `facts` of a correction */
            readonly parts: readonly {
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly since: string;
                readonly facts: readonly {
                    readonly source: string;
                    readonly id: string;
                }[];
            }[];
        };
        /** Measure */
        readonly Measure: {
            /** @enum {unknown} */
            readonly name: "positionings" | "registrations" | "entries" | "entries-late" | "entries-very-late" | "interruptions" | "exits" | "abandonments" | "insertion-3" | "insertion-6" | "insertion-12";
            /** @description In French */
            readonly label: string;
            /** @description In French */
            readonly definition: string;
            /**
             * @description `training`: each stay, of which a dossier may have several
             * @enum {unknown}
             */
            readonly counts: "dossier" | "training";
            readonly of: ("positionings" | "registrations" | "entries" | "entries-late" | "entries-very-late" | "interruptions" | "exits" | "abandonments" | "insertion-3" | "insertion-6" | "insertion-12") | null;
        };
        /** MovedInterruption */
        readonly MovedInterruption: {
            /**
             * @description `planned` for the candidate; `observed`; `suspended`: the path is
             * @enum {unknown}
             */
            readonly way: "planned" | "observed" | "suspended";
            readonly until: string | null;
            readonly days: number | null;
            /** @description Of more than 15 days (L6121-5), or open-ended */
            readonly long: boolean;
            /** @description Whether the record reads `interrupted` by it */
            readonly changesState: boolean;
        };
        /**
         * Movement
         * @example {
         *       "dossier": 100000016,
         *       "alsoKnownAs": [],
         *       "trainee": "6b8f4a2e-3f0c-4c57-9a51-2f8f9f3f5c11",
         *       "funding": "prf",
         *       "territory": "centre-val-de-loire",
         *       "sessions": [
         *         "session:eos:67680"
         *       ],
         *       "organisations": [
         *         "99000102600014"
         *       ],
         *       "described": "states",
         *       "sightUntil": "2028-07-31",
         *       "periods": [
         *         "IDE-2026-0112"
         *       ],
         *       "kind": "interruption",
         *       "day": "2026-05-04",
         *       "module": null,
         *       "interruption": {
         *         "way": "observed",
         *         "until": "2026-05-24",
         *         "days": 21,
         *         "long": true,
         *         "changesState": true
         *       },
         *       "exitKind": null,
         *       "standing": "authoritative",
         *       "source": "kairos",
         *       "eventId": "1894-interruption-1",
         *       "state": "told",
         *       "toldFrom": "2026-05-05T06:31:07.412Z",
         *       "takenBackAt": null
         *     }
         */
        readonly Movement: {
            readonly dossier: number;
            readonly alsoKnownAs: readonly number[];
            readonly trainee: string | null;
            readonly funding: string | null;
            readonly territory: string | null;
            /** @description References of its session */
            readonly sessions: readonly string[];
            /** @description SIRETs of the training organisations that its facts name, else of its session */
            readonly organisations: readonly string[];
            /**
             * @description From which facts all this is told, as `sight` of a read says
             * @enum {unknown}
             */
            readonly described: "own" | "states" | "all";
            readonly sightUntil: string | null;
            /** @description Keys of the periods of registration or advice by which the reader follows the person */
            readonly periods: readonly string[];
            /** @enum {unknown} */
            readonly kind: "entry" | "interruption" | "resumption" | "exit" | "abandonment";
            /**
             * Format: date
             * @description On which it happened; of an interruption its first day
             * @example 2026-04-01
             */
            readonly day: string;
            readonly module: string | null;
            readonly interruption: components["schemas"]["MovedInterruption"] | null;
            readonly exitKind: string | null;
            /** @enum {unknown} */
            readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
            readonly source: string;
            readonly eventId: string;
            /**
             * @description `taken-back`: the record said it, and says it no more
             * @enum {unknown}
             */
            readonly state: "told" | "taken-back";
            /**
             * Format: date-time
             * @description Since when the record says it without a break
             */
            readonly toldFrom: string;
            readonly takenBackAt: string | null;
        };
        /** MovementPage */
        readonly MovementPage: {
            readonly items: readonly components["schemas"]["Movement"][];
            readonly next: string | null;
            readonly freshness: components["schemas"]["Freshness"];
        };
        /** NewDataSet */
        readonly NewDataSet: {
            /**
             * @description `outcomes`: Devenir des stagiaires entrés en formation : une ligne par dossier. `dossiers`: Dossiers de l’organisation : une ligne par dossier. `employment`: Emplois (DSN) des personnes suivies : une ligne par période de contrat
             * @enum {unknown}
             */
            readonly kind: "outcomes" | "dossiers" | "employment";
            /**
             * @description ISO 8601, Europe/Paris; over for an hour at least
             * @example 2026-W23
             */
            readonly week: string;
            /**
             * @default csv
             * @enum {unknown}
             */
            readonly format: "csv" | "parquet";
            /**
             * @description CSV with a byte order mark, by which Excel reads UTF-8
             * @default false
             */
            readonly bom: boolean;
        };
        /** NewWebhook */
        readonly NewWebhook: {
            /** @example https://hooks.example.org/hub */
            readonly url: string;
            /**
             * @default changes
             * @enum {unknown}
             */
            readonly feed: "changes" | "session-changes" | "event-changes";
            /**
             * @description Of `changes`: why; one of those in the convention
             * @enum {unknown}
             */
            readonly purpose?: "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
            /**
             * @description Only items with one of these causes, or fates of `event-changes`; null: all. `sight`, `rules`: of items without an event; `out-of-sight`: of those of that state
             * @example [
             *       "entry-attested",
             *       "out-of-sight"
             *     ]
             */
            readonly causes?: readonly ("abandonment-declared" | "absence-declared" | "absent-at-entry" | "adviser-notified" | "alias-reassigned" | "appointment-cancelled" | "appointment-transferred" | "assessment-recorded" | "attendance-reported" | "attendance-sheet-signed" | "candidate-contacted" | "candidate-positioned" | "cep-period-closed" | "cep-period-opened" | "certification-obtained" | "dossier-attributed" | "dossier-withdrawn" | "dossiers-judged" | "employment-reported" | "enrolment-certificate-issued" | "enrolment-decided" | "entry-attested" | "exit-declared" | "fact-retracted" | "facts-moved" | "financing-engaged" | "financing-realised" | "firm-place-granted" | "host-company-declared" | "hours-realised" | "interruption-observed" | "interruption-planned" | "invoice-prepared" | "invoice-sent" | "job-seeker-period-closed" | "job-seeker-period-opened" | "path-extended" | "path-planned" | "path-suspended" | "positioning-withdrawn" | "presence-recorded" | "processing-restricted" | "processing-restriction-lifted" | "quote-decided" | "recruitment-opened" | "registration-certificate-issued" | "remuneration-set" | "resumption-attested" | "selection-decided" | "service-done" | "session-identified" | "session-interruption-planned" | "session-published" | "session-withdrawn" | "situation-declared" | "skills-profile-completed" | "slot-deleted" | "trainee-data-destroyed" | "trainee-deceased" | "trainee-described" | "trainee-known" | "trainees-judged" | "training-cost-declared" | "training-plan-validated" | "validation-requested" | "sight" | "rules" | "out-of-sight" | "parked" | "settled" | "counted" | "contested" | "overdue" | "corrected" | "declined" | "withdrawn")[] | null;
            /** @description Only sessions of it; null: all */
            readonly territory?: string | null;
            /** @description `cursor` of the same feed, where it goes on */
            readonly cursor?: string;
        };
        /** OfferedSession */
        readonly OfferedSession: {
            readonly reference: string;
            /** @description The system that is believed */
            readonly publishedBy: string;
            readonly state: string;
            readonly title: string | null;
            readonly start: string | null;
            readonly end: string | null;
            readonly place: {
                readonly inseeCode?: string;
                readonly postalCode?: string;
                readonly label?: string;
                readonly department?: string;
            } | null;
            readonly mandataireSiret: string | null;
            readonly certification: {
                readonly rncp?: string;
                readonly rs?: string;
                readonly certifInfo?: string;
            } | null;
        };
        /** OtherDossier */
        readonly OtherDossier: {
            readonly title: string | null;
            readonly domain: string | null;
            readonly start: string | null;
            readonly end: string | null;
            readonly status: string;
            /** @description Kinds of organisations that finance it */
            readonly financerKinds: readonly string[];
        };
        /** PaidStay */
        readonly PaidStay: {
            readonly state: string;
            readonly entry: string | null;
            readonly absentOn: string | null;
            readonly exit: string | null;
            readonly exitKind: string | null;
            readonly abandonment: string | null;
            readonly interruptions: readonly {
                /** @enum {unknown} */
                readonly way: "observed" | "suspended";
                /**
                 * Format: date
                 * @description Europe/Paris
                 * @example 2026-04-01
                 */
                readonly from: string;
                readonly to: string | null;
                readonly changesState: boolean;
                readonly resumedOn: string | null;
            }[];
        };
        /** Pay */
        readonly Pay: {
            readonly body: string | null;
            /** @description To that body, today */
            readonly sent: boolean;
            readonly from: string | null;
            readonly to: string | null;
        };
        /** PaymentBlockage */
        readonly PaymentBlockage: {
            /** @enum {unknown} */
            readonly reason: "not-sent" | "not-registered" | "absent-at-entry" | "entry-missing" | "entry-contested" | "interruption-running" | "attendance-missing";
            readonly since: string | null;
            readonly month: string | null;
            /** @description In French */
            readonly sentence: string;
            /** @description In French */
            readonly remedy: string;
        };
        /** Period */
        readonly Period: {
            /**
             * Format: date
             * @description Europe/Paris
             * @example 2026-04-01
             */
            readonly from: string;
            readonly to: string | null;
        };
        /** PersonCorrection */
        readonly PersonCorrection: {
            /** @description The wrong trainee. */
            readonly from: string;
            /** @description The right one, by surrogate id or by identifiers; absent: somebody whom nobody knew yet. */
            readonly to?: {
                /** @description Surrogate id */
                readonly trainee?: string;
                /**
                 * @description 13 or 15 characters; a provisional number is taken for a NIA.
                 * @example 269054958815780
                 */
                readonly nir?: string;
                readonly nia?: string;
                /**
                 * @description National or regional.
                 * @example 5836675M
                 */
                readonly franceTravailNumber?: string;
                /** @description A partner's own number of the person. */
                readonly partnerNumber?: string;
                /** @description clientId of the partner whose own number it is. */
                readonly partner?: string;
            };
            /** @description Identifiers that were never those of the wrong trainee. */
            readonly identifiers?: {
                /**
                 * @description 13 or 15 characters; a provisional number is taken for a NIA.
                 * @example 269054958815780
                 */
                readonly nir?: string;
                readonly nia?: string;
                /**
                 * @description National or regional.
                 * @example 5836675M
                 */
                readonly franceTravailNumber?: string;
                /** @description A partner's own number of the person. */
                readonly partnerNumber?: string;
                /** @description clientId of the partner whose own number it is. */
                readonly partner?: string;
            };
            readonly facts?: readonly {
                readonly source: string;
                readonly id: string;
            }[];
            /** @description All facts of these dossiers of the wrong trainee. */
            readonly dossiers?: readonly number[];
            /** @description All that these systems reported of the wrong trainee, names included. */
            readonly sources?: readonly string[];
            /**
             * @description A code or the number of a ticket; nothing personal.
             * @example ticket-4312
             */
            readonly reason: string;
        } | unknown | unknown | unknown | unknown;
        /** Plan */
        readonly Plan: {
            readonly plannedEntry: {
                /**
                 * Format: date
                 * @description Europe/Paris
                 * @example 2026-04-01
                 */
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly plannedExit: {
                /**
                 * Format: date
                 * @description Europe/Paris
                 * @example 2026-04-01
                 */
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly hoursCentre: {
                readonly value: number;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly hoursCompany: {
                readonly value: number;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly weeklyHours: {
                readonly value: number;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly individualised: {
                readonly value: boolean;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly teachingMode: {
                /** @enum {unknown} */
                readonly value: "in-person" | "blended" | "distance";
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly interruptions: readonly {
                readonly value: components["schemas"]["Period"];
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            }[];
        };
        /**
         * Problem
         * @description RFC 9457. No personal value is ever echoed.
         * @example {
         *       "type": "urn:hub:problem:request-invalid",
         *       "title": "The request is not as described.",
         *       "status": 400,
         *       "instance": "urn:hub:trace:4bf92f3577b34da6a3ce929d0e0e4736",
         *       "errors": [
         *         {
         *           "pointer": "/headers/hub-agent",
         *           "rule": "property-missing",
         *           "detail": "is mandatory"
         *         }
         *       ]
         *     }
         */
        readonly Problem: {
            /** @description `urn:hub:problem:<name>`: stable, for programs. */
            readonly type: string;
            readonly title: string;
            readonly status: number;
            readonly detail?: string;
            /** @description `urn:hub:trace:<trace id>`: quote it to the operators of the hub. */
            readonly instance?: string;
            readonly errors?: readonly {
                /** @description JSON Pointer into the body, or `/query/…`, `/path/…`, `/headers/…`. */
                readonly pointer: string;
                /** @description One of `/v1/dictionary/rules`. */
                readonly rule: string;
                readonly detail: string;
            }[];
        };
        /** Purposes */
        readonly Purposes: {
            readonly purposes: readonly ("funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request")[];
        };
        /** Quote */
        readonly Quote: {
            readonly quote: string | null;
            readonly device: string;
            readonly state: {
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly candidate: {
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly franceTravail: {
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
        };
        /** ReceiptState */
        readonly ReceiptState: {
            /**
             * @description `parked`: the hub could not read it; `reason` says why
             * @enum {unknown}
             */
            readonly state: "logged" | "visible" | "parked";
            readonly reason?: string;
            readonly fact: {
                /**
                 * @description Where it is visible: whether it counts. Nothing that was `removed` comes back but under a new id
                 * @enum {unknown}
                 */
                readonly state: "live" | "echo" | "removed" | "set-aside" | "superseded" | "variant";
                /** @description What took it away, or stands for it */
                readonly by: readonly components["schemas"]["FactRef"][];
            } | null;
            /** @description Those that name this event */
            readonly anomalies: readonly components["schemas"]["Anomaly"][];
            readonly id: string;
            readonly source: string;
            readonly dossier: number | null;
        };
        /**
         * ReceiptStates
         * @example {
         *       "results": [
         *         {
         *           "index": 0,
         *           "receipt": "3q2-7wRk…",
         *           "state": "visible",
         *           "fact": {
         *             "state": "live",
         *             "by": []
         *           },
         *           "anomalies": [],
         *           "id": "1894-entry-1",
         *           "source": "eos",
         *           "dossier": 100000016
         *         },
         *         {
         *           "index": 1,
         *           "problem": {
         *             "type": "urn:hub:problem:not-found",
         *             "title": "There is no such receipt.",
         *             "status": 404,
         *             "detail": "Give it whole, as the hub answered it, under the client that reported the event: that of another client looks like none."
         *           }
         *         }
         *       ]
         *     }
         */
        readonly ReceiptStates: {
            readonly results: readonly ({
                readonly index: number;
                readonly receipt: string;
                /**
                 * @description `parked`: the hub could not read it; `reason` says why
                 * @enum {unknown}
                 */
                readonly state: "logged" | "visible" | "parked";
                readonly reason?: string;
                readonly fact: {
                    /**
                     * @description Where it is visible: whether it counts. Nothing that was `removed` comes back but under a new id
                     * @enum {unknown}
                     */
                    readonly state: "live" | "echo" | "removed" | "set-aside" | "superseded" | "variant";
                    /** @description What took it away, or stands for it */
                    readonly by: readonly components["schemas"]["FactRef"][];
                } | null;
                /** @description Those that name this event */
                readonly anomalies: readonly components["schemas"]["Anomaly"][];
                readonly id: string;
                readonly source: string;
                readonly dossier: number | null;
            } | {
                readonly index: number;
                readonly problem: components["schemas"]["Problem"];
            })[];
        };
        /** RecordingCounters */
        readonly RecordingCounters: {
            /** @description Présences à saisir, sessions sur rendez-vous */
            readonly presences: {
                readonly count: number;
                readonly overdue: number;
            };
            /** @description Résultats à saisir, sessions sur rendez-vous */
            readonly results: {
                readonly count: number;
                readonly overdue: number;
            };
            /** @description Contacts à saisir, sessions sur candidatures */
            readonly candidatureContacts: number;
            /** @description Présences à saisir, sessions sur candidatures */
            readonly candidaturePresences: {
                readonly count: number;
                readonly overdue: number;
            };
            /** @description Résultats à saisir, sessions sur candidatures */
            readonly candidatureResults: {
                readonly count: number;
                readonly overdue: number;
            };
            /** @description Prises de contact à saisir, sessions FOAD : positionnements sans réponse sur une formation donnée à distance */
            readonly foadContacts: number;
            /** @description Attestations d’entrée à saisir (en retard) */
            readonly entryCertificates: {
                readonly count: number;
                readonly overdue: number;
            };
            /** @description Demandes de service fait à valider */
            readonly serviceDoneToValidate: number;
            /** @description Devis transmis, en attente de décision */
            readonly quotesToDecide: number;
        };
        /** Rectification */
        readonly Rectification: {
            /** Format: uuid */
            readonly id: string;
            /**
             * Format: date-time
             * @description UTC
             */
            readonly askedAt: string;
            /** @description SIRET of who asked */
            readonly organisation: string;
            readonly dossier: number;
            readonly source: string;
            readonly eventId: string;
            /** @enum {unknown} */
            readonly reason: "wrong-value" | "never-happened" | "wrong-person" | "wrong-training" | "out-of-date";
            readonly forPerson: boolean;
            readonly dueOn: string | null;
            readonly answer: ("corrected" | "declined" | "withdrawn") | null;
            readonly answerReason: ("value-confirmed" | "evidence-missing" | "told-by-another") | null;
            readonly answeredAt: string | null;
        };
        /** RectificationAnswer */
        readonly RectificationAnswer: {
            /** @enum {unknown} */
            readonly answer: "corrected" | "declined" | "withdrawn";
            /**
             * @description Why: of `declined`, where it is mandatory
             * @enum {unknown}
             */
            readonly reason?: "value-confirmed" | "evidence-missing" | "told-by-another";
        };
        /** RectificationAsked */
        readonly RectificationAsked: {
            readonly fact: components["schemas"]["FactRef"];
            /** @enum {unknown} */
            readonly reason: "wrong-value" | "never-happened" | "wrong-person" | "wrong-training" | "out-of-date";
            readonly forPerson?: boolean;
        };
        /** Rectifications */
        readonly Rectifications: {
            readonly items: readonly components["schemas"]["Rectification"][];
            readonly next: string | null;
        };
        /** RegimeShown */
        readonly RegimeShown: {
            readonly row: string | null;
            readonly name: string | null;
            readonly clock: string | null;
            readonly date: string | null;
        };
        /**
         * Remuneration
         * @example {
         *       "dossier": 100000016,
         *       "alsoKnownAs": [],
         *       "trainee": "6b8f4a2e-3f0c-4c57-9a51-2f8f9f3f5c11",
         *       "funding": "prf",
         *       "territory": "centre-val-de-loire",
         *       "sessions": [
         *         "session:eos:67680"
         *       ],
         *       "organisations": [
         *         "99000102600014"
         *       ],
         *       "described": "states",
         *       "sightUntil": "2028-07-31",
         *       "status": "entered",
         *       "remuneration": {
         *         "body": "99000118200015",
         *         "sent": true,
         *         "from": "2026-04-01",
         *         "to": null
         *       },
         *       "stays": [
         *         {
         *           "state": "entered",
         *           "entry": "2026-04-06",
         *           "absentOn": null,
         *           "exit": null,
         *           "exitKind": null,
         *           "abandonment": null,
         *           "interruptions": []
         *         }
         *       ],
         *       "attendance": [
         *         {
         *           "month": "2026-04",
         *           "stay": "eos/1894-entry-1",
         *           "module": null,
         *           "hours": 112,
         *           "complete": true
         *         }
         *       ],
         *       "absences": [],
         *       "blockages": [
         *         {
         *           "reason": "attendance-missing",
         *           "since": "2026-05-31",
         *           "month": "2026-05",
         *           "sentence": "L'assiduité d'un mois dont l'échéance est passée n'est pas transmise.",
         *           "remedy": "Transmettre l'assiduité du mois (attendance-reported)."
         *         }
         *       ]
         *     }
         */
        readonly Remuneration: {
            readonly dossier: number;
            readonly alsoKnownAs: readonly number[];
            readonly trainee: string | null;
            readonly funding: string | null;
            readonly territory: string | null;
            /** @description References of its session */
            readonly sessions: readonly string[];
            /** @description SIRETs of the training organisations that its facts name, else of its session */
            readonly organisations: readonly string[];
            /**
             * @description From which facts all this is told, as `sight` of a read says
             * @enum {unknown}
             */
            readonly described: "own" | "states" | "all";
            readonly sightUntil: string | null;
            readonly status: string | null;
            readonly remuneration: components["schemas"]["Pay"];
            /** @description Those that touch the days paid */
            readonly stays: readonly components["schemas"]["PaidStay"][];
            /** @description Of the months paid */
            readonly attendance: readonly {
                /** @description YYYY-MM */
                readonly month: string;
                readonly stay: string | null;
                readonly module: string | null;
                readonly hours: number | null;
                readonly complete: boolean;
            }[];
            /** @description Of the days paid */
            readonly absences: readonly {
                /** @enum {unknown} */
                readonly kind: "absence" | "lateness";
                /**
                 * Format: date
                 * @description Europe/Paris
                 * @example 2026-04-01
                 */
                readonly from: string;
                readonly to: string | null;
                readonly startsAt: string | null;
                readonly minutes: number | null;
                readonly justified: boolean;
                readonly module: string | null;
            }[];
            readonly blockages: readonly components["schemas"]["PaymentBlockage"][] | null;
        };
        /** RemunerationPage */
        readonly RemunerationPage: {
            readonly items: readonly components["schemas"]["Remuneration"][];
            readonly next: string | null;
            readonly freshness: components["schemas"]["Freshness"];
        };
        /** ReplayPeriod */
        readonly ReplayPeriod: {
            /**
             * Format: date-time
             * @description UTC
             */
            readonly from: string;
            /**
             * Format: date-time
             * @description UTC; not included; absent: now
             */
            readonly to?: string;
        };
        /** SecretRotation */
        readonly SecretRotation: {
            /**
             * @description 0: it signs no more
             * @default 24
             */
            readonly overlapHours: number;
        };
        /** Seen */
        readonly Seen: {
            /**
             * Format: date-time
             * @description UTC
             */
            readonly firstAt: string;
            /**
             * Format: date-time
             * @description UTC
             */
            readonly lastAt: string;
            /** @description As often as the hub looked for it */
            readonly times: number;
        };
        /** Session */
        readonly Session: {
            readonly references: readonly string[];
            /** @description Nobody has published it yet: offers come a day late */
            readonly unresolved: boolean;
            /** @enum {unknown} */
            readonly state: "open" | "closed" | "cancelled" | "archived" | "suspended" | "unpublished";
            readonly published: {
                readonly value: {
                    readonly title: string | null;
                    readonly start: string | null;
                    readonly end: string | null;
                    readonly open: boolean;
                    /** @enum {unknown} */
                    readonly entryMode: "fixed-dates" | "permanent" | null;
                    readonly teachingMode: ("in-person" | "blended" | "distance") | null;
                    readonly mandataireSiret: string | null;
                    /** @description Every organisation that gives the training */
                    readonly dispensateurSirets: readonly string[];
                    readonly place: {
                        readonly inseeCode?: string;
                        readonly postalCode?: string;
                        readonly label?: string;
                        readonly department?: string;
                    } | null;
                    readonly financerCodes: readonly string[];
                    /** @description Financers named by their SIRET */
                    readonly financerSirets: readonly string[];
                    readonly certification: {
                        readonly rncp?: string;
                        readonly rs?: string;
                        readonly certifInfo?: string;
                    } | null;
                    readonly placesTotal: number | null;
                    readonly placesFinanced: number | null;
                    readonly domain: {
                        readonly formacode?: readonly string[];
                        readonly nsf?: readonly string[];
                        readonly rome?: readonly string[];
                    } | null;
                };
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly withdrawn: {
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly plannedInterruptions: readonly {
                readonly value: components["schemas"]["Period"];
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            }[];
            readonly slots: readonly {
                readonly slot: string;
                readonly opened: {
                    readonly value: {
                        readonly mode: string;
                        readonly from: string;
                        readonly to: string | null;
                    };
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
                readonly deleted: {
                    readonly value: boolean;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
            }[];
            readonly identified: readonly {
                readonly references: readonly string[];
                /** @enum {unknown} */
                readonly verdict: "same" | "different";
                /**
                 * @description rule: a system noted the other number; manual: an operator of the hub
                 * @enum {unknown}
                 */
                readonly by: "rule" | "manual";
                readonly source: string;
                readonly eventId: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
            }[];
            readonly missing: readonly string[];
            /** @description Of the session itself; asked for by its reference, also what it lacks on the day */
            readonly anomalies?: readonly components["schemas"]["Anomaly"][];
        };
        /** SessionChange */
        readonly SessionChange: {
            /** @example session:07:114782 */
            readonly session: string;
            /** @enum {unknown} */
            readonly state: "changed";
            /** @description The events that came; `rules`: it is read otherwise, without a new event */
            readonly causes: readonly components["schemas"]["CauseEvent"][] | "rules";
            /**
             * @description The session’s own
             * @example open
             */
            readonly sessionState: string;
        };
        /** SessionChanges */
        readonly SessionChanges: {
            readonly items: readonly components["schemas"]["SessionChange"][];
            /** @description The cursor to go on from. Keep it once the items are dealt with: it never expires */
            readonly cursor: string;
            /** @description `true`: ask again at once; there may be more */
            readonly more: boolean;
        };
        /** SessionProposal */
        readonly SessionProposal: {
            readonly references: readonly string[];
            /** @description What both have; titles may differ, for two systems write them in their own words */
            readonly likeness: readonly {
                /** @enum {unknown} */
                readonly field: "organisation" | "place" | "days" | "certification" | "title";
                readonly agrees: boolean;
            }[];
            readonly sessions: readonly components["schemas"]["OfferedSession"][];
        };
        /** SessionVerdict */
        readonly SessionVerdict: {
            readonly sessions: readonly string[];
            /** @enum {unknown} */
            readonly verdict: "same" | "different";
            /**
             * @description A code or the number of a ticket; nothing personal.
             * @example ticket-4312
             */
            readonly reason: string;
        };
        /** Sight */
        readonly Sight: {
            /**
             * @description From which facts: `own`, those of the reader’s own organisation alone; `states`, all, of which states and days are shown; `all`
             * @enum {unknown}
             */
            readonly described: "own" | "states" | "all";
            /** @description What else is empty whatever there is */
            readonly categories: readonly ("states" | "hours" | "amounts" | "identity" | "contact" | "situation" | "reasons" | "outcome" | "employment" | "other-dossiers" | "cep" | "registrations" | "france-travail-number")[];
        };
        /** StatisticsCatalogue */
        readonly StatisticsCatalogue: {
            /** @description Fewer are not told, nor what would give them away */
            readonly fewest: number;
            /** @description The newest first, with the months that were told in each */
            readonly weeks: readonly {
                /**
                 * @description ISO 8601
                 * @example 2026-W14
                 */
                readonly week: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly madeAt: string;
                readonly closed: readonly {
                    /** @enum {unknown} */
                    readonly measure: "positionings" | "registrations" | "entries" | "entries-late" | "entries-very-late" | "interruptions" | "exits" | "abandonments" | "insertion-3" | "insertion-6" | "insertion-12";
                    /** @example 2026-03 */
                    readonly month: string;
                    /** @description It had been told before */
                    readonly anew: boolean;
                }[];
            }[];
            readonly measures: readonly components["schemas"]["Measure"][];
            readonly crossings: readonly components["schemas"]["Crossing"][];
        };
        /** Stay */
        readonly Stay: {
            readonly key: string;
            /** @enum {unknown} */
            readonly state: "expected" | "absent-at-entry" | "entered" | "interrupted" | "exited";
            /** @description From its entry to its end; null: nobody was in training */
            readonly days: components["schemas"]["Period"] | null;
            readonly provisional: boolean;
            readonly regime: components["schemas"]["RegimeShown"];
            readonly entry: {
                /**
                 * Format: date
                 * @description Europe/Paris
                 * @example 2026-04-01
                 */
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly absence: {
                /**
                 * Format: date
                 * @description Europe/Paris
                 * @example 2026-04-01
                 */
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly exit: {
                /**
                 * Format: date
                 * @description Europe/Paris
                 * @example 2026-04-01
                 */
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
                readonly kind: string;
            } | null;
            readonly abandonment: {
                /**
                 * Format: date
                 * @description Europe/Paris
                 * @example 2026-04-01
                 */
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly modules: readonly {
                readonly module: string;
                readonly entry: {
                    /**
                     * Format: date
                     * @description Europe/Paris
                     * @example 2026-04-01
                     */
                    readonly value: string;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
                readonly absence: {
                    /**
                     * Format: date
                     * @description Europe/Paris
                     * @example 2026-04-01
                     */
                    readonly value: string;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
                readonly resumption: {
                    /**
                     * Format: date
                     * @description Europe/Paris
                     * @example 2026-04-01
                     */
                    readonly value: string;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
                readonly exit: {
                    /**
                     * Format: date
                     * @description Europe/Paris
                     * @example 2026-04-01
                     */
                    readonly value: string;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                    readonly kind: string;
                } | null;
                readonly abandonment: {
                    /**
                     * Format: date
                     * @description Europe/Paris
                     * @example 2026-04-01
                     */
                    readonly value: string;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
                readonly assessment: {
                    readonly value: string;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
            }[];
            readonly interruptions: readonly {
                /** @enum {unknown} */
                readonly kind: "observed" | "suspended";
                readonly period: {
                    readonly value: components["schemas"]["Period"];
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                };
                readonly days: number | null;
                readonly changesState: boolean;
                readonly resumedOn: string | null;
                /** @description Resumed, or else over by its own end or that of the stay */
                readonly endedOn: string | null;
            }[];
            readonly resumptions: readonly {
                /**
                 * Format: date
                 * @description Europe/Paris
                 * @example 2026-04-01
                 */
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            }[];
        };
        /** Token */
        readonly Token: {
            readonly access_token: string;
            /** @enum {unknown} */
            readonly token_type: "Bearer";
            /**
             * @description Seconds.
             * @example 600
             */
            readonly expires_in: number;
            /** @description What the token opens, separated by spaces. */
            readonly scope?: string;
        };
        /** TokenRequest */
        readonly TokenRequest: {
            /**
             * @description `client_credentials`
             * @example client_credentials
             */
            readonly grant_type?: string;
            /** @description Of write, read, admin; default: all that the client may do. */
            readonly scope?: string;
            readonly client_id?: string;
            readonly client_secret?: string;
            /** @description `urn:ietf:params:oauth:client-assertion-type:jwt-bearer` */
            readonly client_assertion_type?: string;
            readonly client_assertion?: string;
        } | null;
        /** TraineeLink */
        readonly TraineeLink: {
            readonly trainees: readonly string[];
            /**
             * @description proposed: one agent said that they are one, another must confirm; review: they were judged to be one, and something speaks against it; joined: answered together; separated: judged different by hand.
             * @enum {unknown}
             */
            readonly state: "proposed" | "review" | "joined" | "separated";
            readonly by: ("rule" | "manual") | null;
            readonly reason: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            readonly since: string;
            readonly awaiting: {
                readonly agent: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly since: string;
                readonly reason: string | null;
            } | null;
            /** @description Kinds of identifiers, never their values; both have one: two different ones */
            readonly identifiers: readonly {
                readonly kind: string;
                /** @enum {unknown} */
                readonly heldBy: "both" | "one";
                readonly conflicts: boolean;
            }[];
            /** @description Fields reported of both, compared inside the hub and not shown */
            readonly identity: readonly {
                readonly field: string;
                readonly agrees: boolean;
            }[];
            /** @description How many each of the two has */
            readonly dossiers: readonly number[];
        };
        /** TrainingPath */
        readonly TrainingPath: {
            /** @description Ids answered together */
            readonly trainees: readonly string[];
            /** @description Those that join them */
            readonly joinedBy: readonly {
                readonly trainees: readonly string[];
                /** @enum {unknown} */
                readonly verdict: "same" | "different";
                /** @enum {unknown} */
                readonly by: "rule" | "manual";
                readonly reason: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                readonly source: string;
                readonly eventId: string;
            }[];
            /** @description Sealed; opened by right. */
            readonly identity?: {
                readonly birthName?: string;
                readonly usualName?: string;
                readonly firstNames?: string;
                /**
                 * Format: date
                 * @description Europe/Paris
                 * @example 2026-04-01
                 */
                readonly birthDate?: string;
                /** @enum {unknown} */
                readonly sex?: "female" | "male";
                readonly nationality?: string;
                readonly birthPlace?: {
                    readonly postalCode?: string;
                    readonly city?: string;
                    readonly inseeCode?: string;
                };
                readonly source: string;
                readonly eventId: string;
            };
            /** @description Sealed; opened by right. */
            readonly contact?: {
                readonly address?: {
                    readonly lines?: readonly string[];
                    readonly postalCode?: string;
                    readonly city?: string;
                    readonly inseeCode?: string;
                    readonly country?: string;
                };
                readonly phones?: readonly string[];
                readonly email?: string;
                readonly source: string;
                readonly eventId: string;
            };
            readonly dossiers: readonly components["schemas"]["Dossier"][];
            /** @description Of the person, and not this reader’s to read: that they are there */
            readonly otherDossiers: readonly components["schemas"]["OtherDossier"][];
            readonly cepPeriods: readonly {
                readonly period: string;
                readonly operatorSiret: string;
                readonly opened: {
                    /**
                     * Format: date
                     * @description Europe/Paris
                     * @example 2026-04-01
                     */
                    readonly value: string;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
                readonly closed: {
                    /**
                     * Format: date
                     * @description Europe/Paris
                     * @example 2026-04-01
                     */
                    readonly value: string;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
            }[];
            /** @description Periods of registration as a job seeker */
            readonly registrations: readonly {
                readonly period: string;
                readonly referentSiret: string | null;
                readonly opened: {
                    /**
                     * Format: date
                     * @description Europe/Paris
                     * @example 2026-04-01
                     */
                    readonly value: string;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
                readonly closed: {
                    /**
                     * Format: date
                     * @description Europe/Paris
                     * @example 2026-04-01
                     */
                    readonly value: string;
                    readonly effectiveDate: string | null;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly recordedAt: string;
                    /**
                     * Format: date-time
                     * @description UTC
                     */
                    readonly receivedAt: string;
                    readonly source: string;
                    readonly eventId: string;
                    /** @enum {unknown} */
                    readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                    readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                    readonly contestedBy: readonly components["schemas"]["FactRef"][];
                } | null;
            }[];
            readonly employment: components["schemas"]["Employment"];
            readonly certifications: readonly {
                readonly value: {
                    readonly registry: string;
                    readonly code: string;
                };
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            }[];
            readonly anomalies: readonly components["schemas"]["Anomaly"][];
            /** @description Events that could not be read: this answer lacks them */
            readonly parked: readonly {
                readonly receipt?: string;
                readonly dossier?: number;
                readonly reason: string;
            }[];
            readonly freshness: components["schemas"]["Freshness"];
        };
        /** TrainingPathSearch */
        readonly TrainingPathSearch: {
            /**
             * @description 13 or 15 characters; a provisional number is taken for a NIA.
             * @example 269054958815780
             */
            readonly nir?: string;
            readonly nia?: string;
            /**
             * @description National or regional.
             * @example 5836675M
             */
            readonly franceTravailNumber?: string;
            /** @description A partner's own number of the person. */
            readonly partnerNumber?: string;
            /** @description clientId of the partner whose own number it is; absent: of the reader. */
            readonly partner?: string;
        } & (unknown | unknown | unknown | unknown);
        /** Verdict */
        readonly Verdict: {
            readonly trainees: readonly string[];
            /** @enum {unknown} */
            readonly verdict: "same" | "different";
            /**
             * @description A code or the number of a ticket; nothing personal.
             * @example ticket-4312
             */
            readonly reason: string;
        };
        /** Webhook */
        readonly Webhook: {
            readonly id: string;
            /** @description As whom the hub reads what it tells */
            readonly clientId: string;
            readonly siret: string;
            /** @enum {unknown} */
            readonly feed: "changes" | "session-changes" | "event-changes";
            readonly purpose: ("funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request") | null;
            /** @description Only sessions of it; null: all */
            readonly territory: string | null;
            /**
             * @description Only items with one of these causes, or fates of `event-changes`; null: all. `sight`, `rules`: of items without an event; `out-of-sight`: of those of that state
             * @example [
             *       "entry-attested",
             *       "out-of-sight"
             *     ]
             */
            readonly causes: readonly ("abandonment-declared" | "absence-declared" | "absent-at-entry" | "adviser-notified" | "alias-reassigned" | "appointment-cancelled" | "appointment-transferred" | "assessment-recorded" | "attendance-reported" | "attendance-sheet-signed" | "candidate-contacted" | "candidate-positioned" | "cep-period-closed" | "cep-period-opened" | "certification-obtained" | "dossier-attributed" | "dossier-withdrawn" | "dossiers-judged" | "employment-reported" | "enrolment-certificate-issued" | "enrolment-decided" | "entry-attested" | "exit-declared" | "fact-retracted" | "facts-moved" | "financing-engaged" | "financing-realised" | "firm-place-granted" | "host-company-declared" | "hours-realised" | "interruption-observed" | "interruption-planned" | "invoice-prepared" | "invoice-sent" | "job-seeker-period-closed" | "job-seeker-period-opened" | "path-extended" | "path-planned" | "path-suspended" | "positioning-withdrawn" | "presence-recorded" | "processing-restricted" | "processing-restriction-lifted" | "quote-decided" | "recruitment-opened" | "registration-certificate-issued" | "remuneration-set" | "resumption-attested" | "selection-decided" | "service-done" | "session-identified" | "session-interruption-planned" | "session-published" | "session-withdrawn" | "situation-declared" | "skills-profile-completed" | "slot-deleted" | "trainee-data-destroyed" | "trainee-deceased" | "trainee-described" | "trainee-known" | "trainees-judged" | "training-cost-declared" | "training-plan-validated" | "validation-requested" | "sight" | "rules" | "out-of-sight" | "parked" | "settled" | "counted" | "contested" | "overdue" | "corrected" | "declined" | "withdrawn")[] | null;
            /** @example https://hooks.example.org/hub */
            readonly url: string;
            /**
             * Format: date-time
             * @description UTC
             */
            readonly createdAt: string;
            /**
             * @description `held`: its client may read nothing for the moment, `why` says the problem; `failing`: the receiver takes nothing and is tried again; `suspended`: for too long; `gone`: it answered 410. None of them loses anything: `resume`
             * @enum {unknown}
             */
            readonly state: "active" | "held" | "failing" | "paused" | "suspended" | "gone";
            /** @description What keeps it from going on */
            readonly why: string | null;
            /** @description In a row */
            readonly failures: number;
            readonly failingSince: string | null;
            /** @description When it is tried next, at the earliest */
            readonly nextAt: string | null;
            /** @description Messages that are not delivered yet */
            readonly waiting: number;
        };
        /** WebhookChange */
        readonly WebhookChange: {
            /** @example https://hooks.example.org/hub */
            readonly url?: string;
            /**
             * @description Only items with one of these causes, or fates of `event-changes`; null: all. `sight`, `rules`: of items without an event; `out-of-sight`: of those of that state
             * @example [
             *       "entry-attested",
             *       "out-of-sight"
             *     ]
             */
            readonly causes?: readonly ("abandonment-declared" | "absence-declared" | "absent-at-entry" | "adviser-notified" | "alias-reassigned" | "appointment-cancelled" | "appointment-transferred" | "assessment-recorded" | "attendance-reported" | "attendance-sheet-signed" | "candidate-contacted" | "candidate-positioned" | "cep-period-closed" | "cep-period-opened" | "certification-obtained" | "dossier-attributed" | "dossier-withdrawn" | "dossiers-judged" | "employment-reported" | "enrolment-certificate-issued" | "enrolment-decided" | "entry-attested" | "exit-declared" | "fact-retracted" | "facts-moved" | "financing-engaged" | "financing-realised" | "firm-place-granted" | "host-company-declared" | "hours-realised" | "interruption-observed" | "interruption-planned" | "invoice-prepared" | "invoice-sent" | "job-seeker-period-closed" | "job-seeker-period-opened" | "path-extended" | "path-planned" | "path-suspended" | "positioning-withdrawn" | "presence-recorded" | "processing-restricted" | "processing-restriction-lifted" | "quote-decided" | "recruitment-opened" | "registration-certificate-issued" | "remuneration-set" | "resumption-attested" | "selection-decided" | "service-done" | "session-identified" | "session-interruption-planned" | "session-published" | "session-withdrawn" | "situation-declared" | "skills-profile-completed" | "slot-deleted" | "trainee-data-destroyed" | "trainee-deceased" | "trainee-described" | "trainee-known" | "trainees-judged" | "training-cost-declared" | "training-plan-validated" | "validation-requested" | "sight" | "rules" | "out-of-sight" | "parked" | "settled" | "counted" | "contested" | "overdue" | "corrected" | "declined" | "withdrawn")[] | null;
            /** @description Only sessions of it; null: all */
            readonly territory?: string | null;
        };
        /** WebhookDelivery */
        readonly WebhookDelivery: {
            readonly attempt: number;
            /** @description `webhook-id` */
            readonly message: string;
            /** @enum {unknown} */
            readonly type: "changes" | "session-changes" | "event-changes" | "ping";
            readonly items: number;
            readonly replayOf: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            readonly at: string;
            readonly ms: number;
            /** @description Of the answer; null: there was none */
            readonly status: number | null;
            /** @description `timeout`, `unreachable`, `redirected`, `refused`, `gone`, `address-refused`; null: it was taken */
            readonly fault: string | null;
        };
        /** WebhookMessage */
        readonly WebhookMessage: {
            /** @enum {unknown} */
            readonly type: "changes" | "session-changes" | "event-changes" | "ping";
            /**
             * Format: date-time
             * @description When the message was made
             */
            readonly timestamp: string;
            /** @description The `webhook-id` of before, of a replay */
            readonly replayOf?: string;
            readonly data: {
                /** @description As the feed tells them (`GET /v1/changes`, `/v1/session-changes`, `/v1/event-changes`); empty in a ping */
                readonly items: readonly {
                    /** @example 123456789 */
                    readonly dossier?: number;
                    /** @example session:07:114782 */
                    readonly session?: string;
                    /** @enum {unknown} */
                    readonly state?: "changed" | "out-of-sight";
                    readonly causes?: readonly {
                        /** @enum {unknown} */
                        readonly type: "abandonment-declared" | "absence-declared" | "absent-at-entry" | "adviser-notified" | "alias-reassigned" | "appointment-cancelled" | "appointment-transferred" | "assessment-recorded" | "attendance-reported" | "attendance-sheet-signed" | "candidate-contacted" | "candidate-positioned" | "cep-period-closed" | "cep-period-opened" | "certification-obtained" | "dossier-attributed" | "dossier-withdrawn" | "dossiers-judged" | "employment-reported" | "enrolment-certificate-issued" | "enrolment-decided" | "entry-attested" | "exit-declared" | "fact-retracted" | "facts-moved" | "financing-engaged" | "financing-realised" | "firm-place-granted" | "host-company-declared" | "hours-realised" | "interruption-observed" | "interruption-planned" | "invoice-prepared" | "invoice-sent" | "job-seeker-period-closed" | "job-seeker-period-opened" | "path-extended" | "path-planned" | "path-suspended" | "positioning-withdrawn" | "presence-recorded" | "processing-restricted" | "processing-restriction-lifted" | "quote-decided" | "recruitment-opened" | "registration-certificate-issued" | "remuneration-set" | "resumption-attested" | "selection-decided" | "service-done" | "session-identified" | "session-interruption-planned" | "session-published" | "session-withdrawn" | "situation-declared" | "skills-profile-completed" | "slot-deleted" | "trainee-data-destroyed" | "trainee-deceased" | "trainee-described" | "trainee-known" | "trainees-judged" | "training-cost-declared" | "training-plan-validated" | "validation-requested";
                        readonly source: string;
                        readonly id: string;
                        /**
                         * Format: date-time
                         * @description UTC
                         */
                        readonly receivedAt: string;
                    }[] | ("sight" | "rules");
                    readonly sightUntil?: string | null;
                    readonly sessionState?: string;
                    /** @example kairos */
                    readonly source?: string;
                    /** @description Of one’s own event, or of the one that is to be rectified */
                    readonly id?: string;
                    /** @enum {unknown} */
                    readonly fate?: "parked" | "settled" | "counted" | "contested" | "overdue" | "corrected" | "declined" | "withdrawn";
                    readonly reason?: string;
                    readonly rectification?: string | null;
                }[];
            };
        };
        /** WebhookPing */
        readonly WebhookPing: {
            readonly message: string;
            readonly ms: number;
            /** @description Of the answer; null: there was none */
            readonly status: number | null;
            /** @description `timeout`, `unreachable`, `redirected`, `refused`, `gone`, `address-refused`; null: it was taken */
            readonly fault: string | null;
        };
        /** WholePathPlan */
        readonly WholePathPlan: {
            readonly plannedEntry: {
                /**
                 * Format: date
                 * @description Europe/Paris
                 * @example 2026-04-01
                 */
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly plannedExit: {
                /**
                 * Format: date
                 * @description Europe/Paris
                 * @example 2026-04-01
                 */
                readonly value: string;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly hoursCentre: {
                readonly value: number;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly hoursCompany: {
                readonly value: number;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly weeklyHours: {
                readonly value: number;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly individualised: {
                readonly value: boolean;
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
            readonly teachingMode: {
                /** @enum {unknown} */
                readonly value: "in-person" | "blended" | "distance";
                readonly effectiveDate: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly recordedAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                readonly receivedAt: string;
                readonly source: string;
                readonly eventId: string;
                /** @enum {unknown} */
                readonly standing: "authoritative" | "unconfirmed" | "contested" | "no-authority";
                readonly confirmedBy: readonly components["schemas"]["FactRef"][];
                readonly contestedBy: readonly components["schemas"]["FactRef"][];
            } | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly getKeys: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A JWK set. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly keys: readonly Record<string, unknown>[];
                    };
                };
            };
        };
    };
    readonly getIssuer: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Metadata. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly issuer: string;
                        readonly token_endpoint: string;
                        readonly jwks_uri: string;
                        readonly grant_types_supported?: readonly string[];
                        readonly response_types_supported?: readonly string[];
                        readonly token_endpoint_auth_methods_supported?: readonly string[];
                        readonly token_endpoint_auth_signing_alg_values_supported?: readonly string[];
                        readonly scopes_supported?: readonly string[];
                    };
                };
            };
        };
    };
    readonly getToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/x-www-form-urlencoded": components["schemas"]["TokenRequest"];
            };
        };
        readonly responses: {
            /** @description A token. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Token"];
                };
            };
        };
    };
    readonly listAnomalies: {
        readonly parameters: {
            readonly query?: {
                /** @description One code of `/v1/dictionary/rules` */
                readonly code?: "late-declaration" | "entry-without-positioning" | "certificate-missing" | "exit-before-entry" | "fact-after-exit" | "interruption-without-resumption" | "impossible-duration" | "hours-beyond-plan" | "hours-overlap" | "contested" | "restated-without-correction" | "id-reused" | "awaiting-target" | "awaiting-origin" | "correction-cycle" | "reference-ambiguous" | "identity-conflict" | "transfer-after-cancellation" | "session-unresolved" | "session-incomplete" | "outside-session-dates" | "overdue" | "overlapping-dossiers" | "suspected-double" | "skills-profile-missing" | "training-not-registered" | "certificate-without-retention" | "late-extension" | "recruitment-without-way-in" | "slot-without-session" | "transfer-unknown-slot" | "sequence-reused" | "tie-by-id" | "retracted-again" | "echo-missing";
                readonly severity?: "info" | "warning" | "error";
                /** @description Only those of the record, or only those found that day */
                readonly found?: "stored" | "assessed";
                /** @description `false`: only what somebody can mend; `true`: only what tells of the past, and of which nobody has anything to send */
                readonly past?: "true" | "false";
                /** @description `true`: only what one’s own organisation is to tell or mend; `false`: only what others are, and what nobody is */
                readonly own?: "true" | "false";
                /**
                 * @description Only of the dossier with this number, by any number it ever had
                 * @example 100000016
                 */
                readonly dossier?: string;
                /** @description Only what holds since this day or later */
                readonly since?: string;
                /**
                 * @description Only of this training organisation (SIRET): that which facts of the dossier name, else that of its session
                 * @example 99000102600014
                 */
                readonly siret?: string;
                /**
                 * @description Only of this session, by any of its references
                 * @example session:07:114782
                 */
                readonly session?: string;
                /** @description `next` of the answer before */
                readonly cursor?: string;
                /** @description Most items of a page, 1 to 500; default 100 */
                readonly limit?: string;
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description One of those in the partner’s convention; `data-quality` is open to every partner here. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Anomalies, by dossier */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AnomalyPage"];
                };
            };
        };
    };
    readonly countAnomalies: {
        readonly parameters: {
            readonly query?: {
                /** @description One code of `/v1/dictionary/rules` */
                readonly code?: "late-declaration" | "entry-without-positioning" | "certificate-missing" | "exit-before-entry" | "fact-after-exit" | "interruption-without-resumption" | "impossible-duration" | "hours-beyond-plan" | "hours-overlap" | "contested" | "restated-without-correction" | "id-reused" | "awaiting-target" | "awaiting-origin" | "correction-cycle" | "reference-ambiguous" | "identity-conflict" | "transfer-after-cancellation" | "session-unresolved" | "session-incomplete" | "outside-session-dates" | "overdue" | "overlapping-dossiers" | "suspected-double" | "skills-profile-missing" | "training-not-registered" | "certificate-without-retention" | "late-extension" | "recruitment-without-way-in" | "slot-without-session" | "transfer-unknown-slot" | "sequence-reused" | "tie-by-id" | "retracted-again" | "echo-missing";
                readonly severity?: "info" | "warning" | "error";
                /** @description Only those of the record, or only those found that day */
                readonly found?: "stored" | "assessed";
                /** @description `false`: only what somebody can mend; `true`: only what tells of the past, and of which nobody has anything to send */
                readonly past?: "true" | "false";
                /** @description `true`: only what one’s own organisation is to tell or mend; `false`: only what others are, and what nobody is */
                readonly own?: "true" | "false";
                /**
                 * @description Only of the dossier with this number, by any number it ever had
                 * @example 100000016
                 */
                readonly dossier?: string;
                /** @description Only what holds since this day or later */
                readonly since?: string;
                /**
                 * @description Only of this training organisation (SIRET): that which facts of the dossier name, else that of its session
                 * @example 99000102600014
                 */
                readonly siret?: string;
                /**
                 * @description Only of this session, by any of its references
                 * @example session:07:114782
                 */
                readonly session?: string;
                /** @description `next` of the answer before */
                readonly cursor?: string;
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description One of those in the partner’s convention; `data-quality` is open to every partner here. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Anomalies counted by code */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AnomalyCounts"];
                };
            };
        };
    };
    readonly listChanges: {
        readonly parameters: {
            readonly query?: {
                /** @description `cursor` of the answer before. Absent: from the beginning, each dossier or session once */
                readonly cursor?: string;
                /** @description Most items of a page, 1 to 500; default 500 */
                readonly limit?: string;
                /** @description Without a cursor: where to begin. `now` answers nothing and the cursor of what comes; default `beginning` */
                readonly from?: "beginning" | "now";
                /** @description Seconds, 0 to 30, for which the answer is held until there is something; default 0 */
                readonly wait?: string;
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Changes"];
                };
            };
        };
    };
    readonly getConformance: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What was seen of this client. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Conformance"];
                };
            };
        };
    };
    readonly listConsultations: {
        readonly parameters: {
            readonly query?: {
                /** @description `next` of the answer before */
                readonly cursor?: string;
                /** @description Most persons of a page, 1 to 500; default 100 */
                readonly limit?: string;
            };
            readonly header: {
                /**
                 * @description Whose looks: the opaque id under which they were made.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Consultations"];
                };
            };
        };
    };
    readonly listDataSets: {
        readonly parameters: {
            readonly query?: {
                /** @description `next` of the answer before */
                readonly cursor?: string;
                /** @description Most items of a page, 1 to 500; default 100 */
                readonly limit?: string;
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DataSets"];
                };
            };
        };
    };
    readonly askDataSet: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewDataSet"];
            };
        };
        readonly responses: {
            /** @description It will be made: ask `GET /v1/data-sets/{id}`. */
            readonly 202: {
                headers: {
                    /** @description Where to ask. */
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DataSet"];
                };
            };
        };
    };
    readonly getDataSet: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The data set. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DataSet"];
                };
            };
        };
    };
    readonly getDataSetFile: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
                /** @description One range in bytes */
                readonly range?: string;
                readonly "if-range"?: string;
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly id: string;
                /** @description `file` of the manifest */
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The file */
            readonly 200: {
                headers: {
                    /** @description The SHA-256 of the whole, in quotation marks. */
                    readonly ETag?: string;
                    /** @description Which part it is. */
                    readonly "Content-Range"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/csv": string;
                    readonly "application/vnd.apache.parquet": string;
                };
            };
            /** @description The file */
            readonly 206: {
                headers: {
                    /** @description The SHA-256 of the whole, in quotation marks. */
                    readonly ETag?: string;
                    /** @description Which part it is. */
                    readonly "Content-Range"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/csv": string;
                    readonly "application/vnd.apache.parquet": string;
                };
            };
        };
    };
    readonly getDataSetManifest: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A JWS in compact form. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/jose": string;
                };
            };
        };
    };
    readonly getDictionary: {
        readonly parameters: {
            readonly query?: {
                /** @description For people: the page shows what has these words. */
                readonly q?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A document for programs, or a page in French for people, as Accept asks. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": Record<string, unknown>;
                    readonly "text/html": string;
                };
            };
        };
    };
    readonly getDictionaryRules: {
        readonly parameters: {
            readonly query?: {
                /** @description For people: the page shows what has these words. */
                readonly q?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A document for programs, or a page in French for people, as Accept asks. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": Record<string, unknown>;
                    readonly "text/html": string;
                };
            };
        };
    };
    readonly getDictionaryEvent: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @example entry-attested */
                readonly event: string;
                /** @example 1 */
                readonly major: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A document for programs, or a page in French for people, as Accept asks. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": Record<string, unknown>;
                    readonly "text/html": string;
                };
            };
        };
    };
    readonly listDossiers: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description One or several with commas between them: `removed`, `interrupted`, `entered`, `exited`, `absent`, `refused`, `withdrawn`, `declared`, `positioned`, `contacted`, `appointed`, `appointment-cancelled`, `present`, `retained`, `waiting`, `to-validate`, `registered`
                 * @example entered,interrupted
                 */
                readonly status?: string;
                /**
                 * @description Only whose first entry is on this day or later
                 * @example 2026-04-01
                 */
                readonly from?: string;
                /**
                 * @description Only whose first entry is on this day or before
                 * @example 2026-04-01
                 */
                readonly to?: string;
                /**
                 * @description Only which ended, by exit or abandonment, on this day or later
                 * @example 2026-04-01
                 */
                readonly leftFrom?: string;
                /**
                 * @description Only which ended, by exit or abandonment, on this day or before
                 * @example 2026-04-01
                 */
                readonly leftTo?: string;
                /**
                 * @description Only of this training organisation (SIRET): that which facts of the dossier name, else that of its session
                 * @example 99000102600014
                 */
                readonly siret?: string;
                /**
                 * @description Only of this session, by any of its references
                 * @example session:07:114782
                 */
                readonly session?: string;
                /** @description Only of this territory */
                readonly territory?: "centre-val-de-loire" | "normandie" | "bretagne" | "ile-de-france" | "occitanie" | "provence-alpes-cote-d-azur" | "default";
                /** @description Only whose last change this system reported */
                readonly source?: "kairos" | "kairos-ng" | "eos" | "ofeli" | "soistiss" | "france-travail" | "region" | "region-cvl" | "region-bretagne" | "region-normandie" | "region-idf" | "region-occitanie" | "region-paca" | "opco" | "cep" | "cdc" | "carif" | "carif-idf" | "carif-normandie" | "carif-occitanie" | "carif-paca" | "mission-locale" | "cap-emploi" | "ouiform" | "transitions-pro" | "agefiph" | "asp" | "docapost" | "dsn" | "msa" | "certifier" | "passport" | "hub" | "operator";
                /** @description `next` of the answer before */
                readonly cursor?: string;
                /** @description Most items of a page, 1 to 500; default 100 */
                readonly limit?: string;
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One’s own dossiers */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DossierPage"];
                };
            };
        };
    };
    readonly getDossier: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The business day to show: facts dated later are left out.
                 * @example 2026-04-01
                 */
                readonly asOf?: string;
                /**
                 * @description Only what the hub had received by then. In a URL the `+` of an offset is written `%2B`.
                 * @example 2026-04-01T07:12:00Z
                 */
                readonly knownAt?: string;
                /** @description Lists every fact and what became of it. */
                readonly facts?: "true" | "false";
                /** @description Says of each field which rule chose which fact over which others. */
                readonly explain?: "true" | "false";
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
                readonly "if-none-match"?: string;
            };
            readonly path: {
                /** @example 100000007 */
                readonly number: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The record. */
            readonly 200: {
                headers: {
                    /** @description Token of the state shown; usable in `Hub-At-Least`. */
                    readonly "Hub-State"?: string;
                    /** @description Weak; for `If-None-Match`. */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Dossier"];
                };
            };
        };
    };
    readonly askRectification: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path: {
                /** @example 100000007 */
                readonly number: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RectificationAsked"];
            };
        };
        readonly responses: {
            /** @description Asked. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Rectification"];
                };
            };
        };
    };
    readonly askEmployment: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["EmploymentQuestion"];
            };
        };
        readonly responses: {
            /** @description The answer. */
            readonly 200: {
                headers: {
                    /** @description Token of the state shown; usable in `Hub-At-Least`. */
                    readonly "Hub-State"?: string;
                    /** @description Weak; for `If-None-Match`. */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EmploymentAnswer"];
                };
            };
        };
    };
    readonly listEventChanges: {
        readonly parameters: {
            readonly query?: {
                /** @description `cursor` of the answer before. Absent: from the beginning, each dossier or session once */
                readonly cursor?: string;
                /** @description Most items of a page, 1 to 500; default 500 */
                readonly limit?: string;
                /** @description Without a cursor: where to begin. `now` answers nothing and the cursor of what comes; default `beginning` */
                readonly from?: "beginning" | "now";
                /** @description Seconds, 0 to 30, for which the answer is held until there is something; default 0 */
                readonly wait?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EventChanges"];
                };
            };
        };
    };
    readonly reportEvents: {
        readonly parameters: {
            readonly query?: {
                /** @description Check all that needs no look-up, publish nothing. */
                readonly dryRun?: "true" | "false";
            };
            readonly header?: {
                /** @description Binary mode only, percent-encoded */
                readonly "ce-specversion"?: "1.0";
                /** @description Binary mode only, percent-encoded */
                readonly "ce-type"?: string;
                /** @description Binary mode only, percent-encoded */
                readonly "ce-source"?: string;
                /** @description Binary mode only, percent-encoded */
                readonly "ce-id"?: string;
                /** @description Binary mode only, percent-encoded */
                readonly "ce-time"?: string;
                /** @description Binary mode only, percent-encoded */
                readonly "ce-recordedtime"?: string;
                /** @description Binary mode only, percent-encoded */
                readonly "ce-dataschema"?: string;
                readonly "content-encoding"?: "gzip" | "identity";
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/cloudevents+json": {
                    /** @enum {unknown} */
                    readonly specversion: "1.0";
                    /** @description `hub.` and a name of /v1/dictionary */
                    readonly type: string;
                    /** @description One of your own: this pair of source and id names the event for ever. */
                    readonly source: string;
                    readonly id: string;
                    /** Format: date-time */
                    readonly time?: string;
                    /**
                     * Format: date-time
                     * @description When the source recorded it, at most now.
                     */
                    readonly recordedtime: string;
                    /** @description Default: version 1 */
                    readonly dataschema?: string;
                    /**
                     * @description `application/json`, or left out
                     * @example application/json
                     */
                    readonly datacontenttype?: string;
                    readonly traceparent?: string;
                    readonly tracestate?: string;
                    /** @description As /v1/dictionary/{event}/{major} describes it. */
                    readonly data: Record<string, unknown>;
                } & {
                    readonly [key: string]: string | number | boolean | null;
                };
                readonly "application/cloudevents-batch+json": readonly ({
                    /** @enum {unknown} */
                    readonly specversion: "1.0";
                    /** @description `hub.` and a name of /v1/dictionary */
                    readonly type: string;
                    /** @description One of your own: this pair of source and id names the event for ever. */
                    readonly source: string;
                    readonly id: string;
                    /** Format: date-time */
                    readonly time?: string;
                    /**
                     * Format: date-time
                     * @description When the source recorded it, at most now.
                     */
                    readonly recordedtime: string;
                    /** @description Default: version 1 */
                    readonly dataschema?: string;
                    /**
                     * @description `application/json`, or left out
                     * @example application/json
                     */
                    readonly datacontenttype?: string;
                    readonly traceparent?: string;
                    readonly tracestate?: string;
                    /** @description As /v1/dictionary/{event}/{major} describes it. */
                    readonly data: Record<string, unknown>;
                } & {
                    readonly [key: string]: string | number | boolean | null;
                })[];
                readonly "application/json": Record<string, unknown>;
            };
        };
        readonly responses: {
            /** @description A batch of which at least one event was accepted, or a dry run */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly results: readonly {
                            readonly index: number;
                            /** @enum {unknown} */
                            readonly status: "accepted" | "refused" | "unknown";
                            readonly receipt?: {
                                /** @description Opaque, all of one length; ask after the event with GET /v1/receipts/{receipt}. */
                                readonly receipt: string;
                                readonly id: string;
                                readonly source: string;
                                readonly dossier: number | null;
                                /** Format: date-time */
                                readonly acceptedAt: string;
                            };
                            /**
                             * @description Of a dry run: the event was checked by itself; nobody looked up persons, dossiers or links.
                             * @enum {unknown}
                             */
                            readonly lookedUp?: false;
                            readonly problem?: components["schemas"]["Problem"];
                        }[];
                    } | {
                        /** @enum {unknown} */
                        readonly status: "accepted";
                        /**
                         * @description Of a dry run: the event was checked by itself; nobody looked up persons, dossiers or links.
                         * @enum {unknown}
                         */
                        readonly lookedUp: false;
                    };
                };
            };
            /** @description On the log for good */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Opaque, all of one length; ask after the event with GET /v1/receipts/{receipt}. */
                        readonly receipt: string;
                        readonly id: string;
                        readonly source: string;
                        readonly dossier: number | null;
                        /** Format: date-time */
                        readonly acceptedAt: string;
                    };
                };
            };
        };
    };
    readonly listExpectations: {
        readonly parameters: {
            readonly query?: {
                readonly what?: "presence" | "result" | "validation" | "entry" | "attendance" | "resumption" | "exit" | "assessment";
                /** @description `true`: only what is past its due day; `false`: only what is not */
                readonly overdue?: "true" | "false";
                /** @description `true`: only what one’s own organisation is to tell or mend; `false`: only what others are, and what nobody is */
                readonly own?: "true" | "false";
                /** @description Only what is due before this day */
                readonly dueBefore?: string;
                /**
                 * @description Only of the dossier with this number, by any number it ever had
                 * @example 100000016
                 */
                readonly dossier?: string;
                /** @description Only what holds since this day or later */
                readonly since?: string;
                /**
                 * @description Only of this training organisation (SIRET): that which facts of the dossier name, else that of its session
                 * @example 99000102600014
                 */
                readonly siret?: string;
                /**
                 * @description Only of this session, by any of its references
                 * @example session:07:114782
                 */
                readonly session?: string;
                /** @description `dossier` (default): by number; `due`: dossiers by the earliest day on which something in them is due, and the lines of a page by their due day, so that what is most late comes first */
                readonly order?: "dossier" | "due";
                /** @description `next` of the answer before */
                readonly cursor?: string;
                /** @description Most items of a page, 1 to 500; default 100 */
                readonly limit?: string;
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description One of those in the partner’s convention; `data-quality` is open to every partner here. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What is expected, by dossier */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExpectationPage"];
                };
            };
        };
    };
    readonly countExpectations: {
        readonly parameters: {
            readonly query?: {
                readonly what?: "presence" | "result" | "validation" | "entry" | "attendance" | "resumption" | "exit" | "assessment";
                /** @description `true`: only what is past its due day; `false`: only what is not */
                readonly overdue?: "true" | "false";
                /** @description `true`: only what one’s own organisation is to tell or mend; `false`: only what others are, and what nobody is */
                readonly own?: "true" | "false";
                /** @description Only what is due before this day */
                readonly dueBefore?: string;
                /**
                 * @description Only of the dossier with this number, by any number it ever had
                 * @example 100000016
                 */
                readonly dossier?: string;
                /** @description Only what holds since this day or later */
                readonly since?: string;
                /**
                 * @description Only of this training organisation (SIRET): that which facts of the dossier name, else that of its session
                 * @example 99000102600014
                 */
                readonly siret?: string;
                /**
                 * @description Only of this session, by any of its references
                 * @example session:07:114782
                 */
                readonly session?: string;
                /** @description `next` of the answer before */
                readonly cursor?: string;
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description One of those in the partner’s convention; `data-quality` is open to every partner here. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What is expected, counted */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ExpectationCounts"];
                };
            };
        };
    };
    readonly listLinks: {
        readonly parameters: {
            readonly query?: {
                /** @description proposed: one agent said that they are one, another must confirm; review: they were judged to be one, and something speaks against it; joined: answered together; separated: judged different by hand. */
                readonly state?: "proposed" | "review" | "joined" | "separated";
                /** @description Only the links of this one, all on one page */
                readonly trainee?: string;
                /** @description `next` of the answer before */
                readonly cursor?: string;
                /** @description About how many, 1 to 500; default 50. A page may hold a few more, or fewer where they are rare. */
                readonly limit?: string;
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page; `next` is null at the end. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["TraineeLink"][];
                        readonly next: string | null;
                    };
                };
            };
        };
    };
    readonly listMayBeSeveral: {
        readonly parameters: {
            readonly query?: {
                /** @description `next` of the answer before */
                readonly cursor?: string;
                /** @description How many, 1 to 500; default 50. */
                readonly limit?: string;
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page; `next` is null at the end. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["MayBeSeveral"][];
                        readonly next: string | null;
                    };
                };
            };
        };
    };
    readonly listSessionLinks: {
        readonly parameters: {
            readonly query?: {
                /** @description `next` of the answer before */
                readonly cursor?: string;
                /** @description About how many, 1 to 500; default 50. A page may hold more, or fewer where they are rare. */
                readonly limit?: string;
            };
            readonly header?: {
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page; `next` is null at the end. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["SessionProposal"][];
                        readonly next: string | null;
                    };
                };
            };
        };
    };
    readonly listUnlinkedSessions: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Only those of it
                 * @example centre-val-de-loire
                 */
                readonly territory?: string;
                /** @description `next` of the answer before */
                readonly cursor?: string;
                /** @description About how many, 1 to 500; default 50. A page may hold more, or fewer where they are rare. */
                readonly limit?: string;
            };
            readonly header?: {
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page; `next` is null at the end. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["OfferedSession"][];
                        readonly next: string | null;
                    };
                };
            };
        };
    };
    readonly judgeSessions: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Opaque id of the person who acts; kept in the verdict and in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /**
                 * @description Why; one of those in the convention.
                 * @example data-quality
                 */
                readonly "hub-purpose": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SessionVerdict"];
            };
        };
        readonly responses: {
            /** @description On the log. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly sessions: readonly string[];
                        /** @enum {unknown} */
                        readonly verdict: "same" | "different";
                        readonly receipt: {
                            /** @description Opaque, all of one length; ask after the event with GET /v1/receipts/{receipt}. */
                            readonly receipt: string;
                            readonly id: string;
                            readonly source: string;
                            readonly dossier: number | null;
                            /** Format: date-time */
                            readonly acceptedAt: string;
                        };
                    };
                };
            };
        };
    };
    readonly judgeTrainees: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Opaque id of the person who acts; kept in the verdict and in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /**
                 * @description Why; one of those in the convention.
                 * @example data-quality
                 */
                readonly "hub-purpose": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Verdict"];
            };
        };
        readonly responses: {
            /** @description On the log, for both trainees. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly trainees: readonly string[];
                        /** @enum {unknown} */
                        readonly verdict: "same" | "different";
                        /**
                         * @description proposed: another agent must confirm.
                         * @enum {unknown}
                         */
                        readonly state: "joined" | "proposed" | "separated";
                        /** @description For Hub-At-Least: one for each trainee. */
                        readonly receipts: readonly {
                            /** @description Opaque, all of one length; ask after the event with GET /v1/receipts/{receipt}. */
                            readonly receipt: string;
                            readonly id: string;
                            readonly source: string;
                            readonly dossier: number | null;
                            /** Format: date-time */
                            readonly acceptedAt: string;
                        }[];
                    };
                };
            };
        };
    };
    readonly getLinkHistory: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path: {
                /** @description Surrogate id */
                readonly trainee: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Oldest first. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /**
                         * Format: uuid
                         * @description Surrogate id
                         */
                        readonly trainee: string;
                        readonly links: readonly {
                            /**
                             * Format: uuid
                             * @description Surrogate id
                             */
                            readonly with: string;
                            /**
                             * @description proposed: one agent said that they are one, another must confirm; review: they were judged to be one, and something speaks against it; joined: answered together; separated: judged different by hand.
                             * @enum {unknown}
                             */
                            readonly state: "proposed" | "review" | "joined" | "separated";
                        }[];
                        readonly verdicts: readonly {
                            readonly trainees: readonly string[];
                            /** @enum {unknown} */
                            readonly verdict: "same" | "different";
                            /** @enum {unknown} */
                            readonly by: "rule" | "manual";
                            readonly agent: string | null;
                            readonly reason: string | null;
                            /**
                             * Format: date-time
                             * @description UTC
                             */
                            readonly recordedAt: string;
                            readonly source: string;
                            readonly eventId: string;
                        }[];
                        readonly corrections: readonly {
                            /** @enum {unknown} */
                            readonly kind: "identifiers-reassigned" | "facts-moved";
                            /**
                             * Format: uuid
                             * @description Surrogate id
                             */
                            readonly toTrainee: string;
                            readonly identifiers: readonly string[];
                            readonly facts: number;
                            /**
                             * Format: date-time
                             * @description UTC
                             */
                            readonly recordedAt: string;
                            readonly source: string;
                            readonly eventId: string;
                        }[];
                    };
                };
            };
        };
    };
    readonly listMovements: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Only what happened on this day or later
                 * @example 2026-04-01
                 */
                readonly from?: string;
                /**
                 * @description Only what happened on this day or before
                 * @example 2026-04-01
                 */
                readonly to?: string;
                /**
                 * @description Only what the hub came to say, or took back, on this day or later
                 * @example 2026-04-01
                 */
                readonly receivedFrom?: string;
                /**
                 * @description Only what the hub came to say, or took back, on this day or before
                 * @example 2026-04-01
                 */
                readonly receivedTo?: string;
                /**
                 * @description One or several with commas between them: `entry`, `interruption`, `resumption`, `exit`, `abandonment`
                 * @example entry,exit
                 */
                readonly kind?: string;
                /** @description Only what the record says, or only what it says no more */
                readonly state?: "told" | "taken-back";
                /** @description Of interruptions, only those that are `long`, or are not */
                readonly long?: "true" | "false";
                /**
                 * @description Only of the dossier with this number, by any number it ever had
                 * @example 100000016
                 */
                readonly dossier?: string;
                /**
                 * @description Only of this training organisation (SIRET): that which facts of the dossier name, else that of its session
                 * @example 99000102600014
                 */
                readonly siret?: string;
                /**
                 * @description Only of this session, by any of its references
                 * @example session:07:114782
                 */
                readonly session?: string;
                /** @description `next` of the answer before */
                readonly cursor?: string;
                /** @description Most items of a page, 1 to 500; default 100 */
                readonly limit?: string;
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description What happened to one’s own trainees, by day */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["MovementPage"];
                };
            };
        };
    };
    readonly correctPerson: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Opaque id of the person who acts; kept in the verdict and in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /**
                 * @description Why; one of those in the convention.
                 * @example data-quality
                 */
                readonly "hub-purpose": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["PersonCorrection"];
            };
        };
        readonly responses: {
            /** @description On the log. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Surrogate id */
                        readonly from: string;
                        /** @description Surrogate id */
                        readonly to: string;
                        readonly identifiersMoved: readonly string[];
                        readonly factsMoved: number;
                        readonly dossiers: readonly {
                            readonly from: number;
                            readonly to: number;
                        }[];
                        /** @description For Hub-At-Least: one for each trainee. */
                        readonly receipts: readonly {
                            /** @description Opaque, all of one length; ask after the event with GET /v1/receipts/{receipt}. */
                            readonly receipt: string;
                            readonly id: string;
                            readonly source: string;
                            readonly dossier: number | null;
                            /** Format: date-time */
                            readonly acceptedAt: string;
                        }[];
                    };
                };
            };
        };
    };
    readonly listPurposes: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The purposes. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Purposes"];
                };
            };
        };
    };
    readonly searchReceipts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description As given with the 202, or in the results of a batch */
                    readonly receipts: readonly string[];
                };
            };
        };
        readonly responses: {
            /** @description One result for each receipt, in their order. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReceiptStates"];
                };
            };
        };
    };
    readonly getReceipt: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description As given with the 202 */
                readonly receipt: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description On the log, visible, or parked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReceiptState"];
                };
            };
        };
    };
    readonly listRectifications: {
        readonly parameters: {
            readonly query?: {
                /** @description Default `asked` */
                readonly role?: "asked" | "to-answer";
                /** @description Only those without an answer, or with one */
                readonly open?: "true" | "false";
                /** @description `next` of the answer before */
                readonly cursor?: string;
                /** @description Most items of a page, 1 to 500; default 100 */
                readonly limit?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Rectifications"];
                };
            };
        };
    };
    readonly answerRectification: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @example 0b0f7a52-4a54-4f0e-9a55-0d9f5f4b7a11 */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["RectificationAnswer"];
            };
        };
        readonly responses: {
            /** @description Answered. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Rectification"];
                };
            };
        };
    };
    readonly listRemunerations: {
        readonly parameters: {
            readonly query?: {
                /** @description `true`: only what something blocks; `false`: only what nothing does */
                readonly blocked?: "true" | "false";
                /** @description Only what this blocks */
                readonly reason?: "not-sent" | "not-registered" | "absent-at-entry" | "entry-missing" | "entry-contested" | "interruption-running" | "attendance-missing";
                /**
                 * @description Only of the dossier with this number, by any number it ever had
                 * @example 100000016
                 */
                readonly dossier?: string;
                /**
                 * @description Only of this training organisation (SIRET): that which facts of the dossier name, else that of its session
                 * @example 99000102600014
                 */
                readonly siret?: string;
                /**
                 * @description Only of this session, by any of its references
                 * @example session:07:114782
                 */
                readonly session?: string;
                /** @description `next` of the answer before */
                readonly cursor?: string;
                /** @description Most items of a page, 1 to 500; default 100 */
                readonly limit?: string;
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Trainees to be paid, and what blocks it */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RemunerationPage"];
                };
            };
        };
    };
    readonly listSessionChanges: {
        readonly parameters: {
            readonly query?: {
                /** @description `cursor` of the answer before. Absent: from the beginning, each dossier or session once */
                readonly cursor?: string;
                /** @description Most items of a page, 1 to 500; default 500 */
                readonly limit?: string;
                /** @description Without a cursor: where to begin. `now` answers nothing and the cursor of what comes; default `beginning` */
                readonly from?: "beginning" | "now";
                /** @description Seconds, 0 to 30, for which the answer is held until there is something; default 0 */
                readonly wait?: string;
                /**
                 * @description Only of this territory
                 * @example bretagne
                 */
                readonly territory?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SessionChanges"];
                };
            };
        };
    };
    readonly getSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
                readonly "if-none-match"?: string;
            };
            readonly path: {
                /**
                 * @description Prefix of a CARIF, `eos` or `ft`
                 * @example 07
                 */
                readonly registry: string;
                /** @example 114782 */
                readonly number: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The session. */
            readonly 200: {
                headers: {
                    /** @description Token of the state shown; usable in `Hub-At-Least`. */
                    readonly "Hub-State"?: string;
                    /** @description Weak; for `If-None-Match`. */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    readonly listStatistics: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description `statistics` */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The figures. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StatisticsCatalogue"];
                };
            };
        };
    };
    readonly readStatistics: {
        readonly parameters: {
            readonly query?: {
                /** @description Default: `month` alone */
                readonly by?: "month" | "territory" | "funding" | "financer" | "territory-funding" | "territory-domain" | "source" | "territory-source";
                /**
                 * @description As told in this week; default: the newest
                 * @example 2026-W14
                 */
                readonly week?: string;
                /**
                 * @description Default: a year before `to`
                 * @example 2026-03
                 */
                readonly from?: string;
                /**
                 * @description Default: this month
                 * @example 2026-03
                 */
                readonly to?: string;
                /** @description Of these rows alone */
                readonly territory?: string;
                /** @description Of these rows alone */
                readonly funding?: string;
                /** @description Of these rows alone */
                readonly financer?: string;
                /** @description Of these rows alone */
                readonly domain?: string;
                /**
                 * @description Of these rows alone
                 * @example eos
                 */
                readonly source?: string;
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description `statistics` */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path: {
                readonly measure: "positionings" | "registrations" | "entries" | "entries-late" | "entries-very-late" | "interruptions" | "exits" | "abandonments" | "insertion-3" | "insertion-6" | "insertion-12";
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The figures, by month. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Figures"];
                    readonly "text/csv": string;
                };
            };
        };
    };
    readonly searchTrainingPath: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The business day to show: facts dated later are left out.
                 * @example 2026-04-01
                 */
                readonly asOf?: string;
                /**
                 * @description Only what the hub had received by then. In a URL the `+` of an offset is written `%2B`.
                 * @example 2026-04-01T07:12:00Z
                 */
                readonly knownAt?: string;
                /** @description Lists every fact and what became of it. */
                readonly facts?: "true" | "false";
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["TrainingPathSearch"];
            };
        };
        readonly responses: {
            /** @description The path. */
            readonly 200: {
                headers: {
                    /** @description Token of the state shown; usable in `Hub-At-Least`. */
                    readonly "Hub-State"?: string;
                    /** @description Weak; for `If-None-Match` of the same path asked for by its surrogate id. */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TrainingPath"];
                };
            };
        };
    };
    readonly getTrainingPath: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description The business day to show: facts dated later are left out.
                 * @example 2026-04-01
                 */
                readonly asOf?: string;
                /**
                 * @description Only what the hub had received by then. In a URL the `+` of an offset is written `%2B`.
                 * @example 2026-04-01T07:12:00Z
                 */
                readonly knownAt?: string;
                /** @description Lists every fact and what became of it. */
                readonly facts?: "true" | "false";
            };
            readonly header: {
                /**
                 * @description Opaque id of the user behind the partner; kept in the access trace.
                 * @example agent-17
                 */
                readonly "hub-agent": string;
                /** @description Why; one of those in the partner’s convention. */
                readonly "hub-purpose": "funding-follow-up" | "training-follow-up" | "open-dossier" | "advice" | "job-seeker-list" | "remuneration" | "control" | "data-quality" | "statistics" | "data-subject-request";
                /** @description Receipts or states, separated by commas: show at least these, or 503. */
                readonly "hub-at-least"?: string;
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly traineeId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The path. */
            readonly 200: {
                headers: {
                    /** @description Token of the state shown; usable in `Hub-At-Least`. */
                    readonly "Hub-State"?: string;
                    /** @description Weak; for `If-None-Match`. */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TrainingPath"];
                };
            };
        };
    };
    readonly listWebhooks: {
        readonly parameters: {
            readonly query?: {
                /** @description `next` of the answer before */
                readonly cursor?: string;
                /** @description At most 500; 100 */
                readonly limit?: string;
                readonly state?: "active" | "held" | "failing" | "paused" | "suspended" | "gone";
            };
            readonly header?: {
                /**
                 * @description Opaque id of the person who acts; kept in the audit.
                 * @example agent-17
                 */
                readonly "hub-agent"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Webhooks. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Webhook"][];
                        readonly next: string | null;
                    };
                };
            };
        };
    };
    readonly addWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Opaque id of the person who acts; kept in the audit.
                 * @example agent-17
                 */
                readonly "hub-agent"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewWebhook"];
            };
        };
        readonly responses: {
            /** @description It is there. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly webhook: components["schemas"]["Webhook"];
                        /**
                         * @description Shown this once
                         * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
                         */
                        readonly secret: string;
                    };
                };
            };
        };
    };
    readonly findWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Opaque id of the person who acts; kept in the audit.
                 * @example agent-17
                 */
                readonly "hub-agent"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The webhook. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    readonly removeWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Opaque id of the person who acts; kept in the audit.
                 * @example agent-17
                 */
                readonly "hub-agent"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The webhook. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    readonly changeWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Opaque id of the person who acts; kept in the audit.
                 * @example agent-17
                 */
                readonly "hub-agent"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["WebhookChange"];
            };
        };
        readonly responses: {
            /** @description The webhook. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    readonly listWebhookDeliveries: {
        readonly parameters: {
            readonly query?: {
                /** @description `next` of the answer before */
                readonly cursor?: string;
                /** @description At most 500; 100 */
                readonly limit?: string;
                /** @description `true`: only those that were not taken */
                readonly failed?: "true" | "false";
            };
            readonly header?: {
                /**
                 * @description Opaque id of the person who acts; kept in the audit.
                 * @example agent-17
                 */
                readonly "hub-agent"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Attempts. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["WebhookDelivery"][];
                        readonly next: string | null;
                    };
                };
            };
        };
    };
    readonly pauseWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Opaque id of the person who acts; kept in the audit.
                 * @example agent-17
                 */
                readonly "hub-agent"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The webhook. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    readonly replayWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Opaque id of the person who acts; kept in the audit.
                 * @example agent-17
                 */
                readonly "hub-agent"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ReplayPeriod"];
            };
        };
        readonly responses: {
            /** @description So many wait to be delivered again. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly messages: number;
                    };
                };
            };
        };
    };
    readonly resumeWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Opaque id of the person who acts; kept in the audit.
                 * @example agent-17
                 */
                readonly "hub-agent"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The webhook. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Webhook"];
                };
            };
        };
    };
    readonly rotateWebhookSecret: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Opaque id of the person who acts; kept in the audit.
                 * @example agent-17
                 */
                readonly "hub-agent"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SecretRotation"];
            };
        };
        readonly responses: {
            /** @description The new secret. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /**
                         * @description Shown this once
                         * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
                         */
                        readonly secret: string;
                        /**
                         * Format: date-time
                         * @description UTC
                         */
                        readonly oldUntil: string;
                    };
                };
            };
        };
    };
    readonly testWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description Opaque id of the person who acts; kept in the audit.
                 * @example agent-17
                 */
                readonly "hub-agent"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description How it went. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["WebhookPing"];
                };
            };
        };
    };
}
