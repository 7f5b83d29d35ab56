//! What a server is asked to do at once.

use redis::Cmd;

/// A script in Lua, as `EVAL` takes it, with what it is given. It answers a list of texts.
#[derive(Clone, Debug)]
pub struct Script(Cmd);

/// What a script answers: texts, some of which may be missing.
pub type Reply = Vec<Option<Vec<u8>>>;

impl Script {
    /// A script that works on these keys.
    pub fn new(text: &'static str, keys: &[&str]) -> Script {
        let mut command = redis::cmd("EVAL");
        command.arg(text).arg(keys.len()).arg(keys);
        Script(command)
    }

    /// The same with one more argument.
    #[must_use]
    pub fn given(mut self, argument: impl AsRef<[u8]>) -> Script {
        self.0.arg(argument.as_ref());
        self
    }

    pub(super) fn command(&self) -> &Cmd {
        &self.0
    }
}
