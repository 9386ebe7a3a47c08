// Generated from contracts/openapi.json by "npm run generate".

export interface paths {
    readonly "/.well-known/jwks.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Public keys of the tokens
         * @description By these anyone verifies a token of the hub (JWK Set, RFC 7517). Kept for five minutes at least.
         */
        readonly get: operations["getKeys"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/.well-known/oauth-authorization-server": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Metadata of the issuer (RFC 8414)
         * @description Where tokens are asked for, by which proofs, with which scopes.
         */
        readonly get: operations["getIssuer"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/oauth2/token": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * A token of ten minutes
         * @description Client credentials (RFC 6749 §4.4) by Basic, as `client_id` and `client_secret` in the form, or by `private_key_jwt` (RFC 7523). The body is `application/x-www-form-urlencoded`.
         */
        readonly post: operations["getToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/anomalies": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Anomalies, by dossier
         * @description Of the dossiers that the organisation reads as a whole, everything; of the others in which it has facts of its own, what these facts alone say. A dossier read by states and days alone (`advice`, `job-seeker-list`, `remuneration`) shows no anomalies and nothing expected, here as in a read.
         */
        readonly get: operations["listAnomalies"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/anomalies/counts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Anomalies counted by code
         * @description Of the dossiers that the organisation reads as a whole, everything; of the others in which it has facts of its own, what these facts alone say. A dossier read by states and days alone (`advice`, `job-seeker-list`, `remuneration`) shows no anomalies and nothing expected, here as in a read.
         */
        readonly get: operations["countAnomalies"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/changes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Dossiers that are not as the reader was told
         * @description Each dossier of which the reader sees something and that changed since its cursor, once, however often it changed. An item says that there is something to read, and why; it holds nothing of the dossier. `sight`: what the reader may see of it may be other than before; `out-of-sight`: it sees it no more; `rules`: it is read otherwise, without a new event. Items come in no order but by dossier. Whoever reads from the same cursor again is told the same or newer.
         */
        readonly get: operations["listChanges"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/conformance": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What you have shown to work
         * @description Each step of joining, as the hub saw the client that asks take it: when first and last, and how often. Of what is missing it says what to do and where it is written. What was done elsewhere than in this process is there within five seconds.
         */
        readonly get: operations["getConformance"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/data-sets": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Data sets that were asked for, the newest first
         * @description Those of the asker’s organisation for this purpose.
         */
        readonly get: operations["listDataSets"];
        readonly put?: never;
        /**
         * Ask for the data set of a week
         * @description What the asker’s own organisation sees today of what the hub knew when the week was over, for one purpose: made by a job, and kept for some days. The convention names the data sets, by kind and purpose, that it may be given. A week asked for again is the same but for persons destroyed, restricted, linked otherwise or out of sight.
         */
        readonly post: operations["askDataSet"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/data-sets/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * How far a data set is; once it is made, its manifest
         * @description Of one’s own organisation, under the purpose that it was asked for; another’s is unknown.
         */
        readonly get: operations["getDataSet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/data-sets/{id}/files/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The file of a data set, whole or from where a download broke off
         * @description `Range: bytes=…` gives a part; with `If-Range` the whole again where it is another file.
         */
        readonly get: operations["getDataSetFile"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/data-sets/{id}/manifest": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The signed manifest of a data set
         * @description A JWS of rows, columns, SHA-256, rules, period, and the cursor of the feed to go on from.
         */
        readonly get: operations["getDataSetManifest"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/dictionary": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The events by topic, and the code lists
         * @description The index of the shared data dictionary; each event by `GET /v1/dictionary/{event}/{major}`.
         */
        readonly get: operations["getDictionary"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/dictionary/rules": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Every rule code that a problem or an anomaly can name, with its sentence and remedy
         * @description Sentences and remedies are in French: their reader is a person of the field.
         */
        readonly get: operations["getDictionaryRules"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/dictionary/{event}/{major}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One version of one event: schema, labels, codes, examples
         * @description JSON Schema 2020-12 with French titles and descriptions; HTML for who asks for it.
         */
        readonly get: operations["getDictionaryEvent"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/dossiers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One’s own dossiers
         * @description Each dossier of which the organisation has a sight for this purpose, once, as a read of that day shows it: of what is described from its own facts, what these say; of what is described by states, states and days. Every filter looks at what is shown. Nothing says who the person is.
         */
        readonly get: operations["listDossiers"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/dossiers/{number}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One dossier, by its number
         * @description By any number ever given to it. Unknown and not for this reader look the same: 404.
         */
        readonly get: operations["getDossier"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/dossiers/{number}/rectifications": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Report an error about a fact to its source
         * @description Of a fact that the reader is shown. The source is told by `GET /v1/event-changes` (`contested`) or its webhook, and by its list; whoever asked is told the answer the same way. Codes alone: what is wrong about it is between the two organisations. `forPerson`: the person asked for it (R6323-38).
         */
        readonly post: operations["askRectification"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/employment/question": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Whether a person worked in a period
         * @description By the DSN, for who may see the employment of the person. `unknown-yet`: the DSN has not told all of these days. Of days that begin more than 24 months after the last training nobody may ask: 422, rule `employment-not-used`. Unknown and not for this reader look the same: 404.
         */
        readonly post: operations["askEmployment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/event-changes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What became of one’s own events, and of rectifications
         * @description Each event of the client’s own sources that was acknowledged and then parked, settled, or counted after all, since the cursor, once: whatever is not told here is in the records. And each rectification that is asked of these sources, or that the client’s organisation asked for, as it stands (`GET /v1/rectifications`).
         */
        readonly get: operations["listEventChanges"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Report events: one, a batch, or one in binary mode
         * @description CloudEvents 1.0. gzip is accepted. A batch has at most 1,000 events and 5 MiB, an event at most 64 KiB; a bad event does not sink the others. Sending the same event again is always safe.
         */
        readonly post: operations["reportEvents"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/expectations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What is expected, by dossier
         * @description Of the dossiers that the organisation reads as a whole, everything; of the others in which it has facts of its own, what these facts alone say. A dossier read by states and days alone (`advice`, `job-seeker-list`, `remuneration`) shows no anomalies and nothing expected, here as in a read.
         */
        readonly get: operations["listExpectations"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/expectations/counts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What is expected, counted
         * @description Of the dossiers that the organisation reads as a whole, everything; of the others in which it has facts of its own, what these facts alone say. A dossier read by states and days alone (`advice`, `job-seeker-list`, `remuneration`) shows no anomalies and nothing expected, here as in a read.
         */
        readonly get: operations["countExpectations"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/links": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Pairs of trainees that are, were or may be taken for one person
         * @description For the operators of the hub, with the reasons and without the identity of anybody.
         */
        readonly get: operations["listLinks"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/links/may-be-several": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Trainees whose identifiers may be shared by several persons
         * @description For the operators of the hub. A number that a partner gives to many, or that stands for none, joins strangers: of these trainees many different birth dates were told. A correction parts them. Birth dates are counted and never shown.
         */
        readonly get: operations["listMayBeSeveral"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/links/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Pairs of sessions of two registries that may be one
         * @description For the operators of the hub. Organisation, place and days are the same, and no certification that both have differs; nobody has judged the pair, and neither has a number in the registry of the other. An operator judges it by `session-identified`.
         */
        readonly get: operations["listSessionLinks"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/links/sessions/unlinked": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Sessions that a Région finances and that are known by the number of one registry only
         * @description For the operators of the hub: financer 2 of LHEO, published, and judged to be the same as no session of another registry. Positionings under one number and entries under the other do not meet there.
         */
        readonly get: operations["listUnlinkedSessions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/links/sessions/verdicts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Judge by hand that two sessions are one, or are not
         * @description It holds at once, before what any system says of the two, until the next. Nothing personal; a row of the audit.
         */
        readonly post: operations["judgeSessions"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/links/verdicts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Judge by hand that two trainees are one person, or are not
         * @description A separation holds at once. A link waits until a second agent (Hub-Agent) says the same: until then the state is proposed. The last verdict by hand wins over any rule.
         */
        readonly post: operations["judgeTrainees"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/links/{trainee}/history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Every verdict ever given about a trainee, and what was corrected
         * @description The newest first, with who gave it by which evidence; never a value of an identity.
         */
        readonly get: operations["getLinkHistory"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/movements": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What happened to one’s own trainees, by day
         * @description What happened on which day to the trainees of whose dossiers the organisation has a sight for this purpose: one item for each entry, interruption, resumption, exit and abandonment that the record says, and for each that it said and says no more. `told`: to apply; `taken-back`: to undo. What is corrected to another day, or an interruption whose end becomes known, is one taken back and one told. By `from` and `to`, of the day on which it happened; by `receivedFrom` and `receivedTo`, of the day (Europe/Paris) on which the hub came to say it or took it back. Nothing says who the person is.
         */
        readonly get: operations["listMovements"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/persons/corrections": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Give identifiers and facts that were reported of the wrong person to the right one
         * @description Identifiers in the body and never in a URL. Facts are published again under the right person, same source and id, then taken from the wrong one; the two are judged different. Sending the same again is safe.
         */
        readonly post: operations["correctPerson"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/receipts/search": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Where the events of up to 1,000 receipts are
         * @description Of each receipt what `GET /v1/receipts/{receipt}` says of one, under its place in the request: its state, or the problem with which that answers. A receipt of another partner looks like one that never was.
         */
        readonly post: operations["searchReceipts"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/receipts/{receipt}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Where an event is
         * @description For the partner that reported the event; for everybody else there is no such receipt.
         */
        readonly get: operations["getReceipt"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/rectifications": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Rectifications that one’s organisation asked, or that are asked of one’s sources
         * @description The oldest first; a request of the person stays open until it is answered.
         */
        readonly get: operations["listRectifications"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/rectifications/{id}/answer": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Answer a rectification
         * @description By a client that writes for the source: `corrected` once it reported the correction, or `declined` with a reason. By the organisation that asked: `withdrawn`. The same answer again changes nothing; another one is refused (404).
         */
        readonly post: operations["answerRectification"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/remunerations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Trainees to be paid, and what blocks it
         * @description Each dossier whose remuneration is sent to the organisation, as others reported it: the stays, attendance and absences of the days that it pays, and what keeps them from being paid. Whoever is shown the remuneration by another right (who finances the training, the authority) is shown the same of each dossier that has one. Where a dossier is described from its reader’s own facts alone, nobody can say what blocks it.
         */
        readonly get: operations["listRemunerations"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/session-changes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Sessions that are not as they were told
         * @description Each session that was published, withdrawn, interrupted, or whose recruitment (meetings, appointments, candidatures) was opened or deleted since the cursor, once. Read it by `GET /v1/sessions/{registry}/{number}`.
         */
        readonly get: operations["listSessionChanges"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sessions/{registry}/{number}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A session as reported
         * @description As its registry and others published it, those judged to be one with it together; nothing personal.
         */
        readonly get: operations["getSession"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/statistics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Which steering figures there are, by what, of which weeks
         * @description Weeks, crossings and measures, each with its French label and what it counts: dossiers or stays.
         */
        readonly get: operations["listStatistics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/statistics/{measure}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One steering figure by month, and by one of the crossings
         * @description Figures are made once a week, each month once: a month that was told is told alike for ever, under its week; where a fault of the hub was mended it may be told anew in a later week (`anew`), without what moved by fewer than 20. Fewer than 20 are not told, nor what would give them away by adding and subtracting; those that the reader alone reported do not count for it. With `Accept: text/csv` a table, its cells parted by `;`.
         */
        readonly get: operations["readStatistics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/training-paths/search": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * A training path, by NIR, NIA, France Travail number or a partner's own number
         * @description In the body and never in a URL. Unknown and not for this reader look the same: 404.
         */
        readonly post: operations["searchTrainingPath"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/training-paths/{traineeId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A training path, by surrogate id
         * @description By any of the ids that a path names. Unknown and not for this reader look the same: 404.
         */
        readonly get: operations["getTrainingPath"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhooks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Webhooks
         * @description Of one’s own organisation alone.
         */
        readonly get: operations["listWebhooks"];
        readonly put?: never;
        /**
         * Subscribe: what changed is posted to an address
         * @description What `GET /v1/changes`, `/v1/session-changes` or `/v1/event-changes` would tell this client is posted to the address, signed by Standard Webhooks, one message after the other, each until it is taken: at least once, and in order for each dossier. Without a cursor it begins where a new reader does: each dossier once; with that of `GET /v1/changes?from=now`, with what comes. A receiver verifies a message by a library of Standard Webhooks, answers 2xx within ten seconds once it is kept, and does the work afterwards; 410 ends the webhook. The address is https, of the public internet; redirects are not followed.
         */
        readonly post: operations["addWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhooks/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One webhook
         * @description Of one’s own organisation alone.
         */
        readonly get: operations["findWebhook"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Remove it, with its log
         * @description Of one’s own organisation alone.
         */
        readonly delete: operations["removeWebhook"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change where it leads, and to what
         * @description Of one’s own organisation alone.
         */
        readonly patch: operations["changeWebhook"];
        readonly trace?: never;
    };
    readonly "/v1/webhooks/{id}/deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Its attempts of the last thirty days, the newest first
         * @description Of one’s own organisation alone.
         */
        readonly get: operations["listWebhookDeliveries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhooks/{id}/pause": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send nothing more for now; nothing is lost
         * @description Of one’s own organisation alone.
         */
        readonly post: operations["pauseWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhooks/{id}/replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Deliver again what was delivered of a period
         * @description Under new ids, with `replayOf`, behind what waits already. Messages are kept for thirty days.
         */
        readonly post: operations["replayWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhooks/{id}/resume": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Go on where it was, at once
         * @description Of one’s own organisation alone.
         */
        readonly post: operations["resumeWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhooks/{id}/rotate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Another secret, beside which the one of now signs for a while
         * @description Of one’s own organisation alone.
         */
        readonly post: operations["rotateWebhookSecret"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/webhooks/{id}/test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Send a ping now, once
         * @description Of one’s own organisation alone.
         */
        readonly post: operations["testWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
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
        /** Change */
        readonly Change: {
            readonly dossier: number;
            /**
             * @description Events of the dictionary; beside them `sight`, `rules`, `out-of-sight`
             * @example [
             *       "entry-attested"
             *     ]
             */
            readonly causes: readonly string[];
            readonly sightUntil: string | null;
        };
        /** Changes */
        readonly Changes: {
            readonly items: readonly components["schemas"]["Change"][];
            /** @description The cursor to go on from. Keep it once the items are dealt with: it never expires */
            readonly next: string;
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
            readonly name: "month" | "territory" | "funding" | "financer" | "territory-funding" | "territory-domain";
            readonly label: string;
            readonly keys: readonly ("territory" | "funding" | "financer" | "domain")[];
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
            readonly next: string;
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
            readonly by: "month" | "territory" | "funding" | "financer" | "territory-funding" | "territory-domain";
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
            /** @description Systems that have to report it; empty where none has the authority */
            readonly tellers: readonly string[];
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
             * @description Only items with one of these causes, or fates of `event-changes`; null: all
             * @example [
             *       "entry-attested",
             *       "out-of-sight"
             *     ]
             */
            readonly causes?: readonly ("abandonment-declared" | "absence-declared" | "absent-at-entry" | "adviser-notified" | "alias-reassigned" | "appointment-cancelled" | "appointment-transferred" | "assessment-recorded" | "attendance-reported" | "attendance-sheet-signed" | "candidate-contacted" | "candidate-positioned" | "cep-period-closed" | "cep-period-opened" | "certification-obtained" | "dossier-attributed" | "dossier-withdrawn" | "dossiers-judged" | "employment-reported" | "enrolment-certificate-issued" | "enrolment-decided" | "entry-attested" | "exit-declared" | "fact-retracted" | "facts-moved" | "financing-engaged" | "financing-realised" | "firm-place-granted" | "host-company-declared" | "hours-realised" | "interruption-observed" | "interruption-planned" | "invoice-prepared" | "invoice-sent" | "job-seeker-period-closed" | "job-seeker-period-opened" | "path-extended" | "path-planned" | "path-suspended" | "positioning-withdrawn" | "presence-recorded" | "processing-restricted" | "processing-restriction-lifted" | "quote-decided" | "recruitment-opened" | "registration-certificate-issued" | "remuneration-set" | "resumption-attested" | "selection-decided" | "service-done" | "session-identified" | "session-interruption-planned" | "session-published" | "session-withdrawn" | "situation-declared" | "skills-profile-completed" | "slot-deleted" | "trainee-data-destroyed" | "trainee-deceased" | "trainee-described" | "trainee-known" | "trainees-judged" | "training-cost-declared" | "training-plan-validated" | "validation-requested" | "sight" | "rules" | "out-of-sight" | "parked" | "settled" | "counted" | "contested" | "overdue" | "corrected" | "declined" | "withdrawn")[] | null;
            /** @description Only sessions of it; null: all */
            readonly territory?: string | null;
            /** @description `next` of the same feed, where it goes on */
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
            /** @example open */
            readonly state: string;
            /** @description Events of the dictionary, and `rules` */
            readonly causes: readonly string[];
        };
        /** SessionChanges */
        readonly SessionChanges: {
            readonly items: readonly components["schemas"]["SessionChange"][];
            /** @description The cursor to go on from. Keep it once the items are dealt with: it never expires */
            readonly next: string;
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
             * @description Only items with one of these causes, or fates of `event-changes`; null: all
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
             * @description Only items with one of these causes, or fates of `event-changes`; null: all
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
                    /**
                     * @example [
                     *       "entry-attested"
                     *     ]
                     */
                    readonly causes?: readonly string[];
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
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "EC",
                     *           "crv": "P-256",
                     *           "x": "H6URPXxv7UFkI_nkEuTf0EybHNJHp_F3xIx58l7ZBy4",
                     *           "y": "QcLw6ijkRex-sLtF2wHEnNUj71UF9BJir9Y4m8LxivY",
                     *           "kid": "173be6d5-9a8e-49a8-bde4-c89c52adb803",
                     *           "alg": "ES256",
                     *           "use": "sig"
                     *         }
                     *       ]
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "issuer": "urn:hub:issuer",
                     *       "token_endpoint": "https://hub.example.org/oauth2/token",
                     *       "jwks_uri": "https://hub.example.org/.well-known/jwks.json",
                     *       "grant_types_supported": [
                     *         "client_credentials"
                     *       ],
                     *       "response_types_supported": [],
                     *       "token_endpoint_auth_methods_supported": [
                     *         "client_secret_basic",
                     *         "client_secret_post"
                     *       ],
                     *       "token_endpoint_auth_signing_alg_values_supported": [
                     *         "ES256",
                     *         "ES384"
                     *       ],
                     *       "scopes_supported": [
                     *         "write",
                     *         "read"
                     *       ]
                     *     }
                     */
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
                /**
                 * @example {
                 *       "grant_type": "client_credentials",
                 *       "client_id": "eos",
                 *       "client_secret": "shown-once"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "access_token": "shown-once",
                     *       "token_type": "Bearer",
                     *       "expires_in": 600,
                     *       "scope": "write read"
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "code": "recruitment-without-way-in",
                     *           "severity": "warning",
                     *           "found": "assessed",
                     *           "since": "2026-11-26",
                     *           "dossier": 105681554,
                     *           "alsoKnownAs": [],
                     *           "facts": [
                     *             {
                     *               "source": "eos",
                     *               "eventId": "session-76009-published-2"
                     *             }
                     *           ],
                     *           "about": {},
                     *           "sentence": "La session recrute, mais aucune modalité de recrutement n'est ouverte : personne ne peut être positionné.",
                     *           "remedy": "Ouvrir une information collective, un rendez-vous ou une inscription sur candidature (recruitment-opened), ou fermer la session."
                     *         },
                     *         {
                     *           "code": "recruitment-without-way-in",
                     *           "severity": "warning",
                     *           "found": "assessed",
                     *           "since": "2026-11-26",
                     *           "dossier": 168605164,
                     *           "alsoKnownAs": [],
                     *           "facts": [
                     *             {
                     *               "source": "eos",
                     *               "eventId": "session-76008-published-1"
                     *             }
                     *           ],
                     *           "about": {},
                     *           "sentence": "La session recrute, mais aucune modalité de recrutement n'est ouverte : personne ne peut être positionné.",
                     *           "remedy": "Ouvrir une information collective, un rendez-vous ou une inscription sur candidature (recruitment-opened), ou fermer la session."
                     *         }
                     *       ],
                     *       "next": null,
                     *       "freshness": {
                     *         "projectionVersion": "efadace16f298be1.1",
                     *         "rulesVersion": "LIowAsF1NOkyBytnt-QU64semqBCbRJD6IWd3jvvB1I",
                     *         "today": "2026-11-26",
                     *         "asOf": null,
                     *         "knownAt": null
                     *       }
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "counts": [
                     *         {
                     *           "code": "late-declaration",
                     *           "severity": "warning",
                     *           "count": 1,
                     *           "sentence": "L'événement a été enregistré plus de trois jours après le jour où il a eu lieu."
                     *         },
                     *         {
                     *           "code": "overdue",
                     *           "severity": "warning",
                     *           "count": 9,
                     *           "sentence": "Une information attendue n'est pas arrivée à son échéance."
                     *         }
                     *       ],
                     *       "dossiers": 15,
                     *       "next": null,
                     *       "freshness": {
                     *         "projectionVersion": "efadace16f298be1.1",
                     *         "rulesVersion": "LIowAsF1NOkyBytnt-QU64semqBCbRJD6IWd3jvvB1I",
                     *         "today": "2026-11-26",
                     *         "asOf": null,
                     *         "knownAt": null
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["AnomalyCounts"];
                };
            };
        };
    };
    readonly listChanges: {
        readonly parameters: {
            readonly query?: {
                /** @description `next` of the answer before. Absent: from the beginning, each dossier or session once */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "dossier": 105681554,
                     *           "causes": [
                     *             "candidate-positioned",
                     *             "dossier-attributed"
                     *           ],
                     *           "sightUntil": "2028-11-06"
                     *         },
                     *         {
                     *           "dossier": 121860335,
                     *           "causes": [
                     *             "candidate-contacted",
                     *             "candidate-positioned"
                     *           ],
                     *           "sightUntil": "2028-11-23"
                     *         }
                     *       ],
                     *       "next": "zVy4TZ6JBAmhRv9lXifGzXgQwzRA1O4pvehadMlj8OmhsknU4z0TY8Psb1qlix3dutLJu0tazeR1olryR2F0GVDMfuks4jneVzPhiAO9BxgNjmG4SJUwVsCMZ709mX2sTt18kfPA-CBwHK_4dzjP4c2BV5i5yMxTDLGw3cVcnQNwwXIwOl_Th2-0rPZdHL9bdCW6A6z4FzQvf3Unw42vOkeDmNS_PHHGhxa6-kfmuMY5HpAK0xTfdxFu86pBESkN4EbvKRPsq3rArYcfagkBA0u9x6ZRbP0GeRauG_kkfXHzwlUL7StDeneZLGtJY0BQduIRjB64UpvFInywziY9vcJsVJHZhM682UMx23vk4A1Ox4Bpm96-RW7JquRh7HNx7xhXe8UTHAB2hWgoSRyqdULgpSxgv_fyOfaqlO2djSR3MFBeiWSOPk2sV3F7cmdqTDZ6GcgnxQpHYw0hZOo4mb6vVMA4o97HTNdJIyi__WF01GORAogZYNTaVW-EZ0RBx5BaOOSHjlYiYwOT-rKaQ54DwW1gQBqiJS94HdteB8bN3CF-dRkJ-IsgthGyKpCL0y_W1leqfKaog0qrMJr0QdjzYwpjphF-URzvT3YVJcu1TrhXLrAR1CfrdkoUbR5y",
                     *       "more": true
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "ed4e999f-b2e7-4f15-b8ba-bdbd1213fa8e",
                     *           "kind": "outcomes",
                     *           "purpose": "funding-follow-up",
                     *           "week": "2026-W46",
                     *           "format": "csv",
                     *           "bom": false,
                     *           "state": "waiting",
                     *           "askedAt": "2026-11-26T19:41:45.262408+00:00",
                     *           "madeAt": null,
                     *           "progress": null,
                     *           "fault": null,
                     *           "manifest": null,
                     *           "signature": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
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
                /**
                 * @example {
                 *       "kind": "outcomes",
                 *       "week": "2026-W46"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "id": "ed4e999f-b2e7-4f15-b8ba-bdbd1213fa8e",
                     *       "kind": "outcomes",
                     *       "purpose": "funding-follow-up",
                     *       "week": "2026-W46",
                     *       "format": "csv",
                     *       "bom": false,
                     *       "state": "waiting",
                     *       "askedAt": "2026-11-26T19:41:45.262408+00:00",
                     *       "madeAt": null,
                     *       "progress": null,
                     *       "fault": null,
                     *       "manifest": null,
                     *       "signature": null
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "id": "ed4e999f-b2e7-4f15-b8ba-bdbd1213fa8e",
                     *       "kind": "outcomes",
                     *       "purpose": "funding-follow-up",
                     *       "week": "2026-W46",
                     *       "format": "csv",
                     *       "bom": false,
                     *       "state": "ready",
                     *       "askedAt": "2026-11-26T19:41:45.262408+00:00",
                     *       "madeAt": "2026-11-26T19:41:45.648142+00:00",
                     *       "progress": null,
                     *       "fault": null,
                     *       "manifest": {
                     *         "bytes": 729,
                     *         "columns": [
                     *           {
                     *             "from": null,
                     *             "label": "Numéro de dossier",
                     *             "name": "dossier",
                     *             "type": "integer"
                     *           },
                     *           {
                     *             "from": null,
                     *             "label": "Identifiant technique du stagiaire",
                     *             "name": "trainee",
                     *             "type": "text"
                     *           }
                     *         ],
                     *         "cursor": "DbQqQehWc98zJRgk4Bo_0l06n2cAQHrQFdqxGFKRaHvIzIKqyItahpdDnhnWbuOxE77RXq6Itx-5JujJQCJyPnqQo-vQrqUSqgMKont_9iLdfvDSn9Ius9pkrSDiWkF-l73Fyuo6l0HHY9AZnXPFfoeFO6Lts-4aXyNdEBSUag2f4V-njctRJevxDJDE_mk4eYQ_0v8tg3KOyiiLcwB2Zu_Vf_ZdJwE2OM4l0LN9Ny5IhM1tH-DuYFY3GUtfSZWGo1_gdZzFC77YoRd-9EU2i5BXHLO-gBKMhZqPa7Xjy7aSWh4IJVArCZ-T1jkKRaH5__N1lmxOznxi7vgm-IAeG5pYbvUEwfAaFUJCy7gQYU1h0JCCJSauNKKtgSM1m2tdcnseviyq1hvf90LiA4fQdr9COa4GBDZB0G_d-94i2EI4GEHf88xlzVcCNwXCiAUwLaOmr-iw0pwH5yt8JYAWUKshjC-qr9UEskNU1NfDFFnp1h8rmo7u_JwmFxS6OsSJnv74xixnSZXdWVVb67PPTwWPU1R90nGvPf7mlZrGv-Lq-2_PJhVpUdDGHxq1hTXEAySiTvuguA1-knH108YOhIOx4CZh9Eb1X7yeNgPf3XhLt-4-Pacbush0pgL3kWGC",
                     *         "file": "outcomes-2026-W46.csv",
                     *         "format": "csv",
                     *         "from": "2026-11-09",
                     *         "id": "ed4e999f-b2e7-4f15-b8ba-bdbd1213fa8e",
                     *         "kind": "outcomes",
                     *         "knownAt": "2026-11-15T23:00:00.000Z",
                     *         "madeAt": "2026-11-26T19:41:45.646Z",
                     *         "organisation": "99000106700018",
                     *         "projectionVersion": "efadace16f298be1.1",
                     *         "purpose": "funding-follow-up",
                     *         "rows": 0,
                     *         "rulesVersion": "LIowAsF1NOkyBytnt-QU64semqBCbRJD6IWd3jvvB1I",
                     *         "sha256": "986d7f6e56b77b4fac40d996f943871392a53023a963e14d2157fce56c67b8a8",
                     *         "title": "Devenir des stagiaires entrés en formation : une ligne par dossier",
                     *         "to": "2026-11-15",
                     *         "week": "2026-W46"
                     *       },
                     *       "signature": "eyJhbGciOiJFUzI1NiIsInR5cCI6Imh1Yi1kYXRhLXNldCtqd3MiLCJraWQiOiIxNzNiZTZkNS05YThlLTQ5YTgtYmRlNC1jODljNTJhZGI4MDMifQ.eyJieXRlcyI6NzI5LCJjb2x1bW5zIjpbeyJmcm9tIjpudWxsLCJsYWJlbCI6Ik51bcOpcm8gZGUgZG9zc2llciIsIm5hbWUiOiJkb3NzaWVyIiwidHlwZSI6ImludGVnZXIifSx7ImZyb20iOm51bGwsImxhYmVsIjoiSWRlbnRpZmlhbnQgdGVjaG5pcXVlIGR1IHN0YWdpYWlyZSIsIm5hbWUiOiJ0cmFpbmVlIiwidHlwZSI6InRleHQifSx7ImZyb20iOiJzdGF0ZXMiLCJsYWJlbCI6IlLDqWbDqXJlbmNlcyBkZSBsYSBzZXNzaW9uIiwibmFtZSI6InNlc3Npb24iLCJ0eXBlIjoidGV4dCJ9LHsiZnJvbSI6InN0YXRlcyIsImxhYmVsIjoiU0lSRVQgZGVzIG9yZ2FuaXNtZXMgZGUgZm9ybWF0aW9uIiwibmFtZSI6Im9yZ2FuaXNhdGlvbiIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoic3RhdGVzIiwibGFiZWwiOiJEYXRlIGQnZW50csOpZSIsIm5hbWUiOiJlbnRyeSIsInR5cGUiOiJkYXRlIn0seyJmcm9tIjoic3RhdGVzIiwibGFiZWwiOiJEYXRlIGRlIHNvcnRpZSIsIm5hbWUiOiJleGl0IiwidHlwZSI6ImRhdGUifSx7ImZyb20iOiJzdGF0ZXMiLCJsYWJlbCI6Ik5hdHVyZSBkZSBsYSBzb3J0aWUiLCJuYW1lIjoiZXhpdF9raW5kIiwidHlwZSI6InRleHQifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsYSB2YWxpZGF0aW9uIDogZGF0ZSIsIm5hbWUiOiJ2YWxpZGF0aW9uX2RhdGUiLCJ0eXBlIjoiZGF0ZSJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IsOAIGxhIHZhbGlkYXRpb24gOiBtZWlsbGV1ciBlbXBsb2kgKGNkaSwgY2RkLCBpbnRlcmltKSIsIm5hbWUiOiJ2YWxpZGF0aW9uX2NvbnRyYWN0IiwidHlwZSI6InRleHQifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsYSB2YWxpZGF0aW9uIDogbmF0dXJlIGR1IGNvbnRyYXQgKGNvZGUgRFNOKSIsIm5hbWUiOiJ2YWxpZGF0aW9uX25hdHVyZSIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgdmFsaWRhdGlvbiA6IGhldXJlcyBtZW5zdWVsbGVzIiwibmFtZSI6InZhbGlkYXRpb25faG91cnMiLCJ0eXBlIjoiZGVjaW1hbCJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IsOAIGxhIHZhbGlkYXRpb24gOiBkw6lidXQgZHUgY29udHJhdCIsIm5hbWUiOiJ2YWxpZGF0aW9uX3N0YXJ0IiwidHlwZSI6ImRhdGUifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsYSB2YWxpZGF0aW9uIDogc2VjdGV1ciBkJ2FjdGl2aXTDqSAoTkFGKSIsIm5hbWUiOiJ2YWxpZGF0aW9uX25hZiIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgdmFsaWRhdGlvbiA6IHBsdXNpZXVycyBlbXBsb2lzIiwibmFtZSI6InZhbGlkYXRpb25fc2V2ZXJhbCIsInR5cGUiOiJib29sZWFuIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgdmFsaWRhdGlvbiA6IERTTiBlbmNvcmUgYXR0ZW5kdWUiLCJuYW1lIjoidmFsaWRhdGlvbl9hd2FpdGVkIiwidHlwZSI6ImJvb2xlYW4ifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsJ2VudHLDqWUgOiBkYXRlIiwibmFtZSI6ImVudHJ5X2RhdGUiLCJ0eXBlIjoiZGF0ZSJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IsOAIGwnZW50csOpZSA6IG1laWxsZXVyIGVtcGxvaSAoY2RpLCBjZGQsIGludGVyaW0pIiwibmFtZSI6ImVudHJ5X2NvbnRyYWN0IiwidHlwZSI6InRleHQifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsJ2VudHLDqWUgOiBuYXR1cmUgZHUgY29udHJhdCAoY29kZSBEU04pIiwibmFtZSI6ImVudHJ5X25hdHVyZSIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbCdlbnRyw6llIDogaGV1cmVzIG1lbnN1ZWxsZXMiLCJuYW1lIjoiZW50cnlfaG91cnMiLCJ0eXBlIjoiZGVjaW1hbCJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IsOAIGwnZW50csOpZSA6IGTDqWJ1dCBkdSBjb250cmF0IiwibmFtZSI6ImVudHJ5X3N0YXJ0IiwidHlwZSI6ImRhdGUifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsJ2VudHLDqWUgOiBzZWN0ZXVyIGQnYWN0aXZpdMOpIChOQUYpIiwibmFtZSI6ImVudHJ5X25hZiIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbCdlbnRyw6llIDogcGx1c2lldXJzIGVtcGxvaXMiLCJuYW1lIjoiZW50cnlfc2V2ZXJhbCIsInR5cGUiOiJib29sZWFuIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbCdlbnRyw6llIDogRFNOIGVuY29yZSBhdHRlbmR1ZSIsIm5hbWUiOiJlbnRyeV9hd2FpdGVkIiwidHlwZSI6ImJvb2xlYW4ifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsYSBzb3J0aWUgOiBkYXRlIiwibmFtZSI6ImV4aXRfZGF0ZSIsInR5cGUiOiJkYXRlIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgc29ydGllIDogbWVpbGxldXIgZW1wbG9pIChjZGksIGNkZCwgaW50ZXJpbSkiLCJuYW1lIjoiZXhpdF9jb250cmFjdCIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgc29ydGllIDogbmF0dXJlIGR1IGNvbnRyYXQgKGNvZGUgRFNOKSIsIm5hbWUiOiJleGl0X25hdHVyZSIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgc29ydGllIDogaGV1cmVzIG1lbnN1ZWxsZXMiLCJuYW1lIjoiZXhpdF9ob3VycyIsInR5cGUiOiJkZWNpbWFsIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgc29ydGllIDogZMOpYnV0IGR1IGNvbnRyYXQiLCJuYW1lIjoiZXhpdF9zdGFydCIsInR5cGUiOiJkYXRlIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgc29ydGllIDogc2VjdGV1ciBkJ2FjdGl2aXTDqSAoTkFGKSIsIm5hbWUiOiJleGl0X25hZiIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgc29ydGllIDogcGx1c2lldXJzIGVtcGxvaXMiLCJuYW1lIjoiZXhpdF9zZXZlcmFsIiwidHlwZSI6ImJvb2xlYW4ifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsYSBzb3J0aWUgOiBEU04gZW5jb3JlIGF0dGVuZHVlIiwibmFtZSI6ImV4aXRfYXdhaXRlZCIsInR5cGUiOiJib29sZWFuIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiU29ydGllICsgMyBtb2lzIDogZGF0ZSIsIm5hbWUiOiJleGl0XzNfZGF0ZSIsInR5cGUiOiJkYXRlIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiU29ydGllICsgMyBtb2lzIDogbWVpbGxldXIgZW1wbG9pIChjZGksIGNkZCwgaW50ZXJpbSkiLCJuYW1lIjoiZXhpdF8zX2NvbnRyYWN0IiwidHlwZSI6InRleHQifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyAzIG1vaXMgOiBuYXR1cmUgZHUgY29udHJhdCAoY29kZSBEU04pIiwibmFtZSI6ImV4aXRfM19uYXR1cmUiLCJ0eXBlIjoidGV4dCJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDMgbW9pcyA6IGhldXJlcyBtZW5zdWVsbGVzIiwibmFtZSI6ImV4aXRfM19ob3VycyIsInR5cGUiOiJkZWNpbWFsIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiU29ydGllICsgMyBtb2lzIDogZMOpYnV0IGR1IGNvbnRyYXQiLCJuYW1lIjoiZXhpdF8zX3N0YXJ0IiwidHlwZSI6ImRhdGUifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyAzIG1vaXMgOiBzZWN0ZXVyIGQnYWN0aXZpdMOpIChOQUYpIiwibmFtZSI6ImV4aXRfM19uYWYiLCJ0eXBlIjoidGV4dCJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDMgbW9pcyA6IHBsdXNpZXVycyBlbXBsb2lzIiwibmFtZSI6ImV4aXRfM19zZXZlcmFsIiwidHlwZSI6ImJvb2xlYW4ifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyAzIG1vaXMgOiBEU04gZW5jb3JlIGF0dGVuZHVlIiwibmFtZSI6ImV4aXRfM19hd2FpdGVkIiwidHlwZSI6ImJvb2xlYW4ifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyA2IG1vaXMgOiBkYXRlIiwibmFtZSI6ImV4aXRfNl9kYXRlIiwidHlwZSI6ImRhdGUifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyA2IG1vaXMgOiBtZWlsbGV1ciBlbXBsb2kgKGNkaSwgY2RkLCBpbnRlcmltKSIsIm5hbWUiOiJleGl0XzZfY29udHJhY3QiLCJ0eXBlIjoidGV4dCJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDYgbW9pcyA6IG5hdHVyZSBkdSBjb250cmF0IChjb2RlIERTTikiLCJuYW1lIjoiZXhpdF82X25hdHVyZSIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiU29ydGllICsgNiBtb2lzIDogaGV1cmVzIG1lbnN1ZWxsZXMiLCJuYW1lIjoiZXhpdF82X2hvdXJzIiwidHlwZSI6ImRlY2ltYWwifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyA2IG1vaXMgOiBkw6lidXQgZHUgY29udHJhdCIsIm5hbWUiOiJleGl0XzZfc3RhcnQiLCJ0eXBlIjoiZGF0ZSJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDYgbW9pcyA6IHNlY3RldXIgZCdhY3Rpdml0w6kgKE5BRikiLCJuYW1lIjoiZXhpdF82X25hZiIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiU29ydGllICsgNiBtb2lzIDogcGx1c2lldXJzIGVtcGxvaXMiLCJuYW1lIjoiZXhpdF82X3NldmVyYWwiLCJ0eXBlIjoiYm9vbGVhbiJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDYgbW9pcyA6IERTTiBlbmNvcmUgYXR0ZW5kdWUiLCJuYW1lIjoiZXhpdF82X2F3YWl0ZWQiLCJ0eXBlIjoiYm9vbGVhbiJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDEyIG1vaXMgOiBkYXRlIiwibmFtZSI6ImV4aXRfMTJfZGF0ZSIsInR5cGUiOiJkYXRlIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiU29ydGllICsgMTIgbW9pcyA6IG1laWxsZXVyIGVtcGxvaSAoY2RpLCBjZGQsIGludGVyaW0pIiwibmFtZSI6ImV4aXRfMTJfY29udHJhY3QiLCJ0eXBlIjoidGV4dCJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDEyIG1vaXMgOiBuYXR1cmUgZHUgY29udHJhdCAoY29kZSBEU04pIiwibmFtZSI6ImV4aXRfMTJfbmF0dXJlIiwidHlwZSI6InRleHQifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyAxMiBtb2lzIDogaGV1cmVzIG1lbnN1ZWxsZXMiLCJuYW1lIjoiZXhpdF8xMl9ob3VycyIsInR5cGUiOiJkZWNpbWFsIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiU29ydGllICsgMTIgbW9pcyA6IGTDqWJ1dCBkdSBjb250cmF0IiwibmFtZSI6ImV4aXRfMTJfc3RhcnQiLCJ0eXBlIjoiZGF0ZSJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDEyIG1vaXMgOiBzZWN0ZXVyIGQnYWN0aXZpdMOpIChOQUYpIiwibmFtZSI6ImV4aXRfMTJfbmFmIiwidHlwZSI6InRleHQifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyAxMiBtb2lzIDogcGx1c2lldXJzIGVtcGxvaXMiLCJuYW1lIjoiZXhpdF8xMl9zZXZlcmFsIiwidHlwZSI6ImJvb2xlYW4ifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyAxMiBtb2lzIDogRFNOIGVuY29yZSBhdHRlbmR1ZSIsIm5hbWUiOiJleGl0XzEyX2F3YWl0ZWQiLCJ0eXBlIjoiYm9vbGVhbiJ9XSwiY3Vyc29yIjoiRGJRcVFlaFdjOTh6SlJnazRCb18wbDA2bjJjQVFIclFGZHF4R0ZLUmFIdkl6SUtxeUl0YWhwZERuaG5XYnVPeEU3N1JYcTZJdHgtNUp1akpRQ0p5UG5xUW8tdlFycVVTcWdNS29udF85aUxkZnZEU245SXVzOXBrclNEaVdrRi1sNzNGeXVvNmwwSEhZOUFablhQRmZvZUZPNkx0cy00YVh5TmRFQlNVYWcyZjRWLW5qY3RSSmV2eERKREVfbWs0ZVlRXzB2OHRnM0tPeWlpTGN3QjJadV9WZl9aZEp3RTJPTTRsMExOOU55NUloTTF0SC1EdVlGWTNHVXRmU1pXR28xX2dkWnpGQzc3WW9SZC05RVUyaTVCWEhMTy1nQktNaFpxUGE3WGp5N2FTV2g0SUpWQXJDWi1UMWprS1JhSDVfX04xbG14T3pueGk3dmdtLUlBZUc1cFlidlVFd2ZBYUZVSkN5N2dRWVUxaDBKQ0NKU2F1TktLdGdTTTFtMnRkY25zZXZpeXExaHZmOTBMaUE0ZlFkcjlDT2E0R0JEWkIwR19kLTk0aTJFSTRHRUhmODh4bHpWY0NOd1hDaUFVd0xhT21yLWl3MHB3SDV5dDhKWUFXVUtzaGpDLXFyOVVFc2tOVTFOZkRGRm5wMWg4cm1vN3VfSndtRnhTNk9zU0pudjc0eGl4blNaWGRXVlZiNjdQUFR3V1BVMVI5MG5HdlBmN21sWnJHdi1McS0yX1BKaFZwVWRER0h4cTFoVFhFQXlTaVR2dWd1QTEta25IMTA4WU9oSU94NENaaDlFYjFYN3llTmdQZjNYaEx0LTQtUGFjYnVzaDBwZ0wza1dHQyIsImZpbGUiOiJvdXRjb21lcy0yMDI2LVc0Ni5jc3YiLCJmb3JtYXQiOiJjc3YiLCJmcm9tIjoiMjAyNi0xMS0wOSIsImlkIjoiZWQ0ZTk5OWYtYjJlNy00ZjE1LWI4YmEtYmRiZDEyMTNmYThlIiwia2luZCI6Im91dGNvbWVzIiwia25vd25BdCI6IjIwMjYtMTEtMTVUMjM6MDA6MDAuMDAwWiIsIm1hZGVBdCI6IjIwMjYtMTEtMjZUMTk6NDE6NDUuNjQ2WiIsIm9yZ2FuaXNhdGlvbiI6Ijk5MDAwMTA2NzAwMDE4IiwicHJvamVjdGlvblZlcnNpb24iOiJlZmFkYWNlMTZmMjk4YmUxLjEiLCJwdXJwb3NlIjoiZnVuZGluZy1mb2xsb3ctdXAiLCJyb3dzIjowLCJydWxlc1ZlcnNpb24iOiJMSW93QXNGMU5Pa3lCeXRudC1RVTY0c2VtcUJDYlJKRDZJV2QzanZ2QjFJIiwic2hhMjU2IjoiOTg2ZDdmNmU1NmI3N2I0ZmFjNDBkOTk2Zjk0Mzg3MTM5MmE1MzAyM2E5NjNlMTRkMjE1N2ZjZTU2YzY3YjhhOCIsInRpdGxlIjoiRGV2ZW5pciBkZXMgc3RhZ2lhaXJlcyBlbnRyw6lzIGVuIGZvcm1hdGlvbiA6IHVuZSBsaWduZSBwYXIgZG9zc2llciIsInRvIjoiMjAyNi0xMS0xNSIsIndlZWsiOiIyMDI2LVc0NiJ9.Y0JXQxzt9Cg_LgWPuxFvUcBljjiLt2O3pO4nx4Y3z8j_FwbS-B9ugN98WcWip0_61x1wMxdv-NTs6wD3943w7Q"
                     *     }
                     */
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
                    /** @example dossier;trainee;session;organisation;entry;exit;exit_kind;validation_date;validation_contract;validation_nature;validation_hours;validation_start;validation_naf;validation_several;validation_awaited;entry_date;entry_contract;entry_nature;entry_hours;entry_start;entry_naf;entry_several;entry_awaited;exit_date;exit_contract;exit_nature;exit_hours;exit_start;exit_naf;exit_several;exit_awaited;exit_3_date;exit_3_contract;exit_3_nature;exit_3_hours;exit_3_start;exit_3_naf;exit_3_several;exit_3_awaited;exit_6_date;exit_6_contract;exit_6_nature;exit_6_hours;exit_6_start;exit_6_naf;exit_6_several;exit_6_awaited;exit_12_date;exit_12_contract;exit_12_nature;exit_12_hours;exit_12_start;exit_12_naf;exit_12_several;exit_12_awaited */
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
                    /** @example eyJhbGciOiJFUzI1NiIsInR5cCI6Imh1Yi1kYXRhLXNldCtqd3MiLCJraWQiOiIxNzNiZTZkNS05YThlLTQ5YTgtYmRlNC1jODljNTJhZGI4MDMifQ.eyJieXRlcyI6NzI5LCJjb2x1bW5zIjpbeyJmcm9tIjpudWxsLCJsYWJlbCI6Ik51bcOpcm8gZGUgZG9zc2llciIsIm5hbWUiOiJkb3NzaWVyIiwidHlwZSI6ImludGVnZXIifSx7ImZyb20iOm51bGwsImxhYmVsIjoiSWRlbnRpZmlhbnQgdGVjaG5pcXVlIGR1IHN0YWdpYWlyZSIsIm5hbWUiOiJ0cmFpbmVlIiwidHlwZSI6InRleHQifSx7ImZyb20iOiJzdGF0ZXMiLCJsYWJlbCI6IlLDqWbDqXJlbmNlcyBkZSBsYSBzZXNzaW9uIiwibmFtZSI6InNlc3Npb24iLCJ0eXBlIjoidGV4dCJ9LHsiZnJvbSI6InN0YXRlcyIsImxhYmVsIjoiU0lSRVQgZGVzIG9yZ2FuaXNtZXMgZGUgZm9ybWF0aW9uIiwibmFtZSI6Im9yZ2FuaXNhdGlvbiIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoic3RhdGVzIiwibGFiZWwiOiJEYXRlIGQnZW50csOpZSIsIm5hbWUiOiJlbnRyeSIsInR5cGUiOiJkYXRlIn0seyJmcm9tIjoic3RhdGVzIiwibGFiZWwiOiJEYXRlIGRlIHNvcnRpZSIsIm5hbWUiOiJleGl0IiwidHlwZSI6ImRhdGUifSx7ImZyb20iOiJzdGF0ZXMiLCJsYWJlbCI6Ik5hdHVyZSBkZSBsYSBzb3J0aWUiLCJuYW1lIjoiZXhpdF9raW5kIiwidHlwZSI6InRleHQifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsYSB2YWxpZGF0aW9uIDogZGF0ZSIsIm5hbWUiOiJ2YWxpZGF0aW9uX2RhdGUiLCJ0eXBlIjoiZGF0ZSJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IsOAIGxhIHZhbGlkYXRpb24gOiBtZWlsbGV1ciBlbXBsb2kgKGNkaSwgY2RkLCBpbnRlcmltKSIsIm5hbWUiOiJ2YWxpZGF0aW9uX2NvbnRyYWN0IiwidHlwZSI6InRleHQifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsYSB2YWxpZGF0aW9uIDogbmF0dXJlIGR1IGNvbnRyYXQgKGNvZGUgRFNOKSIsIm5hbWUiOiJ2YWxpZGF0aW9uX25hdHVyZSIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgdmFsaWRhdGlvbiA6IGhldXJlcyBtZW5zdWVsbGVzIiwibmFtZSI6InZhbGlkYXRpb25faG91cnMiLCJ0eXBlIjoiZGVjaW1hbCJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IsOAIGxhIHZhbGlkYXRpb24gOiBkw6lidXQgZHUgY29udHJhdCIsIm5hbWUiOiJ2YWxpZGF0aW9uX3N0YXJ0IiwidHlwZSI6ImRhdGUifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsYSB2YWxpZGF0aW9uIDogc2VjdGV1ciBkJ2FjdGl2aXTDqSAoTkFGKSIsIm5hbWUiOiJ2YWxpZGF0aW9uX25hZiIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgdmFsaWRhdGlvbiA6IHBsdXNpZXVycyBlbXBsb2lzIiwibmFtZSI6InZhbGlkYXRpb25fc2V2ZXJhbCIsInR5cGUiOiJib29sZWFuIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgdmFsaWRhdGlvbiA6IERTTiBlbmNvcmUgYXR0ZW5kdWUiLCJuYW1lIjoidmFsaWRhdGlvbl9hd2FpdGVkIiwidHlwZSI6ImJvb2xlYW4ifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsJ2VudHLDqWUgOiBkYXRlIiwibmFtZSI6ImVudHJ5X2RhdGUiLCJ0eXBlIjoiZGF0ZSJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IsOAIGwnZW50csOpZSA6IG1laWxsZXVyIGVtcGxvaSAoY2RpLCBjZGQsIGludGVyaW0pIiwibmFtZSI6ImVudHJ5X2NvbnRyYWN0IiwidHlwZSI6InRleHQifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsJ2VudHLDqWUgOiBuYXR1cmUgZHUgY29udHJhdCAoY29kZSBEU04pIiwibmFtZSI6ImVudHJ5X25hdHVyZSIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbCdlbnRyw6llIDogaGV1cmVzIG1lbnN1ZWxsZXMiLCJuYW1lIjoiZW50cnlfaG91cnMiLCJ0eXBlIjoiZGVjaW1hbCJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IsOAIGwnZW50csOpZSA6IGTDqWJ1dCBkdSBjb250cmF0IiwibmFtZSI6ImVudHJ5X3N0YXJ0IiwidHlwZSI6ImRhdGUifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsJ2VudHLDqWUgOiBzZWN0ZXVyIGQnYWN0aXZpdMOpIChOQUYpIiwibmFtZSI6ImVudHJ5X25hZiIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbCdlbnRyw6llIDogcGx1c2lldXJzIGVtcGxvaXMiLCJuYW1lIjoiZW50cnlfc2V2ZXJhbCIsInR5cGUiOiJib29sZWFuIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbCdlbnRyw6llIDogRFNOIGVuY29yZSBhdHRlbmR1ZSIsIm5hbWUiOiJlbnRyeV9hd2FpdGVkIiwidHlwZSI6ImJvb2xlYW4ifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsYSBzb3J0aWUgOiBkYXRlIiwibmFtZSI6ImV4aXRfZGF0ZSIsInR5cGUiOiJkYXRlIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgc29ydGllIDogbWVpbGxldXIgZW1wbG9pIChjZGksIGNkZCwgaW50ZXJpbSkiLCJuYW1lIjoiZXhpdF9jb250cmFjdCIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgc29ydGllIDogbmF0dXJlIGR1IGNvbnRyYXQgKGNvZGUgRFNOKSIsIm5hbWUiOiJleGl0X25hdHVyZSIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgc29ydGllIDogaGV1cmVzIG1lbnN1ZWxsZXMiLCJuYW1lIjoiZXhpdF9ob3VycyIsInR5cGUiOiJkZWNpbWFsIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgc29ydGllIDogZMOpYnV0IGR1IGNvbnRyYXQiLCJuYW1lIjoiZXhpdF9zdGFydCIsInR5cGUiOiJkYXRlIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgc29ydGllIDogc2VjdGV1ciBkJ2FjdGl2aXTDqSAoTkFGKSIsIm5hbWUiOiJleGl0X25hZiIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiw4AgbGEgc29ydGllIDogcGx1c2lldXJzIGVtcGxvaXMiLCJuYW1lIjoiZXhpdF9zZXZlcmFsIiwidHlwZSI6ImJvb2xlYW4ifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiLDgCBsYSBzb3J0aWUgOiBEU04gZW5jb3JlIGF0dGVuZHVlIiwibmFtZSI6ImV4aXRfYXdhaXRlZCIsInR5cGUiOiJib29sZWFuIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiU29ydGllICsgMyBtb2lzIDogZGF0ZSIsIm5hbWUiOiJleGl0XzNfZGF0ZSIsInR5cGUiOiJkYXRlIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiU29ydGllICsgMyBtb2lzIDogbWVpbGxldXIgZW1wbG9pIChjZGksIGNkZCwgaW50ZXJpbSkiLCJuYW1lIjoiZXhpdF8zX2NvbnRyYWN0IiwidHlwZSI6InRleHQifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyAzIG1vaXMgOiBuYXR1cmUgZHUgY29udHJhdCAoY29kZSBEU04pIiwibmFtZSI6ImV4aXRfM19uYXR1cmUiLCJ0eXBlIjoidGV4dCJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDMgbW9pcyA6IGhldXJlcyBtZW5zdWVsbGVzIiwibmFtZSI6ImV4aXRfM19ob3VycyIsInR5cGUiOiJkZWNpbWFsIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiU29ydGllICsgMyBtb2lzIDogZMOpYnV0IGR1IGNvbnRyYXQiLCJuYW1lIjoiZXhpdF8zX3N0YXJ0IiwidHlwZSI6ImRhdGUifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyAzIG1vaXMgOiBzZWN0ZXVyIGQnYWN0aXZpdMOpIChOQUYpIiwibmFtZSI6ImV4aXRfM19uYWYiLCJ0eXBlIjoidGV4dCJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDMgbW9pcyA6IHBsdXNpZXVycyBlbXBsb2lzIiwibmFtZSI6ImV4aXRfM19zZXZlcmFsIiwidHlwZSI6ImJvb2xlYW4ifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyAzIG1vaXMgOiBEU04gZW5jb3JlIGF0dGVuZHVlIiwibmFtZSI6ImV4aXRfM19hd2FpdGVkIiwidHlwZSI6ImJvb2xlYW4ifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyA2IG1vaXMgOiBkYXRlIiwibmFtZSI6ImV4aXRfNl9kYXRlIiwidHlwZSI6ImRhdGUifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyA2IG1vaXMgOiBtZWlsbGV1ciBlbXBsb2kgKGNkaSwgY2RkLCBpbnRlcmltKSIsIm5hbWUiOiJleGl0XzZfY29udHJhY3QiLCJ0eXBlIjoidGV4dCJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDYgbW9pcyA6IG5hdHVyZSBkdSBjb250cmF0IChjb2RlIERTTikiLCJuYW1lIjoiZXhpdF82X25hdHVyZSIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiU29ydGllICsgNiBtb2lzIDogaGV1cmVzIG1lbnN1ZWxsZXMiLCJuYW1lIjoiZXhpdF82X2hvdXJzIiwidHlwZSI6ImRlY2ltYWwifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyA2IG1vaXMgOiBkw6lidXQgZHUgY29udHJhdCIsIm5hbWUiOiJleGl0XzZfc3RhcnQiLCJ0eXBlIjoiZGF0ZSJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDYgbW9pcyA6IHNlY3RldXIgZCdhY3Rpdml0w6kgKE5BRikiLCJuYW1lIjoiZXhpdF82X25hZiIsInR5cGUiOiJ0ZXh0In0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiU29ydGllICsgNiBtb2lzIDogcGx1c2lldXJzIGVtcGxvaXMiLCJuYW1lIjoiZXhpdF82X3NldmVyYWwiLCJ0eXBlIjoiYm9vbGVhbiJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDYgbW9pcyA6IERTTiBlbmNvcmUgYXR0ZW5kdWUiLCJuYW1lIjoiZXhpdF82X2F3YWl0ZWQiLCJ0eXBlIjoiYm9vbGVhbiJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDEyIG1vaXMgOiBkYXRlIiwibmFtZSI6ImV4aXRfMTJfZGF0ZSIsInR5cGUiOiJkYXRlIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiU29ydGllICsgMTIgbW9pcyA6IG1laWxsZXVyIGVtcGxvaSAoY2RpLCBjZGQsIGludGVyaW0pIiwibmFtZSI6ImV4aXRfMTJfY29udHJhY3QiLCJ0eXBlIjoidGV4dCJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDEyIG1vaXMgOiBuYXR1cmUgZHUgY29udHJhdCAoY29kZSBEU04pIiwibmFtZSI6ImV4aXRfMTJfbmF0dXJlIiwidHlwZSI6InRleHQifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyAxMiBtb2lzIDogaGV1cmVzIG1lbnN1ZWxsZXMiLCJuYW1lIjoiZXhpdF8xMl9ob3VycyIsInR5cGUiOiJkZWNpbWFsIn0seyJmcm9tIjoib3V0Y29tZSIsImxhYmVsIjoiU29ydGllICsgMTIgbW9pcyA6IGTDqWJ1dCBkdSBjb250cmF0IiwibmFtZSI6ImV4aXRfMTJfc3RhcnQiLCJ0eXBlIjoiZGF0ZSJ9LHsiZnJvbSI6Im91dGNvbWUiLCJsYWJlbCI6IlNvcnRpZSArIDEyIG1vaXMgOiBzZWN0ZXVyIGQnYWN0aXZpdMOpIChOQUYpIiwibmFtZSI6ImV4aXRfMTJfbmFmIiwidHlwZSI6InRleHQifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyAxMiBtb2lzIDogcGx1c2lldXJzIGVtcGxvaXMiLCJuYW1lIjoiZXhpdF8xMl9zZXZlcmFsIiwidHlwZSI6ImJvb2xlYW4ifSx7ImZyb20iOiJvdXRjb21lIiwibGFiZWwiOiJTb3J0aWUgKyAxMiBtb2lzIDogRFNOIGVuY29yZSBhdHRlbmR1ZSIsIm5hbWUiOiJleGl0XzEyX2F3YWl0ZWQiLCJ0eXBlIjoiYm9vbGVhbiJ9XSwiY3Vyc29yIjoiRGJRcVFlaFdjOTh6SlJnazRCb18wbDA2bjJjQVFIclFGZHF4R0ZLUmFIdkl6SUtxeUl0YWhwZERuaG5XYnVPeEU3N1JYcTZJdHgtNUp1akpRQ0p5UG5xUW8tdlFycVVTcWdNS29udF85aUxkZnZEU245SXVzOXBrclNEaVdrRi1sNzNGeXVvNmwwSEhZOUFablhQRmZvZUZPNkx0cy00YVh5TmRFQlNVYWcyZjRWLW5qY3RSSmV2eERKREVfbWs0ZVlRXzB2OHRnM0tPeWlpTGN3QjJadV9WZl9aZEp3RTJPTTRsMExOOU55NUloTTF0SC1EdVlGWTNHVXRmU1pXR28xX2dkWnpGQzc3WW9SZC05RVUyaTVCWEhMTy1nQktNaFpxUGE3WGp5N2FTV2g0SUpWQXJDWi1UMWprS1JhSDVfX04xbG14T3pueGk3dmdtLUlBZUc1cFlidlVFd2ZBYUZVSkN5N2dRWVUxaDBKQ0NKU2F1TktLdGdTTTFtMnRkY25zZXZpeXExaHZmOTBMaUE0ZlFkcjlDT2E0R0JEWkIwR19kLTk0aTJFSTRHRUhmODh4bHpWY0NOd1hDaUFVd0xhT21yLWl3MHB3SDV5dDhKWUFXVUtzaGpDLXFyOVVFc2tOVTFOZkRGRm5wMWg4cm1vN3VfSndtRnhTNk9zU0pudjc0eGl4blNaWGRXVlZiNjdQUFR3V1BVMVI5MG5HdlBmN21sWnJHdi1McS0yX1BKaFZwVWRER0h4cTFoVFhFQXlTaVR2dWd1QTEta25IMTA4WU9oSU94NENaaDlFYjFYN3llTmdQZjNYaEx0LTQtUGFjYnVzaDBwZ0wza1dHQyIsImZpbGUiOiJvdXRjb21lcy0yMDI2LVc0Ni5jc3YiLCJmb3JtYXQiOiJjc3YiLCJmcm9tIjoiMjAyNi0xMS0wOSIsImlkIjoiZWQ0ZTk5OWYtYjJlNy00ZjE1LWI4YmEtYmRiZDEyMTNmYThlIiwia2luZCI6Im91dGNvbWVzIiwia25vd25BdCI6IjIwMjYtMTEtMTVUMjM6MDA6MDAuMDAwWiIsIm1hZGVBdCI6IjIwMjYtMTEtMjZUMTk6NDE6NDUuNjQ2WiIsIm9yZ2FuaXNhdGlvbiI6Ijk5MDAwMTA2NzAwMDE4IiwicHJvamVjdGlvblZlcnNpb24iOiJlZmFkYWNlMTZmMjk4YmUxLjEiLCJwdXJwb3NlIjoiZnVuZGluZy1mb2xsb3ctdXAiLCJyb3dzIjowLCJydWxlc1ZlcnNpb24iOiJMSW93QXNGMU5Pa3lCeXRudC1RVTY0c2VtcUJDYlJKRDZJV2QzanZ2QjFJIiwic2hhMjU2IjoiOTg2ZDdmNmU1NmI3N2I0ZmFjNDBkOTk2Zjk0Mzg3MTM5MmE1MzAyM2E5NjNlMTRkMjE1N2ZjZTU2YzY3YjhhOCIsInRpdGxlIjoiRGV2ZW5pciBkZXMgc3RhZ2lhaXJlcyBlbnRyw6lzIGVuIGZvcm1hdGlvbiA6IHVuZSBsaWduZSBwYXIgZG9zc2llciIsInRvIjoiMjAyNi0xMS0xNSIsIndlZWsiOiIyMDI2LVc0NiJ9.Y0JXQxzt9Cg_LgWPuxFvUcBljjiLt2O3pO4nx4Y3z8j_FwbS-B9ugN98WcWip0_61x1wMxdv-NTs6wD3943w7Q */
                    readonly "application/jose": string;
                };
            };
        };
    };
    readonly getDictionary: {
        readonly parameters: {
            readonly query?: never;
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
                    /**
                     * @example {
                     *       "title": "Dictionnaire",
                     *       "rules": "/v1/dictionary/rules",
                     *       "events": [
                     *         {
                     *           "name": "abandonment-declared",
                     *           "version": 1,
                     *           "title": "Abandon",
                     *           "topic": "exit",
                     *           "subject": "dossier",
                     *           "reporter": "partner",
                     *           "href": "/v1/dictionary/abandonment-declared/1"
                     *         },
                     *         {
                     *           "name": "absence-declared",
                     *           "version": 1,
                     *           "title": "Absence ou retard",
                     *           "topic": "interruption",
                     *           "subject": "dossier",
                     *           "reporter": "partner",
                     *           "href": "/v1/dictionary/absence-declared/1"
                     *         }
                     *       ],
                     *       "codes": [
                     *         {
                     *           "name": "absence-kind",
                     *           "title": "Absence ou retard",
                     *           "source": "Blog (l. 18-23)",
                     *           "closed": true,
                     *           "values": [
                     *             {
                     *               "code": "absence",
                     *               "label": "Absence"
                     *             },
                     *             {
                     *               "code": "lateness",
                     *               "label": "Retard"
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "name": "answer",
                     *           "title": "Réponse",
                     *           "source": "Webinaire 2026 (l. 154-165)",
                     *           "closed": true,
                     *           "values": [
                     *             {
                     *               "code": "yes",
                     *               "label": "Oui"
                     *             },
                     *             {
                     *               "code": "no",
                     *               "label": "Non"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": Record<string, unknown>;
                    readonly "text/html": string;
                };
            };
        };
    };
    readonly getDictionaryRules: {
        readonly parameters: {
            readonly query?: never;
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
                    /**
                     * @example {
                     *       "title": "Règles",
                     *       "rules": [
                     *         {
                     *           "code": "property-unknown",
                     *           "kind": "refusal",
                     *           "sentence": "Cette propriété n'existe pas dans le dictionnaire.",
                     *           "remedy": "Retirer la propriété, ou vérifier son orthographe dans la page de l'événement.",
                     *           "detail": "is not a property of this event",
                     *           "advice": "Remove it or check its spelling in /v1/dictionary; what you report goes into data."
                     *         },
                     *         {
                     *           "code": "property-missing",
                     *           "kind": "refusal",
                     *           "sentence": "Une propriété obligatoire manque.",
                     *           "remedy": "Ajouter la propriété.",
                     *           "detail": "is mandatory",
                     *           "advice": "Add it."
                     *         }
                     *       ],
                     *       "expectations": [
                     *         {
                     *           "name": "presence",
                     *           "days": 0,
                     *           "label": "Présence au rendez-vous",
                     *           "sentence": "Un rendez-vous est fixé : la présence ou l'absence du candidat est à saisir.",
                     *           "remedy": "Transmettre la présence ou l'absence (presence-recorded), ou le transfert ou l'annulation du rendez-vous.",
                     *           "since": "date du rendez-vous",
                     *           "due": "le jour du rendez-vous",
                     *           "source": "Webinaire 2026 (l. 318)"
                     *         },
                     *         {
                     *           "name": "result",
                     *           "days": 3,
                     *           "label": "Résultat de la sélection",
                     *           "sentence": "Le candidat était présent ; le résultat de la sélection n'est pas encore transmis.",
                     *           "remedy": "Transmettre le résultat : retenu, non retenu ou mis en attente (selection-decided).",
                     *           "since": "présence",
                     *           "due": "la veille de l'entrée prévue ou du début de session ; sans début connu, 3 jours après la présence (inféré)",
                     *           "source": "Webinaire 2026 (l. 319)"
                     *         }
                     *       ],
                     *       "payments": [
                     *         {
                     *           "reason": "not-sent",
                     *           "sentence": "La rémunération n'est pas, ou n'est plus, envoyée à cet organisme payeur.",
                     *           "remedy": "Si elle doit l'être, transmettre la rémunération avec l'envoi et le SIRET de l'organisme payeur (remuneration-set).",
                     *           "source": "Webinaire 2026 (l. 200-206)"
                     *         },
                     *         {
                     *           "reason": "not-registered",
                     *           "sentence": "Le candidat n'est pas inscrit sur cette action : elle n'est pas payée, et il n'est pas rémunéré.",
                     *           "remedy": "Si l'inscription a été accordée, transmettre la décision (enrolment-decided) ; sinon rien n'est à payer.",
                     *           "source": "Guide Kairos 2021 (l. 871-875)"
                     *         }
                     *       ]
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "name": "entry-attested",
                     *       "version": 1,
                     *       "title": "Attestation d'entrée en stage (AES)",
                     *       "description": null,
                     *       "topic": "entry",
                     *       "subject": "dossier",
                     *       "step": "attest-entry",
                     *       "reporter": "partner",
                     *       "emitters": [
                     *         "eos",
                     *         "kairos"
                     *       ],
                     *       "source": "Webinaire 2026 (l. 470, 355) ; financeurs : Code du travail, L6353-10 (début, interruptions, achèvement)",
                     *       "properties": [
                     *         {
                     *           "path": "trainee",
                     *           "title": "Stagiaire",
                     *           "description": "Au moins un identifiant : NIR, NIA, numéro France Travail ou numéro chez le partenaire.",
                     *           "type": "objet",
                     *           "limits": [],
                     *           "mandatory": true,
                     *           "sealed": null,
                     *           "codes": null
                     *         },
                     *         {
                     *           "path": "trainee.nir",
                     *           "title": "NIR",
                     *           "description": "13 caractères, ou 15 avec la clé ; espaces, points et tirets admis. Un numéro d'attente donné ici est lu comme un NIA.",
                     *           "type": "texte",
                     *           "limits": [
                     *             "32 caractères au plus"
                     *           ],
                     *           "mandatory": false,
                     *           "sealed": null,
                     *           "codes": null
                     *         }
                     *       ],
                     *       "schema": {
                     *         "$schema": "https://json-schema.org/draft/2020-12/schema",
                     *         "$id": "urn:hub:dictionary:entry-attested:1",
                     *         "title": "Attestation d'entrée en stage (AES)"
                     *       },
                     *       "codes": [
                     *         {
                     *           "name": "funding",
                     *           "title": "Type de financement",
                     *           "source": "Webinaire 2026 (l. 464, 478)",
                     *           "closed": true,
                     *           "values": [
                     *             {
                     *               "code": "prf",
                     *               "label": "Programme régional de formation (PRF)"
                     *             },
                     *             {
                     *               "code": "prf-direct",
                     *               "label": "PRF sans inscription à France Travail",
                     *               "note": "Regroupe sans les distinguer les personnes non inscrites, les Visas et les PPSMJ."
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "name": "sex",
                     *           "title": "Sexe",
                     *           "source": "rules.md, Identifiers and persons",
                     *           "closed": true,
                     *           "values": [
                     *             {
                     *               "code": "female",
                     *               "label": "Féminin"
                     *             },
                     *             {
                     *               "code": "male",
                     *               "label": "Masculin"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "examples": {}
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "number": 105681554,
                     *           "alsoKnownAs": [],
                     *           "funding": "prf",
                     *           "territory": "centre-val-de-loire",
                     *           "sessions": [
                     *             "session:07:760009",
                     *             "session:eos:76009"
                     *           ],
                     *           "organisations": [
                     *             "99683457800014"
                     *           ],
                     *           "described": "all",
                     *           "sightUntil": "2028-11-06",
                     *           "status": "withdrawn",
                     *           "statusSince": "2026-11-06",
                     *           "entered": null,
                     *           "left": null,
                     *           "leftBy": null,
                     *           "lastChange": {
                     *             "type": "selection-decided",
                     *             "source": "kairos",
                     *             "receivedAt": "2026-11-26T19:41:31.415Z"
                     *           }
                     *         },
                     *         {
                     *           "number": 612341578,
                     *           "alsoKnownAs": [
                     *             111500346
                     *           ],
                     *           "funding": "prf",
                     *           "territory": "centre-val-de-loire",
                     *           "sessions": [
                     *             "session:07:760000",
                     *             "session:eos:76000"
                     *           ],
                     *           "organisations": [
                     *             "99865314100015"
                     *           ],
                     *           "described": "all",
                     *           "sightUntil": "2029-03-01",
                     *           "status": "entered",
                     *           "statusSince": "2026-11-09",
                     *           "entered": "2026-11-09",
                     *           "left": null,
                     *           "leftBy": null,
                     *           "lastChange": {
                     *             "type": "enrolment-certificate-issued",
                     *             "source": "kairos",
                     *             "receivedAt": "2026-11-26T19:41:31.764Z"
                     *           }
                     *         }
                     *       ],
                     *       "next": null,
                     *       "freshness": {
                     *         "projectionVersion": "efadace16f298be1.1",
                     *         "rulesVersion": "LIowAsF1NOkyBytnt-QU64semqBCbRJD6IWd3jvvB1I",
                     *         "today": "2026-11-26",
                     *         "asOf": null,
                     *         "knownAt": null
                     *       }
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "trainee": "083ff8da-8c18-411d-9758-d927d8a7761b",
                     *       "number": 294454099,
                     *       "alsoKnownAs": [],
                     *       "status": "entered",
                     *       "statusSince": {
                     *         "source": "eos",
                     *         "eventId": "entry-1894",
                     *         "effectiveDate": "2026-04-01"
                     *       },
                     *       "funding": "prf",
                     *       "territory": "centre-val-de-loire",
                     *       "organisations": [],
                     *       "session": {
                     *         "unresolved": true,
                     *         "references": [
                     *           "session:07:114782"
                     *         ],
                     *         "state": "unpublished",
                     *         "published": null,
                     *         "withdrawn": null,
                     *         "plannedInterruptions": [],
                     *         "slots": [],
                     *         "identified": [],
                     *         "missing": []
                     *       },
                     *       "plan": null,
                     *       "wholePath": null,
                     *       "attempts": [
                     *         {
                     *           "key": "kairos/example-1",
                     *           "openedOn": "2026-03-20",
                     *           "regime": {
                     *             "row": "cvl-attest-entry-prf",
                     *             "name": "hub",
                     *             "clock": "candidature",
                     *             "date": "2026-03-20"
                     *           },
                     *           "presence": [],
                     *           "flags": {
                     *             "certificateIssued": null,
                     *             "registrationCertificateIssued": null,
                     *             "firmPlace": null,
                     *             "trainingPlanValidated": null
                     *           },
                     *           "positioned": {
                     *             "confirmedBy": [],
                     *             "contestedBy": [],
                     *             "effectiveDate": "2026-03-20",
                     *             "eventId": "example-1",
                     *             "receivedAt": "2026-11-26T19:41:35.012Z",
                     *             "recordedAt": "2026-04-02T07:12:00.000Z",
                     *             "source": "kairos",
                     *             "standing": "no-authority",
                     *             "value": {
                     *               "by": "france-travail",
                     *               "mode": "candidature"
                     *             }
                     *           },
                     *           "contacted": null,
                     *           "appointment": null,
                     *           "selection": null,
                     *           "validation": null,
                     *           "enrolment": null,
                     *           "withdrawal": null,
                     *           "state": "positioned",
                     *           "since": {
                     *             "source": "kairos",
                     *             "eventId": "example-1",
                     *             "effectiveDate": "2026-03-20"
                     *           },
                     *           "skipped": []
                     *         }
                     *       ],
                     *       "stays": [
                     *         {
                     *           "key": "eos/entry-1894",
                     *           "state": "entered",
                     *           "provisional": false,
                     *           "regime": {
                     *             "row": "cvl-attest-entry-prf",
                     *             "name": "hub",
                     *             "clock": "candidature",
                     *             "date": "2026-03-20"
                     *           },
                     *           "entry": {
                     *             "confirmedBy": [],
                     *             "contestedBy": [],
                     *             "effectiveDate": "2026-04-01",
                     *             "eventId": "entry-1894",
                     *             "receivedAt": "2026-11-26T19:41:35.599Z",
                     *             "recordedAt": "2026-04-02T07:12:00.000Z",
                     *             "source": "eos",
                     *             "standing": "authoritative",
                     *             "value": "2026-04-01"
                     *           },
                     *           "absence": null,
                     *           "exit": null,
                     *           "abandonment": null,
                     *           "modules": [],
                     *           "interruptions": [],
                     *           "resumptions": []
                     *         }
                     *       ],
                     *       "absences": [],
                     *       "attendance": [],
                     *       "hours": [],
                     *       "hostCompanies": [],
                     *       "assessment": null,
                     *       "financing": [
                     *         {
                     *           "line": "L-1",
                     *           "engaged": {
                     *             "confirmedBy": [],
                     *             "contestedBy": [],
                     *             "effectiveDate": "2026-04-01",
                     *             "eventId": "example-3",
                     *             "receivedAt": "2026-11-26T19:41:35.750Z",
                     *             "recordedAt": "2026-04-02T07:12:00.000Z",
                     *             "source": "region-cvl",
                     *             "standing": "no-authority",
                     *             "value": {
                     *               "financerSiret": "99000106700018",
                     *               "delegatedBySiret": null,
                     *               "coFinancers": [],
                     *               "employerSiret": null,
                     *               "funding": "prf",
                     *               "device": "PRF",
                     *               "from": "2026-04-01",
                     *               "to": null,
                     *               "amount": 250050
                     *             }
                     *           },
                     *           "realised": null
                     *         }
                     *       ],
                     *       "remuneration": null,
                     *       "serviceDone": null,
                     *       "costs": [],
                     *       "quotes": [],
                     *       "attendanceSheets": [],
                     *       "invoices": [],
                     *       "notifications": [],
                     *       "skillsProfile": null,
                     *       "certifications": [],
                     *       "expectations": [
                     *         {
                     *           "what": "attendance",
                     *           "since": "2026-04-25",
                     *           "dueBy": "2026-04-30",
                     *           "about": "eos/entry-1894",
                     *           "month": "2026-04"
                     *         },
                     *         {
                     *           "what": "attendance",
                     *           "since": "2026-05-25",
                     *           "dueBy": "2026-05-31",
                     *           "about": "eos/entry-1894",
                     *           "month": "2026-05"
                     *         }
                     *       ],
                     *       "factCount": 3,
                     *       "overfull": false,
                     *       "today": "2026-11-26",
                     *       "slotsDeleted": [],
                     *       "trainingRefs": [
                     *         "file:eos:1894",
                     *         "session:07:114782"
                     *       ],
                     *       "partnerRefs": [
                     *         "file:eos:1894"
                     *       ],
                     *       "anomalies": [
                     *         {
                     *           "code": "session-unresolved",
                     *           "severity": "info",
                     *           "found": "assessed",
                     *           "facts": [],
                     *           "about": {
                     *             "reference": "session:07:114782"
                     *           },
                     *           "sentence": "La session n'est pas encore connue du hub.",
                     *           "remedy": "L'offre arrive avec un jour de retard ; vérifier ensuite la référence de session."
                     *         },
                     *         {
                     *           "code": "overdue",
                     *           "severity": "warning",
                     *           "found": "assessed",
                     *           "facts": [],
                     *           "about": {
                     *             "what": "attendance",
                     *             "dueBy": "2026-04-30",
                     *             "of": "eos/entry-1894"
                     *           },
                     *           "sentence": "Une information attendue n'est pas arrivée à son échéance.",
                     *           "remedy": "Transmettre l'information attendue."
                     *         }
                     *       ],
                     *       "situation": [],
                     *       "reasons": [],
                     *       "sight": {
                     *         "described": "all",
                     *         "categories": [
                     *           "states",
                     *           "hours"
                     *         ]
                     *       },
                     *       "sightUntil": "2028-04-01",
                     *       "freshness": {
                     *         "token": "LkNBnY3OONq-lQzbeSb1A4Qeaeis1xtn90idtlYzMyXxi-LA4BIryJc9vb4B2aToDrEbGTvbpySGDGCHQWK6d1i441o6-QhCOvtvFsLL5byIu4X0T8KM1gt1IWq3hFUOLj4ST-vTWJbtx6rCdh_OBwCvpVF8RyM4ojrV8osM7z9FMTNO2b_o2SktJ_Xj4KNc_pk-8H0xS0Q2I67kjDbBglCMNnaFbGFjghVYpGgbYWTmU4JHfDTnoZrpnEi0iqdxS9pJw0ybhO1ncbGMyFw8JdKBE8L_FuRKnWuyhhq_TdnuSp3uLL7jJEQztacYx_T2xZ7wgcPfTi80r9XgI0b0Dlsy8eccifeJhrorWXoIbgu-hZcYxZn0fjuMxITRNgoLtMFXaasTQdpCUfSt3cWrukMHRPqnKPugGuqu_v29qGKEOyFpptZ_Tv5t3NDsBR1uHTKL8Bxk2ly6E_i90rUaBOxrO0JK9cDCngYT0IQ6xYLVUeNcpsGKJku_gQ3ByS_FtqmZ6eSkD7CHfsEnTcLs4e6GoS3o-8Gx9Dza6RjOoItfy8tIER3xDNcZM7M-1kvTxhOdLSWCj6qlu9T2iATBNBA2WPpvxvsrgD785dytXUUCdvPEgcSQiMK8bHARZ6Pn",
                     *         "projectionVersion": "efadace16f298be1.1",
                     *         "rulesVersion": "LIowAsF1NOkyBytnt-QU64semqBCbRJD6IWd3jvvB1I",
                     *         "today": "2026-11-26",
                     *         "asOf": null,
                     *         "knownAt": null
                     *       },
                     *       "parked": []
                     *     }
                     */
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
                /**
                 * @example {
                 *       "fact": {
                 *         "source": "eos",
                 *         "eventId": "entry-1894"
                 *       },
                 *       "reason": "wrong-value"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "id": "b3f9c036-2fdd-4e88-a6a2-27fd4ce35142",
                     *       "askedAt": "2026-11-26T19:41:44.10208+00:00",
                     *       "organisation": "99000106700018",
                     *       "dossier": 294454099,
                     *       "source": "eos",
                     *       "eventId": "entry-1894",
                     *       "reason": "wrong-value",
                     *       "forPerson": false,
                     *       "dueOn": null,
                     *       "answer": null,
                     *       "answeredAt": null
                     *     }
                     */
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
                /** @description `next` of the answer before. Absent: from the beginning, each dossier or session once */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "source": "eos",
                     *           "id": "entry-1894",
                     *           "dossier": 294454099,
                     *           "fate": "contested",
                     *           "reason": "wrong-value"
                     *         }
                     *       ],
                     *       "next": "gLaePc3lXxw-WnILb6_7t2VdfDszRVmfM1Utat-otCW3MQLn8YT8KYvD4AaS0hZrjK8YhLJ1tv574jV-vTyXJocwJa6L0O-3OKj4WqxRWAytJv5dkXleIstURVginX9bJsMZLSTCNeW2OxI3Iic50SX7wSpBD7IO-TjM9k4UnOL3GGV5voQxhUYYqnXfUs9bAFaTFDfJFeThwplT6rFJSnfSD7xcFVB7GOuDtWiYOXuGu0oc9wRlJZUfWaZ6jPBMDwKpR7Z4qs-ZO2aC3swO0Pu9oIw8aYhl6Bi_dCn2XMpNNMfPHTCOW_dU0jUProSDN_qBEPwyMlDln2LWHBZOV3pgygOXsyx-KDSBdS0943ucQF8ZuvEgkngWrPv0Ru0IGzs5YeVS-xQPi9Kezix6SK3KR8l5k1_1BLjiKdOjfq_unwCqlYptBFDMAnm0wGuIwLQomaKUnSHnsFUrpaYOKAOAUhe3ofox3LofmrvZ5XM7AVYga2-xYLjSbIoGlKfP6QnxerXBMDPVm_6NW-epCOolowH-lMlw7NhmkUMin045ZCrPnY2XG90nNWDZ-hZcurdLMX96IcG_2UUdp0lA2r40dc1h_sbSaonH5TM2ZEKhI4EsgvDtkhLTVmUJjbLT",
                     *       "more": false
                     *     }
                     */
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
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "type": "hub.candidate-positioned",
                 *       "source": "urn:hub:source:kairos",
                 *       "id": "example-4",
                 *       "recordedtime": "2026-04-02T09:12:00+02:00",
                 *       "data": {
                 *         "trainee": {
                 *           "nir": "1520345001003"
                 *         },
                 *         "training": [
                 *           "session:07:114783"
                 *         ],
                 *         "effectiveDate": "2026-03-20",
                 *         "by": "france-travail",
                 *         "mode": "candidature",
                 *         "funding": "prf"
                 *       }
                 *     }
                 */
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
                /**
                 * @example [
                 *       {
                 *         "specversion": "1.0",
                 *         "type": "hub.entry-attested",
                 *         "source": "urn:hub:source:eos",
                 *         "id": "1894-entry-1",
                 *         "recordedtime": "2026-04-01T09:12:00+02:00",
                 *         "dataschema": "urn:hub:dictionary:entry-attested:1",
                 *         "data": {
                 *           "trainee": {
                 *             "nir": "269054958815780",
                 *             "birthName": "Exemple",
                 *             "firstNames": "Jeanne"
                 *           },
                 *           "training": [
                 *             "session:eos:67680",
                 *             "file:eos:1894"
                 *           ],
                 *           "effectiveDate": "2026-04-01"
                 *         }
                 *       }
                 *     ]
                 */
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
                /**
                 * @example {
                 *       "trainee": {
                 *         "nir": "269054958815780",
                 *         "birthName": "Exemple",
                 *         "firstNames": "Jeanne"
                 *       },
                 *       "training": [
                 *         "session:eos:67680",
                 *         "file:eos:1894"
                 *       ],
                 *       "effectiveDate": "2026-04-01"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "receipt": "EsuvzLHba8evvpjICgnexts7vgyBM0I5uC8aStlVZNEflvwaINKsPLSYgZfVuFKsxm2dpC9cJXkygYazXRnwrffCPtL6NVSPjgx9uGFejuGCmlprtHbJjiVyW1FfoZVwsUJiYntDbgK3_bQH3E042N2hB6YeqKbv_g1l598VuPFeduY8dFWeGuEb8i_cM_LFHtYv3UbOyVQypyQCmhS2aSidvJcQwE53UcC2Fy1u6mqUPRxOn90K4ivQyBJxRrUXT_9srGM7vRBo1BP_hpVPTy7TNCfaGVKRnSmwwQO0lWao9TxcTX25xomrMww-JgjA17hWS74XqPk7nhaponfFeTxtcuViSwhP9YmjPQPS0kdO2ntg_34SdTE8J2tgRNEVeO6SClAv8YIeUE0LdgnEVp8oexjgYDfJuAIpyZVd6Ab_8XU_yrB-QQ4Bq4_vAfhL2-42NHaOjwo5Nb_eD7xGC54gFA8j63uoqKgtwnk25VQsYFJ2QA_lrniqDLMB7LPpca10SkkKm8X44m5GG3kfbTY9A6n2_hsqA__pqriVNtZTvw3KPgK_BQIU1F4R6qGoo92BdVbM9ijCkXWiwphbyjWJaX5q89pvuJSofOLGTdTR_3-zp_JvM8mYqpkbzlm1",
                     *       "id": "example-4",
                     *       "source": "urn:hub:source:kairos",
                     *       "dossier": 208300625,
                     *       "acceptedAt": "2026-11-26T19:41:50.915Z"
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "what": "exit",
                     *           "severity": "info",
                     *           "since": "2027-03-01",
                     *           "dueBy": "2027-03-04",
                     *           "overdue": false,
                     *           "tellers": [
                     *             "eos"
                     *           ],
                     *           "mode": null,
                     *           "dossier": 612341578,
                     *           "alsoKnownAs": [
                     *             111500346
                     *           ],
                     *           "facts": [
                     *             {
                     *               "source": "eos",
                     *               "eventId": "220000532-entry-2"
                     *             },
                     *             {
                     *               "source": "eos",
                     *               "eventId": "220000532-plan-1"
                     *             }
                     *           ],
                     *           "about": {
                     *             "stay": "eos/220000532-entry-2"
                     *           },
                     *           "label": "Sortie",
                     *           "sentence": "La fin prévue de la formation est connue ; la sortie n'est pas encore déclarée.",
                     *           "remedy": "Déclarer la sortie (exit-declared), ou prolonger le parcours (path-extended)."
                     *         },
                     *         {
                     *           "what": "entry",
                     *           "severity": "info",
                     *           "since": "2026-12-03",
                     *           "dueBy": "2026-12-06",
                     *           "overdue": false,
                     *           "tellers": [
                     *             "eos"
                     *           ],
                     *           "mode": "candidature",
                     *           "dossier": 163252341,
                     *           "alsoKnownAs": [
                     *             517640691
                     *           ],
                     *           "facts": [
                     *             {
                     *               "source": "eos",
                     *               "eventId": "220000088-plan-1"
                     *             }
                     *           ],
                     *           "about": {
                     *             "attempt": "france-travail/sw0v-22-1"
                     *           },
                     *           "label": "Attestation d'entrée",
                     *           "sentence": "Le candidat est attendu en formation ; ni son entrée ni son absence n'est encore attestée.",
                     *           "remedy": "Attester l'entrée (entry-attested), ou déclarer l'absence à l'entrée (absent-at-entry)."
                     *         }
                     *       ],
                     *       "next": null,
                     *       "freshness": {
                     *         "projectionVersion": "efadace16f298be1.1",
                     *         "rulesVersion": "LIowAsF1NOkyBytnt-QU64semqBCbRJD6IWd3jvvB1I",
                     *         "today": "2026-11-26",
                     *         "asOf": null,
                     *         "knownAt": null
                     *       }
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "counts": [
                     *         {
                     *           "what": "attendance",
                     *           "count": 22,
                     *           "reached": 22,
                     *           "overdue": 7,
                     *           "label": "Assiduité mensuelle"
                     *         },
                     *         {
                     *           "what": "entry",
                     *           "count": 16,
                     *           "reached": 0,
                     *           "overdue": 0,
                     *           "label": "Attestation d'entrée"
                     *         }
                     *       ],
                     *       "counters": {
                     *         "presences": {
                     *           "count": 0,
                     *           "overdue": 0
                     *         },
                     *         "results": {
                     *           "count": 0,
                     *           "overdue": 0
                     *         },
                     *         "candidatureContacts": 1,
                     *         "candidaturePresences": {
                     *           "count": 0,
                     *           "overdue": 0
                     *         },
                     *         "candidatureResults": {
                     *           "count": 0,
                     *           "overdue": 0
                     *         },
                     *         "foadContacts": 0,
                     *         "entryCertificates": {
                     *           "count": 0,
                     *           "overdue": 0
                     *         },
                     *         "serviceDoneToValidate": 0,
                     *         "quotesToDecide": 0
                     *       },
                     *       "dossiers": 41,
                     *       "next": null,
                     *       "freshness": {
                     *         "projectionVersion": "efadace16f298be1.1",
                     *         "rulesVersion": "LIowAsF1NOkyBytnt-QU64semqBCbRJD6IWd3jvvB1I",
                     *         "today": "2026-11-26",
                     *         "asOf": null,
                     *         "knownAt": null
                     *       }
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "trainees": [
                     *             "083ff8da-8c18-411d-9758-d927d8a7761b",
                     *             "60cede65-b4ae-4f23-9f17-08c464ef242b"
                     *           ],
                     *           "state": "joined",
                     *           "by": "manual",
                     *           "reason": "ticket-4312",
                     *           "since": "2026-11-26T19:41:51.153Z",
                     *           "awaiting": null,
                     *           "identifiers": [
                     *             {
                     *               "kind": "nir",
                     *               "heldBy": "both",
                     *               "conflicts": true
                     *             }
                     *           ],
                     *           "identity": [],
                     *           "dossiers": [
                     *             1,
                     *             1
                     *           ]
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [],
                     *       "next": null
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [],
                     *       "next": null
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "reference": "session:07:760002",
                     *           "publishedBy": "ofeli",
                     *           "state": "open",
                     *           "title": "Diplôme d'État d'accompagnant éducatif et social",
                     *           "start": "2027-01-04",
                     *           "end": "2027-12-22",
                     *           "place": {
                     *             "inseeCode": "36044",
                     *             "postalCode": "36000",
                     *             "label": "Châteauroux"
                     *           },
                     *           "mandataireSiret": "99335587400013",
                     *           "certification": {
                     *             "rncp": "36004"
                     *           }
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
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
                /**
                 * @example {
                 *       "trainees": [
                 *         "083ff8da-8c18-411d-9758-d927d8a7761b",
                 *         "60cede65-b4ae-4f23-9f17-08c464ef242b"
                 *       ],
                 *       "verdict": "same",
                 *       "reason": "ticket-4312"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "trainees": [
                     *         "083ff8da-8c18-411d-9758-d927d8a7761b",
                     *         "60cede65-b4ae-4f23-9f17-08c464ef242b"
                     *       ],
                     *       "verdict": "same",
                     *       "state": "joined",
                     *       "receipts": [
                     *         {
                     *           "receipt": "MGLPKpKhi_0PkFyMFlLsvSyRJ9TeHU7PnajxMlwZ2qYHmpPhp0xnIEP5I7hlRrp6TH_EmcNTBzyS9az6g6hyutFOgSv95IvLrvZ8_PB0tQf5u0ttPekdWBrPLL6LipP2EK2gfHJgNWP1eWKc7GWu__RDBP4t20LVqdy2N31fLxv9h5ory5p1EGTtTgjN5U3AX6sobbzCOzyS2_yfYr5ZWUYpSzzlyhx-deNXkojn7Fgm0wuA6RqqXgOFsWw0UAHSqyXjdeB-fhDsLWzcW0qEKLxhStWQDRHcEvUDtG3xJ4xHaUNptK3E7MrdHIbQmEa4mSYa_x1s-V4dfpM1K-8DlRbv6ol92Xyhk3XBgkV1_JNdn2REw54TMEN65bakkLCjYYBP5Jh86OzahjK-fnkAU_IZfEu58zMZUnpnPBQbmqql-haeC-PhqfSekOhWG4nfLixjlU0Md9reLUoOL2iRRiade0ip8NVTDjuK-5V5G4S0NgpLPoJ0Nhik3Y2ufzl22bf5JLgtpg7wToQ6jCDoufjBKmL9qjpC--lanTHDnooE8_XS8HDsO5QDjJy5ZzWxCxGeHNBxyOx3KgiB0BCM7_sC9Rq3veYWL_933RTYZUqiSJT_qycR7gLCB54ix-J0",
                     *           "id": "verdict:165a604b-8847-46a0-acbe-8e3fcb8492ab",
                     *           "source": "urn:hub:source:operator",
                     *           "dossier": null,
                     *           "acceptedAt": "2026-11-26T19:41:51.153Z"
                     *         },
                     *         {
                     *           "receipt": "rM47tvDAcBlywvXgdZqhLhfdpnqKfZRQSi5qS4hYDzMRkrSecFmI9qIgKmj3x7yxFCUTCS---PS3mFz2XcHBHc1bFIOM8C730KMJ0rYQ1HF9j5GbGqruzZbsIJa89JaPPXACKYxq7_FdkdW0ZQtII_tqQpldXchTQ9O2h8YglKJsUb2bDCpm6YhyhnCQjk57DVfiadADvU9NnmDdwJZsllKydPEL8_kDw5MofE73LqXJut41iFgLj06krlRmz3jOzJzHX6k1Hv0YR5PEkJMrN_NRw7Q48j91C6VNlSI2eLAdPYqIyyVaX8nXBiny5LiiG_sq2nB2Dw9iYCWYA6VUQY2YhRpHeaZvWroGAtx3kHj8a6cdc7T2gId_SqwCwD3ONUxlhhxPdeQQuQo3W_Ik-m7uYPVlLNcW_OZLk8hopYkJ0JE2IdmT9qBAjc9JxAvW3LwWgesPRdMWl0PDynpEDFVZ9dZSgEFWMxAQIJkc87zEHduwFFs3Vwj83Z_icJ_7jUYAoZko7ohn36brXuubc1uXymOgUx6Leb1v49fEu8NB7ZBr7cd0769BN8u66jm1izv2bluwjsNGI_1HlvxQHXcV9rlQwY2wpTKiHd1vbHGJkWnQErpcD7DaLOvtzN6t",
                     *           "id": "verdict:165a604b-8847-46a0-acbe-8e3fcb8492ab",
                     *           "source": "urn:hub:source:operator",
                     *           "dossier": null,
                     *           "acceptedAt": "2026-11-26T19:41:51.153Z"
                     *         }
                     *       ]
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "trainee": "083ff8da-8c18-411d-9758-d927d8a7761b",
                     *       "links": [
                     *         {
                     *           "with": "60cede65-b4ae-4f23-9f17-08c464ef242b",
                     *           "state": "joined"
                     *         }
                     *       ],
                     *       "verdicts": [
                     *         {
                     *           "eventId": "verdict:f22fa4d7-23ce-42ff-aa79-075c944f027d",
                     *           "source": "operator",
                     *           "trainees": [
                     *             "083ff8da-8c18-411d-9758-d927d8a7761b",
                     *             "60cede65-b4ae-4f23-9f17-08c464ef242b"
                     *           ],
                     *           "verdict": "same",
                     *           "by": "manual",
                     *           "reason": "ticket-4312",
                     *           "recordedAt": "2026-11-26T19:41:51.053Z",
                     *           "agent": "agent-1"
                     *         },
                     *         {
                     *           "eventId": "verdict:165a604b-8847-46a0-acbe-8e3fcb8492ab",
                     *           "source": "operator",
                     *           "trainees": [
                     *             "083ff8da-8c18-411d-9758-d927d8a7761b",
                     *             "60cede65-b4ae-4f23-9f17-08c464ef242b"
                     *           ],
                     *           "verdict": "same",
                     *           "by": "manual",
                     *           "reason": "ticket-4312",
                     *           "recordedAt": "2026-11-26T19:41:51.153Z",
                     *           "agent": "agent-2"
                     *         }
                     *       ],
                     *       "corrections": []
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "dossier": 612341578,
                     *           "alsoKnownAs": [
                     *             111500346
                     *           ],
                     *           "funding": "prf",
                     *           "territory": "centre-val-de-loire",
                     *           "sessions": [
                     *             "session:07:760000",
                     *             "session:eos:76000"
                     *           ],
                     *           "organisations": [
                     *             "99865314100015"
                     *           ],
                     *           "described": "all",
                     *           "sightUntil": "2029-03-01",
                     *           "trainee": "a5777898-afdc-4fba-8b29-bb0e3e0bc362",
                     *           "periods": [],
                     *           "kind": "entry",
                     *           "day": "2026-11-09",
                     *           "module": null,
                     *           "interruption": null,
                     *           "exitKind": null,
                     *           "standing": "authoritative",
                     *           "source": "eos",
                     *           "eventId": "220000532-entry-2",
                     *           "toldFrom": "2026-11-26T19:41:31.283Z",
                     *           "takenBackAt": null,
                     *           "state": "told"
                     *         },
                     *         {
                     *           "dossier": 231983990,
                     *           "alsoKnownAs": [
                     *             520809271
                     *           ],
                     *           "funding": "prf",
                     *           "territory": "centre-val-de-loire",
                     *           "sessions": [
                     *             "session:07:760014",
                     *             "session:eos:76014"
                     *           ],
                     *           "organisations": [
                     *             "99587107600015"
                     *           ],
                     *           "described": "all",
                     *           "sightUntil": "2028-12-21",
                     *           "trainee": "7cfc7dd6-5a59-44eb-b14d-c8a14819d007",
                     *           "periods": [],
                     *           "kind": "entry",
                     *           "day": "2026-06-03",
                     *           "module": null,
                     *           "interruption": null,
                     *           "exitKind": null,
                     *           "standing": "authoritative",
                     *           "source": "eos",
                     *           "eventId": "220000168-entry-2",
                     *           "toldFrom": "2026-11-26T19:41:31.283Z",
                     *           "takenBackAt": null,
                     *           "state": "told"
                     *         }
                     *       ],
                     *       "next": null,
                     *       "freshness": {
                     *         "projectionVersion": "efadace16f298be1.1",
                     *         "rulesVersion": "LIowAsF1NOkyBytnt-QU64semqBCbRJD6IWd3jvvB1I",
                     *         "today": "2026-11-26",
                     *         "asOf": null,
                     *         "knownAt": null
                     *       }
                     *     }
                     */
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
                /**
                 * @example {
                 *       "from": "083ff8da-8c18-411d-9758-d927d8a7761b",
                 *       "to": {
                 *         "nir": "2530445001004"
                 *       },
                 *       "facts": [
                 *         {
                 *           "source": "eos",
                 *           "id": "entry-1894"
                 *         }
                 *       ],
                 *       "reason": "ticket-4313"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "from": "083ff8da-8c18-411d-9758-d927d8a7761b",
                     *       "to": "9ca9151f-cbd6-4f13-8647-f3d382b32c54",
                     *       "identifiersMoved": [],
                     *       "factsMoved": 1,
                     *       "dossiers": [
                     *         {
                     *           "from": 294454099,
                     *           "to": 780207013
                     *         }
                     *       ],
                     *       "receipts": [
                     *         {
                     *           "receipt": "N1rJWv_meljna2BANB5iJ9LziwBFj619GSEvn8EWIEmbGkv2df4uS4klg0rb7ZeqwKOkcxdVjcIDhvnQLgUXEejNGpUf4bfmBeI7rxPeD0mNwIUeVNMxeHX_KE5-WEY8kEi9x-EaANzCwB4R_oVmcZAoU3qf2ohN-D4vwWG-c9unueDn2GFtWjgnJsXSzxa4RGnZlNLzuh79mhiWaRGBnr2bMgQVXCIcPFC8ftx5WxAMfOLOulDoJgGj2ffcbUF9ZLMeqErbt6f_5ni1vj-vi1wxGtOkOtzfPZWU6XxzVET9sdASkJynBhYRTxpd3MnzkHGrB6u8-5ndvR2X90TbSiHKHNWEPeqwmBdxZlVL3hZQinEeJmL0z7grOxVJsmhhZ6GvccHbCaayeHsKJj9x3WpkzOnq5pKcr1wLnrN-rNUwdXtmfKZ53mzDzPB5blHJ6eEu1cA6QGXhk1MG_Qzx4vDz4RvQ3jExi89_fIv1Pf2JS-3f9RTJtfqPQZaA9M9qA0nUqWsfal-8URlIRWI2b916YJj72G9vXN9bgtJFkmYYN6JYjcQTfzWmOPUHWv-8INy3cRfU5q76F3onJOBmCb30AxcTKZlXTv-zt64jpHfyW38CTj9lZCnQODXsu4TL",
                     *           "id": "correction:f859fbec-0f3f-4021-b25c-c21425e11ad9",
                     *           "source": "urn:hub:source:operator",
                     *           "dossier": null,
                     *           "acceptedAt": "2026-11-26T19:41:51.518Z"
                     *         },
                     *         {
                     *           "receipt": "BMMuoS_ZMgot5ZLuykdxJtqOgKOteduBsQaC0ObDZ87lKlB-yKizHqOuYoPd78J6XyM-w6563UJ4p5CjBuIDCa6zrbDWmSRJi7tgQ_kI9wR3gwF7RZVN9ILUFcAKzUmVMIloWY51XzwmgA9K4H3OMIWOlz-5zaal8hDaYdm0bD5Q9opev4JqqNCGanB64UFvQWG6pziWcNWMYQpBRg6gY9yyNtwYoXtyErwE_-frUxM62x5OxsBrc75sSLU0usYcE7fWeOvJrYTzwnmGRzD5yTNL0M8IQE_p7aamj3HAQ_m3hmHez_v28Uab0DkfdHzGUDzXPSOYGNgEMMfap_hEl7KWt4eg6YjiurVX1me7F-nJ63jMOk1P_DbE8YdKE7CoHV4GJNn76rCi6K9_LKs8c2qGWLckZ-nKHjsJz-EQYnnAL3uvbJXg9qOG6WtXZZEP-Enedsxpmu7Mfxmp4mYw9S6HKTy68dZwROQb4K9pSCnfesGZ_Hre4d6gkvMffURAK_HtcoencI7gmJtAPxWYBjueT9-5yXY8JMQxZuujpUByxyqWnUUSJfdIgl_j-JJKeS4gGqO6MDdZI4TBt58NfNj_mvUlBeZmtfk9_uULTA9kmHZJ80oclw3LoZQTcaYY",
                     *           "id": "correction:f859fbec-0f3f-4021-b25c-c21425e11ad9",
                     *           "source": "urn:hub:source:operator",
                     *           "dossier": null,
                     *           "acceptedAt": "2026-11-26T19:41:51.518Z"
                     *         }
                     *       ]
                     *     }
                     */
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
    readonly searchReceipts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "receipts": [
                 *         "3q2-7wRk…",
                 *         "AAAA…"
                 *       ]
                 *     }
                 */
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
                    readonly "application/json": {
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
                    /**
                     * @example {
                     *       "state": "visible",
                     *       "fact": {
                     *         "state": "live",
                     *         "by": []
                     *       },
                     *       "anomalies": [
                     *         {
                     *           "code": "entry-without-positioning",
                     *           "severity": "info",
                     *           "found": "stored",
                     *           "facts": [
                     *             {
                     *               "eventId": "entry-1894",
                     *               "source": "eos"
                     *             }
                     *           ],
                     *           "about": {
                     *             "stay": "eos/entry-1894"
                     *           },
                     *           "sentence": "Une entrée est attestée sans qu'aucun positionnement ait été transmis.",
                     *           "remedy": "Transmettre le positionnement s'il existe."
                     *         }
                     *       ],
                     *       "id": "entry-1894",
                     *       "source": "eos",
                     *       "dossier": 294454099
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "b3f9c036-2fdd-4e88-a6a2-27fd4ce35142",
                     *           "askedAt": "2026-11-26T19:41:44.10208+00:00",
                     *           "organisation": "99000106700018",
                     *           "dossier": 294454099,
                     *           "source": "eos",
                     *           "eventId": "entry-1894",
                     *           "reason": "wrong-value",
                     *           "forPerson": false,
                     *           "dueOn": null,
                     *           "answer": null,
                     *           "answeredAt": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
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
                /**
                 * @example {
                 *       "answer": "declined"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "id": "b3f9c036-2fdd-4e88-a6a2-27fd4ce35142",
                     *       "askedAt": "2026-11-26T19:41:44.10208+00:00",
                     *       "organisation": "99000106700018",
                     *       "dossier": 294454099,
                     *       "source": "eos",
                     *       "eventId": "entry-1894",
                     *       "reason": "wrong-value",
                     *       "forPerson": false,
                     *       "dueOn": null,
                     *       "answer": "declined",
                     *       "answeredAt": "2026-11-26T19:41:44.230869+00:00"
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "dossier": 612341578,
                     *           "alsoKnownAs": [
                     *             111500346
                     *           ],
                     *           "funding": "prf",
                     *           "territory": "centre-val-de-loire",
                     *           "sessions": [
                     *             "session:07:760000",
                     *             "session:eos:76000"
                     *           ],
                     *           "organisations": [
                     *             "99865314100015"
                     *           ],
                     *           "described": "states",
                     *           "sightUntil": "2029-03-01",
                     *           "trainee": "a5777898-afdc-4fba-8b29-bb0e3e0bc362",
                     *           "status": "entered",
                     *           "remuneration": {
                     *             "body": "99000118200015",
                     *             "sent": true,
                     *             "from": "2026-11-09",
                     *             "to": null
                     *           },
                     *           "stays": [
                     *             {
                     *               "state": "entered",
                     *               "entry": "2026-11-09",
                     *               "absentOn": null,
                     *               "exit": null,
                     *               "exitKind": null,
                     *               "abandonment": null,
                     *               "interruptions": []
                     *             }
                     *           ],
                     *           "attendance": [
                     *             {
                     *               "month": "2026-11",
                     *               "stay": "eos/220000532-entry-2",
                     *               "module": null,
                     *               "hours": 63,
                     *               "complete": false
                     *             }
                     *           ],
                     *           "absences": [],
                     *           "blockages": []
                     *         },
                     *         {
                     *           "dossier": 957816254,
                     *           "alsoKnownAs": [
                     *             291205052
                     *           ],
                     *           "funding": "prf",
                     *           "territory": "centre-val-de-loire",
                     *           "sessions": [
                     *             "session:07:760019",
                     *             "session:eos:76019"
                     *           ],
                     *           "organisations": [
                     *             "99011214600016"
                     *           ],
                     *           "described": "states",
                     *           "sightUntil": "2029-05-13",
                     *           "trainee": "106e123c-1f7f-40f5-8c63-4c5c9c5c16af",
                     *           "status": "entered",
                     *           "remuneration": {
                     *             "body": "99000118200015",
                     *             "sent": true,
                     *             "from": "2026-10-05",
                     *             "to": null
                     *           },
                     *           "stays": [
                     *             {
                     *               "state": "entered",
                     *               "entry": "2026-10-05",
                     *               "absentOn": null,
                     *               "exit": null,
                     *               "exitKind": null,
                     *               "abandonment": null,
                     *               "interruptions": []
                     *             }
                     *           ],
                     *           "attendance": [
                     *             {
                     *               "month": "2026-10",
                     *               "stay": "eos/220000212-entry-2",
                     *               "module": null,
                     *               "hours": null,
                     *               "complete": true
                     *             }
                     *           ],
                     *           "absences": [],
                     *           "blockages": []
                     *         }
                     *       ],
                     *       "next": null,
                     *       "freshness": {
                     *         "projectionVersion": "efadace16f298be1.1",
                     *         "rulesVersion": "LIowAsF1NOkyBytnt-QU64semqBCbRJD6IWd3jvvB1I",
                     *         "today": "2026-11-26",
                     *         "asOf": null,
                     *         "knownAt": null
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["RemunerationPage"];
                };
            };
        };
    };
    readonly listSessionChanges: {
        readonly parameters: {
            readonly query?: {
                /** @description `next` of the answer before. Absent: from the beginning, each dossier or session once */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "session": "session:07:760014",
                     *           "state": "open",
                     *           "causes": [
                     *             "recruitment-opened",
                     *             "session-identified"
                     *           ]
                     *         },
                     *         {
                     *           "session": "session:07:760003",
                     *           "state": "open",
                     *           "causes": [
                     *             "recruitment-opened",
                     *             "session-published"
                     *           ]
                     *         }
                     *       ],
                     *       "next": "lDy-WmKqvS84GZGp80uu15Jf4XmaSzN6biMS4XqWy54_LN5KCGzqqKkRBXVKtE6dwkCNnzG-RkzdcG6KVg63eVjaoLiWU_zWoJy97UMC7xm4Turr6zq-Dqzm4pGhqpx2XIvXmBlpAmXpPMs2vp4-AUI4KCBXs9ZfyFxBZGklDtDDa8nqrz6CauHLRaDi1X7hAr5oSpmtaYJsG2twNeQcO0hAGH1pa0T9aOtaiyoJhA-MvkPNG3EzkLj4TtNfweD4p89UNq7XyKNLcRNCXyQA88EYvi8BqC8waTcwRfOf3Xhl_WgZdbHQyuH0FuJ3kQXI6PwutTgebNernNNnJ_zpstH5khAtg3lhJT5kA0zP6lhPqwB2fl6dU9i7Fd8dBf60Xwo10rD7Jyx26yu3VLocVTaagE0l92wG0SYUb8wk-iSxng8tQ0bLyyY3WagWm8i55XntAOnPBdQ5wbdegpKWuZVnaZlaqLrzj1JrN1pX2wJ2QOm3ddDymbmM9ghdAzNSs_9pKMyXTD8qh1IzFMyxcQZ-Cr9iJ6M0BpFvTgk1VUtrqpArwRUOl8v-D49UYMrecLH7Cb1bo7OMZQUXgWgsyjPyt_qkNXnOSxHNF6CgAbIjoHAhhi6L9s0Ob1SJrdWs",
                     *       "more": true
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "unresolved": false,
                     *       "references": [
                     *         "session:07:760014"
                     *       ],
                     *       "state": "open",
                     *       "published": {
                     *         "confirmedBy": [],
                     *         "contestedBy": [],
                     *         "effectiveDate": null,
                     *         "eventId": "07-760014-nfbcmkjapoobhojedngc",
                     *         "receivedAt": "2026-11-26T19:41:31.247Z",
                     *         "recordedAt": "2026-04-16T22:00:00.000Z",
                     *         "source": "ofeli",
                     *         "standing": "no-authority",
                     *         "value": {
                     *           "title": "Chargé de communication e-sport",
                     *           "start": "2026-06-03",
                     *           "end": "2026-12-21",
                     *           "open": false,
                     *           "entryMode": "fixed-dates",
                     *           "teachingMode": "in-person",
                     *           "mandataireSiret": "99587107600015",
                     *           "dispensateurSirets": [
                     *             "99587107600015"
                     *           ],
                     *           "place": {
                     *             "inseeCode": "28085",
                     *             "postalCode": "28000",
                     *             "label": "Chartres"
                     *           },
                     *           "financerCodes": [
                     *             "2"
                     *           ],
                     *           "financerSirets": [],
                     *           "certification": null,
                     *           "placesTotal": 11,
                     *           "placesFinanced": 7,
                     *           "domain": {
                     *             "formacode": [
                     *               "46347"
                     *             ],
                     *             "nsf": [
                     *               "320"
                     *             ],
                     *             "rome": [
                     *               "E1103"
                     *             ]
                     *           }
                     *         }
                     *       },
                     *       "withdrawn": null,
                     *       "plannedInterruptions": [],
                     *       "slots": [
                     *         {
                     *           "slot": "ICO-76014-1",
                     *           "opened": {
                     *             "confirmedBy": [],
                     *             "contestedBy": [],
                     *             "effectiveDate": "2026-04-27",
                     *             "eventId": "ICO-76014-1",
                     *             "receivedAt": "2026-11-26T19:41:31.764Z",
                     *             "recordedAt": "2026-04-17T12:27:00.000Z",
                     *             "source": "kairos",
                     *             "standing": "no-authority",
                     *             "value": {
                     *               "mode": "meeting",
                     *               "from": "2026-04-27",
                     *               "to": null
                     *             }
                     *           },
                     *           "deleted": null
                     *         },
                     *         {
                     *           "slot": "RDV-76014-2",
                     *           "opened": {
                     *             "confirmedBy": [],
                     *             "contestedBy": [],
                     *             "effectiveDate": "2026-05-04",
                     *             "eventId": "RDV-76014-2",
                     *             "receivedAt": "2026-11-26T19:41:31.764Z",
                     *             "recordedAt": "2026-04-17T12:15:00.000Z",
                     *             "source": "kairos",
                     *             "standing": "no-authority",
                     *             "value": {
                     *               "mode": "appointment",
                     *               "from": "2026-05-04",
                     *               "to": null
                     *             }
                     *           },
                     *           "deleted": null
                     *         }
                     *       ],
                     *       "identified": [
                     *         {
                     *           "references": [
                     *             "session:07:760014",
                     *             "session:eos:76014"
                     *           ],
                     *           "verdict": "same",
                     *           "by": "rule",
                     *           "eventId": "07-760014-eos-76014",
                     *           "source": "ofeli",
                     *           "recordedAt": "2026-04-16T22:00:00.000Z"
                     *         }
                     *       ],
                     *       "missing": []
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "fewest": 20,
                     *       "weeks": [
                     *         {
                     *           "week": "2026-W48",
                     *           "madeAt": "2026-11-26T19:41:44.47758+00:00",
                     *           "closed": [
                     *             {
                     *               "measure": "entries",
                     *               "month": "2026-06"
                     *             },
                     *             {
                     *               "measure": "positionings",
                     *               "month": "2026-04"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "measures": [
                     *         {
                     *           "name": "positionings",
                     *           "label": "Positionnements",
                     *           "definition": "Dossiers dont la dernière candidature est datée du mois.",
                     *           "counts": "dossier",
                     *           "of": null
                     *         },
                     *         {
                     *           "name": "registrations",
                     *           "label": "Inscriptions",
                     *           "definition": "Dossiers dont la dernière candidature a été inscrite dans le mois.",
                     *           "counts": "dossier",
                     *           "of": null
                     *         }
                     *       ],
                     *       "crossings": [
                     *         {
                     *           "name": "month",
                     *           "label": "Mois",
                     *           "keys": []
                     *         },
                     *         {
                     *           "name": "territory",
                     *           "label": "Mois × territoire",
                     *           "keys": [
                     *             "territory"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["StatisticsCatalogue"];
                };
            };
        };
    };
    readonly readStatistics: {
        readonly parameters: {
            readonly query?: {
                /** @description Default: `month` alone */
                readonly by?: "month" | "territory" | "funding" | "financer" | "territory-funding" | "territory-domain";
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
                    /**
                     * @example {
                     *       "measure": "entries",
                     *       "label": "Entrées",
                     *       "definition": "Périodes de formation commencées dans le mois.",
                     *       "counts": "training",
                     *       "of": null,
                     *       "by": "month",
                     *       "week": "2026-W48",
                     *       "from": "2025-11",
                     *       "to": "2026-11",
                     *       "items": [
                     *         {
                     *           "month": "2026-06",
                     *           "value": 20
                     *         }
                     *       ]
                     *     }
                     */
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
                /**
                 * @example {
                 *       "nir": "1520345001003"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "trainees": [
                     *         "60cede65-b4ae-4f23-9f17-08c464ef242b"
                     *       ],
                     *       "joinedBy": [],
                     *       "dossiers": [
                     *         {
                     *           "number": 208300625,
                     *           "alsoKnownAs": [],
                     *           "status": "positioned",
                     *           "statusSince": {
                     *             "source": "kairos",
                     *             "eventId": "example-4",
                     *             "effectiveDate": "2026-03-20"
                     *           },
                     *           "funding": "prf",
                     *           "territory": "centre-val-de-loire",
                     *           "organisations": [],
                     *           "session": {
                     *             "unresolved": true,
                     *             "references": [
                     *               "session:07:114783"
                     *             ],
                     *             "state": "unpublished",
                     *             "published": null,
                     *             "withdrawn": null,
                     *             "plannedInterruptions": [],
                     *             "slots": [],
                     *             "identified": [],
                     *             "missing": []
                     *           },
                     *           "plan": null,
                     *           "wholePath": null,
                     *           "attempts": [
                     *             {
                     *               "key": "kairos/example-4",
                     *               "openedOn": "2026-03-20",
                     *               "regime": {
                     *                 "row": "cvl-attest-entry-prf",
                     *                 "name": "hub",
                     *                 "clock": "candidature",
                     *                 "date": "2026-03-20"
                     *               },
                     *               "presence": [],
                     *               "flags": {
                     *                 "certificateIssued": null,
                     *                 "registrationCertificateIssued": null,
                     *                 "firmPlace": null,
                     *                 "trainingPlanValidated": null
                     *               },
                     *               "positioned": {
                     *                 "confirmedBy": [],
                     *                 "contestedBy": [],
                     *                 "effectiveDate": "2026-03-20",
                     *                 "eventId": "example-4",
                     *                 "receivedAt": "2026-11-26T19:41:50.915Z",
                     *                 "recordedAt": "2026-04-02T07:12:00.000Z",
                     *                 "source": "kairos",
                     *                 "standing": "no-authority",
                     *                 "value": {
                     *                   "by": "france-travail",
                     *                   "mode": "candidature"
                     *                 }
                     *               },
                     *               "contacted": null,
                     *               "appointment": null,
                     *               "selection": null,
                     *               "validation": null,
                     *               "enrolment": null,
                     *               "withdrawal": null,
                     *               "state": "positioned",
                     *               "since": {
                     *                 "source": "kairos",
                     *                 "eventId": "example-4",
                     *                 "effectiveDate": "2026-03-20"
                     *               },
                     *               "skipped": []
                     *             }
                     *           ],
                     *           "stays": [],
                     *           "absences": [],
                     *           "attendance": [],
                     *           "hours": [],
                     *           "hostCompanies": [],
                     *           "assessment": null,
                     *           "financing": [],
                     *           "remuneration": null,
                     *           "serviceDone": null,
                     *           "costs": [],
                     *           "quotes": [],
                     *           "attendanceSheets": [],
                     *           "invoices": [],
                     *           "notifications": [],
                     *           "skillsProfile": null,
                     *           "certifications": [],
                     *           "expectations": [],
                     *           "factCount": 1,
                     *           "overfull": false,
                     *           "today": "2026-11-26",
                     *           "slotsDeleted": [],
                     *           "trainingRefs": [
                     *             "session:07:114783"
                     *           ],
                     *           "partnerRefs": [],
                     *           "anomalies": [
                     *             {
                     *               "code": "session-unresolved",
                     *               "severity": "info",
                     *               "found": "assessed",
                     *               "facts": [],
                     *               "about": {
                     *                 "reference": "session:07:114783"
                     *               },
                     *               "sentence": "La session n'est pas encore connue du hub.",
                     *               "remedy": "L'offre arrive avec un jour de retard ; vérifier ensuite la référence de session."
                     *             }
                     *           ],
                     *           "situation": [],
                     *           "reasons": [],
                     *           "sight": {
                     *             "described": "all",
                     *             "categories": [
                     *               "states",
                     *               "hours"
                     *             ]
                     *           },
                     *           "sightUntil": null
                     *         }
                     *       ],
                     *       "otherDossiers": [],
                     *       "cepPeriods": [],
                     *       "registrations": [],
                     *       "employment": {
                     *         "bestJob": null,
                     *         "periods": [],
                     *         "returns": [],
                     *         "usedUntil": null
                     *       },
                     *       "certifications": [],
                     *       "anomalies": [],
                     *       "freshness": {
                     *         "token": "eqMYddN32b_3tNggKsn05cKhWctv-KNNJkFL4r78gqsfijB_qBYJASKx8idHYYKhkHW549at3wH6bcHIw_PyNn6mEQYP4cv2cC_EZuNQRMl9fbfzQwLDFOodTLP83fD7Nw1-HjDhKcz2MDRQIBi-wA3DzDY3mN_JmxeugH3EPi3WbsZxK6I6n3bJQQPwfKJzLdkokcVsuIfxZ13BD5oBuGN4mpqwnOeJyMspWdPr3FtK7qbl1iD3hRijPNrKC5bdCRF8kQTNxeKz024PqOKLrsceJfRJzmmcKUADKaAVrMT_8jbctQK89a7IMw1LffkxxCJy24Vdm_MQJcl6whZprKvfZQy3zN3vFQ8wN3Y2iOeaLF0j0aC4k7w1qFq9AaA7lUV5y2vjN-53k44sIeFx4FlIdibmfWWxcUwXUdb7Uv4LEtp1zYvUtas5zfSYN35t9IV3fhFGlqJvWPo4bTL2alFwBFuiT0-s7cJHy8q9Q3fVAJopSfrh1TR4ttBatl8WyMQXf6k83QtPzRY1BGGzS4-EnW6VHAsl8K0Io_7P2JqIaDcCLWriIhEf0faKsTj7BhMhs0wTObN2aa2VTuFC8bg9R4-8lsXY4FEBD2EoH5PpWqhi53TzV9EzTACvUvdT",
                     *         "projectionVersion": "efadace16f298be1.1",
                     *         "rulesVersion": "LIowAsF1NOkyBytnt-QU64semqBCbRJD6IWd3jvvB1I",
                     *         "today": "2026-11-26",
                     *         "asOf": null,
                     *         "knownAt": null
                     *       },
                     *       "parked": []
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "trainees": [
                     *         "083ff8da-8c18-411d-9758-d927d8a7761b"
                     *       ],
                     *       "joinedBy": [],
                     *       "dossiers": [
                     *         {
                     *           "number": 294454099,
                     *           "alsoKnownAs": [],
                     *           "status": "entered",
                     *           "statusSince": {
                     *             "source": "eos",
                     *             "eventId": "entry-1894",
                     *             "effectiveDate": "2026-04-01"
                     *           },
                     *           "funding": "prf",
                     *           "territory": "centre-val-de-loire",
                     *           "organisations": [],
                     *           "session": {
                     *             "unresolved": true,
                     *             "references": [
                     *               "session:07:114782"
                     *             ],
                     *             "state": "unpublished",
                     *             "published": null,
                     *             "withdrawn": null,
                     *             "plannedInterruptions": [],
                     *             "slots": [],
                     *             "identified": [],
                     *             "missing": []
                     *           },
                     *           "plan": null,
                     *           "wholePath": null,
                     *           "attempts": [
                     *             {
                     *               "key": "kairos/example-1",
                     *               "openedOn": "2026-03-20",
                     *               "regime": {
                     *                 "row": "cvl-attest-entry-prf",
                     *                 "name": "hub",
                     *                 "clock": "candidature",
                     *                 "date": "2026-03-20"
                     *               },
                     *               "presence": [],
                     *               "flags": {
                     *                 "certificateIssued": null,
                     *                 "registrationCertificateIssued": null,
                     *                 "firmPlace": null,
                     *                 "trainingPlanValidated": null
                     *               },
                     *               "positioned": {
                     *                 "confirmedBy": [],
                     *                 "contestedBy": [],
                     *                 "effectiveDate": "2026-03-20",
                     *                 "eventId": "example-1",
                     *                 "receivedAt": "2026-11-26T19:41:35.012Z",
                     *                 "recordedAt": "2026-04-02T07:12:00.000Z",
                     *                 "source": "kairos",
                     *                 "standing": "no-authority",
                     *                 "value": {
                     *                   "by": "france-travail",
                     *                   "mode": "candidature"
                     *                 }
                     *               },
                     *               "contacted": null,
                     *               "appointment": null,
                     *               "selection": null,
                     *               "validation": null,
                     *               "enrolment": null,
                     *               "withdrawal": null,
                     *               "state": "positioned",
                     *               "since": {
                     *                 "source": "kairos",
                     *                 "eventId": "example-1",
                     *                 "effectiveDate": "2026-03-20"
                     *               },
                     *               "skipped": []
                     *             }
                     *           ],
                     *           "stays": [
                     *             {
                     *               "key": "eos/entry-1894",
                     *               "state": "entered",
                     *               "provisional": false,
                     *               "regime": {
                     *                 "row": "cvl-attest-entry-prf",
                     *                 "name": "hub",
                     *                 "clock": "candidature",
                     *                 "date": "2026-03-20"
                     *               },
                     *               "entry": {
                     *                 "confirmedBy": [],
                     *                 "contestedBy": [],
                     *                 "effectiveDate": "2026-04-01",
                     *                 "eventId": "entry-1894",
                     *                 "receivedAt": "2026-11-26T19:41:35.599Z",
                     *                 "recordedAt": "2026-04-02T07:12:00.000Z",
                     *                 "source": "eos",
                     *                 "standing": "authoritative",
                     *                 "value": "2026-04-01"
                     *               },
                     *               "absence": null,
                     *               "exit": null,
                     *               "abandonment": null,
                     *               "modules": [],
                     *               "interruptions": [],
                     *               "resumptions": []
                     *             }
                     *           ],
                     *           "absences": [],
                     *           "attendance": [],
                     *           "hours": [],
                     *           "hostCompanies": [],
                     *           "assessment": null,
                     *           "financing": [
                     *             {
                     *               "line": "L-1",
                     *               "engaged": {
                     *                 "confirmedBy": [],
                     *                 "contestedBy": [],
                     *                 "effectiveDate": "2026-04-01",
                     *                 "eventId": "example-3",
                     *                 "receivedAt": "2026-11-26T19:41:35.750Z",
                     *                 "recordedAt": "2026-04-02T07:12:00.000Z",
                     *                 "source": "region-cvl",
                     *                 "standing": "no-authority",
                     *                 "value": {
                     *                   "financerSiret": "99000106700018",
                     *                   "delegatedBySiret": null,
                     *                   "coFinancers": [],
                     *                   "employerSiret": null,
                     *                   "funding": "prf",
                     *                   "device": "PRF",
                     *                   "from": "2026-04-01",
                     *                   "to": null,
                     *                   "amount": 250050
                     *                 }
                     *               },
                     *               "realised": null
                     *             }
                     *           ],
                     *           "remuneration": null,
                     *           "serviceDone": null,
                     *           "costs": [],
                     *           "quotes": [],
                     *           "attendanceSheets": [],
                     *           "invoices": [],
                     *           "notifications": [],
                     *           "skillsProfile": null,
                     *           "certifications": [],
                     *           "expectations": [
                     *             {
                     *               "what": "attendance",
                     *               "since": "2026-04-25",
                     *               "dueBy": "2026-04-30",
                     *               "about": "eos/entry-1894",
                     *               "month": "2026-04"
                     *             },
                     *             {
                     *               "what": "attendance",
                     *               "since": "2026-05-25",
                     *               "dueBy": "2026-05-31",
                     *               "about": "eos/entry-1894",
                     *               "month": "2026-05"
                     *             }
                     *           ],
                     *           "factCount": 3,
                     *           "overfull": false,
                     *           "today": "2026-11-26",
                     *           "slotsDeleted": [],
                     *           "trainingRefs": [
                     *             "file:eos:1894",
                     *             "session:07:114782"
                     *           ],
                     *           "partnerRefs": [
                     *             "file:eos:1894"
                     *           ],
                     *           "anomalies": [
                     *             {
                     *               "code": "session-unresolved",
                     *               "severity": "info",
                     *               "found": "assessed",
                     *               "facts": [],
                     *               "about": {
                     *                 "reference": "session:07:114782"
                     *               },
                     *               "sentence": "La session n'est pas encore connue du hub.",
                     *               "remedy": "L'offre arrive avec un jour de retard ; vérifier ensuite la référence de session."
                     *             },
                     *             {
                     *               "code": "overdue",
                     *               "severity": "warning",
                     *               "found": "assessed",
                     *               "facts": [],
                     *               "about": {
                     *                 "what": "attendance",
                     *                 "dueBy": "2026-04-30",
                     *                 "of": "eos/entry-1894"
                     *               },
                     *               "sentence": "Une information attendue n'est pas arrivée à son échéance.",
                     *               "remedy": "Transmettre l'information attendue."
                     *             }
                     *           ],
                     *           "situation": [],
                     *           "reasons": [],
                     *           "sight": {
                     *             "described": "all",
                     *             "categories": [
                     *               "states",
                     *               "hours"
                     *             ]
                     *           },
                     *           "sightUntil": "2028-04-01"
                     *         }
                     *       ],
                     *       "otherDossiers": [],
                     *       "cepPeriods": [],
                     *       "registrations": [],
                     *       "employment": {
                     *         "bestJob": null,
                     *         "periods": [],
                     *         "usedUntil": null,
                     *         "returns": [
                     *           {
                     *             "dossier": 294454099,
                     *             "points": [
                     *               {
                     *                 "point": "validation",
                     *                 "date": null,
                     *                 "bestJob": null,
                     *                 "several": false,
                     *                 "awaited": false
                     *               },
                     *               {
                     *                 "point": "entry",
                     *                 "date": "2026-04-01",
                     *                 "bestJob": null,
                     *                 "several": false,
                     *                 "awaited": false
                     *               }
                     *             ]
                     *           }
                     *         ]
                     *       },
                     *       "certifications": [],
                     *       "anomalies": [],
                     *       "freshness": {
                     *         "token": "FI-qZyScxIzbe07kwGVbqD_QJIQEb_gta52KLomiyouvjyS0xij8jfOzkDJ4Ywc-4giIHB5hQN4JhAVE5DiXbN79sTsig82gxatatTY0_Hvg_m2FOEkXIhpjFu_mPcPfW_tNG79h6c9eW4y3vJXsi04RKRWCcRz1IUIQnL921uFEulLtSmfMopUYTqHZxAeSTRDoo575Ss7pjxCx1ydZw-ingE8zHfpOBNcGFvDQFytM-bbFEjXdibKC0BK7J7ToVKuBHpLK9pYCQPbGwVVljZAmr6hWoY0HONXWQik362zBAcooXjxQngGf4olF6nme7cy0uKjC1hSdSpgFP_KUDtDHZDSdnWUideXmHw2gJOJ_184czocZvIriJuCGlY4TXPv8xl4WCDhy5wd3GvSzHWPbfotWBQ2BNMLrPiqdLaoVPI8YxHKua2dSFLeYUfie6rG2-HtpUCKGFXv_TP2ddniwIX0wPydUQT3RHQfpD4PpjfYAsVigNLL_qWI_VlGEWdGn3TAKkurI04JavVYsOUEP-aLMVtpcNR2zNDHjS9RCNsMTg3NiyUpFJi06w-2spU2FRUTLAHAWI70twQKVbcKFQeZNyuCUUN_JSWiBXbekSfBZIzG493RxdPWGVndl",
                     *         "projectionVersion": "efadace16f298be1.1",
                     *         "rulesVersion": "LIowAsF1NOkyBytnt-QU64semqBCbRJD6IWd3jvvB1I",
                     *         "today": "2026-11-26",
                     *         "asOf": null,
                     *         "knownAt": null
                     *       },
                     *       "parked": []
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "uarnqfaxfgrcczuu",
                     *           "clientId": "region-centre-val-de-loire",
                     *           "siret": "99000106700018",
                     *           "feed": "changes",
                     *           "purpose": "funding-follow-up",
                     *           "territory": null,
                     *           "causes": [
                     *             "entry-attested"
                     *           ],
                     *           "url": "https://hooks.example.org/hub",
                     *           "createdAt": "2026-11-26T19:41:46.112Z",
                     *           "state": "active",
                     *           "why": null,
                     *           "failures": 0,
                     *           "failingSince": null,
                     *           "nextAt": "2026-11-26T19:41:46.112Z",
                     *           "waiting": 0
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
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
                /**
                 * @example {
                 *       "url": "https://hooks.example.org/hub",
                 *       "purpose": "funding-follow-up",
                 *       "causes": [
                 *         "entry-attested"
                 *       ]
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "webhook": {
                     *         "id": "ierijqrhozbcomlq",
                     *         "clientId": "region-centre-val-de-loire",
                     *         "siret": "99000106700018",
                     *         "feed": "changes",
                     *         "purpose": "funding-follow-up",
                     *         "territory": null,
                     *         "causes": [
                     *           "entry-attested"
                     *         ],
                     *         "url": "https://hooks.example.org/hub",
                     *         "createdAt": "2026-11-26T19:41:47.996Z",
                     *         "state": "active",
                     *         "why": null,
                     *         "failures": 0,
                     *         "failingSince": null,
                     *         "nextAt": "2026-11-26T19:41:47.996Z",
                     *         "waiting": 0
                     *       },
                     *       "secret": "shown-once"
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "id": "uarnqfaxfgrcczuu",
                     *       "clientId": "region-centre-val-de-loire",
                     *       "siret": "99000106700018",
                     *       "feed": "changes",
                     *       "purpose": "funding-follow-up",
                     *       "territory": null,
                     *       "causes": [
                     *         "entry-attested"
                     *       ],
                     *       "url": "https://hooks.example.org/hub",
                     *       "createdAt": "2026-11-26T19:41:46.112Z",
                     *       "state": "active",
                     *       "why": null,
                     *       "failures": 0,
                     *       "failingSince": null,
                     *       "nextAt": "2026-11-26T19:41:46.112Z",
                     *       "waiting": 0
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "id": "ierijqrhozbcomlq",
                     *       "clientId": "region-centre-val-de-loire",
                     *       "siret": "99000106700018",
                     *       "feed": "changes",
                     *       "purpose": "funding-follow-up",
                     *       "territory": null,
                     *       "causes": [
                     *         "entry-attested"
                     *       ],
                     *       "url": "https://hooks.example.org/hub",
                     *       "createdAt": "2026-11-26T19:41:47.996Z",
                     *       "state": "active",
                     *       "why": null,
                     *       "failures": 0,
                     *       "failingSince": null,
                     *       "nextAt": "2026-11-26T19:41:47.996Z",
                     *       "waiting": 0
                     *     }
                     */
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
                /**
                 * @example {
                 *       "causes": [
                 *         "entry-attested",
                 *         "exit-declared"
                 *       ]
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "id": "uarnqfaxfgrcczuu",
                     *       "clientId": "region-centre-val-de-loire",
                     *       "siret": "99000106700018",
                     *       "feed": "changes",
                     *       "purpose": "funding-follow-up",
                     *       "territory": null,
                     *       "causes": [
                     *         "entry-attested",
                     *         "exit-declared"
                     *       ],
                     *       "url": "https://hooks.example.org/hub",
                     *       "createdAt": "2026-11-26T19:41:46.112Z",
                     *       "state": "active",
                     *       "why": null,
                     *       "failures": 0,
                     *       "failingSince": null,
                     *       "nextAt": "2026-11-26T19:41:46.112Z",
                     *       "waiting": 0
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "attempt": 1,
                     *           "message": "msg_yvaqwgjftqufmdeametrkfxwhueiftzf",
                     *           "type": "ping",
                     *           "items": 0,
                     *           "replayOf": null,
                     *           "at": "2026-11-26T19:41:46.434Z",
                     *           "ms": 6,
                     *           "status": 204,
                     *           "fault": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "id": "uarnqfaxfgrcczuu",
                     *       "clientId": "region-centre-val-de-loire",
                     *       "siret": "99000106700018",
                     *       "feed": "changes",
                     *       "purpose": "funding-follow-up",
                     *       "territory": null,
                     *       "causes": [
                     *         "entry-attested",
                     *         "exit-declared"
                     *       ],
                     *       "url": "https://hooks.example.org/hub",
                     *       "createdAt": "2026-11-26T19:41:46.112Z",
                     *       "state": "paused",
                     *       "why": null,
                     *       "failures": 0,
                     *       "failingSince": null,
                     *       "nextAt": null,
                     *       "waiting": 0
                     *     }
                     */
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
                /**
                 * @example {
                 *       "from": "2026-11-26T18:41:46.915Z"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "messages": 1
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "id": "uarnqfaxfgrcczuu",
                     *       "clientId": "region-centre-val-de-loire",
                     *       "siret": "99000106700018",
                     *       "feed": "changes",
                     *       "purpose": "funding-follow-up",
                     *       "territory": null,
                     *       "causes": [
                     *         "entry-attested",
                     *         "exit-declared"
                     *       ],
                     *       "url": "https://hooks.example.org/hub",
                     *       "createdAt": "2026-11-26T19:41:46.112Z",
                     *       "state": "active",
                     *       "why": null,
                     *       "failures": 0,
                     *       "failingSince": null,
                     *       "nextAt": "2026-11-26T19:41:46.861Z",
                     *       "waiting": 0
                     *     }
                     */
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
                /**
                 * @example {
                 *       "overlapHours": 24
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "secret": "shown-once",
                     *       "oldUntil": "2026-11-27T19:41:47.103Z"
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "message": "msg_yvaqwgjftqufmdeametrkfxwhueiftzf",
                     *       "ms": 6,
                     *       "status": 204,
                     *       "fault": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookPing"];
                };
            };
        };
    };
}
