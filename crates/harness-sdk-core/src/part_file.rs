//! A file that appears under its name only when it is whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::AsyncWriteExt as _;

/// How many names are tried: a process that was killed may have left files under those that this one would give.
const NAMES: usize = 1_000;

/// A file that is written beside its target, under a name of its own, and takes the target's place once it is whole.
///
/// Dropping it removes it, also when that happens while it is made. It never writes through a link, and a target that is a
/// link is replaced, not followed.
#[derive(Debug)]
pub struct PartFile {
    // Closed before it is removed, which not every platform lets happen the other way round.
    file: tokio::fs::File,
    own: OwnName,
    target: PathBuf,
}

/// A name that this process made a file under, and that goes with it.
#[derive(Debug)]
struct OwnName(PathBuf);

impl Drop for OwnName {
    fn drop(&mut self) {
        // After the rename there is nothing to remove; that it cannot be removed says no more than the error does.
        let _ = fs::remove_file(&self.0);
    }
}

impl PartFile {
    /// Makes the file, in the folder of the target, with the rights of the file that it will replace.
    ///
    /// # Errors
    /// When the folder is not there or cannot be written to.
    pub async fn beside(target: &Path) -> io::Result<PartFile> {
        let target = target.to_owned();
        off_thread(move || {
            let mode = mode_of(&target);
            let (own, file) = create(&target, mode)?;
            set_mode(&file, mode)?;
            Ok(PartFile { file: tokio::fs::File::from_std(file), own, target })
        })
        .await
    }

    /// Adds a piece.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.file.write_all(piece).await
    }

    /// Puts the file, all of it on the disk, in the place of its target.
    ///
    /// # Errors
    /// When it cannot be written, or the target cannot be replaced.
    pub async fn keep(mut self) -> io::Result<()> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        let PartFile { file, own, target } = self;
        drop(file.into_std().await);
        off_thread(move || fs::rename(&own.0, &target)).await
    }
}

/// Does it where blocking is allowed. What it gives is dropped there when nobody waits for it any more.
async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|fault| Err(io::Error::other(fault)))
}

/// The name does not hold the target's: that one may be as long as names can be.
fn create(target: &Path, mode: Option<u32>) -> io::Result<(OwnName, fs::File)> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut taken = io::Error::from(io::ErrorKind::AlreadyExists);
    for _ in 0..NAMES {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = target.with_file_name(format!(".{}-{count}.part", std::process::id()));
        match options(mode).open(&path) {
            Ok(file) => return Ok((OwnName(path), file)),
            Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => taken = fault,
            Err(fault) => return Err(fault),
        }
    }
    Err(taken)
}

#[cfg(unix)]
fn options(mode: Option<u32>) -> fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    if let Some(mode) = mode {
        // Never, not even while it is empty, open to more people than the file that it replaces.
        options.mode(mode);
    }
    options
}

#[cfg(not(unix))]
fn options(_mode: Option<u32>) -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    options
}

/// The rights of the file that stands there; none for what is no file. New content never inherits the identity of a user.
#[cfg(unix)]
fn mode_of(target: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    let found = fs::symlink_metadata(target).ok().filter(fs::Metadata::is_file)?;
    Some(found.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn mode_of(_target: &Path) -> Option<u32> {
    None
}

/// Sets what the mask of the process took away.
#[cfg(unix)]
fn set_mode(file: &fs::File, mode: Option<u32>) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    mode.map_or(Ok(()), |mode| file.set_permissions(fs::Permissions::from_mode(mode)))
}

#[cfg(not(unix))]
fn set_mode(_file: &fs::File, _mode: Option<u32>) -> io::Result<()> {
    Ok(())
}
