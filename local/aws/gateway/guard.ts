/** What may stand before every request: it decides whether the request is handled, and hears of what was answered. */
import type { RequestHead } from "./request-head.ts";
import type { AwsError, GatewayRequest, GatewayResponse } from "./service.ts";

/** What a guard says of a request that may be handled. */
export interface Admission {
  /** What is answered instead when there is no such object: whoever may not list a bucket does not learn what is missing in it. */
  readonly insteadOfMissing?: AwsError | undefined;
}

export interface Guard {
  /** Whether the request has to be read before it is decided, or after it is answered; the others may stream. */
  reads(head: RequestHead): boolean;
  /**
   * Decides; a request that streams comes without its body.
   *
   * @throws AwsError the service's refusal
   */
  admit(request: GatewayRequest): Admission;
  /** Hears of a request that was read and answered. */
  note(request: GatewayRequest, answer: GatewayResponse): void;
}
