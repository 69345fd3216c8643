"""Specs: read from texts and files or made of Python's values, placed in a state store, checked without an account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike, fsencode
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, cast, final

from kops import _native
from kops._call import CLASSES, Constant, call, check_text, json_text, utf8, wrong
from kops._errors import Diagnostic, diagnostics

if TYPE_CHECKING:
    from typing_extensions import NotRequired

    from kops import types
else:
    from kops._later import types
    from kops._typed_dict import NotRequired

Document: TypeAlias = Mapping[str, Any]
"""An object of the spec, with kops's own names."""


class SpecDict(TypedDict):
    """The objects of a spec: what ``Spec.to_dict`` returns and ``Spec.of`` takes."""

    cluster: types.Cluster
    groups: list[types.InstanceGroup]
    ssh_credentials: NotRequired[list[types.SSHCredential]]
    additional: NotRequired[list[dict[str, Any]]]


class _Objects(Constant):
    """What a spec is, with or without its defaults."""

    __slots__ = ()

    def __reduce__(self) -> str | tuple[Any, ...]:
        """Refuse to be pickled: findings name places in the texts that it was read from."""
        raise TypeError(f"cannot pickle '{type(self).__name__}'; pickle what its 'to_yaml' returns")

    def to_dict(self) -> SpecDict:
        """Return the spec as Python values: what ``Spec.of`` takes.

        They are ``cluster``, ``groups``, and where there are any ``ssh_credentials`` and ``additional``, the objects
        that are not kops's.
        """
        data = call("spec_data", spec=self)
        if "sshCredentials" in data:
            data["ssh_credentials"] = data.pop("sshCredentials")
        return cast("SpecDict", data)

    def to_yaml(self) -> str:
        """Return the cluster and everything of it as one YAML text, in the form of the state store."""
        return cast(str, call("spec_yaml", spec=self))

    def _summary(self) -> dict[str, Any]:
        return cast("dict[str, Any]", call("spec_summary", spec=self))

    def __eq__(self, other: object) -> bool:
        """Compare what both say, wherever it was read."""
        if not isinstance(other, type(self)):
            return NotImplemented
        return self.to_yaml() == other.to_yaml()

    def __hash__(self) -> int:
        """Return the same for specs that say the same."""
        return hash(self.to_yaml())

    def __repr__(self) -> str:
        """Name the cluster."""
        return f"<kops.{type(self).__name__} {self._summary()['name']}>"


@final
class Spec(_Objects):
    """A cluster as the user wrote it, with its instance groups."""

    __slots__ = ()

    @staticmethod
    def of(
        *,
        cluster: types.Cluster,
        groups: Sequence[types.InstanceGroup] | None = None,
        ssh_credentials: Sequence[types.SSHCredential] | None = None,
        additional: Sequence[Mapping[str, Any]] | None = None,
    ) -> Spec:
        """Make a spec of Python values with kops's names.

        They are a cluster, its instance groups, its SSH keys, and objects that are not kops's. ``apiVersion``,
        ``kind`` and the label of the cluster may be left out.

        Raises ``InvalidSpec``.
        """
        lists: dict[str, Any] = {"groups": groups, "ssh_credentials": ssh_credentials, "additional": additional}
        for argument, objects in lists.items():
            if objects is not None and (isinstance(objects, (str, bytes)) or not isinstance(objects, Sequence)):
                raise wrong(argument, "a list of objects", objects)
        return cast(Spec, call("spec_of", cluster=cluster, **lists))

    @property
    def name(self) -> str:
        """The cluster's full name."""
        return cast(str, self._summary()["name"])

    @property
    def instance_groups(self) -> list[str]:
        """The names of the instance groups."""
        return cast("list[str]", self._summary()["instanceGroups"])

    @property
    def region(self) -> str | None:
        """The AWS region of the subnets' zones, or ``None`` where they name no zone."""
        return cast("str | None", self._summary()["region"])

    @property
    def store_url(self) -> str | None:
        """The URL of the state store that ``configBase`` lies in, or ``None`` where it is not set."""
        return cast("str | None", self._summary()["storeUrl"])

    @property
    def warnings(self) -> list[Diagnostic]:
        """What was found while the spec was read, or filled in by ``fill_offline``, that stops nothing."""
        return diagnostics(call("spec_warnings", spec=self))

    def in_store(self, url: str) -> Spec:
        """Return the spec with ``configBase`` in this state store. A ``configBase`` that is set stays."""
        return cast(Spec, call("in_store", spec=self, url=url))

    def edited(
        self,
        *,
        instance_group: str | None = None,
        set: Sequence[str] | None = None,
        unset: Sequence[str] | None = None,
    ) -> Spec:
        """Return the spec with fields of its cluster, or of an instance group, unset and then set by their paths.

        Raises ``InvalidSpec`` with everything that is wrong.
        """
        return cast(Spec, call("edited", spec=self, instance_group=instance_group, set=set, unset=unset))


@final
class FullSpec(_Objects):
    """A spec with every default, found valid in an account."""

    __slots__ = ()

    @property
    def warnings(self) -> list[Diagnostic]:
        """What was found that stops nothing."""
        return diagnostics(call("full_spec_warnings", spec=self))

    @property
    def facts(self) -> types.Facts:
        """The world as it was looked up."""
        return cast("types.Facts", call("full_spec_facts", spec=self))

    def explained(self) -> list[types.Explained]:
        """Return every value with where it came from: what the user wrote, or the rule that filled it in."""
        return cast("list[types.Explained]", call("explained", spec=self))


CLASSES.update(Spec=Spec, FullSpec=FullSpec)


def load(
    source: str | bytes | Document | Sequence[Document], *, name: str = "-", allow_unknown_fields: bool = False
) -> Spec:
    """Read a cluster and its instance groups from a YAML or JSON text, or from objects with kops's own names.

    ``name`` is the file's name in findings. Unknown fields are errors; with ``allow_unknown_fields`` they are warnings
    and left out.

    Raises ``InvalidSpec``.
    """
    check_text("name", name)
    if isinstance(source, str):
        text = utf8("source", source)
    elif isinstance(source, bytes):
        text = source
    elif isinstance(source, (Mapping, Sequence)):
        text = json_text(source, "source").encode()
    else:
        raise wrong("source", "a text, bytes or objects (load_files reads files)", source)
    return _read([(name, text)], allow_unknown_fields)


def load_files(paths: Iterable[str | PathLike[str]], *, allow_unknown_fields: bool = False) -> Spec:
    """Read a cluster and its instance groups from files; see ``load``.

    Findings have the name of a file with � for what is not UTF-8 in it.

    Raises ``InvalidSpec``, and ``OSError`` where a file cannot be read.
    """
    if isinstance(paths, (str, bytes, PathLike)):
        raise wrong("paths", "several paths", paths)
    files: list[tuple[str, bytes]] = []
    for path in paths:
        if not isinstance(path, (str, PathLike)):
            raise wrong("paths", "paths", path)
        with open(path, "rb") as file:
            files.append((fsencode(path).decode(errors="replace"), file.read()))
    return _read(files, allow_unknown_fields)


def _read(files: list[tuple[str, bytes]], allow_unknown_fields: bool) -> Spec:
    names, contents = [name for name, _ in files], [text for _, text in files]
    return cast(Spec, call("read", names=names, contents=contents, allow_unknown_fields=allow_unknown_fields))


def migrate(source: str | bytes, *, name: str = "-") -> types.Migration:
    """Make a spec that is supported today of an old one.

    ``source`` is a YAML or JSON text, ``name`` the file's name. The new text is the old one, edited in place; each
    change comes with its reason, and what is left to decide as findings.

    Raises ``InvalidSpec`` for a text that is neither YAML nor JSON.
    """
    if not isinstance(source, (str, bytes)):
        raise wrong("source", "a text or bytes", source)
    check_text("name", name)
    text = utf8("source", source) if isinstance(source, str) else source
    return cast("types.Migration", call("migrate", names=[name], contents=[text]))


def check_offline(spec: Spec) -> list[Diagnostic]:
    """Check everything in a spec that can be checked without an account, and return all findings."""
    return diagnostics(call("check_offline", spec=spec))


def fill_offline(spec: Spec, *, facts: Mapping[str, object] | None = None) -> Spec:
    """Fill in the defaults of a spec without an account.

    ``facts`` is what is known of the account, as ``Engine.facts`` returns it or in parts. A default that depends on
    what is not known stays unset, and is a warning of the returned spec.
    """
    return cast(Spec, call("fill_offline", spec=spec, facts=facts))


def terraform_offline(
    spec: Spec,
    *,
    facts: Mapping[str, object] | None = None,
    addons: Mapping[str, str] | None = None,
    previous: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return a cluster as files for Terraform, by their path, without an account.

    ``facts`` is what is known of the account, as ``Engine.facts_to_render`` returns it or in parts, ``addons`` the
    addon source, as of ``Engine``. Keys become variables. ``previous`` are the files that were rendered before; see
    ``Engine.terraform``.

    Raises ``InvalidSpec`` with everything that is wrong with the spec, and with each fact that the files depend on
    and that is not known.
    """
    files = call("terraform_offline", spec=spec, facts=facts, addons=addons, previous=previous)
    return cast("dict[str, str]", files)


def list_assets(spec: Spec) -> types.Assets:
    """List every file and container image that nodes download, with its digest where that is known."""
    return cast("types.Assets", call("list_assets", spec=spec))


def new_cluster_offline(options: types.ClusterOptions) -> Spec:
    """Make a cluster with its instance groups of options, by what the library knows of the region.

    See ``Engine.new_cluster``. Raises ``InvalidSpec`` with everything that is wrong with the options.
    """
    return cast(Spec, call("new_cluster_offline", options=options))


def explain(code: str) -> types.CodePage:
    """Explain the code of a finding: what it means, an example, and what to write instead.

    Raises ``ValueError`` for a code that does not exist.
    """
    return cast("types.CodePage", call("explain", code=code))


def explain_field(path: str, *, all: bool = False) -> types.FieldPage:
    """Explain a field of the spec: its type, what it means, its unit and its default, and the fields below it.

    A path begins with the kind of the object: ``cluster.spec.networking.cilium``, ``ig.spec.rootVolumeSize``. ``all``
    adds the fields of all levels below.

    Raises ``ValueError`` for a field that does not exist.
    """
    return cast("types.FieldPage", call("explain_field", path=path, all=all))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of specs, plans and all else that the package takes and returns, as ``$defs`` by name."""
    return cast("dict[str, Any]", call("schema"))


def render_template(template: str, values: Mapping[str, Any], *, name: str = "-") -> str:
    """Render a Jinja2 template of a spec, with the filters that Ansible and Go templates have.

    ``name`` is the file's name in errors.

    Raises ``InvalidTemplate``.
    """
    check_text("template", template)
    check_text("name", name)
    if not isinstance(values, Mapping):
        raise wrong("values", "a mapping", values)
    return _native.render_template(name, template, json_text(values, "values"))
