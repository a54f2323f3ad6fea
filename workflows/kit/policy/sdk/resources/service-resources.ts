/** How it is written down which resources the calls of a service are about. */

/**
 * What a service's calls say of their resources. A template such as `table/{TableName}` counts where its members are given,
 * and stands back where a template with those members and more counts too; an ARN in its first member is the beginning of
 * the resource.
 */
export interface ServiceResources {
  readonly templates: readonly string[];
  /** Actions that IAM knows no resources for, although a member is given. */
  readonly free?: string;
  /** The only actions that the templates hold for. */
  readonly only?: string;
  /** Actions on more resources than the call names. */
  readonly more?: string;
  /** Action → its own templates; one without a member always counts. */
  readonly own?: Readonly<Record<string, readonly string[]>>;
}
