/** Amazon Resource Names as texts that may hold Terraform's tokens and IAM's wildcards. */

/** Where the resources of a machine are; `*` for what the definition does not say. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

export interface ArnParts extends Place {
  readonly service: string;
  /** Everything after the account, colons included. */
  readonly resource: string;
}

/** The text between colons; a colon inside `${…}` is part of a token. */
export function splitOutsideTokens(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let inToken = false;
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith("${", at)) inToken = true;
    else if (text[at] === "}") inToken = false;
    else if (!inToken && text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** The parts of `arn:aws:lambda:eu-west-1:123456789012:function:mask`; undefined for any other text. */
export function arnParts(text: string): ArnParts | undefined {
  const [prefix, partition, service, region, account, ...resource] = splitOutsideTokens(text, ":");
  if (prefix !== "arn" || partition === undefined || service === undefined || region === undefined || account === undefined)
    return undefined;
  return { partition, service, region, account, resource: resource.join(":") };
}

/** `${masking_handler_arn}`, `${Table.Arn}`, `${QueueArn}`: a token that is filled with an ARN, as far as its name says. */
const isArnToken = (name: string): boolean => /(?:^|[^a-z])arn(?:$|[^a-z])/i.test(name) || /Arns?(?:$|[^a-z])/.test(name);

/** Whether a text is an ARN, or begins with a token that is one. */
export function isArn(text: string): boolean {
  if (text.startsWith("arn:")) return true;
  const end = text.indexOf("}");
  return text.startsWith("${") && end > 0 && isArnToken(text.slice(2, end));
}

/** An ARN at a place. */
export const arnAt = ({ partition, region, account }: Place, service: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

/** A role's ARN; IAM knows no regions. */
export const roleArn = (place: Place, name: string): string => arnAt({ ...place, region: "" }, "iam", `role/${name}`);

/** A bucket, or with a key the objects in it; S3's ARNs have neither region nor account. */
export function bucketArn({ partition }: Place, bucket: string, key?: string): string {
  const base = isArn(bucket) ? bucket : `arn:${partition}:s3:::${bucket}`;
  return key === undefined ? base : `${base}/${key.replace(/^\//, "")}`;
}
