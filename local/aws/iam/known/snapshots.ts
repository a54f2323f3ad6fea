/** Under which keys RDS keeps what it makes: its answers say it. */

const ELEMENT = /<(DBClusterSnapshotArn|DBClusterArn|KmsKeyId)>([^<]*)<\//g;

/** ARN of a cluster or snapshot → ARN of its key, from the text of an answer; each element's key stands within its element. */
export function keysInAnswer(xml: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const kind of ["DBClusterSnapshot", "DBCluster"]) {
    for (const part of xml.split(`<${kind}>`).slice(1)) {
      const element = part.slice(0, part.indexOf(`</${kind}>`));
      const members = new Map([...element.matchAll(ELEMENT)].map(([, name = "", value = ""]) => [name, value]));
      const arn = members.get(`${kind}Arn`);
      const key = members.get("KmsKeyId");
      if (arn !== undefined && key !== undefined && key !== "") found.set(arn, key);
    }
  }
  return found;
}
