//! The accounts that publish images, by the names that specs use for them.

/// Returns the account that an image's owner in a spec means: the number of a publisher that kops knows by name, everything else as it is.
///
/// ```
/// use kops_core::facts::image_owner;
///
/// assert_eq!(image_owner("ubuntu"), "099720109477");
/// assert_eq!(image_owner("123456789012"), "123456789012");
/// ```
#[must_use]
pub fn image_owner(name: &str) -> &str {
    match name {
        "amazon" | "amazon.com" => "137112412989",
        "debian10" | "debian11" | "debian12" | "debian13" | "debian" => "136693071363",
        "flatcar" => "075585003325",
        "redhat" | "redhat.com" => "309956199498",
        "rocky" | "rockylinux" => "792107900819",
        "ubuntu" => "099720109477",
        account => account,
    }
}
