//! The work of one stream of lines, as the files beside this one do it.

use super::options::Options;
use super::sink::Sink;
use super::target::Target;

/// The work of one stream of lines.
pub(super) struct Job {
    pub(super) target: Target,
    pub(super) options: Options,
    pub(super) sink: Sink,
}
