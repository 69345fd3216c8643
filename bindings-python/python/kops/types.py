"""What the library takes and returns. From kops-core/src/schema.json by `make types`; do not edit."""

from __future__ import annotations
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from typing import TypedDict

    from typing_extensions import NotRequired
else:
    from kops._typed_dict import NotRequired, TypedDict


class AccessLog(TypedDict):
    """
    Where a load balancer writes its access log.
    """

    bucket: str
    """
    The S3 bucket.
    """
    interval: NotRequired[int]
    """
    Minutes between two files, 5 or 60; classic only.
    """
    prefix: NotRequired[str]
    """
    The prefix of the objects.
    """


class AccessLogSpec(TypedDict):
    """
    Where requests of a load balancer are logged.
    """

    bucket: NotRequired[str]
    """
    The name of the S3 bucket that the log files are written to. Required.
    """
    bucketPrefix: NotRequired[str]
    """
    The key prefix of the log files in the bucket. Unset: none.
    """
    interval: NotRequired[int]
    """
    Minutes between two log files, 5 or 60; only for classic load balancers. Unset: AWS's default, 60.
    """


class Addon(TypedDict):
    """
    A manifest that is applied beside the built-in addons.
    """

    manifest: NotRequired[str]
    """
    The location of the manifest, a list of addons in kops's format. Required.
    """


class AppliedAddonEvent(TypedDict):
    """
    An addon was applied and counts as installed.
    """

    addon: str
    """
    The name of the addon.
    """
    event: Literal["applied"]
    objects: int
    """
    How many objects it has.
    """


class FailedAddonEvent(TypedDict):
    """
    An addon could not be applied, or a list of addons cannot be read.
    """

    addon: str
    """
    The name of the addon, or the location of the list.
    """
    event: Literal["failed"]
    messages: list[str]
    """
    Each thing that went wrong, in one sentence.
    """


class AddonOptions(TypedDict):
    """
    Which addons are applied, and how patiently they are waited for.
    """

    addons: NotRequired[list[str]]
    """
    Only addons of these names. Default: all.
    """
    channels: NotRequired[list[str]]
    """
    Where the lists of addons are, or manifests: below the cluster's base in the state store, in a bucket (`s3://…`), or in `AddonOptions::files`. Default: the bootstrap channel of the cluster, then the `addons` of its spec.
    """
    files: NotRequired[dict[str, str]]
    """
    The texts of lists and manifests by their location, for those that the caller has read.
    """
    interval: NotRequired[float]
    """
    How long to wait between two attempts, in seconds. Default: 5.
    """
    timeout: NotRequired[float]
    """
    How long to go on until everything is applied and runs, also what was up to date, in seconds. Default: not at all, everything is tried once, and what is applied is not waited for.
    """


class AddonVersion(TypedDict):
    """
    What tells two versions of an addon apart.
    """

    id: NotRequired[str]
    """
    Tells manifests of one addon apart: `k8s-1.16`.
    """
    manifestHash: str
    """
    The SHA-256 of the manifest in hexadecimal.
    """


class ApplyOptions(TypedDict):
    """
    How a plan is applied. In JSON, durations are seconds.
    """

    attempts: NotRequired[int]
    """
    How many times a call is tried, where its errors say that retrying helps. Default: 12.
    """
    firstDelay: NotRequired[float]
    """
    How long to wait before the second try; doubles each time. Default: 0.25 s.
    """
    grace: NotRequired[float]
    """
    How long a cancelled run waits for calls that are under way. Default: 10 s.
    """
    longestDelay: NotRequired[float]
    """
    The longest wait between two tries. Default: 10 s.
    """
    nonce: NotRequired[int]
    """
    Client tokens and the jitter of waits are derived from it. Default: 0. The tokens also come from the plan and from the second in which a run begins, so that only runs of one plan within one second need numbers of their own.
    """
    parallel: NotRequired[int]
    """
    How many steps may run at once. Default: 16.
    """
    readyWithin: NotRequired[float]
    """
    How long a resource may take to become ready, to be free of what uses it, or to be seen by others. Default: 600 s.
    """
    releaseWithin: NotRequired[float]
    """
    How long to retry a deletion when AWS keeps saying, in the same words, that the resource is in use, and this run has deleted what used it: a load balancer keeps its network interfaces for a while. Default: 600 s, as long as kops waits.
    """
    settleWithin: NotRequired[float]
    """
    How long to retry a step when AWS says that a resource which this run created does not exist: a new resource is not visible everywhere at once. Also how long to retry a deletion when AWS keeps saying, in the same words, that the resource is in use, and this run has deleted nothing that used it. Default: 60 s.
    """


class Asset(TypedDict):
    """
    A file that nodes download.
    """

    sha256: NotRequired[str]
    """
    Its SHA-256 in hexadecimal.
    """
    urls: NotRequired[list[str]]
    """
    Where it can be had, best first.
    """


class AssetsSpec(TypedDict):
    """
    Where instances download images and files from.
    """

    containerProxy: NotRequired[str]
    """
    A registry that fetches images from the original registries on demand. Unset: none.
    """
    containerRegistry: NotRequired[str]
    """
    A registry that holds copies of all images. `kops get assets` lists them. Unset: the original registries.
    """
    fileRepository: NotRequired[str]
    """
    The URL of a web server or bucket that holds copies of all files. Unset: the original locations.
    """


AuthorizationMode: TypeAlias = Literal["RBAC", "AlwaysAllow"]
"""
Who may do what.
- `RBAC`: By roles and their bindings.
- `AlwaysAllow`: Every request is allowed.
"""


class AwsPermission(TypedDict):
    """
    Permissions in AWS.
    """

    inlinePolicy: NotRequired[str]
    """
    IAM statements for the role's inline policy, as a JSON list. Unset: no inline policy.
    """
    policyARNs: NotRequired[list[str]]
    """
    ARNs of the managed policies to attach to the role.
    """


class BlockedPod(TypedDict):
    """
    A pod that cannot be evicted now.
    """

    node: str
    """
    The node that it is on.
    """
    pod: str
    """
    The pod, as `namespace/name`.
    """
    reason: str
    """
    The budget that allows no disruption, as `namespace/name`, or what the API server says of it.
    """


class Bucket(TypedDict):
    """
    An S3 bucket.
    """

    defaultEncryption: NotRequired[bool]
    """
    Whether it has a default encryption, be it with a key of S3's or of KMS: Terraform files then name none for its objects. False where that is not known.
    """
    objectAcl: NotRequired[str | None]
    """
    The canned ACL of objects that are written to it, such as `bucket-owner-full-control`: Terraform files then name it. Unset: the bucket decides.
    """
    region: NotRequired[str]
    """
    Its region. Empty: that of the cluster.
    """


class CertManager(TypedDict):
    """
    The addon that issues certificates.
    """

    defaultIssuer: NotRequired[str]
    """
    The name of the cluster issuer for ingresses that name none. Unset: none.
    """
    enabled: NotRequired[bool]
    """
    Says that cert-manager is in the cluster. Default: false.
    """
    featureGates: NotRequired[dict[str, bool]]
    """
    Feature gates of the controller, by name.
    """
    hostedZoneIDs: NotRequired[list[str]]
    """
    Ids of the Route 53 hosted zones in which cert-manager may write the records of challenges.
    """
    image: NotRequired[str]
    """
    Not used, as in kops: the image is that of the published manifest. Unset: none.
    """
    managed: NotRequired[bool]
    """
    Installs cert-manager. With false, the user installs it. Default: true.
    """
    nameservers: NotRequired[list[str]]
    """
    DNS servers that are asked whether the record of a challenge is visible.
    """


CiliumEncryption: TypeAlias = Literal["ipsec", "wireguard"]
"""
How Cilium encrypts traffic.
- `ipsec`: IPsec with a key that the secret store holds.
- `wireguard`: WireGuard.
"""


class CiliumGatewayApi(TypedDict):
    """
    Cilium's Gateway API.
    """

    enableSecretsSync: NotRequired[bool]
    """
    Copies the TLS secrets of gateways to Cilium's namespace. Unset: Cilium's default, true.
    """
    enabled: NotRequired[bool]
    """
    Serves gateways. Default: true where `gatewayAPI` is set, else false.
    """


class CiliumIngress(TypedDict):
    """
    Cilium's ingress controller.
    """

    defaultLoadBalancerMode: NotRequired[str]
    """
    Whether ingresses share one load balancer: `shared` or `dedicated`. Unset: Cilium's default, `dedicated`.
    """
    enableSecretsSync: NotRequired[bool]
    """
    Copies the TLS secrets of ingresses to Cilium's namespace. Unset: Cilium's default, true.
    """
    enabled: NotRequired[bool]
    """
    Runs the ingress controller. Default: true where `ingress` is set, else false.
    """
    enforceHttps: NotRequired[bool]
    """
    Redirects HTTP requests of hosts with a certificate to HTTPS. Unset: Cilium's default, true.
    """
    loadBalancerAnnotationPrefixes: NotRequired[str]
    """
    Prefixes of annotations that are copied from ingresses to the load balancer's service, comma-separated. Unset: Cilium's default.
    """
    sharedLoadBalancerServiceName: NotRequired[str]
    """
    The name of the service of the shared load balancer. Default: `cilium-ingress`.
    """


class ClassicListener(TypedDict):
    """
    A listener of a classic load balancer.
    """

    certificate: NotRequired[str]
    """
    The ARN of the certificate; the protocol is then SSL, otherwise TCP.
    """
    instance_port: int
    """
    The port on the instances.
    """
    port: int
    """
    The port that clients use.
    """


CloudId: TypeAlias = str
"""
The id that the cloud gave: `vpc-0123`, an ARN, a name, or for things without an id of their own, what identifies them.
"""


ClusterApiErrorKind: TypeAlias = Literal[
    "not-found",
    "denied",
    "untrusted",
    "unresolved",
    "kubeconfig",
    "conflict",
    "throttled",
    "invalid",
    "network",
    "internal",
]
"""
Kinds of failure.
- `not-found`: What the call names does not exist.
- `denied`: The caller is not known, or may not do this; an expired certificate is one reason.
- `untrusted`: The certificate of the API server is not signed by the cluster's authority, or is for another name.
- `unresolved`: The name of the API server does not resolve.
- `kubeconfig`: The kubeconfig cannot be used.
- `conflict`: Another writer was faster.
- `throttled`: Too many calls.
- `invalid`: The call can never succeed as it is.
- `network`: The API server could not be reached, or broke off.
- `internal`: The API server failed.
"""


class ClusterLock(TypedDict):
    """
    The lock of a cluster, as it is in the state store while it is written.
    It is a lease: its holder renews it while it works, and once it has ended, the next writer may take it over.
    """

    holder: str
    """
    Who holds it, in the words of the holder: `jane@laptop (process 4711)`.
    """
    id: str
    """
    Tells this lease from every other one.
    """
    since: int
    """
    When it was acquired, in seconds since 1970.
    """
    until: int
    """
    When it ends unless it is renewed, in seconds since 1970.
    """


class ClusterWarning(TypedDict):
    """
    An event of the type `Warning`.
    """

    count: int
    """
    How many times it happened.
    """
    kind: str
    """
    The kind of the object that it is about: `Pod`.
    """
    last: int
    """
    When it happened last, in seconds since 1970 (UTC).
    """
    message: str
    """
    What happened.
    """
    name: str
    """
    The name of the object.
    """
    namespace: str | None
    """
    The namespace of the object; null for nodes and others that are in none.
    """
    reason: str
    """
    Why it happened, in one word: `FailedScheduling`.
    """


class Cni(TypedDict):
    """
    A CNI plugin that the user installs.
    """

    usesSecondaryIP: NotRequired[bool]
    """
    Says that the plugin gives pods secondary addresses of the VPC, which limits the number of pods by instance type. Default: false.
    """


class CodePage(TypedDict):
    """
    What there is to know of a code.
    """

    code: str
    """
    The code: `network/vpc-id`.
    """
    description: str
    """
    Why it is refused or warned of, and what to do about it.
    """
    right: NotRequired[str]
    """
    What to write instead. Missing where a field is to be left out.
    """
    summary: str
    """
    One sentence: what is found.
    """
    wrong: str
    """
    An input with the finding: part of a spec, a file, a command, or options. `<48 labels>` stands for that many.
    """


class DcgmExporter(TypedDict):
    """
    The exporter of GPU metrics.
    """

    enabled: NotRequired[bool]
    """
    Installs the exporter. Default: false.
    """


class DefaultImage(TypedDict):
    """
    An image for new groups.
    """

    architecture: NotRequired[str]
    """
    The architecture of its instances: `amd64` or `arm64`.
    """
    beforeMinor: NotRequired[int | None]
    """
    The first minor release that it is not for any more.
    """
    name: NotRequired[str]
    """
    The image as a spec names it.
    """
    sinceMinor: NotRequired[int]
    """
    The first minor release of Kubernetes 1 that it is for.
    """


class Delegation(TypedDict):
    """
    Where the DNS leads for the name of a hosted zone.
    """

    delegatedTo: list[str] | None
    """
    The name servers that the DNS names, without the trailing dot; empty where it knows no such zone. Unset where that is not known.
    """
    name: str
    """
    The zone's name without the trailing dot.
    """
    nameServers: list[str]
    """
    The zone's own name servers, without the trailing dot: those that Route 53 gave it, and those of its NS record.
    """
    private: bool
    """
    Answers only inside its VPCs, so that no other zone leads to it.
    """
    unknown: str | None
    """
    Why that is not known.
    """


class AlwaysDeleteMode(TypedDict):
    """
    Always. One that is gone is fine.
    """

    when: Literal["always"]


class DhcpOptions(TypedDict):
    """
    A set of DHCP options. Its identity is the tag `Name`.
    """

    domain_name: NotRequired[str]
    """
    The domain of host names: `us-east-2.compute.internal`.
    """
    domain_name_servers: list[str]
    """
    DNS servers: `AmazonProvidedDNS`.
    """
    tags: dict[str, str]
    """
    Tags.
    """


Direction: TypeAlias = Literal["ingress", "egress"]
"""
Which way packets go.
- `ingress`: To the instance.
- `egress`: From the instance.
"""


class DiscoveryService(TypedDict):
    """
    A server that publishes discovery documents.
    """

    url: NotRequired[str]
    """
    The URL of the server, which becomes the issuer of tokens. Required.
    """


Disruption: TypeAlias = Literal["none", "new-instances", "connections", "instances", "data"]
"""
What users of a cluster may notice of a step.
- `none`: Nothing.
- `new-instances`: Instances that run now keep what they have; new ones get the change. A rolling update brings it to all.
- `connections`: Connections may be interrupted for a moment.
- `instances`: Instances are stopped.
- `data`: Data is lost.
"""


class DnsControllerGossipConfigSecondary(TypedDict):
    """
    The second protocol by which dns-controller gossips.
    """

    listen: NotRequired[str]
    """
    The address and port to listen on. Default: `0.0.0.0:3993`.
    """
    protocol: NotRequired[str]
    """
    The protocol: `mesh` or `memberlist`. Unset: there is no second protocol.
    """
    secret: NotRequired[str]
    """
    The secret that encrypts gossip. It is an argument of the pod. Unset: gossip is not encrypted.
    """
    seed: NotRequired[str]
    """
    The address and port of the first peer. Default: `127.0.0.1:4000`, which is protokube.
    """


DnsType: TypeAlias = Literal["Public", "Private", "None"]
"""
The kind of hosted zone that holds the names of the API.
- `Public`: A public hosted zone.
- `Private`: A hosted zone that answers inside the VPC only.
- `None`: No DNS: nodes find the API by its load balancer.
"""


class DocumentPart(TypedDict):
    """
    A part of a document and the fields of the spec that it comes from.
    """

    cluster: list[str]
    """
    Fields of the cluster: `spec.kubelet`.
    """
    group: list[str]
    """
    Fields of the instance group that the document is for.
    """
    part: str
    """
    The path of the part inside the document: `KubeletConfig`.
    """


class DryRun(TypedDict):
    """
    A call of EC2 that can be tried without being made.
    """

    action: str
    """
    The action: `ec2:CreateSubnet`.
    """
    id: str | None
    """
    The resource that it changes or deletes, or the one of others that it creates something in, by id.
    """
    tags: dict[str, str]
    """
    The tags of what it creates.
    """


Duration: TypeAlias = str
"""
A span of time with its units: `30s`, `15m`, `1h30m`.
"""


class EbsDevice(TypedDict):
    """
    A volume of EBS that comes and goes with an instance.
    """

    delete_on_termination: NotRequired[bool]
    """
    Whether it goes with the instance.
    """
    encrypted: NotRequired[bool]
    """
    Whether it is encrypted.
    """
    iops: NotRequired[int]
    """
    Operations per second.
    """
    kms_key: NotRequired[str]
    """
    The KMS key.
    """
    size_gib: NotRequired[int]
    """
    The size in GiB.
    """
    throughput: NotRequired[int]
    """
    MiB per second.
    """
    volume_type: NotRequired[str]
    """
    `gp3`, `io1`, …
    """


class ElasticIp(TypedDict):
    """
    An elastic IP. Its identity is the tag `Name`, or its allocation id or address where it is shared.
    """

    address: NotRequired[str]
    """
    The address; set only for one that exists.
    """
    tags: dict[str, str]
    """
    Tags.
    """


class Empty(TypedDict):
    """
    A section that is chosen by being there and has no settings, written `{}`.
    """


class EnvVar(TypedDict):
    """
    A variable of a container's environment.
    """

    name: NotRequired[str]
    """
    The name of the environment variable. Required.
    """
    value: NotRequired[str]
    """
    The value of the environment variable. Unset: the empty text.
    """
    valueFrom: NotRequired[Any]
    """
    The source of the value, as in a Kubernetes container; only in `kubeAPIServer.env`.
    """


ErrorKind: TypeAlias = Literal[
    "not-found", "conflict", "in-use", "not-ready", "throttled", "denied", "quota", "invalid", "network", "internal"
]
"""
Kinds of failure.
- `not-found`: What the call names does not exist.
- `conflict`: It exists already, or differs from what the call expects.
- `in-use`: Something still uses it.
- `not-ready`: It exists but cannot be used yet: made a moment ago, or not ready. Or it cannot be deleted yet: the NAT gateway that uses it is being deleted itself, which takes minutes.
- `throttled`: Too many calls.
- `denied`: The caller may not do this.
- `quota`: A limit of the account is reached.
- `invalid`: The call can never succeed as it is.
- `network`: The cloud could not be reached or broke off; the call may have taken effect.
- `internal`: The cloud failed; the call may have taken effect.
"""


class EtcdBackup(TypedDict):
    """
    Where backups of an etcd cluster go.
    """

    backupStore: NotRequired[str]
    """
    The location of the backups in the state store (`s3://bucket/path`). Default: `backups/etcd/` and the etcd cluster's name, below `configBase`.
    """
    image: NotRequired[str]
    """
    Retired: etcd-manager makes the backups.
    """


class EtcdManager(TypedDict):
    """
    Settings of etcd-manager.
    """

    backupInterval: NotRequired[Duration]
    """
    Time between two backups (`15m`). Unset: etcd-manager's default, 15m.
    """
    backupRetentionDays: NotRequired[int]
    """
    Days for which backups are kept. Default: 90.
    """
    discoveryPollInterval: NotRequired[Duration]
    """
    Time between two searches for the volumes of other members (`1m`). Unset: etcd-manager's default, 1m.
    """
    env: NotRequired[list[EnvVar]]
    """
    Environment variables of etcd-manager. Those with the prefix `ETCD_` configure etcd itself.
    """
    image: NotRequired[str]
    """
    The image of etcd-manager. Default: the release that kops 1.36.2 installs.
    """
    listenClientHTTPURLs: NotRequired[list[str]]
    """
    URLs on which etcd serves HTTP clients, apart from gRPC clients. Unset: one listener serves both.
    """
    listenMetricsURLs: NotRequired[list[str]]
    """
    URLs on which etcd serves metrics. Unset: metrics are served on the client URL only.
    """
    logLevel: NotRequired[int]
    """
    Verbosity of etcd-manager's log, from 0. Default: 6.
    """


class EtcdMember(TypedDict):
    """
    A member of an etcd cluster and its volume.
    """

    encryptedVolume: NotRequired[bool]
    """
    Encrypts the volume. Default: false, as kops reads a spec without it; `create cluster` writes true.
    """
    instanceGroup: NotRequired[str]
    """
    The control-plane instance group that runs the member. Its zone is the zone of the volume. Required.
    """
    kmsKeyId: NotRequired[str]
    """
    The id or ARN of the KMS key that encrypts the volume. Unset: the account's default key for EBS.
    """
    name: NotRequired[str]
    """
    The name of the member, unique in its etcd cluster; often the letter of the zone. Part of the name of its volume. Required.
    """
    volumeIops: NotRequired[int]
    """
    I/O operations per second of the volume. Default: 3000 for `gp3`, 100 for `io1` and `io2`.
    """
    volumeSize: NotRequired[int]
    """
    Size of the volume in GiB. Default: 20.
    """
    volumeThroughput: NotRequired[int]
    """
    Throughput of a `gp3` volume in MiB/s. Default: 125.
    """
    volumeType: NotRequired[str]
    """
    The EBS type of the member's volume. Default: `gp3`.
    """


EtcdProvider: TypeAlias = Literal["Manager", "Legacy"]
"""
What runs etcd.
- `Manager`: etcd-manager.
- `Legacy`: Retired: protokube.
"""


class WaitingForLockEvent(TypedDict):
    """
    Another writer holds the lock of the cluster, and the run waits for it.
    """

    event: Literal["waiting-for-lock"]
    lock: ClusterLock
    """
    Who holds it, and until when.
    """


class EventRule(TypedDict):
    """
    An EventBridge rule. Its identity is the name.
    """

    name: str
    """
    The name.
    """
    pattern: str
    """
    Which events match, as JSON; compared by meaning.
    """
    tags: dict[str, str]
    """
    Tags.
    """


class AcceptedEviction(TypedDict):
    """
    The pod is ending, or gone.
    """

    result: Literal["accepted"]


class BlockedEviction(TypedDict):
    """
    A pod disruption budget does not allow it now.
    """

    message: str
    """
    What the API server says of it.
    """
    result: Literal["blocked"]


Eviction: TypeAlias = AcceptedEviction | BlockedEviction
"""
What came of asking for an eviction.
"""


class ExecContainer(TypedDict):
    """
    A container to run on an instance.
    """

    command: NotRequired[list[str]]
    """
    The command and its arguments. Unset: the command of the image.
    """
    environment: NotRequired[dict[str, str]]
    """
    Environment variables of the container.
    """
    image: NotRequired[str]
    """
    The image of the container. Required.
    """


ExternalDnsProvider: TypeAlias = Literal["dns-controller", "external-dns", "none"]
"""
The controller that publishes DNS names.
- `dns-controller`: dns-controller.
- `external-dns`: external-dns.
- `none`: Nothing.
"""


class ExternalLoadBalancer(TypedDict):
    """
    An existing load balancer: either its name or its target group.
    """

    loadBalancerName: NotRequired[str]
    """
    The name of a classic load balancer. Unset where `targetGroupArn` is set.
    """
    targetGroupArn: NotRequired[str]
    """
    The ARN of a target group. Unset where `loadBalancerName` is set.
    """


class FailedAddon(TypedDict):
    """
    An addon that could not be applied, or a list that cannot be read. An addon does not count as installed then, and the next attempt applies it again.
    """

    messages: list[str]
    """
    Each thing that went wrong, in one sentence.
    """
    name: str
    """
    The name of the addon, or the location of the list.
    """


FailureKind: TypeAlias = Literal["dns", "InstanceGroup", "Machine", "Node", "Pod"]
"""
What a failure is about.
- `dns`: The DNS name of the API.
- `InstanceGroup`: An instance group.
- `Machine`: An instance that is not a node.
- `Node`: A node.
- `Pod`: A pod.
"""


class FieldSummary(TypedDict):
    """
    A field below another.
    """

    description: str
    """
    What the field means, its unit, and its default.
    """
    enum: NotRequired[list[str]]
    """
    The values that the field can have, where they are few.
    """
    fields: NotRequired[list[FieldSummary]]
    """
    The fields below it, where all levels are wanted.
    """
    name: str
    """
    The name of the field.
    """
    required: bool
    """
    Whether the format requires it.
    """
    type: str
    """
    The type of the field: `string`, `[]string`, `map[string]string`, or the name of an object.
    """


class FileAsset(TypedDict):
    """
    A file that nodes download.
    """

    canonical: str
    """
    The URL at which its publisher has it.
    """
    download: str
    """
    The URL from which nodes get it: below `assets.fileRepository`, where the spec sets that.
    """
    sha: NotRequired[str]
    """
    Its SHA-256 in hexadecimal; unset where that is not known.
    """


class Flannel(TypedDict):
    """
    Flannel.
    """

    backend: NotRequired[str]
    """
    How packets travel between nodes: `vxlan` or `udp`. Default: `udp`, as kops reads a spec without it; `create cluster` writes `vxlan`.
    """
    disableTxChecksumOffloading: NotRequired[bool]
    """
    Retired: the workaround for an old kernel bug.
    """
    iptablesResyncSeconds: NotRequired[int]
    """
    Seconds between two checks of Flannel's iptables rules. Default: 5.
    """


class GossipConfigSecondary(TypedDict):
    """
    The second protocol by which protokube gossips.
    """

    listen: NotRequired[str]
    """
    The address and port to listen on. Default: `0.0.0.0:4000`.
    """
    protocol: NotRequired[str]
    """
    The protocol: `mesh` or `memberlist`, or an empty text for none. Default: `memberlist`.
    """
    secret: NotRequired[str]
    """
    The secret that encrypts gossip. Instances read it from their configuration. Unset: gossip is not encrypted.
    """


GroupResult: TypeAlias = Literal["finished", "failed", "unfinished", "not-started"]
"""
How far a group came.
- `finished`: Every instance that had to be replaced is replaced.
- `failed`: It was given up.
- `unfinished`: The run ended while it was under way.
- `not-started`: Its turn did not come.
"""


class GroupSettings(TypedDict):
    """
    How many instances of a group are replaced at once: `spec.rollingUpdate`, in numbers.
    """

    drainAndTerminate: bool
    """
    Instances are drained and terminated; otherwise only further ones are started.
    """
    maxSurge: int
    """
    How many instances are started in advance, by detaching old ones from their group.
    """
    maxUnavailable: int
    """
    How many instances may be missing.
    """


class GroupToRoll(TypedDict):
    """
    An instance group whose instances do not have the keys of the state store yet.
    """

    instanceGroup: str
    """
    The instance group.
    """
    isKarpenter: bool
    """
    Karpenter runs its instances, and replaces those that are outdated by itself as far as disruption budgets let it; a rolling update does so with `force` only.
    """
    needsUpdate: bool
    """
    Its cloud resources must be updated before a rolling update replaces its instances.
    """
    outdated: int
    """
    How many of its instances are outdated now.
    """


class Gvisor(TypedDict):
    """
    The gVisor runtime.
    """

    enabled: NotRequired[bool]
    """
    Installs gVisor, for pods with the runtime class `gvisor`. Default: false.
    """
    platform: NotRequired[str]
    """
    How gVisor intercepts system calls: `systrap` or `kvm`. Default: `systrap`.
    """


class HealthCheck(TypedDict):
    """
    How a load balancer finds out whether an instance works.
    """

    healthy_threshold: int
    """
    Good answers until an instance counts as healthy.
    """
    interval: int
    """
    Seconds between two checks.
    """
    path: NotRequired[str]
    """
    The path, for `HTTPS`.
    """
    target: str
    """
    What is asked: `SSL:443` (classic), or `TCP`, `HTTPS` (target groups).
    """
    timeout: NotRequired[int]
    """
    Seconds until a check has failed; classic only.
    """
    unhealthy_threshold: int
    """
    Bad answers until it counts as unhealthy.
    """


class HostedZone(TypedDict):
    """
    A hosted zone of Route 53.
    """

    id: NotRequired[str]
    """
    The id without the prefix `/hostedzone/`.
    """
    name: NotRequired[str]
    """
    Its name without the trailing dot.
    """
    private: NotRequired[bool]
    """
    Answers only inside its VPCs.
    """
    vpcs: NotRequired[list[str]]
    """
    The VPCs of a private zone.
    """


class HttpProxy(TypedDict):
    """
    An HTTP proxy.
    """

    host: NotRequired[str]
    """
    The host name or address of the proxy. Required.
    """
    port: NotRequired[int]
    """
    The port of the proxy. Unset: the URL of the proxy has no port.
    """


class Hubble(TypedDict):
    """
    Hubble, which observes Cilium's flows.
    """

    enabled: NotRequired[bool]
    """
    Runs Hubble. Default: true where `hubble` is set, else false.
    """
    metrics: NotRequired[list[str]]
    """
    Metrics of flows to publish, such as `dns`, `drop`, `tcp`, `flow`.
    """


class IamPolicy(TypedDict):
    """
    An IAM policy.
    """

    document: Any
    """
    The document, of at most 6,144 characters without white space.
    """
    name: str
    """
    A name for it: `demo.example.com-apply-1`.
    """


class IamProfile(TypedDict):
    """
    An existing instance profile.
    """

    profile: NotRequired[str]
    """
    The ARN of the instance profile. Required.
    """


class IdentityMapping(TypedDict):
    """
    An AWS identity and the user that it is in the cluster.
    """

    arn: NotRequired[str]
    """
    The ARN of the AWS role or user. Required.
    """
    groups: NotRequired[list[str]]
    """
    The groups of the user in Kubernetes, such as `system:masters`.
    """
    username: NotRequired[str]
    """
    The name of the user in Kubernetes. Required.
    """


class Image(TypedDict):
    """
    A machine image (AMI).
    """

    architecture: NotRequired[str]
    """
    `x86_64` or `arm64`.
    """
    creationDate: NotRequired[str]
    """
    When it was made, as AWS writes it; the newest of several matches is taken.
    """
    id: NotRequired[str]
    """
    `ami-…`.
    """
    name: NotRequired[str]
    """
    Its name inside the owner's account.
    """
    owner: NotRequired[str]
    """
    The account that owns it.
    """
    rootDeviceName: NotRequired[str]
    """
    The device that holds the root volume, for example `/dev/sda1`.
    """


class ImageAsset(TypedDict):
    """
    A container image.
    """

    canonical: str
    """
    Its published name.
    """
    digest: NotRequired[str]
    """
    Its digest, `sha256:…`; unset where that is not known.
    """
    download: str
    """
    The name by which nodes pull it: that of `assets.containerRegistry` or `assets.containerProxy`, where the spec sets one.
    """


class InPlaceImpact(TypedDict):
    """
    Changes that nothing that runs notices.
    """

    impact: Literal["in-place"]
    steps: int
    """
    The number of steps.
    """


class QuorumImpact(TypedDict):
    """
    Members of etcd stop while instances of the control plane are replaced or terminated.
    """

    impact: Literal["quorum"]
    keeps: bool
    """
    Whether more than half stay. Otherwise the API is unavailable meanwhile.
    """
    members: int
    """
    The number of members of each etcd cluster, before or after the plan: the larger one.
    """
    missing: int
    """
    How many of them are missing at once.
    """


class InstalledAddon(TypedDict):
    """
    An addon that a cluster runs, as an annotation of its namespace says.
    """

    channel: str | None
    """
    Where the list of addons was that it was applied from.
    """
    id: NotRequired[str]
    """
    Tells manifests of one addon apart: `k8s-1.16`.
    """
    manifestHash: str
    """
    The SHA-256 of the manifest in hexadecimal.
    """
    name: str
    """
    The name of the addon.
    """
    namespace: str
    """
    The namespace whose annotation it is.
    """
    systemGeneration: int
    """
    The generation of the program that applied it, which is 1 since objects are pruned.
    """


class DetachInstanceChange(TypedDict):
    """
    Takes it out of its group, which launches another in its place; it runs on, with the tag `DETACHED`.
    """

    do: Literal["detach"]
    group: CloudId
    """
    The autoscaling group.
    """
    instance: CloudId
    """
    The instance.
    """


class DeregisterInstanceChange(TypedDict):
    """
    Takes it out of the load balancers of its group: they end what is open and send nothing new.
    """

    do: Literal["deregister"]
    group: CloudId
    """
    The autoscaling group.
    """
    instance: CloudId
    """
    The instance.
    """


class TerminateInstanceChange(TypedDict):
    """
    Terminates it. Its autoscaling group launches another in its place unless it was detached.
    """

    do: Literal["terminate"]
    instance: CloudId
    """
    The instance.
    """


InstanceChange: TypeAlias = DetachInstanceChange | DeregisterInstanceChange | TerminateInstanceChange
"""
A change of one instance. Repeating one has no further effect.
"""


class InstanceCount(TypedDict):
    """
    A number of instances between the smallest and the largest size of their group.
    """

    max: int
    """
    The most.
    """
    min: int
    """
    The least.
    """


InstanceGroupRole: TypeAlias = Literal["Master", "APIServer", "Node", "Bastion", "ControlPlane"]
"""
What the instances of a group do.
- `Master`: Run the control plane and etcd. Written as `Master`.
- `APIServer`: Run API servers beside the control plane.
- `Node`: Run pods.
- `Bastion`: Let people in by SSH.
- `ControlPlane`: The same as `Master`.
"""


InstanceManager: TypeAlias = Literal["CloudGroup", "Karpenter"]
"""
What creates the instances of an instance group.
- `CloudGroup`: An autoscaling group.
- `Karpenter`: Karpenter.
"""


class InstanceMetadata(TypedDict):
    """
    Access to the instance metadata service.
    """

    httpPutResponseHopLimit: NotRequired[int]
    """
    The number of network hops that a metadata token may travel, 1 to 64. Containers outside of the host network need 2. Default: 1.
    """
    httpTokens: NotRequired[str]
    """
    Whether requests need a token (IMDSv2): `required` or `optional`. Default: `required`.
    """


InstanceState: TypeAlias = Literal["pending", "in-service", "detached", "warm-pool", "terminating"]
"""
Where an instance stands.
- `pending`: It is starting, or a lifecycle hook holds its start back.
- `in-service`: It is in service.
- `detached`: It was detached from its group, which has launched another in its place, and still runs.
- `warm-pool`: It is in the warm pool of its group.
- `terminating`: It is on its way out, or a lifecycle hook holds its end back.
"""


class InstancesDistribution(TypedDict):
    """
    How instances are spread over on-demand and spot.
    """

    on_demand_allocation_strategy: NotRequired[str]
    """
    How the order of types is used for on-demand instances.
    """
    on_demand_base_capacity: NotRequired[int]
    """
    On-demand instances before any spot instance.
    """
    on_demand_percentage_above_base: NotRequired[int]
    """
    Percent of on-demand instances above that.
    """
    spot_allocation_strategy: NotRequired[str]
    """
    How spot instances are chosen.
    """
    spot_instance_pools: NotRequired[int]
    """
    Over how many of the cheapest pools spot instances are spread.
    """
    spot_max_price: NotRequired[str]
    """
    The most that an hour of spot may cost, as text; empty for the on-demand price.
    """


IntOrString: TypeAlias = int | str
"""
A number or a text, as Kubernetes allows for shares (`1` or `10%`).
"""


class InvalidTemplateFields(TypedDict):
    """
    A template that cannot be rendered.
    """

    file: str
    """
    The name of the template's file.
    """
    line: int | None
    """
    The line that the error is about, counted from 1.
    """


class KeyPair(TypedDict):
    """
    An EC2 key pair made from the user's public SSH key. Its identity is the name, which holds the fingerprint.
    """

    name: str
    """
    The name: `kubernetes.<cluster>-<fingerprint>`.
    """
    public_key: NotRequired[str]
    """
    The public key in OpenSSH's form. AWS does not give it back.
    """
    tags: dict[str, str]
    """
    Tags.
    """


class KeypairInfo(TypedDict):
    """
    A keypair without its private key, with the names of kops in JSON: `kops get keypairs -o json`.
    """

    alternateNames: NotRequired[list[str]]
    """
    The names beside the subject that its certificate is valid for.
    """
    distrustTimestamp: NotRequired[str]
    """
    Since when it is distrusted: `2026-11-28T18:00:00Z`.
    """
    hasPrivateKey: NotRequired[bool]
    """
    Its private key is known.
    """
    id: str
    """
    The id of the keypair in it.
    """
    isCA: NotRequired[bool]
    """
    Its certificate is one of an authority.
    """
    isPrimary: NotRequired[bool]
    """
    The one that signs.
    """
    issuer: NotRequired[str]
    """
    The issuer of its certificate.
    """
    keyLength: NotRequired[int]
    """
    The length of its key in bits, where that is an RSA key.
    """
    name: str
    """
    The keyset: `kubernetes-ca`.
    """
    notAfter: NotRequired[str]
    """
    When its certificate expires.
    """
    notBefore: NotRequired[str]
    """
    When its certificate begins to be valid.
    """
    subject: NotRequired[str]
    """
    The subject of its certificate: `CN=kubernetes-ca`.
    """


class Keyset(TypedDict):
    """
    A set of keypairs, such as the certificate authority `kubernetes-ca`. An update makes one that is missing, and leaves one that exists as it is.
    """

    name: str
    """
    The name: `kubernetes-ca`.
    """


KeysetErrorKind: TypeAlias = Literal[
    "missing",
    "not-rotatable",
    "first-must-be-primary",
    "format",
    "damaged",
    "no-primary",
    "no-private-key",
    "expired",
    "no-keypair",
    "cannot-promote",
    "primary-distrusted",
    "primary-without-key",
    "invalid-key",
    "not-rolled-out",
]
"""
What is wrong with a keyset.
- `missing`: The cluster does not have it.
- `not-rotatable`: Its keypairs cannot be rotated.
- `first-must-be-primary`: The first keypair of a keyset must be its primary one.
- `format`: What is stored is not a keyset.
- `damaged`: Keypairs of it are damaged.
- `no-primary`: No keypair can be the primary one.
- `no-private-key`: The primary keypair has no private key.
- `expired`: The certificate of the primary keypair expired.
- `no-keypair`: It has no keypair of this id.
- `cannot-promote`: The keypair cannot become the primary one.
- `primary-distrusted`: The primary keypair cannot be distrusted.
- `primary-without-key`: A certificate without its key cannot be the primary keypair.
- `invalid-key`: A key or certificate that was given is not one.
- `not-rolled-out`: Instances do not have the keys of the state store yet.
"""


Kind: TypeAlias = Literal[
    "vpc",
    "vpc-cidr-block",
    "dhcp-options",
    "dhcp-options-association",
    "internet-gateway",
    "egress-only-internet-gateway",
    "subnet",
    "route-table",
    "route-table-association",
    "route",
    "elastic-ip",
    "nat-gateway",
    "security-group",
    "security-group-rule",
    "network-interface",
    "key-pair",
    "iam-role",
    "iam-role-policy",
    "iam-role-policy-attachment",
    "iam-instance-profile",
    "iam-oidc-provider",
    "volume",
    "volume-snapshot",
    "classic-load-balancer",
    "network-load-balancer",
    "target-group",
    "listener",
    "launch-template",
    "autoscaling-group",
    "warm-pool",
    "lifecycle-hook",
    "instance",
    "dns-zone-association",
    "dns-record",
    "sqs-queue",
    "event-rule",
    "event-target",
    "managed-file",
    "keyset",
    "secret",
]
"""
A kind of resource. The order is that in which plans list them.
- `vpc`: VPC
- `vpc-cidr-block`: VPC CIDR block
- `dhcp-options`: DHCP options
- `dhcp-options-association`: DHCP options association
- `internet-gateway`: internet gateway
- `egress-only-internet-gateway`: egress-only internet gateway
- `subnet`: subnet
- `route-table`: route table
- `route-table-association`: route table association
- `route`: route
- `elastic-ip`: elastic IP
- `nat-gateway`: NAT gateway
- `security-group`: security group
- `security-group-rule`: security group rule
- `network-interface`: network interface
- `key-pair`: key pair
- `iam-role`: IAM role
- `iam-role-policy`: IAM role policy
- `iam-role-policy-attachment`: IAM role policy attachment
- `iam-instance-profile`: IAM instance profile
- `iam-oidc-provider`: IAM OIDC provider
- `volume`: EBS volume
- `volume-snapshot`: EBS snapshot
- `classic-load-balancer`: classic load balancer
- `network-load-balancer`: network load balancer
- `target-group`: target group
- `listener`: listener
- `launch-template`: launch template
- `autoscaling-group`: autoscaling group
- `warm-pool`: warm pool
- `lifecycle-hook`: lifecycle hook
- `instance`: instance
- `dns-zone-association`: hosted zone association
- `dns-record`: DNS record
- `sqs-queue`: SQS queue
- `event-rule`: EventBridge rule
- `event-target`: EventBridge target
- `managed-file`: state store object
- `keyset`: keyset
- `secret`: secret
"""


class KindnetMasquerade(TypedDict):
    """
    Translation of the source addresses of pods.
    """

    enabled: NotRequired[bool]
    """
    Translates source addresses of pods that leave the cluster. Default: true for IPv4, false for IPv6.
    """
    nonMasqueradeCIDRs: NotRequired[list[str]]
    """
    Destination CIDRs that keep the pods' source addresses. Default, where `masquerade` is not set: `networkCIDR`, `podCIDR` and `serviceClusterIPRange`.
    """


class Kubelet(TypedDict):
    """
    Settings of the kubelet.
    """

    allowPrivileged: NotRequired[bool]
    """
    Retired: the API server decides whether containers may be privileged.
    """
    allowedUnsafeSysctls: NotRequired[list[str]]
    """
    Unsafe kernel parameters that pods may set, such as `net.core.somaxconn`.
    """
    anonymousAuth: NotRequired[bool]
    """
    Serves requests without authentication as the user `system:anonymous`. Default: false. As in kops, true has an effect only in the `kubelet` of an instance group.
    """
    apiServers: NotRequired[str]
    """
    Retired: the kubeconfig file names the API server.
    """
    authenticationTokenWebhook: NotRequired[bool]
    """
    Verifies bearer tokens by the API server. Default: true.
    """
    authenticationTokenWebhookCacheTtl: NotRequired[Duration]
    """
    Time for which an answer about a token is cached (`2m`). Unset: the kubelet's default, 2m.
    """
    authorizationMode: NotRequired[str]
    """
    What decides whether a request to the kubelet is allowed: `AlwaysAllow` or `Webhook`. Default: `Webhook`.
    """
    babysitDaemons: NotRequired[bool]
    """
    Retired: systemd restarts processes.
    """
    bootstrapKubeconfig: NotRequired[str]
    """
    The path of the kubeconfig file with which the kubelet requests a certificate. Unset: kops sets up the certificate.
    """
    cgroupDriver: NotRequired[str]
    """
    What manages cgroups: `systemd` or `cgroupfs`. Default: `systemd`.
    """
    cgroupRoot: NotRequired[str]
    """
    The cgroup that contains the cgroups of pods. Default: `/`.
    """
    clientCaFile: NotRequired[str]
    """
    The path of the CA certificates that client certificates are verified with. Unset: kops sets the path where instances write it.
    """
    cloudProvider: NotRequired[str]
    """
    The cloud provider inside of the kubelet. Default: `external`, because the cloud controller manager does its work.
    """
    clusterDNS: NotRequired[str]
    """
    The address of the DNS server of pods. Default: `kubeDNS.serverIP`, or the address of the cache on the node.
    """
    clusterDomain: NotRequired[str]
    """
    The DNS domain of services. Default: `clusterDNSDomain`.
    """
    configureCbr0: NotRequired[bool]
    """
    Retired: the pod network sets up its bridge.
    """
    containerLogMaxFiles: NotRequired[int]
    """
    The number of log files that are kept for each container. Unset: the kubelet's default, 5.
    """
    containerLogMaxSize: NotRequired[str]
    """
    The size at which a container's log is rotated (`10Mi`). Unset: the kubelet's default, 10Mi.
    """
    cpuCFSQuota: NotRequired[bool]
    """
    Enforces CPU limits of containers. Unset: the kubelet's default, true.
    """
    cpuCFSQuotaPeriod: NotRequired[Duration]
    """
    The period over which CPU limits are enforced (`100ms`). Unset: the kubelet's default, 100ms.
    """
    cpuManagerPolicy: NotRequired[str]
    """
    How CPUs are assigned to containers: `none` or `static`. Unset: the kubelet's default, `none`.
    """
    crashLoopBackOffMaxContainerRestartPeriod: NotRequired[Duration]
    """
    The maximum time before a failed container is restarted (`5m`). Unset: the kubelet's default, 5m.
    """
    dockerDisableSharedPID: NotRequired[bool]
    """
    Retired: pods decide whether containers share process ids.
    """
    enableCadvisorJsonEndpoints: NotRequired[bool]
    """
    Retired: the kubelet serves metrics at `/metrics/cadvisor`.
    """
    enableCustomMetrics: NotRequired[bool]
    """
    Retired: pods publish their own metrics.
    """
    enableDebuggingHandlers: NotRequired[bool]
    """
    Serves logs of containers and runs commands in them, for `kubectl logs` and `kubectl exec`. Default: true; false on control-plane nodes with `isolateMasters`.
    """
    enforceNodeAllocatable: NotRequired[str]
    """
    What is limited to its resources: `pods`, `system-reserved`, `kube-reserved`, comma-separated. Unset: the kubelet's default, `pods`.
    """
    eventBurst: NotRequired[int]
    """
    Events that may exceed `eventQPS` at once. Unset: the kubelet's default, 100.
    """
    eventQPS: NotRequired[int]
    """
    Events per second. Unset: the kubelet's default, 50.
    """
    eventRecordQPS: NotRequired[int]
    """
    Events per second that the kubelet records; 0 for no limit. Unset: the kubelet's default, 50.
    """
    evictionHard: NotRequired[str]
    """
    Thresholds below which pods are evicted at once. Default: `memory.available<100Mi`, `nodefs.available<10%`, `nodefs.inodesFree<5%`, `imagefs.available<10%`, `imagefs.inodesFree<5%`, comma-separated.
    """
    evictionMaxPodGracePeriod: NotRequired[int]
    """
    Maximum seconds that a pod gets to end on a soft eviction. Unset: the kubelet's default, 0.
    """
    evictionMinimumReclaim: NotRequired[str]
    """
    The minimum amounts to free on an eviction, as `memory.available=100Mi`, comma-separated. Unset: what gets over the threshold.
    """
    evictionPressureTransitionPeriod: NotRequired[Duration]
    """
    Time for which a node keeps a pressure condition (`5m`). Unset: the kubelet's default, 5m.
    """
    evictionSoft: NotRequired[str]
    """
    Thresholds below which pods are evicted after `evictionSoftGracePeriod`, comma-separated. Unset: none.
    """
    evictionSoftGracePeriod: NotRequired[str]
    """
    The grace periods of `evictionSoft`, as `memory.available=1m30s`, comma-separated. Unset: none.
    """
    experimentalAllocatableIgnoreEviction: NotRequired[bool]
    """
    Does not subtract eviction thresholds from the allocatable resources. Unset: the kubelet's default, false.
    """
    experimentalAllowedUnsafeSysctls: NotRequired[list[str]]
    """
    Retired: use `allowedUnsafeSysctls`.
    """
    failSwapOn: NotRequired[bool]
    """
    Refuses to start where swap is enabled. Unset: the kubelet's default, true.
    """
    featureGates: NotRequired[dict[str, str]]
    """
    Feature gates of Kubernetes, by name: `"true"` or `"false"`.
    """
    hairpinMode: NotRequired[str]
    """
    Retired: the pod network decides how a pod reaches itself by a service. Default: `none` on control-plane nodes with `isolateMasters`.
    """
    hostnameOverride: NotRequired[str]
    """
    The name of the node. Unset: the instance's private DNS name or id.
    """
    housekeepingInterval: NotRequired[Duration]
    """
    Time between two measurements of containers (`10s`). Unset: the kubelet's default, 10s.
    """
    imageGCHighThresholdPercent: NotRequired[int]
    """
    Disk use in percent above which images are removed. Unset: the kubelet's default, 85.
    """
    imageGCLowThresholdPercent: NotRequired[int]
    """
    Disk use in percent down to which images are removed. Unset: the kubelet's default, 80.
    """
    imageMaximumGCAge: NotRequired[Duration]
    """
    The age at which an unused image is removed in any case (`720h`). Unset: never.
    """
    imageMinimumGCAge: NotRequired[Duration]
    """
    The minimum age of an unused image before it is removed (`2m`). Unset: the kubelet's default, 2m.
    """
    imagePullProgressDeadline: NotRequired[Duration]
    """
    Retired: the container runtime decides when a pull has failed.
    """
    kernelMemcgNotification: NotRequired[bool]
    """
    Uses the kernel's notifications about memory thresholds instead of polling. Unset: the kubelet's default, false.
    """
    kubeAPIQPS: NotRequired[int]
    """
    Requests per second to the API server. Unset: the kubelet's default, 50.
    """
    kubeReserved: NotRequired[dict[str, str]]
    """
    Resources reserved for Kubernetes itself, as `cpu: 100m`, which pods cannot use.
    """
    kubeReservedCgroup: NotRequired[str]
    """
    The cgroup of Kubernetes itself, which `enforceNodeAllocatable` limits. Unset: none.
    """
    kubeconfigPath: NotRequired[str]
    """
    The path of the kubeconfig file with which the kubelet reaches the API server. Default: `/var/lib/kubelet/kubeconfig`.
    """
    kubeletCgroups: NotRequired[str]
    """
    The cgroup of the kubelet. Unset: kops sets it for the container runtime.
    """
    logFormat: NotRequired[str]
    """
    The format of the log: `text` or `json`. Unset: the kubelet's default, `text`.
    """
    logLevel: NotRequired[int]
    """
    Verbosity of the log, from 0. Default: 2.
    """
    maxParallelImagePulls: NotRequired[int]
    """
    The maximum number of images pulled at a time, with `serializeImagePulls: false`. Unset: no limit.
    """
    maxPods: NotRequired[int]
    """
    The maximum number of pods on the node. Unset: the kubelet's default, 110; with `networking.amazonvpc`, what the instance type allows.
    """
    memorySwapBehavior: NotRequired[str]
    """
    How pods may use swap: `NoSwap` or `LimitedSwap`. Unset: the kubelet's default, `NoSwap`.
    """
    networkPluginMTU: NotRequired[int]
    """
    Retired: the pod network sets the MTU.
    """
    networkPluginName: NotRequired[str]
    """
    Retired: the container runtime sets up the network.
    """
    nodeLabels: NotRequired[dict[str, str]]
    """
    Labels that the kubelet gives to its node; prefer the instance group's `nodeLabels`.
    """
    nodeLeaseDurationSeconds: NotRequired[int]
    """
    Seconds for which the node's lease is valid. Unset: the kubelet's default, 40.
    """
    nodeStatusUpdateFrequency: NotRequired[Duration]
    """
    Time between two reports of the node's status (`10s`). Unset: the kubelet's default, 10s.
    """
    nonMasqueradeCIDR: NotRequired[str]
    """
    Retired: the pod network translates addresses.
    """
    nvidiaGPUs: NotRequired[int]
    """
    Retired: device plugins report GPUs.
    """
    podCIDR: NotRequired[str]
    """
    The CIDR of pods where the API server assigns none, as on isolated control-plane nodes. Unset: the assigned one.
    """
    podInfraContainerImage: NotRequired[str]
    """
    Retired: use `containerd.sandboxImage`.
    """
    podManifestPath: NotRequired[str]
    """
    The folder of static pods. Default: `/etc/kubernetes/manifests`.
    """
    podPidsLimit: NotRequired[int]
    """
    The maximum number of processes of a pod; -1 for no limit. Unset: the kubelet's default, -1.
    """
    protectKernelDefaults: NotRequired[bool]
    """
    Refuses to start where kernel parameters are not what the kubelet needs. Default: true.
    """
    readOnlyPort: NotRequired[int]
    """
    The port that serves without authentication; 0 for none. Unset: the kubelet's default, 0.
    """
    reconcileCIDR: NotRequired[bool]
    """
    Retired: the kubelet always follows the CIDR of its node.
    """
    registerNode: NotRequired[bool]
    """
    Registers the node with the API server. Unset: the kubelet's default, true.
    """
    registerSchedulable: NotRequired[bool]
    """
    Retired: use taints. Default: true before Kubernetes 1.34.
    """
    registryBurst: NotRequired[int]
    """
    Image pulls that may exceed `registryPullQPS` at once. Unset: the kubelet's default, 10.
    """
    registryPullQPS: NotRequired[int]
    """
    Image pulls per second. Unset: the kubelet's default, 5.
    """
    requireKubeconfig: NotRequired[bool]
    """
    Retired: the kubeconfig file is always required.
    """
    resolvConf: NotRequired[str]
    """
    The file with the node's DNS servers. Unset: kops chooses it by the operating system.
    """
    rootDir: NotRequired[str]
    """
    The folder of the kubelet's data. Default: `/var/lib/kubelet`.
    """
    rotateCertificates: NotRequired[bool]
    """
    Renews the kubelet's client certificate before it expires. Unset: the kubelet's default, false.
    """
    runtimeCgroups: NotRequired[str]
    """
    The cgroup of the container runtime. Unset: kops sets it for the container runtime.
    """
    runtimeRequestTimeout: NotRequired[Duration]
    """
    Time that a request to the container runtime may take (`2m`), other than pulls and logs. Unset: the kubelet's default, 2m.
    """
    seccompDefault: NotRequired[bool]
    """
    Uses the runtime's seccomp profile for containers that name none. Unset: the kubelet's default, false.
    """
    seccompProfileRoot: NotRequired[str]
    """
    The folder of seccomp profiles. Unset: the kubelet's default, `/var/lib/kubelet/seccomp`.
    """
    serializeImagePulls: NotRequired[bool]
    """
    Pulls one image at a time. Unset: the kubelet's default, true.
    """
    shutdownGracePeriod: NotRequired[Duration]
    """
    Time for which a node that shuts down waits for its pods. Default: 30s; 0s with `networking.amazonvpc`, whose plugin would leave network interfaces behind.
    """
    shutdownGracePeriodCriticalPods: NotRequired[Duration]
    """
    The part of `shutdownGracePeriod` that is reserved for critical pods. Default: 10s; 0s with `networking.amazonvpc`.
    """
    streamingConnectionIdleTimeout: NotRequired[Duration]
    """
    Time for which a stream may be idle (`4h`). Unset: the kubelet's default, 4h.
    """
    systemCgroups: NotRequired[str]
    """
    The cgroup of processes that are in none. Unset: the kubelet leaves them alone.
    """
    systemReserved: NotRequired[dict[str, str]]
    """
    Resources reserved for the operating system, as `memory: 200Mi`, which pods cannot use.
    """
    systemReservedCgroup: NotRequired[str]
    """
    The cgroup of the operating system, which `enforceNodeAllocatable` limits. Unset: none.
    """
    taints: NotRequired[list[str]]
    """
    Taints of the node when it registers, as `key=value:effect`, beside the instance group's `taints`. Default: `node-role.kubernetes.io/control-plane=:NoSchedule` on control-plane nodes, `node-role.kubernetes.io/api-server=:NoSchedule` on API servers, `karpenter.sh/unregistered=:NoExecute` with Karpenter; these are always added.
    """
    tlsCertFile: NotRequired[str]
    """
    The path of the certificate that the kubelet presents. Unset: kops sets the path where instances write it.
    """
    tlsCipherSuites: NotRequired[list[str]]
    """
    The cipher suites that the kubelet accepts, by Go's names.
    """
    tlsMinVersion: NotRequired[str]
    """
    The lowest version of TLS that the kubelet accepts: `VersionTLS12` or `VersionTLS13`. Unset: the kubelet's default, `VersionTLS12`.
    """
    tlsPrivateKeyFile: NotRequired[str]
    """
    The path of the private key of `tlsCertFile`. Unset: kops sets the path where instances write it.
    """
    topologyManagerPolicy: NotRequired[str]
    """
    How CPUs and devices are placed together: `none`, `best-effort`, `restricted` or `single-numa-node`. Unset: the kubelet's default, `none`.
    """
    volumePluginDirectory: NotRequired[str]
    """
    The folder of flex volume plugins. Default: `/var/lib/kubelet/volumeplugins/` where an instance group has an image of Flatcar; otherwise each instance chooses it by its operating system.
    """
    volumeStatsAggPeriod: NotRequired[Duration]
    """
    Time between two measurements of volumes' use (`1m`). Unset: the kubelet's default, 1m.
    """


class LaunchTemplateFacts(TypedDict):
    """
    What a launch template starts.
    """

    instanceType: str
    """
    The instance type.
    """
    spot: bool
    """
    Whether it starts spot instances.
    """


class LeaderElection(TypedDict):
    """
    How one of several replicas is elected as the leader.
    """

    leaderElect: NotRequired[bool]
    """
    Elects a leader before controllers start. Default: true.
    """
    leaderElectLeaseDuration: NotRequired[Duration]
    """
    Time without a renewal after which another replica may take over (`15s`). Unset: the component's default, 15s.
    """
    leaderElectRenewDeadlineDuration: NotRequired[Duration]
    """
    Time for which the leader tries to renew before it gives up (`10s`). Unset: the component's default, 10s.
    """
    leaderElectResourceLock: NotRequired[str]
    """
    The kind of object that is the lock: `leases`. Unset: the component's default, `leases`.
    """
    leaderElectResourceName: NotRequired[str]
    """
    The name of the object that is the lock. Unset: the name of the component.
    """
    leaderElectResourceNamespace: NotRequired[str]
    """
    The namespace of the object that is the lock. Unset: the component's default, `kube-system`.
    """
    leaderElectRetryPeriod: NotRequired[Duration]
    """
    Time between two attempts to become or stay the leader (`2s`). Unset: the component's default, 2s.
    """


class Lease(TypedDict):
    """
    A lease of the namespace `kube-system`: its holder has it until it gives it back or stops to renew it.
    Only a change of the lease tells that its holder lives: clocks of two machines may differ, so the times are for people.
    """

    acquired: int
    """
    When the holder took it, in seconds since 1970 (UTC).
    """
    duration: int
    """
    How long it holds after each renewal, in seconds.
    """
    holder: str | None
    """
    Who holds it; null where it was given back.
    """
    name: str
    """
    Its name.
    """
    renewed: int
    """
    When the holder renewed it, in seconds since 1970 (UTC).
    """
    version: str | None
    """
    The version that was read, which each write changes; null for a lease that is to be created.
    """


HttpsServerListItem = TypedDict(
    "HttpsServerListItem",
    {
        "https-server": int,
    },
)


ListItem: TypeAlias = Literal["line"] | HttpsServerListItem
"""
What a list has for each line of a text.
"""


class ListedObject(TypedDict):
    """
    An object in a list: never what it holds, which may be secret.
    """

    annotations: dict[str, str]
    """
    Its annotations, without that in which `kubectl apply` keeps the whole object.
    """
    group: str
    """
    The API group: `apps`; empty for the core group.
    """
    kind: str
    """
    The kind: `Deployment`.
    """
    name: str
    """
    The name.
    """
    namespace: str | None
    """
    The namespace; none for what is in no namespace.
    """


LoadBalancerClass: TypeAlias = Literal["Classic", "Network"]
"""
The kind of a load balancer.
- `Classic`: A classic ELB.
- `Network`: An NLB.
"""


class LoadBalancerSubnet(TypedDict):
    """
    A subnet that a load balancer stands in.
    """

    allocationId: NotRequired[str]
    """
    The allocation id (`eipalloc-…`) of the Elastic IP in this subnet, for public network load balancers. Unset: AWS assigns an address.
    """
    name: NotRequired[str]
    """
    The name of the subnet in `spec.subnets`. Required.
    """
    privateIPv4Address: NotRequired[str]
    """
    The private IPv4 address of the load balancer in this subnet, for internal network load balancers. Unset: AWS chooses one.
    """


LoadBalancerType: TypeAlias = Literal["Public", "Internal"]
"""
Where a load balancer can be reached from.
- `Public`: From the internet.
- `Internal`: From inside the VPC.
"""


class Location(TypedDict):
    """
    A place in a file, shown as `file:line:column`. Lines and columns count from 1; columns count characters.
    """

    column: int
    """
    The column in characters, from 1.
    """
    file: str
    """
    The file as the user named it, or `-` for standard input.
    """
    line: int
    """
    The line, from 1.
    """


class MachineType(TypedDict):
    """
    An EC2 instance type.
    """

    architectures: NotRequired[list[str]]
    """
    `x86_64`, `arm64`, `i386`: what it can run.
    """
    gpu: NotRequired[bool]
    """
    Has a GPU of NVIDIA.
    """
    instanceStorageGb: NotRequired[list[int]]
    """
    Sizes in GB of the disks that come with it.
    """
    ipv4PerInterface: NotRequired[int]
    """
    IPv4 addresses that one interface can hold.
    """
    memoryMib: NotRequired[int]
    """
    Memory in MiB.
    """
    missingZones: NotRequired[list[str]]
    """
    The zones that do not offer it.
    """
    networkInterfaces: NotRequired[int]
    """
    The number of network interfaces.
    """
    vcpus: NotRequired[int]
    """
    Virtual CPUs.
    """


class MetadataOptions(TypedDict):
    """
    How instances reach the metadata service.
    """

    hop_limit: int
    """
    How many network hops an answer may take.
    """
    http_tokens: str
    """
    `required` (IMDSv2) or `optional`.
    """
    ipv6: bool
    """
    Whether it has an IPv6 address.
    """


class MetricsServer(TypedDict):
    """
    The addon that serves CPU and memory use of nodes and pods.
    """

    enabled: NotRequired[bool]
    """
    Installs the addon. Default: false.
    """
    image: NotRequired[str]
    """
    The image of the addon. Default: the release that kops 1.36.2 installs.
    """
    insecure: NotRequired[bool]
    """
    Does not verify the certificate with which the addon serves the API server. False needs cert-manager. Default: true.
    """


class MigratedText(TypedDict):
    """
    A text of a migrated spec.
    """

    name: str
    """
    The file as the user named it.
    """
    text: str
    """
    What belongs in it.
    """


class MonthlyCost(TypedDict):
    """
    What something costs a month, or by how much that changes, in cents of the table's currency.
    """

    high_cents: int
    """
    With every autoscaling group at its largest size.
    """
    low_cents: int
    """
    With every autoscaling group at its smallest size.
    """


class NatGatewayFacts(TypedDict):
    """
    A NAT gateway that exists.
    """

    elasticIp: NotRequired[str]
    """
    The allocation id of its address.
    """
    subnet: NotRequired[str]
    """
    The subnet it is in; empty for a regional one, which is in none.
    """
    vpc: NotRequired[str]
    """
    The VPC it is in.
    """


NetworkTopology: TypeAlias = Literal["public", "private"]
"""
Whether nodes have public addresses.
- `public`: Nodes are in public subnets.
- `private`: Nodes are in private subnets; load balancers and NAT gateways are in utility subnets.
"""


NetworkingOption: TypeAlias = Literal[
    "cilium",
    "cilium-etcd",
    "cilium-eni",
    "calico",
    "amazonvpc",
    "flannel",
    "flannel-udp",
    "kube-router",
    "kindnet",
    "kubenet",
    "kopeio",
    "cni",
]
"""
The network of pods.
- `cilium`: Cilium, in place of kube-proxy.
- `cilium-etcd`: Cilium with an etcd cluster of its own.
- `cilium-eni`: Cilium with addresses of the VPC for pods.
- `calico`: Calico.
- `amazonvpc`: Addresses of the VPC for pods, by AWS's CNI plugin.
- `flannel`: Flannel over VXLAN.
- `flannel-udp`: Flannel over UDP.
- `kube-router`: kube-router, in place of kube-proxy.
- `kindnet`: kindnet.
- `kubenet`: Routes of the VPC, made by the cloud controller.
- `kopeio`: kopeio, which is no longer maintained.
- `cni`: A CNI plugin that the user installs.
"""


class NoClusterFields(TypedDict):
    """
    A cluster that is not in the state store.
    """

    cluster: str
    """
    The name.
    """
    similar: str | None
    """
    A cluster that is there and has a similar name.
    """


class NoFields(TypedDict):
    """
    An error that has no facts but its message.
    """


class NodeAuthorization(TypedDict):
    """
    Retired: how nodes were admitted to the cluster.
    """

    nodeAuthorizer: NotRequired[Any]
    """
    Retired: the settings of the server that admitted nodes.
    """


NodeChange: TypeAlias = Literal["taint", "cordon", "uncordon", "mark-for-update"]
"""
A change of a node.
- `taint`: Adds the taint `SCHEDULED_FOR_UPDATE` with the effect `PreferNoSchedule`.
- `cordon`: Makes it unschedulable, takes it out of the load balancers of services by the label `EXCLUDED_FROM_LOAD_BALANCERS`, and marks it by the annotation `DRAINING`.
- `uncordon`: Takes back `NodeChange::Taint` and `NodeChange::Cordon`.
- `mark-for-update`: Marks it to be replaced, by the annotation `NEEDS_UPDATE`.
"""


class NodeStatus(TypedDict):
    """
    A node of an instance group.
    """

    hostname: str
    """
    The name of its host.
    """
    name: str
    """
    Its name.
    """
    role: str
    """
    `control-plane`, `apiserver` or `node`.
    """
    status: str
    """
    `True` for a node that is ready.
    """
    zone: str
    """
    The availability zone.
    """


NodesToUpdate: TypeAlias = Literal["control-plane", "workers", "all"]
"""
Nodes that need an update after an addon has changed. Exhaustive: these are the values of kops.
- `control-plane`: The control plane.
- `workers`: All nodes but the control plane.
- `all`: All nodes.
"""


class Nri(TypedDict):
    """
    The Node Resource Interface of containerd.
    """

    enabled: NotRequired[bool]
    """
    Enables plugins. Unset: containerd's default, true from version 2.0.
    """
    pluginRegistrationTimeout: NotRequired[Duration]
    """
    Time that a plugin may take to register (`5s`). Unset: containerd's default, 5s.
    """
    pluginRequestTimeout: NotRequired[Duration]
    """
    Time that a plugin may take to answer (`2s`). Unset: containerd's default, 2s.
    """


class Ntp(TypedDict):
    """
    How instances set their clocks.
    """

    managed: NotRequired[bool]
    """
    Configures the Amazon Time Sync Service. With false, the image's own setup stays. Default: true.
    """


class NvidiaGpu(TypedDict):
    """
    Drivers and device plugin for NVIDIA GPUs.
    """

    dcgmExporter: NotRequired[DcgmExporter]
    """
    The exporter of GPU metrics.
    """
    enabled: NotRequired[bool]
    """
    Installs the driver and the device plugin on instances with GPUs. Default: false.
    """
    image: NotRequired[str]
    """
    The image of the device plugin. Default: `nvcr.io/nvidia/k8s-device-plugin:v0.17.3`.
    """
    package: NotRequired[str]
    """
    The package of the driver. Default: `nvidia-driver-535-server`.
    """


class ObjectId(TypedDict):
    """
    The name of an object of any kind. Its version is not a part of it: the same object has it in each version that is served.
    """

    group: str
    """
    The API group: `apps`; empty for the core group.
    """
    kind: str
    """
    The kind: `Deployment`.
    """
    name: str
    """
    The name.
    """
    namespace: str | None
    """
    The namespace; none for what is in no namespace.
    """


class ObjectMeta(TypedDict):
    """
    The metadata of an object.
    """

    annotations: NotRequired[dict[str, str]]
    """
    Annotations of the object, for tools; they do not change the cluster.
    """
    creationTimestamp: NotRequired[str | None]
    """
    When the object was created, as RFC 3339. Unset or null: not known.
    """
    finalizers: NotRequired[list[str]]
    """
    What must run before the object may be deleted, where a Kubernetes API stores it.
    """
    generation: NotRequired[int]
    """
    How many times the spec was changed, where a Kubernetes API stores the object.
    """
    labels: NotRequired[dict[str, str]]
    """
    Labels of the object. `kops.k8s.io/cluster` names the cluster of an instance group or an SSH key.
    """
    managedFields: NotRequired[Any]
    """
    Which client set which field, where a Kubernetes API stores the object.
    """
    name: str
    """
    The name of the object. The name of a cluster is a DNS name (`demo.example.com`). Required.
    """
    namespace: NotRequired[str]
    """
    The Kubernetes namespace of the object. kops and this library do not use it. Default: none.
    """
    ownerReferences: NotRequired[Any]
    """
    Objects that this one belongs to, where a Kubernetes API stores it.
    """
    resourceVersion: NotRequired[str]
    """
    The version of the object, where a Kubernetes API stores it.
    """
    uid: NotRequired[str]
    """
    The unique id of the object, where a Kubernetes API stores it.
    """


class ObjectQuery(TypedDict):
    """
    Which objects to list: those of one kind.
    """

    fieldSelector: str | None
    """
    A field selector as the API takes it: `metadata.name=web`. Default: all.
    """
    group: str
    """
    The API group: `apps`; empty for the core group.
    """
    kind: str
    """
    The kind: `Deployment`.
    """
    labelSelector: str | None
    """
    A label selector as the API takes it: `app=web,tier!=cache`. Default: all.
    """
    namespace: str | None
    """
    The namespace. Default: all.
    """


class ObjectRef(TypedDict):
    """
    An object of the spec by kind and name, shown as `InstanceGroup/nodes`.
    """

    kind: str
    """
    `Cluster`, `InstanceGroup`, …
    """
    name: str
    """
    `metadata.name`.
    """


ObjectWrite: TypeAlias = Literal["apply", "create", "annotate"]
"""
How an object is written.
- `apply`: By server-side apply as the field manager `kops`, which takes over what others manage of the fields.
- `create`: Only where it is not there.
- `annotate`: Its annotations are added to those that it has; nothing else of it is looked at.
"""


class Occupant(TypedDict):
    """
    Something that is in a network of the cluster's and is not one of its resources: an instance, a network interface, a gateway endpoint, a peering connection, something of another cluster. AWS deletes no network that something is in.
    """

    id: CloudId
    """
    Its id.
    """
    owner: str | None
    """
    The cluster that owns it by its tags.
    """
    part_of: CloudId | None
    """
    The resource of the snapshot with which it goes: the group of an instance, the load balancer of an interface.
    """
    uses: list[CloudId]
    """
    The VPC, subnets and security groups that it is in, and security groups that its rules refer to.
    """
    what: str
    """
    What it is: `instance`, `network interface`, `network load balancer`.
    """


class OidcProvider(TypedDict):
    """
    An OIDC provider. Its identity is the URL.
    """

    client_ids: list[str]
    """
    The audiences.
    """
    tags: dict[str, str]
    """
    Tags.
    """
    thumbprints: list[str]
    """
    SHA-1 thumbprints of the certificates.
    """
    url: str
    """
    The issuer, with `https://`.
    """


Operator: TypeAlias = Literal["In", "NotIn", "Exists", "DoesNotExist"]
"""
How the value of a label is compared.
- `In`: It is one of the values.
- `NotIn`: It is none of the values, or the label is not there.
- `Exists`: The label is there.
- `DoesNotExist`: The label is not there.
"""


class Outcome(TypedDict):
    """
    What came of a step.
    """

    outputs: dict[str, str]
    """
    What the cloud assigned: after a creation or an update everything that others may refer to, after a deletion nothing.
    """


Output: TypeAlias = Literal[
    "id",
    "arn",
    "dns-name",
    "hosted-zone",
    "ipv6-cidr",
    "version",
    "address",
    "private-addresses",
    "sha256",
    "sha256-base64",
    "sha256-base64-url",
    "sealed",
    "certificates",
    "keypair-id",
    "public-keys",
    "jwks",
]
"""
What the cloud assigns to a resource and others may need.
- `id`: The id by which other calls name it.
- `arn`: The Amazon Resource Name.
- `dns-name`: The DNS name of a load balancer.
- `hosted-zone`: The hosted zone of a load balancer's DNS name.
- `ipv6-cidr`: The IPv6 range that Amazon gave to a VPC.
- `version`: The newest version of a launch template.
- `address`: The address of an elastic IP.
- `private-addresses`: The addresses inside the VPC of a network load balancer, sorted, one on each line.
- `sha256`: The SHA-256 of a managed file's content, as 64 hexadecimal digits.
- `sha256-base64`: The same in base 64, as nodeup is given it.
- `sha256-base64-url`: The SHA-256 of a secret, in the base 64 of URLs, as nodeup is given it.
- `sealed`: What stands for a secret in the manifest of an addon: its name and the SHA-256 of its entries. The secret itself takes its place when the manifest is written.
- `certificates`: The certificates of all trusted keypairs of a keyset, in PEM form.
- `keypair-id`: The id of a keyset's primary keypair.
- `public-keys`: The public keys of all trusted keypairs of a keyset, in PEM form.
- `jwks`: The same as a JSON Web Key Set, which service account issuers publish.
"""


class Owner(TypedDict):
    """
    What controls a pod.
    """

    kind: str
    """
    Its kind: `ReplicaSet`.
    """
    name: str
    """
    Its name.
    """


class SharedOwnership(TypedDict):
    """
    It exists, it is used, and it is never changed or deleted. It must match what the graph says of it; a field at its default says nothing.
    """

    shared: CloudId


Ownership: TypeAlias = Literal["owned"] | SharedOwnership
"""
Whose a resource is. Exhaustive: a cluster either owns a resource or shares it.
"""


class Packages(TypedDict):
    """
    URLs and hashes of a component's archive.
    """

    hashAmd64: NotRequired[str]
    """
    The SHA-256 of the archive for amd64. Unset: that of the published archive.
    """
    hashArm64: NotRequired[str]
    """
    The SHA-256 of the archive for arm64. Unset: that of the published archive.
    """
    urlAmd64: NotRequired[str]
    """
    The URL of the archive for amd64. Unset: that of the published archive.
    """
    urlArm64: NotRequired[str]
    """
    The URL of the archive for arm64. Unset: that of the published archive.
    """


class Ipv4Peer(TypedDict):
    """
    An IPv4 range.
    """

    ipv4: str


class Ipv6Peer(TypedDict):
    """
    An IPv6 range.
    """

    ipv6: str


PrefixListPeer = TypedDict(
    "PrefixListPeer",
    {
        "prefix-list": str,
    },
)


class PermissionRequest(TypedDict):
    """
    A call that the caller must be allowed to make, as IAM sees it.
    """

    action: str
    """
    The action: `ec2:CreateVpc`.
    """
    context: dict[str, str]
    """
    What is known of the request: `aws:RequestTag/KubernetesCluster`.
    """
    resource: str
    """
    The ARN of the resource; with `*` for what AWS assigns.
    """


class Place(TypedDict):
    """
    Where a scalar stands in a document, which decides how it is folded.
    """

    column: int
    """
    The column at which it begins, from 0.
    """
    indent: int
    """
    The indent of further lines.
    """


class PlanOptions(TypedDict):
    """
    What the user lets a plan do. The default deletes only what the next apply could make again.
    In JSON they are part of a plan, and have names like its other fields: `delete_cluster`.
    """

    allow: list[str]
    """
    Dangerous steps that the user allows: a resource as plans name it (`volume/a.etcd-main.demo`), its cloud id, or `*`.
    """
    delete_cluster: bool
    """
    The whole cluster goes, with everything that it owns: networks, the volumes of etcd, and what its controllers made. Persistent volumes and their snapshots go only where `allow` names them.
    """
    instance_groups: NotRequired[list[str]]
    """
    Only these instance groups, and what is of no group; the others stay as they are. Default: all.
    """
    prune: bool
    """
    Also delete what the cluster owns and no longer wants although something may run on it.
    """


PlanProblemKind: TypeAlias = Literal[
    "missing-shared",
    "shared-differs",
    "fixed",
    "ambiguous",
    "others-own",
    "not-ours",
    "occupied",
    "in-use",
    "protected",
    "cycle",
]
"""
Kinds of problems that keep a plan from being made.
- `missing-shared`: A shared resource does not exist.
- `shared-differs`: A shared resource is not what the spec says of it.
- `fixed`: A field differs that AWS cannot change.
- `ambiguous`: Several resources in the account match.
- `others-own`: The resource exists, and another cluster owns it.
- `not-ours`: The resource exists, and its tags say that the cluster does not own it.
- `occupied`: Another subnet has addresses of a new one.
- `in-use`: A resource that is to be deleted is in use.
- `protected`: A resource that is to be deleted is marked as protected.
- `cycle`: Resources depend on each other in a circle.
"""


class PlanTarget(TypedDict):
    """
    The account and the region of a plan, or of an engine.
    """

    account: str
    """
    The number of the account; empty where it is not known.
    """
    region: str
    """
    The region.
    """


class PlanTargetMismatchFields(TypedDict):
    """
    A plan that is for another account or region.
    """

    found: PlanTarget
    """
    Where the engine works.
    """
    planned: PlanTarget
    """
    What the plan is for.
    """


class Pod(TypedDict):
    """
    A pod.
    """

    hostIp: str | None
    """
    The address of that node.
    """
    isMirror: bool
    """
    It is the image of a static pod, which the kubelet runs whatever the API server says.
    """
    isTerminating: bool
    """
    It was deleted and is ending.
    """
    labels: dict[str, str]
    """
    Its labels.
    """
    name: str
    """
    Its name.
    """
    namespace: str
    """
    Its namespace.
    """
    node: str | None
    """
    The node that it was scheduled to.
    """
    owner: Owner | None
    """
    What controls it.
    """
    phase: str
    """
    `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`.
    """
    priorityClass: str | None
    """
    The name of its priority class.
    """
    uid: str
    """
    Its uid.
    """
    unready: list[str]
    """
    The containers that are not ready.
    """


class PodId(TypedDict):
    """
    What identifies a pod. A pod of the same name that was made later is another one.
    """

    name: str
    """
    Its name.
    """
    namespace: str
    """
    Its namespace.
    """
    uid: str
    """
    Its uid.
    """


class PodIdentityWebhook(TypedDict):
    """
    The addon that injects the IAM role of a pod's service account.
    """

    enabled: NotRequired[bool]
    """
    Installs the addon. Needs cert-manager. Default: false.
    """
    replicas: NotRequired[int]
    """
    The number of replicas. Default: 2.
    """


class PodQuery(TypedDict):
    """
    Which pods to list.
    """

    nodes: list[str] | None
    """
    Only those on these nodes. Default: all.
    """


class PreflightQuery(TypedDict):
    """
    What a plan needs to know before it is applied: the argument of `Cloud::preflight`.
    """

    dryRuns: list[DryRun]
    """
    Those of EC2 that can be tried without being made, where the account says nothing of permissions.
    """
    hostedZones: list[str]
    """
    Hosted zones by id, which the DNS is asked for.
    """
    instanceTypes: list[str]
    """
    Instance types by name.
    """
    launchTemplates: list[str]
    """
    Launch templates by id, whose newest version is asked for.
    """
    permissions: list[PermissionRequest]
    """
    Calls that the caller must be allowed to make.
    """
    prefixLists: list[str]
    """
    Prefix lists by id, which rules of security groups are for.
    """
    quotas: dict[str, list[str]]
    """
    Quotas, with the resources whose use is asked for where a quota is for each of them: VPCs, route tables and security groups by id, roles by name. Empty for quotas of a region, a zone or the account.
    """
    subnets: list[str]
    """
    Subnets by id.
    """


PreflightResult: TypeAlias = Literal["passed", "failed", "not-checked"]
"""
What came of a check.
- `passed`: The account has what is needed.
- `failed`: It has not.
- `not-checked`: It is not known, for example because the caller may not read it.
"""


class PublishedFile(TypedDict):
    """
    A file whose SHA-256 is looked up where it is published: at each of its URLs with `.sha256` added.
    """

    places: list[str]
    """
    Where nodes get it, best first: its mirrors, or the cluster's own file repository.
    """
    url: str
    """
    The URL that names it.
    """


class AlwaysPutMode(TypedDict):
    """
    Always.
    """

    when: Literal["always"]


class MissingPutMode(TypedDict):
    """
    Only where nothing is there.
    """

    when: Literal["missing"]


Quantity: TypeAlias = str | float
"""
An amount of a resource as Kubernetes writes it: `200m`, `1.5`, `100Mi`.
"""


class Queue(TypedDict):
    """
    An SQS queue. Its identity is the name.
    """

    name: str
    """
    The name, at most 75 characters here.
    """
    policy: Any
    """
    Who may send; compared by meaning.
    """
    retention_seconds: int
    """
    Seconds that a message is kept.
    """
    tags: dict[str, str]
    """
    Tags.
    """


class QuotaCode(TypedDict):
    """
    A quota as Service Quotas knows it.
    """

    code: str
    """
    The code: `L-F678F1CE`.
    """
    service: str
    """
    The service: `vpc`.
    """


class QuotaUse(TypedDict):
    """
    A quota, and how much of it is in use.
    """

    limit: int | None
    """
    How many there may be; unset where that is not known.
    """
    unknown: str | None
    """
    Why limit or use are not known.
    """
    used: dict[str, Any] | None
    """
    How many there are: by the id of the resource that the quota is for, by availability zone, or by the region, for quotas of the account too; rules by group, direction and address family: `sg-0a1b2c3d4e5f60718 inbound IPv4`. What is not listed is zero. Unset where that is not known.
    """


class Range(TypedDict):
    """
    A range of whole numbers.
    """

    max: NotRequired[int]
    """
    The most.
    """
    min: NotRequired[int]
    """
    The least.
    """


class PendingReadiness(TypedDict):
    """
    Not yet; the text says what it waits for.
    """

    pending: str


class FailedReadiness(TypedDict):
    """
    It will never be; the text says why.
    """

    failed: str


Readiness: TypeAlias = Literal["ready"] | PendingReadiness | FailedReadiness | Literal["gone"]
"""
Whether a resource can be used by those that refer to it.
"""


class RecommendedRelease(TypedDict):
    """
    What is recommended for a range of versions.
    """

    kubernetesVersion: NotRequired[str | None]
    """
    Of a release of kops: the version of Kubernetes of new clusters.
    """
    range: NotRequired[str]
    """
    The versions that it is about: `>=1.34.0 <1.35.0`; empty for all.
    """
    recommendedVersion: NotRequired[str | None]
    """
    The version to upgrade to.
    """
    requiredVersion: NotRequired[str | None]
    """
    The oldest version that may be used.
    """


ReconcileAction: TypeAlias = Literal["update", "validate", "rolling-update", "prune"]
"""
What a step does.
- `update`: Updates the cloud resources of the groups, and those that are of no group.
- `validate`: Waits until the instances of the groups are nodes and ready.
- `rolling-update`: Replaces the outdated instances of the groups.
- `prune`: Updates everything, and deletes what the cluster no longer needs.
"""


class WaitingReconcileEvent(TypedDict):
    """
    The control plane is not ready yet. Said again when the reasons change.
    """

    event: Literal["waiting"]
    reasons: list[str]
    """
    What is wrong.
    """


class StepFinishedReconcileEvent(TypedDict):
    """
    A step is done.
    """

    event: Literal["step-finished"]
    number: int
    """
    Its number, from 1.
    """


class ReconcileStep(TypedDict):
    """
    A step.
    """

    action: ReconcileAction
    """
    What is done.
    """
    instanceGroups: list[str]
    """
    The instance groups that it is for.
    """
    kubernetesVersion: str
    """
    The version of Kubernetes that the spec has in this step.
    """


class MarkedReplaceReason(TypedDict):
    """
    Its node is marked with the annotation `kops.k8s.io/needs-update`.
    """

    reason: Literal["marked"]


class DetachedReplaceReason(TypedDict):
    """
    It was detached from its group by an update that was not finished.
    """

    reason: Literal["detached"]


class CordonedReplaceReason(TypedDict):
    """
    Its node was cordoned by an update that was not finished.
    """

    reason: Literal["cordoned"]


class ForcedReplaceReason(TypedDict):
    """
    The user wants every instance replaced.
    """

    reason: Literal["forced"]


class NamedReplaceReason(TypedDict):
    """
    The user wants this instance replaced.
    """

    reason: Literal["named"]


class DhcpOptionsResource(TypedDict):
    """
    DHCP options
    """

    fields: DhcpOptions
    kind: Literal["dhcp-options"]


class ElasticIpResource(TypedDict):
    """
    elastic IP
    """

    fields: ElasticIp
    kind: Literal["elastic-ip"]


class KeyPairResource(TypedDict):
    """
    key pair
    """

    fields: KeyPair
    kind: Literal["key-pair"]


class IamOidcProviderResource(TypedDict):
    """
    IAM OIDC provider
    """

    fields: OidcProvider
    kind: Literal["iam-oidc-provider"]


class SqsQueueResource(TypedDict):
    """
    SQS queue
    """

    fields: Queue
    kind: Literal["sqs-queue"]


class EventRuleResource(TypedDict):
    """
    EventBridge rule
    """

    fields: EventRule
    kind: Literal["event-rule"]


class KeysetResource(TypedDict):
    """
    keyset
    """

    fields: Keyset
    kind: Literal["keyset"]


ResourceId: TypeAlias = str
"""
The symbolic id of a resource: its kind, a slash, its name.
"""


class Retained(TypedDict):
    """
    Something that the cluster owns and no longer wants.
    """

    id: CloudId
    """
    Its id.
    """
    resource: ResourceId
    """
    What it is.
    """
    until: str
    """
    What would delete it: `--prune`, or allowing it by name.
    """


class RetainedObject(TypedDict):
    """
    A cluster or an instance group that left a set and is retained.
    """

    cluster: str
    """
    The cluster.
    """
    instance_group: str | None
    """
    The instance group; null for the cluster as a whole.
    """


class Role(TypedDict):
    """
    An IAM role. Its identity is the name.
    """

    assume_role_policy: Any
    """
    The trust policy; compared by meaning.
    """
    name: str
    """
    The name, at most 64 characters.
    """
    permissions_boundary: NotRequired[str]
    """
    The ARN of the permissions boundary.
    """
    tags: dict[str, str]
    """
    Tags.
    """


class GroupStartedRollingUpdateEvent(TypedDict):
    """
    The instances of a group are being replaced.
    """

    event: Literal["group-started"]
    instanceGroup: str
    """
    The instance group.
    """
    instances: int
    """
    How many instances there are to replace.
    """


class DetachedRollingUpdateEvent(TypedDict):
    """
    An instance was detached from its group, which launches another in its place.
    """

    event: Literal["detached"]
    instance: str
    """
    The instance.
    """
    instanceGroup: str
    """
    The instance group.
    """


class CordonedRollingUpdateEvent(TypedDict):
    """
    A node takes no new pods.
    """

    event: Literal["cordoned"]
    instanceGroup: str
    """
    The instance group.
    """
    node: str
    """
    The node.
    """


class EvictedRollingUpdateEvent(TypedDict):
    """
    The eviction of a pod was accepted.
    """

    event: Literal["evicted"]
    node: str
    """
    The node.
    """
    pod: str
    """
    The pod, as `namespace/name`.
    """


class BlockedRollingUpdateEvent(TypedDict):
    """
    A pod disruption budget does not allow an eviction now. It is asked for again.
    """

    event: Literal["blocked"]
    node: str
    """
    The node.
    """
    pod: str
    """
    The pod, as `namespace/name`.
    """
    reason: str
    """
    What the API server says of it.
    """


class TerminatedRollingUpdateEvent(TypedDict):
    """
    An instance was terminated.
    """

    event: Literal["terminated"]
    instance: str
    """
    The instance.
    """
    instanceGroup: str
    """
    The instance group.
    """


class LockedRollingUpdateEvent(TypedDict):
    """
    Another rolling update of the cluster is under way. Nothing is done until it has ended, or its holder has died. Said again when another one follows it.
    """

    event: Literal["locked"]
    holder: str
    """
    Who replaces instances now.
    """
    since: int
    """
    Since when, in seconds since 1970 (UTC).
    """


class WaitingRollingUpdateEvent(TypedDict):
    """
    Nothing further is replaced until the cluster is healthy. Said again when the reasons change.
    """

    event: Literal["waiting"]
    instanceGroup: str
    """
    The instance group.
    """
    reasons: list[str]
    """
    What is wrong.
    """


class GroupFinishedRollingUpdateEvent(TypedDict):
    """
    Every instance of a group is replaced, and the cluster is healthy.
    """

    event: Literal["group-finished"]
    instanceGroup: str
    """
    The instance group.
    """
    replaced: int
    """
    How many instances were replaced.
    """


class NotDrainedRollingUpdateFailure(TypedDict):
    """
    A node could not be drained in time.
    """

    node: str
    """
    The node.
    """
    pods: list[BlockedPod]
    """
    The pods that are still on it.
    """
    reason: Literal["not-drained"]


class NoLaunchTemplateRollingUpdateFailure(TypedDict):
    """
    The launch template of the autoscaling group is gone, so that nothing would be launched in place of an instance. The next update of the cluster makes it anew.
    """

    group: str
    """
    The autoscaling group.
    """
    reason: Literal["no-launch-template"]


class OtherClusterRollingUpdateFailure(TypedDict):
    """
    No node that the API server has runs on an instance of the cluster: it is that of another cluster, or no instance has joined. Nothing was changed.
    """

    nodes: int
    """
    How many nodes the API server has.
    """
    reason: Literal["other-cluster"]


class TakenOverRollingUpdateFailure(TypedDict):
    """
    Another rolling update has gone on in place of this one, which could not reach the cluster's API for too long.
    """

    holder: str | None
    """
    Who replaces instances now; null where that run has ended, too.
    """
    reason: Literal["taken-over"]


class RollingUpdateOptions(TypedDict):
    """
    What a user wants of a rolling update. Durations are in seconds.
    """

    bastionInterval: NotRequired[float]
    """
    How long to wait after terminating a bastion. Default: 15 seconds.
    """
    controlPlaneInterval: NotRequired[float]
    """
    How long to wait after terminating an instance of the control plane. Default: 15 seconds.
    """
    drainTimeout: NotRequired[float]
    """
    How long draining a node may take. Default: 15 minutes.
    """
    failOnDrainError: NotRequired[bool]
    """
    Gives a group up when a node cannot be drained in time. Default: true; otherwise its instance is terminated anyway.
    """
    failOnValidateError: NotRequired[bool]
    """
    Ends the run when the cluster does not become healthy in time. Default: true; otherwise the next instance is replaced anyway, unless etcd would lose its quorum.
    """
    force: NotRequired[bool]
    """
    Replaces every instance. Default: those that are outdated, marked or detached.
    """
    holder: NotRequired[str]
    """
    Who replaces the instances, as other runs show it while they wait. Default: `kops`.
    """
    instanceGroups: NotRequired[list[str]]
    """
    Only these instance groups. Default: all.
    """
    instances: NotRequired[list[str]]
    """
    Only these instances, by their ids, also where they are up to date. `Engine` also takes the names of nodes. Default: all.
    """
    nodeInterval: NotRequired[float]
    """
    How long to wait after terminating any other instance. Default: 15 seconds.
    """
    oneAtATime: NotRequired[bool]
    """
    Replaces one instance of the cluster at a time, whatever the settings of its group. Default: false.
    """
    parallel: NotRequired[int]
    """
    How many groups of nodes are replaced at once. Groups of the control plane are always replaced one after the other. Default: 1.
    """
    postDrainDelay: NotRequired[float]
    """
    How long a drained node is left before its instance is terminated. Default: 5 seconds.
    """
    roles: NotRequired[list[InstanceGroupRole]]
    """
    Only groups of these roles. Default: all.
    """
    surge: NotRequired[bool]
    """
    Launches another instance before each of `instances` is terminated, whatever the settings of its group; never in the control plane or in groups of Karpenter, and without effect where no instances are named. Default: true.
    """
    validateCount: NotRequired[int]
    """
    How many times in a row the cluster must be found healthy before the next instance is replaced; 0 for not at all. Default: 2.
    """
    validationTimeout: NotRequired[float]
    """
    How long the cluster may take to become healthy. Default: 15 minutes.
    """


class RollingUpdateSpec(TypedDict):
    """
    How a rolling update replaces instances.
    """

    drainAndTerminate: NotRequired[bool]
    """
    Drains and terminates nodes. With false, they are only tainted, and something else replaces them. Default: true.
    """
    maxSurge: NotRequired[IntOrString]
    """
    The number or percentage (`10%`) of instances that may be added at a time. Default: 1 for nodes and API servers, 0 for control-plane nodes and with Karpenter, where it is 0 whatever is written.
    """
    maxUnavailable: NotRequired[IntOrString]
    """
    The number or percentage (`10%`) of instances that may be missing at a time. Default: 1; 0 where `maxSurge` is more than 0.
    """


class RouteSpec(TypedDict):
    """
    A route that is added to a subnet's table.
    """

    cidr: NotRequired[str]
    """
    The destination CIDR of the route. Required.
    """
    target: NotRequired[str]
    """
    What packets are sent to: `pcx-…`, `i-…`, `nat-…`, `tgw-…`, `igw-…` or `eigw-…`. Required.
    """


class RouteTableFacts(TypedDict):
    """
    A route table that exists.
    """

    subnets: NotRequired[list[str]]
    """
    The subnets associated with it.
    """
    vpc: NotRequired[str]
    """
    The VPC it is in.
    """


class Runc(TypedDict):
    """
    The version of runc.
    """

    packages: NotRequired[Packages]
    """
    The URLs and hashes of runc, in place of the published ones.
    """
    version: NotRequired[str]
    """
    The version of runc. Default: 1.3.5.
    """


class RunningVersions(TypedDict):
    """
    The versions of Kubernetes that run in a cluster.
    """

    controlPlane: str | None
    """
    The oldest of the control plane; null where none runs.
    """
    newestControlPlane: str | None
    """
    The newest of the control plane, which Kubernetes cannot go back from; null where none runs.
    """
    nodes: str | None
    """
    The oldest of the nodes; null where there are none.
    """


class SSHCredentialSpec(TypedDict):
    """
    The public SSH key of a cluster.
    """

    publicKey: NotRequired[str]
    """
    The public key in OpenSSH's format: `ssh-ed25519 AAAA…`. Required.
    """


class Scope(TypedDict):
    """
    Which resources belong to a cluster: what `Cloud::observe` reads.
    Beside what the fields name, a snapshot has what belongs to it: routes and associations of tables, associations of subnets, rules of security groups, policies and attachments of roles, listeners, warm pools, hooks, targets of rules; and of each VPC the gateways that are attached to it, its further ranges, and its DHCP options' association.
    """

    cluster: str
    """
    The cluster's full name: everything tagged `KubernetesCluster=<name>` or `kubernetes.io/cluster/<name>`.
    """
    ids: dict[str, list[CloudId]]
    """
    Further resources by id, regardless of their owner: the shared ones, and the VPC whose gateways and tables matter. What AWS finds by name only is also in `names`.
    """
    names: dict[str, list[str]]
    """
    Names of resources that AWS finds by name only: roles, profiles, groups, templates, hooks, rules, queues, key pairs; of associations with hosted zones the zone.
    """
    occupants: bool
    """
    Look also for `Snapshot::occupants`, which only matter where networks are deleted, and for what nodes and controllers of the cluster made beside its spec (`Properties::made_in_cluster`).
    """
    records: dict[str, list[str]]
    """
    Records of Route 53 by zone id: the names that may belong to the cluster.
    """


class Secret(TypedDict):
    """
    A random token. An update makes one that is missing, and leaves one that exists as it is.
    """

    name: str
    """
    The name: `kube-proxy`.
    """


SecretErrorKind: TypeAlias = Literal["missing", "exists", "damaged", "unexpected", "misspelt"]
"""
What is wrong with a secret.
- `missing`: The cluster does not have it.
- `exists`: It is in the state store already.
- `damaged`: What is stored is not a secret.
- `unexpected`: What was given is not what the secret must hold.
- `misspelt`: Its name is almost one that nodes or addons read.
"""


class ServiceAccountIssuerDiscovery(TypedDict):
    """
    Where the public keys of service account tokens are published.
    """

    additionalAudiences: NotRequired[list[str]]
    """
    Additional audiences that the OIDC provider accepts, beside `amazonaws.com`.
    """
    discoveryService: NotRequired[DiscoveryService]
    """
    A server that publishes the discovery documents, in place of `discoveryStore`.
    """
    discoveryStore: NotRequired[str]
    """
    The public location of the discovery documents (`s3://bucket/path`). Its URL becomes the issuer of tokens. Unset: the documents are not published.
    """
    enableAWSOIDCProvider: NotRequired[bool]
    """
    Creates an OIDC provider in IAM, so that service accounts can have IAM roles. Default: false.
    """


class ServiceAccountPermission(TypedDict):
    """
    The AWS permissions of a service account.
    """

    aws: NotRequired[AwsPermission]
    """
    The permissions of the service account: either `policyARNs` or `inlinePolicy`.
    """
    name: NotRequired[str]
    """
    The name of the service account. Required.
    """
    namespace: NotRequired[str]
    """
    The namespace of the service account; `*` stands for any text. Required.
    """


SetAction: TypeAlias = Literal["apply", "delete"]
"""
What becomes of a cluster of a set.
- `apply`: It is created or changed, where there is anything to do.
- `delete`: It is deleted.
"""


Severity: TypeAlias = Literal["error", "warning"]
"""
How bad a finding is.
- `error`: The input cannot be used until this is mended.
- `warning`: The input can be used, but the user would want to know.
"""


class SnapshotController(TypedDict):
    """
    The addon that takes snapshots of EBS volumes.
    """

    enabled: NotRequired[bool]
    """
    Installs the addon. Needs cert-manager. Default: false.
    """
    installDefaultClass: NotRequired[bool]
    """
    Creates a default `VolumeSnapshotClass`. Default: false.
    """


class SpecDifference(TypedDict):
    """
    A field of the spec that an instance differs in.
    """

    field: str
    """
    The field: `spec.kubernetesVersion`. What comes from many fields has a name instead: `node configuration`, `nodeup`.
    """
    new: str
    """
    What new instances have.
    """
    old: str
    """
    What the instance has, `(unset)` where it has nothing; of what may hold secrets, the first digits of its hash.
    """


class SpecPath(TypedDict):
    """
    A field of the spec, shown as `InstanceGroup/nodes spec.minSize`.
    Field names are v1alpha2's, list entries are `[0]`, keys that are not plain words are quoted: `spec.cloudLabels["a.b/c"]`.
    """

    field: str
    """
    The field inside it.
    """
    kind: str
    """
    `Cluster`, `InstanceGroup`, …
    """
    name: str
    """
    `metadata.name`.
    """


class SpotOptions(TypedDict):
    """
    Spot instances without a mixed instances policy.
    """

    duration_minutes: NotRequired[int]
    """
    Minutes that the instance is wanted for.
    """
    interruption_behavior: NotRequired[str]
    """
    `terminate`, `stop` or `hibernate`.
    """
    max_price: NotRequired[str]
    """
    The most that an hour may cost, in dollars, as text; unset for the on-demand price.
    """


StateErrorKind: TypeAlias = Literal[
    "invalid-key",
    "not-an-object",
    "no-store",
    "conflict",
    "unknown-store",
    "foreign",
    "public",
    "locked",
    "lock-lost",
    "keyset",
    "secret",
    "denied",
    "failed",
]
"""
Kinds of failures of state stores.
- `invalid-key`: A text is not a key.
- `not-an-object`: A key names a folder.
- `no-store`: The store does not exist.
- `conflict`: Another writer changed the object.
- `unknown-store`: No store has such a URL.
- `foreign`: The store lies in another account or region.
- `public`: The store can be read by the public.
- `locked`: Another writer holds the lock of the cluster.
- `lock-lost`: The lock of the cluster was lost while it was written.
- `keyset`: A stored keyset cannot be used.
- `secret`: A stored secret cannot be used.
- `denied`: The caller may not do this.
- `failed`: The store could not be reached, or failed.
"""


StepFailedKind: TypeAlias = Literal["not-ready", "unbound"]
"""
Why a step failed although no call did.
- `not-ready`: The resource did not become ready in time, or never will.
- `unbound`: The step refers to a resource that does not exist.
"""


StepId: TypeAlias = int
"""
The number of a step inside its plan.
"""


class SubnetFacts(TypedDict):
    """
    A subnet that exists.
    """

    cidr: NotRequired[str]
    """
    Its IPv4 range; empty for an IPv6-only subnet.
    """
    ipv6Cidr: NotRequired[str | None]
    """
    Its IPv6 range.
    """
    tags: NotRequired[dict[str, str]]
    """
    Its tags.
    """
    vpc: NotRequired[str]
    """
    The VPC it is in.
    """
    zone: NotRequired[str]
    """
    Its availability zone.
    """


class SubnetSpace(TypedDict):
    """
    Where a subnet is, and how much room it has.
    """

    freeAddresses: int | None
    """
    The IPv4 addresses that nothing uses; unset for a subnet without IPv4.
    """
    zone: str
    """
    Its availability zone.
    """


SubnetType: TypeAlias = Literal["Public", "Private", "Utility", "DualStack"]
"""
Who can reach a subnet, and how it reaches the internet.
- `Public`: Instances have public addresses and a route to the internet gateway.
- `Private`: Instances have private addresses only and leave through a NAT gateway.
- `Utility`: Holds load balancers, NAT gateways and bastions of private subnets; public.
- `DualStack`: Private, with IPv4 beside IPv6.
"""


class Taint(TypedDict):
    """
    A taint of a node.
    """

    effect: str
    """
    `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    """
    key: str
    """
    Its key.
    """
    value: str | None
    """
    Its value.
    """


class Terraform(TypedDict):
    """
    Arguments to add to the providers in Terraform files.
    """

    filesProviderExtraConfig: NotRequired[dict[str, str]]
    """
    Arguments of the `aws` provider of files in the state store.
    """
    providerExtraConfig: NotRequired[dict[str, str]]
    """
    Arguments of the `aws` provider of resources.
    """


class Toleration(TypedDict):
    """
    A taint that a pod tolerates.
    """

    effect: NotRequired[str]
    """
    The effect of the taint: `NoSchedule`, `PreferNoSchedule` or `NoExecute`. Unset: any effect.
    """
    key: NotRequired[str]
    """
    The key of the taint. Unset: any taint.
    """
    operator: NotRequired[str]
    """
    How the value is compared: `Exists` or `Equal`. Default: `Equal`.
    """
    tolerationSeconds: NotRequired[int]
    """
    Seconds for which a `NoExecute` taint is tolerated. Unset: forever.
    """
    value: NotRequired[str]
    """
    The value of the taint, with `Equal`. Unset: the empty value.
    """


class UnreadyObject(TypedDict):
    """
    An object that is applied and does not run yet.
    """

    addon: str
    """
    The name of the addon.
    """
    object: ObjectId
    """
    The object.
    """
    reason: str
    """
    What it lacks, in one sentence.
    """


UpdateStatus: TypeAlias = Literal["UpToDate", "NeedsUpdate", "Detached"]
"""
Whether an instance must be replaced.
- `UpToDate`: It was launched from what new instances are launched from, or no autoscaling group runs it, so that this is not known.
- `NeedsUpdate`: It was launched from something else, or its node is marked or was cordoned by a rolling update that was not finished.
- `Detached`: It has been detached from its group to be replaced.
"""


class UpgradeChange(TypedDict):
    """
    A change of a field.
    """

    field: SpecPath
    """
    The field: `spec.kubernetesVersion` of the cluster, `spec.image` of an instance group.
    """
    new: str
    """
    What it will be.
    """
    old: str | None
    """
    What it is; null where it is not set.
    """


class UserData(TypedDict):
    """
    An additional part of the user data.
    """

    content: NotRequired[str]
    """
    The content of the part. Required.
    """
    name: NotRequired[str]
    """
    The file name of the part in the MIME message. Required.
    """
    type: NotRequired[str]
    """
    The MIME type of the part: `text/x-shellscript`, `text/cloud-config`, and others of cloud-init. Required.
    """


Version: TypeAlias = str
"""
A version of an object; opaque, comparable for equality only.
"""


ViolationRule: TypeAlias = Literal[
    "not-owned",
    "owned-by",
    "shared",
    "made-in-cluster",
    "not-allowed",
    "protected",
    "in-use",
    "part-of-others",
    "not-managed",
    "misnamed",
]
"""
Rules that a plan can break.
- `not-owned`: Nothing in the account shows that the cluster owns it.
- `owned-by`: Another cluster owns it.
- `shared`: It is shared.
- `made-in-cluster`: A controller in the cluster made it.
- `not-allowed`: The options of the plan do not allow its deletion.
- `protected`: It is marked as protected from deletion.
- `in-use`: Something that stays uses it.
- `part-of-others`: It would become a part of something that the cluster does not own.
- `not-managed`: Updates do not write objects of the state store at such a key.
- `misnamed`: It has another name than the plan says.
"""


class Volume(TypedDict):
    """
    An EBS volume. Its identity is the tag `Name`.
    """

    encrypted: bool
    """
    Whether it is encrypted.
    """
    iops: NotRequired[int]
    """
    Operations per second, where the type has them.
    """
    kms_key: NotRequired[str]
    """
    The KMS key, where it is not the account's default.
    """
    size_gib: int
    """
    The size in GiB; can only grow.
    """
    tags: dict[str, str]
    """
    Tags; etcd-manager finds its volumes by them.
    """
    throughput: NotRequired[int]
    """
    MiB per second, where the type has it.
    """
    volume_type: str
    """
    `gp3`, `io1`, …
    """
    zone: str
    """
    The availability zone.
    """


class VolumeMount(TypedDict):
    """
    A file system to create and to mount.
    """

    device: NotRequired[str]
    """
    The device that holds the file system: `/dev/xvdd`. Required.
    """
    filesystem: NotRequired[str]
    """
    The type of the file system: `ext4` or `xfs`. Required.
    """
    formatOptions: NotRequired[list[str]]
    """
    Options of the command that creates the file system.
    """
    mountOptions: NotRequired[list[str]]
    """
    Options of the command that mounts the file system.
    """
    path: NotRequired[str]
    """
    The path at which the file system is mounted. Required.
    """


class VolumeSnapshot(TypedDict):
    """
    A snapshot of a persistent volume.
    """

    size_gib: int
    """
    The size of the volume in GiB.
    """
    tags: dict[str, str]
    """
    Tags.
    """
    volume: str
    """
    The volume that it was made of, which may be gone.
    """


class VolumeSpec(TypedDict):
    """
    An EBS volume of each instance, beside the root volume.
    """

    deleteOnTermination: NotRequired[bool]
    """
    Deletes the volume with its instance. Default: true.
    """
    device: NotRequired[str]
    """
    The device name that the volume is attached as: `/dev/xvdd`. Required.
    """
    encrypted: NotRequired[bool]
    """
    Encrypts the volume. Default: true.
    """
    iops: NotRequired[int]
    """
    I/O operations per second. Default: 3000 for `gp3`, 100 for `io1` and `io2`.
    """
    key: NotRequired[str]
    """
    The id or ARN of the KMS key that encrypts the volume. Instances of autoscaling groups start only where the policy of the key lets the service-linked role of Auto Scaling, `AWSServiceRoleForAutoScaling`, use it. Unset: the account's default key for EBS.
    """
    size: NotRequired[int]
    """
    Size of the volume in GiB. Required.
    """
    throughput: NotRequired[int]
    """
    Throughput of a `gp3` volume in MiB/s. Default: 125.
    """
    type: NotRequired[str]
    """
    The EBS type of the volume. Default: `gp3`.
    """


class Vpc(TypedDict):
    """
    A VPC. Its identity is the tag `Name` among the cluster's VPCs, or its id where it is shared.
    """

    amazon_ipv6: NotRequired[bool]
    """
    Whether a /56 of Amazon's IPv6 space is wanted (kops asks for it for every VPC that it makes).
    """
    cidr: NotRequired[str]
    """
    The primary IPv4 range.
    """
    dns_hostnames: NotRequired[bool]
    """
    Whether instances get public DNS host names.
    """
    dns_support: NotRequired[bool]
    """
    Whether the Amazon DNS server answers.
    """
    tags: dict[str, str]
    """
    Tags.
    """


class VpcFacts(TypedDict):
    """
    A VPC that exists.
    """

    additionalCidrs: NotRequired[list[str]]
    """
    Further IPv4 ranges.
    """
    cidr: NotRequired[str]
    """
    Its primary IPv4 range.
    """
    dnsSupport: NotRequired[bool]
    """
    Whether the Amazon DNS server answers in it.
    """
    ipv6Cidrs: NotRequired[list[str]]
    """
    Its IPv6 ranges.
    """
    tags: NotRequired[dict[str, str]]
    """
    Its tags.
    """


class WarmPoolSpec(TypedDict):
    """
    Stopped instances that are kept ready.
    """

    additionalImages: NotRequired[list[str]]
    """
    Images to pull before an instance is stopped.
    """
    enableLifecycleHook: NotRequired[bool]
    """
    Stops an instance only after it has booted and pulled images. Default: false.
    """
    lifecycleHookTimeout: NotRequired[int]
    """
    Seconds that an instance may take to boot, with `enableLifecycleHook`. Default: 600.
    """
    maxSize: NotRequired[int]
    """
    The maximum number of instances in the pool and in service together; 0 disables the pool. Unset: the `maxSize` of the instance group.
    """
    minSize: NotRequired[int]
    """
    The minimum number of instances in the pool. Default: 0.
    """


class Workload(TypedDict):
    """
    Pods that a cluster keeps running, one like the other, on any node of the role `Node`.
    """

    minAvailable: NotRequired[int]
    """
    How many of them a pod disruption budget keeps available. Default: there is no budget.
    """
    name: str
    """
    The name, which is also the value of the label `app`, and the name of its budget where it has one.
    """
    namespace: NotRequired[str]
    """
    The namespace. Default: `default`.
    """
    priorityClass: NotRequired[str]
    """
    The name of the priority class of its pods. Default: none.
    """
    replicas: int
    """
    How many pods there should be.
    """


WriteErrorKind: TypeAlias = Literal["exists", "missing", "other-key"]
"""
Why objects could not be stored.
- `exists`: They exist already.
- `missing`: They are not there.
- `other-key`: The cluster has another SSH key.
"""


class PrunedAddonEvent(TypedDict):
    """
    An object that left an addon was deleted.
    """

    addon: str
    """
    The name of the addon.
    """
    event: Literal["pruned"]
    object: ObjectId
    """
    The object.
    """


class WaitingAddonEvent(TypedDict):
    """
    Not everything is applied and runs. After the interval it is tried again, until time is up.
    """

    event: Literal["waiting"]
    unready: list[UnreadyObject]
    """
    Objects that do not run yet.
    """


class AddonUpdate(TypedDict):
    """
    An addon that is to be applied.
    """

    channel: str
    """
    Where the list of addons is that has it.
    """
    current: AddonVersion | None
    """
    The version that is installed; none for a new one.
    """
    installPki: bool
    """
    A certificate authority and an issuer of cert-manager are made for it.
    """
    marksNodes: NodesToUpdate | None
    """
    The nodes that are marked, so that the next rolling update replaces them.
    """
    name: str
    """
    The name of the addon.
    """
    namespace: str
    """
    The namespace whose annotation says that it is installed.
    """
    prunes: list[ObjectId]
    """
    Objects that left the addon, and are deleted.
    """
    update: AddonVersion | None
    """
    The version to install; none where only its certificate authority is missing.
    """


class AddonsPlan(TypedDict):
    """
    What applying the addons of a cluster would do.
    """

    cluster: str
    """
    The cluster.
    """
    current: list[str]
    """
    The names of those that are up to date.
    """
    failed: list[FailedAddon]
    """
    Lists of addons and manifests that cannot be read, so that they are not applied.
    """
    updates: list[AddonUpdate]
    """
    The addons to apply, in the order of their lists. Empty where all are up to date.
    """


class AddonsReport(TypedDict):
    """
    What applying addons has come to.
    """

    applied: list[str]
    """
    The names of the addons that were applied.
    """
    failed: list[FailedAddon]
    """
    Those that could not be applied.
    """
    unready: list[UnreadyObject]
    """
    Objects that do not run yet: of the addons that were applied, and where they are waited for of all.
    """


class AmazonVpc(TypedDict):
    """
    AWS's CNI plugin.
    """

    env: NotRequired[list[EnvVar]]
    """
    Environment variables of the VPC CNI plugin, such as `WARM_IP_TARGET`.
    """
    imageName: NotRequired[str]
    """
    The image of the VPC CNI plugin. Default: the release that kops 1.36.2 installs.
    """
    initImageName: NotRequired[str]
    """
    The image of the init container that prepares nodes. Default: the release that kops 1.36.2 installs.
    """
    networkPolicyAgentImage: NotRequired[str]
    """
    The image of the network policy agent. Default: the release that kops 1.36.2 installs.
    """


ApiLoadBalancer = TypedDict(
    "ApiLoadBalancer",
    {
        "accessLog": NotRequired[AccessLogSpec],
        "additionalSecurityGroups": NotRequired[list[str]],
        "class": NotRequired[LoadBalancerClass],
        "crossZoneLoadBalancing": NotRequired[bool],
        "idleTimeoutSeconds": NotRequired[int],
        "securityGroupOverride": NotRequired[str],
        "sslCertificate": NotRequired[str],
        "sslPolicy": NotRequired[str],
        "subnets": NotRequired[list[LoadBalancerSubnet]],
        "type": NotRequired[LoadBalancerType],
        "useForInternalApi": NotRequired[bool],
    },
)


class Assets(TypedDict):
    """
    What the nodes of a cluster download, sorted by where it is published.
    """

    files: list[FileAsset]
    """
    Files of every architecture.
    """
    images: list[ImageAsset]
    """
    Container images of static pods, components and addons.
    """


class Authorization(TypedDict):
    """
    What decides whether a request to the API is allowed. Default: `rbac`.
    """

    alwaysAllow: NotRequired[Empty]
    """
    Allows every request without a check. Only for tests.
    """
    rbac: NotRequired[Empty]
    """
    Decides by Kubernetes's roles and their bindings. Default, where nothing is set.
    """


class AwsAuthentication(TypedDict):
    """
    AWS IAM Authenticator.
    """

    backendMode: NotRequired[str]
    """
    Where mappings of identities are read from, in this order, comma-separated: `CRD`, `MountedFile`, `EKSConfigMap`. Unset: AWS IAM Authenticator's default, `MountedFile`.
    """
    clusterID: NotRequired[str]
    """
    The cluster id that tokens must carry. Default: the cluster's name.
    """
    cpuLimit: NotRequired[Quantity]
    """
    CPU limit of the pods. Unset: no limit.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the pods. Default: 10m.
    """
    identityMappings: NotRequired[list[IdentityMapping]]
    """
    Maps AWS roles and users to users and groups of the cluster, as `IAMIdentityMapping` objects. Needs the backend mode `CRD`.
    """
    image: NotRequired[str]
    """
    The image of AWS IAM Authenticator. Default: the release that kops 1.36.2 installs.
    """
    memoryLimit: NotRequired[Quantity]
    """
    Memory limit of the pods. Default: 20Mi.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory request of the pods. Default: 20Mi.
    """


class AwsLoadBalancerController(TypedDict):
    """
    The addon that creates AWS load balancers for services and ingresses.
    """

    cpuLimit: NotRequired[Quantity]
    """
    CPU limit of the pods. Unset: that of the published manifest.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the pods. Unset: that of the published manifest.
    """
    enableShield: NotRequired[bool]
    """
    Lets ingresses use AWS Shield. Default: false.
    """
    enableWAF: NotRequired[bool]
    """
    Lets ingresses use AWS WAF Classic. Default: false.
    """
    enableWAFv2: NotRequired[bool]
    """
    Lets ingresses use AWS WAF. Default: false.
    """
    enabled: NotRequired[bool]
    """
    Installs the addon. Needs cert-manager. Default: false.
    """
    memoryLimit: NotRequired[Quantity]
    """
    Memory limit of the pods. Unset: that of the published manifest.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory request of the pods. Unset: that of the published manifest.
    """
    version: NotRequired[str]
    """
    The version of the addon. Unset: that of the published manifest.
    """


class BastionLoadBalancer(TypedDict):
    """
    The load balancer in front of the bastions.
    """

    additionalSecurityGroups: NotRequired[list[str]]
    """
    Ids (`sg-…`) of existing security groups to attach to the load balancer as well.
    """
    type: NotRequired[LoadBalancerType]
    """
    Where the load balancer can be reached from: the internet (`Public`) or the VPC (`Internal`). Default: `Public`.
    """


class BlockDevice(TypedDict):
    """
    A volume of an instance.
    """

    device_name: str
    """
    `/dev/xvda`.
    """
    ebs: NotRequired[EbsDevice]
    """
    A volume of EBS.
    """
    virtual_name: NotRequired[str]
    """
    A disk of the machine: `ephemeral0`.
    """


class Calico(TypedDict):
    """
    Settings of Calico.
    """

    allowIPForwarding: NotRequired[bool]
    """
    Lets pods forward packets between their interfaces. Default: false.
    """
    awsSrcDstCheck: NotRequired[str]
    """
    What happens to the source/destination check of the instances: `Enable`, `Disable` or `DoNothing`. Default: `Disable`; `DoNothing` for IPv6.
    """
    bpfEnabled: NotRequired[bool]
    """
    Uses eBPF instead of iptables, and replaces kube-proxy. Default: false.
    """
    bpfExternalServiceMode: NotRequired[str]
    """
    How packets from outside reach a service's pod with eBPF: `Tunnel` or `DSR`. Default: `Tunnel`.
    """
    bpfKubeProxyIptablesCleanupEnabled: NotRequired[bool]
    """
    Removes the iptables rules of kube-proxy when eBPF is enabled. Default: false.
    """
    bpfLogLevel: NotRequired[str]
    """
    The log level of the eBPF programs: `Off`, `Info` or `Debug`. Default: `Off`.
    """
    chainInsertMode: NotRequired[str]
    """
    Whether Calico's rules are inserted before others or appended: `insert` or `append`. Default: `insert`.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the agent. Unset: that of the published manifest, 250m.
    """
    crossSubnet: NotRequired[bool]
    """
    Retired: use `ipipMode: CrossSubnet`, which is the default.
    """
    encapsulationMode: NotRequired[str]
    """
    How packets travel between nodes: `ipip`, `vxlan` or `none`. Default: `ipip`; `none` for IPv6.
    """
    ipipMode: NotRequired[str]
    """
    When IP-in-IP is used: `Always`, `CrossSubnet` or `Never`. Default: `CrossSubnet` with `encapsulationMode: ipip`, else `Never`.
    """
    iptablesBackend: NotRequired[str]
    """
    The iptables backend: `Legacy`, `NFT` or `Auto`. Default: `Auto`.
    """
    ipv4AutoDetectionMethod: NotRequired[str]
    """
    How the IPv4 address of a node is found: `first-found`, `can-reach=…`, `interface=…`. Default: `first-found`.
    """
    ipv6AutoDetectionMethod: NotRequired[str]
    """
    How the IPv6 address of a node is found: `first-found`, `can-reach=…`, `interface=…`. Default: `first-found` in an IPv6 cluster, else `none`.
    """
    logSeverityScreen: NotRequired[str]
    """
    The level of the log: `debug`, `info`, `warning`, `error` or `fatal`. Default: `info`.
    """
    majorVersion: NotRequired[str]
    """
    Retired: the major version of Calico, which is always 3.
    """
    mtu: NotRequired[int]
    """
    The MTU of pods' interfaces in bytes. Default: 0, which means it is detected.
    """
    nftablesMode: NotRequired[str]
    """
    Whether nftables are used: `Enabled`, `Disabled` or `Auto`. Unset: Calico's default.
    """
    prometheusGoMetricsEnabled: NotRequired[bool]
    """
    Serves metrics of the Go runtime too. Default: false.
    """
    prometheusMetricsEnabled: NotRequired[bool]
    """
    Serves Prometheus metrics of the agent. Default: false.
    """
    prometheusMetricsPort: NotRequired[int]
    """
    The port of the agent's metrics. Default: 9091.
    """
    prometheusProcessMetricsEnabled: NotRequired[bool]
    """
    Serves metrics of the process too. Default: false.
    """
    registry: NotRequired[str]
    """
    The registry of Calico's images. Unset: that of the published manifest.
    """
    typhaPrometheusMetricsEnabled: NotRequired[bool]
    """
    Serves Prometheus metrics of Typha. Default: false.
    """
    typhaPrometheusMetricsPort: NotRequired[int]
    """
    The port of Typha's metrics. Default: 9093.
    """
    typhaReplicas: NotRequired[int]
    """
    The number of replicas of Typha, which relieves the API server in large clusters. Default: 0, no Typha.
    """
    version: NotRequired[str]
    """
    The version of Calico's images. Unset: that of the published manifest.
    """
    vxlanMode: NotRequired[str]
    """
    When VXLAN is used: `Always`, `CrossSubnet` or `Never`. Default: `CrossSubnet` with `encapsulationMode: vxlan`, else `Never`.
    """
    wireguardEnabled: NotRequired[bool]
    """
    Encrypts traffic between nodes with WireGuard. Default: false.
    """


class Cilium(TypedDict):
    """
    Settings of Cilium.
    """

    IPTablesRulesNoinstall: NotRequired[bool]
    """
    Installs no iptables rules. Default: false.
    """
    accessLog: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    agentLabels: NotRequired[list[str]]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    agentPodAnnotations: NotRequired[dict[str, str]]
    """
    Annotations of the agent's pods.
    """
    agentPrometheusPort: NotRequired[int]
    """
    The port of the agent's metrics. Default: 9090.
    """
    allowLocalhost: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    autoDirectNodeRoutes: NotRequired[bool]
    """
    Installs routes to nodes of the same network instead of a tunnel. Default: false.
    """
    autoIpv6NodeRoutes: NotRequired[bool]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    bpfCTGlobalAnyMax: NotRequired[int]
    """
    Maximum number of entries in the connection table for other protocols. Default: 262144.
    """
    bpfCTGlobalTCPMax: NotRequired[int]
    """
    Maximum number of entries in the connection table for TCP. Default: 524288.
    """
    bpfLBAlgorithm: NotRequired[str]
    """
    How a backend of a service is chosen: `random` or `maglev`. Default: `random`.
    """
    bpfLBMaglevTableSize: NotRequired[str]
    """
    Size of the Maglev table of each service, a prime number. Default: `16381`.
    """
    bpfLBMapMax: NotRequired[int]
    """
    Maximum number of entries in the tables of services and backends. Default: 65536.
    """
    bpfLBSock: NotRequired[bool]
    """
    Chooses the backend of a service when a socket connects, instead of for each packet. Default: false.
    """
    bpfLBSockHostNSOnly: NotRequired[bool]
    """
    Chooses the backend when a socket connects only in the host namespace, which service meshes need. Default: false.
    """
    bpfNATGlobalMax: NotRequired[int]
    """
    Maximum number of entries in the table of translated addresses. Default: 524288.
    """
    bpfNeighGlobalMax: NotRequired[int]
    """
    Maximum number of entries in the table of neighbors. Default: 524288.
    """
    bpfPolicyMapMax: NotRequired[int]
    """
    Maximum number of entries in the policy table of each endpoint. Default: 16384.
    """
    bpfRoot: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    chainingMode: NotRequired[str]
    """
    The CNI plugin that Cilium is chained behind: `none`, `aws-cni`, `flannel`, `generic-veth`, `portmap`. Default: `none`.
    """
    clusterID: NotRequired[int]
    """
    The number of this cluster in a cluster mesh, 1 to 255. Default: 0, no mesh.
    """
    clusterName: NotRequired[str]
    """
    The name of this cluster in a cluster mesh. Default: `default`.
    """
    cniBinPath: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    cniExclusive: NotRequired[bool]
    """
    Removes the configuration of other CNI plugins from nodes. Default: true.
    """
    containerRuntime: NotRequired[list[str]]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    containerRuntimeEndpoint: NotRequired[dict[str, str]]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    containerRuntimeLabels: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the agent and the operator. Default: 25m.
    """
    debug: NotRequired[bool]
    """
    Logs debug messages. Default: false.
    """
    debugVerbose: NotRequired[list[str]]
    """
    Parts of the agent that log details: `flow`, `kvstore`, `envoy`, `datapath`, `policy`.
    """
    device: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    disableCNPStatusUpdates: NotRequired[bool]
    """
    Does not write the status of network policies to the API server. Default: true.
    """
    disableConntrack: NotRequired[bool]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    disableEndpointCRD: NotRequired[bool]
    """
    Creates no `CiliumEndpoint` objects. Default: false.
    """
    disableIpv4: NotRequired[bool]
    """
    Retired: the IP families are those of the cluster's network.
    """
    disableK8sServices: NotRequired[bool]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    disableMasquerade: NotRequired[bool]
    """
    Keeps the source addresses of pods that leave the cluster. Default: false for IPv4, true for IPv6.
    """
    enableBPFMasquerade: NotRequired[bool]
    """
    Translates source addresses with eBPF instead of iptables. Default: true with `ipam: eni`, otherwise false.
    """
    enableEncryption: NotRequired[bool]
    """
    Encrypts traffic between pods on different nodes. Default: false.
    """
    enableEndpointHealthChecking: NotRequired[bool]
    """
    Checks connectivity between the agents' pods. Default: true.
    """
    enableHostFirewall: NotRequired[bool]
    """
    Enforces host policies on nodes. Default: false.
    """
    enableHostReachableServices: NotRequired[bool]
    """
    Retired: use `bpfLBSock`.
    """
    enableL7Proxy: NotRequired[bool]
    """
    Runs the proxy that enforces policies on HTTP and DNS. Default: true.
    """
    enableLocalRedirectPolicy: NotRequired[bool]
    """
    Supports `CiliumLocalRedirectPolicy`, which sends pods to a backend on their own node. Default: false.
    """
    enableNodePort: NotRequired[bool]
    """
    Replaces kube-proxy. Needs `kubeProxy.enabled: false`; `create cluster` writes both. Default: false.
    """
    enablePolicy: NotRequired[str]
    """
    When network policies are enforced: `default` (for pods that a policy selects), `always` or `never`. Default: `default`.
    """
    enablePrometheusMetrics: NotRequired[bool]
    """
    Serves Prometheus metrics of the agent and the operator. Default: false.
    """
    enableRemoteNodeIdentity: NotRequired[bool]
    """
    Gives remote nodes an identity of their own in policies. Default: true.
    """
    enableServiceTopology: NotRequired[bool]
    """
    Prefers backends in the zone that a service's topology hints name. Default: false.
    """
    enableTracing: NotRequired[bool]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    enableUnreachableRoutes: NotRequired[bool]
    """
    Marks the address of a deleted pod as unreachable, so that clients fail at once. Default: false.
    """
    enableipv4: NotRequired[bool]
    """
    Retired: the IP families are those of the cluster's network.
    """
    enableipv6: NotRequired[bool]
    """
    Retired: the IP families are those of the cluster's network.
    """
    encryptionType: NotRequired[CiliumEncryption]
    """
    How traffic is encrypted. Default: `ipsec` with `enableEncryption`.
    """
    envoyLog: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    etcdManaged: NotRequired[bool]
    """
    Stores identities in the etcd cluster `cilium`, which must be in `etcdClusters`. Default: false.
    """
    extraConfig: NotRequired[dict[str, str]]
    """
    Additional keys of the `cilium-config` config map, over those that this spec leads to.
    """
    gatewayAPI: NotRequired[CiliumGatewayApi]
    """
    Settings of Cilium's Gateway API. Setting it, even to `{}`, enables it; its types must be installed in the cluster.
    """
    hubble: NotRequired[Hubble]
    """
    Settings of Hubble, which observes flows. Setting it, even to `{}`, enables Hubble.
    """
    identityAllocationMode: NotRequired[str]
    """
    Where identities are stored: `crd` or `kvstore`. Default: `crd`.
    """
    identityChangeGracePeriod: NotRequired[str]
    """
    Time to wait before a changed identity is used. Default: `5s`.
    """
    ingress: NotRequired[CiliumIngress]
    """
    Settings of Cilium's ingress controller. Setting it, even to `{}`, enables the controller.
    """
    ipam: NotRequired[str]
    """
    What assigns addresses to pods: `kubernetes` (a part of `podCIDR` for each node), `eni` (addresses of the VPC), `cluster-pool`, `crd`, `hostscope`. Default: `kubernetes`.
    """
    ipv4ClusterCidrMaskSize: NotRequired[int]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    ipv4Node: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    ipv4Range: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    ipv4ServiceRange: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    ipv6ClusterAllocCidr: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    ipv6Node: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    ipv6Range: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    ipv6ServiceRange: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    k8sApiServer: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    k8sKubeconfigPath: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    keepBpfTemplates: NotRequired[bool]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    keepConfig: NotRequired[bool]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    labelPrefixFile: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    labels: NotRequired[list[str]]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    lb: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    libDir: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    logDriver: NotRequired[list[str]]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    logOpt: NotRequired[dict[str, str]]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    logstash: NotRequired[bool]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    logstashAgent: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    logstashProbeTimer: NotRequired[int]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory request of the agent and the operator. Default: 128Mi.
    """
    metrics: NotRequired[list[str]]
    """
    Metrics to add to the agent's default ones (`+name`) or to remove (`-name`).
    """
    monitorAggregation: NotRequired[str]
    """
    How events of packets are aggregated: `low`, `medium` or `maximum`. Default: `medium`.
    """
    nat46Range: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    nodeEncryption: NotRequired[bool]
    """
    Encrypts traffic between the nodes themselves too. Default: false.
    """
    nodeInitBootstrapFile: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    operatorPodAnnotations: NotRequired[dict[str, str]]
    """
    Annotations of the operator's pods.
    """
    pprof: NotRequired[bool]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    preallocateBPFMaps: NotRequired[bool]
    """
    Allocates the memory of eBPF tables at the start, which lowers latency. Default: false.
    """
    prefilterDevice: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    prometheusServeAddr: NotRequired[str]
    """
    Retired: use `enablePrometheusMetrics` and `agentPrometheusPort`.
    """
    reconfigureKubelet: NotRequired[bool]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    registry: NotRequired[str]
    """
    The registry of Cilium's images. Default: `quay.io`.
    """
    removeCbrBridge: NotRequired[bool]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    restartPods: NotRequired[bool]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    restore: NotRequired[bool]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    sidecarIstioProxyImage: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it. Default: `cilium/istio_proxy`, which kops still fills in.
    """
    singleClusterRoute: NotRequired[bool]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    socketPath: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    stateDir: NotRequired[str]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    toFqdnsDnsRejectResponseCode: NotRequired[str]
    """
    The answer to a DNS query that a policy denies: `refused` or `nameError`. Default: `refused`.
    """
    toFqdnsEnablePoller: NotRequired[bool]
    """
    Resolves the names of policies in the agent instead of a DNS proxy. Default: false.
    """
    tracePayloadlen: NotRequired[int]
    """
    Retired: no version of Cilium that is supported reads it.
    """
    tunnel: NotRequired[str]
    """
    How packets travel between nodes: `vxlan`, `geneve` or `disabled`. Default: `vxlan`; `disabled` with `ipam: eni` or IPv6.
    """
    version: NotRequired[str]
    """
    The version of Cilium, a release of 1.18. Default: `v1.18.6`.
    """


class CloudControllerManager(TypedDict):
    """
    Settings of the cloud controller manager.
    """

    allocateNodeCIDRs: NotRequired[bool]
    """
    Assigns a part of `clusterCIDR` to each node. Default: true for IPv4, false for IPv6.
    """
    allowUntaggedCloud: NotRequired[bool]
    """
    Uses resources in AWS that lack the tag of the cluster. Unset: the cloud controller manager's default, false.
    """
    azureNodeManagerImage: NotRequired[str]
    """
    Not used on AWS: the image of Azure's node manager.
    """
    cidrAllocatorType: NotRequired[str]
    """
    How CIDRs are assigned to nodes: `RangeAllocator` or `CloudAllocator`. Unset: the cloud controller manager's default, `RangeAllocator`.
    """
    cloudProvider: NotRequired[str]
    """
    The name of the cloud. Default: `aws`.
    """
    clusterCIDR: NotRequired[str]
    """
    The CIDR of pods. Default: `podCIDR` for IPv4; unset for IPv6.
    """
    clusterName: NotRequired[str]
    """
    The name of the cluster. Default: the name in `metadata`.
    """
    concurrentNodeSyncs: NotRequired[int]
    """
    The number of nodes that are processed at a time. Unset: the cloud controller manager's default, 1.
    """
    configureCloudRoutes: NotRequired[bool]
    """
    Creates a route in AWS for each node. Default: true with `networking.kubenet`, else false.
    """
    controllers: NotRequired[list[str]]
    """
    Controllers to run; `*` for the default ones, `-name` for not.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the pods. Default: 200m.
    """
    enableLeaderMigration: NotRequired[bool]
    """
    Hands over the leader lock of controllers that move to another manager. Unset: the cloud controller manager's default, false.
    """
    image: NotRequired[str]
    """
    The image of the cloud controller manager. Default: `registry.k8s.io/provider-aws/cloud-controller-manager:v1.36.1`.
    """
    leaderElection: NotRequired[LeaderElection]
    """
    How one of several replicas is elected.
    """
    logLevel: NotRequired[int]
    """
    Verbosity of the log, from 0. Default: 2.
    """
    master: NotRequired[str]
    """
    The URL of the API server. Unset: that of the pod's service account.
    """
    nodeStatusUpdateFrequency: NotRequired[Duration]
    """
    Time between two updates of nodes' addresses and labels (`5m`). Unset: the cloud controller manager's default, 5m.
    """
    useServiceAccountCredentials: NotRequired[bool]
    """
    Runs each controller with a service account of its own. Default: true.
    """


class CloudErrorFields(TypedDict):
    """
    A call to the cloud that failed.
    """

    code: str | None
    """
    AWS's code: `InvalidSubnet.Conflict`.
    """
    kind: ErrorKind
    """
    What kind of failure it was.
    """
    operation: str
    """
    The operation in AWS's words: `CreateSubnet`.
    """
    permission: str | None
    """
    The permission that was missing, for the kind `denied`: `ec2:CreateSubnet`.
    """
    requestId: str | None
    """
    The id of the request, which AWS's support asks for.
    """
    resource: str | None
    """
    The resource that the call was about.
    """
    retryable: bool
    """
    The same call may succeed later.
    """


class ClusterApiErrorFields(TypedDict):
    """
    A call to the API of a cluster that failed.
    """

    kind: ClusterApiErrorKind
    """
    What kind of failure it was.
    """
    operation: str
    """
    What was asked for: `list nodes`.
    """
    retryable: bool
    """
    The same call may succeed later.
    """
    status: int | None
    """
    The HTTP status, where the API server answered.
    """


class ClusterAutoscaler(TypedDict):
    """
    The addon that changes the size of instance groups to what pods need.
    """

    awsUseStaticInstanceList: NotRequired[bool]
    """
    Uses a list of instance types that is built into the addon instead of asking AWS. Default: false.
    """
    balanceSimilarNodeGroups: NotRequired[bool]
    """
    Keeps similar instance groups at the same size. Default: false.
    """
    cordonNodeBeforeTerminating: NotRequired[bool]
    """
    Cordons a node before it is removed. Default: true.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the pods. Default: 100m.
    """
    createPriorityExpanderConfig: NotRequired[bool]
    """
    Creates the configuration of the `priority` expander from `autoscalePriority` of the instance groups. Default: true with that expander.
    """
    customPriorityExpanderConfig: NotRequired[dict[str, list[str]]]
    """
    Patterns of instance group names by priority, in place of `autoscalePriority`.
    """
    emitPerNodegroupMetrics: NotRequired[bool]
    """
    Publishes metrics for each instance group. Default: false.
    """
    enabled: NotRequired[bool]
    """
    Installs the addon. Default: false.
    """
    expander: NotRequired[str]
    """
    How an instance group is chosen to grow: `random`, `least-waste`, `most-pods`, `priority`, or several, comma-separated. Default: `random`.
    """
    ignoreDaemonSetsUtilization: NotRequired[bool]
    """
    Does not count pods of daemon sets as use of a node. Default: false.
    """
    image: NotRequired[str]
    """
    The image of the addon. Default: the release for the minor version of Kubernetes.
    """
    maxNodeProvisionTime: NotRequired[str]
    """
    Time that a new instance may take to become a node. Default: `15m0s`.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory request of the pods. Default: 300Mi.
    """
    newPodScaleUpDelay: NotRequired[str]
    """
    The age from which an unschedulable pod is considered. Default: `0s`.
    """
    podAnnotations: NotRequired[dict[str, str]]
    """
    Annotations of the addon's pods.
    """
    scaleDownDelayAfterAdd: NotRequired[str]
    """
    Time after a node was added during which none is removed. Default: `10m0s`.
    """
    scaleDownUnneededTime: NotRequired[str]
    """
    Time that a node must be unneeded before it is removed. Default: `10m0s`.
    """
    scaleDownUnreadyTime: NotRequired[str]
    """
    Time that an unready node must be unneeded before it is removed. Default: `20m0s`.
    """
    scaleDownUtilizationThreshold: NotRequired[str]
    """
    The share of requested resources below which a node may be removed (`0.5` is half). Default: `0.5`.
    """
    skipNodesWithCustomControllerPods: NotRequired[bool]
    """
    Keeps nodes that run pods of controllers other than Kubernetes's own. Default: true.
    """
    skipNodesWithLocalStorage: NotRequired[bool]
    """
    Keeps nodes that run pods with local storage, such as `emptyDir` volumes. Default: true.
    """
    skipNodesWithSystemPods: NotRequired[bool]
    """
    Keeps nodes that run pods of `kube-system`, other than those of daemon sets. Default: true.
    """


class ClusterOptions(TypedDict):
    """
    The options of `kops create cluster`. What is not given has the default of kops 1.36.2, and so has a text that is empty and a number that is 0, as scripts pass them for what is not set.
    """

    adminAccess: NotRequired[list[str]]
    """
    CIDRs that may reach the API. Default: `0.0.0.0/0` and `::/0`.
    """
    apiLoadBalancerClass: NotRequired[LoadBalancerClass]
    """
    The class of that load balancer. Default: `Network`.
    """
    apiLoadBalancerType: NotRequired[LoadBalancerType]
    """
    Puts a load balancer of this type before the API. Default: a public one where names are not published or the topology is private, else none.
    """
    apiPublicName: NotRequired[str]
    """
    The DNS name of the API. Default: `api.` before the cluster's name, where names are published.
    """
    apiServerCount: NotRequired[int]
    """
    The number of API server nodes. Default: none.
    """
    apiSslCertificate: NotRequired[str]
    """
    The ARN of a certificate that the API's load balancer presents.
    """
    associatePublicIp: NotRequired[bool]
    """
    Whether nodes get public addresses. Default: as the subnet says.
    """
    authorization: NotRequired[AuthorizationMode]
    """
    Who may do what. Default: RBAC.
    """
    bastion: NotRequired[bool]
    """
    Enables an instance group of bastions. Needs the private topology.
    """
    bastionImage: NotRequired[str]
    """
    The image of bastions. Default: `image`.
    """
    channel: NotRequired[str]
    """
    Where the versions and images come from. Default: `stable`.
    """
    cloudLabels: NotRequired[dict[str, str]]
    """
    Tags on everything that the cluster creates in AWS.
    """
    configBase: NotRequired[str]
    """
    Where nodes read their configuration. Default: below the state store.
    """
    controlPlaneCount: NotRequired[int]
    """
    The number of control-plane nodes, each with an instance group of its own. Default: one for each of `control_plane_zones` where these are given, else one.
    """
    controlPlaneImage: NotRequired[str]
    """
    The image of control-plane nodes. Default: `image`.
    """
    controlPlaneSecurityGroups: NotRequired[list[str]]
    """
    Security groups that exist, to add to control-plane nodes.
    """
    controlPlaneSizes: NotRequired[list[str]]
    """
    The instance types of control-plane nodes, best first; several are mixed.
    """
    controlPlaneTenancy: NotRequired[str]
    """
    Who else may be on the hardware of control-plane nodes: `default`, `dedicated`, or `host` for a dedicated host.
    """
    controlPlaneVolumeSize: NotRequired[int]
    """
    Size of the root volume of control-plane nodes in GiB.
    """
    controlPlaneVolumeType: NotRequired[str]
    """
    EBS type of the root volume of control-plane nodes.
    """
    controlPlaneZones: NotRequired[list[str]]
    """
    The availability zones of control-plane nodes. Default: `zones`.
    """
    disableSubnetTags: NotRequired[bool]
    """
    Leaves the tags of subnets alone.
    """
    discoveryStore: NotRequired[str]
    """
    A public location for the discovery documents of service accounts, such as `s3://BUCKET`. Gives service accounts roles of their own.
    """
    dns: NotRequired[DnsType]
    """
    How names are published. Default: `Public` with a `dns_zone`, else `None`.
    """
    dnsZone: NotRequired[str]
    """
    The name or id of the hosted zone.
    """
    egress: NotRequired[str]
    """
    What leads out of the subnets: `nat-…`, `eipalloc-…`, `tgw-…`, `External`.
    """
    encryptEtcdStorage: NotRequired[bool]
    """
    Whether etcd's volumes are encrypted. Default: true.
    """
    etcdClusters: NotRequired[list[str]]
    """
    The etcd clusters. Default: `main` and `events`.
    """
    etcdStorageType: NotRequired[str]
    """
    The EBS type of etcd's volumes.
    """
    image: NotRequired[str]
    """
    The image of all nodes. Default: the channel's.
    """
    instanceManager: NotRequired[InstanceManager]
    """
    What runs worker nodes. Default: autoscaling groups.
    """
    ipv6: NotRequired[bool]
    """
    Gives pods IPv6 addresses.
    """
    kubernetesFeatureGates: NotRequired[list[str]]
    """
    Feature gates of all components: `Name` and `+Name` enable one, `-Name` disables it.
    """
    kubernetesVersion: NotRequired[str]
    """
    The version of Kubernetes. Default: the one that the channel recommends.
    """
    name: NotRequired[str]
    """
    The cluster's full DNS name, for example `demo.example.com`.
    """
    networkCidrs: NotRequired[list[str]]
    """
    The CIDRs of the VPC. Default: `172.20.0.0/16`, or that of the shared VPC. Each further one gets a subnet, in the zones in turn.
    """
    networkId: NotRequired[str]
    """
    The id of a shared VPC. Default: that of the first shared subnet, or a new VPC.
    """
    networking: NotRequired[NetworkingOption]
    """
    The network of pods. Default: Cilium.
    """
    nodeCount: NotRequired[int]
    """
    The number of worker nodes, spread over the zones. Default: one for each zone.
    """
    nodeImage: NotRequired[str]
    """
    The image of worker nodes. Default: `image`.
    """
    nodeSecurityGroups: NotRequired[list[str]]
    """
    Security groups that exist, to add to worker nodes.
    """
    nodeSizes: NotRequired[list[str]]
    """
    The instance types of worker nodes, best first; several are mixed.
    """
    nodeTenancy: NotRequired[str]
    """
    Who else may be on the hardware of worker nodes: `default`, `dedicated`, or `host` for a dedicated host.
    """
    nodeVolumeSize: NotRequired[int]
    """
    Size of the root volume of worker nodes in GiB.
    """
    nodeVolumeType: NotRequired[str]
    """
    EBS type of the root volume of worker nodes.
    """
    set: NotRequired[list[str]]
    """
    Fields of the cluster's spec to set: `spec.kubelet.maxPods=200`. See `Cluster::edited`.
    """
    sshAccess: NotRequired[list[str]]
    """
    CIDRs that may reach nodes by SSH. Default: `admin_access`.
    """
    sshPublicKey: NotRequired[str]
    """
    The text of a public SSH key that may log in to nodes.
    """
    subnetIds: NotRequired[list[str]]
    """
    The ids of shared subnets, one for each zone: a cluster has shared subnets only, or none.
    """
    topology: NotRequired[NetworkTopology]
    """
    Whether nodes have public addresses. Default: public, or private with IPv6.
    """
    unset: NotRequired[list[str]]
    """
    Fields of the cluster's spec to unset.
    """
    utilitySubnetIds: NotRequired[list[str]]
    """
    The ids of shared utility subnets, one for each zone: the private topology needs them beside `subnet_ids`.
    """
    zones: NotRequired[list[str]]
    """
    The availability zones of the cluster. The AWS region is that of the first one.
    """


class Components(TypedDict):
    """
    The published node components that a cluster runs.
    """

    baseUrl: NotRequired[str | None]
    """
    Where else the programs and images of that release are than at kops; kops's environment variable `KOPS_BASE_URL`.
    """
    defaultImages: NotRequired[list[DefaultImage]]
    """
    The images for new groups.
    """
    kopsVersion: NotRequired[str]
    """
    The kops release whose components nodes download.
    """
    kubernetesReleases: NotRequired[list[RecommendedRelease]]
    """
    What the channel recommends to clusters that have a version of Kubernetes already; the first that holds it counts.
    """
    kubernetesVersion: NotRequired[str]
    """
    The newest Kubernetes release that the channel recommends, without `v`.
    """
    nodeup: NotRequired[dict[str, Asset]]
    """
    nodeup by architecture.
    """
    recommendedKopsVersion: NotRequired[str | None]
    """
    The release of kops that the channel recommends in place of this one.
    """
    runTooNewVersion: NotRequired[bool]
    """
    Accepts clusters whose Kubernetes is newer than the release supports, and lets kops-controller run them; kops's environment variable `KOPS_RUN_TOO_NEW_VERSION`.
    """


class Containerd(TypedDict):
    """
    Settings of containerd.
    """

    address: NotRequired[str]
    """
    The socket that containerd listens on. Default: `/run/containerd/containerd.sock`.
    """
    configAdditions: NotRequired[dict[str, IntOrString]]
    """
    Values to set in containerd's configuration file, by dotted path.
    """
    configOverride: NotRequired[str]
    """
    The whole configuration file of containerd. Unset: it is generated from the other fields.
    """
    gvisor: NotRequired[Gvisor]
    """
    The gVisor runtime, which isolates containers from the kernel.
    """
    installCriCtl: NotRequired[bool]
    """
    Installs crictl. Default: false.
    """
    installNerdCtl: NotRequired[bool]
    """
    Installs nerdctl. Default: false.
    """
    logLevel: NotRequired[str]
    """
    The level of the log: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `panic`. Default: `info`.
    """
    nri: NotRequired[Nri]
    """
    The Node Resource Interface, by which plugins adjust containers.
    """
    nvidiaGPU: NotRequired[NvidiaGpu]
    """
    Drivers and device plugin for NVIDIA GPUs.
    """
    packages: NotRequired[Packages]
    """
    The URLs and hashes of containerd's archive, in place of the published one.
    """
    registryMirrors: NotRequired[dict[str, list[str]]]
    """
    URLs of mirrors by registry; `*` stands for all registries.
    """
    root: NotRequired[str]
    """
    The folder of persistent data. Default: `/var/lib/containerd`.
    """
    runc: NotRequired[Runc]
    """
    The version of runc, which starts containers.
    """
    sandboxImage: NotRequired[str]
    """
    The image of the container that holds a pod's network. Default: `registry.k8s.io/pause:3.10.1`.
    """
    selinuxEnabled: NotRequired[bool]
    """
    Labels containers for SELinux. Default: false.
    """
    skipInstall: NotRequired[bool]
    """
    Uses the containerd of the image instead of installing one. Default: false.
    """
    state: NotRequired[str]
    """
    The folder of temporary state. Default: `/run/containerd`.
    """
    useECRCredentialsForMirrors: NotRequired[bool]
    """
    Authenticates to mirrors in ECR with the instance's role. Default: false.
    """
    version: NotRequired[str]
    """
    The version of containerd. Default: 2.2.4 from Kubernetes 1.32, 1.7.32 before.
    """


class CostChange(TypedDict):
    """
    By how much a plan changes what the cluster costs a month: an estimate from list prices, without what depends on use.
    """

    applies: bool
    """
    Whether the prices apply in the region of the cluster.
    """
    monthly: MonthlyCost
    """
    What is added, or taken off where it is negative.
    """
    price_date: str
    """
    The month or day that the prices are of.
    """
    price_region: str
    """
    The region that the prices are of.
    """
    unpriced: NotRequired[list[str]]
    """
    What there is no price for, and is not counted: what the table lacks, the volumes of warm pools, and instances that Karpenter starts.
    """


class CostLine(TypedDict):
    """
    What a resource costs a month.
    """

    monthly: MonthlyCost
    """
    What it costs.
    """
    resource: ResourceId
    """
    The resource.
    """
    what: str
    """
    What is paid for: `3 to 10 × t3.large, 128 GiB gp3`.
    """


class UnchangedDeleteMode(TypedDict):
    """
    Only where this version is there.
    """

    version: Version
    """
    The version.
    """
    when: Literal["unchanged"]


DeleteMode: TypeAlias = AlwaysDeleteMode | UnchangedDeleteMode
"""
When an object may be deleted.
"""


class Diagnostic(TypedDict):
    """
    One finding about the user's input.
    """

    code: str
    """
    The rule that found it, as `area/rule`, for example `spec/unknown-field`. Stable between releases.
    """
    help: str | None
    """
    What would be right.
    """
    location: Location | None
    """
    Where the user wrote it.
    """
    message: str
    """
    One sentence in lower case: what is wrong, with the user's value in backticks.
    """
    path: SpecPath | None
    """
    The field, where the input could be read that far.
    """
    severity: Severity
    """
    Whether the input can still be used.
    """


class Dns(TypedDict):
    """
    How the names of the API are published.
    """

    type: NotRequired[DnsType]
    """
    The kind of hosted zone that holds the names, or `None`. Default: `Public`; `create cluster` writes `None` where no hosted zone is given.
    """


class DnsControllerGossipConfig(TypedDict):
    """
    How dns-controller gossips the names that it publishes.
    """

    listen: NotRequired[str]
    """
    The address and port to listen on. Default: `0.0.0.0:3998`.
    """
    protocol: NotRequired[str]
    """
    The protocol: `mesh` or `memberlist`. Default: `mesh`.
    """
    secondary: NotRequired[DnsControllerGossipConfigSecondary]
    """
    A second protocol, which has the same names. Unset: none, or `memberlist` where nothing of gossip is set.
    """
    secret: NotRequired[str]
    """
    The secret that encrypts gossip. It is an argument of the pod. Unset: gossip is not encrypted.
    """
    seed: NotRequired[str]
    """
    The address and port of the first peer. Default: `127.0.0.1:3999`, which is protokube.
    """


class Drift(TypedDict):
    """
    Something that is not as it was when a plan was made.
    """

    field: str
    """
    The field that is another; `id` where the resource came or went, `owner` where its tags or those of what it is a part of tell that it now belongs to another owner.
    """
    found: Any
    """
    What is there now, in the form of `planned`; null for nothing.
    """
    planned: Any
    """
    What the plan was made for; null for nothing. Of user data and the content of files, which may hold secrets, the SHA-256.
    """
    resource: ResourceId
    """
    What the plan calls it.
    """


class DumpedResource(TypedDict):
    """
    A resource of an account.
    """

    id: str
    """
    Its id.
    """
    raw: Any
    """
    Its fields, as plans name them.
    """
    type: Kind
    """
    Its resource type.
    """


class EbsCsiDriver(TypedDict):
    """
    The EBS CSI driver.
    """

    enabled: NotRequired[bool]
    """
    Retired: the driver cannot be disabled. Default: true.
    """
    hostNetwork: NotRequired[bool]
    """
    Runs the controller in the host network, which reaches instance metadata faster in large clusters. Default: false.
    """
    kubeAPIBurst: NotRequired[int]
    """
    Requests that may exceed `kubeAPIQPS` at once. Default: 100.
    """
    kubeAPIQPS: NotRequired[Quantity]
    """
    Requests per second to the API server. Default: 20.
    """
    managed: NotRequired[bool]
    """
    Installs the driver. With false, the user installs it. Default: true.
    """
    podAnnotations: NotRequired[dict[str, str]]
    """
    Annotations of the driver's pods.
    """
    version: NotRequired[str]
    """
    The version of the driver. Default: v1.58.0.
    """
    volumeAttachLimit: NotRequired[int]
    """
    The maximum number of volumes of each node. Unset: what the instance type allows.
    """


class EgressProxy(TypedDict):
    """
    The HTTP proxy through which instances reach the internet.
    """

    excludes: NotRequired[str]
    """
    Hosts and CIDRs that are reached without the proxy, comma-separated. Default: the cluster's own names and CIDRs, which are always added.
    """
    httpProxy: NotRequired[HttpProxy]
    """
    The host and port of the proxy.
    """


class YamlEncoding(TypedDict):
    """
    As a scalar of a YAML document.
    """

    yaml: Place


class YamlListEncodingFields(TypedDict):
    indent: int
    """
    The indent of the items.
    """
    item: ListItem
    """
    What is made of a line.
    """


YamlListEncoding = TypedDict(
    "YamlListEncoding",
    {
        "yaml-list": YamlListEncodingFields,
    },
)


Encoding: TypeAlias = Literal["base64"] | Literal["gzip-base64"] | YamlEncoding | YamlListEncoding
"""
How a text is written inside another one.
"""


class InvalidTemplateErrorData(TypedDict):
    """
    A template cannot be rendered.
    """

    fields: InvalidTemplateFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["InvalidTemplate"]


class InvalidAccountErrorData(TypedDict):
    """
    A text is not a simulated account.
    """

    fields: NoFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["InvalidAccount"]


class InvalidPlanErrorData(TypedDict):
    """
    A text is not a plan, or the steps of a plan have no order.
    """

    fields: NoFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["InvalidPlan"]


class PlanTargetMismatchErrorData(TypedDict):
    """
    The plan is for another account or region.
    """

    fields: PlanTargetMismatchFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["PlanTargetMismatch"]


class CloudErrorData(TypedDict):
    """
    A call to the cloud failed.
    """

    fields: CloudErrorFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["CloudError"]


class ClusterApiErrorData(TypedDict):
    """
    A call to the API of a cluster failed.
    """

    fields: ClusterApiErrorFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["ClusterApiError"]


class NoClusterErrorData(TypedDict):
    """
    The cluster is not in the state store.
    """

    fields: NoClusterFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["NoCluster"]


class KubeconfigErrorData(TypedDict):
    """
    A text is not a kubeconfig, or a user is not in it.
    """

    fields: NoFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["KubeconfigError"]


class KopsErrorData(TypedDict):
    """
    Anything else.
    """

    fields: NoFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["KopsError"]


class EtcdCluster(TypedDict):
    """
    A cluster of etcd members.
    """

    backups: NotRequired[EtcdBackup]
    """
    Where etcd-manager writes backups of this cluster.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the etcd pod. Default: 200m; 100m for `events`.
    """
    enableEtcdTLS: NotRequired[bool]
    """
    Retired: connections between members always use TLS.
    """
    enableTLSAuth: NotRequired[bool]
    """
    Retired: clients always authenticate with certificates.
    """
    etcdMembers: NotRequired[list[EtcdMember]]
    """
    The members of the cluster, an odd number, each with its own volume. They cannot be removed or moved to another instance group once created.
    """
    heartbeatInterval: NotRequired[Duration]
    """
    Time between two heartbeats of the leader (`100ms`). Unset: etcd's default, 100ms.
    """
    image: NotRequired[str]
    """
    Retired: etcd-manager chooses the image of etcd by `version`.
    """
    leaderElectionTimeout: NotRequired[Duration]
    """
    Time without a heartbeat after which a member stands for election (`1s`). Unset: etcd's default, 1s.
    """
    manager: NotRequired[EtcdManager]
    """
    Settings of etcd-manager, which runs etcd and makes its backups.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory request of the etcd pod. Default: 100Mi.
    """
    name: NotRequired[str]
    """
    The name of the etcd cluster: `main`, `events`, `cilium` or `leases`. Required.
    """
    provider: NotRequired[EtcdProvider]
    """
    What runs etcd. Default, and the only supported value: `Manager`.
    """
    version: NotRequired[str]
    """
    The version of etcd. Default: 3.6.12 from Kubernetes 1.34, 3.5.31 before.
    """


class StartedEvent(TypedDict):
    """
    A step began.
    """

    event: Literal["started"]
    resource: ResourceId
    """
    The resource that the step is about.
    """
    step: StepId
    """
    The step.
    """


class WaitingEvent(TypedDict):
    """
    A step waits until what it created can be used, or what it deleted is gone.
    """

    event: Literal["waiting"]
    reason: str
    """
    What it waits for.
    """
    resource: ResourceId
    """
    The resource that the step is about.
    """
    step: StepId
    """
    The step.
    """


class FinishedEvent(TypedDict):
    """
    A step is done.
    """

    calls: int
    """
    How many calls of the cloud and the state store the step took, retries and polls among them.
    """
    elapsed: float
    """
    How long the step took, in seconds.
    """
    event: Literal["finished"]
    id: CloudId | None
    """
    The id that AWS gave it; null after a deletion.
    """
    resource: ResourceId
    """
    The resource that the step is about.
    """
    step: StepId
    """
    The step.
    """


class Explained(TypedDict):
    """
    A value of a full spec, and where it came from: what the user wrote, a rule, or both where a rule changed what the user wrote.
    """

    field: SpecPath
    """
    The field. Lists and maps are explained entry by entry.
    """
    location: Location | None
    """
    Where the user wrote it; null where a rule filled it in.
    """
    rule: str | None
    """
    The rule that filled it in, in words; null where it is as the user wrote it.
    """
    value: Any
    """
    Its value.
    """


class ExternalDns(TypedDict):
    """
    What publishes DNS names of services, nodes and ingresses.
    """

    disable: NotRequired[bool]
    """
    Retired: use `provider: none`. Publishes no names. Default: false.
    """
    priorityClassName: NotRequired[str]
    """
    The priority class of the controller's pods. Default: `system-cluster-critical`.
    """
    provider: NotRequired[ExternalDnsProvider]
    """
    The controller that publishes names. Default: `dns-controller`; none where `topology.dns.type` is `None`.
    """
    watchIngress: NotRequired[bool]
    """
    Publishes the names of ingresses too. Default: false.
    """
    watchNamespace: NotRequired[str]
    """
    The only namespace whose services and ingresses are published. Unset: all namespaces.
    """


class FactsQuery(TypedDict):
    """
    What a spec needs to know of the world: the argument of `Cloud::facts`.
    """

    bucketEncryption: bool
    """
    Whether `Bucket::default_encryption` of these buckets is wanted too.
    """
    buckets: list[str]
    """
    S3 buckets by name.
    """
    dnsZones: list[str]
    """
    The names or ids of hosted zones, or the cluster's name where the spec names none.
    """
    elasticIps: list[str]
    """
    Elastic addresses by allocation id, or by the address itself.
    """
    fileHashes: list[PublishedFile]
    """
    Files that nodes download whose SHA-256 only their publisher knows: the answer is `Facts::published_hashes`.
    """
    images: list[str]
    """
    Names of images, as the spec has them.
    """
    instanceProfiles: list[str]
    """
    Instance profiles by name whose role is wanted: those that instance groups of nodes bring along.
    """
    machineTypes: list[str]
    """
    Names of instance types.
    """
    natGateways: list[str]
    """
    NAT gateways by id.
    """
    publicBuckets: list[str]
    """
    S3 buckets by name that may have a policy that lets everyone read them.
    """
    subnets: list[str]
    """
    Subnets by id.
    """
    vpcs: list[str]
    """
    VPCs by id; the gateways and route tables in them are wanted too.
    """


class Failure(TypedDict):
    """
    Something that is wrong with a cluster.
    """

    canHeal: bool
    """
    It may pass by itself.
    """
    help: str
    """
    What to do, in one sentence.
    """
    instanceGroup: str | None
    """
    The instance group that it is a part of.
    """
    message: str
    """
    What is wrong, in one sentence.
    """
    name: str
    """
    The name of that: of an instance group, an instance, a node, or a pod with its namespace.
    """
    type: FailureKind
    """
    What it is about.
    """


class FieldPage(TypedDict):
    """
    The documentation of a field, or of an object as a whole.
    """

    description: str
    """
    What the field means, its unit, and its default.
    """
    enum: NotRequired[list[str]]
    """
    The values that the field can have, where they are few.
    """
    field: NotRequired[str]
    """
    The name of the field; missing for an object as a whole.
    """
    fields: NotRequired[list[FieldSummary]]
    """
    The fields below it.
    """
    kind: str
    """
    The kind of the object: `Cluster`, `InstanceGroup` or `SSHCredential`.
    """
    type: str
    """
    The type of the field: `string`, `[]string`, `map[string]string`, or the name of an object.
    """
    version: str
    """
    The version of the format.
    """


class FileAssetSpec(TypedDict):
    """
    A file to write on nodes.
    """

    content: NotRequired[str]
    """
    The content of the file, as text or base64. Required.
    """
    isBase64: NotRequired[bool]
    """
    Says that `content` is base64-encoded. Default: false.
    """
    mode: NotRequired[str]
    """
    The file mode in octal. Default: `0440`.
    """
    name: NotRequired[str]
    """
    The name of the file asset, unique in its list. Required.
    """
    path: NotRequired[str]
    """
    The absolute path of the file. Default: `/srv/kubernetes/assets/` and its name.
    """
    roles: NotRequired[list[InstanceGroupRole]]
    """
    The roles of the instances that get the file. `Master` is stored as `ControlPlane`, the only one that kops reads here. Default: all.
    """


class GossipConfig(TypedDict):
    """
    How protokube gossips, which runs on control planes and on nodes that learn the cluster's names by gossip only.
    """

    listen: NotRequired[str]
    """
    The address and port to listen on. Default: `0.0.0.0:3999`.
    """
    protocol: NotRequired[str]
    """
    The protocol: `mesh` or `memberlist`. Default: `mesh`.
    """
    secondary: NotRequired[GossipConfigSecondary]
    """
    A second protocol, which has the same names.
    """
    secret: NotRequired[str]
    """
    The secret that encrypts gossip. Instances read it from their configuration. Unset: gossip is not encrypted.
    """


class Hook(TypedDict):
    """
    A systemd unit, or a container, to run on instances.
    """

    before: NotRequired[list[str]]
    """
    Systemd units that the hook is started before.
    """
    disabled: NotRequired[bool]
    """
    Disables the hook. In an instance group, disables the cluster's hook of the same name. Default: false.
    """
    execContainer: NotRequired[ExecContainer]
    """
    The container to run, in place of `manifest`.
    """
    manifest: NotRequired[str]
    """
    The `[Service]` section of the systemd unit, or the whole unit with `useRawManifest`. Unset where `execContainer` is set.
    """
    name: NotRequired[str]
    """
    The name of the systemd unit. Default: `kops-hook-` and the position of the hook.
    """
    requires: NotRequired[list[str]]
    """
    Systemd units that the hook requires.
    """
    roles: NotRequired[list[InstanceGroupRole]]
    """
    The roles of the instances that run the hook. Default: all.
    """
    useRawManifest: NotRequired[bool]
    """
    Takes `manifest` as the whole systemd unit. Default: false.
    """


class Iam(TypedDict):
    """
    How roles and permissions are made.
    """

    allowContainerRegistry: NotRequired[bool]
    """
    Lets instances pull images from the account's ECR registries. Default: false; `create cluster` writes true.
    """
    legacy: NotRequired[bool]
    """
    Retired: the broad permissions of kops's first releases. kops always writes the field, so this library does too. Default: false.
    """
    permissionsBoundary: NotRequired[str]
    """
    The ARN of the IAM policy that is set as the permissions boundary of every role. Unset: none.
    """
    serviceAccountExternalPermissions: NotRequired[list[ServiceAccountPermission]]
    """
    IAM roles to create for service accounts of workloads. Needs `useServiceAccountExternalPermissions`.
    """
    useServiceAccountExternalPermissions: NotRequired[bool]
    """
    Gives each addon an IAM role of its own, bound to its service account (IRSA), instead of permissions on the instances. Needs `serviceAccountIssuerDiscovery`. Default: false.
    """


class IamPolicies(TypedDict):
    """
    The policies of a cluster. Applying and deleting take those of planning too.
    """

    apply: list[IamPolicy]
    """
    What creating and changing the cluster takes beyond that.
    """
    delete: list[IamPolicy]
    """
    What deleting it takes beyond that.
    """
    plan: list[IamPolicy]
    """
    What planning and rendering files for Terraform take: they read only.
    """


class NewInstancesImpact(TypedDict):
    """
    Instances that start later differ from those that run, which stay as they are and need no rolling update.
    """

    impact: Literal["new-instances"]
    resources: list[ResourceId]
    """
    What changes.
    """


class RollsInstancesImpact(TypedDict):
    """
    Every instance of a group has to be replaced before it is what the spec says. The plan does not do it: a rolling update does.
    """

    at_worst_seconds: int
    """
    How long a rolling update of the largest size takes at most before it is given up, in seconds, by the settings of the group and the defaults of `kops rolling-update cluster`.
    """
    group: str
    """
    The instance group.
    """
    impact: Literal["rolls-instances"]
    instances: InstanceCount
    """
    How many instances of it run now and stay until then.
    """
    role: InstanceGroupRole
    """
    What its instances do.
    """


class EndsConnectionsImpact(TypedDict):
    """
    Connections are interrupted for a moment.
    """

    impact: Literal["ends-connections"]
    resources: list[ResourceId]
    """
    What is changed or deleted.
    """


class TerminatesInstancesImpact(TypedDict):
    """
    Instances are terminated. Others take their place unless the group gets smaller.
    """

    impact: Literal["terminates-instances"]
    instances: InstanceCount
    """
    How many.
    """
    resource: ResourceId
    """
    The autoscaling group.
    """


class ApiUnreachableImpact(TypedDict):
    """
    The name of the API stops leading to the API.
    """

    impact: Literal["api-unreachable"]
    name: str
    """
    The name.
    """
    resource: ResourceId
    """
    What is deleted: the record of the name, or the load balancer behind it.
    """


class LosesDataImpact(TypedDict):
    """
    Data is lost.
    """

    impact: Literal["loses-data"]
    resources: list[ResourceId]
    """
    What holds it.
    """


Impact: TypeAlias = (
    InPlaceImpact
    | NewInstancesImpact
    | RollsInstancesImpact
    | QuorumImpact
    | EndsConnectionsImpact
    | TerminatesInstancesImpact
    | ApiUnreachableImpact
    | LosesDataImpact
)
"""
What steps of a plan, and the rolling updates that it asks for, do to running instances and to users.
"""


class Instance(TypedDict):
    """
    A virtual machine of a cluster.
    """

    id: CloudId
    """
    Its id: `i-0a1b2c3d4e5f60718`. Its node has the same name, or a provider id that ends with it.
    """
    instanceType: str
    """
    The instance type.
    """
    privateIp: str | None
    """
    Its private address.
    """
    publicIp: str | None
    """
    Its public address.
    """
    state: InstanceState
    """
    Where it stands.
    """
    template: str | None
    """
    What it was launched from; null where that is gone or is a launch configuration.
    """
    zone: str
    """
    The availability zone.
    """


class InstanceGroupOptions(TypedDict):
    """
    The options of `kops create instancegroup`. What is not given has the default of kops 1.36.2, and so has what is empty.
    """

    name: NotRequired[str]
    """
    The name of the instance group, for example `nodes-us-east-2a`.
    """
    role: NotRequired[InstanceGroupRole | None]
    """
    What its nodes do. Default: `Node`.
    """
    subnets: NotRequired[list[str]]
    """
    The names of its subnets, as the cluster's spec has them. Default: every subnet that suits the role; a control-plane instance group has no default.
    """
    zones: NotRequired[list[str]]
    """
    Availability zones: adds the subnets in them that suit the role.
    """


class InstanceRequirements(TypedDict):
    """
    What a machine must have.
    """

    burstable_performance: NotRequired[str]
    """
    `included`, `required` or `excluded`: types that save CPU credits.
    """
    excluded_types: list[str]
    """
    Types that are not wanted; may hold `*`.
    """
    generations: list[str]
    """
    `current` or `previous`.
    """
    memory_mib: Range
    """
    Memory in MiB.
    """
    vcpus: Range
    """
    Virtual CPUs.
    """


class InstanceStatus(TypedDict):
    """
    An instance of a cluster and its node.
    """

    autoscalingGroup: str | None
    """
    The autoscaling group; null where none runs it.
    """
    externalIP: str | None
    """
    Its public address.
    """
    id: str
    """
    The id of the instance.
    """
    instanceGroup: str | None
    """
    The instance group; null where the spec has none that its autoscaling group is for, or that its tags name where Karpenter launched it.
    """
    internalIP: str | None
    """
    Its private address.
    """
    machineType: str
    """
    The instance type.
    """
    nodeName: str | None
    """
    The name of its node; null where it has not joined.
    """
    role: InstanceGroupRole | None
    """
    The role of its instance group.
    """
    state: InstanceState
    """
    Where it stands.
    """
    status: UpdateStatus
    """
    Whether it must be replaced.
    """
    zone: str
    """
    The availability zone.
    """


class Interruption(TypedDict):
    """
    What a plan does to what runs in a cluster, or to its users.
    """

    cluster: str
    """
    The cluster.
    """
    impact: Impact
    """
    What it does.
    """


class InvalidSpecFields(TypedDict):
    """
    What is wrong with a spec.
    """

    diagnostics: list[Diagnostic]
    """
    Every finding, sorted by place.
    """


class Karpenter(TypedDict):
    """
    The addon that creates instances as pending pods need them.
    """

    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the pods. Unset: that of the published manifest, or 500m.
    """
    enabled: NotRequired[bool]
    """
    Installs the addon. Needs IAM roles for service accounts. Default: false.
    """
    featureGates: NotRequired[str]
    """
    Feature gates, as `Name=true,Other=false`. Default: the set that kops 1.36.2 uses.
    """
    image: NotRequired[str]
    """
    The image of the addon. Default: `public.ecr.aws/karpenter/controller:1.13.0`.
    """
    logEncoding: NotRequired[str]
    """
    The format of the log: `console` or `json`. Default: `console`.
    """
    logLevel: NotRequired[str]
    """
    The level of the log: `debug`, `info`, `warn` or `error`. Default: `debug`.
    """
    memoryLimit: NotRequired[Quantity]
    """
    Memory limit of the pods. Unset: that of the published manifest, or 1Gi.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory request of the pods. Unset: that of the published manifest, or 1Gi.
    """


class KeysetErrorFields(TypedDict):
    """
    A keyset or a keypair that cannot be used or changed.
    """

    keyset: str
    """
    The keyset.
    """
    kind: KeysetErrorKind
    """
    What is wrong with it.
    """


class Kindnet(TypedDict):
    """
    kindnet.
    """

    adminNetworkPolicies: NotRequired[bool]
    """
    Enforces `AdminNetworkPolicy` objects, whose types must be installed in the cluster. Unset: the default of kindnet, false.
    """
    baselineAdminNetworkPolicies: NotRequired[bool]
    """
    Enforces `BaselineAdminNetworkPolicy` objects, whose types must be installed in the cluster. Unset: the default of kindnet, false.
    """
    dnsCaching: NotRequired[bool]
    """
    Caches DNS answers on each node. Default: true.
    """
    fastPathThreshold: NotRequired[int]
    """
    The number of packets after which a connection is handled by the kernel's fast path. Default: 0, never.
    """
    logLevel: NotRequired[int]
    """
    Verbosity of kindnet's log, from 0. Default: 2.
    """
    masquerade: NotRequired[KindnetMasquerade]
    """
    Whether the source addresses of pods are translated. Default: enabled for IPv4, with the cluster's own CIDRs left out.
    """
    nat64: NotRequired[bool]
    """
    Translates between IPv6 pods and IPv4 destinations. Default: false.
    """
    networkPolicies: NotRequired[bool]
    """
    Enforces `NetworkPolicy` objects. Unset: the default of kindnet, true.
    """
    version: NotRequired[str]
    """
    The version of kindnet. Default: v1.0.0.
    """


class KubeApiServer(TypedDict):
    """
    Settings of the API server.
    """

    additionalServiceAccountIssuers: NotRequired[list[str]]
    """
    Other issuers whose tokens are accepted, for a change of the issuer.
    """
    address: NotRequired[str]
    """
    Retired: Kubernetes no longer serves without TLS.
    """
    admissionControl: NotRequired[list[str]]
    """
    Retired: use `enableAdmissionPlugins`.
    """
    admissionControlConfigFile: NotRequired[str]
    """
    The path of the file that configures admission plugins. Unset: none.
    """
    advertiseAddress: NotRequired[str]
    """
    The address that the API server advertises to the cluster. Unset: the address of the node.
    """
    allowPrivileged: NotRequired[bool]
    """
    Allows privileged containers. Default: true.
    """
    anonymousAuth: NotRequired[bool]
    """
    Serves requests without authentication as the user `system:anonymous`. Default: false.
    """
    apiAudiences: NotRequired[list[str]]
    """
    The audiences that tokens of service accounts must have. Default: `kubernetes.svc.default`.
    """
    apiServerCount: NotRequired[int]
    """
    The number of API servers. Default: the number of members of the etcd cluster `main`.
    """
    appendAdmissionPlugins: NotRequired[list[str]]
    """
    Admission plugins to run beside the default ones.
    """
    auditDynamicConfiguration: NotRequired[bool]
    """
    Retired: Kubernetes no longer reads audit settings from objects.
    """
    auditLogFormat: NotRequired[str]
    """
    The format of the audit log: `json` or `legacy`. Unset: kube-apiserver's default, `json`.
    """
    auditLogMaxAge: NotRequired[int]
    """
    Days for which old audit logs are kept. Unset: they are not removed by age.
    """
    auditLogMaxBackups: NotRequired[int]
    """
    The number of old audit logs that are kept. Unset: all.
    """
    auditLogMaxSize: NotRequired[int]
    """
    Size in MB at which the audit log is rotated. Unset: kube-apiserver's default, 100.
    """
    auditLogPath: NotRequired[str]
    """
    The path of the audit log; `-` for standard output. Unset: no audit log.
    """
    auditPolicyFile: NotRequired[str]
    """
    The path of the audit policy. Unset: nothing is audited.
    """
    auditWebhookBatchBufferSize: NotRequired[int]
    """
    The number of audit events that are buffered for the webhook. Unset: kube-apiserver's default, 10000.
    """
    auditWebhookBatchMaxSize: NotRequired[int]
    """
    The maximum number of audit events in a batch. Unset: kube-apiserver's default, 400.
    """
    auditWebhookBatchMaxWait: NotRequired[Duration]
    """
    Time after which a batch is sent even if it is not full (`30s`). Unset: kube-apiserver's default, 30s.
    """
    auditWebhookBatchThrottleBurst: NotRequired[int]
    """
    The number of batches that may be sent at once. Unset: kube-apiserver's default, 15.
    """
    auditWebhookBatchThrottleEnable: NotRequired[bool]
    """
    Limits the rate of batches. Unset: kube-apiserver's default, true.
    """
    auditWebhookBatchThrottleQps: NotRequired[Quantity]
    """
    The number of batches per second. Unset: kube-apiserver's default, 10.
    """
    auditWebhookConfigFile: NotRequired[str]
    """
    The path of the kubeconfig file of the audit webhook. Unset: no webhook.
    """
    auditWebhookInitialBackoff: NotRequired[Duration]
    """
    Time to wait before the first retry of a batch (`10s`). Unset: kube-apiserver's default, 10s.
    """
    auditWebhookMode: NotRequired[str]
    """
    How audit events are sent: `batch`, `blocking` or `blocking-strict`. Unset: kube-apiserver's default, `batch`.
    """
    authenticationConfigFile: NotRequired[str]
    """
    The path of the file that configures authentication, in place of the `oidc` fields. Unset: none.
    """
    authenticationTokenWebhookCacheTtl: NotRequired[Duration]
    """
    Time for which an answer of that webhook is cached (`2m`). Unset: kube-apiserver's default, 2m.
    """
    authenticationTokenWebhookConfigFile: NotRequired[str]
    """
    The path of the kubeconfig file of the webhook that verifies tokens. Default: `/etc/kubernetes/authn.config` with `authentication.kopeio`; unset otherwise.
    """
    authorizationMode: NotRequired[str]
    """
    The authorizers, in order, comma-separated. Default: `Node,RBAC` with `authorization.rbac`; `AlwaysAllow` with `alwaysAllow`.
    """
    authorizationRbacSuperUser: NotRequired[str]
    """
    Retired: users in the group `system:masters` may do everything.
    """
    authorizationWebhookCacheAuthorizedTtl: NotRequired[Duration]
    """
    Time for which a permission is cached (`5m`). Unset: kube-apiserver's default, 5m.
    """
    authorizationWebhookCacheUnauthorizedTtl: NotRequired[Duration]
    """
    Time for which a denial is cached (`30s`). Unset: kube-apiserver's default, 30s.
    """
    authorizationWebhookConfigFile: NotRequired[str]
    """
    The path of the kubeconfig file of the authorization webhook. Unset: no webhook.
    """
    basicAuthFile: NotRequired[str]
    """
    Retired: Kubernetes no longer authenticates with passwords.
    """
    bindAddress: NotRequired[str]
    """
    The address that the API server listens on. Default: `0.0.0.0`; `::` for IPv6.
    """
    clientCAFile: NotRequired[str]
    """
    The path of the CA certificates that client certificates are verified with. Unset: kops sets the path where instances write it.
    """
    cloudProvider: NotRequired[str]
    """
    The cloud provider inside of the API server. Default: `external` before Kubernetes 1.33; none later.
    """
    compactionInterval: NotRequired[Duration]
    """
    Time between two compactions of etcd (`5m`). Unset: kube-apiserver's default, 5m.
    """
    corsAllowedOrigins: NotRequired[list[str]]
    """
    Patterns of origins from which browsers may send requests.
    """
    cpuLimit: NotRequired[Quantity]
    """
    CPU limit of the API server's pod. Unset: no limit.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the API server's pod. Default: 150m.
    """
    defaultNotReadyTolerationSeconds: NotRequired[int]
    """
    Seconds for which pods stay on a node that is not ready. Unset: kube-apiserver's default, 300.
    """
    defaultUnreachableTolerationSeconds: NotRequired[int]
    """
    Seconds for which pods stay on a node that is unreachable. Unset: kube-apiserver's default, 300.
    """
    deleteCollectionWorkers: NotRequired[int]
    """
    The number of workers that delete collections of objects. Unset: kube-apiserver's default, 1.
    """
    disableAdmissionPlugins: NotRequired[list[str]]
    """
    Admission plugins not to run, including those that Kubernetes runs by default.
    """
    disableBasicAuth: NotRequired[bool]
    """
    Retired: Kubernetes no longer authenticates with passwords.
    """
    enableAdmissionPlugins: NotRequired[list[str]]
    """
    Admission plugins to run. Default: `DefaultStorageClass`, `DefaultTolerationSeconds`, `LimitRanger`, `MutatingAdmissionWebhook`, `NamespaceLifecycle`, `NodeRestriction`, `ResourceQuota`, `RuntimeClass`, `ServiceAccount`, `ValidatingAdmissionPolicy`, `ValidatingAdmissionWebhook`, and those of `appendAdmissionPlugins`.
    """
    enableAggregatorRouting: NotRequired[bool]
    """
    Sends requests of aggregated APIs to endpoints instead of the service's address. Default: true with `metricsServer`; else kube-apiserver's default, false.
    """
    enableBootstrapTokenAuth: NotRequired[bool]
    """
    Accepts bootstrap tokens, with which nodes join. Unset: kube-apiserver's default, false.
    """
    enableContentionProfiling: NotRequired[bool]
    """
    Profiles lock contention, with `enableProfiling`. Unset: kube-apiserver's default, false.
    """
    enableProfiling: NotRequired[bool]
    """
    Serves profiles at `/debug/pprof`. Unset: kube-apiserver's default, true.
    """
    encryptionProviderConfig: NotRequired[str]
    """
    The path of the file that configures encryption in etcd. Unset: kops sets it with `encryptionConfig`.
    """
    env: NotRequired[list[EnvVar]]
    """
    Environment variables of the API server's container.
    """
    etcdCaFile: NotRequired[str]
    """
    The path of the CA certificate of etcd. Unset: kops sets the path where instances write it.
    """
    etcdCertFile: NotRequired[str]
    """
    The path of the client certificate for etcd. Unset: kops sets the path where instances write it.
    """
    etcdKeyFile: NotRequired[str]
    """
    The path of the private key of `etcdCertFile`. Unset: kops sets the path where instances write it.
    """
    etcdQuorumRead: NotRequired[bool]
    """
    Retired: Kubernetes always reads from a quorum.
    """
    etcdServers: NotRequired[list[str]]
    """
    The URLs of etcd. Default: `https://127.0.0.1:4001`, the member of `main` on the same node.
    """
    etcdServersOverrides: NotRequired[list[str]]
    """
    The URLs of etcd for some resources, as `group/resource#url`. Default: one for each of the etcd clusters `events` and `leases`.
    """
    eventTTL: NotRequired[Duration]
    """
    Time for which events are kept (`1h`). Unset: kube-apiserver's default, 1h.
    """
    experimentalEncryptionProviderConfig: NotRequired[str]
    """
    Retired: use `encryptionProviderConfig`.
    """
    featureGates: NotRequired[dict[str, str]]
    """
    Feature gates of Kubernetes, by name: `"true"` or `"false"`.
    """
    goawayChance: NotRequired[str]
    """
    The probability that an HTTP/2 client is asked to reconnect, which balances the load: 0 to `0.02`. Unset: kube-apiserver's default, 0.
    """
    http2MaxStreamsPerConnection: NotRequired[int]
    """
    The maximum number of streams in an HTTP/2 connection. Unset: kube-apiserver's default.
    """
    image: NotRequired[str]
    """
    The image of the API server. Default: `registry.k8s.io/kube-apiserver` in the version of Kubernetes.
    """
    insecureBindAddress: NotRequired[str]
    """
    Retired: Kubernetes no longer serves without TLS.
    """
    insecurePort: NotRequired[int]
    """
    Retired: Kubernetes no longer serves without TLS.
    """
    kubeletCertificateAuthority: NotRequired[str]
    """
    The path of the CA certificate that kubelets' certificates are verified with. Unset: they are not verified.
    """
    kubeletClientCertificate: NotRequired[str]
    """
    The path of the client certificate for kubelets. Unset: kops sets the path where instances write it.
    """
    kubeletClientKey: NotRequired[str]
    """
    The path of the private key of `kubeletClientCertificate`. Unset: kops sets the path where instances write it.
    """
    kubeletPreferredAddressTypes: NotRequired[list[str]]
    """
    The types of a node's address, in the order in which they are tried. Default: `InternalIP`, `Hostname`, `ExternalIP`.
    """
    logFormat: NotRequired[str]
    """
    The format of the log: `text` or `json`. Unset: kube-apiserver's default, `text`.
    """
    logLevel: NotRequired[int]
    """
    Verbosity of the log, from 0. Default: 2.
    """
    maxMutatingRequestsInflight: NotRequired[int]
    """
    The maximum number of mutating requests at a time. Unset: kube-apiserver's default, 200.
    """
    maxRequestsInflight: NotRequired[int]
    """
    The maximum number of reading requests at a time. Unset: kube-apiserver's default, 400.
    """
    memoryLimit: NotRequired[Quantity]
    """
    Memory limit of the API server's pod. Unset: no limit.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory request of the API server's pod. Unset: none.
    """
    minRequestTimeout: NotRequired[int]
    """
    Seconds for which a watch is kept open at least. Unset: kube-apiserver's default, 1800.
    """
    oidcCAFile: NotRequired[str]
    """
    The path of the CA certificate of the OIDC provider. Unset: the CA certificates of the operating system.
    """
    oidcClientID: NotRequired[str]
    """
    The client id for which OIDC tokens must be issued. Required with `oidcIssuerURL`; unset otherwise.
    """
    oidcGroupsClaim: NotRequired[str]
    """
    The OIDC claim that lists the groups of the user. Unset: OIDC users have no groups.
    """
    oidcGroupsPrefix: NotRequired[str]
    """
    The prefix of names of OIDC groups. Unset: none.
    """
    oidcIssuerURL: NotRequired[str]
    """
    The URL of the OIDC provider. Unset: no OIDC.
    """
    oidcRequiredClaim: NotRequired[list[str]]
    """
    OIDC claims that a token must have, as `key=value`.
    """
    oidcUsernameClaim: NotRequired[str]
    """
    The OIDC claim that is the name of the user. Unset: kube-apiserver's default, `sub`.
    """
    oidcUsernamePrefix: NotRequired[str]
    """
    The prefix of names of OIDC users. Unset: the issuer's URL, unless the claim is `email`.
    """
    proxyClientCertFile: NotRequired[str]
    """
    The path of the client certificate for aggregated APIs. Unset: kops sets the path where instances write it.
    """
    proxyClientKeyFile: NotRequired[str]
    """
    The path of the private key of `proxyClientCertFile`. Unset: kops sets the path where instances write it.
    """
    requestTimeout: NotRequired[Duration]
    """
    Time that a request may take (`1m`), other than watches. Unset: kube-apiserver's default, 1m.
    """
    requestheaderAllowedNames: NotRequired[list[str]]
    """
    The common names that the proxy's client certificate may have. Default: `aggregator`.
    """
    requestheaderClientCAFile: NotRequired[str]
    """
    The path of the CA certificate that the proxy's client certificate is verified with. Unset: kops sets the path where instances write it.
    """
    requestheaderExtraHeaderPrefixes: NotRequired[list[str]]
    """
    Prefixes of HTTP headers that hold other attributes of the user. Default: `X-Remote-Extra-`.
    """
    requestheaderGroupHeaders: NotRequired[list[str]]
    """
    HTTP headers that hold the groups of the user. Default: `X-Remote-Group`.
    """
    requestheaderUsernameHeaders: NotRequired[list[str]]
    """
    HTTP headers that hold the name of the user in requests of an authenticating proxy. Default: `X-Remote-User`.
    """
    runtimeConfig: NotRequired[dict[str, str]]
    """
    API groups and versions to enable or disable: `batch/v2alpha1: "true"`.
    """
    securePort: NotRequired[int]
    """
    The port that the API server listens on. Default: 443.
    """
    serviceAccountIssuer: NotRequired[str]
    """
    The issuer of tokens of service accounts. Default: the URL of `serviceAccountIssuerDiscovery`, or `https://api.internal.` and the cluster's name.
    """
    serviceAccountJWKSURI: NotRequired[str]
    """
    The URL of the public keys of service account tokens. Default: `/openid/v1/jwks` below `serviceAccountIssuer`.
    """
    serviceAccountKeyFile: NotRequired[list[str]]
    """
    Paths of the public keys that verify tokens of service accounts.
    """
    serviceAccountSigningKeyFile: NotRequired[str]
    """
    The path of the private key that signs tokens of service accounts. Unset: kops sets the path where instances write it.
    """
    serviceClusterIPRange: NotRequired[str]
    """
    The CIDR of services' addresses. Default: the cluster's `serviceClusterIPRange`.
    """
    serviceNodePortRange: NotRequired[str]
    """
    The range of node ports (`30000-32767`). Unset: kube-apiserver's default, `30000-32767`.
    """
    storageBackend: NotRequired[str]
    """
    The version of etcd's API: `etcd3`. Default: `etcd3`, by the version of etcd.
    """
    storageInitializationTimeout: NotRequired[Duration]
    """
    Time that etcd may take to become ready (`1m`). Unset: kube-apiserver's default, 1m.
    """
    tlsCertFile: NotRequired[str]
    """
    The path of the certificate that the API server presents. Unset: kops sets the path where instances write it.
    """
    tlsCipherSuites: NotRequired[list[str]]
    """
    The cipher suites that the API server accepts, by Go's names.
    """
    tlsMinVersion: NotRequired[str]
    """
    The lowest version of TLS that the API server accepts: `VersionTLS12` or `VersionTLS13`. Unset: kube-apiserver's default, `VersionTLS12`.
    """
    tlsPrivateKeyFile: NotRequired[str]
    """
    The path of the private key of `tlsCertFile`. Unset: kops sets the path where instances write it.
    """
    tokenAuthFile: NotRequired[str]
    """
    The path of the file with static tokens. Unset: none.
    """
    watchCache: NotRequired[bool]
    """
    Serves watches from memory. Unset: kube-apiserver's default, true.
    """
    watchCacheSizes: NotRequired[list[str]]
    """
    Sizes of the watch cache by resource, as `resource#size`; 0 disables it.
    """


class KubeControllerManager(TypedDict):
    """
    Settings of the controller manager.
    """

    ClusterSigningDuration: NotRequired[Duration]
    """
    Validity of certificates that the controller manager signs (`8760h`). Unset: kube-controller-manager's default, 8760h.
    """
    allocateNodeCIDRs: NotRequired[bool]
    """
    Assigns a part of `clusterCIDR` to each node. Default: true for IPv4, false for IPv6.
    """
    attachDetachReconcileSyncPeriod: NotRequired[Duration]
    """
    Time between two checks of attached volumes. Default: 1m0s, which spares the EC2 API.
    """
    authenticationKubeconfig: NotRequired[str]
    """
    The path of the kubeconfig file for authenticating requests (TokenReview). Unset: kops sets the path where instances write it.
    """
    authorizationAlwaysAllowPaths: NotRequired[list[str]]
    """
    HTTP paths that need no authorization, such as `/healthz`.
    """
    authorizationKubeconfig: NotRequired[str]
    """
    The path of the kubeconfig file for authorizing requests (SubjectAccessReview). Unset: kops sets the path where instances write it.
    """
    cidrAllocatorType: NotRequired[str]
    """
    How CIDRs are assigned to nodes: `RangeAllocator` or `CloudAllocator`. Unset: kube-controller-manager's default, `RangeAllocator`.
    """
    cloudProvider: NotRequired[str]
    """
    The cloud provider inside of the controller manager. Default: `external`, because the cloud controller manager does its work.
    """
    clusterCIDR: NotRequired[str]
    """
    The CIDR of pods. Default: `podCIDR` for IPv4; unset for IPv6.
    """
    clusterName: NotRequired[str]
    """
    The name of the cluster. Default: the name in `metadata`.
    """
    concurrentDeploymentSyncs: NotRequired[int]
    """
    The number of deployments that are processed at a time. Unset: kube-controller-manager's default, 5.
    """
    concurrentEndpointSyncs: NotRequired[int]
    """
    The number of endpoints that are processed at a time. Unset: kube-controller-manager's default, 5.
    """
    concurrentHorizontalPodAustoscalerSyncs: NotRequired[int]
    """
    The number of horizontal pod autoscalers that are processed at a time; spelled as kops spells it. Unset: kube-controller-manager's default, 5.
    """
    concurrentJobSyncs: NotRequired[int]
    """
    The number of jobs that are processed at a time. Unset: kube-controller-manager's default, 5.
    """
    concurrentNamespaceSyncs: NotRequired[int]
    """
    The number of namespaces that are processed at a time. Unset: kube-controller-manager's default, 10.
    """
    concurrentRcSyncs: NotRequired[int]
    """
    The number of replication controllers that are processed at a time. Unset: kube-controller-manager's default, 5.
    """
    concurrentReplicasetSyncs: NotRequired[int]
    """
    The number of replica sets that are processed at a time. Unset: kube-controller-manager's default, 5.
    """
    concurrentResourceQuotaSyncs: NotRequired[int]
    """
    The number of resource quotas that are processed at a time. Unset: kube-controller-manager's default, 5.
    """
    concurrentServiceSyncs: NotRequired[int]
    """
    The number of services that are processed at a time. Unset: kube-controller-manager's default, 1.
    """
    concurrentServiceaccountTokenSyncs: NotRequired[int]
    """
    The number of service account tokens that are processed at a time. Unset: kube-controller-manager's default, 5.
    """
    configureCloudRoutes: NotRequired[bool]
    """
    Creates a route in AWS for each node. Default: true with `networking.kubenet`, else false.
    """
    controllers: NotRequired[list[str]]
    """
    Controllers to run; `*` for the default ones, `-name` for not. Default: all; without `nodeipam` for IPv6.
    """
    cpuLimit: NotRequired[Quantity]
    """
    CPU limit of the controller manager's pod. Unset: no limit.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the controller manager's pod. Default: 100m.
    """
    disableAttachDetachReconcileSync: NotRequired[bool]
    """
    Does not check attached volumes. Unset: kube-controller-manager's default, false.
    """
    enableContentionProfiling: NotRequired[bool]
    """
    Profiles lock contention, with `enableProfiling`. Unset: kube-controller-manager's default, false.
    """
    enableLeaderMigration: NotRequired[bool]
    """
    Hands over the leader lock of controllers that move to another manager. Unset: kube-controller-manager's default, false.
    """
    enableProfiling: NotRequired[bool]
    """
    Serves profiles at `/debug/pprof`. Unset: kube-controller-manager's default, true.
    """
    endpointSliceUpdatesBatchPeriod: NotRequired[Duration]
    """
    Time for which updates of endpoint slices are collected (`500ms`). Unset: kube-controller-manager's default, 0s.
    """
    endpointUpdatesBatchPeriod: NotRequired[Duration]
    """
    Time for which updates of endpoints are collected (`500ms`). Unset: kube-controller-manager's default, 0s.
    """
    experimentalClusterSigningDuration: NotRequired[Duration]
    """
    Retired: use `ClusterSigningDuration`.
    """
    externalCloudVolumePlugin: NotRequired[str]
    """
    Retired: volumes are attached by CSI drivers.
    """
    featureGates: NotRequired[dict[str, str]]
    """
    Feature gates of Kubernetes, by name: `"true"` or `"false"`.
    """
    horizontalPodAutoscalerCpuInitializationPeriod: NotRequired[Duration]
    """
    Time after the start of a pod in which its CPU use may be skipped (`5m`). Unset: kube-controller-manager's default, 5m.
    """
    horizontalPodAutoscalerDownscaleDelay: NotRequired[Duration]
    """
    Retired: use `horizontalPodAutoscalerDownscaleStabilization`.
    """
    horizontalPodAutoscalerDownscaleStabilization: NotRequired[Duration]
    """
    Time for which the highest recommendation is kept before scaling down (`5m`). Unset: kube-controller-manager's default, 5m.
    """
    horizontalPodAutoscalerInitialReadinessDelay: NotRequired[Duration]
    """
    Time after the start of a pod in which changes of readiness count as its start (`30s`). Unset: kube-controller-manager's default, 30s.
    """
    horizontalPodAutoscalerSyncPeriod: NotRequired[Duration]
    """
    Time between two checks of horizontal pod autoscalers (`15s`). Unset: kube-controller-manager's default, 15s.
    """
    horizontalPodAutoscalerTolerance: NotRequired[Quantity]
    """
    The relative difference that does not lead to scaling (`100m` is 10 %). Unset: kube-controller-manager's default, 100m.
    """
    horizontalPodAutoscalerUpscaleDelay: NotRequired[Duration]
    """
    Retired: Kubernetes scales up without delay.
    """
    horizontalPodAutoscalerUseRestClients: NotRequired[bool]
    """
    Retired: the autoscaler always reads the metrics API.
    """
    image: NotRequired[str]
    """
    The image of the controller manager. Default: `registry.k8s.io/kube-controller-manager` in the version of Kubernetes.
    """
    kubeAPIBurst: NotRequired[int]
    """
    Requests that may exceed `kubeAPIQPS` at once. Unset: kube-controller-manager's default, 30.
    """
    kubeAPIQPS: NotRequired[Quantity]
    """
    Requests per second to the API server. Unset: kube-controller-manager's default, 20.
    """
    leaderElection: NotRequired[LeaderElection]
    """
    How one of several replicas is elected.
    """
    logFormat: NotRequired[str]
    """
    The format of the log: `text` or `json`. Unset: kube-controller-manager's default, `text`.
    """
    logLevel: NotRequired[int]
    """
    Verbosity of the log, from 0. Default: 2.
    """
    master: NotRequired[str]
    """
    The URL of the API server. Unset: that of the kubeconfig file.
    """
    memoryLimit: NotRequired[Quantity]
    """
    Memory limit of the controller manager's pod. Unset: no limit.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory request of the controller manager's pod. Unset: none.
    """
    minResyncPeriod: NotRequired[str]
    """
    Minimum time between two full reads of objects (`12h`). Unset: kube-controller-manager's default, 12h.
    """
    nodeCIDRMaskSize: NotRequired[int]
    """
    The prefix length of each node's CIDR. Unset for IPv4: kube-controller-manager's default, 24. Default for an IPv6 `clusterCIDR`: half of its remaining bits.
    """
    nodeMonitorGracePeriod: NotRequired[Duration]
    """
    Time without a status after which a node is not ready (`50s`). Unset: kube-controller-manager's default.
    """
    nodeMonitorPeriod: NotRequired[Duration]
    """
    Time between two checks of nodes' status (`5s`). Unset: kube-controller-manager's default, 5s.
    """
    podEvictionTimeout: NotRequired[Duration]
    """
    Retired: pods tolerate an unready node for a time of their own.
    """
    rootCAFile: NotRequired[str]
    """
    The path of the CA certificate that is published to pods. Unset: kops sets the path where instances write it.
    """
    serviceAccountPrivateKeyFile: NotRequired[str]
    """
    The path of the private key that signs tokens of service accounts. Unset: kops sets the path where instances write it.
    """
    terminatedPodGCThreshold: NotRequired[int]
    """
    The number of terminated pods above which they are deleted. Unset: kube-controller-manager's default, 12500.
    """
    tlsCertFile: NotRequired[str]
    """
    The path of the certificate that the controller manager presents. Unset: a self-signed one.
    """
    tlsCipherSuites: NotRequired[list[str]]
    """
    The cipher suites that the controller manager accepts, by Go's names.
    """
    tlsMinVersion: NotRequired[str]
    """
    The lowest version of TLS that it accepts: `VersionTLS12` or `VersionTLS13`. Unset: kube-controller-manager's default, `VersionTLS12`.
    """
    tlsPrivateKeyFile: NotRequired[str]
    """
    The path of the private key of `tlsCertFile`. Unset: a generated one.
    """
    useServiceAccountCredentials: NotRequired[bool]
    """
    Runs each controller with a service account of its own. Default: true.
    """


class KubeProxy(TypedDict):
    """
    Settings of kube-proxy.
    """

    bindAddress: NotRequired[str]
    """
    The address that kube-proxy listens on. Unset: kube-proxy's default, all addresses.
    """
    clusterCIDR: NotRequired[str]
    """
    The CIDR of pods; traffic from other addresses is masqueraded. Default: `podCIDR`; unset with `networking.amazonvpc` and for IPv6.
    """
    conntrackMaxPerCore: NotRequired[int]
    """
    The maximum number of tracked connections per CPU core. Default: 131072.
    """
    conntrackMin: NotRequired[int]
    """
    The minimum number of tracked connections, whatever the number of cores. Unset: kube-proxy's default, 131072.
    """
    cpuLimit: NotRequired[Quantity]
    """
    CPU limit of kube-proxy's pods. Unset: no limit.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU request of kube-proxy's pods. Default: 100m.
    """
    enabled: NotRequired[bool]
    """
    Runs kube-proxy. Set it to false where the pod network replaces it. Default: true.
    """
    featureGates: NotRequired[dict[str, str]]
    """
    Feature gates of Kubernetes, by name: `"true"` or `"false"`.
    """
    hostnameOverride: NotRequired[str]
    """
    The name of the node. Unset: kops sets the node's name.
    """
    image: NotRequired[str]
    """
    The image of kube-proxy. Default: `registry.k8s.io/kube-proxy` in the version of Kubernetes.
    """
    ipvsExcludeCidrs: NotRequired[list[str]]
    """
    CIDRs whose rules kube-proxy leaves alone in IPVS mode.
    """
    ipvsMinSyncPeriod: NotRequired[Duration]
    """
    Minimum time between two updates of IPVS rules (`1s`). Unset: kube-proxy's default, 1s.
    """
    ipvsScheduler: NotRequired[str]
    """
    How IPVS chooses a backend: `rr`, `lc`, `sh` and others. Unset: kube-proxy's default, `rr`.
    """
    ipvsSyncPeriod: NotRequired[Duration]
    """
    Maximum time between two updates of IPVS rules (`30s`). Unset: kube-proxy's default, 30s.
    """
    logLevel: NotRequired[int]
    """
    Verbosity of the log, from 0. Default: 2.
    """
    master: NotRequired[str]
    """
    The URL of the API server. Unset: kops sets that of the API server for the node.
    """
    memoryLimit: NotRequired[Quantity]
    """
    Memory limit of kube-proxy's pods. Unset: no limit.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory request of kube-proxy's pods. Unset: none.
    """
    metricsBindAddress: NotRequired[str]
    """
    The address and port of Prometheus metrics. Unset: kube-proxy's default, `127.0.0.1:10249`.
    """
    proxyMode: NotRequired[str]
    """
    How services are implemented: `iptables`, `ipvs` or `nftables`. Unset: kube-proxy's default, `iptables`.
    """


class KubeScheduler(TypedDict):
    """
    Settings of the scheduler.
    """

    authenticationKubeconfig: NotRequired[str]
    """
    The path of the kubeconfig file for authenticating requests (TokenReview). Unset: kops sets the path where instances write it.
    """
    authorizationAlwaysAllowPaths: NotRequired[list[str]]
    """
    HTTP paths that need no authorization, such as `/healthz`.
    """
    authorizationKubeconfig: NotRequired[str]
    """
    The path of the kubeconfig file for authorizing requests (SubjectAccessReview). Unset: kops sets the path where instances write it.
    """
    burst: NotRequired[int]
    """
    Retired: use `kubeAPIBurst`.
    """
    cpuLimit: NotRequired[Quantity]
    """
    CPU limit of the scheduler's pod. Unset: no limit.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the scheduler's pod. Default: 100m.
    """
    enableContentionProfiling: NotRequired[bool]
    """
    Profiles lock contention, with `enableProfiling`. Unset: kube-scheduler's default, true.
    """
    enableProfiling: NotRequired[bool]
    """
    Serves profiles at `/debug/pprof`. Unset: kube-scheduler's default, true.
    """
    featureGates: NotRequired[dict[str, str]]
    """
    Feature gates of Kubernetes, by name: `"true"` or `"false"`.
    """
    image: NotRequired[str]
    """
    The image of the scheduler. Default: `registry.k8s.io/kube-scheduler` in the version of Kubernetes.
    """
    kubeAPIBurst: NotRequired[int]
    """
    Requests that may exceed `kubeAPIQPS` at once. Unset: kube-scheduler's default, 100.
    """
    kubeAPIQPS: NotRequired[Quantity]
    """
    Requests per second to the API server. Unset: kube-scheduler's default, 50.
    """
    leaderElection: NotRequired[LeaderElection]
    """
    How one of several replicas is elected.
    """
    logFormat: NotRequired[str]
    """
    The format of the log: `text` or `json`. Unset: kube-scheduler's default, `text`.
    """
    logLevel: NotRequired[int]
    """
    Verbosity of the log, from 0. Default: 2.
    """
    master: NotRequired[str]
    """
    The URL of the API server. Unset: that of the kubeconfig file.
    """
    maxPersistentVolumes: NotRequired[int]
    """
    The maximum number of volumes that the scheduler assigns to a node. Unset: what the CSI driver reports.
    """
    memoryLimit: NotRequired[Quantity]
    """
    Memory limit of the scheduler's pod. Unset: no limit.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory request of the scheduler's pod. Unset: none.
    """
    qps: NotRequired[Quantity]
    """
    Retired: use `kubeAPIQPS`.
    """
    tlsCertFile: NotRequired[str]
    """
    The path of the certificate that the scheduler presents. Unset: kops sets the path where instances write it.
    """
    tlsPrivateKeyFile: NotRequired[str]
    """
    The path of the private key of `tlsCertFile`. Unset: kops sets the path where instances write it.
    """
    usePolicyConfigMap: NotRequired[bool]
    """
    Retired: the scheduler is configured by a `KubeSchedulerConfiguration` beside the cluster.
    """


class LabelRule(TypedDict):
    """
    A requirement for a label.
    """

    key: str
    """
    The label.
    """
    operator: Operator
    """
    How its value is compared.
    """
    values: list[str]
    """
    The values to compare with.
    """


class LaunchTemplateOverride(TypedDict):
    """
    A choice of machine: a type, or requirements.
    """

    instance_type: NotRequired[str]
    """
    The instance type.
    """
    requirements: NotRequired[InstanceRequirements]
    """
    What a machine must have.
    """


class MigrationChange(TypedDict):
    """
    A change of a migration.
    """

    action: str
    """
    What was done: that the field was removed, renamed, moved, or changed, and to what.
    """
    field: str
    """
    The field: `spec.networking.weave`.
    """
    location: Location
    """
    The place in the old text.
    """
    object: ObjectRef
    """
    The object that has the field.
    """
    reason: str
    """
    Why.
    """


class MinMax(TypedDict):
    """
    The minimum and maximum of an amount.
    """

    max: NotRequired[Quantity]
    """
    The largest amount that is accepted. Unset: no limit.
    """
    min: NotRequired[Quantity]
    """
    The smallest amount that is accepted. Unset: 0.
    """


class MixedInstancesPolicy(TypedDict):
    """
    Several instance types or purchase options in one group.
    """

    distribution: InstancesDistribution
    """
    On-demand and spot.
    """
    overrides: list[LaunchTemplateOverride]
    """
    What replaces the instance type of the launch template, best first.
    """


class NetworkFacts(TypedDict):
    """
    Networks that exist and that the spec refers to by id.
    """

    egressOnlyInternetGateways: NotRequired[dict[str, str]]
    """
    Egress-only internet gateways: id to VPC.
    """
    elasticIps: NotRequired[dict[str, str]]
    """
    Elastic addresses by allocation id.
    """
    internetGateways: NotRequired[dict[str, str]]
    """
    Internet gateways: id to VPC.
    """
    natGateways: NotRequired[dict[str, NatGatewayFacts]]
    """
    NAT gateways by id.
    """
    routeTables: NotRequired[dict[str, RouteTableFacts]]
    """
    Route tables: id to VPC and subnets.
    """
    subnets: NotRequired[dict[str, SubnetFacts]]
    """
    Subnets by id.
    """
    vpcs: NotRequired[dict[str, VpcFacts]]
    """
    VPCs by id.
    """


class Networking(TypedDict):
    """
    The pod network of the cluster: exactly one option.
    """

    amazonvpc: NotRequired[AmazonVpc]
    """
    Gives pods addresses of the VPC, with AWS's VPC CNI plugin.
    """
    calico: NotRequired[Calico]
    """
    Installs Calico, with network policies. Its manifest comes from the addon source.
    """
    canal: NotRequired[Any]
    """
    Retired: Flannel with Calico's network policies.
    """
    cilium: NotRequired[Cilium]
    """
    Installs Cilium, an eBPF network with network policies. `create cluster` uses it by default.
    """
    classic: NotRequired[Any]
    """
    Retired: the network of kops's first releases.
    """
    cni: NotRequired[Cni]
    """
    Leaves the network to a CNI plugin that the user installs.
    """
    external: NotRequired[Empty]
    """
    Retired: a network that is set up outside of Kubernetes.
    """
    flannel: NotRequired[Flannel]
    """
    Installs Flannel, a simple overlay network without network policies.
    """
    gce: NotRequired[Any]
    """
    Not used on AWS: IP aliases of Google Cloud.
    """
    kindnet: NotRequired[Kindnet]
    """
    Installs kindnet, a small network with network policies.
    """
    kopeio: NotRequired[Any]
    """
    Retired: the network of kopeio. It is still installed where it is set.
    """
    kubenet: NotRequired[Empty]
    """
    Gives each node a part of `podCIDR`, with routes in the VPC's route tables. AWS limits these to about 50 nodes.
    """
    kuberouter: NotRequired[Empty]
    """
    Installs kube-router, which also replaces kube-proxy.
    """
    lyftvpc: NotRequired[Any]
    """
    Retired: Lyft's CNI plugin.
    """
    romana: NotRequired[Any]
    """
    Retired: the network Romana, which is no longer maintained.
    """
    weave: NotRequired[Any]
    """
    Retired: the network Weave Net, which is no longer maintained.
    """


class Node(TypedDict):
    """
    A node of a cluster.
    """

    addresses: list[str]
    """
    Its addresses of all types.
    """
    annotations: dict[str, str]
    """
    Its annotations.
    """
    conditions: dict[str, str]
    """
    The status of each condition, `True`, `False` or `Unknown`, by its type: `Ready`.
    """
    kubeletVersion: str
    """
    The version of its kubelet: `v1.36.2`.
    """
    labels: dict[str, str]
    """
    Its labels.
    """
    name: str
    """
    Its name.
    """
    providerId: str | None
    """
    The instance that it runs on, as the cloud names it: `aws:///us-east-2a/i-0a1b2c3d4e5f60718`.
    """
    taints: list[Taint]
    """
    Its taints.
    """
    unschedulable: bool
    """
    No new pod is scheduled to it.
    """


class NodeLocalDns(TypedDict):
    """
    A DNS cache on each node.
    """

    additionalConfig: NotRequired[str]
    """
    Text to append to the cache's configuration. Unset: none.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the cache's pods. Default: 25m.
    """
    enabled: NotRequired[bool]
    """
    Installs the cache. Default: false.
    """
    externalCoreFile: NotRequired[str]
    """
    The whole configuration (Corefile) of the cache. Unset: it is generated from the other fields.
    """
    forwardToKubeDNS: NotRequired[bool]
    """
    Forwards all queries to the cluster's DNS, also those for other domains. Default: false.
    """
    image: NotRequired[str]
    """
    The image of the cache. Default: `registry.k8s.io/dns/k8s-dns-node-cache:1.26.0`.
    """
    localIP: NotRequired[str]
    """
    The link-local address that the cache listens on. Default: `169.254.20.10`; `1` for IPv6.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory request of the cache's pods. Default: 5Mi.
    """
    podAnnotations: NotRequired[dict[str, str]]
    """
    Annotations of the cache's pods.
    """


class NodeProblemDetector(TypedDict):
    """
    The addon that reports hardware and system problems as conditions of nodes.
    """

    cpuLimit: NotRequired[Quantity]
    """
    CPU limit of the pods. Unset: no limit.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the pods. Default: 20m.
    """
    enabled: NotRequired[bool]
    """
    Installs the addon. Default: false.
    """
    image: NotRequired[str]
    """
    The image of the addon. Default: `registry.k8s.io/node-problem-detector/node-problem-detector:v0.8.18`.
    """
    memoryLimit: NotRequired[Quantity]
    """
    Memory limit of the pods. Default: 100Mi.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory request of the pods. Default: 100Mi.
    """


class NodeTerminationHandler(TypedDict):
    """
    The addon that drains nodes before AWS terminates their instances.
    """

    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the pods. Default: 50m.
    """
    deleteSQSMsgIfNodeNotFound: NotRequired[bool]
    """
    Deletes messages about instances that are not nodes from the queue. Default: false.
    """
    enableOutOfServiceTaint: NotRequired[bool]
    """
    Taints nodes that did not shut down gracefully as out of service, so that their volumes are detached at once. Default: false.
    """
    enableRebalanceDraining: NotRequired[bool]
    """
    Drains a node when AWS recommends to replace its spot instance. Default: false.
    """
    enableRebalanceMonitoring: NotRequired[bool]
    """
    Cordons a node when AWS recommends to replace its spot instance. In queue mode only together with `enableRebalanceDraining`. Default: false.
    """
    enableSQSTerminationDraining: NotRequired[bool]
    """
    Uses queue mode: events come from an SQS queue, which the cluster creates, instead of each instance's metadata. Default: true.
    """
    enableScheduledEventDraining: NotRequired[bool]
    """
    Drains a node before scheduled maintenance of its instance. Cannot be disabled in queue mode. Default: true.
    """
    enableSpotInterruptionDraining: NotRequired[bool]
    """
    Drains a node when its spot instance gets an interruption notice. Cannot be disabled in queue mode. Default: true.
    """
    enabled: NotRequired[bool]
    """
    Installs the addon. Default: true, unless Karpenter is enabled.
    """
    excludeFromLoadBalancers: NotRequired[bool]
    """
    Takes a node out of load balancers before it is drained. Default: true.
    """
    managedASGTag: NotRequired[str]
    """
    The tag of the instances that the addon handles. Default: `aws-node-termination-handler/managed`.
    """
    memoryLimit: NotRequired[Quantity]
    """
    Memory limit of the pods. Unset: no limit.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory request of the pods. Default: 64Mi.
    """
    podTerminationGracePeriod: NotRequired[int]
    """
    Seconds that each pod gets to end; -1 for the pod's own grace period. Default: -1.
    """
    prometheusEnable: NotRequired[bool]
    """
    Serves Prometheus metrics. Default: false.
    """
    taintNode: NotRequired[bool]
    """
    Taints a node when its instance is about to be terminated. Default: false.
    """
    version: NotRequired[str]
    """
    The version of the addon. Default: v1.25.5.
    """
    webhookTemplate: NotRequired[str]
    """
    The body that is sent to `webhookURL`, as a Go template. Unset: the addon's own template.
    """
    webhookURL: NotRequired[str]
    """
    The URL that an event is posted to when a node is drained. Unset: none.
    """


class Origin(TypedDict):
    """
    Why a resource is in the graph and where its fields come from.
    """

    fields: NotRequired[dict[str, SpecPath]]
    """
    The fields of the spec that fields of the resource come from, where that is not `path`.
    """
    path: NotRequired[SpecPath]
    """
    The field of the spec that asked for it.
    """
    reason: str
    """
    What it is for, in a few words: `lets nodes in private subnets reach the internet`.
    """


class OutputPart(TypedDict):
    """
    An output of a resource.
    """

    output: Output
    """
    The output.
    """
    ref: ResourceId
    """
    The resource.
    """


class PlanProblem(TypedDict):
    """
    One problem that keeps a plan from being made.
    """

    error: PlanProblemKind
    """
    What kind of problem it is.
    """
    help: str | None
    """
    What the user can do.
    """
    location: Location | None
    """
    Where the user wrote that field.
    """
    message: str
    """
    One sentence in lower case.
    """
    path: SpecPath | None
    """
    The field of the spec that asks for it.
    """
    resource: ResourceId | None
    """
    The resource that it is about.
    """


class PlanStaleFields(TypedDict):
    """
    A plan whose account changed since it was made.
    """

    moved: list[Drift]
    """
    What changed.
    """


class PlanTotal(TypedDict):
    """
    What several plans come to together.
    """

    change: int
    """
    The number of resources that are changed.
    """
    cost: CostChange | None
    """
    By how much the plans change what the clusters cost a month; null where they change nothing that has a price.
    """
    create: int
    """
    The number of resources that are created.
    """
    delete: int
    """
    The number of resources that are deleted.
    """
    interruptions: list[Interruption]
    """
    What users of the clusters may notice, in the order of the plans.
    """


class PlanningFailedFields(TypedDict):
    """
    Why no plan can be made.
    """

    errors: list[PlanProblem]
    """
    Everything that stands in the way.
    """


class PreflightCheck(TypedDict):
    """
    One check.
    """

    help: str | None
    """
    Where it failed, what helps.
    """
    limit: int | None
    """
    How many there may be.
    """
    message: str | None
    """
    Where it failed, what is missing; where it was not checked, why.
    """
    need: int | None
    """
    How many the plan needs beyond those that are in use.
    """
    quota: QuotaCode | None
    """
    The quota that can be raised.
    """
    resources: list[ResourceId]
    """
    The resources of the plan that need it.
    """
    result: PreflightResult
    """
    What came of it.
    """
    subject: str
    """
    What is checked: `NAT gateways in us-east-2a`, `addresses in subnet-0a1b2c3d4e5f60718`, `delegation of example.com`, `iam:CreateRole`.
    """
    used: int | None
    """
    How many are in use.
    """


class PreflightFacts(TypedDict):
    """
    What an account has left.
    What could not be read is left out, with the reason where there is one; that is not an error. More facts may follow, so that an implementation of `Cloud::preflight` ends in `..PreflightFacts::default()`.
    """

    denied: list[PermissionRequest] | None
    """
    Those of the calls that the caller may not make; unset where that could not be found out of any.
    """
    deniedUnknown: str | None
    """
    Why that could not be found out of all.
    """
    hostedZones: dict[str, Delegation]
    """
    Hosted zones by id.
    """
    launchTemplates: dict[str, LaunchTemplateFacts]
    """
    Launch templates by id.
    """
    prefixLists: dict[str, int]
    """
    How many rules of a security group one for a prefix list counts as, by the list's id.
    """
    quotas: dict[str, QuotaUse]
    """
    Quotas, and how much of them is in use.
    """
    subnets: dict[str, SubnetSpace]
    """
    Subnets by id.
    """
    vcpus: dict[str, int]
    """
    The vCPUs of instance types: of those that are asked for, and those of the launch templates.
    """


class UnchangedPutMode(TypedDict):
    """
    Only where this version is there.
    """

    version: Version
    """
    The version.
    """
    when: Literal["unchanged"]


PutMode: TypeAlias = AlwaysPutMode | MissingPutMode | UnchangedPutMode
"""
When an object may be written.
"""


class StepStartedReconcileEvent(TypedDict):
    """
    A step began.
    """

    event: Literal["step-started"]
    number: int
    """
    Its number, from 1.
    """
    step: ReconcileStep
    """
    What it does.
    """


class NotReadyReconcileFailure(TypedDict):
    """
    The control plane did not become ready in time.
    """

    failures: list[Failure]
    """
    What was wrong with it in the end.
    """
    reason: Literal["not-ready"]


class ReconcileOptions(TypedDict):
    """
    What a user wants of reconciling a cluster.
    """

    allow: NotRequired[list[str]]
    """
    What the updates may delete beyond what they always may; see `PlanOptions::allow`.
    """
    apply: NotRequired[ApplyOptions]
    """
    How updates are applied.
    """
    rollingUpdate: NotRequired[RollingUpdateOptions]
    """
    How instances are replaced. The groups that it names are not looked at, as each step has its own.
    """
    validationTimeout: NotRequired[float]
    """
    How long the control plane may take to become ready after its update, in seconds. Default: 10 minutes.
    """


class ReconcilePlan(TypedDict):
    """
    The steps that bring a cluster to its spec.
    """

    cluster: str
    """
    The cluster's full name.
    """
    running: RunningVersions
    """
    What runs.
    """
    steps: list[ReconcileStep]
    """
    The steps, in order. A step that has nothing to do is passed over when its turn comes.
    """


class ResourceRef(TypedDict):
    """
    What the cloud will assign, or has assigned, to a resource of the graph.
    """

    output: Output
    """
    Which of the things assigned to it.
    """
    ref: ResourceId
    """
    The resource.
    """


Ref: TypeAlias = ResourceRef | str
"""
A reference to another resource: symbolic in a graph, a cloud id in a snapshot and for things that exist already.
In JSON a cloud id is a string and a symbolic reference is `{"ref": "vpc/demo.example.com", "output": "id"}`.
"""


class TemplateReplaceReason(TypedDict):
    """
    It was launched from another version of the launch template.
    """

    differences: list[SpecDifference]
    """
    In which fields of the spec the instance differs: what the two versions of the launch template say, its instance type, and the version of Kubernetes that its node runs. Which fields the configuration of the node comes from is in the plan of the update that outdated it.
    """
    new: str
    """
    What new instances are launched from; empty where that is gone.
    """
    old: str | None
    """
    What it was launched from.
    """
    reason: Literal["template"]


ReplaceReason: TypeAlias = (
    TemplateReplaceReason
    | MarkedReplaceReason
    | DetachedReplaceReason
    | CordonedReplaceReason
    | ForcedReplaceReason
    | NamedReplaceReason
)
"""
Why an instance is replaced.
"""


class Replacement(TypedDict):
    """
    An instance to replace.
    """

    instance: str
    """
    The instance.
    """
    node: str | None
    """
    Its node; null where it has not joined.
    """
    reasons: list[ReplaceReason]
    """
    Why it is replaced.
    """


class VpcResource(TypedDict):
    """
    VPC
    """

    fields: Vpc
    kind: Literal["vpc"]


class IamRoleResource(TypedDict):
    """
    IAM role
    """

    fields: Role
    kind: Literal["iam-role"]


class VolumeResource(TypedDict):
    """
    EBS volume
    """

    fields: Volume
    kind: Literal["volume"]


class VolumeSnapshotResource(TypedDict):
    """
    EBS snapshot
    """

    fields: VolumeSnapshot
    kind: Literal["volume-snapshot"]


class SecretResource(TypedDict):
    """
    secret
    """

    fields: Secret
    kind: Literal["secret"]


class RolePolicy(TypedDict):
    """
    An inline policy of a role. Its identity is the role and the name.
    """

    name: str
    """
    The name of the policy.
    """
    policy: Any
    """
    The policy; compared by meaning. At most 10,240 characters without white space.
    """
    role: Ref
    """
    The role, by name.
    """


class RolePolicyAttachment(TypedDict):
    """
    A managed policy attached to a role. Its identity is the role and the policy.
    """

    policy_arn: str
    """
    The ARN of the policy.
    """
    role: Ref
    """
    The role, by name.
    """


class NotHealthyRollingUpdateFailure(TypedDict):
    """
    The cluster did not become healthy in time.
    """

    failures: list[Failure]
    """
    What was wrong with it at last.
    """
    reason: Literal["not-healthy"]


class RouteTable(TypedDict):
    """
    A route table. Its identity is the tag `Name` among the cluster's tables.
    """

    tags: dict[str, str]
    """
    Tags, among them `kubernetes.io/kops/role`.
    """
    vpc: Ref
    """
    The VPC.
    """


class RouteTableAssociation(TypedDict):
    """
    Which table a subnet uses. Its identity is the subnet.
    """

    route_table: Ref
    """
    The table.
    """
    subnet: Ref
    """
    The subnet.
    """


InternetGatewayRouteTarget = TypedDict(
    "InternetGatewayRouteTarget",
    {
        "internet-gateway": Ref,
    },
)


EgressOnlyInternetGatewayRouteTarget = TypedDict(
    "EgressOnlyInternetGatewayRouteTarget",
    {
        "egress-only-internet-gateway": Ref,
    },
)


NatGatewayRouteTarget = TypedDict(
    "NatGatewayRouteTarget",
    {
        "nat-gateway": Ref,
    },
)


TransitGatewayRouteTarget = TypedDict(
    "TransitGatewayRouteTarget",
    {
        "transit-gateway": Ref,
    },
)


class InstanceRouteTarget(TypedDict):
    """
    An instance.
    """

    instance: Ref


PeeringConnectionRouteTarget = TypedDict(
    "PeeringConnectionRouteTarget",
    {
        "peering-connection": Ref,
    },
)


RouteTarget: TypeAlias = (
    InternetGatewayRouteTarget
    | EgressOnlyInternetGatewayRouteTarget
    | NatGatewayRouteTarget
    | TransitGatewayRouteTarget
    | InstanceRouteTarget
    | PeeringConnectionRouteTarget
)
"""
Where a route leads.
"""


class RunningGroup(TypedDict):
    """
    An autoscaling group of a cluster with its instances, or the instances of one instance group that no autoscaling group runs, because Karpenter launched them.
    """

    desired: int
    """
    How many instances the group should have now, detached ones and those of the warm pool not counted; 0 without an autoscaling group.
    """
    instances: list[Instance]
    """
    Its instances, sorted by id, with those that were detached from it to be replaced.
    """
    launchFailure: str | None
    """
    Why the cloud could not launch an instance, in its words: what the group's last launch failed with, of those that have ended. Null where that succeeded, where all instances are in service, and where the caller is not allowed to read it.
    """
    maxSize: int
    """
    The largest size; 0 without an autoscaling group.
    """
    minSize: int
    """
    The smallest size; 0 without an autoscaling group.
    """
    name: CloudId
    """
    The name of the autoscaling group; where there is none, of the instance group that the tags of the instances name.
    """
    role: InstanceGroupRole | None
    """
    The role of its instances, by its tags.
    """
    template: str | None
    """
    What new instances are launched from: the launch template and its version, `lt-0a1b2c3d4e5f60718:3`; empty where the launch template is gone, so that every instance is outdated. Null where no autoscaling group runs the instances, and only there.
    """


class SSHCredential(TypedDict):
    """
    A public SSH key that may log in to nodes.
    """

    apiVersion: NotRequired[Literal["kops.k8s.io/v1alpha2", "kops/v1alpha2"]]
    """
    The version of the format, always v1alpha2.
    """
    kind: NotRequired[Literal["SSHCredential"]]
    """
    The kind of the object.
    """
    metadata: ObjectMeta
    """
    The name, labels and annotations of the object.
    """
    spec: SSHCredentialSpec
    """
    The desired state of the object.
    """


class SecretErrorFields(TypedDict):
    """
    A secret that cannot be read or stored.
    """

    kind: SecretErrorKind
    """
    What is wrong with it.
    """
    secret: str
    """
    The name of the secret.
    """


class SecurityGroup(TypedDict):
    """
    A security group. Its identity is the VPC and the name.
    """

    description: NotRequired[str]
    """
    The description, which AWS never changes.
    """
    name: str
    """
    The name.
    """
    tags: dict[str, str]
    """
    Tags.
    """
    vpc: Ref
    """
    The VPC.
    """


class SourceRef(TypedDict):
    """
    A field of the spec and where the user wrote it, or the nearest thing that the user wrote.
    """

    location: Location | None
    """
    The place.
    """
    path: SpecPath
    """
    The field.
    """


class StandaloneInstance(TypedDict):
    """
    An instance that no autoscaling group runs: Karpenter launched it, or a rolling update detached it from its group and was interrupted.
    """

    instance_type: str
    """
    `m5.large`, …
    """
    security_groups: list[Ref]
    """
    The security groups.
    """
    subnet: Ref
    """
    The subnet.
    """
    tags: dict[str, str]
    """
    Tags.
    """


class StateErrorFields(TypedDict):
    """
    A state store that failed.
    """

    key: str | None
    """
    The object that it is about.
    """
    kind: StateErrorKind
    """
    What kind of failure it was.
    """
    lock: ClusterLock | None
    """
    Who holds the lock of the cluster, for the kinds `locked` and `lock-lost`.
    """
    retryable: bool
    """
    The same call may succeed later.
    """


class StepFailedFields(TypedDict):
    """
    A step that failed although no call did.
    """

    kind: StepFailedKind
    """
    What kind of failure it was.
    """
    resource: ResourceId
    """
    The resource that the step is about.
    """


class Subnet(TypedDict):
    """
    A subnet. Its identity is the tag `Name` among the cluster's subnets, or its id where it is shared.
    """

    assign_ipv6: NotRequired[bool]
    """
    Instances get an IPv6 address when they start.
    """
    cidr: NotRequired[str]
    """
    The IPv4 range; unset for an IPv6-only subnet.
    """
    dns64: NotRequired[bool]
    """
    The DNS server makes IPv6 addresses for hosts that have IPv4 only (DNS64).
    """
    hostname_type: NotRequired[str]
    """
    `ip-name` or `resource-name`: what host names are made of.
    """
    ipv6_cidr: NotRequired[str]
    """
    The IPv6 range, or `/64#1`: the second /64 of the VPC's range. A subnet that has none can get one, which stays.
    """
    ipv6_cidr_of: NotRequired[Ref]
    """
    The VPC whose IPv6 range `/64#N` counts in: known once the VPC has one.
    """
    resource_name_a: NotRequired[bool]
    """
    Resource names answer A queries.
    """
    resource_name_aaaa: NotRequired[bool]
    """
    Resource names answer AAAA queries.
    """
    tags: NotRequired[dict[str, str]]
    """
    Tags; unset where they must be left alone (`DisableSubnetTags`).
    """
    vpc: Ref
    """
    The VPC.
    """
    zone: NotRequired[str]
    """
    The availability zone.
    """


class SubnetMapping(TypedDict):
    """
    A subnet of a network load balancer.
    """

    allocation_id: NotRequired[str]
    """
    The elastic IP to use, `eipalloc-…`.
    """
    private_ipv4: NotRequired[str]
    """
    The address to use in an internal load balancer.
    """
    subnet: Ref
    """
    The subnet.
    """


class SubnetSpec(TypedDict):
    """
    A subnet of the VPC that instance groups may use.
    """

    additionalRoutes: NotRequired[list[RouteSpec]]
    """
    Additional routes of the subnet's route table; for private subnets only.
    """
    cidr: NotRequired[str]
    """
    The IPv4 CIDR of the subnet. Default: that of the existing subnet, or a part of `networkCIDR` that no other subnet uses.
    """
    egress: NotRequired[str]
    """
    The default route of a private subnet: `nat-…`, `eipalloc-…`, `i-…`, `tgw-…`, or `External` for a route that is managed elsewhere. Default: a NAT gateway that the cluster creates in each zone.
    """
    id: NotRequired[str]
    """
    The id (`subnet-…`) of an existing subnet, which is then shared: used, but never changed or deleted. Unset: the cluster creates the subnet.
    """
    ipv6CIDR: NotRequired[str]
    """
    The IPv6 CIDR of the subnet, or `/64#1`, which is the second /64 of the VPC's IPv6 CIDR. Unset: no IPv6.
    """
    name: NotRequired[str]
    """
    The name of the subnet in this spec, unique; `create cluster` uses the zone. Required.
    """
    publicIP: NotRequired[str]
    """
    The Elastic IP address of the NAT gateway that the cluster creates for this subnet. Unset: a new address.
    """
    region: NotRequired[str]
    """
    Not used on AWS: the region of a subnet that spans zones.
    """
    type: NotRequired[SubnetType]
    """
    Who can reach the subnet, and how it reaches the internet. Required.
    """
    zone: NotRequired[str]
    """
    The availability zone (`us-east-2a`) or local zone. Required.
    """


class TargetGroup(TypedDict):
    """
    A target group. Its identity is the tag `Name`.
    """

    connection_termination: bool
    """
    Whether connections are cut when that time is over.
    """
    deregistration_delay: int
    """
    Seconds that connections get to finish when a target leaves.
    """
    health_check: HealthCheck
    """
    The health check.
    """
    name: str
    """
    Its name, at most 32 characters.
    """
    port: int
    """
    The port on the targets.
    """
    protocol: str
    """
    `TCP` or `TLS`.
    """
    tags: dict[str, str]
    """
    Tags.
    """
    vpc: Ref
    """
    The VPC.
    """


class TargetSpec(TypedDict):
    """
    Settings of Terraform files.
    """

    terraform: NotRequired[Terraform]
    """
    Arguments to add to the providers in Terraform files.
    """


class Upgrade(TypedDict):
    """
    An upgrade as data.
    """

    changes: list[UpgradeChange]
    """
    The changes, those of the cluster first.
    """
    notes: list[str]
    """
    Why something is left as it is.
    """
    spec: str
    """
    The spec with the changes, as one YAML text.
    """


class Validation(TypedDict):
    """
    What was found of a cluster at one moment.
    """

    failures: list[Failure]
    """
    What is wrong, sorted by kind and name. Empty for a healthy cluster.
    """
    nodes: list[NodeStatus]
    """
    The nodes of the cluster's instance groups, sorted by role and name.
    """


class ValidatedValidationEvent(TypedDict):
    """
    The cluster was looked at.
    """

    event: Literal["validated"]
    validation: Validation
    """
    What was found.
    """


class Violation(TypedDict):
    """
    A step that a plan of this account would not have.
    """

    id: CloudId | None
    """
    Its id; null for one that is to be created.
    """
    message: str
    """
    One sentence in lower case.
    """
    resource: ResourceId
    """
    The resource.
    """
    rule: ViolationRule
    """
    The rule that is broken.
    """
    step: StepId | None
    """
    The step; null for a resource that steps only refer to.
    """


class VpcCidrBlock(TypedDict):
    """
    A further IPv4 range of a VPC. Its identity is the VPC and the range.
    """

    cidr: str
    """
    The range.
    """
    vpc: Ref
    """
    The VPC.
    """


class WarmPool(TypedDict):
    """
    The warm pool of a group. Its identity is the group.
    """

    group: Ref
    """
    The group, by name.
    """
    max_prepared: NotRequired[int]
    """
    The most prepared and running instances; unset for the group's largest size.
    """
    min_size: int
    """
    The least number of prepared instances.
    """


class WriteErrorFields(TypedDict):
    """
    Objects that could not be stored.
    """

    kind: WriteErrorKind
    """
    What kind of failure it was.
    """
    objects: list[ObjectRef]
    """
    The objects that it is about.
    """


class EndedAddonEvent(TypedDict):
    """
    The run is over.
    """

    event: Literal["ended"]
    report: AddonsReport
    """
    What it has come to.
    """


class AliasTarget(TypedDict):
    """
    The load balancer that a record stands for.
    """

    dns_name: Ref
    """
    Its DNS name.
    """
    evaluate_health: bool
    """
    Whether an unhealthy load balancer is left out of answers.
    """
    hosted_zone: Ref
    """
    The hosted zone of that name.
    """


class Api(TypedDict):
    """
    How the API is reached.
    """

    dns: NotRequired[Empty]
    """
    Reaches the API by DNS records that name the control-plane nodes, without a load balancer. Default, where neither `dns` nor `loadBalancer` is set: this one where the control-plane nodes are in public subnets.
    """
    loadBalancer: NotRequired[ApiLoadBalancer]
    """
    Reaches the API through a load balancer in front of the control-plane nodes. Default, where neither `dns` nor `loadBalancer` is set: this one where the control-plane nodes are in private subnets.
    """


class Authentication(TypedDict):
    """
    How users prove who they are.
    """

    aws: NotRequired[AwsAuthentication]
    """
    Authenticates users by their AWS identity, with AWS IAM Authenticator.
    """
    kopeio: NotRequired[Empty]
    """
    Retired: the authentication webhook of kopeio.
    """


class AutoscalingGroup(TypedDict):
    """
    An autoscaling group. Its identity is the name. The desired capacity belongs to the autoscaler and is never compared.
    """

    capacity_rebalance: bool
    """
    Replaces spot instances before they are interrupted.
    """
    instance_protection: bool
    """
    New instances are protected from being removed when the group shrinks.
    """
    launch_template: Ref
    """
    The launch template.
    """
    launch_template_version: str
    """
    The version of the launch template: a number, `$Latest` or `$Default`. Groups of clusters have `$Latest`, as kops takes it for granted.
    """
    load_balancers: list[Ref]
    """
    Classic load balancers that instances join, by name.
    """
    max_instance_lifetime: int
    """
    Seconds after which an instance is replaced; 0 for never.
    """
    max_size: int
    """
    The largest size.
    """
    metrics: list[str]
    """
    Group metrics that are published.
    """
    min_size: int
    """
    The smallest size.
    """
    mixed_instances: NotRequired[MixedInstancesPolicy]
    """
    Several instance types or purchase options.
    """
    name: str
    """
    The name.
    """
    subnets: list[Ref]
    """
    The subnets of its instances.
    """
    suspended_processes: list[str]
    """
    Processes that are suspended.
    """
    tags: dict[str, str]
    """
    Tags; all are copied to instances.
    """
    target_groups: list[Ref]
    """
    Target groups that instances join, by ARN.
    """


class Bastion(TypedDict):
    """
    The DNS name and load balancer of the bastions.
    """

    bastionPublicName: NotRequired[str]
    """
    The DNS name of the bastions' load balancer. Unset: no DNS record.
    """
    idleTimeoutSeconds: NotRequired[int]
    """
    Retired: bastions have a network load balancer, which has no such setting.
    """
    loadBalancer: NotRequired[BastionLoadBalancer]
    """
    The load balancer in front of the bastions.
    """


class Budget(TypedDict):
    """
    A pod disruption budget.
    """

    disruptionsAllowed: int
    """
    How many pods may be disrupted now.
    """
    name: str
    """
    Its name.
    """
    namespace: str
    """
    Its namespace.
    """
    selector: list[LabelRule] | None
    """
    Which pods of its namespace it is for: those to which every rule applies. None where it is for no pod.
    """


class ClassicLoadBalancer(TypedDict):
    """
    A classic load balancer. Its identity is the tag `Name`.
    """

    access_log: NotRequired[AccessLog]
    """
    Where it writes its access log.
    """
    cross_zone: bool
    """
    Whether it balances across zones.
    """
    draining_timeout: int
    """
    Seconds that connections get to finish when an instance leaves.
    """
    health_check: HealthCheck
    """
    The health check.
    """
    idle_timeout: int
    """
    Seconds until an idle connection is closed.
    """
    internal: bool
    """
    Reachable only inside the VPC.
    """
    listeners: list[ClassicListener]
    """
    What it listens on.
    """
    name: str
    """
    Its name, at most 32 characters.
    """
    security_groups: list[Ref]
    """
    Its security groups.
    """
    subnets: list[Ref]
    """
    Its subnets.
    """
    tags: dict[str, str]
    """
    Tags.
    """


class CloudConfig(TypedDict):
    """
    How the cluster uses AWS.
    """

    awsEBSCSIDriver: NotRequired[EbsCsiDriver]
    """
    Settings of the EBS CSI driver, which attaches volumes.
    """
    azure: NotRequired[Any]
    """
    Not used on AWS: the settings of Azure.
    """
    disableSecurityGroupIngress: NotRequired[bool]
    """
    Stops the cloud controller manager from opening nodes' security groups to load balancers of services. Default: false.
    """
    elbSecurityGroup: NotRequired[str]
    """
    The id (`sg-…`) of an existing security group for the load balancers of services. Unset: the cloud controller manager creates one for each.
    """
    gceServiceAccount: NotRequired[str]
    """
    Not used on AWS: the service account of nodes.
    """
    gceUseStartupScript: NotRequired[bool]
    """
    Not used on AWS: boots by a startup script.
    """
    gcpPDCSIDriver: NotRequired[Any]
    """
    Not used on AWS: the CSI driver of Google Cloud.
    """
    manageStorageClasses: NotRequired[bool]
    """
    Creates and maintains storage classes, one of them the default. Default: true.
    """
    multizone: NotRequired[bool]
    """
    Not used on AWS: the cluster spans zones.
    """
    nlbSecurityGroupMode: NotRequired[str]
    """
    `Managed` makes the cloud controller manager create security groups for the network load balancers of services. Unset: these have none.
    """
    nodeIPFamilies: NotRequired[list[str]]
    """
    The IP families of nodes' addresses, in order: `ipv4`, `ipv6`. Default: `ipv6`, `ipv4` in an IPv6 cluster, otherwise the cloud controller manager's default, `ipv4`.
    """
    nodeInstancePrefix: NotRequired[str]
    """
    Not used on AWS: the prefix of instance names.
    """
    nodeTags: NotRequired[str]
    """
    Not used on AWS: network tags of nodes.
    """
    openstack: NotRequired[Any]
    """
    Not used on AWS: the settings of OpenStack.
    """
    spotinstOrientation: NotRequired[str]
    """
    Not used: how Spot by Flexera chooses instances. Unset: none.
    """
    spotinstProduct: NotRequired[str]
    """
    Not used: the operating system that is reported to Spot by Flexera. Unset: none.
    """
    vSphereCoreDNSServer: NotRequired[str]
    """
    Not used on AWS: the DNS server of vSphere.
    """
    vSphereDatacenter: NotRequired[str]
    """
    Not used on AWS: the data center of vSphere.
    """
    vSphereDatastore: NotRequired[str]
    """
    Not used on AWS: the datastore of vSphere.
    """
    vSpherePassword: NotRequired[str]
    """
    Not used on AWS: the password for vSphere.
    """
    vSphereResourcePool: NotRequired[str]
    """
    Not used on AWS: the resource pool of vSphere.
    """
    vSphereServer: NotRequired[str]
    """
    Not used on AWS: the server of vSphere.
    """
    vSphereUsername: NotRequired[str]
    """
    Not used on AWS: the user name for vSphere.
    """


class CostEstimate(TypedDict):
    """
    What a cluster costs a month.
    """

    applies: bool
    """
    Whether the prices apply in the region of the cluster.
    """
    cluster: str
    """
    The cluster's full name.
    """
    lines: list[CostLine]
    """
    What costs something, in the order of resources.
    """
    price_date: str
    """
    The month or day that the prices are of.
    """
    price_region: str
    """
    The region that the prices are of.
    """
    region: str
    """
    The region of the cluster.
    """
    total: MonthlyCost
    """
    The sum of the lines.
    """
    unpriced: list[str]
    """
    What has no price, and is not in the sum: what the table lacks, the volumes of warm pools, and instances that Karpenter starts.
    """


class DhcpOptionsAssociation(TypedDict):
    """
    Which DHCP options a VPC uses. Its identity is the VPC.
    """

    dhcp_options: Ref
    """
    The options.
    """
    vpc: Ref
    """
    The VPC.
    """


class DnsRecord(TypedDict):
    """
    A record. Its identity is the zone, the name and the type.
    """

    alias: NotRequired[AliasTarget]
    """
    The load balancer that it stands for.
    """
    name: str
    """
    The name without the trailing dot.
    """
    record_type: str
    """
    `A` or `AAAA`; `TXT` for those by which external-dns marks what it publishes.
    """
    ttl: NotRequired[int]
    """
    Seconds that an answer may be kept; for records with values.
    """
    values: NotRequired[list[str]]
    """
    Addresses, for records that kops makes before dns-controller takes them over.
    """
    zone: str
    """
    The id of the zone, without `/hostedzone/`.
    """


class DnsZoneAssociation(TypedDict):
    """
    A VPC in which a private hosted zone answers. Its identity is both.
    """

    vpc: Ref
    """
    The VPC.
    """
    zone: str
    """
    The id of the zone, without `/hostedzone/`.
    """


class Dump(TypedDict):
    """
    A cluster at one moment: its spec, its resources, and its instances with their nodes and pods.
    There are no secrets in it. User data, and what the spec has of files, values of environment variables, webhooks and further configuration, are `REDACTED`, as are passwords in URLs and what `kubectl apply` keeps in annotations; of objects that are not kops's there are the names only.
    """

    budgets: list[Budget]
    """
    The pod disruption budgets of all namespaces.
    """
    cluster: str
    """
    The cluster's full name.
    """
    instances: list[InstanceStatus]
    """
    The instances, joined with nodes.
    """
    missing: list[str]
    """
    What could not be read, and why.
    """
    nodes: list[Node]
    """
    The nodes, with their conditions and taints.
    """
    pods: list[Pod]
    """
    The pods of all namespaces, with their phases and the containers that are not ready.
    """
    resources: list[DumpedResource]
    """
    What the account holds of the cluster, in the order of kinds and ids; shared resources are among them.
    """
    spec: Any
    """
    The spec as it was given or is stored: `cluster`, `groups`, and what else there is of it.
    """
    validation: Validation | None
    """
    Whether the cluster is healthy; null where its instances, nodes or pods are not known.
    """
    version: str
    """
    The version of this library.
    """
    warnings: list[ClusterWarning]
    """
    Warnings of the cluster about its nodes and what is in `kube-system`, the latest first, 200 at most.
    """


class EgressOnlyInternetGateway(TypedDict):
    """
    An egress-only internet gateway (IPv6). Its identity is the VPC.
    """

    tags: dict[str, str]
    """
    Tags.
    """
    vpc: Ref
    """
    The VPC.
    """


class InvalidSpecErrorData(TypedDict):
    """
    The spec is wrong.
    """

    fields: InvalidSpecFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["InvalidSpec"]


class PlanningFailedErrorData(TypedDict):
    """
    The account cannot become what the spec says.
    """

    fields: PlanningFailedFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["PlanningFailed"]


class PlanStaleErrorData(TypedDict):
    """
    Something changed since the plan was made.
    """

    fields: PlanStaleFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["PlanStale"]


class StepFailedErrorData(TypedDict):
    """
    A step did not become ready in time, or refers to nothing.
    """

    fields: StepFailedFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["StepFailed"]


class StateErrorData(TypedDict):
    """
    The state store failed.
    """

    fields: StateErrorFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["StateError"]


class WriteErrorData(TypedDict):
    """
    Objects could not be stored.
    """

    fields: WriteErrorFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["WriteError"]


class KeysetErrorData(TypedDict):
    """
    A keyset or a keypair cannot be used or changed.
    """

    fields: KeysetErrorFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["KeysetError"]


class SecretErrorData(TypedDict):
    """
    A secret is missing, exists already, or is not what nodes expect.
    """

    fields: SecretErrorFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["SecretError"]


class EventTarget(TypedDict):
    """
    Where the events of a rule go. Its identity is the rule and the target's ARN.
    """

    queue: Ref
    """
    The queue, by ARN.
    """
    rule: Ref
    """
    The rule, by name.
    """


class Facts(TypedDict):
    """
    The world as the pure stages see it.
    More facts may follow, so that an implementation of `Cloud::facts` ends in `..Facts::default()`.
    """

    accountId: NotRequired[str]
    """
    The number of the AWS account, twelve digits.
    """
    apiAddresses: NotRequired[list[str] | None]
    """
    The name of the API's load balancer and its addresses inside the VPC, for files that another tool applies, such as Terraform's: they hold those that are known. Unset where a plan is applied: its texts refer to the load balancer.
    """
    buckets: NotRequired[dict[str, Bucket]]
    """
    S3 buckets by name: that of discovery documents, and for files that another tool applies those of the state store and of etcd's backups too. One that is not here is taken to be in the region of the cluster and to have no default encryption.
    """
    components: NotRequired[Components]
    """
    The published components of kops that nodes run.
    """
    fileHashes: NotRequired[dict[str, str]]
    """
    SHA-256 of files that nodes download, by URL, as the user states them. They come before those that ship with the library.
    """
    hostedZones: NotRequired[list[HostedZone]]
    """
    Hosted zones of Route 53.
    """
    imageDigests: NotRequired[dict[str, str]]
    """
    Digests of container images, by the name that nodes pull them by: `sha256:…`. Images are pulled by tag without one.
    """
    images: NotRequired[dict[str, Image]]
    """
    Images by the name that a spec uses for them.
    """
    instanceProfileRoles: NotRequired[dict[str, str]]
    """
    The role in each instance profile that instance groups bring along, by the profile's name.
    """
    machineTypes: NotRequired[dict[str, MachineType]]
    """
    Instance types by name.
    """
    network: NotRequired[NetworkFacts]
    """
    Networks that exist and that the spec refers to.
    """
    now: NotRequired[int]
    """
    Seconds since 1970 (UTC), as the caller's clock had it.
    """
    partition: NotRequired[str]
    """
    The AWS partition: `aws`, `aws-cn`, `aws-us-gov`.
    """
    publicBuckets: NotRequired[dict[str, bool]]
    """
    Whether a bucket's policy lets everyone read it, by the bucket's name.
    """
    publishedAddons: NotRequired[dict[str, Any] | None]
    """
    Manifests of addons that other projects publish, by their place in the addon source: `certmanager.io/k8s-1.16.yaml`. Unset where there is no source: manifests that the state store has not either are then not planned.
    """
    publishedHashes: NotRequired[dict[str, str]]
    """
    SHA-256 of files that nodes download, by URL, as their publisher stated them at `FactsQuery::file_hashes`' URLs, now or for an earlier plan. They are used for files whose hash is not known otherwise, and kept in the state store.
    """
    region: NotRequired[str]
    """
    The AWS region, for example `us-east-2`.
    """
    simulated: NotRequired[bool]
    """
    The account is a simulated one: it has what its file lists, and AWS may have more.
    """
    storedAddons: NotRequired[dict[str, str]]
    """
    The manifests of such addons that the state store has, by their place below `addons`. They stay as they are where `Facts::published_addons` has none.
    """
    zones: NotRequired[list[str]]
    """
    The availability zones of the region.
    """


class FieldChange(TypedDict):
    """
    A difference in one field. `Debug` shows nothing of user data and the content of files, which may hold secrets.
    """

    field: str
    """
    The field.
    """
    new: Any
    """
    What it should be; symbolic references stand for what is not known before apply.
    """
    old: Any
    """
    What it is; null where unset.
    """
    reason: str
    """
    Why.
    """
    source: SourceRef | None
    """
    The field of the spec that caused it, and where the user wrote it.
    """


class GroupPlan(TypedDict):
    """
    What a rolling update would do with a group.
    """

    desired: int
    """
    How many instances it should have now.
    """
    instanceGroup: str
    """
    The instance group.
    """
    maxSize: int
    """
    The largest size.
    """
    minSize: int
    """
    The smallest size; 0 where Karpenter decides on it, as are the next two.
    """
    nodes: int
    """
    How many of its instances are nodes.
    """
    ready: int
    """
    How many instances are up to date.
    """
    replace: list[Replacement]
    """
    The instances to replace, in the order of the update.
    """
    role: InstanceGroupRole
    """
    Its role.
    """
    rounds: int
    """
    In how many rounds they are replaced, each of which waits until the cluster is healthy.
    """
    settings: GroupSettings
    """
    How many are replaced at once.
    """


class InstanceProfile(TypedDict):
    """
    An instance profile. Its identity is the name.
    """

    name: str
    """
    The name.
    """
    role: NotRequired[Ref]
    """
    The role in it, by name.
    """
    tags: dict[str, str]
    """
    Tags.
    """


class InstanceRequirementsSpec(TypedDict):
    """
    CPU and memory that instance types must have.
    """

    cpu: NotRequired[MinMax]
    """
    The number of virtual CPUs. Unset: any.
    """
    excludedInstanceTypes: NotRequired[list[str]]
    """
    Instance types not to use; `*` stands for any text (`t2.*`).
    """
    memory: NotRequired[MinMax]
    """
    The amount of memory, as a quantity (`4Gi`). Unset: any.
    """


class InternetGateway(TypedDict):
    """
    An internet gateway. Its identity is the VPC that it is attached to.
    """

    tags: dict[str, str]
    """
    Tags.
    """
    vpc: Ref
    """
    The VPC.
    """


class KubeDns(TypedDict):
    """
    DNS for pods and services.
    """

    affinity: NotRequired[Any]
    """
    The affinity of the DNS pods, as in a Kubernetes pod.
    """
    cacheMaxConcurrent: NotRequired[int]
    """
    The maximum number of queries that kube-dns handles at a time. Default: 150.
    """
    cacheMaxSize: NotRequired[int]
    """
    The maximum number of names in the cache of kube-dns. Default: 1000.
    """
    coreDNSImage: NotRequired[str]
    """
    The image of CoreDNS. Default: the release that kops 1.36.2 installs.
    """
    cpaImage: NotRequired[str]
    """
    The image of the autoscaler of the DNS pods. Default: the release that kops 1.36.2 installs.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU request of the DNS pods. Default: 100m.
    """
    domain: NotRequired[str]
    """
    The DNS domain of services. Default: `clusterDNSDomain`.
    """
    externalCoreFile: NotRequired[str]
    """
    The whole configuration (Corefile) of CoreDNS. Unset: it is generated from the other fields.
    """
    image: NotRequired[str]
    """
    Retired: the image of kube-dns follows the release.
    """
    memoryLimit: NotRequired[Quantity]
    """
    Memory limit of the DNS pods. Default: 170Mi.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory request of the DNS pods. Default: 70Mi.
    """
    nodeLocalDNS: NotRequired[NodeLocalDns]
    """
    A DNS cache on each node.
    """
    podAnnotations: NotRequired[dict[str, str]]
    """
    Annotations of the DNS pods.
    """
    provider: NotRequired[str]
    """
    The DNS server: `CoreDNS` or `KubeDNS`. Default: `CoreDNS`.
    """
    replicas: NotRequired[int]
    """
    Retired: an autoscaler sets the number of replicas.
    """
    serverIP: NotRequired[str]
    """
    The address of the DNS service. Default: the tenth address of `serviceClusterIPRange`.
    """
    stubDomains: NotRequired[dict[str, list[str]]]
    """
    DNS servers of other domains, by domain.
    """
    tolerations: NotRequired[list[Toleration]]
    """
    Additional taints that the DNS pods tolerate.
    """
    upstreamNameservers: NotRequired[list[str]]
    """
    DNS servers for all other names. Default: those of the node; for IPv6, `253`, the VPC's own.
    """


class LifecycleHook(TypedDict):
    """
    A lifecycle hook of a group. Its identity is the group and the name.
    """

    default_result: str
    """
    `CONTINUE` or `ABANDON` when time is up.
    """
    group: Ref
    """
    The group, by name.
    """
    heartbeat_timeout: int
    """
    Seconds until then.
    """
    name: str
    """
    The name of the hook.
    """
    transition: str
    """
    `autoscaling:EC2_INSTANCE_TERMINATING` or `…LAUNCHING`.
    """


class Listener(TypedDict):
    """
    A listener of a network load balancer. Its identity is the load balancer and the port.
    """

    certificate: NotRequired[str]
    """
    The ARN of the certificate, for TLS.
    """
    load_balancer: Ref
    """
    The load balancer (its ARN).
    """
    port: int
    """
    The port.
    """
    protocol: str
    """
    `TCP` or `TLS`.
    """
    ssl_policy: NotRequired[str]
    """
    The policy for TLS.
    """
    target_group: Ref
    """
    The target group (its ARN) that gets the connections.
    """


class Migration(TypedDict):
    """
    What a migration made of a spec.
    """

    changes: list[MigrationChange]
    """
    What was changed, in the order of the old texts.
    """
    documents: list[MigratedText]
    """
    The new texts, in the order of the old ones.
    """
    findings: list[Diagnostic]
    """
    What is wrong with the new spec as far as no account is needed to tell, with places in the new texts.
    """


class MixedInstancesPolicySpec(TypedDict):
    """
    Several instance types, and spot beside on-demand instances.
    """

    instanceRequirements: NotRequired[InstanceRequirementsSpec]
    """
    CPU and memory that AWS chooses instance types by, in place of `instances`.
    """
    instances: NotRequired[list[str]]
    """
    The instance types to use, in order of preference.
    """
    onDemandAboveBase: NotRequired[int]
    """
    Percentage of on-demand instances beyond `onDemandBase`, 0 to 100. Unset: AWS's default, 100.
    """
    onDemandAllocationStrategy: NotRequired[str]
    """
    How on-demand instance types are chosen: `prioritized` or `lowest-price`. Unset: AWS's default, `prioritized`.
    """
    onDemandBase: NotRequired[int]
    """
    The number of instances that are on-demand before any spot instance is used. Unset: AWS's default, 0.
    """
    spotAllocationStrategy: NotRequired[str]
    """
    How spot instance types are chosen: `capacity-optimized`, `capacity-optimized-prioritized`, `diversified`, `lowest-price`, `price-capacity-optimized`. Unset: AWS's default, `lowest-price`.
    """
    spotInstancePools: NotRequired[int]
    """
    The number of cheapest spot pools to use, with the strategy `lowest-price`. Unset: AWS's default, 2.
    """


class NatGateway(TypedDict):
    """
    A NAT gateway. Its identity is the tag `Name`, or its id where it is shared.
    """

    elastic_ip: NotRequired[Ref]
    """
    The address that it uses.
    """
    subnet: Ref
    """
    The subnet that it is in.
    """
    tags: dict[str, str]
    """
    Tags.
    """


class NetworkInterface(TypedDict):
    """
    A network interface that does not end with an instance: networking on the nodes creates and attaches them, and leaves behind those that were detached when the instance ended.
    """

    description: str
    """
    What its creator wrote on it: `aws-K8S-i-0a1b2c3d4e5f60718`.
    """
    instance: NotRequired[str]
    """
    The instance that it was attached to when it was read.
    """
    security_groups: list[Ref]
    """
    The security groups.
    """
    subnet: Ref
    """
    The subnet.
    """
    tags: dict[str, str]
    """
    Tags.
    """


class NetworkLoadBalancer(TypedDict):
    """
    A network load balancer. Its identity is the tag `Name`.
    """

    access_log: NotRequired[AccessLog]
    """
    Where it writes its access log.
    """
    cross_zone: bool
    """
    Whether it balances across zones.
    """
    internal: bool
    """
    Reachable only inside the VPC.
    """
    ip_address_type: NotRequired[str]
    """
    `ipv4` or `dualstack`.
    """
    name: str
    """
    Its name, at most 32 characters.
    """
    security_groups: list[Ref]
    """
    Its security groups. AWS changes them in place, but never gives the first or takes the last.
    """
    subnets: list[SubnetMapping]
    """
    Its subnets, with fixed addresses where the user wants them. AWS adds and removes subnets in place (since February 2025); one must stay, and those that stay keep their addresses.
    """
    tags: dict[str, str]
    """
    Tags.
    """


class GroupPeer(TypedDict):
    """
    The members of a security group.
    """

    group: Ref


Peer: TypeAlias = Ipv4Peer | Ipv6Peer | PrefixListPeer | GroupPeer
"""
The other side of a rule.
"""


class PlanNotAllowedFields(TypedDict):
    """
    A plan with steps that are not allowed.
    """

    violations: list[Violation]
    """
    Each rule that is broken.
    """


class Preflight(TypedDict):
    """
    Whether an account has what a plan needs.
    """

    account: str
    """
    The number of the AWS account; empty where it is not known.
    """
    checks: list[PreflightCheck]
    """
    Every check: quotas, then addresses, then hosted zones, then permissions.
    """
    cluster: str
    """
    The cluster's full name.
    """
    region: str
    """
    The AWS region.
    """


class VpcCidrBlockResource(TypedDict):
    """
    VPC CIDR block
    """

    fields: VpcCidrBlock
    kind: Literal["vpc-cidr-block"]


class DhcpOptionsAssociationResource(TypedDict):
    """
    DHCP options association
    """

    fields: DhcpOptionsAssociation
    kind: Literal["dhcp-options-association"]


class InternetGatewayResource(TypedDict):
    """
    internet gateway
    """

    fields: InternetGateway
    kind: Literal["internet-gateway"]


class EgressOnlyInternetGatewayResource(TypedDict):
    """
    egress-only internet gateway
    """

    fields: EgressOnlyInternetGateway
    kind: Literal["egress-only-internet-gateway"]


class SubnetResource(TypedDict):
    """
    subnet
    """

    fields: Subnet
    kind: Literal["subnet"]


class RouteTableResource(TypedDict):
    """
    route table
    """

    fields: RouteTable
    kind: Literal["route-table"]


class RouteTableAssociationResource(TypedDict):
    """
    route table association
    """

    fields: RouteTableAssociation
    kind: Literal["route-table-association"]


class NatGatewayResource(TypedDict):
    """
    NAT gateway
    """

    fields: NatGateway
    kind: Literal["nat-gateway"]


class SecurityGroupResource(TypedDict):
    """
    security group
    """

    fields: SecurityGroup
    kind: Literal["security-group"]


class NetworkInterfaceResource(TypedDict):
    """
    network interface
    """

    fields: NetworkInterface
    kind: Literal["network-interface"]


class IamRolePolicyResource(TypedDict):
    """
    IAM role policy
    """

    fields: RolePolicy
    kind: Literal["iam-role-policy"]


class IamRolePolicyAttachmentResource(TypedDict):
    """
    IAM role policy attachment
    """

    fields: RolePolicyAttachment
    kind: Literal["iam-role-policy-attachment"]


class IamInstanceProfileResource(TypedDict):
    """
    IAM instance profile
    """

    fields: InstanceProfile
    kind: Literal["iam-instance-profile"]


class ClassicLoadBalancerResource(TypedDict):
    """
    classic load balancer
    """

    fields: ClassicLoadBalancer
    kind: Literal["classic-load-balancer"]


class NetworkLoadBalancerResource(TypedDict):
    """
    network load balancer
    """

    fields: NetworkLoadBalancer
    kind: Literal["network-load-balancer"]


class TargetGroupResource(TypedDict):
    """
    target group
    """

    fields: TargetGroup
    kind: Literal["target-group"]


class ListenerResource(TypedDict):
    """
    listener
    """

    fields: Listener
    kind: Literal["listener"]


class AutoscalingGroupResource(TypedDict):
    """
    autoscaling group
    """

    fields: AutoscalingGroup
    kind: Literal["autoscaling-group"]


class WarmPoolResource(TypedDict):
    """
    warm pool
    """

    fields: WarmPool
    kind: Literal["warm-pool"]


class LifecycleHookResource(TypedDict):
    """
    lifecycle hook
    """

    fields: LifecycleHook
    kind: Literal["lifecycle-hook"]


class InstanceResource(TypedDict):
    """
    instance
    """

    fields: StandaloneInstance
    kind: Literal["instance"]


class DnsZoneAssociationResource(TypedDict):
    """
    hosted zone association
    """

    fields: DnsZoneAssociation
    kind: Literal["dns-zone-association"]


class DnsRecordResource(TypedDict):
    """
    DNS record
    """

    fields: DnsRecord
    kind: Literal["dns-record"]


class EventTargetResource(TypedDict):
    """
    EventBridge target
    """

    fields: EventTarget
    kind: Literal["event-target"]


class RollingUpdate(TypedDict):
    """
    An instance group whose instances have to be replaced before they are what the spec says: a rolling update does it.
    """

    causes: list[SourceRef]
    """
    The changed fields of the spec that are the cause, sorted. Empty where nothing in the spec is: a newer release of kops, or a key that was rotated.
    """
    group: str
    """
    The name of the group.
    """


class RollingUpdatePlan(TypedDict):
    """
    What a rolling update would do.
    """

    atBest: float
    """
    How long it takes where every instance boots in three minutes and every node is drained at once, in seconds.
    """
    atWorst: float
    """
    How long it takes at most before it is given up, in seconds.
    """
    blocked: list[BlockedPod]
    """
    Pods on nodes that will be drained, whose budgets allow no disruption as they are now.
    """
    groups: list[GroupPlan]
    """
    The groups of the cluster, in the order of the update, those with nothing to replace among them.
    """


class Route(TypedDict):
    """
    A route. Its identity is the table and the destination.
    """

    destination: str
    """
    The destination, an IPv4 or IPv6 range.
    """
    route_table: Ref
    """
    The table.
    """
    target: RouteTarget
    """
    Where packets go.
    """


class SecurityGroupRule(TypedDict):
    """
    One permission of a security group. Its identity is all of it but the tags.
    """

    direction: Direction
    """
    In or out.
    """
    from_port: NotRequired[int]
    """
    The first port, or the ICMP type, -1 for every type; unset for a protocol that has neither.
    """
    group: Ref
    """
    The group that has the rule.
    """
    peer: Peer
    """
    The other side.
    """
    protocol: str
    """
    `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for all.
    """
    tags: dict[str, str]
    """
    Tags.
    """
    to_port: NotRequired[int]
    """
    The last port, or the ICMP code, -1 for every code; unset for a protocol that has neither.
    """


class SetPreflight(TypedDict):
    """
    Whether an account has what the plan of a set needs.
    """

    clusters: list[Preflight]
    """
    Each cluster by itself.
    """
    together: list[PreflightCheck]
    """
    What several clusters need together: quotas, then the addresses of subnets that exist.
    """


class Shared(TypedDict):
    """
    Something that others own and the cluster uses.
    """

    id: CloudId
    """
    Its id.
    """
    reason: str
    """
    What it is used for.
    """
    resource: ResourceId
    """
    What the graph calls it.
    """
    source: SourceRef | None
    """
    Where the spec names it.
    """


class Topology(TypedDict):
    """
    How the cluster is reached: bastion and DNS.
    """

    bastion: NotRequired[Bastion]
    """
    The DNS name and load balancer of the bastions.
    """
    dns: NotRequired[Dns]
    """
    How the names of the API are published.
    """
    masters: NotRequired[str]
    """
    Retired: whether control-plane nodes are private is decided by the `type` of their subnets.
    """
    nodes: NotRequired[str]
    """
    Retired: whether nodes are private is decided by the `type` of their subnets.
    """


class ClusterSpec(TypedDict):
    """
    The desired state of a cluster.
    """

    DisableSubnetTags: NotRequired[bool]
    """
    Does not tag the subnets that the cluster uses. Default: false.
    """
    additionalNetworkCIDRs: NotRequired[list[str]]
    """
    Additional IPv4 CIDRs of the VPC.
    """
    additionalPolicies: NotRequired[dict[str, str]]
    """
    Additional IAM statements, as a JSON list, by role: `master`, `apiserver`, `node`, `bastion`.
    """
    additionalSans: NotRequired[list[str]]
    """
    Additional names and addresses in the API server's certificate.
    """
    addons: NotRequired[list[Addon]]
    """
    Manifests in the state store or at URLs that are applied beside the built-in addons.
    """
    api: NotRequired[Api]
    """
    How the API is reached.
    """
    assets: NotRequired[AssetsSpec]
    """
    Where instances download images and files from.
    """
    authentication: NotRequired[Authentication]
    """
    How users authenticate, beside client certificates.
    """
    authorization: NotRequired[Authorization]
    """
    What decides whether a request to the API is allowed.
    """
    awsLoadBalancerController: NotRequired[AwsLoadBalancerController]
    """
    The addon that creates AWS load balancers for services and ingresses.
    """
    certManager: NotRequired[CertManager]
    """
    The addon that issues certificates.
    """
    channel: NotRequired[str]
    """
    Where recommended versions and images come from: `stable`, `alpha`, `none`, or a file or URL in kops's format. Default: `stable`.
    """
    cloudConfig: NotRequired[CloudConfig]
    """
    How the cluster uses AWS.
    """
    cloudControllerManager: NotRequired[CloudControllerManager]
    """
    Settings of the cloud controller manager.
    """
    cloudLabels: NotRequired[dict[str, str]]
    """
    Tags of everything that the cluster creates in AWS.
    """
    cloudProvider: NotRequired[str]
    """
    The cloud: `aws`, the only one that is supported. Required.
    """
    clusterAutoscaler: NotRequired[ClusterAutoscaler]
    """
    The addon that changes the size of instance groups to what pods need.
    """
    clusterDNSDomain: NotRequired[str]
    """
    The DNS domain of services. Default: `cluster.local`.
    """
    configBase: NotRequired[str]
    """
    The location of the files that instances read (`s3://bucket/cluster`). Default: the state store and the cluster's name.
    """
    configStore: NotRequired[str]
    """
    Retired: the location of the cluster's objects, which is the state store.
    """
    containerRuntime: NotRequired[str]
    """
    Retired: the container runtime is always `containerd`.
    """
    containerd: NotRequired[Containerd]
    """
    Settings of containerd on all instances.
    """
    dnsControllerGossipConfig: NotRequired[DnsControllerGossipConfig]
    """
    How dns-controller publishes names by gossip in a cluster whose name ends in `.k8s.local`. In other clusters it does not gossip.
    """
    dnsZone: NotRequired[str]
    """
    The name or id of the Route 53 hosted zone that holds the names of the API. Default: the hosted zone whose name is the longest suffix of the cluster's name.
    """
    docker: NotRequired[Any]
    """
    Retired: settings of Docker, which Kubernetes no longer supports. Refused.
    """
    egressProxy: NotRequired[EgressProxy]
    """
    The HTTP proxy through which instances and pods of the system reach the internet.
    """
    encryptionConfig: NotRequired[bool]
    """
    Encrypts secrets in etcd, with the secret `encryptionconfig` of the state store. Default: false.
    """
    etcdClusters: NotRequired[list[EtcdCluster]]
    """
    The etcd clusters: `main` and `events`, and `cilium` or `leases` where they are used.
    """
    externalDns: NotRequired[ExternalDns]
    """
    What publishes DNS names of services, nodes and ingresses.
    """
    externalPolicies: NotRequired[dict[str, list[str]]]
    """
    ARNs of managed IAM policies to attach, by role: `master`, `apiserver`, `node`, `bastion`.
    """
    fileAssets: NotRequired[list[FileAssetSpec]]
    """
    Files to write on all instances.
    """
    gossipConfig: NotRequired[GossipConfig]
    """
    How instances of a cluster whose name ends in `.k8s.local` learn its names by gossip. Other clusters do not gossip.
    """
    hooks: NotRequired[list[Hook]]
    """
    Systemd units or containers to run on all instances.
    """
    iam: NotRequired[Iam]
    """
    How IAM roles and their permissions are made.
    """
    isolateMasters: NotRequired[bool]
    """
    Keeps control-plane nodes off the pod network and disables the debugging handlers of their kubelets. Default: false.
    """
    karpenter: NotRequired[Karpenter]
    """
    The addon that creates instances as pending pods need them.
    """
    keyStore: NotRequired[str]
    """
    The location of keys and certificates in the state store; only the default is supported. Default: `pki` below `configBase`.
    """
    kubeAPIServer: NotRequired[KubeApiServer]
    """
    Settings of the API server.
    """
    kubeControllerManager: NotRequired[KubeControllerManager]
    """
    Settings of the controller manager.
    """
    kubeDNS: NotRequired[KubeDns]
    """
    DNS for pods and services.
    """
    kubeProxy: NotRequired[KubeProxy]
    """
    Settings of kube-proxy on all nodes.
    """
    kubeScheduler: NotRequired[KubeScheduler]
    """
    Settings of the scheduler.
    """
    kubelet: NotRequired[Kubelet]
    """
    Settings of the kubelet on all nodes.
    """
    kubernetesApiAccess: NotRequired[list[str]]
    """
    CIDRs and prefix lists (`pl-…`) that may connect to the API. `create cluster` writes `0.0.0.0/0` and `::/0`.
    """
    kubernetesVersion: NotRequired[str]
    """
    The version of Kubernetes, with or without `v`. Default: the version that `channel` recommends.
    """
    masterInternalName: NotRequired[str]
    """
    Retired: the name of the API inside the cluster is always `api.internal.` and the cluster's name.
    """
    masterKubelet: NotRequired[Kubelet]
    """
    Settings of the kubelet on control-plane nodes, over `kubelet`.
    """
    masterPublicName: NotRequired[str]
    """
    The DNS name of the API for clients. Default: `api.` and the cluster's name, where a hosted zone can hold it.
    """
    metricsServer: NotRequired[MetricsServer]
    """
    The addon that serves CPU and memory use of nodes and pods.
    """
    networkCIDR: NotRequired[str]
    """
    The IPv4 CIDR of the VPC. Default: that of the existing VPC, or `172.20.0.0/16`.
    """
    networkID: NotRequired[str]
    """
    The id (`vpc-…`) of an existing VPC, which is then shared: used, but never changed or deleted. Unset: the cluster creates its own VPC.
    """
    networking: NotRequired[Networking]
    """
    The pod network of the cluster: exactly one option.
    """
    nodeAuthorization: NotRequired[NodeAuthorization]
    """
    Retired: how nodes were admitted to the cluster.
    """
    nodePortAccess: NotRequired[list[str]]
    """
    CIDRs and prefix lists (`pl-…`) that may connect to node ports.
    """
    nodeProblemDetector: NotRequired[NodeProblemDetector]
    """
    The addon that reports hardware and system problems as conditions of nodes.
    """
    nodeTerminationHandler: NotRequired[NodeTerminationHandler]
    """
    The addon that drains nodes before AWS terminates their instances.
    """
    nonMasqueradeCIDR: NotRequired[str]
    """
    The CIDR of pods and services, whose source addresses stay as they are; `::/0` makes the cluster an IPv6 cluster. Default: `100.64.0.0/10`; with `networking.amazonvpc`, the CIDR of the VPC.
    """
    ntp: NotRequired[Ntp]
    """
    How instances set their clocks.
    """
    packages: NotRequired[list[str]]
    """
    Packages of the operating system to install on all instances.
    """
    podCIDR: NotRequired[str]
    """
    The IPv4 CIDR of pods' addresses. Default: the upper half of `nonMasqueradeCIDR`.
    """
    podIdentityWebhook: NotRequired[PodIdentityWebhook]
    """
    The addon that injects the IAM role of a pod's service account.
    """
    project: NotRequired[str]
    """
    Not used on AWS: the project of Google Cloud.
    """
    rollingUpdate: NotRequired[RollingUpdateSpec]
    """
    How a rolling update replaces instances, where their instance group does not say.
    """
    secretStore: NotRequired[str]
    """
    The location of secrets in the state store; only the default is supported. Default: `secrets` below `configBase`.
    """
    serviceAccountIssuerDiscovery: NotRequired[ServiceAccountIssuerDiscovery]
    """
    Where the public keys of service account tokens are published, for AWS and others to verify them.
    """
    serviceClusterIPRange: NotRequired[str]
    """
    The CIDR of services' addresses. Default: `100.64.0.0/13`, or `/108` for IPv6.
    """
    snapshotController: NotRequired[SnapshotController]
    """
    The addon that takes snapshots of EBS volumes.
    """
    sshAccess: NotRequired[list[str]]
    """
    CIDRs and prefix lists (`pl-…`) that may connect to port 22 of the bastions, or of all instances where there are none. `create cluster` writes `0.0.0.0/0` and `::/0`.
    """
    sshKeyName: NotRequired[str]
    """
    The name of an existing EC2 key pair; the empty text for no key. Unset: a key pair is created from the cluster's SSH key.
    """
    subnets: NotRequired[list[SubnetSpec]]
    """
    The subnets that instance groups may use.
    """
    sysctlParameters: NotRequired[list[str]]
    """
    Kernel parameters of all instances, as `name=value`.
    """
    target: NotRequired[TargetSpec]
    """
    Settings of Terraform files.
    """
    topology: NotRequired[Topology]
    """
    How the cluster is reached: bastion and DNS.
    """
    updatePolicy: NotRequired[str]
    """
    Whether instances install security updates of the operating system: `automatic` or `external`. Default: `automatic`.
    """
    useHostCertificates: NotRequired[bool]
    """
    Mounts the CA certificates of the operating system into pods: `true` into those of etcd-manager and kops-controller, `false` into those of kops-controller only, as in kops. Unset: into none.
    """
    warmPool: NotRequired[WarmPoolSpec]
    """
    Stopped instances kept ready, where the instance group does not say. Nodes and API servers only.
    """


class PlanNotAllowedErrorData(TypedDict):
    """
    Steps of the plan are not allowed.
    """

    fields: PlanNotAllowedFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["PlanNotAllowed"]


class InstanceGroupSpec(TypedDict):
    """
    The desired state of an instance group.
    """

    additionalSecurityGroups: NotRequired[list[str]]
    """
    Ids (`sg-…`) of existing security groups to attach to the instances as well.
    """
    additionalUserData: NotRequired[list[UserData]]
    """
    Additional parts of the instances' user data, for cloud-init.
    """
    associatePublicIp: NotRequired[bool]
    """
    Assigns public IPv4 addresses to instances in public and utility subnets. Default: true.
    """
    autoscale: NotRequired[bool]
    """
    Lets the cluster autoscaler change the size of this instance group. Default: true.
    """
    autoscalePriority: NotRequired[int]
    """
    The priority of this instance group for the cluster autoscaler's `priority` expander; the highest is used first. Default: 0.
    """
    capacityRebalance: NotRequired[bool]
    """
    Replaces a spot instance as soon as AWS signals that it is at risk. Default: false.
    """
    cloudLabels: NotRequired[dict[str, str]]
    """
    Tags of the autoscaling group, its instances and their volumes, over the cluster's `cloudLabels`.
    """
    compressUserData: NotRequired[bool]
    """
    Compresses large parts of the user data with gzip, because AWS limits it to 16 KiB. Default: false.
    """
    containerd: NotRequired[Containerd]
    """
    Settings of containerd, over the cluster's `containerd`.
    """
    cpuCredits: NotRequired[str]
    """
    The credit mode of burstable instance types: `standard` or `unlimited`. Unset: AWS's default for the instance type.
    """
    detailedInstanceMonitoring: NotRequired[bool]
    """
    Publishes CloudWatch metrics every minute instead of every five minutes. Default: false.
    """
    externalLoadBalancers: NotRequired[list[ExternalLoadBalancer]]
    """
    Existing load balancers to register the instances with.
    """
    fileAssets: NotRequired[list[FileAssetSpec]]
    """
    Files to write on the instances, beside those of the cluster.
    """
    gcpProvisioningModel: NotRequired[str]
    """
    Not used on AWS: the provisioning model of Google Cloud.
    """
    guestAccelerators: NotRequired[list[Any]]
    """
    Not used on AWS: accelerators of Google Cloud.
    """
    hooks: NotRequired[list[Hook]]
    """
    Systemd units or containers to run on the instances. A hook replaces the cluster's hook of the same name.
    """
    iam: NotRequired[IamProfile]
    """
    The existing instance profile to use. Unset: the cluster creates one for each role.
    """
    image: NotRequired[str]
    """
    The AMI: `ami-…`, `owner/name`, or `ssm:/parameter`. Default: the image that the channel recommends for the version of Kubernetes and the architecture of `machineType`.
    """
    instanceInterruptionBehavior: NotRequired[str]
    """
    What happens to an interrupted spot instance: `hibernate`, `stop` or `terminate`. Unset: AWS's default, `terminate`.
    """
    instanceMetadata: NotRequired[InstanceMetadata]
    """
    Access of processes on the instances to the instance metadata service.
    """
    instanceProtection: NotRequired[bool]
    """
    Protects new instances from being terminated when the autoscaling group scales in. Default: false.
    """
    kubelet: NotRequired[Kubelet]
    """
    Settings of the kubelet, over the cluster's `kubelet`, or `masterKubelet` for control-plane nodes.
    """
    machineType: NotRequired[str]
    """
    The instance type (`t3.medium`); for Karpenter several, comma-separated, or none for any. Default: the first of a short list for the role that suits the image and that every zone of the subnets offers.
    """
    manager: NotRequired[InstanceManager]
    """
    What creates the instances: an autoscaling group (`CloudGroup`) or `Karpenter`, for nodes only. Default: `CloudGroup`.
    """
    maxInstanceLifetime: NotRequired[Duration]
    """
    The age (`168h`) at which the autoscaling group replaces an instance, at least one day. Unset: instances are not replaced by age.
    """
    maxPrice: NotRequired[str]
    """
    The highest price of a spot instance in US dollars per hour (`0.05`). Setting it makes the instances spot instances. Unset: on-demand instances.
    """
    maxSize: NotRequired[int]
    """
    The maximum number of instances. Default: 2 for nodes and API servers, 1 for control-plane nodes and bastions; none with Karpenter.
    """
    minSize: NotRequired[int]
    """
    The minimum number of instances. Default: 2 for nodes and API servers, 1 for control-plane nodes and bastions; none with Karpenter.
    """
    mixedInstancesPolicy: NotRequired[MixedInstancesPolicySpec]
    """
    Uses several instance types, and spot beside on-demand instances.
    """
    nodeLabels: NotRequired[dict[str, str]]
    """
    Kubernetes labels of the nodes.
    """
    packages: NotRequired[list[str]]
    """
    Packages of the operating system to install, beside those of the cluster.
    """
    role: NotRequired[InstanceGroupRole]
    """
    What the instances do: `Master` (control plane; `ControlPlane` is read too), `APIServer`, `Node` or `Bastion`. Required.
    """
    rollingUpdate: NotRequired[RollingUpdateSpec]
    """
    How a rolling update replaces the instances, over the cluster's `rollingUpdate`.
    """
    rootVolumeDeleteOnTermination: NotRequired[bool]
    """
    Retired: the root volume is always deleted with its instance.
    """
    rootVolumeEncryption: NotRequired[bool]
    """
    Encrypts the root volume. Default: true.
    """
    rootVolumeEncryptionKey: NotRequired[str]
    """
    The id or ARN of the KMS key that encrypts the root volume. Instances of autoscaling groups start only where the policy of the key lets the service-linked role of Auto Scaling, `AWSServiceRoleForAutoScaling`, use it. Unset: the account's default key for EBS.
    """
    rootVolumeIops: NotRequired[int]
    """
    I/O operations per second of a `gp3`, `io1` or `io2` root volume. Default: 3000 for `gp3`, 100 for `io1` and `io2`, which are also the minimum.
    """
    rootVolumeOptimization: NotRequired[bool]
    """
    Requests EBS-optimized instances. Unset: AWS's default for the instance type.
    """
    rootVolumeSize: NotRequired[int]
    """
    Size of the root volume in GiB. Default: 128 for nodes and API servers, 64 for control-plane nodes, 32 for bastions.
    """
    rootVolumeThroughput: NotRequired[int]
    """
    Throughput of a `gp3` root volume in MiB/s. Default: 125, which is also the minimum.
    """
    rootVolumeType: NotRequired[str]
    """
    The EBS type of the root volume. Default: `gp3`.
    """
    securityGroupOverride: NotRequired[str]
    """
    The id (`sg-…`) of an existing security group, in place of the one of the role. Unset: the cluster creates one for each role.
    """
    spotDurationInMinutes: NotRequired[int]
    """
    Retired by AWS: minutes for which a spot instance is reserved, a multiple of 60 up to 360. Unset: none.
    """
    subnets: NotRequired[list[str]]
    """
    Names of the subnets in the cluster's `spec.subnets` that instances run in. Default: all public and private subnets, or the dual-stack ones where there are no others. Required for control-plane nodes.
    """
    suspendProcesses: NotRequired[list[str]]
    """
    Processes of the autoscaling group to suspend, such as `AZRebalance`.
    """
    sysctlParameters: NotRequired[list[str]]
    """
    Kernel parameters, as `name=value`, beside those of the cluster.
    """
    taints: NotRequired[list[str]]
    """
    Taints of the nodes, as `key=value:effect`, beside those of `kubelet`.
    """
    tenancy: NotRequired[str]
    """
    Whether the hardware is shared with other accounts: `default`, `dedicated` or `host`. Unset: AWS's default, that of the VPC.
    """
    updatePolicy: NotRequired[str]
    """
    Whether instances install security updates of the operating system: `automatic` or `external`. Default: the cluster's `updatePolicy`.
    """
    volumeMounts: NotRequired[list[VolumeMount]]
    """
    File systems to create on devices and to mount when an instance boots.
    """
    volumes: NotRequired[list[VolumeSpec]]
    """
    Additional EBS volumes of each instance.
    """
    warmPool: NotRequired[WarmPoolSpec]
    """
    Stopped instances kept ready, over the cluster's `warmPool`.
    """
    zones: NotRequired[list[str]]
    """
    Not used on AWS: the zones of an instance group whose subnets span zones.
    """


class RouteResource(TypedDict):
    """
    route
    """

    fields: Route
    kind: Literal["route"]


class SecurityGroupRuleResource(TypedDict):
    """
    security group rule
    """

    fields: SecurityGroupRule
    kind: Literal["security-group-rule"]


class Cluster(TypedDict):
    """
    A cluster.
    """

    apiVersion: NotRequired[Literal["kops.k8s.io/v1alpha2", "kops/v1alpha2"]]
    """
    The version of the format, always v1alpha2.
    """
    kind: NotRequired[Literal["Cluster"]]
    """
    The kind of the object.
    """
    metadata: ObjectMeta
    """
    The name, labels and annotations of the object.
    """
    spec: ClusterSpec
    """
    The desired state of the object.
    """


class InstanceGroup(TypedDict):
    """
    A group of instances of one role.
    """

    apiVersion: NotRequired[Literal["kops.k8s.io/v1alpha2", "kops/v1alpha2"]]
    """
    The version of the format, always v1alpha2.
    """
    kind: NotRequired[Literal["InstanceGroup"]]
    """
    The kind of the object.
    """
    metadata: ObjectMeta
    """
    The name, labels and annotations of the object.
    """
    spec: InstanceGroupSpec
    """
    The desired state of the object.
    """


class CreateAction(TypedDict):
    """
    Make it.
    """

    desired: Resource
    """
    What to make.
    """
    do: Literal["create"]


class UpdateAction(TypedDict):
    """
    Change fields in place.
    """

    changes: list[FieldChange]
    """
    The differences.
    """
    current: Resource
    """
    What it is.
    """
    desired: Resource
    """
    What it should be. Among its tags are those that others put there and that stay, but none of AWS's own (`aws:`).
    """
    do: Literal["update"]
    id: CloudId
    """
    Its id.
    """


class DeleteAction(TypedDict):
    """
    Delete it.
    """

    current: Resource
    """
    What it is.
    """
    do: Literal["delete"]
    id: CloudId
    """
    Its id.
    """


Action: TypeAlias = CreateAction | UpdateAction | DeleteAction
"""
What is done to a resource. References inside may be symbolic: `Plan::bindings` and the outcomes of earlier steps resolve them.
"""


class RetryingAddonEvent(TypedDict):
    """
    The API server could not be asked. It is asked again, until time is up.
    """

    error: ErrorData
    """
    What went wrong.
    """
    event: Literal["retrying"]


AddonEvent: TypeAlias = (
    AppliedAddonEvent | PrunedAddonEvent | FailedAddonEvent | RetryingAddonEvent | WaitingAddonEvent | EndedAddonEvent
)
"""
What happens while addons are applied.
"""


class AppliedCluster(TypedDict):
    """
    A cluster of a set that was applied or deleted.
    """

    action: SetAction
    """
    What became of it.
    """
    cluster: str
    """
    Its name.
    """
    report: Report
    """
    What was done in the account.
    """


class ApplySetIncompleteFields(TypedDict):
    """
    A cluster of a set that failed, and the clusters that were done before.
    """

    cluster: str
    """
    The cluster that failed.
    """
    error: ErrorData
    """
    Why the cluster failed.
    """
    report: SetReport
    """
    The clusters that were done before.
    """


class CreateBoundAction(TypedDict):
    """
    Make it. Where it was made by an earlier try of the same step, find it.
    """

    desired: Resource
    """
    What it should be.
    """
    do: Literal["create"]


class UpdateBoundAction(TypedDict):
    """
    Bring the named fields to what `desired` says; the others are left alone.
    """

    current: Resource
    """
    What it was when the plan was made.
    """
    desired: Resource
    """
    What it should be.
    """
    do: Literal["update"]
    fields: list[str]
    """
    The fields to change.
    """
    id: CloudId
    """
    Its id.
    """


class DeleteBoundAction(TypedDict):
    """
    Delete it. One that is gone is fine.
    """

    current: Resource
    """
    What it was when the plan was made.
    """
    do: Literal["delete"]
    id: CloudId
    """
    Its id.
    """


BoundAction: TypeAlias = CreateBoundAction | UpdateBoundAction | DeleteBoundAction
"""
What to do to a resource.
"""


class BoundStep(TypedDict):
    """
    A step whose references are all cloud ids.
    """

    action: BoundAction
    """
    What to do.
    """
    cluster: str
    """
    The cluster that it is for.
    """
    resource: ResourceId
    """
    The resource in the plan's words, for messages.
    """
    token: str
    """
    The same for every repetition of this step and different for every other step: a client token.
    """


class ApplyIncompleteErrorData(TypedDict):
    """
    Not every step of a plan was done.
    """

    fields: Report
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["ApplyIncomplete"]


class ApplySetIncompleteErrorData(TypedDict):
    """
    Not every cluster of a set was applied.
    """

    fields: ApplySetIncompleteFields
    help: str | None
    """
    What would help.
    """
    message: str
    """
    The error and everything that lies underneath, in one line; for an invalid spec, every finding with the line that it is about.
    """
    name: Literal["ApplySetIncomplete"]


ErrorData: TypeAlias = (
    InvalidSpecErrorData
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
    | KopsErrorData
)
"""
An error as data, the same in every language.
"""


class RetryingEvent(TypedDict):
    """
    A call of a step failed and will be repeated.
    """

    attempt: int
    """
    The number of the next attempt, from 2.
    """
    error: ErrorData
    """
    What went wrong.
    """
    event: Literal["retrying"]
    resource: ResourceId
    """
    The resource that the step is about.
    """
    step: StepId
    """
    The step.
    """


class FailedEvent(TypedDict):
    """
    A step failed for good.
    """

    calls: int
    """
    How many calls of the cloud and the state store the step took, retries and polls among them.
    """
    elapsed: float
    """
    How long the step took, in seconds.
    """
    error: ErrorData
    """
    What went wrong.
    """
    event: Literal["failed"]
    resource: ResourceId
    """
    The resource that the step is about.
    """
    step: StepId
    """
    The step.
    """


class EndedEvent(TypedDict):
    """
    The run ended; no event follows.
    """

    elapsed: float
    """
    How long the run took, in seconds.
    """
    event: Literal["ended"]
    report: Report
    """
    How far the plan was applied.
    """


Event: TypeAlias = (
    WaitingForLockEvent | StartedEvent | RetryingEvent | WaitingEvent | FinishedEvent | FailedEvent | EndedEvent
)
"""
What happens while a plan is applied. The last event of a run is `ended`.
"""


class Graph(TypedDict):
    """
    The desired state of one cluster in one account and region.
    """

    account: NotRequired[str]
    """
    The number of the AWS account; empty where it is not known.
    """
    cluster: str
    """
    The cluster's full name.
    """
    kept_objects: NotRequired[list[str]]
    """
    Keys of state store objects that belong to the cluster and that the graph cannot render: they stay as they are.
    """
    locations: NotRequired[list[tuple[SpecPath, Location]]]
    """
    Where the user wrote the fields that origins name, or the nearest field above each.
    """
    names: NotRequired[dict[str, list[str]]]
    """
    Names that the cluster may have given, wanted now or not, of kinds that AWS finds by name only.
    """
    node_config: NotRequired[list[DocumentPart]]
    """
    Which fields of the spec the parts of nodes' configurations come from.
    """
    nodes: dict[str, GraphNode]
    """
    The resources by id.
    """
    notes: NotRequired[list[str]]
    """
    What the user would want to know about it beside the resources.
    """
    records: NotRequired[dict[str, list[str]]]
    """
    Names of DNS that the cluster may have records of, wanted now or not, by the id of their hosted zone: records have no tags, so that only who knows their names can find those that are not wanted any more.
    """
    region: str
    """
    The AWS region.
    """


class GraphNode(TypedDict):
    """
    A resource of the graph with what the planner needs to know of it.
    """

    after: NotRequired[list[ResourceId]]
    """
    Nodes that must be there first although no field refers to them.
    """
    origin: Origin
    """
    Why it is there.
    """
    ownership: Ownership
    """
    Whose it is.
    """
    resource: Resource
    """
    What it should be.
    """


class GroupOutcome(TypedDict):
    """
    What became of a group.
    """

    failure: RollingUpdateFailure | None
    """
    Why it was given up.
    """
    instanceGroup: str
    """
    The instance group.
    """
    result: GroupResult
    """
    How far it came.
    """
    terminated: list[str]
    """
    The instances that were terminated, in order.
    """


class LaunchTemplate(TypedDict):
    """
    A launch template. Its identity is the name; any difference makes a new version, which becomes the default.
    """

    associate_public_ip: NotRequired[bool]
    """
    Whether instances get a public IPv4 address.
    """
    block_devices: list[BlockDevice]
    """
    Volumes.
    """
    cpu_credits: NotRequired[str]
    """
    `standard` or `unlimited`.
    """
    detailed_monitoring: bool
    """
    Metrics each minute instead of every five.
    """
    ebs_optimized: NotRequired[bool]
    """
    Asks for throughput of its own between the instance and its volumes.
    """
    image_id: str
    """
    The image, `ami-…`.
    """
    instance_profile: NotRequired[Ref]
    """
    The instance profile, by name.
    """
    instance_type: str
    """
    The instance type.
    """
    ipv6_address_count: int
    """
    The number of IPv6 addresses.
    """
    key_name: NotRequired[Ref]
    """
    The key pair, by name.
    """
    metadata: MetadataOptions
    """
    The instance metadata service.
    """
    name: str
    """
    The name: the name of the autoscaling group.
    """
    security_groups: list[Ref]
    """
    The security groups of the first interface.
    """
    spot: NotRequired[SpotOptions]
    """
    Spot instances.
    """
    tags: dict[str, str]
    """
    Tags of the instances, their volumes and interfaces, and of the template itself.
    """
    tenancy: NotRequired[str]
    """
    `default`, `dedicated` or `host`.
    """
    user_data: NotRequired[Text]
    """
    What the instance runs when it first boots, as text; unset to keep what is there.
    """


class ManagedFile(TypedDict):
    """
    An object of the state store that nodes or etcd-manager read. Its identity is the key. `Debug` shows how long it is and nothing of it.
    """

    content: Text
    """
    What is in it, as text.
    """
    key: str
    """
    The key below the cluster's base: `addons/bootstrap-channel.yaml`. Of an object outside of it the whole place: `s3://backups/demo/main/control/etcd-cluster-spec`.
    """
    public: bool
    """
    Everyone may read it, by an ACL of the object: discovery documents in a bucket without a policy that says so.
    """


class Observed(TypedDict):
    """
    A resource as the cloud has it. All its references are cloud ids.
    """

    deleting: bool
    """
    It is on its way out and counts as gone for those who want to make it, but not for what it still uses.
    """
    id: CloudId
    """
    Its id.
    """
    outputs: dict[str, str]
    """
    What the cloud assigned to it, `Output::Id` among it.
    """
    resource: Resource
    """
    Its fields, as far as the cloud gives them back.
    """


class EncodedPart(TypedDict):
    """
    A text with references, to be encoded once it is known.
    """

    encoding: Encoding
    """
    How it is encoded.
    """
    text: Text
    """
    What is encoded.
    """


Part: TypeAlias = str | OutputPart | EncodedPart
"""
A part of a `Text`.
"""


class Plan(TypedDict):
    """
    Everything that would change. Plain data: it can be stored, shown, compared and applied later.
    """

    account: str
    """
    The number of the AWS account; empty where it was not known.
    """
    apply_calls: dict[str, int]
    """
    The number of calls to AWS that applying it takes, by service and operation as IAM names them: `ec2:CreateVpc`. They include a second look at the account. Retries, and waits that ask more than once, add to them; calls to the state store are not counted.
    """
    bindings: dict[str, dict[str, str]]
    """
    What is known of resources that exist, for steps that refer to them.
    """
    calls: dict[str, int]
    """
    The number of calls that observing took, by service and operation: `ec2:DescribeVpcs`.
    """
    cluster: str
    """
    The cluster's full name.
    """
    cost: NotRequired[CostChange]
    """
    By how much it changes what the cluster costs a month; unset where it changes nothing that has a price.
    """
    forecast: NotRequired[list[Impact]]
    """
    What it does to running instances and to users, the mildest first.
    """
    hash: str
    """
    The hash of the plan, 64 hexadecimal digits. A plan that has another hash is refused.
    """
    kept: list[Retained]
    """
    What is the cluster's, no longer wanted, and kept until the user asks for its deletion.
    """
    notes: list[str]
    """
    What the user would want to know: advice, and differences in shared things.
    """
    options: PlanOptions
    """
    What the user allowed it to do.
    """
    own_marks: NotRequired[list[str]]
    """
    Tags that the spec puts on everything, of those by which controllers mark what they make. They mark nothing here.
    """
    region: str
    """
    The AWS region.
    """
    rolling_updates: NotRequired[list[RollingUpdate]]
    """
    The instance groups whose instances keep what they have until they are replaced, sorted by name.
    """
    shared: list[Shared]
    """
    Shared things that are used and left alone.
    """
    steps: list[Step]
    """
    The steps, each after what it needs.
    """
    unchanged: int
    """
    The number of resources that are as they should be.
    """


class ApplyReconcileEvent(TypedDict):
    """
    Something happened to a step of an update.
    """

    event: Literal["apply"]
    what: Event
    """
    What.
    """


class RollingUpdateReconcileEvent(TypedDict):
    """
    Something happened in a rolling update.
    """

    event: Literal["rolling-update"]
    what: RollingUpdateEvent
    """
    What.
    """


class EndedReconcileEvent(TypedDict):
    """
    The run ended; no event follows.
    """

    event: Literal["ended"]
    report: ReconcileReport
    """
    How far it came.
    """


ReconcileEvent: TypeAlias = (
    StepStartedReconcileEvent
    | ApplyReconcileEvent
    | RollingUpdateReconcileEvent
    | WaitingReconcileEvent
    | StepFinishedReconcileEvent
    | EndedReconcileEvent
)
"""
What happens while a cluster is reconciled. The last event of a run is `ended`.
"""


class ErrorReconcileFailure(TypedDict):
    """
    No plan could be made, or it was not applied.
    """

    error: ErrorData
    """
    What went wrong.
    """
    reason: Literal["error"]


class RollingUpdateReconcileFailure(TypedDict):
    """
    Instances were not replaced.
    """

    reason: Literal["rolling-update"]
    report: RollingUpdateReport
    """
    How far the rolling update came.
    """


ReconcileFailure: TypeAlias = ErrorReconcileFailure | NotReadyReconcileFailure | RollingUpdateReconcileFailure
"""
Why a step was not done.
"""


class ReconcileReport(TypedDict):
    """
    How far reconciling a cluster came. A further run goes on where this one ended.
    """

    cancelled: bool
    """
    It was cancelled.
    """
    done: int
    """
    How many of them are done.
    """
    failure: ReconcileFailure | None
    """
    Why the next step was not done.
    """
    steps: int
    """
    How many steps there are.
    """


class Report(TypedDict):
    """
    How far a plan was applied. Every step is in exactly one of the lists.
    """

    cancelled: bool
    """
    The run was cancelled.
    """
    done: list[StepId]
    """
    Steps that are done, in the order in which they finished.
    """
    failed: list[StepFailure]
    """
    Steps that failed, and why.
    """
    inFlight: list[StepId]
    """
    Steps that were in flight when the run was cancelled: they may or may not have taken effect.
    """
    notStarted: list[StepId]
    """
    Steps that were not started, because a step that they depend on failed or because the run was cancelled.
    """
    outputs: dict[str, dict[str, str]]
    """
    What AWS assigned to each resource that the run created or changed.
    """


class LaunchTemplateResource(TypedDict):
    """
    launch template
    """

    fields: LaunchTemplate
    kind: Literal["launch-template"]


class ManagedFileResource(TypedDict):
    """
    state store object
    """

    fields: ManagedFile
    kind: Literal["managed-file"]


Resource: TypeAlias = (
    VpcResource
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
    | SecretResource
)
"""
A resource of any kind.
"""


class RetryingRollingUpdateEvent(TypedDict):
    """
    A call failed and is repeated.
    """

    error: ErrorData
    """
    What went wrong.
    """
    event: Literal["retrying"]


class GroupFailedRollingUpdateEvent(TypedDict):
    """
    A group was given up.
    """

    event: Literal["group-failed"]
    failure: RollingUpdateFailure
    """
    Why.
    """
    instanceGroup: str
    """
    The instance group.
    """


class EndedRollingUpdateEvent(TypedDict):
    """
    The run ended; no event follows.
    """

    event: Literal["ended"]
    report: RollingUpdateReport
    """
    How far it came.
    """


RollingUpdateEvent: TypeAlias = (
    GroupStartedRollingUpdateEvent
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
    | EndedRollingUpdateEvent
)
"""
What happens during a rolling update. The last event of a run is `ended`.
"""


class ErrorRollingUpdateFailure(TypedDict):
    """
    A call failed for good.
    """

    error: ErrorData
    """
    What went wrong.
    """
    reason: Literal["error"]


RollingUpdateFailure: TypeAlias = (
    NotHealthyRollingUpdateFailure
    | NotDrainedRollingUpdateFailure
    | NoLaunchTemplateRollingUpdateFailure
    | OtherClusterRollingUpdateFailure
    | TakenOverRollingUpdateFailure
    | ErrorRollingUpdateFailure
)
"""
Why a group, or a whole run, was given up.
"""


class RollingUpdateReport(TypedDict):
    """
    How far a rolling update came.
    """

    cancelled: bool
    """
    It was cancelled. A further run goes on where it ended.
    """
    cordoned: list[str]
    """
    The nodes that are left cordoned by this run or an earlier one, sorted: the next run drains them further, and `kubectl uncordon` takes them back.
    """
    failure: RollingUpdateFailure | None
    """
    What ended the run beside what is wrong with a group.
    """
    groups: list[GroupOutcome]
    """
    What became of each group that had instances to replace, in the order of the update.
    """


class SetCluster(TypedDict):
    """
    A cluster of a set, and what would be done to it.
    """

    action: SetAction
    """
    What becomes of it.
    """
    changed_objects: list[ObjectRef]
    """
    Its objects in the set that are new in the state store, or differ from what it has.
    """
    cluster: str
    """
    Its name.
    """
    deleted_groups: list[str]
    """
    Instance groups that left the set, which are deleted from the state store once the plan was applied.
    """
    objects: str
    """
    Its objects in the set as YAML, which are stored before the plan is applied; empty for a deletion.
    """
    plan: Plan
    """
    What changes in the account.
    """


class SetEvent(TypedDict):
    """
    Something that happened to a cluster while a set was applied.
    """

    cluster: str
    """
    The cluster.
    """
    event: Event
    """
    What happened.
    """


class SetPlan(TypedDict):
    """
    What would make the clusters and instance groups of a set what its objects say.
    """

    clusters: list[SetCluster]
    """
    Its clusters in the order in which they are applied: those of the objects by name, then those that are deleted.
    """
    hash: str
    """
    The hash of the plan, 64 hexadecimal digits. A plan that has another hash is refused.
    """
    retained: list[RetainedObject]
    """
    What left the set and is retained until the set is pruned.
    """
    set: str
    """
    The name of the set.
    """
    total: PlanTotal
    """
    What the plans of its clusters come to together.
    """


class SetReport(TypedDict):
    """
    What came of applying a set.
    """

    cancelled: bool
    """
    The run was cancelled.
    """
    clusters: list[AppliedCluster]
    """
    The clusters that are done, in their order; fewer than those of the plan where the run was cancelled or a cluster failed.
    """


class Snapshot(TypedDict):
    """
    What an account holds of a cluster at one moment.
    """

    calls: dict[str, int]
    """
    The number of calls that it took, by service and operation as IAM names them: `ec2:DescribeSubnets`.
    """
    occupants: NotRequired[list[Occupant]]
    """
    What else is in the VPCs, subnets and security groups among the resources, where the scope asks for it.
    """
    resources: list[Observed]
    """
    The resources, in the order of `Kind` and id.
    """


class Step(TypedDict):
    """
    One creation, update or deletion of a resource, with its dependencies and its reason.
    """

    action: Action
    """
    What is done.
    """
    depends_on: list[StepId]
    """
    Steps that must be done first.
    """
    disruption: Disruption
    """
    What users of the cluster may notice.
    """
    id: StepId
    """
    Its number.
    """
    reason: str
    """
    Why, in a few words.
    """
    resource: ResourceId
    """
    What it is about.
    """
    source: SourceRef | None
    """
    The field of the spec that caused it, and where the user wrote it.
    """


class StepFailure(TypedDict):
    """
    A step that failed.
    """

    error: ErrorData
    """
    Why it failed.
    """
    resource: ResourceId
    """
    The resource that the step is about.
    """
    step: StepId
    """
    The step.
    """


class TextParts(TypedDict):
    """
    The parts of any other one.
    """

    text: list[Part]


Text: TypeAlias = str | TextParts
"""
A text of parts: literals, and references to outputs of other resources.
In JSON a text without references is a string, any other one `{"text": [...]}` with its parts. References are resolved like all others: when a plan is made, as far as their resources exist, and the rest when a step is bound.
"""


UpgradePlan = TypedDict(
    "UpgradePlan",
    {
        "cluster": str,
        "from": str,
        "notes": list[str],
        "steps": list["UpgradeStep"],
        "to": str,
    },
)


class UpgradeStep(TypedDict):
    """
    A step, and what it would do.
    """

    action: ReconcileAction
    """
    What is done.
    """
    instanceGroups: list[str]
    """
    The instance groups that it is for.
    """
    kubernetesVersion: str
    """
    The version of Kubernetes that the spec has in this step.
    """
    plan: Plan | None
    """
    What an update would change; null for a step that updates nothing.
    """
    rollingUpdates: list[RollingUpdate]
    """
    The groups whose instances a rolling update would replace, with the fields of the spec that are the cause.
    """


class FailedValidationEvent(TypedDict):
    """
    The account or the cluster could not be asked.
    """

    error: ErrorData
    """
    What went wrong.
    """
    event: Literal["failed"]


ValidationEvent: TypeAlias = ValidatedValidationEvent | FailedValidationEvent
"""
What came of an attempt to validate a cluster that is waited for.
"""
