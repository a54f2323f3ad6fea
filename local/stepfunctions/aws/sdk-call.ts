/** `arn:aws:states:::aws-sdk:<service>:<action>`: any call of any installed client. */
import { IntegrationError, type IntegrationRequest } from "../integrations.ts";
import { isObject } from "../json.ts";
import { type Clients, findOperation } from "./clients.ts";
import { sdkFailure } from "./failures.ts";
import { fromClient, type Naming, toClient, UnknownMemberError } from "./schema.ts";

/** @throws IntegrationError in Java SDK v2's names */
export async function callSdk(clients: Clients, request: IntegrationRequest): Promise<unknown> {
  const service = request.service.slice("aws-sdk:".length);
  const module = await clients.module(service);
  const operation = findOperation(module, request.action);
  if (operation === undefined) {
    throw new IntegrationError({
      error: "States.Runtime",
      cause: `The resource provided ${request.resource} is not recognized: there is no action ${request.action}`,
    });
  }
  const input = clientInput(request, operation.input);
  const client = await clients.client(service, request.roleArn);
  try {
    const answer = await client.send(new operation.Command(input), { abortSignal: request.signal });
    return await fromClient(answer, operation.output);
  } catch (error) {
    throw sdkFailure(error, module, client);
  }
}

/** @throws IntegrationError States.Runtime when a parameter does not exist */
export function clientInput({ parameters, context }: IntegrationRequest, schema: unknown, naming?: Naming): object {
  try {
    const input = toClient(isObject(parameters) ? parameters : {}, schema, naming);
    return isObject(input) ? input : {};
  } catch (error) {
    if (!(error instanceof UnknownMemberError)) throw error;
    const text = JSON.stringify(parameters);
    const cause = `An error occurred while executing the state '${context.stateName}'. The Parameters '${text}' could not be used to start the Task: [${error.message}]`;
    throw new IntegrationError({ error: "States.Runtime", cause });
  }
}
