/** What the permissions of several functions have in common, and those of production's two roles. Only `permissions.ts` files and tools may enter. */
export { everyFunction } from "./every-function.ts";
export { readParameters } from "./read-parameters.ts";
export {
  buckets,
  clusterSecrets,
  controlTable,
  dataTopic,
  environment,
  keys,
  objectsIn,
  readerRole,
  runFiles,
  tonight,
  via,
} from "./resources.ts";
export { readMaskedObjects, readRawObjects, readSecureStrings, writeMaskedObjects, writeRawObjects } from "./use-keys.ts";
