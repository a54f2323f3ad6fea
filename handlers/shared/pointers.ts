/** The pointers in Parameter Store, `/<environment>/<service>/data`: where each service finds its data. */
import { ParameterType, PutParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { readParameters } from "./parameters.ts";
import { Pointer } from "./reports.ts";

/** The name of a service's pointer. */
export const pointerName = (environment: string, service: string): string => `/${environment}/${service}/data`;

/**
 * The pointers of all services, by service.
 *
 * @throws Error naming a parameter that holds no pointer
 */
export async function readPointers(ssm: Pick<SSMClient, "send">, environment: string): Promise<Map<string, Pointer>> {
  const found = new Map<string, Pointer>();
  for (const [name, value] of await readParameters(ssm, `/${environment}/`)) {
    const [, , service, last, ...more] = name.split("/");
    if (service === undefined || last !== "data" || more.length > 0) continue;
    found.set(service, parsePointer(name, value));
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Points a service at its data. */
export async function writePointer(ssm: Pick<SSMClient, "send">, environment: string, service: string, pointer: Pointer): Promise<void> {
  await ssm.send(
    new PutParameterCommand({
      Name: pointerName(environment, service),
      Value: JSON.stringify(Pointer.parse(pointer)),
      Type: ParameterType.STRING,
      Overwrite: true,
    }),
  );
}

function parsePointer(name: string, value: string): Pointer {
  let json: unknown;
  try {
    json = JSON.parse(value);
  } catch {
    throw new Error(`The parameter ${name} is not JSON; it has to hold a pointer (schemaVersion 1).`);
  }
  const parsed = Pointer.safeParse(json);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => issue.path.join(".") || "(all)");
  throw new Error(`The parameter ${name} is no pointer: ${wrong.join(", ")} does not fit schemaVersion 1.`);
}
