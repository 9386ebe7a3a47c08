/** A room of a package: a folder of its source. */
export interface Room {
  /** The other rooms of the package that it imports; `.` stands for files beside the rooms. Tests are free. */
  readonly imports: readonly string[];
  /** Nothing in it reads files, sockets or databases: time, identifiers and rows come as arguments. */
  readonly pure?: true;
  /** About half of what it has: a check that sees fewer has lost sight of the room. Tests do not count. */
  readonly modulesMin: number;
}

/** The rooms of each package by the folder of its source. A folder that is not named here is a fault. */
export const rooms: Readonly<Record<string, Readonly<Record<string, Room>>>> = {
  'services/shared/core/src': {
    identifiers: { imports: [], pure: true, modulesMin: 3 },
    ports: { imports: [], pure: true, modulesMin: 1 },
    reporting: { imports: ['identifiers'], pure: true, modulesMin: 1 },
    dossier: { imports: ['.', 'identifiers', 'rights', 'session'], pure: true, modulesMin: 13 },
    session: { imports: ['.', 'identifiers', 'dossier', 'person', 'rights'], pure: true, modulesMin: 1 },
    person: { imports: ['.', 'identifiers', 'dossier', 'rights', 'session'], pure: true, modulesMin: 4 },
    rights: { imports: ['.', 'identifiers', 'dossier'], pure: true, modulesMin: 3 },
    statistics: { imports: ['.', 'person'], pure: true, modulesMin: 2 },
  },
  'services/shared/platform/src': {
    observability: { imports: [], modulesMin: 1 },
    settings: { imports: [], modulesMin: 1 },
    waiting: { imports: [], modulesMin: 1 },
    'local-servers': { imports: [], modulesMin: 1 },
    sealing: { imports: ['postgres', 'registry', 'waiting'], modulesMin: 3 },
    postgres: { imports: ['local-servers', 'observability', 'waiting'], modulesMin: 2 },
    log: { imports: ['local-servers', 'observability', 'postgres', 'waiting'], modulesMin: 7 },
    registry: { imports: ['postgres'], modulesMin: 1 },
    rectification: { imports: [], modulesMin: 1 },
    projection: { imports: ['admin', 'postgres', 'rectification', 'registry', 'waiting'], modulesMin: 10 },
    custody: { imports: ['log', 'postgres', 'registry', 'sealing'], modulesMin: 3 },
    backup: { imports: ['access-trace', 'custody', 'postgres', 'sealing'], modulesMin: 3 },
    health: { imports: ['observability', 'waiting'], modulesMin: 1 },
    access: { imports: ['alarms', 'postgres'], modulesMin: 4 },
    alarms: { imports: ['postgres'], modulesMin: 1 },
    'access-trace': {
      imports: ['access', 'alarms', 'http', 'log', 'observability', 'postgres', 'sealing', 'waiting'],
      modulesMin: 5,
    },
    http: { imports: ['access', 'health', 'observability', 'postgres', 'sealing'], modulesMin: 6 },
    admin: { imports: ['observability', 'postgres'], modulesMin: 2 },
    statistics: { imports: [], modulesMin: 1 },
    status: { imports: ['alarms', 'health', 'postgres', 'projection', 'waiting'], modulesMin: 4 },
    'data-sets': { imports: ['access', 'admin'], modulesMin: 1 },
    conformance: { imports: ['access', 'http', 'observability'], modulesMin: 2 },
    html: { imports: [], pure: true, modulesMin: 1 },
    dictionary: { imports: ['html', 'http'], modulesMin: 4 },
    import: { imports: ['dictionary'], modulesMin: 3 },
    csv: { imports: ['dictionary', 'http', 'import'], modulesMin: 7 },
  },
  'services/gateway/src': {
    check: { imports: [], pure: true, modulesMin: 3 },
    registry: { imports: ['check'], modulesMin: 5 },
    'registry/rebuild': { imports: ['check', 'registry'], modulesMin: 2 },
    'registry/gate': { imports: ['check', 'registry', 'registry/rebuild'], modulesMin: 1 },
    events: { imports: ['check', 'registry', 'registry/gate'], modulesMin: 6 },
    operators: { imports: ['check', 'events', 'registry', 'registry/gate'], modulesMin: 2 },
    keys: { imports: ['registry', 'registry/rebuild'], modulesMin: 4 },
    admin: {
      imports: ['check', 'events', 'keys', 'operators', 'registry', 'registry/gate', 'registry/rebuild'],
      modulesMin: 3,
    },
  },
  'services/projector/src': {
    fold: { imports: [], pure: true, modulesMin: 1 },
    live: { imports: ['.', 'fold'], modulesMin: 3 },
    parked: { imports: ['.', 'fold'], modulesMin: 1 },
    versions: { imports: ['.', 'fold', 'live'], modulesMin: 1 },
    impact: { imports: ['rebuild'], modulesMin: 3 },
    rebuild: { imports: ['.', 'fold', 'live', 'versions'], modulesMin: 3 },
    statistics: { imports: [], modulesMin: 1 },
  },
  'services/query/src': {
    http: { imports: [], modulesMin: 2 },
    reading: { imports: ['http'], modulesMin: 4 },
    person: { imports: ['http', 'reading'], modulesMin: 2 },
    lists: { imports: ['http', 'person', 'reading'], modulesMin: 3 },
    links: { imports: ['http', 'reading'], modulesMin: 1 },
    changes: { imports: ['http', 'reading'], modulesMin: 3 },
    rectifications: { imports: ['http', 'person', 'reading'], modulesMin: 1 },
    'data-sets': { imports: ['http', 'lists', 'person', 'reading'], modulesMin: 5 },
    sessions: { imports: ['http', 'reading'], modulesMin: 1 },
    receipts: { imports: ['http', 'reading'], modulesMin: 1 },
    conformance: { imports: ['http'], modulesMin: 1 },
    statistics: { imports: ['http'], modulesMin: 1 },
  },
  'services/dispatcher/src': {
    kept: { imports: [], modulesMin: 2 },
    receiver: { imports: [], modulesMin: 2 },
    following: { imports: ['.', 'kept', 'receiver'], modulesMin: 3 },
    managing: { imports: ['following', 'kept', 'receiver'], modulesMin: 2 },
  },
  'services/console/src': {
    frame: { imports: [], modulesMin: 5 },
    pages: { imports: ['frame'], modulesMin: 1 },
    agent: { imports: ['frame'], modulesMin: 1 },
    steering: { imports: ['frame'], modulesMin: 1 },
    operator: { imports: ['frame'], modulesMin: 20 },
    trial: { imports: ['frame'], modulesMin: 3 },
  },
  'services/kairos/src': {
    translate: { imports: [], pure: true, modulesMin: 2 },
    import: { imports: ['translate'], modulesMin: 1 },
    simulator: { imports: ['translate'], modulesMin: 1 },
  },
  'services/eos/src': {
    translate: { imports: [], pure: true, modulesMin: 3 },
    import: { imports: ['translate'], modulesMin: 1 },
    simulator: { imports: ['translate'], modulesMin: 1 },
  },
  'services/ofeli/src': {
    translate: { imports: [], pure: true, modulesMin: 5 },
    import: { imports: ['translate'], modulesMin: 3 },
    simulator: { imports: ['import', 'translate'], modulesMin: 1 },
  },
  'services/hub/src': {
    terminal: { imports: ['.'], modulesMin: 1 },
    start: { imports: ['.', 'terminal'], modulesMin: 3 },
    commands: { imports: ['.', 'start', 'terminal'], modulesMin: 7 },
  },
  'services/shared/simulation/src': {},
  'services/shared/client/src': {},
  'contracts/src': {},
};

/** Schemas of the databases and the folders that alone may name their tables in SQL. */
export const tableOwners: Readonly<Record<string, readonly string[]>> = {
  'projection.': ['services/shared/platform/src/projection/'],
  'feed.': ['services/shared/platform/src/projection/'],
  'rectification.': ['services/shared/platform/src/rectification/'],
  'statistics.': ['services/shared/platform/src/statistics/'],
  'registry.': ['services/gateway/src/registry/', 'services/shared/platform/src/registry/'],
  'log.': ['services/shared/platform/src/log/'],
  'keys.check_value': ['services/shared/platform/src/custody/'],
  'health.': ['services/shared/platform/src/health/'],
  'keys.': ['services/shared/platform/src/sealing/'],
  'custody.settled_event': ['services/shared/platform/src/projection/'],
  'custody.': ['services/shared/platform/src/custody/'],
  'access.partner': ['services/shared/platform/src/access/'],
  'access.organisation': ['services/shared/platform/src/access/'],
  'access.convention': ['services/shared/platform/src/access/'],
  'data_set.': ['services/shared/platform/src/data-sets/'],
  'conformance.': ['services/shared/platform/src/conformance/'],
  'admin.': ['services/shared/platform/src/admin/'],
  'access.wrong_secret': ['services/shared/platform/src/access/'],
  'access.assertion': ['services/shared/platform/src/http/'],
  'access.alarm': ['services/shared/platform/src/alarms/'],
  'delivery.': ['services/dispatcher/src/kept/'],
  'access.': ['services/shared/platform/src/access-trace/'],
};
