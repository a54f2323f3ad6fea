/** Step Functions' names for AWS SDK integrations: Java SDK v2's, derived from the service models' own. */

/**
 * A member's name: the leading run of capitals is lowered but for its first letter and, when a lower-case letter follows, its last.
 *
 * @example
 * memberName("DBClusterIdentifier"); // "DbClusterIdentifier"
 * memberName("stateMachineArn"); // "StateMachineArn"
 */
export function memberName(name: string): string {
  if (name === "NULL") return "Nul"; // the one rename in the Java SDK's DynamoDB
  const run = /^[A-Z]+/.exec(name)?.[0].length ?? 0;
  const lowered = run < 2 ? run : run === name.length || !/[a-z]/.test(name[run] ?? "") ? run : run - 1;
  const uncapitalized = name.slice(0, lowered).toLowerCase() + name.slice(lowered);
  return upperFirst(uncapitalized);
}

/** A member's name in optimized integrations: the model's own, with a capital. */
export function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * An error's name behind the service's prefix.
 *
 * @example
 * errorName("DBClusterNotFoundFault"); // "DbClusterNotFoundException"
 * errorName("NoSuchKey"); // "NoSuchKeyException"
 */
export function errorName(name: string): string {
  const pascal = pascalCase(name.replace(/Fault$/, ""));
  return pascal.endsWith("Exception") ? pascal : `${pascal}Exception`;
}

/**
 * A service's prefix from its serviceId.
 *
 * @example
 * servicePrefix("RDS Data"); // "RdsData"
 * servicePrefix("DynamoDB"); // "DynamoDb"
 */
export function servicePrefix(serviceId: string): string {
  return pascalCase(serviceId.replace(/^(Amazon|AWS)\s*/, "").replace(/\s*Service$/, ""));
}

function pascalCase(text: string): string {
  const words = text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]{1,64})([A-Z][a-z])/g, "$1 $2")
    .split(/[\s._-]+/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join("");
}
