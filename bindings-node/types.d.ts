// Generated from kops-core/src/schema.json by `make types`. Do not edit.

/**
 * What is done to a resource. References inside may be symbolic: `Plan::bindings` and the outcomes of earlier steps resolve them.
 */
export type Action = CreateAction | UpdateAction | DeleteAction;
/**
 * What happens while addons are applied.
 */
export type AddonEvent =
  AppliedAddonEvent | PrunedAddonEvent | FailedAddonEvent | RetryingAddonEvent | WaitingAddonEvent | EndedAddonEvent;
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
 * How Cilium encrypts traffic.
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
 * The kind of hosted zone that holds the names of the API.
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
  | ApplySetIncompleteErrorData
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
 * - `not-ready`: It exists but cannot be used yet: made a moment ago, or not ready. Or it cannot be deleted yet: the NAT gateway that uses it is being deleted itself, which takes minutes.
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
export type Event =
  WaitingForLockEvent | StartedEvent | RetryingEvent | WaitingEvent | FinishedEvent | FailedEvent | EndedEvent;
/**
 * What came of asking for an eviction.
 */
export type Eviction = AcceptedEviction | BlockedEviction;
/**
 * The controller that publishes DNS names.
 * - `dns-controller`: dns-controller.
 * - `external-dns`: external-dns.
 * - `none`: Nothing.
 */
export type ExternalDnsProvider = "dns-controller" | "external-dns" | "none";
/**
 * What a failure is about.
 * - `dns`: The DNS name of the API.
 * - `InstanceGroup`: An instance group.
 * - `Machine`: An instance that is not a node.
 * - `Node`: A node.
 * - `Pod`: A pod.
 */
export type FailureKind = "dns" | "InstanceGroup" | "Machine" | "Node" | "Pod";
/**
 * How far a group came.
 * - `finished`: Every instance that had to be replaced is replaced.
 * - `failed`: It was given up.
 * - `unfinished`: The run ended while it was under way.
 * - `not-started`: Its turn did not come.
 */
export type GroupResult = "finished" | "failed" | "unfinished" | "not-started";
/**
 * What steps of a plan, and the rolling updates that it asks for, do to running instances and to users.
 */
export type Impact =
  | InPlaceImpact
  | NewInstancesImpact
  | RollsInstancesImpact
  | QuorumImpact
  | EndsConnectionsImpact
  | TerminatesInstancesImpact
  | ApiUnreachableImpact
  | LosesDataImpact;
/**
 * A change of one instance. Repeating one has no further effect.
 */
export type InstanceChange = DetachInstanceChange | DeregisterInstanceChange | TerminateInstanceChange;
/**
 * What the instances of a group do.
 * - `Master`: Run the control plane and etcd. Written as `Master`.
 * - `APIServer`: Run API servers beside the control plane.
 * - `Node`: Run pods.
 * - `Bastion`: Let people in by SSH.
 * - `ControlPlane`: The same as `Master`.
 */
export type InstanceGroupRole = "Master" | "APIServer" | "Node" | "Bastion" | "ControlPlane";
/**
 * What creates the instances of an instance group.
 * - `CloudGroup`: An autoscaling group.
 * - `Karpenter`: Karpenter.
 */
export type InstanceManager = "CloudGroup" | "Karpenter";
/**
 * Where an instance stands.
 * - `pending`: It is starting, or a lifecycle hook holds its start back.
 * - `in-service`: It is in service.
 * - `detached`: It was detached from its group, which has launched another in its place, and still runs.
 * - `warm-pool`: It is in the warm pool of its group.
 * - `terminating`: It is on its way out, or a lifecycle hook holds its end back.
 */
export type InstanceState = "pending" | "in-service" | "detached" | "warm-pool" | "terminating";
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
 * - `not-rolled-out`: Instances do not have the keys of the state store yet.
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
  | "invalid-key"
  | "not-rolled-out";
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
 * - `network-interface`: network interface
 * - `key-pair`: key pair
 * - `iam-role`: IAM role
 * - `iam-role-policy`: IAM role policy
 * - `iam-role-policy-attachment`: IAM role policy attachment
 * - `iam-instance-profile`: IAM instance profile
 * - `iam-oidc-provider`: IAM OIDC provider
 * - `volume`: EBS volume
 * - `volume-snapshot`: EBS snapshot
 * - `classic-load-balancer`: classic load balancer
 * - `network-load-balancer`: network load balancer
 * - `target-group`: target group
 * - `listener`: listener
 * - `launch-template`: launch template
 * - `autoscaling-group`: autoscaling group
 * - `warm-pool`: warm pool
 * - `lifecycle-hook`: lifecycle hook
 * - `instance`: instance
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
  | "network-interface"
  | "key-pair"
  | "iam-role"
  | "iam-role-policy"
  | "iam-role-policy-attachment"
  | "iam-instance-profile"
  | "iam-oidc-provider"
  | "volume"
  | "volume-snapshot"
  | "classic-load-balancer"
  | "network-load-balancer"
  | "target-group"
  | "listener"
  | "launch-template"
  | "autoscaling-group"
  | "warm-pool"
  | "lifecycle-hook"
  | "instance"
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
 * - `kopeio`: kopeio, which is no longer maintained.
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
  | "kopeio"
  | "cni";
/**
 * A change of a node.
 * - `taint`: Adds the taint `SCHEDULED_FOR_UPDATE` with the effect `PreferNoSchedule`.
 * - `cordon`: Makes it unschedulable, takes it out of the load balancers of services by the label `EXCLUDED_FROM_LOAD_BALANCERS`, and marks it by the annotation `DRAINING`.
 * - `uncordon`: Takes back `NodeChange::Taint` and `NodeChange::Cordon`.
 * - `mark-for-update`: Marks it to be replaced, by the annotation `NEEDS_UPDATE`.
 */
export type NodeChange = "taint" | "cordon" | "uncordon" | "mark-for-update";
/**
 * Nodes that need an update after an addon has changed. Exhaustive: these are the values of kops.
 * - `control-plane`: The control plane.
 * - `workers`: All nodes but the control plane.
 * - `all`: All nodes.
 */
export type NodesToUpdate = "control-plane" | "workers" | "all";
/**
 * How an object is written.
 * - `apply`: By server-side apply as the field manager `kops`, which takes over what others manage of the fields.
 * - `create`: Only where it is not there.
 * - `annotate`: Its annotations are added to those that it has; nothing else of it is looked at.
 */
export type ObjectWrite = "apply" | "create" | "annotate";
/**
 * How the value of a label is compared.
 * - `In`: It is one of the values.
 * - `NotIn`: It is none of the values, or the label is not there.
 * - `Exists`: The label is there.
 * - `DoesNotExist`: The label is not there.
 */
export type Operator = "In" | "NotIn" | "Exists" | "DoesNotExist";
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
 * Whose a resource is. Exhaustive: a cluster either owns a resource or shares it.
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
 * - `protected`: A resource that is to be deleted is marked as protected.
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
  | "protected"
  | "cycle";
/**
 * What came of a check.
 * - `passed`: The account has what is needed.
 * - `failed`: It has not.
 * - `not-checked`: It is not known, for example because the caller may not read it.
 */
export type PreflightResult = "passed" | "failed" | "not-checked";
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
 * What a step does.
 * - `update`: Updates the cloud resources of the groups, and those that are of no group.
 * - `validate`: Waits until the instances of the groups are nodes and ready.
 * - `rolling-update`: Replaces the outdated instances of the groups.
 * - `prune`: Updates everything, and deletes what the cluster no longer needs.
 */
export type ReconcileAction = "update" | "validate" | "rolling-update" | "prune";
/**
 * What happens while a cluster is reconciled. The last event of a run is `ended`.
 */
export type ReconcileEvent =
  | StepStartedReconcileEvent
  | ApplyReconcileEvent
  | RollingUpdateReconcileEvent
  | WaitingReconcileEvent
  | StepFinishedReconcileEvent
  | EndedReconcileEvent;
/**
 * Why a step was not done.
 */
export type ReconcileFailure = ErrorReconcileFailure | NotReadyReconcileFailure | RollingUpdateReconcileFailure;
/**
 * A reference to another resource: symbolic in a graph, a cloud id in a snapshot and for things that exist already.
 * In JSON a cloud id is a string and a symbolic reference is `{"ref": "vpc/demo.example.com", "output": "id"}`.
 */
export type Ref = ResourceRef | string;
/**
 * Why an instance is replaced.
 */
export type ReplaceReason =
  | TemplateReplaceReason
  | MarkedReplaceReason
  | DetachedReplaceReason
  | CordonedReplaceReason
  | ForcedReplaceReason
  | NamedReplaceReason;
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
  | NetworkInterfaceResource
  | KeyPairResource
  | IamRoleResource
  | IamRolePolicyResource
  | IamRolePolicyAttachmentResource
  | IamInstanceProfileResource
  | IamOidcProviderResource
  | VolumeResource
  | VolumeSnapshotResource
  | ClassicLoadBalancerResource
  | NetworkLoadBalancerResource
  | TargetGroupResource
  | ListenerResource
  | LaunchTemplateResource
  | AutoscalingGroupResource
  | WarmPoolResource
  | LifecycleHookResource
  | InstanceResource
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
 * What happens during a rolling update. The last event of a run is `ended`.
 */
export type RollingUpdateEvent =
  | GroupStartedRollingUpdateEvent
  | DetachedRollingUpdateEvent
  | CordonedRollingUpdateEvent
  | EvictedRollingUpdateEvent
  | BlockedRollingUpdateEvent
  | TerminatedRollingUpdateEvent
  | LockedRollingUpdateEvent
  | WaitingRollingUpdateEvent
  | RetryingRollingUpdateEvent
  | GroupFinishedRollingUpdateEvent
  | GroupFailedRollingUpdateEvent
  | EndedRollingUpdateEvent;
/**
 * Why a group, or a whole run, was given up.
 */
export type RollingUpdateFailure =
  | NotHealthyRollingUpdateFailure
  | NotDrainedRollingUpdateFailure
  | NoLaunchTemplateRollingUpdateFailure
  | OtherClusterRollingUpdateFailure
  | TakenOverRollingUpdateFailure
  | ErrorRollingUpdateFailure;
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
 * - `misspelt`: Its name is almost one that nodes or addons read.
 */
export type SecretErrorKind = "missing" | "exists" | "damaged" | "unexpected" | "misspelt";
/**
 * What becomes of a cluster of a set.
 * - `apply`: It is created or changed, where there is anything to do.
 * - `delete`: It is deleted.
 */
export type SetAction = "apply" | "delete";
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
 * - `locked`: Another writer holds the lock of the cluster.
 * - `lock-lost`: The lock of the cluster was lost while it was written.
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
  | "locked"
  | "lock-lost"
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
 * Who can reach a subnet, and how it reaches the internet.
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
 * Whether an instance must be replaced.
 * - `UpToDate`: It was launched from what new instances are launched from, or no autoscaling group runs it, so that this is not known.
 * - `NeedsUpdate`: It was launched from something else, or its node is marked or was cordoned by a rolling update that was not finished.
 * - `Detached`: It has been detached from its group to be replaced.
 */
export type UpdateStatus = "UpToDate" | "NeedsUpdate" | "Detached";
/**
 * What came of an attempt to validate a cluster that is waited for.
 */
export type ValidationEvent = ValidatedValidationEvent | FailedValidationEvent;
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
 * - `protected`: It is marked as protected from deletion.
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
  | "protected"
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
   * The name of the S3 bucket that the log files are written to. Required.
   */
  bucket?: string;
  /**
   * The key prefix of the log files in the bucket. Unset: none.
   */
  bucketPrefix?: string;
  /**
   * Minutes between two log files, 5 or 60; only for classic load balancers. Unset: AWS's default, 60.
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
 * A manifest that is applied beside the built-in addons.
 */
export interface Addon {
  /**
   * The location of the manifest, a list of addons in kops's format. Required.
   */
  manifest?: string;
}
/**
 * An addon was applied and counts as installed.
 */
export interface AppliedAddonEvent {
  /**
   * The name of the addon.
   */
  addon: string;
  event: "applied";
  /**
   * How many objects it has.
   */
  objects: number;
}
/**
 * An object that left an addon was deleted.
 */
export interface PrunedAddonEvent {
  /**
   * The name of the addon.
   */
  addon: string;
  event: "pruned";
  /**
   * The object.
   */
  object: ObjectId;
}
/**
 * An addon could not be applied, or a list of addons cannot be read.
 */
export interface FailedAddonEvent {
  /**
   * The name of the addon, or the location of the list.
   */
  addon: string;
  event: "failed";
  /**
   * Each thing that went wrong, in one sentence.
   */
  messages: string[];
}
/**
 * The API server could not be asked. It is asked again, until time is up.
 */
export interface RetryingAddonEvent {
  /**
   * What went wrong.
   */
  error: ErrorData;
  event: "retrying";
}
/**
 * Not everything is applied and runs. After the interval it is tried again, until time is up.
 */
export interface WaitingAddonEvent {
  event: "waiting";
  /**
   * Objects that do not run yet.
   */
  unready: UnreadyObject[];
}
/**
 * The run is over.
 */
export interface EndedAddonEvent {
  event: "ended";
  /**
   * What it has come to.
   */
  report: AddonsReport;
}
/**
 * Which addons are applied, and how patiently they are waited for.
 */
export interface AddonOptions {
  /**
   * Only addons of these names. Default: all.
   */
  addons?: string[];
  /**
   * Where the lists of addons are, or manifests: below the cluster's base in the state store, in a bucket (`s3://…`), or in `AddonOptions::files`. Default: the bootstrap channel of the cluster, then the `addons` of its spec.
   */
  channels?: string[];
  /**
   * The texts of lists and manifests by their location, for those that the caller has read.
   */
  files?: {
    [k: string]: string;
  };
  /**
   * How long to wait between two attempts, in seconds. Default: 5.
   */
  interval?: number;
  /**
   * How long to go on until everything is applied and runs, also what was up to date, in seconds. Default: not at all, everything is tried once, and what is applied is not waited for.
   */
  timeout?: number;
}
/**
 * An addon that is to be applied.
 */
export interface AddonUpdate {
  /**
   * Where the list of addons is that has it.
   */
  channel: string;
  /**
   * The version that is installed; none for a new one.
   */
  current: AddonVersion | null;
  /**
   * A certificate authority and an issuer of cert-manager are made for it.
   */
  installPki: boolean;
  /**
   * The nodes that are marked, so that the next rolling update replaces them.
   */
  marksNodes: NodesToUpdate | null;
  /**
   * The name of the addon.
   */
  name: string;
  /**
   * The namespace whose annotation says that it is installed.
   */
  namespace: string;
  /**
   * Objects that left the addon, and are deleted.
   */
  prunes: ObjectId[];
  /**
   * The version to install; none where only its certificate authority is missing.
   */
  update: AddonVersion | null;
}
/**
 * What tells two versions of an addon apart.
 */
export interface AddonVersion {
  /**
   * Tells manifests of one addon apart: `k8s-1.16`.
   */
  id?: string;
  /**
   * The SHA-256 of the manifest in hexadecimal.
   */
  manifestHash: string;
}
/**
 * What applying the addons of a cluster would do.
 */
export interface AddonsPlan {
  /**
   * The cluster.
   */
  cluster: string;
  /**
   * The names of those that are up to date.
   */
  current: string[];
  /**
   * Lists of addons and manifests that cannot be read, so that they are not applied.
   */
  failed: FailedAddon[];
  /**
   * The addons to apply, in the order of their lists. Empty where all are up to date.
   */
  updates: AddonUpdate[];
}
/**
 * What applying addons has come to.
 */
export interface AddonsReport {
  /**
   * The names of the addons that were applied.
   */
  applied: string[];
  /**
   * Those that could not be applied.
   */
  failed: FailedAddon[];
  /**
   * Objects that do not run yet: of the addons that were applied, and where they are waited for of all.
   */
  unready: UnreadyObject[];
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
   * Environment variables of the VPC CNI plugin, such as `WARM_IP_TARGET`.
   */
  env?: EnvVar[];
  /**
   * The image of the VPC CNI plugin. Default: the release that kops 1.36.2 installs.
   */
  imageName?: string;
  /**
   * The image of the init container that prepares nodes. Default: the release that kops 1.36.2 installs.
   */
  initImageName?: string;
  /**
   * The image of the network policy agent. Default: the release that kops 1.36.2 installs.
   */
  networkPolicyAgentImage?: string;
}
/**
 * How the API is reached.
 */
export interface Api {
  /**
   * Reaches the API by DNS records that name the control-plane nodes, without a load balancer. Default, where neither `dns` nor `loadBalancer` is set: this one where the control-plane nodes are in public subnets.
   */
  dns?: Empty;
  /**
   * Reaches the API through a load balancer in front of the control-plane nodes. Default, where neither `dns` nor `loadBalancer` is set: this one where the control-plane nodes are in private subnets.
   */
  loadBalancer?: ApiLoadBalancer;
}
/**
 * The load balancer before the control planes.
 */
export interface ApiLoadBalancer {
  /**
   * Where the load balancer writes its access log in S3. Unset: no access log.
   */
  accessLog?: AccessLogSpec;
  /**
   * Ids (`sg-…`) of existing security groups to attach as well. With a network load balancer the control-plane instances get them too.
   */
  additionalSecurityGroups?: string[];
  /**
   * The kind of load balancer: `Network` or `Classic`. Default: `Classic`, as kops reads a spec without it; `create cluster` writes `Network`.
   */
  class?: LoadBalancerClass;
  /**
   * Sends requests to control-plane nodes in all zones, not only in the zone in which they arrive. Default: false; true where the load balancer also serves kops-controller.
   */
  crossZoneLoadBalancing?: boolean;
  /**
   * Seconds after which a classic load balancer closes an idle connection, at most 3600. Default: 300.
   */
  idleTimeoutSeconds?: number;
  /**
   * The id (`sg-…`) of an existing security group, which is used in place of the one the cluster would create. Unset: the cluster creates `api-elb.` followed by its name.
   */
  securityGroupOverride?: string;
  /**
   * The ARN of an ACM certificate that the load balancer presents to clients. Port 8443 then serves clients with client certificates. Unset: the API server presents its own certificate.
   */
  sslCertificate?: string;
  /**
   * The TLS policy of a network load balancer with `sslCertificate`. Default: `ELBSecurityPolicy-2016-08`.
   */
  sslPolicy?: string;
  /**
   * The subnets of the load balancer, with fixed addresses where wanted. Unset: one subnet in each zone, chosen by `type`.
   */
  subnets?: LoadBalancerSubnet[];
  /**
   * Where the load balancer can be reached from: the internet (`Public`) or the VPC (`Internal`). Default: `Public`.
   */
  type?: LoadBalancerType;
  /**
   * Points `api.internal.` followed by the cluster's name at the load balancer, so that nodes use it as well. Not possible with an internal network load balancer. Default: false.
   */
  useForInternalApi?: boolean;
}
/**
 * A cluster of a set that was applied or deleted.
 */
export interface AppliedCluster {
  /**
   * What became of it.
   */
  action: SetAction;
  /**
   * Its name.
   */
  cluster: string;
  /**
   * What was done in the account.
   */
  report: Report;
}
/**
 * How a plan is applied. In JSON, durations are seconds.
 */
export interface ApplyOptions {
  /**
   * How many times a call is tried, where its errors say that retrying helps. Default: 12.
   */
  attempts?: number;
  /**
   * How long to wait before the second try; doubles each time. Default: 0.25 s.
   */
  firstDelay?: number;
  /**
   * How long a cancelled run waits for calls that are under way. Default: 10 s.
   */
  grace?: number;
  /**
   * The longest wait between two tries. Default: 10 s.
   */
  longestDelay?: number;
  /**
   * Client tokens and the jitter of waits are derived from it. Default: 0. The tokens also come from the plan and from the second in which a run begins, so that only runs of one plan within one second need numbers of their own.
   */
  nonce?: number;
  /**
   * How many steps may run at once. Default: 16.
   */
  parallel?: number;
  /**
   * How long a resource may take to become ready, to be free of what uses it, or to be seen by others. Default: 600 s.
   */
  readyWithin?: number;
  /**
   * How long to retry a deletion when AWS keeps saying, in the same words, that the resource is in use, and this run has deleted what used it: a load balancer keeps its network interfaces for a while. Default: 600 s, as long as kops waits.
   */
  releaseWithin?: number;
  /**
   * How long to retry a step when AWS says that a resource which this run created does not exist: a new resource is not visible everywhere at once. Also how long to retry a deletion when AWS keeps saying, in the same words, that the resource is in use, and this run has deleted nothing that used it. Default: 60 s.
   */
  settleWithin?: number;
}
/**
 * A cluster of a set that failed, and the clusters that were done before.
 */
export interface ApplySetIncompleteFields {
  /**
   * The cluster that failed.
   */
  cluster: string;
  /**
   * Why the cluster failed.
   */
  error: ErrorData;
  /**
   * The clusters that were done before.
   */
  report: SetReport;
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
 * What the nodes of a cluster download, sorted by where it is published.
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
 * Where instances download images and files from.
 */
export interface AssetsSpec {
  /**
   * A registry that fetches images from the original registries on demand. Unset: none.
   */
  containerProxy?: string;
  /**
   * A registry that holds copies of all images. `kops get assets` lists them. Unset: the original registries.
   */
  containerRegistry?: string;
  /**
   * The URL of a web server or bucket that holds copies of all files. Unset: the original locations.
   */
  fileRepository?: string;
}
/**
 * How users prove who they are.
 */
export interface Authentication {
  /**
   * Authenticates users by their AWS identity, with AWS IAM Authenticator.
   */
  aws?: AwsAuthentication;
  /**
   * Retired: the authentication webhook of kopeio.
   */
  kopeio?: Empty;
}
/**
 * What decides whether a request to the API is allowed. Default: `rbac`.
 */
export interface Authorization {
  /**
   * Allows every request without a check. Only for tests.
   */
  alwaysAllow?: Empty;
  /**
   * Decides by Kubernetes's roles and their bindings. Default, where nothing is set.
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
   * The version of the launch template: a number, `$Latest` or `$Default`. Groups of clusters have `$Latest`, as kops takes it for granted.
   */
  launch_template_version: string;
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
   * Several instance types or purchase options.
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
   * Where mappings of identities are read from, in this order, comma-separated: `CRD`, `MountedFile`, `EKSConfigMap`. Unset: AWS IAM Authenticator's default, `MountedFile`.
   */
  backendMode?: string;
  /**
   * The cluster id that tokens must carry. Default: the cluster's name.
   */
  clusterID?: string;
  /**
   * CPU limit of the pods. Unset: no limit.
   */
  cpuLimit?: Quantity;
  /**
   * CPU request of the pods. Default: 10m.
   */
  cpuRequest?: Quantity;
  /**
   * Maps AWS roles and users to users and groups of the cluster, as `IAMIdentityMapping` objects. Needs the backend mode `CRD`.
   */
  identityMappings?: IdentityMapping[];
  /**
   * The image of AWS IAM Authenticator. Default: the release that kops 1.36.2 installs.
   */
  image?: string;
  /**
   * Memory limit of the pods. Default: 20Mi.
   */
  memoryLimit?: Quantity;
  /**
   * Memory request of the pods. Default: 20Mi.
   */
  memoryRequest?: Quantity;
}
/**
 * The addon that creates AWS load balancers for services and ingresses.
 */
export interface AwsLoadBalancerController {
  /**
   * CPU limit of the pods. Unset: that of the published manifest.
   */
  cpuLimit?: Quantity;
  /**
   * CPU request of the pods. Unset: that of the published manifest.
   */
  cpuRequest?: Quantity;
  /**
   * Lets ingresses use AWS Shield. Default: false.
   */
  enableShield?: boolean;
  /**
   * Lets ingresses use AWS WAF Classic. Default: false.
   */
  enableWAF?: boolean;
  /**
   * Lets ingresses use AWS WAF. Default: false.
   */
  enableWAFv2?: boolean;
  /**
   * Installs the addon. Needs cert-manager. Default: false.
   */
  enabled?: boolean;
  /**
   * Memory limit of the pods. Unset: that of the published manifest.
   */
  memoryLimit?: Quantity;
  /**
   * Memory request of the pods. Unset: that of the published manifest.
   */
  memoryRequest?: Quantity;
  /**
   * The version of the addon. Unset: that of the published manifest.
   */
  version?: string;
}
/**
 * Permissions in AWS.
 */
export interface AwsPermission {
  /**
   * IAM statements for the role's inline policy, as a JSON list. Unset: no inline policy.
   */
  inlinePolicy?: string;
  /**
   * ARNs of the managed policies to attach to the role.
   */
  policyARNs?: string[];
}
/**
 * The DNS name and load balancer of the bastions.
 */
export interface Bastion {
  /**
   * The DNS name of the bastions' load balancer. Unset: no DNS record.
   */
  bastionPublicName?: string;
  /**
   * Retired: bastions have a network load balancer, which has no such setting.
   */
  idleTimeoutSeconds?: number;
  /**
   * The load balancer in front of the bastions.
   */
  loadBalancer?: BastionLoadBalancer;
}
/**
 * The load balancer in front of the bastions.
 */
export interface BastionLoadBalancer {
  /**
   * Ids (`sg-…`) of existing security groups to attach to the load balancer as well.
   */
  additionalSecurityGroups?: string[];
  /**
   * Where the load balancer can be reached from: the internet (`Public`) or the VPC (`Internal`). Default: `Public`.
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
 * A pod that cannot be evicted now.
 */
export interface BlockedPod {
  /**
   * The node that it is on.
   */
  node: string;
  /**
   * The pod, as `namespace/name`.
   */
  pod: string;
  /**
   * The budget that allows no disruption, as `namespace/name`, or what the API server says of it.
   */
  reason: string;
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
 * An S3 bucket.
 */
export interface Bucket {
  /**
   * Whether it has a default encryption, be it with a key of S3's or of KMS: Terraform files then name none for its objects. False where that is not known.
   */
  defaultEncryption?: boolean;
  /**
   * The canned ACL of objects that are written to it, such as `bucket-owner-full-control`: Terraform files then name it. Unset: the bucket decides.
   */
  objectAcl?: string | null;
  /**
   * Its region. Empty: that of the cluster.
   */
  region?: string;
}
/**
 * A pod disruption budget.
 */
export interface Budget {
  /**
   * How many pods may be disrupted now.
   */
  disruptionsAllowed: number;
  /**
   * Its name.
   */
  name: string;
  /**
   * Its namespace.
   */
  namespace: string;
  /**
   * Which pods of its namespace it is for: those to which every rule applies. None where it is for no pod.
   */
  selector: LabelRule[] | null;
}
/**
 * Settings of Calico.
 */
export interface Calico {
  /**
   * Lets pods forward packets between their interfaces. Default: false.
   */
  allowIPForwarding?: boolean;
  /**
   * What happens to the source/destination check of the instances: `Enable`, `Disable` or `DoNothing`. Default: `Disable`; `DoNothing` for IPv6.
   */
  awsSrcDstCheck?: string;
  /**
   * Uses eBPF instead of iptables, and replaces kube-proxy. Default: false.
   */
  bpfEnabled?: boolean;
  /**
   * How packets from outside reach a service's pod with eBPF: `Tunnel` or `DSR`. Default: `Tunnel`.
   */
  bpfExternalServiceMode?: string;
  /**
   * Removes the iptables rules of kube-proxy when eBPF is enabled. Default: false.
   */
  bpfKubeProxyIptablesCleanupEnabled?: boolean;
  /**
   * The log level of the eBPF programs: `Off`, `Info` or `Debug`. Default: `Off`.
   */
  bpfLogLevel?: string;
  /**
   * Whether Calico's rules are inserted before others or appended: `insert` or `append`. Default: `insert`.
   */
  chainInsertMode?: string;
  /**
   * CPU request of the agent. Unset: that of the published manifest, 250m.
   */
  cpuRequest?: Quantity;
  /**
   * Retired: use `ipipMode: CrossSubnet`, which is the default.
   */
  crossSubnet?: boolean;
  /**
   * How packets travel between nodes: `ipip`, `vxlan` or `none`. Default: `ipip`; `none` for IPv6.
   */
  encapsulationMode?: string;
  /**
   * When IP-in-IP is used: `Always`, `CrossSubnet` or `Never`. Default: `CrossSubnet` with `encapsulationMode: ipip`, else `Never`.
   */
  ipipMode?: string;
  /**
   * The iptables backend: `Legacy`, `NFT` or `Auto`. Default: `Auto`.
   */
  iptablesBackend?: string;
  /**
   * How the IPv4 address of a node is found: `first-found`, `can-reach=…`, `interface=…`. Default: `first-found`.
   */
  ipv4AutoDetectionMethod?: string;
  /**
   * How the IPv6 address of a node is found: `first-found`, `can-reach=…`, `interface=…`. Default: `first-found` in an IPv6 cluster, else `none`.
   */
  ipv6AutoDetectionMethod?: string;
  /**
   * The level of the log: `debug`, `info`, `warning`, `error` or `fatal`. Default: `info`.
   */
  logSeverityScreen?: string;
  /**
   * Retired: the major version of Calico, which is always 3.
   */
  majorVersion?: string;
  /**
   * The MTU of pods' interfaces in bytes. Default: 0, which means it is detected.
   */
  mtu?: number;
  /**
   * Whether nftables are used: `Enabled`, `Disabled` or `Auto`. Unset: Calico's default.
   */
  nftablesMode?: string;
  /**
   * Serves metrics of the Go runtime too. Default: false.
   */
  prometheusGoMetricsEnabled?: boolean;
  /**
   * Serves Prometheus metrics of the agent. Default: false.
   */
  prometheusMetricsEnabled?: boolean;
  /**
   * The port of the agent's metrics. Default: 9091.
   */
  prometheusMetricsPort?: number;
  /**
   * Serves metrics of the process too. Default: false.
   */
  prometheusProcessMetricsEnabled?: boolean;
  /**
   * The registry of Calico's images. Unset: that of the published manifest.
   */
  registry?: string;
  /**
   * Serves Prometheus metrics of Typha. Default: false.
   */
  typhaPrometheusMetricsEnabled?: boolean;
  /**
   * The port of Typha's metrics. Default: 9093.
   */
  typhaPrometheusMetricsPort?: number;
  /**
   * The number of replicas of Typha, which relieves the API server in large clusters. Default: 0, no Typha.
   */
  typhaReplicas?: number;
  /**
   * The version of Calico's images. Unset: that of the published manifest.
   */
  version?: string;
  /**
   * When VXLAN is used: `Always`, `CrossSubnet` or `Never`. Default: `CrossSubnet` with `encapsulationMode: vxlan`, else `Never`.
   */
  vxlanMode?: string;
  /**
   * Encrypts traffic between nodes with WireGuard. Default: false.
   */
  wireguardEnabled?: boolean;
}
/**
 * The addon that issues certificates.
 */
export interface CertManager {
  /**
   * The name of the cluster issuer for ingresses that name none. Unset: none.
   */
  defaultIssuer?: string;
  /**
   * Says that cert-manager is in the cluster. Default: false.
   */
  enabled?: boolean;
  /**
   * Feature gates of the controller, by name.
   */
  featureGates?: {
    [k: string]: boolean;
  };
  /**
   * Ids of the Route 53 hosted zones in which cert-manager may write the records of challenges.
   */
  hostedZoneIDs?: string[];
  /**
   * Not used, as in kops: the image is that of the published manifest. Unset: none.
   */
  image?: string;
  /**
   * Installs cert-manager. With false, the user installs it. Default: true.
   */
  managed?: boolean;
  /**
   * DNS servers that are asked whether the record of a challenge is visible.
   */
  nameservers?: string[];
}
/**
 * Settings of Cilium.
 */
export interface Cilium {
  /**
   * Installs no iptables rules. Default: false.
   */
  IPTablesRulesNoinstall?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  accessLog?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
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
   * Retired: no version of Cilium that is supported reads it.
   */
  allowLocalhost?: string;
  /**
   * Installs routes to nodes of the same network instead of a tunnel. Default: false.
   */
  autoDirectNodeRoutes?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  autoIpv6NodeRoutes?: boolean;
  /**
   * Maximum number of entries in the connection table for other protocols. Default: 262144.
   */
  bpfCTGlobalAnyMax?: number;
  /**
   * Maximum number of entries in the connection table for TCP. Default: 524288.
   */
  bpfCTGlobalTCPMax?: number;
  /**
   * How a backend of a service is chosen: `random` or `maglev`. Default: `random`.
   */
  bpfLBAlgorithm?: string;
  /**
   * Size of the Maglev table of each service, a prime number. Default: `16381`.
   */
  bpfLBMaglevTableSize?: string;
  /**
   * Maximum number of entries in the tables of services and backends. Default: 65536.
   */
  bpfLBMapMax?: number;
  /**
   * Chooses the backend of a service when a socket connects, instead of for each packet. Default: false.
   */
  bpfLBSock?: boolean;
  /**
   * Chooses the backend when a socket connects only in the host namespace, which service meshes need. Default: false.
   */
  bpfLBSockHostNSOnly?: boolean;
  /**
   * Maximum number of entries in the table of translated addresses. Default: 524288.
   */
  bpfNATGlobalMax?: number;
  /**
   * Maximum number of entries in the table of neighbors. Default: 524288.
   */
  bpfNeighGlobalMax?: number;
  /**
   * Maximum number of entries in the policy table of each endpoint. Default: 16384.
   */
  bpfPolicyMapMax?: number;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  bpfRoot?: string;
  /**
   * The CNI plugin that Cilium is chained behind: `none`, `aws-cni`, `flannel`, `generic-veth`, `portmap`. Default: `none`.
   */
  chainingMode?: string;
  /**
   * The number of this cluster in a cluster mesh, 1 to 255. Default: 0, no mesh.
   */
  clusterID?: number;
  /**
   * The name of this cluster in a cluster mesh. Default: `default`.
   */
  clusterName?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  cniBinPath?: string;
  /**
   * Removes the configuration of other CNI plugins from nodes. Default: true.
   */
  cniExclusive?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  containerRuntime?: string[];
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  containerRuntimeEndpoint?: {
    [k: string]: string;
  };
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  containerRuntimeLabels?: string;
  /**
   * CPU request of the agent and the operator. Default: 25m.
   */
  cpuRequest?: Quantity;
  /**
   * Logs debug messages. Default: false.
   */
  debug?: boolean;
  /**
   * Parts of the agent that log details: `flow`, `kvstore`, `envoy`, `datapath`, `policy`.
   */
  debugVerbose?: string[];
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  device?: string;
  /**
   * Does not write the status of network policies to the API server. Default: true.
   */
  disableCNPStatusUpdates?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  disableConntrack?: boolean;
  /**
   * Creates no `CiliumEndpoint` objects. Default: false.
   */
  disableEndpointCRD?: boolean;
  /**
   * Retired: the IP families are those of the cluster's network.
   */
  disableIpv4?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  disableK8sServices?: boolean;
  /**
   * Keeps the source addresses of pods that leave the cluster. Default: false for IPv4, true for IPv6.
   */
  disableMasquerade?: boolean;
  /**
   * Translates source addresses with eBPF instead of iptables. Default: true with `ipam: eni`, otherwise false.
   */
  enableBPFMasquerade?: boolean;
  /**
   * Encrypts traffic between pods on different nodes. Default: false.
   */
  enableEncryption?: boolean;
  /**
   * Checks connectivity between the agents' pods. Default: true.
   */
  enableEndpointHealthChecking?: boolean;
  /**
   * Enforces host policies on nodes. Default: false.
   */
  enableHostFirewall?: boolean;
  /**
   * Retired: use `bpfLBSock`.
   */
  enableHostReachableServices?: boolean;
  /**
   * Runs the proxy that enforces policies on HTTP and DNS. Default: true.
   */
  enableL7Proxy?: boolean;
  /**
   * Supports `CiliumLocalRedirectPolicy`, which sends pods to a backend on their own node. Default: false.
   */
  enableLocalRedirectPolicy?: boolean;
  /**
   * Replaces kube-proxy. Needs `kubeProxy.enabled: false`; `create cluster` writes both. Default: false.
   */
  enableNodePort?: boolean;
  /**
   * When network policies are enforced: `default` (for pods that a policy selects), `always` or `never`. Default: `default`.
   */
  enablePolicy?: string;
  /**
   * Serves Prometheus metrics of the agent and the operator. Default: false.
   */
  enablePrometheusMetrics?: boolean;
  /**
   * Gives remote nodes an identity of their own in policies. Default: true.
   */
  enableRemoteNodeIdentity?: boolean;
  /**
   * Prefers backends in the zone that a service's topology hints name. Default: false.
   */
  enableServiceTopology?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  enableTracing?: boolean;
  /**
   * Marks the address of a deleted pod as unreachable, so that clients fail at once. Default: false.
   */
  enableUnreachableRoutes?: boolean;
  /**
   * Retired: the IP families are those of the cluster's network.
   */
  enableipv4?: boolean;
  /**
   * Retired: the IP families are those of the cluster's network.
   */
  enableipv6?: boolean;
  /**
   * How traffic is encrypted. Default: `ipsec` with `enableEncryption`.
   */
  encryptionType?: CiliumEncryption;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  envoyLog?: string;
  /**
   * Stores identities in the etcd cluster `cilium`, which must be in `etcdClusters`. Default: false.
   */
  etcdManaged?: boolean;
  /**
   * Additional keys of the `cilium-config` config map, over those that this spec leads to.
   */
  extraConfig?: {
    [k: string]: string;
  };
  /**
   * Settings of Cilium's Gateway API. Setting it, even to `{}`, enables it; its types must be installed in the cluster.
   */
  gatewayAPI?: CiliumGatewayApi;
  /**
   * Settings of Hubble, which observes flows. Setting it, even to `{}`, enables Hubble.
   */
  hubble?: Hubble;
  /**
   * Where identities are stored: `crd` or `kvstore`. Default: `crd`.
   */
  identityAllocationMode?: string;
  /**
   * Time to wait before a changed identity is used. Default: `5s`.
   */
  identityChangeGracePeriod?: string;
  /**
   * Settings of Cilium's ingress controller. Setting it, even to `{}`, enables the controller.
   */
  ingress?: CiliumIngress;
  /**
   * What assigns addresses to pods: `kubernetes` (a part of `podCIDR` for each node), `eni` (addresses of the VPC), `cluster-pool`, `crd`, `hostscope`. Default: `kubernetes`.
   */
  ipam?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  ipv4ClusterCidrMaskSize?: number;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  ipv4Node?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  ipv4Range?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  ipv4ServiceRange?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  ipv6ClusterAllocCidr?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  ipv6Node?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  ipv6Range?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  ipv6ServiceRange?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  k8sApiServer?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  k8sKubeconfigPath?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  keepBpfTemplates?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  keepConfig?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  labelPrefixFile?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  labels?: string[];
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  lb?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  libDir?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  logDriver?: string[];
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  logOpt?: {
    [k: string]: string;
  };
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  logstash?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  logstashAgent?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  logstashProbeTimer?: number;
  /**
   * Memory request of the agent and the operator. Default: 128Mi.
   */
  memoryRequest?: Quantity;
  /**
   * Metrics to add to the agent's default ones (`+name`) or to remove (`-name`).
   */
  metrics?: string[];
  /**
   * How events of packets are aggregated: `low`, `medium` or `maximum`. Default: `medium`.
   */
  monitorAggregation?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  nat46Range?: string;
  /**
   * Encrypts traffic between the nodes themselves too. Default: false.
   */
  nodeEncryption?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  nodeInitBootstrapFile?: string;
  /**
   * Annotations of the operator's pods.
   */
  operatorPodAnnotations?: {
    [k: string]: string;
  };
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  pprof?: boolean;
  /**
   * Allocates the memory of eBPF tables at the start, which lowers latency. Default: false.
   */
  preallocateBPFMaps?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  prefilterDevice?: string;
  /**
   * Retired: use `enablePrometheusMetrics` and `agentPrometheusPort`.
   */
  prometheusServeAddr?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  reconfigureKubelet?: boolean;
  /**
   * The registry of Cilium's images. Default: `quay.io`.
   */
  registry?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  removeCbrBridge?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  restartPods?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  restore?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it. Default: `cilium/istio_proxy`, which kops still fills in.
   */
  sidecarIstioProxyImage?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  singleClusterRoute?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  socketPath?: string;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  stateDir?: string;
  /**
   * The answer to a DNS query that a policy denies: `refused` or `nameError`. Default: `refused`.
   */
  toFqdnsDnsRejectResponseCode?: string;
  /**
   * Resolves the names of policies in the agent instead of a DNS proxy. Default: false.
   */
  toFqdnsEnablePoller?: boolean;
  /**
   * Retired: no version of Cilium that is supported reads it.
   */
  tracePayloadlen?: number;
  /**
   * How packets travel between nodes: `vxlan`, `geneve` or `disabled`. Default: `vxlan`; `disabled` with `ipam: eni` or IPv6.
   */
  tunnel?: string;
  /**
   * The version of Cilium, a release of 1.18. Default: `v1.18.6`.
   */
  version?: string;
}
/**
 * Cilium's Gateway API.
 */
export interface CiliumGatewayApi {
  /**
   * Copies the TLS secrets of gateways to Cilium's namespace. Unset: Cilium's default, true.
   */
  enableSecretsSync?: boolean;
  /**
   * Serves gateways. Default: true where `gatewayAPI` is set, else false.
   */
  enabled?: boolean;
}
/**
 * Cilium's ingress controller.
 */
export interface CiliumIngress {
  /**
   * Whether ingresses share one load balancer: `shared` or `dedicated`. Unset: Cilium's default, `dedicated`.
   */
  defaultLoadBalancerMode?: string;
  /**
   * Copies the TLS secrets of ingresses to Cilium's namespace. Unset: Cilium's default, true.
   */
  enableSecretsSync?: boolean;
  /**
   * Runs the ingress controller. Default: true where `ingress` is set, else false.
   */
  enabled?: boolean;
  /**
   * Redirects HTTP requests of hosts with a certificate to HTTPS. Unset: Cilium's default, true.
   */
  enforceHttps?: boolean;
  /**
   * Prefixes of annotations that are copied from ingresses to the load balancer's service, comma-separated. Unset: Cilium's default.
   */
  loadBalancerAnnotationPrefixes?: string;
  /**
   * The name of the service of the shared load balancer. Default: `cilium-ingress`.
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
 * How the cluster uses AWS.
 */
export interface CloudConfig {
  /**
   * Settings of the EBS CSI driver, which attaches volumes.
   */
  awsEBSCSIDriver?: EbsCsiDriver;
  /**
   * Not used on AWS: the settings of Azure.
   */
  azure?: {
    [k: string]: unknown;
  };
  /**
   * Stops the cloud controller manager from opening nodes' security groups to load balancers of services. Default: false.
   */
  disableSecurityGroupIngress?: boolean;
  /**
   * The id (`sg-…`) of an existing security group for the load balancers of services. Unset: the cloud controller manager creates one for each.
   */
  elbSecurityGroup?: string;
  /**
   * Not used on AWS: the service account of nodes.
   */
  gceServiceAccount?: string;
  /**
   * Not used on AWS: boots by a startup script.
   */
  gceUseStartupScript?: boolean;
  /**
   * Not used on AWS: the CSI driver of Google Cloud.
   */
  gcpPDCSIDriver?: {
    [k: string]: unknown;
  };
  /**
   * Creates and maintains storage classes, one of them the default. Default: true.
   */
  manageStorageClasses?: boolean;
  /**
   * Not used on AWS: the cluster spans zones.
   */
  multizone?: boolean;
  /**
   * `Managed` makes the cloud controller manager create security groups for the network load balancers of services. Unset: these have none.
   */
  nlbSecurityGroupMode?: string;
  /**
   * The IP families of nodes' addresses, in order: `ipv4`, `ipv6`. Default: `ipv6`, `ipv4` in an IPv6 cluster, otherwise the cloud controller manager's default, `ipv4`.
   */
  nodeIPFamilies?: string[];
  /**
   * Not used on AWS: the prefix of instance names.
   */
  nodeInstancePrefix?: string;
  /**
   * Not used on AWS: network tags of nodes.
   */
  nodeTags?: string;
  /**
   * Not used on AWS: the settings of OpenStack.
   */
  openstack?: {
    [k: string]: unknown;
  };
  /**
   * Not used: how Spot by Flexera chooses instances. Unset: none.
   */
  spotinstOrientation?: string;
  /**
   * Not used: the operating system that is reported to Spot by Flexera. Unset: none.
   */
  spotinstProduct?: string;
  /**
   * Not used on AWS: the DNS server of vSphere.
   */
  vSphereCoreDNSServer?: string;
  /**
   * Not used on AWS: the data center of vSphere.
   */
  vSphereDatacenter?: string;
  /**
   * Not used on AWS: the datastore of vSphere.
   */
  vSphereDatastore?: string;
  /**
   * Not used on AWS: the password for vSphere.
   */
  vSpherePassword?: string;
  /**
   * Not used on AWS: the resource pool of vSphere.
   */
  vSphereResourcePool?: string;
  /**
   * Not used on AWS: the server of vSphere.
   */
  vSphereServer?: string;
  /**
   * Not used on AWS: the user name for vSphere.
   */
  vSphereUsername?: string;
}
/**
 * Settings of the cloud controller manager.
 */
export interface CloudControllerManager {
  /**
   * Assigns a part of `clusterCIDR` to each node. Default: true for IPv4, false for IPv6.
   */
  allocateNodeCIDRs?: boolean;
  /**
   * Uses resources in AWS that lack the tag of the cluster. Unset: the cloud controller manager's default, false.
   */
  allowUntaggedCloud?: boolean;
  /**
   * Not used on AWS: the image of Azure's node manager.
   */
  azureNodeManagerImage?: string;
  /**
   * How CIDRs are assigned to nodes: `RangeAllocator` or `CloudAllocator`. Unset: the cloud controller manager's default, `RangeAllocator`.
   */
  cidrAllocatorType?: string;
  /**
   * The name of the cloud. Default: `aws`.
   */
  cloudProvider?: string;
  /**
   * The CIDR of pods. Default: `podCIDR` for IPv4; unset for IPv6.
   */
  clusterCIDR?: string;
  /**
   * The name of the cluster. Default: the name in `metadata`.
   */
  clusterName?: string;
  /**
   * The number of nodes that are processed at a time. Unset: the cloud controller manager's default, 1.
   */
  concurrentNodeSyncs?: number;
  /**
   * Creates a route in AWS for each node. Default: true with `networking.kubenet`, else false.
   */
  configureCloudRoutes?: boolean;
  /**
   * Controllers to run; `*` for the default ones, `-name` for not.
   */
  controllers?: string[];
  /**
   * CPU request of the pods. Default: 200m.
   */
  cpuRequest?: Quantity;
  /**
   * Hands over the leader lock of controllers that move to another manager. Unset: the cloud controller manager's default, false.
   */
  enableLeaderMigration?: boolean;
  /**
   * The image of the cloud controller manager. Default: `registry.k8s.io/provider-aws/cloud-controller-manager:v1.36.1`.
   */
  image?: string;
  /**
   * How one of several replicas is elected.
   */
  leaderElection?: LeaderElection;
  /**
   * Verbosity of the log, from 0. Default: 2.
   */
  logLevel?: number;
  /**
   * The URL of the API server. Unset: that of the pod's service account.
   */
  master?: string;
  /**
   * Time between two updates of nodes' addresses and labels (`5m`). Unset: the cloud controller manager's default, 5m.
   */
  nodeStatusUpdateFrequency?: Duration;
  /**
   * Runs each controller with a service account of its own. Default: true.
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
   * The version of the format, always v1alpha2.
   */
  apiVersion?: "kops.k8s.io/v1alpha2" | "kops/v1alpha2";
  /**
   * The kind of the object.
   */
  kind?: "Cluster";
  /**
   * The name, labels and annotations of the object.
   */
  metadata: ObjectMeta;
  /**
   * The desired state of the object.
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
 * The addon that changes the size of instance groups to what pods need.
 */
export interface ClusterAutoscaler {
  /**
   * Uses a list of instance types that is built into the addon instead of asking AWS. Default: false.
   */
  awsUseStaticInstanceList?: boolean;
  /**
   * Keeps similar instance groups at the same size. Default: false.
   */
  balanceSimilarNodeGroups?: boolean;
  /**
   * Cordons a node before it is removed. Default: true.
   */
  cordonNodeBeforeTerminating?: boolean;
  /**
   * CPU request of the pods. Default: 100m.
   */
  cpuRequest?: Quantity;
  /**
   * Creates the configuration of the `priority` expander from `autoscalePriority` of the instance groups. Default: true with that expander.
   */
  createPriorityExpanderConfig?: boolean;
  /**
   * Patterns of instance group names by priority, in place of `autoscalePriority`.
   */
  customPriorityExpanderConfig?: {
    [k: string]: string[];
  };
  /**
   * Publishes metrics for each instance group. Default: false.
   */
  emitPerNodegroupMetrics?: boolean;
  /**
   * Installs the addon. Default: false.
   */
  enabled?: boolean;
  /**
   * How an instance group is chosen to grow: `random`, `least-waste`, `most-pods`, `priority`, or several, comma-separated. Default: `random`.
   */
  expander?: string;
  /**
   * Does not count pods of daemon sets as use of a node. Default: false.
   */
  ignoreDaemonSetsUtilization?: boolean;
  /**
   * The image of the addon. Default: the release for the minor version of Kubernetes.
   */
  image?: string;
  /**
   * Time that a new instance may take to become a node. Default: `15m0s`.
   */
  maxNodeProvisionTime?: string;
  /**
   * Memory request of the pods. Default: 300Mi.
   */
  memoryRequest?: Quantity;
  /**
   * The age from which an unschedulable pod is considered. Default: `0s`.
   */
  newPodScaleUpDelay?: string;
  /**
   * Annotations of the addon's pods.
   */
  podAnnotations?: {
    [k: string]: string;
  };
  /**
   * Time after a node was added during which none is removed. Default: `10m0s`.
   */
  scaleDownDelayAfterAdd?: string;
  /**
   * Time that a node must be unneeded before it is removed. Default: `10m0s`.
   */
  scaleDownUnneededTime?: string;
  /**
   * Time that an unready node must be unneeded before it is removed. Default: `20m0s`.
   */
  scaleDownUnreadyTime?: string;
  /**
   * The share of requested resources below which a node may be removed (`0.5` is half). Default: `0.5`.
   */
  scaleDownUtilizationThreshold?: string;
  /**
   * Keeps nodes that run pods of controllers other than Kubernetes's own. Default: true.
   */
  skipNodesWithCustomControllerPods?: boolean;
  /**
   * Keeps nodes that run pods with local storage, such as `emptyDir` volumes. Default: true.
   */
  skipNodesWithLocalStorage?: boolean;
  /**
   * Keeps nodes that run pods of `kube-system`, other than those of daemon sets. Default: true.
   */
  skipNodesWithSystemPods?: boolean;
}
/**
 * The lock of a cluster, as it is in the state store while it is written.
 * It is a lease: its holder renews it while it works, and once it has ended, the next writer may take it over.
 */
export interface ClusterLock {
  /**
   * Who holds it, in the words of the holder: `jane@laptop (process 4711)`.
   */
  holder: string;
  /**
   * Tells this lease from every other one.
   */
  id: string;
  /**
   * When it was acquired, in seconds since 1970.
   */
  since: number;
  /**
   * When it ends unless it is renewed, in seconds since 1970.
   */
  until: number;
}
/**
 * The options of `kops create cluster`. What is not given has the default of kops 1.36.2, and so has a text that is empty and a number that is 0, as scripts pass them for what is not set.
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
   * Who else may be on the hardware of control-plane nodes: `default`, `dedicated`, or `host` for a dedicated host.
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
   * Who else may be on the hardware of worker nodes: `default`, `dedicated`, or `host` for a dedicated host.
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
   * The ids of shared subnets, one for each zone: a cluster has shared subnets only, or none.
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
   * The ids of shared utility subnets, one for each zone: the private topology needs them beside `subnet_ids`.
   */
  utilitySubnetIds?: string[];
  /**
   * The availability zones of the cluster. The AWS region is that of the first one.
   */
  zones?: string[];
}
/**
 * The desired state of a cluster.
 */
export interface ClusterSpec {
  /**
   * Does not tag the subnets that the cluster uses. Default: false.
   */
  DisableSubnetTags?: boolean;
  /**
   * Additional IPv4 CIDRs of the VPC.
   */
  additionalNetworkCIDRs?: string[];
  /**
   * Additional IAM statements, as a JSON list, by role: `master`, `apiserver`, `node`, `bastion`.
   */
  additionalPolicies?: {
    [k: string]: string;
  };
  /**
   * Additional names and addresses in the API server's certificate.
   */
  additionalSans?: string[];
  /**
   * Manifests in the state store or at URLs that are applied beside the built-in addons.
   */
  addons?: Addon[];
  /**
   * How the API is reached.
   */
  api?: Api;
  /**
   * Where instances download images and files from.
   */
  assets?: AssetsSpec;
  /**
   * How users authenticate, beside client certificates.
   */
  authentication?: Authentication;
  /**
   * What decides whether a request to the API is allowed.
   */
  authorization?: Authorization;
  /**
   * The addon that creates AWS load balancers for services and ingresses.
   */
  awsLoadBalancerController?: AwsLoadBalancerController;
  /**
   * The addon that issues certificates.
   */
  certManager?: CertManager;
  /**
   * Where recommended versions and images come from: `stable`, `alpha`, `none`, or a file or URL in kops's format. Default: `stable`.
   */
  channel?: string;
  /**
   * How the cluster uses AWS.
   */
  cloudConfig?: CloudConfig;
  /**
   * Settings of the cloud controller manager.
   */
  cloudControllerManager?: CloudControllerManager;
  /**
   * Tags of everything that the cluster creates in AWS.
   */
  cloudLabels?: {
    [k: string]: string;
  };
  /**
   * The cloud: `aws`, the only one that is supported. Required.
   */
  cloudProvider?: string;
  /**
   * The addon that changes the size of instance groups to what pods need.
   */
  clusterAutoscaler?: ClusterAutoscaler;
  /**
   * The DNS domain of services. Default: `cluster.local`.
   */
  clusterDNSDomain?: string;
  /**
   * The location of the files that instances read (`s3://bucket/cluster`). Default: the state store and the cluster's name.
   */
  configBase?: string;
  /**
   * Retired: the location of the cluster's objects, which is the state store.
   */
  configStore?: string;
  /**
   * Retired: the container runtime is always `containerd`.
   */
  containerRuntime?: string;
  /**
   * Settings of containerd on all instances.
   */
  containerd?: Containerd;
  /**
   * How dns-controller publishes names by gossip in a cluster whose name ends in `.k8s.local`. In other clusters it does not gossip.
   */
  dnsControllerGossipConfig?: DnsControllerGossipConfig;
  /**
   * The name or id of the Route 53 hosted zone that holds the names of the API. Default: the hosted zone whose name is the longest suffix of the cluster's name.
   */
  dnsZone?: string;
  /**
   * Retired: settings of Docker, which Kubernetes no longer supports. Refused.
   */
  docker?: {
    [k: string]: unknown;
  };
  /**
   * The HTTP proxy through which instances and pods of the system reach the internet.
   */
  egressProxy?: EgressProxy;
  /**
   * Encrypts secrets in etcd, with the secret `encryptionconfig` of the state store. Default: false.
   */
  encryptionConfig?: boolean;
  /**
   * The etcd clusters: `main` and `events`, and `cilium` or `leases` where they are used.
   */
  etcdClusters?: EtcdCluster[];
  /**
   * What publishes DNS names of services, nodes and ingresses.
   */
  externalDns?: ExternalDns;
  /**
   * ARNs of managed IAM policies to attach, by role: `master`, `apiserver`, `node`, `bastion`.
   */
  externalPolicies?: {
    [k: string]: string[];
  };
  /**
   * Files to write on all instances.
   */
  fileAssets?: FileAssetSpec[];
  /**
   * How instances of a cluster whose name ends in `.k8s.local` learn its names by gossip. Other clusters do not gossip.
   */
  gossipConfig?: GossipConfig;
  /**
   * Systemd units or containers to run on all instances.
   */
  hooks?: Hook[];
  /**
   * How IAM roles and their permissions are made.
   */
  iam?: Iam;
  /**
   * Keeps control-plane nodes off the pod network and disables the debugging handlers of their kubelets. Default: false.
   */
  isolateMasters?: boolean;
  /**
   * The addon that creates instances as pending pods need them.
   */
  karpenter?: Karpenter;
  /**
   * The location of keys and certificates in the state store; only the default is supported. Default: `pki` below `configBase`.
   */
  keyStore?: string;
  /**
   * Settings of the API server.
   */
  kubeAPIServer?: KubeApiServer;
  /**
   * Settings of the controller manager.
   */
  kubeControllerManager?: KubeControllerManager;
  /**
   * DNS for pods and services.
   */
  kubeDNS?: KubeDns;
  /**
   * Settings of kube-proxy on all nodes.
   */
  kubeProxy?: KubeProxy;
  /**
   * Settings of the scheduler.
   */
  kubeScheduler?: KubeScheduler;
  /**
   * Settings of the kubelet on all nodes.
   */
  kubelet?: Kubelet;
  /**
   * CIDRs and prefix lists (`pl-…`) that may connect to the API. `create cluster` writes `0.0.0.0/0` and `::/0`.
   */
  kubernetesApiAccess?: string[];
  /**
   * The version of Kubernetes, with or without `v`. Default: the version that `channel` recommends.
   */
  kubernetesVersion?: string;
  /**
   * Retired: the name of the API inside the cluster is always `api.internal.` and the cluster's name.
   */
  masterInternalName?: string;
  /**
   * Settings of the kubelet on control-plane nodes, over `kubelet`.
   */
  masterKubelet?: Kubelet;
  /**
   * The DNS name of the API for clients. Default: `api.` and the cluster's name, where a hosted zone can hold it.
   */
  masterPublicName?: string;
  /**
   * The addon that serves CPU and memory use of nodes and pods.
   */
  metricsServer?: MetricsServer;
  /**
   * The IPv4 CIDR of the VPC. Default: that of the existing VPC, or `172.20.0.0/16`.
   */
  networkCIDR?: string;
  /**
   * The id (`vpc-…`) of an existing VPC, which is then shared: used, but never changed or deleted. Unset: the cluster creates its own VPC.
   */
  networkID?: string;
  /**
   * The pod network of the cluster: exactly one option.
   */
  networking?: Networking;
  /**
   * Retired: how nodes were admitted to the cluster.
   */
  nodeAuthorization?: NodeAuthorization;
  /**
   * CIDRs and prefix lists (`pl-…`) that may connect to node ports.
   */
  nodePortAccess?: string[];
  /**
   * The addon that reports hardware and system problems as conditions of nodes.
   */
  nodeProblemDetector?: NodeProblemDetector;
  /**
   * The addon that drains nodes before AWS terminates their instances.
   */
  nodeTerminationHandler?: NodeTerminationHandler;
  /**
   * The CIDR of pods and services, whose source addresses stay as they are; `::/0` makes the cluster an IPv6 cluster. Default: `100.64.0.0/10`; with `networking.amazonvpc`, the CIDR of the VPC.
   */
  nonMasqueradeCIDR?: string;
  /**
   * How instances set their clocks.
   */
  ntp?: Ntp;
  /**
   * Packages of the operating system to install on all instances.
   */
  packages?: string[];
  /**
   * The IPv4 CIDR of pods' addresses. Default: the upper half of `nonMasqueradeCIDR`.
   */
  podCIDR?: string;
  /**
   * The addon that injects the IAM role of a pod's service account.
   */
  podIdentityWebhook?: PodIdentityWebhook;
  /**
   * Not used on AWS: the project of Google Cloud.
   */
  project?: string;
  /**
   * How a rolling update replaces instances, where their instance group does not say.
   */
  rollingUpdate?: RollingUpdateSpec;
  /**
   * The location of secrets in the state store; only the default is supported. Default: `secrets` below `configBase`.
   */
  secretStore?: string;
  /**
   * Where the public keys of service account tokens are published, for AWS and others to verify them.
   */
  serviceAccountIssuerDiscovery?: ServiceAccountIssuerDiscovery;
  /**
   * The CIDR of services' addresses. Default: `100.64.0.0/13`, or `/108` for IPv6.
   */
  serviceClusterIPRange?: string;
  /**
   * The addon that takes snapshots of EBS volumes.
   */
  snapshotController?: SnapshotController;
  /**
   * CIDRs and prefix lists (`pl-…`) that may connect to port 22 of the bastions, or of all instances where there are none. `create cluster` writes `0.0.0.0/0` and `::/0`.
   */
  sshAccess?: string[];
  /**
   * The name of an existing EC2 key pair; the empty text for no key. Unset: a key pair is created from the cluster's SSH key.
   */
  sshKeyName?: string;
  /**
   * The subnets that instance groups may use.
   */
  subnets?: SubnetSpec[];
  /**
   * Kernel parameters of all instances, as `name=value`.
   */
  sysctlParameters?: string[];
  /**
   * Settings of Terraform files.
   */
  target?: TargetSpec;
  /**
   * How the cluster is reached: bastion and DNS.
   */
  topology?: Topology;
  /**
   * Whether instances install security updates of the operating system: `automatic` or `external`. Default: `automatic`.
   */
  updatePolicy?: string;
  /**
   * Mounts the CA certificates of the operating system into pods: `true` into those of etcd-manager and kops-controller, `false` into those of kops-controller only, as in kops. Unset: into none.
   */
  useHostCertificates?: boolean;
  /**
   * Stopped instances kept ready, where the instance group does not say. Nodes and API servers only.
   */
  warmPool?: WarmPoolSpec;
}
/**
 * An event of the type `Warning`.
 */
export interface ClusterWarning {
  /**
   * How many times it happened.
   */
  count: number;
  /**
   * The kind of the object that it is about: `Pod`.
   */
  kind: string;
  /**
   * When it happened last, in seconds since 1970 (UTC).
   */
  last: number;
  /**
   * What happened.
   */
  message: string;
  /**
   * The name of the object.
   */
  name: string;
  /**
   * The namespace of the object; null for nodes and others that are in none.
   */
  namespace: string | null;
  /**
   * Why it happened, in one word: `FailedScheduling`.
   */
  reason: string;
}
/**
 * A CNI plugin that the user installs.
 */
export interface Cni {
  /**
   * Says that the plugin gives pods secondary addresses of the VPC, which limits the number of pods by instance type. Default: false.
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
   * An input with the finding: part of a spec, a file, a command, or options. `<48 labels>` stands for that many.
   */
  wrong: string;
}
/**
 * The published node components that a cluster runs.
 */
export interface Components {
  /**
   * Where else the programs and images of that release are than at kops; kops's environment variable `KOPS_BASE_URL`.
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
 * Settings of containerd.
 */
export interface Containerd {
  /**
   * The socket that containerd listens on. Default: `/run/containerd/containerd.sock`.
   */
  address?: string;
  /**
   * Values to set in containerd's configuration file, by dotted path.
   */
  configAdditions?: {
    [k: string]: IntOrString;
  };
  /**
   * The whole configuration file of containerd. Unset: it is generated from the other fields.
   */
  configOverride?: string;
  /**
   * The gVisor runtime, which isolates containers from the kernel.
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
   * The level of the log: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `panic`. Default: `info`.
   */
  logLevel?: string;
  /**
   * The Node Resource Interface, by which plugins adjust containers.
   */
  nri?: Nri;
  /**
   * Drivers and device plugin for NVIDIA GPUs.
   */
  nvidiaGPU?: NvidiaGpu;
  /**
   * The URLs and hashes of containerd's archive, in place of the published one.
   */
  packages?: Packages;
  /**
   * URLs of mirrors by registry; `*` stands for all registries.
   */
  registryMirrors?: {
    [k: string]: string[];
  };
  /**
   * The folder of persistent data. Default: `/var/lib/containerd`.
   */
  root?: string;
  /**
   * The version of runc, which starts containers.
   */
  runc?: Runc;
  /**
   * The image of the container that holds a pod's network. Default: `registry.k8s.io/pause:3.10.1`.
   */
  sandboxImage?: string;
  /**
   * Labels containers for SELinux. Default: false.
   */
  selinuxEnabled?: boolean;
  /**
   * Uses the containerd of the image instead of installing one. Default: false.
   */
  skipInstall?: boolean;
  /**
   * The folder of temporary state. Default: `/run/containerd`.
   */
  state?: string;
  /**
   * Authenticates to mirrors in ECR with the instance's role. Default: false.
   */
  useECRCredentialsForMirrors?: boolean;
  /**
   * The version of containerd. Default: 2.2.4 from Kubernetes 1.32, 1.7.32 before.
   */
  version?: string;
}
/**
 * By how much a plan changes what the cluster costs a month: an estimate from list prices, without what depends on use.
 */
export interface CostChange {
  /**
   * Whether the prices apply in the region of the cluster.
   */
  applies: boolean;
  /**
   * What is added, or taken off where it is negative.
   */
  monthly: MonthlyCost;
  /**
   * The month or day that the prices are of.
   */
  price_date: string;
  /**
   * The region that the prices are of.
   */
  price_region: string;
  /**
   * What there is no price for, and is not counted: what the table lacks, the volumes of warm pools, and instances that Karpenter starts.
   */
  unpriced?: string[];
}
/**
 * What a cluster costs a month.
 */
export interface CostEstimate {
  /**
   * Whether the prices apply in the region of the cluster.
   */
  applies: boolean;
  /**
   * The cluster's full name.
   */
  cluster: string;
  /**
   * What costs something, in the order of resources.
   */
  lines: CostLine[];
  /**
   * The month or day that the prices are of.
   */
  price_date: string;
  /**
   * The region that the prices are of.
   */
  price_region: string;
  /**
   * The region of the cluster.
   */
  region: string;
  /**
   * The sum of the lines.
   */
  total: MonthlyCost;
  /**
   * What has no price, and is not in the sum: what the table lacks, the volumes of warm pools, and instances that Karpenter starts.
   */
  unpriced: string[];
}
/**
 * What a resource costs a month.
 */
export interface CostLine {
  /**
   * What it costs.
   */
  monthly: MonthlyCost;
  /**
   * The resource.
   */
  resource: ResourceId;
  /**
   * What is paid for: `3 to 10 × t3.large, 128 GiB gp3`.
   */
  what: string;
}
/**
 * The exporter of GPU metrics.
 */
export interface DcgmExporter {
  /**
   * Installs the exporter. Default: false.
   */
  enabled?: boolean;
}
/**
 * An image for new groups.
 */
export interface DefaultImage {
  /**
   * The architecture of its instances: `amd64` or `arm64`.
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
 * Where the DNS leads for the name of a hosted zone.
 */
export interface Delegation {
  /**
   * The name servers that the DNS names, without the trailing dot; empty where it knows no such zone. Unset where that is not known.
   */
  delegatedTo: string[] | null;
  /**
   * The zone's name without the trailing dot.
   */
  name: string;
  /**
   * The zone's own name servers, without the trailing dot: those that Route 53 gave it, and those of its NS record.
   */
  nameServers: string[];
  /**
   * Answers only inside its VPCs, so that no other zone leads to it.
   */
  private: boolean;
  /**
   * Why that is not known.
   */
  unknown: string | null;
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
 * A server that publishes discovery documents.
 */
export interface DiscoveryService {
  /**
   * The URL of the server, which becomes the issuer of tokens. Required.
   */
  url?: string;
}
/**
 * How the names of the API are published.
 */
export interface Dns {
  /**
   * The kind of hosted zone that holds the names, or `None`. Default: `Public`; `create cluster` writes `None` where no hosted zone is given.
   */
  type?: DnsType;
}
/**
 * How dns-controller gossips the names that it publishes.
 */
export interface DnsControllerGossipConfig {
  /**
   * The address and port to listen on. Default: `0.0.0.0:3998`.
   */
  listen?: string;
  /**
   * The protocol: `mesh` or `memberlist`. Default: `mesh`.
   */
  protocol?: string;
  /**
   * A second protocol, which has the same names. Unset: none, or `memberlist` where nothing of gossip is set.
   */
  secondary?: DnsControllerGossipConfigSecondary;
  /**
   * The secret that encrypts gossip. It is an argument of the pod. Unset: gossip is not encrypted.
   */
  secret?: string;
  /**
   * The address and port of the first peer. Default: `127.0.0.1:3999`, which is protokube.
   */
  seed?: string;
}
/**
 * The second protocol by which dns-controller gossips.
 */
export interface DnsControllerGossipConfigSecondary {
  /**
   * The address and port to listen on. Default: `0.0.0.0:3993`.
   */
  listen?: string;
  /**
   * The protocol: `mesh` or `memberlist`. Unset: there is no second protocol.
   */
  protocol?: string;
  /**
   * The secret that encrypts gossip. It is an argument of the pod. Unset: gossip is not encrypted.
   */
  secret?: string;
  /**
   * The address and port of the first peer. Default: `127.0.0.1:4000`, which is protokube.
   */
  seed?: string;
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
   * `A` or `AAAA`; `TXT` for those by which external-dns marks what it publishes.
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
   * What is there now, in the form of `planned`; null for nothing.
   */
  found: {
    [k: string]: unknown;
  };
  /**
   * What the plan was made for; null for nothing. Of user data and the content of files, which may hold secrets, the SHA-256.
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
 * A call of EC2 that can be tried without being made.
 */
export interface DryRun {
  /**
   * The action: `ec2:CreateSubnet`.
   */
  action: string;
  /**
   * The resource that it changes or deletes, or the one of others that it creates something in, by id.
   */
  id: string | null;
  /**
   * The tags of what it creates.
   */
  tags: {
    [k: string]: string;
  };
}
/**
 * A cluster at one moment: its spec, its resources, and its instances with their nodes and pods.
 * There are no secrets in it. User data, and what the spec has of files, values of environment variables, webhooks and further configuration, are `REDACTED`, as are passwords in URLs and what `kubectl apply` keeps in annotations; of objects that are not kops's there are the names only.
 */
export interface Dump {
  /**
   * The pod disruption budgets of all namespaces.
   */
  budgets: Budget[];
  /**
   * The cluster's full name.
   */
  cluster: string;
  /**
   * The instances, joined with nodes.
   */
  instances: InstanceStatus[];
  /**
   * What could not be read, and why.
   */
  missing: string[];
  /**
   * The nodes, with their conditions and taints.
   */
  nodes: Node[];
  /**
   * The pods of all namespaces, with their phases and the containers that are not ready.
   */
  pods: Pod[];
  /**
   * What the account holds of the cluster, in the order of kinds and ids; shared resources are among them.
   */
  resources: DumpedResource[];
  /**
   * The spec as it was given or is stored: `cluster`, `groups`, and what else there is of it.
   */
  spec: {
    [k: string]: unknown;
  };
  /**
   * Whether the cluster is healthy; null where its instances, nodes or pods are not known.
   */
  validation: Validation | null;
  /**
   * The version of this library.
   */
  version: string;
  /**
   * Warnings of the cluster about its nodes and what is in `kube-system`, the latest first, 200 at most.
   */
  warnings: ClusterWarning[];
}
/**
 * A resource of an account.
 */
export interface DumpedResource {
  /**
   * Its id.
   */
  id: string;
  /**
   * Its fields, as plans name them.
   */
  raw: {
    [k: string]: unknown;
  };
  /**
   * Its resource type.
   */
  type: Kind;
}
/**
 * The EBS CSI driver.
 */
export interface EbsCsiDriver {
  /**
   * Retired: the driver cannot be disabled. Default: true.
   */
  enabled?: boolean;
  /**
   * Runs the controller in the host network, which reaches instance metadata faster in large clusters. Default: false.
   */
  hostNetwork?: boolean;
  /**
   * Requests that may exceed `kubeAPIQPS` at once. Default: 100.
   */
  kubeAPIBurst?: number;
  /**
   * Requests per second to the API server. Default: 20.
   */
  kubeAPIQPS?: Quantity;
  /**
   * Installs the driver. With false, the user installs it. Default: true.
   */
  managed?: boolean;
  /**
   * Annotations of the driver's pods.
   */
  podAnnotations?: {
    [k: string]: string;
  };
  /**
   * The version of the driver. Default: v1.58.0.
   */
  version?: string;
  /**
   * The maximum number of volumes of each node. Unset: what the instance type allows.
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
 * The HTTP proxy through which instances reach the internet.
 */
export interface EgressProxy {
  /**
   * Hosts and CIDRs that are reached without the proxy, comma-separated. Default: the cluster's own names and CIDRs, which are always added.
   */
  excludes?: string;
  /**
   * The host and port of the proxy.
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
   * The name of the environment variable. Required.
   */
  name?: string;
  /**
   * The value of the environment variable. Unset: the empty text.
   */
  value?: string;
  /**
   * The source of the value, as in a Kubernetes container; only in `kubeAPIServer.env`.
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
 * Not every cluster of a set was applied.
 */
export interface ApplySetIncompleteErrorData {
  fields: ApplySetIncompleteFields;
  /**
   * What would help.
   */
  help: string | null;
  /**
   * The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
   */
  message: string;
  name: "ApplySetIncomplete";
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
   * The location of the backups in the state store (`s3://bucket/path`). Default: `backups/etcd/` and the etcd cluster's name, below `configBase`.
   */
  backupStore?: string;
  /**
   * Retired: etcd-manager makes the backups.
   */
  image?: string;
}
/**
 * A cluster of etcd members.
 */
export interface EtcdCluster {
  /**
   * Where etcd-manager writes backups of this cluster.
   */
  backups?: EtcdBackup;
  /**
   * CPU request of the etcd pod. Default: 200m; 100m for `events`.
   */
  cpuRequest?: Quantity;
  /**
   * Retired: connections between members always use TLS.
   */
  enableEtcdTLS?: boolean;
  /**
   * Retired: clients always authenticate with certificates.
   */
  enableTLSAuth?: boolean;
  /**
   * The members of the cluster, an odd number, each with its own volume. They cannot be removed or moved to another instance group once created.
   */
  etcdMembers?: EtcdMember[];
  /**
   * Time between two heartbeats of the leader (`100ms`). Unset: etcd's default, 100ms.
   */
  heartbeatInterval?: Duration;
  /**
   * Retired: etcd-manager chooses the image of etcd by `version`.
   */
  image?: string;
  /**
   * Time without a heartbeat after which a member stands for election (`1s`). Unset: etcd's default, 1s.
   */
  leaderElectionTimeout?: Duration;
  /**
   * Settings of etcd-manager, which runs etcd and makes its backups.
   */
  manager?: EtcdManager;
  /**
   * Memory request of the etcd pod. Default: 100Mi.
   */
  memoryRequest?: Quantity;
  /**
   * The name of the etcd cluster: `main`, `events`, `cilium` or `leases`. Required.
   */
  name?: string;
  /**
   * What runs etcd. Default, and the only supported value: `Manager`.
   */
  provider?: EtcdProvider;
  /**
   * The version of etcd. Default: 3.6.12 from Kubernetes 1.34, 3.5.31 before.
   */
  version?: string;
}
/**
 * Settings of etcd-manager.
 */
export interface EtcdManager {
  /**
   * Time between two backups (`15m`). Unset: etcd-manager's default, 15m.
   */
  backupInterval?: Duration;
  /**
   * Days for which backups are kept. Default: 90.
   */
  backupRetentionDays?: number;
  /**
   * Time between two searches for the volumes of other members (`1m`). Unset: etcd-manager's default, 1m.
   */
  discoveryPollInterval?: Duration;
  /**
   * Environment variables of etcd-manager. Those with the prefix `ETCD_` configure etcd itself.
   */
  env?: EnvVar[];
  /**
   * The image of etcd-manager. Default: the release that kops 1.36.2 installs.
   */
  image?: string;
  /**
   * URLs on which etcd serves HTTP clients, apart from gRPC clients. Unset: one listener serves both.
   */
  listenClientHTTPURLs?: string[];
  /**
   * URLs on which etcd serves metrics. Unset: metrics are served on the client URL only.
   */
  listenMetricsURLs?: string[];
  /**
   * Verbosity of etcd-manager's log, from 0. Default: 6.
   */
  logLevel?: number;
}
/**
 * A member of an etcd cluster and its volume.
 */
export interface EtcdMember {
  /**
   * Encrypts the volume. Default: false, as kops reads a spec without it; `create cluster` writes true.
   */
  encryptedVolume?: boolean;
  /**
   * The control-plane instance group that runs the member. Its zone is the zone of the volume. Required.
   */
  instanceGroup?: string;
  /**
   * The id or ARN of the KMS key that encrypts the volume. Unset: the account's default key for EBS.
   */
  kmsKeyId?: string;
  /**
   * The name of the member, unique in its etcd cluster; often the letter of the zone. Part of the name of its volume. Required.
   */
  name?: string;
  /**
   * I/O operations per second of the volume. Default: 3000 for `gp3`, 100 for `io1` and `io2`.
   */
  volumeIops?: number;
  /**
   * Size of the volume in GiB. Default: 20.
   */
  volumeSize?: number;
  /**
   * Throughput of a `gp3` volume in MiB/s. Default: 125.
   */
  volumeThroughput?: number;
  /**
   * The EBS type of the member's volume. Default: `gp3`.
   */
  volumeType?: string;
}
/**
 * Another writer holds the lock of the cluster, and the run waits for it.
 */
export interface WaitingForLockEvent {
  event: "waiting-for-lock";
  /**
   * Who holds it, and until when.
   */
  lock: ClusterLock;
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
   * Tags.
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
 * The pod is ending, or gone.
 */
export interface AcceptedEviction {
  result: "accepted";
}
/**
 * A pod disruption budget does not allow it now.
 */
export interface BlockedEviction {
  /**
   * What the API server says of it.
   */
  message: string;
  result: "blocked";
}
/**
 * A container to run on an instance.
 */
export interface ExecContainer {
  /**
   * The command and its arguments. Unset: the command of the image.
   */
  command?: string[];
  /**
   * Environment variables of the container.
   */
  environment?: {
    [k: string]: string;
  };
  /**
   * The image of the container. Required.
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
 * What publishes DNS names of services, nodes and ingresses.
 */
export interface ExternalDns {
  /**
   * Retired: use `provider: none`. Publishes no names. Default: false.
   */
  disable?: boolean;
  /**
   * The priority class of the controller's pods. Default: `system-cluster-critical`.
   */
  priorityClassName?: string;
  /**
   * The controller that publishes names. Default: `dns-controller`; none where `topology.dns.type` is `None`.
   */
  provider?: ExternalDnsProvider;
  /**
   * Publishes the names of ingresses too. Default: false.
   */
  watchIngress?: boolean;
  /**
   * The only namespace whose services and ingresses are published. Unset: all namespaces.
   */
  watchNamespace?: string;
}
/**
 * An existing load balancer: either its name or its target group.
 */
export interface ExternalLoadBalancer {
  /**
   * The name of a classic load balancer. Unset where `targetGroupArn` is set.
   */
  loadBalancerName?: string;
  /**
   * The ARN of a target group. Unset where `loadBalancerName` is set.
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
   * S3 buckets by name: that of discovery documents, and for files that another tool applies those of the state store and of etcd's backups too. One that is not here is taken to be in the region of the cluster and to have no default encryption.
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
   * The role in each instance profile that instance groups bring along, by the profile's name.
   */
  instanceProfileRoles?: {
    [k: string]: string;
  };
  /**
   * Instance types by name.
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
   * Whether a bucket's policy lets everyone read it, by the bucket's name.
   */
  publicBuckets?: {
    [k: string]: boolean;
  };
  /**
   * Manifests of addons that other projects publish, by their place in the addon source: `certmanager.io/k8s-1.16.yaml`. Unset where there is no source: manifests that the state store has not either are then not planned.
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
   * The manifests of such addons that the state store has, by their place below `addons`. They stay as they are where `Facts::published_addons` has none.
   */
  storedAddons?: {
    [k: string]: string;
  };
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
   * Whether `Bucket::default_encryption` of these buckets is wanted too.
   */
  bucketEncryption: boolean;
  /**
   * S3 buckets by name.
   */
  buckets: string[];
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
   * Instance profiles by name whose role is wanted: those that instance groups of nodes bring along.
   */
  instanceProfiles: string[];
  /**
   * Names of instance types.
   */
  machineTypes: string[];
  /**
   * NAT gateways by id.
   */
  natGateways: string[];
  /**
   * S3 buckets by name that may have a policy that lets everyone read them.
   */
  publicBuckets: string[];
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
 * An addon that could not be applied, or a list that cannot be read. An addon does not count as installed then, and the next attempt applies it again.
 */
export interface FailedAddon {
  /**
   * Each thing that went wrong, in one sentence.
   */
  messages: string[];
  /**
   * The name of the addon, or the location of the list.
   */
  name: string;
}
/**
 * Something that is wrong with a cluster.
 */
export interface Failure {
  /**
   * It may pass by itself.
   */
  canHeal: boolean;
  /**
   * What to do, in one sentence.
   */
  help: string;
  /**
   * The instance group that it is a part of.
   */
  instanceGroup: string | null;
  /**
   * What is wrong, in one sentence.
   */
  message: string;
  /**
   * The name of that: of an instance group, an instance, a node, or a pod with its namespace.
   */
  name: string;
  /**
   * What it is about.
   */
  type: FailureKind;
}
/**
 * A difference in one field. `Debug` shows nothing of user data and the content of files, which may hold secrets.
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
 * The documentation of a field, or of an object as a whole.
 */
export interface FieldPage {
  /**
   * What the field means, its unit, and its default.
   */
  description: string;
  /**
   * The values that the field can have, where they are few.
   */
  enum?: string[];
  /**
   * The name of the field; missing for an object as a whole.
   */
  field?: string;
  /**
   * The fields below it.
   */
  fields?: FieldSummary[];
  /**
   * The kind of the object: `Cluster`, `InstanceGroup` or `SSHCredential`.
   */
  kind: string;
  /**
   * The type of the field: `string`, `[]string`, `map[string]string`, or the name of an object.
   */
  type: string;
  /**
   * The version of the format.
   */
  version: string;
}
/**
 * A field below another.
 */
export interface FieldSummary {
  /**
   * What the field means, its unit, and its default.
   */
  description: string;
  /**
   * The values that the field can have, where they are few.
   */
  enum?: string[];
  /**
   * The fields below it, where all levels are wanted.
   */
  fields?: FieldSummary[];
  /**
   * The name of the field.
   */
  name: string;
  /**
   * Whether the format requires it.
   */
  required: boolean;
  /**
   * The type of the field: `string`, `[]string`, `map[string]string`, or the name of an object.
   */
  type: string;
}
/**
 * A file that nodes download.
 */
export interface FileAsset {
  /**
   * The URL at which its publisher has it.
   */
  canonical: string;
  /**
   * The URL from which nodes get it: below `assets.fileRepository`, where the spec sets that.
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
   * The content of the file, as text or base64. Required.
   */
  content?: string;
  /**
   * Says that `content` is base64-encoded. Default: false.
   */
  isBase64?: boolean;
  /**
   * The file mode in octal. Default: `0440`.
   */
  mode?: string;
  /**
   * The name of the file asset, unique in its list. Required.
   */
  name?: string;
  /**
   * The absolute path of the file. Default: `/srv/kubernetes/assets/` and its name.
   */
  path?: string;
  /**
   * The roles of the instances that get the file. `Master` is stored as `ControlPlane`, the only one that kops reads here. Default: all.
   */
  roles?: InstanceGroupRole[];
}
/**
 * Flannel.
 */
export interface Flannel {
  /**
   * How packets travel between nodes: `vxlan` or `udp`. Default: `udp`, as kops reads a spec without it; `create cluster` writes `vxlan`.
   */
  backend?: string;
  /**
   * Retired: the workaround for an old kernel bug.
   */
  disableTxChecksumOffloading?: boolean;
  /**
   * Seconds between two checks of Flannel's iptables rules. Default: 5.
   */
  iptablesResyncSeconds?: number;
}
/**
 * How protokube gossips, which runs on control planes and on nodes that learn the cluster's names by gossip only.
 */
export interface GossipConfig {
  /**
   * The address and port to listen on. Default: `0.0.0.0:3999`.
   */
  listen?: string;
  /**
   * The protocol: `mesh` or `memberlist`. Default: `mesh`.
   */
  protocol?: string;
  /**
   * A second protocol, which has the same names.
   */
  secondary?: GossipConfigSecondary;
  /**
   * The secret that encrypts gossip. Instances read it from their configuration. Unset: gossip is not encrypted.
   */
  secret?: string;
}
/**
 * The second protocol by which protokube gossips.
 */
export interface GossipConfigSecondary {
  /**
   * The address and port to listen on. Default: `0.0.0.0:4000`.
   */
  listen?: string;
  /**
   * The protocol: `mesh` or `memberlist`, or an empty text for none. Default: `memberlist`.
   */
  protocol?: string;
  /**
   * The secret that encrypts gossip. Instances read it from their configuration. Unset: gossip is not encrypted.
   */
  secret?: string;
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
    [k: string]: GraphNode;
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
 * A resource of the graph with what the planner needs to know of it.
 */
export interface GraphNode {
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
 * What became of a group.
 */
export interface GroupOutcome {
  /**
   * Why it was given up.
   */
  failure: RollingUpdateFailure | null;
  /**
   * The instance group.
   */
  instanceGroup: string;
  /**
   * How far it came.
   */
  result: GroupResult;
  /**
   * The instances that were terminated, in order.
   */
  terminated: string[];
}
/**
 * What a rolling update would do with a group.
 */
export interface GroupPlan {
  /**
   * How many instances it should have now.
   */
  desired: number;
  /**
   * The instance group.
   */
  instanceGroup: string;
  /**
   * The largest size.
   */
  maxSize: number;
  /**
   * The smallest size; 0 where Karpenter decides on it, as are the next two.
   */
  minSize: number;
  /**
   * How many of its instances are nodes.
   */
  nodes: number;
  /**
   * How many instances are up to date.
   */
  ready: number;
  /**
   * The instances to replace, in the order of the update.
   */
  replace: Replacement[];
  /**
   * Its role.
   */
  role: InstanceGroupRole;
  /**
   * In how many rounds they are replaced, each of which waits until the cluster is healthy.
   */
  rounds: number;
  /**
   * How many are replaced at once.
   */
  settings: GroupSettings;
}
/**
 * How many instances of a group are replaced at once: `spec.rollingUpdate`, in numbers.
 */
export interface GroupSettings {
  /**
   * Instances are drained and terminated; otherwise only further ones are started.
   */
  drainAndTerminate: boolean;
  /**
   * How many instances are started in advance, by detaching old ones from their group.
   */
  maxSurge: number;
  /**
   * How many instances may be missing.
   */
  maxUnavailable: number;
}
/**
 * An instance group whose instances do not have the keys of the state store yet.
 */
export interface GroupToRoll {
  /**
   * The instance group.
   */
  instanceGroup: string;
  /**
   * Karpenter runs its instances, and replaces those that are outdated by itself as far as disruption budgets let it; a rolling update does so with `force` only.
   */
  isKarpenter: boolean;
  /**
   * Its cloud resources must be updated before a rolling update replaces its instances.
   */
  needsUpdate: boolean;
  /**
   * How many of its instances are outdated now.
   */
  outdated: number;
}
/**
 * The gVisor runtime.
 */
export interface Gvisor {
  /**
   * Installs gVisor, for pods with the runtime class `gvisor`. Default: false.
   */
  enabled?: boolean;
  /**
   * How gVisor intercepts system calls: `systrap` or `kvm`. Default: `systrap`.
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
 * A systemd unit, or a container, to run on instances.
 */
export interface Hook {
  /**
   * Systemd units that the hook is started before.
   */
  before?: string[];
  /**
   * Disables the hook. In an instance group, disables the cluster's hook of the same name. Default: false.
   */
  disabled?: boolean;
  /**
   * The container to run, in place of `manifest`.
   */
  execContainer?: ExecContainer;
  /**
   * The `[Service]` section of the systemd unit, or the whole unit with `useRawManifest`. Unset where `execContainer` is set.
   */
  manifest?: string;
  /**
   * The name of the systemd unit. Default: `kops-hook-` and the position of the hook.
   */
  name?: string;
  /**
   * Systemd units that the hook requires.
   */
  requires?: string[];
  /**
   * The roles of the instances that run the hook. Default: all.
   */
  roles?: InstanceGroupRole[];
  /**
   * Takes `manifest` as the whole systemd unit. Default: false.
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
   * The host name or address of the proxy. Required.
   */
  host?: string;
  /**
   * The port of the proxy. Unset: the URL of the proxy has no port.
   */
  port?: number;
}
/**
 * Hubble, which observes Cilium's flows.
 */
export interface Hubble {
  /**
   * Runs Hubble. Default: true where `hubble` is set, else false.
   */
  enabled?: boolean;
  /**
   * Metrics of flows to publish, such as `dns`, `drop`, `tcp`, `flow`.
   */
  metrics?: string[];
}
/**
 * How roles and permissions are made.
 */
export interface Iam {
  /**
   * Lets instances pull images from the account's ECR registries. Default: false; `create cluster` writes true.
   */
  allowContainerRegistry?: boolean;
  /**
   * Retired: the broad permissions of kops's first releases. kops always writes the field, so this library does too. Default: false.
   */
  legacy?: boolean;
  /**
   * The ARN of the IAM policy that is set as the permissions boundary of every role. Unset: none.
   */
  permissionsBoundary?: string;
  /**
   * IAM roles to create for service accounts of workloads. Needs `useServiceAccountExternalPermissions`.
   */
  serviceAccountExternalPermissions?: ServiceAccountPermission[];
  /**
   * Gives each addon an IAM role of its own, bound to its service account (IRSA), instead of permissions on the instances. Needs `serviceAccountIssuerDiscovery`. Default: false.
   */
  useServiceAccountExternalPermissions?: boolean;
}
/**
 * The policies of a cluster. Applying and deleting take those of planning too.
 */
export interface IamPolicies {
  /**
   * What creating and changing the cluster takes beyond that.
   */
  apply: IamPolicy[];
  /**
   * What deleting it takes beyond that.
   */
  delete: IamPolicy[];
  /**
   * What planning and rendering files for Terraform take: they read only.
   */
  plan: IamPolicy[];
}
/**
 * An IAM policy.
 */
export interface IamPolicy {
  /**
   * The document, of at most 6,144 characters without white space.
   */
  document: {
    [k: string]: unknown;
  };
  /**
   * A name for it: `demo.example.com-apply-1`.
   */
  name: string;
}
/**
 * An existing instance profile.
 */
export interface IamProfile {
  /**
   * The ARN of the instance profile. Required.
   */
  profile?: string;
}
/**
 * An AWS identity and the user that it is in the cluster.
 */
export interface IdentityMapping {
  /**
   * The ARN of the AWS role or user. Required.
   */
  arn?: string;
  /**
   * The groups of the user in Kubernetes, such as `system:masters`.
   */
  groups?: string[];
  /**
   * The name of the user in Kubernetes. Required.
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
   * The name by which nodes pull it: that of `assets.containerRegistry` or `assets.containerProxy`, where the spec sets one.
   */
  download: string;
}
/**
 * Changes that nothing that runs notices.
 */
export interface InPlaceImpact {
  impact: "in-place";
  /**
   * The number of steps.
   */
  steps: number;
}
/**
 * Instances that start later differ from those that run, which stay as they are and need no rolling update.
 */
export interface NewInstancesImpact {
  impact: "new-instances";
  /**
   * What changes.
   */
  resources: ResourceId[];
}
/**
 * Every instance of a group has to be replaced before it is what the spec says. The plan does not do it: a rolling update does.
 */
export interface RollsInstancesImpact {
  /**
   * How long a rolling update of the largest size takes at most before it is given up, in seconds, by the settings of the group and the defaults of `kops rolling-update cluster`.
   */
  at_worst_seconds: number;
  /**
   * The instance group.
   */
  group: string;
  impact: "rolls-instances";
  /**
   * How many instances of it run now and stay until then.
   */
  instances: InstanceCount;
  /**
   * What its instances do.
   */
  role: InstanceGroupRole;
}
/**
 * Members of etcd stop while instances of the control plane are replaced or terminated.
 */
export interface QuorumImpact {
  impact: "quorum";
  /**
   * Whether more than half stay. Otherwise the API is unavailable meanwhile.
   */
  keeps: boolean;
  /**
   * The number of members of each etcd cluster, before or after the plan: the larger one.
   */
  members: number;
  /**
   * How many of them are missing at once.
   */
  missing: number;
}
/**
 * Connections are interrupted for a moment.
 */
export interface EndsConnectionsImpact {
  impact: "ends-connections";
  /**
   * What is changed or deleted.
   */
  resources: ResourceId[];
}
/**
 * Instances are terminated. Others take their place unless the group gets smaller.
 */
export interface TerminatesInstancesImpact {
  impact: "terminates-instances";
  /**
   * How many.
   */
  instances: InstanceCount;
  /**
   * The autoscaling group.
   */
  resource: ResourceId;
}
/**
 * The name of the API stops leading to the API.
 */
export interface ApiUnreachableImpact {
  impact: "api-unreachable";
  /**
   * The name.
   */
  name: string;
  /**
   * What is deleted: the record of the name, or the load balancer behind it.
   */
  resource: ResourceId;
}
/**
 * Data is lost.
 */
export interface LosesDataImpact {
  impact: "loses-data";
  /**
   * What holds it.
   */
  resources: ResourceId[];
}
/**
 * An addon that a cluster runs, as an annotation of its namespace says.
 */
export interface InstalledAddon {
  /**
   * Where the list of addons was that it was applied from.
   */
  channel: string | null;
  /**
   * Tells manifests of one addon apart: `k8s-1.16`.
   */
  id?: string;
  /**
   * The SHA-256 of the manifest in hexadecimal.
   */
  manifestHash: string;
  /**
   * The name of the addon.
   */
  name: string;
  /**
   * The namespace whose annotation it is.
   */
  namespace: string;
  /**
   * The generation of the program that applied it, which is 1 since objects are pruned.
   */
  systemGeneration: number;
}
/**
 * A virtual machine of a cluster.
 */
export interface Instance {
  /**
   * Its id: `i-0a1b2c3d4e5f60718`. Its node has the same name, or a provider id that ends with it.
   */
  id: CloudId;
  /**
   * The instance type.
   */
  instanceType: string;
  /**
   * Its private address.
   */
  privateIp: string | null;
  /**
   * Its public address.
   */
  publicIp: string | null;
  /**
   * Where it stands.
   */
  state: InstanceState;
  /**
   * What it was launched from; null where that is gone or is a launch configuration.
   */
  template: string | null;
  /**
   * The availability zone.
   */
  zone: string;
}
/**
 * Takes it out of its group, which launches another in its place; it runs on, with the tag `DETACHED`.
 */
export interface DetachInstanceChange {
  do: "detach";
  /**
   * The autoscaling group.
   */
  group: CloudId;
  /**
   * The instance.
   */
  instance: CloudId;
}
/**
 * Takes it out of the load balancers of its group: they end what is open and send nothing new.
 */
export interface DeregisterInstanceChange {
  do: "deregister";
  /**
   * The autoscaling group.
   */
  group: CloudId;
  /**
   * The instance.
   */
  instance: CloudId;
}
/**
 * Terminates it. Its autoscaling group launches another in its place unless it was detached.
 */
export interface TerminateInstanceChange {
  do: "terminate";
  /**
   * The instance.
   */
  instance: CloudId;
}
/**
 * A number of instances between the smallest and the largest size of their group.
 */
export interface InstanceCount {
  /**
   * The most.
   */
  max: number;
  /**
   * The least.
   */
  min: number;
}
/**
 * A group of instances of one role.
 */
export interface InstanceGroup {
  /**
   * The version of the format, always v1alpha2.
   */
  apiVersion?: "kops.k8s.io/v1alpha2" | "kops/v1alpha2";
  /**
   * The kind of the object.
   */
  kind?: "InstanceGroup";
  /**
   * The name, labels and annotations of the object.
   */
  metadata: ObjectMeta;
  /**
   * The desired state of the object.
   */
  spec: InstanceGroupSpec;
}
/**
 * The options of `kops create instancegroup`. What is not given has the default of kops 1.36.2, and so has what is empty.
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
 * The desired state of an instance group.
 */
export interface InstanceGroupSpec {
  /**
   * Ids (`sg-…`) of existing security groups to attach to the instances as well.
   */
  additionalSecurityGroups?: string[];
  /**
   * Additional parts of the instances' user data, for cloud-init.
   */
  additionalUserData?: UserData[];
  /**
   * Assigns public IPv4 addresses to instances in public and utility subnets. Default: true.
   */
  associatePublicIp?: boolean;
  /**
   * Lets the cluster autoscaler change the size of this instance group. Default: true.
   */
  autoscale?: boolean;
  /**
   * The priority of this instance group for the cluster autoscaler's `priority` expander; the highest is used first. Default: 0.
   */
  autoscalePriority?: number;
  /**
   * Replaces a spot instance as soon as AWS signals that it is at risk. Default: false.
   */
  capacityRebalance?: boolean;
  /**
   * Tags of the autoscaling group, its instances and their volumes, over the cluster's `cloudLabels`.
   */
  cloudLabels?: {
    [k: string]: string;
  };
  /**
   * Compresses large parts of the user data with gzip, because AWS limits it to 16 KiB. Default: false.
   */
  compressUserData?: boolean;
  /**
   * Settings of containerd, over the cluster's `containerd`.
   */
  containerd?: Containerd;
  /**
   * The credit mode of burstable instance types: `standard` or `unlimited`. Unset: AWS's default for the instance type.
   */
  cpuCredits?: string;
  /**
   * Publishes CloudWatch metrics every minute instead of every five minutes. Default: false.
   */
  detailedInstanceMonitoring?: boolean;
  /**
   * Existing load balancers to register the instances with.
   */
  externalLoadBalancers?: ExternalLoadBalancer[];
  /**
   * Files to write on the instances, beside those of the cluster.
   */
  fileAssets?: FileAssetSpec[];
  /**
   * Not used on AWS: the provisioning model of Google Cloud.
   */
  gcpProvisioningModel?: string;
  /**
   * Not used on AWS: accelerators of Google Cloud.
   */
  guestAccelerators?: unknown[];
  /**
   * Systemd units or containers to run on the instances. A hook replaces the cluster's hook of the same name.
   */
  hooks?: Hook[];
  /**
   * The existing instance profile to use. Unset: the cluster creates one for each role.
   */
  iam?: IamProfile;
  /**
   * The AMI: `ami-…`, `owner/name`, or `ssm:/parameter`. Default: the image that the channel recommends for the version of Kubernetes and the architecture of `machineType`.
   */
  image?: string;
  /**
   * What happens to an interrupted spot instance: `hibernate`, `stop` or `terminate`. Unset: AWS's default, `terminate`.
   */
  instanceInterruptionBehavior?: string;
  /**
   * Access of processes on the instances to the instance metadata service.
   */
  instanceMetadata?: InstanceMetadata;
  /**
   * Protects new instances from being terminated when the autoscaling group scales in. Default: false.
   */
  instanceProtection?: boolean;
  /**
   * Settings of the kubelet, over the cluster's `kubelet`, or `masterKubelet` for control-plane nodes.
   */
  kubelet?: Kubelet;
  /**
   * The instance type (`t3.medium`); for Karpenter several, comma-separated, or none for any. Default: the first of a short list for the role that suits the image and that every zone of the subnets offers.
   */
  machineType?: string;
  /**
   * What creates the instances: an autoscaling group (`CloudGroup`) or `Karpenter`, for nodes only. Default: `CloudGroup`.
   */
  manager?: InstanceManager;
  /**
   * The age (`168h`) at which the autoscaling group replaces an instance, at least one day. Unset: instances are not replaced by age.
   */
  maxInstanceLifetime?: Duration;
  /**
   * The highest price of a spot instance in US dollars per hour (`0.05`). Setting it makes the instances spot instances. Unset: on-demand instances.
   */
  maxPrice?: string;
  /**
   * The maximum number of instances. Default: 2 for nodes and API servers, 1 for control-plane nodes and bastions; none with Karpenter.
   */
  maxSize?: number;
  /**
   * The minimum number of instances. Default: 2 for nodes and API servers, 1 for control-plane nodes and bastions; none with Karpenter.
   */
  minSize?: number;
  /**
   * Uses several instance types, and spot beside on-demand instances.
   */
  mixedInstancesPolicy?: MixedInstancesPolicySpec;
  /**
   * Kubernetes labels of the nodes.
   */
  nodeLabels?: {
    [k: string]: string;
  };
  /**
   * Packages of the operating system to install, beside those of the cluster.
   */
  packages?: string[];
  /**
   * What the instances do: `Master` (control plane; `ControlPlane` is read too), `APIServer`, `Node` or `Bastion`. Required.
   */
  role?: InstanceGroupRole;
  /**
   * How a rolling update replaces the instances, over the cluster's `rollingUpdate`.
   */
  rollingUpdate?: RollingUpdateSpec;
  /**
   * Retired: the root volume is always deleted with its instance.
   */
  rootVolumeDeleteOnTermination?: boolean;
  /**
   * Encrypts the root volume. Default: true.
   */
  rootVolumeEncryption?: boolean;
  /**
   * The id or ARN of the KMS key that encrypts the root volume. Instances of autoscaling groups start only where the policy of the key lets the service-linked role of Auto Scaling, `AWSServiceRoleForAutoScaling`, use it. Unset: the account's default key for EBS.
   */
  rootVolumeEncryptionKey?: string;
  /**
   * I/O operations per second of a `gp3`, `io1` or `io2` root volume. Default: 3000 for `gp3`, 100 for `io1` and `io2`, which are also the minimum.
   */
  rootVolumeIops?: number;
  /**
   * Requests EBS-optimized instances. Unset: AWS's default for the instance type.
   */
  rootVolumeOptimization?: boolean;
  /**
   * Size of the root volume in GiB. Default: 128 for nodes and API servers, 64 for control-plane nodes, 32 for bastions.
   */
  rootVolumeSize?: number;
  /**
   * Throughput of a `gp3` root volume in MiB/s. Default: 125, which is also the minimum.
   */
  rootVolumeThroughput?: number;
  /**
   * The EBS type of the root volume. Default: `gp3`.
   */
  rootVolumeType?: string;
  /**
   * The id (`sg-…`) of an existing security group, in place of the one of the role. Unset: the cluster creates one for each role.
   */
  securityGroupOverride?: string;
  /**
   * Retired by AWS: minutes for which a spot instance is reserved, a multiple of 60 up to 360. Unset: none.
   */
  spotDurationInMinutes?: number;
  /**
   * Names of the subnets in the cluster's `spec.subnets` that instances run in. Default: all public and private subnets, or the dual-stack ones where there are no others. Required for control-plane nodes.
   */
  subnets?: string[];
  /**
   * Processes of the autoscaling group to suspend, such as `AZRebalance`.
   */
  suspendProcesses?: string[];
  /**
   * Kernel parameters, as `name=value`, beside those of the cluster.
   */
  sysctlParameters?: string[];
  /**
   * Taints of the nodes, as `key=value:effect`, beside those of `kubelet`.
   */
  taints?: string[];
  /**
   * Whether the hardware is shared with other accounts: `default`, `dedicated` or `host`. Unset: AWS's default, that of the VPC.
   */
  tenancy?: string;
  /**
   * Whether instances install security updates of the operating system: `automatic` or `external`. Default: the cluster's `updatePolicy`.
   */
  updatePolicy?: string;
  /**
   * File systems to create on devices and to mount when an instance boots.
   */
  volumeMounts?: VolumeMount[];
  /**
   * Additional EBS volumes of each instance.
   */
  volumes?: VolumeSpec[];
  /**
   * Stopped instances kept ready, over the cluster's `warmPool`.
   */
  warmPool?: WarmPoolSpec;
  /**
   * Not used on AWS: the zones of an instance group whose subnets span zones.
   */
  zones?: string[];
}
/**
 * Access to the instance metadata service.
 */
export interface InstanceMetadata {
  /**
   * The number of network hops that a metadata token may travel, 1 to 64. Containers outside of the host network need 2. Default: 1.
   */
  httpPutResponseHopLimit?: number;
  /**
   * Whether requests need a token (IMDSv2): `required` or `optional`. Default: `required`.
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
 * CPU and memory that instance types must have.
 */
export interface InstanceRequirementsSpec {
  /**
   * The number of virtual CPUs. Unset: any.
   */
  cpu?: MinMax;
  /**
   * Instance types not to use; `*` stands for any text (`t2.*`).
   */
  excludedInstanceTypes?: string[];
  /**
   * The amount of memory, as a quantity (`4Gi`). Unset: any.
   */
  memory?: MinMax;
}
/**
 * An instance of a cluster and its node.
 */
export interface InstanceStatus {
  /**
   * The autoscaling group; null where none runs it.
   */
  autoscalingGroup: string | null;
  /**
   * Its public address.
   */
  externalIP: string | null;
  /**
   * The id of the instance.
   */
  id: string;
  /**
   * The instance group; null where the spec has none that its autoscaling group is for, or that its tags name where Karpenter launched it.
   */
  instanceGroup: string | null;
  /**
   * Its private address.
   */
  internalIP: string | null;
  /**
   * The instance type.
   */
  machineType: string;
  /**
   * The name of its node; null where it has not joined.
   */
  nodeName: string | null;
  /**
   * The role of its instance group.
   */
  role: InstanceGroupRole | null;
  /**
   * Where it stands.
   */
  state: InstanceState;
  /**
   * Whether it must be replaced.
   */
  status: UpdateStatus;
  /**
   * The availability zone.
   */
  zone: string;
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
 * What a plan does to what runs in a cluster, or to its users.
 */
export interface Interruption {
  /**
   * The cluster.
   */
  cluster: string;
  /**
   * What it does.
   */
  impact: Impact;
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
 * The addon that creates instances as pending pods need them.
 */
export interface Karpenter {
  /**
   * CPU request of the pods. Unset: that of the published manifest, or 500m.
   */
  cpuRequest?: Quantity;
  /**
   * Installs the addon. Needs IAM roles for service accounts. Default: false.
   */
  enabled?: boolean;
  /**
   * Feature gates, as `Name=true,Other=false`. Default: the set that kops 1.36.2 uses.
   */
  featureGates?: string;
  /**
   * The image of the addon. Default: `public.ecr.aws/karpenter/controller:1.13.0`.
   */
  image?: string;
  /**
   * The format of the log: `console` or `json`. Default: `console`.
   */
  logEncoding?: string;
  /**
   * The level of the log: `debug`, `info`, `warn` or `error`. Default: `debug`.
   */
  logLevel?: string;
  /**
   * Memory limit of the pods. Unset: that of the published manifest, or 1Gi.
   */
  memoryLimit?: Quantity;
  /**
   * Memory request of the pods. Unset: that of the published manifest, or 1Gi.
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
   * Enforces `AdminNetworkPolicy` objects, whose types must be installed in the cluster. Unset: the default of kindnet, false.
   */
  adminNetworkPolicies?: boolean;
  /**
   * Enforces `BaselineAdminNetworkPolicy` objects, whose types must be installed in the cluster. Unset: the default of kindnet, false.
   */
  baselineAdminNetworkPolicies?: boolean;
  /**
   * Caches DNS answers on each node. Default: true.
   */
  dnsCaching?: boolean;
  /**
   * The number of packets after which a connection is handled by the kernel's fast path. Default: 0, never.
   */
  fastPathThreshold?: number;
  /**
   * Verbosity of kindnet's log, from 0. Default: 2.
   */
  logLevel?: number;
  /**
   * Whether the source addresses of pods are translated. Default: enabled for IPv4, with the cluster's own CIDRs left out.
   */
  masquerade?: KindnetMasquerade;
  /**
   * Translates between IPv6 pods and IPv4 destinations. Default: false.
   */
  nat64?: boolean;
  /**
   * Enforces `NetworkPolicy` objects. Unset: the default of kindnet, true.
   */
  networkPolicies?: boolean;
  /**
   * The version of kindnet. Default: v1.0.0.
   */
  version?: string;
}
/**
 * Translation of the source addresses of pods.
 */
export interface KindnetMasquerade {
  /**
   * Translates source addresses of pods that leave the cluster. Default: true for IPv4, false for IPv6.
   */
  enabled?: boolean;
  /**
   * Destination CIDRs that keep the pods' source addresses. Default, where `masquerade` is not set: `networkCIDR`, `podCIDR` and `serviceClusterIPRange`.
   */
  nonMasqueradeCIDRs?: string[];
}
/**
 * Settings of the API server.
 */
export interface KubeApiServer {
  /**
   * Other issuers whose tokens are accepted, for a change of the issuer.
   */
  additionalServiceAccountIssuers?: string[];
  /**
   * Retired: Kubernetes no longer serves without TLS.
   */
  address?: string;
  /**
   * Retired: use `enableAdmissionPlugins`.
   */
  admissionControl?: string[];
  /**
   * The path of the file that configures admission plugins. Unset: none.
   */
  admissionControlConfigFile?: string;
  /**
   * The address that the API server advertises to the cluster. Unset: the address of the node.
   */
  advertiseAddress?: string;
  /**
   * Allows privileged containers. Default: true.
   */
  allowPrivileged?: boolean;
  /**
   * Serves requests without authentication as the user `system:anonymous`. Default: false.
   */
  anonymousAuth?: boolean;
  /**
   * The audiences that tokens of service accounts must have. Default: `kubernetes.svc.default`.
   */
  apiAudiences?: string[];
  /**
   * The number of API servers. Default: the number of members of the etcd cluster `main`.
   */
  apiServerCount?: number;
  /**
   * Admission plugins to run beside the default ones.
   */
  appendAdmissionPlugins?: string[];
  /**
   * Retired: Kubernetes no longer reads audit settings from objects.
   */
  auditDynamicConfiguration?: boolean;
  /**
   * The format of the audit log: `json` or `legacy`. Unset: kube-apiserver's default, `json`.
   */
  auditLogFormat?: string;
  /**
   * Days for which old audit logs are kept. Unset: they are not removed by age.
   */
  auditLogMaxAge?: number;
  /**
   * The number of old audit logs that are kept. Unset: all.
   */
  auditLogMaxBackups?: number;
  /**
   * Size in MB at which the audit log is rotated. Unset: kube-apiserver's default, 100.
   */
  auditLogMaxSize?: number;
  /**
   * The path of the audit log; `-` for standard output. Unset: no audit log.
   */
  auditLogPath?: string;
  /**
   * The path of the audit policy. Unset: nothing is audited.
   */
  auditPolicyFile?: string;
  /**
   * The number of audit events that are buffered for the webhook. Unset: kube-apiserver's default, 10000.
   */
  auditWebhookBatchBufferSize?: number;
  /**
   * The maximum number of audit events in a batch. Unset: kube-apiserver's default, 400.
   */
  auditWebhookBatchMaxSize?: number;
  /**
   * Time after which a batch is sent even if it is not full (`30s`). Unset: kube-apiserver's default, 30s.
   */
  auditWebhookBatchMaxWait?: Duration;
  /**
   * The number of batches that may be sent at once. Unset: kube-apiserver's default, 15.
   */
  auditWebhookBatchThrottleBurst?: number;
  /**
   * Limits the rate of batches. Unset: kube-apiserver's default, true.
   */
  auditWebhookBatchThrottleEnable?: boolean;
  /**
   * The number of batches per second. Unset: kube-apiserver's default, 10.
   */
  auditWebhookBatchThrottleQps?: Quantity;
  /**
   * The path of the kubeconfig file of the audit webhook. Unset: no webhook.
   */
  auditWebhookConfigFile?: string;
  /**
   * Time to wait before the first retry of a batch (`10s`). Unset: kube-apiserver's default, 10s.
   */
  auditWebhookInitialBackoff?: Duration;
  /**
   * How audit events are sent: `batch`, `blocking` or `blocking-strict`. Unset: kube-apiserver's default, `batch`.
   */
  auditWebhookMode?: string;
  /**
   * The path of the file that configures authentication, in place of the `oidc` fields. Unset: none.
   */
  authenticationConfigFile?: string;
  /**
   * Time for which an answer of that webhook is cached (`2m`). Unset: kube-apiserver's default, 2m.
   */
  authenticationTokenWebhookCacheTtl?: Duration;
  /**
   * The path of the kubeconfig file of the webhook that verifies tokens. Default: `/etc/kubernetes/authn.config` with `authentication.kopeio`; unset otherwise.
   */
  authenticationTokenWebhookConfigFile?: string;
  /**
   * The authorizers, in order, comma-separated. Default: `Node,RBAC` with `authorization.rbac`; `AlwaysAllow` with `alwaysAllow`.
   */
  authorizationMode?: string;
  /**
   * Retired: users in the group `system:masters` may do everything.
   */
  authorizationRbacSuperUser?: string;
  /**
   * Time for which a permission is cached (`5m`). Unset: kube-apiserver's default, 5m.
   */
  authorizationWebhookCacheAuthorizedTtl?: Duration;
  /**
   * Time for which a denial is cached (`30s`). Unset: kube-apiserver's default, 30s.
   */
  authorizationWebhookCacheUnauthorizedTtl?: Duration;
  /**
   * The path of the kubeconfig file of the authorization webhook. Unset: no webhook.
   */
  authorizationWebhookConfigFile?: string;
  /**
   * Retired: Kubernetes no longer authenticates with passwords.
   */
  basicAuthFile?: string;
  /**
   * The address that the API server listens on. Default: `0.0.0.0`; `::` for IPv6.
   */
  bindAddress?: string;
  /**
   * The path of the CA certificates that client certificates are verified with. Unset: kops sets the path where instances write it.
   */
  clientCAFile?: string;
  /**
   * The cloud provider inside of the API server. Default: `external` before Kubernetes 1.33; none later.
   */
  cloudProvider?: string;
  /**
   * Time between two compactions of etcd (`5m`). Unset: kube-apiserver's default, 5m.
   */
  compactionInterval?: Duration;
  /**
   * Patterns of origins from which browsers may send requests.
   */
  corsAllowedOrigins?: string[];
  /**
   * CPU limit of the API server's pod. Unset: no limit.
   */
  cpuLimit?: Quantity;
  /**
   * CPU request of the API server's pod. Default: 150m.
   */
  cpuRequest?: Quantity;
  /**
   * Seconds for which pods stay on a node that is not ready. Unset: kube-apiserver's default, 300.
   */
  defaultNotReadyTolerationSeconds?: number;
  /**
   * Seconds for which pods stay on a node that is unreachable. Unset: kube-apiserver's default, 300.
   */
  defaultUnreachableTolerationSeconds?: number;
  /**
   * The number of workers that delete collections of objects. Unset: kube-apiserver's default, 1.
   */
  deleteCollectionWorkers?: number;
  /**
   * Admission plugins not to run, including those that Kubernetes runs by default.
   */
  disableAdmissionPlugins?: string[];
  /**
   * Retired: Kubernetes no longer authenticates with passwords.
   */
  disableBasicAuth?: boolean;
  /**
   * Admission plugins to run. Default: `DefaultStorageClass`, `DefaultTolerationSeconds`, `LimitRanger`, `MutatingAdmissionWebhook`, `NamespaceLifecycle`, `NodeRestriction`, `ResourceQuota`, `RuntimeClass`, `ServiceAccount`, `ValidatingAdmissionPolicy`, `ValidatingAdmissionWebhook`, and those of `appendAdmissionPlugins`.
   */
  enableAdmissionPlugins?: string[];
  /**
   * Sends requests of aggregated APIs to endpoints instead of the service's address. Default: true with `metricsServer`; else kube-apiserver's default, false.
   */
  enableAggregatorRouting?: boolean;
  /**
   * Accepts bootstrap tokens, with which nodes join. Unset: kube-apiserver's default, false.
   */
  enableBootstrapTokenAuth?: boolean;
  /**
   * Profiles lock contention, with `enableProfiling`. Unset: kube-apiserver's default, false.
   */
  enableContentionProfiling?: boolean;
  /**
   * Serves profiles at `/debug/pprof`. Unset: kube-apiserver's default, true.
   */
  enableProfiling?: boolean;
  /**
   * The path of the file that configures encryption in etcd. Unset: kops sets it with `encryptionConfig`.
   */
  encryptionProviderConfig?: string;
  /**
   * Environment variables of the API server's container.
   */
  env?: EnvVar[];
  /**
   * The path of the CA certificate of etcd. Unset: kops sets the path where instances write it.
   */
  etcdCaFile?: string;
  /**
   * The path of the client certificate for etcd. Unset: kops sets the path where instances write it.
   */
  etcdCertFile?: string;
  /**
   * The path of the private key of `etcdCertFile`. Unset: kops sets the path where instances write it.
   */
  etcdKeyFile?: string;
  /**
   * Retired: Kubernetes always reads from a quorum.
   */
  etcdQuorumRead?: boolean;
  /**
   * The URLs of etcd. Default: `https://127.0.0.1:4001`, the member of `main` on the same node.
   */
  etcdServers?: string[];
  /**
   * The URLs of etcd for some resources, as `group/resource#url`. Default: one for each of the etcd clusters `events` and `leases`.
   */
  etcdServersOverrides?: string[];
  /**
   * Time for which events are kept (`1h`). Unset: kube-apiserver's default, 1h.
   */
  eventTTL?: Duration;
  /**
   * Retired: use `encryptionProviderConfig`.
   */
  experimentalEncryptionProviderConfig?: string;
  /**
   * Feature gates of Kubernetes, by name: `"true"` or `"false"`.
   */
  featureGates?: {
    [k: string]: string;
  };
  /**
   * The probability that an HTTP/2 client is asked to reconnect, which balances the load: 0 to `0.02`. Unset: kube-apiserver's default, 0.
   */
  goawayChance?: string;
  /**
   * The maximum number of streams in an HTTP/2 connection. Unset: kube-apiserver's default.
   */
  http2MaxStreamsPerConnection?: number;
  /**
   * The image of the API server. Default: `registry.k8s.io/kube-apiserver` in the version of Kubernetes.
   */
  image?: string;
  /**
   * Retired: Kubernetes no longer serves without TLS.
   */
  insecureBindAddress?: string;
  /**
   * Retired: Kubernetes no longer serves without TLS.
   */
  insecurePort?: number;
  /**
   * The path of the CA certificate that kubelets' certificates are verified with. Unset: they are not verified.
   */
  kubeletCertificateAuthority?: string;
  /**
   * The path of the client certificate for kubelets. Unset: kops sets the path where instances write it.
   */
  kubeletClientCertificate?: string;
  /**
   * The path of the private key of `kubeletClientCertificate`. Unset: kops sets the path where instances write it.
   */
  kubeletClientKey?: string;
  /**
   * The types of a node's address, in the order in which they are tried. Default: `InternalIP`, `Hostname`, `ExternalIP`.
   */
  kubeletPreferredAddressTypes?: string[];
  /**
   * The format of the log: `text` or `json`. Unset: kube-apiserver's default, `text`.
   */
  logFormat?: string;
  /**
   * Verbosity of the log, from 0. Default: 2.
   */
  logLevel?: number;
  /**
   * The maximum number of mutating requests at a time. Unset: kube-apiserver's default, 200.
   */
  maxMutatingRequestsInflight?: number;
  /**
   * The maximum number of reading requests at a time. Unset: kube-apiserver's default, 400.
   */
  maxRequestsInflight?: number;
  /**
   * Memory limit of the API server's pod. Unset: no limit.
   */
  memoryLimit?: Quantity;
  /**
   * Memory request of the API server's pod. Unset: none.
   */
  memoryRequest?: Quantity;
  /**
   * Seconds for which a watch is kept open at least. Unset: kube-apiserver's default, 1800.
   */
  minRequestTimeout?: number;
  /**
   * The path of the CA certificate of the OIDC provider. Unset: the CA certificates of the operating system.
   */
  oidcCAFile?: string;
  /**
   * The client id for which OIDC tokens must be issued. Required with `oidcIssuerURL`; unset otherwise.
   */
  oidcClientID?: string;
  /**
   * The OIDC claim that lists the groups of the user. Unset: OIDC users have no groups.
   */
  oidcGroupsClaim?: string;
  /**
   * The prefix of names of OIDC groups. Unset: none.
   */
  oidcGroupsPrefix?: string;
  /**
   * The URL of the OIDC provider. Unset: no OIDC.
   */
  oidcIssuerURL?: string;
  /**
   * OIDC claims that a token must have, as `key=value`.
   */
  oidcRequiredClaim?: string[];
  /**
   * The OIDC claim that is the name of the user. Unset: kube-apiserver's default, `sub`.
   */
  oidcUsernameClaim?: string;
  /**
   * The prefix of names of OIDC users. Unset: the issuer's URL, unless the claim is `email`.
   */
  oidcUsernamePrefix?: string;
  /**
   * The path of the client certificate for aggregated APIs. Unset: kops sets the path where instances write it.
   */
  proxyClientCertFile?: string;
  /**
   * The path of the private key of `proxyClientCertFile`. Unset: kops sets the path where instances write it.
   */
  proxyClientKeyFile?: string;
  /**
   * Time that a request may take (`1m`), other than watches. Unset: kube-apiserver's default, 1m.
   */
  requestTimeout?: Duration;
  /**
   * The common names that the proxy's client certificate may have. Default: `aggregator`.
   */
  requestheaderAllowedNames?: string[];
  /**
   * The path of the CA certificate that the proxy's client certificate is verified with. Unset: kops sets the path where instances write it.
   */
  requestheaderClientCAFile?: string;
  /**
   * Prefixes of HTTP headers that hold other attributes of the user. Default: `X-Remote-Extra-`.
   */
  requestheaderExtraHeaderPrefixes?: string[];
  /**
   * HTTP headers that hold the groups of the user. Default: `X-Remote-Group`.
   */
  requestheaderGroupHeaders?: string[];
  /**
   * HTTP headers that hold the name of the user in requests of an authenticating proxy. Default: `X-Remote-User`.
   */
  requestheaderUsernameHeaders?: string[];
  /**
   * API groups and versions to enable or disable: `batch/v2alpha1: "true"`.
   */
  runtimeConfig?: {
    [k: string]: string;
  };
  /**
   * The port that the API server listens on. Default: 443.
   */
  securePort?: number;
  /**
   * The issuer of tokens of service accounts. Default: the URL of `serviceAccountIssuerDiscovery`, or `https://api.internal.` and the cluster's name.
   */
  serviceAccountIssuer?: string;
  /**
   * The URL of the public keys of service account tokens. Default: `/openid/v1/jwks` below `serviceAccountIssuer`.
   */
  serviceAccountJWKSURI?: string;
  /**
   * Paths of the public keys that verify tokens of service accounts.
   */
  serviceAccountKeyFile?: string[];
  /**
   * The path of the private key that signs tokens of service accounts. Unset: kops sets the path where instances write it.
   */
  serviceAccountSigningKeyFile?: string;
  /**
   * The CIDR of services' addresses. Default: the cluster's `serviceClusterIPRange`.
   */
  serviceClusterIPRange?: string;
  /**
   * The range of node ports (`30000-32767`). Unset: kube-apiserver's default, `30000-32767`.
   */
  serviceNodePortRange?: string;
  /**
   * The version of etcd's API: `etcd3`. Default: `etcd3`, by the version of etcd.
   */
  storageBackend?: string;
  /**
   * Time that etcd may take to become ready (`1m`). Unset: kube-apiserver's default, 1m.
   */
  storageInitializationTimeout?: Duration;
  /**
   * The path of the certificate that the API server presents. Unset: kops sets the path where instances write it.
   */
  tlsCertFile?: string;
  /**
   * The cipher suites that the API server accepts, by Go's names.
   */
  tlsCipherSuites?: string[];
  /**
   * The lowest version of TLS that the API server accepts: `VersionTLS12` or `VersionTLS13`. Unset: kube-apiserver's default, `VersionTLS12`.
   */
  tlsMinVersion?: string;
  /**
   * The path of the private key of `tlsCertFile`. Unset: kops sets the path where instances write it.
   */
  tlsPrivateKeyFile?: string;
  /**
   * The path of the file with static tokens. Unset: none.
   */
  tokenAuthFile?: string;
  /**
   * Serves watches from memory. Unset: kube-apiserver's default, true.
   */
  watchCache?: boolean;
  /**
   * Sizes of the watch cache by resource, as `resource#size`; 0 disables it.
   */
  watchCacheSizes?: string[];
}
/**
 * Settings of the controller manager.
 */
export interface KubeControllerManager {
  /**
   * Validity of certificates that the controller manager signs (`8760h`). Unset: kube-controller-manager's default, 8760h.
   */
  ClusterSigningDuration?: Duration;
  /**
   * Assigns a part of `clusterCIDR` to each node. Default: true for IPv4, false for IPv6.
   */
  allocateNodeCIDRs?: boolean;
  /**
   * Time between two checks of attached volumes. Default: 1m0s, which spares the EC2 API.
   */
  attachDetachReconcileSyncPeriod?: Duration;
  /**
   * The path of the kubeconfig file for authenticating requests (TokenReview). Unset: kops sets the path where instances write it.
   */
  authenticationKubeconfig?: string;
  /**
   * HTTP paths that need no authorization, such as `/healthz`.
   */
  authorizationAlwaysAllowPaths?: string[];
  /**
   * The path of the kubeconfig file for authorizing requests (SubjectAccessReview). Unset: kops sets the path where instances write it.
   */
  authorizationKubeconfig?: string;
  /**
   * How CIDRs are assigned to nodes: `RangeAllocator` or `CloudAllocator`. Unset: kube-controller-manager's default, `RangeAllocator`.
   */
  cidrAllocatorType?: string;
  /**
   * The cloud provider inside of the controller manager. Default: `external`, because the cloud controller manager does its work.
   */
  cloudProvider?: string;
  /**
   * The CIDR of pods. Default: `podCIDR` for IPv4; unset for IPv6.
   */
  clusterCIDR?: string;
  /**
   * The name of the cluster. Default: the name in `metadata`.
   */
  clusterName?: string;
  /**
   * The number of deployments that are processed at a time. Unset: kube-controller-manager's default, 5.
   */
  concurrentDeploymentSyncs?: number;
  /**
   * The number of endpoints that are processed at a time. Unset: kube-controller-manager's default, 5.
   */
  concurrentEndpointSyncs?: number;
  /**
   * The number of horizontal pod autoscalers that are processed at a time; spelled as kops spells it. Unset: kube-controller-manager's default, 5.
   */
  concurrentHorizontalPodAustoscalerSyncs?: number;
  /**
   * The number of jobs that are processed at a time. Unset: kube-controller-manager's default, 5.
   */
  concurrentJobSyncs?: number;
  /**
   * The number of namespaces that are processed at a time. Unset: kube-controller-manager's default, 10.
   */
  concurrentNamespaceSyncs?: number;
  /**
   * The number of replication controllers that are processed at a time. Unset: kube-controller-manager's default, 5.
   */
  concurrentRcSyncs?: number;
  /**
   * The number of replica sets that are processed at a time. Unset: kube-controller-manager's default, 5.
   */
  concurrentReplicasetSyncs?: number;
  /**
   * The number of resource quotas that are processed at a time. Unset: kube-controller-manager's default, 5.
   */
  concurrentResourceQuotaSyncs?: number;
  /**
   * The number of services that are processed at a time. Unset: kube-controller-manager's default, 1.
   */
  concurrentServiceSyncs?: number;
  /**
   * The number of service account tokens that are processed at a time. Unset: kube-controller-manager's default, 5.
   */
  concurrentServiceaccountTokenSyncs?: number;
  /**
   * Creates a route in AWS for each node. Default: true with `networking.kubenet`, else false.
   */
  configureCloudRoutes?: boolean;
  /**
   * Controllers to run; `*` for the default ones, `-name` for not. Default: all; without `nodeipam` for IPv6.
   */
  controllers?: string[];
  /**
   * CPU limit of the controller manager's pod. Unset: no limit.
   */
  cpuLimit?: Quantity;
  /**
   * CPU request of the controller manager's pod. Default: 100m.
   */
  cpuRequest?: Quantity;
  /**
   * Does not check attached volumes. Unset: kube-controller-manager's default, false.
   */
  disableAttachDetachReconcileSync?: boolean;
  /**
   * Profiles lock contention, with `enableProfiling`. Unset: kube-controller-manager's default, false.
   */
  enableContentionProfiling?: boolean;
  /**
   * Hands over the leader lock of controllers that move to another manager. Unset: kube-controller-manager's default, false.
   */
  enableLeaderMigration?: boolean;
  /**
   * Serves profiles at `/debug/pprof`. Unset: kube-controller-manager's default, true.
   */
  enableProfiling?: boolean;
  /**
   * Time for which updates of endpoint slices are collected (`500ms`). Unset: kube-controller-manager's default, 0s.
   */
  endpointSliceUpdatesBatchPeriod?: Duration;
  /**
   * Time for which updates of endpoints are collected (`500ms`). Unset: kube-controller-manager's default, 0s.
   */
  endpointUpdatesBatchPeriod?: Duration;
  /**
   * Retired: use `ClusterSigningDuration`.
   */
  experimentalClusterSigningDuration?: Duration;
  /**
   * Retired: volumes are attached by CSI drivers.
   */
  externalCloudVolumePlugin?: string;
  /**
   * Feature gates of Kubernetes, by name: `"true"` or `"false"`.
   */
  featureGates?: {
    [k: string]: string;
  };
  /**
   * Time after the start of a pod in which its CPU use may be skipped (`5m`). Unset: kube-controller-manager's default, 5m.
   */
  horizontalPodAutoscalerCpuInitializationPeriod?: Duration;
  /**
   * Retired: use `horizontalPodAutoscalerDownscaleStabilization`.
   */
  horizontalPodAutoscalerDownscaleDelay?: Duration;
  /**
   * Time for which the highest recommendation is kept before scaling down (`5m`). Unset: kube-controller-manager's default, 5m.
   */
  horizontalPodAutoscalerDownscaleStabilization?: Duration;
  /**
   * Time after the start of a pod in which changes of readiness count as its start (`30s`). Unset: kube-controller-manager's default, 30s.
   */
  horizontalPodAutoscalerInitialReadinessDelay?: Duration;
  /**
   * Time between two checks of horizontal pod autoscalers (`15s`). Unset: kube-controller-manager's default, 15s.
   */
  horizontalPodAutoscalerSyncPeriod?: Duration;
  /**
   * The relative difference that does not lead to scaling (`100m` is 10 %). Unset: kube-controller-manager's default, 100m.
   */
  horizontalPodAutoscalerTolerance?: Quantity;
  /**
   * Retired: Kubernetes scales up without delay.
   */
  horizontalPodAutoscalerUpscaleDelay?: Duration;
  /**
   * Retired: the autoscaler always reads the metrics API.
   */
  horizontalPodAutoscalerUseRestClients?: boolean;
  /**
   * The image of the controller manager. Default: `registry.k8s.io/kube-controller-manager` in the version of Kubernetes.
   */
  image?: string;
  /**
   * Requests that may exceed `kubeAPIQPS` at once. Unset: kube-controller-manager's default, 30.
   */
  kubeAPIBurst?: number;
  /**
   * Requests per second to the API server. Unset: kube-controller-manager's default, 20.
   */
  kubeAPIQPS?: Quantity;
  /**
   * How one of several replicas is elected.
   */
  leaderElection?: LeaderElection;
  /**
   * The format of the log: `text` or `json`. Unset: kube-controller-manager's default, `text`.
   */
  logFormat?: string;
  /**
   * Verbosity of the log, from 0. Default: 2.
   */
  logLevel?: number;
  /**
   * The URL of the API server. Unset: that of the kubeconfig file.
   */
  master?: string;
  /**
   * Memory limit of the controller manager's pod. Unset: no limit.
   */
  memoryLimit?: Quantity;
  /**
   * Memory request of the controller manager's pod. Unset: none.
   */
  memoryRequest?: Quantity;
  /**
   * Minimum time between two full reads of objects (`12h`). Unset: kube-controller-manager's default, 12h.
   */
  minResyncPeriod?: string;
  /**
   * The prefix length of each node's CIDR. Unset for IPv4: kube-controller-manager's default, 24. Default for an IPv6 `clusterCIDR`: half of its remaining bits.
   */
  nodeCIDRMaskSize?: number;
  /**
   * Time without a status after which a node is not ready (`50s`). Unset: kube-controller-manager's default.
   */
  nodeMonitorGracePeriod?: Duration;
  /**
   * Time between two checks of nodes' status (`5s`). Unset: kube-controller-manager's default, 5s.
   */
  nodeMonitorPeriod?: Duration;
  /**
   * Retired: pods tolerate an unready node for a time of their own.
   */
  podEvictionTimeout?: Duration;
  /**
   * The path of the CA certificate that is published to pods. Unset: kops sets the path where instances write it.
   */
  rootCAFile?: string;
  /**
   * The path of the private key that signs tokens of service accounts. Unset: kops sets the path where instances write it.
   */
  serviceAccountPrivateKeyFile?: string;
  /**
   * The number of terminated pods above which they are deleted. Unset: kube-controller-manager's default, 12500.
   */
  terminatedPodGCThreshold?: number;
  /**
   * The path of the certificate that the controller manager presents. Unset: a self-signed one.
   */
  tlsCertFile?: string;
  /**
   * The cipher suites that the controller manager accepts, by Go's names.
   */
  tlsCipherSuites?: string[];
  /**
   * The lowest version of TLS that it accepts: `VersionTLS12` or `VersionTLS13`. Unset: kube-controller-manager's default, `VersionTLS12`.
   */
  tlsMinVersion?: string;
  /**
   * The path of the private key of `tlsCertFile`. Unset: a generated one.
   */
  tlsPrivateKeyFile?: string;
  /**
   * Runs each controller with a service account of its own. Default: true.
   */
  useServiceAccountCredentials?: boolean;
}
/**
 * DNS for pods and services.
 */
export interface KubeDns {
  /**
   * The affinity of the DNS pods, as in a Kubernetes pod.
   */
  affinity?: {
    [k: string]: unknown;
  };
  /**
   * The maximum number of queries that kube-dns handles at a time. Default: 150.
   */
  cacheMaxConcurrent?: number;
  /**
   * The maximum number of names in the cache of kube-dns. Default: 1000.
   */
  cacheMaxSize?: number;
  /**
   * The image of CoreDNS. Default: the release that kops 1.36.2 installs.
   */
  coreDNSImage?: string;
  /**
   * The image of the autoscaler of the DNS pods. Default: the release that kops 1.36.2 installs.
   */
  cpaImage?: string;
  /**
   * CPU request of the DNS pods. Default: 100m.
   */
  cpuRequest?: Quantity;
  /**
   * The DNS domain of services. Default: `clusterDNSDomain`.
   */
  domain?: string;
  /**
   * The whole configuration (Corefile) of CoreDNS. Unset: it is generated from the other fields.
   */
  externalCoreFile?: string;
  /**
   * Retired: the image of kube-dns follows the release.
   */
  image?: string;
  /**
   * Memory limit of the DNS pods. Default: 170Mi.
   */
  memoryLimit?: Quantity;
  /**
   * Memory request of the DNS pods. Default: 70Mi.
   */
  memoryRequest?: Quantity;
  /**
   * A DNS cache on each node.
   */
  nodeLocalDNS?: NodeLocalDns;
  /**
   * Annotations of the DNS pods.
   */
  podAnnotations?: {
    [k: string]: string;
  };
  /**
   * The DNS server: `CoreDNS` or `KubeDNS`. Default: `CoreDNS`.
   */
  provider?: string;
  /**
   * Retired: an autoscaler sets the number of replicas.
   */
  replicas?: number;
  /**
   * The address of the DNS service. Default: the tenth address of `serviceClusterIPRange`.
   */
  serverIP?: string;
  /**
   * DNS servers of other domains, by domain.
   */
  stubDomains?: {
    [k: string]: string[];
  };
  /**
   * Additional taints that the DNS pods tolerate.
   */
  tolerations?: Toleration[];
  /**
   * DNS servers for all other names. Default: those of the node; for IPv6, `253`, the VPC's own.
   */
  upstreamNameservers?: string[];
}
/**
 * Settings of kube-proxy.
 */
export interface KubeProxy {
  /**
   * The address that kube-proxy listens on. Unset: kube-proxy's default, all addresses.
   */
  bindAddress?: string;
  /**
   * The CIDR of pods; traffic from other addresses is masqueraded. Default: `podCIDR`; unset with `networking.amazonvpc` and for IPv6.
   */
  clusterCIDR?: string;
  /**
   * The maximum number of tracked connections per CPU core. Default: 131072.
   */
  conntrackMaxPerCore?: number;
  /**
   * The minimum number of tracked connections, whatever the number of cores. Unset: kube-proxy's default, 131072.
   */
  conntrackMin?: number;
  /**
   * CPU limit of kube-proxy's pods. Unset: no limit.
   */
  cpuLimit?: Quantity;
  /**
   * CPU request of kube-proxy's pods. Default: 100m.
   */
  cpuRequest?: Quantity;
  /**
   * Runs kube-proxy. Set it to false where the pod network replaces it. Default: true.
   */
  enabled?: boolean;
  /**
   * Feature gates of Kubernetes, by name: `"true"` or `"false"`.
   */
  featureGates?: {
    [k: string]: string;
  };
  /**
   * The name of the node. Unset: kops sets the node's name.
   */
  hostnameOverride?: string;
  /**
   * The image of kube-proxy. Default: `registry.k8s.io/kube-proxy` in the version of Kubernetes.
   */
  image?: string;
  /**
   * CIDRs whose rules kube-proxy leaves alone in IPVS mode.
   */
  ipvsExcludeCidrs?: string[];
  /**
   * Minimum time between two updates of IPVS rules (`1s`). Unset: kube-proxy's default, 1s.
   */
  ipvsMinSyncPeriod?: Duration;
  /**
   * How IPVS chooses a backend: `rr`, `lc`, `sh` and others. Unset: kube-proxy's default, `rr`.
   */
  ipvsScheduler?: string;
  /**
   * Maximum time between two updates of IPVS rules (`30s`). Unset: kube-proxy's default, 30s.
   */
  ipvsSyncPeriod?: Duration;
  /**
   * Verbosity of the log, from 0. Default: 2.
   */
  logLevel?: number;
  /**
   * The URL of the API server. Unset: kops sets that of the API server for the node.
   */
  master?: string;
  /**
   * Memory limit of kube-proxy's pods. Unset: no limit.
   */
  memoryLimit?: Quantity;
  /**
   * Memory request of kube-proxy's pods. Unset: none.
   */
  memoryRequest?: Quantity;
  /**
   * The address and port of Prometheus metrics. Unset: kube-proxy's default, `127.0.0.1:10249`.
   */
  metricsBindAddress?: string;
  /**
   * How services are implemented: `iptables`, `ipvs` or `nftables`. Unset: kube-proxy's default, `iptables`.
   */
  proxyMode?: string;
}
/**
 * Settings of the scheduler.
 */
export interface KubeScheduler {
  /**
   * The path of the kubeconfig file for authenticating requests (TokenReview). Unset: kops sets the path where instances write it.
   */
  authenticationKubeconfig?: string;
  /**
   * HTTP paths that need no authorization, such as `/healthz`.
   */
  authorizationAlwaysAllowPaths?: string[];
  /**
   * The path of the kubeconfig file for authorizing requests (SubjectAccessReview). Unset: kops sets the path where instances write it.
   */
  authorizationKubeconfig?: string;
  /**
   * Retired: use `kubeAPIBurst`.
   */
  burst?: number;
  /**
   * CPU limit of the scheduler's pod. Unset: no limit.
   */
  cpuLimit?: Quantity;
  /**
   * CPU request of the scheduler's pod. Default: 100m.
   */
  cpuRequest?: Quantity;
  /**
   * Profiles lock contention, with `enableProfiling`. Unset: kube-scheduler's default, true.
   */
  enableContentionProfiling?: boolean;
  /**
   * Serves profiles at `/debug/pprof`. Unset: kube-scheduler's default, true.
   */
  enableProfiling?: boolean;
  /**
   * Feature gates of Kubernetes, by name: `"true"` or `"false"`.
   */
  featureGates?: {
    [k: string]: string;
  };
  /**
   * The image of the scheduler. Default: `registry.k8s.io/kube-scheduler` in the version of Kubernetes.
   */
  image?: string;
  /**
   * Requests that may exceed `kubeAPIQPS` at once. Unset: kube-scheduler's default, 100.
   */
  kubeAPIBurst?: number;
  /**
   * Requests per second to the API server. Unset: kube-scheduler's default, 50.
   */
  kubeAPIQPS?: Quantity;
  /**
   * How one of several replicas is elected.
   */
  leaderElection?: LeaderElection;
  /**
   * The format of the log: `text` or `json`. Unset: kube-scheduler's default, `text`.
   */
  logFormat?: string;
  /**
   * Verbosity of the log, from 0. Default: 2.
   */
  logLevel?: number;
  /**
   * The URL of the API server. Unset: that of the kubeconfig file.
   */
  master?: string;
  /**
   * The maximum number of volumes that the scheduler assigns to a node. Unset: what the CSI driver reports.
   */
  maxPersistentVolumes?: number;
  /**
   * Memory limit of the scheduler's pod. Unset: no limit.
   */
  memoryLimit?: Quantity;
  /**
   * Memory request of the scheduler's pod. Unset: none.
   */
  memoryRequest?: Quantity;
  /**
   * Retired: use `kubeAPIQPS`.
   */
  qps?: Quantity;
  /**
   * The path of the certificate that the scheduler presents. Unset: kops sets the path where instances write it.
   */
  tlsCertFile?: string;
  /**
   * The path of the private key of `tlsCertFile`. Unset: kops sets the path where instances write it.
   */
  tlsPrivateKeyFile?: string;
  /**
   * Retired: the scheduler is configured by a `KubeSchedulerConfiguration` beside the cluster.
   */
  usePolicyConfigMap?: boolean;
}
/**
 * Settings of the kubelet.
 */
export interface Kubelet {
  /**
   * Retired: the API server decides whether containers may be privileged.
   */
  allowPrivileged?: boolean;
  /**
   * Unsafe kernel parameters that pods may set, such as `net.core.somaxconn`.
   */
  allowedUnsafeSysctls?: string[];
  /**
   * Serves requests without authentication as the user `system:anonymous`. Default: false. As in kops, true has an effect only in the `kubelet` of an instance group.
   */
  anonymousAuth?: boolean;
  /**
   * Retired: the kubeconfig file names the API server.
   */
  apiServers?: string;
  /**
   * Verifies bearer tokens by the API server. Default: true.
   */
  authenticationTokenWebhook?: boolean;
  /**
   * Time for which an answer about a token is cached (`2m`). Unset: the kubelet's default, 2m.
   */
  authenticationTokenWebhookCacheTtl?: Duration;
  /**
   * What decides whether a request to the kubelet is allowed: `AlwaysAllow` or `Webhook`. Default: `Webhook`.
   */
  authorizationMode?: string;
  /**
   * Retired: systemd restarts processes.
   */
  babysitDaemons?: boolean;
  /**
   * The path of the kubeconfig file with which the kubelet requests a certificate. Unset: kops sets up the certificate.
   */
  bootstrapKubeconfig?: string;
  /**
   * What manages cgroups: `systemd` or `cgroupfs`. Default: `systemd`.
   */
  cgroupDriver?: string;
  /**
   * The cgroup that contains the cgroups of pods. Default: `/`.
   */
  cgroupRoot?: string;
  /**
   * The path of the CA certificates that client certificates are verified with. Unset: kops sets the path where instances write it.
   */
  clientCaFile?: string;
  /**
   * The cloud provider inside of the kubelet. Default: `external`, because the cloud controller manager does its work.
   */
  cloudProvider?: string;
  /**
   * The address of the DNS server of pods. Default: `kubeDNS.serverIP`, or the address of the cache on the node.
   */
  clusterDNS?: string;
  /**
   * The DNS domain of services. Default: `clusterDNSDomain`.
   */
  clusterDomain?: string;
  /**
   * Retired: the pod network sets up its bridge.
   */
  configureCbr0?: boolean;
  /**
   * The number of log files that are kept for each container. Unset: the kubelet's default, 5.
   */
  containerLogMaxFiles?: number;
  /**
   * The size at which a container's log is rotated (`10Mi`). Unset: the kubelet's default, 10Mi.
   */
  containerLogMaxSize?: string;
  /**
   * Enforces CPU limits of containers. Unset: the kubelet's default, true.
   */
  cpuCFSQuota?: boolean;
  /**
   * The period over which CPU limits are enforced (`100ms`). Unset: the kubelet's default, 100ms.
   */
  cpuCFSQuotaPeriod?: Duration;
  /**
   * How CPUs are assigned to containers: `none` or `static`. Unset: the kubelet's default, `none`.
   */
  cpuManagerPolicy?: string;
  /**
   * The maximum time before a failed container is restarted (`5m`). Unset: the kubelet's default, 5m.
   */
  crashLoopBackOffMaxContainerRestartPeriod?: Duration;
  /**
   * Retired: pods decide whether containers share process ids.
   */
  dockerDisableSharedPID?: boolean;
  /**
   * Retired: the kubelet serves metrics at `/metrics/cadvisor`.
   */
  enableCadvisorJsonEndpoints?: boolean;
  /**
   * Retired: pods publish their own metrics.
   */
  enableCustomMetrics?: boolean;
  /**
   * Serves logs of containers and runs commands in them, for `kubectl logs` and `kubectl exec`. Default: true; false on control-plane nodes with `isolateMasters`.
   */
  enableDebuggingHandlers?: boolean;
  /**
   * What is limited to its resources: `pods`, `system-reserved`, `kube-reserved`, comma-separated. Unset: the kubelet's default, `pods`.
   */
  enforceNodeAllocatable?: string;
  /**
   * Events that may exceed `eventQPS` at once. Unset: the kubelet's default, 100.
   */
  eventBurst?: number;
  /**
   * Events per second. Unset: the kubelet's default, 50.
   */
  eventQPS?: number;
  /**
   * Events per second that the kubelet records; 0 for no limit. Unset: the kubelet's default, 50.
   */
  eventRecordQPS?: number;
  /**
   * Thresholds below which pods are evicted at once. Default: `memory.available<100Mi`, `nodefs.available<10%`, `nodefs.inodesFree<5%`, `imagefs.available<10%`, `imagefs.inodesFree<5%`, comma-separated.
   */
  evictionHard?: string;
  /**
   * Maximum seconds that a pod gets to end on a soft eviction. Unset: the kubelet's default, 0.
   */
  evictionMaxPodGracePeriod?: number;
  /**
   * The minimum amounts to free on an eviction, as `memory.available=100Mi`, comma-separated. Unset: what gets over the threshold.
   */
  evictionMinimumReclaim?: string;
  /**
   * Time for which a node keeps a pressure condition (`5m`). Unset: the kubelet's default, 5m.
   */
  evictionPressureTransitionPeriod?: Duration;
  /**
   * Thresholds below which pods are evicted after `evictionSoftGracePeriod`, comma-separated. Unset: none.
   */
  evictionSoft?: string;
  /**
   * The grace periods of `evictionSoft`, as `memory.available=1m30s`, comma-separated. Unset: none.
   */
  evictionSoftGracePeriod?: string;
  /**
   * Does not subtract eviction thresholds from the allocatable resources. Unset: the kubelet's default, false.
   */
  experimentalAllocatableIgnoreEviction?: boolean;
  /**
   * Retired: use `allowedUnsafeSysctls`.
   */
  experimentalAllowedUnsafeSysctls?: string[];
  /**
   * Refuses to start where swap is enabled. Unset: the kubelet's default, true.
   */
  failSwapOn?: boolean;
  /**
   * Feature gates of Kubernetes, by name: `"true"` or `"false"`.
   */
  featureGates?: {
    [k: string]: string;
  };
  /**
   * Retired: the pod network decides how a pod reaches itself by a service. Default: `none` on control-plane nodes with `isolateMasters`.
   */
  hairpinMode?: string;
  /**
   * The name of the node. Unset: the instance's private DNS name or id.
   */
  hostnameOverride?: string;
  /**
   * Time between two measurements of containers (`10s`). Unset: the kubelet's default, 10s.
   */
  housekeepingInterval?: Duration;
  /**
   * Disk use in percent above which images are removed. Unset: the kubelet's default, 85.
   */
  imageGCHighThresholdPercent?: number;
  /**
   * Disk use in percent down to which images are removed. Unset: the kubelet's default, 80.
   */
  imageGCLowThresholdPercent?: number;
  /**
   * The age at which an unused image is removed in any case (`720h`). Unset: never.
   */
  imageMaximumGCAge?: Duration;
  /**
   * The minimum age of an unused image before it is removed (`2m`). Unset: the kubelet's default, 2m.
   */
  imageMinimumGCAge?: Duration;
  /**
   * Retired: the container runtime decides when a pull has failed.
   */
  imagePullProgressDeadline?: Duration;
  /**
   * Uses the kernel's notifications about memory thresholds instead of polling. Unset: the kubelet's default, false.
   */
  kernelMemcgNotification?: boolean;
  /**
   * Requests per second to the API server. Unset: the kubelet's default, 50.
   */
  kubeAPIQPS?: number;
  /**
   * Resources reserved for Kubernetes itself, as `cpu: 100m`, which pods cannot use.
   */
  kubeReserved?: {
    [k: string]: string;
  };
  /**
   * The cgroup of Kubernetes itself, which `enforceNodeAllocatable` limits. Unset: none.
   */
  kubeReservedCgroup?: string;
  /**
   * The path of the kubeconfig file with which the kubelet reaches the API server. Default: `/var/lib/kubelet/kubeconfig`.
   */
  kubeconfigPath?: string;
  /**
   * The cgroup of the kubelet. Unset: kops sets it for the container runtime.
   */
  kubeletCgroups?: string;
  /**
   * The format of the log: `text` or `json`. Unset: the kubelet's default, `text`.
   */
  logFormat?: string;
  /**
   * Verbosity of the log, from 0. Default: 2.
   */
  logLevel?: number;
  /**
   * The maximum number of images pulled at a time, with `serializeImagePulls: false`. Unset: no limit.
   */
  maxParallelImagePulls?: number;
  /**
   * The maximum number of pods on the node. Unset: the kubelet's default, 110; with `networking.amazonvpc`, what the instance type allows.
   */
  maxPods?: number;
  /**
   * How pods may use swap: `NoSwap` or `LimitedSwap`. Unset: the kubelet's default, `NoSwap`.
   */
  memorySwapBehavior?: string;
  /**
   * Retired: the pod network sets the MTU.
   */
  networkPluginMTU?: number;
  /**
   * Retired: the container runtime sets up the network.
   */
  networkPluginName?: string;
  /**
   * Labels that the kubelet gives to its node; prefer the instance group's `nodeLabels`.
   */
  nodeLabels?: {
    [k: string]: string;
  };
  /**
   * Seconds for which the node's lease is valid. Unset: the kubelet's default, 40.
   */
  nodeLeaseDurationSeconds?: number;
  /**
   * Time between two reports of the node's status (`10s`). Unset: the kubelet's default, 10s.
   */
  nodeStatusUpdateFrequency?: Duration;
  /**
   * Retired: the pod network translates addresses.
   */
  nonMasqueradeCIDR?: string;
  /**
   * Retired: device plugins report GPUs.
   */
  nvidiaGPUs?: number;
  /**
   * The CIDR of pods where the API server assigns none, as on isolated control-plane nodes. Unset: the assigned one.
   */
  podCIDR?: string;
  /**
   * Retired: use `containerd.sandboxImage`.
   */
  podInfraContainerImage?: string;
  /**
   * The folder of static pods. Default: `/etc/kubernetes/manifests`.
   */
  podManifestPath?: string;
  /**
   * The maximum number of processes of a pod; -1 for no limit. Unset: the kubelet's default, -1.
   */
  podPidsLimit?: number;
  /**
   * Refuses to start where kernel parameters are not what the kubelet needs. Default: true.
   */
  protectKernelDefaults?: boolean;
  /**
   * The port that serves without authentication; 0 for none. Unset: the kubelet's default, 0.
   */
  readOnlyPort?: number;
  /**
   * Retired: the kubelet always follows the CIDR of its node.
   */
  reconcileCIDR?: boolean;
  /**
   * Registers the node with the API server. Unset: the kubelet's default, true.
   */
  registerNode?: boolean;
  /**
   * Retired: use taints. Default: true before Kubernetes 1.34.
   */
  registerSchedulable?: boolean;
  /**
   * Image pulls that may exceed `registryPullQPS` at once. Unset: the kubelet's default, 10.
   */
  registryBurst?: number;
  /**
   * Image pulls per second. Unset: the kubelet's default, 5.
   */
  registryPullQPS?: number;
  /**
   * Retired: the kubeconfig file is always required.
   */
  requireKubeconfig?: boolean;
  /**
   * The file with the node's DNS servers. Unset: kops chooses it by the operating system.
   */
  resolvConf?: string;
  /**
   * The folder of the kubelet's data. Default: `/var/lib/kubelet`.
   */
  rootDir?: string;
  /**
   * Renews the kubelet's client certificate before it expires. Unset: the kubelet's default, false.
   */
  rotateCertificates?: boolean;
  /**
   * The cgroup of the container runtime. Unset: kops sets it for the container runtime.
   */
  runtimeCgroups?: string;
  /**
   * Time that a request to the container runtime may take (`2m`), other than pulls and logs. Unset: the kubelet's default, 2m.
   */
  runtimeRequestTimeout?: Duration;
  /**
   * Uses the runtime's seccomp profile for containers that name none. Unset: the kubelet's default, false.
   */
  seccompDefault?: boolean;
  /**
   * The folder of seccomp profiles. Unset: the kubelet's default, `/var/lib/kubelet/seccomp`.
   */
  seccompProfileRoot?: string;
  /**
   * Pulls one image at a time. Unset: the kubelet's default, true.
   */
  serializeImagePulls?: boolean;
  /**
   * Time for which a node that shuts down waits for its pods. Default: 30s; 0s with `networking.amazonvpc`, whose plugin would leave network interfaces behind.
   */
  shutdownGracePeriod?: Duration;
  /**
   * The part of `shutdownGracePeriod` that is reserved for critical pods. Default: 10s; 0s with `networking.amazonvpc`.
   */
  shutdownGracePeriodCriticalPods?: Duration;
  /**
   * Time for which a stream may be idle (`4h`). Unset: the kubelet's default, 4h.
   */
  streamingConnectionIdleTimeout?: Duration;
  /**
   * The cgroup of processes that are in none. Unset: the kubelet leaves them alone.
   */
  systemCgroups?: string;
  /**
   * Resources reserved for the operating system, as `memory: 200Mi`, which pods cannot use.
   */
  systemReserved?: {
    [k: string]: string;
  };
  /**
   * The cgroup of the operating system, which `enforceNodeAllocatable` limits. Unset: none.
   */
  systemReservedCgroup?: string;
  /**
   * Taints of the node when it registers, as `key=value:effect`, beside the instance group's `taints`. Default: `node-role.kubernetes.io/control-plane=:NoSchedule` on control-plane nodes, `node-role.kubernetes.io/api-server=:NoSchedule` on API servers, `karpenter.sh/unregistered=:NoExecute` with Karpenter; these are always added.
   */
  taints?: string[];
  /**
   * The path of the certificate that the kubelet presents. Unset: kops sets the path where instances write it.
   */
  tlsCertFile?: string;
  /**
   * The cipher suites that the kubelet accepts, by Go's names.
   */
  tlsCipherSuites?: string[];
  /**
   * The lowest version of TLS that the kubelet accepts: `VersionTLS12` or `VersionTLS13`. Unset: the kubelet's default, `VersionTLS12`.
   */
  tlsMinVersion?: string;
  /**
   * The path of the private key of `tlsCertFile`. Unset: kops sets the path where instances write it.
   */
  tlsPrivateKeyFile?: string;
  /**
   * How CPUs and devices are placed together: `none`, `best-effort`, `restricted` or `single-numa-node`. Unset: the kubelet's default, `none`.
   */
  topologyManagerPolicy?: string;
  /**
   * The folder of flex volume plugins. Default: `/var/lib/kubelet/volumeplugins/` where an instance group has an image of Flatcar; otherwise each instance chooses it by its operating system.
   */
  volumePluginDirectory?: string;
  /**
   * Time between two measurements of volumes' use (`1m`). Unset: the kubelet's default, 1m.
   */
  volumeStatsAggPeriod?: Duration;
}
/**
 * A requirement for a label.
 */
export interface LabelRule {
  /**
   * The label.
   */
  key: string;
  /**
   * How its value is compared.
   */
  operator: Operator;
  /**
   * The values to compare with.
   */
  values: string[];
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
   * The instance type.
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
 * What a launch template starts.
 */
export interface LaunchTemplateFacts {
  /**
   * The instance type.
   */
  instanceType: string;
  /**
   * Whether it starts spot instances.
   */
  spot: boolean;
}
/**
 * A choice of machine: a type, or requirements.
 */
export interface LaunchTemplateOverride {
  /**
   * The instance type.
   */
  instance_type?: string;
  /**
   * What a machine must have.
   */
  requirements?: InstanceRequirements;
}
/**
 * How one of several replicas is elected as the leader.
 */
export interface LeaderElection {
  /**
   * Elects a leader before controllers start. Default: true.
   */
  leaderElect?: boolean;
  /**
   * Time without a renewal after which another replica may take over (`15s`). Unset: the component's default, 15s.
   */
  leaderElectLeaseDuration?: Duration;
  /**
   * Time for which the leader tries to renew before it gives up (`10s`). Unset: the component's default, 10s.
   */
  leaderElectRenewDeadlineDuration?: Duration;
  /**
   * The kind of object that is the lock: `leases`. Unset: the component's default, `leases`.
   */
  leaderElectResourceLock?: string;
  /**
   * The name of the object that is the lock. Unset: the name of the component.
   */
  leaderElectResourceName?: string;
  /**
   * The namespace of the object that is the lock. Unset: the component's default, `kube-system`.
   */
  leaderElectResourceNamespace?: string;
  /**
   * Time between two attempts to become or stay the leader (`2s`). Unset: the component's default, 2s.
   */
  leaderElectRetryPeriod?: Duration;
}
/**
 * A lease of the namespace `kube-system`: its holder has it until it gives it back or stops to renew it.
 * Only a change of the lease tells that its holder lives: clocks of two machines may differ, so the times are for people.
 */
export interface Lease {
  /**
   * When the holder took it, in seconds since 1970 (UTC).
   */
  acquired: number;
  /**
   * How long it holds after each renewal, in seconds.
   */
  duration: number;
  /**
   * Who holds it; null where it was given back.
   */
  holder: string | null;
  /**
   * Its name.
   */
  name: string;
  /**
   * When the holder renewed it, in seconds since 1970 (UTC).
   */
  renewed: number;
  /**
   * The version that was read, which each write changes; null for a lease that is to be created.
   */
  version: string | null;
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
 * An object in a list: never what it holds, which may be secret.
 */
export interface ListedObject {
  /**
   * Its annotations, without that in which `kubectl apply` keeps the whole object.
   */
  annotations: {
    [k: string]: string;
  };
  /**
   * The API group: `apps`; empty for the core group.
   */
  group: string;
  /**
   * The kind: `Deployment`.
   */
  kind: string;
  /**
   * The name.
   */
  name: string;
  /**
   * The namespace; none for what is in no namespace.
   */
  namespace: string | null;
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
   * The allocation id (`eipalloc-…`) of the Elastic IP in this subnet, for public network load balancers. Unset: AWS assigns an address.
   */
  allocationId?: string;
  /**
   * The name of the subnet in `spec.subnets`. Required.
   */
  name?: string;
  /**
   * The private IPv4 address of the load balancer in this subnet, for internal network load balancers. Unset: AWS chooses one.
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
 * An EC2 instance type.
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
   * Everyone may read it, by an ACL of the object: discovery documents in a bucket without a policy that says so.
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
 * The addon that serves CPU and memory use of nodes and pods.
 */
export interface MetricsServer {
  /**
   * Installs the addon. Default: false.
   */
  enabled?: boolean;
  /**
   * The image of the addon. Default: the release that kops 1.36.2 installs.
   */
  image?: string;
  /**
   * Does not verify the certificate with which the addon serves the API server. False needs cert-manager. Default: true.
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
 * The minimum and maximum of an amount.
 */
export interface MinMax {
  /**
   * The largest amount that is accepted. Unset: no limit.
   */
  max?: Quantity;
  /**
   * The smallest amount that is accepted. Unset: 0.
   */
  min?: Quantity;
}
/**
 * Several instance types or purchase options in one group.
 */
export interface MixedInstancesPolicy {
  /**
   * On-demand and spot.
   */
  distribution: InstancesDistribution;
  /**
   * What replaces the instance type of the launch template, best first.
   */
  overrides: LaunchTemplateOverride[];
}
/**
 * Several instance types, and spot beside on-demand instances.
 */
export interface MixedInstancesPolicySpec {
  /**
   * CPU and memory that AWS chooses instance types by, in place of `instances`.
   */
  instanceRequirements?: InstanceRequirementsSpec;
  /**
   * The instance types to use, in order of preference.
   */
  instances?: string[];
  /**
   * Percentage of on-demand instances beyond `onDemandBase`, 0 to 100. Unset: AWS's default, 100.
   */
  onDemandAboveBase?: number;
  /**
   * How on-demand instance types are chosen: `prioritized` or `lowest-price`. Unset: AWS's default, `prioritized`.
   */
  onDemandAllocationStrategy?: string;
  /**
   * The number of instances that are on-demand before any spot instance is used. Unset: AWS's default, 0.
   */
  onDemandBase?: number;
  /**
   * How spot instance types are chosen: `capacity-optimized`, `capacity-optimized-prioritized`, `diversified`, `lowest-price`, `price-capacity-optimized`. Unset: AWS's default, `lowest-price`.
   */
  spotAllocationStrategy?: string;
  /**
   * The number of cheapest spot pools to use, with the strategy `lowest-price`. Unset: AWS's default, 2.
   */
  spotInstancePools?: number;
}
/**
 * What something costs a month, or by how much that changes, in cents of the table's currency.
 */
export interface MonthlyCost {
  /**
   * With every autoscaling group at its largest size.
   */
  high_cents: number;
  /**
   * With every autoscaling group at its smallest size.
   */
  low_cents: number;
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
   * The subnet it is in; empty for a regional one, which is in none.
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
 * A network interface that does not end with an instance: networking on the nodes creates and attaches them, and leaves behind those that were detached when the instance ended.
 */
export interface NetworkInterface {
  /**
   * What its creator wrote on it: `aws-K8S-i-0a1b2c3d4e5f60718`.
   */
  description: string;
  /**
   * The instance that it was attached to when it was read.
   */
  instance?: string;
  /**
   * The security groups.
   */
  security_groups: Ref[];
  /**
   * The subnet.
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
 * The pod network of the cluster: exactly one option.
 */
export interface Networking {
  /**
   * Gives pods addresses of the VPC, with AWS's VPC CNI plugin.
   */
  amazonvpc?: AmazonVpc;
  /**
   * Installs Calico, with network policies. Its manifest comes from the addon source.
   */
  calico?: Calico;
  /**
   * Retired: Flannel with Calico's network policies.
   */
  canal?: {
    [k: string]: unknown;
  };
  /**
   * Installs Cilium, an eBPF network with network policies. `create cluster` uses it by default.
   */
  cilium?: Cilium;
  /**
   * Retired: the network of kops's first releases.
   */
  classic?: {
    [k: string]: unknown;
  };
  /**
   * Leaves the network to a CNI plugin that the user installs.
   */
  cni?: Cni;
  /**
   * Retired: a network that is set up outside of Kubernetes.
   */
  external?: Empty;
  /**
   * Installs Flannel, a simple overlay network without network policies.
   */
  flannel?: Flannel;
  /**
   * Not used on AWS: IP aliases of Google Cloud.
   */
  gce?: {
    [k: string]: unknown;
  };
  /**
   * Installs kindnet, a small network with network policies.
   */
  kindnet?: Kindnet;
  /**
   * Retired: the network of kopeio. It is still installed where it is set.
   */
  kopeio?: {
    [k: string]: unknown;
  };
  /**
   * Gives each node a part of `podCIDR`, with routes in the VPC's route tables. AWS limits these to about 50 nodes.
   */
  kubenet?: Empty;
  /**
   * Installs kube-router, which also replaces kube-proxy.
   */
  kuberouter?: Empty;
  /**
   * Retired: Lyft's CNI plugin.
   */
  lyftvpc?: {
    [k: string]: unknown;
  };
  /**
   * Retired: the network Romana, which is no longer maintained.
   */
  romana?: {
    [k: string]: unknown;
  };
  /**
   * Retired: the network Weave Net, which is no longer maintained.
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
 * A node of a cluster.
 */
export interface Node {
  /**
   * Its addresses of all types.
   */
  addresses: string[];
  /**
   * Its annotations.
   */
  annotations: {
    [k: string]: string;
  };
  /**
   * The status of each condition, `True`, `False` or `Unknown`, by its type: `Ready`.
   */
  conditions: {
    [k: string]: string;
  };
  /**
   * The version of its kubelet: `v1.36.2`.
   */
  kubeletVersion: string;
  /**
   * Its labels.
   */
  labels: {
    [k: string]: string;
  };
  /**
   * Its name.
   */
  name: string;
  /**
   * The instance that it runs on, as the cloud names it: `aws:///us-east-2a/i-0a1b2c3d4e5f60718`.
   */
  providerId: string | null;
  /**
   * Its taints.
   */
  taints: Taint[];
  /**
   * No new pod is scheduled to it.
   */
  unschedulable: boolean;
}
/**
 * Retired: how nodes were admitted to the cluster.
 */
export interface NodeAuthorization {
  /**
   * Retired: the settings of the server that admitted nodes.
   */
  nodeAuthorizer?: {
    [k: string]: unknown;
  };
}
/**
 * A DNS cache on each node.
 */
export interface NodeLocalDns {
  /**
   * Text to append to the cache's configuration. Unset: none.
   */
  additionalConfig?: string;
  /**
   * CPU request of the cache's pods. Default: 25m.
   */
  cpuRequest?: Quantity;
  /**
   * Installs the cache. Default: false.
   */
  enabled?: boolean;
  /**
   * The whole configuration (Corefile) of the cache. Unset: it is generated from the other fields.
   */
  externalCoreFile?: string;
  /**
   * Forwards all queries to the cluster's DNS, also those for other domains. Default: false.
   */
  forwardToKubeDNS?: boolean;
  /**
   * The image of the cache. Default: `registry.k8s.io/dns/k8s-dns-node-cache:1.26.0`.
   */
  image?: string;
  /**
   * The link-local address that the cache listens on. Default: `169.254.20.10`; `1` for IPv6.
   */
  localIP?: string;
  /**
   * Memory request of the cache's pods. Default: 5Mi.
   */
  memoryRequest?: Quantity;
  /**
   * Annotations of the cache's pods.
   */
  podAnnotations?: {
    [k: string]: string;
  };
}
/**
 * The addon that reports hardware and system problems as conditions of nodes.
 */
export interface NodeProblemDetector {
  /**
   * CPU limit of the pods. Unset: no limit.
   */
  cpuLimit?: Quantity;
  /**
   * CPU request of the pods. Default: 20m.
   */
  cpuRequest?: Quantity;
  /**
   * Installs the addon. Default: false.
   */
  enabled?: boolean;
  /**
   * The image of the addon. Default: `registry.k8s.io/node-problem-detector/node-problem-detector:v0.8.18`.
   */
  image?: string;
  /**
   * Memory limit of the pods. Default: 100Mi.
   */
  memoryLimit?: Quantity;
  /**
   * Memory request of the pods. Default: 100Mi.
   */
  memoryRequest?: Quantity;
}
/**
 * A node of an instance group.
 */
export interface NodeStatus {
  /**
   * The name of its host.
   */
  hostname: string;
  /**
   * Its name.
   */
  name: string;
  /**
   * `control-plane`, `apiserver` or `node`.
   */
  role: string;
  /**
   * `True` for a node that is ready.
   */
  status: string;
  /**
   * The availability zone.
   */
  zone: string;
}
/**
 * The addon that drains nodes before AWS terminates their instances.
 */
export interface NodeTerminationHandler {
  /**
   * CPU request of the pods. Default: 50m.
   */
  cpuRequest?: Quantity;
  /**
   * Deletes messages about instances that are not nodes from the queue. Default: false.
   */
  deleteSQSMsgIfNodeNotFound?: boolean;
  /**
   * Taints nodes that did not shut down gracefully as out of service, so that their volumes are detached at once. Default: false.
   */
  enableOutOfServiceTaint?: boolean;
  /**
   * Drains a node when AWS recommends to replace its spot instance. Default: false.
   */
  enableRebalanceDraining?: boolean;
  /**
   * Cordons a node when AWS recommends to replace its spot instance. In queue mode only together with `enableRebalanceDraining`. Default: false.
   */
  enableRebalanceMonitoring?: boolean;
  /**
   * Uses queue mode: events come from an SQS queue, which the cluster creates, instead of each instance's metadata. Default: true.
   */
  enableSQSTerminationDraining?: boolean;
  /**
   * Drains a node before scheduled maintenance of its instance. Cannot be disabled in queue mode. Default: true.
   */
  enableScheduledEventDraining?: boolean;
  /**
   * Drains a node when its spot instance gets an interruption notice. Cannot be disabled in queue mode. Default: true.
   */
  enableSpotInterruptionDraining?: boolean;
  /**
   * Installs the addon. Default: true, unless Karpenter is enabled.
   */
  enabled?: boolean;
  /**
   * Takes a node out of load balancers before it is drained. Default: true.
   */
  excludeFromLoadBalancers?: boolean;
  /**
   * The tag of the instances that the addon handles. Default: `aws-node-termination-handler/managed`.
   */
  managedASGTag?: string;
  /**
   * Memory limit of the pods. Unset: no limit.
   */
  memoryLimit?: Quantity;
  /**
   * Memory request of the pods. Default: 64Mi.
   */
  memoryRequest?: Quantity;
  /**
   * Seconds that each pod gets to end; -1 for the pod's own grace period. Default: -1.
   */
  podTerminationGracePeriod?: number;
  /**
   * Serves Prometheus metrics. Default: false.
   */
  prometheusEnable?: boolean;
  /**
   * Taints a node when its instance is about to be terminated. Default: false.
   */
  taintNode?: boolean;
  /**
   * The version of the addon. Default: v1.25.5.
   */
  version?: string;
  /**
   * The body that is sent to `webhookURL`, as a Go template. Unset: the addon's own template.
   */
  webhookTemplate?: string;
  /**
   * The URL that an event is posted to when a node is drained. Unset: none.
   */
  webhookURL?: string;
}
/**
 * The Node Resource Interface of containerd.
 */
export interface Nri {
  /**
   * Enables plugins. Unset: containerd's default, true from version 2.0.
   */
  enabled?: boolean;
  /**
   * Time that a plugin may take to register (`5s`). Unset: containerd's default, 5s.
   */
  pluginRegistrationTimeout?: Duration;
  /**
   * Time that a plugin may take to answer (`2s`). Unset: containerd's default, 2s.
   */
  pluginRequestTimeout?: Duration;
}
/**
 * How instances set their clocks.
 */
export interface Ntp {
  /**
   * Configures the Amazon Time Sync Service. With false, the image's own setup stays. Default: true.
   */
  managed?: boolean;
}
/**
 * Drivers and device plugin for NVIDIA GPUs.
 */
export interface NvidiaGpu {
  /**
   * The exporter of GPU metrics.
   */
  dcgmExporter?: DcgmExporter;
  /**
   * Installs the driver and the device plugin on instances with GPUs. Default: false.
   */
  enabled?: boolean;
  /**
   * The image of the device plugin. Default: `nvcr.io/nvidia/k8s-device-plugin:v0.17.3`.
   */
  image?: string;
  /**
   * The package of the driver. Default: `nvidia-driver-535-server`.
   */
  package?: string;
}
/**
 * The name of an object of any kind. Its version is not a part of it: the same object has it in each version that is served.
 */
export interface ObjectId {
  /**
   * The API group: `apps`; empty for the core group.
   */
  group: string;
  /**
   * The kind: `Deployment`.
   */
  kind: string;
  /**
   * The name.
   */
  name: string;
  /**
   * The namespace; none for what is in no namespace.
   */
  namespace: string | null;
}
/**
 * The metadata of an object.
 */
export interface ObjectMeta {
  /**
   * Annotations of the object, for tools; they do not change the cluster.
   */
  annotations?: {
    [k: string]: string;
  };
  /**
   * When the object was created, as RFC 3339. Unset or null: not known.
   */
  creationTimestamp?: string | null;
  /**
   * What must run before the object may be deleted, where a Kubernetes API stores it.
   */
  finalizers?: string[];
  /**
   * How many times the spec was changed, where a Kubernetes API stores the object.
   */
  generation?: number;
  /**
   * Labels of the object. `kops.k8s.io/cluster` names the cluster of an instance group or an SSH key.
   */
  labels?: {
    [k: string]: string;
  };
  /**
   * Which client set which field, where a Kubernetes API stores the object.
   */
  managedFields?: {
    [k: string]: unknown;
  };
  /**
   * The name of the object. The name of a cluster is a DNS name (`demo.example.com`). Required.
   */
  name: string;
  /**
   * The Kubernetes namespace of the object. kops and this library do not use it. Default: none.
   */
  namespace?: string;
  /**
   * Objects that this one belongs to, where a Kubernetes API stores it.
   */
  ownerReferences?: {
    [k: string]: unknown;
  };
  /**
   * The version of the object, where a Kubernetes API stores it.
   */
  resourceVersion?: string;
  /**
   * The unique id of the object, where a Kubernetes API stores it.
   */
  uid?: string;
}
/**
 * Which objects to list: those of one kind.
 */
export interface ObjectQuery {
  /**
   * A field selector as the API takes it: `metadata.name=web`. Default: all.
   */
  fieldSelector: string | null;
  /**
   * The API group: `apps`; empty for the core group.
   */
  group: string;
  /**
   * The kind: `Deployment`.
   */
  kind: string;
  /**
   * A label selector as the API takes it: `app=web,tier!=cache`. Default: all.
   */
  labelSelector: string | null;
  /**
   * The namespace. Default: all.
   */
  namespace: string | null;
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
 * Something that is in a network of the cluster's and is not one of its resources: an instance, a network interface, a gateway endpoint, a peering connection, something of another cluster. AWS deletes no network that something is in.
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
   * The VPC, subnets and security groups that it is in, and security groups that its rules refer to.
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
 * What controls a pod.
 */
export interface Owner {
  /**
   * Its kind: `ReplicaSet`.
   */
  kind: string;
  /**
   * Its name.
   */
  name: string;
}
/**
 * It exists, it is used, and it is never changed or deleted. It must match what the graph says of it; a field at its default says nothing.
 */
export interface SharedOwnership {
  shared: CloudId;
}
/**
 * URLs and hashes of a component's archive.
 */
export interface Packages {
  /**
   * The SHA-256 of the archive for amd64. Unset: that of the published archive.
   */
  hashAmd64?: string;
  /**
   * The SHA-256 of the archive for arm64. Unset: that of the published archive.
   */
  hashArm64?: string;
  /**
   * The URL of the archive for amd64. Unset: that of the published archive.
   */
  urlAmd64?: string;
  /**
   * The URL of the archive for arm64. Unset: that of the published archive.
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
 * A call that the caller must be allowed to make, as IAM sees it.
 */
export interface PermissionRequest {
  /**
   * The action: `ec2:CreateVpc`.
   */
  action: string;
  /**
   * What is known of the request: `aws:RequestTag/KubernetesCluster`.
   */
  context: {
    [k: string]: string;
  };
  /**
   * The ARN of the resource; with `*` for what AWS assigns.
   */
  resource: string;
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
   * The number of calls to AWS that applying it takes, by service and operation as IAM names them: `ec2:CreateVpc`. They include a second look at the account. Retries, and waits that ask more than once, add to them; calls to the state store are not counted.
   */
  apply_calls: {
    [k: string]: number;
  };
  /**
   * What is known of resources that exist, for steps that refer to them.
   */
  bindings: {
    [k: string]: {
      [k: string]: string;
    };
  };
  /**
   * The number of calls that observing took, by service and operation: `ec2:DescribeVpcs`.
   */
  calls: {
    [k: string]: number;
  };
  /**
   * The cluster's full name.
   */
  cluster: string;
  /**
   * By how much it changes what the cluster costs a month; unset where it changes nothing that has a price.
   */
  cost?: CostChange;
  /**
   * What it does to running instances and to users, the mildest first.
   */
  forecast?: Impact[];
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
   * The instance groups whose instances keep what they have until they are replaced, sorted by name.
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
 * In JSON they are part of a plan, and have names like its other fields: `delete_cluster`.
 */
export interface PlanOptions {
  /**
   * Dangerous steps that the user allows: a resource as plans name it (`volume/a.etcd-main.demo`), its cloud id, or `*`.
   */
  allow: string[];
  /**
   * The whole cluster goes, with everything that it owns: networks, the volumes of etcd, and what its controllers made. Persistent volumes and their snapshots go only where `allow` names them.
   */
  delete_cluster: boolean;
  /**
   * Only these instance groups, and what is of no group; the others stay as they are. Default: all.
   */
  instance_groups?: string[];
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
 * The account and the region of a plan, or of an engine.
 */
export interface PlanTarget {
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
 * A plan that is for another account or region.
 */
export interface PlanTargetMismatchFields {
  /**
   * Where the engine works.
   */
  found: PlanTarget;
  /**
   * What the plan is for.
   */
  planned: PlanTarget;
}
/**
 * What several plans come to together.
 */
export interface PlanTotal {
  /**
   * The number of resources that are changed.
   */
  change: number;
  /**
   * By how much the plans change what the clusters cost a month; null where they change nothing that has a price.
   */
  cost: CostChange | null;
  /**
   * The number of resources that are created.
   */
  create: number;
  /**
   * The number of resources that are deleted.
   */
  delete: number;
  /**
   * What users of the clusters may notice, in the order of the plans.
   */
  interruptions: Interruption[];
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
 * A pod.
 */
export interface Pod {
  /**
   * The address of that node.
   */
  hostIp: string | null;
  /**
   * It is the image of a static pod, which the kubelet runs whatever the API server says.
   */
  isMirror: boolean;
  /**
   * It was deleted and is ending.
   */
  isTerminating: boolean;
  /**
   * Its labels.
   */
  labels: {
    [k: string]: string;
  };
  /**
   * Its name.
   */
  name: string;
  /**
   * Its namespace.
   */
  namespace: string;
  /**
   * The node that it was scheduled to.
   */
  node: string | null;
  /**
   * What controls it.
   */
  owner: Owner | null;
  /**
   * `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`.
   */
  phase: string;
  /**
   * The name of its priority class.
   */
  priorityClass: string | null;
  /**
   * Its uid.
   */
  uid: string;
  /**
   * The containers that are not ready.
   */
  unready: string[];
}
/**
 * What identifies a pod. A pod of the same name that was made later is another one.
 */
export interface PodId {
  /**
   * Its name.
   */
  name: string;
  /**
   * Its namespace.
   */
  namespace: string;
  /**
   * Its uid.
   */
  uid: string;
}
/**
 * The addon that injects the IAM role of a pod's service account.
 */
export interface PodIdentityWebhook {
  /**
   * Installs the addon. Needs cert-manager. Default: false.
   */
  enabled?: boolean;
  /**
   * The number of replicas. Default: 2.
   */
  replicas?: number;
}
/**
 * Which pods to list.
 */
export interface PodQuery {
  /**
   * Only those on these nodes. Default: all.
   */
  nodes: string[] | null;
}
/**
 * Whether an account has what a plan needs.
 */
export interface Preflight {
  /**
   * The number of the AWS account; empty where it is not known.
   */
  account: string;
  /**
   * Every check: quotas, then addresses, then hosted zones, then permissions.
   */
  checks: PreflightCheck[];
  /**
   * The cluster's full name.
   */
  cluster: string;
  /**
   * The AWS region.
   */
  region: string;
}
/**
 * One check.
 */
export interface PreflightCheck {
  /**
   * Where it failed, what helps.
   */
  help: string | null;
  /**
   * How many there may be.
   */
  limit: number | null;
  /**
   * Where it failed, what is missing; where it was not checked, why.
   */
  message: string | null;
  /**
   * How many the plan needs beyond those that are in use.
   */
  need: number | null;
  /**
   * The quota that can be raised.
   */
  quota: QuotaCode | null;
  /**
   * The resources of the plan that need it.
   */
  resources: ResourceId[];
  /**
   * What came of it.
   */
  result: PreflightResult;
  /**
   * What is checked: `NAT gateways in us-east-2a`, `addresses in subnet-0a1b2c3d4e5f60718`, `delegation of example.com`, `iam:CreateRole`.
   */
  subject: string;
  /**
   * How many are in use.
   */
  used: number | null;
}
/**
 * What an account has left.
 * What could not be read is left out, with the reason where there is one; that is not an error. More facts may follow, so that an implementation of `Cloud::preflight` ends in `..PreflightFacts::default()`.
 */
export interface PreflightFacts {
  /**
   * Those of the calls that the caller may not make; unset where that could not be found out of any.
   */
  denied: PermissionRequest[] | null;
  /**
   * Why that could not be found out of all.
   */
  deniedUnknown: string | null;
  /**
   * Hosted zones by id.
   */
  hostedZones: {
    [k: string]: Delegation;
  };
  /**
   * Launch templates by id.
   */
  launchTemplates: {
    [k: string]: LaunchTemplateFacts;
  };
  /**
   * How many rules of a security group one for a prefix list counts as, by the list's id.
   */
  prefixLists: {
    [k: string]: number;
  };
  /**
   * Quotas, and how much of them is in use.
   */
  quotas: {
    [k: string]: QuotaUse;
  };
  /**
   * Subnets by id.
   */
  subnets: {
    [k: string]: SubnetSpace;
  };
  /**
   * The vCPUs of instance types: of those that are asked for, and those of the launch templates.
   */
  vcpus: {
    [k: string]: number;
  };
}
/**
 * What a plan needs to know before it is applied: the argument of `Cloud::preflight`.
 */
export interface PreflightQuery {
  /**
   * Those of EC2 that can be tried without being made, where the account says nothing of permissions.
   */
  dryRuns: DryRun[];
  /**
   * Hosted zones by id, which the DNS is asked for.
   */
  hostedZones: string[];
  /**
   * Instance types by name.
   */
  instanceTypes: string[];
  /**
   * Launch templates by id, whose newest version is asked for.
   */
  launchTemplates: string[];
  /**
   * Calls that the caller must be allowed to make.
   */
  permissions: PermissionRequest[];
  /**
   * Prefix lists by id, which rules of security groups are for.
   */
  prefixLists: string[];
  /**
   * Quotas, with the resources whose use is asked for where a quota is for each of them: VPCs, route tables and security groups by id, roles by name. Empty for quotas of a region, a zone or the account.
   */
  quotas: {
    [k: string]: string[];
  };
  /**
   * Subnets by id.
   */
  subnets: string[];
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
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
}
/**
 * A quota as Service Quotas knows it.
 */
export interface QuotaCode {
  /**
   * The code: `L-F678F1CE`.
   */
  code: string;
  /**
   * The service: `vpc`.
   */
  service: string;
}
/**
 * A quota, and how much of it is in use.
 */
export interface QuotaUse {
  /**
   * How many there may be; unset where that is not known.
   */
  limit: number | null;
  /**
   * Why limit or use are not known.
   */
  unknown: string | null;
  /**
   * How many there are: by the id of the resource that the quota is for, by availability zone, or by the region, for quotas of the account too; rules by group, direction and address family: `sg-0a1b2c3d4e5f60718 inbound IPv4`. What is not listed is zero. Unset where that is not known.
   */
  used: {
    [k: string]: number;
  } | null;
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
 * A step began.
 */
export interface StepStartedReconcileEvent {
  event: "step-started";
  /**
   * Its number, from 1.
   */
  number: number;
  /**
   * What it does.
   */
  step: ReconcileStep;
}
/**
 * Something happened to a step of an update.
 */
export interface ApplyReconcileEvent {
  event: "apply";
  /**
   * What.
   */
  what: Event;
}
/**
 * Something happened in a rolling update.
 */
export interface RollingUpdateReconcileEvent {
  event: "rolling-update";
  /**
   * What.
   */
  what: RollingUpdateEvent;
}
/**
 * The control plane is not ready yet. Said again when the reasons change.
 */
export interface WaitingReconcileEvent {
  event: "waiting";
  /**
   * What is wrong.
   */
  reasons: string[];
}
/**
 * A step is done.
 */
export interface StepFinishedReconcileEvent {
  event: "step-finished";
  /**
   * Its number, from 1.
   */
  number: number;
}
/**
 * The run ended; no event follows.
 */
export interface EndedReconcileEvent {
  event: "ended";
  /**
   * How far it came.
   */
  report: ReconcileReport;
}
/**
 * No plan could be made, or it was not applied.
 */
export interface ErrorReconcileFailure {
  /**
   * What went wrong.
   */
  error: ErrorData;
  reason: "error";
}
/**
 * The control plane did not become ready in time.
 */
export interface NotReadyReconcileFailure {
  /**
   * What was wrong with it in the end.
   */
  failures: Failure[];
  reason: "not-ready";
}
/**
 * Instances were not replaced.
 */
export interface RollingUpdateReconcileFailure {
  reason: "rolling-update";
  /**
   * How far the rolling update came.
   */
  report: RollingUpdateReport;
}
/**
 * What a user wants of reconciling a cluster.
 */
export interface ReconcileOptions {
  /**
   * What the updates may delete beyond what they always may; see `PlanOptions::allow`.
   */
  allow?: string[];
  /**
   * How updates are applied.
   */
  apply?: ApplyOptions;
  /**
   * How instances are replaced. The groups that it names are not looked at, as each step has its own.
   */
  rollingUpdate?: RollingUpdateOptions;
  /**
   * How long the control plane may take to become ready after its update, in seconds. Default: 10 minutes.
   */
  validationTimeout?: number;
}
/**
 * The steps that bring a cluster to its spec.
 */
export interface ReconcilePlan {
  /**
   * The cluster's full name.
   */
  cluster: string;
  /**
   * What runs.
   */
  running: RunningVersions;
  /**
   * The steps, in order. A step that has nothing to do is passed over when its turn comes.
   */
  steps: ReconcileStep[];
}
/**
 * How far reconciling a cluster came. A further run goes on where this one ended.
 */
export interface ReconcileReport {
  /**
   * It was cancelled.
   */
  cancelled: boolean;
  /**
   * How many of them are done.
   */
  done: number;
  /**
   * Why the next step was not done.
   */
  failure: ReconcileFailure | null;
  /**
   * How many steps there are.
   */
  steps: number;
}
/**
 * A step.
 */
export interface ReconcileStep {
  /**
   * What is done.
   */
  action: ReconcileAction;
  /**
   * The instance groups that it is for.
   */
  instanceGroups: string[];
  /**
   * The version of Kubernetes that the spec has in this step.
   */
  kubernetesVersion: string;
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
 * It was launched from another version of the launch template.
 */
export interface TemplateReplaceReason {
  /**
   * In which fields of the spec the instance differs: what the two versions of the launch template say, its instance type, and the version of Kubernetes that its node runs. Which fields the configuration of the node comes from is in the plan of the update that outdated it.
   */
  differences: SpecDifference[];
  /**
   * What new instances are launched from; empty where that is gone.
   */
  new: string;
  /**
   * What it was launched from.
   */
  old: string | null;
  reason: "template";
}
/**
 * Its node is marked with the annotation `kops.k8s.io/needs-update`.
 */
export interface MarkedReplaceReason {
  reason: "marked";
}
/**
 * It was detached from its group by an update that was not finished.
 */
export interface DetachedReplaceReason {
  reason: "detached";
}
/**
 * Its node was cordoned by an update that was not finished.
 */
export interface CordonedReplaceReason {
  reason: "cordoned";
}
/**
 * The user wants every instance replaced.
 */
export interface ForcedReplaceReason {
  reason: "forced";
}
/**
 * The user wants this instance replaced.
 */
export interface NamedReplaceReason {
  reason: "named";
}
/**
 * An instance to replace.
 */
export interface Replacement {
  /**
   * The instance.
   */
  instance: string;
  /**
   * Its node; null where it has not joined.
   */
  node: string | null;
  /**
   * Why it is replaced.
   */
  reasons: ReplaceReason[];
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
 * network interface
 */
export interface NetworkInterfaceResource {
  fields: NetworkInterface;
  kind: "network-interface";
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
 * EBS snapshot
 */
export interface VolumeSnapshotResource {
  fields: VolumeSnapshot;
  kind: "volume-snapshot";
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
 * instance
 */
export interface InstanceResource {
  fields: StandaloneInstance;
  kind: "instance";
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
 * A cluster or an instance group that left a set and is retained.
 */
export interface RetainedObject {
  /**
   * The cluster.
   */
  cluster: string;
  /**
   * The instance group; null for the cluster as a whole.
   */
  instance_group: string | null;
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
 * An instance group whose instances have to be replaced before they are what the spec says: a rolling update does it.
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
 * The instances of a group are being replaced.
 */
export interface GroupStartedRollingUpdateEvent {
  event: "group-started";
  /**
   * The instance group.
   */
  instanceGroup: string;
  /**
   * How many instances there are to replace.
   */
  instances: number;
}
/**
 * An instance was detached from its group, which launches another in its place.
 */
export interface DetachedRollingUpdateEvent {
  event: "detached";
  /**
   * The instance.
   */
  instance: string;
  /**
   * The instance group.
   */
  instanceGroup: string;
}
/**
 * A node takes no new pods.
 */
export interface CordonedRollingUpdateEvent {
  event: "cordoned";
  /**
   * The instance group.
   */
  instanceGroup: string;
  /**
   * The node.
   */
  node: string;
}
/**
 * The eviction of a pod was accepted.
 */
export interface EvictedRollingUpdateEvent {
  event: "evicted";
  /**
   * The node.
   */
  node: string;
  /**
   * The pod, as `namespace/name`.
   */
  pod: string;
}
/**
 * A pod disruption budget does not allow an eviction now. It is asked for again.
 */
export interface BlockedRollingUpdateEvent {
  event: "blocked";
  /**
   * The node.
   */
  node: string;
  /**
   * The pod, as `namespace/name`.
   */
  pod: string;
  /**
   * What the API server says of it.
   */
  reason: string;
}
/**
 * An instance was terminated.
 */
export interface TerminatedRollingUpdateEvent {
  event: "terminated";
  /**
   * The instance.
   */
  instance: string;
  /**
   * The instance group.
   */
  instanceGroup: string;
}
/**
 * Another rolling update of the cluster is under way. Nothing is done until it has ended, or its holder has died. Said again when another one follows it.
 */
export interface LockedRollingUpdateEvent {
  event: "locked";
  /**
   * Who replaces instances now.
   */
  holder: string;
  /**
   * Since when, in seconds since 1970 (UTC).
   */
  since: number;
}
/**
 * Nothing further is replaced until the cluster is healthy. Said again when the reasons change.
 */
export interface WaitingRollingUpdateEvent {
  event: "waiting";
  /**
   * The instance group.
   */
  instanceGroup: string;
  /**
   * What is wrong.
   */
  reasons: string[];
}
/**
 * A call failed and is repeated.
 */
export interface RetryingRollingUpdateEvent {
  /**
   * What went wrong.
   */
  error: ErrorData;
  event: "retrying";
}
/**
 * Every instance of a group is replaced, and the cluster is healthy.
 */
export interface GroupFinishedRollingUpdateEvent {
  event: "group-finished";
  /**
   * The instance group.
   */
  instanceGroup: string;
  /**
   * How many instances were replaced.
   */
  replaced: number;
}
/**
 * A group was given up.
 */
export interface GroupFailedRollingUpdateEvent {
  event: "group-failed";
  /**
   * Why.
   */
  failure: RollingUpdateFailure;
  /**
   * The instance group.
   */
  instanceGroup: string;
}
/**
 * The run ended; no event follows.
 */
export interface EndedRollingUpdateEvent {
  event: "ended";
  /**
   * How far it came.
   */
  report: RollingUpdateReport;
}
/**
 * The cluster did not become healthy in time.
 */
export interface NotHealthyRollingUpdateFailure {
  /**
   * What was wrong with it at last.
   */
  failures: Failure[];
  reason: "not-healthy";
}
/**
 * A node could not be drained in time.
 */
export interface NotDrainedRollingUpdateFailure {
  /**
   * The node.
   */
  node: string;
  /**
   * The pods that are still on it.
   */
  pods: BlockedPod[];
  reason: "not-drained";
}
/**
 * The launch template of the autoscaling group is gone, so that nothing would be launched in place of an instance. The next update of the cluster makes it anew.
 */
export interface NoLaunchTemplateRollingUpdateFailure {
  /**
   * The autoscaling group.
   */
  group: string;
  reason: "no-launch-template";
}
/**
 * No node that the API server has runs on an instance of the cluster: it is that of another cluster, or no instance has joined. Nothing was changed.
 */
export interface OtherClusterRollingUpdateFailure {
  /**
   * How many nodes the API server has.
   */
  nodes: number;
  reason: "other-cluster";
}
/**
 * Another rolling update has gone on in place of this one, which could not reach the cluster's API for too long.
 */
export interface TakenOverRollingUpdateFailure {
  /**
   * Who replaces instances now; null where that run has ended, too.
   */
  holder: string | null;
  reason: "taken-over";
}
/**
 * A call failed for good.
 */
export interface ErrorRollingUpdateFailure {
  /**
   * What went wrong.
   */
  error: ErrorData;
  reason: "error";
}
/**
 * What a user wants of a rolling update. Durations are in seconds.
 */
export interface RollingUpdateOptions {
  /**
   * How long to wait after terminating a bastion. Default: 15 seconds.
   */
  bastionInterval?: number;
  /**
   * How long to wait after terminating an instance of the control plane. Default: 15 seconds.
   */
  controlPlaneInterval?: number;
  /**
   * How long draining a node may take. Default: 15 minutes.
   */
  drainTimeout?: number;
  /**
   * Gives a group up when a node cannot be drained in time. Default: true; otherwise its instance is terminated anyway.
   */
  failOnDrainError?: boolean;
  /**
   * Ends the run when the cluster does not become healthy in time. Default: true; otherwise the next instance is replaced anyway, unless etcd would lose its quorum.
   */
  failOnValidateError?: boolean;
  /**
   * Replaces every instance. Default: those that are outdated, marked or detached.
   */
  force?: boolean;
  /**
   * Who replaces the instances, as other runs show it while they wait. Default: `kops`.
   */
  holder?: string;
  /**
   * Only these instance groups. Default: all.
   */
  instanceGroups?: string[];
  /**
   * Only these instances, by their ids, also where they are up to date. `Engine` also takes the names of nodes. Default: all.
   */
  instances?: string[];
  /**
   * How long to wait after terminating any other instance. Default: 15 seconds.
   */
  nodeInterval?: number;
  /**
   * Replaces one instance of the cluster at a time, whatever the settings of its group. Default: false.
   */
  oneAtATime?: boolean;
  /**
   * How many groups of nodes are replaced at once. Groups of the control plane are always replaced one after the other. Default: 1.
   */
  parallel?: number;
  /**
   * How long a drained node is left before its instance is terminated. Default: 5 seconds.
   */
  postDrainDelay?: number;
  /**
   * Only groups of these roles. Default: all.
   */
  roles?: InstanceGroupRole[];
  /**
   * Launches another instance before each of `instances` is terminated, whatever the settings of its group; never in the control plane or in groups of Karpenter, and without effect where no instances are named. Default: true.
   */
  surge?: boolean;
  /**
   * How many times in a row the cluster must be found healthy before the next instance is replaced; 0 for not at all. Default: 2.
   */
  validateCount?: number;
  /**
   * How long the cluster may take to become healthy. Default: 15 minutes.
   */
  validationTimeout?: number;
}
/**
 * What a rolling update would do.
 */
export interface RollingUpdatePlan {
  /**
   * How long it takes where every instance boots in three minutes and every node is drained at once, in seconds.
   */
  atBest: number;
  /**
   * How long it takes at most before it is given up, in seconds.
   */
  atWorst: number;
  /**
   * Pods on nodes that will be drained, whose budgets allow no disruption as they are now.
   */
  blocked: BlockedPod[];
  /**
   * The groups of the cluster, in the order of the update, those with nothing to replace among them.
   */
  groups: GroupPlan[];
}
/**
 * How far a rolling update came.
 */
export interface RollingUpdateReport {
  /**
   * It was cancelled. A further run goes on where it ended.
   */
  cancelled: boolean;
  /**
   * The nodes that are left cordoned by this run or an earlier one, sorted: the next run drains them further, and `kubectl uncordon` takes them back.
   */
  cordoned: string[];
  /**
   * What ended the run beside what is wrong with a group.
   */
  failure: RollingUpdateFailure | null;
  /**
   * What became of each group that had instances to replace, in the order of the update.
   */
  groups: GroupOutcome[];
}
/**
 * How a rolling update replaces instances.
 */
export interface RollingUpdateSpec {
  /**
   * Drains and terminates nodes. With false, they are only tainted, and something else replaces them. Default: true.
   */
  drainAndTerminate?: boolean;
  /**
   * The number or percentage (`10%`) of instances that may be added at a time. Default: 1 for nodes and API servers, 0 for control-plane nodes and with Karpenter, where it is 0 whatever is written.
   */
  maxSurge?: IntOrString;
  /**
   * The number or percentage (`10%`) of instances that may be missing at a time. Default: 1; 0 where `maxSurge` is more than 0.
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
   * The destination CIDR of the route. Required.
   */
  cidr?: string;
  /**
   * What packets are sent to: `pcx-…`, `i-…`, `nat-…`, `tgw-…`, `igw-…` or `eigw-…`. Required.
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
 * The version of runc.
 */
export interface Runc {
  /**
   * The URLs and hashes of runc, in place of the published ones.
   */
  packages?: Packages;
  /**
   * The version of runc. Default: 1.3.5.
   */
  version?: string;
}
/**
 * An autoscaling group of a cluster with its instances, or the instances of one instance group that no autoscaling group runs, because Karpenter launched them.
 */
export interface RunningGroup {
  /**
   * How many instances the group should have now, detached ones and those of the warm pool not counted; 0 without an autoscaling group.
   */
  desired: number;
  /**
   * Its instances, sorted by id, with those that were detached from it to be replaced.
   */
  instances: Instance[];
  /**
   * Why the cloud could not launch an instance, in its words: what the group's last launch failed with, of those that have ended. Null where that succeeded, where all instances are in service, and where the caller is not allowed to read it.
   */
  launchFailure: string | null;
  /**
   * The largest size; 0 without an autoscaling group.
   */
  maxSize: number;
  /**
   * The smallest size; 0 without an autoscaling group.
   */
  minSize: number;
  /**
   * The name of the autoscaling group; where there is none, of the instance group that the tags of the instances name.
   */
  name: CloudId;
  /**
   * The role of its instances, by its tags.
   */
  role: InstanceGroupRole | null;
  /**
   * What new instances are launched from: the launch template and its version, `lt-0a1b2c3d4e5f60718:3`; empty where the launch template is gone, so that every instance is outdated. Null where no autoscaling group runs the instances, and only there.
   */
  template: string | null;
}
/**
 * The versions of Kubernetes that run in a cluster.
 */
export interface RunningVersions {
  /**
   * The oldest of the control plane; null where none runs.
   */
  controlPlane: string | null;
  /**
   * The newest of the control plane, which Kubernetes cannot go back from; null where none runs.
   */
  newestControlPlane: string | null;
  /**
   * The oldest of the nodes; null where there are none.
   */
  nodes: string | null;
}
/**
 * A public SSH key that may log in to nodes.
 */
export interface SSHCredential {
  /**
   * The version of the format, always v1alpha2.
   */
  apiVersion?: "kops.k8s.io/v1alpha2" | "kops/v1alpha2";
  /**
   * The kind of the object.
   */
  kind?: "SSHCredential";
  /**
   * The name, labels and annotations of the object.
   */
  metadata: ObjectMeta;
  /**
   * The desired state of the object.
   */
  spec: SSHCredentialSpec;
}
/**
 * The public SSH key of a cluster.
 */
export interface SSHCredentialSpec {
  /**
   * The public key in OpenSSH's format: `ssh-ed25519 AAAA…`. Required.
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
   * Further resources by id, regardless of their owner: the shared ones, and the VPC whose gateways and tables matter. What AWS finds by name only is also in `names`.
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
   * Look also for `Snapshot::occupants`, which only matter where networks are deleted, and for what nodes and controllers of the cluster made beside its spec (`Properties::made_in_cluster`).
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
 * Where the public keys of service account tokens are published.
 */
export interface ServiceAccountIssuerDiscovery {
  /**
   * Additional audiences that the OIDC provider accepts, beside `amazonaws.com`.
   */
  additionalAudiences?: string[];
  /**
   * A server that publishes the discovery documents, in place of `discoveryStore`.
   */
  discoveryService?: DiscoveryService;
  /**
   * The public location of the discovery documents (`s3://bucket/path`). Its URL becomes the issuer of tokens. Unset: the documents are not published.
   */
  discoveryStore?: string;
  /**
   * Creates an OIDC provider in IAM, so that service accounts can have IAM roles. Default: false.
   */
  enableAWSOIDCProvider?: boolean;
}
/**
 * The AWS permissions of a service account.
 */
export interface ServiceAccountPermission {
  /**
   * The permissions of the service account: either `policyARNs` or `inlinePolicy`.
   */
  aws?: AwsPermission;
  /**
   * The name of the service account. Required.
   */
  name?: string;
  /**
   * The namespace of the service account; `*` stands for any text. Required.
   */
  namespace?: string;
}
/**
 * A cluster of a set, and what would be done to it.
 */
export interface SetCluster {
  /**
   * What becomes of it.
   */
  action: SetAction;
  /**
   * Its objects in the set that are new in the state store, or differ from what it has.
   */
  changed_objects: ObjectRef[];
  /**
   * Its name.
   */
  cluster: string;
  /**
   * Instance groups that left the set, which are deleted from the state store once the plan was applied.
   */
  deleted_groups: string[];
  /**
   * Its objects in the set as YAML, which are stored before the plan is applied; empty for a deletion.
   */
  objects: string;
  /**
   * What changes in the account.
   */
  plan: Plan;
}
/**
 * Something that happened to a cluster while a set was applied.
 */
export interface SetEvent {
  /**
   * The cluster.
   */
  cluster: string;
  /**
   * What happened.
   */
  event: Event;
}
/**
 * What would make the clusters and instance groups of a set what its objects say.
 */
export interface SetPlan {
  /**
   * Its clusters in the order in which they are applied: those of the objects by name, then those that are deleted.
   */
  clusters: SetCluster[];
  /**
   * The hash of the plan, 64 hexadecimal digits. A plan that has another hash is refused.
   */
  hash: string;
  /**
   * What left the set and is retained until the set is pruned.
   */
  retained: RetainedObject[];
  /**
   * The name of the set.
   */
  set: string;
  /**
   * What the plans of its clusters come to together.
   */
  total: PlanTotal;
}
/**
 * Whether an account has what the plan of a set needs.
 */
export interface SetPreflight {
  /**
   * Each cluster by itself.
   */
  clusters: Preflight[];
  /**
   * What several clusters need together: quotas, then the addresses of subnets that exist.
   */
  together: PreflightCheck[];
}
/**
 * What came of applying a set.
 */
export interface SetReport {
  /**
   * The run was cancelled.
   */
  cancelled: boolean;
  /**
   * The clusters that are done, in their order; fewer than those of the plan where the run was cancelled or a cluster failed.
   */
  clusters: AppliedCluster[];
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
   * The number of calls that it took, by service and operation as IAM names them: `ec2:DescribeSubnets`.
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
 * The addon that takes snapshots of EBS volumes.
 */
export interface SnapshotController {
  /**
   * Installs the addon. Needs cert-manager. Default: false.
   */
  enabled?: boolean;
  /**
   * Creates a default `VolumeSnapshotClass`. Default: false.
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
 * A field of the spec that an instance differs in.
 */
export interface SpecDifference {
  /**
   * The field: `spec.kubernetesVersion`. What comes from many fields has a name instead: `node configuration`, `nodeup`.
   */
  field: string;
  /**
   * What new instances have.
   */
  new: string;
  /**
   * What the instance has, `(unset)` where it has nothing; of what may hold secrets, the first digits of its hash.
   */
  old: string;
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
 * An instance that no autoscaling group runs: Karpenter launched it, or a rolling update detached it from its group and was interrupted.
 */
export interface StandaloneInstance {
  /**
   * `m5.large`, …
   */
  instance_type: string;
  /**
   * The security groups.
   */
  security_groups: Ref[];
  /**
   * The subnet.
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
   * Who holds the lock of the cluster, for the kinds `locked` and `lock-lost`.
   */
  lock: ClusterLock | null;
  /**
   * The same call may succeed later.
   */
  retryable: boolean;
}
/**
 * One creation, update or deletion of a resource, with its dependencies and its reason.
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
 * Where a subnet is, and how much room it has.
 */
export interface SubnetSpace {
  /**
   * The IPv4 addresses that nothing uses; unset for a subnet without IPv4.
   */
  freeAddresses: number | null;
  /**
   * Its availability zone.
   */
  zone: string;
}
/**
 * A subnet of the VPC that instance groups may use.
 */
export interface SubnetSpec {
  /**
   * Additional routes of the subnet's route table; for private subnets only.
   */
  additionalRoutes?: RouteSpec[];
  /**
   * The IPv4 CIDR of the subnet. Default: that of the existing subnet, or a part of `networkCIDR` that no other subnet uses.
   */
  cidr?: string;
  /**
   * The default route of a private subnet: `nat-…`, `eipalloc-…`, `i-…`, `tgw-…`, or `External` for a route that is managed elsewhere. Default: a NAT gateway that the cluster creates in each zone.
   */
  egress?: string;
  /**
   * The id (`subnet-…`) of an existing subnet, which is then shared: used, but never changed or deleted. Unset: the cluster creates the subnet.
   */
  id?: string;
  /**
   * The IPv6 CIDR of the subnet, or `/64#1`, which is the second /64 of the VPC's IPv6 CIDR. Unset: no IPv6.
   */
  ipv6CIDR?: string;
  /**
   * The name of the subnet in this spec, unique; `create cluster` uses the zone. Required.
   */
  name?: string;
  /**
   * The Elastic IP address of the NAT gateway that the cluster creates for this subnet. Unset: a new address.
   */
  publicIP?: string;
  /**
   * Not used on AWS: the region of a subnet that spans zones.
   */
  region?: string;
  /**
   * Who can reach the subnet, and how it reaches the internet. Required.
   */
  type?: SubnetType;
  /**
   * The availability zone (`us-east-2a`) or local zone. Required.
   */
  zone?: string;
}
/**
 * A taint of a node.
 */
export interface Taint {
  /**
   * `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
   */
  effect: string;
  /**
   * Its key.
   */
  key: string;
  /**
   * Its value.
   */
  value: string | null;
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
 * Settings of Terraform files.
 */
export interface TargetSpec {
  /**
   * Arguments to add to the providers in Terraform files.
   */
  terraform?: Terraform;
}
/**
 * Arguments to add to the providers in Terraform files.
 */
export interface Terraform {
  /**
   * Arguments of the `aws` provider of files in the state store.
   */
  filesProviderExtraConfig?: {
    [k: string]: string;
  };
  /**
   * Arguments of the `aws` provider of resources.
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
   * The effect of the taint: `NoSchedule`, `PreferNoSchedule` or `NoExecute`. Unset: any effect.
   */
  effect?: string;
  /**
   * The key of the taint. Unset: any taint.
   */
  key?: string;
  /**
   * How the value is compared: `Exists` or `Equal`. Default: `Equal`.
   */
  operator?: string;
  /**
   * Seconds for which a `NoExecute` taint is tolerated. Unset: forever.
   */
  tolerationSeconds?: number;
  /**
   * The value of the taint, with `Equal`. Unset: the empty value.
   */
  value?: string;
}
/**
 * How the cluster is reached: bastion and DNS.
 */
export interface Topology {
  /**
   * The DNS name and load balancer of the bastions.
   */
  bastion?: Bastion;
  /**
   * How the names of the API are published.
   */
  dns?: Dns;
  /**
   * Retired: whether control-plane nodes are private is decided by the `type` of their subnets.
   */
  masters?: string;
  /**
   * Retired: whether nodes are private is decided by the `type` of their subnets.
   */
  nodes?: string;
}
/**
 * An object that is applied and does not run yet.
 */
export interface UnreadyObject {
  /**
   * The name of the addon.
   */
  addon: string;
  /**
   * The object.
   */
  object: ObjectId;
  /**
   * What it lacks, in one sentence.
   */
  reason: string;
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
 * The way from one spec of a cluster to another.
 */
export interface UpgradePlan {
  /**
   * The cluster's full name.
   */
  cluster: string;
  /**
   * The version of Kubernetes of the old spec.
   */
  from: string;
  /**
   * What a reader should know that was assumed.
   */
  notes: string[];
  /**
   * The steps, in order.
   */
  steps: UpgradeStep[];
  /**
   * The version of Kubernetes of the new spec.
   */
  to: string;
}
/**
 * A step, and what it would do.
 */
export interface UpgradeStep {
  /**
   * What is done.
   */
  action: ReconcileAction;
  /**
   * The instance groups that it is for.
   */
  instanceGroups: string[];
  /**
   * The version of Kubernetes that the spec has in this step.
   */
  kubernetesVersion: string;
  /**
   * What an update would change; null for a step that updates nothing.
   */
  plan: Plan | null;
  /**
   * The groups whose instances a rolling update would replace, with the fields of the spec that are the cause.
   */
  rollingUpdates: RollingUpdate[];
}
/**
 * An additional part of the user data.
 */
export interface UserData {
  /**
   * The content of the part. Required.
   */
  content?: string;
  /**
   * The file name of the part in the MIME message. Required.
   */
  name?: string;
  /**
   * The MIME type of the part: `text/x-shellscript`, `text/cloud-config`, and others of cloud-init. Required.
   */
  type?: string;
}
/**
 * What was found of a cluster at one moment.
 */
export interface Validation {
  /**
   * What is wrong, sorted by kind and name. Empty for a healthy cluster.
   */
  failures: Failure[];
  /**
   * The nodes of the cluster's instance groups, sorted by role and name.
   */
  nodes: NodeStatus[];
}
/**
 * The cluster was looked at.
 */
export interface ValidatedValidationEvent {
  event: "validated";
  /**
   * What was found.
   */
  validation: Validation;
}
/**
 * The account or the cluster could not be asked.
 */
export interface FailedValidationEvent {
  /**
   * What went wrong.
   */
  error: ErrorData;
  event: "failed";
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
 * A file system to create and to mount.
 */
export interface VolumeMount {
  /**
   * The device that holds the file system: `/dev/xvdd`. Required.
   */
  device?: string;
  /**
   * The type of the file system: `ext4` or `xfs`. Required.
   */
  filesystem?: string;
  /**
   * Options of the command that creates the file system.
   */
  formatOptions?: string[];
  /**
   * Options of the command that mounts the file system.
   */
  mountOptions?: string[];
  /**
   * The path at which the file system is mounted. Required.
   */
  path?: string;
}
/**
 * A snapshot of a persistent volume.
 */
export interface VolumeSnapshot {
  /**
   * The size of the volume in GiB.
   */
  size_gib: number;
  /**
   * Tags.
   */
  tags: {
    [k: string]: string;
  };
  /**
   * The volume that it was made of, which may be gone.
   */
  volume: string;
}
/**
 * An EBS volume of each instance, beside the root volume.
 */
export interface VolumeSpec {
  /**
   * Deletes the volume with its instance. Default: true.
   */
  deleteOnTermination?: boolean;
  /**
   * The device name that the volume is attached as: `/dev/xvdd`. Required.
   */
  device?: string;
  /**
   * Encrypts the volume. Default: true.
   */
  encrypted?: boolean;
  /**
   * I/O operations per second. Default: 3000 for `gp3`, 100 for `io1` and `io2`.
   */
  iops?: number;
  /**
   * The id or ARN of the KMS key that encrypts the volume. Instances of autoscaling groups start only where the policy of the key lets the service-linked role of Auto Scaling, `AWSServiceRoleForAutoScaling`, use it. Unset: the account's default key for EBS.
   */
  key?: string;
  /**
   * Size of the volume in GiB. Required.
   */
  size?: number;
  /**
   * Throughput of a `gp3` volume in MiB/s. Default: 125.
   */
  throughput?: number;
  /**
   * The EBS type of the volume. Default: `gp3`.
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
 * Stopped instances that are kept ready.
 */
export interface WarmPoolSpec {
  /**
   * Images to pull before an instance is stopped.
   */
  additionalImages?: string[];
  /**
   * Stops an instance only after it has booted and pulled images. Default: false.
   */
  enableLifecycleHook?: boolean;
  /**
   * Seconds that an instance may take to boot, with `enableLifecycleHook`. Default: 600.
   */
  lifecycleHookTimeout?: number;
  /**
   * The maximum number of instances in the pool and in service together; 0 disables the pool. Unset: the `maxSize` of the instance group.
   */
  maxSize?: number;
  /**
   * The minimum number of instances in the pool. Default: 0.
   */
  minSize?: number;
}
/**
 * Pods that a cluster keeps running, one like the other, on any node of the role `Node`.
 */
export interface Workload {
  /**
   * How many of them a pod disruption budget keeps available. Default: there is no budget.
   */
  minAvailable?: number;
  /**
   * The name, which is also the value of the label `app`, and the name of its budget where it has one.
   */
  name: string;
  /**
   * The namespace. Default: `default`.
   */
  namespace?: string;
  /**
   * The name of the priority class of its pods. Default: none.
   */
  priorityClass?: string;
  /**
   * How many pods there should be.
   */
  replicas: number;
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
