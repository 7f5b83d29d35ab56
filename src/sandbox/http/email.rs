//! What signNow takes for an address.

/// Whether a text looks like an address: one `@` between something and a name with a dot in it, and no white
/// space.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let inner_dot = domain.trim_matches('.').len() == domain.len() && domain.contains('.');
    !local.is_empty() && inner_dot && !domain.contains('@') && !text.contains(char::is_whitespace)
}
