//! What OpenTelemetry is told, with the feature `otel`; without it all of this is nothing.

#[cfg(not(feature = "otel"))]
mod off;
#[cfg(feature = "otel")]
mod on;

#[cfg(not(feature = "otel"))]
pub(crate) use off::{AttemptSpan, Instruments, Misfits, call};
#[cfg(feature = "otel")]
pub(crate) use on::{AttemptSpan, Instruments, Misfits, call};
