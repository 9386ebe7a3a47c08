export interface GatewayLimits {
  /** Events in one batch. */
  readonly batchEventsMax: number;
  /** Bytes of one request's body, both as sent and as inflated. */
  readonly bodyBytesMax: number;
  /** Bytes of one event. */
  readonly itemBytesMax: number;
  /** Objects and arrays one inside the other in one event, the event itself included. */
  readonly nestingMax: number;
  /** How far ahead of the hub's clock `recordedtime` may be. */
  readonly clockAheadMs: number;
  /** Pipelines (database, log) under way at once in one process. */
  readonly pipelinesMax: number;
  /** Events that go through a pipeline together: what arrives while all are busy is joined up to this. */
  readonly pipelineEventsMax: number;
  /** Events waiting for a pipeline; beyond it a request is answered 503. */
  readonly waitingEventsMax: number;
}
