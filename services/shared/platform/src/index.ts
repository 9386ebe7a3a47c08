export * from './postgres/database.ts';
export * from './postgres/embedded-postgres.ts';
export * from './postgres/migrate.ts';
export * from './postgres/pool.ts';
