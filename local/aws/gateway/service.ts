/** What the gateway hands to a service of its own, what it expects back, and how a service refuses. */

/** One request, with everything about it that a service needs to answer as AWS does. */
export interface GatewayRequest {
  /** The service of the SigV4 scope: `rds`, `rds-data`, `ssm`, `states`, … */
  readonly service: string;
  /** The API's name, in PascalCase: `CopyDBClusterSnapshot`. Empty where the request names none (S3). */
  readonly operation: string;
  /** Who calls: twelve digits. */
  readonly account: string;
  readonly accessKeyId: string;
  readonly region: string;
  readonly method: string;
  /** Undecoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The JSON body, or the query protocol's form as nested objects (lists without their `.member.N`); texts stay texts. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface GatewayResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A service of the gateway's own; undefined passes the request on to moto. */
export type ServiceHandler = (request: GatewayRequest) => Promise<GatewayResponse | undefined>;

/**
 * An error that AWS would answer; the gateway words it in the protocol of the request's service.
 *
 * @example
 * throw new AwsError("DBClusterNotFoundFault", "DBCluster test-day-0 not found.", 404);
 */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  /** More members of the error, where the API has some. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** A call that neither the gateway nor moto can answer: status 501, so that no SDK retries it. */
export function notImplemented(service: string, operation: string, why = "neither the gateway nor moto has it"): AwsError {
  return new AwsError("NotImplementedException", `${service}:${operation || "?"} is not implemented by the local AWS: ${why}.`, 501);
}
