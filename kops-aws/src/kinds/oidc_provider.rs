//! IAM OIDC providers.

use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{Kind, OidcProvider, Output, Outputs, Tags};

use crate::error::Call;
use crate::reader::{Reader, observed_with};
use crate::step::{StepContext, Update, has_tags, with_arn};
use crate::tags;

const LIST: Call = Call::new("iam", "ListOpenIDConnectProviders");
const READ: Call = Call::new("iam", "GetOpenIDConnectProvider");

/// Reads the providers whose URL the scope names.
pub(crate) async fn read(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let wanted = reader.names(Kind::OidcProvider);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let request = reader.clients.iam.list_open_id_connect_providers().send();
    let listed = reader.calls.send(LIST, request).await?;
    let mut found = Vec::new();
    for provider in listed.open_id_connect_provider_list() {
        let arn = LIST.require(provider.arn(), "Arn")?;
        let Some(url) = url_of(arn).filter(|url| wanted.contains(url.as_str())) else { continue };
        let request = reader.clients.iam.get_open_id_connect_provider().open_id_connect_provider_arn(arn).send();
        let Some(answer) = reader.calls.find(READ, request).await? else { continue };
        let resource = OidcProvider {
            url,
            client_ids: answer.client_id_list().to_vec(),
            thumbprints: answer.thumbprint_list().to_vec(),
            tags: tags::iam(answer.tags()),
        };
        found.push(observed_with(arn, resource, Outputs::from([(Output::Arn, arn.to_owned())])));
    }
    Ok(found)
}

/// The URL of a provider: its ARN ends with the URL without its scheme.
fn url_of(arn: &str) -> Option<String> {
    arn.split_once(":oidc-provider/").map(|(_, host)| format!("https://{host}"))
}

pub(crate) async fn create(ctx: StepContext<'_>, provider: &OidcProvider) -> Result<Outputs, CloudError> {
    let OidcProvider { url, client_ids, thumbprints, tags } = provider;
    let call = Call::new("iam", "CreateOpenIDConnectProvider");
    let request = ctx
        .clients
        .iam
        .create_open_id_connect_provider()
        .url(url)
        .set_client_id_list(Some(client_ids.clone()))
        .set_thumbprint_list(Some(thumbprints.clone()))
        .set_tags(Some(tags::to_iam(tags)?));
    let arn = match ctx.calls.send(call, request.send()).await {
        Err(error) if error.kind == ErrorKind::Conflict => match arn_of(ctx, url).await? {
            Some(arn) if has_tags(&tags_of(ctx, &arn).await?, tags) => arn,
            _ => return Err(error),
        },
        made => call.require(made?.open_id_connect_provider_arn, "OpenIDConnectProviderArn")?,
    };
    Ok(with_arn(&arn))
}

async fn tags_of(ctx: StepContext<'_>, arn: &str) -> Result<Tags, CloudError> {
    let request = ctx.clients.iam.get_open_id_connect_provider().open_id_connect_provider_arn(arn).send();
    Ok(tags::iam(ctx.calls.send(READ, request).await?.tags()))
}

async fn arn_of(ctx: StepContext<'_>, url: &str) -> Result<Option<String>, CloudError> {
    let request = ctx.clients.iam.list_open_id_connect_providers().send();
    let listed = ctx.calls.send(LIST, request).await?.open_id_connect_provider_list.unwrap_or_default();
    let mut arns = listed.into_iter().filter_map(|provider| provider.arn);
    Ok(arns.find(|arn| url_of(arn).as_deref() == Some(url)))
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, OidcProvider>) -> Result<Outputs, CloudError> {
    let OidcProvider { url: _, client_ids, thumbprints, tags } = update.desired;
    let (iam, arn, old) = (&ctx.clients.iam, update.id, update.current);
    for client in client_ids.iter().filter(|client| !old.client_ids.contains(client)) {
        let request = iam.add_client_id_to_open_id_connect_provider().open_id_connect_provider_arn(arn);
        let call = Call::new("iam", "AddClientIDToOpenIDConnectProvider");
        ctx.calls.send(call, request.client_id(client).send()).await?;
    }
    for client in old.client_ids.iter().filter(|client| !client_ids.contains(client)) {
        let request = iam.remove_client_id_from_open_id_connect_provider().open_id_connect_provider_arn(arn);
        let call = Call::new("iam", "RemoveClientIDFromOpenIDConnectProvider");
        ctx.calls.find(call, request.client_id(client).send()).await?;
    }
    if old.thumbprints != *thumbprints {
        let request = iam.update_open_id_connect_provider_thumbprint().open_id_connect_provider_arn(arn);
        let call = Call::new("iam", "UpdateOpenIDConnectProviderThumbprint");
        ctx.calls.send(call, request.set_thumbprint_list(Some(thumbprints.clone())).send()).await?;
    }
    let (write, remove) = tags::difference(&old.tags, tags);
    if !write.is_empty() {
        let request = iam.tag_open_id_connect_provider().open_id_connect_provider_arn(arn);
        let call = Call::new("iam", "TagOpenIDConnectProvider");
        ctx.calls.send(call, request.set_tags(Some(tags::to_iam(&write)?)).send()).await?;
    }
    if !remove.is_empty() {
        let request = iam.untag_open_id_connect_provider().open_id_connect_provider_arn(arn);
        let call = Call::new("iam", "UntagOpenIDConnectProvider");
        ctx.calls.send(call, request.set_tag_keys(Some(remove)).send()).await?;
    }
    Ok(with_arn(arn))
}

pub(crate) async fn delete(ctx: StepContext<'_>, arn: &str, _: &OidcProvider) -> Result<(), CloudError> {
    let request = ctx.clients.iam.delete_open_id_connect_provider().open_id_connect_provider_arn(arn).send();
    ctx.calls.send(Call::new("iam", "DeleteOpenIDConnectProvider"), request).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_of_a_provider_is_in_its_arn() {
        let arn = "arn:aws:iam::123456789012:oidc-provider/example.com/demo";
        assert_eq!(url_of(arn).as_deref(), Some("https://example.com/demo"));
        assert_eq!(url_of("arn:aws:iam::123456789012:saml-provider/x"), None);
    }
}
