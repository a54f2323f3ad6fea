/** `integration_tests_handler`: tonight's candidates, tested as an application would use them. */
import { operations } from "../../workflows/kit/contract/index.ts";
import type { Clients } from "../shared/clients.ts";
import { createContext, inRun } from "../shared/context.ts";
import { withLog } from "../shared/logger.ts";
import { integrationTestsOperations } from "./contract.ts";
import { runTests, variableNames } from "./run-tests.ts";

/**
 * The handler for a function's environment.
 *
 * @throws Error naming the variables that are missing
 */
export function createHandler(environment: Record<string, string | undefined>, clients: Clients): (event: unknown) => Promise<unknown> {
  const context = createContext(environment, clients, ...variableNames);
  // A server on this machine has no certificate.
  const tls = environment.AWS_ENDPOINT_URL === undefined;
  return withLog(
    "integration_tests_handler",
    operations(integrationTestsOperations, { runTests: inRun(context, runTests({ ...context, control: context.control, tls })) }),
  );
}
