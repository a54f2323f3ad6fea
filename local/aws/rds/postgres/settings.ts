/** The configuration of every server: loopback only, no durability, small, quiet about data. */

/** The owner of the control plane in every cluster; AWS gives it the same name. */
export const ADMIN_USER = "rdsadmin";

/**
 * Lines appended to `postgresql.conf`.
 *
 * Messages stay at `log` so that a failed statement, which may hold a person's value, is never written to the log.
 */
export const SERVER_SETTINGS = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 100
password_encryption = 'scram-sha-256'
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
wal_recycle = off
wal_init_zero = off
min_wal_size = '8MB'
max_wal_size = '256MB'
shared_buffers = '32MB'
huge_pages = off
jit = off
max_parallel_workers_per_gather = 0
max_parallel_maintenance_workers = 0
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_min_messages = log
log_min_error_statement = panic
log_checkpoints = off
log_autovacuum_min_duration = -1
`;

/** Who may connect: everyone with a password, from this machine. */
export const HOST_BASED_AUTHENTICATION = "host all all 127.0.0.1/32 scram-sha-256\n";

/** The roles that AWS puts into every cluster; the master user is a member of `rds_superuser`, and no superuser. */
export const TEMPLATE_STATEMENTS: readonly string[] = [
  "CREATE ROLE rds_superuser NOLOGIN",
  "GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO rds_superuser WITH ADMIN OPTION",
  "GRANT SET ON PARAMETER session_replication_role TO rds_superuser",
];

/** Quotes an SQL string literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Quotes an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
