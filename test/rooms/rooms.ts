/** A room of a package: a folder of its source. */
export interface Room {
  /** The other rooms of the package that it imports; `.` stands for files beside the rooms. Tests are free. */
  readonly imports: readonly string[];
  /** Nothing in it reads files, sockets or databases: time, identifiers and rows come as arguments. */
  readonly pure?: true;
  /** A check that sees fewer modules than this has lost sight of the room. Tests do not count. */
  readonly modulesMin: number;
}

/** The rooms of each package by the folder of its source. A folder that is not named here is a fault. */
export const rooms: Readonly<Record<string, Readonly<Record<string, Room>>>> = {
  'services/shared/core/src': {
    identifiers: { imports: [], pure: true, modulesMin: 5 },
    ports: { imports: [], pure: true, modulesMin: 1 },
    dossier: { imports: ['.', 'identifiers', 'session'], pure: true, modulesMin: 15 },
    session: { imports: ['.', 'identifiers', 'dossier'], pure: true, modulesMin: 2 },
    person: { imports: ['.', 'identifiers', 'dossier', 'session'], pure: true, modulesMin: 6 },
  },
  'services/shared/platform/src': {
    observability: { imports: [], modulesMin: 3 },
    'local-servers': { imports: [], modulesMin: 1 },
    sealing: { imports: [], modulesMin: 5 },
    postgres: { imports: ['local-servers'], modulesMin: 5 },
    log: { imports: ['local-servers', 'postgres'], modulesMin: 12 },
    registry: { imports: ['postgres'], modulesMin: 1 },
    projection: { imports: ['postgres', 'registry'], modulesMin: 10 },
    http: { imports: ['observability', 'postgres'], modulesMin: 11 },
    dictionary: { imports: ['http'], modulesMin: 8 },
    import: { imports: ['dictionary'], modulesMin: 5 },
  },
  'services/gateway/src': {
    check: { imports: [], pure: true, modulesMin: 6 },
    registry: { imports: ['check'], modulesMin: 6 },
    'registry/rebuild': { imports: ['check', 'registry'], modulesMin: 4 },
    events: { imports: ['check', 'registry'], modulesMin: 10 },
    operators: { imports: ['check', 'events', 'registry'], modulesMin: 4 },
  },
  'services/projector/src': {
    fold: { imports: [], pure: true, modulesMin: 3 },
    live: { imports: ['.', 'fold'], modulesMin: 5 },
    parked: { imports: ['.', 'fold'], modulesMin: 1 },
    versions: { imports: ['.', 'live'], modulesMin: 3 },
    rebuild: { imports: ['.', 'fold', 'live', 'versions'], modulesMin: 3 },
  },
  'services/query/src': {
    http: { imports: [], modulesMin: 4 },
    reading: { imports: ['http'], modulesMin: 6 },
    person: { imports: ['http', 'reading'], modulesMin: 4 },
    lists: { imports: ['http', 'reading'], modulesMin: 4 },
    links: { imports: ['http', 'reading'], modulesMin: 2 },
    sessions: { imports: ['http', 'reading'], modulesMin: 1 },
    receipts: { imports: ['http', 'reading'], modulesMin: 1 },
  },
  'services/kairos/src': {
    translate: { imports: [], pure: true, modulesMin: 4 },
    import: { imports: ['translate'], modulesMin: 2 },
    simulator: { imports: ['translate'], modulesMin: 1 },
  },
  'services/eos/src': {
    translate: { imports: [], pure: true, modulesMin: 6 },
    import: { imports: ['translate'], modulesMin: 1 },
    simulator: { imports: ['translate'], modulesMin: 1 },
  },
  'services/ofeli/src': {
    translate: { imports: [], pure: true, modulesMin: 9 },
    import: { imports: ['translate'], modulesMin: 6 },
    simulator: { imports: ['import', 'translate'], modulesMin: 3 },
  },
  'services/hub/src': {
    terminal: { imports: ['.'], modulesMin: 3 },
    start: { imports: ['.', 'terminal'], modulesMin: 6 },
    commands: { imports: ['.', 'start', 'terminal'], modulesMin: 12 },
  },
  'services/shared/simulation/src': {},
  'contracts/src': {},
};

/** Schemas of the databases and the folders that alone may name their tables in SQL. */
export const tableOwners: Readonly<Record<string, readonly string[]>> = {
  'projection.': ['services/shared/platform/src/projection/'],
  'registry.': ['services/gateway/src/registry/', 'services/shared/platform/src/registry/'],
  'log.': ['services/shared/platform/src/log/'],
  'keys.': ['services/shared/platform/src/sealing/'],
  'access.partner': ['services/shared/platform/src/http/'],
  'access.assertion': ['services/shared/platform/src/http/'],
  'access.trace': ['services/gateway/src/operators/', 'services/query/src/http/'],
};
