//! The expressions that are more than a value or a reference.

use hcl::Identifier;
use hcl::expr::{
    BinaryOp, BinaryOperator, Conditional, Expression, FuncCall, ObjectKey, Operation, TemplateExpr, Traversal,
    Variable,
};

/// The local value that holds the IPv6 range of the VPC.
pub(super) const IPV6_CIDR: &str = "vpc_ipv6_cidr_block";
/// The local value that holds the length of that range's prefix.
pub(super) const IPV6_LENGTH: &str = "vpc_ipv6_cidr_length";

/// Follows names: `aws_vpc.demo.id`.
pub(super) fn traversal<'a>(root: &str, names: impl IntoIterator<Item = &'a str>) -> Expression {
    let root = Variable::from(Identifier::sanitized(root));
    Traversal::new(root, names.into_iter().map(Identifier::sanitized)).into()
}

/// Reads a file that lies beside the configuration.
pub(super) fn read_file(function: &str, path: &str) -> Expression {
    let path = TemplateExpr::QuotedString(format!("${{path.module}}/{path}"));
    call(function, [Expression::from(path)])
}

/// The subnet of the VPC's IPv6 range that a spec writes as `/64#1`; nothing for another text.
pub(super) fn ipv6_subnet(range: &str) -> Option<Expression> {
    let (length, number) = range.strip_prefix('/')?.split_once('#')?;
    let length: u32 = length.parse().ok()?;
    // kops counts subnets in hexadecimal.
    let number = u64::from_str_radix(number, 16).ok()?;
    let bits = BinaryOp::new(length, BinaryOperator::Minus, local(IPV6_LENGTH));
    Some(call("cidrsubnet", [local(IPV6_CIDR), Operation::from(bits).into(), number.into()]))
}

/// The length of the prefix of the VPC's IPv6 range; null where the VPC has none.
pub(super) fn ipv6_length() -> Expression {
    let found = call("regex", [Expression::from(r".*/(\d+)"), local(IPV6_CIDR)]);
    let digits = Traversal::builder(found).index(0).build();
    let is_empty = BinaryOp::new(local(IPV6_CIDR), BinaryOperator::Eq, "");
    Conditional::new(Operation::from(is_empty), Expression::Null, call("tonumber", [digits.into()])).into()
}

/// A text as it is. It is put together where a `${` or `%{` follows a `$` or `%`, as in `${name%${end}}`: alone, such a one would not be
/// escaped.
pub(super) fn literal(text: &str) -> Expression {
    let is_sign = |byte: u8| matches!(byte, b'$' | b'%');
    let windows = text.as_bytes().windows(3).enumerate();
    let hidden = windows.filter(|(_, three)| is_sign(three[0]) && is_sign(three[1]) && three[2] == b'{');
    let mut pieces: Vec<Expression> = Vec::new();
    let mut start = 0;
    for end in hidden.map(|(at, _)| at + 1).chain([text.len()]) {
        pieces.push(Expression::from(&text[start..end]));
        start = end;
    }
    joined(pieces)
}

/// A value whose texts, those of lists and maps and their keys among them, are all as [`literal`] writes them.
pub(super) fn literals(value: Expression) -> Expression {
    match value {
        Expression::String(text) => literal(&text),
        Expression::Array(items) => Expression::Array(items.into_iter().map(literals).collect()),
        Expression::Object(entries) => {
            Expression::Object(entries.into_iter().map(|(key, value)| (literal_key(key), literals(value))).collect())
        }
        other => other,
    }
}

fn literal_key(key: ObjectKey) -> ObjectKey {
    match key {
        ObjectKey::Expression(Expression::String(text)) => ObjectKey::Expression(match literal(&text) {
            whole @ Expression::String(_) => whole,
            // Terraform reads no call as a key, unless it is in parentheses.
            call => Expression::Parenthesis(Box::new(call)),
        }),
        key => key,
    }
}

/// One text of several.
pub(super) fn joined(mut texts: Vec<Expression>) -> Expression {
    match texts.len() {
        1 => texts.remove(0),
        _ => call("join", ["".into(), Expression::Array(texts)]),
    }
}

fn local(name: &str) -> Expression {
    traversal("local", [name])
}

pub(super) fn call<const N: usize>(function: &str, arguments: [Expression; N]) -> Expression {
    let builder = FuncCall::builder(Identifier::sanitized(function));
    arguments.into_iter().fold(builder, |call, argument| call.arg(argument)).build().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_template_of_terraform() {
        for value in [
            hcl::expression!("a%${b}"),
            hcl::expression!("a$%{ if true }b%{ endif }"),
            hcl::expression!(["x", "a%${b}"]),
            hcl::expression!({ "a%${b}" = "x", "x" = "a%${b}", "y" = ["a%${b}"] }),
        ] {
            let block = hcl::Block::builder("resource").add_attribute(("value", literals(value))).build();
            let text = crate::render::terraform::layout::text(&[block]);
            assert!(!text.contains("%${") && !text.contains("$%{"), "{text}");
            assert!(hcl::parse(&text).is_ok(), "{text}");
        }
        let plain = hcl::expression!({ "${a}" = ["x", 1, true] });
        assert_eq!(literals(plain.clone()), plain);
    }
}
