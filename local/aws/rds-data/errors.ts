/** The Data API's errors, and what it tells of PostgreSQL's: the primary message and the state, never detail or hint. */
import { AwsError } from "../gateway/service.ts";

export const badRequest = (message: string): AwsError => new AwsError("BadRequestException", message, 400);
export const databaseError = (message: string): AwsError => new AwsError("DatabaseErrorException", message, 400);
export const unsupportedResult = (type: string): AwsError =>
  new AwsError("UnsupportedResultException", `The result contains the unsupported data type ${type}.`, 400);
export const responseTooLarge = (): AwsError => badRequest("Database returned more than the allowed response size limit");
// AWS's words for this one are not known.
export const rowTooLarge = (): AwsError => badRequest("Database returned a row larger than the allowed row size limit of 64 KB");
export const statementTimeout = (dbConnectionId: number): AwsError =>
  new AwsError("StatementTimeoutException", "Request timed out", 400, { dbConnectionId });
export const transactionNotFound = (id: string): AwsError =>
  new AwsError("TransactionNotFoundException", `Transaction ${id} is not found`, 404);
export const transactionBusy = (): AwsError => databaseError("Transaction is still running a query");
export const clusterNotFound = (arn: string): AwsError => new AwsError("NotFoundException", `The DB cluster ${arn} was not found.`, 404);
export const noInstance = (): AwsError => new AwsError("DatabaseNotFoundException", "The DB cluster doesn't have a DB instance.", 404);
export const clusterState = (status: string): AwsError =>
  new AwsError("InvalidResourceStateException", `The DB cluster is in status ${status}; it must be available.`, 400);
export const httpEndpointNotEnabled = (arn: string): AwsError =>
  new AwsError(
    "HttpEndpointNotEnabledException",
    `HttpEndpoint is not enabled for resource ${arn}. Please enable HttpEndpoint and try again.`,
    400,
  );
export const resuming = (instanceArn: string): AwsError =>
  new AwsError(
    "DatabaseResumingException",
    `The Aurora DB instance ${instanceArn} is resuming after being auto-paused. Please wait a few seconds and try again.`,
    400,
  );
export const sqlTooLong = (most: number): AwsError => badRequest(`Number of characters in SQLStatement is longer than ${most}`);
export const invalidSecret = (): AwsError =>
  new AwsError("InvalidSecretException", "The secret must be JSON with the keys username and password.", 400);
export const secretsError = (arn: string): AwsError =>
  new AwsError("SecretsErrorException", `Secrets Manager can't return the specified secret ${arn}.`, 400);
export const unavailable = (): AwsError =>
  new AwsError("DatabaseUnavailableException", "The writer instance in the DB cluster isn't available.", 504);

type PostgresError = { readonly severity?: string; readonly code?: string; readonly position?: string; readonly message: string };

/**
 * An error of PostgreSQL or its connection as the Data API words it.
 *
 * @example throw asDatabaseError(error); // 'ERROR: relation "x" does not exist; Position: 15; SQLState: 42P01'
 */
export function asDatabaseError(error: unknown): unknown {
  if (error instanceof AwsError || !(error instanceof Error)) return error;
  const { severity, code, position, message }: PostgresError = error;
  if (severity === undefined || code === undefined) {
    const lost = code !== undefined || message.startsWith("Connection terminated");
    // Anything else is a fault of the local AWS and must be seen as one.
    return lost ? unavailable() : error;
  }
  if (code === "42601" && message.startsWith("cannot insert multiple commands")) {
    return new AwsError("ValidationException", "Multistatements aren't supported.", 400);
  }
  // The prefix is ERROR even where PostgreSQL says FATAL.
  return databaseError(`ERROR: ${message}${position === undefined ? "" : `; Position: ${position}`}; SQLState: ${code}`);
}
