/** A CloudEvents 1.0 event as partners report it (docs/architecture.md, "The envelope"). */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** `hub.<event>` */
  readonly type: string;
  /** `urn:hub:source:<system>` */
  readonly source: string;
  /** Unique in its source. */
  readonly id: string;
  /** RFC 3339. */
  readonly time?: string;
  /** RFC 3339: when the source recorded the fact; legal deadlines use it. */
  readonly recordedtime: string;
  /** `urn:hub:dictionary:<event>:<major>`; absent: major 1. */
  readonly dataschema?: string;
  readonly datacontenttype?: string;
  readonly traceparent?: string;
  readonly tracestate?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export const eventTypePrefix = 'hub.';
export const sourcePrefix = 'urn:hub:source:';
export const dictionaryPrefix = 'urn:hub:dictionary:';
