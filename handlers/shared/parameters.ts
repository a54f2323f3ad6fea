/** Reads parameters of Parameter Store below a path. */
import { GetParametersByPathCommand, type SSMClient } from "@aws-sdk/client-ssm";

/** Name and value of every parameter below a path that ends with `/`, SecureStrings decrypted. */
export async function readParameters(ssm: Pick<SSMClient, "send">, path: string): Promise<[name: string, value: string][]> {
  const found: [string, string][] = [];
  let NextToken: string | undefined;
  do {
    const page = await ssm.send(
      new GetParametersByPathCommand({ Path: path, Recursive: true, WithDecryption: true, ...(NextToken ? { NextToken } : {}) }),
    );
    for (const { Name, Value } of page.Parameters ?? []) if (Name !== undefined && Value !== undefined) found.push([Name, Value]);
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}
