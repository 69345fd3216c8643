//! `kops create keypair`, `kops promote keypair`, `kops distrust keypair`, `kops trust keypair` and `kops get keypairs`.

use kops_core::engine::Error;
use kops_core::pki::{self, Certificate, KeyError, KeypairInfo, Keyset, KeysetError, PrivateKey};
use kops_core::spec::InstanceGroup;
use kops_core::state::{Clusters, KeysError, NewKeypair};

use crate::args::{CreateKeypairArgs, Files, GetKeypairsArgs, ObjectFormat};
use crate::failure::Failure;
use crate::session::Session;
use crate::table::table;
use crate::{input, output};

/// The word for every keyset that can be rotated.
const ALL: &str = "all";

/// Adds a keypair to a keyset.
pub(crate) async fn create(session: &Session, args: &CreateKeypairArgs) -> Result<(), Failure> {
    let CreateKeypairArgs { keyset, cert, key, primary } = args;
    if keyset == ALL && (cert.is_some() || key.is_some() || *primary) {
        return Err(Failure::usage("--cert, --key and --primary cannot be used with `all`"));
    }
    let cluster = session.cluster(None)?;
    let mut new = NewKeypair { primary: *primary, ..NewKeypair::default() };
    if let Some(file) = cert {
        let text = input::secret(file)?;
        new.certificate = Some(Certificate::from_pem(&text.to_text()).map_err(|source| NotAKey::of(file, source))?);
    }
    if let Some(file) = key {
        let text = input::secret(file)?;
        new.private_key = Some(PrivateKey::from_pem(&text.to_text()).map_err(|source| NotAKey::of(file, source))?);
    }
    let lease = session.lock_cluster(&cluster).await?;
    let work = async {
        let clusters = Clusters::new(&lease);
        for keyset in keysets(&clusters, &cluster, keyset).await? {
            let mut entropy = input::entropy();
            let created = clusters.create_keypair(&cluster, &keyset, new.clone(), entropy.as_mut(), input::now()).await;
            let id = created.map_err(|error| match error {
                error @ KeysError::FirstMustBePrimary { .. } => Failure::from(error).advise("pass --primary"),
                other => other.into(),
            })?;
            output::result(&format!("created keypair {id} in keyset {keyset}\n"))?;
        }
        Ok::<_, Failure>(())
    };
    lease.during(work).await?;
    session.save()
}

/// Makes a keypair the primary one.
pub(crate) async fn promote(session: &Session, keyset: &str, id: Option<&str>, force: bool) -> Result<(), Failure> {
    if keyset == ALL && id.is_some() {
        return Err(Failure::usage("an id cannot be used with `all`"));
    }
    refuse_while_outdated(session, keyset, force).await?;
    let cluster = session.cluster(None)?;
    let lease = session.lock_cluster(&cluster).await?;
    let work = async {
        let clusters = Clusters::new(&lease);
        for keyset in keysets(&clusters, &cluster, keyset).await? {
            match clusters.promote_keypair(&cluster, &keyset, id).await? {
                Some(id) => output::result(&format!("promoted keypair {id} of keyset {keyset}\n"))?,
                None => output::note(&format!("keyset {keyset} has no keypair newer than its primary one")),
            }
        }
        Ok::<_, Failure>(())
    };
    lease.during(work).await?;
    session.save()
}

/// Distrusts keypairs.
pub(crate) async fn distrust(session: &Session, keyset: &str, ids: &[String], force: bool) -> Result<(), Failure> {
    if keyset == ALL && !ids.is_empty() {
        return Err(Failure::usage("ids cannot be used with `all`"));
    }
    refuse_while_outdated(session, keyset, force).await?;
    let cluster = session.cluster(None)?;
    let lease = session.lock_cluster(&cluster).await?;
    let work = async {
        let clusters = Clusters::new(&lease);
        for keyset in keysets(&clusters, &cluster, keyset).await? {
            let distrusted = clusters.distrust_keypairs(&cluster, &keyset, ids, input::now()).await?;
            if distrusted.is_empty() {
                let which = if ids.is_empty() { "older than its primary one" } else { "of these ids" };
                output::note(&format!("keyset {keyset} has no trusted keypair {which}"));
            }
            report("distrusted", &keyset, &distrusted)?;
        }
        Ok::<_, Failure>(())
    };
    lease.during(work).await?;
    session.save()
}

/// Refuses to go on with a rotation while instances lack keys of the state store, as far as an account is configured to ask.
async fn refuse_while_outdated(session: &Session, keyset: &str, force: bool) -> Result<(), Failure> {
    if force {
        return Ok(());
    }
    if keyset != ALL {
        Clusters::new(session.store().await?.as_ref()).keyset(&session.cluster(None)?, keyset).await?;
    }
    let loaded = session.load(None, &Files::default()).await?;
    if !session.has_account() {
        let groups: Vec<&str> = loaded.spec.groups.iter().map(InstanceGroup::name).collect();
        output::warning(&format!(
            "no account is configured, so it is not known whether the instances of {} have the keys of the state store",
            groups.join(", ")
        ));
        return Ok(());
    }
    let engine = session.engine(&loaded).await?;
    let groups = engine.groups_to_roll(&loaded.placed()).await.map_err(Failure::engine)?;
    if groups.is_empty() {
        return Ok(());
    }
    let of_karpenter = groups.iter().filter(|group| group.is_karpenter);
    let of_karpenter: Vec<&str> = of_karpenter.map(|group| group.instance_group.as_str()).collect();
    let forced = match of_karpenter.is_empty() {
        true => String::new(),
        false => format!(
            ", and then wait until Karpenter has replaced its instances or run `kops rolling-update cluster --instance-group {} --force --yes`",
            of_karpenter.join(",")
        ),
    };
    let help = format!(
        "run `kops update cluster --yes` and `kops rolling-update cluster --yes` first{forced}; --force continues anyway, and may cut off instances"
    );
    let refused = Error::KeysNotRolledOut { keyset: keyset.to_owned(), groups };
    Err(Failure::message(refused.to_string()).advise(&help))
}

/// Trusts keypairs again.
pub(crate) async fn trust(session: &Session, keyset: &str, ids: &[String]) -> Result<(), Failure> {
    let cluster = session.cluster(None)?;
    let lease = session.lock_cluster(&cluster).await?;
    let trusted = lease.during(Clusters::new(&lease).trust_keypairs(&cluster, keyset, ids)).await?;
    report("trusted", keyset, &trusted)?;
    session.save()
}

/// Displays keypairs as a table or as data. Keysets that are damaged are errors beside the others.
pub(super) async fn get(session: &Session, args: &GetKeypairsArgs, format: ObjectFormat) -> Result<(), Failure> {
    let (cluster, store) = (session.cluster(None)?, session.store().await?);
    let (mut keypairs, mut damaged) = (Vec::<KeypairInfo>::new(), Vec::<Box<dyn std::error::Error>>::new());
    for found in selected(&Clusters::new(store.as_ref()), &cluster, &args.keysets).await? {
        match found {
            Ok(keyset) => keypairs.extend(keyset.describe()),
            Err(error) => damaged.push(error.into()),
        }
    }
    keypairs.retain(|keypair| args.distrusted || keypair.distrust_timestamp.is_none());
    if keypairs.is_empty() && damaged.is_empty() {
        return Err(Failure::message(format!("no keypairs found for cluster `{cluster}`")));
    }
    if !keypairs.is_empty() {
        let text = match format {
            ObjectFormat::Table => keypair_table(&keypairs, args.distrusted),
            _ => super::get::values(&keypairs, format)?,
        };
        super::get::print(&text, format)?;
    }
    if damaged.is_empty() { Ok(()) } else { Err(Failure::Errors(damaged)) }
}

/// The keysets of these names, or without names all of them.
async fn selected(
    clusters: &Clusters<'_>,
    cluster: &str,
    names: &[String],
) -> Result<Vec<Result<Keyset, KeysetError>>, KeysError> {
    if names.is_empty() {
        return clusters.each_keyset(cluster).await;
    }
    let mut found = Vec::new();
    for name in names {
        found.push(match clusters.keyset(cluster, name).await {
            Err(KeysError::Keyset(error)) => Err(error),
            other => Ok(other?),
        });
    }
    Ok(found)
}

fn keypair_table(keypairs: &[KeypairInfo], distrusted: bool) -> String {
    let day =
        |moment: &Option<String>| moment.as_deref().and_then(|text| text.split('T').next()).unwrap_or("").to_owned();
    let mark = |is: bool| if is { "*" } else { "" }.to_owned();
    let row = |keypair: &KeypairInfo| {
        let (name, id) = (keypair.name.clone(), keypair.id.clone());
        let (issued, expires) = (day(&keypair.not_before), day(&keypair.not_after));
        let since = day(&keypair.distrust_timestamp);
        (name, id, issued, expires, since, mark(keypair.is_primary), mark(keypair.has_private_key))
    };
    let rows = keypairs.iter().map(row);
    if distrusted {
        let rows = rows.map(|(name, id, issued, expires, since, primary, private)| {
            [name, id, issued, expires, since, primary, private]
        });
        let head = ["NAME", "ID", "ISSUED", "EXPIRES", "DISTRUSTED", "PRIMARY", "HASPRIVATE"];
        return table(head, &rows.collect::<Vec<_>>());
    }
    let rows =
        rows.map(|(name, id, issued, expires, _, primary, private)| [name, id, issued, expires, primary, private]);
    table(["NAME", "ID", "ISSUED", "EXPIRES", "PRIMARY", "HASPRIVATE"], &rows.collect::<Vec<_>>())
}

/// The keysets that an argument selects.
async fn keysets(clusters: &Clusters<'_>, cluster: &str, keyset: &str) -> Result<Vec<String>, Failure> {
    if keyset != ALL {
        return Ok(vec![keyset.to_owned()]);
    }
    let found = clusters.keysets(cluster).await?;
    let names = found.iter().map(pki::Keyset::name).filter(|name| pki::is_rotatable(name));
    let names: Vec<_> = names.map(str::to_owned).collect();
    if names.is_empty() {
        let message = format!("cluster `{cluster}` has no keysets yet: update the cluster to create them");
        return Err(Failure::message(message));
    }
    Ok(names)
}

fn report(done: &str, keyset: &str, ids: &[String]) -> Result<(), Failure> {
    let lines: Vec<_> = ids.iter().map(|id| format!("{done} keypair {id} of keyset {keyset}\n")).collect();
    Ok(output::result(&lines.concat())?)
}

/// A file that is not a key or a certificate.
#[derive(Debug, thiserror::Error)]
#[error("cannot use `{file}`")]
struct NotAKey {
    file: String,
    #[source]
    source: KeyError,
}

impl NotAKey {
    fn of(file: &std::path::Path, source: KeyError) -> Self {
        Self { file: file.display().to_string(), source }
    }
}
