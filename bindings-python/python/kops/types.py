"""What the library takes and returns. Generated from schema/kops.json by `make types`; do not edit."""

from __future__ import annotations
import sys
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

if sys.version_info >= (3, 11):
    from typing import NotRequired
elif TYPE_CHECKING:
    from typing_extensions import NotRequired


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
    The bucket that takes the files.
    """
    bucketPrefix: NotRequired[str]
    """
    The folder in the bucket.
    """
    interval: NotRequired[int]
    """
    Minutes between files; classic load balancers only: 5 or 60.
    """


class Addon(TypedDict):
    """
    A manifest to apply beside the built-in addons.
    """

    manifest: NotRequired[str]
    """
    Where the manifest is.
    """


class ApplyOptions(TypedDict):
    """
    How a plan is applied. In JSON, durations are seconds.
    """

    attempts: NotRequired[int]
    """
    How often a call is tried before it has failed, where its errors say that trying again helps.
    """
    firstDelay: NotRequired[float]
    """
    How long to wait before the second try; doubles each time.
    """
    grace: NotRequired[float]
    """
    How long calls that are out when the run is cancelled may take to come back.
    """
    longestDelay: NotRequired[float]
    """
    The longest wait between two tries.
    """
    nonce: NotRequired[int]
    """
    Client tokens and the jitter of waits come from it. The tokens also come from the plan and from the second in which a run begins, so that only runs of one plan within one second need numbers of their own.
    """
    parallel: NotRequired[int]
    """
    How many steps may be under way at once.
    """
    readyWithin: NotRequired[float]
    """
    How long a resource may take to become ready, to be free of what uses it, or to be seen by others.
    """
    releaseWithin: NotRequired[float]
    """
    How long a deletion may be told, word for word the same, that something still uses the resource, where this run has deleted something that did. AWS takes a while until a load balancer has given up its network interfaces.
    """
    settleWithin: NotRequired[float]
    """
    How long a step may be told that what this run has made does not exist. AWS takes a while until what was made a moment ago is seen everywhere. Also how long a deletion may be told, word for word the same, that something still uses the resource, where this run has deleted nothing that did.
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
    Where nodes get images and files from.
    """

    containerProxy: NotRequired[str]
    """
    A proxy that fetches images on demand.
    """
    containerRegistry: NotRequired[str]
    """
    A registry that holds copies of all images.
    """
    fileRepository: NotRequired[str]
    """
    A place that holds copies of all files.
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
    IAM statements as a JSON list.
    """
    policyARNs: NotRequired[list[str]]
    """
    Managed policies to attach.
    """


class Bucket(TypedDict):
    """
    An S3 bucket of the state store.
    """

    kmsKey: NotRequired[str | None]
    """
    The KMS key of its default encryption, where it has one.
    """
    region: NotRequired[str]
    """
    Its region.
    """


class CertManager(TypedDict):
    """
    The addon that issues certificates.
    """

    defaultIssuer: NotRequired[str]
    """
    The issuer of ingresses that name none.
    """
    enabled: NotRequired[bool]
    """
    Whether it is there. Default: false.
    """
    featureGates: NotRequired[dict[str, bool]]
    """
    Features to turn on or off.
    """
    hostedZoneIDs: NotRequired[list[str]]
    """
    Hosted zones that it may write to for DNS challenges.
    """
    image: NotRequired[str]
    """
    Its image.
    """
    managed: NotRequired[bool]
    """
    Whether it is installed, or the user installs it. Default: true.
    """
    nameservers: NotRequired[list[str]]
    """
    Servers that are asked whether a DNS challenge is visible.
    """


CiliumEncryption: TypeAlias = Literal["ipsec", "wireguard"]
"""
How Cilium encrypts.
- `ipsec`: IPsec with a key that the secret store holds.
- `wireguard`: WireGuard.
"""


class CiliumGatewayApi(TypedDict):
    """
    Gateway API by Cilium.
    """

    enableSecretsSync: NotRequired[bool]
    """
    Copies the secrets of certificates to its namespace.
    """
    enabled: NotRequired[bool]
    """
    Whether it serves gateways.
    """


class CiliumIngress(TypedDict):
    """
    Ingress by Cilium.
    """

    defaultLoadBalancerMode: NotRequired[str]
    """
    Whether ingresses share a load balancer: `shared` or `dedicated`.
    """
    enableSecretsSync: NotRequired[bool]
    """
    Copies the secrets of certificates to its namespace.
    """
    enabled: NotRequired[bool]
    """
    Whether it serves ingresses.
    """
    enforceHttps: NotRequired[bool]
    """
    Sends HTTP requests to HTTPS.
    """
    loadBalancerAnnotationPrefixes: NotRequired[str]
    """
    Prefixes of annotations that are handed to load balancers, separated by commas.
    """
    sharedLoadBalancerServiceName: NotRequired[str]
    """
    The name of the shared load balancer's service.
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


class Cni(TypedDict):
    """
    A CNI plugin that the user installs.
    """

    usesSecondaryIP: NotRequired[bool]
    """
    Whether it gives pods secondary addresses of the VPC.
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
    wrong: NotRequired[str]
    """
    An input with the finding: part of a spec, or a command. Some findings have no short input.
    """


class DcgmExporter(TypedDict):
    """
    Metrics of GPUs.
    """

    enabled: NotRequired[bool]
    """
    Whether they are served.
    """


class DefaultImage(TypedDict):
    """
    An image for new groups.
    """

    architecture: NotRequired[str]
    """
    The architecture of its machines: `amd64` or `arm64`.
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
    A server of discovery documents.
    """

    url: NotRequired[str]
    """
    Where the server is.
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


DnsType: TypeAlias = Literal["Public", "Private", "None"]
"""
The kind of DNS.
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
    Its name.
    """
    value: NotRequired[str]
    """
    Its value.
    """
    valueFrom: NotRequired[Any]
    """
    Where Kubernetes takes its value from; `kubeAPIServer.env` only.
    """


ErrorKind: TypeAlias = Literal[
    "not-found", "conflict", "in-use", "not-ready", "throttled", "denied", "quota", "invalid", "network", "internal"
]
"""
Kinds of failure.
- `not-found`: What the call names does not exist.
- `conflict`: It exists already, or differs from what the call expects.
- `in-use`: Something still uses it.
- `not-ready`: It exists but cannot be used yet: made a moment ago, or not ready.
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
    The place: `s3://bucket/path`. Default: below the state store.
    """
    image: NotRequired[str]
    """
    Retired. The image of the backup program.
    """


class EtcdManager(TypedDict):
    """
    Settings of etcd-manager.
    """

    backupInterval: NotRequired[Duration]
    """
    How often a backup is made. Default: 15 minutes.
    """
    backupRetentionDays: NotRequired[int]
    """
    Days that backups are kept.
    """
    discoveryPollInterval: NotRequired[Duration]
    """
    How often members look for each other. Default: one minute.
    """
    env: NotRequired[list[EnvVar]]
    """
    Environment of etcd-manager; `ETCD_…` is handed to etcd.
    """
    image: NotRequired[str]
    """
    The image of etcd-manager.
    """
    listenClientHTTPURLs: NotRequired[list[str]]
    """
    Where etcd serves clients by HTTP alone.
    """
    listenMetricsURLs: NotRequired[list[str]]
    """
    Where etcd serves metrics.
    """
    logLevel: NotRequired[int]
    """
    How much etcd-manager logs. Default: 6.
    """


class EtcdMember(TypedDict):
    """
    A member of an etcd cluster and its volume.
    """

    encryptedVolume: NotRequired[bool]
    """
    Whether the volume is encrypted. Default: true for new clusters.
    """
    instanceGroup: NotRequired[str]
    """
    The control-plane group that runs it; names its zone.
    """
    kmsKeyId: NotRequired[str]
    """
    The key that encrypts the volume. Default: the account's own.
    """
    name: NotRequired[str]
    """
    Its name, unique in the cluster: often the letter of the zone.
    """
    volumeIops: NotRequired[int]
    """
    Operations per second of its volume. Default: 3000 for `gp3`, 100 for `io1` and `io2`.
    """
    volumeSize: NotRequired[int]
    """
    Size of its volume in GiB. Default: 20.
    """
    volumeThroughput: NotRequired[int]
    """
    Throughput of a `gp3` volume in MiB/s. Default: 125.
    """
    volumeType: NotRequired[str]
    """
    The EBS type of its volume. Default: `gp3`.
    """


EtcdProvider: TypeAlias = Literal["Manager", "Legacy"]
"""
What runs etcd.
- `Manager`: etcd-manager.
- `Legacy`: Retired: protokube.
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
    Tags. Reading them back takes a call for each rule, so later differences are left alone, as kops does.
    """


class ExecContainer(TypedDict):
    """
    A container to run on a node.
    """

    command: NotRequired[list[str]]
    """
    Its command.
    """
    environment: NotRequired[dict[str, str]]
    """
    Its environment.
    """
    image: NotRequired[str]
    """
    Its image.
    """


ExternalDnsProvider: TypeAlias = Literal["dns-controller", "external-dns", "none"]
"""
What publishes DNS names.
- `dns-controller`: dns-controller.
- `external-dns`: external-dns.
- `none`: Nothing.
"""


class ExternalLoadBalancer(TypedDict):
    """
    A load balancer that exists: one of both.
    """

    loadBalancerName: NotRequired[str]
    """
    The name of a classic load balancer.
    """
    targetGroupArn: NotRequired[str]
    """
    The ARN of a target group.
    """


class FileAsset(TypedDict):
    """
    A file that machines download.
    """

    canonical: str
    """
    The URL at which its publisher has it.
    """
    download: str
    """
    The URL from which machines get it: below `assets.fileRepository`, where the spec sets that.
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
    How packets travel: `vxlan` or `udp`. Default: `vxlan` for new clusters.
    """
    disableTxChecksumOffloading: NotRequired[bool]
    """
    Retired. Works round an old fault of the kernel.
    """
    iptablesResyncSeconds: NotRequired[int]
    """
    Seconds between checks of the rules. Default: 5.
    """


class Gvisor(TypedDict):
    """
    gVisor's runtime.
    """

    enabled: NotRequired[bool]
    """
    Whether it is installed.
    """
    platform: NotRequired[str]
    """
    How it traps calls: `systrap` or `kvm`.
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
    The name or address of the proxy.
    """
    port: NotRequired[int]
    """
    The port of the proxy.
    """


class Hubble(TypedDict):
    """
    What watches Cilium's flows.
    """

    enabled: NotRequired[bool]
    """
    Whether it runs.
    """
    metrics: NotRequired[list[str]]
    """
    Metrics of flows.
    """


class IamProfile(TypedDict):
    """
    An instance profile.
    """

    profile: NotRequired[str]
    """
    The ARN of a profile that exists.
    """


class IdentityMapping(TypedDict):
    """
    An AWS identity and the user that it is in the cluster.
    """

    arn: NotRequired[str]
    """
    The role or user in AWS.
    """
    groups: NotRequired[list[str]]
    """
    The user's groups.
    """
    username: NotRequired[str]
    """
    The user in the cluster.
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
    The name by which machines pull it: that of `assets.containerRegistry` or `assets.containerProxy`, where the spec sets one.
    """


InstanceGroupRole: TypeAlias = Literal["Master", "APIServer", "Node", "Bastion", "ControlPlane"]
"""
What the machines of a group do.
- `Master`: Run the control plane and etcd. Written as `Master`.
- `APIServer`: Run API servers beside the control plane.
- `Node`: Run pods.
- `Bastion`: Let people in by SSH.
- `ControlPlane`: The same as `Master`.
"""


InstanceManager: TypeAlias = Literal["CloudGroup", "Karpenter"]
"""
What makes the machines of a group.
- `CloudGroup`: An autoscaling group.
- `Karpenter`: Karpenter.
"""


class InstanceMetadata(TypedDict):
    """
    How machines reach their metadata.
    """

    httpPutResponseHopLimit: NotRequired[int]
    """
    How many hops the answer may travel. Default: 1.
    """
    httpTokens: NotRequired[str]
    """
    Whether a token is asked for: `required` or `optional`. Default: `required`.
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
    "key-pair",
    "iam-role",
    "iam-role-policy",
    "iam-role-policy-attachment",
    "iam-instance-profile",
    "iam-oidc-provider",
    "volume",
    "classic-load-balancer",
    "network-load-balancer",
    "target-group",
    "listener",
    "launch-template",
    "autoscaling-group",
    "warm-pool",
    "lifecycle-hook",
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
- `key-pair`: key pair
- `iam-role`: IAM role
- `iam-role-policy`: IAM role policy
- `iam-role-policy-attachment`: IAM role policy attachment
- `iam-instance-profile`: IAM instance profile
- `iam-oidc-provider`: IAM OIDC provider
- `volume`: EBS volume
- `classic-load-balancer`: classic load balancer
- `network-load-balancer`: network load balancer
- `target-group`: target group
- `listener`: listener
- `launch-template`: launch template
- `autoscaling-group`: autoscaling group
- `warm-pool`: warm pool
- `lifecycle-hook`: lifecycle hook
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
    Whose addresses are translated.
    """

    enabled: NotRequired[bool]
    """
    Whether addresses are translated.
    """
    nonMasqueradeCIDRs: NotRequired[list[str]]
    """
    Ranges that are reached without translation.
    """


class Kubelet(TypedDict):
    """
    The kubelet.
    """

    allowPrivileged: NotRequired[bool]
    """
    Retired. Whether containers may be privileged.
    """
    allowedUnsafeSysctls: NotRequired[list[str]]
    """
    Unsafe kernel parameters that pods may set.
    """
    anonymousAuth: NotRequired[bool]
    """
    Whether requests without a name are served. Default: false.
    """
    apiServers: NotRequired[str]
    """
    Retired. Where the API is.
    """
    authenticationTokenWebhook: NotRequired[bool]
    """
    Asks the API about tokens. Default: true.
    """
    authenticationTokenWebhookCacheTtl: NotRequired[Duration]
    """
    How long such an answer holds.
    """
    authorizationMode: NotRequired[str]
    """
    Who may ask it: `AlwaysAllow` or `Webhook`. Default: `Webhook`.
    """
    babysitDaemons: NotRequired[bool]
    """
    Retired. Whether it watches other daemons.
    """
    bootstrapKubeconfig: NotRequired[str]
    """
    The file with which it asks for a certificate.
    """
    cgroupDriver: NotRequired[str]
    """
    What keeps cgroups: `systemd` or `cgroupfs`. Default: `systemd`.
    """
    cgroupRoot: NotRequired[str]
    """
    The cgroup above pods.
    """
    clientCaFile: NotRequired[str]
    """
    The authorities of clients.
    """
    cloudProvider: NotRequired[str]
    """
    What looks after the node in the cloud: `external`.
    """
    clusterDNS: NotRequired[str]
    """
    The address of the cluster's DNS.
    """
    clusterDomain: NotRequired[str]
    """
    The domain of services. Default: `clusterDNSDomain`.
    """
    configureCbr0: NotRequired[bool]
    """
    Retired. Whether it sets up the bridge.
    """
    containerLogMaxFiles: NotRequired[int]
    """
    How many logs of a container are kept.
    """
    containerLogMaxSize: NotRequired[str]
    """
    The size at which a log is rotated.
    """
    cpuCFSQuota: NotRequired[bool]
    """
    Holds containers to their CPU limits.
    """
    cpuCFSQuotaPeriod: NotRequired[Duration]
    """
    The period of CPU limits.
    """
    cpuManagerPolicy: NotRequired[str]
    """
    How CPUs are given: `none` or `static`.
    """
    crashLoopBackOffMaxContainerRestartPeriod: NotRequired[Duration]
    """
    The longest wait before a container is started again.
    """
    dockerDisableSharedPID: NotRequired[bool]
    """
    Retired. Gives every container its own process ids.
    """
    enableCadvisorJsonEndpoints: NotRequired[bool]
    """
    Retired. Serves cAdvisor's figures.
    """
    enableCustomMetrics: NotRequired[bool]
    """
    Retired. Gathers pods' own metrics.
    """
    enableDebuggingHandlers: NotRequired[bool]
    """
    Serves logs and commands. Default: true.
    """
    enforceNodeAllocatable: NotRequired[str]
    """
    What is held to its limits: `pods`, `system-reserved`, `kube-reserved`.
    """
    eventBurst: NotRequired[int]
    """
    Events at once.
    """
    eventQPS: NotRequired[int]
    """
    Events per second.
    """
    eventRecordQPS: NotRequired[int]
    """
    Events per second; 0 for no limit.
    """
    evictionHard: NotRequired[str]
    """
    When pods are evicted at once: `memory.available<100Mi,…`.
    """
    evictionMaxPodGracePeriod: NotRequired[int]
    """
    Seconds that pods get to end at most.
    """
    evictionMinimumReclaim: NotRequired[str]
    """
    How much is freed at least, by signal.
    """
    evictionPressureTransitionPeriod: NotRequired[Duration]
    """
    How long a node stays marked.
    """
    evictionSoft: NotRequired[str]
    """
    When pods are evicted after a while.
    """
    evictionSoftGracePeriod: NotRequired[str]
    """
    How long that while is, by signal.
    """
    experimentalAllocatableIgnoreEviction: NotRequired[bool]
    """
    Leaves eviction out of what can be allocated.
    """
    experimentalAllowedUnsafeSysctls: NotRequired[list[str]]
    """
    Retired. See `allowedUnsafeSysctls`.
    """
    failSwapOn: NotRequired[bool]
    """
    Does not start where swap is on.
    """
    featureGates: NotRequired[dict[str, str]]
    """
    Features to turn on or off.
    """
    hairpinMode: NotRequired[str]
    """
    Retired. How a pod reaches itself through a service.
    """
    hostnameOverride: NotRequired[str]
    """
    The node's name.
    """
    housekeepingInterval: NotRequired[Duration]
    """
    How often containers are measured.
    """
    imageGCHighThresholdPercent: NotRequired[int]
    """
    The use of the disk in percent above which images are removed.
    """
    imageGCLowThresholdPercent: NotRequired[int]
    """
    The use of the disk in percent down to which images are removed.
    """
    imageMaximumGCAge: NotRequired[Duration]
    """
    How old an unused image may become.
    """
    imageMinimumGCAge: NotRequired[Duration]
    """
    How old an unused image must be before it is removed.
    """
    imagePullProgressDeadline: NotRequired[Duration]
    """
    Retired. How long a pull may stand still.
    """
    kernelMemcgNotification: NotRequired[bool]
    """
    Lets the kernel tell of memory limits.
    """
    kubeAPIQPS: NotRequired[int]
    """
    Requests per second to the API.
    """
    kubeReserved: NotRequired[dict[str, str]]
    """
    What is kept for Kubernetes, by resource.
    """
    kubeReservedCgroup: NotRequired[str]
    """
    The cgroup of Kubernetes.
    """
    kubeconfigPath: NotRequired[str]
    """
    The file with which it reaches the API.
    """
    kubeletCgroups: NotRequired[str]
    """
    The cgroup of the kubelet.
    """
    logFormat: NotRequired[str]
    """
    How it logs: `text` or `json`.
    """
    logLevel: NotRequired[int]
    """
    How much it logs. Default: 2.
    """
    maxParallelImagePulls: NotRequired[int]
    """
    How many images are pulled at once.
    """
    maxPods: NotRequired[int]
    """
    The most pods on a node. Default: 110, or what the network allows.
    """
    memorySwapBehavior: NotRequired[str]
    """
    How pods may swap: `LimitedSwap`, `NoSwap`.
    """
    networkPluginMTU: NotRequired[int]
    """
    Retired. The largest packet.
    """
    networkPluginName: NotRequired[str]
    """
    Retired. The network plugin.
    """
    nodeLabels: NotRequired[dict[str, str]]
    """
    Labels of the node.
    """
    nodeLeaseDurationSeconds: NotRequired[int]
    """
    Seconds that the node's lease holds.
    """
    nodeStatusUpdateFrequency: NotRequired[Duration]
    """
    How often the node's status is sent.
    """
    nonMasqueradeCIDR: NotRequired[str]
    """
    Retired. The range without address translation.
    """
    nvidiaGPUs: NotRequired[int]
    """
    Retired. How many GPUs.
    """
    podCIDR: NotRequired[str]
    """
    The range of pods where the API gives none.
    """
    podInfraContainerImage: NotRequired[str]
    """
    Retired. The image that holds a pod's network.
    """
    podManifestPath: NotRequired[str]
    """
    Where static pods are. Default: `/etc/kubernetes/manifests`.
    """
    podPidsLimit: NotRequired[int]
    """
    The most processes of a pod.
    """
    protectKernelDefaults: NotRequired[bool]
    """
    Does not start where kernel parameters are not as it needs them.
    """
    readOnlyPort: NotRequired[int]
    """
    The port without authentication; 0 for none.
    """
    reconcileCIDR: NotRequired[bool]
    """
    Retired. Follows the node's range.
    """
    registerNode: NotRequired[bool]
    """
    Registers the node with the API.
    """
    registerSchedulable: NotRequired[bool]
    """
    Retired. Whether the node takes pods.
    """
    registryBurst: NotRequired[int]
    """
    Pulls at once.
    """
    registryPullQPS: NotRequired[int]
    """
    Pulls per second.
    """
    requireKubeconfig: NotRequired[bool]
    """
    Retired. Whether that file must be there.
    """
    resolvConf: NotRequired[str]
    """
    The file with the node's DNS servers.
    """
    rootDir: NotRequired[str]
    """
    Where it keeps data. Default: `/var/lib/kubelet`.
    """
    rotateCertificates: NotRequired[bool]
    """
    Renews its certificate.
    """
    runtimeCgroups: NotRequired[str]
    """
    The cgroup of the container runtime.
    """
    runtimeRequestTimeout: NotRequired[Duration]
    """
    How long the container runtime may take.
    """
    seccompDefault: NotRequired[bool]
    """
    Uses the runtime's seccomp profile where a pod has none.
    """
    seccompProfileRoot: NotRequired[str]
    """
    Where seccomp profiles are.
    """
    serializeImagePulls: NotRequired[bool]
    """
    Pulls one image at a time.
    """
    shutdownGracePeriod: NotRequired[Duration]
    """
    How long the node waits for pods before it goes down. Default: 30 seconds.
    """
    shutdownGracePeriodCriticalPods: NotRequired[Duration]
    """
    How much of that is for critical pods. Default: 10 seconds.
    """
    streamingConnectionIdleTimeout: NotRequired[Duration]
    """
    How long a stream may be idle.
    """
    systemCgroups: NotRequired[str]
    """
    The cgroup of other processes.
    """
    systemReserved: NotRequired[dict[str, str]]
    """
    What is kept for the system, by resource.
    """
    systemReservedCgroup: NotRequired[str]
    """
    The cgroup of the system.
    """
    taints: NotRequired[list[str]]
    """
    Taints of the node when it registers.
    """
    tlsCertFile: NotRequired[str]
    """
    The certificate that it presents.
    """
    tlsCipherSuites: NotRequired[list[str]]
    """
    The ciphers that it accepts.
    """
    tlsMinVersion: NotRequired[str]
    """
    The oldest TLS that it accepts: `VersionTLS12`, ….
    """
    tlsPrivateKeyFile: NotRequired[str]
    """
    The key of that certificate.
    """
    topologyManagerPolicy: NotRequired[str]
    """
    How devices and CPUs are placed together.
    """
    volumePluginDirectory: NotRequired[str]
    """
    Where volume plugins are.
    """
    volumeStatsAggPeriod: NotRequired[Duration]
    """
    How often the use of volumes is measured.
    """


class LeaderElection(TypedDict):
    """
    How one of several replicas is chosen.
    """

    leaderElect: NotRequired[bool]
    """
    Whether one is chosen. Default: true.
    """
    leaderElectLeaseDuration: NotRequired[Duration]
    """
    How long the others wait.
    """
    leaderElectRenewDeadlineDuration: NotRequired[Duration]
    """
    How long the leader tries to stay.
    """
    leaderElectResourceLock: NotRequired[str]
    """
    The kind of the lock.
    """
    leaderElectResourceName: NotRequired[str]
    """
    The name of the lock.
    """
    leaderElectResourceNamespace: NotRequired[str]
    """
    The namespace of the lock.
    """
    leaderElectRetryPeriod: NotRequired[Duration]
    """
    How often it is tried.
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
    The elastic address that it has there; public network load balancers only.
    """
    name: NotRequired[str]
    """
    The subnet's name in this spec.
    """
    privateIPv4Address: NotRequired[str]
    """
    The private address that it has there; internal network load balancers only.
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
    An EC2 machine type.
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
    The addon that serves resource metrics.
    """

    enabled: NotRequired[bool]
    """
    Whether it runs. Default: false.
    """
    image: NotRequired[str]
    """
    Its image.
    """
    insecure: NotRequired[bool]
    """
    Takes any certificate of kubelets. Default: true; false needs cert-manager.
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
    The subnet it is in.
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
    Retired. How nodes were admitted.
    """

    nodeAuthorizer: NotRequired[Any]
    """
    The server that admitted nodes.
    """


class Nri(TypedDict):
    """
    Plugins of nodes.
    """

    enabled: NotRequired[bool]
    """
    Whether plugins are used.
    """
    pluginRegistrationTimeout: NotRequired[Duration]
    """
    How long a plugin may take to register.
    """
    pluginRequestTimeout: NotRequired[Duration]
    """
    How long a plugin may take to answer.
    """


class Ntp(TypedDict):
    """
    How nodes set their clocks.
    """

    managed: NotRequired[bool]
    """
    Whether nodes are set up with Amazon's time server. Default: true.
    """


class NvidiaGpu(TypedDict):
    """
    GPUs of NVIDIA.
    """

    dcgmExporter: NotRequired[DcgmExporter]
    """
    Metrics of GPUs.
    """
    enabled: NotRequired[bool]
    """
    Whether the driver is installed.
    """
    image: NotRequired[str]
    """
    The image of the device plugin.
    """
    package: NotRequired[str]
    """
    The driver's package.
    """


class ObjectMeta(TypedDict):
    """
    What every object has beside its spec.
    """

    annotations: NotRequired[dict[str, str]]
    """
    Notes for people and tools.
    """
    creationTimestamp: NotRequired[str | None]
    """
    When it was made, as RFC 3339; null in what kops itself writes.
    """
    finalizers: NotRequired[list[str]]
    """
    What must be done before it may go.
    """
    generation: NotRequired[int]
    """
    How often its spec was changed.
    """
    labels: NotRequired[dict[str, str]]
    """
    Labels; `kops.k8s.io/cluster` names the cluster of a group.
    """
    managedFields: NotRequired[Any]
    """
    What a Kubernetes API keeps beside that: owners, finalizers, managed fields.
    """
    name: str
    """
    The object's name: of a cluster its DNS name.
    """
    namespace: NotRequired[str]
    """
    Not used by kops.
    """
    ownerReferences: NotRequired[Any]
    """
    What it belongs to.
    """
    resourceVersion: NotRequired[str]
    """
    The version that a Kubernetes API gave it.
    """
    uid: NotRequired[str]
    """
    The id that a Kubernetes API gave it.
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


class Occupant(TypedDict):
    """
    Something that is in a network of the cluster's and is not one of its resources: an instance, a network interface, something of another cluster. AWS deletes no network that something is in.
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
    The VPC, subnets and security groups that it is in.
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


class SharedOwnership(TypedDict):
    """
    It exists, it is used, and it is never changed or deleted. It must match what the graph says of it; a field at its default says nothing.
    """

    shared: CloudId


Ownership: TypeAlias = Literal["owned"] | SharedOwnership
"""
Whose a resource is.
"""


class Packages(TypedDict):
    """
    Where archives of a component are.
    """

    hashAmd64: NotRequired[str]
    """
    SHA-256 of the archive for amd64.
    """
    hashArm64: NotRequired[str]
    """
    SHA-256 of the archive for arm64.
    """
    urlAmd64: NotRequired[str]
    """
    Where the archive for amd64 is.
    """
    urlArm64: NotRequired[str]
    """
    Where the archive for arm64 is.
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
    """

    allow: list[str]
    """
    Dangerous steps that the user allows: a resource as plans name it (`volume/a.etcd-main.demo`), its cloud id, or `*`.
    """
    delete_cluster: bool
    """
    The whole cluster goes, with everything that it owns: networks, volumes, and what its controllers made.
    """
    prune: bool
    """
    Also delete what the cluster owns and no longer wants although something may run on it.
    """


PlanProblemKind: TypeAlias = Literal[
    "missing-shared", "shared-differs", "fixed", "ambiguous", "others-own", "not-ours", "occupied", "in-use", "cycle"
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
- `cycle`: Resources depend on each other in a circle.
"""


class PodIdentityWebhook(TypedDict):
    """
    The addon that gives pods the role of their service account.
    """

    enabled: NotRequired[bool]
    """
    Whether it runs. Default: false.
    """
    replicas: NotRequired[int]
    """
    How many replicas. Default: 2.
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
    Tags. Reading them back takes a call for each queue, so later differences are left alone, as kops does.
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


class RollingUpdateSpec(TypedDict):
    """
    How nodes are replaced.
    """

    drainAndTerminate: NotRequired[bool]
    """
    Whether a node is drained and ended, not only marked. Default: true.
    """
    maxSurge: NotRequired[IntOrString]
    """
    How many nodes, or what share (`10%`), may be added at a time. Default: 1; 0 for groups of Karpenter.
    """
    maxUnavailable: NotRequired[IntOrString]
    """
    How many nodes, or what share (`10%`), may be missing at a time. Default: 1, or 0 with a surge.
    """


class RouteSpec(TypedDict):
    """
    A route that is added to a subnet's table.
    """

    cidr: NotRequired[str]
    """
    Where it leads.
    """
    target: NotRequired[str]
    """
    What it goes through: `pcx-…`, `i-…`, `nat-…`, `tgw-…`, `igw-…`, `eigw-…`.
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
    runc.
    """

    packages: NotRequired[Packages]
    """
    Where it is, and the hash.
    """
    version: NotRequired[str]
    """
    Its version.
    """


class SSHCredentialSpec(TypedDict):
    """
    A public SSH key.
    """

    publicKey: NotRequired[str]
    """
    The key as OpenSSH writes it.
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
    Further resources by id, regardless of their owner: the shared ones, and the VPC whose gateways and tables matter.
    """
    names: dict[str, list[str]]
    """
    Names of resources that AWS finds by name only: roles, profiles, groups, templates, hooks, rules, queues, key pairs; of associations with hosted zones the zone.
    """
    occupants: bool
    """
    Look also for `Snapshot::occupants`, which only matter where networks are deleted.
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


SecretErrorKind: TypeAlias = Literal["missing", "exists", "damaged", "unexpected"]
"""
What is wrong with a secret.
- `missing`: The cluster does not have it.
- `exists`: It is in the state store already.
- `damaged`: What is stored is not a secret.
- `unexpected`: What was given is not what the secret must hold.
"""


class ServiceAccountIssuerDiscovery(TypedDict):
    """
    Where the keys of service accounts are published.
    """

    additionalAudiences: NotRequired[list[str]]
    """
    Further audiences that the OIDC provider accepts.
    """
    discoveryService: NotRequired[DiscoveryService]
    """
    A server that publishes the documents.
    """
    discoveryStore: NotRequired[str]
    """
    The public place of the discovery documents: `s3://bucket/path`.
    """
    enableAWSOIDCProvider: NotRequired[bool]
    """
    Makes an OIDC provider in IAM, so that pods can have roles.
    """


class ServiceAccountPermission(TypedDict):
    """
    The AWS permissions of a service account.
    """

    aws: NotRequired[AwsPermission]
    """
    What it may do in AWS: one of both.
    """
    name: NotRequired[str]
    """
    The service account.
    """
    namespace: NotRequired[str]
    """
    Its namespace.
    """


Severity: TypeAlias = Literal["error", "warning"]
"""
How bad a finding is.
- `error`: The input cannot be used until this is mended.
- `warning`: The input can be used, but the user would want to know.
"""


class SnapshotController(TypedDict):
    """
    The addon that takes snapshots of volumes.
    """

    enabled: NotRequired[bool]
    """
    Whether it runs. Default: false.
    """
    installDefaultClass: NotRequired[bool]
    """
    Makes a default snapshot class.
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


SubnetType: TypeAlias = Literal["Public", "Private", "Utility", "DualStack"]
"""
What can be reached from a subnet and what can reach it.
- `Public`: Instances have public addresses and a route to the internet gateway.
- `Private`: Instances have private addresses only and leave through a NAT gateway.
- `Utility`: Holds load balancers, NAT gateways and bastions of private subnets; public.
- `DualStack`: Private, with IPv4 beside IPv6.
"""


class Target(TypedDict):
    """
    An account and a region.
    """

    account: str
    """
    The number of the account; empty where it is not known.
    """
    region: str
    """
    The region.
    """


class Terraform(TypedDict):
    """
    What is added to the rendered providers.
    """

    filesProviderExtraConfig: NotRequired[dict[str, str]]
    """
    Arguments added to the provider of files.
    """
    providerExtraConfig: NotRequired[dict[str, str]]
    """
    Arguments added to the provider of resources.
    """


class Toleration(TypedDict):
    """
    A taint that a pod tolerates.
    """

    effect: NotRequired[str]
    """
    The taint's effect; empty for all.
    """
    key: NotRequired[str]
    """
    The taint's key; empty for all.
    """
    operator: NotRequired[str]
    """
    How the value is compared: `Exists` or `Equal`. Default: `Equal`.
    """
    tolerationSeconds: NotRequired[int]
    """
    Seconds that a `NoExecute` taint is tolerated.
    """
    value: NotRequired[str]
    """
    The taint's value.
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
    A part of the user data.
    """

    content: NotRequired[str]
    """
    Its content.
    """
    name: NotRequired[str]
    """
    Its file name.
    """
    type: NotRequired[str]
    """
    Its MIME type, `text/x-shellscript`.
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
    A file system to make and mount.
    """

    device: NotRequired[str]
    """
    The device that holds it.
    """
    filesystem: NotRequired[str]
    """
    Its kind: `ext4`, `xfs`.
    """
    formatOptions: NotRequired[list[str]]
    """
    Options when it is made.
    """
    mountOptions: NotRequired[list[str]]
    """
    Options when it is mounted.
    """
    path: NotRequired[str]
    """
    Where it is mounted.
    """


class VolumeSpec(TypedDict):
    """
    A volume beside the root volume.
    """

    deleteOnTermination: NotRequired[bool]
    """
    Whether it goes with the machine. Default: true.
    """
    device: NotRequired[str]
    """
    The device that it is attached as: `/dev/xvdd`.
    """
    encrypted: NotRequired[bool]
    """
    Whether it is encrypted. Default: true.
    """
    iops: NotRequired[int]
    """
    Operations per second. Default: 3000 for `gp3`, 100 for `io1` and `io2`.
    """
    key: NotRequired[str]
    """
    The key that encrypts it.
    """
    size: NotRequired[int]
    """
    Its size in GiB.
    """
    throughput: NotRequired[int]
    """
    Throughput of a `gp3` volume in MiB/s. Default: 125.
    """
    type: NotRequired[str]
    """
    Its EBS type. Default: `gp3`.
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
    Stopped instances kept ready to join.
    """

    additionalImages: NotRequired[list[str]]
    """
    Images to pull while an instance waits.
    """
    enableLifecycleHook: NotRequired[bool]
    """
    Keeps an instance waiting until it has booted.
    """
    lifecycleHookTimeout: NotRequired[int]
    """
    Seconds that AWS waits for an instance to boot. Default: 600.
    """
    maxSize: NotRequired[int]
    """
    The largest number of instances, in the pool and in service; 0 turns the pool off.
    """
    minSize: NotRequired[int]
    """
    The least number of instances in the pool. Default: 0.
    """


WriteErrorKind: TypeAlias = Literal["exists", "missing", "other-key"]
"""
Why objects could not be stored.
- `exists`: They exist already.
- `missing`: They are not there.
- `other-key`: The cluster has another SSH key.
"""


class AmazonVpc(TypedDict):
    """
    AWS's CNI plugin.
    """

    env: NotRequired[list[EnvVar]]
    """
    Its environment.
    """
    imageName: NotRequired[str]
    """
    Its image.
    """
    initImageName: NotRequired[str]
    """
    The image that prepares nodes.
    """
    networkPolicyAgentImage: NotRequired[str]
    """
    The image of the agent for network policies.
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
    What the machines of a cluster download, sorted by where it is published.
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
    Who may do what. Default: `rbac`.
    """

    alwaysAllow: NotRequired[Empty]
    """
    Every request is allowed.
    """
    rbac: NotRequired[Empty]
    """
    By roles and their bindings.
    """


class AwsAuthentication(TypedDict):
    """
    AWS IAM Authenticator.
    """

    backendMode: NotRequired[str]
    """
    Where its mappings are: `CRD`, `MountedFile`, `EKSConfigMap`, separated by commas.
    """
    clusterID: NotRequired[str]
    """
    The name that tokens carry. Default: the cluster's name.
    """
    cpuLimit: NotRequired[Quantity]
    """
    The most CPU.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 10m.
    """
    identityMappings: NotRequired[list[IdentityMapping]]
    """
    Who is who, as IAMIdentityMapping objects.
    """
    image: NotRequired[str]
    """
    Its image.
    """
    memoryLimit: NotRequired[Quantity]
    """
    The most memory. Default: 20Mi.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory to request. Default: 20Mi.
    """


class AwsLoadBalancerController(TypedDict):
    """
    The addon that makes AWS load balancers.
    """

    cpuLimit: NotRequired[Quantity]
    """
    The most CPU. Default: 200m.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 100m.
    """
    enableShield: NotRequired[bool]
    """
    Lets it use Shield. Default: false.
    """
    enableWAF: NotRequired[bool]
    """
    Lets it use the classic web firewall. Default: false.
    """
    enableWAFv2: NotRequired[bool]
    """
    Lets it use the web firewall. Default: false.
    """
    enabled: NotRequired[bool]
    """
    Whether it runs. Default: false.
    """
    memoryLimit: NotRequired[Quantity]
    """
    The most memory. Default: 500Mi.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory to request. Default: 200Mi.
    """
    version: NotRequired[str]
    """
    Its version.
    """


class BastionLoadBalancer(TypedDict):
    """
    The load balancer before the bastions.
    """

    additionalSecurityGroups: NotRequired[list[str]]
    """
    Security groups that exist, to add to the load balancer.
    """
    type: NotRequired[LoadBalancerType]
    """
    Where it can be reached from. Default: `Public`.
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
    Calico.
    """

    allowIPForwarding: NotRequired[bool]
    """
    Lets pods forward packets.
    """
    awsSrcDstCheck: NotRequired[str]
    """
    What happens to the source/destination check of instances: `Enable`, `Disable`, `DoNothing`.
    """
    bpfEnabled: NotRequired[bool]
    """
    Uses eBPF in place of iptables.
    """
    bpfExternalServiceMode: NotRequired[str]
    """
    How packets from outside reach services: `Tunnel` or `DSR`.
    """
    bpfKubeProxyIptablesCleanupEnabled: NotRequired[bool]
    """
    Removes the rules of kube-proxy.
    """
    bpfLogLevel: NotRequired[str]
    """
    How much the eBPF programs log: `Off`, `Info`, `Debug`.
    """
    chainInsertMode: NotRequired[str]
    """
    Where its rules go: `insert` or `append`.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 250m.
    """
    crossSubnet: NotRequired[bool]
    """
    Retired. Encapsulates between subnets only.
    """
    encapsulationMode: NotRequired[str]
    """
    How packets travel: `ipip`, `vxlan` or `none`.
    """
    ipipMode: NotRequired[str]
    """
    When IP-in-IP is used: `Always`, `CrossSubnet`, `Never`.
    """
    iptablesBackend: NotRequired[str]
    """
    Which iptables: `Legacy`, `NFT`, `Auto`.
    """
    ipv4AutoDetectionMethod: NotRequired[str]
    """
    How a node's IPv4 address is found. Default: `first-found`.
    """
    ipv6AutoDetectionMethod: NotRequired[str]
    """
    How a node's IPv6 address is found. Default: `first-found`.
    """
    logSeverityScreen: NotRequired[str]
    """
    How much it logs. Default: `info`.
    """
    majorVersion: NotRequired[str]
    """
    Retired. The major version.
    """
    mtu: NotRequired[int]
    """
    The largest packet.
    """
    nftablesMode: NotRequired[str]
    """
    Whether nftables are used: `Enabled`, `Disabled`, `Auto`.
    """
    prometheusGoMetricsEnabled: NotRequired[bool]
    """
    Serves metrics of the Go runtime.
    """
    prometheusMetricsEnabled: NotRequired[bool]
    """
    Serves metrics.
    """
    prometheusMetricsPort: NotRequired[int]
    """
    The port of metrics. Default: 9091.
    """
    prometheusProcessMetricsEnabled: NotRequired[bool]
    """
    Serves metrics of the process.
    """
    registry: NotRequired[str]
    """
    Where its images are.
    """
    typhaPrometheusMetricsEnabled: NotRequired[bool]
    """
    Serves metrics of Typha.
    """
    typhaPrometheusMetricsPort: NotRequired[int]
    """
    The port of Typha's metrics. Default: 9093.
    """
    typhaReplicas: NotRequired[int]
    """
    How many replicas of Typha.
    """
    version: NotRequired[str]
    """
    Its version.
    """
    vxlanMode: NotRequired[str]
    """
    When VXLAN is used: `Always`, `CrossSubnet`, `Never`.
    """
    wireguardEnabled: NotRequired[bool]
    """
    Encrypts between nodes with WireGuard.
    """


class Cilium(TypedDict):
    """
    Cilium.
    """

    IPTablesRulesNoinstall: NotRequired[bool]
    """
    Installs no rules of iptables.
    """
    accessLog: NotRequired[str]
    """
    Retired.
    """
    agentLabels: NotRequired[list[str]]
    """
    Retired.
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
    Retired.
    """
    autoDirectNodeRoutes: NotRequired[bool]
    """
    Makes routes between nodes of one network.
    """
    autoIpv6NodeRoutes: NotRequired[bool]
    """
    Retired.
    """
    bpfCTGlobalAnyMax: NotRequired[int]
    """
    Entries of the table of other connections. Default: 262144.
    """
    bpfCTGlobalTCPMax: NotRequired[int]
    """
    Entries of the table of TCP connections. Default: 524288.
    """
    bpfLBAlgorithm: NotRequired[str]
    """
    How backends are chosen: `random` or `maglev`. Default: `random`.
    """
    bpfLBMaglevTableSize: NotRequired[str]
    """
    Entries of Maglev's table. Default: 16381.
    """
    bpfLBMapMax: NotRequired[int]
    """
    Entries of the tables of services. Default: 65536.
    """
    bpfLBSock: NotRequired[bool]
    """
    Chooses backends at the socket.
    """
    bpfLBSockHostNSOnly: NotRequired[bool]
    """
    Chooses backends at the socket on nodes only.
    """
    bpfNATGlobalMax: NotRequired[int]
    """
    Entries of the table of translations. Default: 524288.
    """
    bpfNeighGlobalMax: NotRequired[int]
    """
    Entries of the table of neighbours. Default: 524288.
    """
    bpfPolicyMapMax: NotRequired[int]
    """
    Entries of the table of policies. Default: 16384.
    """
    bpfRoot: NotRequired[str]
    """
    Retired.
    """
    chainingMode: NotRequired[str]
    """
    The CNI plugin that it runs behind: `none`, `aws-cni`, `portmap`, ….
    """
    clusterID: NotRequired[int]
    """
    The number of the cluster in a mesh.
    """
    clusterName: NotRequired[str]
    """
    The name of the cluster in a mesh. Default: `default`.
    """
    cniBinPath: NotRequired[str]
    """
    Retired.
    """
    cniExclusive: NotRequired[bool]
    """
    Removes the configurations of other CNI plugins. Default: true.
    """
    containerRuntime: NotRequired[list[str]]
    """
    Retired.
    """
    containerRuntimeEndpoint: NotRequired[dict[str, str]]
    """
    Retired.
    """
    containerRuntimeLabels: NotRequired[str]
    """
    Retired.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 25m.
    """
    debug: NotRequired[bool]
    """
    Logs more.
    """
    debugVerbose: NotRequired[list[str]]
    """
    Parts that log most: `flow`, `kvstore`, `envoy`, `datapath`, `policy`.
    """
    device: NotRequired[str]
    """
    Retired.
    """
    disableCNPStatusUpdates: NotRequired[bool]
    """
    Keeps no status of policies. Default: true.
    """
    disableConntrack: NotRequired[bool]
    """
    Retired.
    """
    disableEndpointCRD: NotRequired[bool]
    """
    Keeps no CiliumEndpoint objects.
    """
    disableIpv4: NotRequired[bool]
    """
    Retired.
    """
    disableK8sServices: NotRequired[bool]
    """
    Retired.
    """
    disableMasquerade: NotRequired[bool]
    """
    Leaves pods' addresses as they are.
    """
    enableBPFMasquerade: NotRequired[bool]
    """
    Translates addresses in eBPF. Default: true with `ipam: eni`, false otherwise.
    """
    enableEncryption: NotRequired[bool]
    """
    Encrypts between nodes.
    """
    enableEndpointHealthChecking: NotRequired[bool]
    """
    Checks that pods of the agent are reached. Default: true.
    """
    enableHostFirewall: NotRequired[bool]
    """
    Applies policies to nodes.
    """
    enableHostReachableServices: NotRequired[bool]
    """
    Retired. Chooses backends at the socket.
    """
    enableL7Proxy: NotRequired[bool]
    """
    Runs the proxy for policies of requests. Default: true.
    """
    enableLocalRedirectPolicy: NotRequired[bool]
    """
    Follows CiliumLocalRedirectPolicy objects.
    """
    enableNodePort: NotRequired[bool]
    """
    Serves node ports and replaces kube-proxy.
    """
    enablePolicy: NotRequired[str]
    """
    When policies hold: `default`, `always`, `never`.
    """
    enablePrometheusMetrics: NotRequired[bool]
    """
    Serves metrics.
    """
    enableRemoteNodeIdentity: NotRequired[bool]
    """
    Gives nodes an identity of their own. Default: true.
    """
    enableServiceTopology: NotRequired[bool]
    """
    Follows the topology of services.
    """
    enableTracing: NotRequired[bool]
    """
    Retired.
    """
    enableUnreachableRoutes: NotRequired[bool]
    """
    Marks routes of pods that went away as unreachable.
    """
    enableipv4: NotRequired[bool]
    """
    Retired.
    """
    enableipv6: NotRequired[bool]
    """
    Retired.
    """
    encryptionType: NotRequired[CiliumEncryption]
    """
    How it encrypts. Default: `ipsec`.
    """
    envoyLog: NotRequired[str]
    """
    Retired.
    """
    etcdManaged: NotRequired[bool]
    """
    Keeps identities in the etcd cluster `cilium`.
    """
    extraConfig: NotRequired[dict[str, str]]
    """
    Further settings of the agent, as they are.
    """
    gatewayAPI: NotRequired[CiliumGatewayApi]
    """
    Gateway API by Cilium.
    """
    hubble: NotRequired[Hubble]
    """
    What watches flows.
    """
    identityAllocationMode: NotRequired[str]
    """
    Where identities are kept: `crd` or `kvstore`. Default: `crd`.
    """
    identityChangeGracePeriod: NotRequired[str]
    """
    How long a changed identity waits. Default: `5s`.
    """
    ingress: NotRequired[CiliumIngress]
    """
    Ingress by Cilium.
    """
    ipam: NotRequired[str]
    """
    Where pods' addresses come from: `kubernetes`, `hostscope`, `crd`, `eni`, `cluster-pool`. Default: `kubernetes`.
    """
    ipv4ClusterCidrMaskSize: NotRequired[int]
    """
    Retired.
    """
    ipv4Node: NotRequired[str]
    """
    Retired.
    """
    ipv4Range: NotRequired[str]
    """
    Retired.
    """
    ipv4ServiceRange: NotRequired[str]
    """
    Retired.
    """
    ipv6ClusterAllocCidr: NotRequired[str]
    """
    Retired.
    """
    ipv6Node: NotRequired[str]
    """
    Retired.
    """
    ipv6Range: NotRequired[str]
    """
    Retired.
    """
    ipv6ServiceRange: NotRequired[str]
    """
    Retired.
    """
    k8sApiServer: NotRequired[str]
    """
    Retired.
    """
    k8sKubeconfigPath: NotRequired[str]
    """
    Retired.
    """
    keepBpfTemplates: NotRequired[bool]
    """
    Retired.
    """
    keepConfig: NotRequired[bool]
    """
    Retired.
    """
    labelPrefixFile: NotRequired[str]
    """
    Retired.
    """
    labels: NotRequired[list[str]]
    """
    Retired.
    """
    lb: NotRequired[str]
    """
    Retired.
    """
    libDir: NotRequired[str]
    """
    Retired.
    """
    logDriver: NotRequired[list[str]]
    """
    Retired.
    """
    logOpt: NotRequired[dict[str, str]]
    """
    Retired.
    """
    logstash: NotRequired[bool]
    """
    Retired.
    """
    logstashAgent: NotRequired[str]
    """
    Retired.
    """
    logstashProbeTimer: NotRequired[int]
    """
    Retired.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory to request. Default: 128Mi.
    """
    metrics: NotRequired[list[str]]
    """
    Metrics to add (`+name`) or remove (`-name`).
    """
    monitorAggregation: NotRequired[str]
    """
    How events are put together. Default: `medium`.
    """
    nat46Range: NotRequired[str]
    """
    Retired.
    """
    nodeEncryption: NotRequired[bool]
    """
    Encrypts from node to node also.
    """
    nodeInitBootstrapFile: NotRequired[str]
    """
    Retired.
    """
    operatorPodAnnotations: NotRequired[dict[str, str]]
    """
    Annotations of the operator's pods.
    """
    pprof: NotRequired[bool]
    """
    Retired.
    """
    preallocateBPFMaps: NotRequired[bool]
    """
    Takes the memory of tables at the start.
    """
    prefilterDevice: NotRequired[str]
    """
    Retired.
    """
    prometheusServeAddr: NotRequired[str]
    """
    Retired.
    """
    reconfigureKubelet: NotRequired[bool]
    """
    Retired.
    """
    registry: NotRequired[str]
    """
    Where its images are.
    """
    removeCbrBridge: NotRequired[bool]
    """
    Retired.
    """
    restartPods: NotRequired[bool]
    """
    Retired.
    """
    restore: NotRequired[bool]
    """
    Retired.
    """
    sidecarIstioProxyImage: NotRequired[str]
    """
    Retired.
    """
    singleClusterRoute: NotRequired[bool]
    """
    Retired.
    """
    socketPath: NotRequired[str]
    """
    Retired.
    """
    stateDir: NotRequired[str]
    """
    Retired.
    """
    toFqdnsDnsRejectResponseCode: NotRequired[str]
    """
    The answer to a DNS question that is not allowed. Default: `refused`.
    """
    toFqdnsEnablePoller: NotRequired[bool]
    """
    Asks DNS from the agent in place of a proxy.
    """
    tracePayloadlen: NotRequired[int]
    """
    Retired.
    """
    tunnel: NotRequired[str]
    """
    How packets travel: `vxlan`, `geneve` or `disabled`. Default: `vxlan`; `disabled` with `ipam: eni` or IPv6.
    """
    version: NotRequired[str]
    """
    Its version.
    """


class CloudControllerManager(TypedDict):
    """
    The cloud controller manager.
    """

    allocateNodeCIDRs: NotRequired[bool]
    """
    Gives every node a range of pods.
    """
    allowUntaggedCloud: NotRequired[bool]
    """
    Works with resources that have no tag of the cluster.
    """
    azureNodeManagerImage: NotRequired[str]
    """
    Not for AWS.
    """
    cidrAllocatorType: NotRequired[str]
    """
    How ranges are given.
    """
    cloudProvider: NotRequired[str]
    """
    The cloud.
    """
    clusterCIDR: NotRequired[str]
    """
    The range of pods.
    """
    clusterName: NotRequired[str]
    """
    The cluster's name.
    """
    concurrentNodeSyncs: NotRequired[int]
    """
    Nodes at once.
    """
    configureCloudRoutes: NotRequired[bool]
    """
    Makes routes in the cloud.
    """
    controllers: NotRequired[list[str]]
    """
    Controllers to run; `-name` for not. Default: `*`.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 200m.
    """
    enableLeaderMigration: NotRequired[bool]
    """
    Hands its lock over to another manager.
    """
    image: NotRequired[str]
    """
    Its image. Default: by the version of Kubernetes.
    """
    leaderElection: NotRequired[LeaderElection]
    """
    How one of several is chosen.
    """
    logLevel: NotRequired[int]
    """
    How much it logs. Default: 2.
    """
    master: NotRequired[str]
    """
    Where the API is.
    """
    nodeStatusUpdateFrequency: NotRequired[Duration]
    """
    How often the status of nodes is written.
    """
    useServiceAccountCredentials: NotRequired[bool]
    """
    Runs every controller with its own account.
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
    The addon that scales groups.
    """

    awsUseStaticInstanceList: NotRequired[bool]
    """
    Takes machine types from its own list. Default: false.
    """
    balanceSimilarNodeGroups: NotRequired[bool]
    """
    Keeps groups that are alike equally large. Default: false.
    """
    cordonNodeBeforeTerminating: NotRequired[bool]
    """
    Cordons a node before it ends. Default: true.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 100m.
    """
    createPriorityExpanderConfig: NotRequired[bool]
    """
    Makes the configuration of the `priority` expander from groups' priorities. Default: true with that expander.
    """
    customPriorityExpanderConfig: NotRequired[dict[str, list[str]]]
    """
    Group name patterns by priority, in place of groups' priorities.
    """
    emitPerNodegroupMetrics: NotRequired[bool]
    """
    Serves metrics of every group. Default: false.
    """
    enabled: NotRequired[bool]
    """
    Whether it runs. Default: false.
    """
    expander: NotRequired[str]
    """
    How a group is chosen: `random`, `least-waste`, `most-pods`, `priority`, …. Default: `random`.
    """
    ignoreDaemonSetsUtilization: NotRequired[bool]
    """
    Leaves daemon sets out of a node's use. Default: false.
    """
    image: NotRequired[str]
    """
    Its image. Default: by the version of Kubernetes.
    """
    maxNodeProvisionTime: NotRequired[str]
    """
    How long a new node may take. Default: `15m0s`.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory to request. Default: 300Mi.
    """
    newPodScaleUpDelay: NotRequired[str]
    """
    How old a pod must be before it counts. Default: `0s`.
    """
    podAnnotations: NotRequired[dict[str, str]]
    """
    Annotations of its pods.
    """
    scaleDownDelayAfterAdd: NotRequired[str]
    """
    How long to wait after a node was added. Default: `10m0s`.
    """
    scaleDownUnneededTime: NotRequired[str]
    """
    How long a node must not be needed. Default: `10m0s`.
    """
    scaleDownUnreadyTime: NotRequired[str]
    """
    How long a node must not be ready. Default: `20m0s`.
    """
    scaleDownUtilizationThreshold: NotRequired[str]
    """
    The use below which a node is not needed. Default: `0.5`.
    """
    skipNodesWithCustomControllerPods: NotRequired[bool]
    """
    Keeps nodes with pods of unknown controllers. Default: true.
    """
    skipNodesWithLocalStorage: NotRequired[bool]
    """
    Keeps nodes with pods that use the node's disk. Default: true.
    """
    skipNodesWithSystemPods: NotRequired[bool]
    """
    Keeps nodes with pods of `kube-system`. Default: true.
    """


class ClusterOptions(TypedDict):
    """
    The options of `kops create cluster`. What is not given has the default of kops 1.36.2.
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
    Who else may be on the hardware of control-plane nodes: `default` or `dedicated`.
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
    Who else may be on the hardware of worker nodes: `default` or `dedicated`.
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
    The ids of shared subnets, at most one for each zone. Zones without one get a new subnet.
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
    The ids of shared utility subnets, at most one for each zone.
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
    Where the programs of that release are, in place of kops's own servers; kops's environment variable `KOPS_BASE_URL`.
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
    The container runtime.
    """

    address: NotRequired[str]
    """
    The socket that it listens on. Default: `/run/containerd/containerd.sock`.
    """
    configAdditions: NotRequired[dict[str, IntOrString]]
    """
    Settings to add to its configuration, by dotted path.
    """
    configOverride: NotRequired[str]
    """
    The whole of its configuration, in place of the one that would be made.
    """
    gvisor: NotRequired[Gvisor]
    """
    gVisor's runtime.
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
    How much it logs: `trace`, `debug`, `info`, `warn`, `error`, `fatal`, `panic`. Default: `info`.
    """
    nri: NotRequired[Nri]
    """
    Plugins of nodes.
    """
    nvidiaGPU: NotRequired[NvidiaGpu]
    """
    GPUs of NVIDIA.
    """
    packages: NotRequired[Packages]
    """
    Where its archive is, and the hash.
    """
    registryMirrors: NotRequired[dict[str, list[str]]]
    """
    Mirrors of image registries, by registry.
    """
    root: NotRequired[str]
    """
    Where it keeps data. Default: `/var/lib/containerd`.
    """
    runc: NotRequired[Runc]
    """
    runc.
    """
    sandboxImage: NotRequired[str]
    """
    The image that holds a pod's network.
    """
    selinuxEnabled: NotRequired[bool]
    """
    Uses SELinux.
    """
    skipInstall: NotRequired[bool]
    """
    Uses the one that the image has.
    """
    state: NotRequired[str]
    """
    Where it keeps its state. Default: `/run/containerd`.
    """
    useECRCredentialsForMirrors: NotRequired[bool]
    """
    Asks mirrors in ECR with the node's credentials.
    """
    version: NotRequired[str]
    """
    Its version. Default: by the version of Kubernetes.
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
    How names are published.
    """

    type: NotRequired[DnsType]
    """
    The kind of DNS. Default: `Public`.
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
    What is there now; null for nothing.
    """
    planned: Any
    """
    What the plan was made for; null for nothing.
    """
    resource: ResourceId
    """
    What the plan calls it.
    """


class EbsCsiDriver(TypedDict):
    """
    The driver of EBS volumes.
    """

    enabled: NotRequired[bool]
    """
    Whether volumes are served by it. Default: true.
    """
    hostNetwork: NotRequired[bool]
    """
    Runs its controller in the node's network.
    """
    kubeAPIBurst: NotRequired[int]
    """
    Requests at once to the API.
    """
    kubeAPIQPS: NotRequired[Quantity]
    """
    Requests per second to the API.
    """
    managed: NotRequired[bool]
    """
    Whether it is installed and kept. Default: true.
    """
    podAnnotations: NotRequired[dict[str, str]]
    """
    Annotations of its pods.
    """
    version: NotRequired[str]
    """
    Its version.
    """
    volumeAttachLimit: NotRequired[int]
    """
    The largest number of volumes on a node. Default: what the machine type allows.
    """


class EgressProxy(TypedDict):
    """
    The HTTP proxy through which nodes reach the internet.
    """

    excludes: NotRequired[str]
    """
    Hosts and ranges that are reached directly, separated by commas.
    """
    httpProxy: NotRequired[HttpProxy]
    """
    The proxy.
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
    Where backups go.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 200m; 100m for `events`.
    """
    enableEtcdTLS: NotRequired[bool]
    """
    Retired. TLS between members, which is always on.
    """
    enableTLSAuth: NotRequired[bool]
    """
    Retired. Certificates for clients, which are always asked for.
    """
    etcdMembers: NotRequired[list[EtcdMember]]
    """
    Its members; an odd number.
    """
    heartbeatInterval: NotRequired[Duration]
    """
    How often the leader makes itself heard.
    """
    image: NotRequired[str]
    """
    Retired. The image of etcd.
    """
    leaderElectionTimeout: NotRequired[Duration]
    """
    How long a member waits for the leader before it stands for election.
    """
    manager: NotRequired[EtcdManager]
    """
    Settings of etcd-manager.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory to request. Default: 100Mi.
    """
    name: NotRequired[str]
    """
    Its name: `main`, `events` or `cilium`.
    """
    provider: NotRequired[EtcdProvider]
    """
    What runs it. Default and only value of use: `Manager`.
    """
    version: NotRequired[str]
    """
    The version of etcd. Default: by the version of Kubernetes.
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
    What publishes DNS names.
    """

    disable: NotRequired[bool]
    """
    Retired: publishes no names.
    """
    priorityClassName: NotRequired[str]
    """
    The priority of its pods.
    """
    provider: NotRequired[ExternalDnsProvider]
    """
    What publishes. Default: `dns-controller`.
    """
    watchIngress: NotRequired[bool]
    """
    Publishes names of ingresses. Default: false.
    """
    watchNamespace: NotRequired[str]
    """
    The only namespace to publish from.
    """


class FactsQuery(TypedDict):
    """
    What a spec needs to know of the world: the argument of `Cloud::facts`.
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
    machineTypes: list[str]
    """
    Names of machine types.
    """
    natGateways: list[str]
    """
    NAT gateways by id.
    """
    subnets: list[str]
    """
    Subnets by id.
    """
    vpcs: list[str]
    """
    VPCs by id; the gateways and route tables in them are wanted too.
    """


class FileAssetSpec(TypedDict):
    """
    A file to write on nodes.
    """

    content: NotRequired[str]
    """
    Its content.
    """
    isBase64: NotRequired[bool]
    """
    Whether the content is base64.
    """
    mode: NotRequired[str]
    """
    Its mode in octal. Default: `0440`.
    """
    name: NotRequired[str]
    """
    Its name in this spec.
    """
    path: NotRequired[str]
    """
    Where it is written. Default: below the asset folder, by its name.
    """
    roles: NotRequired[list[InstanceGroupRole]]
    """
    The roles of the nodes that get it. Default: all.
    """


class Hook(TypedDict):
    """
    A unit of systemd, or a container, to run on nodes.
    """

    before: NotRequired[list[str]]
    """
    Units that it runs before.
    """
    disabled: NotRequired[bool]
    """
    Turns the hook off; a group can so turn off the cluster's.
    """
    execContainer: NotRequired[ExecContainer]
    """
    A container to run.
    """
    manifest: NotRequired[str]
    """
    The section `[Service]` of the unit, or all of it with `useRawManifest`.
    """
    name: NotRequired[str]
    """
    The name of the unit.
    """
    requires: NotRequired[list[str]]
    """
    Units that it needs.
    """
    roles: NotRequired[list[InstanceGroupRole]]
    """
    The roles of the nodes that run it. Default: all.
    """
    useRawManifest: NotRequired[bool]
    """
    Takes `manifest` as the whole unit.
    """


class Iam(TypedDict):
    """
    How roles and permissions are made.
    """

    allowContainerRegistry: NotRequired[bool]
    """
    Lets nodes pull from ECR.
    """
    legacy: NotRequired[bool]
    """
    Retired. Wide permissions of the first releases. Always written, as kops does.
    """
    permissionsBoundary: NotRequired[str]
    """
    The ARN of a policy that bounds every role.
    """
    serviceAccountExternalPermissions: NotRequired[list[ServiceAccountPermission]]
    """
    Roles for further service accounts.
    """
    useServiceAccountExternalPermissions: NotRequired[bool]
    """
    Gives addons roles of their own by their service accounts.
    """


class InstanceGroupOptions(TypedDict):
    """
    The options of `kops create instancegroup`. What is not given has the default of kops 1.36.2.
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
    The addon that makes nodes as pods need them.
    """

    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 500m.
    """
    enabled: NotRequired[bool]
    """
    Whether it runs. Default: false.
    """
    featureGates: NotRequired[str]
    """
    Features to turn on or off: `Name=true,…`.
    """
    image: NotRequired[str]
    """
    Its image.
    """
    logEncoding: NotRequired[str]
    """
    How it logs: `console` or `json`. Default: `console`.
    """
    logLevel: NotRequired[str]
    """
    How much it logs: `debug`, `info`, `warn`, `error`. Default: `debug`.
    """
    memoryLimit: NotRequired[Quantity]
    """
    The most memory. Default: 1Gi.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory to request. Default: 1Gi.
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
    Follows AdminNetworkPolicy objects.
    """
    baselineAdminNetworkPolicies: NotRequired[bool]
    """
    Follows BaselineAdminNetworkPolicy objects.
    """
    dnsCaching: NotRequired[bool]
    """
    Keeps DNS answers on the node.
    """
    fastPathThreshold: NotRequired[int]
    """
    Packets after which a flow takes the fast path; 0 turns it off.
    """
    logLevel: NotRequired[int]
    """
    How much it logs.
    """
    masquerade: NotRequired[KindnetMasquerade]
    """
    Whose addresses are translated.
    """
    nat64: NotRequired[bool]
    """
    Lets IPv6 pods reach IPv4.
    """
    networkPolicies: NotRequired[bool]
    """
    Follows NetworkPolicy objects.
    """
    version: NotRequired[str]
    """
    Its version.
    """


class KubeApiServer(TypedDict):
    """
    The API server.
    """

    additionalServiceAccountIssuers: NotRequired[list[str]]
    """
    Further issuers whose tokens are accepted.
    """
    address: NotRequired[str]
    """
    Retired. The address without TLS.
    """
    admissionControl: NotRequired[list[str]]
    """
    Retired. See `enableAdmissionPlugins`.
    """
    admissionControlConfigFile: NotRequired[str]
    """
    The settings of admission plugins.
    """
    advertiseAddress: NotRequired[str]
    """
    The address that is advertised to other members of the cluster.
    """
    allowPrivileged: NotRequired[bool]
    """
    Whether containers may be privileged. Default: true.
    """
    anonymousAuth: NotRequired[bool]
    """
    Whether requests without a name are served. Default: false.
    """
    apiAudiences: NotRequired[list[str]]
    """
    The audiences that tokens must have.
    """
    apiServerCount: NotRequired[int]
    """
    How many API servers there are.
    """
    appendAdmissionPlugins: NotRequired[list[str]]
    """
    Admission plugins to run beside the default ones.
    """
    auditDynamicConfiguration: NotRequired[bool]
    """
    Retired. Takes audit settings from objects.
    """
    auditLogFormat: NotRequired[str]
    """
    How requests are logged: `json` or `legacy`.
    """
    auditLogMaxAge: NotRequired[int]
    """
    Days that such logs are kept.
    """
    auditLogMaxBackups: NotRequired[int]
    """
    How many such logs are kept.
    """
    auditLogMaxSize: NotRequired[int]
    """
    The size in MB at which such a log is rotated.
    """
    auditLogPath: NotRequired[str]
    """
    Where requests are logged; `-` for standard output.
    """
    auditPolicyFile: NotRequired[str]
    """
    What is logged.
    """
    auditWebhookBatchBufferSize: NotRequired[int]
    """
    Events that wait for the webhook at most.
    """
    auditWebhookBatchMaxSize: NotRequired[int]
    """
    Events in one batch at most.
    """
    auditWebhookBatchMaxWait: NotRequired[Duration]
    """
    How long a batch is gathered.
    """
    auditWebhookBatchThrottleBurst: NotRequired[int]
    """
    Batches at once.
    """
    auditWebhookBatchThrottleEnable: NotRequired[bool]
    """
    Limits batches.
    """
    auditWebhookBatchThrottleQps: NotRequired[Quantity]
    """
    Batches per second.
    """
    auditWebhookConfigFile: NotRequired[str]
    """
    Where the webhook is.
    """
    auditWebhookInitialBackoff: NotRequired[Duration]
    """
    How long to wait before the first repeat.
    """
    auditWebhookMode: NotRequired[str]
    """
    How events are sent: `batch`, `blocking`, `blocking-strict`.
    """
    authenticationConfigFile: NotRequired[str]
    """
    The settings of authentication.
    """
    authenticationTokenWebhookCacheTtl: NotRequired[Duration]
    """
    How long its answers hold.
    """
    authenticationTokenWebhookConfigFile: NotRequired[str]
    """
    Where the webhook for tokens is.
    """
    authorizationMode: NotRequired[str]
    """
    Who decides, in this order. Default: `Node,RBAC`.
    """
    authorizationRbacSuperUser: NotRequired[str]
    """
    Retired. The user who may do everything.
    """
    authorizationWebhookCacheAuthorizedTtl: NotRequired[Duration]
    """
    How long a yes holds.
    """
    authorizationWebhookCacheUnauthorizedTtl: NotRequired[Duration]
    """
    How long a no holds.
    """
    authorizationWebhookConfigFile: NotRequired[str]
    """
    Where the webhook for decisions is.
    """
    basicAuthFile: NotRequired[str]
    """
    Retired. The file of passwords.
    """
    bindAddress: NotRequired[str]
    """
    The address that it listens on. Default: all.
    """
    clientCAFile: NotRequired[str]
    """
    The authorities of clients.
    """
    cloudProvider: NotRequired[str]
    """
    What looks after the cloud: `external`.
    """
    compactionInterval: NotRequired[Duration]
    """
    How often etcd is compacted.
    """
    corsAllowedOrigins: NotRequired[list[str]]
    """
    Origins of browsers that may ask.
    """
    cpuLimit: NotRequired[Quantity]
    """
    The most CPU.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 150m.
    """
    defaultNotReadyTolerationSeconds: NotRequired[int]
    """
    Seconds that pods stay on a node that is not ready.
    """
    defaultUnreachableTolerationSeconds: NotRequired[int]
    """
    Seconds that pods stay on a node that is not reached.
    """
    deleteCollectionWorkers: NotRequired[int]
    """
    Workers that delete collections.
    """
    disableAdmissionPlugins: NotRequired[list[str]]
    """
    Admission plugins not to run.
    """
    disableBasicAuth: NotRequired[bool]
    """
    Retired. Turns passwords off.
    """
    enableAdmissionPlugins: NotRequired[list[str]]
    """
    Admission plugins to run, in place of the default ones.
    """
    enableAggregatorRouting: NotRequired[bool]
    """
    Sends to endpoints of aggregated APIs, not to their service.
    """
    enableBootstrapTokenAuth: NotRequired[bool]
    """
    Accepts bootstrap tokens.
    """
    enableContentionProfiling: NotRequired[bool]
    """
    Serves profiles of locks.
    """
    enableProfiling: NotRequired[bool]
    """
    Serves profiles.
    """
    encryptionProviderConfig: NotRequired[str]
    """
    How objects are encrypted in etcd.
    """
    env: NotRequired[list[EnvVar]]
    """
    Its environment.
    """
    etcdCaFile: NotRequired[str]
    """
    The authority of etcd.
    """
    etcdCertFile: NotRequired[str]
    """
    The certificate for etcd.
    """
    etcdKeyFile: NotRequired[str]
    """
    The key of that certificate.
    """
    etcdQuorumRead: NotRequired[bool]
    """
    Retired. Reads from a majority.
    """
    etcdServers: NotRequired[list[str]]
    """
    Where etcd is.
    """
    etcdServersOverrides: NotRequired[list[str]]
    """
    Where etcd is for some kinds of objects.
    """
    eventTTL: NotRequired[Duration]
    """
    How long events are kept.
    """
    experimentalEncryptionProviderConfig: NotRequired[str]
    """
    Retired. See `encryptionProviderConfig`.
    """
    featureGates: NotRequired[dict[str, str]]
    """
    Features to turn on or off.
    """
    goawayChance: NotRequired[str]
    """
    How likely a connection is asked to go elsewhere: `0.001`.
    """
    http2MaxStreamsPerConnection: NotRequired[int]
    """
    Streams of one connection.
    """
    image: NotRequired[str]
    """
    Its image.
    """
    insecureBindAddress: NotRequired[str]
    """
    Retired. The address without TLS.
    """
    insecurePort: NotRequired[int]
    """
    Retired. The port without TLS.
    """
    kubeletCertificateAuthority: NotRequired[str]
    """
    The authority of kubelets.
    """
    kubeletClientCertificate: NotRequired[str]
    """
    The certificate for kubelets.
    """
    kubeletClientKey: NotRequired[str]
    """
    The key of that certificate.
    """
    kubeletPreferredAddressTypes: NotRequired[list[str]]
    """
    Which of a node's addresses is used, best first.
    """
    logFormat: NotRequired[str]
    """
    How it logs: `text` or `json`.
    """
    logLevel: NotRequired[int]
    """
    How much it logs. Default: 2.
    """
    maxMutatingRequestsInflight: NotRequired[int]
    """
    Writing requests at once.
    """
    maxRequestsInflight: NotRequired[int]
    """
    Reading requests at once.
    """
    memoryLimit: NotRequired[Quantity]
    """
    The most memory.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory to request.
    """
    minRequestTimeout: NotRequired[int]
    """
    Seconds that a watch is kept at least.
    """
    oidcCAFile: NotRequired[str]
    """
    The authority of the issuer.
    """
    oidcClientID: NotRequired[str]
    """
    The audience that tokens must have.
    """
    oidcGroupsClaim: NotRequired[str]
    """
    The claim that names the groups.
    """
    oidcGroupsPrefix: NotRequired[str]
    """
    What is put before a group's name.
    """
    oidcIssuerURL: NotRequired[str]
    """
    Who issues tokens of users.
    """
    oidcRequiredClaim: NotRequired[list[str]]
    """
    Claims that tokens must have, as `key=value`.
    """
    oidcUsernameClaim: NotRequired[str]
    """
    The claim that names the user.
    """
    oidcUsernamePrefix: NotRequired[str]
    """
    What is put before the user's name.
    """
    proxyClientCertFile: NotRequired[str]
    """
    The certificate for aggregated APIs.
    """
    proxyClientKeyFile: NotRequired[str]
    """
    The key of that certificate.
    """
    requestTimeout: NotRequired[Duration]
    """
    How long a request may take.
    """
    requestheaderAllowedNames: NotRequired[list[str]]
    """
    The names of such proxies.
    """
    requestheaderClientCAFile: NotRequired[str]
    """
    The authority of proxies that send such headers.
    """
    requestheaderExtraHeaderPrefixes: NotRequired[list[str]]
    """
    Prefixes of headers with more about the user.
    """
    requestheaderGroupHeaders: NotRequired[list[str]]
    """
    Headers that name groups.
    """
    requestheaderUsernameHeaders: NotRequired[list[str]]
    """
    Headers that name the user.
    """
    runtimeConfig: NotRequired[dict[str, str]]
    """
    API versions to turn on or off.
    """
    securePort: NotRequired[int]
    """
    The port that it listens on. Default: 443.
    """
    serviceAccountIssuer: NotRequired[str]
    """
    Who issues tokens of service accounts.
    """
    serviceAccountJWKSURI: NotRequired[str]
    """
    Where the keys of service accounts are published.
    """
    serviceAccountKeyFile: NotRequired[list[str]]
    """
    Keys that prove tokens of service accounts.
    """
    serviceAccountSigningKeyFile: NotRequired[str]
    """
    The key that signs tokens of service accounts.
    """
    serviceClusterIPRange: NotRequired[str]
    """
    The range of service addresses. Default: the cluster's.
    """
    serviceNodePortRange: NotRequired[str]
    """
    The range of node ports. Default: `30000-32767`.
    """
    storageBackend: NotRequired[str]
    """
    The version of etcd's interface. Default: `etcd3`.
    """
    storageInitializationTimeout: NotRequired[Duration]
    """
    How long etcd may take to be ready.
    """
    tlsCertFile: NotRequired[str]
    """
    The certificate that it presents.
    """
    tlsCipherSuites: NotRequired[list[str]]
    """
    The ciphers that it accepts.
    """
    tlsMinVersion: NotRequired[str]
    """
    The oldest TLS that it accepts: `VersionTLS12`, ….
    """
    tlsPrivateKeyFile: NotRequired[str]
    """
    The key of that certificate.
    """
    tokenAuthFile: NotRequired[str]
    """
    The file of tokens.
    """
    watchCache: NotRequired[bool]
    """
    Answers watches from memory.
    """
    watchCacheSizes: NotRequired[list[str]]
    """
    Entries in memory by kind, as `kind#size`.
    """


class KubeControllerManager(TypedDict):
    """
    The controller manager.
    """

    ClusterSigningDuration: NotRequired[Duration]
    """
    How long certificates that it signs hold.
    """
    allocateNodeCIDRs: NotRequired[bool]
    """
    Gives every node a range of pods.
    """
    attachDetachReconcileSyncPeriod: NotRequired[Duration]
    """
    How often attached volumes are checked. Default: one minute.
    """
    authenticationKubeconfig: NotRequired[str]
    """
    The kubeconfig file for authenticating requests (TokenReview).
    """
    authorizationAlwaysAllowPaths: NotRequired[list[str]]
    """
    Paths that need no authorization.
    """
    authorizationKubeconfig: NotRequired[str]
    """
    The kubeconfig file for authorizing requests (SubjectAccessReview).
    """
    cidrAllocatorType: NotRequired[str]
    """
    How ranges are given.
    """
    cloudProvider: NotRequired[str]
    """
    What looks after the cloud: `external`.
    """
    clusterCIDR: NotRequired[str]
    """
    The range of pods.
    """
    clusterName: NotRequired[str]
    """
    The cluster's name.
    """
    concurrentDeploymentSyncs: NotRequired[int]
    """
    Deployments at once.
    """
    concurrentEndpointSyncs: NotRequired[int]
    """
    Endpoints at once.
    """
    concurrentHorizontalPodAustoscalerSyncs: NotRequired[int]
    """
    Autoscalers at once. The name is spelled as kops spells it.
    """
    concurrentJobSyncs: NotRequired[int]
    """
    Jobs at once.
    """
    concurrentNamespaceSyncs: NotRequired[int]
    """
    Namespaces at once.
    """
    concurrentRcSyncs: NotRequired[int]
    """
    Replication controllers at once.
    """
    concurrentReplicasetSyncs: NotRequired[int]
    """
    Replica sets at once.
    """
    concurrentResourceQuotaSyncs: NotRequired[int]
    """
    Quotas at once.
    """
    concurrentServiceSyncs: NotRequired[int]
    """
    Services at once.
    """
    concurrentServiceaccountTokenSyncs: NotRequired[int]
    """
    Tokens at once.
    """
    configureCloudRoutes: NotRequired[bool]
    """
    Makes routes in the cloud.
    """
    controllers: NotRequired[list[str]]
    """
    Controllers to run; `-name` for not. Default: `*`.
    """
    cpuLimit: NotRequired[Quantity]
    """
    The most CPU.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 100m.
    """
    disableAttachDetachReconcileSync: NotRequired[bool]
    """
    Checks attached volumes never.
    """
    enableContentionProfiling: NotRequired[bool]
    """
    Serves profiles of locks.
    """
    enableLeaderMigration: NotRequired[bool]
    """
    Hands its lock over to another manager.
    """
    enableProfiling: NotRequired[bool]
    """
    Serves profiles.
    """
    endpointSliceUpdatesBatchPeriod: NotRequired[Duration]
    """
    How long changes of endpoint slices are gathered.
    """
    endpointUpdatesBatchPeriod: NotRequired[Duration]
    """
    How long changes of endpoints are gathered.
    """
    experimentalClusterSigningDuration: NotRequired[Duration]
    """
    Retired. See `ClusterSigningDuration`.
    """
    externalCloudVolumePlugin: NotRequired[str]
    """
    Retired. The plugin of volumes beside an external cloud.
    """
    featureGates: NotRequired[dict[str, str]]
    """
    Features to turn on or off.
    """
    horizontalPodAutoscalerCpuInitializationPeriod: NotRequired[Duration]
    """
    How long a new pod's CPU is not counted.
    """
    horizontalPodAutoscalerDownscaleDelay: NotRequired[Duration]
    """
    Retired. How long to wait before scaling down again.
    """
    horizontalPodAutoscalerDownscaleStabilization: NotRequired[Duration]
    """
    How far back to look before scaling down.
    """
    horizontalPodAutoscalerInitialReadinessDelay: NotRequired[Duration]
    """
    How long a new pod may be not ready.
    """
    horizontalPodAutoscalerSyncPeriod: NotRequired[Duration]
    """
    How often deployments are scaled.
    """
    horizontalPodAutoscalerTolerance: NotRequired[Quantity]
    """
    The least change that counts.
    """
    horizontalPodAutoscalerUpscaleDelay: NotRequired[Duration]
    """
    Retired. How long to wait before scaling up again.
    """
    horizontalPodAutoscalerUseRestClients: NotRequired[bool]
    """
    Retired. Takes figures from the API.
    """
    image: NotRequired[str]
    """
    Its image.
    """
    kubeAPIBurst: NotRequired[int]
    """
    Requests at once to the API.
    """
    kubeAPIQPS: NotRequired[Quantity]
    """
    Requests per second to the API.
    """
    leaderElection: NotRequired[LeaderElection]
    """
    How one of several is chosen.
    """
    logFormat: NotRequired[str]
    """
    How it logs: `text` or `json`.
    """
    logLevel: NotRequired[int]
    """
    How much it logs. Default: 2.
    """
    master: NotRequired[str]
    """
    Where the API is.
    """
    memoryLimit: NotRequired[Quantity]
    """
    The most memory.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory to request.
    """
    minResyncPeriod: NotRequired[str]
    """
    How often everything is read again at most.
    """
    nodeCIDRMaskSize: NotRequired[int]
    """
    The size of a node's range. Default: 24.
    """
    nodeMonitorGracePeriod: NotRequired[Duration]
    """
    How long a node may be silent.
    """
    nodeMonitorPeriod: NotRequired[Duration]
    """
    How often nodes are looked at.
    """
    podEvictionTimeout: NotRequired[Duration]
    """
    Retired. How long pods stay on a silent node.
    """
    rootCAFile: NotRequired[str]
    """
    The certificate authority that is published to pods.
    """
    serviceAccountPrivateKeyFile: NotRequired[str]
    """
    The key that signs tokens of service accounts.
    """
    terminatedPodGCThreshold: NotRequired[int]
    """
    How many ended pods are kept.
    """
    tlsCertFile: NotRequired[str]
    """
    The certificate that it presents.
    """
    tlsCipherSuites: NotRequired[list[str]]
    """
    The ciphers that it accepts.
    """
    tlsMinVersion: NotRequired[str]
    """
    The oldest TLS that it accepts.
    """
    tlsPrivateKeyFile: NotRequired[str]
    """
    The key of that certificate.
    """
    useServiceAccountCredentials: NotRequired[bool]
    """
    Runs every controller with its own account.
    """


class KubeProxy(TypedDict):
    """
    The proxy of services.
    """

    bindAddress: NotRequired[str]
    """
    The address that it listens on.
    """
    clusterCIDR: NotRequired[str]
    """
    The range of pods.
    """
    conntrackMaxPerCore: NotRequired[int]
    """
    Connections to keep track of for every CPU. Default: 131072.
    """
    conntrackMin: NotRequired[int]
    """
    Connections to keep track of at least.
    """
    cpuLimit: NotRequired[Quantity]
    """
    The most CPU.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 100m.
    """
    enabled: NotRequired[bool]
    """
    Whether it runs. Default: true, unless the network replaces it.
    """
    featureGates: NotRequired[dict[str, str]]
    """
    Features to turn on or off.
    """
    hostnameOverride: NotRequired[str]
    """
    The node's name.
    """
    image: NotRequired[str]
    """
    Its image.
    """
    ipvsExcludeCidrs: NotRequired[list[str]]
    """
    Ranges that IPVS leaves alone.
    """
    ipvsMinSyncPeriod: NotRequired[Duration]
    """
    The least time between updates of IPVS.
    """
    ipvsScheduler: NotRequired[str]
    """
    How IPVS chooses.
    """
    ipvsSyncPeriod: NotRequired[Duration]
    """
    How often IPVS is updated.
    """
    logLevel: NotRequired[int]
    """
    How much it logs. Default: 2.
    """
    master: NotRequired[str]
    """
    Where the API is.
    """
    memoryLimit: NotRequired[Quantity]
    """
    The most memory.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory to request.
    """
    metricsBindAddress: NotRequired[str]
    """
    Where it serves metrics.
    """
    proxyMode: NotRequired[str]
    """
    How it works: `iptables`, `ipvs` or `nftables`. Default: by the version of Kubernetes.
    """


class KubeScheduler(TypedDict):
    """
    The scheduler.
    """

    authenticationKubeconfig: NotRequired[str]
    """
    The kubeconfig file for authenticating requests (TokenReview).
    """
    authorizationAlwaysAllowPaths: NotRequired[list[str]]
    """
    Paths that need no authorization.
    """
    authorizationKubeconfig: NotRequired[str]
    """
    The kubeconfig file for authorizing requests (SubjectAccessReview).
    """
    burst: NotRequired[int]
    """
    Retired. See `kubeAPIBurst`.
    """
    cpuLimit: NotRequired[Quantity]
    """
    The most CPU.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 100m.
    """
    enableContentionProfiling: NotRequired[bool]
    """
    Serves profiles of locks.
    """
    enableProfiling: NotRequired[bool]
    """
    Serves profiles.
    """
    featureGates: NotRequired[dict[str, str]]
    """
    Features to turn on or off.
    """
    image: NotRequired[str]
    """
    Its image.
    """
    kubeAPIBurst: NotRequired[int]
    """
    Requests at once to the API.
    """
    kubeAPIQPS: NotRequired[Quantity]
    """
    Requests per second to the API.
    """
    leaderElection: NotRequired[LeaderElection]
    """
    How one of several is chosen.
    """
    logFormat: NotRequired[str]
    """
    How it logs: `text` or `json`.
    """
    logLevel: NotRequired[int]
    """
    How much it logs. Default: 2.
    """
    master: NotRequired[str]
    """
    Where the API is.
    """
    maxPersistentVolumes: NotRequired[int]
    """
    The most volumes on a node.
    """
    memoryLimit: NotRequired[Quantity]
    """
    The most memory.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory to request.
    """
    qps: NotRequired[Quantity]
    """
    Retired. See `kubeAPIQPS`.
    """
    tlsCertFile: NotRequired[str]
    """
    The certificate that it presents.
    """
    tlsPrivateKeyFile: NotRequired[str]
    """
    The key of that certificate.
    """
    usePolicyConfigMap: NotRequired[bool]
    """
    Retired. Takes its policy from a config map.
    """


class LaunchTemplateOverride(TypedDict):
    """
    A choice of machine: a type, or requirements.
    """

    instance_type: NotRequired[str]
    """
    The machine type.
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
    A least and a largest amount.
    """

    max: NotRequired[Quantity]
    """
    The largest.
    """
    min: NotRequired[Quantity]
    """
    The least.
    """


class MixedInstancesPolicy(TypedDict):
    """
    Several machine types or purchase options in one group.
    """

    distribution: InstancesDistribution
    """
    On-demand and spot.
    """
    overrides: list[LaunchTemplateOverride]
    """
    What replaces the machine type of the launch template, best first.
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
    The network of pods: exactly one option.
    """

    amazonvpc: NotRequired[AmazonVpc]
    """
    Addresses of the VPC for pods, by AWS's CNI plugin.
    """
    calico: NotRequired[Calico]
    """
    Calico.
    """
    canal: NotRequired[Any]
    """
    Retired. Flannel with Calico's policies.
    """
    cilium: NotRequired[Cilium]
    """
    Cilium.
    """
    classic: NotRequired[Any]
    """
    Retired. The network of the first releases.
    """
    cni: NotRequired[Cni]
    """
    A CNI plugin that the user installs.
    """
    external: NotRequired[Empty]
    """
    A network that is set up outside of Kubernetes.
    """
    flannel: NotRequired[Flannel]
    """
    Flannel.
    """
    gce: NotRequired[Any]
    """
    Not for AWS: aliases of Google Cloud.
    """
    kindnet: NotRequired[Kindnet]
    """
    kindnet.
    """
    kopeio: NotRequired[Any]
    """
    Retired. kopeio's network.
    """
    kubenet: NotRequired[Empty]
    """
    Routes of the VPC, made by the cloud controller.
    """
    kuberouter: NotRequired[Empty]
    """
    kube-router.
    """
    lyftvpc: NotRequired[Any]
    """
    Retired. Lyft's CNI plugin.
    """
    romana: NotRequired[Any]
    """
    Retired. Romana.
    """
    weave: NotRequired[Any]
    """
    Retired. Weave.
    """


class NodeLocalDns(TypedDict):
    """
    A DNS cache on every node.
    """

    additionalConfig: NotRequired[str]
    """
    Text to add to its configuration.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 25m.
    """
    enabled: NotRequired[bool]
    """
    Whether it runs. Default: false.
    """
    externalCoreFile: NotRequired[str]
    """
    The whole of its configuration, in place of the one that would be made.
    """
    forwardToKubeDNS: NotRequired[bool]
    """
    Asks the cluster's DNS about everything. Default: false.
    """
    image: NotRequired[str]
    """
    Its image.
    """
    localIP: NotRequired[str]
    """
    The address that it listens on. Default: `169.254.20.10`.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory to request. Default: 5Mi.
    """
    podAnnotations: NotRequired[dict[str, str]]
    """
    Annotations of its pods.
    """


class NodeProblemDetector(TypedDict):
    """
    The addon that reports problems of nodes.
    """

    cpuLimit: NotRequired[Quantity]
    """
    The most CPU.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 20m.
    """
    enabled: NotRequired[bool]
    """
    Whether it runs. Default: false.
    """
    image: NotRequired[str]
    """
    Its image.
    """
    memoryLimit: NotRequired[Quantity]
    """
    The most memory. Default: 100Mi.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory to request. Default: 100Mi.
    """


class NodeTerminationHandler(TypedDict):
    """
    The addon that drains nodes before AWS ends them.
    """

    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 50m.
    """
    deleteSQSMsgIfNodeNotFound: NotRequired[bool]
    """
    Drops messages about machines that are no nodes. Default: false.
    """
    enableOutOfServiceTaint: NotRequired[bool]
    """
    Taints nodes that went out of service. Default: false.
    """
    enableRebalanceDraining: NotRequired[bool]
    """
    Drains nodes that AWS advises to replace. Default: false.
    """
    enableRebalanceMonitoring: NotRequired[bool]
    """
    Marks nodes that AWS advises to replace. Default: false.
    """
    enableSQSTerminationDraining: NotRequired[bool]
    """
    Takes events from a queue in place of the node's metadata. Default: true.
    """
    enableScheduledEventDraining: NotRequired[bool]
    """
    Drains before maintenance by AWS. Default: true.
    """
    enableSpotInterruptionDraining: NotRequired[bool]
    """
    Drains before a spot machine is taken. Default: true.
    """
    enabled: NotRequired[bool]
    """
    Whether it runs. Default: true.
    """
    excludeFromLoadBalancers: NotRequired[bool]
    """
    Takes nodes out of load balancers before they are drained. Default: true.
    """
    managedASGTag: NotRequired[str]
    """
    The tag of the groups that it looks after. Default: `aws-node-termination-handler/managed`.
    """
    memoryLimit: NotRequired[Quantity]
    """
    The most memory.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory to request. Default: 64Mi.
    """
    podTerminationGracePeriod: NotRequired[int]
    """
    Seconds that pods get to end. Default: -1, as many as each asks for.
    """
    prometheusEnable: NotRequired[bool]
    """
    Serves metrics. Default: false.
    """
    taintNode: NotRequired[bool]
    """
    Taints nodes that will end. Default: false.
    """
    version: NotRequired[str]
    """
    Its version.
    """
    webhookTemplate: NotRequired[str]
    """
    The text that is sent to the webhook.
    """
    webhookURL: NotRequired[str]
    """
    Where to send a text when a node is drained.
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


class PlanTargetMismatchFields(TypedDict):
    """
    A plan that is for another account or region.
    """

    found: Target
    """
    Where the engine works.
    """
    planned: Target
    """
    What the plan is for.
    """


class PlanningFailedFields(TypedDict):
    """
    Why no plan can be made.
    """

    errors: list[PlanProblem]
    """
    Everything that stands in the way.
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


class SSHCredential(TypedDict):
    """
    A public SSH key that may log in to nodes.
    """

    apiVersion: NotRequired[Literal["kops.k8s.io/v1alpha2", "kops/v1alpha2"]]
    """
    The version of the format.
    """
    kind: NotRequired[Literal["SSHCredential"]]
    """
    What the object is.
    """
    metadata: ObjectMeta
    """
    Its name, labels and annotations.
    """
    spec: SSHCredentialSpec
    """
    What the user wants of it.
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
    A subnet of the VPC that groups may use.
    """

    additionalRoutes: NotRequired[list[RouteSpec]]
    """
    Further routes of its route table.
    """
    cidr: NotRequired[str]
    """
    Its IPv4 range. Default: carved from `networkCIDR`, or the range of a subnet that exists.
    """
    egress: NotRequired[str]
    """
    What leads out: `nat-…`, `eipalloc-…`, `i-…`, `tgw-…`, or `External`. Default: a NAT gateway of the zone for private subnets.
    """
    id: NotRequired[str]
    """
    The id of a subnet that exists and is shared. Unset: the cluster makes its own.
    """
    ipv6CIDR: NotRequired[str]
    """
    Its IPv6 range, or `/64#1`: the second range of that size in the VPC's.
    """
    name: NotRequired[str]
    """
    Its name in this spec, unique.
    """
    publicIP: NotRequired[str]
    """
    The elastic address of the NAT gateway that is made for it.
    """
    region: NotRequired[str]
    """
    Not for AWS: the region of a subnet that spans zones.
    """
    type: NotRequired[SubnetType]
    """
    What can be reached from it and what can reach it. Default: `Public`.
    """
    zone: NotRequired[str]
    """
    Its availability zone, `us-east-2a`, or local zone.
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
    Settings of rendered Terraform.
    """

    terraform: NotRequired[Terraform]
    """
    What is added to the rendered providers.
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
    By DNS alone, with a record of every control plane.
    """
    loadBalancer: NotRequired[ApiLoadBalancer]
    """
    By a load balancer before the control planes.
    """


class Authentication(TypedDict):
    """
    How users prove who they are.
    """

    aws: NotRequired[AwsAuthentication]
    """
    By their AWS identity.
    """
    kopeio: NotRequired[Empty]
    """
    Retired. The webhook of kopeio.
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
    launch_template_version: Ref
    """
    The version of the launch template.
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
    Several machine types or purchase options.
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
    The bastion's name and load balancer.
    """

    bastionPublicName: NotRequired[str]
    """
    The DNS name of the bastion's load balancer.
    """
    idleTimeoutSeconds: NotRequired[int]
    """
    Retired with classic load balancers. Seconds until an idle connection ends.
    """
    loadBalancer: NotRequired[BastionLoadBalancer]
    """
    The load balancer before the bastions.
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
    How the cluster uses the cloud.
    """

    awsEBSCSIDriver: NotRequired[EbsCsiDriver]
    """
    The driver of EBS volumes.
    """
    azure: NotRequired[Any]
    """
    Not for AWS: settings of Azure.
    """
    disableSecurityGroupIngress: NotRequired[bool]
    """
    Stops the cloud controller from opening nodes to load balancers.
    """
    elbSecurityGroup: NotRequired[str]
    """
    The security group that the cloud controller gives to load balancers.
    """
    gceServiceAccount: NotRequired[str]
    """
    Not for AWS: the service account of nodes.
    """
    gceUseStartupScript: NotRequired[bool]
    """
    Not for AWS: boots by a start script.
    """
    gcpPDCSIDriver: NotRequired[Any]
    """
    Not for AWS: the driver of persistent disks.
    """
    manageStorageClasses: NotRequired[bool]
    """
    Makes the default storage classes. Default: true.
    """
    multizone: NotRequired[bool]
    """
    Not for AWS: the cluster spans zones.
    """
    nlbSecurityGroupMode: NotRequired[str]
    """
    Whether the cloud controller makes security groups for NLBs: `Managed`.
    """
    nodeIPFamilies: NotRequired[list[str]]
    """
    The address families of nodes: `ipv4`, `ipv6`. Default: by the cluster's network.
    """
    nodeInstancePrefix: NotRequired[str]
    """
    Not for AWS: the prefix of nodes' names.
    """
    nodeTags: NotRequired[str]
    """
    Not for AWS: tags of nodes.
    """
    openstack: NotRequired[Any]
    """
    Not for AWS: settings of OpenStack.
    """
    spotinstOrientation: NotRequired[str]
    """
    How Spot by Flexera chooses instances.
    """
    spotinstProduct: NotRequired[str]
    """
    The operating system that is reported to Spot by Flexera.
    """
    vSphereCoreDNSServer: NotRequired[str]
    """
    Not for AWS.
    """
    vSphereDatacenter: NotRequired[str]
    """
    Not for AWS.
    """
    vSphereDatastore: NotRequired[str]
    """
    Not for AWS.
    """
    vSpherePassword: NotRequired[str]
    """
    Not for AWS.
    """
    vSphereResourcePool: NotRequired[str]
    """
    Not for AWS.
    """
    vSphereServer: NotRequired[str]
    """
    Not for AWS.
    """
    vSphereUsername: NotRequired[str]
    """
    Not for AWS.
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
    `A` or `AAAA`.
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
    The state store's S3 buckets by name: region and encryption. Empty for other stores.
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
    machineTypes: NotRequired[dict[str, MachineType]]
    """
    Machine types by name.
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
    publishedAddons: NotRequired[dict[str, Any] | None]
    """
    Manifests of addons that other projects publish, by their place in the addon source: `certmanager.io/k8s-1.16.yaml`. Unset where there is no source: the manifests are then not planned.
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
    zones: NotRequired[list[str]]
    """
    The availability zones of the region.
    """


class FieldChange(TypedDict):
    """
    A difference in one field.
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
    What a machine must have.
    """

    cpu: NotRequired[MinMax]
    """
    How many virtual CPUs.
    """
    excludedInstanceTypes: NotRequired[list[str]]
    """
    Machine types not to use; `*` stands for anything.
    """
    memory: NotRequired[MinMax]
    """
    How much memory.
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
    DNS for pods.
    """

    affinity: NotRequired[Any]
    """
    Where its pods go: Kubernetes's `Affinity`, as it is.
    """
    cacheMaxConcurrent: NotRequired[int]
    """
    Of kube-dns: the most queries at once. Default: 150.
    """
    cacheMaxSize: NotRequired[int]
    """
    Of kube-dns: the most names in the cache. Default: 1000.
    """
    coreDNSImage: NotRequired[str]
    """
    The image of CoreDNS.
    """
    cpaImage: NotRequired[str]
    """
    The image of its autoscaler.
    """
    cpuRequest: NotRequired[Quantity]
    """
    CPU to request. Default: 100m.
    """
    domain: NotRequired[str]
    """
    The domain of services. Default: `clusterDNSDomain`.
    """
    externalCoreFile: NotRequired[str]
    """
    The whole of its configuration, in place of the one that would be made.
    """
    image: NotRequired[str]
    """
    Retired. The image of kube-dns.
    """
    memoryLimit: NotRequired[Quantity]
    """
    The most memory. Default: 170Mi.
    """
    memoryRequest: NotRequired[Quantity]
    """
    Memory to request. Default: 70Mi.
    """
    nodeLocalDNS: NotRequired[NodeLocalDns]
    """
    A cache on every node.
    """
    podAnnotations: NotRequired[dict[str, str]]
    """
    Annotations of its pods.
    """
    provider: NotRequired[str]
    """
    What serves: `CoreDNS` or `KubeDNS`. Default: `CoreDNS`.
    """
    replicas: NotRequired[int]
    """
    Retired. How many replicas.
    """
    serverIP: NotRequired[str]
    """
    The service's address. Default: the tenth of `serviceClusterIPRange`.
    """
    stubDomains: NotRequired[dict[str, list[str]]]
    """
    Servers for other domains.
    """
    tolerations: NotRequired[list[Toleration]]
    """
    Taints that its pods tolerate.
    """
    upstreamNameservers: NotRequired[list[str]]
    """
    Servers for everything else. Default: the node's.
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
    Several machine types, and spot beside on demand.
    """

    instanceRequirements: NotRequired[InstanceRequirementsSpec]
    """
    What a machine must have, in place of a list.
    """
    instances: NotRequired[list[str]]
    """
    Machine types, best first.
    """
    onDemandAboveBase: NotRequired[int]
    """
    What share in percent of the others is on demand.
    """
    onDemandAllocationStrategy: NotRequired[str]
    """
    How on-demand types are chosen.
    """
    onDemandBase: NotRequired[int]
    """
    How many machines are on demand at least.
    """
    spotAllocationStrategy: NotRequired[str]
    """
    How spot types are chosen.
    """
    spotInstancePools: NotRequired[int]
    """
    How many of the cheapest types are used, with `lowest-price`.
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
    An instance group whose machines have to be replaced before they are what the spec says: a rolling update does it.
    """

    causes: list[SourceRef]
    """
    The changed fields of the spec that are the cause, sorted. Empty where nothing in the spec is: a newer release of kops, or a key that was rotated.
    """
    group: str
    """
    The name of the group.
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
    How the cluster is reached.
    """

    bastion: NotRequired[Bastion]
    """
    The bastion's name and load balancer.
    """
    dns: NotRequired[Dns]
    """
    How names are published.
    """
    masters: NotRequired[str]
    """
    Retired. The network of control planes, which subnets decide now.
    """
    nodes: NotRequired[str]
    """
    Retired. The network of nodes, which subnets decide now.
    """


class ClusterSpec(TypedDict):
    """
    What the user wants of a cluster.
    """

    DisableSubnetTags: NotRequired[bool]
    """
    Leaves the tags of shared subnets alone.
    """
    additionalNetworkCIDRs: NotRequired[list[str]]
    """
    Further IPv4 ranges of the VPC.
    """
    additionalPolicies: NotRequired[dict[str, str]]
    """
    IAM statements to add as a JSON list, by role: `master`, `node`, `bastion`.
    """
    additionalSans: NotRequired[list[str]]
    """
    Further names and addresses in the API server's certificate.
    """
    addons: NotRequired[list[Addon]]
    """
    Manifests that are applied beside the built-in addons.
    """
    api: NotRequired[Api]
    """
    How the API is reached.
    """
    assets: NotRequired[AssetsSpec]
    """
    Where nodes get images and files from.
    """
    authentication: NotRequired[Authentication]
    """
    How users prove who they are.
    """
    authorization: NotRequired[Authorization]
    """
    Who may do what.
    """
    awsLoadBalancerController: NotRequired[AwsLoadBalancerController]
    """
    The addon that makes AWS load balancers for services and ingresses.
    """
    certManager: NotRequired[CertManager]
    """
    The addon that issues certificates.
    """
    channel: NotRequired[str]
    """
    Where recommended versions and images come from: `stable`, `alpha`, `none`, or a URL.
    """
    cloudConfig: NotRequired[CloudConfig]
    """
    How the cluster uses the cloud.
    """
    cloudControllerManager: NotRequired[CloudControllerManager]
    """
    The cloud controller manager.
    """
    cloudLabels: NotRequired[dict[str, str]]
    """
    Tags on everything that the cluster makes in AWS.
    """
    cloudProvider: NotRequired[str]
    """
    The cloud: `aws`.
    """
    clusterAutoscaler: NotRequired[ClusterAutoscaler]
    """
    The addon that scales groups.
    """
    clusterDNSDomain: NotRequired[str]
    """
    The DNS domain of services. Default: `cluster.local`.
    """
    configBase: NotRequired[str]
    """
    Where the configuration that nodes read is kept: `s3://bucket/cluster`. Default: below the state store.
    """
    configStore: NotRequired[str]
    """
    Where the cluster's own objects are kept. Default: the state store.
    """
    containerRuntime: NotRequired[str]
    """
    The container runtime. Default and only value: `containerd`.
    """
    containerd: NotRequired[Containerd]
    """
    The container runtime of every node.
    """
    dnsControllerGossipConfig: NotRequired[Any]
    """
    Retired. How the DNS controller gossips names.
    """
    dnsZone: NotRequired[str]
    """
    The name or id of the hosted zone that holds the API's name. Default: the longest zone that fits the cluster's name.
    """
    docker: NotRequired[Any]
    """
    Retired. Settings of Docker as the container runtime.
    """
    egressProxy: NotRequired[EgressProxy]
    """
    The HTTP proxy through which nodes reach the internet.
    """
    encryptionConfig: NotRequired[bool]
    """
    Encrypts secrets in etcd with the configuration kept in the secret store.
    """
    etcdClusters: NotRequired[list[EtcdCluster]]
    """
    The etcd clusters: `main`, `events`, and `cilium` where it is used.
    """
    externalDns: NotRequired[ExternalDns]
    """
    What publishes DNS names of services and nodes.
    """
    externalPolicies: NotRequired[dict[str, list[str]]]
    """
    Managed IAM policies (ARNs) to attach, by role: `master`, `node`, `bastion`.
    """
    fileAssets: NotRequired[list[FileAssetSpec]]
    """
    Files to write on every node.
    """
    gossipConfig: NotRequired[Any]
    """
    Retired. How nodes gossip names.
    """
    hooks: NotRequired[list[Hook]]
    """
    Units of systemd or containers to run on every node.
    """
    iam: NotRequired[Iam]
    """
    How roles and permissions are made.
    """
    isolateMasters: NotRequired[bool]
    """
    Closes the ports of the control plane that nodes do not need.
    """
    karpenter: NotRequired[Karpenter]
    """
    The addon that makes nodes as pods need them.
    """
    keyStore: NotRequired[str]
    """
    Where keys and certificates are kept. Default: below the state store.
    """
    kubeAPIServer: NotRequired[KubeApiServer]
    """
    The API server.
    """
    kubeControllerManager: NotRequired[KubeControllerManager]
    """
    The controller manager.
    """
    kubeDNS: NotRequired[KubeDns]
    """
    DNS for pods.
    """
    kubeProxy: NotRequired[KubeProxy]
    """
    The proxy of services on every node.
    """
    kubeScheduler: NotRequired[KubeScheduler]
    """
    The scheduler.
    """
    kubelet: NotRequired[Kubelet]
    """
    The kubelet of every node.
    """
    kubernetesApiAccess: NotRequired[list[str]]
    """
    Ranges and prefix lists that may reach the API.
    """
    kubernetesVersion: NotRequired[str]
    """
    The version of Kubernetes, with or without `v`. Default: the one that the channel recommends.
    """
    masterInternalName: NotRequired[str]
    """
    Retired. The API's name inside the cluster, which is always `api.internal.` before the cluster's name.
    """
    masterKubelet: NotRequired[Kubelet]
    """
    The kubelet of control-plane nodes, over `kubelet`.
    """
    masterPublicName: NotRequired[str]
    """
    The DNS name of the API. Default: `api.` before the cluster's name.
    """
    metricsServer: NotRequired[MetricsServer]
    """
    The addon that serves resource metrics.
    """
    networkCIDR: NotRequired[str]
    """
    The IPv4 range of the VPC. Default: `172.20.0.0/16`, or the range of a VPC that exists.
    """
    networkID: NotRequired[str]
    """
    The id of a VPC that exists and is shared. Unset: the cluster makes its own.
    """
    networking: NotRequired[Networking]
    """
    The network of pods: exactly one option.
    """
    nodeAuthorization: NotRequired[NodeAuthorization]
    """
    Retired. How nodes were admitted.
    """
    nodePortAccess: NotRequired[list[str]]
    """
    Ranges and prefix lists that may reach node ports.
    """
    nodeProblemDetector: NotRequired[NodeProblemDetector]
    """
    The addon that reports problems of nodes.
    """
    nodeTerminationHandler: NotRequired[NodeTerminationHandler]
    """
    The addon that drains nodes before AWS ends them.
    """
    nonMasqueradeCIDR: NotRequired[str]
    """
    The range that holds pods and services, which is reached without address translation. Default: `100.64.0.0/10`, or `::/0` for IPv6.
    """
    ntp: NotRequired[Ntp]
    """
    How nodes set their clocks.
    """
    packages: NotRequired[list[str]]
    """
    Packages of the operating system to install on every node.
    """
    podCIDR: NotRequired[str]
    """
    The range of pod addresses. Default: carved from `nonMasqueradeCIDR`.
    """
    podIdentityWebhook: NotRequired[PodIdentityWebhook]
    """
    The addon that gives pods the role of their service account.
    """
    project: NotRequired[str]
    """
    Not for AWS: the project of Google Cloud.
    """
    rollingUpdate: NotRequired[RollingUpdateSpec]
    """
    How nodes are replaced, where a group does not say.
    """
    secretStore: NotRequired[str]
    """
    Where secrets are kept. Default: below the state store.
    """
    serviceAccountIssuerDiscovery: NotRequired[ServiceAccountIssuerDiscovery]
    """
    Where the keys of service accounts are published.
    """
    serviceClusterIPRange: NotRequired[str]
    """
    The range of service addresses. Default: carved from `nonMasqueradeCIDR`.
    """
    snapshotController: NotRequired[SnapshotController]
    """
    The addon that takes snapshots of volumes.
    """
    sshAccess: NotRequired[list[str]]
    """
    Ranges and prefix lists (`pl-…`) that may reach nodes, or bastions where there are some, by SSH.
    """
    sshKeyName: NotRequired[str]
    """
    The name of an EC2 key pair that exists. Unset: one is made from the cluster's SSH key; empty: no key.
    """
    subnets: NotRequired[list[SubnetSpec]]
    """
    The subnets that groups may use.
    """
    sysctlParameters: NotRequired[list[str]]
    """
    Kernel parameters of every node, as `name=value`.
    """
    target: NotRequired[TargetSpec]
    """
    Settings of rendered Terraform.
    """
    topology: NotRequired[Topology]
    """
    How the cluster is reached: DNS and bastion.
    """
    updatePolicy: NotRequired[str]
    """
    How nodes update their operating system: `automatic` or `external`. Default: `automatic`.
    """
    useHostCertificates: NotRequired[bool]
    """
    Mounts the node's certificate authorities into components.
    """
    warmPool: NotRequired[WarmPoolSpec]
    """
    Stopped instances kept ready, where a group does not say.
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
    What the user wants of a group.
    """

    additionalSecurityGroups: NotRequired[list[str]]
    """
    Security groups that exist, to add to the machines.
    """
    additionalUserData: NotRequired[list[UserData]]
    """
    Further parts of the user data.
    """
    associatePublicIp: NotRequired[bool]
    """
    Whether machines in public subnets get public addresses. Default: true.
    """
    autoscale: NotRequired[bool]
    """
    Whether the cluster autoscaler may scale it. Default: true.
    """
    autoscalePriority: NotRequired[int]
    """
    Its priority for the autoscaler's `priority` expander.
    """
    capacityRebalance: NotRequired[bool]
    """
    Replaces a spot machine when AWS warns that it may be taken.
    """
    cloudLabels: NotRequired[dict[str, str]]
    """
    Tags on the group, its machines and their volumes.
    """
    compressUserData: NotRequired[bool]
    """
    Packs the user data with gzip.
    """
    containerd: NotRequired[Containerd]
    """
    The container runtime, over the cluster's.
    """
    cpuCredits: NotRequired[str]
    """
    Credits of burstable machines: `standard` or `unlimited`.
    """
    detailedInstanceMonitoring: NotRequired[bool]
    """
    Measures every minute in place of every five.
    """
    externalLoadBalancers: NotRequired[list[ExternalLoadBalancer]]
    """
    Load balancers that exist, to put machines behind.
    """
    fileAssets: NotRequired[list[FileAssetSpec]]
    """
    Files to write on its machines.
    """
    gcpProvisioningModel: NotRequired[str]
    """
    Not for AWS.
    """
    guestAccelerators: NotRequired[list[Any]]
    """
    Not for AWS: accelerators.
    """
    hooks: NotRequired[list[Hook]]
    """
    Units or containers to run, over the cluster's by name.
    """
    iam: NotRequired[IamProfile]
    """
    An instance profile that exists.
    """
    image: NotRequired[str]
    """
    The image: `ami-…`, `owner/name`, or `ssm:/parameter`. Default: the channel's.
    """
    instanceInterruptionBehavior: NotRequired[str]
    """
    What AWS does to a spot machine that it takes: `hibernate`, `stop`, `terminate`.
    """
    instanceMetadata: NotRequired[InstanceMetadata]
    """
    How machines reach their metadata.
    """
    instanceProtection: NotRequired[bool]
    """
    Protects machines from scaling in.
    """
    kubelet: NotRequired[Kubelet]
    """
    The kubelet, over the cluster's.
    """
    machineType: NotRequired[str]
    """
    The machine type, or several with commas where instances are mixed.
    """
    manager: NotRequired[InstanceManager]
    """
    What makes its machines. Default: `CloudGroup`.
    """
    maxInstanceLifetime: NotRequired[Duration]
    """
    How long a machine may live.
    """
    maxPrice: NotRequired[str]
    """
    The highest price for a spot machine in dollars an hour. Set: machines are spot machines.
    """
    maxSize: NotRequired[int]
    """
    The largest number of machines. Default: 1; 2 for nodes.
    """
    minSize: NotRequired[int]
    """
    The least number of machines. Default: 1; 2 for nodes.
    """
    mixedInstancesPolicy: NotRequired[MixedInstancesPolicySpec]
    """
    Several machine types, and spot beside on demand.
    """
    nodeLabels: NotRequired[dict[str, str]]
    """
    Labels of the nodes.
    """
    packages: NotRequired[list[str]]
    """
    Packages of the operating system to install.
    """
    role: NotRequired[InstanceGroupRole]
    """
    What its machines do.
    """
    rollingUpdate: NotRequired[RollingUpdateSpec]
    """
    How its machines are replaced.
    """
    rootVolumeDeleteOnTermination: NotRequired[bool]
    """
    Retired. Whether the root volume goes with the machine, which it does.
    """
    rootVolumeEncryption: NotRequired[bool]
    """
    Whether the root volume is encrypted. Default: true.
    """
    rootVolumeEncryptionKey: NotRequired[str]
    """
    The key that encrypts the root volume. Default: the account's own.
    """
    rootVolumeIops: NotRequired[int]
    """
    Operations per second of the root volume. Default: 3000 for `gp3`.
    """
    rootVolumeOptimization: NotRequired[bool]
    """
    Asks for an EBS-optimised machine.
    """
    rootVolumeSize: NotRequired[int]
    """
    Size of the root volume in GiB. Default: 128 for nodes and API servers, 64 for control planes, 32 for bastions.
    """
    rootVolumeThroughput: NotRequired[int]
    """
    Throughput of a `gp3` root volume in MiB/s. Default: 125.
    """
    rootVolumeType: NotRequired[str]
    """
    EBS type of the root volume. Default: `gp3`.
    """
    securityGroupOverride: NotRequired[str]
    """
    A security group that exists, in place of the role's.
    """
    spotDurationInMinutes: NotRequired[int]
    """
    Retired by AWS. How long a spot machine is kept.
    """
    subnets: NotRequired[list[str]]
    """
    The subnets that machines stand in, by their names in the cluster.
    """
    suspendProcesses: NotRequired[list[str]]
    """
    Processes of the autoscaling group to suspend.
    """
    sysctlParameters: NotRequired[list[str]]
    """
    Kernel parameters, as `name=value`.
    """
    taints: NotRequired[list[str]]
    """
    Taints of the nodes, as `key=value:effect`.
    """
    tenancy: NotRequired[str]
    """
    Who else may be on the hardware: `default`, `dedicated`, `host`.
    """
    updatePolicy: NotRequired[str]
    """
    How machines update their operating system: `automatic` or `external`. Default: the cluster's.
    """
    volumeMounts: NotRequired[list[VolumeMount]]
    """
    File systems to make and mount.
    """
    volumes: NotRequired[list[VolumeSpec]]
    """
    Further volumes.
    """
    warmPool: NotRequired[WarmPoolSpec]
    """
    Stopped machines kept ready.
    """
    zones: NotRequired[list[str]]
    """
    Not for AWS: the zones of a group whose subnets span zones.
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
    The version of the format.
    """
    kind: NotRequired[Literal["Cluster"]]
    """
    What the object is.
    """
    metadata: ObjectMeta
    """
    Its name, labels and annotations.
    """
    spec: ClusterSpec
    """
    What the user wants of it.
    """


class InstanceGroup(TypedDict):
    """
    A group of machines of one role.
    """

    apiVersion: NotRequired[Literal["kops.k8s.io/v1alpha2", "kops/v1alpha2"]]
    """
    The version of the format.
    """
    kind: NotRequired[Literal["InstanceGroup"]]
    """
    What the object is.
    """
    metadata: ObjectMeta
    """
    Its name, labels and annotations.
    """
    spec: InstanceGroupSpec
    """
    What the user wants of it.
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


Event: TypeAlias = StartedEvent | RetryingEvent | WaitingEvent | FinishedEvent | FailedEvent | EndedEvent
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
    nodes: dict[str, Node]
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
    The machine type.
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
    Anybody may read it (the discovery documents). The state store does not tell whether that is so.
    """


class Node(TypedDict):
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
    bindings: dict[str, dict[str, str]]
    """
    What is known of resources that exist, for steps that refer to them.
    """
    calls: dict[str, int]
    """
    The number of calls that observing took, by operation.
    """
    cluster: str
    """
    The cluster's full name.
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
    The instance groups whose machines keep what they have until they are replaced, sorted by name.
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
    | SecretResource
)
"""
A resource of any kind.
"""


class Snapshot(TypedDict):
    """
    What an account holds of a cluster at one moment.
    """

    calls: dict[str, int]
    """
    The number of calls that it took, by operation: `DescribeSubnets`.
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
    One act.
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
