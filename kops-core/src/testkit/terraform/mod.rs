//! Whether a rendered configuration for Terraform holds together.

mod provider;

use std::collections::BTreeSet;

use hcl::expr::{Expression, Operation, TemplateExpr, Traversal, TraversalOperator};
use hcl::{Block, Body};

use crate::render::terraform::{Files, MAIN_FILE, MOVED_FILE};

/// How a private key begins in PEM form.
const PRIVATE_KEY: &[u8] = b"PRIVATE KEY-----";

/// Checks what `terraform validate` would: that `kubernetes.tf` parses, that nothing is declared twice, that resources have the arguments
/// and blocks of the AWS provider's schema, that every reference leads to an attribute of something declared, and that the files that
/// are read are those that are there. No file holds a private key.
///
/// # Errors
/// Everything that is wrong, one sentence each.
pub fn check(files: &Files) -> Result<(), Vec<String>> {
    let main = files.get(MAIN_FILE).ok_or_else(|| vec!["there is no `kubernetes.tf`".to_owned()])?;
    let text = std::str::from_utf8(main).map_err(|error| vec![error.to_string()])?;
    let body = hcl::parse(text).map_err(|error| vec![error.to_string()])?;
    let mut check = Check::default();
    body.blocks().for_each(|block| check.declare(block));
    for block in body.blocks() {
        if let Some((resource_type, name)) = provider::named(block) {
            check.faults.extend(provider::faults(block.identifier(), resource_type, name, block.body()));
        }
    }
    check.body(&body);
    for (path, content) in files {
        if content.windows(PRIVATE_KEY.len()).any(|part| part == PRIVATE_KEY) {
            check.faults.push(format!("`{path}` holds a private key"));
        }
    }
    if let Some(text) = files.get(MOVED_FILE) {
        check.moved(text);
    }
    for path in files.keys().filter(|path| ![MAIN_FILE, MOVED_FILE].contains(&path.as_str())) {
        if !check.read.contains(path) {
            check.faults.push(format!("nothing reads `{path}`"));
        }
    }
    for path in &check.read {
        if !files.contains_key(path) {
            check.faults.push(format!("there is no `{path}`"));
        }
    }
    if check.faults.is_empty() { Ok(()) } else { Err(check.faults) }
}

#[derive(Default)]
struct Check {
    /// What references may begin with: `aws_vpc.demo`, `data.aws_vpc.demo`, `local.region`, `aws.files`.
    declared: BTreeSet<String>,
    /// The files that are read.
    read: BTreeSet<String>,
    faults: Vec<String>,
}

impl Check {
    fn declare(&mut self, block: &Block) {
        let labels: Vec<&str> = block.labels().iter().map(hcl::BlockLabel::as_str).collect();
        match (block.identifier(), labels.as_slice()) {
            ("resource", [resource_type, name]) => self.add(format!("{resource_type}.{name}")),
            ("data", [resource_type, name]) => self.add(format!("data.{resource_type}.{name}")),
            ("output", [name]) => self.add(format!("output.{name}")),
            ("variable", [name]) => self.add(format!("var.{name}")),
            ("locals", []) => {
                block.body().attributes().for_each(|local| self.add(format!("local.{}", local.key())));
            }
            ("provider", [name]) => {
                let alias = block.body().attributes().find(|argument| argument.key() == "alias");
                match alias.map(|argument| argument.expr()) {
                    Some(Expression::String(alias)) => self.add(format!("{name}.{alias}")),
                    _ => self.add(format!("provider {name}")),
                }
            }
            ("terraform", []) => self.add("terraform".to_owned()),
            (keyword, _) => self.faults.push(format!("`{keyword}` with {} labels means nothing", labels.len())),
        }
    }

    /// What has moved is not declared any more.
    fn moved(&mut self, text: &[u8]) {
        let parsed = std::str::from_utf8(text).ok().and_then(|text| hcl::parse(text).ok());
        let Some(body) = parsed else { return self.faults.push("`moved.tf` is no configuration".to_owned()) };
        for block in body.blocks().filter(|block| block.identifier() == "moved") {
            let from = block.body().attributes().find(|argument| argument.key() == "from");
            let from = from.map(|argument| argument.expr().to_string()).unwrap_or_default();
            if self.declared.contains(&from) {
                self.faults.push(format!("`{from}` has moved and is declared"));
            }
        }
    }

    fn add(&mut self, name: String) {
        if !self.declared.insert(name.clone()) {
            self.faults.push(format!("`{name}` is declared twice"));
        }
    }

    fn body(&mut self, body: &Body) {
        body.attributes().for_each(|argument| self.expression(argument.expr()));
        // A variable names its type, which is no reference.
        let references = body.blocks().filter(|block| block.identifier() != "variable");
        references.for_each(|block| self.body(block.body()));
    }

    fn expression(&mut self, expression: &Expression) {
        match expression {
            Expression::Array(items) => items.iter().for_each(|item| self.expression(item)),
            Expression::Object(object) => object.values().for_each(|value| self.expression(value)),
            Expression::Parenthesis(inner) => self.expression(inner),
            Expression::Traversal(traversal) => self.traversal(traversal),
            Expression::FuncCall(call) => call.args.iter().for_each(|argument| self.expression(argument)),
            Expression::Conditional(choice) => {
                [&choice.cond_expr, &choice.true_expr, &choice.false_expr].into_iter().for_each(|e| self.expression(e));
            }
            Expression::Operation(operation) => match operation.as_ref() {
                Operation::Unary(unary) => self.expression(&unary.expr),
                Operation::Binary(binary) => {
                    self.expression(&binary.lhs_expr);
                    self.expression(&binary.rhs_expr);
                }
            },
            Expression::TemplateExpr(template) => self.template(template),
            Expression::Variable(variable) => self.faults.push(format!("`{}` means nothing", variable.as_str())),
            _ => {}
        }
    }

    fn traversal(&mut self, traversal: &Traversal) {
        let Expression::Variable(root) = &traversal.expr else { return self.expression(&traversal.expr) };
        let names: Vec<&str> = traversal
            .operators
            .iter()
            .map_while(|operator| match operator {
                TraversalOperator::GetAttr(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        let (declared, attribute) = match (root.as_str(), names.as_slice()) {
            ("data", [resource_type, name, attribute]) => {
                (format!("data.{resource_type}.{name}"), Some(("data", *resource_type, *attribute)))
            }
            (root @ ("local" | "aws"), [name]) => (format!("{root}.{name}"), None),
            (resource_type, [name, attribute]) => {
                (format!("{resource_type}.{name}"), Some(("resource", resource_type, *attribute)))
            }
            (root, names) => (format!("{root}.{}", names.join(".")), None),
        };
        if !self.declared.contains(&declared) {
            self.faults.push(format!("`{declared}` is not declared"));
        } else if let Some((keyword, resource_type, attribute)) = attribute
            && !provider::has_attribute(keyword, resource_type, attribute)
        {
            self.faults.push(format!("`{declared}` has no attribute `{attribute}`"));
        }
    }

    /// The only templates are paths of files.
    fn template(&mut self, template: &TemplateExpr) {
        let text = template.to_string();
        match text.strip_prefix("${path.module}/") {
            Some(path) if !path.contains("${") => {
                self.read.insert(path.to_owned());
            }
            _ => self.faults.push(format!("`{text}` is no path of a file")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str, others: &[&str]) -> Vec<String> {
        let mut files: Files = others.iter().map(|path| ((*path).to_owned(), "x".into())).collect();
        files.insert("kubernetes.tf".to_owned(), text.to_owned().into());
        check(&files).err().unwrap_or_default()
    }

    #[test]
    fn a_configuration_that_holds_together_has_no_faults() {
        let text = r#"
            locals { cidr = data.aws_vpc.a.cidr_block }
            provider "aws" { region = "x" }
            provider "aws" { alias = "files" }
            resource "aws_subnet" "a" {
              vpc_id     = data.aws_vpc.a.id
              cidr_block = local.cidr == "" ? null : cidrsubnet(local.cidr, 8 - 1, 1)
              provider   = aws.files
            }
            resource "aws_launch_template" "a" {
              network_interfaces { description = file("${path.module}/data/a") }
            }
            data "aws_vpc" "a" { id = "vpc-1" }
        "#;
        assert_eq!(faults(text, &["data/a"]), [""; 0]);
    }

    #[test]
    fn what_has_moved_is_declared_elsewhere_only() {
        let with = |moved: &str| {
            let main = r#"resource "aws_vpc" "a" {}"#.to_owned();
            check(&[(MAIN_FILE.to_owned(), main.into()), (MOVED_FILE.to_owned(), moved.to_owned().into())].into())
        };
        assert_eq!(with("moved {\n  from = aws_vpc.b\n  to = aws_vpc.a\n}\n"), Ok(()));
        let faults = with("moved {\n  from = aws_vpc.a\n  to = aws_vpc.b\n}\n").unwrap_err();
        assert_eq!(faults, ["`aws_vpc.a` has moved and is declared"]);
        assert!(with("moved {").is_err());
    }

    #[test]
    fn every_fault_is_found() {
        for (text, others, expected) in [
            ("a = ", &[] as &[&str], None),
            (r#"output "a" { value = [aws_vpc.b.id] }"#, &[], Some("`aws_vpc.b` is not declared")),
            (r#"output "a" { value = { "k" = data.aws_vpc.b.id } }"#, &[], Some("`data.aws_vpc.b` is not declared")),
            (r#"output "a" { value = f(local.x)[0] }"#, &[], Some("`local.x` is not declared")),
            (r#"output "a" { value = x }"#, &[], Some("`x` means nothing")),
            (r#"output "a" { value = "${x}" }"#, &[], Some("`${x}` is no path of a file")),
            (r#"output "a" { value = file("${path.module}/data/a") }"#, &[], Some("there is no `data/a`")),
            (
                "data \"aws_vpc\" \"a\" { id = \"vpc-1\" }\noutput \"a\" { value = data.aws_vpc.a.cidr }",
                &[],
                Some("`data.aws_vpc.a` has no attribute `cidr`"),
            ),
            (r#"resource "aws_vpc" "a" { cidr = "x" }"#, &[], Some("`aws_vpc.a` has no argument `cidr`")),
            ("locals { a = \"-----BEGIN RSA PRIVATE KEY-----\" }", &[], Some("`kubernetes.tf` holds a private key")),
            ("locals { a = 1 }", &["data/a"], Some("nothing reads `data/a`")),
            ("locals { a = 1 }\nlocals { a = 2 }", &[], Some("`local.a` is declared twice")),
            (r#"resource "a" {}"#, &[], Some("`resource` with 1 labels means nothing")),
        ] {
            let found = faults(text, others);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(expected.is_none_or(|expected| found == [expected]), "{text}: {found:?}");
        }
    }
}
