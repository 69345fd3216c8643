//! Templates that were not rendered: which language one is written in, and how to render it.

/// A language of templates that specs are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TemplateLanguage {
    /// `{{ name }}` and `{% for … %}`: Jinja2, which `kops toolbox template` reads.
    Jinja,
    /// `{{ .name }}` and `{{ range … }}`: Go's `text/template`, which kops itself reads.
    Go,
    /// `${name}` and `%{ for … }`: Terraform's `templatefile`.
    Terraform,
}

impl TemplateLanguage {
    /// Returns the language whose marks a text has.
    ///
    /// ```
    /// use kops_core::yaml::TemplateLanguage;
    ///
    /// assert_eq!(TemplateLanguage::of("name: {{ .clusterName }}"), Some(TemplateLanguage::Go));
    /// assert_eq!(TemplateLanguage::of("name: {{ cluster_name }}"), Some(TemplateLanguage::Jinja));
    /// assert_eq!(TemplateLanguage::of("name: ${cluster_name}"), Some(TemplateLanguage::Terraform));
    /// assert_eq!(TemplateLanguage::of("name: demo.example.com"), None);
    /// ```
    pub fn of(text: &str) -> Option<Self> {
        if actions(text).any(is_go) {
            Some(Self::Go)
        } else if text.contains("{%") || text.contains("{{") {
            Some(Self::Jinja)
        } else if ["%{ for ", "%{ if ", "%{for ", "%{if "].iter().any(|mark| text.contains(mark)) || interpolates(text)
        {
            Some(Self::Terraform)
        } else {
            None
        }
    }

    /// Returns what to do about a template that is given where a spec belongs, or to `kops toolbox template`.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Jinja => "this is a Jinja2 template: fill it in first with `kops toolbox template`",
            Self::Go => {
                "this is a Go template, and `kops toolbox template` reads Jinja2: write `{{ name }}` for `{{ .name }}`, \
                 `{% for x in list %}…{% endfor %}` for `{{ range .list }}…{{ end }}`, and `{% if x %}…{% endif %}` for \
                 `{{ if .x }}…{{ end }}`"
            }
            Self::Terraform => {
                "this is a Terraform template: render it with `templatefile`; or write `{{ name }}` for `${name}` and \
                 fill it in with `kops toolbox template` and the values of `terraform output -json`"
            }
        }
    }
}

/// What stands between `{{` and `}}`.
fn actions(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0))
}

/// Fields and variables of Go begin with `.` and `$`, and its blocks with a word.
fn is_go(action: &str) -> bool {
    const WORDS: [&str; 10] =
        ["range", "if", "else", "end", "with", "define", "template", "block", "include", "toYaml"];
    let action = action.trim_start_matches('-').trim_end_matches('-').trim();
    let word = action.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    action.starts_with(['.', '$'])
        || action.contains(" .") && !action.contains(['\'', '"'])
        || WORDS.contains(&word) && (action == word || action[word.len()..].starts_with(' '))
}

/// True for `${name}`, also with a path or a call in it.
fn interpolates(text: &str) -> bool {
    let starts = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_alphabetic());
    text.split("${").skip(1).any(|rest| starts(rest) && rest.contains('}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_recognised_by_their_marks() {
        use TemplateLanguage::{Go, Jinja, Terraform};
        for (text, expected) in [
            ("{{.clusterName}}", Some(Go)),
            ("{{- range $zone := .zones }}", Some(Go)),
            ("{{- end -}}", Some(Go)),
            ("{{ else if .x }}", Some(Go)),
            ("{{ $.cluster }}", Some(Go)),
            ("{{ toYaml .labels | indent 4 }}", Some(Go)),
            ("{{ eq .a 1 }}", Some(Go)),
            ("{{ cluster.name }}", Some(Jinja)),
            ("{{ ending }} {{ range_end }}", Some(Jinja)),
            ("{{ name + ' .k8s.local' }}", Some(Jinja)),
            ("{% for x in y %}{{ x }}{% endfor %}", Some(Jinja)),
            ("${cluster_name}", Some(Terraform)),
            ("api.${ local.name }", Some(Terraform)),
            ("${jsonencode(cidrs)}", Some(Terraform)),
            ("%{ for zone in zones ~}", Some(Terraform)),
            ("$(HOME) ${} $name {a: b} %{http_code}", None),
        ] {
            assert_eq!(TemplateLanguage::of(text), expected, "{text}");
        }
    }
}
