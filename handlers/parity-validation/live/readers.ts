/** What the validator asks of EC2, Application Auto Scaling and the tagging API: the few calls, in the shapes of their SDK clients. */

/** A rule of a security group, as `DescribeSecurityGroupRules` gives it. */
export interface GroupRule {
  readonly IsEgress?: boolean | undefined;
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly CidrIpv4?: string | undefined;
  readonly CidrIpv6?: string | undefined;
  readonly PrefixListId?: string | undefined;
  readonly ReferencedGroupInfo?: { readonly GroupId?: string | undefined } | undefined;
}

type SdkTag = { readonly Key?: string | undefined; readonly Value?: string | undefined };
type Filter = { readonly Name: string; readonly Values: string[] };
type Page<T> = Promise<T & { readonly NextToken?: string | undefined }>;

/** Security groups. */
export interface NetworkReader {
  describeSecurityGroups(input: { readonly Filters: Filter[]; readonly NextToken?: string }): Page<{
    readonly SecurityGroups?:
      | readonly { readonly GroupId?: string | undefined; readonly Tags?: readonly SdkTag[] | undefined }[]
      | undefined;
  }>;
  describeSecurityGroupRules(input: {
    readonly Filters: Filter[];
    readonly NextToken?: string;
  }): Page<{ readonly SecurityGroupRules?: readonly GroupRule[] | undefined }>;
}

type Dimension = { readonly ServiceNamespace: string; readonly ScalableDimension: string };

/** What scales. */
export interface ScalingReader {
  describeScalableTargets(input: Dimension & { readonly ResourceIds: string[] }): Promise<{
    readonly ScalableTargets?:
      | readonly { readonly MinCapacity?: number | undefined; readonly MaxCapacity?: number | undefined }[]
      | undefined;
  }>;
  describeScalingPolicies(input: Dimension & { readonly ResourceId: string }): Promise<{
    readonly ScalingPolicies?: readonly { readonly PolicyName?: string | undefined }[] | undefined;
  }>;
}

/** Resources by their tags, of all services. */
export interface TagReader {
  getResources(input: {
    readonly TagFilters: { readonly Key: string; readonly Values: string[] }[];
    readonly PaginationToken?: string;
  }): Promise<{
    readonly ResourceTagMappingList?: readonly { readonly ResourceARN?: string | undefined }[] | undefined;
    readonly PaginationToken?: string | undefined;
  }>;
}
