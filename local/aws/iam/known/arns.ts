/** Names as ARNs. */

export interface Place {
  readonly account: string;
  readonly region: string;
}

/** `arn:aws:<service>:<region>:<account>:<name>`, or the name itself when it is an ARN already. */
export const arnAt = ({ account, region }: Place, service: string, name: string): string =>
  name.startsWith("arn:") ? name : `arn:aws:${service}:${region}:${account}:${name}`;

/** A table by its name or its ARN. */
export const tableArn = (place: Place, name: string): string =>
  name.startsWith("arn:") ? name : arnAt(place, "dynamodb", `table/${name}`);

/** A parameter by its name, with or without a slash before it. */
export const parameterArn = (place: Place, name: string): string =>
  name.startsWith("arn:") ? name : arnAt(place, "ssm", `parameter${name.startsWith("/") ? "" : "/"}${name}`);

/** The account in an ARN; undefined in those of S3. */
export const ownerIn = (arn: string): string | undefined => /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):/.exec(arn)?.[1];

/** An object with a text of this name: its text. */
export const textOf = (source: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = source[name];
  return typeof value === "string" && value !== "" ? value : undefined;
};
