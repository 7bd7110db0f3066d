//! Where keys are kept: files, variables, other programs.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncReadExt as _;
use zeroize::Zeroizing;

use super::error::Transient;
use super::provider::{Token, TokenError, TokenFuture, TokenProvider};

/// The most bytes of a key. No key comes near it, and a file that was meant for something else goes beyond.
const MOST: u64 = 64 << 10;

/// A key in a file, such as a secret that is mounted into a container. The file is read for every call, so that a key that
/// was changed is used from the next call on; after a 401 it is read again, too. White space around the key, such as the
/// line end that editors and `echo` add, is no part of it.
///
/// ```
/// use harness_sdk_core::{Context, auth};
///
/// let context = Context::builder()
///     .token_provider(auth::file("/var/run/secrets/harness/api-key"))
///     .account("ACCOUNT")
///     .build()?;
/// # let _ = context;
/// # Ok::<(), harness_sdk_core::ConfigError>(())
/// ```
pub fn file(path: impl Into<PathBuf>) -> KeySource {
    KeySource::new(Kept::File(path.into()))
}

/// A key in an environment variable of one's own choice. [`Context::from_env`](crate::Context::from_env) reads the usual
/// ones. White space around the key is no part of it.
///
/// ```
/// use harness_sdk_core::{Context, auth};
///
/// let builder = Context::builder().token_provider(auth::env("SHOP_HARNESS_KEY")).account("ACCOUNT");
/// # let _ = builder;
/// ```
pub fn env(variable: impl Into<OsString>) -> KeySource {
    KeySource::new(Kept::Variable(variable.into()))
}

/// A key that a program prints, such as the client of a vault. The program is run when the first call needs the key and
/// after a 401, and again after [`KeySource::lasting`] if that is set. White space around the key is no part of it. No
/// shell is involved; the program must end within [`KeySource::within`], 60 s unless set, and is ended otherwise. What it
/// prints to its standard error is not looked at, for it may hold secrets.
///
/// ```
/// use std::time::Duration;
/// use harness_sdk_core::{Context, auth};
///
/// let vault = auth::command("vault", ["kv", "get", "-field=key", "secret/harness"]);
/// let context = Context::builder()
///     .token_provider(vault.lasting(Duration::from_secs(3600)))
///     .account("ACCOUNT")
///     .build()?;
/// # let _ = context;
/// # Ok::<(), harness_sdk_core::ConfigError>(())
/// ```
pub fn command<A: AsRef<OsStr>>(program: impl AsRef<OsStr>, arguments: impl IntoIterator<Item = A>) -> KeySource {
    let arguments = arguments.into_iter().map(|argument| argument.as_ref().to_owned()).collect();
    KeySource::new(Kept::Command(program.as_ref().to_owned(), arguments))
}

/// Where a key is kept: made by [`file`], [`env`](env()) and [`command`], and given to
/// [`token_provider`](crate::ContextBuilder::token_provider).
///
/// The account of the key is not known before the first call: say it with
/// [`account`](crate::ContextBuilder::account).
#[derive(Clone)]
pub struct KeySource {
    kept: Kept,
    bearer: bool,
    lifetime: Option<Duration>,
    limit: Duration,
}

#[derive(Clone)]
enum Kept {
    File(PathBuf),
    Variable(OsString),
    Command(OsString, Vec<OsString>),
}

impl KeySource {
    fn new(kept: Kept) -> KeySource {
        // Looking at a file or a variable costs little; running a program may not.
        let lifetime = (!matches!(kept, Kept::Command(..))).then_some(Duration::ZERO);
        KeySource { kept, bearer: false, lifetime, limit: Duration::from_secs(60) }
    }

    /// It is a bearer token, sent as `Authorization: Bearer`, and not an API key.
    #[must_use]
    pub fn as_bearer(mut self) -> KeySource {
        self.bearer = true;
        self
    }

    /// How long a key is used before it is looked for again. By default a file and a variable are looked at for every call,
    /// and a command is run again after a 401 only. The new key is asked for 15 seconds earlier.
    #[must_use]
    pub fn lasting(mut self, lifetime: Duration) -> KeySource {
        self.lifetime = Some(lifetime);
        self
    }

    /// How long reading the key, or the program, may take; 60 s unless set.
    #[must_use]
    pub fn within(mut self, limit: Duration) -> KeySource {
        self.limit = limit;
        self
    }

    async fn read(&self) -> Result<Token, TokenError> {
        let reading = async {
            match &self.kept {
                Kept::File(path) => from_file(path).await,
                Kept::Variable(name) => from_variable(name),
                Kept::Command(program, arguments) => from_command(program, arguments).await,
            }
        };
        let text = tokio::time::timeout(self.limit, reading)
            .await
            .map_err(|_| Transient::new(format!("{self} gave no key within {:?}", self.limit)))??;
        let text = text.trim().to_owned();
        let token = if self.bearer { Token::bearer(text) } else { Token::api_key(text) };
        let token = token.map_err(|fault| format!("{self}: {fault}"))?;
        Ok(self.lifetime.into_iter().fold(token, Token::expires_in))
    }
}

impl TokenProvider for KeySource {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(self.read())
    }
}

async fn from_file(path: &Path) -> Result<Zeroizing<String>, TokenError> {
    let read = async {
        let mut bytes = Zeroizing::new(Vec::with_capacity(4096));
        tokio::fs::File::open(path).await?.take(MOST + 1).read_to_end(&mut bytes).await?;
        Ok(bytes)
    };
    let bytes = read.await.map_err(|fault| Unreadable { path: path.to_owned(), fault })?;
    text(bytes, &path.display().to_string())
}

fn from_variable(name: &OsStr) -> Result<Zeroizing<String>, TokenError> {
    let shown = name.to_string_lossy();
    match std::env::var_os(name).map(OsString::into_string) {
        Some(Ok(value)) => Ok(Zeroizing::new(value)),
        Some(Err(_)) => Err(format!("the variable {shown} is not valid Unicode; set it again").into()),
        None => Err(format!("the variable {shown} is not set").into()),
    }
}

async fn from_command(program: &OsStr, arguments: &[OsString]) -> Result<Zeroizing<String>, TokenError> {
    let name = program.to_string_lossy();
    let mut command = tokio::process::Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    let mut child = command.spawn().map_err(|fault| Unstarted { program: name.clone().into_owned(), fault })?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(4096));
    if let Some(output) = child.stdout.take() {
        output.take(MOST + 1).read_to_end(&mut bytes).await?;
    }
    let status = child.wait().await?;
    match status.code() {
        Some(0) => text(bytes, &format!("the program {name}")),
        Some(code) => Err(format!("the program {name} ended with status {code}").into()),
        None => Err(format!("the program {name} was ended by a signal").into()),
    }
}

fn text(bytes: Zeroizing<Vec<u8>>, from: &str) -> Result<Zeroizing<String>, TokenError> {
    if bytes.len() as u64 > MOST {
        return Err(format!("{from}: more than {MOST} bytes cannot be a key").into());
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| format!("{from}: it is not UTF-8 text"))?;
    Ok(Zeroizing::new(text.trim_start_matches('\u{feff}').to_owned()))
}

#[derive(Debug, thiserror::Error)]
#[error("{}: {fault}", path.display())]
struct Unreadable {
    path: PathBuf,
    #[source]
    fault: std::io::Error,
}

#[derive(Debug, thiserror::Error)]
#[error("the program {program} cannot be run: {fault}")]
struct Unstarted {
    program: String,
    #[source]
    fault: std::io::Error,
}

impl fmt::Display for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kept {
            Kept::File(path) => write!(f, "{}", path.display()),
            Kept::Variable(name) => write!(f, "the variable {}", name.to_string_lossy()),
            Kept::Command(program, _) => write!(f, "the program {}", program.to_string_lossy()),
        }
    }
}

impl fmt::Debug for KeySource {
    /// Without the arguments of a program, which may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeySource").field(&self.to_string()).finish()
    }
}
