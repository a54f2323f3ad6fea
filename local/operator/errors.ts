/** What goes wrong for an operator, as a sentence: what is wrong, where, what to do. */

/** The end of a command: a sentence and an exit code, 1 where the work failed or was refused, 2 for wrong use. */
export class OperatorError extends Error {
  override readonly name = "OperatorError";
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What a client knows of a call that failed, added by `clients.ts`. */
export interface FailedCall {
  /** In IAM's words, such as `states:ListExecutions`. */
  readonly action: string;
}

/** Where the calls of a failed command went. */
export interface Addressed {
  readonly endpointUrl?: string | undefined;
  readonly profile?: string | undefined;
}

interface AwsError extends Error {
  readonly call?: FailedCall;
  readonly code?: string;
  readonly errors?: readonly unknown[];
}

const expired = /^(?:ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/;
const unknown = /^(?:UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|InvalidSignatureException|SignatureDoesNotMatch)$/;
const denied = /^(?:AccessDenied|AccessDeniedException|UnauthorizedOperation|Forbidden|403)$/;
const throttled = /^(?:Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|ProvisionedThroughputExceededException)$/;
const withoutCredentials = /^(?:CredentialsProviderError|TokenProviderError|ProviderError)$/;
const unreachable = /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPROTO|CERT_HAS_EXPIRED)$/;
const timedOut = /^(?:TimeoutError|RequestTimeout)$/;

/** The action that a message of IAM names, such as `dynamodb:GetItem`. */
const namedAction = /not authorized to perform: ([a-z0-9-]{1,40}:[A-Za-z]{1,60})/;
const mostMessage = 300;

/** The sentence for whatever was thrown; undefined for a mistake of this program, whose stack is wanted. */
export function sentenceOf(thrown: unknown, { endpointUrl, profile }: Addressed = {}): { sentence: string; exitCode: 1 | 2 } | undefined {
  if (!(thrown instanceof Error)) return undefined;
  if (thrown instanceof OperatorError) return { sentence: thrown.message, exitCode: thrown.exitCode };
  const error = thrown as AwsError;
  const at = endpointUrl ?? "AWS";
  const by = profile === undefined ? "the credentials in use" : `the credentials of profile "${profile}"`;
  const calling = error.call === undefined ? "" : ` (${error.call.action})`;
  const said = (sentence: string, exitCode: 1 | 2 = 1) => ({ sentence, exitCode });
  if (error.message.startsWith("Region is missing")) return said("No region is set: give --region, or set AWS_REGION.", 2);
  if (expired.test(error.name) || /expired/i.test(withoutCredentials.test(error.name) ? error.message : ""))
    return said(`${capital(by)} have expired. Sign in again (aws sso login, or a new session), then repeat the command.`);
  if (withoutCredentials.test(error.name))
    return said(`There are no credentials to use: ${oneLine(error.message)} Give --profile, or set AWS_PROFILE or AWS_ACCESS_KEY_ID.`, 2);
  if (unknown.test(error.name))
    return said(`${capital(at)} does not know ${by}${calling}. See that they belong to this account and endpoint.`);
  if (denied.test(error.name)) {
    const action = namedAction.exec(error.message)?.[1] ?? error.call?.action ?? "a call";
    return said(`${capital(by)} may not call ${action}. terraform/README.md lists what an operator's role needs.`);
  }
  if (throttled.test(error.name))
    return said(`${capital(at)} refuses calls because there are too many${calling}. Wait a minute, then repeat.`);
  const code = codeOf(error);
  if (unreachable.test(code) || timedOut.test(error.name))
    return said(
      `${endpointUrl === undefined ? "AWS" : `The endpoint ${endpointUrl}`} does not answer (${code || error.name})${calling}. ${endpointUrl === undefined ? "See whether the network and the region are right." : "See whether it runs: npm run local -- --keep prints its address."}`,
    );
  if (error.call !== undefined) return said(`${error.call.action} failed: ${error.name}: ${oneLine(error.message)}`);
  return undefined;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const oneLine = (text: string): string => (text.split("\n")[0] ?? "").slice(0, mostMessage);

/** Node wraps what each address of a name answered. */
function codeOf(error: AwsError): string {
  const inner = error.errors?.[0];
  return error.code ?? (inner instanceof Error ? String((inner as AwsError).code ?? "") : "");
}
