// Generated from schema/kops.json by `make types`. Do not edit.

/**
 * What is done to a resource. References inside may be symbolic: `Plan::bindings` and the outcomes of earlier steps resolve them.
 */
export type Action = CreateAction | UpdateAction | DeleteAction;
/**
 * Who may do what.
 * - `RBAC`: By roles and their bindings.
 * - `AlwaysAllow`: Every request is allowed.
 */
export type AuthorizationMode = "RBAC" | "AlwaysAllow";
/**
 * What to do to a resource.
 */
export type BoundAction = CreateBoundAction | UpdateBoundAction | DeleteBoundAction;
/**
 * How Cilium encrypts.
 * - `ipsec`: IPsec with a key that the secret store holds.
 * - `wireguard`: WireGuard.
 */
export type CiliumEncryption = "ipsec" | "wireguard";
/**
 * The id that the cloud gave: `vpc-0123`, an ARN, a name, or for things without an id of their own, what identifies them.
 */
export type CloudId = string;
/**
 * Kinds of failure.
 * - `not-found`: What the call names does not exist.
 * - `denied`: The caller is not known, or may not do this; an expired certificate is one reason.
 * - `untrusted`: The certificate of the API server is not signed by the cluster's authority, or is for another name.
 * - `unresolved`: The name of the API server does not resolve.
 * - `kubeconfig`: The kubeconfig cannot be used.
 * - `conflict`: Another writer was faster.
 * - `throttled`: Too many calls.
 * - `invalid`: The call can never succeed as it is.
 * - `network`: The API server could not be reached, or broke off.
 * - `internal`: The API server failed.
 */
export type ClusterApiErrorKind =
  | "not-found"
  | "denied"
  | "untrusted"
  | "unresolved"
  | "kubeconfig"
  | "conflict"
  | "throttled"
  | "invalid"
  | "network"
  | "internal";
/**
 * When an object may be deleted.
 */
export type DeleteMode = AlwaysDeleteMode | UnchangedDeleteMode;
/**
 * Which way packets go.
 * - `ingress`: To the instance.
 * - `egress`: From the instance.
 */
export type Direction = "ingress" | "egress";
/**
 * What users of a cluster may notice of a step.
 * - `none`: Nothing.
 * - `new-instances`: Instances that run now keep what they have; new ones get the change. A rolling update brings it to all.
 * - `connections`: Connections may be interrupted for a moment.
 * - `instances`: Instances are stopped.
 * - `data`: Data is lost.
 */
export type Disruption = "none" | "new-instances" | "connections" | "instances" | "data";
/**
 * The kind of DNS.
 * - `Public`: A public hosted zone.
 * - `Private`: A hosted zone that answers inside the VPC only.
 * - `None`: No DNS: nodes find the API by its load balancer.
 */
export type DnsType = "Public" | "Private" | "None";
/**
 * A span of time with its units: `30s`, `15m`, `1h30m`.
 */
export type Duration = string;
/**
 * How a text is written inside another one.
 */
export type Encoding = "base64" | "gzip-base64" | YamlEncoding | YamlListEncoding;
/**
 * An error as data, the same in every language.
 */
export type ErrorData =
  | InvalidSpecErrorData
  | InvalidTemplateErrorData
  | InvalidAccountErrorData
  | InvalidPlanErrorData
  | PlanningFailedErrorData
  | PlanTargetMismatchErrorData
  | PlanStaleErrorData
  | PlanNotAllowedErrorData
  | ApplyIncompleteErrorData
  | StepFailedErrorData
  | CloudErrorData
  | ClusterApiErrorData
  | StateErrorData
  | WriteErrorData
  | NoClusterErrorData
  | KeysetErrorData
  | SecretErrorData
  | KubeconfigErrorData
  | KopsErrorData;
/**
 * Kinds of failure.
 * - `not-found`: What the call names does not exist.
 * - `conflict`: It exists already, or differs from what the call expects.
 * - `in-use`: Something still uses it.
 * - `not-ready`: It exists but cannot be used yet: made a moment ago, or not ready.
 * - `throttled`: Too many calls.
 * - `denied`: The caller may not do this.
 * - `quota`: A limit of the account is reached.
 * - `invalid`: The call can never succeed as it is.
 * - `network`: The cloud could not be reached or broke off; the call may have taken effect.
 * - `internal`: The cloud failed; the call may have taken effect.
 */
export type ErrorKind =
  | "not-found"
  | "conflict"
  | "in-use"
  | "not-ready"
  | "throttled"
  | "denied"
  | "quota"
  | "invalid"
  | "network"
  | "internal";
/**
 * What runs etcd.
 * - `Manager`: etcd-manager.
 * - `Legacy`: Retired: protokube.
 */
export type EtcdProvider = "Manager" | "Legacy";
/**
 * What happens while a plan is applied. The last event of a run is `ended`.
 */
export type Event = StartedEvent | RetryingEvent | WaitingEvent | FinishedEvent | FailedEvent | EndedEvent;
/**
 * What publishes DNS names.
 * - `dns-controller`: dns-controller.
 * - `external-dns`: external-dns.
 * - `none`: Nothing.
 */
export type ExternalDnsProvider = "dns-controller" | "external-dns" | "none";
/**
 * What the machines of a group do.
 * - `Master`: Run the control plane and etcd. Written as `Master`.
 * - `APIServer`: Run API servers beside the control plane.
 * - `Node`: Run pods.
 * - `Bastion`: Let people in by SSH.
 * - `ControlPlane`: The same as `Master`.
 */
export type InstanceGroupRole = "Master" | "APIServer" | "Node" | "Bastion" | "ControlPlane";
/**
 * What makes the machines of a group.
 * - `CloudGroup`: An autoscaling group.
 * - `Karpenter`: Karpenter.
 */
export type InstanceManager = "CloudGroup" | "Karpenter";
/**
 * A number or a text, as Kubernetes allows for shares (`1` or `10%`).
 */
export type IntOrString = number | string;
/**
 * What is wrong with a keyset.
 * - `missing`: The cluster does not have it.
 * - `not-rotatable`: Its keypairs cannot be rotated.
 * - `first-must-be-primary`: The first keypair of a keyset must be its primary one.
 * - `format`: What is stored is not a keyset.
 * - `damaged`: Keypairs of it are damaged.
 * - `no-primary`: No keypair can be the primary one.
 * - `no-private-key`: The primary keypair has no private key.
 * - `expired`: The certificate of the primary keypair expired.
 * - `no-keypair`: It has no keypair of this id.
 * - `cannot-promote`: The keypair cannot become the primary one.
 * - `primary-distrusted`: The primary keypair cannot be distrusted.
 * - `primary-without-key`: A certificate without its key cannot be the primary keypair.
 * - `invalid-key`: A key or certificate that was given is not one.
 */
export type KeysetErrorKind =
  | "missing"
  | "not-rotatable"
  | "first-must-be-primary"
  | "format"
  | "damaged"
  | "no-primary"
  | "no-private-key"
  | "expired"
  | "no-keypair"
  | "cannot-promote"
  | "primary-distrusted"
  | "primary-without-key"
  | "invalid-key";
/**
 * A kind of resource. The order is that in which plans list them.
 * - `vpc`: VPC
 * - `vpc-cidr-block`: VPC CIDR block
 * - `dhcp-options`: DHCP options
 * - `dhcp-options-association`: DHCP options association
 * - `internet-gateway`: internet gateway
 * - `egress-only-internet-gateway`: egress-only internet gateway
 * - `subnet`: subnet
 * - `route-table`: route table
 * - `route-table-association`: route table association
 * - `route`: route
 * - `elastic-ip`: elastic IP
 * - `nat-gateway`: NAT gateway
 * - `security-group`: security group
 * - `security-group-rule`: security group rule
 * - `key-pair`: key pair
 * - `iam-role`: IAM role
 * - `iam-role-policy`: IAM role policy
 * - `iam-role-policy-attachment`: IAM role policy attachment
 * - `iam-instance-profile`: IAM instance profile
 * - `iam-oidc-provider`: IAM OIDC provider
 * - `volume`: EBS volume
 * - `classic-load-balancer`: classic load balancer
 * - `network-load-balancer`: network load balancer
 * - `target-group`: target group
 * - `listener`: listener
 * - `launch-template`: launch template
 * - `autoscaling-group`: autoscaling group
 * - `warm-pool`: warm pool
 * - `lifecycle-hook`: lifecycle hook
 * - `dns-zone-association`: hosted zone association
 * - `dns-record`: DNS record
 * - `sqs-queue`: SQS queue
 * - `event-rule`: EventBridge rule
 * - `event-target`: EventBridge target
 * - `managed-file`: state store object
 * - `keyset`: keyset
 * - `secret`: secret
 */
export type Kind =
  | "vpc"
  | "vpc-cidr-block"
  | "dhcp-options"
  | "dhcp-options-association"
  | "internet-gateway"
  | "egress-only-internet-gateway"
  | "subnet"
  | "route-table"
  | "route-table-association"
  | "route"
  | "elastic-ip"
  | "nat-gateway"
  | "security-group"
  | "security-group-rule"
  | "key-pair"
  | "iam-role"
  | "iam-role-policy"
  | "iam-role-policy-attachment"
  | "iam-instance-profile"
  | "iam-oidc-provider"
  | "volume"
  | "classic-load-balancer"
  | "network-load-balancer"
  | "target-group"
  | "listener"
  | "launch-template"
  | "autoscaling-group"
  | "warm-pool"
  | "lifecycle-hook"
  | "dns-zone-association"
  | "dns-record"
  | "sqs-queue"
  | "event-rule"
  | "event-target"
  | "managed-file"
  | "keyset"
  | "secret";
/**
 * What a list has for each line of a text.
 */
export type ListItem = "line" | HttpsServerListItem;
/**
 * The kind of a load balancer.
 * - `Classic`: A classic ELB.
 * - `Network`: An NLB.
 */
export type LoadBalancerClass = "Classic" | "Network";
/**
 * Where a load balancer can be reached from.
 * - `Public`: From the internet.
 * - `Internal`: From inside the VPC.
 */
export type LoadBalancerType = "Public" | "Internal";
/**
 * Whether nodes have public addresses.
 * - `public`: Nodes are in public subnets.
 * - `private`: Nodes are in private subnets; load balancers and NAT gateways are in utility subnets.
 */
export type NetworkTopology = "public" | "private";
/**
 * The network of pods.
 * - `cilium`: Cilium, in place of kube-proxy.
 * - `cilium-etcd`: Cilium with an etcd cluster of its own.
 * - `cilium-eni`: Cilium with addresses of the VPC for pods.
 * - `calico`: Calico.
 * - `amazonvpc`: Addresses of the VPC for pods, by AWS's CNI plugin.
 * - `flannel`: Flannel over VXLAN.
 * - `flannel-udp`: Flannel over UDP.
 * - `kube-router`: kube-router, in place of kube-proxy.
 * - `kindnet`: kindnet.
 * - `kubenet`: Routes of the VPC, made by the cloud controller.
 * - `cni`: A CNI plugin that the user installs.
 */
export type NetworkingOption =
  | "cilium"
  | "cilium-etcd"
  | "cilium-eni"
  | "calico"
  | "amazonvpc"
  | "flannel"
  | "flannel-udp"
  | "kube-router"
  | "kindnet"
  | "kubenet"
  | "cni";
/**
 * What the cloud assigns to a resource and others may need.
 * - `id`: The id by which other calls name it.
 * - `arn`: The Amazon Resource Name.
 * - `dns-name`: The DNS name of a load balancer.
 * - `hosted-zone`: The hosted zone of a load balancer's DNS name.
 * - `ipv6-cidr`: The IPv6 range that Amazon gave to a VPC.
 * - `version`: The newest version of a launch template.
 * - `address`: The address of an elastic IP.
 * - `private-addresses`: The addresses inside the VPC of a network load balancer, sorted, one on each line.
 * - `sha256`: The SHA-256 of a managed file's content, as 64 hexadecimal digits.
 * - `sha256-base64`: The same in base 64, as nodeup is given it.
 * - `sha256-base64-url`: The SHA-256 of a secret, in the base 64 of URLs, as nodeup is given it.
 * - `sealed`: What stands for a secret in the manifest of an addon: its name and the SHA-256 of its entries. The secret itself takes its place when the manifest is written.
 * - `certificates`: The certificates of all trusted keypairs of a keyset, in PEM form.
 * - `keypair-id`: The id of a keyset's primary keypair.
 * - `public-keys`: The public keys of all trusted keypairs of a keyset, in PEM form.
 * - `jwks`: The same as a JSON Web Key Set, which service account issuers publish.
 */
export type Output =
  | "id"
  | "arn"
  | "dns-name"
  | "hosted-zone"
  | "ipv6-cidr"
  | "version"
  | "address"
  | "private-addresses"
  | "sha256"
  | "sha256-base64"
  | "sha256-base64-url"
  | "sealed"
  | "certificates"
  | "keypair-id"
  | "public-keys"
  | "jwks";
/**
 * Whose a resource is.
 */
export type Ownership = "owned" | SharedOwnership;
/**
 * A part of a `Text`.
 */
export type Part = string | OutputPart | EncodedPart;
/**
 * The other side of a rule.
 */
export type Peer = Ipv4Peer | Ipv6Peer | PrefixListPeer | GroupPeer;
/**
 * Kinds of problems that keep a plan from being made.
 * - `missing-shared`: A shared resource does not exist.
 * - `shared-differs`: A shared resource is not what the spec says of it.
 * - `fixed`: A field differs that AWS cannot change.
 * - `ambiguous`: Several resources in the account match.
 * - `others-own`: The resource exists, and another cluster owns it.
 * - `not-ours`: The resource exists, and its tags say that the cluster does not own it.
 * - `occupied`: Another subnet has addresses of a new one.
 * - `in-use`: A resource that is to be deleted is in use.
 * - `cycle`: Resources depend on each other in a circle.
 */
export type PlanProblemKind =
  | "missing-shared"
  | "shared-differs"
  | "fixed"
  | "ambiguous"
  | "others-own"
  | "not-ours"
  | "occupied"
  | "in-use"
  | "cycle";
/**
 * When an object may be written.
 */
export type PutMode = AlwaysPutMode | MissingPutMode | UnchangedPutMode;
/**
 * An amount of a resource as Kubernetes writes it: `200m`, `1.5`, `100Mi`.
 */
export type Quantity = string | number;
/**
 * Whether a resource can be used by those that refer to it.
 */
export type Readiness = "ready" | PendingReadiness | FailedReadiness | "gone";
/**
 * A reference to another resource: symbolic in a graph, a cloud id in a snapshot and for things that exist already.
 * In JSON a cloud id is a string and a symbolic reference is `{"ref": "vpc/demo.example.com", "output": "id"}`.
 */
export type Ref = ResourceRef | string;
/**
 * A resource of any kind.
 */
export type Resource =
  | VpcResource
  | VpcCidrBlockResource
  | DhcpOptionsResource
  | DhcpOptionsAssociationResource
  | InternetGatewayResource
  | EgressOnlyInternetGatewayResource
  | SubnetResource
  | RouteTableResource
  | RouteTableAssociationResource
  | RouteResource
  | ElasticIpResource
  | NatGatewayResource
  | SecurityGroupResource
  | SecurityGroupRuleResource
  | KeyPairResource
  | IamRoleResource
  | IamRolePolicyResource
  | IamRolePolicyAttachmentResource
  | IamInstanceProfileResource
  | IamOidcProviderResource
  | VolumeResource
  | ClassicLoadBalancerResource
  | NetworkLoadBalancerResource
  | TargetGroupResource
  | ListenerResource
  | LaunchTemplateResource
  | AutoscalingGroupResource
  | WarmPoolResource
  | LifecycleHookResource
  | DnsZoneAssociationResource
  | DnsRecordResource
  | SqsQueueResource
  | EventRuleResource
  | EventTargetResource
  | ManagedFileResource
  | KeysetResource
  | SecretResource;
/**
 * The symbolic id of a resource: its kind, a slash, its name.
 */
export type ResourceId = string;
/**
 * Where a route leads.
 */
export type RouteTarget =
  | InternetGatewayRouteTarget
  | EgressOnlyInternetGatewayRouteTarget
  | NatGatewayRouteTarget
  | TransitGatewayRouteTarget
  | InstanceRouteTarget
  | PeeringConnectionRouteTarget;
/**
 * What is wrong with a secret.
 * - `missing`: The cluster does not have it.
 * - `exists`: It is in the state store already.
 * - `damaged`: What is stored is not a secret.
 * - `unexpected`: What was given is not what the secret must hold.
 */
export type SecretErrorKind = "missing" | "exists" | "damaged" | "unexpected";
/**
 * How bad a finding is.
 * - `error`: The input cannot be used until this is mended.
 * - `warning`: The input can be used, but the user would want to know.
 */
export type Severity = "error" | "warning";
/**
 * Kinds of failures of state stores.
 * - `invalid-key`: A text is not a key.
 * - `not-an-object`: A key names a folder.
 * - `no-store`: The store does not exist.
 * - `conflict`: Another writer changed the object.
 * - `unknown-store`: No store has such a URL.
 * - `foreign`: The store lies in another account or region.
 * - `public`: The store can be read by the public.
 * - `keyset`: A stored keyset cannot be used.
 * - `secret`: A stored secret cannot be used.
 * - `denied`: The caller may not do this.
 * - `failed`: The store could not be reached, or failed.
 */
export type StateErrorKind =
  | "invalid-key"
  | "not-an-object"
  | "no-store"
  | "conflict"
  | "unknown-store"
  | "foreign"
  | "public"
  | "keyset"
  | "secret"
  | "denied"
  | "failed";
/**
 * Why a step failed although no call did.
 * - `not-ready`: The resource did not become ready in time, or never will.
 * - `unbound`: The step refers to a resource that does not exist.
 */
export type StepFailedKind = "not-ready" | "unbound";
/**
 * The number of a step inside its plan.
 */
export type StepId = number;
/**
 * What can be reached from a subnet and what can reach it.
 * - `Public`: Instances have public addresses and a route to the internet gateway.
 * - `Private`: Instances have private addresses only and leave through a NAT gateway.
 * - `Utility`: Holds load balancers, NAT gateways and bastions of private subnets; public.
 * - `DualStack`: Private, with IPv4 beside IPv6.
 */
export type SubnetType = "Public" | "Private" | "Utility" | "DualStack";
/**
 * A text of parts: literals, and references to outputs of other resources.
 * In JSON a text without references is a string, any other one `{"text": [...]}` with its parts. References are resolved like all others: when a plan is made, as far as their resources exist, and the rest when a step is bound.
 */
export type Text = string | TextParts;
/**
 * A version of an object; opaque, comparable for equality only.
 */
export type Version = string;
/**
 * Rules that a plan can break.
 * - `not-owned`: Nothing in the account shows that the cluster owns it.
 * - `owned-by`: Another cluster owns it.
 * - `shared`: It is shared.
 * - `made-in-cluster`: A controller in the cluster made it.
 * - `not-allowed`: The options of the plan do not allow its deletion.
 * - `in-use`: Something that stays uses it.
 * - `part-of-others`: It would become a part of something that the cluster does not own.
 * - `not-managed`: Updates do not write objects of the state store at such a key.
 * - `misnamed`: It has another name than the plan says.
 */
export type ViolationRule =
  | "not-owned"
  | "owned-by"
  | "shared"
  | "made-in-cluster"
  | "not-allowed"
  | "in-use"
  | "part-of-others"
  | "not-managed"
  | "misnamed";
/**
 * Why objects could not be stored.
 * - `exists`: They exist already.
 * - `missing`: They are not there.
 * - `other-key`: The cluster has another SSH key.
 */
export type WriteErrorKind = "exists" | "missing" | "other-key";

/**
 * Where a load balancer writes its access log.
 */
export interface AccessLog {
  /**
   * The S3 bucket.
   */
  bucket: string;
  /**
   * Minutes between two files, 5 or 60; classic only.
   */
  interval?: number;
  /**
   * The prefix of the objects.
   */
  prefix?: string;
}
/**
 * Where requests of a load balancer are logged.
 */
export interface AccessLogSpec {
  /**
   * The bucket that takes the files.
   */
  bucket?: string;
  /**
   * The folder in the bucket.
   */
  bucketPrefix?: string;
  /**
   * Minutes between files; classic load balancers only: 5 or 60.
   */
  interval?: number;
}
/**
 * Make it.
 */
export interface CreateAction {
  /**
   * What to make.
   */
  desired: Resource;
  do: "create";
}
/**
 * Change fields in place.
 */
export interface UpdateAction {
  /**
   * The differences.
   */
  changes: FieldChange[];
  /**
   * What it is.
   */
  current: Resource;
  /**
   * What it should be. Among its tags are those that others put there and that stay, but none of AWS's own (`aws:`).
   */
  desired: Resource;
  do: "update";
  /**
   * Its id.
   */
  id: CloudId;
}
/**
 * Delete it.
 */
export interface DeleteAction {
  /**
   * What it is.
   */
  current: Resource;
  do: "delete";
  /**
   * Its id.
   */
  id: CloudId;
}
/**
 * A manifest to apply beside the built-in addons.
 */
export interface Addon {
  /**
   * Where the manifest is.
   */
  manifest?: string;
}
/**
 * The load balancer that a record stands for.
 */
export interface AliasTarget {
  /**
   * Its DNS name.
   */
  dns_name: Ref;
  /**
   * Whether an unhealthy load balancer is left out of answers.
   */
  evaluate_health: boolean;
  /**
   * The hosted zone of that name.
   */
  hosted_zone: Ref;
}
/**
 * AWS's CNI plugin.
 */
export interface AmazonVpc {
  /**
   * Its environment.
   */
  env?: EnvVar[];
  /**
   * Its image.
   */
  imageName?: string;
  /**
   * The image that prepares nodes.
   */
  initImageName?: string;
  /**
   * The image of the agent for network policies.
   */
  networkPolicyAgentImage?: string;
}
/**
 * How the API is reached.
 */
export interface Api {
  /**
   * By DNS alone, with a record of every control plane.
   */
  dns?: Empty;
  /**
   * By a load balancer before the control planes.
   */
  loadBalancer?: ApiLoadBalancer;
}
/**
 * The load balancer before the control planes.
 */
export interface ApiLoadBalancer {
  /**
   * Where requests are logged.
   */
  accessLog?: AccessLogSpec;
  /**
   * Security groups that exist, to add to the load balancer.
   */
  additionalSecurityGroups?: string[];
  /**
   * Its kind. Default: `Network` for new clusters, `Classic` where it was not said.
   */
  class?: LoadBalancerClass;
  /**
   * Spreads over the control planes of all zones. Default: false.
   */
  crossZoneLoadBalancing?: boolean;
  /**
   * Seconds until an idle connection ends; classic load balancers only. Default: 300.
   */
  idleTimeoutSeconds?: number;
  /**
   * A security group that exists, in place of the one that would be made.
   */
  securityGroupOverride?: string;
  /**
   * The ARN of a certificate that the load balancer presents.
   */
  sslCertificate?: string;
  /**
   * The TLS policy of a network load balancer with a certificate. Default: `ELBSecurityPolicy-2016-08`.
   */
  sslPolicy?: string;
  /**
   * The subnets that it stands in. Default: chosen by its type, one in each zone.
   */
  subnets?: LoadBalancerSubnet[];
  /**
   * Where it can be reached from.
   */
  type?: LoadBalancerType;
  /**
   * Makes nodes reach the API through the load balancer.
   */
  useForInternalApi?: boolean;
}
/**
 * How a plan is applied. In JSON, durations are seconds.
 */
export interface ApplyOptions {
  /**
   * How often a call is tried before it has failed, where its errors say that trying again helps.
   */
  attempts?: number;
  /**
   * How long to wait before the second try; doubles each time.
   */
  firstDelay?: number;
  /**
   * How long calls that are out when the run is cancelled may take to come back.
   */
  grace?: number;
  /**
   * The longest wait between two tries.
   */
  longestDelay?: number;
  /**
   * Client tokens and the jitter of waits come from it. The tokens also come from the plan and from the second in which a run begins, so that only runs of one plan within one second need numbers of their own.
   */
  nonce?: number;
  /**
   * How many steps may be under way at once.
   */
  parallel?: number;
  /**
   * How long a resource may take to become ready, to be free of what uses it, or to be seen by others.
   */
  readyWithin?: number;
  /**
   * How long a deletion may be told, word for word the same, that something still uses the resource, where this run has deleted something that did. AWS takes a while until a load balancer has given up its network interfaces.
   */
  releaseWithin?: number;
  /**
   * How long a step may be told that what this run has made does not exist. AWS takes a while until what was made a moment ago is seen everywhere. Also how long a deletion may be told, word for word the same, that something still uses the resource, where this run has deleted nothing that did.
   */
  settleWithin?: number;
}
/**
 * A file that nodes download.
 */
export interface Asset {
  /**
   * Its SHA-256 in hexadecimal.
   */
  sha256?: string;
  /**
   * Where it can be had, best first.
   */
  urls?: string[];
}
/**
 * What the machines of a cluster download, sorted by where it is published.
 */
export interface Assets {
  /**
   * Files of every architecture.
   */
  files: FileAsset[];
  /**
   * Container images of static pods, components and addons.
   */
  images: ImageAsset[];
}
/**
 * Where nodes get images and files from.
 */
export interface AssetsSpec {
  /**
   * A proxy that fetches images on demand.
   */
  containerProxy?: string;
  /**
   * A registry that holds copies of all images.
   */
  containerRegistry?: string;
  /**
   * A place that holds copies of all files.
   */
  fileRepository?: string;
}
/**
 * How users prove who they are.
 */
export interface Authentication {
  /**
   * By their AWS identity.
   */
  aws?: AwsAuthentication;
  /**
   * Retired. The webhook of kopeio.
   */
  kopeio?: Empty;
}
/**
 * Who may do what. Default: `rbac`.
 */
export interface Authorization {
  /**
   * Every request is allowed.
   */
  alwaysAllow?: Empty;
  /**
   * By roles and their bindings.
   */
  rbac?: Empty;
}
/**
 * An autoscaling group. Its identity is the name. The desired capacity belongs to the autoscaler and is never compared.
 */
export interface AutoscalingGroup {
  /**
   * Replaces spot instances before they are interrupted.
   */
  capacity_rebalance: boolean;
  /**
   * New instances are protected from being removed when the group shrinks.
   */
  instance_protection: boolean;
  /**
   * The launch template.
   */
  launch_template: Ref;
  /**
   * The version of the launch template.
   */
  launch_template_version: Ref;
  /**
   * Classic load balancers that instances join, by name.
   */
  load_balancers: Ref[];
  /**
   * Seconds after which an instance is replaced; 0 for never.
   */
  max_instance_lifetime: number;
  /**
   * The largest size.
   */
  max_size: number;
  /**
   * Group metrics that are published.
   */
  metrics: string[];
  /**
   * The smallest size.
   */
  min_size: number;
  /**
   * Several machine types or purchase options.
   */
  mixed_instances?: MixedInstancesPolicy;
  /**
   * The name.
   */
  name: string;
  /**
   * The subnets of its instances.
   */
  subnets: Ref[];
  /**
   * Processes that are suspended.
   */
  suspended_processes: string[];
  /**
   * Tags; all are copied to instances.
   */
  tags: {
    [k: string]: string;
  };
  /**
   * Target groups that instances join, by ARN.
   */
  target_groups: Ref[];
}
/**
 * AWS IAM Authenticator.
 */
export interface AwsAuthentication {
  /**
   * Where its mappings are: `CRD`, `MountedFile`, `EKSConfigMap`, separated by commas.
   */
  backendMode?: string;
  /**
   * The name that tokens carry. Default: the cluster's name.
   */
  clusterID?: string;
  /**
   * The most CPU.
   */
  cpuLimit?: Quantity;
  /**
   * CPU to request. Default: 10m.
   */
  cpuRequest?: Quantity;
  /**
   * Who is who, as IAMIdentityMapping objects.
   */
  identityMappings?: IdentityMapping[];
  /**
   * Its image.
   */
  image?: string;
  /**
   * The most memory. Default: 20Mi.
   */
  memoryLimit?: Quantity;
  /**
   * Memory to request. Default: 20Mi.
   */
  memoryRequest?: Quantity;
}
/**
 * The addon that makes AWS load balancers.
 */
export interface AwsLoadBalancerController {
  /**
   * The most CPU. Default: 200m.
   */
  cpuLimit?: Quantity;
  /**
   * CPU to request. Default: 100m.
   */
  cpuRequest?: Quantity;
  /**
   * Lets it use Shield. Default: false.
   */
  enableShield?: boolean;
  /**
   * Lets it use the classic web firewall. Default: false.
   */
  enableWAF?: boolean;
  /**
   * Lets it use the web firewall. Default: false.
   */
  enableWAFv2?: boolean;
  /**
   * Whether it runs. Default: false.
   */
  enabled?: boolean;
  /**
   * The most memory. Default: 500Mi.
   */
  memoryLimit?: Quantity;
  /**
   * Memory to request. Default: 200Mi.
   */
  memoryRequest?: Quantity;
  /**
   * Its version.
   */
  version?: string;
}
/**
 * Permissions in AWS.
 */
export interface AwsPermission {
  /**
   * IAM statements as a JSON list.
   */
  inlinePolicy?: string;
  /**
   * Managed policies to attach.
   */
  policyARNs?: string[];
}
/**
 * The bastion's name and load balancer.
 */
export interface Bastion {
  /**
   * The DNS name of the bastion's load balancer.
   */
  bastionPublicName?: string;
  /**
   * Retired with classic load balancers. Seconds until an idle connection ends.
   */
  idleTimeoutSeconds?: number;
  /**
   * The load balancer before the bastions.
   */
  loadBalancer?: BastionLoadBalancer;
}
/**
 * The load balancer before the bastions.
 */
export interface BastionLoadBalancer {
  /**
   * Security groups that exist, to add to the load balancer.
   */
  additionalSecurityGroups?: string[];
  /**
   * Where it can be reached from. Default: `Public`.
   */
  type?: LoadBalancerType;
}
/**
 * A volume of an instance.
 */
export interface BlockDevice {
  /**
   * `/dev/xvda`.
   */
  device_name: string;
  /**
   * A volume of EBS.
   */
  ebs?: EbsDevice;
  /**
   * A disk of the machine: `ephemeral0`.
   */
  virtual_name?: string;
}
/**
 * Make it. Where it was made by an earlier try of the same step, find it.
 */
export interface CreateBoundAction {
  /**
   * What it should be.
   */
  desired: Resource;
  do: "create";
}
/**
 * Bring the named fields to what `desired` says; the others are left alone.
 */
export interface UpdateBoundAction {
  /**
   * What it was when the plan was made.
   */
  current: Resource;
  /**
   * What it should be.
   */
  desired: Resource;
  do: "update";
  /**
   * The fields to change.
   */
  fields: string[];
  /**
   * Its id.
   */
  id: CloudId;
}
/**
 * Delete it. One that is gone is fine.
 */
export interface DeleteBoundAction {
  /**
   * What it was when the plan was made.
   */
  current: Resource;
  do: "delete";
  /**
   * Its id.
   */
  id: CloudId;
}
/**
 * A step whose references are all cloud ids.
 */
export interface BoundStep {
  /**
   * What to do.
   */
  action: BoundAction;
  /**
   * The cluster that it is for.
   */
  cluster: string;
  /**
   * The resource in the plan's words, for messages.
   */
  resource: ResourceId;
  /**
   * The same for every repetition of this step and different for every other step: a client token.
   */
  token: string;
}
/**
 * An S3 bucket of the state store.
 */
export interface Bucket {
  /**
   * The KMS key of its default encryption, where it has one.
   */
  kmsKey?: string | null;
  /**
   * Its region.
   */
  region?: string;
}
/**
 * Calico.
 */
export interface Calico {
  /**
   * Lets pods forward packets.
   */
  allowIPForwarding?: boolean;
  /**
   * What happens to the source/destination check of instances: `Enable`, `Disable`, `DoNothing`.
   */
  awsSrcDstCheck?: string;
  /**
   * Uses eBPF in place of iptables.
   */
  bpfEnabled?: boolean;
  /**
   * How packets from outside reach services: `Tunnel` or `DSR`.
   */
  bpfExternalServiceMode?: string;
  /**
   * Removes the rules of kube-proxy.
   */
  bpfKubeProxyIptablesCleanupEnabled?: boolean;
  /**
   * How much the eBPF programs log: `Off`, `Info`, `Debug`.
   */
  bpfLogLevel?: string;
  /**
   * Where its rules go: `insert` or `append`.
   */
  chainInsertMode?: string;
  /**
   * CPU to request. Default: 250m.
   */
  cpuRequest?: Quantity;
  /**
   * Retired. Encapsulates between subnets only.
   */
  crossSubnet?: boolean;
  /**
   * How packets travel: `ipip`, `vxlan` or `none`.
   */
  encapsulationMode?: string;
  /**
   * When IP-in-IP is used: `Always`, `CrossSubnet`, `Never`.
   */
  ipipMode?: string;
  /**
   * Which iptables: `Legacy`, `NFT`, `Auto`.
   */
  iptablesBackend?: string;
  /**
   * How a node's IPv4 address is found. Default: `first-found`.
   */
  ipv4AutoDetectionMethod?: string;
  /**
   * How a node's IPv6 address is found. Default: `first-found`.
   */
  ipv6AutoDetectionMethod?: string;
  /**
   * How much it logs. Default: `info`.
   */
  logSeverityScreen?: string;
  /**
   * Retired. The major version.
   */
  majorVersion?: string;
  /**
   * The largest packet.
   */
  mtu?: number;
  /**
   * Whether nftables are used: `Enabled`, `Disabled`, `Auto`.
   */
  nftablesMode?: string;
  /**
   * Serves metrics of the Go runtime.
   */
  prometheusGoMetricsEnabled?: boolean;
  /**
   * Serves metrics.
   */
  prometheusMetricsEnabled?: boolean;
  /**
   * The port of metrics. Default: 9091.
   */
  prometheusMetricsPort?: number;
  /**
   * Serves metrics of the process.
   */
  prometheusProcessMetricsEnabled?: boolean;
  /**
   * Where its images are.
   */
  registry?: string;
  /**
   * Serves metrics of Typha.
   */
  typhaPrometheusMetricsEnabled?: boolean;
  /**
   * The port of Typha's metrics. Default: 9093.
   */
  typhaPrometheusMetricsPort?: number;
  /**
   * How many replicas of Typha.
   */
  typhaReplicas?: number;
  /**
   * Its version.
   */
  version?: string;
  /**
   * When VXLAN is used: `Always`, `CrossSubnet`, `Never`.
   */
  vxlanMode?: string;
  /**
   * Encrypts between nodes with WireGuard.
   */
  wireguardEnabled?: boolean;
}
/**
 * The addon that issues certificates.
 */
export interface CertManager {
  /**
   * The issuer of ingresses that name none.
   */
  defaultIssuer?: string;
  /**
   * Whether it is there. Default: false.
   */
  enabled?: boolean;
  /**
   * Features to turn on or off.
   */
  featureGates?: {
    [k: string]: boolean;
  };
  /**
   * Hosted zones that it may write to for DNS challenges.
   */
  hostedZoneIDs?: string[];
  /**
   * Its image.
   */
  image?: string;
  /**
   * Whether it is installed, or the user installs it. Default: true.
   */
  managed?: boolean;
  /**
   * Servers that are asked whether a DNS challenge is visible.
   */
  nameservers?: string[];
}
/**
 * Cilium.
 */
export interface Cilium {
  /**
   * Installs no rules of iptables.
   */
  IPTablesRulesNoinstall?: boolean;
  /**
   * Retired.
   */
  accessLog?: string;
  /**
   * Retired.
   */
  agentLabels?: string[];
  /**
   * Annotations of the agent's pods.
   */
  agentPodAnnotations?: {
    [k: string]: string;
  };
  /**
   * The port of the agent's metrics. Default: 9090.
   */
  agentPrometheusPort?: number;
  /**
   * Retired.
   */
  allowLocalhost?: string;
  /**
   * Makes routes between nodes of one network.
   */
  autoDirectNodeRoutes?: boolean;
  /**
   * Retired.
   */
  autoIpv6NodeRoutes?: boolean;
  /**
   * Entries of the table of other connections. Default: 262144.
   */
  bpfCTGlobalAnyMax?: number;
  /**
   * Entries of the table of TCP connections. Default: 524288.
   */
  bpfCTGlobalTCPMax?: number;
  /**
   * How backends are chosen: `random` or `maglev`. Default: `random`.
   */
  bpfLBAlgorithm?: string;
  /**
   * Entries of Maglev's table. Default: 16381.
   */
  bpfLBMaglevTableSize?: string;
  /**
   * Entries of the tables of services. Default: 65536.
   */
  bpfLBMapMax?: number;
  /**
   * Chooses backends at the socket.
   */
  bpfLBSock?: boolean;
  /**
   * Chooses backends at the socket on nodes only.
   */
  bpfLBSockHostNSOnly?: boolean;
  /**
   * Entries of the table of translations. Default: 524288.
   */
  bpfNATGlobalMax?: number;
  /**
   * Entries of the table of neighbours. Default: 524288.
   */
  bpfNeighGlobalMax?: number;
  /**
   * Entries of the table of policies. Default: 16384.
   */
  bpfPolicyMapMax?: number;
  /**
   * Retired.
   */
  bpfRoot?: string;
  /**
   * The CNI plugin that it runs behind: `none`, `aws-cni`, `portmap`, ….
   */
  chainingMode?: string;
  /**
   * The number of the cluster in a mesh.
   */
  clusterID?: number;
  /**
   * The name of the cluster in a mesh. Default: `default`.
   */
  clusterName?: string;
  /**
   * Retired.
   */
  cniBinPath?: string;
  /**
   * Removes the configurations of other CNI plugins. Default: true.
   */
  cniExclusive?: boolean;
  /**
   * Retired.
   */
  containerRuntime?: string[];
  /**
   * Retired.
   */
  containerRuntimeEndpoint?: {
    [k: string]: string;
  };
  /**
   * Retired.
   */
  containerRuntimeLabels?: string;
  /**
   * CPU to request. Default: 25m.
   */
  cpuRequest?: Quantity;
  /**
   * Logs more.
   */
  debug?: boolean;
  /**
   * Parts that log most: `flow`, `kvstore`, `envoy`, `datapath`, `policy`.
   */
  debugVerbose?: string[];
  /**
   * Retired.
   */
  device?: string;
  /**
   * Keeps no status of policies. Default: true.
   */
  disableCNPStatusUpdates?: boolean;
  /**
   * Retired.
   */
  disableConntrack?: boolean;
  /**
   * Keeps no CiliumEndpoint objects.
   */
  disableEndpointCRD?: boolean;
  /**
   * Retired.
   */
  disableIpv4?: boolean;
  /**
   * Retired.
   */
  disableK8sServices?: boolean;
  /**
   * Leaves pods' addresses as they are.
   */
  disableMasquerade?: boolean;
  /**
   * Translates addresses in eBPF. Default: true with `ipam: eni`, false otherwise.
   */
  enableBPFMasquerade?: boolean;
  /**
   * Encrypts between nodes.
   */
  enableEncryption?: boolean;
  /**
   * Checks that pods of the agent are reached. Default: true.
   */
  enableEndpointHealthChecking?: boolean;
  /**
   * Applies policies to nodes.
   */
  enableHostFirewall?: boolean;
  /**
   * Retired. Chooses backends at the socket.
   */
  enableHostReachableServices?: boolean;
  /**
   * Runs the proxy for policies of requests. Default: true.
   */
  enableL7Proxy?: boolean;
  /**
   * Follows CiliumLocalRedirectPolicy objects.
   */
  enableLocalRedirectPolicy?: boolean;
  /**
   * Serves node ports and replaces kube-proxy.
   */
  enableNodePort?: boolean;
  /**
   * When policies hold: `default`, `always`, `never`.
   */
  enablePolicy?: string;
  /**
   * Serves metrics.
   */
  enablePrometheusMetrics?: boolean;
  /**
   * Gives nodes an identity of their own. Default: true.
   */
  enableRemoteNodeIdentity?: boolean;
  /**
   * Follows the topology of services.
   */
  enableServiceTopology?: boolean;
  /**
   * Retired.
   */
  enableTracing?: boolean;
  /**
   * Marks routes of pods that went away as unreachable.
   */
  enableUnreachableRoutes?: boolean;
  /**
   * Retired.
   */
  enableipv4?: boolean;
  /**
   * Retired.
   */
  enableipv6?: boolean;
  /**
   * How it encrypts. Default: `ipsec`.
   */
  encryptionType?: CiliumEncryption;
  /**
   * Retired.
   */
  envoyLog?: string;
  /**
   * Keeps identities in the etcd cluster `cilium`.
   */
  etcdManaged?: boolean;
  /**
   * Further settings of the agent, as they are.
   */
  extraConfig?: {
    [k: string]: string;
  };
  /**
   * Gateway API by Cilium.
   */
  gatewayAPI?: CiliumGatewayApi;
  /**
   * What watches flows.
   */
  hubble?: Hubble;
  /**
   * Where identities are kept: `crd` or `kvstore`. Default: `crd`.
   */
  identityAllocationMode?: string;
  /**
   * How long a changed identity waits. Default: `5s`.
   */
  identityChangeGracePeriod?: string;
  /**
   * Ingress by Cilium.
   */
  ingress?: CiliumIngress;
  /**
   * Where pods' addresses come from: `kubernetes`, `hostscope`, `crd`, `eni`, `cluster-pool`. Default: `kubernetes`.
   */
  ipam?: string;
  /**
   * Retired.
   */
  ipv4ClusterCidrMaskSize?: number;
  /**
   * Retired.
   */
  ipv4Node?: string;
  /**
   * Retired.
   */
  ipv4Range?: string;
  /**
   * Retired.
   */
  ipv4ServiceRange?: string;
  /**
   * Retired.
   */
  ipv6ClusterAllocCidr?: string;
  /**
   * Retired.
   */
  ipv6Node?: string;
  /**
   * Retired.
   */
  ipv6Range?: string;
  /**
   * Retired.
   */
  ipv6ServiceRange?: string;
  /**
   * Retired.
   */
  k8sApiServer?: string;
  /**
   * Retired.
   */
  k8sKubeconfigPath?: string;
  /**
   * Retired.
   */
  keepBpfTemplates?: boolean;
  /**
   * Retired.
   */
  keepConfig?: boolean;
  /**
   * Retired.
   */
  labelPrefixFile?: string;
  /**
   * Retired.
   */
  labels?: string[];
  /**
   * Retired.
   */
  lb?: string;
  /**
   * Retired.
   */
  libDir?: string;
  /**
   * Retired.
   */
  logDriver?: string[];
  /**
   * Retired.
   */
  logOpt?: {
    [k: string]: string;
  };
  /**
   * Retired.
   */
  logstash?: boolean;
  /**
   * Retired.
   */
  logstashAgent?: string;
  /**
   * Retired.
   */
  logstashProbeTimer?: number;
  /**
   * Memory to request. Default: 128Mi.
   */
  memoryRequest?: Quantity;
  /**
   * Metrics to add (`+name`) or remove (`-name`).
   */
  metrics?: string[];
  /**
   * How events are put together. Default: `medium`.
   */
  monitorAggregation?: string;
  /**
   * Retired.
   */
  nat46Range?: string;
  /**
   * Encrypts from node to node also.
   */
  nodeEncryption?: boolean;
  /**
   * Retired.
   */
  nodeInitBootstrapFile?: string;
  /**
   * Annotations of the operator's pods.
   */
  operatorPodAnnotations?: {
    [k: string]: string;
  };
  /**
   * Retired.
   */
  pprof?: boolean;
  /**
   * Takes the memory of tables at the start.
   */
  preallocateBPFMaps?: boolean;
  /**
   * Retired.
   */
  prefilterDevice?: string;
  /**
   * Retired.
   */
  prometheusServeAddr?: string;
  /**
   * Retired.
   */
  reconfigureKubelet?: boolean;
  /**
   * Where its images are.
   */
  registry?: string;
  /**
   * Retired.
   */
  removeCbrBridge?: boolean;
  /**
   * Retired.
   */
  restartPods?: boolean;
  /**
   * Retired.
   */
  restore?: boolean;
  /**
   * Retired.
   */
  sidecarIstioProxyImage?: string;
  /**
   * Retired.
   */
  singleClusterRoute?: boolean;
  /**
   * Retired.
   */
  socketPath?: string;
  /**
   * Retired.
   */
  stateDir?: string;
  /**
   * The answer to a DNS question that is not allowed. Default: `refused`.
   */
  toFqdnsDnsRejectResponseCode?: string;
  /**
   * Asks DNS from the agent in place of a proxy.
   */
  toFqdnsEnablePoller?: boolean;
  /**
   * Retired.
   */
  tracePayloadlen?: number;
  /**
   * How packets travel: `vxlan`, `geneve` or `disabled`. Default: `vxlan`; `disabled` with `ipam: eni` or IPv6.
   */
  tunnel?: string;
  /**
   * Its version.
   */
  version?: string;
}
/**
 * Gateway API by Cilium.
 */
export interface CiliumGatewayApi {
  /**
   * Copies the secrets of certificates to its namespace.
   */
  enableSecretsSync?: boolean;
  /**
   * Whether it serves gateways.
   */
  enabled?: boolean;
}
/**
 * Ingress by Cilium.
 */
export interface CiliumIngress {
  /**
   * Whether ingresses share a load balancer: `shared` or `dedicated`.
   */
  defaultLoadBalancerMode?: string;
  /**
   * Copies the secrets of certificates to its namespace.
   */
  enableSecretsSync?: boolean;
  /**
   * Whether it serves ingresses.
   */
  enabled?: boolean;
  /**
   * Sends HTTP requests to HTTPS.
   */
  enforceHttps?: boolean;
  /**
   * Prefixes of annotations that are handed to load balancers, separated by commas.
   */
  loadBalancerAnnotationPrefixes?: string;
  /**
   * The name of the shared load balancer's service.
   */
  sharedLoadBalancerServiceName?: string;
}
/**
 * A listener of a classic load balancer.
 */
export interface ClassicListener {
  /**
   * The ARN of the certificate; the protocol is then SSL, otherwise TCP.
   */
  certificate?: string;
  /**
   * The port on the instances.
   */
  instance_port: number;
  /**
   * The port that clients use.
   */
  port: number;
}
/**
 * A classic load balancer. Its identity is the tag `Name`.
 */
export interface ClassicLoadBalancer {
  /**
   * Where it writes its access log.
   */
  access_log?: AccessLog;
  /**
   * Whether it balances across zones.
   */
  cross_zone: boolean;
  /**
   * Seconds that connections get to finish when an instance leaves.
   */
  draining_timeout: number;
  /**
   * The health check.
   */
  health_check: HealthCheck;
  /**
   * Seconds until an idle connection is closed.
   */
  idle_timeout: number;
  /**
   * Reachable only inside the VPC.
   */
  internal: boolean;
  /**
   * What it listens on.
   */
  listeners: ClassicListener[];
  /**
   * Its name, at most 32 characters.
   */
  name: string;
  /**
   * Its security groups.
   */
  security_groups: Ref[];
  /**
   * Its subnets.
   */
  subnets: Ref[];
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
}
/**
 * How the cluster uses the cloud.
 */
export interface CloudConfig {
  /**
   * The driver of EBS volumes.
   */
  awsEBSCSIDriver?: EbsCsiDriver;
  /**
   * Not for AWS: settings of Azure.
   */
  azure?: {
    [k: string]: unknown;
  };
  /**
   * Stops the cloud controller from opening nodes to load balancers.
   */
  disableSecurityGroupIngress?: boolean;
  /**
   * The security group that the cloud controller gives to load balancers.
   */
  elbSecurityGroup?: string;
  /**
   * Not for AWS: the service account of nodes.
   */
  gceServiceAccount?: string;
  /**
   * Not for AWS: boots by a start script.
   */
  gceUseStartupScript?: boolean;
  /**
   * Not for AWS: the driver of persistent disks.
   */
  gcpPDCSIDriver?: {
    [k: string]: unknown;
  };
  /**
   * Makes the default storage classes. Default: true.
   */
  manageStorageClasses?: boolean;
  /**
   * Not for AWS: the cluster spans zones.
   */
  multizone?: boolean;
  /**
   * Whether the cloud controller makes security groups for NLBs: `Managed`.
   */
  nlbSecurityGroupMode?: string;
  /**
   * The address families of nodes: `ipv4`, `ipv6`. Default: by the cluster's network.
   */
  nodeIPFamilies?: string[];
  /**
   * Not for AWS: the prefix of nodes' names.
   */
  nodeInstancePrefix?: string;
  /**
   * Not for AWS: tags of nodes.
   */
  nodeTags?: string;
  /**
   * Not for AWS: settings of OpenStack.
   */
  openstack?: {
    [k: string]: unknown;
  };
  /**
   * How Spot by Flexera chooses instances.
   */
  spotinstOrientation?: string;
  /**
   * The operating system that is reported to Spot by Flexera.
   */
  spotinstProduct?: string;
  /**
   * Not for AWS.
   */
  vSphereCoreDNSServer?: string;
  /**
   * Not for AWS.
   */
  vSphereDatacenter?: string;
  /**
   * Not for AWS.
   */
  vSphereDatastore?: string;
  /**
   * Not for AWS.
   */
  vSpherePassword?: string;
  /**
   * Not for AWS.
   */
  vSphereResourcePool?: string;
  /**
   * Not for AWS.
   */
  vSphereServer?: string;
  /**
   * Not for AWS.
   */
  vSphereUsername?: string;
}
/**
 * The cloud controller manager.
 */
export interface CloudControllerManager {
  /**
   * Gives every node a range of pods.
   */
  allocateNodeCIDRs?: boolean;
  /**
   * Works with resources that have no tag of the cluster.
   */
  allowUntaggedCloud?: boolean;
  /**
   * Not for AWS.
   */
  azureNodeManagerImage?: string;
  /**
   * How ranges are given.
   */
  cidrAllocatorType?: string;
  /**
   * The cloud.
   */
  cloudProvider?: string;
  /**
   * The range of pods.
   */
  clusterCIDR?: string;
  /**
   * The cluster's name.
   */
  clusterName?: string;
  /**
   * Nodes at once.
   */
  concurrentNodeSyncs?: number;
  /**
   * Makes routes in the cloud.
   */
  configureCloudRoutes?: boolean;
  /**
   * Controllers to run; `-name` for not. Default: `*`.
   */
  controllers?: string[];
  /**
   * CPU to request. Default: 200m.
   */
  cpuRequest?: Quantity;
  /**
   * Hands its lock over to another manager.
   */
  enableLeaderMigration?: boolean;
  /**
   * Its image. Default: by the version of Kubernetes.
   */
  image?: string;
  /**
   * How one of several is chosen.
   */
  leaderElection?: LeaderElection;
  /**
   * How much it logs. Default: 2.
   */
  logLevel?: number;
  /**
   * Where the API is.
   */
  master?: string;
  /**
   * How often the status of nodes is written.
   */
  nodeStatusUpdateFrequency?: Duration;
  /**
   * Runs every controller with its own account.
   */
  useServiceAccountCredentials?: boolean;
}
/**
 * A call to the cloud that failed.
 */
export interface CloudErrorFields {
  /**
   * AWS's code: `InvalidSubnet.Conflict`.
   */
  code: string | null;
  /**
   * What kind of failure it was.
   */
  kind: ErrorKind;
  /**
   * The operation in AWS's words: `CreateSubnet`.
   */
  operation: string;
  /**
   * The permission that was missing, for the kind `denied`: `ec2:CreateSubnet`.
   */
  permission: string | null;
  /**
   * The id of the request, which AWS's support asks for.
   */
  requestId: string | null;
  /**
   * The resource that the call was about.
   */
  resource: string | null;
  /**
   * The same call may succeed later.
   */
  retryable: boolean;
}
/**
 * A cluster.
 */
export interface Cluster {
  /**
   * The version of the format.
   */
  apiVersion?: "kops.k8s.io/v1alpha2" | "kops/v1alpha2";
  /**
   * What the object is.
   */
  kind?: "Cluster";
  /**
   * Its name, labels and annotations.
   */
  metadata: ObjectMeta;
  /**
   * What the user wants of it.
   */
  spec: ClusterSpec;
}
/**
 * A call to the API of a cluster that failed.
 */
export interface ClusterApiErrorFields {
  /**
   * What kind of failure it was.
   */
  kind: ClusterApiErrorKind;
  /**
   * What was asked for: `list nodes`.
   */
  operation: string;
  /**
   * The same call may succeed later.
   */
  retryable: boolean;
  /**
   * The HTTP status, where the API server answered.
   */
  status: number | null;
}
/**
 * The addon that scales groups.
 */
export interface ClusterAutoscaler {
  /**
   * Takes machine types from its own list. Default: false.
   */
  awsUseStaticInstanceList?: boolean;
  /**
   * Keeps groups that are alike equally large. Default: false.
   */
  balanceSimilarNodeGroups?: boolean;
  /**
   * Cordons a node before it ends. Default: true.
   */
  cordonNodeBeforeTerminating?: boolean;
  /**
   * CPU to request. Default: 100m.
   */
  cpuRequest?: Quantity;
  /**
   * Makes the configuration of the `priority` expander from groups' priorities. Default: true with that expander.
   */
  createPriorityExpanderConfig?: boolean;
  /**
   * Group name patterns by priority, in place of groups' priorities.
   */
  customPriorityExpanderConfig?: {
    [k: string]: string[];
  };
  /**
   * Serves metrics of every group. Default: false.
   */
  emitPerNodegroupMetrics?: boolean;
  /**
   * Whether it runs. Default: false.
   */
  enabled?: boolean;
  /**
   * How a group is chosen: `random`, `least-waste`, `most-pods`, `priority`, …. Default: `random`.
   */
  expander?: string;
  /**
   * Leaves daemon sets out of a node's use. Default: false.
   */
  ignoreDaemonSetsUtilization?: boolean;
  /**
   * Its image. Default: by the version of Kubernetes.
   */
  image?: string;
  /**
   * How long a new node may take. Default: `15m0s`.
   */
  maxNodeProvisionTime?: string;
  /**
   * Memory to request. Default: 300Mi.
   */
  memoryRequest?: Quantity;
  /**
   * How old a pod must be before it counts. Default: `0s`.
   */
  newPodScaleUpDelay?: string;
  /**
   * Annotations of its pods.
   */
  podAnnotations?: {
    [k: string]: string;
  };
  /**
   * How long to wait after a node was added. Default: `10m0s`.
   */
  scaleDownDelayAfterAdd?: string;
  /**
   * How long a node must not be needed. Default: `10m0s`.
   */
  scaleDownUnneededTime?: string;
  /**
   * How long a node must not be ready. Default: `20m0s`.
   */
  scaleDownUnreadyTime?: string;
  /**
   * The use below which a node is not needed. Default: `0.5`.
   */
  scaleDownUtilizationThreshold?: string;
  /**
   * Keeps nodes with pods of unknown controllers. Default: true.
   */
  skipNodesWithCustomControllerPods?: boolean;
  /**
   * Keeps nodes with pods that use the node's disk. Default: true.
   */
  skipNodesWithLocalStorage?: boolean;
  /**
   * Keeps nodes with pods of `kube-system`. Default: true.
   */
  skipNodesWithSystemPods?: boolean;
}
/**
 * The options of `kops create cluster`. What is not given has the default of kops 1.36.2.
 */
export interface ClusterOptions {
  /**
   * CIDRs that may reach the API. Default: `0.0.0.0/0` and `::/0`.
   */
  adminAccess?: string[];
  /**
   * The class of that load balancer. Default: `Network`.
   */
  apiLoadBalancerClass?: LoadBalancerClass;
  /**
   * Puts a load balancer of this type before the API. Default: a public one where names are not published or the topology is private, else none.
   */
  apiLoadBalancerType?: LoadBalancerType;
  /**
   * The DNS name of the API. Default: `api.` before the cluster's name, where names are published.
   */
  apiPublicName?: string;
  /**
   * The number of API server nodes. Default: none.
   */
  apiServerCount?: number;
  /**
   * The ARN of a certificate that the API's load balancer presents.
   */
  apiSslCertificate?: string;
  /**
   * Whether nodes get public addresses. Default: as the subnet says.
   */
  associatePublicIp?: boolean;
  /**
   * Who may do what. Default: RBAC.
   */
  authorization?: AuthorizationMode;
  /**
   * Enables an instance group of bastions. Needs the private topology.
   */
  bastion?: boolean;
  /**
   * The image of bastions. Default: `image`.
   */
  bastionImage?: string;
  /**
   * Where the versions and images come from. Default: `stable`.
   */
  channel?: string;
  /**
   * Tags on everything that the cluster creates in AWS.
   */
  cloudLabels?: {
    [k: string]: string;
  };
  /**
   * Where nodes read their configuration. Default: below the state store.
   */
  configBase?: string;
  /**
   * The number of control-plane nodes, each with an instance group of its own. Default: one for each of `control_plane_zones` where these are given, else one.
   */
  controlPlaneCount?: number;
  /**
   * The image of control-plane nodes. Default: `image`.
   */
  controlPlaneImage?: string;
  /**
   * Security groups that exist, to add to control-plane nodes.
   */
  controlPlaneSecurityGroups?: string[];
  /**
   * The instance types of control-plane nodes, best first; several are mixed.
   */
  controlPlaneSizes?: string[];
  /**
   * Who else may be on the hardware of control-plane nodes: `default` or `dedicated`.
   */
  controlPlaneTenancy?: string;
  /**
   * Size of the root volume of control-plane nodes in GiB.
   */
  controlPlaneVolumeSize?: number;
  /**
   * EBS type of the root volume of control-plane nodes.
   */
  controlPlaneVolumeType?: string;
  /**
   * The availability zones of control-plane nodes. Default: `zones`.
   */
  controlPlaneZones?: string[];
  /**
   * Leaves the tags of subnets alone.
   */
  disableSubnetTags?: boolean;
  /**
   * A public location for the discovery documents of service accounts, such as `s3://BUCKET`. Gives service accounts roles of their own.
   */
  discoveryStore?: string;
  /**
   * How names are published. Default: `Public` with a `dns_zone`, else `None`.
   */
  dns?: DnsType;
  /**
   * The name or id of the hosted zone.
   */
  dnsZone?: string;
  /**
   * What leads out of the subnets: `nat-…`, `eipalloc-…`, `tgw-…`, `External`.
   */
  egress?: string;
  /**
   * Whether etcd's volumes are encrypted. Default: true.
   */
  encryptEtcdStorage?: boolean;
  /**
   * The etcd clusters. Default: `main` and `events`.
   */
  etcdClusters?: string[];
  /**
   * The EBS type of etcd's volumes.
   */
  etcdStorageType?: string;
  /**
   * The image of all nodes. Default: the channel's.
   */
  image?: string;
  /**
   * What runs worker nodes. Default: autoscaling groups.
   */
  instanceManager?: InstanceManager;
  /**
   * Gives pods IPv6 addresses.
   */
  ipv6?: boolean;
  /**
   * Feature gates of all components: `Name` and `+Name` enable one, `-Name` disables it.
   */
  kubernetesFeatureGates?: string[];
  /**
   * The version of Kubernetes. Default: the one that the channel recommends.
   */
  kubernetesVersion?: string;
  /**
   * The cluster's full DNS name, for example `demo.example.com`.
   */
  name?: string;
  /**
   * The CIDRs of the VPC. Default: `172.20.0.0/16`, or that of the shared VPC. Each further one gets a subnet, in the zones in turn.
   */
  networkCidrs?: string[];
  /**
   * The id of a shared VPC. Default: that of the first shared subnet, or a new VPC.
   */
  networkId?: string;
  /**
   * The network of pods. Default: Cilium.
   */
  networking?: NetworkingOption;
  /**
   * The number of worker nodes, spread over the zones. Default: one for each zone.
   */
  nodeCount?: number;
  /**
   * The image of worker nodes. Default: `image`.
   */
  nodeImage?: string;
  /**
   * Security groups that exist, to add to worker nodes.
   */
  nodeSecurityGroups?: string[];
  /**
   * The instance types of worker nodes, best first; several are mixed.
   */
  nodeSizes?: string[];
  /**
   * Who else may be on the hardware of worker nodes: `default` or `dedicated`.
   */
  nodeTenancy?: string;
  /**
   * Size of the root volume of worker nodes in GiB.
   */
  nodeVolumeSize?: number;
  /**
   * EBS type of the root volume of worker nodes.
   */
  nodeVolumeType?: string;
  /**
   * Fields of the cluster's spec to set: `spec.kubelet.maxPods=200`. See `Cluster::edited`.
   */
  set?: string[];
  /**
   * CIDRs that may reach nodes by SSH. Default: `admin_access`.
   */
  sshAccess?: string[];
  /**
   * The text of a public SSH key that may log in to nodes.
   */
  sshPublicKey?: string;
  /**
   * The ids of shared subnets, at most one for each zone. Zones without one get a new subnet.
   */
  subnetIds?: string[];
  /**
   * Whether nodes have public addresses. Default: public, or private with IPv6.
   */
  topology?: NetworkTopology;
  /**
   * Fields of the cluster's spec to unset.
   */
  unset?: string[];
  /**
   * The ids of shared utility subnets, at most one for each zone.
   */
  utilitySubnetIds?: string[];
  /**
   * The availability zones of the cluster. The AWS region is that of the first one.
   */
  zones?: string[];
}
/**
 * What the user wants of a cluster.
 */
export interface ClusterSpec {
  /**
   * Leaves the tags of shared subnets alone.
   */
  DisableSubnetTags?: boolean;
  /**
   * Further IPv4 ranges of the VPC.
   */
  additionalNetworkCIDRs?: string[];
  /**
   * IAM statements to add as a JSON list, by role: `master`, `node`, `bastion`.
   */
  additionalPolicies?: {
    [k: string]: string;
  };
  /**
   * Further names and addresses in the API server's certificate.
   */
  additionalSans?: string[];
  /**
   * Manifests that are applied beside the built-in addons.
   */
  addons?: Addon[];
  /**
   * How the API is reached.
   */
  api?: Api;
  /**
   * Where nodes get images and files from.
   */
  assets?: AssetsSpec;
  /**
   * How users prove who they are.
   */
  authentication?: Authentication;
  /**
   * Who may do what.
   */
  authorization?: Authorization;
  /**
   * The addon that makes AWS load balancers for services and ingresses.
   */
  awsLoadBalancerController?: AwsLoadBalancerController;
  /**
   * The addon that issues certificates.
   */
  certManager?: CertManager;
  /**
   * Where recommended versions and images come from: `stable`, `alpha`, `none`, or a URL.
   */
  channel?: string;
  /**
   * How the cluster uses the cloud.
   */
  cloudConfig?: CloudConfig;
  /**
   * The cloud controller manager.
   */
  cloudControllerManager?: CloudControllerManager;
  /**
   * Tags on everything that the cluster makes in AWS.
   */
  cloudLabels?: {
    [k: string]: string;
  };
  /**
   * The cloud: `aws`.
   */
  cloudProvider?: string;
  /**
   * The addon that scales groups.
   */
  clusterAutoscaler?: ClusterAutoscaler;
  /**
   * The DNS domain of services. Default: `cluster.local`.
   */
  clusterDNSDomain?: string;
  /**
   * Where the configuration that nodes read is kept: `s3://bucket/cluster`. Default: below the state store.
   */
  configBase?: string;
  /**
   * Where the cluster's own objects are kept. Default: the state store.
   */
  configStore?: string;
  /**
   * The container runtime. Default and only value: `containerd`.
   */
  containerRuntime?: string;
  /**
   * The container runtime of every node.
   */
  containerd?: Containerd;
  /**
   * Retired. How the DNS controller gossips names.
   */
  dnsControllerGossipConfig?: {
    [k: string]: unknown;
  };
  /**
   * The name or id of the hosted zone that holds the API's name. Default: the longest zone that fits the cluster's name.
   */
  dnsZone?: string;
  /**
   * Retired. Settings of Docker as the container runtime.
   */
  docker?: {
    [k: string]: unknown;
  };
  /**
   * The HTTP proxy through which nodes reach the internet.
   */
  egressProxy?: EgressProxy;
  /**
   * Encrypts secrets in etcd with the configuration kept in the secret store.
   */
  encryptionConfig?: boolean;
  /**
   * The etcd clusters: `main`, `events`, and `cilium` where it is used.
   */
  etcdClusters?: EtcdCluster[];
  /**
   * What publishes DNS names of services and nodes.
   */
  externalDns?: ExternalDns;
  /**
   * Managed IAM policies (ARNs) to attach, by role: `master`, `node`, `bastion`.
   */
  externalPolicies?: {
    [k: string]: string[];
  };
  /**
   * Files to write on every node.
   */
  fileAssets?: FileAssetSpec[];
  /**
   * Retired. How nodes gossip names.
   */
  gossipConfig?: {
    [k: string]: unknown;
  };
  /**
   * Units of systemd or containers to run on every node.
   */
  hooks?: Hook[];
  /**
   * How roles and permissions are made.
   */
  iam?: Iam;
  /**
   * Closes the ports of the control plane that nodes do not need.
   */
  isolateMasters?: boolean;
  /**
   * The addon that makes nodes as pods need them.
   */
  karpenter?: Karpenter;
  /**
   * Where keys and certificates are kept. Default: below the state store.
   */
  keyStore?: string;
  /**
   * The API server.
   */
  kubeAPIServer?: KubeApiServer;
  /**
   * The controller manager.
   */
  kubeControllerManager?: KubeControllerManager;
  /**
   * DNS for pods.
   */
  kubeDNS?: KubeDns;
  /**
   * The proxy of services on every node.
   */
  kubeProxy?: KubeProxy;
  /**
   * The scheduler.
   */
  kubeScheduler?: KubeScheduler;
  /**
   * The kubelet of every node.
   */
  kubelet?: Kubelet;
  /**
   * Ranges and prefix lists that may reach the API.
   */
  kubernetesApiAccess?: string[];
  /**
   * The version of Kubernetes, with or without `v`. Default: the one that the channel recommends.
   */
  kubernetesVersion?: string;
  /**
   * Retired. The API's name inside the cluster, which is always `api.internal.` before the cluster's name.
   */
  masterInternalName?: string;
  /**
   * The kubelet of control-plane nodes, over `kubelet`.
   */
  masterKubelet?: Kubelet;
  /**
   * The DNS name of the API. Default: `api.` before the cluster's name.
   */
  masterPublicName?: string;
  /**
   * The addon that serves resource metrics.
   */
  metricsServer?: MetricsServer;
  /**
   * The IPv4 range of the VPC. Default: `172.20.0.0/16`, or the range of a VPC that exists.
   */
  networkCIDR?: string;
  /**
   * The id of a VPC that exists and is shared. Unset: the cluster makes its own.
   */
  networkID?: string;
  /**
   * The network of pods: exactly one option.
   */
  networking?: Networking;
  /**
   * Retired. How nodes were admitted.
   */
  nodeAuthorization?: NodeAuthorization;
  /**
   * Ranges and prefix lists that may reach node ports.
   */
  nodePortAccess?: string[];
  /**
   * The addon that reports problems of nodes.
   */
  nodeProblemDetector?: NodeProblemDetector;
  /**
   * The addon that drains nodes before AWS ends them.
   */
  nodeTerminationHandler?: NodeTerminationHandler;
  /**
   * The range that holds pods and services, which is reached without address translation. Default: `100.64.0.0/10`, or `::/0` for IPv6.
   */
  nonMasqueradeCIDR?: string;
  /**
   * How nodes set their clocks.
   */
  ntp?: Ntp;
  /**
   * Packages of the operating system to install on every node.
   */
  packages?: string[];
  /**
   * The range of pod addresses. Default: carved from `nonMasqueradeCIDR`.
   */
  podCIDR?: string;
  /**
   * The addon that gives pods the role of their service account.
   */
  podIdentityWebhook?: PodIdentityWebhook;
  /**
   * Not for AWS: the project of Google Cloud.
   */
  project?: string;
  /**
   * How nodes are replaced, where a group does not say.
   */
  rollingUpdate?: RollingUpdateSpec;
  /**
   * Where secrets are kept. Default: below the state store.
   */
  secretStore?: string;
  /**
   * Where the keys of service accounts are published.
   */
  serviceAccountIssuerDiscovery?: ServiceAccountIssuerDiscovery;
  /**
   * The range of service addresses. Default: carved from `nonMasqueradeCIDR`.
   */
  serviceClusterIPRange?: string;
  /**
   * The addon that takes snapshots of volumes.
   */
  snapshotController?: SnapshotController;
  /**
   * Ranges and prefix lists (`pl-…`) that may reach nodes, or bastions where there are some, by SSH.
   */
  sshAccess?: string[];
  /**
   * The name of an EC2 key pair that exists. Unset: one is made from the cluster's SSH key; empty: no key.
   */
  sshKeyName?: string;
  /**
   * The subnets that groups may use.
   */
  subnets?: SubnetSpec[];
  /**
   * Kernel parameters of every node, as `name=value`.
   */
  sysctlParameters?: string[];
  /**
   * Settings of rendered Terraform.
   */
  target?: TargetSpec;
  /**
   * How the cluster is reached: DNS and bastion.
   */
  topology?: Topology;
  /**
   * How nodes update their operating system: `automatic` or `external`. Default: `automatic`.
   */
  updatePolicy?: string;
  /**
   * Mounts the node's certificate authorities into components.
   */
  useHostCertificates?: boolean;
  /**
   * Stopped instances kept ready, where a group does not say.
   */
  warmPool?: WarmPoolSpec;
}
/**
 * A CNI plugin that the user installs.
 */
export interface Cni {
  /**
   * Whether it gives pods secondary addresses of the VPC.
   */
  usesSecondaryIP?: boolean;
}
/**
 * What there is to know of a code.
 */
export interface CodePage {
  /**
   * The code: `network/vpc-id`.
   */
  code: string;
  /**
   * Why it is refused or warned of, and what to do about it.
   */
  description: string;
  /**
   * What to write instead. Missing where a field is to be left out.
   */
  right?: string;
  /**
   * One sentence: what is found.
   */
  summary: string;
  /**
   * An input with the finding: part of a spec, or a command. Some findings have no short input.
   */
  wrong?: string;
}
/**
 * The published node components that a cluster runs.
 */
export interface Components {
  /**
   * Where the programs of that release are, in place of kops's own servers; kops's environment variable `KOPS_BASE_URL`.
   */
  baseUrl?: string | null;
  /**
   * The images for new groups.
   */
  defaultImages?: DefaultImage[];
  /**
   * The kops release whose components nodes download.
   */
  kopsVersion?: string;
  /**
   * What the channel recommends to clusters that have a version of Kubernetes already; the first that holds it counts.
   */
  kubernetesReleases?: RecommendedRelease[];
  /**
   * The newest Kubernetes release that the channel recommends, without `v`.
   */
  kubernetesVersion?: string;
  /**
   * nodeup by architecture.
   */
  nodeup?: {
    [k: string]: Asset;
  };
  /**
   * The release of kops that the channel recommends in place of this one.
   */
  recommendedKopsVersion?: string | null;
  /**
   * Accepts clusters whose Kubernetes is newer than the release supports, and lets kops-controller run them; kops's environment variable `KOPS_RUN_TOO_NEW_VERSION`.
   */
  runTooNewVersion?: boolean;
}
/**
 * The container runtime.
 */
export interface Containerd {
  /**
   * The socket that it listens on. Default: `/run/containerd/containerd.sock`.
   */
  address?: string;
  /**
   * Settings to add to its configuration, by dotted path.
   */
  configAdditions?: {
    [k: string]: IntOrString;
  };
  /**
   * The whole of its configuration, in place of the one that would be made.
   */
  configOverride?: string;
  /**
   * gVisor's runtime.
   */
  gvisor?: Gvisor;
  /**
   * Installs crictl. Default: false.
   */
  installCriCtl?: boolean;
  /**
   * Installs nerdctl. Default: false.
   */
  installNerdCtl?: boolean;
  /**
   * How much it logs: `trace`, `debug`, `info`, `warn`, `error`, `fatal`, `panic`. Default: `info`.
   */
  logLevel?: string;
  /**
   * Plugins of nodes.
   */
  nri?: Nri;
  /**
   * GPUs of NVIDIA.
   */
  nvidiaGPU?: NvidiaGpu;
  /**
   * Where its archive is, and the hash.
   */
  packages?: Packages;
  /**
   * Mirrors of image registries, by registry.
   */
  registryMirrors?: {
    [k: string]: string[];
  };
  /**
   * Where it keeps data. Default: `/var/lib/containerd`.
   */
  root?: string;
  /**
   * runc.
   */
  runc?: Runc;
  /**
   * The image that holds a pod's network.
   */
  sandboxImage?: string;
  /**
   * Uses SELinux.
   */
  selinuxEnabled?: boolean;
  /**
   * Uses the one that the image has.
   */
  skipInstall?: boolean;
  /**
   * Where it keeps its state. Default: `/run/containerd`.
   */
  state?: string;
  /**
   * Asks mirrors in ECR with the node's credentials.
   */
  useECRCredentialsForMirrors?: boolean;
  /**
   * Its version. Default: by the version of Kubernetes.
   */
  version?: string;
}
/**
 * Metrics of GPUs.
 */
export interface DcgmExporter {
  /**
   * Whether they are served.
   */
  enabled?: boolean;
}
/**
 * An image for new groups.
 */
export interface DefaultImage {
  /**
   * The architecture of its machines: `amd64` or `arm64`.
   */
  architecture?: string;
  /**
   * The first minor release that it is not for any more.
   */
  beforeMinor?: number | null;
  /**
   * The image as a spec names it.
   */
  name?: string;
  /**
   * The first minor release of Kubernetes 1 that it is for.
   */
  sinceMinor?: number;
}
/**
 * Always. One that is gone is fine.
 */
export interface AlwaysDeleteMode {
  when: "always";
}
/**
 * Only where this version is there.
 */
export interface UnchangedDeleteMode {
  /**
   * The version.
   */
  version: Version;
  when: "unchanged";
}
/**
 * A set of DHCP options. Its identity is the tag `Name`.
 */
export interface DhcpOptions {
  /**
   * The domain of host names: `us-east-2.compute.internal`.
   */
  domain_name?: string;
  /**
   * DNS servers: `AmazonProvidedDNS`.
   */
  domain_name_servers: string[];
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
}
/**
 * Which DHCP options a VPC uses. Its identity is the VPC.
 */
export interface DhcpOptionsAssociation {
  /**
   * The options.
   */
  dhcp_options: Ref;
  /**
   * The VPC.
   */
  vpc: Ref;
}
/**
 * One finding about the user's input.
 */
export interface Diagnostic {
  /**
   * The rule that found it, as `area/rule`, for example `spec/unknown-field`. Stable between releases.
   */
  code: string;
  /**
   * What would be right.
   */
  help: string | null;
  /**
   * Where the user wrote it.
   */
  location: Location | null;
  /**
   * One sentence in lower case: what is wrong, with the user's value in backticks.
   */
  message: string;
  /**
   * The field, where the input could be read that far.
   */
  path: SpecPath | null;
  /**
   * Whether the input can still be used.
   */
  severity: Severity;
}
/**
 * A server of discovery documents.
 */
export interface DiscoveryService {
  /**
   * Where the server is.
   */
  url?: string;
}
/**
 * How names are published.
 */
export interface Dns {
  /**
   * The kind of DNS. Default: `Public`.
   */
  type?: DnsType;
}
/**
 * A record. Its identity is the zone, the name and the type.
 */
export interface DnsRecord {
  /**
   * The load balancer that it stands for.
   */
  alias?: AliasTarget;
  /**
   * The name without the trailing dot.
   */
  name: string;
  /**
   * `A` or `AAAA`.
   */
  record_type: string;
  /**
   * Seconds that an answer may be kept; for records with values.
   */
  ttl?: number;
  /**
   * Addresses, for records that kops makes before dns-controller takes them over.
   */
  values?: string[];
  /**
   * The id of the zone, without `/hostedzone/`.
   */
  zone: string;
}
/**
 * A VPC in which a private hosted zone answers. Its identity is both.
 */
export interface DnsZoneAssociation {
  /**
   * The VPC.
   */
  vpc: Ref;
  /**
   * The id of the zone, without `/hostedzone/`.
   */
  zone: string;
}
/**
 * A part of a document and the fields of the spec that it comes from.
 */
export interface DocumentPart {
  /**
   * Fields of the cluster: `spec.kubelet`.
   */
  cluster: string[];
  /**
   * Fields of the instance group that the document is for.
   */
  group: string[];
  /**
   * The path of the part inside the document: `KubeletConfig`.
   */
  part: string;
}
/**
 * Something that is not as it was when a plan was made.
 */
export interface Drift {
  /**
   * The field that is another; `id` where the resource came or went, `owner` where its tags or those of what it is a part of tell that it now belongs to another owner.
   */
  field: string;
  /**
   * What is there now; null for nothing.
   */
  found: {
    [k: string]: unknown;
  };
  /**
   * What the plan was made for; null for nothing.
   */
  planned: {
    [k: string]: unknown;
  };
  /**
   * What the plan calls it.
   */
  resource: ResourceId;
}
/**
 * The driver of EBS volumes.
 */
export interface EbsCsiDriver {
  /**
   * Whether volumes are served by it. Default: true.
   */
  enabled?: boolean;
  /**
   * Runs its controller in the node's network.
   */
  hostNetwork?: boolean;
  /**
   * Requests at once to the API.
   */
  kubeAPIBurst?: number;
  /**
   * Requests per second to the API.
   */
  kubeAPIQPS?: Quantity;
  /**
   * Whether it is installed and kept. Default: true.
   */
  managed?: boolean;
  /**
   * Annotations of its pods.
   */
  podAnnotations?: {
    [k: string]: string;
  };
  /**
   * Its version.
   */
  version?: string;
  /**
   * The largest number of volumes on a node. Default: what the machine type allows.
   */
  volumeAttachLimit?: number;
}
/**
 * A volume of EBS that comes and goes with an instance.
 */
export interface EbsDevice {
  /**
   * Whether it goes with the instance.
   */
  delete_on_termination?: boolean;
  /**
   * Whether it is encrypted.
   */
  encrypted?: boolean;
  /**
   * Operations per second.
   */
  iops?: number;
  /**
   * The KMS key.
   */
  kms_key?: string;
  /**
   * The size in GiB.
   */
  size_gib?: number;
  /**
   * MiB per second.
   */
  throughput?: number;
  /**
   * `gp3`, `io1`, …
   */
  volume_type?: string;
}
/**
 * An egress-only internet gateway (IPv6). Its identity is the VPC.
 */
export interface EgressOnlyInternetGateway {
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
  /**
   * The VPC.
   */
  vpc: Ref;
}
/**
 * The HTTP proxy through which nodes reach the internet.
 */
export interface EgressProxy {
  /**
   * Hosts and ranges that are reached directly, separated by commas.
   */
  excludes?: string;
  /**
   * The proxy.
   */
  httpProxy?: HttpProxy;
}
/**
 * An elastic IP. Its identity is the tag `Name`, or its allocation id or address where it is shared.
 */
export interface ElasticIp {
  /**
   * The address; set only for one that exists.
   */
  address?: string;
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
}
/**
 * A section that is chosen by being there and has no settings, written `{}`.
 */
export interface Empty {}
/**
 * As a scalar of a YAML document.
 */
export interface YamlEncoding {
  yaml: Place;
}
/**
 * As a list of a YAML document, with an item for each line of the text, sorted.
 */
export interface YamlListEncoding {
  "yaml-list": YamlListEncodingFields;
}
export interface YamlListEncodingFields {
  /**
   * The indent of the items.
   */
  indent: number;
  /**
   * What is made of a line.
   */
  item: ListItem;
}
/**
 * A variable of a container's environment.
 */
export interface EnvVar {
  /**
   * Its name.
   */
  name?: string;
  /**
   * Its value.
   */
  value?: string;
  /**
   * Where Kubernetes takes its value from; `kubeAPIServer.env` only.
   */
  valueFrom?: {
    [k: string]: unknown;
  };
}
/**
 * The spec is wrong.
 */
export interface InvalidSpecErrorData {
  fields: InvalidSpecFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "InvalidSpec";
}
/**
 * A template cannot be rendered.
 */
export interface InvalidTemplateErrorData {
  fields: InvalidTemplateFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "InvalidTemplate";
}
/**
 * A text is not a simulated account.
 */
export interface InvalidAccountErrorData {
  fields: NoFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "InvalidAccount";
}
/**
 * A text is not a plan, or the steps of a plan have no order.
 */
export interface InvalidPlanErrorData {
  fields: NoFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "InvalidPlan";
}
/**
 * The account cannot become what the spec says.
 */
export interface PlanningFailedErrorData {
  fields: PlanningFailedFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "PlanningFailed";
}
/**
 * The plan is for another account or region.
 */
export interface PlanTargetMismatchErrorData {
  fields: PlanTargetMismatchFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "PlanTargetMismatch";
}
/**
 * Something changed since the plan was made.
 */
export interface PlanStaleErrorData {
  fields: PlanStaleFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "PlanStale";
}
/**
 * Steps of the plan are not allowed.
 */
export interface PlanNotAllowedErrorData {
  fields: PlanNotAllowedFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "PlanNotAllowed";
}
/**
 * Not every step of a plan was done.
 */
export interface ApplyIncompleteErrorData {
  fields: Report;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "ApplyIncomplete";
}
/**
 * A step did not become ready in time, or refers to nothing.
 */
export interface StepFailedErrorData {
  fields: StepFailedFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "StepFailed";
}
/**
 * A call to the cloud failed.
 */
export interface CloudErrorData {
  fields: CloudErrorFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "CloudError";
}
/**
 * A call to the API of a cluster failed.
 */
export interface ClusterApiErrorData {
  fields: ClusterApiErrorFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "ClusterApiError";
}
/**
 * The state store failed.
 */
export interface StateErrorData {
  fields: StateErrorFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "StateError";
}
/**
 * Objects could not be stored.
 */
export interface WriteErrorData {
  fields: WriteErrorFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "WriteError";
}
/**
 * The cluster is not in the state store.
 */
export interface NoClusterErrorData {
  fields: NoClusterFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "NoCluster";
}
/**
 * A keyset or a keypair cannot be used or changed.
 */
export interface KeysetErrorData {
  fields: KeysetErrorFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "KeysetError";
}
/**
 * A secret is missing, exists already, or is not what nodes expect.
 */
export interface SecretErrorData {
  fields: SecretErrorFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "SecretError";
}
/**
 * A text is not a kubeconfig, or a user is not in it.
 */
export interface KubeconfigErrorData {
  fields: NoFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "KubeconfigError";
}
/**
 * Anything else.
 */
export interface KopsErrorData {
  fields: NoFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "KopsError";
}
/**
 * Where backups of an etcd cluster go.
 */
export interface EtcdBackup {
  /**
   * The place: `s3://bucket/path`. Default: below the state store.
   */
  backupStore?: string;
  /**
   * Retired. The image of the backup program.
   */
  image?: string;
}
/**
 * A cluster of etcd members.
 */
export interface EtcdCluster {
  /**
   * Where backups go.
   */
  backups?: EtcdBackup;
  /**
   * CPU to request. Default: 200m; 100m for `events`.
   */
  cpuRequest?: Quantity;
  /**
   * Retired. TLS between members, which is always on.
   */
  enableEtcdTLS?: boolean;
  /**
   * Retired. Certificates for clients, which are always asked for.
   */
  enableTLSAuth?: boolean;
  /**
   * Its members; an odd number.
   */
  etcdMembers?: EtcdMember[];
  /**
   * How often the leader makes itself heard.
   */
  heartbeatInterval?: Duration;
  /**
   * Retired. The image of etcd.
   */
  image?: string;
  /**
   * How long a member waits for the leader before it stands for election.
   */
  leaderElectionTimeout?: Duration;
  /**
   * Settings of etcd-manager.
   */
  manager?: EtcdManager;
  /**
   * Memory to request. Default: 100Mi.
   */
  memoryRequest?: Quantity;
  /**
   * Its name: `main`, `events` or `cilium`.
   */
  name?: string;
  /**
   * What runs it. Default and only value of use: `Manager`.
   */
  provider?: EtcdProvider;
  /**
   * The version of etcd. Default: by the version of Kubernetes.
   */
  version?: string;
}
/**
 * Settings of etcd-manager.
 */
export interface EtcdManager {
  /**
   * How often a backup is made. Default: 15 minutes.
   */
  backupInterval?: Duration;
  /**
   * Days that backups are kept.
   */
  backupRetentionDays?: number;
  /**
   * How often members look for each other. Default: one minute.
   */
  discoveryPollInterval?: Duration;
  /**
   * Environment of etcd-manager; `ETCD_…` is handed to etcd.
   */
  env?: EnvVar[];
  /**
   * The image of etcd-manager.
   */
  image?: string;
  /**
   * Where etcd serves clients by HTTP alone.
   */
  listenClientHTTPURLs?: string[];
  /**
   * Where etcd serves metrics.
   */
  listenMetricsURLs?: string[];
  /**
   * How much etcd-manager logs. Default: 6.
   */
  logLevel?: number;
}
/**
 * A member of an etcd cluster and its volume.
 */
export interface EtcdMember {
  /**
   * Whether the volume is encrypted. Default: true for new clusters.
   */
  encryptedVolume?: boolean;
  /**
   * The control-plane group that runs it; names its zone.
   */
  instanceGroup?: string;
  /**
   * The key that encrypts the volume. Default: the account's own.
   */
  kmsKeyId?: string;
  /**
   * Its name, unique in the cluster: often the letter of the zone.
   */
  name?: string;
  /**
   * Operations per second of its volume. Default: 3000 for `gp3`, 100 for `io1` and `io2`.
   */
  volumeIops?: number;
  /**
   * Size of its volume in GiB. Default: 20.
   */
  volumeSize?: number;
  /**
   * Throughput of a `gp3` volume in MiB/s. Default: 125.
   */
  volumeThroughput?: number;
  /**
   * The EBS type of its volume. Default: `gp3`.
   */
  volumeType?: string;
}
/**
 * A step began.
 */
export interface StartedEvent {
  event: "started";
  /**
   * The resource that the step is about.
   */
  resource: ResourceId;
  /**
   * The step.
   */
  step: StepId;
}
/**
 * A call of a step failed and will be repeated.
 */
export interface RetryingEvent {
  /**
   * The number of the next attempt, from 2.
   */
  attempt: number;
  /**
   * What went wrong.
   */
  error: ErrorData;
  event: "retrying";
  /**
   * The resource that the step is about.
   */
  resource: ResourceId;
  /**
   * The step.
   */
  step: StepId;
}
/**
 * A step waits until what it created can be used, or what it deleted is gone.
 */
export interface WaitingEvent {
  event: "waiting";
  /**
   * What it waits for.
   */
  reason: string;
  /**
   * The resource that the step is about.
   */
  resource: ResourceId;
  /**
   * The step.
   */
  step: StepId;
}
/**
 * A step is done.
 */
export interface FinishedEvent {
  /**
   * How many calls of the cloud and the state store the step took, retries and polls among them.
   */
  calls: number;
  /**
   * How long the step took, in seconds.
   */
  elapsed: number;
  event: "finished";
  /**
   * The id that AWS gave it; null after a deletion.
   */
  id: CloudId | null;
  /**
   * The resource that the step is about.
   */
  resource: ResourceId;
  /**
   * The step.
   */
  step: StepId;
}
/**
 * A step failed for good.
 */
export interface FailedEvent {
  /**
   * How many calls of the cloud and the state store the step took, retries and polls among them.
   */
  calls: number;
  /**
   * How long the step took, in seconds.
   */
  elapsed: number;
  /**
   * What went wrong.
   */
  error: ErrorData;
  event: "failed";
  /**
   * The resource that the step is about.
   */
  resource: ResourceId;
  /**
   * The step.
   */
  step: StepId;
}
/**
 * The run ended; no event follows.
 */
export interface EndedEvent {
  /**
   * How long the run took, in seconds.
   */
  elapsed: number;
  event: "ended";
  /**
   * How far the plan was applied.
   */
  report: Report;
}
/**
 * An EventBridge rule. Its identity is the name.
 */
export interface EventRule {
  /**
   * The name.
   */
  name: string;
  /**
   * Which events match, as JSON; compared by meaning.
   */
  pattern: string;
  /**
   * Tags. Reading them back takes a call for each rule, so later differences are left alone, as kops does.
   */
  tags: {
    [k: string]: string;
  };
}
/**
 * Where the events of a rule go. Its identity is the rule and the target's ARN.
 */
export interface EventTarget {
  /**
   * The queue, by ARN.
   */
  queue: Ref;
  /**
   * The rule, by name.
   */
  rule: Ref;
}
/**
 * A container to run on a node.
 */
export interface ExecContainer {
  /**
   * Its command.
   */
  command?: string[];
  /**
   * Its environment.
   */
  environment?: {
    [k: string]: string;
  };
  /**
   * Its image.
   */
  image?: string;
}
/**
 * A value of a full spec, and where it came from: what the user wrote, a rule, or both where a rule changed what the user wrote.
 */
export interface Explained {
  /**
   * The field. Lists and maps are explained entry by entry.
   */
  field: SpecPath;
  /**
   * Where the user wrote it; null where a rule filled it in.
   */
  location: Location | null;
  /**
   * The rule that filled it in, in words; null where it is as the user wrote it.
   */
  rule: string | null;
  /**
   * Its value.
   */
  value: {
    [k: string]: unknown;
  };
}
/**
 * What publishes DNS names.
 */
export interface ExternalDns {
  /**
   * Retired: publishes no names.
   */
  disable?: boolean;
  /**
   * The priority of its pods.
   */
  priorityClassName?: string;
  /**
   * What publishes. Default: `dns-controller`.
   */
  provider?: ExternalDnsProvider;
  /**
   * Publishes names of ingresses. Default: false.
   */
  watchIngress?: boolean;
  /**
   * The only namespace to publish from.
   */
  watchNamespace?: string;
}
/**
 * A load balancer that exists: one of both.
 */
export interface ExternalLoadBalancer {
  /**
   * The name of a classic load balancer.
   */
  loadBalancerName?: string;
  /**
   * The ARN of a target group.
   */
  targetGroupArn?: string;
}
/**
 * The world as the pure stages see it.
 * More facts may follow, so that an implementation of `Cloud::facts` ends in `..Facts::default()`.
 */
export interface Facts {
  /**
   * The number of the AWS account, twelve digits.
   */
  accountId?: string;
  /**
   * The name of the API's load balancer and its addresses inside the VPC, for files that another tool applies, such as Terraform's: they hold those that are known. Unset where a plan is applied: its texts refer to the load balancer.
   */
  apiAddresses?: string[] | null;
  /**
   * The state store's S3 buckets by name: region and encryption. Empty for other stores.
   */
  buckets?: {
    [k: string]: Bucket;
  };
  /**
   * The published components of kops that nodes run.
   */
  components?: Components;
  /**
   * SHA-256 of files that nodes download, by URL, as the user states them. They come before those that ship with the library.
   */
  fileHashes?: {
    [k: string]: string;
  };
  /**
   * Hosted zones of Route 53.
   */
  hostedZones?: HostedZone[];
  /**
   * Digests of container images, by the name that nodes pull them by: `sha256:…`. Images are pulled by tag without one.
   */
  imageDigests?: {
    [k: string]: string;
  };
  /**
   * Images by the name that a spec uses for them.
   */
  images?: {
    [k: string]: Image;
  };
  /**
   * Machine types by name.
   */
  machineTypes?: {
    [k: string]: MachineType;
  };
  /**
   * Networks that exist and that the spec refers to.
   */
  network?: NetworkFacts;
  /**
   * Seconds since 1970 (UTC), as the caller's clock had it.
   */
  now?: number;
  /**
   * The AWS partition: `aws`, `aws-cn`, `aws-us-gov`.
   */
  partition?: string;
  /**
   * Manifests of addons that other projects publish, by their place in the addon source: `certmanager.io/k8s-1.16.yaml`. Unset where there is no source: the manifests are then not planned.
   */
  publishedAddons?: {
    [k: string]: string;
  } | null;
  /**
   * SHA-256 of files that nodes download, by URL, as their publisher stated them at `FactsQuery::file_hashes`' URLs, now or for an earlier plan. They are used for files whose hash is not known otherwise, and kept in the state store.
   */
  publishedHashes?: {
    [k: string]: string;
  };
  /**
   * The AWS region, for example `us-east-2`.
   */
  region?: string;
  /**
   * The account is a simulated one: it has what its file lists, and AWS may have more.
   */
  simulated?: boolean;
  /**
   * The availability zones of the region.
   */
  zones?: string[];
}
/**
 * What a spec needs to know of the world: the argument of `Cloud::facts`.
 */
export interface FactsQuery {
  /**
   * The names or ids of hosted zones, or the cluster's name where the spec names none.
   */
  dnsZones: string[];
  /**
   * Elastic addresses by allocation id, or by the address itself.
   */
  elasticIps: string[];
  /**
   * Files that nodes download whose SHA-256 only their publisher knows: the answer is `Facts::published_hashes`.
   */
  fileHashes: PublishedFile[];
  /**
   * Names of images, as the spec has them.
   */
  images: string[];
  /**
   * Names of machine types.
   */
  machineTypes: string[];
  /**
   * NAT gateways by id.
   */
  natGateways: string[];
  /**
   * Subnets by id.
   */
  subnets: string[];
  /**
   * VPCs by id; the gateways and route tables in them are wanted too.
   */
  vpcs: string[];
}
/**
 * A difference in one field.
 */
export interface FieldChange {
  /**
   * The field.
   */
  field: string;
  /**
   * What it should be; symbolic references stand for what is not known before apply.
   */
  new: {
    [k: string]: unknown;
  };
  /**
   * What it is; null where unset.
   */
  old: {
    [k: string]: unknown;
  };
  /**
   * Why.
   */
  reason: string;
  /**
   * The field of the spec that caused it, and where the user wrote it.
   */
  source: SourceRef | null;
}
/**
 * A file that machines download.
 */
export interface FileAsset {
  /**
   * The URL at which its publisher has it.
   */
  canonical: string;
  /**
   * The URL from which machines get it: below `assets.fileRepository`, where the spec sets that.
   */
  download: string;
  /**
   * Its SHA-256 in hexadecimal; unset where that is not known.
   */
  sha?: string;
}
/**
 * A file to write on nodes.
 */
export interface FileAssetSpec {
  /**
   * Its content.
   */
  content?: string;
  /**
   * Whether the content is base64.
   */
  isBase64?: boolean;
  /**
   * Its mode in octal. Default: `0440`.
   */
  mode?: string;
  /**
   * Its name in this spec.
   */
  name?: string;
  /**
   * Where it is written. Default: below the asset folder, by its name.
   */
  path?: string;
  /**
   * The roles of the nodes that get it. Default: all.
   */
  roles?: InstanceGroupRole[];
}
/**
 * Flannel.
 */
export interface Flannel {
  /**
   * How packets travel: `vxlan` or `udp`. Default: `vxlan` for new clusters.
   */
  backend?: string;
  /**
   * Retired. Works round an old fault of the kernel.
   */
  disableTxChecksumOffloading?: boolean;
  /**
   * Seconds between checks of the rules. Default: 5.
   */
  iptablesResyncSeconds?: number;
}
/**
 * The desired state of one cluster in one account and region.
 */
export interface Graph {
  /**
   * The number of the AWS account; empty where it is not known.
   */
  account?: string;
  /**
   * The cluster's full name.
   */
  cluster: string;
  /**
   * Keys of state store objects that belong to the cluster and that the graph cannot render: they stay as they are.
   */
  kept_objects?: string[];
  /**
   * Where the user wrote the fields that origins name, or the nearest field above each.
   */
  locations?: [unknown, unknown][];
  /**
   * Names that the cluster may have given, wanted now or not, of kinds that AWS finds by name only.
   */
  names?: {
    [k: string]: string[];
  };
  /**
   * Which fields of the spec the parts of nodes' configurations come from.
   */
  node_config?: DocumentPart[];
  /**
   * The resources by id.
   */
  nodes: {
    [k: string]: Node;
  };
  /**
   * What the user would want to know about it beside the resources.
   */
  notes?: string[];
  /**
   * Names of DNS that the cluster may have records of, wanted now or not, by the id of their hosted zone: records have no tags, so that only who knows their names can find those that are not wanted any more.
   */
  records?: {
    [k: string]: string[];
  };
  /**
   * The AWS region.
   */
  region: string;
}
/**
 * gVisor's runtime.
 */
export interface Gvisor {
  /**
   * Whether it is installed.
   */
  enabled?: boolean;
  /**
   * How it traps calls: `systrap` or `kvm`.
   */
  platform?: string;
}
/**
 * How a load balancer finds out whether an instance works.
 */
export interface HealthCheck {
  /**
   * Good answers until an instance counts as healthy.
   */
  healthy_threshold: number;
  /**
   * Seconds between two checks.
   */
  interval: number;
  /**
   * The path, for `HTTPS`.
   */
  path?: string;
  /**
   * What is asked: `SSL:443` (classic), or `TCP`, `HTTPS` (target groups).
   */
  target: string;
  /**
   * Seconds until a check has failed; classic only.
   */
  timeout?: number;
  /**
   * Bad answers until it counts as unhealthy.
   */
  unhealthy_threshold: number;
}
/**
 * A unit of systemd, or a container, to run on nodes.
 */
export interface Hook {
  /**
   * Units that it runs before.
   */
  before?: string[];
  /**
   * Turns the hook off; a group can so turn off the cluster's.
   */
  disabled?: boolean;
  /**
   * A container to run.
   */
  execContainer?: ExecContainer;
  /**
   * The section `[Service]` of the unit, or all of it with `useRawManifest`.
   */
  manifest?: string;
  /**
   * The name of the unit.
   */
  name?: string;
  /**
   * Units that it needs.
   */
  requires?: string[];
  /**
   * The roles of the nodes that run it. Default: all.
   */
  roles?: InstanceGroupRole[];
  /**
   * Takes `manifest` as the whole unit.
   */
  useRawManifest?: boolean;
}
/**
 * A hosted zone of Route 53.
 */
export interface HostedZone {
  /**
   * The id without the prefix `/hostedzone/`.
   */
  id?: string;
  /**
   * Its name without the trailing dot.
   */
  name?: string;
  /**
   * Answers only inside its VPCs.
   */
  private?: boolean;
  /**
   * The VPCs of a private zone.
   */
  vpcs?: string[];
}
/**
 * An HTTP proxy.
 */
export interface HttpProxy {
  /**
   * The name or address of the proxy.
   */
  host?: string;
  /**
   * The port of the proxy.
   */
  port?: number;
}
/**
 * What watches Cilium's flows.
 */
export interface Hubble {
  /**
   * Whether it runs.
   */
  enabled?: boolean;
  /**
   * Metrics of flows.
   */
  metrics?: string[];
}
/**
 * How roles and permissions are made.
 */
export interface Iam {
  /**
   * Lets nodes pull from ECR.
   */
  allowContainerRegistry?: boolean;
  /**
   * Retired. Wide permissions of the first releases. Always written, as kops does.
   */
  legacy?: boolean;
  /**
   * The ARN of a policy that bounds every role.
   */
  permissionsBoundary?: string;
  /**
   * Roles for further service accounts.
   */
  serviceAccountExternalPermissions?: ServiceAccountPermission[];
  /**
   * Gives addons roles of their own by their service accounts.
   */
  useServiceAccountExternalPermissions?: boolean;
}
/**
 * An instance profile.
 */
export interface IamProfile {
  /**
   * The ARN of a profile that exists.
   */
  profile?: string;
}
/**
 * An AWS identity and the user that it is in the cluster.
 */
export interface IdentityMapping {
  /**
   * The role or user in AWS.
   */
  arn?: string;
  /**
   * The user's groups.
   */
  groups?: string[];
  /**
   * The user in the cluster.
   */
  username?: string;
}
/**
 * A machine image (AMI).
 */
export interface Image {
  /**
   * `x86_64` or `arm64`.
   */
  architecture?: string;
  /**
   * When it was made, as AWS writes it; the newest of several matches is taken.
   */
  creationDate?: string;
  /**
   * `ami-…`.
   */
  id?: string;
  /**
   * Its name inside the owner's account.
   */
  name?: string;
  /**
   * The account that owns it.
   */
  owner?: string;
  /**
   * The device that holds the root volume, for example `/dev/sda1`.
   */
  rootDeviceName?: string;
}
/**
 * A container image.
 */
export interface ImageAsset {
  /**
   * Its published name.
   */
  canonical: string;
  /**
   * Its digest, `sha256:…`; unset where that is not known.
   */
  digest?: string;
  /**
   * The name by which machines pull it: that of `assets.containerRegistry` or `assets.containerProxy`, where the spec sets one.
   */
  download: string;
}
/**
 * A group of machines of one role.
 */
export interface InstanceGroup {
  /**
   * The version of the format.
   */
  apiVersion?: "kops.k8s.io/v1alpha2" | "kops/v1alpha2";
  /**
   * What the object is.
   */
  kind?: "InstanceGroup";
  /**
   * Its name, labels and annotations.
   */
  metadata: ObjectMeta;
  /**
   * What the user wants of it.
   */
  spec: InstanceGroupSpec;
}
/**
 * The options of `kops create instancegroup`. What is not given has the default of kops 1.36.2.
 */
export interface InstanceGroupOptions {
  /**
   * The name of the instance group, for example `nodes-us-east-2a`.
   */
  name?: string;
  /**
   * What its nodes do. Default: `Node`.
   */
  role?: InstanceGroupRole | null;
  /**
   * The names of its subnets, as the cluster's spec has them. Default: every subnet that suits the role; a control-plane instance group has no default.
   */
  subnets?: string[];
  /**
   * Availability zones: adds the subnets in them that suit the role.
   */
  zones?: string[];
}
/**
 * What the user wants of a group.
 */
export interface InstanceGroupSpec {
  /**
   * Security groups that exist, to add to the machines.
   */
  additionalSecurityGroups?: string[];
  /**
   * Further parts of the user data.
   */
  additionalUserData?: UserData[];
  /**
   * Whether machines in public subnets get public addresses. Default: true.
   */
  associatePublicIp?: boolean;
  /**
   * Whether the cluster autoscaler may scale it. Default: true.
   */
  autoscale?: boolean;
  /**
   * Its priority for the autoscaler's `priority` expander.
   */
  autoscalePriority?: number;
  /**
   * Replaces a spot machine when AWS warns that it may be taken.
   */
  capacityRebalance?: boolean;
  /**
   * Tags on the group, its machines and their volumes.
   */
  cloudLabels?: {
    [k: string]: string;
  };
  /**
   * Packs the user data with gzip.
   */
  compressUserData?: boolean;
  /**
   * The container runtime, over the cluster's.
   */
  containerd?: Containerd;
  /**
   * Credits of burstable machines: `standard` or `unlimited`.
   */
  cpuCredits?: string;
  /**
   * Measures every minute in place of every five.
   */
  detailedInstanceMonitoring?: boolean;
  /**
   * Load balancers that exist, to put machines behind.
   */
  externalLoadBalancers?: ExternalLoadBalancer[];
  /**
   * Files to write on its machines.
   */
  fileAssets?: FileAssetSpec[];
  /**
   * Not for AWS.
   */
  gcpProvisioningModel?: string;
  /**
   * Not for AWS: accelerators.
   */
  guestAccelerators?: unknown[];
  /**
   * Units or containers to run, over the cluster's by name.
   */
  hooks?: Hook[];
  /**
   * An instance profile that exists.
   */
  iam?: IamProfile;
  /**
   * The image: `ami-…`, `owner/name`, or `ssm:/parameter`. Default: the channel's.
   */
  image?: string;
  /**
   * What AWS does to a spot machine that it takes: `hibernate`, `stop`, `terminate`.
   */
  instanceInterruptionBehavior?: string;
  /**
   * How machines reach their metadata.
   */
  instanceMetadata?: InstanceMetadata;
  /**
   * Protects machines from scaling in.
   */
  instanceProtection?: boolean;
  /**
   * The kubelet, over the cluster's.
   */
  kubelet?: Kubelet;
  /**
   * The machine type, or several with commas where instances are mixed.
   */
  machineType?: string;
  /**
   * What makes its machines. Default: `CloudGroup`.
   */
  manager?: InstanceManager;
  /**
   * How long a machine may live.
   */
  maxInstanceLifetime?: Duration;
  /**
   * The highest price for a spot machine in dollars an hour. Set: machines are spot machines.
   */
  maxPrice?: string;
  /**
   * The largest number of machines. Default: 1; 2 for nodes.
   */
  maxSize?: number;
  /**
   * The least number of machines. Default: 1; 2 for nodes.
   */
  minSize?: number;
  /**
   * Several machine types, and spot beside on demand.
   */
  mixedInstancesPolicy?: MixedInstancesPolicySpec;
  /**
   * Labels of the nodes.
   */
  nodeLabels?: {
    [k: string]: string;
  };
  /**
   * Packages of the operating system to install.
   */
  packages?: string[];
  /**
   * What its machines do.
   */
  role?: InstanceGroupRole;
  /**
   * How its machines are replaced.
   */
  rollingUpdate?: RollingUpdateSpec;
  /**
   * Retired. Whether the root volume goes with the machine, which it does.
   */
  rootVolumeDeleteOnTermination?: boolean;
  /**
   * Whether the root volume is encrypted. Default: true.
   */
  rootVolumeEncryption?: boolean;
  /**
   * The key that encrypts the root volume. Default: the account's own.
   */
  rootVolumeEncryptionKey?: string;
  /**
   * Operations per second of the root volume. Default: 3000 for `gp3`.
   */
  rootVolumeIops?: number;
  /**
   * Asks for an EBS-optimised machine.
   */
  rootVolumeOptimization?: boolean;
  /**
   * Size of the root volume in GiB. Default: 128 for nodes and API servers, 64 for control planes, 32 for bastions.
   */
  rootVolumeSize?: number;
  /**
   * Throughput of a `gp3` root volume in MiB/s. Default: 125.
   */
  rootVolumeThroughput?: number;
  /**
   * EBS type of the root volume. Default: `gp3`.
   */
  rootVolumeType?: string;
  /**
   * A security group that exists, in place of the role's.
   */
  securityGroupOverride?: string;
  /**
   * Retired by AWS. How long a spot machine is kept.
   */
  spotDurationInMinutes?: number;
  /**
   * The subnets that machines stand in, by their names in the cluster.
   */
  subnets?: string[];
  /**
   * Processes of the autoscaling group to suspend.
   */
  suspendProcesses?: string[];
  /**
   * Kernel parameters, as `name=value`.
   */
  sysctlParameters?: string[];
  /**
   * Taints of the nodes, as `key=value:effect`.
   */
  taints?: string[];
  /**
   * Who else may be on the hardware: `default`, `dedicated`, `host`.
   */
  tenancy?: string;
  /**
   * How machines update their operating system: `automatic` or `external`. Default: the cluster's.
   */
  updatePolicy?: string;
  /**
   * File systems to make and mount.
   */
  volumeMounts?: VolumeMount[];
  /**
   * Further volumes.
   */
  volumes?: VolumeSpec[];
  /**
   * Stopped machines kept ready.
   */
  warmPool?: WarmPoolSpec;
  /**
   * Not for AWS: the zones of a group whose subnets span zones.
   */
  zones?: string[];
}
/**
 * How machines reach their metadata.
 */
export interface InstanceMetadata {
  /**
   * How many hops the answer may travel. Default: 1.
   */
  httpPutResponseHopLimit?: number;
  /**
   * Whether a token is asked for: `required` or `optional`. Default: `required`.
   */
  httpTokens?: string;
}
/**
 * An instance profile. Its identity is the name.
 */
export interface InstanceProfile {
  /**
   * The name.
   */
  name: string;
  /**
   * The role in it, by name.
   */
  role?: Ref;
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
}
/**
 * What a machine must have.
 */
export interface InstanceRequirements {
  /**
   * `included`, `required` or `excluded`: types that save CPU credits.
   */
  burstable_performance?: string;
  /**
   * Types that are not wanted; may hold `*`.
   */
  excluded_types: string[];
  /**
   * `current` or `previous`.
   */
  generations: string[];
  /**
   * Memory in MiB.
   */
  memory_mib: Range;
  /**
   * Virtual CPUs.
   */
  vcpus: Range;
}
/**
 * What a machine must have.
 */
export interface InstanceRequirementsSpec {
  /**
   * How many virtual CPUs.
   */
  cpu?: MinMax;
  /**
   * Machine types not to use; `*` stands for anything.
   */
  excludedInstanceTypes?: string[];
  /**
   * How much memory.
   */
  memory?: MinMax;
}
/**
 * How instances are spread over on-demand and spot.
 */
export interface InstancesDistribution {
  /**
   * How the order of types is used for on-demand instances.
   */
  on_demand_allocation_strategy?: string;
  /**
   * On-demand instances before any spot instance.
   */
  on_demand_base_capacity?: number;
  /**
   * Percent of on-demand instances above that.
   */
  on_demand_percentage_above_base?: number;
  /**
   * How spot instances are chosen.
   */
  spot_allocation_strategy?: string;
  /**
   * Over how many of the cheapest pools spot instances are spread.
   */
  spot_instance_pools?: number;
  /**
   * The most that an hour of spot may cost, as text; empty for the on-demand price.
   */
  spot_max_price?: string;
}
/**
 * An internet gateway. Its identity is the VPC that it is attached to.
 */
export interface InternetGateway {
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
  /**
   * The VPC.
   */
  vpc: Ref;
}
/**
 * What is wrong with a spec.
 */
export interface InvalidSpecFields {
  /**
   * Every finding, sorted by place.
   */
  diagnostics: Diagnostic[];
}
/**
 * A template that cannot be rendered.
 */
export interface InvalidTemplateFields {
  /**
   * The name of the template's file.
   */
  file: string;
  /**
   * The line that the error is about, counted from 1.
   */
  line: number | null;
}
/**
 * The addon that makes nodes as pods need them.
 */
export interface Karpenter {
  /**
   * CPU to request. Default: 500m.
   */
  cpuRequest?: Quantity;
  /**
   * Whether it runs. Default: false.
   */
  enabled?: boolean;
  /**
   * Features to turn on or off: `Name=true,…`.
   */
  featureGates?: string;
  /**
   * Its image.
   */
  image?: string;
  /**
   * How it logs: `console` or `json`. Default: `console`.
   */
  logEncoding?: string;
  /**
   * How much it logs: `debug`, `info`, `warn`, `error`. Default: `debug`.
   */
  logLevel?: string;
  /**
   * The most memory. Default: 1Gi.
   */
  memoryLimit?: Quantity;
  /**
   * Memory to request. Default: 1Gi.
   */
  memoryRequest?: Quantity;
}
/**
 * An EC2 key pair made from the user's public SSH key. Its identity is the name, which holds the fingerprint.
 */
export interface KeyPair {
  /**
   * The name: `kubernetes.<cluster>-<fingerprint>`.
   */
  name: string;
  /**
   * The public key in OpenSSH's form. AWS does not give it back.
   */
  public_key?: string;
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
}
/**
 * A keypair without its private key, with the names of kops in JSON: `kops get keypairs -o json`.
 */
export interface KeypairInfo {
  /**
   * The names beside the subject that its certificate is valid for.
   */
  alternateNames?: string[];
  /**
   * Since when it is distrusted: `2026-11-28T18:00:00Z`.
   */
  distrustTimestamp?: string;
  /**
   * Its private key is known.
   */
  hasPrivateKey?: boolean;
  /**
   * The id of the keypair in it.
   */
  id: string;
  /**
   * Its certificate is one of an authority.
   */
  isCA?: boolean;
  /**
   * The one that signs.
   */
  isPrimary?: boolean;
  /**
   * The issuer of its certificate.
   */
  issuer?: string;
  /**
   * The length of its key in bits, where that is an RSA key.
   */
  keyLength?: number;
  /**
   * The keyset: `kubernetes-ca`.
   */
  name: string;
  /**
   * When its certificate expires.
   */
  notAfter?: string;
  /**
   * When its certificate begins to be valid.
   */
  notBefore?: string;
  /**
   * The subject of its certificate: `CN=kubernetes-ca`.
   */
  subject?: string;
}
/**
 * A set of keypairs, such as the certificate authority `kubernetes-ca`. An update makes one that is missing, and leaves one that exists as it is.
 */
export interface Keyset {
  /**
   * The name: `kubernetes-ca`.
   */
  name: string;
}
/**
 * A keyset or a keypair that cannot be used or changed.
 */
export interface KeysetErrorFields {
  /**
   * The keyset.
   */
  keyset: string;
  /**
   * What is wrong with it.
   */
  kind: KeysetErrorKind;
}
/**
 * kindnet.
 */
export interface Kindnet {
  /**
   * Follows AdminNetworkPolicy objects.
   */
  adminNetworkPolicies?: boolean;
  /**
   * Follows BaselineAdminNetworkPolicy objects.
   */
  baselineAdminNetworkPolicies?: boolean;
  /**
   * Keeps DNS answers on the node.
   */
  dnsCaching?: boolean;
  /**
   * Packets after which a flow takes the fast path; 0 turns it off.
   */
  fastPathThreshold?: number;
  /**
   * How much it logs.
   */
  logLevel?: number;
  /**
   * Whose addresses are translated.
   */
  masquerade?: KindnetMasquerade;
  /**
   * Lets IPv6 pods reach IPv4.
   */
  nat64?: boolean;
  /**
   * Follows NetworkPolicy objects.
   */
  networkPolicies?: boolean;
  /**
   * Its version.
   */
  version?: string;
}
/**
 * Whose addresses are translated.
 */
export interface KindnetMasquerade {
  /**
   * Whether addresses are translated.
   */
  enabled?: boolean;
  /**
   * Ranges that are reached without translation.
   */
  nonMasqueradeCIDRs?: string[];
}
/**
 * The API server.
 */
export interface KubeApiServer {
  /**
   * Further issuers whose tokens are accepted.
   */
  additionalServiceAccountIssuers?: string[];
  /**
   * Retired. The address without TLS.
   */
  address?: string;
  /**
   * Retired. See `enableAdmissionPlugins`.
   */
  admissionControl?: string[];
  /**
   * The settings of admission plugins.
   */
  admissionControlConfigFile?: string;
  /**
   * The address that is advertised to other members of the cluster.
   */
  advertiseAddress?: string;
  /**
   * Whether containers may be privileged. Default: true.
   */
  allowPrivileged?: boolean;
  /**
   * Whether requests without a name are served. Default: false.
   */
  anonymousAuth?: boolean;
  /**
   * The audiences that tokens must have.
   */
  apiAudiences?: string[];
  /**
   * How many API servers there are.
   */
  apiServerCount?: number;
  /**
   * Admission plugins to run beside the default ones.
   */
  appendAdmissionPlugins?: string[];
  /**
   * Retired. Takes audit settings from objects.
   */
  auditDynamicConfiguration?: boolean;
  /**
   * How requests are logged: `json` or `legacy`.
   */
  auditLogFormat?: string;
  /**
   * Days that such logs are kept.
   */
  auditLogMaxAge?: number;
  /**
   * How many such logs are kept.
   */
  auditLogMaxBackups?: number;
  /**
   * The size in MB at which such a log is rotated.
   */
  auditLogMaxSize?: number;
  /**
   * Where requests are logged; `-` for standard output.
   */
  auditLogPath?: string;
  /**
   * What is logged.
   */
  auditPolicyFile?: string;
  /**
   * Events that wait for the webhook at most.
   */
  auditWebhookBatchBufferSize?: number;
  /**
   * Events in one batch at most.
   */
  auditWebhookBatchMaxSize?: number;
  /**
   * How long a batch is gathered.
   */
  auditWebhookBatchMaxWait?: Duration;
  /**
   * Batches at once.
   */
  auditWebhookBatchThrottleBurst?: number;
  /**
   * Limits batches.
   */
  auditWebhookBatchThrottleEnable?: boolean;
  /**
   * Batches per second.
   */
  auditWebhookBatchThrottleQps?: Quantity;
  /**
   * Where the webhook is.
   */
  auditWebhookConfigFile?: string;
  /**
   * How long to wait before the first repeat.
   */
  auditWebhookInitialBackoff?: Duration;
  /**
   * How events are sent: `batch`, `blocking`, `blocking-strict`.
   */
  auditWebhookMode?: string;
  /**
   * The settings of authentication.
   */
  authenticationConfigFile?: string;
  /**
   * How long its answers hold.
   */
  authenticationTokenWebhookCacheTtl?: Duration;
  /**
   * Where the webhook for tokens is.
   */
  authenticationTokenWebhookConfigFile?: string;
  /**
   * Who decides, in this order. Default: `Node,RBAC`.
   */
  authorizationMode?: string;
  /**
   * Retired. The user who may do everything.
   */
  authorizationRbacSuperUser?: string;
  /**
   * How long a yes holds.
   */
  authorizationWebhookCacheAuthorizedTtl?: Duration;
  /**
   * How long a no holds.
   */
  authorizationWebhookCacheUnauthorizedTtl?: Duration;
  /**
   * Where the webhook for decisions is.
   */
  authorizationWebhookConfigFile?: string;
  /**
   * Retired. The file of passwords.
   */
  basicAuthFile?: string;
  /**
   * The address that it listens on. Default: all.
   */
  bindAddress?: string;
  /**
   * The authorities of clients.
   */
  clientCAFile?: string;
  /**
   * What looks after the cloud: `external`.
   */
  cloudProvider?: string;
  /**
   * How often etcd is compacted.
   */
  compactionInterval?: Duration;
  /**
   * Origins of browsers that may ask.
   */
  corsAllowedOrigins?: string[];
  /**
   * The most CPU.
   */
  cpuLimit?: Quantity;
  /**
   * CPU to request. Default: 150m.
   */
  cpuRequest?: Quantity;
  /**
   * Seconds that pods stay on a node that is not ready.
   */
  defaultNotReadyTolerationSeconds?: number;
  /**
   * Seconds that pods stay on a node that is not reached.
   */
  defaultUnreachableTolerationSeconds?: number;
  /**
   * Workers that delete collections.
   */
  deleteCollectionWorkers?: number;
  /**
   * Admission plugins not to run.
   */
  disableAdmissionPlugins?: string[];
  /**
   * Retired. Turns passwords off.
   */
  disableBasicAuth?: boolean;
  /**
   * Admission plugins to run, in place of the default ones.
   */
  enableAdmissionPlugins?: string[];
  /**
   * Sends to endpoints of aggregated APIs, not to their service.
   */
  enableAggregatorRouting?: boolean;
  /**
   * Accepts bootstrap tokens.
   */
  enableBootstrapTokenAuth?: boolean;
  /**
   * Serves profiles of locks.
   */
  enableContentionProfiling?: boolean;
  /**
   * Serves profiles.
   */
  enableProfiling?: boolean;
  /**
   * How objects are encrypted in etcd.
   */
  encryptionProviderConfig?: string;
  /**
   * Its environment.
   */
  env?: EnvVar[];
  /**
   * The authority of etcd.
   */
  etcdCaFile?: string;
  /**
   * The certificate for etcd.
   */
  etcdCertFile?: string;
  /**
   * The key of that certificate.
   */
  etcdKeyFile?: string;
  /**
   * Retired. Reads from a majority.
   */
  etcdQuorumRead?: boolean;
  /**
   * Where etcd is.
   */
  etcdServers?: string[];
  /**
   * Where etcd is for some kinds of objects.
   */
  etcdServersOverrides?: string[];
  /**
   * How long events are kept.
   */
  eventTTL?: Duration;
  /**
   * Retired. See `encryptionProviderConfig`.
   */
  experimentalEncryptionProviderConfig?: string;
  /**
   * Features to turn on or off.
   */
  featureGates?: {
    [k: string]: string;
  };
  /**
   * How likely a connection is asked to go elsewhere: `0.001`.
   */
  goawayChance?: string;
  /**
   * Streams of one connection.
   */
  http2MaxStreamsPerConnection?: number;
  /**
   * Its image.
   */
  image?: string;
  /**
   * Retired. The address without TLS.
   */
  insecureBindAddress?: string;
  /**
   * Retired. The port without TLS.
   */
  insecurePort?: number;
  /**
   * The authority of kubelets.
   */
  kubeletCertificateAuthority?: string;
  /**
   * The certificate for kubelets.
   */
  kubeletClientCertificate?: string;
  /**
   * The key of that certificate.
   */
  kubeletClientKey?: string;
  /**
   * Which of a node's addresses is used, best first.
   */
  kubeletPreferredAddressTypes?: string[];
  /**
   * How it logs: `text` or `json`.
   */
  logFormat?: string;
  /**
   * How much it logs. Default: 2.
   */
  logLevel?: number;
  /**
   * Writing requests at once.
   */
  maxMutatingRequestsInflight?: number;
  /**
   * Reading requests at once.
   */
  maxRequestsInflight?: number;
  /**
   * The most memory.
   */
  memoryLimit?: Quantity;
  /**
   * Memory to request.
   */
  memoryRequest?: Quantity;
  /**
   * Seconds that a watch is kept at least.
   */
  minRequestTimeout?: number;
  /**
   * The authority of the issuer.
   */
  oidcCAFile?: string;
  /**
   * The audience that tokens must have.
   */
  oidcClientID?: string;
  /**
   * The claim that names the groups.
   */
  oidcGroupsClaim?: string;
  /**
   * What is put before a group's name.
   */
  oidcGroupsPrefix?: string;
  /**
   * Who issues tokens of users.
   */
  oidcIssuerURL?: string;
  /**
   * Claims that tokens must have, as `key=value`.
   */
  oidcRequiredClaim?: string[];
  /**
   * The claim that names the user.
   */
  oidcUsernameClaim?: string;
  /**
   * What is put before the user's name.
   */
  oidcUsernamePrefix?: string;
  /**
   * The certificate for aggregated APIs.
   */
  proxyClientCertFile?: string;
  /**
   * The key of that certificate.
   */
  proxyClientKeyFile?: string;
  /**
   * How long a request may take.
   */
  requestTimeout?: Duration;
  /**
   * The names of such proxies.
   */
  requestheaderAllowedNames?: string[];
  /**
   * The authority of proxies that send such headers.
   */
  requestheaderClientCAFile?: string;
  /**
   * Prefixes of headers with more about the user.
   */
  requestheaderExtraHeaderPrefixes?: string[];
  /**
   * Headers that name groups.
   */
  requestheaderGroupHeaders?: string[];
  /**
   * Headers that name the user.
   */
  requestheaderUsernameHeaders?: string[];
  /**
   * API versions to turn on or off.
   */
  runtimeConfig?: {
    [k: string]: string;
  };
  /**
   * The port that it listens on. Default: 443.
   */
  securePort?: number;
  /**
   * Who issues tokens of service accounts.
   */
  serviceAccountIssuer?: string;
  /**
   * Where the keys of service accounts are published.
   */
  serviceAccountJWKSURI?: string;
  /**
   * Keys that prove tokens of service accounts.
   */
  serviceAccountKeyFile?: string[];
  /**
   * The key that signs tokens of service accounts.
   */
  serviceAccountSigningKeyFile?: string;
  /**
   * The range of service addresses. Default: the cluster's.
   */
  serviceClusterIPRange?: string;
  /**
   * The range of node ports. Default: `30000-32767`.
   */
  serviceNodePortRange?: string;
  /**
   * The version of etcd's interface. Default: `etcd3`.
   */
  storageBackend?: string;
  /**
   * How long etcd may take to be ready.
   */
  storageInitializationTimeout?: Duration;
  /**
   * The certificate that it presents.
   */
  tlsCertFile?: string;
  /**
   * The ciphers that it accepts.
   */
  tlsCipherSuites?: string[];
  /**
   * The oldest TLS that it accepts: `VersionTLS12`, ….
   */
  tlsMinVersion?: string;
  /**
   * The key of that certificate.
   */
  tlsPrivateKeyFile?: string;
  /**
   * The file of tokens.
   */
  tokenAuthFile?: string;
  /**
   * Answers watches from memory.
   */
  watchCache?: boolean;
  /**
   * Entries in memory by kind, as `kind#size`.
   */
  watchCacheSizes?: string[];
}
/**
 * The controller manager.
 */
export interface KubeControllerManager {
  /**
   * How long certificates that it signs hold.
   */
  ClusterSigningDuration?: Duration;
  /**
   * Gives every node a range of pods.
   */
  allocateNodeCIDRs?: boolean;
  /**
   * How often attached volumes are checked. Default: one minute.
   */
  attachDetachReconcileSyncPeriod?: Duration;
  /**
   * The kubeconfig file for authenticating requests (TokenReview).
   */
  authenticationKubeconfig?: string;
  /**
   * Paths that need no authorization.
   */
  authorizationAlwaysAllowPaths?: string[];
  /**
   * The kubeconfig file for authorizing requests (SubjectAccessReview).
   */
  authorizationKubeconfig?: string;
  /**
   * How ranges are given.
   */
  cidrAllocatorType?: string;
  /**
   * What looks after the cloud: `external`.
   */
  cloudProvider?: string;
  /**
   * The range of pods.
   */
  clusterCIDR?: string;
  /**
   * The cluster's name.
   */
  clusterName?: string;
  /**
   * Deployments at once.
   */
  concurrentDeploymentSyncs?: number;
  /**
   * Endpoints at once.
   */
  concurrentEndpointSyncs?: number;
  /**
   * Autoscalers at once. The name is spelled as kops spells it.
   */
  concurrentHorizontalPodAustoscalerSyncs?: number;
  /**
   * Jobs at once.
   */
  concurrentJobSyncs?: number;
  /**
   * Namespaces at once.
   */
  concurrentNamespaceSyncs?: number;
  /**
   * Replication controllers at once.
   */
  concurrentRcSyncs?: number;
  /**
   * Replica sets at once.
   */
  concurrentReplicasetSyncs?: number;
  /**
   * Quotas at once.
   */
  concurrentResourceQuotaSyncs?: number;
  /**
   * Services at once.
   */
  concurrentServiceSyncs?: number;
  /**
   * Tokens at once.
   */
  concurrentServiceaccountTokenSyncs?: number;
  /**
   * Makes routes in the cloud.
   */
  configureCloudRoutes?: boolean;
  /**
   * Controllers to run; `-name` for not. Default: `*`.
   */
  controllers?: string[];
  /**
   * The most CPU.
   */
  cpuLimit?: Quantity;
  /**
   * CPU to request. Default: 100m.
   */
  cpuRequest?: Quantity;
  /**
   * Checks attached volumes never.
   */
  disableAttachDetachReconcileSync?: boolean;
  /**
   * Serves profiles of locks.
   */
  enableContentionProfiling?: boolean;
  /**
   * Hands its lock over to another manager.
   */
  enableLeaderMigration?: boolean;
  /**
   * Serves profiles.
   */
  enableProfiling?: boolean;
  /**
   * How long changes of endpoint slices are gathered.
   */
  endpointSliceUpdatesBatchPeriod?: Duration;
  /**
   * How long changes of endpoints are gathered.
   */
  endpointUpdatesBatchPeriod?: Duration;
  /**
   * Retired. See `ClusterSigningDuration`.
   */
  experimentalClusterSigningDuration?: Duration;
  /**
   * Retired. The plugin of volumes beside an external cloud.
   */
  externalCloudVolumePlugin?: string;
  /**
   * Features to turn on or off.
   */
  featureGates?: {
    [k: string]: string;
  };
  /**
   * How long a new pod's CPU is not counted.
   */
  horizontalPodAutoscalerCpuInitializationPeriod?: Duration;
  /**
   * Retired. How long to wait before scaling down again.
   */
  horizontalPodAutoscalerDownscaleDelay?: Duration;
  /**
   * How far back to look before scaling down.
   */
  horizontalPodAutoscalerDownscaleStabilization?: Duration;
  /**
   * How long a new pod may be not ready.
   */
  horizontalPodAutoscalerInitialReadinessDelay?: Duration;
  /**
   * How often deployments are scaled.
   */
  horizontalPodAutoscalerSyncPeriod?: Duration;
  /**
   * The least change that counts.
   */
  horizontalPodAutoscalerTolerance?: Quantity;
  /**
   * Retired. How long to wait before scaling up again.
   */
  horizontalPodAutoscalerUpscaleDelay?: Duration;
  /**
   * Retired. Takes figures from the API.
   */
  horizontalPodAutoscalerUseRestClients?: boolean;
  /**
   * Its image.
   */
  image?: string;
  /**
   * Requests at once to the API.
   */
  kubeAPIBurst?: number;
  /**
   * Requests per second to the API.
   */
  kubeAPIQPS?: Quantity;
  /**
   * How one of several is chosen.
   */
  leaderElection?: LeaderElection;
  /**
   * How it logs: `text` or `json`.
   */
  logFormat?: string;
  /**
   * How much it logs. Default: 2.
   */
  logLevel?: number;
  /**
   * Where the API is.
   */
  master?: string;
  /**
   * The most memory.
   */
  memoryLimit?: Quantity;
  /**
   * Memory to request.
   */
  memoryRequest?: Quantity;
  /**
   * How often everything is read again at most.
   */
  minResyncPeriod?: string;
  /**
   * The size of a node's range. Default: 24.
   */
  nodeCIDRMaskSize?: number;
  /**
   * How long a node may be silent.
   */
  nodeMonitorGracePeriod?: Duration;
  /**
   * How often nodes are looked at.
   */
  nodeMonitorPeriod?: Duration;
  /**
   * Retired. How long pods stay on a silent node.
   */
  podEvictionTimeout?: Duration;
  /**
   * The certificate authority that is published to pods.
   */
  rootCAFile?: string;
  /**
   * The key that signs tokens of service accounts.
   */
  serviceAccountPrivateKeyFile?: string;
  /**
   * How many ended pods are kept.
   */
  terminatedPodGCThreshold?: number;
  /**
   * The certificate that it presents.
   */
  tlsCertFile?: string;
  /**
   * The ciphers that it accepts.
   */
  tlsCipherSuites?: string[];
  /**
   * The oldest TLS that it accepts.
   */
  tlsMinVersion?: string;
  /**
   * The key of that certificate.
   */
  tlsPrivateKeyFile?: string;
  /**
   * Runs every controller with its own account.
   */
  useServiceAccountCredentials?: boolean;
}
/**
 * DNS for pods.
 */
export interface KubeDns {
  /**
   * Where its pods go: Kubernetes's `Affinity`, as it is.
   */
  affinity?: {
    [k: string]: unknown;
  };
  /**
   * Of kube-dns: the most queries at once. Default: 150.
   */
  cacheMaxConcurrent?: number;
  /**
   * Of kube-dns: the most names in the cache. Default: 1000.
   */
  cacheMaxSize?: number;
  /**
   * The image of CoreDNS.
   */
  coreDNSImage?: string;
  /**
   * The image of its autoscaler.
   */
  cpaImage?: string;
  /**
   * CPU to request. Default: 100m.
   */
  cpuRequest?: Quantity;
  /**
   * The domain of services. Default: `clusterDNSDomain`.
   */
  domain?: string;
  /**
   * The whole of its configuration, in place of the one that would be made.
   */
  externalCoreFile?: string;
  /**
   * Retired. The image of kube-dns.
   */
  image?: string;
  /**
   * The most memory. Default: 170Mi.
   */
  memoryLimit?: Quantity;
  /**
   * Memory to request. Default: 70Mi.
   */
  memoryRequest?: Quantity;
  /**
   * A cache on every node.
   */
  nodeLocalDNS?: NodeLocalDns;
  /**
   * Annotations of its pods.
   */
  podAnnotations?: {
    [k: string]: string;
  };
  /**
   * What serves: `CoreDNS` or `KubeDNS`. Default: `CoreDNS`.
   */
  provider?: string;
  /**
   * Retired. How many replicas.
   */
  replicas?: number;
  /**
   * The service's address. Default: the tenth of `serviceClusterIPRange`.
   */
  serverIP?: string;
  /**
   * Servers for other domains.
   */
  stubDomains?: {
    [k: string]: string[];
  };
  /**
   * Taints that its pods tolerate.
   */
  tolerations?: Toleration[];
  /**
   * Servers for everything else. Default: the node's.
   */
  upstreamNameservers?: string[];
}
/**
 * The proxy of services.
 */
export interface KubeProxy {
  /**
   * The address that it listens on.
   */
  bindAddress?: string;
  /**
   * The range of pods.
   */
  clusterCIDR?: string;
  /**
   * Connections to keep track of for every CPU. Default: 131072.
   */
  conntrackMaxPerCore?: number;
  /**
   * Connections to keep track of at least.
   */
  conntrackMin?: number;
  /**
   * The most CPU.
   */
  cpuLimit?: Quantity;
  /**
   * CPU to request. Default: 100m.
   */
  cpuRequest?: Quantity;
  /**
   * Whether it runs. Default: true, unless the network replaces it.
   */
  enabled?: boolean;
  /**
   * Features to turn on or off.
   */
  featureGates?: {
    [k: string]: string;
  };
  /**
   * The node's name.
   */
  hostnameOverride?: string;
  /**
   * Its image.
   */
  image?: string;
  /**
   * Ranges that IPVS leaves alone.
   */
  ipvsExcludeCidrs?: string[];
  /**
   * The least time between updates of IPVS.
   */
  ipvsMinSyncPeriod?: Duration;
  /**
   * How IPVS chooses.
   */
  ipvsScheduler?: string;
  /**
   * How often IPVS is updated.
   */
  ipvsSyncPeriod?: Duration;
  /**
   * How much it logs. Default: 2.
   */
  logLevel?: number;
  /**
   * Where the API is.
   */
  master?: string;
  /**
   * The most memory.
   */
  memoryLimit?: Quantity;
  /**
   * Memory to request.
   */
  memoryRequest?: Quantity;
  /**
   * Where it serves metrics.
   */
  metricsBindAddress?: string;
  /**
   * How it works: `iptables`, `ipvs` or `nftables`. Default: by the version of Kubernetes.
   */
  proxyMode?: string;
}
/**
 * The scheduler.
 */
export interface KubeScheduler {
  /**
   * The kubeconfig file for authenticating requests (TokenReview).
   */
  authenticationKubeconfig?: string;
  /**
   * Paths that need no authorization.
   */
  authorizationAlwaysAllowPaths?: string[];
  /**
   * The kubeconfig file for authorizing requests (SubjectAccessReview).
   */
  authorizationKubeconfig?: string;
  /**
   * Retired. See `kubeAPIBurst`.
   */
  burst?: number;
  /**
   * The most CPU.
   */
  cpuLimit?: Quantity;
  /**
   * CPU to request. Default: 100m.
   */
  cpuRequest?: Quantity;
  /**
   * Serves profiles of locks.
   */
  enableContentionProfiling?: boolean;
  /**
   * Serves profiles.
   */
  enableProfiling?: boolean;
  /**
   * Features to turn on or off.
   */
  featureGates?: {
    [k: string]: string;
  };
  /**
   * Its image.
   */
  image?: string;
  /**
   * Requests at once to the API.
   */
  kubeAPIBurst?: number;
  /**
   * Requests per second to the API.
   */
  kubeAPIQPS?: Quantity;
  /**
   * How one of several is chosen.
   */
  leaderElection?: LeaderElection;
  /**
   * How it logs: `text` or `json`.
   */
  logFormat?: string;
  /**
   * How much it logs. Default: 2.
   */
  logLevel?: number;
  /**
   * Where the API is.
   */
  master?: string;
  /**
   * The most volumes on a node.
   */
  maxPersistentVolumes?: number;
  /**
   * The most memory.
   */
  memoryLimit?: Quantity;
  /**
   * Memory to request.
   */
  memoryRequest?: Quantity;
  /**
   * Retired. See `kubeAPIQPS`.
   */
  qps?: Quantity;
  /**
   * The certificate that it presents.
   */
  tlsCertFile?: string;
  /**
   * The key of that certificate.
   */
  tlsPrivateKeyFile?: string;
  /**
   * Retired. Takes its policy from a config map.
   */
  usePolicyConfigMap?: boolean;
}
/**
 * The kubelet.
 */
export interface Kubelet {
  /**
   * Retired. Whether containers may be privileged.
   */
  allowPrivileged?: boolean;
  /**
   * Unsafe kernel parameters that pods may set.
   */
  allowedUnsafeSysctls?: string[];
  /**
   * Whether requests without a name are served. Default: false.
   */
  anonymousAuth?: boolean;
  /**
   * Retired. Where the API is.
   */
  apiServers?: string;
  /**
   * Asks the API about tokens. Default: true.
   */
  authenticationTokenWebhook?: boolean;
  /**
   * How long such an answer holds.
   */
  authenticationTokenWebhookCacheTtl?: Duration;
  /**
   * Who may ask it: `AlwaysAllow` or `Webhook`. Default: `Webhook`.
   */
  authorizationMode?: string;
  /**
   * Retired. Whether it watches other daemons.
   */
  babysitDaemons?: boolean;
  /**
   * The file with which it asks for a certificate.
   */
  bootstrapKubeconfig?: string;
  /**
   * What keeps cgroups: `systemd` or `cgroupfs`. Default: `systemd`.
   */
  cgroupDriver?: string;
  /**
   * The cgroup above pods.
   */
  cgroupRoot?: string;
  /**
   * The authorities of clients.
   */
  clientCaFile?: string;
  /**
   * What looks after the node in the cloud: `external`.
   */
  cloudProvider?: string;
  /**
   * The address of the cluster's DNS.
   */
  clusterDNS?: string;
  /**
   * The domain of services. Default: `clusterDNSDomain`.
   */
  clusterDomain?: string;
  /**
   * Retired. Whether it sets up the bridge.
   */
  configureCbr0?: boolean;
  /**
   * How many logs of a container are kept.
   */
  containerLogMaxFiles?: number;
  /**
   * The size at which a log is rotated.
   */
  containerLogMaxSize?: string;
  /**
   * Holds containers to their CPU limits.
   */
  cpuCFSQuota?: boolean;
  /**
   * The period of CPU limits.
   */
  cpuCFSQuotaPeriod?: Duration;
  /**
   * How CPUs are given: `none` or `static`.
   */
  cpuManagerPolicy?: string;
  /**
   * The longest wait before a container is started again.
   */
  crashLoopBackOffMaxContainerRestartPeriod?: Duration;
  /**
   * Retired. Gives every container its own process ids.
   */
  dockerDisableSharedPID?: boolean;
  /**
   * Retired. Serves cAdvisor's figures.
   */
  enableCadvisorJsonEndpoints?: boolean;
  /**
   * Retired. Gathers pods' own metrics.
   */
  enableCustomMetrics?: boolean;
  /**
   * Serves logs and commands. Default: true.
   */
  enableDebuggingHandlers?: boolean;
  /**
   * What is held to its limits: `pods`, `system-reserved`, `kube-reserved`.
   */
  enforceNodeAllocatable?: string;
  /**
   * Events at once.
   */
  eventBurst?: number;
  /**
   * Events per second.
   */
  eventQPS?: number;
  /**
   * Events per second; 0 for no limit.
   */
  eventRecordQPS?: number;
  /**
   * When pods are evicted at once: `memory.available<100Mi,…`.
   */
  evictionHard?: string;
  /**
   * Seconds that pods get to end at most.
   */
  evictionMaxPodGracePeriod?: number;
  /**
   * How much is freed at least, by signal.
   */
  evictionMinimumReclaim?: string;
  /**
   * How long a node stays marked.
   */
  evictionPressureTransitionPeriod?: Duration;
  /**
   * When pods are evicted after a while.
   */
  evictionSoft?: string;
  /**
   * How long that while is, by signal.
   */
  evictionSoftGracePeriod?: string;
  /**
   * Leaves eviction out of what can be allocated.
   */
  experimentalAllocatableIgnoreEviction?: boolean;
  /**
   * Retired. See `allowedUnsafeSysctls`.
   */
  experimentalAllowedUnsafeSysctls?: string[];
  /**
   * Does not start where swap is on.
   */
  failSwapOn?: boolean;
  /**
   * Features to turn on or off.
   */
  featureGates?: {
    [k: string]: string;
  };
  /**
   * Retired. How a pod reaches itself through a service.
   */
  hairpinMode?: string;
  /**
   * The node's name.
   */
  hostnameOverride?: string;
  /**
   * How often containers are measured.
   */
  housekeepingInterval?: Duration;
  /**
   * The use of the disk in percent above which images are removed.
   */
  imageGCHighThresholdPercent?: number;
  /**
   * The use of the disk in percent down to which images are removed.
   */
  imageGCLowThresholdPercent?: number;
  /**
   * How old an unused image may become.
   */
  imageMaximumGCAge?: Duration;
  /**
   * How old an unused image must be before it is removed.
   */
  imageMinimumGCAge?: Duration;
  /**
   * Retired. How long a pull may stand still.
   */
  imagePullProgressDeadline?: Duration;
  /**
   * Lets the kernel tell of memory limits.
   */
  kernelMemcgNotification?: boolean;
  /**
   * Requests per second to the API.
   */
  kubeAPIQPS?: number;
  /**
   * What is kept for Kubernetes, by resource.
   */
  kubeReserved?: {
    [k: string]: string;
  };
  /**
   * The cgroup of Kubernetes.
   */
  kubeReservedCgroup?: string;
  /**
   * The file with which it reaches the API.
   */
  kubeconfigPath?: string;
  /**
   * The cgroup of the kubelet.
   */
  kubeletCgroups?: string;
  /**
   * How it logs: `text` or `json`.
   */
  logFormat?: string;
  /**
   * How much it logs. Default: 2.
   */
  logLevel?: number;
  /**
   * How many images are pulled at once.
   */
  maxParallelImagePulls?: number;
  /**
   * The most pods on a node. Default: 110, or what the network allows.
   */
  maxPods?: number;
  /**
   * How pods may swap: `LimitedSwap`, `NoSwap`.
   */
  memorySwapBehavior?: string;
  /**
   * Retired. The largest packet.
   */
  networkPluginMTU?: number;
  /**
   * Retired. The network plugin.
   */
  networkPluginName?: string;
  /**
   * Labels of the node.
   */
  nodeLabels?: {
    [k: string]: string;
  };
  /**
   * Seconds that the node's lease holds.
   */
  nodeLeaseDurationSeconds?: number;
  /**
   * How often the node's status is sent.
   */
  nodeStatusUpdateFrequency?: Duration;
  /**
   * Retired. The range without address translation.
   */
  nonMasqueradeCIDR?: string;
  /**
   * Retired. How many GPUs.
   */
  nvidiaGPUs?: number;
  /**
   * The range of pods where the API gives none.
   */
  podCIDR?: string;
  /**
   * Retired. The image that holds a pod's network.
   */
  podInfraContainerImage?: string;
  /**
   * Where static pods are. Default: `/etc/kubernetes/manifests`.
   */
  podManifestPath?: string;
  /**
   * The most processes of a pod.
   */
  podPidsLimit?: number;
  /**
   * Does not start where kernel parameters are not as it needs them.
   */
  protectKernelDefaults?: boolean;
  /**
   * The port without authentication; 0 for none.
   */
  readOnlyPort?: number;
  /**
   * Retired. Follows the node's range.
   */
  reconcileCIDR?: boolean;
  /**
   * Registers the node with the API.
   */
  registerNode?: boolean;
  /**
   * Retired. Whether the node takes pods.
   */
  registerSchedulable?: boolean;
  /**
   * Pulls at once.
   */
  registryBurst?: number;
  /**
   * Pulls per second.
   */
  registryPullQPS?: number;
  /**
   * Retired. Whether that file must be there.
   */
  requireKubeconfig?: boolean;
  /**
   * The file with the node's DNS servers.
   */
  resolvConf?: string;
  /**
   * Where it keeps data. Default: `/var/lib/kubelet`.
   */
  rootDir?: string;
  /**
   * Renews its certificate.
   */
  rotateCertificates?: boolean;
  /**
   * The cgroup of the container runtime.
   */
  runtimeCgroups?: string;
  /**
   * How long the container runtime may take.
   */
  runtimeRequestTimeout?: Duration;
  /**
   * Uses the runtime's seccomp profile where a pod has none.
   */
  seccompDefault?: boolean;
  /**
   * Where seccomp profiles are.
   */
  seccompProfileRoot?: string;
  /**
   * Pulls one image at a time.
   */
  serializeImagePulls?: boolean;
  /**
   * How long the node waits for pods before it goes down. Default: 30 seconds.
   */
  shutdownGracePeriod?: Duration;
  /**
   * How much of that is for critical pods. Default: 10 seconds.
   */
  shutdownGracePeriodCriticalPods?: Duration;
  /**
   * How long a stream may be idle.
   */
  streamingConnectionIdleTimeout?: Duration;
  /**
   * The cgroup of other processes.
   */
  systemCgroups?: string;
  /**
   * What is kept for the system, by resource.
   */
  systemReserved?: {
    [k: string]: string;
  };
  /**
   * The cgroup of the system.
   */
  systemReservedCgroup?: string;
  /**
   * Taints of the node when it registers.
   */
  taints?: string[];
  /**
   * The certificate that it presents.
   */
  tlsCertFile?: string;
  /**
   * The ciphers that it accepts.
   */
  tlsCipherSuites?: string[];
  /**
   * The oldest TLS that it accepts: `VersionTLS12`, ….
   */
  tlsMinVersion?: string;
  /**
   * The key of that certificate.
   */
  tlsPrivateKeyFile?: string;
  /**
   * How devices and CPUs are placed together.
   */
  topologyManagerPolicy?: string;
  /**
   * Where volume plugins are.
   */
  volumePluginDirectory?: string;
  /**
   * How often the use of volumes is measured.
   */
  volumeStatsAggPeriod?: Duration;
}
/**
 * A launch template. Its identity is the name; any difference makes a new version, which becomes the default.
 */
export interface LaunchTemplate {
  /**
   * Whether instances get a public IPv4 address.
   */
  associate_public_ip?: boolean;
  /**
   * Volumes.
   */
  block_devices: BlockDevice[];
  /**
   * `standard` or `unlimited`.
   */
  cpu_credits?: string;
  /**
   * Metrics each minute instead of every five.
   */
  detailed_monitoring: boolean;
  /**
   * Asks for throughput of its own between the instance and its volumes.
   */
  ebs_optimized?: boolean;
  /**
   * The image, `ami-…`.
   */
  image_id: string;
  /**
   * The instance profile, by name.
   */
  instance_profile?: Ref;
  /**
   * The machine type.
   */
  instance_type: string;
  /**
   * The number of IPv6 addresses.
   */
  ipv6_address_count: number;
  /**
   * The key pair, by name.
   */
  key_name?: Ref;
  /**
   * The instance metadata service.
   */
  metadata: MetadataOptions;
  /**
   * The name: the name of the autoscaling group.
   */
  name: string;
  /**
   * The security groups of the first interface.
   */
  security_groups: Ref[];
  /**
   * Spot instances.
   */
  spot?: SpotOptions;
  /**
   * Tags of the instances, their volumes and interfaces, and of the template itself.
   */
  tags: {
    [k: string]: string;
  };
  /**
   * `default`, `dedicated` or `host`.
   */
  tenancy?: string;
  /**
   * What the instance runs when it first boots, as text; unset to keep what is there.
   */
  user_data?: Text;
}
/**
 * A choice of machine: a type, or requirements.
 */
export interface LaunchTemplateOverride {
  /**
   * The machine type.
   */
  instance_type?: string;
  /**
   * What a machine must have.
   */
  requirements?: InstanceRequirements;
}
/**
 * How one of several replicas is chosen.
 */
export interface LeaderElection {
  /**
   * Whether one is chosen. Default: true.
   */
  leaderElect?: boolean;
  /**
   * How long the others wait.
   */
  leaderElectLeaseDuration?: Duration;
  /**
   * How long the leader tries to stay.
   */
  leaderElectRenewDeadlineDuration?: Duration;
  /**
   * The kind of the lock.
   */
  leaderElectResourceLock?: string;
  /**
   * The name of the lock.
   */
  leaderElectResourceName?: string;
  /**
   * The namespace of the lock.
   */
  leaderElectResourceNamespace?: string;
  /**
   * How often it is tried.
   */
  leaderElectRetryPeriod?: Duration;
}
/**
 * A lifecycle hook of a group. Its identity is the group and the name.
 */
export interface LifecycleHook {
  /**
   * `CONTINUE` or `ABANDON` when time is up.
   */
  default_result: string;
  /**
   * The group, by name.
   */
  group: Ref;
  /**
   * Seconds until then.
   */
  heartbeat_timeout: number;
  /**
   * The name of the hook.
   */
  name: string;
  /**
   * `autoscaling:EC2_INSTANCE_TERMINATING` or `…LAUNCHING`.
   */
  transition: string;
}
/**
 * The URL of an HTTPS server at the address on the line, with this port.
 */
export interface HttpsServerListItem {
  "https-server": number;
}
/**
 * A listener of a network load balancer. Its identity is the load balancer and the port.
 */
export interface Listener {
  /**
   * The ARN of the certificate, for TLS.
   */
  certificate?: string;
  /**
   * The load balancer (its ARN).
   */
  load_balancer: Ref;
  /**
   * The port.
   */
  port: number;
  /**
   * `TCP` or `TLS`.
   */
  protocol: string;
  /**
   * The policy for TLS.
   */
  ssl_policy?: string;
  /**
   * The target group (its ARN) that gets the connections.
   */
  target_group: Ref;
}
/**
 * A subnet that a load balancer stands in.
 */
export interface LoadBalancerSubnet {
  /**
   * The elastic address that it has there; public network load balancers only.
   */
  allocationId?: string;
  /**
   * The subnet's name in this spec.
   */
  name?: string;
  /**
   * The private address that it has there; internal network load balancers only.
   */
  privateIPv4Address?: string;
}
/**
 * A place in a file, shown as `file:line:column`. Lines and columns count from 1; columns count characters.
 */
export interface Location {
  /**
   * The column in characters, from 1.
   */
  column: number;
  /**
   * The file as the user named it, or `-` for standard input.
   */
  file: string;
  /**
   * The line, from 1.
   */
  line: number;
}
/**
 * An EC2 machine type.
 */
export interface MachineType {
  /**
   * `x86_64`, `arm64`, `i386`: what it can run.
   */
  architectures?: string[];
  /**
   * Has a GPU of NVIDIA.
   */
  gpu?: boolean;
  /**
   * Sizes in GB of the disks that come with it.
   */
  instanceStorageGb?: number[];
  /**
   * IPv4 addresses that one interface can hold.
   */
  ipv4PerInterface?: number;
  /**
   * Memory in MiB.
   */
  memoryMib?: number;
  /**
   * The zones that do not offer it.
   */
  missingZones?: string[];
  /**
   * The number of network interfaces.
   */
  networkInterfaces?: number;
  /**
   * Virtual CPUs.
   */
  vcpus?: number;
}
/**
 * An object of the state store that nodes or etcd-manager read. Its identity is the key. `Debug` shows how long it is and nothing of it.
 */
export interface ManagedFile {
  /**
   * What is in it, as text.
   */
  content: Text;
  /**
   * The key below the cluster's base: `addons/bootstrap-channel.yaml`. Of an object outside of it the whole place: `s3://backups/demo/main/control/etcd-cluster-spec`.
   */
  key: string;
  /**
   * Anybody may read it (the discovery documents). The state store does not tell whether that is so.
   */
  public: boolean;
}
/**
 * How instances reach the metadata service.
 */
export interface MetadataOptions {
  /**
   * How many network hops an answer may take.
   */
  hop_limit: number;
  /**
   * `required` (IMDSv2) or `optional`.
   */
  http_tokens: string;
  /**
   * Whether it has an IPv6 address.
   */
  ipv6: boolean;
}
/**
 * The addon that serves resource metrics.
 */
export interface MetricsServer {
  /**
   * Whether it runs. Default: false.
   */
  enabled?: boolean;
  /**
   * Its image.
   */
  image?: string;
  /**
   * Takes any certificate of kubelets. Default: true; false needs cert-manager.
   */
  insecure?: boolean;
}
/**
 * A text of a migrated spec.
 */
export interface MigratedText {
  /**
   * The file as the user named it.
   */
  name: string;
  /**
   * What belongs in it.
   */
  text: string;
}
/**
 * What a migration made of a spec.
 */
export interface Migration {
  /**
   * What was changed, in the order of the old texts.
   */
  changes: MigrationChange[];
  /**
   * The new texts, in the order of the old ones.
   */
  documents: MigratedText[];
  /**
   * What is wrong with the new spec as far as no account is needed to tell, with places in the new texts.
   */
  findings: Diagnostic[];
}
/**
 * A change of a migration.
 */
export interface MigrationChange {
  /**
   * What was done: that the field was removed, renamed, moved, or changed, and to what.
   */
  action: string;
  /**
   * The field: `spec.networking.weave`.
   */
  field: string;
  /**
   * The place in the old text.
   */
  location: Location;
  /**
   * The object that has the field.
   */
  object: ObjectRef;
  /**
   * Why.
   */
  reason: string;
}
/**
 * A least and a largest amount.
 */
export interface MinMax {
  /**
   * The largest.
   */
  max?: Quantity;
  /**
   * The least.
   */
  min?: Quantity;
}
/**
 * Several machine types or purchase options in one group.
 */
export interface MixedInstancesPolicy {
  /**
   * On-demand and spot.
   */
  distribution: InstancesDistribution;
  /**
   * What replaces the machine type of the launch template, best first.
   */
  overrides: LaunchTemplateOverride[];
}
/**
 * Several machine types, and spot beside on demand.
 */
export interface MixedInstancesPolicySpec {
  /**
   * What a machine must have, in place of a list.
   */
  instanceRequirements?: InstanceRequirementsSpec;
  /**
   * Machine types, best first.
   */
  instances?: string[];
  /**
   * What share in percent of the others is on demand.
   */
  onDemandAboveBase?: number;
  /**
   * How on-demand types are chosen.
   */
  onDemandAllocationStrategy?: string;
  /**
   * How many machines are on demand at least.
   */
  onDemandBase?: number;
  /**
   * How spot types are chosen.
   */
  spotAllocationStrategy?: string;
  /**
   * How many of the cheapest types are used, with `lowest-price`.
   */
  spotInstancePools?: number;
}
/**
 * A NAT gateway. Its identity is the tag `Name`, or its id where it is shared.
 */
export interface NatGateway {
  /**
   * The address that it uses.
   */
  elastic_ip?: Ref;
  /**
   * The subnet that it is in.
   */
  subnet: Ref;
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
}
/**
 * A NAT gateway that exists.
 */
export interface NatGatewayFacts {
  /**
   * The allocation id of its address.
   */
  elasticIp?: string;
  /**
   * The subnet it is in.
   */
  subnet?: string;
  /**
   * The VPC it is in.
   */
  vpc?: string;
}
/**
 * Networks that exist and that the spec refers to by id.
 */
export interface NetworkFacts {
  /**
   * Egress-only internet gateways: id to VPC.
   */
  egressOnlyInternetGateways?: {
    [k: string]: string;
  };
  /**
   * Elastic addresses by allocation id.
   */
  elasticIps?: {
    [k: string]: string;
  };
  /**
   * Internet gateways: id to VPC.
   */
  internetGateways?: {
    [k: string]: string;
  };
  /**
   * NAT gateways by id.
   */
  natGateways?: {
    [k: string]: NatGatewayFacts;
  };
  /**
   * Route tables: id to VPC and subnets.
   */
  routeTables?: {
    [k: string]: RouteTableFacts;
  };
  /**
   * Subnets by id.
   */
  subnets?: {
    [k: string]: SubnetFacts;
  };
  /**
   * VPCs by id.
   */
  vpcs?: {
    [k: string]: VpcFacts;
  };
}
/**
 * A network load balancer. Its identity is the tag `Name`.
 */
export interface NetworkLoadBalancer {
  /**
   * Where it writes its access log.
   */
  access_log?: AccessLog;
  /**
   * Whether it balances across zones.
   */
  cross_zone: boolean;
  /**
   * Reachable only inside the VPC.
   */
  internal: boolean;
  /**
   * `ipv4` or `dualstack`.
   */
  ip_address_type?: string;
  /**
   * Its name, at most 32 characters.
   */
  name: string;
  /**
   * Its security groups. AWS changes them in place, but never gives the first or takes the last.
   */
  security_groups: Ref[];
  /**
   * Its subnets, with fixed addresses where the user wants them. AWS adds and removes subnets in place (since February 2025); one must stay, and those that stay keep their addresses.
   */
  subnets: SubnetMapping[];
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
}
/**
 * The network of pods: exactly one option.
 */
export interface Networking {
  /**
   * Addresses of the VPC for pods, by AWS's CNI plugin.
   */
  amazonvpc?: AmazonVpc;
  /**
   * Calico.
   */
  calico?: Calico;
  /**
   * Retired. Flannel with Calico's policies.
   */
  canal?: {
    [k: string]: unknown;
  };
  /**
   * Cilium.
   */
  cilium?: Cilium;
  /**
   * Retired. The network of the first releases.
   */
  classic?: {
    [k: string]: unknown;
  };
  /**
   * A CNI plugin that the user installs.
   */
  cni?: Cni;
  /**
   * A network that is set up outside of Kubernetes.
   */
  external?: Empty;
  /**
   * Flannel.
   */
  flannel?: Flannel;
  /**
   * Not for AWS: aliases of Google Cloud.
   */
  gce?: {
    [k: string]: unknown;
  };
  /**
   * kindnet.
   */
  kindnet?: Kindnet;
  /**
   * Retired. kopeio's network.
   */
  kopeio?: {
    [k: string]: unknown;
  };
  /**
   * Routes of the VPC, made by the cloud controller.
   */
  kubenet?: Empty;
  /**
   * kube-router.
   */
  kuberouter?: Empty;
  /**
   * Retired. Lyft's CNI plugin.
   */
  lyftvpc?: {
    [k: string]: unknown;
  };
  /**
   * Retired. Romana.
   */
  romana?: {
    [k: string]: unknown;
  };
  /**
   * Retired. Weave.
   */
  weave?: {
    [k: string]: unknown;
  };
}
/**
 * A cluster that is not in the state store.
 */
export interface NoClusterFields {
  /**
   * The name.
   */
  cluster: string;
  /**
   * A cluster that is there and has a similar name.
   */
  similar: string | null;
}
/**
 * An error that has no facts but its message.
 */
export interface NoFields {}
/**
 * A resource of the graph with what the planner needs to know of it.
 */
export interface Node {
  /**
   * Nodes that must be there first although no field refers to them.
   */
  after?: ResourceId[];
  /**
   * Why it is there.
   */
  origin: Origin;
  /**
   * Whose it is.
   */
  ownership: Ownership;
  /**
   * What it should be.
   */
  resource: Resource;
}
/**
 * Retired. How nodes were admitted.
 */
export interface NodeAuthorization {
  /**
   * The server that admitted nodes.
   */
  nodeAuthorizer?: {
    [k: string]: unknown;
  };
}
/**
 * A DNS cache on every node.
 */
export interface NodeLocalDns {
  /**
   * Text to add to its configuration.
   */
  additionalConfig?: string;
  /**
   * CPU to request. Default: 25m.
   */
  cpuRequest?: Quantity;
  /**
   * Whether it runs. Default: false.
   */
  enabled?: boolean;
  /**
   * The whole of its configuration, in place of the one that would be made.
   */
  externalCoreFile?: string;
  /**
   * Asks the cluster's DNS about everything. Default: false.
   */
  forwardToKubeDNS?: boolean;
  /**
   * Its image.
   */
  image?: string;
  /**
   * The address that it listens on. Default: `169.254.20.10`.
   */
  localIP?: string;
  /**
   * Memory to request. Default: 5Mi.
   */
  memoryRequest?: Quantity;
  /**
   * Annotations of its pods.
   */
  podAnnotations?: {
    [k: string]: string;
  };
}
/**
 * The addon that reports problems of nodes.
 */
export interface NodeProblemDetector {
  /**
   * The most CPU.
   */
  cpuLimit?: Quantity;
  /**
   * CPU to request. Default: 20m.
   */
  cpuRequest?: Quantity;
  /**
   * Whether it runs. Default: false.
   */
  enabled?: boolean;
  /**
   * Its image.
   */
  image?: string;
  /**
   * The most memory. Default: 100Mi.
   */
  memoryLimit?: Quantity;
  /**
   * Memory to request. Default: 100Mi.
   */
  memoryRequest?: Quantity;
}
/**
 * The addon that drains nodes before AWS ends them.
 */
export interface NodeTerminationHandler {
  /**
   * CPU to request. Default: 50m.
   */
  cpuRequest?: Quantity;
  /**
   * Drops messages about machines that are no nodes. Default: false.
   */
  deleteSQSMsgIfNodeNotFound?: boolean;
  /**
   * Taints nodes that went out of service. Default: false.
   */
  enableOutOfServiceTaint?: boolean;
  /**
   * Drains nodes that AWS advises to replace. Default: false.
   */
  enableRebalanceDraining?: boolean;
  /**
   * Marks nodes that AWS advises to replace. Default: false.
   */
  enableRebalanceMonitoring?: boolean;
  /**
   * Takes events from a queue in place of the node's metadata. Default: true.
   */
  enableSQSTerminationDraining?: boolean;
  /**
   * Drains before maintenance by AWS. Default: true.
   */
  enableScheduledEventDraining?: boolean;
  /**
   * Drains before a spot machine is taken. Default: true.
   */
  enableSpotInterruptionDraining?: boolean;
  /**
   * Whether it runs. Default: true.
   */
  enabled?: boolean;
  /**
   * Takes nodes out of load balancers before they are drained. Default: true.
   */
  excludeFromLoadBalancers?: boolean;
  /**
   * The tag of the groups that it looks after. Default: `aws-node-termination-handler/managed`.
   */
  managedASGTag?: string;
  /**
   * The most memory.
   */
  memoryLimit?: Quantity;
  /**
   * Memory to request. Default: 64Mi.
   */
  memoryRequest?: Quantity;
  /**
   * Seconds that pods get to end. Default: -1, as many as each asks for.
   */
  podTerminationGracePeriod?: number;
  /**
   * Serves metrics. Default: false.
   */
  prometheusEnable?: boolean;
  /**
   * Taints nodes that will end. Default: false.
   */
  taintNode?: boolean;
  /**
   * Its version.
   */
  version?: string;
  /**
   * The text that is sent to the webhook.
   */
  webhookTemplate?: string;
  /**
   * Where to send a text when a node is drained.
   */
  webhookURL?: string;
}
/**
 * Plugins of nodes.
 */
export interface Nri {
  /**
   * Whether plugins are used.
   */
  enabled?: boolean;
  /**
   * How long a plugin may take to register.
   */
  pluginRegistrationTimeout?: Duration;
  /**
   * How long a plugin may take to answer.
   */
  pluginRequestTimeout?: Duration;
}
/**
 * How nodes set their clocks.
 */
export interface Ntp {
  /**
   * Whether nodes are set up with Amazon's time server. Default: true.
   */
  managed?: boolean;
}
/**
 * GPUs of NVIDIA.
 */
export interface NvidiaGpu {
  /**
   * Metrics of GPUs.
   */
  dcgmExporter?: DcgmExporter;
  /**
   * Whether the driver is installed.
   */
  enabled?: boolean;
  /**
   * The image of the device plugin.
   */
  image?: string;
  /**
   * The driver's package.
   */
  package?: string;
}
/**
 * What every object has beside its spec.
 */
export interface ObjectMeta {
  /**
   * Notes for people and tools.
   */
  annotations?: {
    [k: string]: string;
  };
  /**
   * When it was made, as RFC 3339; null in what kops itself writes.
   */
  creationTimestamp?: string | null;
  /**
   * What must be done before it may go.
   */
  finalizers?: string[];
  /**
   * How often its spec was changed.
   */
  generation?: number;
  /**
   * Labels; `kops.k8s.io/cluster` names the cluster of a group.
   */
  labels?: {
    [k: string]: string;
  };
  /**
   * What a Kubernetes API keeps beside that: owners, finalizers, managed fields.
   */
  managedFields?: {
    [k: string]: unknown;
  };
  /**
   * The object's name: of a cluster its DNS name.
   */
  name: string;
  /**
   * Not used by kops.
   */
  namespace?: string;
  /**
   * What it belongs to.
   */
  ownerReferences?: {
    [k: string]: unknown;
  };
  /**
   * The version that a Kubernetes API gave it.
   */
  resourceVersion?: string;
  /**
   * The id that a Kubernetes API gave it.
   */
  uid?: string;
}
/**
 * An object of the spec by kind and name, shown as `InstanceGroup/nodes`.
 */
export interface ObjectRef {
  /**
   * `Cluster`, `InstanceGroup`, …
   */
  kind: string;
  /**
   * `metadata.name`.
   */
  name: string;
}
/**
 * A resource as the cloud has it. All its references are cloud ids.
 */
export interface Observed {
  /**
   * It is on its way out and counts as gone for those who want to make it, but not for what it still uses.
   */
  deleting: boolean;
  /**
   * Its id.
   */
  id: CloudId;
  /**
   * What the cloud assigned to it, `Output::Id` among it.
   */
  outputs: {
    [k: string]: string;
  };
  /**
   * Its fields, as far as the cloud gives them back.
   */
  resource: Resource;
}
/**
 * Something that is in a network of the cluster's and is not one of its resources: an instance, a network interface, something of another cluster. AWS deletes no network that something is in.
 */
export interface Occupant {
  /**
   * Its id.
   */
  id: CloudId;
  /**
   * The cluster that owns it by its tags.
   */
  owner: string | null;
  /**
   * The resource of the snapshot with which it goes: the group of an instance, the load balancer of an interface.
   */
  part_of: CloudId | null;
  /**
   * The VPC, subnets and security groups that it is in.
   */
  uses: CloudId[];
  /**
   * What it is: `instance`, `network interface`, `network load balancer`.
   */
  what: string;
}
/**
 * An OIDC provider. Its identity is the URL.
 */
export interface OidcProvider {
  /**
   * The audiences.
   */
  client_ids: string[];
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
  /**
   * SHA-1 thumbprints of the certificates.
   */
  thumbprints: string[];
  /**
   * The issuer, with `https://`.
   */
  url: string;
}
/**
 * Why a resource is in the graph and where its fields come from.
 */
export interface Origin {
  /**
   * The fields of the spec that fields of the resource come from, where that is not `path`.
   */
  fields?: {
    [k: string]: SpecPath;
  };
  /**
   * The field of the spec that asked for it.
   */
  path?: SpecPath;
  /**
   * What it is for, in a few words: `lets nodes in private subnets reach the internet`.
   */
  reason: string;
}
/**
 * What came of a step.
 */
export interface Outcome {
  /**
   * What the cloud assigned: after a creation or an update everything that others may refer to, after a deletion nothing.
   */
  outputs: {
    [k: string]: string;
  };
}
/**
 * It exists, it is used, and it is never changed or deleted. It must match what the graph says of it; a field at its default says nothing.
 */
export interface SharedOwnership {
  shared: CloudId;
}
/**
 * Where archives of a component are.
 */
export interface Packages {
  /**
   * SHA-256 of the archive for amd64.
   */
  hashAmd64?: string;
  /**
   * SHA-256 of the archive for arm64.
   */
  hashArm64?: string;
  /**
   * Where the archive for amd64 is.
   */
  urlAmd64?: string;
  /**
   * Where the archive for arm64 is.
   */
  urlArm64?: string;
}
/**
 * An output of a resource.
 */
export interface OutputPart {
  /**
   * The output.
   */
  output: Output;
  /**
   * The resource.
   */
  ref: ResourceId;
}
/**
 * A text with references, to be encoded once it is known.
 */
export interface EncodedPart {
  /**
   * How it is encoded.
   */
  encoding: Encoding;
  /**
   * What is encoded.
   */
  text: Text;
}
/**
 * An IPv4 range.
 */
export interface Ipv4Peer {
  ipv4: string;
}
/**
 * An IPv6 range.
 */
export interface Ipv6Peer {
  ipv6: string;
}
/**
 * A prefix list: `pl-…`.
 */
export interface PrefixListPeer {
  "prefix-list": string;
}
/**
 * The members of a security group.
 */
export interface GroupPeer {
  group: Ref;
}
/**
 * Where a scalar stands in a document, which decides how it is folded.
 */
export interface Place {
  /**
   * The column at which it begins, from 0.
   */
  column: number;
  /**
   * The indent of further lines.
   */
  indent: number;
}
/**
 * Everything that would change. Plain data: it can be stored, shown, compared and applied later.
 */
export interface Plan {
  /**
   * The number of the AWS account; empty where it was not known.
   */
  account: string;
  /**
   * What is known of resources that exist, for steps that refer to them.
   */
  bindings: {
    [k: string]: {
      [k: string]: string;
    };
  };
  /**
   * The number of calls that observing took, by operation.
   */
  calls: {
    [k: string]: number;
  };
  /**
   * The cluster's full name.
   */
  cluster: string;
  /**
   * The hash of the plan, 64 hexadecimal digits. A plan that has another hash is refused.
   */
  hash: string;
  /**
   * What is the cluster's, no longer wanted, and kept until the user asks for its deletion.
   */
  kept: Retained[];
  /**
   * What the user would want to know: advice, and differences in shared things.
   */
  notes: string[];
  /**
   * What the user allowed it to do.
   */
  options: PlanOptions;
  /**
   * Tags that the spec puts on everything, of those by which controllers mark what they make. They mark nothing here.
   */
  own_marks?: string[];
  /**
   * The AWS region.
   */
  region: string;
  /**
   * The instance groups whose machines keep what they have until they are replaced, sorted by name.
   */
  rolling_updates?: RollingUpdate[];
  /**
   * Shared things that are used and left alone.
   */
  shared: Shared[];
  /**
   * The steps, each after what it needs.
   */
  steps: Step[];
  /**
   * The number of resources that are as they should be.
   */
  unchanged: number;
}
/**
 * A plan with steps that are not allowed.
 */
export interface PlanNotAllowedFields {
  /**
   * Each rule that is broken.
   */
  violations: Violation[];
}
/**
 * What the user lets a plan do. The default deletes only what the next apply could make again.
 */
export interface PlanOptions {
  /**
   * Dangerous steps that the user allows: a resource as plans name it (`volume/a.etcd-main.demo`), its cloud id, or `*`.
   */
  allow: string[];
  /**
   * The whole cluster goes, with everything that it owns: networks, volumes, and what its controllers made.
   */
  delete_cluster: boolean;
  /**
   * Also delete what the cluster owns and no longer wants although something may run on it.
   */
  prune: boolean;
}
/**
 * One problem that keeps a plan from being made.
 */
export interface PlanProblem {
  /**
   * What kind of problem it is.
   */
  error: PlanProblemKind;
  /**
   * What the user can do.
   */
  help: string | null;
  /**
   * Where the user wrote that field.
   */
  location: Location | null;
  /**
   * One sentence in lower case.
   */
  message: string;
  /**
   * The field of the spec that asks for it.
   */
  path: SpecPath | null;
  /**
   * The resource that it is about.
   */
  resource: ResourceId | null;
}
/**
 * A plan whose account changed since it was made.
 */
export interface PlanStaleFields {
  /**
   * What changed.
   */
  moved: Drift[];
}
/**
 * A plan that is for another account or region.
 */
export interface PlanTargetMismatchFields {
  /**
   * Where the engine works.
   */
  found: Target;
  /**
   * What the plan is for.
   */
  planned: Target;
}
/**
 * Why no plan can be made.
 */
export interface PlanningFailedFields {
  /**
   * Everything that stands in the way.
   */
  errors: PlanProblem[];
}
/**
 * The addon that gives pods the role of their service account.
 */
export interface PodIdentityWebhook {
  /**
   * Whether it runs. Default: false.
   */
  enabled?: boolean;
  /**
   * How many replicas. Default: 2.
   */
  replicas?: number;
}
/**
 * A file whose SHA-256 is looked up where it is published: at each of its URLs with `.sha256` added.
 */
export interface PublishedFile {
  /**
   * Where nodes get it, best first: its mirrors, or the cluster's own file repository.
   */
  places: string[];
  /**
   * The URL that names it.
   */
  url: string;
}
/**
 * Always.
 */
export interface AlwaysPutMode {
  when: "always";
}
/**
 * Only where nothing is there.
 */
export interface MissingPutMode {
  when: "missing";
}
/**
 * Only where this version is there.
 */
export interface UnchangedPutMode {
  /**
   * The version.
   */
  version: Version;
  when: "unchanged";
}
/**
 * An SQS queue. Its identity is the name.
 */
export interface Queue {
  /**
   * The name, at most 75 characters here.
   */
  name: string;
  /**
   * Who may send; compared by meaning.
   */
  policy: {
    [k: string]: unknown;
  };
  /**
   * Seconds that a message is kept.
   */
  retention_seconds: number;
  /**
   * Tags. Reading them back takes a call for each queue, so later differences are left alone, as kops does.
   */
  tags: {
    [k: string]: string;
  };
}
/**
 * A range of whole numbers.
 */
export interface Range {
  /**
   * The most.
   */
  max?: number;
  /**
   * The least.
   */
  min?: number;
}
/**
 * Not yet; the text says what it waits for.
 */
export interface PendingReadiness {
  pending: string;
}
/**
 * It will never be; the text says why.
 */
export interface FailedReadiness {
  failed: string;
}
/**
 * What is recommended for a range of versions.
 */
export interface RecommendedRelease {
  /**
   * Of a release of kops: the version of Kubernetes of new clusters.
   */
  kubernetesVersion?: string | null;
  /**
   * The versions that it is about: `>=1.34.0 <1.35.0`; empty for all.
   */
  range?: string;
  /**
   * The version to upgrade to.
   */
  recommendedVersion?: string | null;
  /**
   * The oldest version that may be used.
   */
  requiredVersion?: string | null;
}
/**
 * What the cloud will assign, or has assigned, to a resource of the graph.
 */
export interface ResourceRef {
  /**
   * Which of the things assigned to it.
   */
  output: Output;
  /**
   * The resource.
   */
  ref: ResourceId;
}
/**
 * How far a plan was applied. Every step is in exactly one of the lists.
 */
export interface Report {
  /**
   * The run was cancelled.
   */
  cancelled: boolean;
  /**
   * Steps that are done, in the order in which they finished.
   */
  done: StepId[];
  /**
   * Steps that failed, and why.
   */
  failed: StepFailure[];
  /**
   * Steps that were in flight when the run was cancelled: they may or may not have taken effect.
   */
  inFlight: StepId[];
  /**
   * Steps that were not started, because a step that they depend on failed or because the run was cancelled.
   */
  notStarted: StepId[];
  /**
   * What AWS assigned to each resource that the run created or changed.
   */
  outputs: {
    [k: string]: {
      [k: string]: string;
    };
  };
}
/**
 * VPC
 */
export interface VpcResource {
  fields: Vpc;
  kind: "vpc";
}
/**
 * VPC CIDR block
 */
export interface VpcCidrBlockResource {
  fields: VpcCidrBlock;
  kind: "vpc-cidr-block";
}
/**
 * DHCP options
 */
export interface DhcpOptionsResource {
  fields: DhcpOptions;
  kind: "dhcp-options";
}
/**
 * DHCP options association
 */
export interface DhcpOptionsAssociationResource {
  fields: DhcpOptionsAssociation;
  kind: "dhcp-options-association";
}
/**
 * internet gateway
 */
export interface InternetGatewayResource {
  fields: InternetGateway;
  kind: "internet-gateway";
}
/**
 * egress-only internet gateway
 */
export interface EgressOnlyInternetGatewayResource {
  fields: EgressOnlyInternetGateway;
  kind: "egress-only-internet-gateway";
}
/**
 * subnet
 */
export interface SubnetResource {
  fields: Subnet;
  kind: "subnet";
}
/**
 * route table
 */
export interface RouteTableResource {
  fields: RouteTable;
  kind: "route-table";
}
/**
 * route table association
 */
export interface RouteTableAssociationResource {
  fields: RouteTableAssociation;
  kind: "route-table-association";
}
/**
 * route
 */
export interface RouteResource {
  fields: Route;
  kind: "route";
}
/**
 * elastic IP
 */
export interface ElasticIpResource {
  fields: ElasticIp;
  kind: "elastic-ip";
}
/**
 * NAT gateway
 */
export interface NatGatewayResource {
  fields: NatGateway;
  kind: "nat-gateway";
}
/**
 * security group
 */
export interface SecurityGroupResource {
  fields: SecurityGroup;
  kind: "security-group";
}
/**
 * security group rule
 */
export interface SecurityGroupRuleResource {
  fields: SecurityGroupRule;
  kind: "security-group-rule";
}
/**
 * key pair
 */
export interface KeyPairResource {
  fields: KeyPair;
  kind: "key-pair";
}
/**
 * IAM role
 */
export interface IamRoleResource {
  fields: Role;
  kind: "iam-role";
}
/**
 * IAM role policy
 */
export interface IamRolePolicyResource {
  fields: RolePolicy;
  kind: "iam-role-policy";
}
/**
 * IAM role policy attachment
 */
export interface IamRolePolicyAttachmentResource {
  fields: RolePolicyAttachment;
  kind: "iam-role-policy-attachment";
}
/**
 * IAM instance profile
 */
export interface IamInstanceProfileResource {
  fields: InstanceProfile;
  kind: "iam-instance-profile";
}
/**
 * IAM OIDC provider
 */
export interface IamOidcProviderResource {
  fields: OidcProvider;
  kind: "iam-oidc-provider";
}
/**
 * EBS volume
 */
export interface VolumeResource {
  fields: Volume;
  kind: "volume";
}
/**
 * classic load balancer
 */
export interface ClassicLoadBalancerResource {
  fields: ClassicLoadBalancer;
  kind: "classic-load-balancer";
}
/**
 * network load balancer
 */
export interface NetworkLoadBalancerResource {
  fields: NetworkLoadBalancer;
  kind: "network-load-balancer";
}
/**
 * target group
 */
export interface TargetGroupResource {
  fields: TargetGroup;
  kind: "target-group";
}
/**
 * listener
 */
export interface ListenerResource {
  fields: Listener;
  kind: "listener";
}
/**
 * launch template
 */
export interface LaunchTemplateResource {
  fields: LaunchTemplate;
  kind: "launch-template";
}
/**
 * autoscaling group
 */
export interface AutoscalingGroupResource {
  fields: AutoscalingGroup;
  kind: "autoscaling-group";
}
/**
 * warm pool
 */
export interface WarmPoolResource {
  fields: WarmPool;
  kind: "warm-pool";
}
/**
 * lifecycle hook
 */
export interface LifecycleHookResource {
  fields: LifecycleHook;
  kind: "lifecycle-hook";
}
/**
 * hosted zone association
 */
export interface DnsZoneAssociationResource {
  fields: DnsZoneAssociation;
  kind: "dns-zone-association";
}
/**
 * DNS record
 */
export interface DnsRecordResource {
  fields: DnsRecord;
  kind: "dns-record";
}
/**
 * SQS queue
 */
export interface SqsQueueResource {
  fields: Queue;
  kind: "sqs-queue";
}
/**
 * EventBridge rule
 */
export interface EventRuleResource {
  fields: EventRule;
  kind: "event-rule";
}
/**
 * EventBridge target
 */
export interface EventTargetResource {
  fields: EventTarget;
  kind: "event-target";
}
/**
 * state store object
 */
export interface ManagedFileResource {
  fields: ManagedFile;
  kind: "managed-file";
}
/**
 * keyset
 */
export interface KeysetResource {
  fields: Keyset;
  kind: "keyset";
}
/**
 * secret
 */
export interface SecretResource {
  fields: Secret;
  kind: "secret";
}
/**
 * Something that the cluster owns and no longer wants.
 */
export interface Retained {
  /**
   * Its id.
   */
  id: CloudId;
  /**
   * What it is.
   */
  resource: ResourceId;
  /**
   * What would delete it: `--prune`, or allowing it by name.
   */
  until: string;
}
/**
 * An IAM role. Its identity is the name.
 */
export interface Role {
  /**
   * The trust policy; compared by meaning.
   */
  assume_role_policy: {
    [k: string]: unknown;
  };
  /**
   * The name, at most 64 characters.
   */
  name: string;
  /**
   * The ARN of the permissions boundary.
   */
  permissions_boundary?: string;
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
}
/**
 * An inline policy of a role. Its identity is the role and the name.
 */
export interface RolePolicy {
  /**
   * The name of the policy.
   */
  name: string;
  /**
   * The policy; compared by meaning. At most 10,240 characters without white space.
   */
  policy: {
    [k: string]: unknown;
  };
  /**
   * The role, by name.
   */
  role: Ref;
}
/**
 * A managed policy attached to a role. Its identity is the role and the policy.
 */
export interface RolePolicyAttachment {
  /**
   * The ARN of the policy.
   */
  policy_arn: string;
  /**
   * The role, by name.
   */
  role: Ref;
}
/**
 * An instance group whose machines have to be replaced before they are what the spec says: a rolling update does it.
 */
export interface RollingUpdate {
  /**
   * The changed fields of the spec that are the cause, sorted. Empty where nothing in the spec is: a newer release of kops, or a key that was rotated.
   */
  causes: SourceRef[];
  /**
   * The name of the group.
   */
  group: string;
}
/**
 * How nodes are replaced.
 */
export interface RollingUpdateSpec {
  /**
   * Whether a node is drained and ended, not only marked. Default: true.
   */
  drainAndTerminate?: boolean;
  /**
   * How many nodes, or what share (`10%`), may be added at a time. Default: 1; 0 for groups of Karpenter.
   */
  maxSurge?: IntOrString;
  /**
   * How many nodes, or what share (`10%`), may be missing at a time. Default: 1, or 0 with a surge.
   */
  maxUnavailable?: IntOrString;
}
/**
 * A route. Its identity is the table and the destination.
 */
export interface Route {
  /**
   * The destination, an IPv4 or IPv6 range.
   */
  destination: string;
  /**
   * The table.
   */
  route_table: Ref;
  /**
   * Where packets go.
   */
  target: RouteTarget;
}
/**
 * A route that is added to a subnet's table.
 */
export interface RouteSpec {
  /**
   * Where it leads.
   */
  cidr?: string;
  /**
   * What it goes through: `pcx-…`, `i-…`, `nat-…`, `tgw-…`, `igw-…`, `eigw-…`.
   */
  target?: string;
}
/**
 * A route table. Its identity is the tag `Name` among the cluster's tables.
 */
export interface RouteTable {
  /**
   * Tags, among them `kubernetes.io/kops/role`.
   */
  tags: {
    [k: string]: string;
  };
  /**
   * The VPC.
   */
  vpc: Ref;
}
/**
 * Which table a subnet uses. Its identity is the subnet.
 */
export interface RouteTableAssociation {
  /**
   * The table.
   */
  route_table: Ref;
  /**
   * The subnet.
   */
  subnet: Ref;
}
/**
 * A route table that exists.
 */
export interface RouteTableFacts {
  /**
   * The subnets associated with it.
   */
  subnets?: string[];
  /**
   * The VPC it is in.
   */
  vpc?: string;
}
/**
 * An internet gateway.
 */
export interface InternetGatewayRouteTarget {
  "internet-gateway": Ref;
}
/**
 * An egress-only internet gateway.
 */
export interface EgressOnlyInternetGatewayRouteTarget {
  "egress-only-internet-gateway": Ref;
}
/**
 * A NAT gateway.
 */
export interface NatGatewayRouteTarget {
  "nat-gateway": Ref;
}
/**
 * A transit gateway.
 */
export interface TransitGatewayRouteTarget {
  "transit-gateway": Ref;
}
/**
 * An instance.
 */
export interface InstanceRouteTarget {
  instance: Ref;
}
/**
 * A peering connection.
 */
export interface PeeringConnectionRouteTarget {
  "peering-connection": Ref;
}
/**
 * runc.
 */
export interface Runc {
  /**
   * Where it is, and the hash.
   */
  packages?: Packages;
  /**
   * Its version.
   */
  version?: string;
}
/**
 * A public SSH key that may log in to nodes.
 */
export interface SSHCredential {
  /**
   * The version of the format.
   */
  apiVersion?: "kops.k8s.io/v1alpha2" | "kops/v1alpha2";
  /**
   * What the object is.
   */
  kind?: "SSHCredential";
  /**
   * Its name, labels and annotations.
   */
  metadata: ObjectMeta;
  /**
   * What the user wants of it.
   */
  spec: SSHCredentialSpec;
}
/**
 * A public SSH key.
 */
export interface SSHCredentialSpec {
  /**
   * The key as OpenSSH writes it.
   */
  publicKey?: string;
}
/**
 * Which resources belong to a cluster: what `Cloud::observe` reads.
 * Beside what the fields name, a snapshot has what belongs to it: routes and associations of tables, associations of subnets, rules of security groups, policies and attachments of roles, listeners, warm pools, hooks, targets of rules; and of each VPC the gateways that are attached to it, its further ranges, and its DHCP options' association.
 */
export interface Scope {
  /**
   * The cluster's full name: everything tagged `KubernetesCluster=<name>` or `kubernetes.io/cluster/<name>`.
   */
  cluster: string;
  /**
   * Further resources by id, regardless of their owner: the shared ones, and the VPC whose gateways and tables matter.
   */
  ids: {
    [k: string]: CloudId[];
  };
  /**
   * Names of resources that AWS finds by name only: roles, profiles, groups, templates, hooks, rules, queues, key pairs; of associations with hosted zones the zone.
   */
  names: {
    [k: string]: string[];
  };
  /**
   * Look also for `Snapshot::occupants`, which only matter where networks are deleted.
   */
  occupants: boolean;
  /**
   * Records of Route 53 by zone id: the names that may belong to the cluster.
   */
  records: {
    [k: string]: string[];
  };
}
/**
 * A random token. An update makes one that is missing, and leaves one that exists as it is.
 */
export interface Secret {
  /**
   * The name: `kube-proxy`.
   */
  name: string;
}
/**
 * A secret that cannot be read or stored.
 */
export interface SecretErrorFields {
  /**
   * What is wrong with it.
   */
  kind: SecretErrorKind;
  /**
   * The name of the secret.
   */
  secret: string;
}
/**
 * A security group. Its identity is the VPC and the name.
 */
export interface SecurityGroup {
  /**
   * The description, which AWS never changes.
   */
  description?: string;
  /**
   * The name.
   */
  name: string;
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
  /**
   * The VPC.
   */
  vpc: Ref;
}
/**
 * One permission of a security group. Its identity is all of it but the tags.
 */
export interface SecurityGroupRule {
  /**
   * In or out.
   */
  direction: Direction;
  /**
   * The first port, or the ICMP type, -1 for every type; unset for a protocol that has neither.
   */
  from_port?: number;
  /**
   * The group that has the rule.
   */
  group: Ref;
  /**
   * The other side.
   */
  peer: Peer;
  /**
   * `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for all.
   */
  protocol: string;
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
  /**
   * The last port, or the ICMP code, -1 for every code; unset for a protocol that has neither.
   */
  to_port?: number;
}
/**
 * Where the keys of service accounts are published.
 */
export interface ServiceAccountIssuerDiscovery {
  /**
   * Further audiences that the OIDC provider accepts.
   */
  additionalAudiences?: string[];
  /**
   * A server that publishes the documents.
   */
  discoveryService?: DiscoveryService;
  /**
   * The public place of the discovery documents: `s3://bucket/path`.
   */
  discoveryStore?: string;
  /**
   * Makes an OIDC provider in IAM, so that pods can have roles.
   */
  enableAWSOIDCProvider?: boolean;
}
/**
 * The AWS permissions of a service account.
 */
export interface ServiceAccountPermission {
  /**
   * What it may do in AWS: one of both.
   */
  aws?: AwsPermission;
  /**
   * The service account.
   */
  name?: string;
  /**
   * Its namespace.
   */
  namespace?: string;
}
/**
 * Something that others own and the cluster uses.
 */
export interface Shared {
  /**
   * Its id.
   */
  id: CloudId;
  /**
   * What it is used for.
   */
  reason: string;
  /**
   * What the graph calls it.
   */
  resource: ResourceId;
  /**
   * Where the spec names it.
   */
  source: SourceRef | null;
}
/**
 * What an account holds of a cluster at one moment.
 */
export interface Snapshot {
  /**
   * The number of calls that it took, by operation: `DescribeSubnets`.
   */
  calls: {
    [k: string]: number;
  };
  /**
   * What else is in the VPCs, subnets and security groups among the resources, where the scope asks for it.
   */
  occupants?: Occupant[];
  /**
   * The resources, in the order of `Kind` and id.
   */
  resources: Observed[];
}
/**
 * The addon that takes snapshots of volumes.
 */
export interface SnapshotController {
  /**
   * Whether it runs. Default: false.
   */
  enabled?: boolean;
  /**
   * Makes a default snapshot class.
   */
  installDefaultClass?: boolean;
}
/**
 * A field of the spec and where the user wrote it, or the nearest thing that the user wrote.
 */
export interface SourceRef {
  /**
   * The place.
   */
  location: Location | null;
  /**
   * The field.
   */
  path: SpecPath;
}
/**
 * A field of the spec, shown as `InstanceGroup/nodes spec.minSize`.
 * Field names are v1alpha2's, list entries are `[0]`, keys that are not plain words are quoted: `spec.cloudLabels["a.b/c"]`.
 */
export interface SpecPath {
  /**
   * The field inside it.
   */
  field: string;
  /**
   * `Cluster`, `InstanceGroup`, …
   */
  kind: string;
  /**
   * `metadata.name`.
   */
  name: string;
}
/**
 * Spot instances without a mixed instances policy.
 */
export interface SpotOptions {
  /**
   * Minutes that the instance is wanted for.
   */
  duration_minutes?: number;
  /**
   * `terminate`, `stop` or `hibernate`.
   */
  interruption_behavior?: string;
  /**
   * The most that an hour may cost, in dollars, as text; unset for the on-demand price.
   */
  max_price?: string;
}
/**
 * A state store that failed.
 */
export interface StateErrorFields {
  /**
   * The object that it is about.
   */
  key: string | null;
  /**
   * What kind of failure it was.
   */
  kind: StateErrorKind;
  /**
   * The same call may succeed later.
   */
  retryable: boolean;
}
/**
 * One act.
 */
export interface Step {
  /**
   * What is done.
   */
  action: Action;
  /**
   * Steps that must be done first.
   */
  depends_on: StepId[];
  /**
   * What users of the cluster may notice.
   */
  disruption: Disruption;
  /**
   * Its number.
   */
  id: StepId;
  /**
   * Why, in a few words.
   */
  reason: string;
  /**
   * What it is about.
   */
  resource: ResourceId;
  /**
   * The field of the spec that caused it, and where the user wrote it.
   */
  source: SourceRef | null;
}
/**
 * A step that failed although no call did.
 */
export interface StepFailedFields {
  /**
   * What kind of failure it was.
   */
  kind: StepFailedKind;
  /**
   * The resource that the step is about.
   */
  resource: ResourceId;
}
/**
 * A step that failed.
 */
export interface StepFailure {
  /**
   * Why it failed.
   */
  error: ErrorData;
  /**
   * The resource that the step is about.
   */
  resource: ResourceId;
  /**
   * The step.
   */
  step: StepId;
}
/**
 * A subnet. Its identity is the tag `Name` among the cluster's subnets, or its id where it is shared.
 */
export interface Subnet {
  /**
   * Instances get an IPv6 address when they start.
   */
  assign_ipv6?: boolean;
  /**
   * The IPv4 range; unset for an IPv6-only subnet.
   */
  cidr?: string;
  /**
   * The DNS server makes IPv6 addresses for hosts that have IPv4 only (DNS64).
   */
  dns64?: boolean;
  /**
   * `ip-name` or `resource-name`: what host names are made of.
   */
  hostname_type?: string;
  /**
   * The IPv6 range, or `/64#1`: the second /64 of the VPC's range. A subnet that has none can get one, which stays.
   */
  ipv6_cidr?: string;
  /**
   * The VPC whose IPv6 range `/64#N` counts in: known once the VPC has one.
   */
  ipv6_cidr_of?: Ref;
  /**
   * Resource names answer A queries.
   */
  resource_name_a?: boolean;
  /**
   * Resource names answer AAAA queries.
   */
  resource_name_aaaa?: boolean;
  /**
   * Tags; unset where they must be left alone (`DisableSubnetTags`).
   */
  tags?: {
    [k: string]: string;
  };
  /**
   * The VPC.
   */
  vpc: Ref;
  /**
   * The availability zone.
   */
  zone?: string;
}
/**
 * A subnet that exists.
 */
export interface SubnetFacts {
  /**
   * Its IPv4 range; empty for an IPv6-only subnet.
   */
  cidr?: string;
  /**
   * Its IPv6 range.
   */
  ipv6Cidr?: string | null;
  /**
   * Its tags.
   */
  tags?: {
    [k: string]: string;
  };
  /**
   * The VPC it is in.
   */
  vpc?: string;
  /**
   * Its availability zone.
   */
  zone?: string;
}
/**
 * A subnet of a network load balancer.
 */
export interface SubnetMapping {
  /**
   * The elastic IP to use, `eipalloc-…`.
   */
  allocation_id?: string;
  /**
   * The address to use in an internal load balancer.
   */
  private_ipv4?: string;
  /**
   * The subnet.
   */
  subnet: Ref;
}
/**
 * A subnet of the VPC that groups may use.
 */
export interface SubnetSpec {
  /**
   * Further routes of its route table.
   */
  additionalRoutes?: RouteSpec[];
  /**
   * Its IPv4 range. Default: carved from `networkCIDR`, or the range of a subnet that exists.
   */
  cidr?: string;
  /**
   * What leads out: `nat-…`, `eipalloc-…`, `i-…`, `tgw-…`, or `External`. Default: a NAT gateway of the zone for private subnets.
   */
  egress?: string;
  /**
   * The id of a subnet that exists and is shared. Unset: the cluster makes its own.
   */
  id?: string;
  /**
   * Its IPv6 range, or `/64#1`: the second range of that size in the VPC's.
   */
  ipv6CIDR?: string;
  /**
   * Its name in this spec, unique.
   */
  name?: string;
  /**
   * The elastic address of the NAT gateway that is made for it.
   */
  publicIP?: string;
  /**
   * Not for AWS: the region of a subnet that spans zones.
   */
  region?: string;
  /**
   * What can be reached from it and what can reach it. Default: `Public`.
   */
  type?: SubnetType;
  /**
   * Its availability zone, `us-east-2a`, or local zone.
   */
  zone?: string;
}
/**
 * An account and a region.
 */
export interface Target {
  /**
   * The number of the account; empty where it is not known.
   */
  account: string;
  /**
   * The region.
   */
  region: string;
}
/**
 * A target group. Its identity is the tag `Name`.
 */
export interface TargetGroup {
  /**
   * Whether connections are cut when that time is over.
   */
  connection_termination: boolean;
  /**
   * Seconds that connections get to finish when a target leaves.
   */
  deregistration_delay: number;
  /**
   * The health check.
   */
  health_check: HealthCheck;
  /**
   * Its name, at most 32 characters.
   */
  name: string;
  /**
   * The port on the targets.
   */
  port: number;
  /**
   * `TCP` or `TLS`.
   */
  protocol: string;
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
  /**
   * The VPC.
   */
  vpc: Ref;
}
/**
 * Settings of rendered Terraform.
 */
export interface TargetSpec {
  /**
   * What is added to the rendered providers.
   */
  terraform?: Terraform;
}
/**
 * What is added to the rendered providers.
 */
export interface Terraform {
  /**
   * Arguments added to the provider of files.
   */
  filesProviderExtraConfig?: {
    [k: string]: string;
  };
  /**
   * Arguments added to the provider of resources.
   */
  providerExtraConfig?: {
    [k: string]: string;
  };
}
/**
 * The parts of any other one.
 */
export interface TextParts {
  text: Part[];
}
/**
 * A taint that a pod tolerates.
 */
export interface Toleration {
  /**
   * The taint's effect; empty for all.
   */
  effect?: string;
  /**
   * The taint's key; empty for all.
   */
  key?: string;
  /**
   * How the value is compared: `Exists` or `Equal`. Default: `Equal`.
   */
  operator?: string;
  /**
   * Seconds that a `NoExecute` taint is tolerated.
   */
  tolerationSeconds?: number;
  /**
   * The taint's value.
   */
  value?: string;
}
/**
 * How the cluster is reached.
 */
export interface Topology {
  /**
   * The bastion's name and load balancer.
   */
  bastion?: Bastion;
  /**
   * How names are published.
   */
  dns?: Dns;
  /**
   * Retired. The network of control planes, which subnets decide now.
   */
  masters?: string;
  /**
   * Retired. The network of nodes, which subnets decide now.
   */
  nodes?: string;
}
/**
 * An upgrade as data.
 */
export interface Upgrade {
  /**
   * The changes, those of the cluster first.
   */
  changes: UpgradeChange[];
  /**
   * Why something is left as it is.
   */
  notes: string[];
  /**
   * The spec with the changes, as one YAML text.
   */
  spec: string;
}
/**
 * A change of a field.
 */
export interface UpgradeChange {
  /**
   * The field: `spec.kubernetesVersion` of the cluster, `spec.image` of an instance group.
   */
  field: SpecPath;
  /**
   * What it will be.
   */
  new: string;
  /**
   * What it is; null where it is not set.
   */
  old: string | null;
}
/**
 * A part of the user data.
 */
export interface UserData {
  /**
   * Its content.
   */
  content?: string;
  /**
   * Its file name.
   */
  name?: string;
  /**
   * Its MIME type, `text/x-shellscript`.
   */
  type?: string;
}
/**
 * A step that a plan of this account would not have.
 */
export interface Violation {
  /**
   * Its id; null for one that is to be created.
   */
  id: CloudId | null;
  /**
   * One sentence in lower case.
   */
  message: string;
  /**
   * The resource.
   */
  resource: ResourceId;
  /**
   * The rule that is broken.
   */
  rule: ViolationRule;
  /**
   * The step; null for a resource that steps only refer to.
   */
  step: StepId | null;
}
/**
 * An EBS volume. Its identity is the tag `Name`.
 */
export interface Volume {
  /**
   * Whether it is encrypted.
   */
  encrypted: boolean;
  /**
   * Operations per second, where the type has them.
   */
  iops?: number;
  /**
   * The KMS key, where it is not the account's default.
   */
  kms_key?: string;
  /**
   * The size in GiB; can only grow.
   */
  size_gib: number;
  /**
   * Tags; etcd-manager finds its volumes by them.
   */
  tags: {
    [k: string]: string;
  };
  /**
   * MiB per second, where the type has it.
   */
  throughput?: number;
  /**
   * `gp3`, `io1`, …
   */
  volume_type: string;
  /**
   * The availability zone.
   */
  zone: string;
}
/**
 * A file system to make and mount.
 */
export interface VolumeMount {
  /**
   * The device that holds it.
   */
  device?: string;
  /**
   * Its kind: `ext4`, `xfs`.
   */
  filesystem?: string;
  /**
   * Options when it is made.
   */
  formatOptions?: string[];
  /**
   * Options when it is mounted.
   */
  mountOptions?: string[];
  /**
   * Where it is mounted.
   */
  path?: string;
}
/**
 * A volume beside the root volume.
 */
export interface VolumeSpec {
  /**
   * Whether it goes with the machine. Default: true.
   */
  deleteOnTermination?: boolean;
  /**
   * The device that it is attached as: `/dev/xvdd`.
   */
  device?: string;
  /**
   * Whether it is encrypted. Default: true.
   */
  encrypted?: boolean;
  /**
   * Operations per second. Default: 3000 for `gp3`, 100 for `io1` and `io2`.
   */
  iops?: number;
  /**
   * The key that encrypts it.
   */
  key?: string;
  /**
   * Its size in GiB.
   */
  size?: number;
  /**
   * Throughput of a `gp3` volume in MiB/s. Default: 125.
   */
  throughput?: number;
  /**
   * Its EBS type. Default: `gp3`.
   */
  type?: string;
}
/**
 * A VPC. Its identity is the tag `Name` among the cluster's VPCs, or its id where it is shared.
 */
export interface Vpc {
  /**
   * Whether a /56 of Amazon's IPv6 space is wanted (kops asks for it for every VPC that it makes).
   */
  amazon_ipv6?: boolean;
  /**
   * The primary IPv4 range.
   */
  cidr?: string;
  /**
   * Whether instances get public DNS host names.
   */
  dns_hostnames?: boolean;
  /**
   * Whether the Amazon DNS server answers.
   */
  dns_support?: boolean;
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
}
/**
 * A further IPv4 range of a VPC. Its identity is the VPC and the range.
 */
export interface VpcCidrBlock {
  /**
   * The range.
   */
  cidr: string;
  /**
   * The VPC.
   */
  vpc: Ref;
}
/**
 * A VPC that exists.
 */
export interface VpcFacts {
  /**
   * Further IPv4 ranges.
   */
  additionalCidrs?: string[];
  /**
   * Its primary IPv4 range.
   */
  cidr?: string;
  /**
   * Whether the Amazon DNS server answers in it.
   */
  dnsSupport?: boolean;
  /**
   * Its IPv6 ranges.
   */
  ipv6Cidrs?: string[];
  /**
   * Its tags.
   */
  tags?: {
    [k: string]: string;
  };
}
/**
 * The warm pool of a group. Its identity is the group.
 */
export interface WarmPool {
  /**
   * The group, by name.
   */
  group: Ref;
  /**
   * The most prepared and running instances; unset for the group's largest size.
   */
  max_prepared?: number;
  /**
   * The least number of prepared instances.
   */
  min_size: number;
}
/**
 * Stopped instances kept ready to join.
 */
export interface WarmPoolSpec {
  /**
   * Images to pull while an instance waits.
   */
  additionalImages?: string[];
  /**
   * Keeps an instance waiting until it has booted.
   */
  enableLifecycleHook?: boolean;
  /**
   * Seconds that AWS waits for an instance to boot. Default: 600.
   */
  lifecycleHookTimeout?: number;
  /**
   * The largest number of instances, in the pool and in service; 0 turns the pool off.
   */
  maxSize?: number;
  /**
   * The least number of instances in the pool. Default: 0.
   */
  minSize?: number;
}
/**
 * Objects that could not be stored.
 */
export interface WriteErrorFields {
  /**
   * What kind of failure it was.
   */
  kind: WriteErrorKind;
  /**
   * The objects that it is about.
   */
  objects: ObjectRef[];
}
