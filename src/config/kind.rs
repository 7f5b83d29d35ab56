//! The kinds of values a setting can have, each with the words that tell what is expected.

use std::net::{Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use toml::de::DeValue;

/// The longest time that can be configured. Beyond it the crates that take these values count as overflow.
const LONGEST: Duration = Duration::from_secs(3650 * 24 * 60 * 60);

/// A value as it was found. It has no `Debug`, because it may be a secret.
pub(super) enum Raw {
    /// From a variable or a flag, where everything is text.
    Loose(String),
    /// From the file, as all that follow.
    Text(String),
    Integer(u64),
    Switch(bool),
    List(Vec<Raw>),
    /// A section without keys.
    Table,
    /// A fraction, a negative number, a date: no setting has such a value.
    Other,
}

impl Raw {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Raw::Loose(text) | Raw::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    fn integer(&self) -> Option<u64> {
        match self {
            Raw::Loose(text) => text.trim().parse().ok(),
            Raw::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    fn switch(&self) -> Option<bool> {
        match self {
            Raw::Loose(text) => text.trim().parse().ok(),
            Raw::Switch(switch) => Some(*switch),
            _ => None,
        }
    }

    fn hosts(&self) -> Option<Vec<String>> {
        match self {
            Raw::Loose(text) => text.split(',').map(host).collect(),
            Raw::List(items) => items.iter().map(|item| host(item.text()?)).collect(),
            _ => None,
        }
    }
}

impl From<DeValue<'_>> for Raw {
    fn from(value: DeValue<'_>) -> Raw {
        match value {
            DeValue::String(text) => Raw::Text(text.into_owned()),
            DeValue::Boolean(switch) => Raw::Switch(switch),
            DeValue::Integer(integer) => {
                u64::from_str_radix(integer.as_str(), integer.radix()).map_or(Raw::Other, Raw::Integer)
            }
            DeValue::Array(items) => {
                Raw::List(items.into_iter().map(|item| item.into_inner().into()).collect())
            }
            DeValue::Table(_) => Raw::Table,
            DeValue::Float(_) | DeValue::Datetime(_) => Raw::Other,
        }
    }
}

/// How a value is understood, and what to say when it cannot be.
pub(super) struct Kind<T> {
    /// Completes the sentence "expects …".
    pub(super) expected: &'static str,
    /// `None` when the value is of another kind.
    pub(super) read: fn(&Raw) -> Option<T>,
}

pub(super) const TEXT: Kind<String> =
    Kind { expected: "a text that is not empty", read: |raw| raw.text().map(str::to_owned) };

pub(super) const PATH: Kind<PathBuf> =
    Kind { expected: "the path of a file", read: |raw| raw.text().map(PathBuf::from) };

pub(super) const ADDRESS: Kind<SocketAddr> = Kind {
    expected: "an IP address and a port such as \"127.0.0.1:4000\" (no name such as localhost)",
    read: |raw| raw.text()?.trim().parse().ok(),
};

pub(super) const SWITCH: Kind<bool> = Kind { expected: "true or false", read: Raw::switch };

pub(super) const SEED: Kind<u64> = Kind { expected: "a whole number such as 7", read: Raw::integer };

pub(super) const COUNT: Kind<usize> = Kind {
    expected: "a whole number of at least 1",
    read: |raw| usize::try_from(raw.integer()?).ok().filter(|count| *count > 0),
};

pub(super) const SIZE: Kind<u64> = Kind {
    expected: "a size such as \"64MiB\" (KiB, MiB, GiB, or bytes as a number)",
    read: |raw| raw.integer().or_else(|| size(raw.text()?)).filter(|bytes| *bytes > 0),
};

pub(super) const DURATION: Kind<Duration> =
    Kind { expected: "a duration such as \"500ms\", \"30s\" or \"5m\"", read: |raw| duration(raw.text()?) };

pub(super) const TIMEOUT: Kind<Duration> = Kind {
    expected: "a duration above zero such as \"500ms\", \"30s\" or \"5m\"",
    read: |raw| duration(raw.text()?).filter(|duration| !duration.is_zero()),
};

pub(super) const HOSTS: Kind<Vec<String>> = Kind {
    expected: "host names such as a.example, without scheme and port: a list in the file; in the variable \
               commas between them and no brackets or quotes, as in a.example,b.example",
    read: Raw::hosts,
};

/// Reads a duration: a whole number and one of `ms`, `s`, `m`, `h`, `d`.
pub fn duration(text: &str) -> Option<Duration> {
    let (number, unit) = number_and_unit(text)?;
    let milliseconds = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    let duration = Duration::from_millis(number.checked_mul(milliseconds)?);
    (duration <= LONGEST).then_some(duration)
}

fn size(text: &str) -> Option<u64> {
    let (number, unit) = number_and_unit(text)?;
    let bytes = match unit {
        "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    number.checked_mul(bytes)
}

fn number_and_unit(text: &str) -> Option<(u64, &str)> {
    let text = text.trim();
    let end = text.find(|character: char| !character.is_ascii_digit())?;
    let (number, unit) = text.split_at(end);
    Some((number.parse().ok()?, unit.trim_start()))
}

/// A name, an IPv4 address, or an IPv6 address with or without its brackets. A pattern would match nothing.
fn host(text: &str) -> Option<String> {
    let host = text.trim();
    let address = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    let is_name = |character: char| character.is_alphanumeric() || matches!(character, '.' | '-' | '_');
    let is_host = address.parse::<Ipv6Addr>().is_ok() || (!host.is_empty() && host.chars().all(is_name));
    is_host.then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_a_whole_number_and_a_unit() {
        assert_eq!(duration("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(duration("5 m"), Some(Duration::from_secs(300)));
        assert_eq!(duration("30d"), Some(Duration::from_secs(2_592_000)));
        for wrong in ["", "30", "s", "-1s", "1.5s", "1 fortnight", "99999999999999999999s", "4000d"] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn hosts_are_names_or_addresses_without_scheme_port_or_ornament() {
        let read = |text: &str| (HOSTS.read)(&Raw::Loose(text.to_owned()));
        let hosts = ["a.example", "10.0.0.1", "::1", "[2001:db8::1]"];
        assert_eq!(read(" a.example,10.0.0.1, ::1 ,[2001:db8::1]").unwrap(), hosts);
        for wrong in
            ["", "a.example,", "[a.example]", "[\"a\",\"b\"]", "\"a\"", "a:80", "http://a", "*.a", "a b"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!((HOSTS.read)(&Raw::List(Vec::new())), Some(Vec::new()));
    }

    #[test]
    fn sizes_are_bytes_or_carry_a_binary_unit() {
        let read = |text: &str| (SIZE.read)(&Raw::Loose(text.to_owned()));
        assert_eq!(read("64MiB"), Some(64 << 20));
        assert_eq!(read("4096"), Some(4096));
        for wrong in ["0", "64MB", "MiB", "-1KiB", "99999999999999GiB"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
