//! Every code that a finding can have, and what its page says.

use serde::Serialize;

use crate::diag::{Code, suggest};
use crate::render::terraform;
use crate::{create, defaults, facts, model, resource, spec, state, validate, yaml};

/// Returns every code of the library, area by area.
pub fn all() -> Vec<Code> {
    [
        yaml::codes::ALL,
        spec::codes::ALL,
        facts::codes::ALL,
        defaults::codes::ALL,
        &validate::codes::ALL.concat(),
        create::codes::ALL,
        resource::limits::codes::ALL,
        model::codes::GRAPH,
        model::codes::ALL,
        state::codes::ALL,
        terraform::codes::ALL,
    ]
    .concat()
}

/// What there is to know of a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CodePage {
    /// The code: `network/vpc-id`.
    pub code: &'static str,
    /// One sentence: what is found.
    pub summary: &'static str,
    /// Why it is refused or warned of, and what to do about it.
    pub description: &'static str,
    /// An input with the finding: part of a spec, a file, a command, or options. `<48 labels>` stands for that many.
    pub wrong: String,
    /// What to write instead. Missing where a field is to be left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right: Option<String>,
}

/// There is no such code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no code `{code}`{}", suggestion(.similar.as_deref()))]
#[non_exhaustive]
pub struct UnknownCode {
    /// What was asked for.
    pub code: String,
    /// A code with a similar name.
    pub similar: Option<String>,
}

fn suggestion(similar: Option<&str>) -> String {
    similar.map(|similar| format!("; did you mean `{similar}`?")).unwrap_or_default()
}

/// Explains a code.
///
/// ```
/// let page = kops_core::codes::explain("network/vpc-id")?;
/// assert_eq!(page.summary, "A text is not the id of a VPC.");
/// assert_eq!(page.wrong, "kind: Cluster\nspec:\n  networkID: VPC-ID");
/// let error = kops_core::codes::explain("network/vpcid").unwrap_err();
/// assert_eq!(error.to_string(), "there is no code `network/vpcid`; did you mean `network/vpc-id`?");
/// # Ok::<(), kops_core::codes::UnknownCode>(())
/// ```
///
/// # Errors
/// Where there is no such code.
pub fn explain(code: &str) -> Result<CodePage, UnknownCode> {
    let all = all();
    match all.iter().find(|known| known.id == code) {
        Some(known) => Ok(page(known)),
        None => {
            let similar = suggest(code, all.iter().map(|known| known.id)).map(str::to_owned);
            Err(UnknownCode { code: code.to_owned(), similar })
        }
    }
}

/// Returns the page of every code, sorted by code.
pub fn pages() -> Vec<CodePage> {
    let mut pages: Vec<CodePage> = all().iter().map(page).collect();
    pages.sort_by_key(|page| page.code);
    pages
}

fn page(code: &Code) -> CodePage {
    let Code { id, summary, description, example } = *code;
    CodePage { code: id, summary, description, wrong: example.wrong(), right: example.right() }
}
