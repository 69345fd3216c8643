"""An AWS for tests: moto as a server of its own, with the network of examples/fairwinds."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import kops
from kops import aws

ROOT = Path(__file__).parents[2]
FAIRWINDS = ROOT / "examples" / "fairwinds"
REGION = "us-east-2"
STORE = "s3://kops-state-store"


@dataclass
class Server:
    """A running server, and the spec of the example in its network."""

    url: str
    spec: str
    changed: str

    def account(self, **options: Any) -> aws.Account:  # noqa: ANN401
        """Return its account."""
        fixed: dict[str, Any] = {
            "region": REGION,
            "credentials": aws.Credentials("test", "test"),
            "endpoint": self.url,
        }
        return aws.Account(**fixed | options)

    def engine_options(self) -> dict[str, Any]:
        """Return what engines need besides an account: the store, and hashes that only a publisher knows."""
        files = kops.list_assets(kops.load(self.spec))["files"]
        return {"store": STORE, "file_hashes": {file["canonical"]: "0a" * 32 for file in files if "sha" not in file}}


@contextmanager
def server() -> Iterator[Server]:
    """Start a server with the network, the hosted zone and the bucket of the example."""
    program = os.environ.get("MOTO_SERVER", str(Path(sys.executable).parent / "moto_server"))
    environment = os.environ | {
        "MOTO_AMIS_PATH": str(ROOT / "kops-aws" / "tests" / "moto" / "images.json"),
        "MOTO_ENABLE_AMI_VALIDATION": "true",
        "PYTHONUNBUFFERED": "1",
    }
    command = [program, "-H", "127.0.0.1", "-p", "0"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            url = next(line.split("Running on ")[1].strip() for line in process.stderr if "Running on " in line)
            # Its log goes on; a full pipe would stop it.
            threading.Thread(target=process.stderr.read, daemon=True).start()
            yield Server(url, *network(url))
        finally:
            process.kill()


def client(service: str, url: str) -> Any:  # noqa: ANN401
    """Return a client of boto3."""
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    return boto3.client(service, region_name=REGION, endpoint_url=url, **keys)


def network(url: str) -> tuple[str, str]:
    """Lay the network, and return the example's specs with its ids."""
    client("s3", url).create_bucket(Bucket="kops-state-store", CreateBucketConfiguration={"LocationConstraint": REGION})
    client("route53", url).create_hosted_zone(Name="kube.example.com", CallerReference="tests")
    ec2 = client("ec2", url)
    vpc = ec2.create_vpc(CidrBlock="172.20.0.0/16")["Vpc"]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(VpcId=vpc, InternetGatewayId=gateway)
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    ids = {"vpc-0a1b2c3d4e5f60718": vpc}
    written = ["nat-0aa00000000000001", "nat-0bb00000000000002", "nat-0cc00000000000003"]
    for number, (zone, nat) in enumerate(zip("abc", written, strict=True)):
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=f"172.20.{number}.0/24", AvailabilityZone=f"{REGION}{zone}")[
            "Subnet"
        ]["SubnetId"]
        ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        address = ec2.allocate_address(Domain="vpc")["AllocationId"]
        made = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)
        ids[nat] = made["NatGateway"]["NatGatewayId"]
    specs = []
    for name in ("cluster_spec.yml", "cluster_spec-changed.yml"):
        text = (FAIRWINDS / name).read_text()
        for old, new in ids.items():
            text = text.replace(old, new)
        specs.append(text)
    return specs[0], specs[1]
