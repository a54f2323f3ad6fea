/** Whether this Node is new enough. */
const minimum = [20, 12];

/** One sentence when the version is too old, otherwise undefined. */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > minimum[0] || (major === minimum[0] && minor >= minimum[1])) return undefined;
  return `Node ${minimum.join(".")} or newer is needed, this is ${version}: install a current one from https://nodejs.org.`;
}
