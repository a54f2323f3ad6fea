/** Integrations by the AWS SDK: against AWS, or against any endpoint that speaks its protocols. */
import { IntegrationError, type Integrations } from "../integrations.ts";
import { type AwsOptions, Clients } from "./clients.ts";
import { callOptimized } from "./optimized.ts";
import { callSdk } from "./sdk-call.ts";

export type { AwsOptions, Credentials } from "./clients.ts";
export { awsObjectStore } from "./object-store.ts";
export { awsResultModels } from "./result-models.ts";

/**
 * Calls services with the AWS SDK v3; `Credentials.RoleArn` of a Task is assumed through STS.
 * `states:startExecution` never comes here, the engine does that itself.
 *
 * @example
 * createEngine({ integrations: awsIntegrations({ endpoint: "http://127.0.0.1:4566", region: "us-west-2", credentials, accountId: "222222222222" }) });
 */
export function awsIntegrations(options: AwsOptions): Integrations {
  const clients = new Clients(options);
  return {
    call: (request) => {
      if (request.pattern === "sync" || request.pattern === "sync:2") {
        return Promise.reject(
          new IntegrationError({ error: "States.Runtime", cause: `${request.resource} is not supported by this engine yet` }),
        );
      }
      return request.service.startsWith("aws-sdk:") ? callSdk(clients, request) : callOptimized(clients, request);
    },
    close: () => clients.close(),
  };
}
