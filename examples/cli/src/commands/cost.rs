//! `kops toolbox cost`: what a cluster costs a month.

use std::path::Path;

use kops_core::cost::{Estimate, Line, ParsePricesError, Prices, estimate};
use kops_core::engine::graph_offline;

use crate::args::{CostArgs, ExplainFormat};
use crate::failure::Failure;
use crate::session::Session;
use crate::table::table_to_fit;
use crate::{input, output};

/// Prints the estimate.
pub(crate) async fn run(session: &Session, args: &CostArgs) -> Result<(), Failure> {
    if args.print_prices {
        return Ok(output::data(Prices::BUILT_IN)?);
    }
    let prices = match &args.prices {
        Some(file) => read(file)?,
        None => Prices::built_in(),
    };
    let spec = session.load(args.cluster.as_deref(), &args.files).await?.placed();
    let built = graph_offline(&spec).map_err(Failure::engine)?;
    output::findings(&built.warnings, &built.texts);
    let estimate = estimate(&built.graph, &prices);
    if args.format == ExplainFormat::Json {
        let json = serde_json::to_string_pretty(&estimate).map_err(|error| Failure::message(error.to_string()))?;
        return Ok(output::data(&json)?);
    }
    Ok(output::result(&report(&estimate))?)
}

fn report(estimate: &Estimate) -> String {
    let row = |line: &Line| {
        [format!("{} {}", line.resource.kind.title(), line.resource.name), line.what.clone(), line.monthly.to_string()]
    };
    let mut rows: Vec<_> = estimate.lines.iter().map(row).collect();
    rows.push(["total".to_owned(), String::new(), estimate.total.to_string()]);
    let mut text = table_to_fit(["RESOURCE", "WHAT", "MONTHLY"], &rows);
    text.push_str(&format!("\nOn-demand list prices of {}, {}", estimate.price_region, estimate.price_date));
    if !estimate.applies {
        text.push_str(&format!("; those of {} differ: set --prices", estimate.region));
    }
    text.push_str(". Not included: traffic, capacity units of load balancers, snapshots, logs.\n");
    for missing in &estimate.unpriced {
        text.push_str(&format!("Not counted: {missing}.\n"));
    }
    text
}

fn read(file: &Path) -> Result<Prices, Failure> {
    let text = input::read(file)?;
    let prices = Prices::from_yaml(&text.text);
    Ok(prices.map_err(|source| ReadPricesError { file: text.name.to_string(), source })?)
}

/// A file that is no table of prices.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the prices in `{file}`")]
struct ReadPricesError {
    file: String,
    #[source]
    source: ParsePricesError,
}
