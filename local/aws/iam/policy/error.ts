/** What is wrong with a policy. */

/** A policy that IAM would refuse, or that says what the local AWS cannot decide. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
}
